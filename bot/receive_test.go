package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	telegram "github.com/go-telegram/bot"

	"huiwu/bot/emulator"
	"huiwu/conference"
	"huiwu/handlers"
)

// gate holds events of one text until it is opened.
type gate struct {
	text    string
	entered chan struct{}
	open    chan struct{}
}

func newGate(text string) *gate {
	return &gate{text: text, entered: make(chan struct{}, 10), open: make(chan struct{})}
}

func (g *gate) answer(ctx context.Context, e handlers.Event) (handlers.Reply, error) {
	if e.Text == g.text {
		g.entered <- struct{}{}
		select {
		case <-g.open:
		case <-ctx.Done():
			return handlers.Reply{}, ctx.Err()
		}
	}
	return echo(ctx, e)
}

func TestRun_OnePersonInOrderOthersMeanwhile(t *testing.T) {
	t.Parallel()
	w := setup(t)
	g := newGate("slow")
	w.talk.answer = g.answer
	w.run(w.bot(func(o *Options) { o.Flood.Burst = 1000 }))

	w.ann.Send("slow")
	<-g.entered
	w.ann.Send("then")
	for i := range 80 {
		w.ben.Send(fmt.Sprint("n", i))
		if i%20 == 19 {
			w.sees(w.ben, fmt.Sprint("re: n", i))
		}
	}
	if got := texts(w.ann); len(got) != 0 {
		t.Fatalf("Ann's second message overtook her first: %v", got)
	}
	close(g.open)
	w.sees(w.ann, "re: then")
	if got := texts(w.ann); !slices.Equal(got, []string{"re: slow", "re: then"}) {
		t.Errorf("Ann's answers out of order: %v", got)
	}
	var want []string
	for i := range 80 {
		want = append(want, fmt.Sprint("re: n", i))
	}
	if got := texts(w.ben); !slices.Equal(got, want) {
		t.Errorf("Ben's answers out of order: %v", got)
	}
}

func TestRun_WhatWasNotHandledComesAgain(t *testing.T) {
	t.Parallel()
	w := setup(t)
	g := newGate("b")
	w.talk.answer = g.answer
	stop := w.run(w.bot(func(o *Options) { o.DrainTimeout = 10 * time.Millisecond }))
	w.ann.Send("a")
	w.sees(w.ann, "re: a")
	w.ann.Send("b")
	w.ann.Send("c")
	<-g.entered
	w.ben.Send("d")
	w.sees(w.ben, "re: d")
	stop() // in the middle of b, before c

	second := &talk{answer: echo}
	w.talk = second
	w.run(w.bot())
	w.sees(w.ann, "re: c")
	w.until("d again", func() bool { return len(second.seen()) == 3 })
	var got []string
	for _, e := range second.seen() {
		got = append(got, e.Text)
	}
	slices.Sort(got)
	if !slices.Equal(got, []string{"b", "c", "d"}) {
		t.Errorf("the second bot was given %v, want b and c, which were not handled, and d, which stands behind them", got)
	}
}

func TestRun_ConfirmsWhatIsHandled(t *testing.T) {
	t.Parallel()
	w := setup(t)
	stop := w.run(w.bot())
	w.ann.Send("a")
	w.sees(w.ann, "re: a")
	stop()
	left, err := w.bot().client.updates(w.ctx, updatesRequest{})
	if err != nil || len(left) != 0 {
		t.Errorf("left with Telegram after a clean stop: %s, %v", left, err)
	}
}

func TestRun_NoBusyLoopWhileOneIsSlow(t *testing.T) {
	t.Parallel()
	w := setup(t)
	g := newGate("slow")
	w.talk.answer = g.answer
	w.run(w.bot())
	w.ann.Send("slow")
	<-g.entered
	started, polls := time.Now(), w.calls("getUpdates", 200)
	w.until("six more polls", func() bool { return w.calls("getUpdates", 200) >= polls+6 })
	if took := time.Since(started); took < 12*knownPause {
		t.Errorf("six polls within %v", took)
	}
	close(g.open)
	w.sees(w.ann, "re: slow")
}

