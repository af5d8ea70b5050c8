package storage

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// personColumns are what scanPerson reads, of the table's alias.
func personColumns(p string) string {
	return strings.ReplaceAll(`@.id, @.name, coalesce(@.phone, ''), @.department, @.roles, @.crew, @.language,
		coalesce(@.telegram_id, 0), @.removed_at IS NOT NULL, @.unreachable_at IS NOT NULL, @.building, @.rank, @.thread_id`, "@", p)
}

func scanPerson(row pgx.CollectableRow) (p conference.Person, err error) {
	err = row.Scan(&p.ID, &p.Name, &p.Phone, &p.Department, &p.Roles, &p.Crew, &p.Language, &p.TelegramID, &p.Removed, &p.Unreachable,
		&p.Building, &p.Rank, &p.Thread)
	return p, err
}

// briefColumns are what brief scans: as much of a person as stands on somebody else's card.
func briefColumns(p string) string {
	return strings.ReplaceAll(`coalesce(@.id, 0), coalesce(@.name, ''), coalesce(@.department, ''), coalesce(@.language, ''), coalesce(@.roles, '{}')`, "@", p)
}

func brief(p *conference.Person) []any {
	return []any{&p.ID, &p.Name, &p.Department, &p.Language, &p.Roles}
}

// PersonByTelegram is who the Telegram account is tied to; CodeUnknownPerson for nobody and
// for people who have been removed.
func (s *Store) PersonByTelegram(ctx context.Context, telegramID int64) (conference.Person, error) {
	p, found, err := readOne(ctx, s.pool, scanPerson,
		`SELECT `+personColumns("p")+` FROM people p WHERE p.telegram_id = $1 AND p.removed_at IS NULL`, telegramID)
	if err == nil && !found {
		err = conference.Refuse(conference.CodeUnknownPerson)
	}
	return p, wrap("person by account", err)
}

// Person is one by ID, removed or not; CodeNotFound.
func (s *Store) Person(ctx context.Context, id int64) (conference.Person, error) {
	return must(readOne(ctx, s.pool, scanPerson, `SELECT `+personColumns("p")+` FROM people p WHERE p.id = $1`, id))("person")
}

// SetLanguage sets the actor's language, a BCP 47 tag.
func (s *Store) SetLanguage(ctx context.Context, ch conference.Change, language string) error {
	return s.change(ctx, ch, conference.Subject{Kind: subjectPerson, ID: ch.Actor.ID}, "set language", func(_ context.Context, c *change) error {
		c.batch.Queue(`UPDATE people SET language = $2 WHERE id = $1`, ch.Actor.ID, language)
		c.detail["language"] = language
		return nil
	})
}

// onRoster is the condition for people who can be found: not removed, no mere guests, and no crew's chat.
const onRoster = ` p.removed_at IS NULL AND p.roles <> ARRAY['guest'] AND p.roles <> ARRAY['crew_chat'] `

// SearchPeople finds people on the roster by a part of their name; names that begin with it
// come first. Nothing but the name is searched.
func (s *Store) SearchPeople(ctx context.Context, query string, limit int) ([]conference.Person, error) {
	part := likeLiteral.Replace(strings.TrimSpace(query))
	people, err := readAll(ctx, s.pool, scanPerson, `SELECT `+personColumns("p")+` FROM people p
		WHERE`+onRoster+`AND p.name ILIKE '%' || $1 || '%'
		ORDER BY p.name NOT ILIKE $1 || '%', p.name, p.id LIMIT $2`, part, limit)
	return people, wrap("search people", err)
}

// PeopleNamed are the people on the roster whose name stands in a text, the longest name first.
func (s *Store) PeopleNamed(ctx context.Context, text string, limit int) ([]conference.Person, error) {
	people, err := readAll(ctx, s.pool, scanPerson, `SELECT `+personColumns("p")+` FROM people p
		WHERE`+onRoster+`AND p.name <> '' AND strpos(lower($1), lower(p.name)) > 0 ORDER BY length(p.name) DESC, p.name, p.id LIMIT $2`, text, limit)
	return people, wrap("people named in a text", err)
}

