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
	m, _, _, err := s.AnswerCheck(m, 3, CheckAnswer{OK: true}, by(hotline, local(1, 14, 40)))
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
			got, e, report, err := s.AnswerCheck(tc.m, tc.level, CheckAnswer{OK: tc.ok, Note: tc.note}, by(tc.who, tc.now))
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
			_, _, _, err = s.AnswerCheck(got, tc.level, CheckAnswer{OK: true}, by(tc.who, tc.now))
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

// asked is the fixtures' meeting with its levels prompted, and those before the last answered.
func asked(tb testing.TB, s Settings, levels int) Meeting {
	tb.Helper()
	m := booked(tb, s, nil)
	who := []Person{chen, environ, hotline}
	at := []time.Time{local(1, 13, 0), local(1, 14, 0), local(1, 14, 30)}
	for level := 1; level <= levels; level++ {
		m, _ = prompt(s, m, level, at[level-1])
		if level == levels {
			break
		}
		var err error
		if m, _, _, err = s.AnswerCheck(m, level, CheckAnswer{OK: true}, by(who[level-1], at[level-1])); err != nil {
			tb.Fatal(err)
		}
	}
	return m
}

// found is a report that a level has opened.
func found(level int, status TaskStatus) Task {
	return Task{ID: int64(70 + level), Kind: TaskProblem, Status: status, BookingID: 1027, Problem: &ProblemReport{Kind: ProblemAV, Check: level}}
}

func TestSettings_AnswerCheck_kinds(t *testing.T) {
	s := rules(t)
	m := asked(t, s, 2)
	now := local(1, 14, 5)
	got, _, report, err := s.AnswerCheck(m, 2, CheckAnswer{Kind: ProblemAircon, Photos: []string{"p1"}}, by(environ, now))
	if err != nil || report.Kind != ProblemAircon || report.Check != 2 || len(report.Photos) != 1 || got.Checks[1].Status != CheckProblem {
		t.Errorf("a picture says it: %v %+v", err, report)
	}
	_, _, _, err = s.AnswerCheck(m, 2, CheckAnswer{Kind: ProblemAircon}, by(environ, now))
	wantCode(t, err, CodeNoteMissing)
}

func TestSettings_AnswerCheck_acceptsOpenProblems(t *testing.T) {
	s := rules(t)
	now := local(1, 14, 35)
	for name, tc := range map[string]struct {
		tasks []Task
		note  string
		want  Code
		kept  string
	}{
		"nothing is open":                 {nil, "", "", ""},
		"something is, without a word":    {[]Task{found(1, TaskClaimed)}, "", CodeProblemsOpen, ""},
		"something is, with a reason":     {[]Task{found(1, TaskClaimed)}, "有备用话筒", "", "有备用话筒"},
		"nobody could mend it":            {[]Task{found(2, TaskFailed)}, "", CodeProblemsOpen, ""},
		"it was mended meanwhile":         {[]Task{found(1, TaskDone)}, "有备用话筒", "", ""},
		"what was withdrawn":              {[]Task{found(1, TaskCancelled)}, "", "", ""},
		"what this level found itself":    {[]Task{found(3, TaskOffered)}, "", "", ""},
		"what somebody else has reported": {[]Task{found(0, TaskOffered)}, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := asked(t, s, 3)
			m.Tasks = tc.tasks
			got, _, _, err := s.AnswerCheck(m, 3, CheckAnswer{OK: true, Note: tc.note}, by(hotline, now))
			wantCode(t, err, tc.want)
			if tc.want == "" && got.Checks[2].Note != tc.kept {
				t.Errorf("accepted for %q", got.Checks[2].Note)
			}
		})
	}
}

