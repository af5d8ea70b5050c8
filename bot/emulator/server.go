package emulator

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// botID is the bot's id when Options name no token.
const botID = "7000000001"

// Options say whose bot the server is for, and how the phones' page behaves.
// The zero value works.
type Options struct {
	Token       string // the bot's id, a colon and a secret; a random one if empty
	BotUsername string // "huiwu_bot" if empty
	BotName     string // "会务" if empty

	// Now dates messages and ages queries. It defaults to Clock's, or to
	// time.Now. Polls and pauses run on real time: clients wait it out.
	Now      func() time.Time
	RatesNow func() time.Time // what rates are measured by; time.Now if nil
	Clock    Clock            // nil: the page shows no clock bar
	Zone     *time.Location   // the organisation's; Asia/Shanghai if nil

	Logger *slog.Logger // silent if nil
	Tips   []Tip        // the page's "try this" strip

	BasePath     string   // where the page is mounted, "" for /
	AllowedHosts []string // names, besides loopback, under which the page answers

	// WebhookPause is the wait before the attempt that follows n failures, n
	// from 1. By default it grows from a second to a minute.
	WebhookPause  func(n int) time.Duration
	WebhookClient *http.Client // how webhooks are called; for test certificates

	// OnCall sees every request after it was answered. It must not block.
	OnCall func(Call)
}

// Clock is the demo's clock, which can be moved forward.
type Clock interface {
	Now() time.Time
	Advance(d time.Duration)
	// Next is when the next thing happens by itself, if anything is planned.
	Next() (time.Time, bool)
}

// Tip is a sentence that the page offers to send from one of the phones.
type Tip struct {
	Phone int64  `json:"phone"`
	Text  string `json:"text"`
}

// Server is one bot's Bot API server together with the people who use the bot.
// Its methods may be called at the same time from several goroutines.
type Server struct {
	o   Options
	bot wireUser

	ctx  context.Context // ends with Close
	stop context.CancelFunc
	work sync.WaitGroup // the webhook's deliveries

	mu      sync.Mutex    // guards all that follows
	changed chan struct{} // closed, and replaced, whenever anything changes
	people  map[int64]*person
	order   []int64 // people as they were added
	chats   map[int64]*chat
	lastID  int64 // the source of chat ids, file ids and the like
	files   map[string]*file
	queries map[string]*query
	updates updateQueue
	webhook *webhook
	menus   commandMenus
	texts   map[string]string // descriptions and names, by kind and language
	faults  []*Fault
	stalls  []*Stall
	rates   *rateLimiter
	calls   []Call
	events  eventLog
}

// New returns a server without people. Close it after use.
func New(o Options) *Server {
	o = withDefaults(o)
	digits, _, _ := strings.Cut(o.Token, ":")
	id, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		o.Logger.Warn("the token does not begin with a bot id")
	}
	ctx, stop := context.WithCancel(context.Background())
	return &Server{
		o:       o,
		bot:     wireUser{ID: id, IsBot: true, FirstName: o.BotName, Username: o.BotUsername},
		ctx:     ctx,
		stop:    stop,
		changed: make(chan struct{}),
		people:  map[int64]*person{},
		chats:   map[int64]*chat{},
		files:   map[string]*file{},
		queries: map[string]*query{},
		menus:   commandMenus{},
		texts:   map[string]string{},
		updates: updateQueue{nextID: 100_000_001},
	}
}

func withDefaults(o Options) Options {
	setDefault(&o.Token, botID+":"+rand.Text())
	setDefault(&o.BotUsername, "huiwu_bot")
	setDefault(&o.BotName, "会务")
	if o.Now == nil {
		o.Now = time.Now
		if o.Clock != nil {
			o.Now = o.Clock.Now
		}
	}
	if o.RatesNow == nil {
		o.RatesNow = time.Now
	}
	if o.Zone == nil {
		o.Zone = shanghai()
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.WebhookPause == nil {
		o.WebhookPause = webhookPause
	}
	o.BasePath = strings.TrimSuffix(o.BasePath, "/")
	return o
}

func setDefault(s *string, value string) {
	if *s == "" {
		*s = value
	}
}

// shanghai works on machines without a zone database too.
func shanghai() *time.Location {
	if zone, err := time.LoadLocation("Asia/Shanghai"); err == nil {
		return zone
	}
	return time.FixedZone("Asia/Shanghai", 8*3600)
}

// Token is the bot token that the server accepts.
func (s *Server) Token() string { return s.o.Token }

// Close ends long polls, event streams and webhook deliveries, and returns when
// the deliveries are over. It may be called twice.
func (s *Server) Close() {
	s.stop()
	s.mu.Lock()
	for _, stall := range s.stalls {
		stall.free()
	}
	s.notify()
	s.mu.Unlock()
	s.work.Wait()
}

// notify wakes everyone who waits for a change. The caller holds mu.
func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// await calls ready until it says true, once at first and then after each
// change. It calls it with mu held and returns the context's error, or errClosed.
func (s *Server) await(ctx context.Context, ready func() bool) error {
	return s.awaitUnlocked(ctx, func() func() bool {
		ok := ready()
		return func() bool { return ok }
	})
}

// awaitUnlocked is await for conditions that others write: look runs with mu
// held, what it returns without, so that it may use the server.
func (s *Server) awaitUnlocked(ctx context.Context, look func() func() bool) error {
	for {
		s.mu.Lock()
		ready, changed := look(), s.changed
		s.mu.Unlock()
		if ready() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for the emulator: %w", context.Cause(ctx))
		case <-s.ctx.Done():
			return errClosed
		}
	}
}

// newID returns a number that was not given out before. The caller holds mu.
func (s *Server) newID() int64 {
	s.lastID++
	return s.lastID
}
