package emulator_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-telegram/bot"

	"huiwu/bot/emulator"
)

// clock is a demo's clock that stands still unless it is moved.
type clock struct {
	mu   sync.Mutex
	now  time.Time
	next time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *clock) Next() (time.Time, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.next, !c.next.IsZero()
}

// page is a browser on the phones' page.
type page struct {
	*world
	url    string
	client *http.Client
	clock  *clock
}

func setupPage(t *testing.T, o emulator.Options) *page {
	t.Helper()
	p := &page{clock: &clock{now: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)}}
	o.Clock = p.clock
	p.world = setup(t, o)
	web := httptest.NewServer(p.Phones())
	transport := &http.Transport{}
	p.url, p.client = web.URL+o.BasePath, &http.Client{Transport: transport}
	t.Cleanup(func() {
		p.Close() // ends the event streams, for which the web server waits
		web.Close()
		transport.CloseIdleConnections()
	})
	return p
}

func (p *page) request(t *testing.T, method, path, contentType string, body io.Reader) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(p.ctx, method, p.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	answer, err := p.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	return answer
}

// post acts on a phone and returns the status and the message or error.
func (p *page) post(t *testing.T, path, body string) (int, string) {
	t.Helper()
	answer := p.request(t, http.MethodPost, path, "application/json", strings.NewReader(body))
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, strings.TrimSpace(string(text))
}

func (p *page) state(t *testing.T) map[string]any {
	t.Helper()
	var state map[string]any
	if err := json.NewDecoder(p.request(t, http.MethodGet, "/api/state", "", nil).Body).Decode(&state); err != nil {
		t.Fatal(err)
	}
	return state
}

// dig follows keys and indexes into decoded JSON.
func dig(t *testing.T, v any, path ...any) any {
	t.Helper()
	for _, step := range path {
		switch key := step.(type) {
		case string:
			object, ok := v.(map[string]any)
			if !ok {
				t.Fatalf("%v: no object at %v in %v", path, key, v)
			}
			v = object[key]
		case int:
			list, ok := v.([]any)
			if !ok || key >= len(list) {
				t.Fatalf("%v: no element %v in %v", path, key, v)
			}
			v = list[key]
		}
	}
	return v
}

func TestServer_Phones_state(t *testing.T) {
	t.Parallel()
	p := setupPage(t, emulator.Options{Tips: []emulator.Tip{{Phone: alice, Text: "明天下午三点301"}}})
	p.clock.next = time.Date(2026, 11, 23, 2, 30, 0, 0, time.UTC)
	if _, err := p.world.client.SendMessage(p.ctx, &bot.SendMessageParams{ChatID: alice, Text: "<b>卡</b>", ParseMode: "HTML", ReplyMarkup: keyboard("好", "ok")}); err != nil {
		t.Fatal(err)
	}
	state := p.state(t)
	for want, path := range map[any][]any{
		"huiwu_bot":                 {"bot", "username"},
		"2026-11-23T09:00:00+08:00": {"clock", "now"},
		"2026-11-23T10:30:00+08:00": {"clock", "next"},
		"Asia/Shanghai":             {"zone"},
		"Alice Wang":                {"phones", 0, "name"},
		"Organiser":                 {"phones", 0, "label"},
		"private":                   {"phones", 0, "chats", 0, "kind"},
		"会务":                        {"phones", 0, "chats", 0, "title"},
		1.0:                         {"phones", 0, "chats", 0, "unread"},
		"/start":                    {"phones", 0, "chats", 0, "messages", 0, "html"},
		"<b>卡</b>":                  {"phones", 0, "chats", 0, "messages", 1, "html"},
		true:                        {"phones", 0, "chats", 0, "messages", 1, "from", "bot"},
		"ok":                        {"phones", 0, "chats", 0, "messages", 1, "buttons", 0, 0, "data"},
		"明天下午三点301":                 {"tips", 0, "text"},
	} {
		if got := dig(t, state, path...); got != want {
			t.Errorf("%v is %v, want %v", path, got, want)
		}
	}
	if phones := dig(t, state, "phones").([]any); len(phones) != 1 {
		t.Errorf("people without a label have no phone on the page: %v", phones)
	}
}

