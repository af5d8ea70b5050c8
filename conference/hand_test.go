package conference

import (
	"testing"
	"time"
)

func hands(s Settings, to, who Person) func(Task) (Task, Effects, error) {
	return func(t Task) (Task, Effects, error) {
		return s.HandOver(t, Booking{}, to, by(who, monday.Add(time.Minute)))
	}
}

func answers(s Settings, yes bool, who Person) func(Task) (Task, Effects, error) {
	return func(t Task) (Task, Effects, error) {
		return s.AnswerHandOver(t, yes, by(who, monday.Add(2*time.Minute)))
	}
}

// qian is a third of the crew, sun one of another.
var (
	qian = Person{ID: 21, Name: "钱进", Roles: []Role{RoleAttendant}, Crew: CrewMeetingService}
	sun  = Person{ID: 22, Name: "孙强", Roles: []Role{RoleTechnician}, Crew: CrewSound}
)

func TestSettings_HandOver(t *testing.T) {
	s := rules(t)
	claim := does(s, StepClaim, wang, "")
	away := ma
	away.Unreachable = true
	type play = []func(Task) (Task, Effects, error)
	for name, tc := range map[string]struct {
		before play
		to     Person
		who    Person
		want   Code
	}{
		"by who has it":                                    {play{claim}, ma, wang, ""},
		"to oneself":                                       {play{claim}, wang, wang, CodeHandOverInvalid},
		"to somebody of another crew":                      {play{claim}, sun, wang, CodeHandOverInvalid},
		"to somebody who cannot be reached":                {play{claim}, away, wang, CodeHandOverInvalid},
		"to nobody":                                        {play{claim}, Person{}, wang, CodeHandOverInvalid},
		"by another of the crew, while it is taken":        {play{claim}, qian, ma, CodeTaskNotYours},
		"by one of the crew, for the free place":           {nil, ma, wang, ""},
		"by the organiser":                                 {nil, ma, zhang, CodeTaskNotYours},
		"by somebody of another crew":                      {nil, ma, sun, CodeTaskNotYours},
		"by the crew's leader, though it is taken":         {play{claim}, ma, chen, ""},
		"by the supervisor":                                {play{claim}, ma, zhou, ""},
		"to who has it already":                            {play{claim}, wang, chen, CodeHandOverInvalid},
		"while somebody else's colleague has not answered": {play{hands(s, ma, wang)}, wang, qian, CodeHandOverWaits},
		"another one, by who asked":                        {play{claim, hands(s, ma, wang)}, qian, wang, ""},
		"another one, by the leader":                       {play{claim, hands(s, ma, wang)}, qian, chen, ""},
		"another one, after a no":                          {play{hands(s, ma, wang), answers(s, false, ma)}, qian, wang, ""},
		"of what is done":                                  {play{claim, does(s, StepDone, wang, "")}, ma, wang, CodeTaskOver},
	} {
		t.Run(name, func(t *testing.T) {
			task, _ := steps(t, s, tea(t, s), tc.before...)
			got, e, err := s.HandOver(task, Booking{}, tc.to, by(tc.who, monday.Add(3*time.Minute)))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				return
			}
			if got.HandTo.ID != tc.to.ID || got.HandFrom.ID != tc.who.ID || !got.Asks(tc.to.ID) || got.Claimer.ID != task.Claimer.ID || got.Status != task.Status {
				t.Errorf("asked: %+v", got)
			}
			if d := kinds(e.Deliveries, NoticeTaskHanded); len(d) != 1 || d[0].To.Person != tc.to.ID || !d[0].Ping {
				t.Errorf("the colleague hears: %+v", d)
			}
		})
	}
}

