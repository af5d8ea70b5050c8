package storage

import (
	"testing"
	"time"
)

func TestStore_TakeTurn(t *testing.T) {
	t.Parallel()
	h := setup(t)
	take := func(holder string, update int64, lease time.Duration) string {
		t.Helper()
		taken, answered, err := h.TakeTurn(t.Context(), 7, update, holder, lease)
		switch {
		case err != nil:
			t.Fatal(err)
		case taken:
			return "taken"
		case answered:
			return "answered"
		}
		return "busy"
	}
	end := func(holder string, update int64, answered bool) {
		t.Helper()
		if err := h.EndTurn(t.Context(), 7, update, holder, answered); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct{ what, got, want string }{
		{"the first", take("a", 1, time.Minute), "taken"},
		{"the other replica", take("b", 2, time.Minute), "busy"},
		{"the same replica keeps it", take("a", 1, time.Minute), "taken"},
	} {
		if step.got != step.want {
			t.Errorf("%s: %s, want %s", step.what, step.got, step.want)
		}
	}
	end("b", 2, false) // has nothing to give back
	if got := take("b", 2, time.Minute); got != "busy" {
		t.Errorf("a turn was ended by who does not have it: %s", got)
	}
	end("a", 1, true)
	if got := take("b", 1, time.Minute); got != "answered" {
		t.Errorf("an answered update: %s", got)
	}
	if got := take("b", 2, time.Millisecond); got != "taken" {
		t.Errorf("after the turn was ended: %s", got)
	}
	if err := h.Answered(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	if got := take("b", 2, time.Minute); got != "answered" {
		t.Errorf("an answer that was noted before the turn's end: %s", got)
	}
	deadline := time.Now().Add(5 * time.Second)
	for take("a", 3, time.Minute) != "taken" {
		if time.Now().After(deadline) {
			t.Fatal("the lease of a replica that is gone does not end")
		}
	}
}
