package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/storage"
	"huiwu/storage/plan"
	"huiwu/storage/roster"
)

type importCommand struct {
	stores
	Files []string `arg:"" name:"file" placeholder:"FILE" help:"rooms.csv, people.csv, shifts.csv, plan.yaml: any of them, each known by what it holds."`
}

// Run imports all the files, or reports everything that is wrong with them and imports nothing.
func (c *importCommand) Run(ctx context.Context, s streams) error {
	if err := errors.Join(c.mistakes()...); err != nil {
		return err
	}
	zone, err := c.zone()
	if err != nil {
		return err
	}
	in, err := readBundle(zone, c.Files)
	if err != nil {
		return err
	}
	return c.withStore(ctx, slog.New(slog.DiscardHandler), func(store *storage.Store, _ conference.Settings) error {
		result, err := store.ImportTables(ctx, time.Now().UTC(), in.tables)
		if err != nil {
			return in.explain(err)
		}
		in.print(s.out, result)
		return nil
	})
}

// bundle is what the files of one import hold.
type bundle struct {
	zone   *time.Location
	tables storage.Tables
	paths  map[string]string // by what the file holds
	doubts error             // what is hardly meant, a line each; nil for nothing
}

// readBundle reads all the files, or says everything that is wrong with them.
func readBundle(zone *time.Location, paths []string) (*bundle, error) {
	in := &bundle{zone: zone, paths: map[string]string{}}
	var bad []error
	for _, path := range paths {
		bad = append(bad, in.read(path))
	}
	if err := errors.Join(bad...); err != nil {
		return nil, fmt.Errorf("%w\nnothing was imported", err)
	}
	return in, nil
}

// filePlan is what a service plan is called among the tables.
const filePlan = "plan"

// read reads a file, and makes one error of what is wrong with it, a line each.
func (b *bundle) read(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err //nolint:wrapcheck // names the file
	}
	what, err := kindOfFile(path, string(data))
	if err != nil {
		return err
	}
	if before := b.paths[what]; before != "" {
		return fmt.Errorf("%s: %s has the %s already; import one file of each", path, before, what)
	}
	b.paths[what] = path
	in := strings.NewReader(string(data))
	var problems []roster.Problem
	switch roster.Table(what) {
	case roster.TableRooms:
		b.tables.Rooms, problems = roster.ReadRooms(in)
		policies := conference.DefaultSettings(b.zone, nil).Policies
		b.doubts = mistakes(path, roster.DoubtRooms(strings.NewReader(string(data)), policies))
	case roster.TablePeople:
		b.tables.People, problems = roster.ReadPeople(in)
	case roster.TableShifts:
		b.tables.Shifts, problems = roster.ReadShifts(in, b.zone)
	default:
		b.tables.Plan = string(data)
		return planMistakes(path, b.tables.Plan)
	}
	return mistakes(path, problems)
}

// kindOfFile tells what a file holds: a plan by its name, a table by its columns.
func kindOfFile(path, text string) (string, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".yaml", ".yml":
		return filePlan, nil
	}
	table, ok := roster.Recognise(strings.NewReader(text))
	if !ok {
		return "", fmt.Errorf("%s:1: no line of column names of rooms, people or shifts; a service plan's name ends in .yaml", path)
	}
	return string(table), nil
}

// explain is a refused import in lines of the file that it is about.
func (b *bundle) explain(err error) error {
	var refusal *conference.Error
	if !errors.As(err, &refusal) || refusal.Code != conference.CodeImport {
		return fmt.Errorf("import: %w", err)
	}
	problems, _ := refusal.Args["problems"].([]roster.Problem)
	return fmt.Errorf("%w\nnothing was imported", mistakes(b.paths[fmt.Sprint(refusal.Args["file"])], problems))
}

// print says what an import did with each file, and what in them is hardly meant.
func (b *bundle) print(w io.Writer, r storage.ImportResult) {
	for _, line := range []struct {
		table roster.Table
		n     storage.ImportCount
	}{{roster.TableRooms, r.Rooms}, {roster.TablePeople, r.People}, {roster.TableShifts, r.Shifts}} {
		if b.paths[string(line.table)] != "" {
			fmt.Fprintf(w, "%s: %d new, %d changed, %d as they were\n", line.table, line.n.Added, line.n.Changed, line.n.Same)
		}
	}
	switch {
	case b.paths[filePlan] == "":
	case r.Plan:
		fmt.Fprintln(w, "plan: in force now; a bot that serves takes it up within seconds")
	default:
		fmt.Fprintln(w, "plan: as it was")
	}
	if b.doubts != nil {
		fmt.Fprintln(w, b.doubts)
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
	return rows, mistakes(path, problems)
}

// mistakes is one error of a file's problems, a line each; nil for none.
func mistakes(path string, problems []roster.Problem) error {
	var bad []error
	for _, p := range problems {
		bad = append(bad, fmt.Errorf("%s:%d: %s", path, p.Line, p.Reason))
	}
	return errors.Join(bad...)
}

// planMistakes is one error of what is wrong with a plan, a line each; nil for nothing.
func planMistakes(path, text string) error {
	var bad []error
	_, problems := plan.Parse(strings.NewReader(text))
	for _, p := range problems {
		bad = append(bad, fmt.Errorf("%s:%d: %s", path, p.Line, p.Reason))
	}
	return errors.Join(bad...)
}
