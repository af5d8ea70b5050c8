package emulator_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/go-telegram/bot/models"

	"huiwu/bot/emulator"
)

func texts(updates []models.Update) []string {
	var out []string
	for _, u := range updates {
		if u.Message != nil {
			out = append(out, u.Message.Text)
		}
	}
	return out
}

func TestServer_getUpdates_offset(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	for i := range 4 {
		w.alice.Send(fmt.Sprint(i))
	}
	first := w.updates(t, "")
	if got := texts(first); !slices.Equal(got, []string{"/start", "0", "1", "2", "3"}) {
		t.Fatalf("first batch %q", got)
	}
	for i := 1; i < len(first); i++ {
		if first[i].ID != first[i-1].ID+1 {
			t.Fatalf("ids %d, %d do not follow one another", first[i-1].ID, first[i].ID)
		}
	}
	if got := texts(w.updates(t, "limit=2")); !slices.Equal(got, []string{"/start", "0"}) {
		t.Fatalf("unconfirmed updates come again, two at most: %q", got)
	}
	if got := texts(w.updates(t, fmt.Sprintf("offset=%d", first[2].ID))); !slices.Equal(got, []string{"1", "2", "3"}) {
		t.Fatalf("after the offset %q", got)
	}
	if got := texts(w.updates(t, "offset=1")); !slices.Equal(got, []string{"1", "2", "3"}) {
		t.Fatalf("confirmed updates came back: %q", got)
	}
	if got := texts(w.updates(t, "offset=-1")); !slices.Equal(got, []string{"3"}) {
		t.Fatalf("a negative offset keeps the newest: %q", got)
	}
	if got := texts(w.updates(t, fmt.Sprintf("offset=%d", first[4].ID+1))); len(got) != 0 {
		t.Fatalf("all confirmed, yet %q", got)
	}
}

func TestServer_getUpdates_wakesUp(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	w.updates(t, "offset=-1")
	last := w.updates(t, "")[0]
	got := make(chan []string, 1)
	go func() { got <- texts(w.updates(t, fmt.Sprintf("offset=%d&timeout=50", last.ID+1))) }()
	w.waitPolls(t, 3)
	w.alice.Send("wake up")
	select {
	case batch := <-got:
		if !slices.Equal(batch, []string{"wake up"}) {
			t.Fatalf("batch %q", batch)
		}
	case <-w.ctx.Done():
		t.Fatal("the poll slept on")
	}
}

// waitPolls waits until n polls have begun. Their order is the order of their
// effects, so a test that needs a poll to be held asks for this first.
func (w *world) waitPolls(t *testing.T, n int) {
	t.Helper()
	if err := w.WaitPolls(w.ctx, n); err != nil {
		t.Fatalf("waiting for poll %d: %v", n, err)
	}
}

func TestServer_getUpdates_conflict(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	w.updates(t, fmt.Sprintf("offset=%d", w.updates(t, "")[0].ID+1))
	ended := make(chan envelope, 2)
	poll := func() {
		_, e := w.fetch(t, "timeout=50")
		ended <- e
	}
	go poll()
	w.waitPolls(t, 3)
	go poll()
	w.waitPolls(t, 4)
	if e := <-ended; e.ErrorCode != 409 || e.Description != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
		t.Fatalf("the earlier poll ended with %+v", e)
	}
	if e, _ := w.call(t, "setWebhook?url=http://127.0.0.1:9/", "", ""); !e.OK {
		t.Fatalf("setWebhook: %s", e.Description)
	}
	if e := <-ended; e.ErrorCode != 409 || e.Description != "Conflict: terminated by setWebhook request" {
		t.Fatalf("the later poll ended with %+v", e)
	}
	if _, e := w.fetch(t, ""); e.ErrorCode != 409 || e.Description != "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first" {
		t.Fatalf("polling beside a webhook: %+v", e)
	}
	if e, _ := w.call(t, "deleteWebhook?drop_pending_updates=true", "", ""); !e.OK {
		t.Fatalf("deleteWebhook: %s", e.Description)
	}
	if got := w.updates(t, ""); len(got) != 0 {
		t.Fatalf("dropped updates came: %v", got)
	}
}

func TestServer_getUpdates_allowed(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	w.updates(t, `allowed_updates=["callback_query"]&offset=-1`)
	w.alice.Send("not asked for")
	card := w.say(t, "card")
	w.alice.Press(card.ID, "go")
	updates := w.updates(t, "")
	if len(updates) != 2 || updates[1].CallbackQuery == nil || updates[1].CallbackQuery.Data != "go" {
		t.Fatalf("remembered allowed_updates: %+v", updates)
	}
	w.updates(t, `allowed_updates=[]&offset=-1`)
	w.alice.Send("asked for")
	if got := texts(w.updates(t, "")); !slices.Equal(got, []string{"asked for"}) {
		t.Fatalf("after an empty list: %q", got)
	}
}

func TestServer_getUpdates_expiry(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	w := setup(t, emulator.Options{Now: func() time.Time { return now }})
	w.alice.Press(w.say(t, "card").ID, "late")
	now = now.Add(3 * time.Minute)
	if updates := w.updates(t, ""); len(updates) != 1 || updates[0].Message == nil {
		t.Fatalf("a press waits 150 s, a message longer: %+v", updates)
	}
	now = now.Add(24 * time.Hour)
	if updates := w.updates(t, ""); len(updates) != 0 {
		t.Fatalf("a message waits a day: %+v", updates)
	}
}

func TestServer_Inject(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	w.updates(t, "offset=-1")
	for _, raw := range []string{`{"hologram":{"a":1}}`, `{"update_id":777000777,"message":"not an object"}`} {
		if err := w.Inject(json.RawMessage(raw)); err != nil {
			t.Fatal(err)
		}
	}
	for _, raw := range []string{`null`, `[]`, `{`} {
		if w.Inject(json.RawMessage(raw)) == nil {
			t.Errorf("%s was taken for an update", raw)
		}
	}
	w.alice.Send("after")
	e, _ := w.call(t, "getUpdates", "", "")
	var updates []map[string]any
	if err := json.Unmarshal(e.Result, &updates); err != nil {
		t.Fatal(err)
	}
	if len(updates) != 4 || updates[1]["hologram"] == nil || updates[2]["message"] != "not an object" || updates[3]["update_id"] != 777000778.0 {
		t.Fatalf("updates %v", updates)
	}
}
