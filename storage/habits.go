package storage

import (
	"context"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

var habitsSQL = `SELECT coalesce(h.words, ''), h.kept_at, ` + personColumns("p") + `, ` + briefColumns("k") + `
	FROM people p LEFT JOIN habits h ON h.person_id = p.id LEFT JOIN people k ON k.id = h.kept_by`

func scanHabits(row pgx.CollectableRow) (h conference.Habits, err error) {
	p := &h.Person
	own := []any{&h.Words, instant{&h.KeptAt}, &p.ID, &p.Name, &p.Phone, &p.Department, &p.Roles, &p.Crew, &p.Language, &p.TelegramID,
		&p.Removed, &p.Unreachable, &p.Building, &p.Rank, &p.Thread}
	err = row.Scan(append(own, brief(&h.KeptBy)...)...)
	return h, err
}

// HabitsOf is what is kept of somebody, for who keeps it: CodeForbidden for anybody else, CodeNotFound.
func (s *Store) HabitsOf(ctx context.Context, viewer, personID int64) (conference.Habits, error) {
	var who conference.Person
	var h conference.Habits
	b := &pgx.Batch{}
	queueRows(b, scanPerson, `SELECT `+personColumns("p")+` FROM people p WHERE p.id = $1`, []any{viewer}, first(&who))
	queueRows(b, scanHabits, habitsSQL+` WHERE p.id = $1`, []any{personID}, first(&h))
	if err := s.pool.SendBatch(ctx, b).Close(); err != nil {
		return conference.Habits{}, wrap("habits", err)
	}
	switch {
	case !conference.May(who, conference.ActionKeepHabits, 0):
		return conference.Habits{}, conference.Refuse(conference.CodeForbidden)
	case h.Person.ID == 0:
		return conference.Habits{}, conference.Refuse(conference.CodeNotFound)
	}
	return h, nil
}

// KeepHabits keeps what somebody likes, or clears it: conference.Settings.KeepHabits's refusals, CodeNotFound. The
// history says that it was done, and not what was said.
func (s *Store) KeepHabits(ctx context.Context, ch conference.Change, personID int64, words string) (conference.Habits, error) {
	var now conference.Habits
	err := s.change(ctx, ch, conference.Subject{Kind: subjectPerson, ID: personID}, "keep habits", func(ctx context.Context, c *change) error {
		var was conference.Habits
		c.batch.Queue(`SELECT FROM people WHERE id = $1 FOR NO KEY UPDATE`, personID)
		queueRows(c.batch, scanHabits, habitsSQL+` WHERE p.id = $1`, []any{personID}, first(&was))
		if err := c.flush(ctx); err != nil {
			return err
		}
		if was.Person.ID == 0 {
			return conference.Refuse(conference.CodeNotFound)
		}
		var err error
		if now, err = s.rules().KeepHabits(was, words, c.Change); err != nil {
			return err
		}
		if now.Words == "" {
			c.batch.Queue(`DELETE FROM habits WHERE person_id = $1`, personID)
			return nil
		}
		c.batch.Queue(`INSERT INTO habits (person_id, words, kept_by, kept_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (person_id) DO UPDATE SET words = excluded.words, kept_by = excluded.kept_by, kept_at = excluded.kept_at`,
			personID, now.Words, c.Actor.ID, c.Now)
		return nil
	})
	return now, err
}

// HabitsAt are the habits on record of those who come to a meeting, the convening leader's first, for who serves it:
// conference.Meeting.SeesHabits. CodeForbidden for anybody else, CodeNotFound.
func (s *Store) HabitsAt(ctx context.Context, viewer, bookingID int64) ([]conference.Habits, error) {
	var who conference.Person
	var m conference.Meeting
	b := &pgx.Batch{}
	queueRows(b, scanPerson, `SELECT `+personColumns("p")+` FROM people p WHERE p.id = $1`, []any{viewer}, first(&who))
	readMeeting(b, bookingID, &m)
	if err := s.pool.SendBatch(ctx, b).Close(); err != nil {
		return nil, wrap("habits at a meeting", err)
	}
	switch {
	case m.Booking.ID == 0:
		return nil, conference.Refuse(conference.CodeNotFound)
	case !m.SeesHabits(who):
		return nil, conference.Refuse(conference.CodeForbidden)
	}
	all, err := readAll(ctx, s.pool, scanHabits, habitsSQL+` WHERE p.id = ANY($1) AND h.words <> '' ORDER BY array_position($1, p.id)`, m.Honoured())
	return all, wrap("habits at a meeting", err)
}

// honouredSQL tells whether somebody with habits on record comes to the meeting b that an open task t hangs on.
const honouredSQL = `(t.status IN ('offered', 'claimed', 'started') AND b.id IS NOT NULL AND (b.leader_id IS NOT NULL AND b.leader_id IN (SELECT h.person_id FROM habits h)
	OR EXISTS (SELECT FROM attendees a JOIN habits h ON h.person_id = a.person_id WHERE a.booking_id = b.id AND a.partstat = 'ACCEPTED')))`
