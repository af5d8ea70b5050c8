package handlers

import (
	"slices"
	"strings"

	"huiwu/language"
)

// whole is the intent of words that stand by themselves, as they say what and where, when or how many: nobody
// answers a question with them, not even one that any words would do for. "" for all others.
func (c *core) whole(r language.Reading) language.Intent {
	placed := r.Room != nil && r.Room.Number != ""
	timed := r.Time != nil && r.Time.HasDay && r.Time.HasClock
	switch {
	case r.Intent == language.IntentProblem && placed,
		r.Intent == language.IntentBook && timed && (placed || r.Headcount != nil),
		r.Intent == language.IntentService && slices.ContainsFunc(r.Services, c.drinks):
		return r.Intent
	}
	return language.IntentUnknown
}

// understood is a reading with the intent that the house gives it: drinks with neither hour, room nor number of
// people are an order, though the words name a series ("for the quarterly review").
func (c *core) understood(r language.Reading) language.Reading {
	if r.Intent == language.IntentBook && r.Room == nil && r.Headcount == nil && (r.Time == nil || !r.Time.HasClock) &&
		slices.ContainsFunc(r.Services, c.drinks) {
		r.Intent = language.IntentService
	}
	return r
}

// drinks tells whether a service is a number of drinks.
func (c *core) drinks(s language.Service) bool {
	kind := drinkOf(s)
	return s.Quantity > 0 && (kind == anyTea || slices.Contains(c.settings.TeaKinds, kind))
}

// anyTea is a drink that was asked for without saying which.
const anyTea = "tea"

// drinkOf is a service by the code that settings have for it, if it is a drink.
func drinkOf(s language.Service) string {
	if s.Kind == "hot-water" { // which is how water is poured
		return "water"
	}
	return strings.TrimSuffix(s.Kind, "-tea")
}

// callsOff tells whether the words only let go of what is being asked: "算了", "cancel".
func (t *turn) callsOff() bool {
	r := t.reading
	return r.Intent == language.IntentCancel && r.Time == nil && r.Room == nil &&
		!strings.Contains(t.Text, "会") && !strings.Contains(strings.ToLower(t.Text), "meeting")
}

// asksFor tells whether the words have an intent of their own, other than to answer.
func asksFor(r language.Reading) bool {
	return r.Intent != language.IntentUnknown && r.Intent != language.IntentAnswer
}
