package storage

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
	"huiwu/storage/roster"
)

// ImportCount is what an import did with one sort of row.
type ImportCount struct{ Added, Changed, Same int }

// ImportResult is what an import did.
type ImportResult struct {
	Rooms, People, Shifts ImportCount
	Plan                  bool // another one is in force now
}

// Tables are what an import writes; what is empty stays as it is.
type Tables struct {
	Rooms  []conference.Room
	People []conference.Person
	Shifts []roster.Shift
	Plan   string
}

// Import is ImportTables of rooms and people.
func (s *Store) Import(ctx context.Context, now time.Time, rooms []conference.Room, people []conference.Person) (ImportResult, error) {
	return s.ImportTables(ctx, now, Tables{Rooms: rooms, People: people})
}

// ImportTables writes all of the tables in one transaction, or nothing. A room is known again by its number, a
// person by their phone; those not named stay as they are. Removed rooms can no longer be
// booked, removed people lose everything at once. A person without a language keeps theirs.
// Somebody's shifts of a day are those of the file, where it names any; from then on they are on duty during shifts
// only. CodeImport, with the problems, for shifts of nobody, or that overlap, and for a plan that is none.
func (s *Store) ImportTables(ctx context.Context, now time.Time, t Tables) (ImportResult, error) {
	var result ImportResult
	err := s.change(ctx, conference.Change{Now: now}, conference.Subject{Kind: subjectRoom}, "import", func(ctx context.Context, c *change) error {
		result = ImportResult{Rooms: ImportCount{Same: len(t.Rooms)}, People: ImportCount{Same: len(t.People)}}
		for _, r := range t.Rooms {
			c.importRoom(r, &result.Rooms)
		}
		for _, p := range t.People {
			c.importPerson(p, &result.People)
		}
		err := c.importShifts(ctx, t.Shifts, &result.Shifts)
		if err != nil {
			return err
		}
		if result.Plan, err = c.importPlan(ctx, t.Plan); err != nil {
			return err
		}
		c.batch.Queue(`ANALYZE rooms, people`) // a new roster is searched at once, not when autovacuum has seen it
		err = c.flush(ctx)
		c.detail["rooms"], c.detail["people"], c.detail["shifts"], c.detail["plan"] = result.Rooms, result.People, result.Shifts, result.Plan
		return err
	})
	return result, err
}

func (c *change) importRoom(r conference.Room, count *ImportCount) {
	c.batch.Queue(`INSERT INTO rooms AS r (number, name, building, floor, class, seats, equipment, aliases, layouts, removed_at)
		VALUES ($1, $2, $3, $4, $5, $6, coalesce($7::text[], '{}'), coalesce($8::text[], '{}'), coalesce($9::text[], '{}'),
			CASE WHEN $10 THEN $11::timestamptz END)
		ON CONFLICT (number) DO UPDATE SET name = excluded.name, building = excluded.building, floor = excluded.floor, class = excluded.class,
			seats = excluded.seats, equipment = excluded.equipment, aliases = excluded.aliases, layouts = excluded.layouts,
			removed_at = CASE WHEN $10 THEN coalesce(r.removed_at, excluded.removed_at) END
		WHERE (r.name, r.building, r.floor, r.class, r.seats, r.equipment, r.aliases, r.layouts, r.removed_at IS NOT NULL)
			IS DISTINCT FROM (excluded.name, excluded.building, excluded.floor, excluded.class, excluded.seats, excluded.equipment,
				excluded.aliases, excluded.layouts, $10)
		RETURNING xmax = 0`,
		r.Number, r.Name, r.Building, r.Floor, r.Class, r.Seats, r.Equipment, r.Aliases, r.Layouts, r.Removed, c.Now).Query(count.tally)
}

func (c *change) importPerson(p conference.Person, count *ImportCount) {
	c.batch.Queue(`INSERT INTO people AS p (name, phone, department, roles, crew, language, removed_at, created_at, building, rank)
		VALUES ($1, $2, $3, $4, $5, coalesce(NULLIF($6, ''), 'zh-CN'), CASE WHEN $7 THEN $8::timestamptz END, $8, $9, $10)
		ON CONFLICT (phone) DO UPDATE SET name = excluded.name, department = excluded.department, roles = excluded.roles, crew = excluded.crew,
			building = excluded.building, rank = excluded.rank, language = coalesce(NULLIF($6, ''), p.language),
			removed_at = CASE WHEN $7 THEN coalesce(p.removed_at, excluded.removed_at) END,
			telegram_id = CASE WHEN NOT $7 THEN p.telegram_id END
		WHERE (p.name, p.department, p.roles, p.crew, p.building, p.rank, p.language, p.removed_at IS NOT NULL)
			IS DISTINCT FROM (excluded.name, excluded.department, excluded.roles, excluded.crew, excluded.building, excluded.rank, coalesce(NULLIF($6, ''), p.language), $7)
		RETURNING xmax = 0`,
		p.Name, p.Phone, p.Department, p.Roles, p.Crew, p.Language, p.Removed, c.Now, p.Building, p.Rank).Query(count.tally)
}

// tally counts an upsert's row, which is there unless nothing changed: true when it is new.
func (n *ImportCount) tally(rows pgx.Rows) error {
	added, err := pgx.CollectRows(rows, pgx.RowTo[bool])
	for _, isNew := range added {
		n.Same--
		if isNew {
			n.Added++
		} else {
			n.Changed++
		}
	}
	return err
}
