package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huiwu/bot/emulator"
	"huiwu/conference"
	"huiwu/storage"
	"huiwu/storage/plan"
	"huiwu/storage/storagetest"
)

// The log of a day with troubles tells an operator what went wrong, and holds neither the token, nor anybody's phone
// number, nor what people said and for whom they booked.
func TestOffice_LogHoldsNoSecrets(t *testing.T) {
	t.Parallel()
	telegram := emulator.New(emulator.Options{})
	api := httptest.NewServer(telegram.API())
	t.Cleanup(api.Close)
	t.Cleanup(telegram.Close)
	rules := conference.DefaultSettings(time.UTC, plan.Default())
	store, err := storage.Open(t.Context(), storage.Options{DatabaseURL: storagetest.Postgres(t, storage.Migrate), RedisURL: storagetest.Redis(t), Settings: rules})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	now := time.Now().UTC()
	_, err = store.Import(t.Context(), now, []conference.Room{{Number: "301", Class: conference.ClassA, Seats: 30}},
		[]conference.Person{{Name: "李敏", Phone: "8613900007777", Department: "D", Roles: []conference.Role{conference.RoleStaff}, Language: "zh-CN"}})
	if err != nil {
		t.Fatal(err)
	}
	var log lockedBuffer
	settings := botSettings{Token: secret(telegram.Token()), APIURL: api.URL, Listen: "127.0.0.1:0", Language: "zh-CN", Mode: "polling"}
	o, err := newOffice(t.Context(), settings, store, rules, func() time.Time { return time.Now().UTC() },
		slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- o.run(ctx) }()
	defer func() {
		stop()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		o.bot.Close()
	}()

	ann := telegram.AddUser(emulator.User{ID: 7, FirstName: "Ann", Phone: "8613900007777", LanguageCode: "zh-hans"})
	ann.Start("")
	reads := func(words string) {
		t.Helper()
		waiting, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if _, err := ann.WaitMessage(waiting, func(m emulator.Message) bool { return m.FromBot && strings.Contains(m.Text, words) }); err != nil {
			t.Fatalf("no %q: %v\n%s", words, err, log.String())
		}
	}
	reads("登记")
	ann.ShareContact()
	reads("登记好了")
	telegram.Fail(emulator.Fault{Method: "sendmessage", Code: 502, Description: "Bad Gateway", Times: 2})
	telegram.Fail(emulator.Fault{Method: "sendmessage", CloseConnection: true})
	ann.Send("明天下午三点到四点301开会20人 首长专题会")
	reads("首长专题会")
	if err := telegram.Inject([]byte(`{"message":{"text":"首长专题会 13900007777"},"poll":7}`)); err != nil {
		t.Fatal(err)
	}
	telegram.Fail(emulator.Fault{Method: "sendmessage", Code: 400, Description: "Bad Request: nonsense"})
	ann.Send("/help")
	waitUntil(t, "the refusal is in the log", func() bool { return strings.Contains(log.String(), "nonsense") })
	_, bare, _ := strings.Cut(telegram.Token(), ":")
	for what, secret := range map[string]string{"the token": bare, "a phone number": "13900007777", "what was said": "首长", "a name": "李敏"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%s stands in the log:\n%s", what, log.String())
		}
	}
}
