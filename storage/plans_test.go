package storage

import (
	"strings"
	"sync"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/storage/plan"
)

// another is the default plan in which two make a medium meeting.
var another = strings.Replace(plan.DefaultText, "headcount: 20", "headcount: 2", 1)

func TestStore_ImportPlan(t *testing.T) {
	t.Parallel()
	h := setup(t)
	other := h.open()
	_, err := h.CurrentPlan(t.Context())
	h.refused(err, conference.CodeNotFound)
	if changed, err := h.RefreshPlan(t.Context()); changed || err != nil || h.Plan() == nil {
		t.Errorf("without an imported plan: %v, %v", changed, err)
	}
	_, err = h.ImportPlan(t.Context(), h.now, "levels: nothing\n")
	h.refused(err, conference.CodeImport)
	if _, err := h.CurrentPlan(t.Context()); conference.CodeOf(err) != conference.CodeNotFound {
		t.Errorf("a bad plan was kept: %v", err)
	}
	if changed, err := h.ImportPlan(t.Context(), h.now, another); !changed || err != nil {
		t.Fatal(changed, err)
	}
	if changed, err := h.ImportPlan(t.Context(), h.now, another); changed || err != nil {
		t.Errorf("the same plan again: %v, %v", changed, err)
	}
	if text, err := h.CurrentPlan(t.Context()); text != another || err != nil {
		t.Errorf("in force is another text, %v", err)
	}
	level := func(s *Store) conference.Level {
		l, _ := s.rules().LevelOf(conference.Booking{Headcount: 3})
		return l
	}
	for _, s := range []*Store{h.Store, other} {
		if level(s) != conference.LevelSmall {
			t.Error("taken up before anybody has looked")
		}
		if changed, err := s.RefreshPlan(t.Context()); !changed || err != nil || level(s) != conference.LevelMedium {
			t.Errorf("taken up: %v, %v, three people make a %s meeting", changed, err, level(s))
		}
		if changed, err := s.RefreshPlan(t.Context()); changed || err != nil {
			t.Errorf("taken up again: %v, %v", changed, err)
		}
	}
	// What another version has written and this one cannot read is told once; the plan in force stays.
	h.exec(`INSERT INTO plans (at, body) VALUES ($1, 'levels: [{level: gigantic}]')`, h.now)
	if _, err := h.RefreshPlan(t.Context()); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("an unreadable plan: %v", err)
	}
	if changed, err := h.RefreshPlan(t.Context()); changed || err != nil || level(h.Store) != conference.LevelMedium {
		t.Errorf("afterwards: %v, %v, %s", changed, err, level(h.Store))
	}
	if n := h.count(`SELECT count(*) FROM history WHERE verb = 'import' AND detail->>'plan' = 'true'`); n != 1 {
		t.Errorf("%d lines of history, want 1", n)
	}
}

// A new plan is for the meetings that are ahead, too: they are looked at again when every replica has seen it.
func TestStore_ImportPlan_meetingsAhead(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book() // at 14:00, prepared from 12:30 on
	h.fire(1)
	h.queue.take()
	early := strings.Replace(plan.DefaultText, "offer: start - 1h30m", "offer: start - 6h", 1)
	_, err := h.ImportPlan(t.Context(), h.now, early)
	h.must(err)
	_, err = h.RefreshPlan(t.Context())
	h.must(err)
	h.now = h.now.Add(time.Minute)
	h.fire(1)
	tasks, err := h.TasksOfBooking(t.Context(), b.ID)
	h.must(err)
	if len(tasks) != 1 || tasks[0].Plan != "prepare-small" || !tasks[0].OfferedAt.Equal(h.now) {
		t.Errorf("prepared by the new plan: %+v", tasks)
	}
}

