package storage

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// Duty is when somebody is on duty, with the shifts that are on or ahead; CodeNotFound.
func (s *Store) Duty(ctx context.Context, personID int64, now time.Time) (conference.Duty, error) {
	var found bool
	var d conference.Duty
	b := &pgx.Batch{}
	readDuty(b, personID, now, &found, &d)
	err := s.pool.SendBatch(ctx, b).Close()
	if err == nil && !found {
		err = conference.Refuse(conference.CodeNotFound)
	}
	return d, wrap("duty", err)
}

// readDuty queues the reading of somebody's duty.
func readDuty(b *pgx.Batch, personID int64, now time.Time, found *bool, d *conference.Duty) {
	*found, *d = false, conference.Duty{}
	queueRows(b, pgx.RowTo[bool], `SELECT keeps_duty FROM people WHERE id = $1`, []any{personID}, func(keeps []bool) error {
		if *found = len(keeps) > 0; *found {
			d.Keeps = keeps[0]
		}
		return nil
	})
	queueRows(b, scanShift, `SELECT person_id, start_at, end_at FROM shifts WHERE person_id = $1 AND end_at > $2 ORDER BY start_at`,
		[]any{personID, now}, into(&d.Shifts))
}

func scanShift(row pgx.CollectableRow) (s conference.Shift, err error) {
	err = row.Scan(&s.Person.ID, &s.Start, &s.End)
	return s, err
}

// BeginDuty puts the actor on duty: conference.Settings.Begin's refusals.
func (s *Store) BeginDuty(ctx context.Context, ch conference.Change) (conference.Duty, error) {
	return s.changeDuty(ctx, ch, "begin duty", s.rules().Begin)
}

// EndDuty takes the actor off duty: conference.Settings.Leave's refusals.
func (s *Store) EndDuty(ctx context.Context, ch conference.Change) (conference.Duty, error) {
	return s.changeDuty(ctx, ch, "end duty", s.rules().Leave)
}

func (s *Store) changeDuty(ctx context.Context, ch conference.Change, verb string,
	decide func(conference.Duty, conference.Change) (conference.Duty, error)) (conference.Duty, error) {
	var now conference.Duty
	err := s.change(ctx, ch, conference.Subject{Kind: subjectPerson, ID: ch.Actor.ID}, verb, func(ctx context.Context, c *change) error {
		var found bool
		var was conference.Duty
		c.batch.Queue(`SELECT FROM people WHERE id = $1 FOR NO KEY UPDATE`, ch.Actor.ID)
		readDuty(c.batch, ch.Actor.ID, c.Now, &found, &was)
		err := c.flush(ctx)
		if err != nil {
			return err
		}
		if now, err = decide(was, c.Change); err != nil {
			return err
		}
		c.writeDuty(was, now)
		return nil
	})
	return now, err
}

// writeDuty queues what a decision has made of the actor's shifts: one that has begun is kept up to now.
func (c *change) writeDuty(was, now conference.Duty) {
	same := func(a conference.Shift) func(conference.Shift) bool {
		return func(b conference.Shift) bool { return a.Start.Equal(b.Start) && a.End.Equal(b.End) }
	}
	for _, s := range was.Shifts {
		switch {
		case slices.ContainsFunc(now.Shifts, same(s)):
		case s.Start.Before(c.Now):
			c.batch.Queue(`UPDATE shifts SET end_at = $3 WHERE person_id = $1 AND start_at = $2`, c.Actor.ID, s.Start, c.Now)
		default:
			c.batch.Queue(`DELETE FROM shifts WHERE person_id = $1 AND start_at = $2`, c.Actor.ID, s.Start)
		}
	}
	for _, s := range now.Shifts {
		if !slices.ContainsFunc(was.Shifts, same(s)) {
			c.batch.Queue(`INSERT INTO shifts (person_id, start_at, end_at) VALUES ($1, $2, $3)
				ON CONFLICT (person_id, start_at) DO UPDATE SET end_at = excluded.end_at`, c.Actor.ID, s.Start, s.End)
			c.detail["until"] = s.End
		}
	}
	if now.Keeps != was.Keeps {
		c.batch.Queue(`UPDATE people SET keeps_duty = $2 WHERE id = $1`, c.Actor.ID, now.Keeps)
	}
}

// works are those who do a crew's work; onDuty tells of one of them whether they are on duty at $1.
const (
	works  = ` p.removed_at IS NULL AND p.crew <> '' AND p.roles && ARRAY['attendant', 'technician', 'deputy_leader', 'team_leader'] `
	onDuty = ` (NOT p.keeps_duty OR EXISTS (SELECT FROM shifts s WHERE s.person_id = p.id AND s.start_at <= $1 AND s.end_at > $1)) `
)

// OnDuty are those of a crew who are on duty, by building and name.
func (s *Store) OnDuty(ctx context.Context, crew conference.Crew, now time.Time) ([]conference.OnDuty, error) {
	scan := func(row pgx.CollectableRow) (d conference.OnDuty, err error) {
		err = row.Scan(&d.Person.ID, &d.Person.Name, &d.Person.Building, &d.Person.Roles, instant{&d.Until})
		return d, err
	}
	all, err := readAll(ctx, s.pool, scan, `SELECT p.id, p.name, p.building, p.roles,
			CASE WHEN p.keeps_duty THEN (SELECT max(s.end_at) FROM shifts s WHERE s.person_id = p.id AND s.start_at <= $1 AND s.end_at > $1) END
		FROM people p WHERE p.crew = $2 AND`+works+`AND`+onDuty+`ORDER BY p.building, p.name, p.id`, now, crew)
	return all, wrap("who is on duty", err)
}

// CrewsOnDuty are the crews that have people, with how many of them are on duty, in the order of conference.Crews.
func (s *Store) CrewsOnDuty(ctx context.Context, now time.Time) ([]conference.CrewDuty, error) {
	all, err := readAll(ctx, s.pool, pgx.RowToStructByPos[conference.CrewDuty], `SELECT p.crew, count(*) FILTER (WHERE`+onDuty+`)::int, count(*)::int
		FROM people p WHERE`+works+`GROUP BY 1`, now)
	slices.SortFunc(all, func(a, b conference.CrewDuty) int {
		return slices.Index(conference.Crews, a.Crew) - slices.Index(conference.Crews, b.Crew)
	})
	return all, wrap("crews on duty", err)
}
