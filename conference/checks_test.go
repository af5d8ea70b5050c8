package conference

import (
	"testing"
	"time"
)

// prompt fires level n of m as its notice would.
func prompt(s Settings, m Meeting, level int, now time.Time) (Meeting, Effects) {
	return s.FireCheck(m, Notice{Kind: NoticeCheckDue, Step: level}, now)
}

func TestSettings_FireCheck(t *testing.T) {
	s := rules(t)
	m := booked(t, s, nil)
	m, e := prompt(s, m, 1, local(1, 13, 0))
	if d := kinds(e.Deliveries, NoticeCard); len(d) != 1 || d[0].To != (Audience{Role: RoleTeamLeader, Crew: CrewMeetingService, Someone: true}) || d[0].Subject.ID != 100 {
		t.Errorf("level 1 asks the team leader: %+v", d)
	}
	m, e = prompt(s, m, 2, local(1, 14, 0))
	if d := kinds(e.Deliveries, NoticeCheckMissed); len(d) != 1 || d[0].Step != 1 || d[0].To.Role != RoleSupervisor {
		t.Errorf("the supervisor hears of level 1: %+v", d)
	}
	if m.Checks[0].MissedAt.IsZero() || m.Checks[1].Status != CheckPrompted {
		t.Errorf("%+v", m.Checks)
	}
	m, e = prompt(s, m, 3, local(1, 14, 30))
	if d := kinds(e.Deliveries, NoticeCheckMissed); len(d) != 1 || d[0].Step != 2 {
		t.Errorf("level 1 is told once; now level 2: %+v", d)
	}
	m, _, _, err := s.AnswerCheck(m, 3, true, "", by(hotline, local(1, 14, 40)))
	if err != nil {
		t.Fatal(err)
	}
	m, e = s.FireCheck(m, Notice{Kind: NoticeCheckLast, Step: 3}, local(1, 15, 0))
	if d := kinds(e.Deliveries, NoticeCheckMissed); len(d) != 0 || !m.Checks[2].MissedAt.IsZero() {
		t.Errorf("level 3 has spoken: %+v", d)
	}
	m.Booking.Status = BookingCancelled
	if _, e := prompt(s, m, 1, local(1, 13, 0)); len(e.Deliveries) != 0 {
		t.Errorf("a cancelled meeting is checked: %+v", e)
	}
}

func TestSettings_AnswerCheck(t *testing.T) {
	s := rules(t)
	planned := booked(t, s, nil)
	prompted, _ := prompt(s, planned, 1, local(1, 13, 0))
	prompted, _ = prompt(s, prompted, 2, local(1, 14, 0))
	cancelled, _, err := s.Cancel(prompted, "", by(zhang, monday))
	if err != nil {
		t.Fatal(err)
	}
	now := local(1, 14, 5)
	for name, tc := range map[string]struct {
		m     Meeting
		level int
		ok    bool
		note  string
		who   Person
		now   time.Time
		want  Code
	}{
		"in order":                  {prompted, 2, true, "", environ, now, ""},
		"late":                      {prompted, 1, true, "", chen, now, ""},
		"by an attendant":           {prompted, 1, true, "", wang, now, CodeForbidden},
		"by another crew's leader":  {prompted, 1, true, "", Person{ID: 30, Roles: []Role{RoleTeamLeader}, Crew: CrewSound}, now, CodeForbidden},
		"level 2 by the leader":     {prompted, 2, true, "", chen, now, CodeForbidden},
		"by the supervisor":         {prompted, 2, true, "", zhou, now, ""},
		"a problem without a word":  {prompted, 2, false, "", environ, now, CodeNoteMissing},
		"a problem":                 {prompted, 2, false, "空调不制冷", environ, now, ""},
		"before it is asked":        {prompted, 3, true, "", hotline, now, CodeCheckNotDue},
		"of a cancelled meeting":    {cancelled, 2, true, "", environ, now, CodeBookingOver},
		"when everybody went home":  {prompted, 2, true, "", environ, local(1, 17, 30), CodeBookingOver},
		"a level that is not there": {prompted, 4, true, "", zhou, now, CodeNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			got, e, report, err := s.AnswerCheck(tc.m, tc.level, tc.ok, tc.note, by(tc.who, tc.now))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				return
			}
			c := got.Checks[tc.level-1]
			if !c.Answered() || c.AnsweredBy.ID != tc.who.ID || (report == nil) != tc.ok || len(e.Deliveries) == 0 {
				t.Errorf("%+v, report %+v", c, report)
			}
			if report != nil && (report.RoomID != room301.ID || report.BookingID != 1027 || report.Text != tc.note || !report.Urgent) {
				t.Errorf("report %+v", report)
			}
			_, _, _, err = s.AnswerCheck(got, tc.level, true, "", by(tc.who, tc.now))
			wantCode(t, err, CodeCheckAnswered)
		})
	}
}

func TestSettings_FireReminder(t *testing.T) {
	s := rules(t)
	m := booked(t, s, nil)
	m.Attendees = []Attendee{{ID: 1, Person: li, PartStat: Tentative}, {ID: 2, Person: ma, PartStat: Declined}}
	notice := func(person int64) Notice {
		return Notice{ID: 9, Kind: NoticeReminder, Schedule: 1, To: Audience{Person: person}, ExpiresAt: local(1, 15, 0)}
	}
	cancelled := m
	cancelled.Booking.Status = BookingCancelled
	moved := m
	moved.Booking.Schedule = 2
	for name, tc := range map[string]struct {
		m    Meeting
		n    Notice
		now  time.Time
		want int
	}{
		"somebody who may come":       {m, notice(li.ID), local(1, 14, 0), 1},
		"somebody who declined":       {m, notice(ma.ID), local(1, 14, 0), 0},
		"somebody not on the list":    {m, notice(zhou.ID), local(1, 14, 0), 0},
		"a meeting that is off":       {cancelled, notice(li.ID), local(1, 14, 0), 0},
		"a meeting that moved":        {moved, notice(li.ID), local(1, 14, 0), 0},
		"a meeting that has begun":    {m, notice(li.ID), local(1, 15, 0), 0},
		"the question to its founder": {m, Notice{Kind: NoticeStillNeeded, Schedule: 1, To: Audience{Person: zhang.ID}}, local(0, 15, 0), 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := s.FireReminder(tc.m, tc.n, tc.now).Deliveries; len(got) != tc.want {
				t.Errorf("%+v", got)
			}
		})
	}
}