func TestSettings_DisputeCheck(t *testing.T) {
	s := rules(t)
	three := asked(t, s, 3)
	now := local(1, 14, 35)
	for name, tc := range map[string]struct {
		m              Meeting
		level, earlier int
		note           string
		who            Person
		want           Code
	}{
		"the one before":            {three, 3, 2, "会标没挂", hotline, ""},
		"the first":                 {three, 3, 1, "会标没挂", hotline, ""},
		"without a word":            {three, 3, 1, " ", hotline, CodeNoteMissing},
		"by an earlier level":       {three, 3, 1, "会标没挂", chen, CodeForbidden},
		"itself":                    {three, 3, 3, "会标没挂", hotline, CodeNotFound},
		"a level that is not there": {three, 3, 0, "会标没挂", hotline, CodeNotFound},
		"one that has not spoken":   {asked(t, s, 1), 1, 1, "会标没挂", chen, CodeNotFound},
		"after its own answer":      {three, 2, 1, "会标没挂", environ, CodeCheckAnswered},
	} {
		t.Run(name, func(t *testing.T) {
			got, e, err := s.DisputeCheck(tc.m, tc.level, tc.earlier, tc.note, by(tc.who, now))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				return
			}
			c := got.Checks[tc.earlier-1]
			if c.Status != CheckPrompted || c.DisputedBy.ID != tc.who.ID || c.Dispute != tc.note || len(kinds(e.Deliveries, NoticeCheckDisputed)) != 2 {
				t.Errorf("%+v, %+v", c, e.Deliveries)
			}
			_, _, _, err = s.AnswerCheck(got, tc.level, CheckAnswer{OK: true}, by(tc.who, now))
			wantCode(t, err, CodeCheckDisputed)
			_, _, err = s.DisputeCheck(got, tc.level, tc.earlier, tc.note, by(tc.who, now))
			wantCode(t, err, CodeNotFound)
		})
	}
}

// Only who waited for an answer to an objection hears of it with a sound.
func TestSettings_AnswerCheck_pingsNobodyElse(t *testing.T) {
	s := rules(t)
	m, _ := prompt(s, booked(t, s, nil), 1, local(1, 13, 0))
	m, _ = prompt(s, m, 2, local(1, 14, 0))
	_, e, _, err := s.AnswerCheck(m, 1, CheckAnswer{OK: true}, by(chen, local(1, 14, 1)))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range e.Deliveries {
		if d.Ping {
			t.Errorf("%+v", d)
		}
	}
}

func TestSettings_DisputeCheck_twoAtOnce(t *testing.T) {
	s := rules(t)
	now := local(1, 14, 35)
	m := asked(t, s, 3)
	m, _, err := s.DisputeCheck(m, 3, 1, "人不够", by(hotline, now))
	if err != nil {
		t.Fatal(err)
	}
	m, _, err = s.DisputeCheck(m, 3, 2, "会标没挂", by(hotline, now))
	if err != nil || len(m.Disputable(3)) != 0 || !m.WaitsForDispute(3) {
		t.Fatal(err, m.Disputable(3))
	}
	pings := func(e Effects) (n int) {
		for _, d := range e.Deliveries {
			if d.Ping && d.Subject.ID == 102 {
				n++
			}
		}
		return n
	}
	m, e, _, err := s.AnswerCheck(m, 1, CheckAnswer{OK: true}, by(chen, now))
	if err != nil || pings(e) != 0 {
		t.Errorf("%v: level 3 waits for level 2 still: %+v", err, e.Deliveries)
	}
	m, e, _, err = s.AnswerCheck(m, 2, CheckAnswer{Note: "会标在路上"}, by(environ, now))
	if err != nil || pings(e) != 1 || m.WaitsForDispute(3) {
		t.Errorf("%v: now it can go on: %+v", err, e.Deliveries)
	}
	if m.Checks[1].DisputedBy.ID != 0 || m.Checks[1].Dispute != "" {
		t.Errorf("the objection is dealt with: %+v", m.Checks[1])
	}
}

