package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/bot"
	"huiwu/bot/emulator"
	"huiwu/conference"
	"huiwu/storage"
	"huiwu/storage/embedded"
	"huiwu/storage/plan"
	"huiwu/storage/roster"
	"huiwu/storage/storagetest"
)

// dayHouse is the sample's organisation with everything real but time: the Bot API over HTTP, the scheduler's ticks, the
// servers. Time stands still until the house is moved on, so that all that follows from one moment happens in it.
type dayHouse struct {
	*demo
	t     *testing.T
	zone  *time.Location
	clock *stoppedClock
	sql   *pgx.Conn
	staff []*employee
	plan  *conference.ServicePlan

	names map[string]string // what the staff call what they see on their phones
	// handed is called when somebody has been asked to take a colleague's work or has answered, which cannot be seen
	// any more when the next one has.
	handed func()

	mu    sync.Mutex
	calls []emulator.Call // since they were last taken
}

// stoppedClock stands still until it is moved.
type stoppedClock struct{ unix atomic.Int64 }

func (c *stoppedClock) Now() time.Time          { return time.Unix(c.unix.Load(), 0).UTC() }
func (c *stoppedClock) Advance(d time.Duration) { c.unix.Add(int64(d / time.Second)) }

// Next implements emulator.Clock; nobody looks at the page.
func (*stoppedClock) Next() (time.Time, bool) { return time.Time{}, false }

// openDay opens the house at a moment, with everybody of the sample on their phone.
func openDay(t *testing.T, begin time.Time) *dayHouse {
	t.Helper()
	h := &dayHouse{demo: &demo{}, t: t, zone: begin.Location(), clock: &stoppedClock{}, plan: plan.Default(), names: map[string]string{}}
	h.clock.unix.Store(begin.Unix())
	ctx, end := context.WithCancel(context.Background())
	t.Cleanup(end)
	log, rules := logTo(t), conference.DefaultSettings(h.zone, h.plan)
	s := botSettings{Listen: "127.0.0.1:0", Language: "zh-CN", Mode: "polling", Flood: bot.Flood{Burst: 1 << 20}}
	s.DatabaseURL, s.RedisURL = secret(storagetest.Postgres(t, storage.Migrate)), secret(storagetest.Redis(t))
	var err error
	h.servers, err = openServers(ctx, s.stores, embedded.Options{Logger: log})
	h.must(err)
	h.servers.limits = storage.Limits{Overall: 1 << 20, Private: 1 << 20, PrivateBurst: 1 << 20, GroupPerMinute: 1 << 20}
	h.store, err = h.servers.store(ctx, rules, log)
	h.must(err)
	h.listener, _, err = listenNear(ctx, s.Listen)
	h.must(err)
	h.emulator = emulator.New(emulator.Options{Clock: h.clock, Zone: h.zone, Logger: log, OnCall: h.heard})
	h.serve()
	s.Token, s.APIURL = secret(h.emulator.Token()), h.url
	h.office, err = newOffice(ctx, s, h.store, rules, h.clock.Now, log)
	h.must(err)
	h.must(h.office.schedule(h.office.bot, h.zone, h.clock.Now))
	h.sql, err = pgx.Connect(ctx, string(s.DatabaseURL))
	h.must(err)

	over := make(chan error, 1)
	go func() { over <- h.run(ctx) }()
	t.Cleanup(func() {
		_ = h.sql.Close(context.Background())
		end()
		if err := <-over; err != nil {
			t.Errorf("the house closes with %v", err)
		}
	})
	h.moveIn()
	return h
}

// firstPhone is the Telegram id of the first on the roster; the others count on.
const firstPhone = 500_001

