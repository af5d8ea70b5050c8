package handlers

import (
	"context"
	"strings"

	"huiwu/conference"
)

// verbInvite opens the list of people to invite to the booking that is its id.
const verbInvite = "invite"

// draw is the booking's live card for a person; CodeNotFound, CodeForbidden.
func (c *bookingCard) draw(ctx context.Context, v viewer, id int64) (Message, error) {
	m, err := c.store.Meeting(ctx, id)
	if err != nil {
		return Message{}, wrap("meeting", err)
	}
	if !m.MaySee(v.person) {
		return Message{}, conference.Refuse(conference.CodeForbidden)
	}
	return c.message(ctx, v, m)
}

// message is the meeting's live card, with the ways to end or prolong one that is on.
func (c *bookingCard) message(ctx context.Context, v viewer, m conference.Meeting) (Message, error) {
	text, keys := c.render(v, m)
	ends, err := c.endKeys(ctx, v, m)
	return Message{Chat: v.person.TelegramID, Text: text, Keyboard: append(ends, keys...), Card: &CardRef{
		Subject:  conference.Subject{Kind: conference.SubjectBooking, ID: m.Booking.ID},
		PersonID: v.person.ID, Revision: int64(m.Booking.Revision)}}, err
}

// render is the card's words and buttons.
func (c *bookingCard) render(v viewer, m conference.Meeting) (Text, Keyboard) {
	b := m.Booking
	title := Bold(Plain(b.Title))
	if off(b) {
		title = Struck(Plain(b.Title))
	}
	return Lines(c.head(v, b), title, v.say("card.when", "when", c.when(v, b)),
		v.say("card.where_people", "where", v.roomName(b.Room), "count", b.Headcount),
		c.profile(v, b), c.tally(v, m), c.services(v, m), c.deskLines(v, m), c.outlook(v, m)), c.keys(v, m)
}

// head is where the booking stands.
func (c *bookingCard) head(v viewer, b conference.Booking) Text {
	status := string(b.Status)
	switch {
	case b.Status == conference.BookingClosing && !b.FinishedAt.IsZero():
		status = "finished"
	case b.Unclosed:
		status = "unclosed"
	case b.Live() && b.Status != conference.BookingClosing && over(b, v.now):
		status = "over"
	}
	return v.say("booking.head_"+status, "number", b.Number)
}

func (c *bookingCard) when(v viewer, b conference.Booking) string {
	if !b.Live() || b.Status == conference.BookingClosing {
		return v.span(b.Start, b.End, v.now)
	}
	return v.spanNear(b.Start, b.End, v.now)
}

// tally is who comes, live.
func (c *bookingCard) tally(v viewer, m conference.Meeting) Text {
	if len(m.Attendees) == 0 || off(m.Booking) {
		return Text{}
	}
	n := conference.Count(m.Attendees)
	parts := []string{v.label("booking.accepted", "n", n.Accepted)}
	for _, p := range []struct {
		key string
		n   int
	}{{"booking.tentative", n.Tentative}, {"booking.declined", n.Declined}, {"booking.waiting", n.Waiting}} {
		if p.n > 0 {
			parts = append(parts, v.label(p.key, "n", p.n))
		}
	}
	return v.say("booking.tally", "answers", strings.Join(parts, " · "))
}

