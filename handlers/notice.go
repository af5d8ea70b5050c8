package handlers

import (
	"context"
	"time"

	"huiwu/conference"
)

// reminder tells an attendee that the meeting comes; who has not answered is asked again. It is the
// invitation's card with another first line, so that there is one card in the chat.
func (h *Handlers) reminder(ctx context.Context, v viewer, bookingID int64) (Message, bool, error) {
	b, err := h.store.Booking(ctx, bookingID)
	if err != nil || over(b, v.now) || !v.now.Before(b.Start) {
		return Message{}, false, err
	}
	a, err := h.store.AttendeeOf(ctx, bookingID, v.person.ID)
	if err != nil || !a.Coming() {
		return Message{}, false, err
	}
	m := v.invitationMessage(a, b)
	answer := v.answerLine(a, b)
	if a.PartStat == conference.NeedsAction {
		answer = v.say("notice.reminder.standby")
	}
	m.Text = Lines(Bold(v.say("notice.reminder", "in", v.untilStart(b))), Bold(Plain(b.Title)), v.meetingLines(b), answer)
	return m, true, nil
}

// untilStart is how far off the meeting is: in minutes and hours within the day, else by its day.
func (v viewer) untilStart(b conference.Booking) string {
	if b.Start.Sub(v.now) > 20*time.Hour {
		if near := v.near(b.Start, b.End, v.now); near != "" {
			return near
		}
	}
	return v.until(b.Start, v.now)
}

// stillNeeded puts the booking's card before the organiser the day before, with the question on it.
func (h *Handlers) stillNeeded(ctx context.Context, v viewer, bookingID int64) (Message, bool, error) {
	b, err := h.store.Booking(ctx, bookingID)
	if err != nil || !h.asksWhetherNeeded(v, b) {
		return Message{}, false, err
	}
	return h.live(ctx, v, conference.Subject{Kind: conference.SubjectBooking, ID: bookingID})
}

// asksWhetherNeeded tells whether the organiser has been asked and has not answered.
func (h *Handlers) asksWhetherNeeded(v viewer, b conference.Booking) bool {
	since := b.Start.Add(-h.settings.StillNeeded)
	return b.Status == conference.BookingConfirmed && b.Needed.IsZero() && b.Organiser.ID == v.person.ID &&
		b.CreatedAt.Before(since) && !v.now.Before(since) && v.now.Before(b.Start)
}

// question adds to the organiser's card whether the room is still needed, with one tap to give it back.
func (h *Handlers) question(ctx context.Context, v viewer, bookingID int64, m *Message) error {
	b, err := h.store.Booking(ctx, bookingID)
	if err != nil || !h.asksWhetherNeeded(v, b) {
		return err
	}
	k := button{verb: verbBooking, id: b.ID, rev: int64(b.Revision)}
	m.Text = Blocks(m.Text, Lines(Bold(v.say("notice.needed")), v.say("notice.needed.next")))
	m.Keyboard = append(Keyboard{}.row(k.with(actKeep).key(v.label("notice.needed.keep")).styled(StyleSuccess),
		k.with(actRelease).key(v.label("notice.needed.release"))), m.Keyboard...)
	return nil
}

// moved shows an attendee the invitation with its new time or room; a new time asks again.
func (h *Handlers) moved(ctx context.Context, v viewer, attendeeID int64) (Message, bool, error) {
	a, err := h.store.Attendee(ctx, attendeeID)
	if err != nil || a.Person.ID != v.person.ID || !a.Coming() {
		return Message{}, false, err
	}
	b, err := h.store.Booking(ctx, a.BookingID)
	if err != nil || over(b, v.now) {
		return Message{}, false, err
	}
	m := v.invitationMessage(a, b)
	key := "notice.moved"
	if a.PartStat == conference.NeedsAction {
		key = "notice.moved.again"
	}
	m.Text = Lines(Bold(v.say(key)), Bold(Plain(b.Title)), v.meetingLines(b), v.invitedBy(b.Organiser), v.answerLine(a, b))
	return m, true, nil
}

// off tells an attendee that the meeting is off.
func (h *Handlers) off(ctx context.Context, v viewer, bookingID int64) (Message, bool, error) {
	b, err := h.store.Booking(ctx, bookingID)
	if err != nil || b.Live() || !v.now.Before(b.End) {
		return Message{}, false, err
	}
	a, err := h.store.AttendeeOf(ctx, bookingID, v.person.ID)
	if err != nil || !a.Coming() {
		return Message{}, false, err
	}
	m := v.invitationMessage(a, b)
	var why Text
	if line(b.Reason) != "" {
		why = v.say("notice.off.why", "reason", line(b.Reason))
	}
	m.Text = Lines(Bold(v.say("notice.off")), Struck(Plain(b.Title)), v.meetingLines(b), v.invitedBy(b.Organiser), why)
	return m, true, nil
}

// mostOutlook is how many meetings an outlook names.
const mostOutlook = 30

// outlook is the overview of two days from a local midnight on (S128).
func (h *Handlers) outlook(ctx context.Context, v viewer, unix int64) (Message, bool, error) {
	if !v.may(conference.ActionSeeDay, 0) {
		return Message{}, false, nil
	}
	first := midnight(time.Unix(unix, 0), v.zone)
	bookings, err := h.store.BookingsBetween(ctx, first.UTC(), first.AddDate(0, 0, 2).UTC())
	if err != nil {
		return Message{}, false, err
	}
	return Message{Text: v.outlookText(first, bookings)}, true, nil
}

func (v viewer) outlookText(first time.Time, bookings []conference.Booking) Text {
	shown := bookings[:min(len(bookings), mostOutlook)]
	second := first.AddDate(0, 0, 1)
	blocks := []Text{Bold(v.say("notice.outlook", "from", v.date(first, v.now), "to", v.date(second, v.now)))}
	for _, day := range []time.Time{first, second} {
		lines := []Text{Bold(Plain(v.date(day, v.now)))}
		for _, b := range shown {
			if early := b.Start.Before(first) && day.Equal(first); early || daysApart(b.Start, day, v.zone) == 0 {
				lines = append(lines, v.outlookLine(b))
			}
		}
		if len(lines) == 1 {
			lines = append(lines, v.say("notice.outlook.none"))
		}
		blocks = append(blocks, Lines(lines...))
	}
	if more := len(bookings) - len(shown); more > 0 {
		blocks = append(blocks, v.say("notice.outlook.more", "n", more))
	}
	return Blocks(blocks...)
}

func (v viewer) outlookLine(b conference.Booking) Text {
	return v.say("notice.outlook.line", "time", v.clock(b.Start)+"–"+v.clock(b.End), "place", v.roomName(b.Room),
		"title", short(line(b.Title), 30), "headcount", b.Headcount)
}
