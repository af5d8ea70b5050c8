package storage

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// add takes a decision's effects along, for a thing that has its ID.
func (c *change) add(e conference.Effects) {
	c.effects.Notices = append(c.effects.Notices, e.Notices...)
	c.effects.Deliveries = append(c.effects.Deliveries, e.Deliveries...)
}

// addNew is add for the effects of a decision that made the change's own subject.
func (c *change) addNew(e conference.Effects) {
	e.Bind(c.subject.Kind, func(int64) int64 { return c.subject.ID })
	c.add(e)
}

// writeNotices queues the new notices, as one statement.
func (c *change) writeNotices() {
	ns := c.oneLook()
	if len(ns) == 0 {
		return
	}
	kinds, subjects, roles, crews := make([]string, len(ns)), make([]string, len(ns)), make([]string, len(ns)), make([]string, len(ns))
	ids, people, bookings := make([]int64, len(ns)), make([]int64, len(ns)), make([]int64, len(ns))
	schedules, steps := make([]int32, len(ns)), make([]int32, len(ns))
	due, expires := make([]time.Time, len(ns)), make([]*time.Time, len(ns))
	for i, n := range ns {
		kinds[i], subjects[i], roles[i], crews[i] = string(n.Kind), string(n.Subject.Kind), string(n.To.Role), string(n.To.Crew)
		ids[i], people[i], bookings[i] = n.Subject.ID, n.To.Person, n.BookingID
		schedules[i], steps[i] = int32(n.Schedule), int32(n.Step)
		due[i], expires[i] = n.DueAt, orNull(n.ExpiresAt)
	}
	c.batch.Queue(`INSERT INTO notices (kind, subject_kind, subject_id, person_id, role, crew, booking_id, schedule, step, due_at, expires_at)
		SELECT kind, subject, id, NULLIF(person, 0), role, crew, NULLIF(booking, 0), schedule, step, due, expires
		FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::int[], $9::int[], $10::timestamptz[], $11::timestamptz[])
			AS n (kind, subject, id, person, role, crew, booking, schedule, step, due, expires)`,
		kinds, subjects, ids, people, roles, crews, bookings, schedules, steps, due, expires)
}

// oneLook leaves, of the looks at the meeting's service that are planned, the earliest, and queues that it takes the
// place of the one that was. A new meeting has none.
func (c *change) oneLook() []conference.Notice {
	ns := c.effects.Notices
	first := -1
	for i, n := range ns {
		if n.Kind == conference.NoticeService && (first < 0 || n.DueAt.Before(ns[first].DueAt)) {
			first = i
		}
	}
	if first < 0 {
		return ns
	}
	if c.verb != verbBook {
		c.batch.Queue(`UPDATE notices SET state = 'dropped' WHERE booking_id = $1 AND kind = 'service' AND state = 'pending'`, ns[first].BookingID)
	}
	var kept []conference.Notice
	for i, n := range ns {
		if n.Kind != conference.NoticeService || i == first {
			kept = append(kept, n)
		}
	}
	return kept
}

// dropNotices queues that the notices of an older schedule, or all of a booking that is over, are dropped.
func (c *change) dropNotices(b conference.Booking) {
	c.batch.Queue(`UPDATE notices SET state = 'dropped'
		WHERE booking_id = $1 AND state = 'pending' AND (NOT $2 OR schedule BETWEEN 1 AND $3 - 1)`, b.ID, b.Live(), b.Schedule)
}

// recipient is a person whom a delivery, by its place in the list, is for.
type recipient struct {
	place       int
	person      int64
	named       bool // rather than found by role or crew
	unreachable bool
	rank        int // of those found: see rankChat and what follows
}

// readAudiences queues one query that turns the deliveries' audiences into people: those tied
// to a Telegram account and not removed. The result is there after the next flush.
func (c *change) readAudiences() *[]recipient {
	found := new([]recipient)
	ds := c.effects.Deliveries
	if len(ds) == 0 {
		return found
	}
	people, ids := make([]int64, len(ds)), make([]int64, len(ds))
	roles, crews, kinds, buildings := make([]string, len(ds)), make([]string, len(ds)), make([]string, len(ds)), make([]string, len(ds))
	holders, duty, someone := make([]bool, len(ds)), make([]bool, len(ds)), make([]bool, len(ds))
	for i, d := range ds {
		people[i], roles[i], crews[i], holders[i] = d.To.Person, string(d.To.Role), string(d.To.Crew), d.To.Holders
		buildings[i], duty[i], someone[i] = d.To.Building, d.To.OnDuty, d.To.Someone
		kinds[i], ids[i] = string(d.Subject.Kind), d.Subject.ID
	}
	queueRows(c.batch, scanRecipient, audienceSQL, []any{people, roles, crews, holders, kinds, ids, buildings, duty, someone, c.Now}, into(found))
	return found
}

