package conference

import "slices"

// Invite puts people on the list (S63, S64): each gets an invitation card and the reminders.
// Those already on it, and the organiser, are passed over; CodeAlreadyInvited when nobody is left.
// Also CodeForbidden, CodeBookingOver, CodeBookingPending.
func (s Settings) Invite(m Meeting, people []Person, ch Change) ([]Attendee, Effects, error) {
	if err := m.allow(ActionInvite, ch); err != nil {
		return nil, Effects{}, err
	}
	if m.Booking.Status == BookingPending {
		return nil, Effects{}, Refuse(CodeBookingPending)
	}
	var added []Attendee
	var e Effects
	listed := make(map[int64]bool, len(m.Attendees)+len(people))
	listed[m.Booking.Organiser.ID] = true
	for _, a := range m.Attendees {
		listed[a.Person.ID] = true
	}
	for _, p := range people {
		if listed[p.ID] || p.Removed {
			continue
		}
		listed[p.ID] = true
		added = append(added, s.invite(m.Booking, p, ch, &e))
	}
	if len(added) == 0 {
		return nil, Effects{}, Refuse(CodeAlreadyInvited)
	}
	e.deliver(cards(Subject{SubjectBooking, m.Booking.ID})...)
	return added, e, nil
}

func (s Settings) invite(b Booking, p Person, ch Change, e *Effects) Attendee {
	a := Attendee{BookingID: b.ID, Person: p, PartStat: NeedsAction, Revision: 1, InvitedBy: ch.Actor.ID, InvitedAt: ch.Now}
	e.deliver(Delivery{Kind: NoticeCard, Subject: Subject{Kind: SubjectInvitation}, To: Audience{Person: p.ID},
		Lane: LaneReminder, Ping: true, Revision: a.Revision + b.Revision, ExpiresAt: b.End})
	s.planReminders(b, p.ID, ch.Now, e)
	return a
}

// AnswerInvitation records an attendee's answer (S65, S68). Delegated brings standIn onto the list.
// It refuses with CodeNotFound, CodeForbidden, CodeBookingOver, CodeStandInInvalid,
// CodeNothingToChange or CodeTextLong.
func (s Settings) AnswerInvitation(m Meeting, attendeeID int64, ans Answer, standIn Person, ch Change) (Meeting, Effects, error) {
	i := slices.IndexFunc(m.Attendees, func(a Attendee) bool { return a.ID == attendeeID })
	if i < 0 {
		return m, Effects{}, Refuse(CodeNotFound)
	}
	if m.Attendees[i].Person.ID != ch.Actor.ID {
		return m, Effects{}, Refuse(CodeForbidden)
	}
	if err := m.allow(ActionAnswerInvite, ch); err != nil {
		return m, Effects{}, err
	}
	reason, err := validNote(ans.Reason, s.MaxNote)
	if err != nil {
		return m, Effects{}, err
	}
	if !slices.Contains([]PartStat{Accepted, Tentative, Declined, Delegated}, ans.PartStat) {
		return m, Effects{}, Refuse(CodeNotFound)
	}
	m = m.clone()
	a := &m.Attendees[i]
	if a.PartStat == ans.PartStat && a.Reason == reason && a.StandIn.ID == standIn.ID {
		return m, Effects{}, Refuse(CodeNothingToChange)
	}
	// The reminders of one who declines stay planned and are only not sent: coming back needs no new ones.
	var e Effects
	a.PartStat, a.Reason, a.StandIn, a.AnsweredAt = ans.PartStat, reason, Person{}, ch.Now
	a.Revision++
	if ans.PartStat == Delegated {
		if standIn.ID == 0 || standIn.Removed || m.listed(standIn) {
			return m, Effects{}, Refuse(CodeStandInInvalid)
		}
		a.StandIn = standIn
		m.Attendees = append(m.Attendees, s.invite(m.Booking, standIn, ch, &e))
	}
	e.deliver(cards(Subject{SubjectInvitation, attendeeID})...)
	e.deliver(cards(Subject{SubjectBooking, m.Booking.ID})...)
	return m, e, nil
}

// listed tells whether p comes already, as the organiser or as an attendee.
func (m Meeting) listed(p Person) bool {
	return m.Booking.Organiser.ID == p.ID ||
		slices.ContainsFunc(m.Attendees, func(a Attendee) bool { return a.Person.ID == p.ID })
}
