package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"huiwu/bot/emulator"
	"huiwu/conference"
	"huiwu/handlers"
)

var booking = conference.Subject{Kind: conference.SubjectBooking, ID: 1027}

// board is a thing whose card is drawn as it stands.
type board struct {
	mu       sync.Mutex
	revision int64
	drawn    func(revision int64) // after a card was drawn, before it is sent
}

func (s *board) set(revision int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revision = revision
}

func (s *board) compose(d conference.Delivery) (handlers.Message, bool, error) {
	s.mu.Lock()
	revision, drawn := s.revision, s.drawn
	s.mu.Unlock()
	if drawn != nil {
		drawn(revision)
	}
	return handlers.Message{Text: handlers.Plain(fmt.Sprint("state ", revision)),
		Keyboard: handlers.Keyboard{{{Label: "ok", Data: fmt.Sprintf("ok:1027:%d", revision)}}},
		Card:     &handlers.CardRef{Subject: d.Subject, PersonID: d.To.Person, Revision: revision, Tells: int64(d.Revision)}}, true, nil
}

func delivery(change ...func(*conference.Delivery)) conference.Delivery {
	d := conference.Delivery{Kind: conference.NoticeCard, Subject: booking, To: conference.Audience{Person: 7}, Lane: conference.LaneTask}
	for _, c := range change {
		c(&d)
	}
	return d
}

func ping(d *conference.Delivery) { d.Kind, d.Ping = conference.NoticeReminder, true }

func (w *world) board() *board {
	w.store.link(7, ann)
	w.ann.Start("")
	s := &board{revision: 1}
	w.talk.compose = s.compose
	return s
}

func (w *world) deliver(b *Bot, change ...func(*conference.Delivery)) {
	w.t.Helper()
	if err := b.Deliver(w.ctx, delivery(change...)); err != nil {
		w.t.Fatalf("Deliver: %v", err)
	}
}

func TestDeliver_OneLiveCard(t *testing.T) {
	t.Parallel()
	w := setup(t)
	s := w.board()
	b := w.bot()

	w.deliver(b)
	first := w.sees(w.ann, "state 1")
	if !first.Silent {
		t.Error("a card that pings nobody sounded")
	}
	w.deliver(b)
	if w.calls("sendMessage", 200) != 1 || w.calls("editMessageText", 400) != 0 {
		t.Error("a card that did not change was sent or edited")
	}
	s.set(2)
	w.deliver(b)
	if m := w.sees(w.ann, "state 2"); m.ID != first.ID || m.Edited != 1 {
		t.Errorf("the card was not edited: %+v", m)
	}
	w.deliver(b, ping)
	m := w.sees(w.ann, "state 2")
	if m.ID == first.ID || m.Silent || len(texts(w.ann)) != 1 {
		t.Errorf("after a ping %v, want the card anew at the bottom, sounding, and no other", texts(w.ann))
	}
	s.set(3)
	w.deliver(b)
	if got := w.sees(w.ann, "state 3"); got.ID != m.ID || got.Keyboard[0][0].Data != "ok:1027:3" {
		t.Errorf("the card at the bottom was not edited: %+v", got)
	}
}

// What comes to somebody who has gone past it neither sounds nor moves the card.
func TestDeliver_PingThatComesLate(t *testing.T) {
	t.Parallel()
	w := setup(t)
	s := w.board()
	b := w.bot()
	w.deliver(b)
	first := w.sees(w.ann, "state 1")
	loud := func(revision int) func(*conference.Delivery) {
		return func(d *conference.Delivery) { d.Ping, d.Revision = true, revision }
	}
	s.set(3)
	w.deliver(b)
	s.set(4)
	w.deliver(b, loud(2))
	if m := w.sees(w.ann, "state 4"); m.ID != first.ID || len(texts(w.ann)) != 1 {
		t.Errorf("a late ping moved the card: %v", texts(w.ann))
	}
	s.set(5)
	w.deliver(b, loud(5))
	if m := w.sees(w.ann, "state 5"); m.ID == first.ID || m.Silent {
		t.Errorf("one of now is not heard: %+v", m)
	}
}

