package conference

import (
	"testing"
	"time"
)

// served is a meeting as booked with what the plan has offered by a time, under IDs of its own, all taken by wang.
func served(tb testing.TB, s Settings, now time.Time, change func(*Request)) Meeting {
	tb.Helper()
	m := booked(tb, s, change)
	for _, at := range []time.Time{earlier(now, m.Booking.Start.Add(-time.Hour)), now} {
		m, _ = s.FireService(m, at)
		for i := range m.Tasks {
			t := &m.Tasks[i]
			t.ID = int64(i + 1)
			if t.Claimer.ID == 0 {
				t.Status, t.Claimer, t.ClaimedAt = TaskClaimed, wang, now
			}
		}
	}
	return m
}

func (m Meeting) task(tb testing.TB, plan string) Task {
	tb.Helper()
	for _, t := range m.Tasks {
		if t.Plan == plan {
			return t
		}
	}
	tb.Fatalf("no %s among %d tasks", plan, len(m.Tasks))
	return Task{}
}

func small(r *Request) { r.Headcount = 8 }

func TestSettings_TickItem(t *testing.T) {
	s := rules(t)
	m := served(t, s, local(1, 14, 0), nil)
	prepare, day := m.task(t, "prepare"), m.task(t, "day")
	done := prepare
	done.Status = TaskDone
	for name, tc := range map[string]struct {
		task Task
		item int
		who  Person
		want Code
	}{
		"by who has it":                        {prepare, 0, wang, ""},
		"a timed one":                          {prepare, 1, wang, ""},
		"by another of the crew":               {prepare, 0, ma, CodeTaskNotYours},
		"by a stranger":                        {prepare, 0, li, CodeTaskNotYours},
		"by the organiser":                     {prepare, 0, zhang, CodeTaskNotYours},
		"the organiser's on the day check":     {day, 1, zhang, ""},
		"somebody else's on the day check":     {day, 1, li, CodeTaskNotYours},
		"of what is done":                      {done, 0, wang, CodeTaskOver},
		"a line that does not exist":           {prepare, 2, wang, CodeNotFound},
		"a line before the first":              {prepare, -1, wang, CodeNotFound},
		"by the supervisor, who has it not":    {prepare, 0, zhou, ""},
		"by who was asked to take it and not ": {prepare, 0, qian, CodeTaskNotYours},
	} {
		t.Run(name, func(t *testing.T) {
			got, _, e, err := s.TickItem(tc.task, m.Booking, tc.item, true, by(tc.who, local(1, 14, 5)))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				return
			}
			if i := got.Items[tc.item]; i.DoneBy != tc.who.ID || !i.DoneAt.Equal(local(1, 14, 5)) || !tc.task.Items[tc.item].DoneAt.IsZero() {
				t.Errorf("ticked: %+v", i)
			}
			if d := kinds(e.Deliveries, NoticeCard); len(d) != 1 || d[0].Ping || !d[0].To.Holders {
				t.Errorf("the list shows it to all without a sound: %+v", e.Deliveries)
			}
			twice, _, e, err := s.TickItem(got, m.Booking, tc.item, true, by(tc.who, local(1, 14, 6)))
			if err != nil || twice.Revision != got.Revision || len(e.Deliveries) != 0 {
				t.Errorf("a second tap changes nothing: %v %+v", err, e)
			}
			if back, _, _, err := s.TickItem(got, m.Booking, tc.item, false, by(tc.who, local(1, 14, 7))); err != nil || !back.Items[tc.item].DoneAt.IsZero() {
				t.Errorf("taken back: %v %+v", err, back.Items)
			}
		})
	}
}

// The first tick of who has the work starts it, and opens a sealed room; the organiser's does not.
func TestSettings_TickItem_starts(t *testing.T) {
	s := rules(t)
	m := served(t, s, local(1, 14, 0), nil)
	m.Booking.SealedAt = local(0, 14, 0)
	prepare, b, e, err := s.TickItem(m.task(t, "prepare"), m.Booking, 0, true, by(wang, local(1, 14, 5)))
	if err != nil || prepare.Status != TaskStarted || b.Sealed() || !b.UnsealedAt.Equal(local(1, 14, 5)) {
		t.Errorf("%v %s, unsealed %v", err, prepare.Status, b.UnsealedAt)
	}
	if got := kinds(e.Deliveries, NoticeCard); got[len(got)-1].Subject != (Subject{SubjectBooking, b.ID}) {
		t.Errorf("the booking's card shows it: %+v", e.Deliveries)
	}
	day, b, _, err := s.TickItem(m.task(t, "day"), m.Booking, 0, true, by(zhang, local(1, 14, 5)))
	if err != nil || day.Status != TaskClaimed || !b.Sealed() {
		t.Errorf("%v %s sealed %v", err, day.Status, b.Sealed())
	}
	whole, b, _, err := s.StepTask(prepared(m.task(t, "prepare")), m.Booking, StepDone, "", by(wang, local(1, 14, 50)))
	if err != nil || b.Sealed() || whole.Status != TaskDone {
		t.Errorf("done at once opens the room, too: %v %s %v", err, whole.Status, b.Sealed())
	}
}

func prepared(t Task) Task {
	t = t.clone()
	for i := range t.Items {
		t.Items[i].DoneAt = t.CreatedAt
	}
	return t
}

