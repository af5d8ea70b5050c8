package conference

import (
	"slices"
	"time"
)

// relationTo is how p stands to the meeting.
func (m Meeting) relationTo(p Person) Relation {
	var rel Relation
	if m.Booking.Organiser.ID == p.ID {
		rel |= Organiser
	}
	if slices.ContainsFunc(m.Attendees, func(a Attendee) bool { return a.Person.ID == p.ID }) {
		rel |= Invitee
	}
	return rel
}

// MaySee tells whether p may see the meeting's card.
func (m Meeting) MaySee(p Person) bool { return May(p, ActionSeeBooking, m.relationTo(p)) }

// allow refuses with CodeForbidden, or CodeBookingOver when the meeting is no longer to be changed.
func (m Meeting) allow(a Action, ch Change) error {
	if !May(ch.Actor, a, m.relationTo(ch.Actor)) {
		return Refuse(CodeForbidden)
	}
	if !m.Booking.Live() || !ch.Now.Before(m.Booking.End) {
		return Refuse(CodeBookingOver, "status", string(m.Booking.Status))
	}
	return nil
}

// Book decides on a request. Beside Validate's refusals: CodeForbidden, CodeTitleMissing,
// CodeTitleLong. That the room is free is the database's word.
func (s Settings) Book(r Request, room Room, ch Change) (Meeting, Effects, error) {
	if !May(ch.Actor, ActionBook, 0) {
		return Meeting{}, Effects{}, Refuse(CodeForbidden)
	}
	title, err := s.validTitle(r.Title)
	if err != nil {
		return Meeting{}, Effects{}, err
	}
	if err := s.Validate(r, room, ch.Now); err != nil {
		return Meeting{}, Effects{}, err
	}
	m := Meeting{Booking: Booking{
		Revision: 1, Schedule: 1, Status: BookingConfirmed, Room: room, Organiser: ch.Actor, Title: title,
		Start: r.Start, End: r.End, Headcount: r.Headcount, Type: r.Type, Leader: r.Leader, CreatedAt: ch.Now,
	}}
	m.Booking.Level, m.Booking.LevelReason = s.LevelOf(m.Booking)
	var e Effects
	switch {
	case s.intoSealed(m.Booking, r.Sealed, ch.Actor):
		m.Booking.Status = BookingPending
		e.deliver(Delivery{Kind: NoticeSealed, Subject: Subject{SubjectBooking, m.Booking.ID},
			To: HolderSupervisor.audience("", ""), Lane: LaneTask, Ping: true})
	case s.Policies[room.Class].NeedsApproval:
		s.askApproval(&m, &e)
	default:
		s.planMeeting(&m, ch.Now, &e)
	}
	return m, e, nil
}

// Fresh is a meeting as it is when it has just been booked, for who shows it at once: the database's IDs apart, what
// reading it would give.
func (s Settings) Fresh(b Booking, now time.Time) Meeting {
	m := Meeting{Booking: b}
	if b.Status == BookingConfirmed {
		s.planChecks(&m, now, &Effects{})
	}
	return m
}

// intoSealed tells whether a booking would bring people into a room that has been sealed for a later meeting (S87).
func (s Settings) intoSealed(b Booking, sealed []Booking, actor Person) bool {
	return !May(actor, ActionOpenSealed, 0) && slices.ContainsFunc(sealed, func(o Booking) bool {
		return o.ID != b.ID && o.Sealed() && b.Start.Before(o.Start)
	})
}

// askApproval puts the meeting before the information centre (S15).
func (s Settings) askApproval(m *Meeting, e *Effects) {
	m.Booking.Status = BookingPending
	e.deliver(Delivery{Kind: NoticeApproval, Subject: Subject{SubjectBooking, m.Booking.ID},
		To: Audience{Role: RoleHotline}, Lane: LaneTask, Ping: true})
}

// Change decides on an edit of time, room, title or head count; room is the one it shall be in.
// A new start without an end keeps the length. What hangs on the meeting moves with it; those
// invited stay invited, and a move of time asks them again.
func (s Settings) Change(m Meeting, ed Edit, room Room, ch Change) (Meeting, Effects, error) {
	if err := m.allow(ActionChangeBooking, ch); err != nil {
		return m, Effects{}, err
	}
	was := m.Booking
	now, err := s.edited(was, ed, room, ch.Now)
	if err != nil {
		return m, Effects{}, err
	}
	now.Revision++
	m = m.clone()
	m.Booking = now
	var e Effects
	timeMoved := !now.Start.Equal(was.Start) || !now.End.Equal(was.End)
	roomMoved := now.Room.ID != was.Room.ID
	if timeMoved || roomMoved {
		m.Booking.Schedule++
		m.Booking.SealedAt, m.Booking.UnsealedAt = time.Time{}, time.Time{} // another room, or another day
		s.moveAttendees(&m, timeMoved, &e)
		s.replan(&m, was, roomMoved, ch.Now, &e)
	} else if m.Booking.Status == BookingConfirmed {
		e.notify(planned(NoticeService, m.Booking, Audience{}, 0, ch.Now, time.Time{})) // the service notice says what is different
	}
	if now.Level != was.Level {
		s.levelChanged(&m, ch.Now, &e)
	}
	s.moveTasks(&m, was, &e)
	e.deliver(m.bookingCards(ch.Actor)...)
	return m, e, nil
}