// moveIn imports the sample; everybody on it registers with their phone.
func (h *dayHouse) moveIn() {
	rooms, err := readSample("zh-CN", "rooms.csv", roster.ReadRooms)
	h.must(err)
	people := readPeople(h.t, "zh-CN")
	_, err = h.store.Import(h.t.Context(), h.clock.Now(), rooms, people)
	h.must(err)
	for i, p := range people {
		language := "zh-hans"
		if p.Language == "en" {
			language = "en"
		}
		phone := h.emulator.AddUser(emulator.User{ID: firstPhone + int64(i), FirstName: p.Name, Phone: p.Phone, LanguageCode: language})
		phone.Start("")
		phone.ShareContact()
		h.staff = append(h.staff, &employee{house: h, phone: phone, seen: map[string]time.Time{}, did: map[string]bool{}})
	}
	h.settle()
	for i := range people {
		h.staff[i].Person, err = h.store.PersonByTelegram(h.t.Context(), firstPhone+int64(i))
		h.must(err)
	}
}

func (h *dayHouse) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// fatal ends the day; errorf lets it go on. Both say what time it is in the house.
func (h *dayHouse) fatal(format string, args ...any) {
	h.t.Helper()
	h.t.Fatalf("%s: %s", h.say(h.clock.Now()), fmt.Sprintf(format, args...))
}

func (h *dayHouse) errorf(format string, args ...any) {
	h.t.Helper()
	h.t.Errorf("%s: %s", h.say(h.clock.Now()), fmt.Sprintf(format, args...))
}

// say is a moment as the house's clocks show it.
func (h *dayHouse) say(at time.Time) string { return at.In(h.zone).Format("Mon 15:04:05") }

func (h *dayHouse) heard(c emulator.Call) {
	if strings.EqualFold(c.Method, "getUpdates") || strings.EqualFold(c.Method, "answerCallbackQuery") {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calls = append(h.calls, c)
}

// takeCalls are the Bot API's calls since the last look.
func (h *dayHouse) takeCalls() []emulator.Call {
	h.mu.Lock()
	defer h.mu.Unlock()
	calls := h.calls
	h.calls = nil
	return calls
}

// settle returns when everything that is due now has happened and has reached the phones.
func (h *dayHouse) settle() {
	h.t.Helper()
	for {
		h.must(h.office.scheduler.Tick(h.t.Context()))
		h.quiet()
		if due, ok := h.nextDue(); !ok || due.After(h.clock.Now()) {
			return
		}
	}
}

// nextDue is when the next thing happens by itself.
func (h *dayHouse) nextDue() (time.Time, bool) {
	h.t.Helper()
	due, ok, err := h.office.scheduler.Next(h.t.Context())
	h.must(err)
	return due, ok
}

// handled returns when no update is in hand.
func (h *dayHouse) handled() {
	h.t.Helper()
	h.await("updates", func() bool { return h.emulator.Pending() == 0 })
}

// quiet returns when no update is in hand, and nothing that is to be delivered.
func (h *dayHouse) quiet() {
	h.t.Helper()
	h.handled()
	h.await("deliveries", func() (made bool) {
		h.must(h.sql.QueryRow(h.t.Context(), `SELECT NOT EXISTS (SELECT FROM river_job WHERE state IN ('available', 'running', 'retryable', 'scheduled', 'pending'))`).Scan(&made))
		return made
	})
}

// await asks until the answer is yes.
func (h *dayHouse) await(what string, yes func() bool) {
	h.t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	give := time.NewTimer(3 * patience)
	defer give.Stop()
	for !yes() {
		select {
		case <-tick.C:
		case <-give.C:
			h.fatal("the bot does not come to rest: %s are in hand", what)
		}
	}
}

// moveTo moves the clock, and has happen what is due then.
func (h *dayHouse) moveTo(at time.Time) {
	h.t.Helper()
	if d := at.Sub(h.clock.Now()); d > 0 {
		h.clock.Advance(d)
	}
	h.settle()
}

// named is somebody of the roster.
func (h *dayHouse) named(name string) *employee {
	h.t.Helper()
	for _, e := range h.staff {
		if e.Name == name {
			return e
		}
	}
	h.fatal("nobody is called %s", name)
	return nil
}
