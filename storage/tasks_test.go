package storage

import (
	"sync"
	"testing"

	"huiwu/conference"
)

func (h *house) orderTea() conference.Task {
	h.t.Helper()
	b := h.book()
	tea, err := h.OrderTea(h.t.Context(), h.by("王芳"), conference.TeaRequest{BookingID: b.ID, Tea: "green", Note: "少放茶叶"})
	h.must(err)
	return tea
}

func TestStore_OrderTea(t *testing.T) {
	t.Parallel()
	h := setup(t)
	tea := h.orderTea()
	if got := h.sent(h.queue.take(), conference.NoticeCard); got["赵敏"] != 1 || got["孙磊"] != 1 || len(got) != 2 {
		t.Errorf("offered to %v, want those of the meeting-service crew, and its leader only when there is nobody", got)
	}
	stored, err := h.Task(t.Context(), tea.ID)
	h.must(err)
	if *stored.Tea != (conference.TeaOrder{Tea: "green", Cups: 8, Note: "少放茶叶"}) || stored.Room.Number != "301" || stored.Requester.Name != "王芳" {
		t.Errorf("stored %+v", stored)
	}
	_, err = h.OrderTea(t.Context(), h.by("李强"), conference.TeaRequest{BookingID: tea.BookingID, Tea: "green"})
	h.refused(err, conference.CodeForbidden)
	_, err = h.OrderTea(t.Context(), h.by("李强"), conference.TeaRequest{BookingID: 5, Tea: "green"})
	h.refused(err, conference.CodeNotFound)
}

func TestStore_StepTask(t *testing.T) {
	t.Parallel()
	h := setup(t)
	tea := h.orderTea()
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		ch := h.by([]string{"赵敏", "孙磊"}[i%2])
		wg.Go(func() { _, errs[i] = h.StepTask(t.Context(), ch, tea.ID, 0, conference.StepClaim, "") })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			h.refused(err, conference.CodeTaskTaken)
		}
	}
	if won != 1 {
		t.Fatalf("%d claimed the same task", won)
	}
	claimed, err := h.Task(t.Context(), tea.ID)
	h.must(err)
	if n := h.count(`SELECT count(*) FROM notices WHERE subject_kind = 'task' AND state = 'pending'`); n != 0 {
		t.Errorf("%d rungs of the ladder wait for a task that is taken", n)
	}
	who := claimed.Claimer.Name
	if ts, err := h.TasksFor(t.Context(), h.people[who]); err != nil || len(ts) != 1 {
		t.Errorf("%s has %d tasks, %v", who, len(ts), err)
	}
	if ts, err := h.TasksFor(t.Context(), h.people["周洁"]); err != nil || len(ts) != 0 {
		t.Errorf("a claimed task is still offered: %d, %v", len(ts), err)
	}
	_, err = h.StepTask(t.Context(), h.by(who), tea.ID, tea.Revision, conference.StepDone, "")
	h.refused(err, conference.CodeStale)
	h.queue.take()
	done, err := h.StepTask(t.Context(), h.by(who), tea.ID, claimed.Revision, conference.StepDone, "")
	h.must(err)
	told := h.queue.take()
	for _, d := range told {
		if d.Subject == done.Subject() && d.Revision != done.Revision {
			t.Errorf("a card tells of state %d, the task is at %d", d.Revision, done.Revision)
		}
	}
	if len(told) == 0 {
		t.Error("nobody is told")
	}
	if n := h.count(`SELECT count(*) FROM history WHERE subject_kind = 'task' AND subject_id = $1`, tea.ID); n != 3 {
		t.Errorf("%d lines of history, want order, claim, done", n)
	}
}

