package conference

import "time"

// Habits are what somebody likes: tea, seat, temperature (S100, S101). They are personal: who keeps them sees them, and
// who serves a meeting that the person comes to; no log and no history holds them.
type Habits struct {
	Person Person
	Words  string // "" for none on record
	KeptBy Person
	KeptAt time.Time
}

// KeepHabits decides on what is kept of somebody; empty words clear it. It refuses with CodeForbidden, CodeTextLong,
// CodeNotFound for somebody who has left, CodeNothingToChange.
func (s Settings) KeepHabits(was Habits, words string, ch Change) (Habits, error) {
	words, err := validNote(words, s.MaxNote)
	switch {
	case !May(ch.Actor, ActionKeepHabits, 0):
		return was, Refuse(CodeForbidden)
	case err != nil:
		return was, err
	case was.Person.Removed:
		return was, Refuse(CodeNotFound)
	case words == was.Words:
		return was, Refuse(CodeNothingToChange)
	}
	return Habits{Person: was.Person, Words: words, KeptBy: ch.Actor, KeptAt: ch.Now}, nil
}

// SeesHabits tells whether p may see the habits of those who come to the meeting: whoever serves it, while it is served.
func (m Meeting) SeesHabits(p Person) bool {
	var rel Relation
	for _, t := range m.Tasks {
		if t.Has(p.ID) && t.Status != TaskCancelled && m.Booking.Live() {
			rel |= Claimer
		}
	}
	return May(p, ActionSeeHabits, rel)
}

// Honoured are the people whose habits matter to a meeting: the convening leader and those who have accepted.
func (m Meeting) Honoured() []int64 {
	var all []int64
	if m.Booking.Leader.ID != 0 {
		all = append(all, m.Booking.Leader.ID)
	}
	for _, a := range m.Attendees {
		if a.PartStat == Accepted && a.Person.ID != m.Booking.Leader.ID {
			all = append(all, a.Person.ID)
		}
	}
	return all
}
