package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/bot/emulator"
	"huiwu/conference"
)

// heldRooms counts what has been seen of rooms after their meetings.
type heldRooms struct {
	unclosed, closed, refused, allowed int
	wrong                              map[string]bool // rooms of which it has been said
}

// judgeRooms wants no room to be had whose meeting is over and which nobody has closed, for as long as the plan holds
// it; and those that have been closed to be had again.
func (r *record) judgeRooms(seen *heldRooms) {
	r.t.Helper()
	now := r.clock.Now()
	rows, err := r.sql.Query(r.t.Context(), `SELECT r.number, r.class, EXISTS (SELECT FROM tasks t WHERE t.booking_id = b.id AND t.kind = 'closing' AND t.status = 'done')
		FROM bookings b JOIN rooms r ON r.id = b.room_id
		WHERE b.status NOT IN ('cancelled', 'released', 'rejected', 'pending') AND b.end_at <= $1 AND b.end_at > $2`, now, now.Add(-time.Hour))
	r.must(err)
	type after struct {
		Room   string
		Class  conference.Class
		Closed bool
	}
	over, err := pgx.CollectRows(rows, pgx.RowToStructByPos[after])
	r.must(err)
	if len(over) == 0 {
		return
	}
	options, err := r.store.FreeRooms(r.t.Context(), now, now.Add(5*time.Minute), conference.Need{}, 0)
	r.must(err)
	free := func(number string) bool {
		return slices.ContainsFunc(options, func(o conference.RoomOption) bool { return o.Room.Number == number })
	}
	held := map[string]bool{}
	for _, o := range over {
		if !o.Closed {
			held[o.Room] = true
		}
	}
	for _, o := range over {
		switch {
		case !o.Closed && free(o.Room) && !seen.wrong[o.Room]:
			seen.wrong[o.Room] = true
			r.errorf("room %s is free though its meeting is over and nobody has closed it", o.Room)
		case !o.Closed:
			seen.unclosed++
		case o.Class == conference.ClassA && !held[o.Room] && !r.taken(o.Room, now) && !free(o.Room):
			r.errorf("room %s is closed and cannot be had", o.Room)
		case free(o.Room):
			seen.closed++
		}
	}
	for _, number := range slices.Sorted(maps.Keys(held)) {
		r.triesToMove(number, seen)
	}
}

// taken tells whether a meeting is on in a room, or is about to be.
func (r *record) taken(room string, now time.Time) (taken bool) {
	r.t.Helper()
	r.must(r.sql.QueryRow(r.t.Context(), `SELECT EXISTS (SELECT FROM bookings b JOIN rooms r ON r.id = b.room_id WHERE r.number = $1
		AND b.status IN ('pending', 'confirmed') AND b.start_at < $2 AND b.end_at > $3)`, room, now.Add(5*time.Minute), now).Scan(&taken))
	return taken
}

// mostTries is how many organisers try to move into a room that is not closed.
const mostTries = 3

// triesToMove has the organiser of a meeting that is on ask for a room that nobody has closed, on the phone: it is
// refused, while another that is free can be had.
func (r *record) triesToMove(unclosed string, seen *heldRooms) {
	r.t.Helper()
	var id, heads int64
	var name string
	var start, end time.Time
	now := r.clock.Now()
	err := r.sql.QueryRow(r.t.Context(), `SELECT b.id, b.headcount, b.start_at, b.end_at, p.name FROM bookings b JOIN people p ON p.id = b.organiser_id JOIN rooms r ON r.number = $3
		WHERE b.status = 'confirmed' AND b.start_at <= $1 AND b.end_at > $2 AND b.headcount <= r.seats AND r.class = 'A'
			AND NOT EXISTS (SELECT FROM bookings o WHERE o.room_id = r.id AND o.status NOT IN ('cancelled', 'released', 'rejected') AND o.start_at < b.end_at AND o.end_at > b.start_at)
		ORDER BY b.id LIMIT 1`, now, now.Add(10*time.Minute), unclosed).Scan(&id, &heads, &start, &end, &name)
	if err != nil || seen.refused >= mostTries { // what would be in the way is only that nobody has closed it
		return
	}
	who, key := r.named(name), strconv.FormatInt(id, 36)
	r.bothered[id] = true
	can := func(room string) bool {
		who.tap("rev", key, "room")
		who.types(room)
		draft := who.draft()
		_, ok := find(keysOf(draft), "ok")
		for _, k := range keysOf(draft) {
			ok = ok || k.verb == "d" && strings.HasPrefix(k.arg, "ok ")
		}
		who.types("/cancel")
		r.settle()
		if !strings.Contains(draft.Text, room) {
			r.errorf("%s asks for %s and reads\n%s", name, room, draft.Text)
		}
		return ok
	}
	if can(unclosed) {
		r.errorf("%s can move a meeting into %s, which nobody has closed:\n%s", name, unclosed, who.screen())
	}
	seen.refused++
	options, err := r.store.FreeRooms(r.t.Context(), start, end, conference.Need{Headcount: int(heads)}, 0)
	r.must(err)
	for _, o := range options {
		if o.Room.Class == conference.ClassA && o.Room.Seats >= int(heads) {
			if can(o.Room.Number) {
				seen.allowed++
			}
			return
		}
	}
}

// draft is the message on which somebody's draft of a booking stands.
func (e *employee) draft() emulator.Message {
	e.house.t.Helper()
	for _, m := range slices.Backward(e.phone.Messages()) {
		if slices.ContainsFunc(keysOf(m), func(k dayKey) bool { return k.verb == "d" }) {
			return m
		}
	}
	e.house.fatal("%s has no draft:\n%s", e.Name, e.screen())
	return emulator.Message{}
}
