package handlers

import (
	"context"

	qrcode "github.com/skip2/go-qrcode"
)

// send invites those chosen.
func (c *invite) send(ctx context.Context, t *turn, d inviteDraft) (Reply, error) {
	ids := make([]int64, len(d.Chosen))
	for i, p := range d.Chosen {
		ids[i] = p.ID
	}
	added, err := c.store.Invite(ctx, t.change(), d.Booking, ids)
	if err != nil {
		return Reply{}, err
	}
	d.Chosen, d.Missing, d.Page = nil, nil, 0
	r, err := c.at(ctx, t, d, pickHome)
	r.Toast = t.label("attendance.invited", "n", len(added))
	return r, err
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
	return reply(t.edit(Lines(t.say("attendance.closed", "number", m.Booking.Number), t.tallyLine(m.Attendees)), nil))
}
