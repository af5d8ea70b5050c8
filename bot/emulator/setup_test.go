package emulator_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"go.uber.org/goleak"

	"huiwu/bot/emulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	alice = int64(1001) // has started the bot
	bob   = int64(1002) // has not
)

// world is a server with two people, and the real client talking to it.
type world struct {
	*emulator.Server
	url    string
	client *bot.Bot
	alice  *emulator.Phone
	bob    *emulator.Phone
	ctx    context.Context
}

func setup(t *testing.T, o emulator.Options) *world {
	t.Helper()
	s := emulator.New(o)
	web := httptest.NewServer(s.API())
	transport := &http.Transport{}
	t.Cleanup(func() {
		s.Close()
		web.Close()
		transport.CloseIdleConnections()
	})
	client, err := bot.New(s.Token(), bot.WithServerURL(web.URL), bot.WithHTTPClient(time.Minute, &http.Client{Transport: transport}))
	if err != nil {
		t.Fatalf("the client does not start: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	w := &world{Server: s, url: web.URL, client: client, ctx: ctx}
	w.alice = s.AddUser(emulator.User{ID: alice, FirstName: "Alice", LastName: "Wang", Phone: "8613800000001", LanguageCode: "zh-hans", Label: "Organiser"})
	w.bob = s.AddUser(emulator.User{ID: bob, FirstName: "Bob", Phone: "8613800000002", LanguageCode: "en"})
	w.alice.Start("")
	return w
}

func (w *world) say(t *testing.T, text string) *models.Message {
	t.Helper()
	m, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: alice, Text: text})
	if err != nil {
		t.Fatalf("sendMessage: %v", err)
	}
	return m
}

// updates fetches what waits, confirming all before offset.
func (w *world) updates(t *testing.T, query string) []models.Update {
	t.Helper()
	updates, answer := w.fetch(t, query)
	if !answer.OK {
		t.Fatalf("getUpdates?%s: %s", query, answer.Description)
	}
	return updates
}

func wantError(t *testing.T, err error, is error, text string) {
	t.Helper()
	if !errors.Is(err, is) || !strings.HasSuffix(err.Error(), text) {
		t.Fatalf("error %v, want %v: %s", err, is, text)
	}
}
