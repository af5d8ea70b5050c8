package bot

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"huiwu/bot/emulator"
	"huiwu/conference"
)

// buckets is a budget like the shared one, in memory: one bucket for all, one for each chat, and a token
// or two that lesser lanes leave to answers.
type buckets struct {
	mu    sync.Mutex
	all   level
	chats map[int64]*level
}

type level struct {
	left float64
	at   time.Time
}

const (
	overall      = 30.0
	burst        = 20.0 // under the server's 30: what leaves evenly does not arrive evenly
	private      = 1.0
	privateBurst = 4.0
)

// missing fills the bucket and tells how long until it holds one token above the floor.
func (l *level) missing(now time.Time, rate, full, floor float64) time.Duration {
	if l.at.IsZero() {
		l.left, l.at = full, now
	}
	if now.After(l.at) {
		l.left, l.at = min(full, l.left+now.Sub(l.at).Seconds()*rate), now
	}
	return time.Duration(max(0, floor+1-l.left) / rate * float64(time.Second))
}

func (b *buckets) take(chat int64, lane conference.Lane) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	c := b.chats[chat]
	if c == nil {
		c = &level{}
		b.chats[chat] = c
	}
	floor := min(float64(lane), 2)
	wait := max(b.all.missing(now, overall, burst, floor), c.missing(now, private, privateBurst, min(floor, 1)))
	if wait == 0 {
		b.all.left--
		c.left--
	}
	return wait
}

func TestFunnel_AnswersPassABroadcast(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.store.refuse = (&buckets{chats: map[int64]*level{}}).take
	b := w.bot()
	const broadcast, people, answers = 120, 12, 24
	for i := range int64(broadcast + people) {
		w.AddUser(emulator.User{ID: 3000 + i, FirstName: "P"}).Start("")
	}
	w.LimitRates(emulator.TelegramRates())

	started := time.Now()
	var bulk, chat sync.WaitGroup
	for i := range int64(broadcast) {
		bulk.Go(func() {
			if err := send(w.ctx, b, 3000+i, conference.LaneBulk, "bulk"); err != nil {
				t.Error(err)
			}
		})
	}
	w.until("the burst is used up", func() bool { return w.calls("sendMessage", 200) >= burst })
	delays := make([]time.Duration, answers)
	pace := time.NewTicker(100 * time.Millisecond)
	defer pace.Stop()
	for i := range answers {
		<-pace.C
		chat.Go(func() {
			asked := time.Now()
			if err := send(w.ctx, b, 3000+broadcast+int64(i%people), conference.LaneAnswer, fmt.Sprint("answer ", i)); err != nil {
				t.Error(err)
			}
			delays[i] = time.Since(asked)
		})
	}
	chat.Wait()
	bulk.Wait()
	took := time.Since(started)

	if n := w.calls("sendMessage", 429); n != 0 {
		t.Errorf("%d times too many", n)
	}
	slices.Sort(delays)
	if worst := delays[answers-1]; worst > time.Second { // in one line it would be three
		t.Errorf("an answer waited %v behind the broadcast (half of them %v)", worst, delays[answers/2])
	}
	least := (broadcast + answers - burst) * time.Second / overall
	if took > least*3/2 {
		t.Errorf("took %v; the budget allows it in %v", took, least)
	}
	t.Logf("answers: half %v, worst %v; all %d messages in %v of at least %v", delays[answers/2], delays[answers-1], broadcast+answers, took, least)
}
