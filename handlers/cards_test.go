package handlers

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiwu/conference"
	"huiwu/storage/plan"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Who stands on the cards, and in what.
var (
	cst       = time.FixedZone("CST", 8*60*60)
	noon      = time.Date(2026, 11, 24, 12, 0, 0, 0, cst)
	organiser = person(1, "李敏", "经营管理部", conference.RoleStaff)
	guest     = person(2, "赵来宾", "", conference.RoleGuest)
	serving   = crewed(person(7, "会服 07", "会议服务部", conference.RoleAttendant), conference.CrewMeetingService)
	other     = crewed(person(8, "会服 08", "会议服务部", conference.RoleAttendant), conference.CrewMeetingService)
	sound     = crewed(person(12, "音控 12", "会议服务部", conference.RoleTechnician), conference.CrewSound)
	leader    = crewed(person(20, "周组长", "会议服务部", conference.RoleTeamLeader), conference.CrewMeetingService)
	chief     = person(30, "孙主管", "客户服务部", conference.RoleSupervisor)
	hall      = conference.Room{ID: 5, Number: "301", Building: "主楼", Floor: 3, Class: conference.ClassA, Seats: 30}
)

func person(id int64, name, department string, roles ...conference.Role) conference.Person {
	return conference.Person{ID: id, Name: name, Department: department, Roles: roles, Language: "zh-CN", TelegramID: 100 + id}
}

func crewed(p conference.Person, c conference.Crew) conference.Person { p.Crew = c; return p }

func onTuesday(hour, minute int) time.Time { return time.Date(2026, 11, 24, hour, minute, 0, 0, cst) }

func review() conference.Booking {
	return conference.Booking{ID: 27, Number: "A-1027", Revision: 1, Status: conference.BookingConfirmed, Room: hall, Organiser: organiser,
		Title: "季度经营分析会", Start: onTuesday(15, 0), End: onTuesday(17, 30), Headcount: 20}
}

func teaTask(change func(*conference.Task)) conference.Task {
	t := conference.Task{ID: 3, Revision: 1, Kind: conference.TaskTea, Status: conference.TaskOffered, Crew: conference.CrewMeetingService,
		BookingID: 27, BookingNumber: "A-1027", Room: hall, Requester: organiser, DueAt: onTuesday(14, 45), CreatedAt: noon, OfferedAt: noon,
		Tea: &conference.TeaOrder{Tea: "green", Cups: 20, Note: "主席台 2 杯不加糖"}}
	if change != nil {
		change(&t)
	}
	return t
}

func faultTask(change func(*conference.Task)) conference.Task {
	t := conference.Task{ID: 4, Revision: 1, Kind: conference.TaskProblem, Status: conference.TaskOffered, Crew: conference.CrewSound,
		Room: hall, Requester: organiser, DueAt: onTuesday(12, 15), CreatedAt: noon, OfferedAt: noon, Urgent: true,
		Problem: &conference.ProblemReport{Kind: conference.ProblemAV, Text: "投影仪无画面", Photos: []string{"p1", "p2"}, AnswerBy: onTuesday(12, 5)}}
	if change != nil {
		change(&t)
	}
	return t
}

func at(status conference.TaskStatus, by conference.Person) func(*conference.Task) {
	return func(t *conference.Task) {
		t.Status, t.Claimer, t.EndedAt = status, by, onTuesday(14, 40)
		if status == conference.TaskFailed {
			t.Outcome = "缺配件"
		}
	}
}

func checked(level int, status conference.CheckStatus, by string, minute int) conference.Check {
	c := conference.Check{ID: int64(level), BookingID: 27, Level: level, Status: status, Revision: 2}
	if by != "" {
		c.AnsweredBy, c.AnsweredAt = conference.Person{Name: by}, onTuesday(13, minute)
	}
	return c
}

func meeting(checks ...conference.Check) conference.Meeting {
	return conference.Meeting{Booking: review(), Checks: checks}
}

func invited(stat conference.PartStat) conference.Attendee {
	return conference.Attendee{ID: 9, BookingID: 27, Person: guest, PartStat: stat, Revision: 1}
}

