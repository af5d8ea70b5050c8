package scheduler

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"huiwu/conference"
)

// counter delivers to one chat at a time, as fast as it is told to.
type counter struct {
	mu    sync.Mutex
	got   map[int64][]int64 // subjects by person
	gates map[int64]chan struct{}
	came  chan int64 // who got something
}

func (c *counter) Deliver(ctx context.Context, d conference.Delivery) error {
	select {
	case <-c.gates[d.To.Person]:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	c.mu.Lock()
	c.got[d.To.Person] = append(c.got[d.To.Person], d.Subject.ID)
	c.mu.Unlock()
	c.came <- d.To.Person
	return nil
}

// A chat that takes nothing holds its share of the workers, and no other person waits for it.
func TestQueue_oneChatDoesNotHoldTheOthersUp(t *testing.T) {
	t.Parallel()
	const busy, idle = 1, 2
	many := lanes[conference.LaneTask].workers + 10
	p := pool(t)
	c := &counter{got: map[int64][]int64{}, came: make(chan int64, 200), gates: map[int64]chan struct{}{busy: make(chan struct{}), idle: make(chan struct{})}}
	close(c.gates[idle])
	s, _ := running(t, p, c)
	s.queue.shares.mu.Lock()
	s.queue.shares.pace = 10 * time.Millisecond
	s.queue.shares.mu.Unlock()
	var ds []conference.Delivery
	for i := range int64(many) {
		d := about(i+1, conference.LaneTask)
		d.To.Person = busy
		ds = append(ds, d)
	}
	enqueue(t, p, s.Queue(), true, ds...)
	d := about(1000, conference.LaneTask)
	d.To.Person = idle
	enqueue(t, p, s.Queue(), true, d)
	if who := <-c.came; who != idle {
		t.Fatal("the busy chat got something, which cannot be")
	}
	close(c.gates[busy])
	for range many {
		<-c.came
	}
	slices.Sort(c.got[busy])
	if got := slices.Compact(c.got[busy]); len(got) != many {
		t.Errorf("%d of %d came to the busy chat", len(got), many)
	}
}

func TestShares(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
	s, workers := newShares(50*time.Millisecond), lanes[conference.LaneTask].workers
	for i := range workers * 2 / 3 {
		if wait := s.take(conference.LaneTask, 1, false, now); wait != 0 {
			t.Fatalf("the %dth worker is not given, and others are free: %v", i+1, wait)
		}
	}
	first, second := s.take(conference.LaneTask, 1, false, now), s.take(conference.LaneTask, 1, false, now)
	if first != time.Duration(workers*2/3)*s.pace || second != first+s.pace {
		t.Errorf("put off for %v and %v, want the time that those before take, one after the other", first, second)
	}
	for range 80 {
		first = s.take(conference.LaneTask, 1, false, now)
	}
	if first != longestPause {
		t.Errorf("put off for %v, want no more than %v", first, longestPause)
	}
	for i := range share {
		if wait := s.take(conference.LaneTask, 2, false, now); wait != 0 {
			t.Errorf("somebody else's %dth is put off for %v", i+1, wait)
		}
	}
	if wait := s.take(conference.LaneTask, 2, false, now); wait == 0 {
		t.Error("somebody else gets more than their share")
	}
	if wait := s.take(conference.LaneTask, 2, true, now); wait != 0 {
		t.Errorf("who comes back is put off for %v more", wait)
	}
	if wait := s.take(conference.LaneReminder, 1, false, now); wait != 0 {
		t.Error("another lane is held up")
	}
	for range workers * 2 / 3 {
		s.leave(conference.LaneTask, 1)
	}
	if wait := s.take(conference.LaneTask, 1, false, now); wait != 0 {
		t.Errorf("the workers are free, and it is put off for %v", wait)
	}
}

// Where chats take what they get, nothing is put off.
func TestShares_QuickChats(t *testing.T) {
	t.Parallel()
	s := newShares(time.Millisecond / 100)
	for i := range lanes[conference.LaneTask].workers {
		if wait := s.take(conference.LaneTask, 1, false, time.Now()); wait != 0 {
			t.Fatalf("the %dth is put off for %v", i+1, wait)
		}
	}
}
