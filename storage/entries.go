package storage

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

var entrySQL = `SELECT e.id, e.booking_id, e.reason, e.status, e.revision, e.asked_at, e.decided_at, ` + briefColumns("w") + `, ` + briefColumns("d") + `
	FROM entries e JOIN people w ON w.id = e.person_id LEFT JOIN people d ON d.id = e.decided_by`

func scanEntry(row pgx.CollectableRow) (e conference.Entry, err error) {
	own := []any{&e.ID, &e.BookingID, &e.Reason, &e.Status, &e.Revision, &e.AskedAt, instant{&e.DecidedAt}}
	err = row.Scan(slices.Concat(own, brief(&e.Person), brief(&e.DecidedBy))...)
	return e, err
}

// sealedNow is the condition of a meeting for which its room is sealed.
const sealedNow = ` b.sealed_at IS NOT NULL AND b.unsealed_at IS NULL AND b.status = 'confirmed' `

// readSealed queues the reading of the meetings for which a room is sealed: the one of the ID, or that of the booking
// when it is 0.
func (c *change) readSealed(roomID, bookingID int64, sealed *[]conference.Booking) {
	queueRows(c.batch, scanBooking, bookingSQL+` WHERE b.room_id = coalesce(NULLIF($1::bigint, 0), (SELECT room_id FROM bookings WHERE id = $2)) AND`+sealedNow+`ORDER BY b.start_at`,
		[]any{roomID, bookingID}, into(sealed))
}

// Entry is a request to enter a sealed room by ID; CodeNotFound.
func (s *Store) Entry(ctx context.Context, id int64) (conference.Entry, error) {
	return must(readOne(ctx, s.pool, scanEntry, entrySQL+` WHERE e.id = $1`, id))("entry")
}

// SealedMeetings are the meetings after from for which their room is sealed, by start.
func (s *Store) SealedMeetings(ctx context.Context, from time.Time) ([]conference.Booking, error) {
	bs, err := readAll(ctx, s.pool, scanBooking, bookingSQL+` WHERE`+sealedNow+`AND b.end_at > $1 ORDER BY b.start_at, b.id`, from)
	return bs, wrap("sealed rooms", err)
}

// AskEntry asks to enter the room that is sealed for a meeting: conference.Settings.RequestEntry's refusals, CodeNotFound.
func (s *Store) AskEntry(ctx context.Context, ch conference.Change, bookingID int64, reason string) (conference.Entry, error) {
	var en conference.Entry
	err := s.change(ctx, ch, conference.Subject{Kind: conference.SubjectEntry}, "ask entry", func(ctx context.Context, c *change) error {
		b, waiting, err := c.sealed(ctx, bookingID)
		if err != nil {
			return err
		}
		var e conference.Effects
		if en, e, err = s.rules().RequestEntry(b, waiting, reason, c.Change); err != nil {
			return err
		}
		en.ID = c.subject.ID
		c.batch.Queue(`INSERT INTO entries (id, booking_id, person_id, reason, status, revision, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			en.ID, en.BookingID, en.Person.ID, en.Reason, en.Status, en.Revision, en.AskedAt)
		c.detail["booking_id"], c.detail["reason"] = bookingID, en.Reason
		c.addNew(e)
		return nil
	})
	return en, err
}

// DecideEntry is the supervisor's yes or no to a request as the button showed it: conference.Settings.DecideEntry's
// refusals, CodeStale, CodeNotFound.
func (s *Store) DecideEntry(ctx context.Context, ch conference.Change, id int64, rev int, yes bool) (conference.Entry, error) {
	asked, err := s.Entry(ctx, id)
	if err != nil {
		return asked, err
	}
	verb := "refuse entry"
	if yes {
		verb = "allow entry"
	}
	var en conference.Entry
	subject := conference.Subject{Kind: conference.SubjectEntry, ID: id}
	err = s.change(ctx, ch, subject, verb, func(ctx context.Context, c *change) error {
		var was conference.Entry
		c.batch.Queue(`SELECT FROM bookings WHERE id = $1 FOR NO KEY UPDATE`, asked.BookingID)
		queueRows(c.batch, scanEntry, entrySQL+` WHERE e.id = $1`, []any{id}, first(&was))
		b, _, err := c.sealed(ctx, asked.BookingID)
		if err != nil {
			return err
		}
		if err := stale(rev, was.Revision, subject); err != nil {
			return err
		}
		var e conference.Effects
		if en, e, err = s.rules().DecideEntry(was, b, yes, c.Change); err != nil {
			return err
		}
		c.batch.Queue(`UPDATE entries SET status = $2, revision = $3, decided_by = $4, decided_at = $5 WHERE id = $1`,
			en.ID, en.Status, en.Revision, en.DecidedBy.ID, en.DecidedAt)
		c.detail["booking_id"] = en.BookingID
		c.add(e)
		return nil
	})
	return en, err
}

// Unseal opens a sealed room before its time: conference.Settings.Unseal's refusals, CodeStale, CodeNotFound.
func (s *Store) Unseal(ctx context.Context, ch conference.Change, id int64, rev int) (conference.Booking, error) {
	return s.changeMeeting(ctx, ch, id, rev, "unseal", func(c *change, m conference.Meeting) (conference.Meeting, conference.Effects, error) {
		var waiting []conference.Entry
		c.readWaiting(id, &waiting)
		if err := c.flush(ctx); err != nil {
			return m, conference.Effects{}, err
		}
		return s.rules().Unseal(m, waiting, c.Change)
	})
}

// sealed locks and reads a meeting's booking with the requests to enter its room that nobody has decided on; CodeNotFound.
func (c *change) sealed(ctx context.Context, bookingID int64) (b conference.Booking, waiting []conference.Entry, err error) {
	c.batch.Queue(`SELECT FROM bookings WHERE id = $1 FOR NO KEY UPDATE`, bookingID)
	queueRows(c.batch, scanBooking, bookingSQL+` WHERE b.id = $1`, []any{bookingID}, first(&b))
	c.readWaiting(bookingID, &waiting)
	if err := c.flush(ctx); err != nil {
		return b, nil, err
	}
	if b.ID == 0 {
		return b, nil, conference.Refuse(conference.CodeNotFound)
	}
	return b, waiting, nil
}

func (c *change) readWaiting(bookingID int64, waiting *[]conference.Entry) {
	queueRows(c.batch, scanEntry, entrySQL+` WHERE e.booking_id = $1 AND e.status = 'asked' ORDER BY e.id`, []any{bookingID}, into(waiting))
}