func TestWindow(t *testing.T) {
	t.Parallel()
	w := newWindow()
	step := func(what string, want int64) {
		t.Helper()
		if got := w.offset(); got != want {
			t.Errorf("%s: offset %d, want %d", what, got, want)
		}
	}
	step("nothing given yet", 0)
	for id := range int64(3) {
		if !w.admit(5+id) || w.admit(5+id) {
			t.Errorf("update %d is not new once", 5+id)
		}
	}
	step("three in hand", 5)
	w.settle(6)
	step("the middle one done", 5)
	if w.admit(6) {
		t.Error("update 6 is new again while 5 holds its place")
	}
	w.settle(5)
	step("the first two done", 7)
	w.idle()
	w.settle(7)
	step("all done", 8)
	if len(w.done) != 0 {
		t.Errorf("%d ids kept though all are confirmed by asking", len(w.done))
	}
	step("asked again", 8)
	w.idle()
	step("nothing left: ids may count anew", 0)
	w.admit(3)
	step("a smaller id", 3)
}

func TestRun_UnreadableUpdatesAreSetAside(t *testing.T) {
	t.Parallel()
	w := setup(t)
	for _, raw := range []string{
		`{"update_id":100000001,"message":{"message_id":"one"}}`,
		`{"update_id":100000002,"teleportation":{"to":"moon"}}`,
		`{"update_id":100000003,"message":7}`,
	} {
		if err := w.Inject(json.RawMessage(raw)); err != nil {
			t.Fatal(err)
		}
	}
	w.ann.Send("still there")
	stop := w.run(w.bot())
	w.sees(w.ann, "re: still there")
	w.until("three set aside", func() bool { return len(w.store.aside()) == 3 })
	stop()
	left, err := w.bot().client.updates(w.ctx, updatesRequest{})
	if err != nil || len(left) != 0 {
		t.Errorf("left with Telegram: %s, %v", left, err)
	}
}

func TestRun_PanicIsAnsweredAndSetAside(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.talk.answer = func(ctx context.Context, e handlers.Event) (handlers.Reply, error) {
		if e.Text == "boom" || e.Button != nil {
			panic("nil map")
		}
		return echo(ctx, e)
	}
	w.run(w.bot())
	w.ann.Send("boom")
	w.sees(w.ann, "sorry: internal")
	w.ann.Send("next")
	w.sees(w.ann, "re: next")
	if got := texts(w.ann); !slices.Equal(got, []string{"sorry: internal", "re: next"}) {
		t.Errorf("answers %v", got)
	}
	if n := len(w.talk.seen()); n != tries+1 {
		t.Errorf("handled %d times, want %d tries and the next message", n, tries)
	}
	for _, reason := range w.store.aside() {
		if !strings.Contains(reason, "nil map") {
			t.Errorf("set aside for %q", reason)
		}
	}
	if len(w.store.aside()) != 1 {
		t.Errorf("set aside: %v", w.store.aside())
	}
}

func TestRun_UnavailableIsSaidOnceAndTriedUntilItWorks(t *testing.T) {
	t.Parallel()
	w := setup(t)
	failures := 4 // more than an update gets for reasons of its own
	w.talk.answer = func(ctx context.Context, e handlers.Event) (handlers.Reply, error) {
		if failures--; failures >= 0 {
			return handlers.Reply{Messages: []handlers.Message{say(e, "not now")}}, errors.Join(errAway, conference.Refuse(conference.CodeUnavailable))
		}
		return echo(ctx, e)
	}
	w.run(w.bot())
	w.ann.Send("book")
	w.sees(w.ann, "re: book")
	if got := texts(w.ann); !slices.Equal(got, []string{"not now", "re: book"}) {
		t.Errorf("answers %v", got)
	}
	if len(w.store.aside()) != 0 {
		t.Errorf("set aside while the database was away: %v", w.store.aside())
	}
}

