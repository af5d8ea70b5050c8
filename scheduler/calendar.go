package scheduler

import (
	"context"
	"fmt"
	"time"

	"huiwu/conference"
)

// Schedule is something that happens by the calendar, such as the outlook at the end of a shift (S128).
type Schedule struct {
	Name string // its key in the database; never reused for something else
	Spec string // standard five-field cron, read in the organisation's zone
	// Deliver is what goes out for the run at that instant; nil for none.
	Deliver func(at time.Time) []conference.Delivery
	// Passing is what goes on in the background, such as keeping a board up to date: it is nothing that a clock which
	// is moved stops at, see [Scheduler.Next].
	Passing bool
	// Do is done by the replica that won the run; nil for nothing.
	Do func(ctx context.Context, at time.Time) error
}

// Calendar remembers when each schedule last ran; *storage.Store is one.
type Calendar interface {
	// ScheduleLastRun is when the schedule last ran; the zero time when it never has.
	ScheduleLastRun(ctx context.Context, name string) (time.Time, error)
	// ClaimSchedule records the run and enqueues its deliveries in one transaction; won is false
	// when another replica has had it.
	ClaimSchedule(ctx context.Context, name string, run, now time.Time, ds []conference.Delivery) (won bool, err error)
}

// keepCalendar runs what has come due since each schedule's last run. However many runs were
// missed while everything was down, one makes up for them: the latest.
func (s *Scheduler) keepCalendar(ctx context.Context) error {
	for i, sc := range s.o.Schedules {
		now := s.o.Now()
		last, err := s.o.Calendar.ScheduleLastRun(ctx, sc.Name)
		if err != nil {
			return fmt.Errorf("schedule %s: %w", sc.Name, err)
		}
		if last.IsZero() { // the first start: count from here
			if _, err := s.o.Calendar.ClaimSchedule(ctx, sc.Name, now, now, nil); err != nil {
				return fmt.Errorf("schedule %s: %w", sc.Name, err)
			}
			continue
		}
		if err := s.runDue(ctx, i, last, now); err != nil {
			return fmt.Errorf("schedule %s: %w", sc.Name, err)
		}
	}
	return nil
}

func (s *Scheduler) runDue(ctx context.Context, i int, last, now time.Time) error {
	var run time.Time
	for at := s.specs[i].Next(last.In(s.o.Zone)); !at.IsZero() && !at.After(now); at = s.specs[i].Next(at) {
		run = at.UTC()
	}
	if run.IsZero() {
		return nil
	}
	sc := s.o.Schedules[i]
	var ds []conference.Delivery
	if sc.Deliver != nil {
		ds = sc.Deliver(run)
	}
	won, err := s.o.Calendar.ClaimSchedule(ctx, sc.Name, run, now, ds)
	if err != nil || !won || sc.Do == nil {
		return err //nolint:wrapcheck // keepCalendar names the schedule
	}
	return sc.Do(ctx, run)
}
