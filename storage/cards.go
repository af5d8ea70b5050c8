package storage

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// Card is somebody's live card of a subject; false when they have none.
func (s *Store) Card(ctx context.Context, subject conference.Subject, personID int64) (conference.Card, bool, error) {
	c, found, err := readOne(ctx, s.pool, scanCard, `SELECT chat_id, message_id, revision, digest, asks_until FROM cards
		WHERE subject_kind = $1 AND subject_id = $2 AND person_id = $3`, subject.Kind, subject.ID, personID)
	return c, found, wrap("card", err)
}

// SaveCard records where a card stands now, and returns where it stood, the zero Card for nowhere. One that shows an
// older revision than the one on record changes nothing: CodeStale.
//
// The first card of a subject waits for whoever is changing the subject. A change is shown to
// those who have a card: either it finds this one, or its commit is there to be seen as soon
// as this one has been saved.
//
// The commit does not wait for the disk. Who loses power in that moment forgets where a card
// stands, and a second one is sent where the first would have been edited.
func (s *Store) SaveCard(ctx context.Context, subject conference.Subject, personID int64, c conference.Card) (was conference.Card, err error) {
	was, saved, err := readOne(ctx, s.pool, scanCard, saveCardSQL,
		subject.Kind, subject.ID, personID, c.ChatID, c.MessageID, c.Revision, c.Digest)
	if err == nil && !saved {
		return was, conference.Refuse(conference.CodeStale, "kind", subject.Kind, "id", subject.ID)
	}
	return was, wrap("save card", err)
}

func scanCard(row pgx.CollectableRow) (c conference.Card, err error) {
	err = row.Scan(&c.ChatID, &c.MessageID, &c.Revision, &c.Digest, instant{&c.AsksUntil})
	return c, err
}

// CardAsks notes that a question stands in place of the card in a message, until it is saved again. Where the message is
// no card nothing happens.
func (s *Store) CardAsks(ctx context.Context, chatID, messageID int64, until time.Time) error {
	_, err := s.pool.Exec(ctx, `UPDATE cards SET asks_until = $3 WHERE chat_id = $1 AND message_id = $2`, chatID, messageID, until)
	return wrap("note question", err)
}

// recordCard queues that the message with the draft is the actor's live card of what it becomes, if they have none.
func (c *change) recordCard() {
	if c.Card.MessageID == 0 {
		return
	}
	c.batch.Queue(`INSERT INTO cards (subject_kind, subject_id, person_id, chat_id, message_id, revision) VALUES ($1, $2, $3, $4, $5, 0)
		ON CONFLICT DO NOTHING`, c.subject.Kind, c.subject.ID, c.Actor.ID, c.Card.ChatID, c.Card.MessageID)
}

// saveCardSQL locks the row that changes of the subject lock first (lockMeeting, lockTask), if the card is new. What
// locked counts is asked for, as PostgreSQL leaves out what nobody asks for.
const saveCardSQL = `
	WITH soon AS (SELECT set_config('synchronous_commit', 'off', true)),
	known AS MATERIALIZED (SELECT * FROM cards WHERE subject_kind = $1 AND subject_id = $2 AND person_id = $3),
	meeting AS MATERIALIZED (SELECT FROM bookings WHERE NOT EXISTS (SELECT FROM known) AND id = CASE $1
		WHEN 'booking' THEN $2
		WHEN 'check' THEN (SELECT booking_id FROM checks WHERE id = $2)
		WHEN 'sheet' THEN (SELECT booking_id FROM sheets WHERE id = $2)
		WHEN 'entry' THEN (SELECT booking_id FROM entries WHERE id = $2)
		WHEN 'invitation' THEN (SELECT booking_id FROM attendees WHERE id = $2) END FOR SHARE),
	task AS MATERIALIZED (SELECT FROM tasks WHERE NOT EXISTS (SELECT FROM known) AND $1 = 'task' AND id = $2 FOR SHARE),
	locked AS (SELECT (SELECT count(*) FROM meeting) + (SELECT count(*) FROM task) AS rows)
	INSERT INTO cards (subject_kind, subject_id, person_id, chat_id, message_id, revision, digest)
	SELECT $1::text, $2::bigint, $3::bigint, $4::bigint, $5::bigint, $6::bigint, coalesce($7::bytea, '') FROM soon, locked WHERE locked.rows >= 0
	ON CONFLICT (subject_kind, subject_id, person_id) DO UPDATE SET chat_id = excluded.chat_id, message_id = excluded.message_id,
		revision = excluded.revision, digest = excluded.digest, asks_until = NULL
	WHERE cards.revision <= excluded.revision
	RETURNING coalesce((SELECT chat_id FROM known), 0), coalesce((SELECT message_id FROM known), 0), coalesce((SELECT revision FROM known), 0),
		coalesce((SELECT digest FROM known), ''), (SELECT asks_until FROM known)`

// refreshedAtOnce is how many meetings' cards are enqueued in one transaction.
const refreshedAtOnce = 50

// RefreshMeetings brings the cards of the meetings that begin from one instant to another up to date, their invitations
// and service notices among them, for whoever has one and without a sound: what they say of days, such as "tomorrow", has
// been true for so long only.
func (s *Store) RefreshMeetings(ctx context.Context, from, to, now time.Time) error {
	for after, more := int64(0), true; more; {
		err := s.change(ctx, conference.Change{Now: now}, conference.Subject{Kind: conference.SubjectBooking, ID: -1}, "refresh cards", func(ctx context.Context, c *change) error {
			c.silent = true
			var bookings []int64
			var subjects []conference.Subject
			queueRows(c.batch, pgx.RowTo[int64], `WITH ahead AS MATERIALIZED (
					SELECT b.id FROM bookings b WHERE b.occupied && tstzrange($1, $2) AND b.start_at >= $1 AND b.start_at < $2 AND`+live+`)
				SELECT id FROM ahead WHERE id > $3 ORDER BY id LIMIT $4`, []any{from, to, after, refreshedAtOnce}, into(&bookings))
			if err := c.flush(ctx); err != nil {
				return err
			}
			if more = len(bookings) == refreshedAtOnce; len(bookings) == 0 {
				return nil
			}
			after = bookings[len(bookings)-1]
			queueRows(c.batch, pgx.RowToStructByPos[conference.Subject], `SELECT 'booking', id FROM unnest($1::bigint[]) AS id
				UNION ALL SELECT 'invitation', id FROM attendees WHERE booking_id = ANY($1)
				UNION ALL SELECT 'sheet', id FROM sheets WHERE booking_id = ANY($1)`, []any{bookings}, into(&subjects))
			if err := c.flush(ctx); err != nil {
				return err
			}
			for _, subject := range subjects {
				c.add(conference.Effects{Deliveries: []conference.Delivery{{Kind: conference.NoticeCard, Subject: subject,
					To: conference.Audience{Holders: true}, Lane: conference.LaneBulk, ExpiresAt: to}}})
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
