package storage

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

var sheetSQL = `SELECT s.id, s.booking_id, s.crew, s.revision, s.facts, s.seen, s.sent_at, s.acked_at, s.chased, ` + briefColumns("w") + `
	FROM sheets s LEFT JOIN people w ON w.id = s.acked_by`

func scanSheet(row pgx.CollectableRow) (k conference.Sheet, err error) {
	own := []any{&k.ID, &k.BookingID, &k.Crew, &k.Revision, &k.Facts, &k.Seen, &k.SentAt, instant{&k.AckedAt}, &k.Chased}
	err = row.Scan(slices.Concat(own, brief(&k.AckedBy))...)
	return k, err
}

// Sheet is a service notice by ID; CodeNotFound.
func (s *Store) Sheet(ctx context.Context, id int64) (conference.Sheet, error) {
	return must(readOne(ctx, s.pool, scanSheet, sheetSQL+` WHERE s.id = $1`, id))("service notice")
}

// AckSheet acknowledges a service notice as the button showed it: conference.Settings.AckSheet's refusals, CodeStale, CodeNotFound.
func (s *Store) AckSheet(ctx context.Context, ch conference.Change, id int64, rev int) (conference.Meeting, error) {
	sheet, err := s.Sheet(ctx, id)
	if err != nil {
		return conference.Meeting{}, err
	}
	var now conference.Meeting
	subject := conference.Subject{Kind: conference.SubjectSheet, ID: id}
	err = s.change(ctx, ch, subject, "acknowledge", func(ctx context.Context, c *change) error {
		was, err := c.meeting(ctx, sheet.BookingID, 0)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(was.Sheets, func(k conference.Sheet) bool { return k.ID == id }); i >= 0 {
			if err := stale(rev, was.Sheets[i].Revision, subject); err != nil {
				return err
			}
		}
		var e conference.Effects
		if now, e, err = s.rules().AckSheet(was, id, c.Change); err != nil {
			return err
		}
		c.writeMeeting(was, now)
		c.add(e)
		return nil
	})
	return now, err
}

// LeadersOf are those who lead the crews, or stand in for who does, by name.
func (s *Store) LeadersOf(ctx context.Context, crews []conference.Crew) ([]conference.Person, error) {
	people, err := readAll(ctx, s.pool, scanPerson, `SELECT `+personColumns("p")+` FROM people p
		WHERE p.removed_at IS NULL AND p.crew = ANY($1::text[]) AND p.crew <> '' AND p.roles && ARRAY['team_leader', 'deputy_leader'] ORDER BY p.name, p.id`, crews)
	return people, wrap("leaders of crews", err)
}

// sheetCards brings a meeting's service notices up to date for those who have them.
func (c *change) sheetCards(ctx context.Context, bookingID int64) (e conference.Effects, err error) {
	var sheets []int64
	queueRows(c.batch, pgx.RowTo[int64], `SELECT id FROM sheets WHERE booking_id = $1 ORDER BY id`, []any{bookingID}, into(&sheets))
	if err := c.flush(ctx); err != nil {
		return e, err
	}
	for _, id := range sheets {
		e.Deliveries = append(e.Deliveries, conference.Delivery{Kind: conference.NoticeCard, Subject: conference.Subject{Kind: conference.SubjectSheet, ID: id},
			To: conference.Audience{Holders: true}, Lane: conference.LaneTask})
	}
	return e, nil
}

// writeSheets queues new and changed service notices.
func (c *change) writeSheets(sheets []conference.Sheet) {
	for _, k := range sheets {
		c.batch.Queue(`INSERT INTO sheets (id, booking_id, crew, revision, facts, seen, sent_at, acked_by, acked_at, chased)
			VALUES ($1, $2, $3, $4, $5, $6, $7, NULLIF($8::bigint, 0), $9, $10)
			ON CONFLICT (booking_id, crew) DO UPDATE SET revision = excluded.revision, facts = excluded.facts, seen = excluded.seen, sent_at = excluded.sent_at,
				acked_by = excluded.acked_by, acked_at = excluded.acked_at, chased = excluded.chased`,
			k.ID, k.BookingID, k.Crew, k.Revision, k.Facts, k.Seen, k.SentAt, k.AckedBy.ID, orNull(k.AckedAt), k.Chased)
	}
}
