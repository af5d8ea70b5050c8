package conference

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSettings_OrderTea(t *testing.T) {
	s := rules(t)
	m := booked(t, s, nil)
	for name, tc := range map[string]struct {
		r    TeaRequest
		who  Person
		now  time.Time
		want Code
		due  time.Time
		cups int
	}{
		"by default for everybody, 15 minutes before": {TeaRequest{Tea: "green"}, zhang, monday, "", local(1, 14, 45), 20},
		"as asked":                  {TeaRequest{Tea: "black", Cups: 3, At: local(1, 16, 0)}, zhang, monday, "", local(1, 16, 0), 3},
		"in the meeting: at once":   {TeaRequest{Tea: "water"}, zhang, local(1, 15, 30), "", local(1, 15, 30), 20},
		"a tea we do not have":      {TeaRequest{Tea: "mate"}, zhang, monday, CodeTeaUnknown, time.Time{}, 0},
		"too many cups":             {TeaRequest{Tea: "green", Cups: 2001}, zhang, monday, CodeQuantityInvalid, time.Time{}, 0},
		"fewer than none":           {TeaRequest{Tea: "green", Cups: -1}, zhang, monday, CodeQuantityInvalid, time.Time{}, 0},
		"for when all have left":    {TeaRequest{Tea: "green", At: local(1, 17, 30)}, zhang, monday, CodeTeaLate, time.Time{}, 0},
		"for yesterday":             {TeaRequest{Tea: "green", At: local(-1, 15, 0)}, zhang, monday, CodePast, time.Time{}, 0},
		"for somebody else's table": {TeaRequest{Tea: "green"}, li, monday, CodeForbidden, time.Time{}, 0},
		"by the hotline":            {TeaRequest{Tea: "green"}, hotline, monday, "", local(1, 14, 45), 20},
		"after the meeting":         {TeaRequest{Tea: "green"}, zhang, local(1, 18, 0), CodeBookingOver, time.Time{}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			got, e, err := s.OrderTea(m, tc.r, by(tc.who, tc.now))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				return
			}
			if !got.DueAt.Equal(tc.due) || got.Tea.Cups != tc.cups || got.Status != TaskOffered || got.Crew != CrewMeetingService {
				t.Errorf("due %v, %d cups, %s to %s", got.DueAt, got.Tea.Cups, got.Status, got.Crew)
			}
			if len(e.Notices) != 0 {
				t.Errorf("the task's clock is storage's to set: %+v", e.Notices)
			}
			if diff := cmp.Diff([]time.Time{tc.now.Add(5 * time.Minute)}, due(s.TaskClock(got), NoticeTaskClock)); diff != "" {
				t.Errorf("the next look (-want +got)\n%s", diff)
			}
		})
	}
}

func tea(tb testing.TB, s Settings) Task {
	tb.Helper()
	t, _, err := s.OrderTea(booked(tb, s, nil), TeaRequest{Tea: "green"}, by(zhang, monday))
	if err != nil {
		tb.Fatal(err)
	}
	t.ID = 7
	return t
}

// steps plays a task through and returns it with the last step's effects.
func steps(tb testing.TB, s Settings, t Task, play ...func(Task) (Task, Effects, error)) (Task, Effects) {
	tb.Helper()
	var e Effects
	for i, step := range play {
		var err error
		if t, e, err = step(t); err != nil {
			tb.Fatalf("step %d: %v", i+1, err)
		}
	}
	return t, e
}

func does(s Settings, step TaskStep, who Person, note string) func(Task) (Task, Effects, error) {
	return func(t Task) (Task, Effects, error) {
		t, _, e, err := s.StepTask(t, Booking{}, step, note, by(who, monday.Add(time.Minute)))
		return t, e, err
	}
}

