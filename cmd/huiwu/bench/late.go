package bench

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"huiwu/storage"
)

// lateTick is how often the scheduler looks.
const lateTick = time.Second

// late measures how long after its time a reminder reaches a Bot API that holds to Telegram's budgets, at 20 a second,
// two thirds of what may be sent. The tick is what it cannot be faster than.
func late(ctx context.Context, b *bench) error {
	const every = 50 * time.Millisecond
	n := int(pick(b.Quick, 2*time.Second, max(b.For, 30*time.Second)) / every)
	s, err := b.site(ctx, newBudgets())
	if err != nil {
		return err
	}
	defer s.close()
	o, err := s.office(ctx, storage.Limits{})
	if err != nil {
		return err
	}
	if err := s.remindable(ctx, o, n); err != nil {
		return err
	}
	from := time.Now().Add(1500 * time.Millisecond)
	if err := s.floor.Reminders(ctx, n, from, every); err != nil {
		return err
	}
	var mu sync.Mutex
	var lateness []time.Duration
	s.stub.watch(func(chat int64, _ []byte) {
		by := time.Since(from.Add(time.Duration(chat-firstAccount) * every))
		mu.Lock()
		defer mu.Unlock()
		lateness = append(lateness, by)
	})
	s.schedule(ctx, o)
	if err := s.sent(ctx, int64(n)); err != nil {
		return err
	}
	mu.Lock()
	defer mu.Unlock()
	slices.Sort(lateness)
	p99 := quantile(lateness, 0.99)
	b.report.add(Result{Name: "late", Value: p99.Seconds(), Unit: "s (p99)", Floor: lateTick.Seconds(), Ratio: p99.Seconds() / lateTick.Seconds(),
		Detail: fmt.Sprintf("%d reminders, 20 a second; p50 %.2f s; %d refused as too many", n, quantile(lateness, 0.5).Seconds(), s.stub.counts[refused].Load())})
	return nil
}
