package chaos

import (
	"maps"
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
		c.live(random, i%3 == 2)
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

// slowLife is how long a life is waited for that does nothing: where there is nothing to do it is killed all the same.
// longLife is the same for one that is to serve everybody.
const (
	slowLife = 3 * time.Second
	longLife = 10 * time.Second
)

// live lets the bot live until a random moment. Its people have got at least one answer by then: lives in which a slow
// machine comes to nothing prove nothing. In a life for everybody they all have, as on a slow machine the shorter lives
// are only long enough for the quick answers. The moment is not that of an answer.
func (c *crowd) live(random *rand.Rand, everybody bool) {
	before := c.served()
	<-time.After(100*time.Millisecond + time.Duration(random.Int64N(int64(2*time.Second))))
	within := slowLife
	if everybody {
		within = longLife
	}
	waited(c.ctx, within, func() string {
		waiting := 0
		for who, n := range c.served() {
			if n == before[who] {
				waiting++
			}
		}
		if waiting > 0 && (everybody || waiting == len(before)) {
			return "not yet"
		}
		return ""
	})
	<-time.After(time.Duration(random.Int64N(int64(time.Second))))
}

// served is how many answers each of those has got who are at work.
func (c *crowd) served() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.answers)
}
