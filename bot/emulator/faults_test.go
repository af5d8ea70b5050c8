package emulator_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huiwu/bot/emulator"
)

func (w *world) trySay(text string, chat int64) error {
	_, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: chat, Text: text})
	return err
}

// standing is a clock on which nothing ever refills, however slow the machine.
func standing() time.Time { return time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC) }

func TestServer_LimitRates(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rates emulator.Rates
		chats []int64 // sent to in turn; the last is one too many
		retry int
	}{
		"private chat": {emulator.Rates{PrivateChat: 1, PrivateBurst: 2}, []int64{alice, bob, alice, alice}, 1},
		"group":        {emulator.Rates{Group: 2}, []int64{-1, alice, -1, -1}, 30},
		"over all":     {emulator.Rates{Global: 3}, []int64{alice, bob, -1, alice}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := setup(t, emulator.Options{RatesNow: standing})
			w.bob.Start("")
			group := w.AddGroup("组", alice, bob)
			w.LimitRates(c.rates)
			var err error
			for i, chat := range c.chats {
				if chat < 0 {
					chat = group
				}
				if err = w.trySay("x", chat); err != nil && i < len(c.chats)-1 {
					t.Fatalf("message %d: %v", i, err)
				}
			}
			var limited *bot.TooManyRequestsError
			if !errors.As(err, &limited) || limited.RetryAfter != c.retry {
				t.Fatalf("the last: %v, want retry after %d", err, c.retry)
			}
		})
	}
}

func TestServer_LimitRates_whatCounts(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{RatesNow: standing})
	card := w.say(t, "card")
	w.alice.Press(card.ID, "x")
	q := w.newest(t).CallbackQuery
	w.LimitRates(emulator.Rates{PrivateChat: 1})
	if _, err := w.client.EditMessageText(w.ctx, &bot.EditMessageTextParams{ChatID: alice, MessageID: card.ID, Text: "edited"}); err != nil {
		t.Fatal(err)
	}
	e, answer := w.call(t, "sendMessage?chat_id=1001&text=x", "", "")
	if e.ErrorCode != 429 || e.Parameters.RetryAfter != 1 || answer.Header.Get("Retry-After") != "1" || e.Description != "Too Many Requests: retry after 1" {
		t.Fatalf("an edit spends too: %+v", e)
	}
	if _, err := w.client.AnswerCallbackQuery(w.ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: q.ID}); err != nil {
		t.Fatalf("answers are free: %v", err)
	}
	w.LimitRates(emulator.Rates{})
	if err := w.trySay("free again", alice); err != nil {
		t.Fatal(err)
	}
}

func TestServer_Fail(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	w.Fail(emulator.Fault{Method: "sendMessage", Code: 403, Description: "Forbidden: user is deactivated", Times: 2})
	for range 2 {
		wantError(t, w.trySay("x", alice), bot.ErrorForbidden, "user is deactivated")
	}
	w.Fail(emulator.Fault{Code: 429, Description: "Too Many Requests: retry after 9", RetryAfter: 9})
	var limited *bot.TooManyRequestsError
	if err := w.trySay("x", alice); !errors.As(err, &limited) || limited.RetryAfter != 9 {
		t.Fatalf("error %v", err)
	}
	if len(w.alice.Messages()) != 1 {
		t.Fatalf("failed messages were delivered: %+v", w.alice.Messages())
	}
	w.Fail(emulator.Fault{Method: "sendMessage", DeliverFirst: true, CloseConnection: true})
	if err := w.trySay("lost answer", alice); err == nil {
		t.Fatal("the answer came")
	}
	if got := w.last(t).Text; got != "lost answer" {
		t.Fatalf("the message was not delivered, last is %q", got)
	}
	if err := w.trySay("well again", alice); err != nil {
		t.Fatal(err)
	}
	sends := 0
	for _, call := range w.Calls() {
		if call.Method == "sendMessage" {
			sends++
		}
	}
	last := w.Calls()[len(w.Calls())-1]
	if sends != 5 || last.Code != http.StatusOK || last.ChatID != alice || last.MessageID != 3 || last.Fields["text"] != "well again" {
		t.Fatalf("%d sends, last call %+v", sends, last)
	}
}

func TestServer_Stall(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	stall := w.Stall("sendMessage")
	done := make(chan error, 1)
	go func() { done <- w.trySay("slow", alice) }()
	if err := stall.WaitHeld(w.ctx, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := w.client.GetMe(w.ctx); err != nil || len(w.alice.Messages()) != 1 {
		t.Fatalf("other methods hang too (%v), or the message came", err)
	}
	stall.Release()
	stall.Release()
	if err := <-done; err != nil || w.last(t).Text != "slow" {
		t.Fatalf("after the release: %v, %+v", err, w.last(t))
	}
	ctx, cancel := context.WithCancel(w.ctx)
	held := w.Stall("")
	go func() {
		_, err := w.client.SendMessage(ctx, &bot.SendMessageParams{ChatID: alice, Text: "given up"})
		done <- err
	}()
	if err := held.WaitHeld(w.ctx, 1); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if got := w.last(t).Text; got != "slow" {
		t.Fatalf("a request given up while held was carried out: %q", got)
	}
}

func TestServer_Block(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	w.Block(alice, true)
	wantError(t, w.trySay("x", alice), bot.ErrorForbidden, "bot was blocked by the user")
	if u := w.newest(t).MyChatMember; u == nil || u.NewChatMember.Type != models.ChatMemberTypeBanned || u.From.ID != alice {
		t.Fatalf("the bot is told %+v", u)
	}
	w.Block(alice, false)
	if err := w.trySay("x", alice); err != nil {
		t.Fatal(err)
	}
}

func TestServer_LimitRates_refills(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	w := setup(t, emulator.Options{RatesNow: func() time.Time { return now }})
	w.LimitRates(emulator.TelegramRates())
	for range 5 {
		w.say(t, "burst")
	}
	for range 3 {
		if err := w.trySay("x", alice); !bot.IsTooManyRequestsError(err) {
			t.Fatalf("beyond the burst: %v", err)
		}
		now = now.Add(time.Second)
		w.say(t, "a second later")
	}
}

func TestServer_Close_endsPolls(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	w.updates(t, fmt.Sprintf("offset=%d", w.updates(t, "")[0].ID+1))
	ended := make(chan int, 1)
	go func() {
		_, e := w.fetch(t, "timeout=50")
		ended <- e.ErrorCode
	}()
	w.waitPolls(t, 3)
	w.Close()
	select {
	case code := <-ended:
		if code != http.StatusInternalServerError {
			t.Fatalf("the poll ended with %d", code)
		}
	case <-w.ctx.Done():
		t.Fatal("the poll outlived the server")
	}
}

func TestServer_OnCall(t *testing.T) {
	t.Parallel()
	seen := make(chan emulator.Call, 10)
	w := setup(t, emulator.Options{OnCall: func(c emulator.Call) { seen <- c }})
	w.say(t, "x")
	if me, send := <-seen, <-seen; me.Method != "getMe" || send.Method != "sendMessage" || send.MessageID != 2 {
		t.Fatalf("calls %+v, %+v", me, send)
	}
	call, err := w.WaitCall(w.ctx, func(c emulator.Call) bool { return c.Method == "sendMessage" })
	if err != nil || call.Fields["text"] != "x" {
		t.Fatalf("call %+v, %v", call, err)
	}
}