func TestSettings_FireCheck_deputy(t *testing.T) {
	s := rules(t)
	m := booked(t, s, nil)
	m, e := prompt(s, m, 1, local(1, 13, 0))
	if d := due(e.Notices, NoticeCheckDeputy); len(d) != 1 || !d[0].Equal(local(1, 13, 10)) {
		t.Fatalf("the deputy is asked after ten minutes: %v", d)
	}
	if s.MayAnswerCheck(Person{ID: 9, Roles: []Role{RoleLobbyManager}, Building: "主楼"}, m, 2) {
		t.Error("a deputy answers before being asked")
	}
	_, _, _, err := s.AnswerCheck(m, 2, CheckAnswer{OK: true}, by(Person{ID: 9, Roles: []Role{RoleLobbyManager}}, local(1, 13, 5)))
	wantCode(t, err, CodeForbidden)
	m, e = s.FireCheck(m, Notice{Kind: NoticeCheckDeputy, Step: 1}, local(1, 13, 10))
	var to []Audience
	for _, d := range e.Deliveries {
		if d.Ping {
			to = append(to, d.To)
		}
	}
	if len(to) != 1 || to[0] != (Audience{Role: RoleDeputyLeader, Crew: CrewMeetingService, Someone: true}) {
		t.Fatalf("asked are %+v", to)
	}
	if _, e := s.FireCheck(m, Notice{Kind: NoticeCheckDeputy, Step: 1}, local(1, 13, 11)); len(e.Deliveries) != 0 {
		t.Error("asked twice")
	}
	if m.Checks[0].Revision != 2 {
		t.Error("the holder's button is stale now")
	}
	m, _, _, err = s.AnswerCheck(m, 1, CheckAnswer{OK: true}, by(deputy, local(1, 13, 12)))
	if err != nil || m.Checks[0].AnsweredBy.ID != deputy.ID || s.Holds(deputy, 1) || !s.Holds(chen, 1) {
		t.Errorf("%v %+v", err, m.Checks[0])
	}
}

func TestTask_CheckCards(t *testing.T) {
	s := rules(t)
	m := asked(t, s, 2)
	if ds := found(1, TaskDone).CheckCards(m.Checks); len(ds) != 2 || ds[0].Subject.ID != 100 || ds[1].Subject.ID != 101 {
		t.Errorf("levels 1 and 2 show it: %+v", ds)
	}
	if ds := found(2, TaskDone).CheckCards(m.Checks); len(ds) != 1 || ds[0].Subject.ID != 101 {
		t.Errorf("level 2 shows it: %+v", ds)
	}
	if ds := found(0, TaskDone).CheckCards(m.Checks); len(ds) != 0 {
		t.Errorf("nobody's check: %+v", ds)
	}
}

// What a check finds and somebody has reported before waits with the meeting whose check it is.
func TestSettings_ReportProblem_foundByACheck(t *testing.T) {
	s := rules(t)
	open := Task{ID: 5, Kind: TaskProblem, Status: TaskClaimed, Room: room301, Requester: li, CreatedAt: monday, Problem: &ProblemReport{Kind: ProblemAV, Text: "没画面"}}
	r := ProblemRequest{RoomID: room301.ID, BookingID: 1027, Kind: ProblemAV, Text: "投影不亮", Urgent: true, Check: 1}
	joined, _, ok, err := s.ReportProblem(r, room301, nil, []Task{open}, by(chen, monday))
	if err != nil || !ok || joined.BookingID != 1027 || joined.Problem.Check != 1 {
		t.Fatalf("%v %+v", err, joined)
	}
	other := r
	other.BookingID = 1030
	_, _, ok, err = s.ReportProblem(other, room301, nil, []Task{joined}, by(chen, monday))
	if err != nil || ok {
		t.Errorf("%v: the next meeting's check has a report of its own", err)
	}
	second := r
	second.Check = 2
	if again, _, ok, _ := s.ReportProblem(second, room301, nil, []Task{joined}, by(environ, monday)); !ok || again.Problem.Check != 1 {
		t.Errorf("level 2 finds what level 1 has found: %+v", again.Problem)
	}
}
