package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"huiwu/conference"
	"huiwu/storage/embedded"
	"huiwu/storage/plan"
)

type serveCommand struct{ botSettings }

// Run serves until ctx ends.
func (c *serveCommand) Run(ctx context.Context, s streams) (err error) {
	if err := c.validate(); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(s.err, nil))
	dir, err := c.dataDir()
	if err != nil {
		return err
	}
	log.Info("starting", "token", c.Token, "api", c.APIURL, "database", c.DatabaseURL, "redis", c.RedisURL, "data", dir,
		"listen", c.Listen, "timezone", c.Timezone, "language", c.Language, "mode", c.Mode)
	v, err := openServers(ctx, c.stores, embedded.Options{DataDir: dir, Logger: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.stop()) }()
	return c.serveOn(ctx, v, log)
}

// serveOn runs the office on servers that are up.
func (c *serveCommand) serveOn(ctx context.Context, v *servers, log *slog.Logger) error {
	zone, err := c.zone()
	if err != nil {
		return err
	}
	rules := conference.DefaultSettings(zone, plan.Default())
	store, err := v.store(ctx, rules, log)
	if err != nil {
		return err
	}
	defer store.Close()
	o, err := newOffice(ctx, c.botSettings, store, rules, func() time.Time { return time.Now().UTC() }, log)
	if err != nil {
		return err
	}
	log.Info("ready", "listen", o.listener.Addr().String())
	return o.run(ctx)
}
