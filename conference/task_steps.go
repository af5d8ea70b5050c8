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
	return t, b, e, nil
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
	if t.Claimer.ID == 0 {
		t.Status, t.Claimer, t.ClaimedAt = TaskClaimed, ch.Actor, ch.Now
	} else {
		t.Helpers = append(t.Helpers, ch.Actor)
	}
	t.Revision++
	e := Effects{Deliveries: t.progress(false)}
	e.deliver(t.own(ch.Actor)) // taken from a crew's chat, it comes to their own
	return t, e, nil
}

// own is the delivery of somebody's own card of the task, without a sound.
func (t Task) own(p Person) Delivery {
	return Delivery{Kind: NoticeCard, Subject: t.Subject(), To: Audience{Person: p.ID}, Lane: LaneTask}
}

// release gives the task back: to those who are still on it, or to the crew anew.
func (s Settings) release(t Task, ch Change) (Task, Effects, error) {
	switch {
	case !t.Open():
		return t, Effects{}, Refuse(CodeTaskOver)
	case !t.Has(ch.Actor.ID):
		return t, Effects{}, Refuse(CodeTaskNotYours)
	}
	return s.without(t, ch.Actor, ch)
}

// without is the task when somebody is no longer on it.
func (s Settings) without(t Task, p Person, ch Change) (Task, Effects, error) {
	team := slices.DeleteFunc(t.Team(), func(o Person) bool { return o.ID == p.ID })
	t.HandTo, t.HandFrom = Person{}, Person{}
	if len(team) == 0 {
		t, e, err := s.offer(t, ch.Now)
		e.deliver(t.progress(false)...)
		return t, e, err
	}
	t = t.clone()
	t.Claimer, t.Helpers = team[0], team[1:]
	t.OfferedAt = ch.Now // the place that is free now waits from now on
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
	return s.offer(t, ch.Now)
}

// cancelTask calls a task off: whoever asked for it may, and the organiser what others have ordered for their meeting.
func (s Settings) cancelTask(t Task, b Booking, ch Change) (Task, Effects, error) {
	own := t.Requester.ID == ch.Actor.ID || t.ordered() && b.Organiser.ID == ch.Actor.ID
	if !own && !ch.Actor.Has(infoCentre...) {
		return t, Effects{}, Refuse(CodeForbidden)
	}
	if !t.Open() {
		return t, Effects{}, Refuse(CodeTaskOver)
	}
	t, e := t.callOff(ch.Now)
	if t.ordered() {
		e.deliver(cards(Subject{SubjectBooking, b.ID})...)
	}
	if t.Kind == TaskOrder && b.Status == BookingConfirmed {
		e.notify(planned(NoticeService, b, Audience{}, 0, ch.Now, time.Time{})) // the service notice says it, too
	}
	return t, e, nil
}

// ordered tells what is ordered for a meeting.
func (t Task) ordered() bool { return t.Kind == TaskTea || t.Kind == TaskOrder }

// callOff is the open task when it is no longer needed; whoever has it is told.
func (t Task) callOff(now time.Time) (Task, Effects) {
	t.Status, t.EndedAt = TaskCancelled, now
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
	case t.ConfirmedBy.ID != 0 || t.Status == TaskCancelled || t.Status == TaskFailed:
		return t, Effects{}, Refuse(CodeTaskOver)
	}
	t.ConfirmedBy = ch.Actor
	t.Revision++
	return t, Effects{Deliveries: t.progress(false)}, nil
}

// TickItem ticks a line of the checklist, or takes the tick back. Whoever is on the task may, and the organiser on
// the day-before check; it asks for no revision, as several tick one list. It refuses with CodeTaskOver,
// CodeTaskNotYours, CodeNotFound.
func (s Settings) TickItem(t Task, item int, done bool, ch Change) (Task, Effects, error) {
	switch {
	case !t.Open():
		return t, Effects{}, Refuse(CodeTaskOver)
	case !May(ch.Actor, ActionWorkTask, t.RelationTo(ch.Actor)) && !(t.Kind == TaskDayCheck && t.Requester.ID == ch.Actor.ID):
		return t, Effects{}, Refuse(CodeTaskNotYours)
	case item < 0 || item >= len(t.Items):
		return t, Effects{}, Refuse(CodeNotFound)
	}
	t = t.clone()
	i := &t.Items[item]
	if !i.DoneAt.IsZero() == done {
		return t, Effects{}, nil
	}
	i.DoneAt, i.DoneBy = ch.Now, ch.Actor.ID
	if !done {
		i.DoneAt, i.DoneBy = time.Time{}, 0
	}
	t.Revision++
	return t.endRounds(ch.Now), Effects{Deliveries: cards(t.Subject())}, nil
}

// AddProof adds a photo that shows the work (S95, S96). It refuses with CodeTaskOver, CodeTaskNotYours.
func (s Settings) AddProof(t Task, fileID string, ch Change) (Task, Effects, error) {
	switch {
	case !t.Open():
		return t, Effects{}, Refuse(CodeTaskOver)
	case !t.Has(ch.Actor.ID):
		return t, Effects{}, Refuse(CodeTaskNotYours)
	case slices.Contains(t.Proofs, fileID):
		return t, Effects{}, nil
	}
	t = t.clone()
	t.Proofs = append(t.Proofs, fileID)
	t.Revision++
	return t, Effects{Deliveries: cards(t.Subject())}, nil
}

// HandOver asks a colleague to take the actor's place; until they have, it stays the actor's. It refuses with
// CodeTaskOver, CodeTaskNotYours, CodeHandOverInvalid for somebody who cannot take it.
func (s Settings) HandOver(t Task, to Person, ch Change) (Task, Effects, error) {
	switch {
	case !t.Open():
		return t, Effects{}, Refuse(CodeTaskOver)
	case !t.Has(ch.Actor.ID):
		return t, Effects{}, Refuse(CodeTaskNotYours)
	case to.ID == 0 || to.Removed || t.Has(to.ID) || !May(to, ActionClaimTask, t.RelationTo(to)):
		return t, Effects{}, Refuse(CodeHandOverInvalid)
	}
	t.HandTo, t.HandFrom = to, ch.Actor
	t.Revision++
	e := Effects{Deliveries: cards(t.Subject())}
	e.deliver(Delivery{Kind: NoticeTaskHanded, Subject: t.Subject(), To: Audience{Person: to.ID}, Lane: LaneTask, Ping: true})
	return t, e, nil
}

// AnswerHandOver is the colleague's yes or no. It refuses with CodeTaskOver, CodeForbidden for anybody else.
func (s Settings) AnswerHandOver(t Task, yes bool, ch Change) (Task, Effects, error) {
	switch {
	case !t.Open():
		return t, Effects{}, Refuse(CodeTaskOver)
	case t.HandTo.ID == 0 || t.HandTo.ID != ch.Actor.ID:
		return t, Effects{}, Refuse(CodeForbidden)
	}
	t = t.clone()
	from := t.HandFrom
	t.HandTo, t.HandFrom = Person{}, Person{}
	t.Revision++
	if yes {
		t.Claimer = replaced(t.Claimer, from, ch.Actor)
		for i := range t.Helpers {
			t.Helpers[i] = replaced(t.Helpers[i], from, ch.Actor)
		}
	}
	e := Effects{Deliveries: t.progress(false)}
	e.deliver(Delivery{Kind: NoticeCard, Subject: t.Subject(), To: Audience{Person: from.ID}, Lane: LaneTask, Ping: !yes})
	return t, e, nil
}

func replaced(p, from, to Person) Person {
	if p.ID == from.ID {
		return to
	}
	return p
}
