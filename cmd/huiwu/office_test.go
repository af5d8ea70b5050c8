package main

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
	"huiwu/storage"
	"huiwu/storage/plan"
	"huiwu/storage/storagetest"
)

// A running office takes up a plan that is imported beside it, and keeps the one it has when it cannot read the next.
func TestOffice_refreshPlans(t *testing.T) {
	t.Parallel()
	database, redis := storagetest.Postgres(t, storage.Migrate), storagetest.Redis(t)
	open := func() *storage.Store {
		store, err := storage.Open(t.Context(), storage.Options{DatabaseURL: database, RedisURL: redis, Settings: conference.DefaultSettings(time.UTC, plan.Default())})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(store.Close)
		return store
	}
	importer := open()
	var log lockedBuffer
	o := &office{store: open(), log: slog.New(slog.NewTextHandler(&log, nil))}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { o.refreshPlans(ctx, 5*time.Millisecond); close(ended) }()
	rounds := func() time.Duration {
		task, _ := o.store.Plan().Task("rounds")
		return task.Every
	}
	imports := func(text string) {
		if _, err := importer.ImportPlan(t.Context(), time.Now(), text); err != nil {
			t.Fatal(err)
		}
	}
	if rounds() != 15*time.Minute {
		t.Fatalf("rounds every %v before anything was imported", rounds())
	}
	imports(strings.ReplaceAll(plan.DefaultText, "every: 15m", "every: 20m"))
	waitUntil(t, "the plan is taken up", func() bool { return rounds() == 20*time.Minute })
	imports(strings.ReplaceAll(plan.DefaultText, "every: 15m", "every: 25m"))
	waitUntil(t, "the next one too", func() bool { return rounds() == 25*time.Minute })
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())                                                                                          //nolint:errcheck // nothing to lose
	if _, err := conn.Exec(t.Context(), `INSERT INTO plans (at, body) VALUES (now(), 'levels: [{level: gigantic}]')`); err != nil { // as a newer version would
		t.Fatal(err)
	}
	waitUntil(t, "an unreadable plan is told", func() bool { return strings.Contains(log.String(), "going on with the one before") })
	if rounds() != 25*time.Minute {
		t.Errorf("rounds every %v after a plan that cannot be read", rounds())
	}
	cancel()
	<-ended
	if n := strings.Count(log.String(), "going on with the one before"); n != 1 {
		t.Errorf("told %d times", n)
	}
	if !strings.Contains(log.String(), "service plan taken up") {
		t.Errorf("nothing is said of it: %s", log.String())
	}
}
