package handlers

import (
	"context"
	"slices"

	qrcode "github.com/skip2/go-qrcode"

	"huiwu/conference"
)

// send invites those chosen and closes the picker: who comes is counted on the booking's card.
func (c *invite) send(ctx context.Context, t *turn, d inviteDraft) (Reply, error) {
	ids := make([]int64, len(d.Chosen))
	for i, p := range d.Chosen {
		ids[i] = p.ID
	}
	added, err := c.store.Invite(ctx, t.change(), d.Booking, ids)
	done := conference.CodeOf(err) == conference.CodeDuplicate // in an earlier life of ours
	if err != nil && !done {
		return Reply{}, err
	}
	m, err := c.store.Meeting(ctx, d.Booking)
	if err != nil {
		return Reply{}, err
	}
	if done {
		added = slices.DeleteFunc(m.Attendees, func(a conference.Attendee) bool { return !slices.Contains(ids, a.Person.ID) })
	}
	t.close()
	return toast(t.label("attendance.invited", "n", len(added))).with(t.edit(t.sentCard(m.Booking, added))), nil
}

// sentCard is what is left of the picker: who has been invited, and the way to invite more.
func (v viewer) sentCard(b conference.Booking, added []conference.Attendee) (Text, Keyboard) {
	names := make([]string, len(added))
	for i, a := range added {
		names[i] = line(a.Person.Name)
	}
	more := button{verb: verbInvite, id: b.ID, rev: int64(b.Revision)}
	return Lines(v.pickHead("attendance.sent", b), v.say("attendance.sent.names", "n", len(added), "names", v.namesOf(names)),
		v.say("attendance.sent.next")), Keyboard{}.row(more.key(v.label("attendance.button.more")))
}

// link sends an invitation to forward: the meeting, a link and its QR code.
func (c *invite) link(ctx context.Context, t *turn, d inviteDraft) (Reply, error) {
	m, err := c.store.Meeting(ctx, d.Booking)
	if err != nil {
		return Reply{}, err
	}
	token, err := c.store.CreateInvitationLink(ctx, t.change(), d.Booking)
	if err != nil {
		return Reply{}, err
	}
	url := c.startLink(linkInvite + token)
	png, err := qrcode.Encode(url, qrcode.Medium, 512)
	if err != nil {
		return Reply{}, wrap("qr code", err)
	}
	msg := t.answer(Lines(Bold(t.say("attendance.link.title", "title", m.Booking.Title)), t.meetingLines(m.Booking),
		t.say("attendance.link.how"), Plain(url)), nil)
	msg.Photo = png
	return reply(msg)
}

// startLink is a deep link into the bot.
func (c *core) startLink(parameter string) string {
	return "https://t.me/" + c.username + "?start=" + parameter
}

// done closes the picker and leaves a record of it.
func (c *invite) done(ctx context.Context, t *turn, d inviteDraft) (Reply, error) {
	m, err := c.store.Meeting(ctx, d.Booking)
	if err != nil {
		return Reply{}, err
	}
	t.close()
	return reply(t.edit(t.say("attendance.closed", "number", m.Booking.Number), nil))
}