func TestRun_TapIsAlwaysAnswered(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.talk.answer = func(_ context.Context, e handlers.Event) (handlers.Reply, error) {
		if e.Button != nil && e.Button.Data == "panic" {
			panic("tap")
		}
		if e.Button != nil {
			return handlers.Reply{}, nil
		}
		m := say(e, "card")
		m.Keyboard = handlers.Keyboard{{{Label: "go", Data: "go"}}}
		return handlers.Reply{Messages: []handlers.Message{m}}, nil
	}
	w.run(w.bot())
	w.ann.Send("card")
	card := w.sees(w.ann, "card")
	for data, want := range map[string]string{"go": "", "panic": "sorry: internal"} {
		got, err := w.ann.Press(card.ID, data).WaitAnswer(w.ctx)
		if err != nil || got.Text != want {
			t.Errorf("press %q answered %q, %v; want %q", data, got.Text, err, want)
		}
	}
	e := w.talk.seen()[1]
	if e.Button.MessageID != card.ID || e.Chat.ID != ann || !e.Chat.Private || e.From.ID != ann {
		t.Errorf("tap %+v", e)
	}
}

func TestRun_PollingRecovers(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"server error":     {Method: "getupdates", Code: 502, Description: "Bad Gateway", Times: 2},
		"lost connection":  {Method: "getupdates", CloseConnection: true},
		"another instance": {Method: "getupdates", Code: 409, Description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"},
		"too many":         {Method: "getupdates", Code: 429, Description: "Too Many Requests: retry after 1", RetryAfter: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			w.Fail(fault)
			w.run(w.bot())
			w.ann.Send("hello")
			w.sees(w.ann, "re: hello")
		})
	}
	t.Run("webhook left behind", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		b := w.bot()
		if _, err := b.client.SetWebhook(w.ctx, &telegram.SetWebhookParams{URL: "http://127.0.0.1:1/gone"}); err != nil {
			t.Fatal(err)
		}
		w.run(b)
		w.ann.Send("hello")
		w.sees(w.ann, "re: hello")
	})
	t.Run("token revoked", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		w.Fail(emulator.Fault{Method: "getupdates", Code: 401, Description: "Unauthorized"})
		w.run(w.bot())
		w.until("said so", func() bool { return strings.Contains(w.log.String(), "does not accept the token") })
	})
}

func TestRun_FloodIsToldOnceThenIgnored(t *testing.T) {
	t.Parallel()
	w := setup(t)
	stop := w.run(w.bot(func(o *Options) { o.Flood = Flood{Burst: 5, Refill: time.Hour, Ignore: time.Hour} }))
	for i := range 50 {
		w.ann.Send(fmt.Sprint(i))
	}
	w.ben.Send("hello")
	w.sees(w.ben, "re: hello")
	w.sees(w.ann, "sorry: flood_slow")
	stop()
	if got := texts(w.ann); len(got) != 6 {
		t.Errorf("Ann was answered %v, want five answers and one word about the rest", got)
	}
	if left, err := w.bot().client.updates(w.ctx, updatesRequest{}); err != nil || len(left) != 0 {
		t.Errorf("left with Telegram: %d, %v", len(left), err)
	}
}

func TestRun_BlockedAndUnblocked(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.store.link(7, ann)
	w.run(w.bot())
	w.ann.Send("hello")
	w.sees(w.ann, "re: hello")
	unreachable := func() bool { p, _ := w.store.Person(w.ctx, 7); return p.Unreachable }
	w.Block(ann, true)
	w.until("unreachable", unreachable)
	w.Block(ann, false)
	w.until("reachable", func() bool { return !unreachable() })
}

func TestRun_DialogCardIsReported(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.talk.answer = func(_ context.Context, e handlers.Event) (handlers.Reply, error) {
		m := say(e, "draft")
		m.DialogCard = true
		return handlers.Reply{Messages: []handlers.Message{m}}, nil
	}
	w.run(w.bot())
	w.ann.Send("x")
	card := w.sees(w.ann, "draft")
	w.until("Sent", func() bool {
		w.talk.mu.Lock()
		defer w.talk.mu.Unlock()
		return len(w.talk.sent) == 1 && w.talk.sent[w.talk.events[0].UpdateID] == card.ID
	})
}

