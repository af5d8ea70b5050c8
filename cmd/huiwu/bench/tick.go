package bench

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// tick measures what it costs to look for due notices when there are none, with few and with many that are to come.
func tick(ctx context.Context, b *bench) error {
	few, many := 1_000, pick(b.Quick, 30_000, 1_000_000)
	s, err := b.site(ctx, nil)
	if err != nil {
		return err
	}
	defer s.close()
	o, err := s.office(ctx, unlimited)
	if err != nil {
		return err
	}
	if err := s.remindable(ctx, o, 100); err != nil {
		return err
	}
	withFew, err := s.tickAmong(ctx, o, few)
	if err != nil {
		return err
	}
	withMany, err := s.tickAmong(ctx, o, many-few)
	if err != nil {
		return err
	}
	growth := float64(withMany) / float64(withFew)
	b.report.add(Result{Name: "tick", Value: ms(withMany), Unit: "ms", Floor: ms(withFew), Ratio: growth,
		Detail: fmt.Sprintf("nothing due among %s notices to come; the floor is the same among %s; ratio is the growth", thousands(many), thousands(few))})
	return nil
}

// tickAmong adds so many future notices and returns the median cost of looking.
func (s *site) tickAmong(ctx context.Context, o *Office, more int) (time.Duration, error) {
	if err := s.floor.Future(ctx, more, time.Now().Add(24*time.Hour), time.Second); err != nil {
		return 0, err
	}
	if err := s.floor.Settle(ctx); err != nil {
		return 0, err
	}
	took := make([]time.Duration, 300)
	for i := range took {
		at := time.Now()
		fired, err := o.Store.FireDue(ctx, at, 500)
		if err != nil || fired != 0 {
			return 0, fmt.Errorf("%d fired: %w", fired, err)
		}
		took[i] = time.Since(at)
	}
	slices.Sort(took)
	return quantile(took, 0.5), nil
}
