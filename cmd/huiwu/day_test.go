package main

import (
	"flag"
	"testing"
	"time"
)

var (
	daySeed  = flag.Uint64("day.seed", 1, "seed of what the staff of TestDay feel like")
	dayTrace = flag.Bool("day.trace", false, "log what everybody does in TestDay")
)

// TestDay plays a day of a house: forty meetings of all levels in four buildings, booked, prepared, checked, served and
// closed on the phones of some sixty people, of whom some never answer.
func TestDay(t *testing.T) {
	t.Parallel()
	t.Logf("seed %d (another one with -day.seed)", *daySeed)
	zone, err := stores{Timezone: "Asia/Shanghai"}.zone()
	if err != nil {
		t.Fatal(err)
	}
	h := openDay(t, meetingDay.AddDate(0, 0, -3).Add(9*time.Hour+30*time.Minute).In(zone))
	meetings := dayMeetings()
	h.play(meetings)
}

// longestStep is how far the clock moves at most while something is on.
const longestStep = 5 * time.Minute

// play lets the day pass, until early in the morning after.
func (h *dayHouse) play(meetings []*dayMeeting) {
	deeds := h.script(meetings)
	end := h.clockOn(h.on(1), "5:00")
	steps := 0
	for h.clock.Now().Before(end) {
		next := end
		sooner := func(at time.Time) {
			if !at.IsZero() && at.Before(next) {
				next = at
			}
		}
		if due, ok := h.nextDue(); ok {
			sooner(due)
		}
		for _, e := range h.staff {
			sooner(e.wake)
		}
		if len(deeds) > 0 {
			sooner(deeds[0].at)
		}
		h.moveTo(next)
		for len(deeds) > 0 && !deeds[0].at.After(h.clock.Now()) {
			deeds[0].do()
			deeds = deeds[1:]
		}
		h.settle()
		for h.everybodyActs() {
			h.settle()
		}
		steps++
	}
	h.t.Logf("%d steps", steps)
}

// everybodyActs has all act whose phone shows something new, or who meant to do something now.
func (h *dayHouse) everybodyActs() (acted bool) {
	for _, c := range h.takeCalls() {
		if i := c.ChatID - firstPhone; i >= 0 && i < int64(len(h.staff)) {
			h.staff[i].stir = true
		}
	}
	for _, e := range h.staff {
		if e.stir || !e.wake.IsZero() && !e.wake.After(h.clock.Now()) {
			acted = e.act() || acted
		}
	}
	return acted
}
