package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"huiwu/bot/emulator"
	"huiwu/conference"
	"huiwu/handlers"
)

// send writes a text into a chat through the bot's funnel.
func send(ctx context.Context, b *Bot, chat int64, lane conference.Lane, text string) error {
	return b.funnel.in(ctx, chat, lane, func(t *turn) error {
		_, err := b.put(ctx, t, handlers.Message{Chat: chat, Text: handlers.Plain(text)})
		return err
	})
}

func (f *funnel) asking() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.asks)
}

func (f *funnel) waiting(chat int64) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if l := f.lines[chat]; l != nil {
		return len(l.waiting)
	}
	return 0
}

// tap gives out budget one by one.
type tap struct {
	mu     sync.Mutex
	tokens int
}

func (p *tap) take(int64, conference.Lane) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tokens == 0 {
		return time.Millisecond
	}
	p.tokens--
	return 0
}

func (p *tap) give() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tokens++
}

// sentTexts are the texts of all messages in the order the server took them.
func (w *world) sentTexts() (out []string) {
	for _, c := range w.Calls() {
		if c.Method == "sendMessage" && c.Code == 200 {
			out = append(out, c.Fields["text"])
		}
	}
	return out
}

func TestFunnel_UrgentLanesFirst(t *testing.T) {
	t.Parallel()
	w := setup(t)
	budget := &tap{}
	w.store.refuse = budget.take
	b := w.bot()
	var chats []int64
	for i := range int64(8) {
		w.AddUser(emulator.User{ID: 2000 + i, FirstName: "P"}).Start("")
		chats = append(chats, 2000+i)
	}
	var work sync.WaitGroup
	queue := func(chat int64, lane conference.Lane, text string) {
		before := b.funnel.asking() + b.funnel.waiting(chat)
		work.Go(func() {
			if err := send(w.ctx, b, chat, lane, text); err != nil {
				t.Errorf("%s: %v", text, err)
			}
		})
		w.until(text+" waits", func() bool { return b.funnel.asking()+b.funnel.waiting(chat) > before })
	}
	queue(chats[0], conference.LaneBulk, "bulk 1")
	queue(chats[1], conference.LaneBulk, "bulk 2")
	queue(chats[2], conference.LaneReminder, "reminder")
	queue(chats[3], conference.LaneTask, "task")
	queue(chats[4], conference.LaneAnswer, "answer 1")
	queue(chats[5], conference.LaneAnswer, "answer 2")
	queue(chats[1], conference.LaneAnswer, "answer behind bulk 2") // lifts bulk 2, which has the chat's turn
	for range 7 {
		before := len(w.sentTexts())
		budget.give()
		w.until("one more sent", func() bool { return len(w.sentTexts()) > before })
	}
	work.Wait()
	want := []string{"bulk 2", "answer 1", "answer 2", "answer behind bulk 2", "task", "reminder", "bulk 1"}
	if got := w.sentTexts(); !slices.Equal(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}
}

func TestFunnel_ChatInOrder(t *testing.T) {
	t.Parallel()
	w := setup(t)
	b := w.bot()
	w.ann.Start("")
	hold := w.Stall("sendMessage")
	var work sync.WaitGroup
	for i := range 20 {
		work.Go(func() {
			if err := send(w.ctx, b, ann, conference.LaneTask, fmt.Sprint(i)); err != nil {
				t.Error(err)
			}
		})
		w.until("queued", func() bool {
			if i == 0 {
				return hold.WaitHeld(w.ctx, 1) == nil
			}
			return b.funnel.waiting(ann) == i
		})
	}
	hold.Release()
	work.Wait()
	for i, text := range w.sentTexts() {
		if text != fmt.Sprint(i) {
			t.Fatalf("sent in the order %v", w.sentTexts())
		}
	}
}

func TestFunnel_TooManyPausesTheChat(t *testing.T) {
	t.Parallel()
	w := setup(t)
	b := w.bot()
	w.ann.Start("")
	w.ben.Start("")
	w.Fail(emulator.Fault{Method: "sendmessage", Code: 429, Description: "Too Many Requests: retry after 1", RetryAfter: 1})
	started := time.Now()
	var work sync.WaitGroup
	work.Go(func() {
		if err := send(w.ctx, b, ann, conference.LaneAnswer, "to Ann"); err != nil {
			t.Error(err)
		}
	})
	w.until("429", func() bool { return w.calls("sendMessage", 429) == 1 })
	if err := send(w.ctx, b, ben, conference.LaneBulk, "to Ben"); err != nil {
		t.Fatal(err)
	}
	if len(texts(w.ann)) != 0 {
		t.Error("Ben's message waited for Ann's pause")
	}
	work.Wait()
	if took := time.Since(started); took < time.Second {
		t.Errorf("sent again after %v, before the second was over", took)
	}
	if w.calls("sendMessage", 429) != 1 || len(texts(w.ann)) != 1 {
		t.Errorf("%d refusals, Ann sees %v", w.calls("sendMessage", 429), texts(w.ann))
	}
	if _, ok := w.store.pauses[0]; ok || w.store.pauses[ann].Before(started.Add(time.Second)) {
		t.Errorf("pauses %v, want Ann's chat and nothing else", w.store.pauses)
	}
}

