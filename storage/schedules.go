package storage

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// ScheduleRuns are when the calendar schedules were last claimed, by name.
func (s *Store) ScheduleRuns(ctx context.Context) (map[string]time.Time, error) {
	type run struct {
		Name string
		At   time.Time
	}
	all, err := readAll(ctx, s.pool, pgx.RowToStructByPos[run], `SELECT name, last_run FROM schedules`)
	runs := make(map[string]time.Time, len(all))
	for _, r := range all {
		runs[r.Name] = r.At
	}
	return runs, wrap("last runs of the schedules", err)
}

// ClaimSchedule runs a schedule's run, an instant of its calendar, at most once over all
// replicas: the one that wins has the deliveries enqueued in the same transaction. A run at or
// before the last one is never won; one that nobody is told of is no line of the history.
func (s *Store) ClaimSchedule(ctx context.Context, name string, run, now time.Time, ds []conference.Delivery) (won bool, err error) {
	err = s.change(ctx, conference.Change{Now: now}, conference.Subject{Kind: "schedule"}, "run schedule", func(ctx context.Context, c *change) error {
		if won, err = c.claimSchedule(ctx, name, run); err == nil && won {
			c.silent = len(ds) == 0
			c.add(conference.Effects{Deliveries: ds})
		}
		return err
	})
	return won, err
}

// StandDuty runs a run of a standing duty of the plan in force, as the schedule of the name: its task is put before the
// crew in the transaction that claims the run (S115, S116). Not won when another replica was faster, or the plan has no
// such duty.
func (s *Store) StandDuty(ctx context.Context, schedule, id string, run, now time.Time) (won bool, err error) {
	duty, ok := s.rules().Plan.Duty(id)
	if !ok {
		return false, nil
	}
	err = s.change(ctx, conference.Change{Now: now}, conference.Subject{Kind: conference.SubjectTask}, "stand", func(ctx context.Context, c *change) error {
		if won, err = c.claimSchedule(ctx, schedule, run); err != nil || !won {
			return err
		}
		t, e := s.rules().Stand(duty, run, c.Now)
		t.ID = c.subject.ID
		c.insertTask(t)
		c.addNew(e)
		return nil
	})
	return won, err
}

// claimSchedule records a run; won when nobody has recorded it or a later one.
func (c *change) claimSchedule(ctx context.Context, name string, run time.Time) (won bool, err error) {
	queueRows(c.batch, pgx.RowTo[bool], `INSERT INTO schedules (name, last_run) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET last_run = excluded.last_run WHERE schedules.last_run < excluded.last_run
		RETURNING true`, []any{name, run}, func(hits []bool) error { won = len(hits) > 0; return nil })
	if err := c.flush(ctx); err != nil {
		return false, err
	}
	c.silent = !won
	c.detail["name"], c.detail["run"] = name, run
	return won, nil
}
