package conference

import (
	"slices"
	"time"
)

// HandOver asks a colleague to take the task: in the actor's place, or a free one for who is of the crew and has none.
// Whoever hands out the crew's work may ask one more than it takes, and somebody else for what one could not do, which
// is the crew's again then. Until the colleague has said yes it stays as it is. b is its meeting, the zero Booking for none.
// It refuses with CodeTaskOver, CodeTaskNotYours, CodeHandOverInvalid for somebody who cannot take it,
// CodeHandOverWaits while somebody whom another has asked has not answered (args: by).
func (s Settings) HandOver(t Task, b Booking, to Person, ch Change) (Task, Effects, error) {
	overseer := May(ch.Actor, ActionAssignTask, t.RelationTo(ch.Actor))
	switch {
	case !t.Open() && (!overseer || !t.Lost()):
		return t, Effects{}, Refuse(CodeTaskOver)
	case !t.MayHand(ch.Actor):
		return t, Effects{}, Refuse(CodeTaskNotYours)
	case to.ID == ch.Actor.ID || !t.mayTake(to):
		return t, Effects{}, Refuse(CodeHandOverInvalid)
	case t.HandTo.ID != 0 && !t.HandDeclined && t.HandFrom.ID != ch.Actor.ID && !overseer:
		return t, Effects{}, Refuse(CodeHandOverWaits, "by", t.HandTo.Name)
	}
	var e Effects
	if was := t; t.Lost() {
		var err error
		if t, e, err = s.revive(t, ch.Now); err != nil {
			return was, Effects{}, err
		}
		tellSheets(was, t, b, ch.Now, &e)
	}
	t.HandTo, t.HandFrom, t.HandDeclined = to, ch.Actor, false
	t.Revision++
	e.deliver(cards(t.Subject())...)
	e.deliver(Delivery{Kind: NoticeTaskHanded, Subject: t.Subject(), To: Audience{Person: to.ID}, Lane: LaneTask, Ping: true})
	return t, e, nil
}

// MayHand tells whether the person may put the task before a colleague: who is on it, who could take a free place, and
// who hands out the crew's work, also when one could not do it.
func (t Task) MayHand(p Person) bool {
	rel := t.RelationTo(p)
	return (t.Open() || t.Lost()) && May(p, ActionAssignTask, rel) ||
		t.Open() && (t.Has(p.ID) || t.Missing() > 0 && May(p, ActionClaimTask, rel))
}

// MayPutBack tells whether the person may put the task before its crew again: who is on it, and who hands out the
// crew's work what nobody has taken or one could not do.
func (t Task) MayPutBack(p Person) bool {
	if t.Open() && t.Has(p.ID) {
		return true
	}
	return t.Crew != "" && (t.Status == TaskOffered || t.Lost()) && May(p, ActionAssignTask, t.RelationTo(p))
}

// Lost tells whether the task is one that somebody could not do and that somebody else still can: once its meeting is
// over there is only its room to close, what is broken to mend, and what is being bought to come.
func (t Task) Lost() bool {
	if t.Status != TaskFailed {
		return false
	}
	after := t.Kind == TaskProblem || t.Kind == TaskPurchase
	switch t.MeetingStatus {
	case "", BookingPending, BookingConfirmed:
		return t.Kind != TaskRounds || slices.ContainsFunc(t.Items, Item.waits)
	case BookingClosing:
		return after || t.Kind == TaskClosing
	}
	return after
}

// putBack puts a task before its crew again, whomever it was for.
func (s Settings) putBack(t Task, now time.Time) (Task, Effects, error) {
	var e Effects
	if t.Lost() {
		var err error
		if t, e, err = s.revive(t, now); err != nil {
			return t, Effects{}, err
		}
	}
	t.Only, t.HandTo, t.HandFrom, t.HandDeclined = Person{}, Person{}, Person{}, false
	t, offered, err := s.offer(t, now)
	e.deliver(offered.Deliveries...)
	return t, e, err
}

// revive is a task that somebody could not do as one that is to be done: nobody has it, its time is one that can be
// kept, and whoever hears of it when nobody takes it, or it is late, hears again. Those who asked for it see it. It
// refuses with CodeTaskOver when nothing of it is left.
func (s Settings) revive(t Task, now time.Time) (Task, Effects, error) {
	was := t
	t = t.clone()
	t.Status, t.Claimer, t.Helpers = TaskOffered, Person{}, nil
	t.Outcome, t.ClaimedAt, t.EndedAt = "", time.Time{}, time.Time{}
	for i := range t.Ladder {
		t.Ladder[i].TakenAt = time.Time{}
	}
	t.waitAgain(now)
	switch t.Kind {
	case TaskProblem:
		s.setDeadlines(&t, now)
	case TaskRounds: // they end with the meeting
	default:
		t.moreTime(t.Meeting.Start, now)
	}
	t.leavePast(now)
	if t.Kind == TaskRounds && !slices.ContainsFunc(t.Items, Item.waits) {
		return was, Effects{}, Refuse(CodeTaskOver)
	}
	t.TickedAt = now
	return t, Effects{Deliveries: t.progress(false)}, nil
}

// mayTake tells whether the person can be asked: one of the crew who is not on it and can be written to.
func (t Task) mayTake(p Person) bool {
	if p.ID == 0 || p.Removed || p.Unreachable || t.Has(p.ID) {
		return false
	}
	rel := t.RelationTo(p)
	if t.Crew != "" && p.Crew == t.Crew { // though it was only somebody's
		rel |= CrewMember
	}
	return May(p, ActionClaimTask, rel)
}

// Asks tells whether the person has been asked to take the task and has not answered.
func (t Task) Asks(person int64) bool {
	return person != 0 && t.HandTo.ID == person && !t.HandDeclined
}

// AnswerHandOver is the colleague's yes or no; who asked hears of a no. It refuses with CodeTaskOver, CodeForbidden for
// somebody who was not asked, CodeStale for who has answered.
func (s Settings) AnswerHandOver(t Task, yes bool, ch Change) (Task, Effects, error) {
	switch {
	case !t.Open():
		return t, Effects{}, Refuse(CodeTaskOver)
	case t.HandTo.ID == ch.Actor.ID && t.HandDeclined, t.Has(ch.Actor.ID):
		return t, Effects{}, Refuse(CodeStale, "kind", SubjectTask, "id", t.ID)
	case !t.Asks(ch.Actor.ID):
		return t, Effects{}, Refuse(CodeForbidden)
	}
	t = t.clone()
	from := t.HandFrom
	t.Revision++
	if yes {
		t.takeOver(from, ch)
		t.HandTo, t.HandFrom = Person{}, Person{}
	} else {
		t.HandDeclined = true
	}
	e := Effects{Deliveries: t.progress(false)}
	e.deliver(Delivery{Kind: NoticeCard, Subject: t.Subject(), To: Audience{Person: from.ID}, Lane: LaneTask, Ping: !yes})
	return t, e, nil
}

// takeOver puts the actor in the place of who asked, or on a place beside the others when that one has none.
func (t *Task) takeOver(from Person, ch Change) {
	if t.Only.ID != 0 {
		t.Only = ch.Actor
	}
	if !t.Has(from.ID) {
		t.join(ch.Actor, ch.Now)
		return
	}
	t.Claimer = replaced(t.Claimer, from, ch.Actor)
	for i := range t.Helpers {
		t.Helpers[i] = replaced(t.Helpers[i], from, ch.Actor)
	}
}

func replaced(p, from, to Person) Person {
	if p.ID == from.ID {
		return to
	}
	return p
}
