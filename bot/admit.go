package bot

import (
	"context"
	"slices"
	"time"

	"huiwu/conference"
)

// shortWait tells the two reasons of a denied ask apart: the overall budget fills up within this, a
// chat's own takes longer.
const shortWait = 50 * time.Millisecond

// admit waits for budget for one call of the turn.
func (f *funnel) admit(ctx context.Context, t *turn) error {
	f.mu.Lock()
	f.came++
	a := &ask{turn: t, came: f.came, after: t.after, granted: make(chan struct{})}
	f.asks = append(f.asks, a)
	if !f.serving {
		f.serving = true
		go f.serve()
	}
	f.mu.Unlock()
	f.nudge()
	select {
	case <-a.granted:
		return nil
	case <-ctx.Done():
		f.mu.Lock()
		f.asks = slices.DeleteFunc(f.asks, func(o *ask) bool { return o == a })
		f.mu.Unlock()
		f.nudge()
		return during("wait for budget", ctx.Err())
	}
}

func (f *funnel) nudge() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// serve asks for budget on behalf of the most urgent, one at a time, as long as anybody waits.
func (f *funnel) serve() {
	for {
		a, lane, wait, ok := f.next(time.Now())
		switch {
		case !ok:
			return
		case a == nil:
			f.rest(wait)
		default:
			f.settle(a, lane, f.budget.take(a.turn.chat, lane))
		}
	}
}

func (f *funnel) rest(wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-f.wake:
	}
}

// next is the ask to be served now and the lane it counts as, or how long nobody can be; not ok when nobody asks.
func (f *funnel) next(now time.Time) (best *ask, lane conference.Lane, wait time.Duration, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.asks) == 0 {
		f.serving = false
		return nil, 0, 0, false
	}
	wait = time.Hour
	for _, a := range f.asks {
		l := f.urgency(a.turn)
		ready := a.after
		if f.blocked[l].After(ready) {
			ready = f.blocked[l]
		}
		if ready.After(now) {
			wait = min(wait, ready.Sub(now))
			continue
		}
		if best == nil || l < lane || l == lane && a.came < best.came {
			best, lane = a, l
		}
	}
	return best, lane, wait, true
}

// urgency is the turn's lane, or that of a more urgent one which waits for it to end.
func (f *funnel) urgency(t *turn) conference.Lane {
	if l := f.lines[t.home]; l != nil && l.holder == t && len(l.waiting) > 0 {
		return min(t.lane, l.waiting[0].turn.lane)
	}
	return t.lane
}

// settle lets the ask go, or puts it off: alone when its chat has had enough, with its lane and the lanes
// below when the overall budget is used up.
func (f *funnel) settle(a *ask, lane conference.Lane, wait time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if wait <= 0 {
		f.asks = slices.DeleteFunc(f.asks, func(o *ask) bool { return o == a })
		close(a.granted)
		return
	}
	until := time.Now().Add(wait)
	a.after = until
	if wait > shortWait {
		return
	}
	for l := lane; int(l) < len(f.blocked); l++ {
		f.blocked[l] = until
	}
}
