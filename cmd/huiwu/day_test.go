package main

import (
	"flag"
	"os"
	"testing"
	"time"

	"huiwu/conference"
)

var (
	wholeDay = flag.Bool("day", os.Getenv("CI") == "true", "play the whole day of TestDay, as CI does")
	daySeed  = flag.Uint64("day.seed", 1, "seed of what the staff of TestDay feel like")
	dayTrace = flag.Bool("day.trace", false, "log what everybody does in TestDay")
)

// TestDay plays a day of a house: forty meetings of all levels in four buildings, booked, prepared, checked, served and
// closed on the phones of some sixty people, of whom some never answer. Afterwards everything has come to an end, who had
// to hear of what was late heard of it once and at its time, and nobody got a card that was somebody else's.
func TestDay(t *testing.T) {
	if !*wholeDay {
		t.Skip("skipped, a day of forty meetings with all that follows from them is not played, as it takes two cores a minute and a half: go test ./cmd/huiwu -run TestDay -day")
	}
	t.Parallel()
	t.Logf("seed %d (another one with -day.seed)", *daySeed)
	zone, err := stores{Timezone: "Asia/Shanghai"}.zone()
	if err != nil {
		t.Fatal(err)
	}
	h := openDay(t, meetingDay.AddDate(0, 0, -3).Add(9*time.Hour+30*time.Minute).In(zone))
	meetings := dayMeetings()
	r, rooms := h.play(meetings)
	facts := h.facts()
	r.judgeEnd(facts)
	climbed := r.judgeLadders()
	cards := r.judgeCards(facts)
	readers := r.judgeSecrets(meetings, facts)
	r.judgeOverlaps(facts)
	counted := r.judgeCounts(meetings, facts)
	t.Logf("%d steps, %d tasks, %d messages, %d of them cards; rungs taken %v; rooms after their meetings %+v", len(r.steps), len(r.order), len(r.sent), cards, climbed, rooms)
	r.judgeEnough(meetings, facts)
	for what, n := range map[string]int{"unclaimed work before a leader": climbed["unclaimed to leader"] / 20, "unclaimed work before the supervisors": climbed["unclaimed to supervisor"] / 10,
		"late work before a leader": climbed["late to leader"] / 3, "late work before the supervisors": climbed["late to supervisor"] / 2,
		"two missed rounds before a leader": climbed["missed to leader"] / 2, "four before the supervisors": climbed["missed to supervisor"],
		"reader of a leader's habits": readers / 2, "counted phone": counted / 20, "unclosed room": rooms.unclosed / 20, "closed room": rooms.closed / 20,
		"refused move": rooms.refused, "allowed move": rooms.allowed} {
		if n == 0 {
			t.Errorf("too few of these to prove anything: %s", what)
		}
	}
}

// longestStep is how far the clock moves at most while there is something to look at.
const longestStep = 5 * time.Minute

// play lets the days pass, until early in the morning after.
func (h *dayHouse) play(meetings []*dayMeeting) (*record, heldRooms) {
	r, rooms := newRecord(h), heldRooms{wrong: map[string]bool{}}
	deeds := h.script(meetings)
	for end := h.clockOn(h.on(1), "5:00"); h.clock.Now().Before(end); {
		next := h.nextStep(end, deeds)
		r.foresee(next)
		r.byItself = true
		h.moveTo(next)
		r.steps = append(r.steps, next)
		r.note()
		r.byItself = false
		for len(deeds) > 0 && !deeds[0].at.After(h.clock.Now()) {
			deeds[0].do()
			deeds = deeds[1:]
		}
		h.settle()
		r.note()
		for h.everybodyActs() {
			h.settle()
			r.note()
		}
		r.judgeRooms(&rooms)
		r.note()
	}
	return r, rooms
}

// nextStep is when the next thing happens, by itself or by anybody.
func (h *dayHouse) nextStep(end time.Time, deeds []deed) time.Time {
	next := end
	sooner := func(at time.Time) {
		if !at.IsZero() && at.Before(next) {
			next = at
		}
	}
	if now := h.clock.Now(); !now.Before(h.on(0)) && now.Before(h.clockOn(h.on(0), "20:00")) {
		sooner(now.Truncate(longestStep).Add(longestStep))
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
	return next
}

// everybodyActs has all act whose phone shows something new, or who meant to do something now.
func (h *dayHouse) everybodyActs() (acted bool) {
	for _, e := range h.staff {
		if e.stir || !e.wake.IsZero() && !e.wake.After(h.clock.Now()) {
			acted = e.act() || acted
		}
	}
	return acted
}

// judgeEnough wants so much to have happened that the rest proves something.
func (r *record) judgeEnough(meetings []*dayMeeting, facts *dayFacts) {
	seen := map[string]int{}
	buildings := map[string]bool{}
	for _, m := range meetings {
		b := facts.bookings[m.id]
		buildings[b.building] = true
		seen["level "+string(b.level)]++
		seen["booking "+string(b.status)]++
		if b.unclosed {
			seen["unclosed"]++
		}
		if want := m.level(r.dayHouse, b.class); !m.disturbed && b.level != want {
			r.t.Errorf("%s is %s, want %s", m.title, b.level, want)
		}
	}
	for _, id := range r.order {
		s := r.tasks[id].now()
		seen["task "+string(s.Status)]++
		seen[string(s.Kind)]++
		seen[string(s.Kind)+" "+string(s.Status)]++
		for _, i := range s.Items {
			if s.Kind == conference.TaskRounds && !i.DoneAt.IsZero() {
				seen["round served"]++
			} else if s.Kind == conference.TaskRounds && !i.MissedAt.IsZero() {
				seen["round missed"]++
			}
		}
	}
	for _, c := range facts.checks {
		seen["check "+string(c.status)]++
		if !c.missed.IsZero() {
			seen["check missed"]++
		}
		if !c.deputy.IsZero() {
			seen["deputy asked"]++
		}
	}
	r.t.Logf("what came of it: %v", seen)
	if len(meetings) != 40 || len(buildings) != 4 || len(r.staff) < 60 {
		r.t.Errorf("%d meetings in %d buildings, %d people", len(meetings), len(buildings), len(r.staff))
	}
	for what, least := range map[string]int{"level small": 12, "level medium": 8, "level large": 4, "level important": 3, "booking closed": 35, "booking cancelled": 3, "unclosed": 2,
		"task done": 120, "task failed": 5, "task cancelled": 10, "day_check done": 4, "closing done": 20, "tea done": 3, "order done": 2, "purchase done": 1,
		"request": 2, "problem done": 1, "assigned done": 1, "standing done": 1, "round served": 60, "round missed": 20,
		"check confirmed": 60, "check problem": 2, "check missed": 4, "deputy asked": 4} {
		if seen[what] < least {
			r.t.Errorf("%d of %q, at least %d are needed for the day to prove anything", seen[what], what, least)
		}
	}
}