// card is one golden: whose eyes, what, and when.
type card struct {
	name string
	who  conference.Person
	now  time.Time
	draw func(v viewer) (Text, Keyboard)
}

func task(t conference.Task) func(viewer) (Text, Keyboard) {
	return func(v viewer) (Text, Keyboard) { return v.taskCard(t) }
}

func check(level int, m conference.Meeting) func(viewer) (Text, Keyboard) {
	return func(v viewer) (Text, Keyboard) { return v.checkCard(m, level) }
}

func invitationTo(a conference.Attendee, b conference.Booking) func(viewer) (Text, Keyboard) {
	return func(v viewer) (Text, Keyboard) { return v.invitationCard(a, b) }
}

func goldenCards() []card {
	missed := checked(1, conference.CheckPrompted, "", 0)
	missed.MissedAt = onTuesday(14, 0)
	late := checked(1, conference.CheckConfirmed, "周组长", 2)
	late.MissedAt = onTuesday(13, 1)
	trouble := checked(1, conference.CheckProblem, "周组长", 2)
	trouble.Note = "少 3 把椅子"
	gone := review()
	gone.Status, gone.Reason = conference.BookingCancelled, "并入下周例会"
	reason, standIn := invited(conference.Declined), invited(conference.Delegated)
	reason.Reason, standIn.StandIn = "出差在外", person(3, "王强", "财务部")
	twoMin := noon.Add(2 * time.Minute)
	return append(deskCards(), []card{
		{"tea, offered, to the crew", serving, onTuesday(14, 10), task(teaTask(nil))},
		{"tea, offered, to the requester", organiser, noon, task(teaTask(nil))},
		{"tea, unclaimed, to the supervisor", chief, noon.Add(10 * time.Minute), task(teaTask(func(t *conference.Task) {
			t.Ladder = conference.Ladder{{On: conference.Unclaimed, TakenAt: noon}, {On: conference.Unclaimed, TakenAt: noon}}
		}))},
		{"tea, claimed, to the claimer", serving, onTuesday(14, 10), task(teaTask(at(conference.TaskClaimed, serving)))},
		{"tea, claimed, to the others", other, onTuesday(14, 10), task(teaTask(at(conference.TaskClaimed, serving)))},
		{"tea, claimed, to the requester", organiser, onTuesday(14, 10), task(teaTask(at(conference.TaskClaimed, serving)))},
		{"tea, claimed, to the leader", leader, onTuesday(14, 10), task(teaTask(at(conference.TaskClaimed, serving)))},
		{"tea, started, to the claimer", serving, onTuesday(14, 20), task(teaTask(at(conference.TaskStarted, serving)))},
		{"tea, started, to the requester", organiser, onTuesday(14, 20), task(teaTask(at(conference.TaskStarted, serving)))},
		{"tea, done, to the requester", organiser, onTuesday(14, 50), task(teaTask(at(conference.TaskDone, serving)))},
		{"tea, done, to the others", other, onTuesday(14, 50), task(teaTask(at(conference.TaskDone, serving)))},
		{"tea, failed, to the requester", organiser, onTuesday(14, 50), task(teaTask(at(conference.TaskFailed, serving)))},
		{"tea, cancelled, to the others", other, noon, task(teaTask(at(conference.TaskCancelled, conference.Person{})))},
		{"fault, offered, to the crew", sound, twoMin, task(faultTask(nil))},
		{"fault, offered, to the reporter", organiser, twoMin, task(faultTask(nil))},
		{"fault, joined, to the crew", sound, twoMin, task(faultTask(func(t *conference.Task) { t.Others = []int64{44} }))},
		{"fault, started, to the reporter", organiser, twoMin, task(faultTask(at(conference.TaskStarted, sound)))},
		{"fault, fixed, to the reporter", organiser, onTuesday(14, 50), task(faultTask(at(conference.TaskDone, sound)))},
		{"fault, not fixed, to the reporter", organiser, onTuesday(14, 50), task(faultTask(at(conference.TaskFailed, sound)))},
		{"fault, not fixed, to the supervisor", chief, onTuesday(14, 50), task(faultTask(at(conference.TaskFailed, sound)))},
		{"fault, reopened, to the crew", sound, twoMin, task(faultTask(func(t *conference.Task) { t.Reopened = 1 }))},
		{"fault, withdrawn, to the crew", sound, twoMin, task(faultTask(at(conference.TaskCancelled, conference.Person{})))},
		{"my tasks", serving, onTuesday(14, 10), func(v viewer) (Text, Keyboard) {
			return v.taskList([]conference.Task{teaTask(nil), teaTask(at(conference.TaskClaimed, serving)), faultTask(nil)})
		}},
		{"my tasks, none", serving, noon, func(v viewer) (Text, Keyboard) { return v.taskList(nil) }},
		{"check 1", leader, onTuesday(13, 0), check(1, meeting(checked(1, conference.CheckPrompted, "", 0)))},
		{"check 2", chief, onTuesday(14, 0), check(2, meeting(checked(1, conference.CheckConfirmed, "周组长", 2), checked(2, conference.CheckPrompted, "", 0)))},
		{"check 2 without level 1", chief, onTuesday(14, 0), check(2, meeting(missed, checked(2, conference.CheckPrompted, "", 0)))},
		{"check 3 after a problem", chief, onTuesday(14, 30), check(3, meeting(trouble, checked(2, conference.CheckConfirmed, "环境主管", 40), checked(3, conference.CheckPrompted, "", 0)))},
		{"check 3, answered", chief, onTuesday(14, 35), check(3, meeting(late, checked(2, conference.CheckConfirmed, "环境主管", 40), checked(3, conference.CheckConfirmed, "热线", 59)))},
		{"check 1, meeting off", leader, onTuesday(13, 0), check(1, conference.Meeting{Booking: gone, Checks: []conference.Check{checked(1, conference.CheckCancelled, "", 0)}})},
		{"check missed, to the supervisor", chief, onTuesday(14, 0), func(v viewer) (Text, Keyboard) { return v.checkMissed(meeting(missed), 1) }},
		{"invitation", guest, noon, invitationTo(invited(conference.NeedsAction), review())},
		{"invitation, accepted", guest, noon, invitationTo(invited(conference.Accepted), review())},
		{"invitation, maybe", guest, noon, invitationTo(invited(conference.Tentative), review())},
		{"invitation, declined", guest, noon, invitationTo(invited(conference.Declined), review())},
		{"invitation, declined with a reason", guest, noon, invitationTo(reason, review())},
		{"invitation, a stand-in", guest, noon, invitationTo(standIn, review())},
		{"invitation, meeting off", guest, noon, invitationTo(invited(conference.Accepted), gone)},
		{"invitation, over", guest, onTuesday(18, 0), invitationTo(invited(conference.NeedsAction), review())},
		{"who is coming", organiser, noon, func(v viewer) (Text, Keyboard) {
			m := meeting()
			m.Attendees = []conference.Attendee{invited(conference.Accepted), invited(conference.NeedsAction), reason, standIn, invited(conference.Tentative)}
			return v.attendeeList(m), nil
		}},
		{"outlook", chief, noon, func(v viewer) (Text, Keyboard) {
			return v.outlookText(midnight(onTuesday(0, 0), cst), []conference.Booking{review()}), nil
		}},
	}...)
}

// TestCards_Golden holds every card, in both languages, to the text that was read and found good.
func TestCards_Golden(t *testing.T) {
	t.Parallel()
	words, err := loadCatalogues(cst, "zh-CN")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			for _, c := range slices.Concat(goldenCards(), taskCards(), bookingCards()) {
				v := viewer{locale: words.in(lang), person: c.who, now: c.now, rules: conference.DefaultSettings(cst, plan.Default())}
				text, keys := c.draw(v)
				fmt.Fprintf(&b, "## %s\n%s\n%s\n", c.name, text.HTML(), drawKeys(keys))
				if n := strings.Count(text.String(), "\n") + 1; n > 11 {
					t.Errorf("%s: %d lines", c.name, n)
				}
			}
			golden(t, "cards."+lang+".txt", b.String())
		})
	}
}

func drawKeys(keys Keyboard) string {
	var b strings.Builder
	for _, row := range keys {
		for _, k := range row {
			b.WriteString("[" + k.Label + "] ")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
