package handlers

import "huiwu/conference"

// deskLines are what the service desk sees on a booking's card: who has the service notice, and that the room is sealed.
func (c *bookingCard) deskLines(v viewer, m conference.Meeting) Text {
	if over(m.Booking, v.now) {
		return Text{}
	}
	var track Text
	if v.may(conference.ActionTrackSheets, 0) {
		track = v.trackLine(m)
	}
	if !v.seesSeal() {
		return track
	}
	return Lines(track, v.sealLine(m.Booking))
}

// seesSeal tells whether a sealed room is this person's business.
func (v viewer) seesSeal() bool {
	return v.may(conference.ActionAskEntry, 0) || v.may(conference.ActionOpenSealed, 0)
}

// sealLine says that a meeting's room is sealed, or has been opened again.
func (v viewer) sealLine(b conference.Booking) Text {
	switch {
	case b.Sealed():
		return v.say("sealed.since", "time", v.clockOrMoment(b.SealedAt))
	case !b.SealedAt.IsZero() && !b.UnsealedAt.IsZero():
		return v.say("sealed.opened", "time", v.clockOrMoment(b.UnsealedAt))
	}
	return Text{}
}

// deskKeys are what the service desk may do beside.
func (c *bookingCard) deskKeys(v viewer, m conference.Meeting) Keyboard {
	b := m.Booking
	var keys []Key
	if _, all := m.Tracked(); all > 0 && v.may(conference.ActionTrackSheets, 0) {
		keys = append(keys, button{verb: verbSheets, id: b.ID}.key(v.label("sheet.button.list")))
	}
	k := button{verb: verbEntry, id: b.ID, rev: int64(b.Revision)}
	switch {
	case !b.Sealed():
	case v.may(conference.ActionOpenSealed, 0):
		keys = append(keys, k.with(entryUnseal).key(v.label("sealed.button.open")))
	case v.may(conference.ActionAskEntry, 0):
		keys = append(keys, k.with(entryAsk).key(v.label("sealed.button.enter")))
	}
	return Keyboard{}.row(keys...)
}

// awaits says for whom a pending booking waits.
func (c *bookingCard) awaits(v viewer, b conference.Booking) Text {
	if b.SealedFor != "" {
		return v.say("sealed.awaits", "room", b.Room.Number, "number", b.SealedFor)
	}
	return v.say("booking.awaits")
}
