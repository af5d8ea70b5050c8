package storage

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// roomColumns are what roomFields scans, of the table's alias, which may be an outer join's.
func roomColumns(r string) string {
	return strings.ReplaceAll(`coalesce(@.id, 0), coalesce(@.number, ''), coalesce(@.name, ''), coalesce(@.building, ''),
		coalesce(@.floor, 0), coalesce(@.class, ''), coalesce(@.seats, 0), coalesce(@.equipment, '{}'), coalesce(@.aliases, '{}'),
		coalesce(@.layouts, '{}'), @.removed_at IS NOT NULL`, "@", r)
}

func roomFields(r *conference.Room) []any {
	return []any{&r.ID, &r.Number, &r.Name, &r.Building, &r.Floor, &r.Class, &r.Seats, &r.Equipment, &r.Aliases, &r.Layouts, &r.Removed}
}

func scanRoom(row pgx.CollectableRow) (r conference.Room, err error) {
	err = row.Scan(roomFields(&r)...)
	return r, err
}

// Rooms are all that can be booked, by building, floor and number.
func (s *Store) Rooms(ctx context.Context) ([]conference.Room, error) {
	rooms, err := readAll(ctx, s.pool, scanRoom,
		`SELECT `+roomColumns("r")+` FROM rooms r WHERE r.removed_at IS NULL ORDER BY r.building, r.floor, r.number`)
	return rooms, wrap("rooms", err)
}

// Room is one by ID, removed or not; CodeNotFound.
func (s *Store) Room(ctx context.Context, id int64) (conference.Room, error) {
	return must(readOne(ctx, s.pool, scanRoom, `SELECT `+roomColumns("r")+` FROM rooms r WHERE r.id = $1`, id))("room")
}

// readRoom queues one room; the result is the zero Room when there is none.
func (c *change) readRoom(id int64, dst *conference.Room) {
	queueRows(c.batch, scanRoom, `SELECT `+roomColumns("r")+` FROM rooms r WHERE r.id = $1`, []any{id}, first(dst))
}

// first stores the first of a query's rows, if there is one.
func first[T any](dst *T) func([]T) error {
	return func(all []T) error {
		var zero T
		*dst = zero
		if len(all) > 0 {
			*dst = all[0]
		}
		return nil
	}
}

// FreeRooms ranks the rooms that are free in [start, end) with their class's set-up and
// clean-up. The booking exceptBooking, if not 0, does not count as taking its room.
func (s *Store) FreeRooms(ctx context.Context, start, end time.Time, need conference.Need, exceptBooking int64) ([]conference.RoomOption, error) {
	var classes []string
	var from, until []time.Time
	widest := conference.Interval{Start: start, End: end}
	for class := range s.settings.Policies {
		held := s.settings.Occupied(start, end, conference.Room{Class: class})
		classes, from, until = append(classes, string(class)), append(from, held.Start), append(until, held.End)
		if held.Start.Before(widest.Start) {
			widest.Start = held.Start
		}
		if held.End.After(widest.End) {
			widest.End = held.End
		}
	}
	// All that is on is found at once and by itself: planned together with the rooms, and for any values, PostgreSQL
	// would rather look for each room. The statuses are those of the index by time; of the three that are meant there is
	// one by room, which would be read from end to end where it is smaller.
	rooms, err := readAll(ctx, s.pool, scanRoom, `
		WITH on_then AS MATERIALIZED (SELECT room_id, occupied FROM bookings
			WHERE occupied && tstzrange($5, $6) AND status IN ('pending', 'confirmed', 'closing', 'closed') AND status <> 'closed' AND id <> $4)
		SELECT `+roomColumns("r")+`
		FROM rooms r JOIN unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS held (class, since, until) ON held.class = r.class
		WHERE r.removed_at IS NULL AND r.seats >= $7
			AND NOT EXISTS (SELECT FROM on_then b WHERE b.room_id = r.id AND b.occupied && tstzrange(held.since, held.until))`,
		classes, from, until, exceptBooking, widest.Start, widest.End, need.Headcount)
	if err != nil {
		return nil, wrap("free rooms", err)
	}
	return conference.RankRooms(rooms, need), nil
}

const (
	alternatives       = 3                   // of each sort
	alternativesWithin = 14 * 24 * time.Hour // nobody moves a meeting further just to keep the room
)

// Alternatives are what would work instead of a refused request: the same room's next free
// times and other rooms at that time, all of which could be booked now. The booking
// exceptBooking, if not 0, does not count as taking its room.
func (s *Store) Alternatives(ctx context.Context, r conference.Request, exceptBooking int64, now time.Time) ([]conference.Interval, []conference.RoomOption, error) {
	room, err := s.Room(ctx, r.RoomID)
	if err != nil {
		return nil, nil, err
	}
	times, err := s.nextFree(ctx, room, r, exceptBooking, now)
	if err != nil {
		return nil, nil, err
	}
	rooms, err := s.FreeRooms(ctx, r.Start, r.End, conference.Need{Headcount: r.Headcount, Building: room.Building}, exceptBooking)
	if err != nil {
		return nil, nil, err
	}
	rooms = slices.DeleteFunc(rooms, func(o conference.RoomOption) bool {
		return o.Room.ID == room.ID || s.settings.Validate(r, o.Room, now) != nil
	})
	return times, rooms[:min(len(rooms), alternatives)], nil
}

func (s *Store) nextFree(ctx context.Context, room conference.Room, r conference.Request, exceptBooking int64, now time.Time) ([]conference.Interval, error) {
	policy := s.settings.Policies[room.Class]
	from := r.Start
	if earliest := now.Add(policy.Lead); from.Before(earliest) {
		from = earliest
	}
	until := from.Add(alternativesWithin)
	if furthest := now.Add(policy.Horizon); until.After(furthest) {
		until = furthest
	}
	if room.Removed || r.Headcount > room.Seats || !r.End.After(r.Start) || !until.After(from) {
		return nil, nil
	}
	busy, err := readAll(ctx, s.pool, pgx.RowToStructByPos[conference.Interval], `SELECT lower(occupied), upper(occupied) FROM bookings
		WHERE room_id = $1 AND occupied && tstzrange($2, $3) AND status IN ('pending', 'confirmed', 'closing') AND id <> $4`,
		room.ID, from.Add(-policy.SetUp), until.Add(policy.Longest+policy.CleanUp), exceptBooking)
	if err != nil {
		return nil, wrap("busy times", err)
	}
	return s.settings.NextFree(busy, room, r.End.Sub(r.Start), from, until, alternatives), nil
}

// lockRoom queues a wait for everybody else who is writing about the room in the same way.
// It promises nothing about bookings: it only keeps two that collide from deadlocking in the
// exclusion constraint, which is what promises.
func (c *change) lockRoom(what, room int64) {
	c.batch.Queue(`SELECT pg_advisory_xact_lock($1)`, what<<48+room)
}

// What lockRoom can be about.
const (
	lockBooking int64 = 1
	lockProblem int64 = 2
)
