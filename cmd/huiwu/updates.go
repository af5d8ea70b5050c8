package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"
	"time"

	"huiwu/bot"
	"huiwu/conference"
	"huiwu/storage"
	"huiwu/storage/embedded"
	"huiwu/storage/plan"
)

type updatesCommand struct {
	List   updatesList   `cmd:"" help:"Show updates that nobody could read or handle, and why."`
	Replay updatesReplay `cmd:"" help:"Handle them again, when what was wrong is mended; what an update has changed already it does not change twice."`
}

type updatesList struct{ stores }

// Run prints a line for each update on the shelf.
func (c *updatesList) Run(ctx context.Context, s streams) error {
	if err := errors.Join(c.mistakes()...); err != nil {
		return err
	}
	return c.withStore(ctx, slog.New(slog.DiscardHandler), func(store *storage.Store, _ conference.Settings) error {
		shelf, err := store.UpdatesAside(ctx)
		if err != nil {
			return fmt.Errorf("list: %w", err)
		}
		printShelf(s.out, shelf)
		return nil
	})
}

func printShelf(w io.Writer, shelf []storage.Aside) {
	if len(shelf) == 0 {
		fmt.Fprintln(w, "none")
		return
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tWHEN\tTRIES\tWHAT\tREASON")
	for _, a := range shelf {
		fmt.Fprintf(table, "%d\t%s\t%d\t%s\t%s\n", a.ID, a.At.Format(time.DateTime), a.Tries, bot.Summary(a.Raw), firstLine(a.Reason))
	}
	_ = table.Flush() // a terminal that is gone reads nothing
}

// firstLine leaves the stack of a panic out.
func firstLine(s string) string {
	for i, r := range s {
		if r < ' ' || i > 120 {
			return s[:i]
		}
	}
	return s
}

type updatesReplay struct {
	botSettings
	IDs []int64 `arg:"" optional:"" name:"id" help:"Which updates; all of them when none are named."`
}

// Run hands updates in again, oldest first, on the way that they come from Telegram; beside a bot that serves.
func (c *updatesReplay) Run(ctx context.Context, s streams) error {
	c.Listen = "127.0.0.1:0"
	if err := c.validate(); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(s.err, nil))
	return c.withStore(ctx, log, func(store *storage.Store, rules conference.Settings) error {
		o, err := newOffice(ctx, c.botSettings, store, rules, func() time.Time { return time.Now().UTC() }, log)
		if err != nil {
			return err
		}
		defer o.closeWeb()
		defer o.bot.Close()
		return replay(ctx, s.out, o, c.IDs)
	})
}

func replay(ctx context.Context, w io.Writer, o *office, ids []int64) error {
	shelf, err := o.store.UpdatesAside(ctx, ids...)
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	var failed error
	for _, a := range shelf {
		if err := o.bot.Replay(ctx, a.Raw); err != nil {
			failed = errors.Join(failed, fmt.Errorf("update %d: %w", a.ID, err))
			continue
		}
		if err := o.store.MarkReplayed(ctx, a.ID, time.Now().UTC()); err != nil {
			return fmt.Errorf("replay: %w", err)
		}
		fmt.Fprintf(w, "%d handled: %s\n", a.ID, bot.Summary(a.Raw))
	}
	if missing := len(ids) - len(shelf); missing > 0 {
		failed = errors.Join(failed, fmt.Errorf("%d of the updates named are not set aside", missing))
	}
	return failed
}

// withStore opens the records that the settings name, for one piece of work.
func (c stores) withStore(ctx context.Context, log *slog.Logger, work func(*storage.Store, conference.Settings) error) (err error) {
	zone, err := c.zone()
	if err != nil {
		return err
	}
	dir, err := c.dataDir()
	if err != nil {
		return err
	}
	v, err := openServers(ctx, c, embedded.Options{DataDir: dir, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.stop()) }()
	rules := conference.DefaultSettings(zone, plan.Default())
	store, err := v.store(ctx, rules, log)
	if err != nil {
		return err
	}
	defer store.Close()
	return work(store, rules)
}
