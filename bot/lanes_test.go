package bot

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiwu/bot/emulator"
	"huiwu/conference"
	"huiwu/handlers"
	"huiwu/storage"
	"huiwu/storage/storagetest"
)

// The broadcast of the story: 5,000 take three minutes, and three more in one queue for all.
//
//	go test ./bot -run TestLanes -v -broadcast 5000 -timeout 20m
var broadcast = flag.Int("broadcast", 150, "how many bulk notices are due at once in TestLanes")

const (
	talkers = 20 // people who chat meanwhile
	// pause is between two messages of one of them; the chat's own budget allows one a second.
	pause = 2 * time.Second
	// inHand is how many deliveries of the bulk lane the scheduler has in hand at once.
	inHand = 8
)

// lanesRun is a broadcast with people chatting, on the real shared budget, against Telegram's own.
type lanesRun struct {
	*world
	bot    *Bot
	mu     sync.Mutex
	delays []time.Duration
	ended  atomic.Bool
}

// TestLanes sends a broadcast while 20 people chat: nothing is refused, the broadcast gets what the answers leave, and
// an answer is there at once. With one queue for all it would come after the broadcast, which is measured beside it.
func TestLanes(t *testing.T) {
	lanes := runLanes(t, false)
	queue := runLanes(t, true)
	t.Logf("one queue for all: half of the answers took %v, 99%% %v; with lanes %v and %v",
		at(queue, 0.5), at(queue, 0.99), at(lanes, 0.5), at(lanes, 0.99))
	if limit := 150 * time.Millisecond; *broadcast >= 5000 && at(lanes, 0.99) > limit {
		t.Errorf("99%% of the answers took up to %v, want less than %v", at(lanes, 0.99), limit)
	}
	if at(lanes, 0.5)*4 > at(queue, 0.5) {
		t.Errorf("an answer takes %v with lanes and %v without: the broadcast is in its way", at(lanes, 0.5), at(queue, 0.5))
	}
}

func runLanes(t *testing.T, oneQueue bool) []time.Duration {
	t.Helper()
	w := setup(t)
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
	defer cancel()
	w.ctx = ctx
	real, err := storage.Open(ctx, storage.Options{DatabaseURL: storagetest.Postgres(t, nil), RedisURL: storagetest.Redis(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer real.Close()
	w.store.refuse = func(chat int64, lane conference.Lane) time.Duration {
		wait, err := real.TakeBudget(ctx, chat, chat < 0, lane, time.Now())
		if err != nil {
			t.Error(err)
		}
		return wait
	}
	r := &lanesRun{world: w}
	r.bot = w.bot()
	w.talk.answer = r.answer(oneQueue)
	for i := range int64(*broadcast + talkers) {
		w.AddUser(emulator.User{ID: 3000 + i, FirstName: "P"})
	}
	for i := range int64(*broadcast + talkers) {
		w.Phone(3000 + i).Start("")
	}
	stop := w.run(r.bot)
	w.until("everybody has begun", func() bool { return len(w.talk.seen()) >= *broadcast+talkers })
	w.LimitRates(emulator.TelegramRates())

	var chatting sync.WaitGroup
	for i := range int64(talkers) {
		chatting.Go(func() { r.chat(w.Phone(3000+int64(*broadcast)+i), time.Duration(i)*pause/talkers) })
	}
	workers := inHand
	if oneQueue {
		workers = *broadcast // all of it stands in the line
	}
	took := r.send(workers)
	r.ended.Store(true)
	chatting.Wait()
	stop()
	r.judge(took, oneQueue)
	return r.delays
}

// answer echoes what people say: as answers go, or in the broadcast's own queue.
func (r *lanesRun) answer(oneQueue bool) func(ctx context.Context, e handlers.Event) (handlers.Reply, error) {
	return func(ctx context.Context, e handlers.Event) (handlers.Reply, error) {
		switch {
		case !strings.HasPrefix(e.Text, "hello"):
			return handlers.Reply{}, nil
		case oneQueue:
			go func() { _ = send(r.ctx, r.bot, e.Chat.ID, conference.LaneBulk, "re: "+e.Text) }()
			return handlers.Reply{}, nil
		}
		return echo(ctx, e)
	}
}

// chat has somebody say something every pause, and measures until the answer stands on their phone.
func (r *lanesRun) chat(p *emulator.Phone, after time.Duration) {
	time.Sleep(after)
	var waiting sync.WaitGroup
	for i := 0; !r.ended.Load(); i++ {
		text := fmt.Sprint("hello ", i)
		began := time.Now()
		p.Send(text)
		waiting.Go(func() {
			if _, err := p.WaitMessage(r.ctx, func(m emulator.Message) bool { return m.FromBot && m.Text == "re: "+text }); err != nil {
				r.t.Errorf("%q is never answered: %v", text, err)
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			r.delays = append(r.delays, time.Since(began))
		})
		time.Sleep(pause)
	}
	waiting.Wait()
}

// send brings the broadcast to its last person and tells how long that took.
func (r *lanesRun) send(workers int) time.Duration {
	began := time.Now()
	var next atomic.Int64
	var working sync.WaitGroup
	for range workers {
		working.Go(func() {
			for i := next.Add(1) - 1; i < int64(*broadcast); i = next.Add(1) - 1 {
				if err := send(r.ctx, r.bot, 3000+i, conference.LaneBulk, "bulk"); err != nil {
					r.t.Error(err)
				}
			}
		})
	}
	working.Wait()
	return time.Since(began)
}

func (r *lanesRun) judge(took time.Duration, oneQueue bool) {
	slices.Sort(r.delays)
	tooMany := r.calls("sendMessage", 429)
	if oneQueue {
		r.t.Logf("one queue for all: %d times too many", tooMany)
		return
	}
	if tooMany != 0 {
		r.t.Errorf("%d times too many", tooMany)
	}
	// While it went out the budget gave so many, of which the answers took theirs.
	given := took.Seconds()*30 + 20
	answered := took.Seconds() / pause.Seconds() * talkers
	used := float64(*broadcast) / (given - answered)
	r.t.Logf("%d bulk notices in %v beside %d answers: %.1f %% of what those left", *broadcast, took.Round(time.Millisecond), len(r.delays), 100*used)
	if least := 0.97; *broadcast >= 5000 && used < least {
		r.t.Errorf("the broadcast used %.3f of what the answers left, want %.2f", used, least)
	}
	if used < 0.7 {
		r.t.Errorf("the broadcast used only %.2f of what the answers left", used)
	}
}

// at is a quantile of sorted durations.
func at(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))].Round(time.Millisecond)
}
