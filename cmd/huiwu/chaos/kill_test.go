package chaos

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestCrowd_Undisturbed is the load without a fault: the model agrees, and nothing is said twice. What the other
// tests find wrong is the fault's doing.
func TestCrowd_Undisturbed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.open(false, 1)
	c := newCrowd(h, dice(t))
	c.run(4*time.Second, func() { h.hasten(3) })
	c.settle(time.Minute)
	c.compare()
	if n, which := h.doubled(); n > 0 {
		t.Errorf("%d messages sent twice: %v", n, which)
	}
}

// run lets the crowd work for a while, does something at random moments meanwhile, and lets everybody finish.
func (c *crowd) run(d time.Duration, now func()) {
	over := time.After(d)
	for {
		select {
		case <-over:
			c.stop()
			return
		case <-time.After(c.within(time.Second)):
			now()
		}
	}
}

// within is a random part of d.
func (c *crowd) within(d time.Duration) time.Duration {
	c.diceMu.Lock()
	defer c.diceMu.Unlock()
	return time.Duration(c.dice.Int64N(int64(d)))
}

func TestKill_Polling(t *testing.T) { testKill(t, false, 1) }

func TestKill_Webhook(t *testing.T) { testKill(t, true, 1) }

// TestKill_TwoReplicas kills one of two in turn.
func TestKill_TwoReplicas(t *testing.T) { testKill(t, true, 2) }

// A life of the bot gives people so many answers at most before the moment is awaited that ends it: one that gives none proves
// nothing, and on a slow machine all would be such. Who has nothing to answer is killed all the same.
const (
	mostInALife = 5
	longLife    = 3 * time.Second
)

// testKill kills the bot again and again while people work with it: each update has its effect exactly once, each
// notice that is due goes out, and no more messages are doubled than there were kills.
func testKill(t *testing.T, webhook bool, replicas int) {
	t.Parallel()
	h := newHouse(t)
	h.open(webhook, replicas)
	random := dice(t)
	c := newCrowd(h, rand.New(rand.NewPCG(random.Uint64(), 2)))
	for i := range *kills {
		r := h.replicas[i%replicas]
		far := c.count("answered", 0) + random.IntN(mostInALife)
		waited(h.Context(), longLife, func() string {
			if c.count("answered", 0) < far {
				return "nothing is to be seen of it"
			}
			return ""
		})
		<-time.After(time.Duration(100+random.IntN(900)) * time.Millisecond) // not just when an answer has come: when it happens is random
		h.hasten(2)
		r.kill()
		r.start()
		r.ready()
	}
	c.stop()
	c.settle(time.Minute)
	c.compare()
	n, which := h.doubled()
	t.Logf("%d kills, %d messages doubled: %v", *kills, n, which)
	if n > *kills {
		t.Errorf("%d messages doubled by %d kills: %v", n, *kills, which)
	}
}
