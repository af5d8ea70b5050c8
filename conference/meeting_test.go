package conference

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSettings_Book(t *testing.T) {
	s := rules(t)
	good := Request{Title: " 季度经营分析会 ", Start: local(1, 15, 0), End: local(1, 17, 30), Headcount: 20}
	m, e, err := s.Book(good, room301, by(zhang, monday))
	if err != nil {
		t.Fatal(err)
	}
	b := m.Booking
	if b.Title != "季度经营分析会" || b.Status != BookingConfirmed || b.Level != LevelMedium || b.Organiser.ID != zhang.ID || b.Revision != 1 {
		t.Errorf("booked %+v", b)
	}
	if diff := cmp.Diff([]time.Time{local(1, 13, 0), local(1, 14, 0), local(1, 14, 30)}, due(e.Notices, NoticeCheckDue)); diff != "" {
		t.Errorf("checks come 2 h, 1 h and 30 min before (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]time.Time{local(0, 15, 0)}, due(e.Notices, NoticeStillNeeded)); diff != "" {
		t.Errorf("the organiser is asked a day before (-want +got)\n%s", diff)
	}

	for name, tc := range map[string]struct {
		title string
		who   Person
		want  Code
	}{
		"without a title":   {" ", zhang, CodeTitleMissing},
		"with an epic":      {strings.Repeat("会", 81), zhang, CodeTitleLong},
		"80 runes are fine": {strings.Repeat("会", 80), zhang, ""},
		"by a guest":        {"会", outsider, CodeForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			r := good
			r.Title = tc.title
			_, _, err := s.Book(r, room301, by(tc.who, monday))
			wantCode(t, err, tc.want)
		})
	}
}

