package emulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huiwu/bot/emulator"
)

// receiver is a bot's webhook that remembers what came, in order, and answers
// with what answer says.
type receiver struct {
	*httptest.Server
	mu      sync.Mutex
	seen    []string
	secrets []string
	changed chan struct{}
	answer  func(text string, attempt int, seen []string) int
}

func newReceiver(t *testing.T, answer func(text string, attempt int, seen []string) int) *receiver {
	t.Helper()
	r := &receiver{changed: make(chan struct{}, 1), answer: answer}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	var u models.Update
	if err := json.NewDecoder(q.Body).Decode(&u); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	what := ""
	switch {
	case u.Message != nil:
		what = fmt.Sprint(u.Message.From.ID, " ", u.Message.Text)
	case u.CallbackQuery != nil:
		what = fmt.Sprint(u.CallbackQuery.From.ID, " presses ", u.CallbackQuery.Data)
	}
	r.mu.Lock()
	r.seen = append(r.seen, what)
	r.secrets = append(r.secrets, q.Header.Get("X-Telegram-Bot-Api-Secret-Token"))
	attempt := 0
	for _, s := range r.seen {
		if s == what {
			attempt++
		}
	}
	seen := slices.Clone(r.seen)
	r.mu.Unlock()
	select {
	case r.changed <- struct{}{}:
	default: // a wake-up is already waiting
	}
	w.WriteHeader(r.answer(what, attempt, seen))
}

// wait returns what came, once done says that it is enough.
func (r *receiver) wait(t *testing.T, w *world, done func([]string) bool) []string {
	t.Helper()
	for {
		r.mu.Lock()
		seen := slices.Clone(r.seen)
		r.mu.Unlock()
		if done(seen) {
			return seen
		}
		select {
		case <-r.changed:
		case <-w.ctx.Done():
			t.Fatalf("only %q came", seen)
		}
	}
}

func (w *world) setWebhook(t *testing.T, url string) {
	t.Helper()
	ok, err := w.client.SetWebhook(w.ctx, &bot.SetWebhookParams{URL: url, SecretToken: "s3cret", MaxConnections: 7})
	if err != nil || !ok {
		t.Fatalf("setWebhook: %v", err)
	}
}

// Another chat's message and a press must get through while one chat's message
// fails: it fails until they have come.
func TestServer_webhook_retriesInOrder(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var pauses []int
	w := setup(t, emulator.Options{WebhookPause: func(n int) time.Duration {
		mu.Lock()
		defer mu.Unlock()
		pauses = append(pauses, n)
		return time.Millisecond
	}})
	w.bob.Start("")
	card := w.say(t, "card")
	w.alice.Send("one")
	w.alice.Send("two")
	w.alice.Press(card.ID, "go")
	r := newReceiver(t, func(text string, attempt int, seen []string) int {
		othersCame := slices.Contains(seen, "1002 /start") && slices.Contains(seen, "1001 presses go")
		if text == "1001 /start" && (attempt < 4 || !othersCame) {
			return http.StatusInternalServerError
		}
		return http.StatusNoContent
	})
	w.setWebhook(t, r.URL)
	seen := r.wait(t, w, func(seen []string) bool { return slices.Contains(seen, "1001 two") })

	mine := slices.DeleteFunc(seen, func(s string) bool { return s == "1002 /start" || s == "1001 presses go" })
	attempts := len(mine) - 2
	if attempts < 4 || !slices.Equal(slices.Compact(slices.Clone(mine)), []string{"1001 /start", "1001 one", "1001 two"}) {
		t.Fatalf("one chat's messages came as %q", mine)
	}
	mu.Lock()
	defer mu.Unlock()
	for i, n := range pauses {
		if n != i+1 || len(pauses) != attempts-1 {
			t.Fatalf("pauses after failures %v, of %d attempts", pauses, attempts)
		}
	}
	if slices.ContainsFunc(r.secrets, func(s string) bool { return s != "s3cret" }) {
		t.Fatalf("secrets %q", r.secrets)
	}
}

func TestServer_getWebhookInfo(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{WebhookPause: func(int) time.Duration { return time.Hour }})
	r := newReceiver(t, func(string, int, []string) int { return http.StatusBadGateway })
	w.alice.Send("again")
	w.setWebhook(t, r.URL)
	if err := w.WaitWebhookFailure(w.ctx); err != nil {
		t.Fatal(err)
	}
	info, err := w.client.GetWebhookInfo(w.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if info.URL != r.URL || info.PendingUpdateCount != 2 || info.MaxConnections != 7 ||
		info.LastErrorMessage != "Wrong response from the webhook: 502 Bad Gateway" || info.LastErrorDate == 0 {
		t.Fatalf("info %+v", info)
	}
	if _, err := w.client.DeleteWebhook(w.ctx, &bot.DeleteWebhookParams{}); err != nil {
		t.Fatal(err)
	}
	if got := w.updates(t, ""); len(got) != 2 {
		t.Fatalf("undelivered updates are kept for polling: %v", got)
	}
}

func TestServer_webhook_connections(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	var mu sync.Mutex
	open, most := 0, 0
	twoOpen := make(chan struct{})
	r := newReceiver(t, func(string, int, []string) int {
		mu.Lock()
		open++
		most = max(most, open)
		if open == 2 && most == 2 {
			select {
			case <-twoOpen:
			default:
				close(twoOpen)
			}
		}
		mu.Unlock()
		<-twoOpen // so that more than one must be open at once
		mu.Lock()
		open--
		mu.Unlock()
		return http.StatusOK
	})
	for id := range int64(20) {
		w.AddUser(emulator.User{ID: 2000 + id, FirstName: "Guest"}).Send("hello")
	}
	if _, err := w.client.SetWebhook(w.ctx, &bot.SetWebhookParams{URL: r.URL, MaxConnections: 2}); err != nil {
		t.Fatal(err)
	}
	r.wait(t, w, func(seen []string) bool { return len(seen) == 21 })
	mu.Lock()
	defer mu.Unlock()
	if most != 2 {
		t.Fatalf("%d deliveries at once, want 2", most)
	}
}