func TestStore_StandDuty(t *testing.T) {
	t.Parallel()
	h := setup(t)
	other := h.open()
	other.SetQueue(h.queue)
	run := at(7, 0)
	var wg sync.WaitGroup
	won := make([]bool, 6)
	for i := range won {
		wg.Go(func() {
			var err error
			if won[i], err = []*Store{h.Store, other}[i%2].StandDuty(t.Context(), "standing:leaders-offices", "leaders-offices", run, h.now); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	winners := 0
	for _, w := range won {
		if w {
			winners++
		}
	}
	if got := h.sent(h.queue.take(), conference.NoticeCard); winners != 1 || got["赵敏"] != 1 || got["孙磊"] != 1 || len(got) != 2 {
		t.Errorf("%d won, the task goes to %v", winners, got)
	}
	tasks, err := h.TasksFor(t.Context(), h.people["赵敏"])
	h.must(err)
	if len(tasks) != 1 || tasks[0].Kind != conference.TaskStanding || tasks[0].Plan != "leaders-offices" || len(tasks[0].Items) != 2 {
		t.Errorf("tasks %+v", tasks)
	}
	if won, err := h.StandDuty(t.Context(), "standing:leaders-offices", "leaders-offices", run.Add(-24*time.Hour), h.now); won || err != nil {
		t.Errorf("an earlier run was won: %v, %v", won, err)
	}
	if won, err := h.StandDuty(t.Context(), "standing:none", "none", run, h.now); won || err != nil {
		t.Errorf("a duty that the plan does not have: %v, %v", won, err)
	}
}

func TestStore_Brief(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	_, err := h.Book(t.Context(), h.by("王芳"), h.request("302", at(14, 0), at(17, 0)))
	h.must(err)
	off, err := h.Book(t.Context(), h.by("王芳"), h.request("302", at(18, 0), at(21, 0)))
	h.must(err)
	_, err = h.CancelBooking(t.Context(), h.by("王芳"), off.ID, 0, "")
	h.must(err)
	ordered := func() conference.Task {
		task, err := h.OrderTea(t.Context(), h.by("王芳"), conference.TeaRequest{BookingID: b.ID, Tea: "green"}) // due 13:45
		h.must(err)
		return task
	}
	inTime, late, open := ordered(), ordered(), ordered()
	done := func(task conference.Task) {
		for _, step := range []conference.TaskStep{conference.StepClaim, conference.StepDone} {
			_, err := h.StepTask(t.Context(), h.by("赵敏"), task.ID, 0, step, "")
			h.must(err)
		}
	}
	done(inTime)
	h.now = at(9, 7) // the other two are told to the leader after five minutes
	for range 3 {
		h.fire(0)
	}
	h.now = at(13, 50)
	done(late)
	_, _, err = h.ReportProblem(t.Context(), h.by("王芳"), conference.ProblemRequest{RoomID: h.rooms["301"].ID, Kind: conference.ProblemAV, Text: "坏了"})
	h.must(err)
	got, err := h.Brief(t.Context(), at(0, 0), at(13, 55))
	h.must(err)
	if got.Tasks != 3 || got.Done != 2 || got.Late != 2 || got.Escalated != 2 {
		t.Errorf("tasks %d, done %d, late %d, escalated %d (open: %d)", got.Tasks, got.Done, got.Late, got.Escalated, open.ID)
	}
	if got.Faults[conference.ProblemAV] != 1 || len(got.Faults) != 1 {
		t.Errorf("faults %v", got.Faults)
	}
	got, err = h.Brief(t.Context(), at(0, 0), at(24, 0))
	h.must(err)
	if got.Meetings[conference.LevelSmall] != 2 || len(got.Meetings) != 1 {
		t.Errorf("meetings %v", got.Meetings)
	}
	if len(got.Rooms) != 2 || got.Rooms[0].Room.Number != "302" || got.Rooms[0].Length != 3*time.Hour || got.Rooms[1].Meetings != 1 {
		t.Errorf("rooms %+v", got.Rooms)
	}
	if empty, err := h.Brief(t.Context(), at(0, 0).AddDate(0, 0, 7), at(0, 0).AddDate(0, 0, 14)); err != nil || empty.Tasks+len(empty.Meetings)+len(empty.Rooms) != 0 {
		t.Errorf("an empty week: %+v, %v", empty, err)
	}
}

func TestStore_CrewDay(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	for crew, want := range map[conference.Crew]int{conference.CrewMeetingService: 1, conference.CrewSound: 0} {
		if d, err := h.CrewDay(t.Context(), crew, at(0, 0), at(24, 0)); err != nil || len(d.Meetings) != want || len(d.Tasks) != 0 {
			t.Errorf("%s has %+v, %v", crew, d, err)
		}
	}
	_, err := h.OrderService(t.Context(), h.by("王芳"), conference.ServiceRequest{BookingID: b.ID, Service: "microphone", Quantity: 2})
	h.must(err)
	if d, err := h.CrewDay(t.Context(), conference.CrewSound, at(0, 0), at(24, 0)); err != nil || len(d.Meetings) != 1 || len(d.Tasks) != 1 {
		t.Errorf("with an order sound has %+v, %v", d, err)
	}
}
