// Package bot knows Telegram: it receives updates and hands them to the conversations as events, and it
// brings replies and deliveries to people's chats within Telegram's limits.
//
// An update is confirmed only after its effect is committed and its answer sent, so that a crash loses
// nothing; what comes twice is recognised by its id, where the effect is. One person's updates are
// handled in order, different people's at the same time.
package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	telegram "github.com/go-telegram/bot"
	"github.com/prometheus/client_golang/prometheus"
)

// Handlers is what the conversations are to the bot.
type Handlers interface {
	Conversations
	Composer
	Menus
}

// Store is what the bot itself keeps.
type Store interface {
	Shelf
	Reachability
	Groups
	Cards
	People
	Budget
}

// Options is what a bot is made of.
type Options struct {
	Token  string
	APIURL string // DefaultAPIURL when ""
	// Username is the bot's own, without "@"; asked for by Run when "".
	Username string
	Handlers Handlers
	Store    Store
	// Turns is shared with the other replicas; nil when there are none.
	Turns Turns
	// Now dates taps and measures lateness; budgets and pauses run on real time. time.Now when nil.
	Now    func() time.Time
	Logger *slog.Logger // silent when nil
	// Registerer takes the metrics; nil for none.
	Registerer prometheus.Registerer

	// WebhookURL is where Telegram brings updates; "" to fetch them by long polling.
	WebhookURL string
	// WebhookSecret is 1–256 of A-Z, a-z, 0-9, _ and -; required with WebhookURL.
	WebhookSecret string
	// PollTimeout is how long Telegram holds a poll when there is nothing: 45 s when 0, at most 50 s.
	PollTimeout time.Duration
	// DrainTimeout is how long what is in hand may take when the bot stops; 20 s when 0.
	DrainTimeout time.Duration
	// Room is how many updates are in hand at most (512 when 0); Slots how many are handled at once (32).
	Room, Slots int
	Flood       Flood
}

// Bot is the way between Telegram and the conversations. Deliver, Webhook and Ready may be used at any
// time after New, also while and after Run.
type Bot struct {
	o             Options
	client        *client
	conversations Conversations
	composer      Composer
	menus         *menus
	store         Store
	now           func() time.Time
	log           *slog.Logger
	metrics       *metrics
	funnel        *funnel
	dispatcher    *dispatcher
	flood         *flood
	slots         chan struct{}
	replica       string // what this process is called among the replicas
	replyTimeout  time.Duration
	username      string         // set before begun is closed
	begun         chan struct{}  // closed when updates may be received
	watching      sync.WaitGroup // what Run has started and waits for besides what is in hand
}

// New checks the options; it makes no request.
func New(o Options) (*Bot, error) {
	o = withDefaults(o)
	if o.Handlers == nil || o.Store == nil {
		return nil, errors.New("bot: handlers and store are required")
	}
	if o.WebhookURL != "" && o.WebhookSecret == "" {
		return nil, errors.New("bot: a webhook needs a secret")
	}
	c, err := newClient(o.APIURL, o.Token, o.Logger)
	if err != nil {
		return nil, err
	}
	m, err := newMetrics(o.Registerer)
	if err != nil {
		return nil, err
	}
	b := &Bot{o: o, client: c, conversations: o.Handlers, composer: o.Handlers, menus: newMenus(o.Handlers, c, o.Logger), store: o.Store, now: o.Now, log: o.Logger,
		metrics: m, flood: newFlood(o.Flood), slots: make(chan struct{}, o.Slots), replica: rand.Text(), replyTimeout: replyTimeout, username: o.Username, begun: make(chan struct{})}
	b.funnel = newFunnel(newBudget(o.Store, o.Logger), o.Logger, m)
	b.dispatcher = newDispatcher(o.Room, b.handle)
	return b, nil
}

func withDefaults(o Options) Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.PollTimeout = min(or(o.PollTimeout, 45*time.Second), 50*time.Second)
	o.DrainTimeout = or(o.DrainTimeout, 20*time.Second)
	o.Room, o.Slots = or(o.Room, 512), or(o.Slots, 32)
	return o
}

// or is v, or the default when v is not set.
func or[T int | time.Duration](v, otherwise T) T {
	if v <= 0 {
		return otherwise
	}
	return v
}

// Username asks the Bot API for the bot's own name, without "@", trying again while the server is not
// reached. A token that is not accepted is an error at once.
func Username(ctx context.Context, apiURL, token string, log *slog.Logger) (string, error) {
	c, err := newClient(apiURL, token, log)
	if err != nil {
		return "", err
	}
	defer c.wire.http.CloseIdleConnections()
	return c.askUsername(ctx, log)
}

func (c *client) askUsername(ctx context.Context, log *slog.Logger) (string, error) {
	for try := 1; ; try++ {
		call, cancel := context.WithTimeout(ctx, callTimeout)
		me, err := c.GetMe(call)
		cancel()
		switch {
		case err == nil:
			return me.Username, nil
		case errors.Is(err, telegram.ErrorUnauthorized) || errors.Is(err, telegram.ErrorNotFound):
			return "", errors.New("the Bot API does not accept the token")
		}
		log.Warn("Bot API not reached", "try", try, "error", err)
		select {
		case <-time.After(backoff(try)):
		case <-ctx.Done():
			return "", fmt.Errorf("ask for the bot's name: %w", context.Cause(ctx))
		}
	}
}

// Close lets idle connections go. A bot that is used again opens new ones.
func (b *Bot) Close() { b.client.wire.http.CloseIdleConnections() }

// Ready tells whether the Bot API answers.
func (b *Bot) Ready(ctx context.Context) error {
	if _, err := b.client.GetMe(ctx); err != nil {
		return fmt.Errorf("bot api: %w", err)
	}
	return nil
}

// Run receives updates until ctx ends, then lets what is in hand finish and returns. It is called once.
// Errors: a token that is not accepted, a webhook that is refused. Deliver goes on to work.
func (b *Bot) Run(ctx context.Context) error {
	if err := b.begin(ctx); err != nil {
		b.drain(ctx)
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	b.watching.Go(func() { b.menus.announce(ctx) })
	if b.o.WebhookURL != "" {
		<-ctx.Done()
		b.drain(ctx)
		b.watching.Wait()
		return nil
	}
	w := newWindow()
	b.poll(ctx, w)
	b.drain(ctx)
	b.watching.Wait()
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	b.confirm(late, w)
	return nil
}

// begin learns who the bot is and says how updates are to come.
func (b *Bot) begin(ctx context.Context) error {
	if b.username == "" {
		name, err := b.client.askUsername(ctx, b.log)
		if err != nil {
			return err
		}
		b.username = name
	}
	close(b.begun)
	if b.o.WebhookURL == "" {
		b.dropWebhook(ctx)
		return nil
	}
	return b.setWebhook(ctx)
}

func (b *Bot) drain(ctx context.Context) {
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), b.o.DrainTimeout)
	defer cancel()
	b.dispatcher.drain(late)
}

// receive takes an update in hand; a nil ticket is one that is done with already.
func (b *Bot) receive(ctx context.Context, u *update) (*ticket, error) {
	if u.event != nil && b.dispatcher.held(u.id) == nil {
		switch b.flood.judge(u.person, time.Now()) {
		case tell:
			u.flooding = true
		case ignore:
			b.metrics.update(u.kind, "flood", 0)
			return nil, nil
		}
	}
	return b.dispatcher.submit(ctx, u)
}
