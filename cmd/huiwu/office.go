package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"huiwu/bot"
	"huiwu/conference"
	"huiwu/handlers"
	"huiwu/scheduler"
	"huiwu/storage"
)

// office is the whole program, wired: the same for serve, for the demo and for tests.
type office struct {
	log       *slog.Logger
	store     *storage.Store
	bot       *bot.Bot
	scheduler *scheduler.Scheduler
	metrics   *prometheus.Registry
	mux       *http.ServeMux
	web       *http.Server
	listener  net.Listener
}

// newOffice puts the parts together over a migrated, open store. It answers /healthz on s.Listen at
// once, and returns when the Bot API has said who the bot is; nothing is received or sent before run.
func newOffice(ctx context.Context, s botSettings, store *storage.Store, rules conference.Settings, now func() time.Time, log *slog.Logger) (_ *office, err error) {
	o := &office{log: log, store: store, metrics: prometheus.NewRegistry()}
	if err := o.listen(ctx, s.Listen); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			o.closeWeb()
		}
	}()
	o.refreshPlan(ctx)
	username, err := bot.Username(ctx, s.APIURL, string(s.Token), log)
	if err != nil {
		return nil, fmt.Errorf("TELEGRAM_TOKEN: %w", err)
	}
	font, err := openFont(s.Font, log)
	if err != nil {
		return nil, err
	}
	talk, err := handlers.New(handlers.Options{Store: store, Settings: rules, Plan: store.Plan, Now: now, Language: s.Language, BotUsername: username, Font: font, Logger: log})
	if err != nil {
		return nil, fmt.Errorf("conversations: %w", err)
	}
	options := bot.Options{Token: string(s.Token), APIURL: s.APIURL, Username: username, Handlers: talk, Store: store, Turns: store,
		Now: now, Logger: log, Registerer: o.metrics, Flood: s.Flood}
	if s.Mode == "webhook" {
		options.WebhookURL, options.WebhookSecret = s.WebhookURL, string(s.WebhookSecret)
	}
	if o.bot, err = bot.New(options); err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	if err := o.schedule(o.bot, rules.Zone, now); err != nil {
		return nil, err
	}
	o.serveBot()
	return o, nil
}

// schedule has what happens by itself happen in the office's store, and be delivered by d.
func (o *office) schedule(d scheduler.Deliverer, zone *time.Location, now func() time.Time) (err error) {
	store := o.store
	o.scheduler, err = scheduler.New(scheduler.Options{
		Driver: store.QueueDriver(), Begin: store.QueueTx, Due: store, Calendar: store, Schedules: func() []scheduler.Schedule { return schedules(store, zone) }, Deliverer: d,
		Replicas: store, Pace: store.ChatPace(), Zone: zone, Now: now, Logger: o.log,
	})
	if err != nil {
		return fmt.Errorf("scheduler: %w", err)
	}
	store.SetQueue(o.scheduler.Queue())
	return nil
}

// run works until ctx ends, then closes in order: nothing more is received, what is in hand is
// finished, deliveries stop, the web server closes.
func (o *office) run(ctx context.Context) error {
	delivering, stopDelivering := context.WithCancel(context.WithoutCancel(ctx))
	defer stopDelivering()
	group, failed := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := o.scheduler.Run(delivering); err != nil {
			return fmt.Errorf("scheduler: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		o.refreshPlans(failed, refreshEvery)
		return nil
	})
	group.Go(func() error {
		defer o.closeWeb()
		defer stopDelivering()
		if err := o.bot.Run(failed); err != nil && ctx.Err() == nil {
			return fmt.Errorf("bot: %w", err)
		}
		return nil
	})
	return group.Wait() //nolint:wrapcheck // each part has named itself
}

// refreshEvery is how soon an imported service plan is taken up.
const refreshEvery = 10 * time.Second

// refreshPlans takes up plans that are imported, until ctx ends.
func (o *office) refreshPlans(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			o.refreshPlan(ctx)
		}
	}
}

// refreshPlan takes up the plan in force. Where that cannot be had or read, the one that runs goes on.
func (o *office) refreshPlan(ctx context.Context) {
	changed, err := o.store.RefreshPlan(ctx)
	switch {
	case err != nil && ctx.Err() == nil:
		o.log.ErrorContext(ctx, "service plan not taken up, going on with the one before", "error", err)
	case changed:
		o.log.InfoContext(ctx, "service plan taken up")
	}
}
