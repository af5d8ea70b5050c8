package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"huiwu/conference"
	"huiwu/storage"
	"huiwu/storage/embedded"
	"huiwu/storage/plan"
	"huiwu/storage/roster"
)

type importCommand struct {
	stores
	Rooms  string `arg:"" placeholder:"ROOMS.CSV" help:"number, name, building, floor, class, seats, equipment, aliases, layouts."`
	People string `arg:"" placeholder:"PEOPLE.CSV" help:"name, phone, department, roles, crew, language."`
}

// Run imports both files, or reports every bad row and imports nothing.
func (c *importCommand) Run(ctx context.Context, s streams) (err error) {
	if err := errors.Join(c.mistakes()...); err != nil {
		return err
	}
	rooms, badRooms := readFile(c.Rooms, roster.ReadRooms)
	people, badPeople := readFile(c.People, roster.ReadPeople)
	if err := errors.Join(badRooms, badPeople); err != nil {
		return fmt.Errorf("%w\nnothing was imported", err)
	}
	dir, err := c.dataDir()
	if err != nil {
		return err
	}
	quiet := slog.New(slog.DiscardHandler)
	v, err := openServers(ctx, c.stores, embedded.Options{DataDir: dir, Logger: quiet})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.stop()) }()
	zone, err := c.zone()
	if err != nil {
		return err
	}
	store, err := v.store(ctx, conference.DefaultSettings(zone, plan.Default()), quiet)
	if err != nil {
		return err
	}
	defer store.Close()
	result, err := store.Import(ctx, time.Now().UTC(), rooms, people)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	printImport(s.out, result)
	return nil
}

func printImport(w io.Writer, r storage.ImportResult) {
	for _, line := range []struct {
		what string
		n    storage.ImportCount
	}{{"rooms", r.Rooms}, {"people", r.People}} {
		fmt.Fprintf(w, "%s: %d new, %d changed, %d as they were\n", line.what, line.n.Added, line.n.Changed, line.n.Same)
	}
}

// readFile reads a CSV file and makes one error of its bad rows, a line each.
func readFile[T any](path string, read func(io.Reader) ([]T, []roster.Problem)) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err //nolint:wrapcheck // names the file
	}
	defer f.Close()
	rows, problems := read(f)
	var bad []error
	for _, p := range problems {
		bad = append(bad, fmt.Errorf("%s:%d: %s", path, p.Line, p.Reason))
	}
	return rows, errors.Join(bad...)
}