func TestSettings_AnswerHandOver(t *testing.T) {
	s := rules(t)
	claim, ask := does(s, StepClaim, wang, ""), hands(s, ma, wang)
	type play = []func(Task) (Task, Effects, error)
	for name, tc := range map[string]struct {
		before play
		yes    bool
		who    Person
		want   Code
		team   []int64
	}{
		"yes, in the place of who asked":            {play{claim, ask}, true, ma, "", []int64{ma.ID}},
		"no, and it stays":                          {play{claim, ask}, false, ma, "", []int64{wang.ID}},
		"yes, to a free place":                      {play{ask}, true, ma, "", []int64{ma.ID}},
		"yes to the leader: one more hand":          {play{claim, hands(s, ma, chen)}, true, ma, "", []int64{wang.ID, ma.ID}},
		"by who was not asked":                      {play{claim, ask}, true, qian, CodeForbidden, nil},
		"by who was asked before another":           {play{claim, ask, hands(s, qian, wang)}, true, ma, CodeForbidden, nil},
		"twice":                                     {play{claim, ask, answers(s, true, ma)}, true, ma, CodeStale, nil},
		"after a no":                                {play{claim, ask, answers(s, false, ma)}, true, ma, CodeStale, nil},
		"when the free place has gone to somebody":  {play{ask, does(s, StepClaim, qian, "")}, true, ma, CodeForbidden, nil},
		"when who asked has given it back":          {play{claim, ask, does(s, StepRelease, wang, "")}, true, ma, CodeForbidden, nil},
		"when it is done":                           {play{claim, ask, does(s, StepDone, wang, "")}, true, ma, CodeTaskOver, nil},
		"having taken it by the other button, once": {play{ask, does(s, StepClaim, ma, "")}, true, ma, CodeStale, nil},
	} {
		t.Run(name, func(t *testing.T) {
			task, _ := steps(t, s, tea(t, s), tc.before...)
			got, e, err := s.AnswerHandOver(task, tc.yes, by(tc.who, monday.Add(3*time.Minute)))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				return
			}
			var team []int64
			for _, p := range got.Team() {
				team = append(team, p.ID)
			}
			if len(team) != len(tc.team) || team[0] != tc.team[0] || team[len(team)-1] != tc.team[len(team)-1] || got.Missing() != 0 {
				t.Errorf("team %v, want %v; %d missing", team, tc.team, got.Missing())
			}
			told := kinds(e.Deliveries, NoticeCard)
			if last := told[len(told)-1]; last.To.Person != task.HandFrom.ID || last.Ping == tc.yes {
				t.Errorf("who asked hears a no, and sees a yes: %+v", last)
			}
		})
	}
}

// Work that is one person's may go to a colleague of their crew, and then is that one's.
func TestSettings_HandOver_assigned(t *testing.T) {
	s := rules(t)
	task, _, err := s.Assign(Assignment{Person: wang, What: "送话筒"}, Room{}, by(zhou, monday))
	if err != nil {
		t.Fatal(err)
	}
	task.ID = 9
	_, _, _, err = s.StepTask(task, Booking{}, StepClaim, "", by(ma, monday))
	wantCode(t, err, CodeForbidden)
	task, _ = steps(t, s, task, does(s, StepClaim, wang, ""), hands(s, ma, wang), answers(s, true, ma))
	if task.Only.ID != ma.ID || task.Claimer.ID != ma.ID {
		t.Errorf("it is ma's now: %+v", task)
	}
	task, _ = steps(t, s, task, does(s, StepRelease, ma, ""))
	if task.Only.ID != 0 || task.Status != TaskOffered {
		t.Errorf("given back, it is the crew's: %+v", task)
	}
}

// lost is a task that wang has taken and could not do.
func lost(t *testing.T, s Settings) Task {
	t.Helper()
	task, _ := steps(t, s, tea(t, s), does(s, StepClaim, wang, ""), does(s, StepFail, wang, "赶不及"))
	return task
}

// What somebody could not do whoever hands out the crew's work gives to a colleague, or puts before the crew again.
func TestSettings_HandOver_lost(t *testing.T) {
	s := rules(t)
	for name, tc := range map[string]struct {
		who  Person
		want Code
	}{
		"the crew's leader":    {chen, ""},
		"a deputy":             {deputy, ""},
		"the supervisor":       {zhou, ""},
		"another crew's":       {soundLeader, CodeTaskOver},
		"who could not do it":  {wang, CodeTaskOver},
		"another of the crew":  {qian, CodeTaskOver},
		"the meeting's people": {zhang, CodeTaskOver},
	} {
		t.Run(name, func(t *testing.T) {
			now := monday.Add(time.Hour)
			got, e, err := s.HandOver(lost(t, s), Booking{}, ma, by(tc.who, now))
			wantCode(t, err, tc.want)
			back, be, berr := s.release(lost(t, s), by(tc.who, now))
			wantCode(t, berr, tc.want)
			if tc.want != "" {
				return
			}
			if got.Status != TaskOffered || len(got.Team()) != 0 || !got.Asks(ma.ID) || got.Outcome != "" || !got.EndedAt.IsZero() || !got.OfferedAt.Equal(now) {
				t.Errorf("given: %+v", got)
			}
			if heard := sounding(e.Deliveries); len(heard) != 1 || heard[0].Kind != NoticeTaskHanded || heard[0].To.Person != ma.ID {
				t.Errorf("only the one who is asked hears it: %+v", heard)
			}
			if back.Status != TaskOffered || len(back.Team()) != 0 || back.HandTo.ID != 0 || back.Unclaimed() != 0 {
				t.Errorf("put back: %+v", back)
			}
			if heard := sounding(be.Deliveries); len(heard) != 1 || heard[0].To.Crew != CrewMeetingService {
				t.Errorf("the crew hears it: %+v", heard)
			}
		})
	}
	for _, who := range []Person{zhou, chen} {
		_, _, err := s.HandOver(lost(t, s), Booking{}, sun, by(who, monday.Add(time.Hour)))
		wantCode(t, err, CodeHandOverInvalid)
	}
}

