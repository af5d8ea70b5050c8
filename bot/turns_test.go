package bot

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"huiwu/handlers"
)

// turnstile is Turns in memory, shared by the replicas of a test.
type turnstile struct {
	mu       sync.Mutex
	holder   map[int64]string
	answered map[int64]bool
	asked    chan string // who asked and was told to wait
	away     error
}

func newTurnstile() *turnstile {
	return &turnstile{holder: map[int64]string{}, answered: map[int64]bool{}, asked: make(chan string, 1000)}
}

func (s *turnstile) TakeTurn(_ context.Context, person, updateID int64, holder string, _ time.Duration) (taken, answered bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch now := s.holder[person]; {
	case s.away != nil:
		return false, false, s.away
	case s.answered[updateID]:
		return false, true, nil
	case now != "" && now != holder:
		s.asked <- holder
		return false, false, nil
	}
	s.holder[person] = holder
	return true, false, nil
}

func (s *turnstile) Answered(_ context.Context, updateID int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answered[updateID] = true
	return s.away
}

func (s *turnstile) EndTurn(_ context.Context, person, updateID int64, holder string, answered bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answered[updateID] = answered
	if s.holder[person] == holder {
		delete(s.holder, person)
	}
	return s.away
}

func TestBot_Turns_AnotherReplicaWaits(t *testing.T) {
	t.Parallel()
	w := setup(t)
	turns := newTurnstile()
	busy, goOn := make(chan struct{}), make(chan struct{})
	w.talk.answer = func(ctx context.Context, e handlers.Event) (handlers.Reply, error) {
		if e.Text == "slow" {
			close(busy)
			<-goOn
		}
		return echo(ctx, e)
	}
	first, second := w.bot(func(o *Options) { o.Turns = turns }), w.bot(func(o *Options) { o.Turns = turns })
	submit := func(b *Bot, id int64, text string) *ticket {
		t.Helper()
		ticket, err := b.receive(w.ctx, &update{id: id, person: ann, kind: "message",
			event: &handlers.Event{UpdateID: id, Chat: handlers.Chat{ID: ann, Private: true}, From: handlers.User{ID: ann}, Text: text}})
		if err != nil {
			t.Fatal(err)
		}
		return ticket
	}
	w.ann.Start("")
	slow := submit(first, 1, "slow")
	<-busy
	quick := submit(second, 2, "quick")
	if holder := <-turns.asked; holder != second.replica {
		t.Errorf("%s waits, want the second replica", holder)
	}
	again := submit(second, 1, "slow") // Telegram brings it to the other replica too
	close(goOn)
	for _, ticket := range []*ticket{slow, quick, again} {
		<-ticket.done
		if !ticket.handled {
			t.Errorf("update %d is not handled", ticket.update.id)
		}
	}
	if got := texts(w.ann); len(got) != 2 || got[0] != "re: slow" || got[1] != "re: quick" {
		t.Errorf("answers %v, want slow and then quick, each once", got)
	}
	first.drain(w.ctx)
	second.drain(w.ctx)
}

// What a typed answer shows is out and noted before the dialog learns of it.
func TestBot_Turns_AnswerIsNotedBeforeTheDialog(t *testing.T) {
	t.Parallel()
	w := setup(t)
	turns := newTurnstile()
	noted := make(chan bool, 1)
	w.talk.answer = func(_ context.Context, e handlers.Event) (handlers.Reply, error) {
		m := say(e, "draft")
		m.DialogCard = e.Text == "book"
		return handlers.Reply{Messages: []handlers.Message{m}}, nil
	}
	w.talk.told = func(e handlers.Event) {
		turns.mu.Lock()
		defer turns.mu.Unlock()
		noted <- turns.answered[e.UpdateID]
	}
	w.run(w.bot(func(o *Options) { o.Turns = turns }))
	w.ann.Send("book")
	if !<-noted {
		t.Error("who is killed now answers again")
	}
}

func TestBot_Turns_Away(t *testing.T) {
	t.Parallel()
	w := setup(t)
	turns := newTurnstile()
	turns.away = errors.New("connection refused")
	w.run(w.bot(func(o *Options) { o.Turns = turns }))
	w.ann.Send("hello")
	w.sees(w.ann, "re: hello")
}

func TestBot_Turns_SetAsideIsNotAnswered(t *testing.T) {
	t.Parallel()
	w := setup(t)
	turns := newTurnstile()
	w.talk.answer = func(context.Context, handlers.Event) (handlers.Reply, error) {
		return handlers.Reply{}, errors.New("a mistake")
	}
	w.run(w.bot(func(o *Options) { o.Turns = turns }))
	w.ann.Send("hello")
	w.until("the turn's end", func() bool {
		turns.mu.Lock()
		defer turns.mu.Unlock()
		return len(turns.answered) == 1
	})
	for id, answered := range turns.answered {
		if answered {
			t.Errorf("update %d lies on the shelf and counts as answered", id)
		}
	}
}
