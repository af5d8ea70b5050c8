package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huiwu/bot/emulator"
	"huiwu/conference"
	"huiwu/handlers"
	"huiwu/storage/storagetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, storagetest.IgnoreServer()) }

const (
	ann = int64(1001)
	ben = int64(1002)
)

// world is a Bot API server with two people, and a bot whose conversations and store are in memory.
type world struct {
	*emulator.Server
	t     *testing.T
	url   string
	ctx   context.Context
	ann   *emulator.Phone
	ben   *emulator.Phone
	store *memory
	talk  *talk
	log   *syncBuffer
}

func setup(t *testing.T) *world {
	t.Helper()
	s := emulator.New(emulator.Options{})
	web := httptest.NewServer(s.API())
	t.Cleanup(func() {
		s.Close()
		web.Close()
	})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	w := &world{Server: s, t: t, url: web.URL, ctx: ctx, store: newMemory(), log: &syncBuffer{}}
	w.talk = &talk{answer: echo}
	w.ann = s.AddUser(emulator.User{ID: ann, FirstName: "Ann", LastName: "Wang", Phone: "8613800000001", LanguageCode: "zh-hans"})
	w.ben = s.AddUser(emulator.User{ID: ben, FirstName: "Ben", Phone: "8613800000002", LanguageCode: "en"})
	return w
}

// bot is a bot that does not receive yet.
func (w *world) bot(change ...func(*Options)) *Bot {
	w.t.Helper()
	o := Options{Token: w.Token(), APIURL: w.url, Username: "huiwu_bot", Handlers: w.talk, Store: w.store,
		Logger: slog.New(slog.NewTextHandler(w.log, nil)), DrainTimeout: 5 * time.Second}
	for _, c := range change {
		c(&o)
	}
	b, err := New(o)
	if err != nil {
		w.t.Fatalf("bot: %v", err)
	}
	w.t.Cleanup(b.Close)
	return b
}

// run receives until the returned function is called or the test ends.
func (w *world) run(b *Bot) (stop func()) {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.ctx)
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-ended; err != nil {
				w.t.Errorf("Run: %v", err)
			}
		})
	}
	w.t.Cleanup(stop)
	return stop
}

// sees waits until the phone shows a message of the bot's with the text.
func (w *world) sees(p *emulator.Phone, text string) emulator.Message {
	w.t.Helper()
	m, err := p.WaitMessage(w.ctx, func(m emulator.Message) bool { return m.FromBot && m.Text == text })
	if err != nil {
		w.t.Fatalf("%d never sees %q: %v; it shows %v\n%s", p.ID(), text, err, texts(p), w.log)
	}
	return m
}

// texts are what the bot has written to the phone.
func texts(p *emulator.Phone) (out []string) {
	for _, m := range p.Messages() {
		if m.FromBot {
			out = append(out, m.Text)
		}
	}
	return out
}

// calls counts the calls of a method that were answered with the code.
func (w *world) calls(method string, code int) (n int) {
	for _, c := range w.Calls() {
		if c.Method == method && c.Code == code {
			n++
		}
	}
	return n
}

// until waits for a condition that no phone shows.
func (w *world) until(what string, met func() bool) {
	w.t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !met() {
		select {
		case <-tick.C:
		case <-w.ctx.Done():
			w.t.Fatalf("%s: never\n%s", what, w.log)
		}
	}
}

func say(e handlers.Event, text string) handlers.Message {
	return handlers.Message{Chat: e.Chat.ID, Text: handlers.Plain(text)}
}

// echo answers a text with itself.
func echo(_ context.Context, e handlers.Event) (handlers.Reply, error) {
	if e.Button != nil {
		return handlers.Reply{Toast: e.Button.Data}, nil
	}
	return handlers.Reply{Messages: []handlers.Message{say(e, "re: "+e.Text)}}, nil
}

// talk is conversations that a test makes up.
type talk struct {
	mu      sync.Mutex
	answer  func(ctx context.Context, e handlers.Event) (handlers.Reply, error)
	compose func(d conference.Delivery) (handlers.Message, bool, error)
	events  []handlers.Event
	sent    map[int64]int          // message ids by update
	told    func(e handlers.Event) // at Sent
}

func (k *talk) Handle(ctx context.Context, e handlers.Event) (handlers.Reply, error) {
	k.mu.Lock()
	k.events = append(k.events, e)
	answer := k.answer
	k.mu.Unlock()
	return answer(ctx, e)
}

func (k *talk) seen() []handlers.Event {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]handlers.Event(nil), k.events...)
}

func (k *talk) Refuse(e handlers.Event, err error) handlers.Reply {
	text := "sorry: " + string(conference.CodeOf(err))
	if e.Button != nil {
		return handlers.Reply{Toast: text}
	}
	return handlers.Reply{Messages: []handlers.Message{say(e, text)}}
}

func (k *talk) Sent(_ context.Context, e handlers.Event, _ handlers.Message, id int) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.sent == nil {
		k.sent = map[int64]int{}
	}
	k.sent[e.UpdateID] = id
	if k.told != nil {
		k.told(e)
	}
	return nil
}