func TestSettings_StepTask(t *testing.T) {
	s := rules(t)
	claim, start, done := does(s, StepClaim, wang, ""), does(s, StepStart, wang, ""), does(s, StepDone, wang, "")
	type play = []func(Task) (Task, Effects, error)
	for name, tc := range map[string]struct {
		before play
		step   TaskStep
		who    Person
		note   string
		want   Code
		status TaskStatus
	}{
		"claimed by the crew":           {nil, StepClaim, wang, "", "", TaskClaimed},
		"claimed by somebody else":      {nil, StepClaim, li, "", CodeForbidden, ""},
		"claimed by the supervisor":     {nil, StepClaim, zhou, "", "", TaskClaimed},
		"claimed twice":                 {play{claim}, StepClaim, ma, "", CodeTaskTaken, ""},
		"started":                       {play{claim}, StepStart, wang, "", "", TaskStarted},
		"started by another":            {play{claim}, StepStart, ma, "", CodeTaskNotYours, ""},
		"started by nobody's claim":     {nil, StepStart, zhou, "", CodeTaskNotYours, ""},
		"done":                          {play{claim, start}, StepDone, wang, "", "", TaskDone},
		"done at once":                  {play{claim}, StepDone, wang, "", "", TaskDone},
		"done twice":                    {play{claim, start, done}, StepDone, wang, "", CodeTaskOver, ""},
		"can't, without a word why":     {play{claim}, StepFail, wang, " ", CodeNoteMissing, ""},
		"can't":                         {play{claim}, StepFail, wang, "没有茶叶", "", TaskFailed},
		"claimed after it is done":      {play{claim, start, done}, StepClaim, ma, "", CodeTaskOver, ""},
		"tea is not still broken":       {play{claim, done}, StepReopen, zhang, "", CodeNotStillBroken, ""},
		"cancelled by who ordered it":   {play{claim}, StepCancel, zhang, "", "", TaskCancelled},
		"cancelled by the attendant":    {play{claim}, StepCancel, wang, "", CodeForbidden, ""},
		"a step that does not exist":    {nil, "juggle", wang, "", CodeNotFound, ""},
		"a note longer than is allowed": {play{claim}, StepFail, wang, string(make([]rune, 201)) + "x", CodeTextLong, ""},
	} {
		t.Run(name, func(t *testing.T) {
			task, _ := steps(t, s, tea(t, s), tc.before...)
			got, _, _, err := s.StepTask(task, Booking{}, tc.step, tc.note, by(tc.who, monday.Add(time.Minute)))
			wantCode(t, err, tc.want)
			if tc.want == "" && (got.Status != tc.status || got.Revision != task.Revision+1) {
				t.Errorf("%s at revision %d after %d", got.Status, got.Revision, task.Revision)
			}
		})
	}
}

func TestSettings_FireTask_eachRungOnce(t *testing.T) {
	s := rules(t)
	offered := tea(t, s)
	told := func(e Effects) []Delivery { return kinds(e.Deliveries, NoticeTaskEscalated) }
	task, e := s.FireTask(offered, monday.Add(5*time.Minute))
	if d := told(e); len(d) != 1 || d[0].To != (Audience{Role: RoleTeamLeader, Crew: CrewMeetingService, Someone: true}) {
		t.Errorf("first the leader: %+v", d)
	}
	if !offered.Ladder[0].TakenAt.IsZero() {
		t.Error("a decision wrote into what its caller holds")
	}
	if _, e = s.FireTask(task, monday.Add(6*time.Minute)); len(told(e)) != 0 {
		t.Errorf("told twice: %+v", e)
	}
	task, e = s.FireTask(task, monday.Add(10*time.Minute))
	if d := told(e); len(d) != 1 || d[0].To != (Audience{Role: RoleSupervisor, Someone: true}) {
		t.Errorf("then the supervisor: %+v", d)
	}
	if n := s.TaskClock(task); len(n) != 0 || task.Unclaimed() != 2 {
		t.Errorf("nothing is left to look for: %+v", n)
	}
	claimed, _ := steps(t, s, tea(t, s), does(s, StepClaim, wang, ""))
	if _, e = s.FireTask(claimed, monday.Add(5*time.Minute)); len(told(e)) != 0 {
		t.Errorf("somebody has it: %+v", e)
	}
	late := tea(t, s)
	late.DueAt, late.Ladder = monday, Ladder{{On: Late, To: HolderLeader}}
	late, e = s.FireTask(late, monday.Add(time.Minute))
	if len(told(e)) != 1 {
		t.Errorf("late: %+v", e)
	}
	late, _ = steps(t, s, late, does(s, StepClaim, wang, ""), does(s, StepRelease, wang, ""))
	if _, e = s.FireTask(late, monday.Add(3*time.Minute)); len(told(e)) != 0 {
		t.Errorf("late is said once, whoever has it: %+v", e)
	}
	given, _ := steps(t, s, task, does(s, StepClaim, wang, ""), does(s, StepRelease, wang, ""))
	if got, e := s.FireTask(given, monday.Add(5*time.Minute)); len(told(e)) != 0 || got.Unclaimed() != 0 {
		t.Errorf("a rung of an earlier offer: %+v", e)
	}
}