func sounding(ds []Delivery) (loud []Delivery) {
	for _, d := range ds {
		if d.Ping {
			loud = append(loud, d)
		}
	}
	return loud
}

// Who gets it has time for it, and whoever hears of what is late hears of it again.
func TestSettings_HandOver_lostHasTime(t *testing.T) {
	s := rules(t)
	now := monday.Add(5 * time.Hour)
	at := now.Add
	rounds := []Item{{At: at(-time.Hour), Grace: time.Minute}, {At: at(time.Hour), Grace: time.Minute}}
	for name, tc := range map[string]struct {
		task Task
		due  time.Time
	}{
		"due before":               {Task{Kind: TaskService, DueAt: at(-time.Hour)}, at(15 * time.Minute)},
		"due later":                {Task{Kind: TaskService, DueAt: at(time.Hour)}, at(time.Hour)},
		"before a meeting":         {Task{Kind: TaskService, DueAt: at(-time.Hour), Meeting: Interval{Start: at(5 * time.Minute)}}, at(5 * time.Minute)},
		"in a meeting":             {Task{Kind: TaskService, DueAt: at(-time.Hour), Meeting: Interval{Start: at(-time.Minute)}}, at(15 * time.Minute)},
		"rounds end with it":       {Task{Kind: TaskRounds, DueAt: at(5 * time.Minute), Items: rounds}, at(5 * time.Minute)},
		"a fault has its deadline": {Task{Kind: TaskProblem, Problem: &ProblemReport{}}, at(s.SolveNormal)},
	} {
		tc.task.Status, tc.task.Crew, tc.task.Claimer = TaskFailed, CrewMeetingService, wang
		tc.task.Ladder = Ladder{{On: Late, After: time.Minute, TakenAt: at(-time.Minute)}}
		got, _, err := s.HandOver(tc.task, Booking{}, ma, by(chen, now))
		if err != nil || !got.DueAt.Equal(tc.due) || !got.Ladder[0].TakenAt.IsZero() {
			t.Errorf("%s: due %v, want %v; %+v %v", name, got.DueAt, tc.due, got.Ladder, err)
		}
	}
	over := Task{Kind: TaskRounds, Status: TaskFailed, Crew: CrewMeetingService, Claimer: wang, Items: rounds[:1]}
	_, _, err := s.HandOver(over, Booking{}, ma, by(chen, now))
	wantCode(t, err, CodeTaskOver)
}

func TestTask_Lost(t *testing.T) {
	waits := []Item{{At: monday}}
	for name, tc := range map[string]struct {
		task Task
		want bool
	}{
		"what hangs on no meeting":        {Task{Kind: TaskStanding}, true},
		"of a meeting":                    {Task{Kind: TaskService, MeetingStatus: BookingConfirmed}, true},
		"of one that is over":             {Task{Kind: TaskService, MeetingStatus: BookingClosing}, false},
		"its closing":                     {Task{Kind: TaskClosing, MeetingStatus: BookingClosing}, true},
		"its closing, of a closed room":   {Task{Kind: TaskClosing, MeetingStatus: BookingClosed}, false},
		"of one that is off":              {Task{Kind: TaskTea, MeetingStatus: BookingCancelled}, false},
		"a fault stays one":               {Task{Kind: TaskProblem, MeetingStatus: BookingClosed}, true},
		"rounds, some of them ahead":      {Task{Kind: TaskRounds, MeetingStatus: BookingConfirmed, Items: waits}, true},
		"rounds, all served or missed":    {Task{Kind: TaskRounds, MeetingStatus: BookingConfirmed}, false},
		"what was done, and not undone":   {Task{Kind: TaskService, Status: TaskDone}, false},
		"what was called off":             {Task{Kind: TaskService, Status: TaskCancelled}, false},
		"what nobody has taken is no one": {Task{Kind: TaskService, Status: TaskOffered}, false},
	} {
		if tc.task.Status == "" {
			tc.task.Status = TaskFailed
		}
		if got := tc.task.Lost(); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// What is ordered comes back to the service notice with whoever does it instead.
func TestSettings_HandOver_lostOrder(t *testing.T) {
	s := rules(t)
	order := Task{ID: 3, Kind: TaskOrder, Status: TaskFailed, Crew: CrewMeetingService, Claimer: wang, MeetingStatus: BookingConfirmed, Order: &Order{}}
	b := Booking{ID: 2, Status: BookingConfirmed}
	_, e, err := s.HandOver(order, b, ma, by(chen, monday))
	if err != nil || len(due(e.Notices, NoticeService)) != 1 {
		t.Errorf("%+v %v", e.Notices, err)
	}
	_, _, e, err = s.StepTask(order, b, StepRelease, "", by(chen, monday))
	if err != nil || len(due(e.Notices, NoticeService)) != 1 {
		t.Errorf("%+v %v", e.Notices, err)
	}
}
