package bot

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"huiwu/conference"
)

// maxTries is how often a call of a delivery is made that the network or a server in trouble fails, before
// it is left to the queue it comes from. An answer has no queue and is tried until its time is over.
const maxTries = 8

// funnel is the one way out for everything that is sent. Who sends waits here, in their own goroutine,
// first for the chat's turn and then, for every call, for the shared budget. Of those who wait the most
// urgent lane goes first, and within a lane who came first; so a waiting answer stands behind no
// broadcast, and memory is bounded by who calls. Budgets run on real time, as Telegram's do.
type funnel struct {
	budget  *budget
	log     *slog.Logger
	metrics *metrics

	mu      sync.Mutex
	lines   map[int64]*line // chats in which somebody has the turn
	asks    []*ask          // at most one of each chat: its turn's
	blocked [conference.LaneBulk + 1]time.Time
	serving bool
	wake    chan struct{}
	came    uint64 // counts arrivals
	flooded flooded
}

// line is who waits for a chat's turn, most urgent first.
type line struct {
	holder  *turn
	waiting []*waiter
}

type waiter struct {
	turn  *turn
	came  uint64
	ready chan struct{}
}

// turn is the right to send to a chat: nobody else sends there until it ends.
type turn struct {
	funnel *funnel
	home   int64 // the chat whose line it stands in
	chat   int64 // where to send: home, or what home migrated to
	lane   conference.Lane
	after  time.Time // a 429's pause
}

// ask is a turn that waits for budget for one call.
type ask struct {
	turn    *turn
	came    uint64
	after   time.Time
	granted chan struct{}
}

func newFunnel(b *budget, log *slog.Logger, m *metrics) *funnel {
	return &funnel{budget: b, log: log, metrics: m, lines: map[int64]*line{}, wake: make(chan struct{}, 1)}
}

// in runs do in the chat's turn. What do reads there is still so when it sends: nobody else of this
// process sends to the chat meanwhile.
func (f *funnel) in(ctx context.Context, chat int64, lane conference.Lane, do func(*turn) error) error {
	lane = min(max(lane, conference.LaneAnswer), conference.LaneBulk)
	t := &turn{funnel: f, home: chat, chat: chat, lane: lane}
	if err := f.enter(ctx, t); err != nil {
		return err
	}
	defer f.leave(t)
	return do(t)
}

func (f *funnel) enter(ctx context.Context, t *turn) error {
	f.mu.Lock()
	l := f.lines[t.home]
	if l == nil {
		f.lines[t.home] = &line{holder: t}
		f.mu.Unlock()
		return nil
	}
	f.came++
	w := &waiter{turn: t, came: f.came, ready: make(chan struct{})}
	at := slices.IndexFunc(l.waiting, func(o *waiter) bool { return o.turn.lane > t.lane })
	if at < 0 {
		at = len(l.waiting)
	}
	l.waiting = slices.Insert(l.waiting, at, w)
	f.mu.Unlock()
	f.nudge() // the holder's call may have become more urgent
	select {
	case <-w.ready:
		return nil
	case <-ctx.Done():
		f.abandon(l, w)
		return during("wait for the chat's turn", ctx.Err())
	}
}

// abandon leaves the line; a turn that came meanwhile is passed on.
func (f *funnel) abandon(l *line, w *waiter) {
	f.mu.Lock()
	at := slices.Index(l.waiting, w)
	if at >= 0 {
		l.waiting = slices.Delete(l.waiting, at, at+1)
	}
	f.mu.Unlock()
	if at < 0 {
		f.leave(w.turn)
	}
}

func (f *funnel) leave(t *turn) {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.lines[t.home]
	if len(l.waiting) == 0 {
		delete(f.lines, t.home)
		return
	}
	next := l.waiting[0]
	l.waiting = l.waiting[1:]
	l.holder = next.turn
	close(next.ready)
}

// call makes one call that costs so many messages; 0 for what is free of limits. A 429 is waited for, a server in trouble is tried
// again with growing pauses (what is free is not worth it), a group that migrated is followed. Errors: what Telegram refuses, with
// errUnreachable for people who cannot be reached; the last failure after maxTries; the context's.
func (t *turn) call(ctx context.Context, cost int, method func(ctx context.Context, chat int64) error) error {
	for try := 1; ; {
		for range cost {
			if err := t.funnel.admit(ctx, t); err != nil {
				return err
			}
		}
		err := t.once(ctx, method)
		if err == nil || ctx.Err() != nil {
			return err
		}
		wait, tooMany := retryAfter(err)
		to, moved := movedTo(err)
		switch {
		case tooMany:
			t.funnel.pause(ctx, t, wait)
		case moved && to != t.chat:
			t.chat = to
		case transient(err) && cost == 0:
			return err
		case transient(err) && (try < maxTries || t.lane == conference.LaneAnswer):
			t.after = time.Now().Add(backoff(try))
			try++
		default:
			return reached(err)
		}
	}
}

func (t *turn) once(ctx context.Context, method func(ctx context.Context, chat int64) error) error {
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := method(call, t.chat)
	t.funnel.metrics.sent(t.lane, err)
	return err
}

// backoff grows from a quarter of a second to three, with jitter.
func backoff(try int) time.Duration {
	d := min(250*time.Millisecond<<min(try-1, 6), 3*time.Second)
	return d/2 + rand.N(d/2)
}

// pause takes a 429 at its word. Telegram does not say whether the chat or the bot sent too much: one
// chat's 429 pauses that chat, another chat's right after it pauses all.
func (f *funnel) pause(ctx context.Context, t *turn, wait time.Duration) {
	now := time.Now()
	t.after = now.Add(wait)
	f.mu.Lock()
	all := f.flooded.note(t.chat, now)
	f.mu.Unlock()
	chat := t.chat
	if all {
		chat = 0
	}
	f.log.Warn("bot api asks to slow down", "chat", chat, "wait", wait)
	f.budget.pause(ctx, chat, t.after)
}

// flooded remembers the last 429.
type flooded struct {
	chat int64
	at   time.Time
}

// note tells whether another chat got one within a second.
func (l *flooded) note(chat int64, now time.Time) bool {
	all := l.chat != 0 && l.chat != chat && now.Sub(l.at) < time.Second
	l.chat, l.at = chat, now
	return all
}
