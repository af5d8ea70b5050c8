package storage

import (
	"testing"

	"huiwu/conference"
)

func TestStore_AckSheet(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	h.fire(1)
	if got := h.sent(h.queue.take(), conference.NoticeSheet); got["周洁"] != 1 || len(got) != 1 {
		t.Fatalf("the notice goes to %v", got)
	}
	m, err := h.Meeting(t.Context(), b.ID)
	h.must(err)
	k := m.Sheets[0]
	_, err = h.AckSheet(t.Context(), h.by("周洁"), k.ID, k.Revision+1)
	h.refused(err, conference.CodeStale)
	_, err = h.AckSheet(t.Context(), h.by("赵敏"), k.ID, k.Revision)
	h.refused(err, conference.CodeForbidden)
	_, err = h.AckSheet(t.Context(), h.by("周洁"), 99, 0)
	h.refused(err, conference.CodeNotFound)
	_, err = h.AckSheet(t.Context(), h.by("周洁"), k.ID, k.Revision)
	h.must(err)
	kept, err := h.Sheet(t.Context(), k.ID)
	h.must(err)
	if kept.Waits() || kept.AckedBy.Name != "周洁" || !kept.AckedAt.Equal(h.now) || kept.Seen == nil || !kept.Seen.Equal(k.Facts) {
		t.Errorf("%+v", kept)
	}
	if n := h.count(`SELECT count(*) FROM history WHERE subject_kind = 'sheet' AND verb = 'acknowledge'`); n != 1 {
		t.Errorf("%d lines of history", n)
	}

	// The same, read back, is not sent again; what is different is, against what was seen.
	h.now = h.now.Add(1e9)
	_, err = h.ChangeBooking(t.Context(), h.by("王芳"), b.ID, 0, conference.Edit{Headcount: 9})
	h.must(err)
	h.queue.take()
	h.fire(1)
	if got := h.sent(h.queue.take(), conference.NoticeSheet); got["周洁"] != 1 {
		t.Errorf("the change goes to %v", got)
	}
	again, err := h.Sheet(t.Context(), k.ID)
	h.must(err)
	if !again.Waits() || again.Seen.Headcount != 8 || again.Facts.Headcount != 9 || again.AckedBy.Name != "周洁" {
		t.Errorf("%+v", again)
	}
	h.now = h.now.Add(1e9)
	_, err = h.ChangeBooking(t.Context(), h.by("王芳"), b.ID, 0, conference.Edit{Headcount: 8})
	h.must(err)
	h.fire(1)
	if back, err := h.Sheet(t.Context(), k.ID); err != nil || back.Waits() || !back.ChangedBack() {
		t.Errorf("changed back: %+v (%v)", back, err)
	}
}

// Without a leader the notice comes to the deputy, and without either to the supervisor.
func TestStore_Audience_whoLeadsACrew(t *testing.T) {
	t.Parallel()
	h := setup(t)
	leads := func() map[string]int {
		h.now = h.now.Add(1e9)
		_, err := h.Book(t.Context(), h.by("王芳"), conference.Request{RoomID: h.rooms["302"].ID, Title: "会", Headcount: 3,
			Start: h.now.AddDate(0, 0, 1+h.count(`SELECT count(*) FROM bookings`)), End: h.now.AddDate(0, 0, 1+h.count(`SELECT count(*) FROM bookings`)).Add(1800e9)})
		h.must(err)
		h.queue.take()
		h.fire(1)
		return h.sent(h.queue.take(), conference.NoticeSheet)
	}
	_, err := h.pool.Exec(t.Context(), `UPDATE people SET roles = '{attendant,deputy_leader}' WHERE name = '孙磊'`)
	h.must(err)
	if got := leads(); got["周洁"] != 1 || len(got) != 1 {
		t.Errorf("with a leader it goes to %v", got)
	}
	_, err = h.pool.Exec(t.Context(), `UPDATE people SET unreachable_at = now() WHERE name = '周洁'`)
	h.must(err)
	if got := leads(); got["孙磊"] != 1 || len(got) != 1 {
		t.Errorf("without a leader it goes to %v", got)
	}
	_, err = h.pool.Exec(t.Context(), `UPDATE people SET telegram_id = NULL WHERE name IN ('周洁', '孙磊')`)
	h.must(err)
	if got := leads(); got["吴刚"] != 1 || len(got) != 1 {
		t.Errorf("without either it goes to %v", got)
	}
}

func TestStore_LeadersOf(t *testing.T) {
	t.Parallel()
	h := setup(t)
	people, err := h.LeadersOf(t.Context(), []conference.Crew{conference.CrewMeetingService, conference.CrewSound, ""})
	h.must(err)
	if len(people) != 1 || people[0].Name != "周洁" {
		t.Errorf("%+v", people)
	}
}

