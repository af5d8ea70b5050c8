package handlers

import (
	"context"
	"slices"

	"huiwu/conference"
	"huiwu/language"
)

// command is /order: with words a wish, without them the menu.
func (c *orders) command(ctx context.Context, t *turn) (Reply, error) {
	if line(t.Args) == "" {
		return c.open(ctx, t, "", language.Reading{}, nil)
	}
	parser, _, err := c.names.get(ctx, t.now)
	if err != nil {
		return Reply{}, err
	}
	return c.wish(ctx, t, t.Args, parser.Parse(t.Args, t.local()))
}

// spoken is a sentence that asks for something. In a meeting that is on, what the floor can have comes at once.
func (c *orders) spoken(ctx context.Context, t *turn) (Reply, error) {
	parser, _, err := c.names.get(ctx, t.now)
	if err != nil {
		return Reply{}, err
	}
	reading := parser.Parse(t.Text, t.local())
	if r, here, err := c.floor.spoken(ctx, t, reading); here || err != nil {
		return r, err
	}
	return c.wish(ctx, t, t.Text, reading)
}

// wish begins with the drinks, if there are any; the rest follows one after the other.
func (c *orders) wish(ctx context.Context, t *turn, text string, reading language.Reading) (Reply, error) {
	w := t.wanted(text, reading)
	if w.drinks {
		return c.tea.sentence(ctx, t, text)
	}
	return c.open(ctx, t, text, reading, &w)
}

// open opens a draft with what a sentence asks for; in the meeting of the draft that is open, unless it names another.
func (c *orders) open(ctx context.Context, t *turn, text string, reading language.Reading, w *wishes) (Reply, error) {
	var d, before orderDraft
	if w != nil {
		d.Unknown = w.unknown
		d.take(w.lines)
	}
	candidates, err := c.tea.candidates(ctx, t, text, reading)
	if err != nil {
		return Reply{}, err
	}
	named := namesOne(text, reading, candidates)
	if t.busy() && t.in(c.name()) && t.recall(&before) == nil && before.Booking != 0 && !named && text != "" {
		d.Booking = before.Booking
		return c.begin(ctx, t, d, 0)
	}
	if service, ok := t.rules.Plan.Service(d.Service); ok && !named {
		inTime := slices.DeleteFunc(slices.Clone(candidates), func(b conference.Booking) bool { return t.now.After(service.CutOffAt(b)) })
		if len(inTime) > 0 {
			candidates = inTime
		}
	}
	if b, _, ok := chooseBooking(candidates, reading); ok {
		d.Booking = b.ID
	}
	return c.begin(ctx, t, d, 0)
}