func TestServer_Phones_actions(t *testing.T) {
	t.Parallel()
	p := setupPage(t, emulator.Options{})
	card, err := p.world.client.SendMessage(p.ctx, &bot.SendMessageParams{ChatID: alice, Text: "card", ReplyMarkup: keyboard("好", "ok")})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		path, body string
		status     int
		answer     string
	}{
		{"/api/phones/1001/send", `{"chat":1001,"text":"hi","reply_to":2}`, 200, `{"message_id":3}`},
		{"/api/phones/1001/press", fmt.Sprintf(`{"chat":1001,"message_id":%d,"data":"ok"}`, card.ID), 200, `{"message_id":2}`},
		{"/api/phones/1001/contact", `{"chat":1001}`, 200, `{"message_id":4}`},
		{"/api/phones/1001/start", `{"param":"abc"}`, 200, `{"message_id":5}`},
		{"/api/phones/1001/edit", `{"chat":1001,"message_id":3,"text":"hello"}`, 200, `{"message_id":3}`},
		{"/api/phones/1001/read", `{"chat":1001}`, 200, `{"message_id":0}`},
		{"/api/phones/1001/send", `{"chat":1002,"text":"hi"}`, 400, `{"error":"no such chat on this phone"}`},
		{"/api/phones/1001/send", `{"chat":1001,"text":" "}`, 400, `{"error":"an empty message cannot be sent"}`},
		{"/api/phones/1001/press", `{"chat":1001,"message_id":77,"data":"ok"}`, 400, `{"error":"no such message in this chat"}`},
		{"/api/phones/1001/edit", `{"chat":1001,"message_id":2,"text":"mine"}`, 400, `{"error":"only one's own messages can be edited"}`},
		{"/api/phones/9/send", `{"chat":9,"text":"hi"}`, 404, `{"error":"no such phone"}`},
		{"/api/clock", `{"advance":"15m"}`, 200, `{"clock":{"now":"2026-11-23T09:15:00+08:00","next":null}}`},
		{"/api/clock", `{"advance":"-15m"}`, 400, `{"error":"advance by a duration up to a month, such as \"15m\", or to \"next\""}`},
		{"/api/clock", `{"advance":"next"}`, 400, `{"error":"nothing is planned"}`},
	} {
		if status, answer := p.post(t, step.path, step.body); status != step.status || answer != step.answer {
			t.Errorf("%s %s: %d %s, want %d %s", step.path, step.body, status, answer, step.status, step.answer)
		}
	}
	p.clock.next = p.clock.Now().Add(40 * time.Minute)
	if _, answer := p.post(t, "/api/clock", `{"advance":"next"}`); !strings.Contains(answer, "T09:55:00+08:00") {
		t.Errorf("to the next thing: %s", answer)
	}
}

