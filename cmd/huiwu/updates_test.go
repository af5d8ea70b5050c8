package main

import (
	"context"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiwu/bot/emulator"
	"huiwu/conference"
	"huiwu/storage"
	"huiwu/storage/plan"
	"huiwu/storage/storagetest"
)

func TestUpdates_ListAndReplay(t *testing.T) {
	t.Parallel()
	database, redis := storagetest.Postgres(t, storage.Migrate), storagetest.Redis(t)
	telegram := emulator.New(emulator.Options{})
	api := httptest.NewServer(telegram.API())
	t.Cleanup(api.Close)
	t.Cleanup(telegram.Close)
	ann := telegram.AddUser(emulator.User{ID: 7, FirstName: "Ann", LanguageCode: "en"})
	ann.Start("")

	store, err := storage.Open(t.Context(), storage.Options{DatabaseURL: database, RedisURL: redis, Settings: conference.DefaultSettings(time.UTC, plan.Default())})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	help := `{"update_id":50,"message":{"message_id":9,"date":1,"chat":{"id":7,"type":"private"},"from":{"id":7,"first_name":"Ann","language_code":"en"},"text":"/help 13900001111","entities":[{"type":"bot_command","offset":0,"length":5}]}}`
	for id, raw := range map[int64]string{50: help, 51: "broken"} {
		if err := store.SetAside(t.Context(), id, []byte(raw), "panic: a bug\nmain.go:1", time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	settings := []string{"--database-url=" + database, "--redis-url=" + redis, "--data-dir=" + t.TempDir()}
	serving := append([]string{"--telegram-token=" + telegram.Token(), "--telegram-api-url=" + api.URL}, settings...)

	code, out, failed := command(t, "", append([]string{"updates", "list"}, settings...)...)
	row := regexp.MustCompile(`(?m)^50 .* 1 +message from 7: /help … +panic: a bug$`)
	if code != 0 || !row.MatchString(out) || !strings.Contains(out, "no update") || strings.Contains(out, "13900001111") {
		t.Errorf("list: exit code %d\n%s%s", code, out, failed)
	}
	code, out, failed = command(t, "", append([]string{"updates", "replay"}, serving...)...)
	if code != 1 || !strings.Contains(out, "50 handled") || !strings.Contains(failed, "update 51") {
		t.Errorf("replay: exit code %d\n%s%s", code, out, failed)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if _, err := ann.WaitMessage(ctx, func(m emulator.Message) bool { return m.FromBot }); err != nil {
		t.Errorf("what was set aside is still not answered: %v", err)
	}
	code, out, _ = command(t, "", append([]string{"updates", "list"}, settings...)...)
	if code != 0 || strings.Contains(out, "message from 7") || !strings.Contains(out, "51 ") {
		t.Errorf("afterwards the list is, exit code %d\n%s", code, out)
	}
	if code, _, failed = command(t, "", append(append([]string{"updates", "replay"}, serving...), "50")...); code != 1 || !strings.Contains(failed, "not set aside") {
		t.Errorf("once more: exit code %d, %s", code, failed)
	}
}