func TestStore_ReportProblem(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	r := conference.ProblemRequest{RoomID: h.rooms["301"].ID, BookingID: b.ID, Kind: conference.ProblemAV, Text: "投影仪坏了", Photos: []string{"p1"}}
	h.now = at(13, 30)
	var wg sync.WaitGroup
	tasks, joins := make([]conference.Task, 4), make([]bool, 4)
	for i, name := range []string{"王芳", "李强", "赵敏", "孙磊"} {
		ch := h.by(name)
		wg.Go(func() {
			var err error
			if tasks[i], joins[i], err = h.ReportProblem(t.Context(), ch, r); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	joined := 0
	for i, task := range tasks {
		if task.ID != tasks[0].ID {
			t.Fatal("the same fault was opened twice")
		}
		if joins[i] {
			joined++
		}
	}
	task, err := h.Task(t.Context(), tasks[0].ID)
	h.must(err)
	if joined != 3 || len(task.Others) != 3 || len(task.Problem.Photos) != 4 || !task.Urgent || task.Crew != conference.CrewSound || task.BookingNumber != b.Number {
		t.Errorf("%d joined: %+v %+v", joined, task, task.Problem)
	}
	task, err = h.AddProblemPhoto(t.Context(), h.by("李强"), task.ID, "p2")
	h.must(err)
	if len(task.Problem.Photos) != 5 {
		t.Errorf("photos %v", task.Problem.Photos)
	}
	_, err = h.AddProblemPhoto(t.Context(), h.by("吴刚"), task.ID, "p3")
	h.refused(err, conference.CodeForbidden)
	_, _, err = h.ReportProblem(t.Context(), h.by("王芳"), conference.ProblemRequest{RoomID: 987, Kind: conference.ProblemAV})
	h.refused(err, conference.CodeRoomUnknown)
	nowhere, _, err := h.ReportProblem(t.Context(), h.by("王芳"), conference.ProblemRequest{Kind: conference.ProblemLight, Text: "走廊灯坏了"})
	h.must(err)
	if stored, err := h.Task(t.Context(), nowhere.ID); err != nil || stored.Room.ID != 0 || stored.BookingID != 0 {
		t.Errorf("a report without a room: %+v, %v", stored, err)
	}
}

func TestStore_AnswerCheck(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	h.now = at(12, 0)
	h.fire(1)
	if got := h.sent(h.queue.take(), conference.NoticeCard); got["周洁"] != 1 || len(got) != 1 {
		t.Errorf("level 1 prompts %v, want the crew's leader", got)
	}
	_, _, err := h.AnswerCheck(t.Context(), h.by("王芳"), b.ID, 1, 0, conference.CheckAnswer{OK: true})
	h.refused(err, conference.CodeForbidden)
	_, _, err = h.AnswerCheck(t.Context(), h.by("吴刚"), b.ID, 2, 0, conference.CheckAnswer{OK: true})
	h.refused(err, conference.CodeCheckNotDue)
	_, _, err = h.AnswerCheck(t.Context(), h.by("吴刚"), b.ID, 4, 0, conference.CheckAnswer{OK: true})
	h.refused(err, conference.CodeNotFound)
	m, report, err := h.AnswerCheck(t.Context(), h.by("周洁"), b.ID, 1, 0, conference.CheckAnswer{Note: "话筒没声音", Kind: conference.ProblemAV})
	h.must(err)
	if report.ID == 0 || report.Crew != conference.CrewSound || len(m.FoundBy(1)) != 1 || m.FoundBy(1)[0].ID != report.ID {
		t.Errorf("the answer opened %+v", report)
	}
	check, err := h.Check(t.Context(), m.Checks[0].ID)
	h.must(err)
	if check.Status != conference.CheckProblem || check.AnsweredBy.Name != "周洁" || check.Note != "话筒没声音" {
		t.Errorf("answered: %+v", check)
	}
	tasks, err := h.TasksOfBooking(t.Context(), b.ID)
	h.must(err)
	if len(tasks) != 1 || tasks[0].Problem == nil || tasks[0].Problem.Text != "话筒没声音" || tasks[0].Requester.Name != "周洁" {
		t.Fatalf("the problem opened %+v", tasks)
	}
	_, _, err = h.AnswerCheck(t.Context(), h.by("周洁"), b.ID, 1, 0, conference.CheckAnswer{OK: true})
	h.refused(err, conference.CodeCheckAnswered)

	// Level 2 stays silent: level 3 marks it, and the supervisor is told once.
	h.now = at(13, 0)
	h.fire(1)
	h.queue.take()
	h.now = at(13, 30)
	h.fire(1)
	if got := h.sent(h.queue.take(), conference.NoticeCheckMissed); got["吴刚"] != 1 {
		t.Errorf("told of the silence: %v, want the supervisor", got)
	}
	m, err = h.Meeting(t.Context(), b.ID)
	h.must(err)
	if !m.Checks[1].MissedAt.Equal(at(13, 30)) || m.Checks[2].Status != conference.CheckPrompted {
		t.Errorf("checks %+v", m.Checks)
	}
}

// fire fires what is due and expects at least so many of it.
func (h *house) fire(atLeast int) {
	h.t.Helper()
	n, err := h.FireDue(h.t.Context(), h.now, 1000)
	h.must(err)
	if n < atLeast {
		h.t.Fatalf("%d fired, want at least %d", n, atLeast)
	}
}
