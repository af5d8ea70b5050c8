package handlers

import (
	"context"

	"huiwu/language"
)

// lists answers what only shows: help, my bookings, free rooms, the day.
type lists struct{ *core }

func newLists(c *core, _ Store) *lists { return &lists{core: c} }

func (*lists) name() string                                       { return "lists" }
func (*lists) commands() []string                                 { return []string{"start", "help", "cancel"} }
func (*lists) verbs() []string                                    { return nil }
func (*lists) intents() []language.Intent                         { return []language.Intent{language.IntentHelp} }
func (l *lists) show(ctx context.Context, t *turn) (Reply, error) { return l.step(ctx, t) }

func (l *lists) step(_ context.Context, t *turn) (Reply, error) {
	if t.Command == "cancel" {
		t.close()
		return reply(t.answer(t.say("core.cancelled"), nil))
	}
	return reply(t.answer(t.say("core.help"), nil))
}
