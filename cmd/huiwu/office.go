package main

import (
	"context"
	"errors"
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
	web       *http.Server
	listener  net.Listener
}

// newOffice puts the parts together over a migrated, open store, and listens on s.Listen.
// Nothing is received or sent before run.
func newOffice(ctx context.Context, s botSettings, store *storage.Store, rules conference.Settings, now func() time.Time, log *slog.Logger) (*office, error) {
	metrics := prometheus.NewRegistry()
	client, err := bot.NewClient(string(s.Token), s.APIURL)
	if err != nil {
		return nil, fmt.Errorf("telegram client: %w", err)
	}
	me, err := client.Me(ctx)
	if err != nil {
		return nil, fmt.Errorf("the Bot API at %s does not answer: %w", s.APIURL, err)
	}
	talk, err := handlers.New(handlers.Options{Store: store, Settings: rules, Now: now, Language: s.Language, BotUsername: me.Username, Logger: log})
	if err != nil {
		return nil, fmt.Errorf("conversations: %w", err)
	}
	b, err := bot.New(bot.Options{
		Client: client, Handler: talk, Store: store, Now: now, Logger: log, Metrics: metrics,
		Webhook: bot.WebhookOptions{Enabled: s.Mode == "webhook", URL: s.WebhookURL, Secret: string(s.WebhookSecret)},
	})
	if err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	sched, err := scheduler.New(scheduler.Options{
		Pool: store.Pool(), Due: store, Calendar: store, Schedules: schedules(store, rules.Zone), Deliverer: b,
		Zone: rules.Zone, Now: now, Logger: log, Late: b.Late,
	})
	if err != nil {
		return nil, fmt.Errorf("scheduler: %w", err)
	}
	store.SetQueue(sched.Queue())
	o := &office{log: log, store: store, bot: b, scheduler: sched, metrics: metrics}
	return o, o.listen(ctx, s.Listen)
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
		if err := o.web.Serve(o.listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("web server: %w", err)
		}
		return nil
	})
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

func (o *office) closeWeb() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := o.web.Shutdown(ctx); err != nil {
		o.log.Warn("web server closed late", "error", err)
	}
}