// audienceSQL has one arm for each way of finding people by an index, and each arm looks at the
// person itself: joined afterwards, a long list would be held against the whole roster. A crew
// without a role is its chat, else those who do its work; when there is nobody, its leaders, and
// then the supervisors. A crew without a leader is led by its deputies.
const audienceSQL = `
	SELECT d.place - 1, found.id, d.person <> 0 OR d.holders, found.unreachable, found.rank
	FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bool[], $5::text[], $6::bigint[], $7::text[], $8::bool[], $9::bool[])
		WITH ORDINALITY AS d (person, role, crew, holders, kind, subject, building, duty, someone, place)
	CROSS JOIN LATERAL (
		SELECT p.id, p.unreachable_at IS NOT NULL, 0 FROM people p WHERE d.person <> 0 AND p.id = d.person` + reachedSQL + `
		UNION ALL
		SELECT p.id, p.unreachable_at IS NOT NULL, 0 FROM cards c JOIN people p ON p.id = c.person_id
		WHERE d.person = 0 AND d.holders AND c.subject_kind = d.kind AND c.subject_id = d.subject` + reachedSQL + `
		UNION ALL
		SELECT p.id, p.unreachable_at IS NOT NULL, 1 FROM people p WHERE d.person = 0 AND NOT d.holders AND d.role <> ''
			AND p.roles @> ARRAY[d.role] AND (d.crew = '' OR p.crew = d.crew)` + thereSQL + reachedSQL + `
		UNION ALL
		SELECT p.id, p.unreachable_at IS NOT NULL, CASE WHEN p.roles @> ARRAY['crew_chat'] THEN 0 WHEN p.roles @> ARRAY['team_leader'] THEN 2 ELSE 1 END
		FROM people p WHERE d.person = 0 AND NOT d.holders AND d.crew <> '' AND p.crew = d.crew AND (d.role = '' OR d.someone AND p.roles @> ARRAY['team_leader'])
			AND p.roles && ARRAY['crew_chat', 'attendant', 'technician', 'team_leader'] AND (p.roles && ARRAY['crew_chat', 'team_leader'] OR true` + thereSQL + `)` + reachedSQL + `
		UNION ALL
		SELECT p.id, p.unreachable_at IS NOT NULL, 2 FROM people p WHERE d.person = 0 AND NOT d.holders AND d.someone AND d.role = 'team_leader'
			AND d.crew <> '' AND p.crew = d.crew AND p.roles @> ARRAY['deputy_leader']` + reachedSQL + `
		UNION ALL
		SELECT p.id, p.unreachable_at IS NOT NULL, 3 FROM people p WHERE d.person = 0 AND NOT d.holders AND d.someone
			AND p.roles @> ARRAY['supervisor']` + reachedSQL + `
	) AS found (id, unreachable, rank)
	ORDER BY d.place, found.id`

// reachedSQL is what holds for everybody p in an audience, thereSQL for those who are found by what they do.
const (
	reachedSQL = ` AND p.removed_at IS NULL AND p.telegram_id IS NOT NULL`
	thereSQL   = ` AND (d.building = '' OR p.building = '' OR p.building = d.building)
			AND (NOT d.duty OR NOT p.keeps_duty OR EXISTS (SELECT FROM shifts s WHERE s.person_id = p.id AND s.start_at <= $10 AND s.end_at > $10))`
)

func scanRecipient(row pgx.CollectableRow) (r recipient, err error) {
	err = row.Scan(&r.place, &r.person, &r.named, &r.unreachable, &r.rank)
	return r, err
}

// enqueue hands each person's deliveries to the queue, in the change's transaction.
func (c *change) enqueue(ctx context.Context, audience *[]recipient) error {
	c.effects.Bind(conference.SubjectInvitation, c.addedID)
	ds := perPerson(c.effects.Deliveries, *audience)
	for i, d := range ds {
		if d.Kind == conference.NoticeCard && d.Subject.Kind == conference.SubjectTask {
			ds[i].Revision = c.written[d.Subject.ID]
		}
	}
	queue := c.store.queue.Load()
	if len(ds) == 0 || queue == nil {
		return nil
	}
	return (*queue).Enqueue(ctx, c.tx, ds)
}

func (c *change) addedID(person int64) int64 {
	for _, a := range c.added {
		if a.Person.ID == person {
			return a.ID
		}
	}
	return 0
}

// perPerson is each delivery for each of its people, and one for each person, subject and
// kind: a sounding one wins over a silent one, else the later.
func perPerson(ds []conference.Delivery, audience []recipient) []conference.Delivery {
	found := rankings(ds, audience)
	type key struct {
		person  int64
		subject conference.Subject
		kind    conference.NoticeKind
	}
	at := make(map[key]int, len(audience))
	out := make([]conference.Delivery, 0, len(audience))
	for _, r := range audience {
		if !r.named && !found[r.place].takes(r) {
			continue
		}
		d := ds[r.place]
		d.To = conference.Audience{Person: r.person}
		k := key{r.person, d.Subject, d.Kind}
		i, seen := at[k]
		switch {
		case !seen:
			at[k] = len(out)
			out = append(out, d)
		case d.Ping || !out[i].Ping:
			out[i] = d
		}
	}
	return out
}

// The ranks of those who are found by role or crew. People of the lowest that Telegram reaches get the delivery.
const (
	rankChat   = 0 // the crew's group or topic: it gets it beside people, and the crew not besides
	rankDoers  = 1 // who does it
	rankNobody = 9
)

// ranking is who of those found for a delivery is reached.
type ranking struct {
	chat   bool
	lowest int
}

func rankings(ds []conference.Delivery, audience []recipient) []ranking {
	found := make([]ranking, len(ds))
	for i := range found {
		found[i].lowest = rankNobody
	}
	for _, r := range audience {
		switch f := &found[r.place]; {
		case r.named || r.unreachable:
		case r.rank == rankChat:
			f.chat = true
		default:
			f.lowest = min(f.lowest, r.rank)
		}
	}
	return found
}

// takes tells whether the delivery goes to somebody found. Whoever is not reached is tried when nobody is. What a crew
// sees in its chat its members need not get too; but when none of them is there, whoever comes after is told besides.
func (f ranking) takes(r recipient) bool {
	switch {
	case r.unreachable:
		return !f.chat && f.lowest == rankNobody
	case r.rank == rankChat:
		return true
	case f.chat && r.rank == rankDoers:
		return false
	}
	return r.rank == f.lowest
}

// orNull is nil for the zero value.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