func TestSettings_ReportProblem(t *testing.T) {
	s := rules(t)
	soon := Booking{Status: BookingConfirmed, Start: local(0, 10, 0), End: local(0, 11, 0)}
	later := Booking{Status: BookingConfirmed, Start: local(0, 10, 1), End: local(0, 11, 0)}
	open := Task{ID: 5, Kind: TaskProblem, Status: TaskClaimed, Room: room301, Requester: li, CreatedAt: monday.Add(-time.Hour),
		Problem: &ProblemReport{Kind: ProblemAV, Text: "没画面", Photos: []string{"p1"}}}
	old, other := open, open
	old.CreatedAt = monday.Add(-13 * time.Hour)
	other.Problem = &ProblemReport{Kind: ProblemOther, Text: "门把手松了"}
	for name, tc := range map[string]struct {
		r      ProblemRequest
		near   []Booking
		open   []Task
		joined bool
		urgent bool
		crew   Crew
	}{
		"a projector":                      {ProblemRequest{Kind: ProblemAV}, nil, nil, false, false, CrewSound},
		"air conditioning":                 {ProblemRequest{Kind: ProblemAircon}, nil, nil, false, false, CrewTechnical},
		"something odd":                    {ProblemRequest{Kind: "ghosts"}, nil, nil, false, false, CrewMeetingService},
		"a meeting within the hour":        {ProblemRequest{Kind: ProblemAV}, []Booking{soon}, nil, false, true, CrewSound},
		"a meeting just beyond it":         {ProblemRequest{Kind: ProblemAV}, []Booking{later}, nil, false, false, CrewSound},
		"the same fault again":             {ProblemRequest{Kind: ProblemAV, Photos: []string{"p2"}}, nil, []Task{open}, true, false, ""},
		"the same fault, half a day later": {ProblemRequest{Kind: ProblemAV}, nil, []Task{old}, false, false, CrewSound},
		"another fault in the same room":   {ProblemRequest{Kind: ProblemLight}, nil, []Task{open}, false, false, CrewTechnical},
		"another odd thing":                {ProblemRequest{Kind: ProblemOther, Text: "地毯湿了"}, nil, []Task{other}, false, false, CrewMeetingService},
	} {
		t.Run(name, func(t *testing.T) {
			got, e, joined, err := s.ReportProblem(tc.r, room301, tc.near, tc.open, by(zhang, monday))
			if err != nil || joined != tc.joined {
				t.Fatalf("joined %v: %v", joined, err)
			}
			if joined {
				if got.ID != open.ID || len(got.Problem.Photos) != 2 || len(open.Problem.Photos) != 1 || got.Others[0] != zhang.ID || len(e.Notices) != 0 {
					t.Errorf("joined %+v with %+v", got, e)
				}
				return
			}
			wait := 4 * time.Hour
			if tc.urgent {
				wait = 15 * time.Minute
			}
			if got.Crew != tc.crew || got.Urgent != tc.urgent || !got.DueAt.Equal(monday.Add(wait)) {
				t.Errorf("to %s, urgent %v, due %v", got.Crew, got.Urgent, got.DueAt)
			}
		})
	}
	_, _, _, err := s.ReportProblem(ProblemRequest{Kind: ProblemAV}, room301, nil, nil, by(outsider, monday))
	wantCode(t, err, CodeForbidden)
}

func TestSettings_StepTask_stillBroken(t *testing.T) {
	s := rules(t)
	task, _, _, err := s.ReportProblem(ProblemRequest{Kind: ProblemCleaning, Text: "地上有水"}, room301, nil, nil, by(zhang, monday))
	if err != nil {
		t.Fatal(err)
	}
	cleaner := Person{ID: 20, Name: "冯涛", Roles: []Role{RoleAttendant}, Crew: CrewCleaning}
	task, e := steps(t, s, task, does(s, StepClaim, cleaner, ""), does(s, StepDone, cleaner, "擦干了"))
	if loud := kinds(e.Deliveries, NoticeCard); len(loud) != 2 || !loud[1].Ping || loud[1].To.Person != zhang.ID {
		t.Errorf("the reporter hears that it is solved: %+v", loud)
	}
	_, _, _, err = s.StepTask(task, Booking{}, StepReopen, "", by(li, monday))
	wantCode(t, err, CodeForbidden)
	task, _, _, err = s.StepTask(task, Booking{}, StepReopen, "还在漏", by(zhang, monday.Add(time.Hour)))
	if err != nil || task.Status != TaskOffered || task.Claimer.ID != 0 || task.Reopened != 1 {
		t.Fatalf("reopened: %v %+v", err, task)
	}
	if look := due(s.TaskClock(task), NoticeTaskClock); len(look) != 1 || !look[0].Equal(monday.Add(65*time.Minute)) {
		t.Errorf("a new ladder: %v", look)
	}
}
