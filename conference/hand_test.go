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