func TestStore_MeetingsStarting(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	_, err := h.OrderTea(t.Context(), h.by("王芳"), conference.TeaRequest{BookingID: b.ID, Tea: "green"})
	h.must(err)
	h.fire(1)
	for _, r := range []conference.Request{h.request("302", at(13, 0), at(13, 30)), h.request("302", at(20, 0), at(21, 0))} {
		_, err := h.Book(t.Context(), h.by("李强"), r)
		h.must(err)
	}
	ms, err := h.MeetingsStarting(t.Context(), at(13, 0), at(16, 0))
	h.must(err)
	if len(ms) != 2 || ms[0].Booking.Room.Number != "302" || ms[1].Booking.ID != b.ID {
		t.Fatalf("%+v", ms)
	}
	if m := ms[1]; len(m.Checks) != 3 || m.Checks[0].Level != 1 || len(m.Tasks) != 1 || len(m.Sheets) != 1 {
		t.Errorf("%+v", m)
	}
	if ms, err := h.MeetingsStarting(t.Context(), at(15, 0), at(16, 0)); err != nil || len(ms) != 0 {
		t.Errorf("%v %v", ms, err)
	}
}

// What a check has found and who waits for it: its cards follow the report.
func TestStore_StepTask_showsTheChecks(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	h.now = at(12, 0)
	h.fire(1)
	_, report, err := h.AnswerCheck(t.Context(), h.by("周洁"), b.ID, 1, 0, conference.CheckAnswer{Note: "话筒没声音", Kind: conference.ProblemAV})
	h.must(err)
	h.now = at(13, 0)
	h.fire(1)
	m, err := h.Meeting(t.Context(), b.ID)
	h.must(err)
	for _, c := range m.Checks[:2] {
		_, err = h.SaveCard(t.Context(), conference.Subject{Kind: conference.SubjectCheck, ID: c.ID}, h.people["陈静"].ID, conference.Card{ChatID: 1, MessageID: c.ID, Revision: 1})
		h.must(err)
	}
	h.queue.take()
	_, err = h.StepTask(t.Context(), h.by("音控员"), report.ID, 0, conference.StepClaim, "")
	h.must(err)
	shown := map[int64]bool{}
	for _, d := range h.queue.take() {
		if d.Subject.Kind == conference.SubjectCheck && d.To.Person == h.people["陈静"].ID {
			shown[d.Subject.ID] = true
		}
	}
	if !shown[m.Checks[0].ID] || !shown[m.Checks[1].ID] || len(shown) != 2 {
		t.Errorf("brought up to date are %v", shown)
	}
	other, _, err := h.ReportProblem(t.Context(), h.by("王芳"), conference.ProblemRequest{RoomID: b.Room.ID, BookingID: b.ID, Kind: conference.ProblemLight, Text: "灯不亮"})
	h.must(err)
	h.queue.take()
	_, err = h.StepTask(t.Context(), h.by("王芳"), other.ID, 0, conference.StepCancel, "")
	h.must(err)
	for _, d := range h.queue.take() {
		if d.Subject.Kind == conference.SubjectCheck {
			t.Errorf("no check has found it: %+v", d)
		}
	}
}

func TestStore_DisputeCheck(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	h.now = at(12, 0)
	h.fire(1)
	_, _, err := h.AnswerCheck(t.Context(), h.by("周洁"), b.ID, 1, 0, conference.CheckAnswer{OK: true})
	h.must(err)
	h.now = at(13, 0)
	h.fire(1)
	h.queue.take()
	_, err = h.DisputeCheck(t.Context(), h.by("陈静"), b.ID, 2, 1, 7, "会标没挂")
	h.refused(err, conference.CodeStale)
	_, err = h.DisputeCheck(t.Context(), h.by("陈静"), b.ID, 2, 1, 0, "")
	h.refused(err, conference.CodeNoteMissing)
	_, err = h.DisputeCheck(t.Context(), h.by("陈静"), b.ID, 2, 1, 0, "会标没挂")
	h.must(err)
	if got := h.sent(h.queue.take(), conference.NoticeCheckDisputed); got["周洁"] != 1 || len(got) != 1 {
		t.Errorf("asked again are %v", got)
	}
	m, err := h.Meeting(t.Context(), b.ID)
	h.must(err)
	if c := m.Checks[0]; c.DisputedBy.Name != "陈静" || c.Dispute != "会标没挂" || c.Status != conference.CheckPrompted {
		t.Errorf("%+v", c)
	}
	_, _, err = h.AnswerCheck(t.Context(), h.by("陈静"), b.ID, 2, 0, conference.CheckAnswer{OK: true})
	h.refused(err, conference.CodeCheckDisputed)
	_, _, err = h.AnswerCheck(t.Context(), h.by("周洁"), b.ID, 1, 0, conference.CheckAnswer{OK: true})
	h.must(err)
	if got := h.sent(h.queue.take(), conference.NoticeCard); got["陈静"] != 1 {
		t.Errorf("who waited hears: %v", got)
	}
	if n := h.count(`SELECT count(*) FROM notices WHERE kind = 'check_deputy' AND step = 1 AND state = 'pending'`); n != 1 {
		t.Errorf("%d looks for the deputy of level 1", n)
	}
}
