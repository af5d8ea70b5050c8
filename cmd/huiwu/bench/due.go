package bench

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// The queue's settings for reminders, which the floor has too.
const (
	reminderWorkers  = 16
	reminderCooldown = 20 * time.Millisecond
	reminderChunk    = 500
)

// due measures how fast reminders go out that all come due in one second: claimed, enqueued, drawn, and sent to a Bot API
// that takes all it is given. Its floor is River with as many jobs that do nothing.
func due(ctx context.Context, b *bench) error {
	n := pick(b.Quick, 1_200, 100_000)
	s, err := b.site(ctx, nil)
	if err != nil {
		return err
	}
	defer s.close()
	o, err := s.office(ctx, unlimited)
	if err != nil {
		return err
	}
	if err := s.remindable(ctx, o, min(n, 2000)); err != nil {
		return err
	}
	bare, err := s.floor.Drain(ctx, n, reminderChunk, reminderWorkers, reminderCooldown)
	if err != nil {
		return err
	}
	if err := s.floor.Reminders(ctx, n, time.Now().Add(-time.Millisecond), 0); err != nil {
		return err
	}
	if err := s.floor.Settle(ctx); err != nil {
		return err
	}
	began := time.Now()
	s.schedule(ctx, o)
	if err := s.sent(ctx, int64(n)); err != nil {
		return err
	}
	all := time.Since(began)
	value, floor := perSecond(n, all), perSecond(n, bare)
	b.report.add(Result{Name: "due", Value: value, Unit: "notices/s", Floor: floor, Ratio: value / floor,
		Detail: fmt.Sprintf("%s reminders due at once: all sent after %.1f s; River alone %.1f s", thousands(n), all.Seconds(), bare.Seconds())})
	return nil
}

// remindable fills the site with people and meetings to come.
func (s *site) remindable(ctx context.Context, o *Office, people int) error {
	if err := s.roster(ctx, o, 100, people); err != nil {
		return err
	}
	return s.floor.Fill(ctx, 2000, time.Now())
}

// sent waits until the stub has so many messages.
func (s *site) sent(ctx context.Context, n int64) error {
	patience := time.Now().Add(10 * time.Minute)
	for s.stub.counts[sends].Load() < n {
		if ctx.Err() != nil || time.Now().After(patience) {
			return errors.Join(fmt.Errorf("%d of %d sent", s.stub.counts[sends].Load(), n), ctx.Err())
		}
		time.Sleep(2 * time.Millisecond)
	}
	return nil
}
