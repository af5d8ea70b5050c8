package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"runtime/pprof"
	"time"

	"huiwu/cmd/huiwu/bench"
	"huiwu/conference"
	"huiwu/storage"
	"huiwu/storage/plan"
)

type benchCommand struct {
	JSON    bool   `name:"json" help:"Print an object a line instead of the table."`
	Only    string `name:"only" placeholder:"NAME" help:"Measure one row: book, race, step, rooms, due, late, tick, lanes, parse or idle."`
	Seconds int    `name:"seconds" default:"10" help:"How long what is measured over time is measured at least; from 20 on rooms goes up to 10 million bookings."`
	Quick   bool   `name:"quick" help:"Smaller data and shorter times: all rows in less than 40 seconds."`
	Profile string `name:"profile" placeholder:"FILE" help:"Write a CPU profile of the whole run, for go tool pprof."`
	Child   bool   `name:"child" hidden:""`
}

// Run measures on private servers that are thrown away.
func (c *benchCommand) Run(ctx context.Context, s streams) error {
	if c.Child {
		return bench.Serve(ctx, s.in, s.out, startForBench) //nolint:wrapcheck // the parent says whose it is
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	stop, err := c.profile()
	if err != nil {
		return err
	}
	defer stop()
	return bench.Run(ctx, bench.Options{Start: startForBench, Program: program, Out: s.out, JSON: c.JSON, Only: c.Only, //nolint:wrapcheck // names the row
		For: time.Duration(c.Seconds) * time.Second, Quick: c.Quick})
}

// startForBench puts an office together as serve does, in webhook mode and with the bench's limits.
func startForBench(ctx context.Context, set bench.Setting) (*bench.Office, error) {
	zone, err := stores{Timezone: "Asia/Shanghai"}.zone()
	if err != nil {
		return nil, err
	}
	rules, log := conference.DefaultSettings(zone, plan.Default()), slog.New(slog.DiscardHandler)
	if err := storage.Migrate(ctx, set.DatabaseURL); err != nil {
		return nil, fmt.Errorf("database schema: %w", err)
	}
	store, err := storage.Open(ctx, storage.Options{DatabaseURL: set.DatabaseURL, RedisURL: set.RedisURL, Settings: rules, Logger: log, Limits: set.Limits})
	if err != nil {
		return nil, fmt.Errorf("stores: %w", err)
	}
	o, err := newOffice(ctx, botSettings{Token: secret(set.Token), APIURL: set.APIURL, Listen: "127.0.0.1:0", Language: "zh-CN",
		Mode: "webhook", WebhookURL: "https://bench.invalid/webhook", WebhookSecret: secret(set.Secret)},
		store, rules, func() time.Time { return time.Now().UTC() }, log)
	if err != nil {
		store.Close()
		return nil, err
	}
	return &bench.Office{Store: store, Bot: o.bot, Scheduler: o.scheduler, Webhook: "http://" + o.listener.Addr().String() + "/webhook",
		Close: func() { o.closeWeb(); store.Close() }}, nil
}

// profile writes a CPU profile until it is stopped, if one is asked for.
func (c *benchCommand) profile() (stop func(), err error) {
	if c.Profile == "" {
		return func() {}, nil
	}
	f, err := os.Create(c.Profile)
	if err != nil {
		return nil, fmt.Errorf("--profile: %w", err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, fmt.Errorf("--profile: %w", err)
	}
	return func() { pprof.StopCPUProfile(); _ = f.Close() }, nil
}
