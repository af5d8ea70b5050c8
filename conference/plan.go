package conference

import "time"

// planMeeting is everything that comes due by itself for a confirmed meeting: the three checks,
// the question to the organiser, and the attendees' reminders.
func (s Settings) planMeeting(m *Meeting, now time.Time, e *Effects) {
	s.planChecks(m, now, e)
	b := m.Booking
	e.notify(planned(NoticeService, b, Audience{}, 0, now, time.Time{}))
	if due, ok := s.outOfQuiet(b.Start.Add(-s.StillNeeded), b.Start); ok && due.After(now) {
		e.notify(planned(NoticeStillNeeded, b, Audience{Person: b.Organiser.ID}, 0, due, b.Start))
	}
	for _, a := range m.Attendees { // of those who decline, too: they are not sent, but stand there for who comes after all
		s.planReminders(b, a.Person.ID, now, e)
	}
}

// planned is a notice tied to the booking's present schedule.
func planned(kind NoticeKind, b Booking, to Audience, step int, due, expires time.Time) Notice {
	return Notice{Kind: kind, Subject: Subject{SubjectBooking, b.ID}, To: to, BookingID: b.ID,
		Schedule: b.Schedule, Step: step, DueAt: due, ExpiresAt: expires}
}

// planReminders plans one attendee's reminders (S60–S62, S67, S109). What lies behind us is
// left out, since the invitation itself has just said it; each expires when the next is due.
func (s Settings) planReminders(b Booking, person int64, now time.Time, e *Effects) {
	for i, before := range s.Reminders {
		due, expires, ok := b.Start.Add(-before), b.Start, true
		if last := i == len(s.Reminders)-1; !last {
			expires = b.Start.Add(-s.Reminders[i+1])
			due, ok = s.outOfQuiet(due, expires)
		}
		if ok && due.After(now) {
			e.notify(planned(NoticeReminder, b, Audience{Person: person}, i, due, expires))
		}
	}
}

// outOfQuiet moves an instant inside the quiet hours to their end; false when that is not before limit.
func (s Settings) outOfQuiet(t, limit time.Time) (time.Time, bool) {
	from, to := s.onDay(t, s.QuietFrom), s.onDay(t, s.QuietTo)
	switch {
	case s.QuietFrom == s.QuietTo:
	case s.QuietFrom < s.QuietTo: // within one day
		if !t.Before(from) && t.Before(to) {
			t = to
		}
	case t.Before(to): // the small hours
		t = to
	case !t.Before(from): // late evening: the end lies on the next day
		t = s.onDay(t.Add(24*time.Hour), s.QuietTo)
	}
	return t, t.Before(limit)
}

// planChecks sets the three levels and when each is due (S89–S91). A meeting that is nearer
// than that gets its levels at once, in order, each with a little time before the next.
func (s Settings) planChecks(m *Meeting, now time.Time, e *Effects) {
	b := m.Booking
	gap := min(s.CheckGap, b.Start.Sub(now)/4)
	old := m.Checks
	m.Checks = make([]Check, len(s.Plan.Checks))
	for i, level := range s.Plan.Checks {
		due := b.Start.Add(-level.Before)
		if floor := now.Add(time.Duration(i) * gap); due.Before(floor) {
			due = floor
		}
		c := Check{BookingID: b.ID, Level: i + 1, Status: CheckPlanned, Revision: 1, DueAt: due}
		if i < len(old) {
			c.ID, c.Revision = old[i].ID, old[i].Revision+2 // cards count that it was missed, and its deputy asked: see Check
		}
		m.Checks[i] = c
		e.notify(planned(NoticeCheckDue, b, Audience{}, c.Level, due, time.Time{}))
	}
	e.notify(planned(NoticeCheckLast, b, Audience{}, len(s.Plan.Checks), b.Start, time.Time{}))
}

// Bind fills in what could not be known when the decision was made: the ID of the thing it
// makes. id gets the person a delivery is for, since each new invitation has its own.
func (e *Effects) Bind(kind SubjectKind, id func(person int64) int64) {
	for i := range e.Notices {
		n := &e.Notices[i]
		if n.Subject.Kind != kind || n.Subject.ID != 0 {
			continue
		}
		n.Subject.ID = id(n.To.Person)
		if kind == SubjectBooking {
			n.BookingID = n.Subject.ID
		}
	}
	for i := range e.Deliveries {
		if d := &e.Deliveries[i]; d.Subject.Kind == kind && d.Subject.ID == 0 {
			d.Subject.ID = id(d.To.Person)
		}
	}
}
