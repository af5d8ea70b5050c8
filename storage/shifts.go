package storage

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"huiwu/conference"
	"huiwu/storage/roster"
)

// importShifts queues the shifts of a file; whoever they are of has been written before.
func (c *change) importShifts(ctx context.Context, shifts []roster.Shift, count *ImportCount) error {
	if len(shifts) == 0 {
		return nil
	}
	people, err := c.shiftPeople(ctx, shifts)
	if err != nil {
		return err
	}
	shifts, problems := people.resolve(shifts)
	problems = append(problems, overlaps(shifts)...)
	if len(problems) > 0 {
		slices.SortStableFunc(problems, func(a, b roster.Problem) int { return a.Line - b.Line })
		return conference.Refuse(conference.CodeImport, "file", "shifts", "problems", problems)
	}
	c.replaceShifts(shifts, count)
	return nil
}

// whose is the people that a file of shifts can mean, by phone and by name.
type whose struct {
	phones map[string]conference.Person
	names  map[string][]conference.Person
}

func (c *change) shiftPeople(ctx context.Context, shifts []roster.Shift) (whose, error) {
	var phones, names []string
	for _, s := range shifts {
		phones, names = append(phones, s.Person.Phone), append(names, s.Person.Name)
	}
	var found []conference.Person
	queueRows(c.batch, scanPerson, `SELECT `+personColumns("p")+` FROM people p WHERE`+onRoster+`AND (p.phone = ANY($1) OR p.name = ANY($2))`,
		[]any{phones, names}, into(&found))
	err := c.flush(ctx)
	w := whose{map[string]conference.Person{}, map[string][]conference.Person{}}
	for _, p := range found {
		w.phones[p.Phone] = p
		w.names[p.Name] = append(w.names[p.Name], p)
	}
	return w, err
}

// resolve finds out whose each shift is.
func (w whose) resolve(shifts []roster.Shift) (of []roster.Shift, problems []roster.Problem) {
	for _, s := range shifts {
		p, why := w.of(s.Person)
		if why != "" {
			problems = append(problems, roster.Problem{Line: s.Line, Reason: why})
			continue
		}
		s.Person = p
		of = append(of, s)
	}
	return of, problems
}

// of is the person, or why nobody can say who it is. Phones are not repeated: reports get about.
func (w whose) of(named conference.Person) (conference.Person, string) {
	if named.Phone == "" {
		switch same := w.names[named.Name]; len(same) {
		case 0:
			return named, fmt.Sprintf("nobody on the roster is called %q", named.Name)
		case 1:
			return same[0], ""
		default:
			return named, fmt.Sprintf("%d people are called %q: write the phone", len(same), named.Name)
		}
	}
	p, ok := w.phones[named.Phone]
	switch {
	case !ok:
		return named, "nobody on the roster has this phone"
	case named.Name != "" && p.Name != named.Name:
		return named, fmt.Sprintf("this phone is %q's, not %q's", p.Name, named.Name)
	}
	return p, ""
}

// overlaps are the shifts of the file that meet another one of the same person.
func overlaps(shifts []roster.Shift) (problems []roster.Problem) {
	sorted := slices.Clone(shifts)
	slices.SortStableFunc(sorted, func(a, b roster.Shift) int {
		return cmp.Or(cmp.Compare(a.Person.ID, b.Person.ID), a.Day.Compare(b.Day), a.Start.Compare(b.Start))
	})
	for i := 1; i < len(sorted); i++ {
		a, b := sorted[i-1], sorted[i]
		same := a.Person.ID == b.Person.ID
		if same && (b.Start.Before(a.End) && !b.Off && !a.Off || a.Day.Equal(b.Day) && a.Off != b.Off) {
			first, second := min(a.Line, b.Line), max(a.Line, b.Line)
			problems = append(problems, roster.Problem{Line: second, Reason: fmt.Sprintf("%s has another shift then, in line %d", b.Person.Name, first)})
		}
	}
	return problems
}

// replaceShifts queues that the people's shifts of the file's days are the file's.
func (c *change) replaceShifts(shifts []roster.Shift, count *ImportCount) {
	var people, working []int64
	var days, ends, starts, stops []time.Time
	for _, s := range shifts {
		people, days, ends = append(people, s.Person.ID), append(days, s.Day), append(ends, s.Day.AddDate(0, 0, 1))
		if !s.Off {
			working, starts, stops = append(working, s.Person.ID), append(starts, s.Start), append(stops, s.End)
		}
	}
	count.Same = len(working)
	c.batch.Queue(`DELETE FROM shifts s USING unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) AS d (person, day, ends)
		WHERE s.person_id = d.person AND s.start_at >= d.day AND s.start_at < d.ends
			AND (s.person_id, s.start_at) NOT IN (SELECT * FROM unnest($4::bigint[], $5::timestamptz[]))`, people, days, ends, working, starts)
	c.batch.Queue(`INSERT INTO shifts AS s (person_id, start_at, end_at) SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[])
		ON CONFLICT (person_id, start_at) DO UPDATE SET end_at = excluded.end_at WHERE s.end_at <> excluded.end_at
		RETURNING xmax = 0`, working, starts, stops).Query(count.tally)
	c.batch.Queue(`UPDATE people SET keeps_duty = true WHERE id = ANY($1) AND NOT keeps_duty`, people)
}
