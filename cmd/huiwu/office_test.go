package main

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
	"huiwu/scheduler"
	"huiwu/storage"
	"huiwu/storage/plan"
	"huiwu/storage/storagetest"
)

// heard is a queue that remembers.
type heard struct {
	mu sync.Mutex
	ds []conference.Delivery
}

// Enqueue implements storage.Queue.
func (h *heard) Enqueue(_ context.Context, _ pgx.Tx, ds []conference.Delivery) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ds = append(h.ds, ds...)
	return nil
}

// Whoever looks at a board has it brought up to date each minute, in passing: a clock that is moved does not stop there.
func TestSchedules_Boards(t *testing.T) {
	t.Parallel()
	store, err := storage.Open(t.Context(), storage.Options{DatabaseURL: storagetest.Postgres(t, storage.Migrate), RedisURL: storagetest.Redis(t),
		Settings: conference.DefaultSettings(time.UTC, plan.Default())})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	_, err = store.Import(t.Context(), now, nil, []conference.Person{{Name: "孙主管", Phone: "8613900000001", Roles: []conference.Role{conference.RoleSupervisor}}})
	if err != nil {
		t.Fatal(err)
	}
	chief, err := store.LinkByContact(t.Context(), conference.Change{Now: now}, 7, "8613900000001")
	if err != nil {
		t.Fatal(err)
	}
	queue := new(heard)
	store.SetQueue(queue)
	all := schedules(store, time.UTC)
	i := slices.IndexFunc(all, func(s scheduler.Schedule) bool { return s.Name == "boards" })
	if i < 0 || !all[i].Passing || all[i].Spec != "* * * * *" {
		t.Fatalf("the boards' schedule: %d", i)
	}
	for range 2 {
		if err := all[i].Do(t.Context(), now.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if err := store.LookAtBoard(t.Context(), chief.ID, now); err != nil {
			t.Fatal(err)
		}
	}
	want := conference.Subject{Kind: conference.SubjectBoard, ID: conference.TheBoard}
	if len(queue.ds) != 1 || queue.ds[0].Subject != want || queue.ds[0].To.Person != chief.ID || queue.ds[0].Ping {
		t.Errorf("deliveries %+v", queue.ds)
	}
}
