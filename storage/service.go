package storage

import (
	"context"
	"time"

	"huiwu/conference"
)

// FinishMeeting ends a meeting before its time: conference.Settings.Finish's refusals, CodeStale, CodeNotFound.
func (s *Store) FinishMeeting(ctx context.Context, ch conference.Change, id int64, rev int) (conference.Booking, error) {
	return s.changeMeeting(ctx, ch, id, rev, "finish", func(c *change, m conference.Meeting) (conference.Meeting, conference.Effects, error) {
		return s.rules().Finish(m, c.Change)
	})
}

// ExtendMeeting prolongs a meeting that is on: conference.Settings.Extend's refusals, CodeStale, CodeNotFound, and
// CodeRoomTaken.
func (s *Store) ExtendMeeting(ctx context.Context, ch conference.Change, id int64, rev int, by time.Duration) (conference.Booking, error) {
	var asked conference.Booking
	b, err := s.changeMeeting(ctx, ch, id, rev, "extend", func(c *change, m conference.Meeting) (conference.Meeting, conference.Effects, error) {
		now, e, err := s.rules().Extend(m, by, c.Change)
		asked = now.Booking
		return now, e, err
	})
	return b, s.taken(ctx, err, asked)
}

// SetLevel sets a meeting's service level: conference.Settings.SetLevel's refusals, CodeStale, CodeNotFound.
func (s *Store) SetLevel(ctx context.Context, ch conference.Change, id int64, rev int, level conference.Level) (conference.Booking, error) {
	return s.changeMeeting(ctx, ch, id, rev, "set level", func(c *change, m conference.Meeting) (conference.Meeting, conference.Effects, error) {
		return s.rules().SetLevel(m, level, c.Change)
	})
}

// FreeUntil is when somebody else holds the room next, counted from an instant; false for not within a day.
func (s *Store) FreeUntil(ctx context.Context, roomID, exceptBooking int64, from time.Time) (time.Time, bool, error) {
	at, found, err := readOne(ctx, s.pool, scanInstant, `SELECT lower(b.occupied) FROM bookings b WHERE b.room_id = $1 AND b.id <> $2
		AND b.occupied && tstzrange($3, $4) AND`+live+`ORDER BY 1 LIMIT 1`, roomID, exceptBooking, from, from.Add(24*time.Hour))
	return at, found, wrap("room free until", err)
}
