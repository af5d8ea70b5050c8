package conference

import (
	"slices"
	"time"
)

// StepTask decides on a step of a task; b is the meeting that it hangs on, the zero Booking for none, and comes back
// changed where the step seals, opens or closes its room. It refuses with CodeForbidden, CodeTaskTaken, CodeTaskOver,
// CodeTaskNotYours, CodeNoteMissing, CodeNotStillBroken, CodeChecklistOpen, CodeProofMissing or CodeTextLong.
func (s Settings) StepTask(t Task, b Booking, step TaskStep, note string, ch Change) (Task, Booking, Effects, error) {
	note, err := validNote(note, s.MaxNote)
	if err != nil {
		return t, b, Effects{}, err
	}
	was := t
	var e Effects
	switch step {
	case StepClaim:
		t, e, err = s.claim(t, ch)
	case StepRelease:
		t, e, err = s.release(t, ch)
	case StepStart, StepDone, StepFail:
		t, e, err = s.work(t, step, note, ch)
	case StepReopen:
		t, e, err = s.reopen(t, note, ch)
	case StepCancel:
		t, e, err = s.cancelTask(t, b, ch)
	case StepConfirm:
		t, e, err = s.confirmTask(t, ch)
	default:
		err = Refuse(CodeNotFound)
	}
	if err != nil {
		return was, b, Effects{}, err
	}
	b = s.roomAfter(was, t, b, ch, &e)
	tellSheets(was, t, b, ch.Now, &e)
	return t, b, e, nil
}

// tellSheets has the service notice say what is ordered no longer, or again.
func tellSheets(was, t Task, b Booking, now time.Time, e *Effects) {
	if t.Kind == TaskOrder && t.Off() != was.Off() && b.Status == BookingConfirmed {
		e.notify(planned(NoticeService, b, Audience{}, 0, now, time.Time{}))
	}
}

func (s Settings) claim(t Task, ch Change) (Task, Effects, error) {
	switch {
	case !May(ch.Actor, ActionClaimTask, t.RelationTo(ch.Actor)):
		return t, Effects{}, Refuse(CodeForbidden)
	case !t.Open():
		return t, Effects{}, Refuse(CodeTaskOver)
	case t.Has(ch.Actor.ID) || t.Missing() == 0:
		return t, Effects{}, Refuse(CodeTaskTaken, "by", t.Claimer.Name)
	}
	t = t.clone()
	t.join(ch.Actor, ch.Now)
	if t.HandTo.ID == ch.Actor.ID || t.Missing() == 0 && !t.Has(t.HandFrom.ID) { // the place that was offered is taken
		t.HandTo, t.HandFrom, t.HandDeclined = Person{}, Person{}, false
	}
	t.Revision++
	e := Effects{Deliveries: t.progress(false)}
	e.deliver(t.own(ch.Actor)) // taken from a crew's chat, it comes to their own
	return t, e, nil
}

// join puts somebody on the task.
func (t *Task) join(p Person, now time.Time) {
	if t.Claimer.ID == 0 {
		t.Status, t.Claimer, t.ClaimedAt = TaskClaimed, p, now
	} else {
		t.Helpers = append(t.Helpers, p)
	}
	t.Hands = max(t.Hands, len(t.Team()))
}

// own is the delivery of somebody's own card of the task, without a sound.
func (t Task) own(p Person) Delivery {
	return Delivery{Kind: NoticeCard, Subject: t.Subject(), To: Audience{Person: p.ID}, Lane: LaneTask}
}

// release gives the task back: to those who are still on it, or to the crew anew. Whoever hands out the crew's work
// puts before it again what nobody has taken, or what somebody could not do.
func (s Settings) release(t Task, ch Change) (Task, Effects, error) {
	switch {
	case (t.Lost() || !t.Has(ch.Actor.ID)) && t.MayPutBack(ch.Actor):
		return s.putBack(t, ch.Now)
	case !t.Open():
		return t, Effects{}, Refuse(CodeTaskOver)
	case !t.Has(ch.Actor.ID):
		return t, Effects{}, Refuse(CodeTaskNotYours)
	}
	team := slices.DeleteFunc(t.Team(), func(o Person) bool { return o.ID == ch.Actor.ID })
	t.HandTo, t.HandFrom, t.HandDeclined = Person{}, Person{}, false
	if t.Crew != "" {
		t.Only = Person{} // anybody of the crew may have it now
	}
	if len(team) == 0 {
		t, e, err := s.offer(t, ch.Now)
		e.deliver(t.progress(false)...)
		return t, e, err
	}
	t = t.clone()
	t.Claimer, t.Helpers = team[0], team[1:]
	t.waitAgain(ch.Now)
	t.Revision++
	e := Effects{Deliveries: t.progress(false)}
	e.deliver(Delivery{Kind: NoticeCard, Subject: t.Subject(), To: t.people(), Lane: LaneTask, Ping: true})
	return t, e, nil
}