// edited is the booking as the edit wants it, or why it cannot be.
func (s Settings) edited(b Booking, ed Edit, room Room, now time.Time) (Booking, error) {
	was := b
	if ed.Title != "" {
		title, err := s.validTitle(ed.Title)
		if err != nil {
			return b, err
		}
		b.Title = title
	}
	if ed.Headcount != 0 {
		b.Headcount = ed.Headcount
	}
	if ed.Type != "" {
		b.Type = ed.Type
	}
	if ed.Leader != nil {
		b.Leader = *ed.Leader
	}
	if !ed.Start.IsZero() {
		b.Start, b.End = ed.Start, ed.Start.Add(was.Interval().Length())
	}
	if !ed.End.IsZero() {
		b.End = ed.End
	}
	b.Room = room
	b.Level, b.LevelReason = s.LevelOf(b)
	if b.Title == was.Title && b.Headcount == was.Headcount && b.Start.Equal(was.Start) && b.End.Equal(was.End) && room.ID == was.Room.ID &&
		b.Type == was.Type && b.Leader.ID == was.Leader.ID {
		return b, Refuse(CodeNothingToChange)
	}
	return b, s.validateEdit(was, b, now)
}

// validateEdit asks only the rules that the edit touches, so that a meeting under way can
// still be renamed or prolonged.
func (s Settings) validateEdit(was, b Booking, now time.Time) error {
	if !b.End.After(b.Start) {
		return Refuse(CodeEndBeforeStart)
	}
	if !b.End.After(now) {
		return Refuse(CodePast)
	}
	if !b.Start.Equal(was.Start) {
		if err := s.validateStart(b.Start, b.Room, now); err != nil {
			return err
		}
	}
	if b.Room.ID != was.Room.ID && b.Room.Removed {
		return Refuse(CodeRoomUnknown, "text", b.Room.Number)
	}
	if err := s.validateSize(b.Headcount, b.Room); err != nil {
		return err
	}
	return s.validateSpan(b.Start, b.End, b.Room)
}

// replan writes the future of a meeting that moved.
func (s Settings) replan(m *Meeting, was Booking, roomMoved bool, now time.Time, e *Effects) {
	approved := m.Booking.Status == BookingConfirmed
	if roomMoved && s.Policies[m.Booking.Room.Class].NeedsApproval && !s.Policies[was.Room.Class].NeedsApproval {
		s.askApproval(m, e)
		approved = false
	}
	switch {
	case approved && m.Booking.Start.After(now):
		s.planMeeting(m, now, e)
	case approved: // under way: only the end moved, and of what is planned only the service hangs on it
		s.planService(*m, now, e)
	default:
		s.cancelChecks(m)
	}
	for _, c := range m.Checks {
		if c.ID != 0 {
			e.deliver(cards(Subject{SubjectCheck, c.ID})...)
		}
	}
}

// moveAttendees tells those who are coming; a new time asks them again.
func (s Settings) moveAttendees(m *Meeting, timeMoved bool, e *Effects) {
	for i := range m.Attendees {
		a := &m.Attendees[i]
		if !a.Coming() {
			continue
		}
		a.Revision++
		if timeMoved {
			a.PartStat, a.AnsweredAt = NeedsAction, time.Time{}
		}
		e.deliver(Delivery{Kind: NoticeBookingMoved, Subject: Subject{SubjectInvitation, a.ID},
			To: Audience{Person: a.Person.ID}, Lane: LaneReminder, Ping: true, ExpiresAt: m.Booking.End})
	}
}

// moveTasks moves the open work of a meeting: time and place, and what followed the head count. A fault stays where
// and when it is, and so does what was asked for from the floor.
func (s Settings) moveTasks(m *Meeting, was Booking, e *Effects) {
	b := m.Booking
	for i := range m.Tasks {
		t := &m.Tasks[i]
		if !t.Open() || t.Kind == TaskProblem || t.Kind == TaskRequest {
			continue
		}
		before := *t
		t.Room, t.BookingTitle, t.Meeting = b.Room, b.Title, b.Interval()
		if t.planned() {
			*t = s.movePlanned(*t, b)
		} else {
			t.DueAt = t.DueAt.Add(b.Start.Sub(was.Start))
			t.followHeads(was.Headcount, b.Headcount)
		}
		if !t.DueAt.Equal(before.DueAt) || t.Room.ID != before.Room.ID || t.Tea != before.Tea || t.Order != before.Order || len(t.Items) != len(before.Items) {
			t.Revision++
			t.tellTeam(NoticeTaskChanged, e)
		}
		e.deliver(cards(t.Subject())...)
	}
}

