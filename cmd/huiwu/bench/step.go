package bench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"huiwu/bot"
	"huiwu/conference"
	"huiwu/handlers"
)

// tapsEach is how many taps one person makes: fewer than the flood guard lets through.
const tapsEach = 30

// step measures steps of a dialog that end in Redis: a tap, the draft's card edited. Its floor is the bot itself with
// a conversation that does nothing: the same HTTP in and out.
func step(ctx context.Context, b *bench) error {
	s, err := b.site(ctx, nil)
	if err != nil {
		return err
	}
	defer s.close()
	o, err := s.office(ctx, unlimited)
	if err != nil {
		return err
	}
	n := pick(b.Quick, 900, 30_000)
	if err := s.roster(ctx, o, 100, n/tapsEach); err != nil {
		return err
	}
	s.receive(ctx, o)
	empty, err := s.emptyBot(ctx)
	if err != nil {
		return err
	}
	prefixes, err := s.openDrafts(ctx, o, n/tapsEach)
	if err != nil {
		return err
	}
	tap := func(l *line, i int) error {
		who := i / tapsEach
		return l.post(tapped(firstAccount+int64(who), 1, prefixes[who]+[]string{"num 4", "num 6"}[i%2]))
	}
	before, done := s.stub.counts[sends].Load(), 0
	var each []time.Duration
	value, floor, err := alternate(n, func(n int) (time.Duration, error) {
		some, all, err := load(ctx, o.Webhook, 8, n, func(l *line, i int) error { return tap(l, done+i) })
		done, each = done+n, append(each, some...)
		return all, err
	}, func(n int) (time.Duration, error) {
		_, all, err := load(ctx, empty, 8, n, func(l *line, i int) error { return tap(l, done+i) })
		return all, err
	})
	if err != nil {
		return err
	}
	if edited := s.stub.counts[sends].Load() - before; edited != int64(2*n) {
		return fmt.Errorf("%d cards edited in %d steps", edited, 2*n)
	}
	slices.Sort(each)
	b.report.add(Result{Name: "step", Value: value, Unit: "steps/s", Floor: floor, Ratio: value / floor,
		Detail: fmt.Sprintf("8 people at once; p50 %.1f p99 %.1f ms; who it is comes from PostgreSQL", ms(quantile(each, 0.5)), ms(quantile(each, 0.99)))})
	return nil
}

// openDrafts has each of the people open an empty draft, and returns what its buttons begin with.
func (s *site) openDrafts(ctx context.Context, o *Office, people int) ([]string, error) {
	seen := make([]atomic.Pointer[string], people)
	s.stub.watch(func(chat int64, body []byte) {
		for _, data := range buttons(body) {
			if i := int(chat - firstAccount); i < people && strings.HasPrefix(data, "d:") {
				parts := strings.SplitN(data, ":", 4)
				prefix := strings.Join(parts[:3], ":") + ":"
				seen[i].Store(&prefix)
			}
		}
	})
	_, _, err := load(ctx, o.Webhook, 8, people, func(l *line, i int) error { return l.post(said(firstAccount+int64(i), "/book")) })
	if err != nil {
		return nil, err
	}
	s.stub.watch(func(int64, []byte) {})
	prefixes := make([]string, people)
	for i := range seen {
		if seen[i].Load() == nil {
			return nil, errors.New("/book opened no draft")
		}
		prefixes[i] = *seen[i].Load()
	}
	return prefixes, nil
}

// emptyBot serves a bot whose conversation answers everything alike, and returns where updates go.
func (s *site) emptyBot(ctx context.Context) (webhook string, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("empty bot: %w", err)
	}
	webhook = "http://" + listener.Addr().String() + "/"
	idle, err := bot.New(bot.Options{Token: token, APIURL: s.stub.url, Username: "bench_bot", Handlers: nobody{}, Store: nobody{},
		WebhookURL: webhook, WebhookSecret: secret})
	if err != nil {
		return "", fmt.Errorf("empty bot: %w", err)
	}
	web := &http.Server{Handler: idle.Webhook(), ReadHeaderTimeout: time.Minute}
	go func() { _ = web.Serve(listener) }() // ends with close
	s.closers = append(s.closers, func() { _ = web.Close() })
	s.receive(ctx, &Office{Bot: idle})
	return webhook, nil
}

// nobody talks without looking, and keeps nothing.
type nobody struct{}

var card = handlers.Lines(handlers.Bold(handlers.Plain("预订会议室")), handlers.Plain("项目例会"), handlers.Plain("👥 6 人 · 小型会议"), handlers.Plain("哪一天？"))

func (nobody) Handle(_ context.Context, e handlers.Event) (handlers.Reply, error) {
	m := handlers.Message{Chat: e.Chat.ID, Text: card}
	if e.Button != nil {
		m.Edit = e.Button.MessageID
	}
	for range 4 {
		m.Keyboard = append(m.Keyboard, []handlers.Key{{Label: "今天", Data: "d:1:1:day 1"}, {Label: "明天", Data: "d:1:1:day 2"}, {Label: "周三 25日", Data: "d:1:1:day 3"}})
	}
	return handlers.Reply{Messages: []handlers.Message{m}}, nil
}
func (nobody) Refuse(handlers.Event, error) handlers.Reply                       { return handlers.Reply{} }
func (nobody) Sent(context.Context, handlers.Event, handlers.Message, int) error { return nil }
func (nobody) Compose(context.Context, conference.Delivery) (handlers.Message, bool, error) {
	return handlers.Message{}, false, nil
}
func (nobody) Commands() []handlers.CommandMenu                                 { return nil }
func (nobody) MenuFor(conference.Person) handlers.CommandMenu                   { return handlers.CommandMenu{} }
func (nobody) SetAside(context.Context, int64, []byte, string, time.Time) error { return nil }
func (nobody) MarkUnreachable(context.Context, int64, time.Time) (bool, error)  { return false, nil }
func (nobody) MarkReachable(context.Context, int64) error                       { return nil }
func (nobody) MoveChat(context.Context, int64, int64, time.Time) error          { return nil }
func (nobody) ReachChat(context.Context, int64, bool, time.Time) error          { return nil }
func (nobody) Person(context.Context, int64) (conference.Person, error) {
	return conference.Person{}, nil
}
func (nobody) PersonByTelegram(context.Context, int64) (conference.Person, error) {
	return conference.Person{}, nil
}
func (nobody) CardAsks(context.Context, int64, int64, time.Time) error { return nil }
func (nobody) SaveCard(context.Context, conference.Subject, int64, conference.Card) (conference.Card, error) {
	return conference.Card{}, nil
}
func (nobody) PauseBudget(context.Context, int64, time.Time) error { return nil }
func (nobody) Card(context.Context, conference.Subject, int64) (conference.Card, bool, error) {
	return conference.Card{}, false, nil
}
func (nobody) TakeBudget(context.Context, int64, bool, conference.Lane, time.Time) (time.Duration, error) {
	return 0, nil
}