// services is what has been ordered, in a line.
func (c *bookingCard) services(v viewer, m conference.Meeting) Text {
	var parts []string
	key := "booking.drinks"
	for _, task := range m.Tasks {
		ordered := task.Kind == conference.TaskTea || task.Kind == conference.TaskOrder
		if !ordered || task.Status == conference.TaskCancelled || off(m.Booking) {
			continue
		}
		var part string
		if task.Tea != nil {
			part = v.label("booking.tea", "tea", v.teaKind(task.Tea.Tea), "cups", task.Tea.Cups, "clock", v.clock(task.DueAt))
		} else {
			part, key = v.orderShort(task), "booking.services"
		}
		if task.Status == conference.TaskDone {
			part += " ✅"
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return Text{}
	}
	return v.say(key, "what", short(strings.Join(parts, v.label("room.and")), 60))
}

// outlook says what happens next, or why nothing will.
func (c *bookingCard) outlook(v viewer, m conference.Meeting) Text {
	b := m.Booking
	switch {
	case b.Reason != "" && !b.Live():
		return v.say("booking.reason", "reason", b.Reason)
	case b.Status == conference.BookingClosing || b.Status == conference.BookingClosed:
		return v.closing(b)
	case b.Sealed() && v.seesSeal():
		return c.checks(v, m) // since when it is sealed stands there
	case b.Sealed():
		return v.say("booking.sealed")
	case over(b, v.now):
		return Text{}
	case b.Status == conference.BookingPending:
		return c.awaits(v, b)
	case !b.Needed.IsZero() && b.Start.After(v.now):
		return v.say("booking.needed")
	}
	return c.checks(v, m)
}

// closing is where the room stands after the meeting (S108).
func (v viewer) closing(b conference.Booking) Text {
	switch {
	case b.Unclosed:
		return v.say("booking.unclosed")
	case b.Status == conference.BookingClosed:
		return v.say("booking.closed", "clock", v.clock(b.ClosedAt))
	case b.FinishedAt.IsZero() && b.Organiser.ID == v.person.ID:
		return v.say("booking.over_ask")
	}
	return v.say("booking.closing")
}

// off tells whether the meeting does not take place.
func off(b conference.Booking) bool { return !b.Live() && b.Status != conference.BookingClosed }

// checks says when the crews look at the room.
func (c *bookingCard) checks(v viewer, m conference.Meeting) Text {
	switch {
	case len(m.Checks) == 0 || !m.Booking.Start.After(v.now):
		return Text{}
	case m.Checks[0].DueAt.After(v.now):
		return v.say("booking.checks_from", "clock", v.clock(m.Checks[0].DueAt))
	}
	return v.say("booking.checks_begun")
}

// keys are what the person may do with it.
func (c *bookingCard) keys(v viewer, m conference.Meeting) Keyboard {
	b, rel := m.Booking, relationTo(m.Booking, v.person)
	if over(b, v.now) {
		return nil
	}
	var keys Keyboard
	if b.Status == conference.BookingPending && v.may(b.Decides(), rel) {
		keys = keys.row(c.key(v, b, actApprove, "booking.approve").styled(StyleSuccess), c.key(v, b, actReject, "booking.reject").styled(StyleDanger))
	}
	if b.Status == conference.BookingConfirmed && v.may(conference.ActionInvite, rel) {
		keys = keys.row(button{verb: verbInvite, id: b.ID, rev: int64(b.Revision)}.key(v.label("booking.invite")),
			button{verb: verbOrder, id: b.ID, rev: int64(b.Revision)}.key(v.label("booking.tea_order")))
	}
	keys = append(keys, c.deskKeys(v, m)...)
	if !v.may(conference.ActionChangeBooking, rel) {
		return append(keys.row(c.key(v, b, actFile, "booking.ics")), c.levelKeys(v, b)...)
	}
	if goesOn(v, b) { // it is not moved to another day any more
		return keys.row(c.revise(v, b, stepRoom, "booking.move"), c.key(v, b, actMore, "booking.more"))
	}
	return keys.
		row(c.revise(v, b, stepClock, "booking.reschedule"), c.revise(v, b, stepRoom, "booking.move"), c.key(v, b, actCancel, "booking.cancel").styled(StyleDanger)).
		row(c.key(v, b, actFile, "booking.ics"), c.key(v, b, actMore, "booking.more"))
}

// moreKeys are the rarer ones.
func (c *bookingCard) moreKeys(v viewer, b conference.Booking) Keyboard {
	keys := Keyboard{}.row(c.revise(v, b, stepHeads, "draft.ask_heads"), c.revise(v, b, stepTitle, "draft.ask_title"))
	return append(keys, c.profileKeys(v, b)...).row(c.key(v, b, actFold, "draft.back"))
}

// revise is the button that opens a draft of the booking at a step.
func (c *bookingCard) revise(v viewer, b conference.Booking, step, label string) Key {
	return button{verb: verbRevise, id: b.ID, rev: int64(b.Revision), arg: step}.key(v.label(label))
}
