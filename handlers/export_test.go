package handlers

import (
	"context"

	"huiwu/language"
)

// Understood answers an event as if the language had read an intent in its words.
func (h *Handlers) Understood(ctx context.Context, e Event, intent language.Intent) (Reply, error) {
	p, err := h.store.PersonByTelegram(ctx, e.From.ID)
	if err != nil {
		return Reply{}, wrap("person", err)
	}
	t := &turn{Event: e, viewer: viewer{locale: h.words.in(p.Language), person: p, now: h.now().UTC(), rules: h.rules()}}
	t.reading.Intent = intent
	return h.byIntent[intent].step(ctx, t)
}
