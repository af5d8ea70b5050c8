package conference

import (
	"slices"
	"time"
)

// askSealed puts a booking before the supervisor that would bring people into a room which is sealed for a later
// meeting (S87); false when it would not, or when whoever books may open the room themself.
func (s Settings) askSealed(m *Meeting, sealed []Booking, actor Person, e *Effects) bool {
	b := &m.Booking
	i := slices.IndexFunc(sealed, func(o Booking) bool { return o.ID != b.ID && o.Sealed() && b.Start.Before(o.Start) })
	if i < 0 || May(actor, ActionOpenSealed, 0) {
		return false
	}
	b.Status, b.SealedFor = BookingPending, sealed[i].Number
	e.deliver(Delivery{Kind: NoticeSealed, Subject: Subject{SubjectBooking, b.ID},
		To: HolderSupervisor.audience("", ""), Lane: LaneTask, Ping: true})
	return true
}

// Decides is the right that a pending booking waits for: the information centre's, or theirs who may open a sealed
// room when it would bring people into one. They decide on it whole.
func (b Booking) Decides() Action {
	if b.SealedFor != "" {
		return ActionOpenSealed
	}
	return ActionApproveBooking
}

// decides refuses who may not decide on the pending booking.
func (m Meeting) decides(ch Change) error {
	err := m.allow(m.Booking.Decides(), ch)
	switch {
	case CodeOf(err) == CodeForbidden && May(ch.Actor, ActionApproveBooking, 0):
		return Refuse(CodeRoomSealed, "number", m.Booking.SealedFor)
	case err == nil && m.Booking.Status != BookingPending:
		return Refuse(CodeNotPending)
	}
	return err
}

// EntryStatus is where a request to enter a sealed room stands.
type EntryStatus string

// The statuses.
const (
	EntryAsked   EntryStatus = "asked"
	EntryAllowed EntryStatus = "allowed"
	EntryRefused EntryStatus = "refused"
)

// Entry is somebody's request to enter a room that is sealed for a meeting (封闭管理, S87).
type Entry struct {
	ID        int64
	BookingID int64
	Person    Person
	Reason    string
	Status    EntryStatus
	Revision  int
	AskedAt   time.Time
	DecidedBy Person // zero until decided
	DecidedAt time.Time
}

// Subject is what the request's cards are about.
func (e Entry) Subject() Subject { return Subject{SubjectEntry, e.ID} }

// MaySee tells whether the person may see the request: whoever asks, and those who decide.
func (e Entry) MaySee(p Person) bool { return e.Person.ID == p.ID || May(p, ActionOpenSealed, 0) }

// RequestEntry asks to enter the room that is sealed for the meeting, with a word why; waiting are the meeting's
// requests that nobody has decided on. It refuses with CodeForbidden, CodeNotSealed, CodeNoteMissing, CodeTextLong,
// CodeEntryAsked.
func (s Settings) RequestEntry(b Booking, waiting []Entry, reason string, ch Change) (Entry, Effects, error) {
	reason, err := validNote(reason, s.MaxNote)
	switch {
	case !May(ch.Actor, ActionAskEntry, 0):
		return Entry{}, Effects{}, Refuse(CodeForbidden)
	case !b.Sealed():
		return Entry{}, Effects{}, Refuse(CodeNotSealed)
	case err != nil:
		return Entry{}, Effects{}, err
	case reason == "":
		return Entry{}, Effects{}, Refuse(CodeNoteMissing)
	case slices.ContainsFunc(waiting, func(e Entry) bool { return e.Person.ID == ch.Actor.ID }):
		return Entry{}, Effects{}, Refuse(CodeEntryAsked)
	}
	en := Entry{BookingID: b.ID, Person: ch.Actor, Reason: reason, Status: EntryAsked, Revision: 1, AskedAt: ch.Now}
	return en, Effects{Deliveries: []Delivery{{Kind: NoticeEntry, Subject: en.Subject(), To: HolderSupervisor.audience("", ""),
		Lane: LaneTask, Ping: true, ExpiresAt: b.Start}}}, nil
}

// DecideEntry is the supervisor's yes or no; whoever asked is told. It refuses with CodeForbidden, CodeEntryDecided
// (args: by), CodeNotSealed when the room is open by now.
func (s Settings) DecideEntry(en Entry, b Booking, yes bool, ch Change) (Entry, Effects, error) {
	switch {
	case !May(ch.Actor, ActionOpenSealed, 0):
		return en, Effects{}, Refuse(CodeForbidden)
	case en.Status != EntryAsked:
		return en, Effects{}, Refuse(CodeEntryDecided, "by", en.DecidedBy.Name)
	case !b.Sealed():
		return en, Effects{}, Refuse(CodeNotSealed)
	}
	en.Status, en.DecidedBy, en.DecidedAt = EntryRefused, ch.Actor, ch.Now
	if yes {
		en.Status = EntryAllowed
	}
	en.Revision++
	return en, Effects{Deliveries: cards(en.Subject(), Audience{Person: en.Person.ID})}, nil
}

// Unseal opens a sealed room before its time; whoever of waiting asks to enter it is told. It refuses with
// CodeForbidden, CodeNotSealed.
func (s Settings) Unseal(m Meeting, waiting []Entry, ch Change) (Meeting, Effects, error) {
	switch {
	case !May(ch.Actor, ActionOpenSealed, 0):
		return m, Effects{}, Refuse(CodeForbidden)
	case !m.Booking.Sealed():
		return m, Effects{}, Refuse(CodeNotSealed)
	}
	m.Booking.UnsealedAt = ch.Now
	m.Booking.Revision++
	e := Effects{Deliveries: cards(Subject{SubjectBooking, m.Booking.ID})}
	for _, en := range waiting {
		e.deliver(cards(en.Subject(), Audience{Person: en.Person.ID})...)
	}
	return m, e, nil
}
