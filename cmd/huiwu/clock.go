package main

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// demoClock runs with the wall clock and can be moved forward. Whatever comes due on the way
// happens at its own time, one thing after the other, as if the hours had really passed.
type demoClock struct {
	log    *slog.Logger
	moving sync.Mutex // one move at a time
	mu     sync.Mutex
	ahead  time.Duration
	plan   happenings // nil until the office is put together
}

// happenings is what happens by itself; *scheduler.Scheduler is one.
type happenings interface {
	Next(context.Context) (time.Time, bool, error)
	Tick(context.Context) error
}

// follow makes the clock stop at what is planned.
func (c *demoClock) follow(h happenings) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.plan = h
}

func (c *demoClock) planned() happenings {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.plan
}

// Now is the building's time.
func (c *demoClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().UTC().Add(c.ahead)
}

// Next is when the next planned thing happens.
func (c *demoClock) Next() (time.Time, bool) {
	plan := c.planned()
	if plan == nil {
		return time.Time{}, false
	}
	at, ok, err := plan.Next(context.Background())
	if err != nil {
		c.log.Error("next thing not found", "error", err)
	}
	return at, ok && err == nil
}

// Advance moves the clock forward by d, stopping at each thing that comes due.
func (c *demoClock) Advance(d time.Duration) {
	c.moving.Lock()
	defer c.moving.Unlock()
	target := c.Now().Add(d)
	for range maxStops {
		at, ok := c.Next()
		if !ok || at.After(target) {
			break
		}
		c.moveTo(at)
		if err := c.planned().Tick(context.Background()); err != nil {
			c.log.Error("tick failed", "error", err)
			break
		}
	}
	c.moveTo(target)
}

// maxStops bounds one move, should something come due again and again.
const maxStops = 1000

// moveTo never moves back.
func (c *demoClock) moveTo(t time.Time) {
	if d := t.Sub(c.Now()); d > 0 {
		c.mu.Lock()
		c.ahead += d
		c.mu.Unlock()
	}
}
