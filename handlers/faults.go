package handlers

import (
	"context"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// faultsStore is what breaks again and again.
type faultsStore interface {
	RepeatedFaults(ctx context.Context, since time.Time, limit int) ([]conference.Repeats, error)
}

// faults shows overseers what breaks again and again (S142): by room and kind.
type faults struct {
	*core
	store faultsStore
}

func newFaults(c *core, s faultsStore) *faults { return &faults{core: c, store: s} }

func (*faults) name() string               { return "faults" }
func (*faults) commands() []string         { return []string{"faults"} }
func (*faults) verbs() []string            { return nil }
func (*faults) intents() []language.Intent { return nil }

func (c *faults) show(ctx context.Context, t *turn) (Reply, error) { return c.step(ctx, t) }

const (
	// faultDays is how far back repeats are counted.
	faultDays = 30
	// mostRepeats is how many are named.
	mostRepeats = 15
)

func (c *faults) step(ctx context.Context, t *turn) (Reply, error) {
	if t.Command == "" {
		return Reply{}, errElsewhere
	}
	if !t.may(conference.ActionSeeFaults, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	all, err := c.store.RepeatedFaults(ctx, t.now.AddDate(0, 0, -faultDays), mostRepeats)
	if err != nil {
		return Reply{}, err
	}
	return reply(t.answer(t.repeats(all), nil))
}

// repeats are the faults that came more than once, the most frequent first.
func (v viewer) repeats(all []conference.Repeats) Text {
	lines := []Text{Bold(v.say("faults.title", "days", faultDays))}
	if len(all) == 0 {
		lines = append(lines, v.say("faults.none"))
	}
	for _, r := range all {
		lines = append(lines, v.say("faults.line", "room", v.roomName(r.Room), "kind", v.problemKind(r.Kind), "count", r.Count, "day", v.day(r.Last, v.now)))
	}
	return Lines(lines...)
}