// A phone in the drawer gets messages and has no place on the page until it is taken out; every page is told then.
func TestServer_Phones_drawer(t *testing.T) {
	t.Parallel()
	p := setupPage(t, emulator.Options{})
	const carol = int64(1003)
	p.AddUser(emulator.User{ID: carol, FirstName: "Carol", Label: "Buyer", Drawer: true})
	if _, err := p.world.client.SendMessage(p.ctx, &bot.SendMessageParams{ChatID: carol, Text: "buy flowers"}); err != nil {
		t.Fatalf("the owner has started the bot long ago: %v", err)
	}
	state := p.state(t)
	if phones, drawer := dig(t, state, "phones").([]any), dig(t, state, "drawer").([]any); len(phones) != 1 || len(drawer) != 1 {
		t.Fatalf("phones %v, drawer %v", phones, drawer)
	}
	for want, key := range map[any]string{float64(carol): "id", "Carol": "name", "Buyer": "label", 1.0: "unread"} {
		if got := dig(t, state, "drawer", 0, key); got != want {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
	}
	seq := dig(t, state, "seq").(float64)
	for range 2 { // from two pages at once
		if status, answer := p.post(t, "/api/phones/1003/take", `{}`); status != http.StatusOK {
			t.Errorf("%d %s", status, answer)
		}
	}
	state = p.state(t)
	if got := dig(t, state, "phones", 1, "name"); got != "Carol" || len(dig(t, state, "drawer").([]any)) != 0 {
		t.Errorf("on the page %v, in the drawer %v", got, dig(t, state, "drawer"))
	}
	if got := dig(t, state, "phones", 1, "chats", 0, "messages", 0, "html"); got != "buy flowers" {
		t.Errorf("what came meanwhile is %v", got)
	}
	if got := dig(t, state, "seq").(float64) - seq; got != 1 {
		t.Errorf("pages are told %v times, want once", got)
	}
	if status, _ := p.post(t, "/api/phones/1002/take", `{}`); status != http.StatusBadRequest {
		t.Errorf("somebody without a phone is shown: %d", status)
	}
}

func TestServer_Phones_photo(t *testing.T) {
	t.Parallel()
	p := setupPage(t, emulator.Options{BasePath: "/demo"})
	lamp := picture(t, 20)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for range 2 {
		part, err := form.CreateFormFile("file", "lamp.png")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(lamp); err != nil {
			t.Fatal(err)
		}
	}
	if err := errorsOf(form.WriteField("chat", "1001"), form.WriteField("caption", "坏了"), form.Close()); err != nil {
		t.Fatal(err)
	}
	if answer := p.request(t, http.MethodPost, "/api/phones/1001/photo", form.FormDataContentType(), &body); answer.StatusCode != http.StatusOK {
		t.Fatalf("HTTP %d", answer.StatusCode)
	}
	chat := dig(t, p.state(t), "phones", 0, "chats", 0, "messages").([]any)
	album := dig(t, chat, 1, "album").([]any)
	if len(chat) != 2 || len(album) != 2 || dig(t, chat, 1, "html") != "坏了" || dig(t, chat, 1, "photo") != album[0] {
		t.Fatalf("an album is shown as one message: %v", chat)
	}
	path, ok := strings.CutPrefix(album[1].(string), "/demo")
	if !ok {
		t.Fatalf("address %v is not below the base path", album[1])
	}
	answer := p.request(t, http.MethodGet, path, "", nil)
	data, err := io.ReadAll(answer.Body)
	if err != nil || !bytes.Equal(data, lamp) || answer.Header.Get("Content-Type") != "image/png" {
		t.Fatalf("picture of %d bytes as %s: %v", len(data), answer.Header.Get("Content-Type"), err)
	}
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestServer_Phones_events(t *testing.T) {
	t.Parallel()
	p := setupPage(t, emulator.Options{})
	seq := dig(t, p.state(t), "seq").(float64)
	card := p.say(t, "between state and stream")
	next := p.stream(t, fmt.Sprintf("/api/events?after=%.0f", seq))
	wantEvent := func(kind string, path []any, want any) {
		t.Helper()
		for e := range next {
			if e["type"] == kind {
				if got := dig(t, e, path...); got != want || e["phone"] != float64(alice) || e["chat"] != float64(alice) {
					t.Fatalf("event %v, want %v at %v", e, want, path)
				}
				return
			}
		}
		t.Fatalf("no %s event", kind)
	}
	wantEvent("message", []any{"message", "html"}, "between state and stream")
	wantEvent("unread", []any{"unread"}, 1.0)
	if _, err := p.world.client.EditMessageText(p.ctx, &bot.EditMessageTextParams{ChatID: alice, MessageID: card.ID, Text: "edited"}); err != nil {
		t.Fatal(err)
	}
	wantEvent("edit", []any{"message", "edited"}, true)
	if _, err := p.world.client.SendChatAction(p.ctx, &bot.SendChatActionParams{ChatID: alice, Action: "typing"}); err != nil {
		t.Fatal(err)
	}
	wantEvent("typing", []any{"action"}, "typing")
	p.alice.Press(card.ID, "x")
	if _, err := p.world.client.AnswerCallbackQuery(p.ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: p.newest(t).CallbackQuery.ID, Text: "好"}); err != nil {
		t.Fatal(err)
	}
	wantEvent("answer", []any{"answer", "text"}, "好")
	if _, err := p.world.client.PinChatMessage(p.ctx, &bot.PinChatMessageParams{ChatID: alice, MessageID: card.ID}); err != nil {
		t.Fatal(err)
	}
	wantEvent("pin", []any{"message_id"}, float64(card.ID))
	if _, err := p.world.client.DeleteMessage(p.ctx, &bot.DeleteMessageParams{ChatID: alice, MessageID: card.ID}); err != nil {
		t.Fatal(err)
	}
	wantEvent("delete", []any{"message_id"}, float64(card.ID))
	p.post(t, "/api/clock", `{"advance":"1h"}`)
	for e := range next {
		if e["type"] == "clock" {
			if got := dig(t, e, "clock", "now"); got != "2026-11-23T10:00:00+08:00" {
				t.Fatalf("clock %v", got)
			}
			break
		}
	}
	if e := <-p.stream(t, "/api/events?after=123456"); e["type"] != "reset" {
		t.Fatalf("events that never were: %v", e)
	}
}

// stream reads an event stream until the test ends.
func (p *page) stream(t *testing.T, path string) <-chan map[string]any {
	t.Helper()
	answer := p.request(t, http.MethodGet, path, "", nil)
	events := make(chan map[string]any)
	ctx, cancel := context.WithCancel(p.ctx)
	t.Cleanup(cancel)
	go func() {
		defer close(events)
		lines := bufio.NewScanner(answer.Body)
		for lines.Scan() {
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			var e map[string]any
			if !ok || json.Unmarshal([]byte(data), &e) != nil {
				continue
			}
			select {
			case events <- e:
			case <-ctx.Done():
				return
			}
		}
	}()
	return events
}

func TestServer_Phones_guard(t *testing.T) {
	t.Parallel()
	p := setupPage(t, emulator.Options{AllowedHosts: []string{"demo.example"}})
	for name, c := range map[string]struct {
		host, origin string
		want         int
	}{
		"own page":       {"127.0.0.1:8080", "http://127.0.0.1:8080", 200},
		"no origin":      {"localhost:8080", "", 200},
		"IPv6":           {"[::1]:8080", "", 200},
		"configured":     {"demo.example", "https://demo.example", 200},
		"another site":   {"127.0.0.1:8080", "https://evil.example", 403},
		"another port":   {"127.0.0.1:8080", "http://127.0.0.1:9090", 403},
		"rebound name":   {"evil.example", "", 403},
		"opaque origin":  {"127.0.0.1:8080", "null", 403},
		"name of a kind": {"localhost.evil.example:80", "", 403},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/api/phones/1001/read", strings.NewReader(`{"chat":1001}`))
			r.Host = c.host
			if c.origin != "" {
				r.Header.Set("Origin", c.origin)
			}
			w := httptest.NewRecorder()
			p.Phones().ServeHTTP(w, r)
			if w.Code != c.want {
				t.Fatalf("HTTP %d, want %d", w.Code, c.want)
			}
		})
	}
}

func TestServer_Phones_page(t *testing.T) {
	t.Parallel()
	p := setupPage(t, emulator.Options{})
	answer := p.request(t, http.MethodGet, "/", "", nil)
	if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		t.Fatalf("HTTP %d %s", answer.StatusCode, answer.Header.Get("Content-Type"))
	}
	html, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	assets := regexp.MustCompile(`"(static/[^"]+)"`).FindAllStringSubmatch(string(html), -1)
	if len(assets) == 0 {
		t.Fatalf("the page names no assets: %s", html)
	}
	for _, asset := range assets {
		if answer := p.request(t, http.MethodGet, "/"+asset[1], "", nil); answer.StatusCode != http.StatusOK {
			t.Errorf("%s: HTTP %d", asset[1], answer.StatusCode)
		}
	}
}