// followHeads has an order that was for everybody be for everybody still.
func (t *Task) followHeads(was, now int) {
	if was == now {
		return
	}
	if t.Tea != nil && t.Tea.Cups == was {
		tea := *t.Tea
		tea.Cups = now
		t.Tea = &tea
	}
	if t.Order != nil && t.Order.Quantity == was && was > 1 {
		order := *t.Order
		order.Quantity = now
		t.Order = &order
	}
}

// Cancel calls the meeting off.
func (s Settings) Cancel(m Meeting, reason string, ch Change) (Meeting, Effects, error) {
	return s.callOff(m, ActionChangeBooking, BookingCancelled, reason, ch)
}

// Release gives the room back: the organiser says it is no longer needed.
func (s Settings) Release(m Meeting, ch Change) (Meeting, Effects, error) {
	return s.callOff(m, ActionChangeBooking, BookingReleased, "", ch)
}

// Reject refuses a pending booking, with a reason; CodeNotPending, CodeNoteMissing.
func (s Settings) Reject(m Meeting, reason string, ch Change) (Meeting, Effects, error) {
	if err := m.allow(ActionApproveBooking, ch); err != nil {
		return m, Effects{}, err
	}
	if m.Booking.Status != BookingPending {
		return m, Effects{}, Refuse(CodeNotPending)
	}
	if reason == "" {
		return m, Effects{}, Refuse(CodeNoteMissing)
	}
	return s.callOff(m, ActionApproveBooking, BookingRejected, reason, ch)
}

// callOff ends a live meeting, and what hangs on it, in one of three ways.
func (s Settings) callOff(m Meeting, a Action, status BookingStatus, reason string, ch Change) (Meeting, Effects, error) {
	if err := m.allow(a, ch); err != nil {
		return m, Effects{}, err
	}
	reason, err := validNote(reason, s.MaxNote)
	if err != nil {
		return m, Effects{}, err
	}
	m = m.clone()
	m.Booking.Status, m.Booking.Reason = status, reason
	m.Booking.Revision++
	m.Booking.Schedule++
	var e Effects
	for _, att := range m.Attendees {
		if att.Coming() {
			e.deliver(Delivery{Kind: NoticeBookingOff, Subject: Subject{SubjectBooking, m.Booking.ID},
				To: Audience{Person: att.Person.ID}, Lane: LaneReminder, Ping: true, ExpiresAt: m.Booking.End})
		}
		e.deliver(cards(Subject{SubjectInvitation, att.ID})...)
	}
	// A fault stays a fault when the meeting is off.
	s.cancelOpen(&m, ch.Now, &e, func(t Task) bool { return t.Kind != TaskProblem })
	for _, k := range m.Sheets {
		e.deliver(sheetCard(k.ID, k.Crew, m.Booking))
	}
	s.cancelChecks(&m)
	for _, c := range m.Checks {
		e.deliver(cards(Subject{SubjectCheck, c.ID})...)
	}
	e.deliver(m.bookingCards(ch.Actor)...)
	return m, e, nil
}

func (s Settings) cancelChecks(m *Meeting) {
	for i := range m.Checks {
		if c := &m.Checks[i]; !c.Answered() {
			c.Status = CheckCancelled
			c.Revision++
		}
	}
}

// Keep records that the room is still needed.
func (s Settings) Keep(m Meeting, ch Change) (Meeting, Effects, error) {
	if err := m.allow(ActionChangeBooking, ch); err != nil {
		return m, Effects{}, err
	}
	m.Booking.Needed = ch.Now
	m.Booking.Revision++
	return m, Effects{Deliveries: m.bookingCards(ch.Actor)}, nil
}

// Approve confirms a pending booking; CodeNotPending when it waits for nothing.
func (s Settings) Approve(m Meeting, ch Change) (Meeting, Effects, error) {
	if err := m.allow(ActionApproveBooking, ch); err != nil {
		return m, Effects{}, err
	}
	if m.Booking.Status != BookingPending {
		return m, Effects{}, Refuse(CodeNotPending)
	}
	m = m.clone()
	m.Booking.Status = BookingConfirmed
	m.Booking.Revision++
	m.Booking.Schedule++
	var e Effects
	s.planMeeting(&m, ch.Now, &e)
	e.deliver(m.bookingCards(ch.Actor)...)
	return m, e, nil
}

// bookingCards brings every card of the booking up to date; an organiser for whom somebody
// else decided is told with a sound.
func (m Meeting) bookingCards(actor Person) []Delivery {
	s := Subject{SubjectBooking, m.Booking.ID}
	if actor.ID == m.Booking.Organiser.ID {
		return cards(s)
	}
	return cards(s, Audience{Person: m.Booking.Organiser.ID})
}

// clone copies the slices, so that a decision never writes into what its caller holds.
func (m Meeting) clone() Meeting {
	m.Attendees, m.Tasks, m.Checks, m.Sheets = slices.Clone(m.Attendees), slices.Clone(m.Tasks), slices.Clone(m.Checks), slices.Clone(m.Sheets)
	return m
}
