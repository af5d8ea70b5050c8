package conference

import (
	"slices"
	"time"
)

// moreRounds takes up rounds again that were through, when their meeting goes on.
func (t *Task) moreRounds(was, b Booking) {
	if t.Kind == TaskRounds && !t.Open() && t.Status != TaskCancelled && t.Claimer.ID != 0 && b.End.After(was.End) {
		t.Status, t.EndedAt = TaskStarted, time.Time{}
	}
}

// again has the day-before check of a meeting made anew that is on another day or in another room (S86, S87).
func (s Settings) again(m *Meeting, now time.Time, e *Effects) {
	m.Booking.SealedAt, m.Booking.UnsealedAt = time.Time{}, time.Time{}
	for i := range m.Tasks {
		t := &m.Tasks[i]
		if t.Kind != TaskDayCheck || t.Status == TaskCancelled {
			continue
		}
		*t = t.clone()
		t.ConfirmedBy = Person{}
		for j := range t.Items {
			t.Items[j].DoneAt, t.Items[j].DoneBy = time.Time{}, 0
		}
		if !t.Open() {
			t.Status, t.EndedAt = TaskCancelled, now
		}
		t.Revision++
		e.deliver(cards(t.Subject())...)
	}
}

// endMeeting ends a meeting whose time is over, and gives its room back when nobody has closed it for too long.
func (s Settings) endMeeting(m *Meeting, now time.Time, e *Effects) {
	b := &m.Booking
	subject := Subject{SubjectBooking, b.ID}
	switch {
	case b.Status == BookingConfirmed && !now.Before(b.End):
		b.Status = BookingClosing
		b.Revision++
		e.deliver(Delivery{Kind: NoticeMeetingEnd, Subject: subject, To: Audience{Person: b.Organiser.ID}, Lane: LaneTask, Ping: true,
			ExpiresAt: b.End.Add(s.Plan.CloseLimit)})
		e.deliver(cards(subject)...)
		s.leaveOff(m, now, e, true)
		s.cancelChecks(m)
		s.offerPlanned(m, now, e) // the closing
		if !slices.ContainsFunc(m.Tasks, func(t Task) bool { return t.Kind == TaskClosing && (t.Open() || t.Status == TaskFailed) }) {
			s.closeRoom(b, now, false) // nobody is asked to close it
		}
	case b.Status == BookingClosing && !now.Before(b.End.Add(s.Plan.CloseLimit)):
		s.closeRoom(b, now, true)
		e.deliver(Delivery{Kind: NoticeNotClosed, Subject: subject, To: HolderLeader.audience(CrewMeetingService, ""), Lane: LaneTask, Ping: true})
		e.deliver(cards(subject)...)
		s.leaveOff(m, now, e, false)
	}
}

// leaveOff calls off what can no longer be done for a meeting that is over: first what nobody has taken, and once its
// room is closed the rest. What is broken stays broken, and what is being bought comes. It makes no sound, as nobody has
// to do anything about it.
func (s Settings) leaveOff(m *Meeting, now time.Time, e *Effects, untaken bool) {
	s.cancelOpen(m, now, e, false, func(t Task) bool {
		switch t.Kind {
		case TaskProblem, TaskPurchase:
			return false
		case TaskClosing, TaskRounds:
			return !untaken
		}
		return !untaken || t.Status == TaskOffered
	})
}

// closeRoom gives the room back; unclosed notes that nobody has looked after it.
func (s Settings) closeRoom(b *Booking, now time.Time, unclosed bool) {
	b.Status, b.ClosedAt, b.Unclosed = BookingClosed, now, unclosed
	b.Revision++
}

// cancelOpen cancels the meeting's open tasks of a sort; whoever has one is told when that is loud.
func (s Settings) cancelOpen(m *Meeting, now time.Time, e *Effects, loud bool, sort func(Task) bool) {
	for i := range m.Tasks {
		if t := &m.Tasks[i]; t.Open() && sort(*t) {
			t.Status, t.EndedAt = TaskCancelled, now
			t.Revision++
			if loud {
				t.tellTeam(NoticeBookingOff, e)
			}
			e.deliver(cards(t.Subject())...)
		}
	}
}