func (k *talk) Compose(_ context.Context, d conference.Delivery) (handlers.Message, bool, error) {
	k.mu.Lock()
	compose := k.compose
	k.mu.Unlock()
	return compose(d)
}

func (k *talk) Commands() []handlers.CommandMenu {
	return []handlers.CommandMenu{{Commands: []handlers.Command{{Name: "start", Description: "begin"}}},
		{Language: "zh-CN", Commands: []handlers.Command{{Name: "start", Description: "开始"}}}}
}

func (k *talk) MenuFor(p conference.Person) handlers.CommandMenu {
	return handlers.CommandMenu{Commands: []handlers.Command{{Name: "book", Description: "for " + p.Name}}}
}

// memory is a store in memory; nothing of it outlives the test.
type memory struct {
	mu      sync.Mutex
	people  map[int64]conference.Person // by id
	cards   map[string]conference.Card
	shelf   map[int64]string
	pauses  map[int64]time.Time
	taken   []conference.Lane
	refuse  func(chat int64, lane conference.Lane) time.Duration // budget; nil gives all
	saving  func()                                               // before SaveCard
	offline error
}

func newMemory() *memory {
	return &memory{people: map[int64]conference.Person{}, cards: map[string]conference.Card{}, shelf: map[int64]string{}, pauses: map[int64]time.Time{}}
}

var errAway = errors.New("connection refused")

func (s *memory) SetAside(_ context.Context, id int64, _ []byte, reason string, _ time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.offline != nil {
		return s.offline
	}
	s.shelf[id] = reason
	return nil
}

func (s *memory) aside() map[int64]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[int64]string{}
	for id, reason := range s.shelf {
		out[id] = reason
	}
	return out
}

func (s *memory) Person(_ context.Context, id int64) (conference.Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.people[id]
	if !ok {
		return p, conference.Refuse(conference.CodeNotFound)
	}
	return p, nil
}

func (s *memory) PersonByTelegram(_ context.Context, id int64) (conference.Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.people {
		if p.TelegramID == id {
			return p, nil
		}
	}
	return conference.Person{}, conference.Refuse(conference.CodeUnknownPerson)
}

func (s *memory) MarkUnreachable(_ context.Context, id int64, _ time.Time) (bool, error) {
	return s.mark(id, true)
}

func (s *memory) MarkReachable(_ context.Context, id int64) error {
	_, err := s.mark(id, false)
	return err
}

func (s *memory) MoveChat(_ context.Context, from, to int64, _ time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, p := range s.people {
		if p.TelegramID == from {
			p.TelegramID, p.Unreachable = to, false
			s.people[id] = p
		}
	}
	return nil
}

func (s *memory) ReachChat(_ context.Context, chat int64, reachable bool, _ time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, p := range s.people {
		if p.TelegramID == chat {
			p.Unreachable = !reachable
			s.people[id] = p
		}
	}
	return nil
}

func (s *memory) mark(id int64, unreachable bool) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.people[id]
	changed := p.Unreachable != unreachable
	p.Unreachable = unreachable
	s.people[id] = p
	return changed, nil
}

func cardKey(s conference.Subject, person int64) string { return fmt.Sprint(s, person) }

func (s *memory) Card(_ context.Context, subject conference.Subject, person int64) (conference.Card, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.cards[cardKey(subject, person)]
	return c, ok, nil
}

func (s *memory) SaveCard(_ context.Context, subject conference.Subject, person int64, c conference.Card) (was conference.Card, err error) {
	s.mu.Lock()
	saving := s.saving
	s.mu.Unlock()
	if saving != nil {
		saving()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := cardKey(subject, person)
	if was = s.cards[key]; was.Revision > c.Revision {
		return conference.Card{}, conference.Refuse(conference.CodeStale)
	}
	s.cards[key] = c
	return was, nil
}

func (s *memory) CardAsks(_ context.Context, chat, message int64, until time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, c := range s.cards {
		if c.ChatID == chat && c.MessageID == message {
			c.AsksUntil = until
			s.cards[key] = c
		}
	}
	return nil
}

func (s *memory) TakeBudget(_ context.Context, chat int64, group bool, lane conference.Lane, now time.Time) (time.Duration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if wait := max(s.pauses[chat].Sub(now), s.pauses[0].Sub(now)); wait > 0 {
		return wait, nil
	}
	if s.refuse != nil {
		if wait := s.refuse(chat, lane); wait != 0 {
			return wait, nil
		}
	}
	s.taken = append(s.taken, lane)
	return 0, nil
}

func (s *memory) PauseBudget(_ context.Context, chat int64, until time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pauses[chat] = until
	return nil
}

// link puts a person with the phone on the roster.
func (s *memory) link(id, telegramID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.people[id] = conference.Person{ID: id, Name: fmt.Sprint("person ", id), Language: "zh-CN", TelegramID: telegramID}
}

// syncBuffer is a log that is written and read at the same time.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