func TestRun_Menus(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.talk.answer = func(ctx context.Context, e handlers.Event) (handlers.Reply, error) {
		p, _ := w.store.PersonByTelegram(ctx, e.From.ID)
		return handlers.Reply{Messages: []handlers.Message{say(e, "re: "+e.Text)}, From: p}, nil
	}
	w.run(w.bot())
	w.ann.Send("hello")
	w.sees(w.ann, "re: hello")
	w.until("a stranger's menu in Chinese", func() bool { c := w.ann.Commands(); return len(c) == 1 && c[0].Description == "开始" })
	w.store.link(7, ann)
	w.ann.Send("again")
	w.until("own menu", func() bool { c := w.ann.Commands(); return len(c) == 1 && c[0].Description == "for person 7" })
	w.ann.Send("third")
	w.sees(w.ann, "re: third")
	w.store.mu.Lock()
	delete(w.store.people, 7)
	w.store.mu.Unlock()
	w.ann.Send("fourth")
	w.until("menu gone", func() bool { c := w.ann.Commands(); return len(c) == 1 && c[0].Command == "start" })
	if n := w.calls("setMyDescription", 200); n == 0 {
		t.Error("an empty chat does not say what the bot is for")
	}
	if n := w.calls("setMyCommands", 200); n != 3 {
		t.Errorf("commands set %d times, want 2 languages and one person, once each", n)
	}
}

func TestDispatcher_RoomIsBounded(t *testing.T) {
	t.Parallel()
	begun, release := make(chan struct{}, 2), make(chan struct{})
	d := newDispatcher(2, func(context.Context, *update) bool {
		begun <- struct{}{}
		<-release
		return true
	})
	var tickets []*ticket
	for id := range int64(2) {
		ticket, err := d.submit(t.Context(), &update{id: id, person: 1})
		if err != nil {
			t.Fatal(err)
		}
		tickets = append(tickets, ticket)
	}
	if again, err := d.submit(t.Context(), &update{id: 1, person: 1}); err != nil || again != tickets[1] {
		t.Errorf("the same update got another ticket: %v, %v", again, err)
	}
	full, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := d.submit(full, &update{id: 3, person: 2}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("submit to a full house: %v", err)
	}
	<-begun
	var drained sync.WaitGroup
	drained.Go(func() { d.drain(t.Context()) })
	<-d.stop
	close(release)
	drained.Wait()
	<-tickets[0].done
	<-tickets[1].done
	if !tickets[0].handled || tickets[1].handled {
		t.Errorf("handled %v, %v; want the one in hand and not the one that waited", tickets[0].handled, tickets[1].handled)
	}
	if _, err := d.submit(t.Context(), &update{id: 4}); !errors.Is(err, errStopping) {
		t.Errorf("submit after the drain: %v", err)
	}
}

func TestUsername(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.Fail(emulator.Fault{Method: "getme", Code: 500})
	b := w.bot()
	name, err := Username(w.ctx, w.url, w.Token(), b.log)
	if err != nil || name != "huiwu_bot" {
		t.Errorf("Username: %q, %v", name, err)
	}
	_, err = Username(w.ctx, w.url, "1:wrong", b.log)
	if err == nil || strings.Contains(err.Error(), "wrong") {
		t.Errorf("wrong token: %v", err)
	}
	if err := b.Ready(w.ctx); err != nil {
		t.Errorf("Ready: %v", err)
	}
}

func TestClient_TokenStaysSecret(t *testing.T) {
	t.Parallel()
	w := setup(t)
	b := w.bot(func(o *Options) { o.APIURL = "http://127.0.0.1:1" })
	secret := strings.SplitN(w.Token(), ":", 2)[1]
	_, polled := b.client.updates(w.ctx, updatesRequest{})
	for name, err := range map[string]error{"getMe": b.Ready(w.ctx), "getUpdates": polled} {
		if err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if strings.Contains(w.log.String(), secret) {
		t.Errorf("token in the log: %s", w.log)
	}
	for name, o := range map[string]Options{
		"token":   {Token: "secret-but-malformed"},
		"address": {Token: "1:abc", APIURL: "ftp://x"},
		"webhook": {Token: "1:abc", WebhookURL: "https://x"},
	} {
		o.Handlers, o.Store = w.talk, w.store
		if _, err := New(o); err == nil || strings.Contains(err.Error(), o.Token) {
			t.Errorf("New with a wrong %s: %v", name, err)
		}
	}
}
