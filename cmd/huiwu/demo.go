package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"huiwu/bot/emulator"
	"huiwu/conference"
	"huiwu/storage"
	"huiwu/storage/embedded"
	"huiwu/storage/plan"
)

type demoCommand struct {
	Listen   string   `name:"listen" env:"HUIWU_DEMO_LISTEN" default:"127.0.0.1:8080" help:"Where the page with the phones is; when the port is taken another is picked."`
	Language string   `name:"lang" env:"HUIWU_LANG" default:"zh-CN" enum:"zh-CN,en" help:"Language of the people on the phones: zh-CN or en."`
	Timezone string   `name:"timezone" env:"HUIWU_TIMEZONE" default:"Asia/Shanghai" help:"The building's time zone."`
	At       string   `name:"at" placeholder:"TIME" help:"What the building's clock shows at first, like 2026-11-24T09:00:00. Default: the present, or the next working morning."`
	Files    []string `arg:"" optional:"" name:"file" placeholder:"FILE" help:"What to import on top of the sample: people.csv, rooms.csv, shifts.csv, plan.yaml."`
	Verbose  bool     `name:"verbose" short:"v" help:"Log what happens inside."`
}

// Run plays until ctx ends.
func (c *demoCommand) Run(ctx context.Context, s streams) error {
	log := slog.New(slog.DiscardHandler)
	if c.Verbose {
		log = slog.New(slog.NewTextHandler(s.err, nil))
	}
	d, err := c.start(ctx, log)
	if err != nil {
		return err
	}
	if d.moved {
		fmt.Fprintf(s.out, "%s is taken, so another port it is.\n", c.Listen)
	}
	fmt.Fprintf(s.out, "会务 demo: open %s\nStop with Ctrl-C; nothing is kept.\n", d.url)
	return d.run(ctx)
}

// demo is an office, its emulated Telegram and the page with the phones.
type demo struct {
	servers  *servers
	store    *storage.Store
	emulator *emulator.Server
	office   *office
	web      *http.Server
	listener net.Listener
	url      string
	moved    bool // to another port than the one asked for
}

// start brings everything up; when it returns without an error, run must follow.
func (c *demoCommand) start(ctx context.Context, log *slog.Logger) (_ *demo, err error) {
	d := &demo{}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.close())
		}
	}()
	zone, err := stores{Timezone: c.Timezone}.zone()
	if err != nil {
		return nil, err
	}
	files, err := readBundle(zone, c.Files)
	if err != nil {
		return nil, err
	}
	if d.servers, err = openServers(ctx, stores{}, embedded.Options{Temporary: true, Fast: true, Logger: log}); err != nil {
		return nil, err
	}
	// Nobody counts here, and hours that pass in a second bring many messages at once.
	d.servers.limits = storage.Limits{Overall: 1000, Private: 1000, PrivateBurst: 1000, GroupPerMinute: 1000}
	rules := conference.DefaultSettings(zone, plan.Default())
	if d.store, err = d.servers.store(ctx, rules, log); err != nil {
		return nil, err
	}
	if d.listener, d.moved, err = listenNear(ctx, c.Listen); err != nil {
		return nil, err
	}
	begin, err := c.begin(zone)
	if err != nil {
		return nil, err
	}
	clock := &demoClock{log: log, ahead: time.Until(begin)}
	people, err := importSample(ctx, d.store, clock.Now(), c.Language)
	if err != nil {
		return nil, err
	}
	if _, err := d.store.ImportTables(ctx, clock.Now(), files.tables); err != nil {
		return nil, files.explain(err)
	}
	d.emulator = emulator.New(emulator.Options{Clock: clock, Zone: zone, Logger: log, Tips: tips(c.Language)})
	d.serve()
	settings := botSettings{Token: secret(d.emulator.Token()), APIURL: d.url, Listen: "127.0.0.1:0", Language: c.Language, Mode: "polling"}
	if d.office, err = newOffice(ctx, settings, d.store, rules, clock.Now, log); err != nil {
		return nil, err
	}
	clock.follow(d.office.scheduler)
	introduce(d.emulator, people, c.Language)
	return d, nil
}

// begin is when the demo plays: at night and at weekends that is the next working morning, when there is somebody to play with.
func (c *demoCommand) begin(zone *time.Location) (time.Time, error) {
	if c.At != "" {
		return referenceTime(c.At, zone)
	}
	now := time.Now().In(zone)
	if now.Hour() >= 18 {
		now = time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, zone)
	}
	for now.Weekday() == time.Saturday || now.Weekday() == time.Sunday {
		now = time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, zone)
	}
	if now.Hour() < 8 {
		now = time.Date(now.Year(), now.Month(), now.Day(), 9, 0, 0, 0, zone)
	}
	return now, nil
}

// serve puts the emulator's Bot API and the phones' page on one port.
func (d *demo) serve() {
	api, phones := d.emulator.API(), d.emulator.Phones()
	d.url = "http://" + d.listener.Addr().String()
	d.web = &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/bot") || strings.HasPrefix(r.URL.Path, "/file/bot") {
			api.ServeHTTP(w, r)
			return
		}
		phones.ServeHTTP(w, r)
	})}
	go func() { _ = d.web.Serve(d.listener) }() // ends with close
}

// run works until ctx ends.
func (d *demo) run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return d.office.run(ctx) })
	err := group.Wait()
	return errors.Join(err, d.close())
}

// close ends what was started, in reverse.
func (d *demo) close() error {
	var failed error
	if d.emulator != nil {
		d.emulator.Close()
	}
	if d.web != nil {
		failed = errors.Join(failed, d.web.Close())
	} else if d.listener != nil {
		failed = errors.Join(failed, d.listener.Close())
	}
	if d.store != nil {
		d.store.Close()
	}
	if d.servers != nil {
		failed = errors.Join(failed, d.servers.stop())
	}
	return failed
}

// listenNear listens on the address, or on a port of the system's choice when that one is taken.
func listenNear(ctx context.Context, address string) (l net.Listener, moved bool, err error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil || !loopback(host) {
		return nil, false, fmt.Errorf("--listen: %q is no loopback address; write one like 127.0.0.1:8080", address)
	}
	var config net.ListenConfig
	if l, err = config.Listen(ctx, "tcp", address); err == nil {
		return l, false, nil
	}
	if l, err = config.Listen(ctx, "tcp", net.JoinHostPort(host, "0")); err != nil {
		return nil, false, fmt.Errorf("--listen: %w", err)
	}
	return l, true, nil
}