func TestSettings_TickItem_rounds(t *testing.T) {
	s := rules(t)
	m := served(t, s, local(1, 15, 0), small)
	rounds := m.task(t, "rounds")
	if len(rounds.Items) != 9 || !rounds.Items[0].At.Equal(local(1, 15, 15)) || !rounds.Items[8].At.Equal(local(1, 17, 15)) {
		t.Fatalf("rounds %+v", rounds.Items)
	}
	_, _, _, err := s.TickItem(rounds, m.Booking, 0, true, by(wang, local(1, 15, 4)))
	wantCode(t, err, CodeRoundEarly)
	for i := range rounds.Items {
		if i == 1 || i == 2 { // two in a row are forgotten
			rounds, _ = s.FireTask(rounds, rounds.Items[i].At.Add(10*time.Minute))
			continue
		}
		if rounds, _, _, err = s.TickItem(rounds, m.Booking, i, true, by(wang, rounds.Items[i].At)); err != nil {
			t.Fatalf("round %d: %v", i+1, err)
		}
	}
	if rounds.Status != TaskDone || rounds.Ticked() != 7 || len(rounds.Missed()) != 2 || !rounds.EndedAt.Equal(local(1, 17, 15)) {
		t.Errorf("%s, %d served, missed %+v", rounds.Status, rounds.Ticked(), rounds.Missed())
	}
	_, _, _, err = s.TickItem(rounds, m.Booking, 1, true, by(wang, local(1, 17, 20)))
	wantCode(t, err, CodeTaskOver)
}

// Two rounds missed in a row reach the leader once, and no later pair again.
func TestSettings_FireTask_missedRounds(t *testing.T) {
	s := rules(t)
	rounds := served(t, s, local(1, 15, 0), small).task(t, "rounds")
	told := 0
	for now := local(1, 15, 0); now.Before(local(1, 17, 30)); now = now.Add(5 * time.Minute) {
		var e Effects
		rounds, e = s.FireTask(rounds, now)
		for _, d := range kinds(e.Deliveries, NoticeTaskEscalated) {
			told++
			if !now.Equal(local(1, 15, 40)) || d.To.Role != RoleTeamLeader || !rounds.Presses(d.Step) {
				t.Errorf("%v hears at %v", d.To, now)
			}
		}
	}
	if told != 1 || rounds.Status != TaskFailed {
		t.Errorf("told %d times; %s", told, rounds.Status)
	}
}

func TestTask_Presses(t *testing.T) {
	done := Item{At: monday, DoneAt: monday, MissedAt: monday}
	ladder := Ladder{{On: Unclaimed}, {On: Late}, {On: Missed, Count: 2}}
	for name, tc := range map[string]struct {
		task Task
		step int
		want bool
	}{
		"nobody has it":           {Task{Status: TaskOffered, Ladder: ladder, Hands: 1}, 1, true},
		"one is still needed":     {Task{Status: TaskClaimed, Claimer: wang, Ladder: ladder, Hands: 2}, 1, true},
		"somebody has it by now":  {Task{Status: TaskClaimed, Claimer: wang, Ladder: ladder, Hands: 1}, 1, false},
		"it is late":              {Task{Status: TaskClaimed, Claimer: wang, Ladder: ladder, Hands: 1}, 2, true},
		"it is done by now":       {Task{Status: TaskDone, Claimer: wang, Ladder: ladder}, 2, false},
		"it was missed":           {Task{Status: TaskStarted, Claimer: wang, Ladder: ladder, Items: []Item{{At: monday, MissedAt: monday}}}, 3, true},
		"the last were missed":    {Task{Status: TaskDone, Claimer: wang, Ladder: ladder, Items: []Item{{At: monday, DoneAt: monday}, {At: monday, MissedAt: monday}}}, 3, true},
		"it was called off":       {Task{Status: TaskCancelled, Claimer: wang, Ladder: ladder, Items: []Item{{At: monday, MissedAt: monday}}}, 3, false},
		"it was made good by now": {Task{Status: TaskStarted, Claimer: wang, Ladder: ladder, Items: []Item{done}}, 3, false},
		"it could not be done":    {Task{Status: TaskFailed, Claimer: wang}, 1, true},
		"a rung of another plan":  {Task{Status: TaskOffered, Ladder: ladder}, 4, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tc.task.Presses(tc.step); got != tc.want {
				t.Errorf("%v, want %v", got, tc.want)
			}
		})
	}
}

func TestSettings_AddProof(t *testing.T) {
	s := rules(t)
	sound := served(t, s, local(1, 14, 0), nil).task(t, "sound")
	_, _, _, err := s.StepTask(sound, Booking{}, StepDone, "", by(wang, local(1, 14, 1)))
	wantCode(t, err, CodeProofMissing)
	_, _, err = s.AddProof(sound, "p1", by(ma, local(1, 14, 1)))
	wantCode(t, err, CodeTaskNotYours)
	for _, id := range []string{"p1", "p1", "p2"} {
		if sound, _, err = s.AddProof(sound, id, by(wang, local(1, 14, 2))); err != nil {
			t.Fatal(err)
		}
	}
	if len(sound.Proofs) != 2 {
		t.Errorf("photos %v", sound.Proofs)
	}
	full := sound
	full.Proofs = make([]string, MaxProofs)
	_, _, err = s.AddProof(full, "p3", by(wang, local(1, 14, 2)))
	wantCode(t, err, CodeQuantityInvalid)
	if sound, _, _, err = s.StepTask(sound, Booking{}, StepDone, "", by(wang, local(1, 14, 3))); err != nil || sound.Status != TaskDone {
		t.Errorf("%v %s", err, sound.Status)
	}
	_, _, err = s.AddProof(sound, "p3", by(wang, local(1, 14, 4)))
	wantCode(t, err, CodeTaskOver)
}
