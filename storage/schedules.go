package storage

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// ScheduleLastRun is when a calendar schedule was last claimed; the zero time for never.
func (s *Store) ScheduleLastRun(ctx context.Context, name string) (time.Time, error) {
	at, _, err := readOne(ctx, s.pool, pgx.RowTo[time.Time], `SELECT last_run FROM schedules WHERE name = $1`, name)
	return at, wrap("last run of a schedule", err)
}

// ClaimSchedule runs a schedule's run, an instant of its calendar, at most once over all
// replicas: the one that wins has the deliveries enqueued in the same transaction. A run at or
// before the last one is never won; one that nobody is told of is no line of the history.
func (s *Store) ClaimSchedule(ctx context.Context, name string, run, now time.Time, ds []conference.Delivery) (won bool, err error) {
	err = s.change(ctx, conference.Change{Now: now}, conference.Subject{Kind: "schedule"}, "run schedule", func(ctx context.Context, c *change) error {
		won = false
		c.batch.Queue(`INSERT INTO schedules (name, last_run) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET last_run = excluded.last_run WHERE schedules.last_run < excluded.last_run
			RETURNING true`, name, run).Query(func(rows pgx.Rows) error {
			hits, err := pgx.CollectRows(rows, pgx.RowTo[bool])
			won = len(hits) > 0
			return err
		})
		if err := c.flush(ctx); err != nil || !won {
			c.silent = true
			return err
		}
		c.silent = len(ds) == 0
		c.detail["name"], c.detail["run"] = name, run
		c.add(conference.Effects{Deliveries: ds})
		return nil
	})
	return won, err
}
