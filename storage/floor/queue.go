package floor

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// nothing is a job with nothing to do.
type nothing struct {
	N int `json:"n"`
}

// Kind is River's name for the job.
func (nothing) Kind() string { return "nothing" }

type idler struct {
	river.WorkerDefaults[nothing]
	left *atomic.Int64
	done chan struct{}
}

// Work does nothing.
func (w *idler) Work(context.Context, *river.Job[nothing]) error {
	if w.left.Add(-1) == 0 {
		close(w.done)
	}
	return nil
}

// Drain enqueues n jobs that do nothing, as the scheduler enqueues a batch, and tells how long it takes from there
// until River has worked the last: with so many workers, looking for jobs no more often than every cooldown.
func (d *DB) Drain(ctx context.Context, n, batch, workers int, cooldown time.Duration) (time.Duration, error) {
	work := &idler{left: &atomic.Int64{}, done: make(chan struct{})}
	work.left.Store(int64(n))
	all := river.NewWorkers()
	river.AddWorker(all, work)
	client, err := river.NewClient(riverpgxv5.New(d.pool), &river.Config{
		Queues: map[string]river.QueueConfig{"nothing": {MaxWorkers: workers}}, Workers: all,
		Logger: slog.New(slog.DiscardHandler), FetchCooldown: cooldown, FetchPollInterval: time.Second,
	})
	if err != nil {
		return 0, fmt.Errorf("floor: queue: %w", err)
	}
	if err := client.Start(ctx); err != nil {
		return 0, fmt.Errorf("floor: queue: %w", err)
	}
	defer func() { _ = client.StopAndCancel(context.WithoutCancel(ctx)) }() // nothing is in hand any more
	began := time.Now()
	for i := 0; i < n; i += batch {
		jobs := make([]river.InsertManyParams, min(batch, n-i))
		for j := range jobs {
			jobs[j] = river.InsertManyParams{Args: nothing{i + j}, InsertOpts: &river.InsertOpts{Queue: "nothing"}}
		}
		if _, err := client.InsertManyFast(ctx, jobs); err != nil {
			return 0, fmt.Errorf("floor: enqueue: %w", err)
		}
	}
	select {
	case <-work.done:
		return time.Since(began), nil
	case <-ctx.Done():
		return 0, fmt.Errorf("floor: drain: %w", ctx.Err())
	}
}