func (s Settings) work(t Task, step TaskStep, note string, ch Change) (Task, Effects, error) {
	switch {
	case !t.Open():
		return t, Effects{}, Refuse(CodeTaskOver)
	case t.Status == TaskOffered || !May(ch.Actor, ActionWorkTask, t.RelationTo(ch.Actor)):
		return t, Effects{}, Refuse(CodeTaskNotYours)
	}
	t = t.clone()
	t.Revision++
	switch step {
	case StepStart:
		t.Status = TaskStarted
		return t, Effects{Deliveries: t.progress(false)}, nil
	case StepFail:
		return s.fail(t, note, ch)
	}
	if open := t.unticked(); open > 0 {
		return t, Effects{}, Refuse(CodeChecklistOpen, "n", open)
	}
	if t.Proof && len(t.Proofs) == 0 {
		return t, Effects{}, Refuse(CodeProofMissing)
	}
	t.Outcome, t.EndedAt = note, ch.Now
	t.Status = TaskDone
	return t, Effects{Deliveries: t.progress(t.Kind == TaskProblem || t.Kind == TaskRequest)}, nil
}

// unticked is how many items have to be ticked before the task can be done: all but those that were missed.
func (t Task) unticked() (n int) {
	for _, i := range t.Items {
		if i.waits() {
			n++
		}
	}
	return n
}

// fail ends a task that can't be done. What one person cannot do, somebody with more means must see to.
func (s Settings) fail(t Task, note string, ch Change) (Task, Effects, error) {
	if note == "" {
		return t, Effects{}, Refuse(CodeNoteMissing)
	}
	t.Status, t.Outcome, t.EndedAt = TaskFailed, note, ch.Now
	e := Effects{Deliveries: t.progress(true)}
	e.deliver(t.escalation(HolderLeader.audience(t.Crew, t.Room.Building), 1), t.escalation(HolderSupervisor.audience("", ""), 2))
	return t, e, nil
}

func (s Settings) reopen(t Task, note string, ch Change) (Task, Effects, error) {
	if !May(ch.Actor, ActionReopenTask, t.RelationTo(ch.Actor)) {
		return t, Effects{}, Refuse(CodeForbidden)
	}
	if t.Kind != TaskProblem || (t.Status != TaskDone && t.Status != TaskFailed) {
		return t, Effects{}, Refuse(CodeNotStillBroken)
	}
	t = t.clone()
	t.Reopened++
	t.Outcome, t.EndedAt, t.ClaimedAt = note, time.Time{}, time.Time{}
	s.setDeadlines(&t, ch.Now)
	for i := range t.Ladder {
		t.Ladder[i].TakenAt = time.Time{}
	}
	return s.offer(t, ch.Now)
}

// cancelTask calls a task off: whoever asked for it may, and the organiser what others have ordered for their meeting.
// What the plan asks for is only the information centre's to call off.
func (s Settings) cancelTask(t Task, b Booking, ch Change) (Task, Effects, error) {
	asked := t.Requester.ID == ch.Actor.ID && !t.planned() || t.ordered() && b.Organiser.ID == ch.Actor.ID
	if !asked && !May(ch.Actor, ActionCallOffTask, 0) {
		return t, Effects{}, Refuse(CodeForbidden)
	}
	if !t.Open() {
		return t, Effects{}, Refuse(CodeTaskOver)
	}
	t, e := t.callOff(ch.Now)
	if t.ordered() {
		e.deliver(cards(Subject{SubjectBooking, b.ID})...)
	}
	return t, e, nil
}

// ordered tells what is ordered for a meeting.
func (t Task) ordered() bool { return t.Kind == TaskTea || t.Kind == TaskOrder }

// callOff is the open task when it is no longer needed; whoever has it is told.
func (t Task) callOff(now time.Time) (Task, Effects) {
	t.Status, t.EndedAt, t.CalledOff = TaskCancelled, now, true
	t.Revision++
	e := Effects{Deliveries: t.progress(false)}
	t.tellTeam(NoticeTaskChanged, &e)
	return t, e
}

// CallOffPurchase is what becomes of an order's purchase when the order is called off.
func (s Settings) CallOffPurchase(t Task, ch Change) (Task, Effects) {
	if t.Kind != TaskPurchase || !t.Open() {
		return t, Effects{}
	}
	return t.callOff(ch.Now)
}

// confirmTask is the organiser's agreement to the day-before check (S86).
func (s Settings) confirmTask(t Task, ch Change) (Task, Effects, error) {
	switch {
	case t.Kind != TaskDayCheck || t.Requester.ID != ch.Actor.ID && !ch.Actor.Has(infoCentre...):
		return t, Effects{}, Refuse(CodeForbidden)
	case t.ConfirmedBy.ID != 0 || t.Off():
		return t, Effects{}, Refuse(CodeTaskOver)
	}
	t.ConfirmedBy = ch.Actor
	t.Revision++
	return t, Effects{Deliveries: t.progress(false)}, nil
}
