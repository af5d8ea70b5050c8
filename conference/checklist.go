package conference

import (
	"slices"
	"time"
)

// MaxProofs is how many photos a task takes.
const MaxProofs = 10

// TickItem ticks a line of the checklist, or takes the tick back. Whoever is on the task may, and the organiser on
// the day-before check; it asks for no revision, as several tick one list. The first tick starts the work; b is the
// meeting, as for StepTask. It refuses with CodeTaskOver, CodeTaskNotYours, CodeNotFound, CodeRoundEarly (args: at).
func (s Settings) TickItem(t Task, b Booking, item int, done bool, ch Change) (Task, Booking, Effects, error) {
	switch {
	case !t.Open():
		return t, b, Effects{}, Refuse(CodeTaskOver)
	case !t.MayTick(ch.Actor):
		return t, b, Effects{}, Refuse(CodeTaskNotYours)
	case item < 0 || item >= len(t.Items):
		return t, b, Effects{}, Refuse(CodeNotFound)
	case t.Kind == TaskRounds && done && ch.Now.Before(t.Items[item].At.Add(-t.Items[item].Grace)):
		return t, b, Effects{}, Refuse(CodeRoundEarly, "at", t.Items[item].At)
	}
	was := t
	t = t.clone()
	i := &t.Items[item]
	if !i.DoneAt.IsZero() == done {
		return was, b, Effects{}, nil
	}
	i.DoneAt, i.DoneBy = ch.Now, ch.Actor.ID
	if !done {
		i.DoneAt, i.DoneBy = time.Time{}, 0
	}
	if t.Status == TaskClaimed && t.Has(ch.Actor.ID) {
		t.Status = TaskStarted
	}
	t.Revision++
	e := Effects{Deliveries: cards(t.Subject())}
	t = t.endRounds(ch.Now)
	b = s.roomAfter(was, t, b, ch, &e)
	return t, b, e, nil
}

// MayTick tells whether the person ticks the task's list.
func (t Task) MayTick(p Person) bool {
	return May(p, ActionWorkTask, t.RelationTo(p)) || t.Kind == TaskDayCheck && t.Requester.ID == p.ID && p.ID != 0
}

// AddProof adds a photo that shows the work (S95, S96). It refuses with CodeTaskOver, CodeTaskNotYours,
// CodeQuantityInvalid when there are MaxProofs already.
func (s Settings) AddProof(t Task, fileID string, ch Change) (Task, Effects, error) {
	switch {
	case !t.Open():
		return t, Effects{}, Refuse(CodeTaskOver)
	case !t.Has(ch.Actor.ID):
		return t, Effects{}, Refuse(CodeTaskNotYours)
	case slices.Contains(t.Proofs, fileID):
		return t, Effects{}, nil
	case len(t.Proofs) >= MaxProofs:
		return t, Effects{}, Refuse(CodeQuantityInvalid, "max", MaxProofs)
	}
	t = t.clone()
	t.Proofs = append(t.Proofs, fileID)
	t.Revision++
	return t, Effects{Deliveries: cards(t.Subject())}, nil
}

// Ticked is how many lines of the list have been ticked.
func (t Task) Ticked() (n int) {
	for _, i := range t.Items {
		if !i.DoneAt.IsZero() {
			n++
		}
	}
	return n
}

// Missed are the timed lines that were missed and have not been made good.
func (t Task) Missed() []Item {
	return slices.DeleteFunc(slices.Clone(t.Items), func(i Item) bool { return i.MissedAt.IsZero() || !i.DoneAt.IsZero() })
}

// NextRound is the place of the first timed line that is neither ticked nor missed; false when there is none.
func (t Task) NextRound() (int, bool) {
	i := slices.IndexFunc(t.Items, Item.waits)
	return i, i >= 0
}
