package bot

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	telegram "github.com/go-telegram/bot"
)

const (
	batch = 100 // the most that getUpdates gives
	// knownPause is waited before asking again while all that is given is in hand already; it grows.
	knownPause   = 25 * time.Millisecond
	knownLongest = 100 * time.Millisecond
	longest      = 30 * time.Second // between tries when polling fails
)

// poll fetches updates into w until ctx ends. Telegram is told that an update is done with only when it
// and all before it are: a slow one is given again with every poll, and known again here.
func (b *Bot) poll(ctx context.Context, w *window) {
	failures, known := 0, 0
	for ctx.Err() == nil {
		fresh, err := b.fetch(ctx, w)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			failures++
			b.pollFailed(ctx, err, failures)
			continue
		}
		failures = 0
		if fresh > 0 {
			known = 0
			continue
		}
		w.wait(ctx, min(knownPause<<min(known, 8), knownLongest))
		known++
	}
}

// fetch takes one batch in hand and returns how many of it were new.
func (b *Bot) fetch(ctx context.Context, w *window) (fresh int, err error) {
	q := updatesRequest{Offset: w.offset(), Limit: batch, Timeout: int(b.o.PollTimeout.Seconds()), Allowed: allowedUpdates}
	raws, err := b.client.updates(ctx, q)
	if err != nil {
		return 0, err
	}
	if len(raws) == 0 {
		w.idle()
	}
	for _, raw := range raws {
		u, err := decode(raw, b.username, b.now())
		if err != nil {
			b.log.Error("update skipped", "error", err)
			continue
		}
		if !w.admit(u.id) {
			continue
		}
		fresh++
		if err := b.accept(ctx, u, w); err != nil {
			return fresh, nil // stopping: what was not taken comes again
		}
	}
	return fresh, nil
}

// accept takes one update in hand; the window learns when it is settled.
func (b *Bot) accept(ctx context.Context, u *update, w *window) error {
	t, err := b.receive(ctx, u)
	if err != nil {
		return err
	}
	if t == nil {
		w.settle(u.id)
		return nil
	}
	b.watching.Add(1)
	go func() {
		defer b.watching.Done()
		<-t.done
		if t.handled {
			w.settle(u.id)
		}
	}()
	return nil
}

// confirm tells Telegram what is done, after the last update was settled.
func (b *Bot) confirm(ctx context.Context, w *window) {
	offset := w.offset()
	if offset == 0 {
		return
	}
	if _, err := b.client.updates(ctx, updatesRequest{Offset: offset, Limit: 1, Allowed: allowedUpdates}); err != nil {
		b.log.Warn("last updates not confirmed, they will come again", "error", err)
	}
}

// pollFailed says what is wrong and waits.
func (b *Bot) pollFailed(ctx context.Context, err error, failures int) {
	wait := min(backoff(failures)<<min(max(failures-4, 0), 3), longest)
	if after, ok := retryAfter(err); ok {
		wait = after
	}
	switch {
	case errors.Is(err, telegram.ErrorUnauthorized):
		wait = longest
		b.log.Error("polling: Telegram does not accept the token; was it revoked?", "again", wait)
	case errors.Is(err, telegram.ErrorConflict):
		b.log.Error("polling: somebody else receives this bot's updates: another instance, or a webhook", "again", wait, "error", err)
		if strings.Contains(err.Error(), "webhook is active") {
			b.dropWebhook(ctx)
		}
	default:
		b.log.Warn("polling: Bot API not reached", "again", wait, "failures", failures, "error", err)
	}
	b.pause(ctx, wait)
}

func (b *Bot) dropWebhook(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if _, err := b.client.DeleteWebhook(ctx, &telegram.DeleteWebhookParams{}); err != nil {
		b.log.Warn("webhook not removed", "error", err)
	}
}

// window knows which of the updates that Telegram still gives are in hand or done.
type window struct {
	mu      sync.Mutex
	done    map[int64]bool // by update id; false while in hand
	next    int64          // the offset when nothing is in hand; 0 for the earliest there is
	changed chan struct{}  // filled when an update is settled
}

func newWindow() *window { return &window{done: map[int64]bool{}, changed: make(chan struct{}, 1)} }

// offset is the earliest update that is not done; what is before it is confirmed by asking with it.
func (w *window) offset() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	lowest, highest := int64(0), int64(0)
	for id, done := range w.done {
		if !done && (lowest == 0 || id < lowest) {
			lowest = id
		}
		highest = max(highest, id)
	}
	switch {
	case len(w.done) == 0:
		return w.next
	case lowest == 0:
		clear(w.done)
		w.next = highest + 1
		return w.next
	}
	for id := range w.done {
		if id < lowest {
			delete(w.done, id)
		}
	}
	return lowest
}

// admit tells whether the update is new, and counts it as in hand.
func (w *window) admit(id int64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, known := w.done[id]; known {
		return false
	}
	w.done[id] = false
	return true
}

func (w *window) settle(id int64) {
	w.mu.Lock()
	w.done[id] = true
	w.mu.Unlock()
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// idle is told that nothing is left: everything is confirmed. Telegram may count anew after a quiet week,
// so the old count is not held against what comes.
func (w *window) idle() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.done) == 0 {
		w.next = 0
	}
}

// wait returns after d, or as soon as nothing is in hand.
func (w *window) wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for w.inHand() {
		select {
		case <-w.changed:
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

func (w *window) inHand() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, done := range w.done {
		if !done {
			return true
		}
	}
	return false
}
