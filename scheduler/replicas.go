package scheduler

import (
	"context"
	"time"
)

// Replicas knows which replicas live; *storage.Store does.
type Replicas interface {
	// Beat says that the replica lives, and puts back into the queue what is in the hands of those that have been
	// silent for so long.
	Beat(ctx context.Context, replica string, silence time.Duration) (freed int, err error)
}

const (
	beatEvery = time.Second
	// silence is how long a delivery waits that was in the hands of a replica which was killed.
	silence = 5 * time.Second
)

// beatUntil says that we live for as long as we deliver.
func (s *Scheduler) beatUntil(ctx context.Context) {
	ticker := time.NewTicker(beatEvery)
	defer ticker.Stop()
	for {
		s.beat(ctx)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func (s *Scheduler) beat(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	freed, err := s.o.Replicas.Beat(ctx, s.queue.client.ID(), silence)
	switch {
	case err != nil && ctx.Err() == nil:
		s.o.Logger.WarnContext(ctx, "cannot say that we live", "error", err)
	case freed > 0:
		s.o.Logger.WarnContext(ctx, "took over from a replica that is gone", "deliveries", freed)
	}
}
