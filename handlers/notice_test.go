package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

// composed is what a delivery about a subject would say to somebody; "" for nothing.
func (o *office) composed(kind conference.NoticeKind, s conference.Subject, name string) string {
	o.Helper()
	m, ok, err := o.Compose(o.Context(), conference.Delivery{Kind: kind, Subject: s, To: conference.Audience{Person: o.people[name].ID}, Ping: true})
	o.must(err)
	if !ok {
		return ""
	}
	if m.Chat != o.people[name].TelegramID || m.Silent {
		o.Errorf("%s goes to %d, silent %v", kind, m.Chat, m.Silent)
	}
	return shown{text: m.Text.HTML(), keys: m.Keyboard}.String()
}

func TestCompose_English(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.booked("Anna", "301", at(2, 15, 0), 2*time.Hour, 20, "Review <Q4>\u202e")
	_, err := o.store.Invite(t.Context(), conferenceChange(o, "Anna"), b.ID, []int64{o.people["李敏"].ID})
	o.must(err)
	_, err = o.store.Invite(t.Context(), conferenceChange(o, "热线"), o.booked("李敏", "302", at(2, 15, 0), time.Hour, 5, "Budget").ID, []int64{o.people["Anna"].ID})
	o.must(err)
	o.mail.take()
	a, err := o.store.AttendeeOf(t.Context(), b.ID+1, o.people["Anna"].ID)
	o.must(err)
	o.now = at(1, 15, 0)
	mine, other := conference.Subject{Kind: conference.SubjectBooking, ID: b.ID}, conference.Subject{Kind: conference.SubjectBooking, ID: b.ID + 1}
	for _, c := range []struct {
		name, want string
		kind       conference.NoticeKind
		subject    conference.Subject
	}{
		{"reminder", "<b>Reminder · tomorrow</b>\n<b>Budget</b>\n🕒 Wed 25 Nov, 15:00–16:00 (tomorrow)\n📍 主楼 302\n" +
			"We have no answer from you yet; a tap is enough\n\n[Accept] [Maybe] [Decline]\n[Add to calendar]", conference.NoticeReminder, other},
		{"still needed", "✅ Booked · A-1001\n<b>Review &lt;Q4&gt;</b>\n🕒 Wed 25 Nov, 15:00–17:00 (tomorrow)\n📍 主楼 301 · 👥 20\n" +
			"Medium meeting · 20 people\nInvited: 0 coming · 1 to answer\nChecks start 13:00\n\n<b>Is this meeting still needed?</b>\nIf not, release it: somebody else can have the room\n\n[Still needed] [Release it]\n[Invite people] [Tea and services]\n[Time] [Room] [Cancel]\n[Add to calendar] [More]",
			conference.NoticeStillNeeded, mine},
		{"moved", "<b>The meeting has a new time, please answer again</b>\n<b>Budget</b>\n🕒 Wed 25 Nov, 15:00–16:00 (tomorrow)\n📍 主楼 302\n" +
			"From: 李敏, 经营管理部\nWill you come?\n\n[Accept] [Maybe] [Decline]\n[Add to calendar]",
			conference.NoticeBookingMoved, conference.Subject{Kind: conference.SubjectInvitation, ID: a.ID}},
		{"outlook", "<b>Next two days · Wed 25 Nov–Thu 26 Nov</b>\n\n<b>Wed 25 Nov</b>\n15:00–17:00 主楼 301 Review &lt;Q4&gt; · 20\n" +
			"15:00–16:00 主楼 302 Budget · 5\n\n<b>Thu 26 Nov</b>\nNo meetings", conference.NoticeOutlook,
			conference.Subject{Kind: conference.SubjectDay, ID: at(2, 0, 0).Unix()}},
		{"not off", "", conference.NoticeBookingOff, other},
		{"no approval awaited", "", conference.NoticeApproval, mine},
		{"reachable", "", conference.NoticeUnreachable, conference.Subject{Kind: "person", ID: o.people["王强"].ID}},
		{"nothing of that kind", "", conference.NoticeCard, conference.Subject{Kind: "nothing", ID: 1}},
		{"no such task", "", conference.NoticeCard, conference.Subject{Kind: conference.SubjectTask, ID: 99}},
		{"somebody else's invitation", "", conference.NoticeCard, conference.Subject{Kind: conference.SubjectInvitation, ID: a.ID - 1}},
		{"no such check", "", conference.NoticeCheckMissed, conference.Subject{Kind: conference.SubjectCheck, ID: 99}},
	} {
		if got := o.composed(c.kind, c.subject, "Anna"); strings.TrimSpace(got) != c.want {
			t.Errorf("%s: Anna reads\n%s\n\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestCompose_NothingMoreToSay(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 20, "季度会")
	_, err := o.store.Invite(t.Context(), conferenceChange(o, "李敏"), b.ID, []int64{o.people["王强"].ID})
	o.must(err)
	s := conference.Subject{Kind: conference.SubjectBooking, ID: b.ID}
	o.now = at(0, 16, 0)
	if o.composed(conference.NoticeReminder, s, "王强") == "" || o.composed(conference.NoticeStillNeeded, s, "李敏") == "" {
		t.Fatal("nothing is said of a meeting that comes")
	}
	o.now = at(1, 15, 0)
	if got := o.composed(conference.NoticeReminder, s, "王强"); got != "" {
		t.Errorf("reminded of a meeting under way: %s", got)
	}
	o.now = at(1, 10, 0)
	_, err = o.store.KeepBooking(t.Context(), conferenceChange(o, "李敏"), b.ID, 0)
	o.must(err)
	if got := o.composed(conference.NoticeStillNeeded, s, "李敏"); got != "" {
		t.Errorf("asked again: %s", got)
	}
	a, err := o.store.AttendeeOf(t.Context(), b.ID, o.people["王强"].ID)
	o.must(err)
	_, err = o.store.AnswerInvitation(t.Context(), conferenceChange(o, "王强"), a.ID, 0, conference.Answer{PartStat: conference.Declined})
	o.must(err)
	if got := o.composed(conference.NoticeReminder, s, "王强"); got != "" {
		t.Errorf("who has declined is reminded: %s", got)
	}
	o.must(o.store.RemovePerson(t.Context(), conferenceChange(o, "管理员"), o.people["王强"].ID))
	if _, ok, err := o.Compose(t.Context(), conference.Delivery{Kind: conference.NoticeCard, Subject: s,
		To: conference.Audience{Person: o.people["王强"].ID}}); ok || err != nil {
		t.Errorf("somebody removed is written to: %v %v", ok, err)
	}
}

func TestCompose_Unreachable(t *testing.T) {
	t.Parallel()
	o := open(t)
	first, err := o.store.MarkUnreachable(t.Context(), o.people["王强"].ID, o.now)
	if err != nil || !first {
		t.Fatal(first, err)
	}
	o.carry()
	o.at("孙主管").sees("<b>⚠️ 王强 · 财务部 收不到消息了</b>\n对方可能停用了会务助手。请电话联系，重新打开后会自动恢复")
}

// A class C room waits for the information centre, and nobody is troubled before it has decided.
func TestCompose_Approval(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.booked("李敏", "C1", at(3, 9, 0), 2*time.Hour, 200, "大会")
	o.carry()
	o.at("热线").reads("大会", "A-1001")
	if len(o.at("周组长").shown) != 0 {
		t.Errorf("the crew hears of it: %s", o.at("周组长").screen())
	}
	_, err := o.store.ApproveBooking(t.Context(), conferenceChange(o, "热线"), b.ID, 0)
	o.must(err)
	o.carry()
	if got := o.composed(conference.NoticeApproval, conference.Subject{Kind: conference.SubjectBooking, ID: b.ID}, "热线"); got != "" {
		t.Errorf("asked again: %s", got)
	}
}

// What an invitation's ping tells of is counted as its card counts: whoever has answered has gone past it.
func TestCompose_TellsOf(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 20, "季度会")
	o.mail.take()
	_, err := o.store.Invite(t.Context(), conferenceChange(o, "李敏"), b.ID, []int64{o.people["王强"].ID})
	o.must(err)
	for _, d := range o.mail.take() {
		if d.Subject.Kind != conference.SubjectInvitation || d.To.Person != o.people["王强"].ID {
			continue
		}
		m, ok, err := o.Compose(t.Context(), d)
		if err != nil || !ok || m.Card.Tells != m.Card.Revision {
			t.Errorf("%+v tells of %+v, %v", d, m.Card, err)
		}
		_, err = o.store.AnswerInvitation(t.Context(), conferenceChange(o, "王强"), d.Subject.ID, 0, conference.Answer{PartStat: conference.Accepted})
		o.must(err)
		if m, ok, err = o.Compose(t.Context(), d); err != nil || !ok || m.Card.Tells >= m.Card.Revision {
			t.Errorf("after the answer it tells of %+v, %v", m.Card, err)
		}
		return
	}
	t.Error("nobody is invited")
}