func TestSettings_Book_lateGetsItsChecksAtOnceInOrder(t *testing.T) {
	s := rules(t)
	for name, tc := range map[string]struct {
		start time.Time
		want  []time.Time
	}{
		"61 minutes ahead": {local(0, 10, 1), []time.Time{local(0, 9, 0), local(0, 9, 5), local(0, 9, 31)}},
		"90 minutes ahead": {local(0, 10, 30), []time.Time{local(0, 9, 0), local(0, 9, 30), local(0, 10, 0)}},
	} {
		t.Run(name, func(t *testing.T) {
			_, e, err := s.Book(Request{Title: "会", Start: tc.start, End: tc.start.Add(time.Hour), Headcount: 3}, room301, by(zhang, monday))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, due(e.Notices, NoticeCheckDue)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestSettings_Approve(t *testing.T) {
	s := rules(t)
	r := Request{Title: "年会", Start: local(3, 9, 0), End: local(3, 12, 0), Headcount: 300}
	m, e, err := s.Book(r, hall, by(zhang, monday))
	if err != nil {
		t.Fatal(err)
	}
	if m.Booking.Status != BookingPending || len(e.Notices) != 0 || len(m.Checks) != 0 {
		t.Fatalf("class C waits for the information centre; got %s with %d notices", m.Booking.Status, len(e.Notices))
	}
	if ask := kinds(e.Deliveries, NoticeApproval); len(ask) != 1 || ask[0].To.Role != RoleHotline {
		t.Errorf("asked %+v", ask)
	}
	_, _, err = s.Approve(m, by(zhang, monday))
	wantCode(t, err, CodeForbidden)
	_, _, err = s.Invite(m, []Person{li}, by(zhang, monday))
	wantCode(t, err, CodeBookingPending)

	ok, e, err := s.Approve(m, by(hotline, monday))
	if err != nil || ok.Booking.Status != BookingConfirmed || len(due(e.Notices, NoticeCheckDue)) != 3 {
		t.Errorf("approved: %v %s, %d checks", err, ok.Booking.Status, len(due(e.Notices, NoticeCheckDue)))
	}
	_, _, err = s.Approve(ok, by(hotline, monday))
	wantCode(t, err, CodeNotPending)

	_, _, err = s.Reject(m, "", by(hotline, monday))
	wantCode(t, err, CodeNoteMissing)
	no, _, err := s.Reject(m, "检修", by(hotline, monday))
	if err != nil || no.Booking.Status != BookingRejected || no.Booking.Reason != "检修" {
		t.Errorf("rejected: %v %+v", err, no.Booking)
	}
}

func TestSettings_Change(t *testing.T) {
	s := rules(t)
	m := booked(t, s, nil)
	for name, tc := range map[string]struct {
		edit  Edit
		room  Room
		who   Person
		now   time.Time
		want  Code
		check func(*testing.T, Booking)
	}{
		"a new start keeps the length": {Edit{Start: local(1, 16, 0)}, room301, zhang, monday, "", func(t *testing.T, b Booking) {
			if !b.End.Equal(local(1, 18, 30)) || b.Schedule != 2 || b.Revision != 2 {
				t.Errorf("%+v", b)
			}
		}},
		"a new name moves nothing": {Edit{Title: "年度会"}, room301, zhang, monday, "", func(t *testing.T, b Booking) {
			if b.Schedule != 1 || b.Revision != 2 || b.Title != "年度会" {
				t.Errorf("%+v", b)
			}
		}},
		"nothing":                 {Edit{Headcount: 20}, room301, zhang, monday, CodeNothingToChange, nil},
		"too many for the room":   {Edit{Headcount: 31}, room301, zhang, monday, CodeRoomTooSmall, nil},
		"into the past":           {Edit{Start: local(-1, 15, 0)}, room301, zhang, monday, CodePast, nil},
		"by a stranger to it":     {Edit{Title: "x"}, room301, li, monday, CodeForbidden, nil},
		"by the hotline":          {Edit{Title: "x"}, room301, hotline, monday, "", nil},
		"after the end":           {Edit{Title: "x"}, room301, zhang, local(1, 17, 30), CodeBookingOver, nil},
		"longer while under way":  {Edit{End: local(1, 18, 0)}, room301, zhang, local(1, 17, 0), "", nil},
		"an end before the start": {Edit{End: local(1, 14, 0)}, room301, zhang, monday, CodeEndBeforeStart, nil},
		"to the hall asks approval": {Edit{RoomID: hall.ID}, hall, zhang, monday, "", func(t *testing.T, b Booking) {
			if b.Status != BookingPending {
				t.Errorf("status %s", b.Status)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got, _, err := s.Change(m, tc.edit, tc.room, by(tc.who, tc.now))
			wantCode(t, err, tc.want)
			if tc.check != nil {
				tc.check(t, got.Booking)
			}
		})
	}
}

func TestSettings_Change_movesWhatHangsOnIt(t *testing.T) {
	s := rules(t)
	m := booked(t, s, nil)
	m.Attendees = []Attendee{{ID: 1, Person: li, PartStat: Accepted, Revision: 1}, {ID: 2, Person: ma, PartStat: Declined, Revision: 1}}
	tea, _, err := s.OrderTea(m, TeaRequest{Tea: "green"}, by(zhang, monday))
	if err != nil {
		t.Fatal(err)
	}
	tea.ID, tea.Status, tea.Claimer = 7, TaskClaimed, wang
	m.Tasks = []Task{tea}

	got, e, err := s.Change(m, Edit{Start: local(1, 16, 0), Headcount: 24}, room301, by(zhang, monday))
	if err != nil {
		t.Fatal(err)
	}
	if a := got.Attendees; a[0].PartStat != NeedsAction || a[1].PartStat != Declined {
		t.Errorf("a new time asks those who come again: %s, %s", a[0].PartStat, a[1].PartStat)
	}
	if told := kinds(e.Deliveries, NoticeBookingMoved); len(told) != 1 || told[0].To.Person != li.ID {
		t.Errorf("told of the move: %+v", told)
	}
	if task := got.Tasks[0]; !task.DueAt.Equal(local(1, 15, 45)) || task.Tea.Cups != 24 {
		t.Errorf("tea moved to %v, %d cups", task.DueAt, task.Tea.Cups)
	}
	if m.Tasks[0].Tea.Cups != 20 {
		t.Error("the decision wrote into its caller's task")
	}
	if told := kinds(e.Deliveries, NoticeTaskChanged); len(told) != 1 || told[0].To.Person != wang.ID {
		t.Errorf("the claimer was told: %+v", told)
	}
	if checks := due(e.Notices, NoticeCheckDue); len(checks) != 3 || !checks[0].Equal(local(1, 14, 0)) || got.Checks[0].ID != 100 {
		t.Errorf("checks %v, first is %d", checks, got.Checks[0].ID)
	}
	for _, n := range e.Notices {
		if n.Schedule != got.Booking.Schedule {
			t.Errorf("%s is of schedule %d, the booking of %d", n.Kind, n.Schedule, got.Booking.Schedule)
		}
	}
}

func TestSettings_Cancel(t *testing.T) {
	s := rules(t)
	m := booked(t, s, nil)
	m.Attendees = []Attendee{{ID: 1, Person: li, PartStat: Accepted}, {ID: 2, Person: ma, PartStat: Declined}}
	tea := Task{ID: 7, Kind: TaskTea, Status: TaskClaimed, Claimer: wang, Crew: CrewMeetingService, Tea: &TeaOrder{Tea: "green", Cups: 20}}
	fault := Task{ID: 8, Kind: TaskProblem, Status: TaskOffered, Problem: &ProblemReport{Kind: ProblemAV}}
	m.Tasks = []Task{tea, fault}

	got, e, err := s.Cancel(m, "改为线上", by(zhang, monday))
	if err != nil {
		t.Fatal(err)
	}
	if got.Booking.Status != BookingCancelled || got.Booking.Reason != "改为线上" || got.Booking.Schedule != 2 {
		t.Errorf("cancelled %+v", got.Booking)
	}
	if got.Tasks[0].Status != TaskCancelled || got.Tasks[1].Status != TaskOffered {
		t.Errorf("tea %s, fault %s: a fault outlives the meeting", got.Tasks[0].Status, got.Tasks[1].Status)
	}
	var told []int64
	for _, d := range kinds(e.Deliveries, NoticeBookingOff) {
		told = append(told, d.To.Person)
	}
	if diff := cmp.Diff([]int64{li.ID, wang.ID}, told); diff != "" {
		t.Errorf("those who come and who has the tea are told (-want +got)\n%s", diff)
	}
	for _, c := range got.Checks {
		if c.Status != CheckCancelled {
			t.Errorf("check %d is %s", c.Level, c.Status)
		}
	}
	_, _, err = s.Cancel(got, "", by(zhang, monday))
	wantCode(t, err, CodeBookingOver)
	_, _, err = s.Release(m, by(li, monday))
	wantCode(t, err, CodeForbidden)
	released, _, err := s.Release(m, by(zhang, monday))
	if err != nil || released.Booking.Status != BookingReleased {
		t.Errorf("released: %v %s", err, released.Booking.Status)
	}
	kept, _, err := s.Keep(m, by(zhang, monday))
	if err != nil || !kept.Booking.Needed.Equal(monday) || kept.Booking.Schedule != 1 {
		t.Errorf("kept: %v %+v", err, kept.Booking)
	}
}

func TestEffects_Bind(t *testing.T) {
	s := rules(t)
	_, e, err := s.Book(Request{Title: "会", Start: local(3, 9, 0), End: local(3, 10, 0), Headcount: 3}, room301, by(zhang, monday))
	if err != nil {
		t.Fatal(err)
	}
	e.Bind(SubjectBooking, func(int64) int64 { return 55 })
	for _, n := range e.Notices {
		if n.BookingID != 55 || n.Subject.ID != 55 {
			t.Errorf("%s is bound to booking %d, subject %d", n.Kind, n.BookingID, n.Subject.ID)
		}
	}
}
