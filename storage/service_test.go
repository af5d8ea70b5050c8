package storage

import (
	"slices"
	"sync"
	"testing"
	"time"

	"huiwu/conference"
)

// planned is the meeting's task of a plan's ID, as it is stored.
func (h *house) planned(b conference.Booking, id string) conference.Task {
	h.t.Helper()
	tasks, err := h.TasksOfBooking(h.t.Context(), b.ID)
	h.must(err)
	i := slices.IndexFunc(tasks, func(t conference.Task) bool { return t.Plan == id && t.Status != conference.TaskCancelled })
	if i < 0 {
		h.t.Fatalf("no %s among %d tasks", id, len(tasks))
	}
	return tasks[i]
}

// prepared is a small meeting whose preparation 赵敏 has taken.
func (h *house) prepared() (conference.Booking, conference.Task) {
	h.t.Helper()
	b := h.book()
	h.now = at(12, 30)
	h.fire(1)
	t, err := h.StepTask(h.t.Context(), h.by("赵敏"), h.planned(b, "prepare-small").ID, 0, conference.StepClaim, "")
	h.must(err)
	return b, t
}

// Everybody who ticks a line at the same time has ticked it.
func TestStore_TickItem_together(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b, task := h.prepared()
	var wg sync.WaitGroup
	for i := range task.Items {
		ch := h.by("赵敏")
		wg.Go(func() {
			if _, err := h.TickItem(t.Context(), ch, task.ID, i, true); err != nil {
				t.Errorf("line %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	now := h.planned(b, "prepare-small")
	if now.Ticked() != len(task.Items) || now.Status != conference.TaskStarted {
		t.Errorf("%d of %d ticked, %s", now.Ticked(), len(task.Items), now.Status)
	}
	if _, err := h.TickItem(t.Context(), h.by("王芳"), task.ID, 0, false); conference.CodeOf(err) != conference.CodeTaskNotYours {
		t.Errorf("the organiser has taken a tick back: %v", err)
	}
	if n := h.count(`SELECT count(*) FROM history WHERE verb = 'tick' AND subject_id = $1`, task.ID); n != len(task.Items) {
		t.Errorf("%d lines of history", n)
	}
}

func TestStore_HandOver(t *testing.T) {
	t.Parallel()
	h := setup(t)
	_, task := h.prepared()
	for _, tc := range []struct {
		name, change string
		want         []string
	}{
		{"the crew, without who has it", ``, []string{"周洁", "孙磊"}},
		{"without who is off duty", `UPDATE people SET keeps_duty = true WHERE name = '孙磊'`, []string{"周洁"}},
		{"with who is on duty", `INSERT INTO shifts SELECT id, '2026-03-02 04:00Z', '2026-03-02 12:00Z' FROM people WHERE name = '孙磊'`, []string{"周洁", "孙磊"}},
		{"without who works in another building", `UPDATE people SET building = '东楼' WHERE name = '周洁'`, []string{"孙磊"}},
		{"without whom Telegram does not reach", `UPDATE people SET unreachable_at = now() WHERE name = '孙磊'`, nil},
	} {
		if tc.change != "" {
			_, err := h.pool.Exec(t.Context(), tc.change)
			h.must(err)
		}
		there, err := h.Colleagues(t.Context(), task, h.now)
		h.must(err)
		var names []string
		for _, p := range there {
			names = append(names, p.Name)
		}
		slices.Sort(names)
		slices.Sort(tc.want)
		if !slices.Equal(names, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, names, tc.want)
		}
	}
	sun := h.people["孙磊"]
	_, err := h.HandOver(t.Context(), h.by("赵敏"), task.ID, 0, sun.ID) // the button stood there before
	h.refused(err, conference.CodeHandOverInvalid)
	h.must(h.MarkReachable(t.Context(), sun.ID))
	h.queue.take()
	_, err = h.HandOver(t.Context(), h.by("赵敏"), task.ID, task.Revision, sun.ID)
	h.must(err)
	if got := h.sent(h.queue.take(), conference.NoticeTaskHanded); got["孙磊"] != 1 || len(got) != 1 {
		t.Errorf("asked: %v", got)
	}
	_, err = h.HandOver(t.Context(), h.by("赵敏"), task.ID, task.Revision, sun.ID)
	h.refused(err, conference.CodeStale)
	if mine, err := h.TasksFor(t.Context(), sun); err != nil || len(mine) != 1 || !mine[0].Asks(sun.ID) || mine[0].HandFrom.Name != "赵敏" {
		t.Errorf("what the colleague is asked: %+v %v", mine, err)
	}
	_, err = h.AnswerHandOver(t.Context(), h.by("孙磊"), task.ID, false)
	h.must(err)
	if mine, err := h.TasksFor(t.Context(), sun); err != nil || len(mine) != 0 {
		t.Errorf("after a no: %+v %v", mine, err)
	}
	_, err = h.AnswerHandOver(t.Context(), h.by("孙磊"), task.ID, true)
	h.refused(err, conference.CodeStale)
	_, err = h.HandOver(t.Context(), h.by("赵敏"), task.ID, 0, sun.ID)
	h.must(err)
	taken, err := h.AnswerHandOver(t.Context(), h.by("孙磊"), task.ID, true)
	h.must(err)
	if taken.Claimer.ID != sun.ID || taken.HandTo.ID != 0 {
		t.Errorf("taken over: %+v", taken)
	}
}

// What the information centre has called off the plan does not ask for again; what went with the meeting's level comes
// back with it.
func TestStore_StepTask_calledOffForGood(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b, task := h.prepared()
	_, err := h.StepTask(t.Context(), h.by("郑丽"), task.ID, 0, conference.StepCancel, "")
	h.must(err)
	open := func() (ids []string) {
		tasks, err := h.TasksOfBooking(t.Context(), b.ID)
		h.must(err)
		for _, t := range tasks {
			if t.Open() {
				ids = append(ids, t.Plan)
			}
		}
		return ids
	}
	for _, step := range []struct {
		level conference.Level
		want  []string
	}{{"", nil}, {conference.LevelMedium, []string{"prepare", "sound", "cleaning"}}, {conference.LevelSmall, nil}, {conference.LevelMedium, []string{"prepare", "sound", "cleaning"}}} {
		if step.level != "" {
			_, err := h.SetLevel(t.Context(), h.by("吴刚"), b.ID, 0, step.level)
			h.must(err)
		} else {
			_, err := h.ChangeBooking(t.Context(), h.by("王芳"), b.ID, 0, conference.Edit{Headcount: 9})
			h.must(err)
		}
		h.now = h.now.Add(time.Minute)
		h.fire(1)
		if got := open(); !slices.Equal(got, step.want) {
			t.Errorf("level %q: %v, want %v", step.level, got, step.want)
		}
	}
}

// A meeting is prolonged while the room is free, and not into the next one's set-up; closed, it gives the room back.
func TestStore_ExtendMeeting(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b, _ := h.prepared()
	_, err := h.Book(t.Context(), h.by("李强"), h.request("301", at(15, 20), at(16, 0)))
	h.must(err)
	next, taken, err := h.FreeUntil(t.Context(), b.Room.ID, b.ID, b.End)
	if err != nil || !taken || !next.Equal(at(15, 20)) {
		t.Fatalf("free until %v %v %v", next, taken, err)
	}
	if _, taken, err = h.FreeUntil(t.Context(), h.rooms["302"].ID, b.ID, b.End); err != nil || taken {
		t.Errorf("302 is taken: %v %v", taken, err)
	}
	h.now = at(14, 50)
	h.fire(1)
	_, err = h.ExtendMeeting(t.Context(), h.by("王芳"), b.ID, 0, 30*time.Minute)
	h.refused(err, conference.CodeRoomTaken)
	longer, err := h.ExtendMeeting(t.Context(), h.by("王芳"), b.ID, 0, 15*time.Minute)
	h.must(err)
	if !longer.End.Equal(at(15, 15)) {
		t.Errorf("until %v", longer.End)
	}
	_, err = h.ExtendMeeting(t.Context(), h.by("王芳"), b.ID, b.Revision, 15*time.Minute)
	h.refused(err, conference.CodeStale)
	h.now = at(15, 15)
	h.fire(1)
	over, err := h.FinishMeeting(t.Context(), h.by("王芳"), b.ID, 0)
	h.must(err)
	if stored, err := h.Booking(t.Context(), b.ID); err != nil || !stored.FinishedAt.Equal(h.now) || stored.Status != conference.BookingClosing || over.Revision != stored.Revision {
		t.Errorf("finished %v, %s, %v", stored.FinishedAt, stored.Status, err)
	}
	closing := h.planned(b, "close-small")
	for i := range closing.Items {
		_, err := h.TickItem(t.Context(), h.by("赵敏"), closing.ID, i, true)
		h.must(err)
	}
	_, err = h.StepTask(t.Context(), h.by("赵敏"), closing.ID, 0, conference.StepDone, "")
	h.must(err)
	if stored, err := h.Booking(t.Context(), b.ID); err != nil || stored.Status != conference.BookingClosed {
		t.Errorf("%s %v", stored.Status, err)
	}
}
