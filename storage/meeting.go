package storage

import (
	"context"
	"reflect"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// readMeeting queues the reading of a meeting with all that hangs on it.
func readMeeting(b *pgx.Batch, id int64, m *conference.Meeting) {
	*m = conference.Meeting{}
	queueRows(b, scanBooking, bookingSQL+` WHERE b.id = $1`, []any{id}, first(&m.Booking))
	readHangingOn(b, id, m)
	queueRows(b, scanAttendee, attendeeSQL+` WHERE a.booking_id = $1 ORDER BY a.id`, []any{id}, into(&m.Attendees))
}

// readHangingOn queues the reading of a meeting's tasks, checks and service notices.
func readHangingOn(b *pgx.Batch, id int64, m *conference.Meeting) {
	queueRows(b, scanTask, taskSQL+` WHERE t.booking_id = $1 ORDER BY t.id`, []any{id}, into(&m.Tasks))
	queueRows(b, scanCheck, checkSQL+` WHERE c.booking_id = $1 ORDER BY c.level`, []any{id}, into(&m.Checks))
	queueRows(b, scanSheet, sheetSQL+` WHERE s.booking_id = $1 ORDER BY s.id`, []any{id}, into(&m.Sheets))
}

// lockMeeting queues the locks of a meeting, always in this order, and then its reading. The
// locks come first and alone: a row that is joined while it is waited for may have gone.
func (c *change) lockMeeting(id int64, m *conference.Meeting) {
	c.batch.Queue(`SELECT FROM bookings WHERE id = $1 FOR NO KEY UPDATE`, id)
	c.batch.Queue(`SELECT FROM tasks WHERE booking_id = $1 ORDER BY id FOR NO KEY UPDATE`, id)
	readMeeting(c.batch, id, m)
}

// Meeting is a booking with all that hangs on it; CodeNotFound.
func (s *Store) Meeting(ctx context.Context, id int64) (conference.Meeting, error) {
	var m conference.Meeting
	b := &pgx.Batch{}
	readMeeting(b, id, &m)
	if err := s.pool.SendBatch(ctx, b).Close(); err != nil {
		return m, wrap("meeting", err)
	}
	if m.Booking.ID == 0 {
		return m, conference.Refuse(conference.CodeNotFound)
	}
	return m, s.findDeputies(ctx, &m)
}

// MeetingsStarting are the confirmed meetings that begin in [from, to), by start, with their tasks, checks and service
// notices; without their attendees.
func (s *Store) MeetingsStarting(ctx context.Context, from, to time.Time) ([]conference.Meeting, error) {
	bookings, err := readAll(ctx, s.pool, scanBooking, bookingSQL+` WHERE b.occupied && tstzrange($1, $2) AND b.start_at >= $1 AND b.start_at < $2
		AND b.status = 'confirmed' ORDER BY b.start_at, b.id`, from, to)
	if err != nil || len(bookings) == 0 {
		return nil, wrap("meetings that begin", err)
	}
	ms, batch := make([]conference.Meeting, len(bookings)), &pgx.Batch{}
	for i, b := range bookings {
		ms[i].Booking = b
		readHangingOn(batch, b.ID, &ms[i])
	}
	return ms, wrap("meetings that begin", s.pool.SendBatch(ctx, batch).Close())
}

// writeMeeting queues whatever of a meeting a decision changed.
func (c *change) writeMeeting(was, now conference.Meeting) {
	if !reflect.DeepEqual(now.Booking, was.Booking) {
		c.updateBooking(was.Booking, now.Booking)
	}
	c.writeTasks(was.Tasks, now.Tasks)
	c.writeChecks(changed(was.Checks, now.Checks))
	c.writeSheets(changed(was.Sheets, now.Sheets))
	c.writeAttendees(changed(was.Attendees, now.Attendees))
}

// changed are the elements of now that differ from the one at their place in was, or are new.
func changed[T any](was, now []T) []T {
	var out []T
	for i, v := range now {
		if i >= len(was) || !reflect.DeepEqual(was[i], v) {
			out = append(out, v)
		}
	}
	return out
}

// changeMeeting is the use case of all that is decided about one meeting.
func (s *Store) changeMeeting(ctx context.Context, ch conference.Change, id int64, rev int, verb string,
	decide func(*change, conference.Meeting) (conference.Meeting, conference.Effects, error)) (conference.Booking, error) {
	var now conference.Meeting
	subject := conference.Subject{Kind: conference.SubjectBooking, ID: id}
	err := s.change(ctx, ch, subject, verb, func(ctx context.Context, c *change) error {
		was, err := c.meeting(ctx, id, rev)
		if err != nil {
			return err
		}
		var e conference.Effects
		if now, e, err = decide(c, was); err != nil {
			return err
		}
		if err := c.giveIDs(ctx, &now, &e); err != nil {
			return err
		}
		c.writeMeeting(was, now)
		c.add(e)
		return nil
	})
	return now.Booking, err
}

// meeting locks and reads a meeting at once; CodeNotFound, CodeStale.
func (c *change) meeting(ctx context.Context, id int64, rev int) (m conference.Meeting, err error) {
	c.lockMeeting(id, &m)
	if err := c.flush(ctx); err != nil {
		return m, err
	}
	if m.Booking.ID == 0 {
		return m, conference.Refuse(conference.CodeNotFound)
	}
	return m, stale(rev, m.Booking.Revision, conference.Subject{Kind: conference.SubjectBooking, ID: id})
}
