package scheduler

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/robfig/cron/v3"

	"huiwu/conference"
)

// Schedule is something that happens by the calendar, such as the outlook at the end of a shift (S128).
type Schedule struct {
	Name string // its key in the database; never reused for something else
	Spec string // standard five-field cron, read in the organisation's zone
	// Deliver is what goes out for the run at that instant; nil for none.
	Deliver func(at time.Time) []conference.Delivery
	// Claim takes the place of Calendar.ClaimSchedule for a run that is more than deliveries: it records the run and does
	// what belongs to it in one transaction; won is false when another replica has had it. Nil for Deliver.
	Claim func(ctx context.Context, run, now time.Time) (won bool, err error)
	// Passing is what goes on in the background, such as keeping a board up to date: it is nothing that a clock which
	// is moved stops at, see [Scheduler.Next].
	Passing bool
	// Do is done by the replica that won the run; nil for nothing.
	Do func(ctx context.Context, at time.Time) error
}

// Calendar remembers when each schedule last ran; *storage.Store is one.
type Calendar interface {
	// ScheduleRuns are when the schedules last ran, by name; one that never has is not among them.
	ScheduleRuns(ctx context.Context) (map[string]time.Time, error)
	// ClaimSchedule records the run and enqueues its deliveries in one transaction; won is false
	// when another replica has had it.
	ClaimSchedule(ctx context.Context, name string, run, now time.Time, ds []conference.Delivery) (won bool, err error)
}

// schedules are those of the moment.
func (s *Scheduler) schedules() []Schedule {
	if s.o.Schedules == nil {
		return nil
	}
	return s.o.Schedules()
}

// keepCalendar runs what has come due since each schedule's last run. However many runs were
// missed while everything was down, one makes up for them: the latest. What fails holds up no other.
func (s *Scheduler) keepCalendar(ctx context.Context) error {
	schedules := s.schedules()
	if len(schedules) == 0 {
		return nil
	}
	runs, err := s.o.Calendar.ScheduleRuns(ctx)
	if err != nil {
		return fmt.Errorf("calendar: %w", err)
	}
	var failed error
	for _, sc := range schedules {
		if err := s.keep(ctx, sc, runs[sc.Name]); err != nil {
			failed = errors.Join(failed, fmt.Errorf("schedule %s: %w", sc.Name, err))
		}
	}
	return failed
}

// keep runs a schedule if it has come due since its last run.
func (s *Scheduler) keep(ctx context.Context, sc Schedule, last time.Time) error {
	now := s.o.Now()
	if last.IsZero() { // the first start, or a new schedule: count from here
		_, err := s.o.Calendar.ClaimSchedule(ctx, sc.Name, now, now, nil)
		return err //nolint:wrapcheck // keepCalendar names the schedule
	}
	spec, err := cron.ParseStandard(sc.Spec)
	if err != nil {
		return err //nolint:wrapcheck // keepCalendar names the schedule
	}
	run := latest(spec, last.In(s.o.Zone), now)
	if run.IsZero() {
		return nil
	}
	won, err := s.claim(ctx, sc, run, now)
	if err != nil || !won || sc.Do == nil {
		return err
	}
	return sc.Do(ctx, run)
}

func (s *Scheduler) claim(ctx context.Context, sc Schedule, run, now time.Time) (won bool, err error) {
	if sc.Claim != nil {
		return sc.Claim(ctx, run, now)
	}
	var ds []conference.Delivery
	if sc.Deliver != nil {
		ds = sc.Deliver(run)
	}
	return s.o.Calendar.ClaimSchedule(ctx, sc.Name, run, now, ds) //nolint:wrapcheck // keepCalendar names the schedule
}

// latest is the last run after an instant and not after now; the zero time for none.
func latest(spec cron.Schedule, after, now time.Time) (run time.Time) {
	for at := spec.Next(after); !at.IsZero() && !at.After(now); at = spec.Next(at) {
		run = at.UTC()
	}
	return run
}