// RosterNames are the names on the roster, and of its departments, each once.
func (s *Store) RosterNames(ctx context.Context) (people, departments []string, err error) {
	b := &pgx.Batch{}
	queueRows(b, pgx.RowTo[string], `SELECT DISTINCT p.name FROM people p WHERE`+onRoster+`AND p.name <> '' ORDER BY 1`, nil, into(&people))
	queueRows(b, pgx.RowTo[string], `SELECT DISTINCT p.department FROM people p WHERE`+onRoster+`AND p.department <> '' ORDER BY 1`, nil, into(&departments))
	return people, departments, wrap("names of the roster", s.pool.SendBatch(ctx, b).Close())
}

var likeLiteral = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Departments are those of the people on the roster, by name.
func (s *Store) Departments(ctx context.Context) ([]conference.Department, error) {
	ds, err := readAll(ctx, s.pool, pgx.RowToStructByPos[conference.Department],
		`SELECT p.department, count(*)::int FROM people p WHERE`+onRoster+`AND p.department <> '' GROUP BY 1 ORDER BY 1`)
	return ds, wrap("departments", err)
}

// PeopleOf are a department's people on the roster, by name.
func (s *Store) PeopleOf(ctx context.Context, department string) ([]conference.Person, error) {
	people, err := readAll(ctx, s.pool, scanPerson, `SELECT `+personColumns("p")+` FROM people p
		WHERE`+onRoster+`AND p.department = $1 ORDER BY p.name, p.id`, department)
	return people, wrap("people of a department", err)
}

// MarkUnreachable notes that Telegram does not let us write to the person, and tells the
// supervisors (NoticeUnreachable about a subject of kind "person"); first is false when that
// was known already. When it is a crew's chat, its members get what nobody has taken.
func (s *Store) MarkUnreachable(ctx context.Context, personID int64, now time.Time) (first bool, err error) {
	subject := conference.Subject{Kind: subjectPerson, ID: personID}
	err = s.change(ctx, conference.Change{Now: now}, subject, "unreachable", func(ctx context.Context, c *change) error {
		first = false
		var lost []conference.Person
		queueRows(c.batch, scanPerson, `UPDATE people p SET unreachable_at = $2 WHERE p.id = $1 AND p.unreachable_at IS NULL RETURNING `+personColumns("p"),
			[]any{personID, c.Now}, into(&lost))
		if err := c.flush(ctx); err != nil || len(lost) == 0 {
			c.silent = true
			return err
		}
		first = true
		c.add(conference.Effects{Deliveries: []conference.Delivery{{Kind: conference.NoticeUnreachable, Subject: subject,
			To: conference.Audience{Role: conference.RoleSupervisor}, Lane: conference.LaneTask, Ping: true}}})
		if err := c.toldLately(ctx, personID); err != nil || !lost[0].Has(conference.RoleCrewChat) {
			return err
		}
		return c.offerAgain(ctx, lost[0].Crew, true)
	})
	return first, err
}

// MarkReachable notes that the person can be written to again.
func (s *Store) MarkReachable(ctx context.Context, personID int64) error {
	_, err := s.pool.Exec(ctx, `UPDATE people SET unreachable_at = NULL WHERE id = $1 AND unreachable_at IS NOT NULL`, personID)
	return wrap("mark reachable", err)
}

// RemovePerson takes all rights and the Telegram account from somebody, at once; what they
// did stays on record. CodeForbidden unless the actor grants access; CodeNotFound.
func (s *Store) RemovePerson(ctx context.Context, ch conference.Change, personID int64) error {
	return s.change(ctx, ch, conference.Subject{Kind: subjectPerson, ID: personID}, "remove", func(ctx context.Context, c *change) error {
		var people []conference.Person
		queueRows(c.batch, scanPerson, `SELECT `+personColumns("p")+` FROM people p WHERE p.id = $1 FOR UPDATE`, []any{personID}, into(&people))
		if err := c.flush(ctx); err != nil {
			return err
		}
		switch {
		case !conference.May(c.Actor, conference.ActionGrantAccess, 0):
			return conference.Refuse(conference.CodeForbidden)
		case len(people) == 0 || people[0].Removed:
			return conference.Refuse(conference.CodeNotFound)
		}
		c.batch.Queue(`UPDATE people SET removed_at = $2, telegram_id = NULL WHERE id = $1`, personID, c.Now)
		return nil
	})
}