// A card older than two days cannot be taken out of the chat. It must not look as if its buttons were still good.
func TestDeliver_OldCardThatHasToStay(t *testing.T) {
	t.Parallel()
	w := setup(t)
	s := w.board()
	b := w.bot()
	w.deliver(b)
	old := w.sees(w.ann, "state 1")
	w.Fail(emulator.Fault{Method: "deletemessage", Code: 400, Description: "Bad Request: message can't be deleted"})
	s.set(2)
	w.deliver(b, ping)
	if m := w.sees(w.ann, "state 2"); len(m.Keyboard) == 0 {
		t.Error("the new card has no buttons")
	}
	if m := w.sees(w.ann, "state 1"); m.ID != old.ID || len(m.Keyboard) > 0 {
		t.Errorf("the old card stands as %+v", m)
	}
}

// A change that commits while somebody's first card is on its way goes to those who have a card, not to them.
func TestDeliver_ChangedWhileTheFirstCardWasOnItsWay(t *testing.T) {
	t.Parallel()
	w := setup(t)
	s := w.board()
	s.drawn = func(int64) { s.set(2) }
	w.deliver(w.bot())
	w.sees(w.ann, "state 2")
}

// A reminder of a meeting is the card of an invitation, and stays one when it is drawn again: the meeting's own card is its
// organiser's.
func TestDeliver_OutdatedReminderStaysAnInvitation(t *testing.T) {
	t.Parallel()
	w := setup(t)
	s := w.board()
	s.drawn = func(int64) { s.set(2) }
	invitation := conference.Subject{Kind: conference.SubjectInvitation, ID: 5}
	w.talk.compose = func(d conference.Delivery) (handlers.Message, bool, error) {
		m, ok, err := s.compose(d)
		switch {
		case d.Kind == conference.NoticeReminder || d.Subject == invitation:
			m.Card.Subject = invitation
		default:
			m.Text = handlers.Plain("the organiser's card")
		}
		return m, ok, err
	}
	w.deliver(w.bot(), ping)
	if got := texts(w.ann); !slices.Equal(got, []string{"state 2"}) {
		t.Errorf("the chat shows %v, want the invitation as it stands", got)
	}
}

func TestDeliver_CardThatCannotBeEditedIsSentAnew(t *testing.T) {
	t.Parallel()
	for name, why := range map[string]string{
		"gone":    "Bad Request: message to edit not found",
		"too old": "Bad Request: message can't be edited",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			s := w.board()
			b := w.bot()
			w.deliver(b)
			old := w.sees(w.ann, "state 1")
			s.set(2)
			w.Fail(emulator.Fault{Method: "editmessagetext", Code: 400, Description: why})
			w.deliver(b)
			if m := w.sees(w.ann, "state 2"); m.ID == old.ID || len(texts(w.ann)) != 1 {
				t.Errorf("the chat shows %v", texts(w.ann))
			}
		})
	}
	t.Run("unchanged for Telegram", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		s := w.board()
		b := w.bot()
		w.deliver(b)
		s.set(2)
		w.Fail(emulator.Fault{Method: "editmessagetext", Code: 400, Description: "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"})
		w.deliver(b)
		if w.calls("sendMessage", 200) != 1 || w.store.cards[cardKey(booking, 7)].Revision != 2 {
			t.Errorf("sent %d times, remembered %+v", w.calls("sendMessage", 200), w.store.cards)
		}
	})
}

