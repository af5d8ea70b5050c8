// Package scheduler does what happens by itself: it fires due notices, runs the calendar
// schedules, and delivers what either of them, or anybody's decision, has put in the queue.
//
// Nothing here is a timer in memory. Notices and schedules are rows, deliveries are River jobs
// written in the transaction that decided on them; any number of replicas may run side by side.
package scheduler

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/riverdriver"
	"github.com/robfig/cron/v3"
)

// Due fires notices whose time has come; *storage.Store is one.
type Due interface {
	// FireDue claims up to limit due notices, enqueues what follows from them, and returns how
	// many it claimed.
	FireDue(ctx context.Context, now time.Time, limit int) (fired int, err error)
	// NextDue is when the earliest pending notice is due; false when there is none.
	NextDue(ctx context.Context) (time.Time, bool, error)
}

// Options say what the scheduler works with. All are needed except Schedules, Replicas, Pace, Tick and Logger.
type Options struct {
	Driver   riverdriver.Driver[pgx.Tx]                // where the queue lives
	Begin    func(ctx context.Context) (pgx.Tx, error) // a transaction there
	Due      Due
	Calendar Calendar
	// Schedules are asked for at every tick: standing duties come and go with the service plan.
	Schedules func() []Schedule
	Deliverer Deliverer
	// Replicas takes over quickly from a replica that was killed; without it that takes more than a minute.
	Replicas Replicas
	Zone     *time.Location // in which the calendar's specs are read
	Now      func() time.Time
	// Pace is how far apart a person's chat takes messages; one second unless set.
	Pace time.Duration
	// Tick is how often due notices are looked for; one second unless set.
	Tick   time.Duration
	Logger *slog.Logger
}

// Scheduler ticks, keeps the calendar and delivers.
type Scheduler struct {
	o     Options
	queue *Queue
}

// batch is how many notices one tick claims at a time.
const batch = 500

// New prepares a scheduler; nothing runs until Run. A calendar spec that cannot be read is an error.
func New(o Options) (*Scheduler, error) {
	if o.Pace == 0 {
		o.Pace = time.Second
	}
	if o.Tick == 0 {
		o.Tick = time.Second
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	queue, err := newQueue(o)
	if err != nil {
		return nil, err
	}
	s := &Scheduler{o: o, queue: queue}
	for _, sc := range s.schedules() {
		if _, err := cron.ParseStandard(sc.Spec); err != nil {
			return nil, fmt.Errorf("schedule %s: %w", sc.Name, err)
		}
	}
	return s, nil
}

// Queue is where storage enqueues deliveries, in its own transactions.
func (s *Scheduler) Queue() *Queue { return s.queue }

// startDelivering tries until the database answers; false when ctx ends before.
func (s *Scheduler) startDelivering(ctx context.Context) bool {
	for {
		err := s.queue.start()
		if err == nil {
			return true
		}
		s.o.Logger.Error("delivering not started, trying again", "error", err)
		select {
		case <-ctx.Done():
			return false
		case <-time.After(s.o.Tick):
		}
	}
}

// Run ticks and delivers until ctx ends, then lets the deliveries in hand finish.
func (s *Scheduler) Run(ctx context.Context) error {
	if !s.startDelivering(ctx) {
		return nil
	}
	var ticking, beating sync.WaitGroup
	ticking.Go(func() { s.tickUntil(ctx) })
	alive, rest := context.WithCancel(context.WithoutCancel(ctx))
	if s.o.Replicas != nil {
		beating.Go(func() { s.beatUntil(alive) })
	}
	<-ctx.Done()
	ticking.Wait()
	err := s.queue.stop()
	rest()
	beating.Wait()
	return err
}

func (s *Scheduler) tickUntil(ctx context.Context) {
	ticker := time.NewTicker(s.o.Tick)
	defer ticker.Stop()
	for {
		if err := s.Tick(ctx); err != nil && ctx.Err() == nil {
			s.o.Logger.ErrorContext(ctx, "tick failed, the next one tries again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Tick fires everything that is due and keeps the calendar. Run calls it every tick; a clock
// that has been moved calls it for what came due on the way.
func (s *Scheduler) Tick(ctx context.Context) error {
	for {
		n, err := s.o.Due.FireDue(ctx, s.o.Now(), batch)
		if err != nil {
			return fmt.Errorf("fire notices: %w", err)
		}
		if n < batch {
			return s.keepCalendar(ctx)
		}
	}
}

// Next is when the next thing happens by itself, a notice or the calendar's but for what only passes; false when
// nothing is planned.
func (s *Scheduler) Next(ctx context.Context) (time.Time, bool, error) {
	next, ok, err := s.o.Due.NextDue(ctx)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("next notice: %w", err)
	}
	for _, sc := range s.schedules() {
		if sc.Passing {
			continue
		}
		spec, err := cron.ParseStandard(sc.Spec)
		if err != nil {
			return time.Time{}, false, fmt.Errorf("schedule %s: %w", sc.Name, err)
		}
		if at := spec.Next(s.o.Now().In(s.o.Zone)).UTC(); !at.IsZero() && (!ok || at.Before(next)) {
			next, ok = at, true
		}
	}
	return next, ok, nil
}
