package bot

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"huiwu/bot/emulator"
	"huiwu/handlers"
)

const secret = "s3cret_-"

// hook is a bot in webhook mode, its handler behind a server.
func (w *world) hook(change ...func(*Options)) (*Bot, *httptest.Server) {
	w.t.Helper()
	var b *Bot
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { b.Webhook().ServeHTTP(rw, r) }))
	w.t.Cleanup(server.Close)
	b = w.bot(append(change, func(o *Options) { o.WebhookURL, o.WebhookSecret = server.URL+"/webhook", secret })...)
	return b, server
}

func post(ctx context.Context, h http.Handler, method, secret, body string) int {
	r := httptest.NewRequestWithContext(ctx, method, "/webhook", strings.NewReader(body))
	if secret != "" {
		r.Header.Set(secretHeader, secret)
	}
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	return answer.Code
}

func TestWebhook_Refuses(t *testing.T) {
	t.Parallel()
	w := setup(t)
	b, _ := w.hook()
	stop := w.run(b)
	<-b.begun
	good := `{"update_id":9,"message":{` + inPrivate + `,"text":"hello"}}`
	for name, c := range map[string]struct {
		method, secret, body string
		want                 int
	}{
		"no secret":         {"POST", "", good, 401},
		"wrong secret":      {"POST", "s3cret_", good, 401},
		"wrong, not POST":   {"GET", "x", "", 401},
		"not POST":          {"GET", secret, "", 405},
		"too large":         {"POST", secret, `{"update_id":9,"x":"` + strings.Repeat("x", maxUpdate) + `"}`, 413},
		"not JSON":          {"POST", secret, `{"update_id":9`, 400},
		"not an update":     {"POST", secret, `{"hello":"world"}`, 400},
		"empty":             {"POST", secret, ``, 400},
		"an update":         {"POST", secret, good, 200},
		"one nobody reads":  {"POST", secret, `{"update_id":10,"poll":{}}`, 200},
		"one that is wrong": {"POST", secret, `{"update_id":11,"message":1}`, 200},
	} {
		if got := post(w.ctx, b.Webhook(), c.method, c.secret, c.body); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	if got := w.talk.seen(); len(got) != 1 || got[0].Text != "hello" {
		t.Errorf("handled %v, want the one good update", got)
	}
	if len(w.store.aside()) != 2 {
		t.Errorf("set aside %v, want two", w.store.aside())
	}
	stop()
	if got := post(w.ctx, b.Webhook(), "POST", secret, good); got != 503 {
		t.Errorf("after the stop: %d, want 503", got)
	}
}

func TestWebhook_ClosedWithoutSecret(t *testing.T) {
	t.Parallel()
	w := setup(t)
	b := w.bot()
	close(b.begun)
	if got := post(w.ctx, b.Webhook(), "POST", "", `{"update_id":9}`); got != 401 {
		t.Errorf("webhook of a polling bot: %d, want 401", got)
	}
}

func TestWebhook_AnswersAfterHandling(t *testing.T) {
	t.Parallel()
	w := setup(t)
	g := newGate("slow")
	w.talk.answer = g.answer
	b, _ := w.hook()
	w.run(b)
	<-b.begun
	body := `{"update_id":9,"message":{` + inPrivate + `,"text":"slow"}}`
	first := make(chan int, 2)
	go func() { first <- post(w.ctx, b.Webhook(), "POST", secret, body) }()
	<-g.entered
	impatient, cancel := context.WithTimeout(w.ctx, 10*time.Millisecond)
	defer cancel()
	if got := post(impatient, b.Webhook(), "POST", secret, body); got != 503 {
		t.Errorf("an update that is not handled yet: %d, want 503", got)
	}
	select {
	case code := <-first:
		t.Errorf("answered %d before the update was handled", code)
	default:
	}
	go func() { first <- post(w.ctx, b.Webhook(), "POST", secret, body) }()
	close(g.open)
	if a, b := <-first, <-first; a != 200 || b != 200 {
		t.Errorf("answered %d and %d, want 200 to both", a, b)
	}
}

func TestWebhook_FromTelegram(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.Fail(emulator.Fault{Method: "setwebhook", Code: 500})
	b, _ := w.hook()
	stop := w.run(b)
	for i := range 5 {
		w.ann.Send(fmt.Sprint(i))
		w.ben.Send(fmt.Sprint(i))
	}
	w.sees(w.ben, "re: 4")
	w.sees(w.ann, "re: 4")
	want := []string{"re: 0", "re: 1", "re: 2", "re: 3", "re: 4"}
	if got := texts(w.ann); !slices.Equal(got, want) {
		t.Errorf("Ann sees %v", got)
	}
	stop()
}

func TestRun_RefusedWebhookIsAnError(t *testing.T) {
	t.Parallel()
	w := setup(t)
	b := w.bot(func(o *Options) { o.WebhookURL, o.WebhookSecret = "http://example.org/plain", secret })
	if err := b.Run(w.ctx); err == nil || !strings.Contains(err.Error(), "HTTPS") {
		t.Errorf("Run with a webhook that Telegram refuses: %v", err)
	}
}

// FuzzBot_Webhook brings anything to the webhook: it never panics, and without the secret nothing is handled.
func FuzzBot_Webhook(f *testing.F) {
	telegram := emulator.New(emulator.Options{})
	api := httptest.NewServer(telegram.API())
	f.Cleanup(func() { telegram.Close(); api.Close() })
	b, err := New(Options{Token: telegram.Token(), APIURL: api.URL, Username: "huiwu_bot", Handlers: &talk{answer: quiet}, Store: newMemory(), WebhookURL: "https://example.org/webhook", WebhookSecret: "secret"})
	if err != nil {
		f.Fatal(err)
	}
	close(b.begun)
	f.Cleanup(func() { b.drain(context.Background()); b.Close() })
	for _, secret := range []string{"secret", "", "Secret", "secret "} {
		for _, body := range []string{`{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"from":{"id":5},"text":"x"}}`, `{"update_id":2}`, `{}`, `[`, ``, `{"update_id":-1}`, strings.Repeat("x", maxUpdate+1)} {
			f.Add(http.MethodPost, secret, []byte(body))
		}
	}
	f.Add(http.MethodGet, "secret", []byte(nil))
	f.Fuzz(func(t *testing.T, method, secret string, body []byte) {
		r := &http.Request{Method: method, URL: &url.URL{Path: "/webhook"}, Header: http.Header{secretHeader: {secret}}, Body: io.NopCloser(bytes.NewReader(body))}
		w := httptest.NewRecorder()
		before := len(b.conversations.(*talk).seen())
		b.Webhook().ServeHTTP(w, r)
		if secret != "secret" && (w.Code != http.StatusUnauthorized || len(b.conversations.(*talk).seen()) != before) {
			t.Errorf("secret %q was answered %d", secret, w.Code)
		}
		if w.Code == http.StatusInternalServerError || len(body) > maxUpdate && w.Code == http.StatusOK {
			t.Errorf("%d bytes were answered %d", len(body), w.Code)
		}
	})
}

// quiet answers nothing.
func quiet(context.Context, handlers.Event) (handlers.Reply, error) { return handlers.Reply{}, nil }
