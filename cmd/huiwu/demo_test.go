package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huiwu/storage/storagetest"
)

// meetingDay is the day of the story's meeting; the demo begins at nine on the day before, a Monday.
var meetingDay = time.Date(2026, 11, 24, 0, 0, 0, 0, time.FixedZone("CST", 8*60*60))

const demoBegins = "2026-11-23T09:00:00"

// theDemo is a demo that runs until the test ends.
type theDemo struct {
	*demo
	t *testing.T
}

func startDemo(t *testing.T, language string, files ...string) *theDemo {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	d, err := (&demoCommand{Listen: "127.0.0.1:0", Language: language, Timezone: "Asia/Shanghai", At: demoBegins, Files: files}).start(ctx, logTo(t))
	if err != nil {
		end()
		t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() { over <- d.run(ctx) }()
	t.Cleanup(func() {
		end()
		if err := <-over; err != nil {
			t.Errorf("the demo ends with %v", err)
		}
	})
	return &theDemo{demo: d, t: t}
}

// logTo shows warnings and errors when the test fails.
func logTo(t *testing.T) *slog.Logger {
	var log lockedBuffer
	t.Cleanup(func() {
		if t.Failed() && log.String() != "" {
			t.Log("the log:\n" + log.String())
		}
	})
	return slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// held are phones of the sample's people, held in Go.
func (d *theDemo) held(language string) func(id int64) phone {
	people := readPeople(d.t, language)
	return func(id int64) phone {
		return heldPhone{d.emulator.Phone(id), d.t, people[id-telegramID(0)].Name}
	}
}

// clock is what the page's clock bar shows.
func (d *theDemo) clock() (now, next time.Time) {
	d.t.Helper()
	var state struct {
		Clock struct {
			Now  time.Time
			Next *time.Time
		}
	}
	if err := json.Unmarshal(d.get("/api/state"), &state); err != nil {
		d.t.Fatal(err)
	}
	if state.Clock.Next != nil {
		next = *state.Clock.Next
	}
	return state.Clock.Now, next
}

// forward returns story.forward; press presses one of the clock bar's buttons: 15m, 1h or next.
func (d *theDemo) forward(press func(step string)) func(int, string) {
	return func(daysBefore int, clock string) {
		d.t.Helper()
		var hour, minute int
		if _, err := fmt.Sscanf(clock, "%d:%d", &hour, &minute); err != nil {
			d.t.Fatal(err)
		}
		y, m, day := meetingDay.Date()
		until := time.Date(y, m, day-daysBefore, hour, minute, 0, 0, meetingDay.Location())
		for {
			now, next := d.clock()
			if !now.Before(until) {
				return
			}
			step := "15m"
			switch {
			case !next.IsZero() && next.After(now) && !next.After(until):
				step = "next"
			case now.Add(time.Hour).Before(until):
				step = "1h"
			}
			press(step)
		}
	}
}

func (d *theDemo) pressClock(step string) {
	d.t.Helper()
	r, err := http.Post(d.url+"/api/clock", "application/json", strings.NewReader(`{"advance":"`+step+`"}`)) //nolint:noctx // ends with the demo
	if err != nil {
		d.t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		d.t.Fatalf("the clock answers %s", r.Status)
	}
}

func (d *theDemo) get(path string) []byte {
	d.t.Helper()
	r, err := http.Get(d.url + path) //nolint:noctx // ends with the demo
	if err != nil {
		d.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		d.t.Fatalf("%s: %s, %v", path, r.Status, err)
	}
	return body
}

// register starts the bot and shares the person's contact.
func register(p heldPhone, language string) {
	s := &story{language: language}
	p.start("")
	p.see(s.say("您的账号还没有登记", "Your account is not registered yet"))
	p.ShareContact()
	p.see(s.say("✅ 登记好了，", "✅ You're in, ") + p.name())
}

func TestDemo_PlaysTheStory(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"zh-CN", "en"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			d := startDemo(t, language)
			held := d.held(language)
			s := &story{
				t: t, language: language, forward: d.forward(d.pressClock),
				organiser: held(100001), attendee: held(100002), guest: held(100007), attendant: held(100003), leader: held(100004),
				technician: held(100005), supervisor: held(100006),
				hotline: held(100008), environment: held(100010), colleague: held(100013),
			}
			s.book()
			s.tea()
			s.fault()
			s.invite()
			s.once()
			s.unclaimed()
			s.move()
			s.day()
			s.inOneLanguage()
			s.cancel()
			s.inOneLanguage()
		})
	}
}

func TestDemo_TakesAnotherPort(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent(), storagetest.IgnoreServer())
	before := descendants(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // at once
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	ctx, end := context.WithCancel(t.Context())
	defer end()
	var out lockedBuffer
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"demo", "--listen", taken.Addr().String(), "--at", demoBegins}, streams{strings.NewReader(""), &out, &out})
	}()
	var url string
	waitUntil(t, "the demo says where it is", func() bool {
		_, rest, found := strings.Cut(out.String(), "open ")
		url, _, _ = strings.Cut(rest, "\n")
		return found && strings.Contains(rest, "\n")
	})
	if !strings.Contains(out.String(), taken.Addr().String()+" is taken, so another port it is.") {
		t.Errorf("it said\n%s", out.String())
	}
	page, err := http.Get(url) //nolint:noctx // at once
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(page.Body)
	page.Body.Close()
	if !strings.Contains(string(body), "<html") {
		t.Errorf("%s answers %s", url, body)
	}
	if len(descendants(t)) == len(before) {
		t.Error("no private server is seen, so the test below says nothing")
	}
	http.DefaultClient.CloseIdleConnections()
	end()
	if got := <-code; got != 0 {
		t.Errorf("exit code %d, want 0; it said\n%s", got, out.String())
	}
	waitUntil(t, "no process is left", func() bool { return len(descendants(t)) <= len(before) })
}
