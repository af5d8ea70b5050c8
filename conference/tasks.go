package conference

import (
	"slices"
	"time"
)

// Subject is what the task's cards are about.
func (t Task) Subject() Subject { return Subject{SubjectTask, t.ID} }

// RelationTo is how p stands to the task.
func (t Task) RelationTo(p Person) Relation {
	var rel Relation
	if t.Only.ID == p.ID && p.ID != 0 || (t.Only.ID == 0 || p.Has(leaders...)) && p.Crew != "" && p.Crew == t.Crew {
		rel |= CrewMember // whoever leads the crew also of what is for one of it
	}
	if t.Has(p.ID) {
		rel |= Claimer
	}
	if slices.Contains(t.Requesters(), p.ID) {
		rel |= Requester
	}
	if t.Asks(p.ID) {
		rel |= Asked
	}
	return rel
}

// offer puts a task before its people.
func (s Settings) offer(t Task, now time.Time) (Task, Effects, error) {
	t = t.clone()
	t.Status, t.Claimer, t.Helpers = TaskOffered, Person{}, nil
	t.Hands = max(1, t.Hands)
	t.waitAgain(now)
	t.Revision++
	return t, Effects{Deliveries: cards(t.Subject(), t.people())}, nil
}

// waitAgain has a place on the task wait from now on: whoever hears of it when nobody takes it hears again.
func (t *Task) waitAgain(now time.Time) {
	t.OfferedAt = now
	for i := range t.Ladder {
		if t.Ladder[i].On == Unclaimed {
			t.Ladder[i].TakenAt = time.Time{}
		}
	}
}

// people are those it is offered to: one person, or who of the crew is on duty and works in the building; the
// crew's leader when there is nobody.
func (t Task) people() Audience {
	if t.Only.ID != 0 {
		return Audience{Person: t.Only.ID}
	}
	return Audience{Crew: t.Crew, Building: t.Room.Building, OnDuty: true, Someone: true}
}

// OfferCard puts the task before those it is offered to, where they are reached now.
func (t Task) OfferCard(ping bool) Delivery {
	return Delivery{Kind: NoticeCard, Subject: t.Subject(), To: t.people(), Lane: LaneTask, Ping: ping}
}

// TaskClock is the notice at the next moment that something about the task happens by itself; none when nothing will.
func (s Settings) TaskClock(t Task) []Notice {
	at, ok := t.nextMoment()
	if !ok {
		return nil
	}
	return []Notice{{Kind: NoticeTaskClock, Subject: t.Subject(), DueAt: at}}
}

// nextMoment is the earliest of: a rung, a timed item's time, the end of its grace.
func (t Task) nextMoment() (at time.Time, ok bool) {
	if !t.Open() {
		return time.Time{}, false
	}
	sooner := func(m time.Time) {
		if !m.IsZero() && (!ok || m.Before(at)) {
			at, ok = m, true
		}
	}
	for _, r := range t.Ladder {
		sooner(t.rungDue(r))
	}
	for _, i := range t.Items {
		if i.At.IsZero() || !i.DoneAt.IsZero() || !i.MissedAt.IsZero() {
			continue
		}
		sooner(i.At.Add(i.Grace))
		if i.At.After(t.OfferedAt) && !t.shownSince(i.At) {
			sooner(i.At)
		}
	}
	return at, ok
}

// shownSince tells whether the task's cards were drawn again at or after an item's time.
func (t Task) shownSince(at time.Time) bool { return !t.TickedAt.Before(at) }

// rungDue is when a rung is taken if things stay as they are; zero for never.
func (t Task) rungDue(r Rung) time.Time {
	switch {
	case !r.TakenAt.IsZero():
	case r.On == Unclaimed && t.Missing() > 0:
		return t.OfferedAt.Add(r.After)
	case r.On == Late:
		return t.DueAt.Add(r.After)
	case r.On == Missed && t.missedInRow() >= r.Count:
		return t.lastMissed()
	}
	return time.Time{}
}

// missedInRow is how many timed items up to now have been missed one after the other.
func (t Task) missedInRow() (n int) {
	for _, i := range t.Items {
		switch {
		case !i.DoneAt.IsZero():
			n = 0
		case !i.MissedAt.IsZero():
			n++
		}
	}
	return n
}

func (t Task) lastMissed() (at time.Time) {
	for _, i := range t.Items {
		if i.MissedAt.After(at) {
			at = i.MissedAt
		}
	}
	return at
}

// FireTask does what has come due about a task by itself: timed items come up and are missed, rungs are taken, each
// once, and rounds end with their meeting.
func (s Settings) FireTask(t Task, now time.Time) (Task, Effects) {
	if !t.Open() {
		return t, Effects{}
	}
	t = t.clone()
	t.TickedAt = now
	e := Effects{Deliveries: cards(t.Subject())}
	for i := range t.Items {
		item := &t.Items[i]
		if !item.At.IsZero() && item.DoneAt.IsZero() && item.MissedAt.IsZero() && !item.At.Add(item.Grace).After(now) {
			item.MissedAt = now
		}
	}
	for i := range t.Ladder {
		if due := t.rungDue(t.Ladder[i]); !due.IsZero() && !due.After(now) {
			t.Ladder[i].TakenAt = now
			e.deliver(t.escalation(t.Ladder[i].To.audience(t.Crew, t.Room.Building), i+1))
		}
	}
	return t.endRounds(now), e
}

// endRounds ends rounds of which none is left: they are done when any was served.
func (t Task) endRounds(now time.Time) Task {
	if t.Kind != TaskRounds || slices.ContainsFunc(t.Items, Item.waits) {
		return t
	}
	t.Status, t.EndedAt = TaskFailed, now
	if slices.ContainsFunc(t.Items, func(i Item) bool { return !i.DoneAt.IsZero() }) {
		t.Status = TaskDone
	}
	t.Revision++
	return t
}

// waits tells whether the item is still to be ticked.
func (i Item) waits() bool { return i.DoneAt.IsZero() && i.MissedAt.IsZero() }

// Presses tells whether what brought the task before somebody by a rung, counted from 1, still holds. Rounds that were
// missed press also when they are the last.
func (t Task) Presses(step int) bool {
	switch {
	case t.Status == TaskFailed:
		return true
	case t.Status == TaskCancelled || step < 1 || step > len(t.Ladder):
		return false
	}
	switch t.Ladder[step-1].On {
	case Missed:
		return len(t.Missed()) > 0
	case Unclaimed:
		return t.Missing() > 0
	}
	return t.Open()
}

func (t Task) escalation(to Audience, step int) Delivery {
	return Delivery{Kind: NoticeTaskEscalated, Subject: t.Subject(), To: to, Lane: LaneTask, Ping: true, Step: step}
}

// progress brings every card of the task up to date; those who asked for it hear it when loud.
func (t Task) progress(loud bool) []Delivery {
	ds := cards(t.Subject())
	for _, id := range t.Requesters() {
		ds = append(ds, Delivery{Kind: NoticeCard, Subject: t.Subject(), To: Audience{Person: id}, Lane: LaneTask, Ping: loud})
	}
	return ds
}

// tellTeam tells whoever has the task that something about it changed.
func (t Task) tellTeam(kind NoticeKind, e *Effects) {
	for _, p := range t.Team() {
		e.deliver(Delivery{Kind: kind, Subject: t.Subject(), To: Audience{Person: p.ID}, Lane: LaneTask, Ping: true})
	}
}
