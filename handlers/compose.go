package handlers

import (
	"context"

	"huiwu/conference"
)

// composeStore is what messages that nobody asked for are made of.
type composeStore interface {
	// Person returns CodeNotFound.
	Person(ctx context.Context, id int64) (conference.Person, error)
	// AttendeeOf returns CodeNotFound.
	AttendeeOf(ctx context.Context, bookingID, personID int64) (conference.Attendee, error)
	Attendee(ctx context.Context, id int64) (conference.Attendee, error)
	Task(ctx context.Context, id int64) (conference.Task, error)
}

// bookingsStore is what notices about meetings are made of.
type bookingsStore interface {
	agendaStore
	Booking(ctx context.Context, id int64) (conference.Booking, error)
	Check(ctx context.Context, id int64) (conference.Check, error)
}

// Compose renders a delivery for d.To.Person in their language, with its subject as it stands now. False
// means that nothing is to be said any more: the meeting is over, the task taken, the person gone.
func (h *Handlers) Compose(ctx context.Context, d conference.Delivery) (Message, bool, error) {
	p, err := h.store.Person(ctx, d.To.Person)
	if err != nil {
		return nothing(err)
	}
	if p.TelegramID == 0 || p.Removed {
		return Message{}, false, nil
	}
	v := viewer{locale: h.words.in(p.Language), person: p, now: h.now().UTC(), rules: h.rules()}
	m, ok, err := h.compose(ctx, v, d)
	if err != nil || !ok {
		return nothing(err)
	}
	m.Chat, m.Thread, m.Silent = p.TelegramID, p.Thread, !d.Ping
	if m.Card != nil && m.Card.Subject.Kind != conference.SubjectBooking && !plainCards[d.Kind] {
		m.Card.Revision++ // what the notice says stands until the subject itself changes: see plainCard
	}
	if m.Card != nil && d.Revision > 0 {
		m.Card.Tells = plainCard(d.Revision)
	}
	return m, true, nil
}

// plainCards are the notices that show their subject's card as it stands and nothing else.
var plainCards = map[conference.NoticeKind]bool{conference.NoticeCard: true, conference.NoticeTaskEscalated: true, conference.NoticeTaskHanded: true}

// plainCard is the revision of a card at its subject's revision. Between it and the next there is room for a
// notice about the same state, which the plain card then does not cover.
func plainCard(revision int) int64 { return 2 * int64(revision) }

// nothing is what is said of what is gone, or no longer for the person: no word, and no error.
func nothing(err error) (Message, bool, error) {
	switch conference.CodeOf(err) {
	case conference.CodeNotFound, conference.CodeForbidden:
		return Message{}, false, nil
	}
	return Message{}, false, wrap("compose", err)
}

func (h *Handlers) compose(ctx context.Context, v viewer, d conference.Delivery) (Message, bool, error) {
	switch d.Kind {
	case conference.NoticeReminder:
		return h.reminder(ctx, v, d.Subject.ID)
	case conference.NoticeStillNeeded:
		return h.stillNeeded(ctx, v, d.Subject.ID)
	case conference.NoticeBookingMoved:
		return h.moved(ctx, v, d.Subject.ID)
	case conference.NoticeBookingOff, conference.NoticeTaskChanged:
		return h.changed(ctx, v, d)
	case conference.NoticeTaskEscalated, conference.NoticeTaskHanded:
		return h.pressing(ctx, v, d)
	case conference.NoticeMeetingEnd, conference.NoticeNotClosed:
		return h.ended(ctx, v, d)
	case conference.NoticeCheckMissed:
		return h.checkMissed(ctx, v, d.Subject.ID)
	case conference.NoticeSheet, conference.NoticeSheetChased:
		return h.sheetNotice(ctx, v, d)
	case conference.NoticeCheckDisputed:
		return h.checkDisputed(ctx, v, d.Subject)
	case conference.NoticeEntry:
		return h.entryNotice(ctx, v, d.Subject)
	case conference.NoticeApproval, conference.NoticeSealed:
		return h.approval(ctx, v, d.Subject)
	case conference.NoticeUnreachable:
		return h.unreachable(ctx, v, d.Subject.ID)
	case conference.NoticeOutlook:
		return h.outlook(ctx, v, d.Subject.ID)
	case conference.NoticeDaily:
		return h.daily(ctx, v, d.Subject.ID)
	case conference.NoticeWeekly:
		return h.weekly(ctx, v, d.Subject.ID)
	}
	return h.live(ctx, v, d.Subject)
}

// live is the subject's card.
func (h *Handlers) live(ctx context.Context, v viewer, s conference.Subject) (Message, bool, error) {
	drawer := h.drawers[s.Kind]
	if drawer == nil {
		return Message{}, false, nil
	}
	m, err := drawer.draw(ctx, v, s.ID)
	if err == nil && s.Kind == conference.SubjectBooking {
		err = h.question(ctx, v, s.ID, &m)
	}
	return m, err == nil, err
}

// approval puts a booking before the information centre while it still waits.
func (h *Handlers) approval(ctx context.Context, v viewer, s conference.Subject) (Message, bool, error) {
	b, err := h.store.Booking(ctx, s.ID)
	if err != nil || b.Status != conference.BookingPending || over(b, v.now) {
		return Message{}, false, err
	}
	return h.live(ctx, v, s)
}

// checkMissed tells the supervisor of a level that is still silent.
func (h *Handlers) checkMissed(ctx context.Context, v viewer, id int64) (Message, bool, error) {
	check, err := h.store.Check(ctx, id)
	if err != nil || check.Answered() || check.Status == conference.CheckCancelled {
		return Message{}, false, err
	}
	m, err := h.store.Meeting(ctx, check.BookingID)
	if err != nil || over(m.Booking, v.now) || len(m.Checks) < check.Level {
		return Message{}, false, err
	}
	msg := v.checkMessage(m, check.Level)
	msg.Text, msg.Keyboard = v.checkMissed(m, check.Level)
	return msg, true, nil
}

// unreachable tells the supervisor whom Telegram brings nothing any more; the subject's ID is the person's.
func (h *Handlers) unreachable(ctx context.Context, v viewer, id int64) (Message, bool, error) {
	p, err := h.store.Person(ctx, id)
	if err != nil || p.Removed || !p.Unreachable {
		return Message{}, false, err
	}
	if p.Has(conference.RoleCrewChat) {
		return Message{Text: Lines(Bold(v.say("bind.lost", "crew", v.crew(p.Crew))), v.say("bind.lost.next"))}, true, nil
	}
	return Message{Text: Lines(Bold(v.say("notice.unreachable", "name", v.personLabel(p))), v.say("notice.unreachable.next"))}, true, nil
}

// changed puts a task before somebody again because something about it changed: its claimer when time, place
// or amount did, or the meeting is off. An attendee hears that the meeting is off.
func (h *Handlers) changed(ctx context.Context, v viewer, d conference.Delivery) (Message, bool, error) {
	if d.Subject.Kind != conference.SubjectTask {
		return h.off(ctx, v, d.Subject.ID)
	}
	t, err := h.store.Task(ctx, d.Subject.ID)
	if err != nil {
		return Message{}, false, err
	}
	m := v.taskMessage(t)
	switch {
	case t.Status == conference.TaskCancelled && d.Kind == conference.NoticeBookingOff:
		m.Text = Lines(v.say("notice.off.task"), m.Text)
	case t.Status == conference.TaskCancelled:
		m.Text = Lines(v.say("task.off"), m.Text)
	case t.Open():
		m.Text = Lines(v.say("task.changed"), m.Text)
	default:
		return m, false, nil
	}
	return m, true, nil
}
