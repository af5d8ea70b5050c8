package handlers

import (
	"context"

	"huiwu/conference"
)

// maxPicks is how many bookings are offered to choose from.
const maxPicks = 6

// revise opens a draft for a booking at the step that its card's button names.
func (b *booking) revise(ctx context.Context, t *turn, id int64, rev int, step string) (Reply, error) {
	m, err := b.agenda.Meeting(ctx, id)
	if err != nil {
		return Reply{}, wrap("meeting", err)
	}
	if err := b.changeable(t, m.Booking, rev); err != nil {
		return Reply{}, err
	}
	d := draftFrom(m.Booking, b.settings.Zone)
	t.open(b.name()).Step = step
	return b.card(ctx, t, d, nil)
}

// changeable refuses with CodeForbidden, CodeBookingOver or CodeStale before a draft is opened in vain.
func (b *booking) changeable(t *turn, bk conference.Booking, rev int) error {
	switch {
	case !t.may(conference.ActionChangeBooking, relationTo(bk, t.person)):
		return conference.Refuse(conference.CodeForbidden)
	case rev != 0 && rev != bk.Revision:
		return conference.Refuse(conference.CodeStale, "kind", conference.SubjectBooking, "id", bk.ID)
	case !bk.Live() || !t.now.Before(bk.End):
		return conference.Refuse(conference.CodeBookingOver)
	}
	return nil
}

// relationTo is how a person stands to a booking, as far as the booking itself tells.
func relationTo(b conference.Booking, p conference.Person) conference.Relation {
	if b.Organiser.ID == p.ID {
		return conference.Organiser
	}
	return 0
}

// pickToChange finds the booking that a correction without a draft is about: the only one, the one whose
// day or room was named, or the one tapped from a list.
func (b *booking) pickToChange(ctx context.Context, t *turn) (Reply, error) {
	if r, done, err := b.ends.prolong(ctx, t); done || err != nil {
		return r, err
	}
	mine, err := b.agenda.BookingsOf(ctx, t.person.ID, t.now)
	if err != nil {
		return Reply{}, wrap("bookings", err)
	}
	switch len(mine) {
	case 0:
		return reply(t.answer(t.say("booking.none"), b.cards.emptyKeys(t.viewer)))
	case 1:
		return b.reviseBy(ctx, t, mine[0])
	}
	var keys Keyboard
	for _, bk := range mine[:min(len(mine), maxPicks)] {
		keys = keys.row(button{verb: verbRevise, id: bk.ID, rev: int64(bk.Revision)}.key(b.cards.pickLabel(t.viewer, bk)))
	}
	return reply(t.answer(t.say("booking.which_change"), keys))
}

// reviseBy opens a draft for a booking with the correction already in it.
func (b *booking) reviseBy(ctx context.Context, t *turn, bk conference.Booking) (Reply, error) {
	_, rooms, err := b.names.get(ctx, t.now)
	if err != nil {
		return Reply{}, err
	}
	d := draftFrom(bk, b.settings.Zone)
	t.open(b.name())
	return b.card(ctx, t, d, b.taken(t, d, t.Text, t.reading, rooms))
}
