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
	username, err := bot.Username(ctx, s.APIURL, string(s.Token), log)
	if err != nil {
		return nil, fmt.Errorf("TELEGRAM_TOKEN: %w", err)
	}
	talk, err := handlers.New(handlers.Options{Store: store, Settings: rules, Now: now, Language: s.Language, BotUsername: username, Logger: log})
	if err != nil {
		return nil, fmt.Errorf("conversations: %w", err)
	}
	options := bot.Options{Token: string(s.Token), APIURL: s.APIURL, Username: username, Handlers: talk, Store: store, Turns: store,
		Now: now, Logger: log, Registerer: o.metrics}
	if s.Mode == "webhook" {
		options.WebhookURL, options.WebhookSecret = s.WebhookURL, string(s.WebhookSecret)
	}
	if o.bot, err = bot.New(options); err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	o.scheduler, err = scheduler.New(scheduler.Options{
		Driver: store.QueueDriver(), Due: store, Calendar: store, Schedules: schedules(store, rules.Zone), Deliverer: o.bot,
		Replicas: store, Zone: rules.Zone, Now: now, Logger: log,
	})
	if err != nil {
		return nil, fmt.Errorf("scheduler: %w", err)
	}
	store.SetQueue(o.scheduler.Queue())
	o.serveBot()
	return o, nil
}

// schedules are what happens by the calendar.
func schedules(store *storage.Store, zone *time.Location) []scheduler.Schedule {
	return []scheduler.Schedule{
		{
			// Before the shift ends, the supervisors see the next two days (S128).
			Name: "outlook", Spec: "0 17 * * *",
			Deliver: func(at time.Time) []conference.Delivery {
				y, m, d := at.In(zone).Date()
				tomorrow := time.Date(y, m, d+1, 0, 0, 0, 0, zone)
				return []conference.Delivery{{
					Kind: conference.NoticeOutlook, Subject: conference.Subject{Kind: conference.SubjectDay, ID: tomorrow.Unix()},
					To: conference.Audience{Role: conference.RoleSupervisor}, Lane: conference.LaneBulk, ExpiresAt: at.Add(12 * time.Hour),
				}}
			},
		},
		{
			// What an overseer has open is as things stand.
			Name: "boards", Spec: "* * * * *", Passing: true,
			Do: func(ctx context.Context, at time.Time) error {
				return store.RefreshBoards(ctx, at) //nolint:wrapcheck // the scheduler names the schedule
			},
		},
		{
			// Telegram repeats an update for a day at most; two weeks leave room to look back.
			Name: "forget-updates", Spec: "30 4 * * *",
			Do: func(ctx context.Context, at time.Time) error {
				_, err := store.PurgeUpdates(ctx, at.AddDate(0, 0, -14))
				return err //nolint:wrapcheck // the scheduler names the schedule
			},
		},
	}
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
		defer o.closeWeb()
		defer stopDelivering()
		if err := o.bot.Run(failed); err != nil && ctx.Err() == nil {
			return fmt.Errorf("bot: %w", err)
		}
		return nil
	})
	return group.Wait() //nolint:wrapcheck // each part has named itself
}
