package main

import (
	"context"
	"maps"
	"slices"
	"strings"
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

// nobody takes deliveries and does nothing with them.
type nobody struct{}

func (nobody) Deliver(context.Context, conference.Delivery) error { return nil }

// A standing duty's run makes one task over all replicas, and one that was missed while everything was down is made up
// for once (S115, S116).
func TestSchedules_standingDuties(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("CST", 8*3600)
	database, redis := storagetest.Postgres(t, storage.Migrate), storagetest.Redis(t)
	var mu sync.Mutex
	clock := time.Date(2026, 11, 23, 6, 0, 0, 0, zone) // a Monday; the leaders' offices come at 7:00 on working days
	now := func() time.Time { mu.Lock(); defer mu.Unlock(); return clock }
	var replicas []*scheduler.Scheduler
	var stores []*storage.Store
	for range 3 {
		store, err := storage.Open(t.Context(), storage.Options{DatabaseURL: database, RedisURL: redis, Settings: conference.DefaultSettings(zone, plan.Default()), MaxConns: 5})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(store.Close)
		s, err := scheduler.New(scheduler.Options{Driver: store.QueueDriver(), Begin: store.QueueTx, Due: store, Calendar: store, Deliverer: nobody{}, Zone: zone, Now: now,
			Schedules: func() []scheduler.Schedule { return schedules(store, zone) }})
		if err != nil {
			t.Fatal(err)
		}
		store.SetQueue(s.Queue())
		replicas, stores = append(replicas, s), append(stores, store)
	}
	attendant := conference.Person{Name: "王芳", Phone: "8613900000003", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewMeetingService}
	if _, err := stores[0].Import(t.Context(), now(), nil, []conference.Person{attendant}); err != nil {
		t.Fatal(err)
	}
	tasks := func() []conference.Task {
		all, err := stores[0].TasksFor(t.Context(), conference.Person{ID: 1, Crew: conference.CrewMeetingService})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	tick := func(at time.Time) {
		mu.Lock()
		clock = at
		mu.Unlock()
		var ticking sync.WaitGroup
		for _, s := range replicas {
			ticking.Go(func() {
				for range 3 {
					if err := s.Tick(t.Context()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		ticking.Wait()
	}
	on := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, zone) }
	tick(on(23, 6, 0))
	if n := len(tasks()); n != 0 {
		t.Fatalf("%d tasks before anything was due", n)
	}
	if next, ok, err := replicas[0].Next(t.Context()); err != nil || !ok || !next.Equal(on(23, 7, 0)) {
		t.Errorf("the next thing is at %v %v %v, want 7:00", next, ok, err)
	}
	tick(on(23, 7, 0))
	got := tasks()
	if len(got) != 1 || got[0].Kind != conference.TaskStanding || got[0].Plan != "leaders-offices" || !got[0].DueAt.Equal(on(23, 8, 0)) {
		t.Fatalf("at seven: %+v", got)
	}
	tick(on(27, 18, 0)) // three runs were missed and this one's hour is over: one makes up for them, with an hour from now on
	got = tasks()
	if len(got) != 2 || !got[1].DueAt.Equal(on(27, 19, 0)) || !got[1].CreatedAt.Equal(on(27, 7, 0)) {
		t.Fatalf("after four days away: %d tasks, the last %+v", len(got), got[len(got)-1])
	}
	// Another plan: the duty comes at nine, and at once counts from there.
	text := strings.Replace(plan.DefaultText, `cron: "0 7 * * 1-5"`, `cron: "0 9 * * *"`, 1)
	if _, err := stores[0].ImportPlan(t.Context(), now(), text); err != nil {
		t.Fatal(err)
	}
	for _, s := range stores {
		if _, err := s.RefreshPlan(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	tick(on(28, 8, 0))
	if n := len(tasks()); n != 2 {
		t.Errorf("%d tasks by the plan before, want no new one", n)
	}
	tick(on(28, 9, 0))
	if n := len(tasks()); n != 3 {
		t.Errorf("%d tasks, want the new plan's of nine o'clock", n)
	}
}

func TestSchedules_reports(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("CST", 8*3600)
	store, err := storage.Open(t.Context(), storage.Options{DatabaseURL: storagetest.Postgres(t, storage.Migrate), RedisURL: storagetest.Redis(t),
		Settings: conference.DefaultSettings(zone, plan.Default())})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	at := time.Date(2026, 11, 27, 17, 0, 0, 0, zone)
	want := map[string]struct {
		spec  string
		kind  conference.NoticeKind
		about time.Time
		roles []conference.Role
	}{
		"outlook": {"0 17 * * *", conference.NoticeOutlook, time.Date(2026, 11, 28, 0, 0, 0, 0, zone), []conference.Role{conference.RoleSupervisor, conference.RoleAuthority}},
		"daily":   {"0 7 * * *", conference.NoticeDaily, time.Date(2026, 11, 27, 0, 0, 0, 0, zone), []conference.Role{conference.RoleTeamLeader}},
		"weekly":  {"0 17 * * 5", conference.NoticeWeekly, at, []conference.Role{conference.RoleSupervisor, conference.RoleDepartmentManager}},
	}
	for _, sc := range schedules(store, zone) {
		w, ok := want[sc.Name]
		if !ok {
			continue
		}
		delete(want, sc.Name)
		ds := sc.Deliver(at)
		if sc.Spec != w.spec {
			t.Errorf("%s: at %q, want %q", sc.Name, sc.Spec, w.spec)
		}
		if len(ds) != len(w.roles) {
			t.Errorf("%s: %d deliveries, want %d", sc.Name, len(ds), len(w.roles))
			continue
		}
		for i, d := range ds {
			if d.Kind != w.kind || d.Subject.ID != w.about.Unix() || d.To != (conference.Audience{Role: w.roles[i]}) || d.Lane != conference.LaneBulk {
				t.Errorf("%s: %+v", sc.Name, d)
			}
		}
	}
	if len(want) != 0 {
		t.Errorf("not among the schedules: %v", want)
	}
}

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

// take returns what was heard since the last take.
func (h *heard) take() []conference.Delivery {
	h.mu.Lock()
	defer h.mu.Unlock()
	ds := h.ds
	h.ds = nil
	return ds
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

// After midnight the cards of today's and tomorrow's meetings are brought up to date, each once over all replicas, by
// edits alone.
func TestSchedules_Midnight(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("CST", 8*3600)
	database, redis := storagetest.Postgres(t, storage.Migrate), storagetest.Redis(t)
	var mu sync.Mutex
	clock := time.Date(2026, 11, 23, 22, 0, 0, 0, zone)
	now := func() time.Time { mu.Lock(); defer mu.Unlock(); return clock }
	queue := new(heard)
	var replicas []*scheduler.Scheduler
	var store *storage.Store
	for range 2 {
		var err error
		store, err = storage.Open(t.Context(), storage.Options{DatabaseURL: database, RedisURL: redis, Settings: conference.DefaultSettings(zone, plan.Default()), MaxConns: 5})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(store.Close)
		s, err := scheduler.New(scheduler.Options{Driver: store.QueueDriver(), Begin: store.QueueTx, Due: store, Calendar: store, Deliverer: nobody{}, Zone: zone, Now: now,
			Schedules: func() []scheduler.Schedule { return schedules(store, zone) }})
		if err != nil {
			t.Fatal(err)
		}
		store.SetQueue(queue)
		replicas = append(replicas, s)
	}
	tick := func() {
		var ticking sync.WaitGroup
		for _, s := range replicas {
			ticking.Go(func() {
				if err := s.Tick(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		ticking.Wait()
	}
	rooms := []conference.Room{{Number: "301", Class: conference.ClassA, Seats: 10}, {Number: "302", Class: conference.ClassA, Seats: 10}}
	people := []conference.Person{{Name: "李敏", Phone: "8613900000001", Roles: []conference.Role{conference.RoleStaff}}}
	if _, err := store.Import(t.Context(), now(), rooms, people); err != nil {
		t.Fatal(err)
	}
	who, err := store.LinkByContact(t.Context(), conference.Change{Now: now()}, 7, people[0].Phone)
	if err != nil {
		t.Fatal(err)
	}
	known, err := store.Rooms(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := map[conference.Subject]int{}
	book := func(room int64, start time.Time) conference.Subject {
		b, err := store.Book(t.Context(), conference.Change{Actor: who, Now: now()}, conference.Request{RoomID: room, Title: "会", Start: start, End: start.Add(15 * time.Minute), Headcount: 3})
		if err != nil {
			t.Fatal(err)
		}
		s := conference.Subject{Kind: conference.SubjectBooking, ID: b.ID}
		if _, err := store.SaveCard(t.Context(), s, who.ID, conference.Card{ChatID: 7, MessageID: b.ID, Revision: 1}); err != nil {
			t.Fatal(err)
		}
		return s
	}
	for i := range 60 { // more than go into one transaction
		want[book(known[i%2].ID, time.Date(2026, 11, 24+i%4/2, 9, 0, 0, 0, zone).Add(time.Duration(i/4)*30*time.Minute))] = 1
	}
	book(known[0].ID, time.Date(2026, 11, 26, 9, 0, 0, 0, zone)) // in three days from now nothing is said of
	tick()                                                       // the first start: the schedule counts from here
	queue.take()
	mu.Lock()
	clock = time.Date(2026, 11, 24, 0, 1, 0, 0, zone)
	mu.Unlock()
	tick()
	tick()
	got := map[conference.Subject]int{}
	for _, d := range queue.take() {
		if d.Kind != conference.NoticeCard || d.Subject.Kind != conference.SubjectBooking {
			continue
		}
		got[d.Subject]++
		if d.Ping || d.To.Person != who.ID || d.Lane != conference.LaneBulk {
			t.Errorf("delivery %+v", d)
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("%d cards, want %d, each once: %v", len(got), len(want), got)
	}
}
