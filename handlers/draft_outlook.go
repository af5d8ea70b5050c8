package handlers

import (
	"context"
	"slices"

	"huiwu/conference"
)

// How many are offered at once.
const (
	maxRooms = 6
	maxWays  = 3
)

// outlook is how a draft stands in the house: what is free, and what stands in its way.
type outlook struct {
	room    conference.Room         // the one chosen, zero for none
	options []conference.RoomOption // rooms that would do at that time, best first
	refusal error                   // why it can't be had as it is
	offered conference.Room         // the room that times are about: the one chosen, else the one that fits best
	times   []conference.Interval   // when it could be had
	others  []conference.RoomOption // rooms to be had at the time asked for
}

// look holds the draft against rules and calendar.
func (b *booking) look(ctx context.Context, t *turn, d *draft) (outlook, error) {
	_, rooms, err := b.names.get(ctx, t.now)
	if err != nil {
		return outlook{}, err
	}
	o := outlook{room: roomByID(rooms, d.Room)}
	if !d.timed() {
		if o.room.ID != 0 && d.Heads > o.room.Seats {
			o.refusal = tooSmall(o.room, d.Heads)
		}
		return o, nil
	}
	r := d.request(b.settings.Zone)
	free, err := b.store.FreeRooms(ctx, r.Start, r.End, d.need(), d.Booking)
	if err != nil {
		return o, wrap("free rooms", err)
	}
	o.options = b.fitting(t, d, free)
	switch {
	case o.room.ID != 0:
		o.offered = o.room
		o.refusal, err = b.against(ctx, t, d, o.room, free)
	case len(o.options) == 0:
		o.offered, o.refusal = b.noRoom(t, d, rooms)
	}
	if err != nil || o.refusal == nil || o.offered.ID == 0 {
		return o, err
	}
	return b.waysOn(ctx, t, d, o)
}

func tooSmall(room conference.Room, heads int) error {
	return conference.Refuse(conference.CodeRoomTooSmall, "room", room.Number, "seats", room.Seats, "headcount", heads)
}

// fitting leaves of the free rooms those that the rules and the draft's wishes let stand.
func (b *booking) fitting(t *turn, d *draft, free []conference.RoomOption) []conference.RoomOption {
	return slices.DeleteFunc(slices.Clone(free), func(o conference.RoomOption) bool {
		return o.Room.ID == d.Not || o.Room.Seats < d.MinSeats || d.MaxSeats != 0 && o.Room.Seats > d.MaxSeats ||
			b.rules(t, d, o.Room) != nil
	})
}

// rules is what the house says about the draft in a room. Only its start's rules are left out while a
// booking that is being changed keeps its start: it was early enough once.
func (b *booking) rules(t *turn, d *draft, room conference.Room) error {
	r := d.request(b.settings.Zone)
	r.Headcount = max(r.Headcount, 1)
	err := b.settings.Validate(r, room, t.now)
	kept := d.Was != nil && d.Was.Start.Equal(r.Start)
	if code := conference.CodeOf(err); kept && (code == conference.CodePast || code == conference.CodeTooSoon) {
		return nil
	}
	return err
}

// against is why the chosen room can't be had; nil when it can.
func (b *booking) against(ctx context.Context, t *turn, d *draft, room conference.Room, free []conference.RoomOption) (refusal, err error) {
	if refusal = b.rules(t, d, room); refusal != nil {
		return refusal, nil
	}
	if slices.ContainsFunc(free, func(o conference.RoomOption) bool { return o.Room.ID == room.ID }) {
		return nil, nil
	}
	r := d.request(b.settings.Zone)
	held := b.settings.Occupied(r.Start, r.End, room)
	p := b.settings.Policies[room.Class]
	booked, err := b.agenda.BookingsBetween(ctx, held.Start.Add(-p.CleanUp), held.End.Add(p.SetUp))
	if err != nil {
		return nil, wrap("bookings", err)
	}
	for _, bk := range booked {
		if bk.Room.ID == room.ID && bk.ID != d.Booking && b.settings.Occupied(bk.Start, bk.End, bk.Room).Overlaps(held) {
			return conference.Refuse(conference.CodeRoomTaken, "room", room.Number, "start", bk.Start, "end", bk.End), nil
		}
	}
	return conference.Refuse(conference.CodeRoomTaken, "room", room.Number, "start", r.Start, "end", r.End), nil
}

// noRoom is why no room will do, and the one that would fit best at another time; zero when none is big enough.
func (b *booking) noRoom(t *turn, d *draft, rooms []conference.Room) (conference.Room, error) {
	fit := conference.RankRooms(rooms, d.need())
	switch {
	case len(rooms) == 0:
		return conference.Room{}, remark{key: "draft.none_free"}
	case len(fit) == 0:
		biggest := slices.MaxFunc(rooms, func(x, y conference.Room) int { return x.Seats - y.Seats })
		return conference.Room{}, remark{"draft.none_so_big", []any{"count", d.Heads, "room", t.roomName(biggest), "seats", biggest.Seats}}
	}
	if err := b.rules(t, d, fit[0].Room); err != nil {
		return fit[0].Room, err
	}
	return fit[0].Room, remark{key: "draft.none_free"}
}

// waysOn finds what would work instead.
func (b *booking) waysOn(ctx context.Context, t *turn, d *draft, o outlook) (outlook, error) {
	r := d.request(b.settings.Zone)
	r.RoomID = o.offered.ID
	times, others, err := b.store.Alternatives(ctx, r, d.Booking, t.now)
	if err != nil {
		return o, wrap("alternatives", err)
	}
	if d.Heads <= o.offered.Seats {
		o.times = times[:min(len(times), maxWays)]
	}
	others = slices.DeleteFunc(others, func(ro conference.RoomOption) bool {
		return ro.Room.ID == o.offered.ID || b.rules(t, d, ro.Room) != nil
	})
	o.others = others[:min(len(others), maxWays)]
	return o, nil
}
