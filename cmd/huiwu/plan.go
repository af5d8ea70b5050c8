package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"huiwu/conference"
	"huiwu/storage"
	"huiwu/storage/plan"
)

type planCommand struct {
	stores
	Check string `name:"check" placeholder:"FILE" help:"Look for mistakes in a plan, and name each with its line; nothing is put in force."`
}

// Run prints the service plan in force, as it was written; or checks a file.
func (c *planCommand) Run(ctx context.Context, s streams) error {
	if c.Check != "" {
		return checkPlan(c.Check, s)
	}
	if err := errors.Join(c.mistakes()...); err != nil {
		return err
	}
	return c.withStore(ctx, slog.New(slog.DiscardHandler), func(store *storage.Store, _ conference.Settings) error {
		text, err := store.CurrentPlan(ctx)
		switch {
		case conference.CodeOf(err) == conference.CodeNotFound:
			text = plan.DefaultText
		case err != nil:
			return fmt.Errorf("plan in force: %w", err)
		}
		fmt.Fprint(s.out, text)
		return nil
	})
}

func checkPlan(path string, s streams) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err //nolint:wrapcheck // names the file
	}
	if err := planMistakes(path, string(text)); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s: no mistakes\n", path)
	return nil
}