func TestDeliver_Dropped(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*world) conference.Delivery{
		"expired": func(*world) conference.Delivery {
			return delivery(func(d *conference.Delivery) { d.ExpiresAt = time.Now().Add(-time.Second) })
		},
		"nobody of that id": func(*world) conference.Delivery {
			return delivery(func(d *conference.Delivery) { d.To.Person = 99 })
		},
		"nothing to say": func(w *world) conference.Delivery {
			w.talk.compose = func(conference.Delivery) (handlers.Message, bool, error) { return handlers.Message{}, false, nil }
			return delivery()
		},
		"not linked": func(w *world) conference.Delivery {
			w.store.link(7, 0)
			return delivery()
		},
		"known to be unreachable": func(w *world) conference.Delivery {
			_, _ = w.store.mark(7, true)
			return delivery()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			w.board()
			d := prepare(w)
			if err := w.bot().Deliver(w.ctx, d); err != nil || len(texts(w.ann)) != 0 {
				t.Errorf("error %v, Ann sees %v", err, texts(w.ann))
			}
		})
	}
}

func TestDeliver_ExpiresWhileItWaits(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.board()
	clock := &clock{now: noon}
	b := w.bot(func(o *Options) { o.Now = clock.Now })
	hold := w.Stall("sendMessage")
	var work sync.WaitGroup
	work.Go(func() { w.deliver(b, func(d *conference.Delivery) { d.Subject.ID = 1 }) })
	if err := hold.WaitHeld(w.ctx, 1); err != nil {
		t.Fatal(err)
	}
	work.Go(func() { w.deliver(b, func(d *conference.Delivery) { d.ExpiresAt = noon.Add(time.Minute) }) })
	w.until("it waits", func() bool { return b.funnel.waiting(ann) == 1 })
	clock.set(noon.Add(time.Minute))
	hold.Release()
	work.Wait()
	if n := w.calls("sendMessage", 200); n != 1 {
		t.Errorf("%d messages, want one: the other expired in the line", n)
	}
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

func TestDeliver_BlockedIsNoted(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.board()
	w.Block(ann, true)
	w.deliver(w.bot())
	if p, _ := w.store.Person(w.ctx, 7); !p.Unreachable {
		t.Error("the person still counts as reachable")
	}
}

func TestDeliver_ErrorWhenItShouldBeTriedAgain(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.board()
	w.talk.compose = func(conference.Delivery) (handlers.Message, bool, error) { return handlers.Message{}, false, errAway }
	if err := w.bot().Deliver(w.ctx, delivery()); err == nil {
		t.Error("a delivery that could not be drawn counts as done")
	}
}

// A delivery draws in the chat's turn: what comes later draws later, so that the last state drawn is the
// last one sent.
func TestDeliver_OlderNeverCoversNewer(t *testing.T) {
	t.Parallel()
	w := setup(t)
	s := w.board()
	b := w.bot()
	entered, open := make(chan struct{}), make(chan struct{})
	var once sync.Once
	s.drawn = func(int64) {
		once.Do(func() {
			close(entered)
			<-open
		})
	}
	var work sync.WaitGroup
	work.Go(func() { w.deliver(b) })
	<-entered // state 1 is drawn and not sent
	s.set(2)
	for range 5 {
		work.Go(func() { w.deliver(b) })
	}
	w.until("five wait", func() bool { return b.funnel.waiting(ann) == 5 })
	close(open)
	work.Wait()
	w.sees(w.ann, "state 2")
	if got := w.calls("sendMessage", 200) + w.calls("editMessageText", 200); got != 2 || len(texts(w.ann)) != 1 {
		t.Errorf("%d calls, the chat shows %v; want two, the five edits merged to the newest", got, texts(w.ann))
	}
}

// slowStore lets its replica look a card up and holds it before it can send.
type slowStore struct {
	*memory
	looked, open chan struct{}
	once         *sync.Once
}

func (s slowStore) Card(ctx context.Context, subject conference.Subject, person int64) (conference.Card, bool, error) {
	c, ok, err := s.memory.Card(ctx, subject, person)
	s.once.Do(func() {
		close(s.looked)
		<-s.open
	})
	return c, ok, err
}

func TestDeliver_OtherReplicaShowedNewerMeanwhile(t *testing.T) {
	t.Parallel()
	w := setup(t)
	s := w.board()
	other := w.bot()
	w.deliver(other)
	slow := slowStore{w.store, make(chan struct{}), make(chan struct{}), &sync.Once{}}
	one := w.bot(func(o *Options) { o.Store = slow })
	s.set(2)
	var work sync.WaitGroup
	work.Go(func() { w.deliver(one) })
	<-slow.looked // one has drawn state 2, looked the card up and not sent it
	s.set(3)
	w.deliver(other)
	w.sees(w.ann, "state 3")
	close(slow.open)
	work.Wait()
	if got := texts(w.ann); !slices.Equal(got, []string{"state 3"}) {
		t.Errorf("the chat shows %v, want the newest state", got)
	}
	if n := w.calls("editMessageText", 200); n != 3 {
		t.Errorf("%d edits, want the newer, the older and the newer again", n)
	}
}

func TestReply_OlderCardIsDrawnAgain(t *testing.T) {
	t.Parallel()
	w := setup(t)
	s := w.board()
	b := w.bot()
	s.set(2)
	w.deliver(b)
	w.talk.answer = func(_ context.Context, e handlers.Event) (handlers.Reply, error) {
		if e.Command == "start" {
			return handlers.Reply{}, nil
		}
		m := say(e, "state 1")
		m.Card = &handlers.CardRef{Subject: booking, PersonID: 7, Revision: 1}
		return handlers.Reply{Messages: []handlers.Message{m}}, nil
	}
	w.run(b)
	w.ann.Send("show")
	w.until("shown anew", func() bool { return w.calls("deleteMessage", 200) == 1 })
	if got := texts(w.ann); !slices.Equal(got, []string{"state 2"}) {
		t.Errorf("the chat shows %v", got)
	}
}

// asked has whoever says something be shown the card.
func (w *world) asked(s *board) {
	w.talk.answer = func(_ context.Context, e handlers.Event) (handlers.Reply, error) {
		if e.Command == "start" {
			return handlers.Reply{}, nil
		}
		m, _, _ := s.compose(delivery())
		m.Chat = e.Chat.ID
		return handlers.Reply{Messages: []handlers.Message{m}}, nil
	}
}

// What was asked for takes the place of a reminder of the same state.
func TestReply_CardTakesTheNoticesPlace(t *testing.T) {
	t.Parallel()
	w := setup(t)
	s := w.board()
	b := w.bot()
	s.set(2)
	w.asked(s)
	w.run(b)
	w.ann.Send("show")
	shown := w.sees(w.ann, "state 2")
	if _, err := w.store.SaveCard(t.Context(), booking, 7, conference.Card{ChatID: ann, MessageID: int64(shown.ID), Revision: 3}); err != nil {
		t.Fatal(err)
	}
	w.ann.Send("show")
	w.until("the notice is gone", func() bool { return w.calls("deleteMessage", 200) == 1 })
	w.until("remembered", func() bool {
		c, _, _ := w.store.Card(t.Context(), booking, 7)
		return c.MessageID != int64(shown.ID) && c.Revision == 3
	})
	if n := w.calls("editMessageText", 400); n != 0 || !slices.Equal(texts(w.ann), []string{"state 2"}) {
		t.Errorf("%d edits that change nothing; the chat shows %v", n, texts(w.ann))
	}
}

func TestReply_CardIsRememberedAndReplaced(t *testing.T) {
	t.Parallel()
	w := setup(t)
	s := w.board()
	b := w.bot()
	w.asked(s)
	w.run(b)
	w.ann.Send("show")
	first := w.sees(w.ann, "state 1")
	w.deliver(b)
	s.set(2)
	w.deliver(b)
	if m := w.sees(w.ann, "state 2"); m.ID != first.ID {
		t.Errorf("the answer's card was not edited but sent anew: %v", texts(w.ann))
	}
	s.set(3)
	w.ann.Send("show")
	w.sees(w.ann, "state 3")
	w.until("the old one is gone", func() bool { return slices.Equal(texts(w.ann), []string{"state 3"}) })
}

// A question on a card is left alone while there is time to answer it; then the card stands there as it has become.
func TestDeliver_QuestionStands(t *testing.T) {
	t.Parallel()
	w := setup(t)
	s := w.board()
	clock := &clock{now: noon}
	b := w.bot(func(o *Options) { o.Now = clock.Now })
	w.deliver(b)
	card := w.sees(w.ann, "state 1")
	w.talk.answer = func(_ context.Context, e handlers.Event) (handlers.Reply, error) {
		if e.Button == nil {
			return handlers.Reply{}, nil
		}
		m := say(e, "call it off?")
		if e.Button.Data == "no" {
			m, _, _ = s.compose(delivery())
			m.Chat = e.Chat.ID
		}
		m.Edit = e.Button.MessageID
		m.Keyboard = append(m.Keyboard, []handlers.Key{{Label: "no", Data: "no"}})
		return handlers.Reply{Messages: []handlers.Message{m}}, nil
	}
	w.run(b)
	put := func(wait time.Duration) {
		t.Helper()
		var notYet conference.NotYet
		if err := b.Deliver(w.ctx, delivery()); !errors.As(err, &notYet) || notYet.Wait != wait {
			t.Errorf("%v, want it put off for %v", err, wait)
		}
		w.sees(w.ann, "call it off?")
	}
	w.ann.Press(card.ID, card.Keyboard[0][0].Data)
	w.sees(w.ann, "call it off?")
	s.set(2)
	put(asksFor)
	clock.set(noon.Add(asksFor - time.Second))
	put(time.Second)
	w.ann.Press(card.ID, "no")
	w.sees(w.ann, "state 2")
	w.until("remembered", func() bool {
		c, _, _ := w.store.Card(t.Context(), booking, 7)
		return c.Revision == 2
	})
	s.set(3)
	w.deliver(b)
	card = w.sees(w.ann, "state 3")

	w.ann.Press(card.ID, card.Keyboard[0][0].Data)
	w.sees(w.ann, "call it off?")
	clock.set(clock.Now().Add(asksFor))
	s.set(4)
	w.deliver(b)
	w.sees(w.ann, "state 4")
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.board()
	registry := prometheus.NewRegistry()
	b := w.bot(func(o *Options) { o.Registerer = registry })
	w.deliver(b, func(d *conference.Delivery) { d.DueAt = time.Now().Add(-3 * time.Second) })
	w.run(b)
	w.ann.Send("x")
	w.sees(w.ann, "re: x")
	w.until("counted", func() bool { // with /start
		return count(t, registry, "huiwu_updates_total", "message", "ok") == 2
	})
	if got := count(t, registry, "huiwu_sends_total", "task", "ok"); got != 1 {
		t.Errorf("sends in the task lane: %v", got)
	}
	if got := count(t, registry, "huiwu_notice_late_seconds", "task"); got != 1 {
		t.Errorf("notices measured: %v", got)
	}
	if _, err := newMetrics(registry); err == nil {
		t.Error("registered twice without an error")
	}
}

// count is the value of a counter, or how often a histogram was fed, with these values of labels.
func count(t *testing.T, g prometheus.Gatherer, name string, labels ...string) (n float64) {
	t.Helper()
	families, err := g.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			var values []string
			for _, l := range m.GetLabel() {
				values = append(values, l.GetValue())
			}
			if f.GetName() == name && slices.Equal(values, labels) {
				n += m.GetCounter().GetValue() + float64(m.GetHistogram().GetSampleCount())
			}
		}
	}
	return n
}

// An emergency notice that is brought a second time, as its first delivery was not noted down, is not sent again.
func TestDeliver_EmergencyOnce(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.board()
	b := w.bot()
	alarm := func(d *conference.Delivery) {
		d.Kind, d.Ping, d.Lane = conference.NoticeEmergency, true, conference.LaneAnswer
		d.Subject = conference.Subject{Kind: conference.SubjectEmergency, ID: 1}
	}
	w.deliver(b, alarm)
	if first := w.sees(w.ann, "state 1"); first.Silent {
		t.Error("an emergency without a sound")
	}
	w.deliver(b, alarm)
	if n := w.calls("sendMessage", 200); n != 1 {
		t.Errorf("sent %d times", n)
	}
}
