package bot

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"huiwu/conference"
)

// Budget is what may be sent, shared by all replicas.
type Budget interface {
	// TakeBudget takes one message to the chat; a wait above zero says that nothing was taken and how
	// long to wait before asking again.
	TakeBudget(ctx context.Context, chat int64, group bool, lane conference.Lane, now time.Time) (wait time.Duration, err error)
	// PauseBudget gives out nothing for the chat until then, or for any chat when it is 0.
	PauseBudget(ctx context.Context, chat int64, until time.Time) error
}

const (
	budgetTimeout = 250 * time.Millisecond
	// aloneFor is how long the shared budget is left alone after it failed.
	aloneFor = time.Second
	// aloneGap spaces messages meanwhile: a little under the 30/s that Telegram allows.
	aloneGap = time.Second / 25
)

// budget asks the shared one, and does without when that is away: then messages are spaced in this
// process alone, and Telegram's own 429 guards the rest.
type budget struct {
	shared Budget
	log    *slog.Logger

	mu         sync.Mutex
	aloneUntil time.Time
	next       time.Time           // when the next message may leave, while alone
	paused     map[int64]time.Time // by chat, 0 for all; kept here too, in case the shared one is away
}

func newBudget(shared Budget, log *slog.Logger) *budget {
	return &budget{shared: shared, log: log, paused: map[int64]time.Time{}}
}

// take returns how long to wait, 0 when one message was taken.
func (b *budget) take(chat int64, lane conference.Lane) time.Duration {
	now := time.Now()
	if wait := b.pausedFor(chat, now); wait > 0 {
		return wait
	}
	if b.alone(now) {
		return b.takeAlone(now)
	}
	ctx, cancel := context.WithTimeout(context.Background(), budgetTimeout)
	defer cancel()
	wait, err := b.shared.TakeBudget(ctx, chat, chat < 0, lane, now)
	if err != nil {
		b.log.Warn("send budget is away, spacing messages alone", "error", err)
		b.goAlone(now)
		return b.takeAlone(now)
	}
	return wait
}

// pause stops the chat, or all when it is 0, until then.
func (b *budget) pause(ctx context.Context, chat int64, until time.Time) {
	b.mu.Lock()
	now := time.Now()
	for c, t := range b.paused {
		if !t.After(now) {
			delete(b.paused, c)
		}
	}
	b.paused[chat] = until
	b.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, budgetTimeout)
	defer cancel()
	if err := b.shared.PauseBudget(ctx, chat, until); err != nil {
		b.log.Warn("send budget is away, pausing alone", "error", err)
	}
}

func (b *budget) pausedFor(chat int64, now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(b.paused[chat].Sub(now), b.paused[0].Sub(now))
}

func (b *budget) alone(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return now.Before(b.aloneUntil)
}

func (b *budget) goAlone(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.aloneUntil = now.Add(aloneFor)
}

func (b *budget) takeAlone(now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if wait := b.next.Sub(now); wait > 0 {
		return wait
	}
	b.next = now.Add(aloneGap)
	return 0
}
