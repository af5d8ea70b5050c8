// Package bench measures the program, each figure beside its floor: what PostgreSQL, River or plain HTTP need by
// themselves for the same, in the same run on the same servers. Servers are private and thrown away.
package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"huiwu/bot"
	"huiwu/conference"
	"huiwu/scheduler"
	"huiwu/storage"
	"huiwu/storage/embedded"
	"huiwu/storage/floor"
	"huiwu/storage/plan"
)

// Options say what is measured and how long.
type Options struct {
	Start Start
	// Program is this binary: `bench --child` of it is to call [Serve].
	Program string
	Out     io.Writer
	JSON    bool
	Only    string        // a row's name; all when ""
	For     time.Duration // how long what is measured over time is measured at least; from 20 s on rooms goes to 10 million bookings
	Quick   bool          // smaller data, so that all rows together take less than 40 s
}

// Setting is where an office runs and by which limits it sends.
type Setting struct {
	DatabaseURL, RedisURL, APIURL, Token, Secret string
	Limits                                       storage.Limits
}

// Start puts an office together on a migrated database; nothing runs yet.
type Start func(ctx context.Context, s Setting) (*Office, error)

// Office is the whole program but for its main loop.
type Office struct {
	Store     *storage.Store
	Bot       *bot.Bot
	Scheduler *scheduler.Scheduler
	Webhook   string // where updates are posted
	Close     func()
}

// row is a line of the table, or several that are measured together.
type row struct {
	name string
	run  func(ctx context.Context, b *bench) error
}

var rows = []row{
	{"book", book}, {"race", race}, {"step", step}, {"rooms", rooms}, {"due", due},
	{"late", late}, {"tick", tick}, {"lanes", lanes}, {"parse", parse}, {"idle", idle},
}

// bench is a run under way.
type bench struct {
	Options
	report    *report
	postgres  *embedded.Postgres
	durable   string // how durable a commit is
	databases int
	rules     conference.Settings
}

// template is the database that is copied for each row.
const template = "template_huiwu"

// Run measures and prints.
func Run(ctx context.Context, o Options) (err error) {
	var chosen []row
	for _, r := range rows {
		if o.Only == "" || o.Only == r.name {
			chosen = append(chosen, r)
		}
	}
	if len(chosen) == 0 {
		return fmt.Errorf("--only: there is no row %q; there are %s", o.Only, Names())
	}
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	b := &bench{Options: o, report: newReport(o.Out, o.JSON), rules: conference.DefaultSettings(zone, plan.Default())}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.postgres.Stop(context.WithoutCancel(ctx))) }()
	b.report.head(b.durable)
	for _, r := range chosen {
		if err := r.run(ctx, b); err != nil {
			return fmt.Errorf("bench %s: %w", r.name, err)
		}
	}
	b.report.end()
	return nil
}

// Names are the rows that there are.
func Names() string {
	var names []string
	for _, r := range rows {
		names = append(names, r.name)
	}
	return strings.Join(names, ", ")
}

// prepare starts a PostgreSQL as durable as an office's own, and migrates the template.
func (b *bench) prepare(ctx context.Context) (err error) {
	if b.postgres, err = embedded.StartPostgres(ctx, quiet()); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	url, err := floor.Copy(ctx, b.postgres.URL(), "template1", template)
	if err != nil {
		return err
	}
	if err := storage.Migrate(ctx, url); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	db, err := floor.Open(ctx, b.postgres.URL(), 1)
	if err != nil {
		return err
	}
	defer db.Close()
	b.durable, err = db.Describe(ctx)
	return err
}

func quiet() embedded.Options {
	return embedded.Options{Temporary: true, Logger: slog.New(slog.DiscardHandler)}
}

// site is a database and a Redis of a row's own, with the stub it sends to.
type site struct {
	b        *bench
	database string
	redis    *embedded.Redis
	stub     *stub
	floor    *floor.DB
	closers  []func()
}

// site makes one; it has no roster yet.
func (b *bench) site(ctx context.Context, limits *budgets) (_ *site, err error) {
	s := &site{b: b}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	b.databases++
	name := fmt.Sprintf("bench_%d", b.databases)
	if s.database, err = floor.Copy(ctx, b.postgres.URL(), template, name); err != nil {
		return nil, err
	}
	s.closers = append(s.closers, func() { _ = floor.Drop(context.WithoutCancel(ctx), b.postgres.URL(), name) }) // the server goes anyway
	if s.redis, err = embedded.StartRedis(ctx, quiet()); err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	s.closers = append(s.closers, func() { _ = s.redis.Stop(context.WithoutCancel(ctx)) })
	if s.floor, err = floor.Open(ctx, s.database, 32); err != nil {
		return nil, err
	}
	s.closers = append(s.closers, s.floor.Close)
	if s.stub, err = newStub(limits); err != nil {
		return nil, err
	}
	s.closers = append(s.closers, s.stub.close)
	return s, nil
}

func (s *site) close() {
	for i := len(s.closers) - 1; i >= 0; i-- {
		s.closers[i]()
	}
}

// unlimited is what an office sends by that does not wait for Telegram.
var unlimited = storage.Limits{Overall: 1e9, Private: 1e9, PrivateBurst: 1e9, GroupPerMinute: 1e9}

// office opens an office on the site.
func (s *site) office(ctx context.Context, limits storage.Limits) (*Office, error) {
	o, err := s.b.Start(ctx, s.setting(limits))
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, o.Close)
	return o, nil
}

func (s *site) setting(limits storage.Limits) Setting {
	return Setting{DatabaseURL: s.database, RedisURL: s.redis.URL(), APIURL: s.stub.url, Token: token, Secret: secret, Limits: limits}
}

// The bot's token and the webhook's secret; nobody but the stub and the load generator is there to know them.
const (
	token  = "1:bench"
	secret = "bench"
)

// receive lets the office receive updates until the site is closed.
func (s *site) receive(ctx context.Context, o *Office) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = o.Bot.Run(ctx) // what is wrong shows as updates that are not answered
	}()
	s.closers = append(s.closers, func() { cancel(); <-done })
}

// schedule lets the office tick and deliver until the site is closed.
func (s *site) schedule(ctx context.Context, o *Office) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = o.Scheduler.Run(ctx) // what is wrong shows as deliveries that do not come
	}()
	s.closers = append(s.closers, func() { cancel(); <-done })
}

// pick is the one when quick, else the other.
func pick[T any](quick bool, small, full T) T {
	if quick {
		return small
	}
	return full
}