// roomAfter is the booking after a step of one of its tasks: the day-before check seals its room when both sides
// have agreed (S87), the first work of the day opens it again, and the closing gives it back (S108). An organiser who
// agrees to the check need not be asked whether the room is still needed.
func (s Settings) roomAfter(was, t Task, b Booking, ch Change, e *Effects) Booking {
	before := b
	if t.ConfirmedBy.ID != was.ConfirmedBy.ID && b.Needed.IsZero() && b.Status == BookingConfirmed {
		b.Needed = ch.Now
	}
	switch {
	case t.Kind == TaskDayCheck && t.Status == TaskDone && t.ConfirmedBy.ID != 0 && b.SealedAt.IsZero() && b.Status == BookingConfirmed:
		b.SealedAt = ch.Now
	case t.Kind == TaskService && (t.Status == TaskStarted || t.Status == TaskDone) && was.Status != t.Status && b.Sealed():
		b.UnsealedAt = ch.Now
	case t.Kind == TaskClosing && t.Status == TaskDone && was.Status != TaskDone && (b.Status == BookingClosing || b.Status == BookingConfirmed):
		b.End = earlier(b.End, ch.Now)
		s.closeRoom(&b, ch.Now, false)
		e.notify(planned(NoticeService, b, Audience{}, 0, ch.Now, time.Time{}))
	}
	if b.Needed.Equal(before.Needed) && b.SealedAt.Equal(before.SealedAt) && b.UnsealedAt.Equal(before.UnsealedAt) && b.Status == before.Status {
		return b
	}
	b.Revision = before.Revision + 1
	e.deliver(cards(Subject{SubjectBooking, b.ID})...)
	return b
}

// Finish records that a meeting is over, as its organiser says (S107). Before its time it ends now, and its room is held
// until it is closed; after that it only says that nobody wants to prolong it. It refuses with CodeForbidden,
// CodeBookingOver, CodeNotBegun.
func (s Settings) Finish(m Meeting, ch Change) (Meeting, Effects, error) {
	b := m.Booking
	switch {
	case !May(ch.Actor, ActionChangeBooking, m.relationTo(ch.Actor)):
		return m, Effects{}, Refuse(CodeForbidden)
	case b.Status != BookingConfirmed && b.Status != BookingClosing, !b.FinishedAt.IsZero():
		return m, Effects{}, Refuse(CodeBookingOver, "status", string(b.Status))
	case !ch.Now.After(b.Start):
		return m, Effects{}, Refuse(CodeNotBegun)
	}
	m = m.clone()
	m.Booking.FinishedAt = ch.Now
	if b.Status == BookingClosing {
		m.Booking.Revision++
		return m, Effects{Deliveries: m.bookingCards(ch.Actor)}, nil
	}
	var e Effects
	m.Booking.End = earlier(ch.Now, b.End)
	m.Booking.Schedule++
	for i := range m.Tasks {
		if t := &m.Tasks[i]; t.Kind == TaskRounds && t.Open() {
			t.cutRounds(ch.Now)
			e.deliver(cards(t.Subject())...)
		}
	}
	s.endMeeting(&m, ch.Now, &e)
	e.Deliveries = slices.DeleteFunc(e.Deliveries, func(d Delivery) bool { return d.Kind == NoticeMeetingEnd })
	s.planService(m, ch.Now, &e)
	return m, e, nil
}

// cutRounds leaves out the rounds that will not take place any more.
func (t *Task) cutRounds(now time.Time) {
	*t = t.clone()
	t.Items = slices.DeleteFunc(t.Items, func(i Item) bool { return i.waits() && i.At.After(now) })
	t.Revision++
	*t = t.endRounds(now)
}

// Extend prolongs a meeting that is on, or has just run over its end. That the room is free is the database's word.
// It refuses with CodeForbidden, CodeBookingOver, CodeNotBegun, CodeEndBeforeStart, CodeTooLong, CodeClosed.
func (s Settings) Extend(m Meeting, by time.Duration, ch Change) (Meeting, Effects, error) {
	b := m.Booking
	if !May(ch.Actor, ActionChangeBooking, m.relationTo(ch.Actor)) {
		return m, Effects{}, Refuse(CodeForbidden)
	}
	switch {
	case b.Status != BookingConfirmed && b.Status != BookingClosing:
		return m, Effects{}, Refuse(CodeBookingOver, "status", string(b.Status))
	case ch.Now.Before(b.Start):
		return m, Effects{}, Refuse(CodeNotBegun)
	case by <= 0:
		return m, Effects{}, Refuse(CodeEndBeforeStart)
	}
	end := b.End.Add(by)
	if !end.After(ch.Now) {
		end = ch.Now.Add(by)
	}
	if err := s.validateSpan(b.Start, end, b.Room); err != nil {
		return m, Effects{}, err
	}
	m = m.clone()
	was := b
	m.Booking.Status, m.Booking.End, m.Booking.FinishedAt = BookingConfirmed, end, time.Time{}
	m.Booking.Revision++
	m.Booking.Schedule++
	var e Effects
	s.moveTasks(&m, was, ch.Now, &e)
	s.planService(m, ch.Now, &e)
	e.deliver(m.bookingCards(ch.Actor)...)
	return m, e, nil
}