func TestFlooded_AnotherChatPausesAll(t *testing.T) {
	t.Parallel()
	at := time.Now()
	for name, c := range map[string]struct {
		chat  int64
		after time.Duration
		want  bool
	}{
		"the same chat":             {1, 100 * time.Millisecond, false},
		"another soon after":        {2, 100 * time.Millisecond, true},
		"another after a long time": {2, time.Minute, false},
	} {
		var f flooded
		f.note(1, at)
		if got := f.note(c.chat, at.Add(c.after)); got != c.want {
			t.Errorf("%s: all %v, want %v", name, got, c.want)
		}
	}
}

func TestFunnel_TriesAgain(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"server error":         {Method: "sendmessage", Code: 500, Times: 2},
		"lost connection":      {Method: "sendmessage", CloseConnection: true},
		"budget never refuses": {Method: "sendmessage", Code: 502, Description: "Bad Gateway"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			b := w.bot()
			w.ann.Start("")
			w.Fail(fault)
			if err := send(w.ctx, b, ann, conference.LaneAnswer, "hello"); err != nil {
				t.Fatal(err)
			}
			if got := texts(w.ann); !slices.Equal(got, []string{"hello"}) {
				t.Errorf("Ann sees %v", got)
			}
		})
	}
}

func TestFunnel_GivesUp(t *testing.T) {
	t.Parallel()
	t.Run("blocked", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		b := w.bot()
		w.ann.Start("")
		w.Block(ann, true)
		if err := send(w.ctx, b, ann, conference.LaneTask, "x"); !errors.Is(err, errUnreachable) {
			t.Errorf("error %v, want %v", err, errUnreachable)
		}
	})
	t.Run("never written to the bot", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		if err := send(w.ctx, w.bot(), ben, conference.LaneTask, "x"); !errors.Is(err, errUnreachable) {
			t.Errorf("error %v, want %v", err, errUnreachable)
		}
	})
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		w.ann.Start("")
		if err := send(w.ctx, w.bot(), ann, conference.LaneTask, " "); !refused(err) || w.calls("sendMessage", 400) != 1 {
			t.Errorf("error %v after %d calls", err, w.calls("sendMessage", 400))
		}
	})
	t.Run("out of time", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		w.store.refuse = (&tap{}).take
		b := w.bot()
		ctx, cancel := context.WithCancel(w.ctx)
		var work sync.WaitGroup
		for range 2 { // one has the turn, one waits for it
			work.Go(func() {
				if err := send(ctx, b, ann, conference.LaneTask, "x"); !errors.Is(err, context.Canceled) {
					t.Errorf("error %v", err)
				}
			})
		}
		w.until("both wait", func() bool { return b.funnel.asking() == 1 && b.funnel.waiting(ann) == 1 })
		cancel()
		work.Wait()
		if len(b.funnel.lines) != 0 || len(b.funnel.asks) != 0 {
			t.Errorf("left behind: %d chats, %d asks", len(b.funnel.lines), len(b.funnel.asks))
		}
	})
}

func TestFunnel_FollowsAGroup(t *testing.T) {
	t.Parallel()
	w := setup(t)
	b := w.bot()
	old := w.AddGroup("Crew", ann, ben)
	moved := w.MigrateGroup(old)
	if err := send(w.ctx, b, old, conference.LaneTask, "hello"); err != nil {
		t.Fatal(err)
	}
	got := w.ann.MessagesIn(moved)
	if last := got[len(got)-1]; last.Text != "hello" {
		t.Errorf("the supergroup shows %+v", last)
	}
}

// brokenBudget is a shared budget that is away.
type brokenBudget struct{ *memory }

func (brokenBudget) TakeBudget(context.Context, int64, bool, conference.Lane, time.Time) (time.Duration, error) {
	return 0, errAway
}

func TestFunnel_SharedBudgetAway(t *testing.T) {
	t.Parallel()
	w := setup(t)
	b := w.bot(func(o *Options) { o.Store = brokenBudget{w.store} })
	w.ann.Start("")
	started := time.Now()
	for i := range 5 {
		if err := send(w.ctx, b, ann, conference.LaneAnswer, fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(started); took < 4*aloneGap {
		t.Errorf("five messages in %v: not spaced", took)
	}
}
