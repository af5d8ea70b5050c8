package storage

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// subjectPerson and subjectRoom are what history and claims are about beside the subjects of cards.
const (
	subjectPerson conference.SubjectKind = "person"
	subjectRoom   conference.SubjectKind = "room"
)

// attempts is how often a transaction is tried that loses against another.
const attempts = 8

// change is one use case under way. Statements are queued and go to the server together, so
// that a use case costs about four round trips however much it reads and writes.
type change struct {
	conference.Change
	store   *Store
	tx      transaction
	batch   *pgx.Batch
	begun   bool               // the first batch has been sent
	subject conference.Subject // what is claimed and what the history is about
	verb    string
	detail  map[string]any // of the line of history
	effects conference.Effects
	added   []conference.Attendee // written in this change, with their new IDs
	checks  []conference.Check    // of the meeting that a fault hangs on: see lockTask
	written map[int64]int         // the revisions of the tasks written in this change
	silent  bool                  // nothing was changed: no history
}

// change runs fn in a transaction with the update claimed and ch.Actor as the roster has it
// now. A subject without an ID is a new one: it gets the next of its kind. When fn returns
// nil, history, notices and deliveries are written and all is committed. fn may run several
// times, since transactions that lose against another are tried again.
func (s *Store) change(ctx context.Context, ch conference.Change, subject conference.Subject, verb string, fn func(context.Context, *change) error) error {
	ch.Now = ch.Now.UTC().Truncate(time.Microsecond) // as the database keeps it
	for try := 1; ; try++ {
		c := &change{Change: ch, store: s, batch: &pgx.Batch{}, subject: subject, verb: verb, detail: map[string]any{}, written: map[int64]int{}}
		err := c.run(ctx, fn)
		if errors.Is(err, errClaimed) {
			return wrap(verb, s.duplicate(ctx, ch))
		}
		if hasState(err, stateReadOnly) {
			s.pool.Reset() // new connections find the server that took over
		}
		if !hasState(err, stateSerialization, stateDeadlock) || try == attempts {
			return wrap(verb, err)
		}
		select {
		case <-ctx.Done():
			return wrap(verb, ctx.Err())
		case <-time.After(time.Duration(1+rand.IntN(5*try)) * time.Millisecond):
		}
	}
}

func (c *change) run(ctx context.Context, fn func(context.Context, *change) error) error {
	conn, err := c.store.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	c.tx = transaction{conn.Conn()}
	defer c.tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // nothing to undo after a commit, and the server undoes it when the connection is gone
	c.batch.Queue(`BEGIN`)
	c.claim()
	c.readActor()
	if err := fn(ctx, c); err != nil {
		return err
	}
	return c.finish(ctx)
}

// finish writes what every change leaves behind, and commits: with the last batch if nobody is
// to be told and the claim is known to have been won, else after the deliveries.
func (c *change) finish(ctx context.Context) error {
	c.writeHistory()
	c.writeNotices()
	audience := c.readAudiences()
	c.recordCard() // the actor sees the thing in the answer: a delivery would be one too many
	if len(c.effects.Deliveries) == 0 && c.begun {
		c.batch.Queue(`COMMIT`)
		return c.flush(ctx)
	}
	if err := c.flush(ctx); err != nil {
		return err
	}
	if err := c.enqueue(ctx, audience); err != nil {
		return err
	}
	return c.tx.Commit(ctx)
}

// flush sends what is queued and runs the queued statements' callbacks, up to the first error.
func (c *change) flush(ctx context.Context) error {
	if c.batch.Len() == 0 {
		return nil
	}
	b := c.batch
	c.batch, c.begun = &pgx.Batch{}, true
	return c.tx.SendBatch(ctx, b).Close()
}

// errClaimed is that the update has had its effect before, or the draft has become what it is for.
var errClaimed = errors.New("update or draft claimed before")

// claim takes the update and the draft for this change, and the next ID for a new subject. A second
// claimer waits here until the first has committed or given up.
func (c *change) claim() {
	var sequence *string
	if c.subject.ID == 0 {
		sequence = sequences[c.subject.Kind]
	}
	if c.UpdateID == 0 {
		if sequence != nil {
			c.batch.Queue(`SELECT nextval($1::regclass)`, *sequence).QueryRow(func(row pgx.Row) error { return row.Scan(&c.subject.ID) })
		}
		return
	}
	c.batch.Queue(`INSERT INTO updates (id, at, subject_kind, subject_id, draft)
		VALUES ($1, $2, $3, CASE WHEN $5::text IS NULL THEN $4 ELSE nextval($5::regclass) END, $6)
		ON CONFLICT DO NOTHING RETURNING subject_id`,
		c.UpdateID, c.Now, c.subject.Kind, c.subject.ID, sequence, orNull(c.Draft)).QueryRow(func(row pgx.Row) error {
		err := row.Scan(&c.subject.ID)
		if errors.Is(err, pgx.ErrNoRows) {
			return errClaimed
		}
		return err
	})
}

var sequences = map[conference.SubjectKind]*string{
	conference.SubjectBooking:   new("bookings_id_seq"),
	conference.SubjectTask:      new("tasks_id_seq"),
	conference.SubjectSheet:     new("sheets_id_seq"),
	conference.SubjectEmergency: new("emergencies_id_seq"),
	conference.SubjectEntry:     new("entries_id_seq"),
}

// about names the subject when it was not known at the claim.
func (c *change) about(id int64) {
	c.subject.ID = id
	if c.UpdateID != 0 {
		c.batch.Queue(`UPDATE updates SET subject_id = $2 WHERE id = $1`, c.UpdateID, id)
	}
}

// duplicate is CodeDuplicate with what the update did, or the draft became.
func (s *Store) duplicate(ctx context.Context, ch conference.Change) error {
	subject, found, err := s.Applied(ctx, ch.UpdateID, ch.Draft)
	if err != nil || !found {
		return cmp.Or(err, errClaimed)
	}
	return conference.Refuse(conference.CodeDuplicate, "kind", subject.Kind, "id", subject.ID)
}

// readActor asks the roster anew who acts: rights are judged inside the transaction (S136).
func (c *change) readActor() {
	if c.Actor.ID == 0 {
		return
	}
	queueRows(c.batch, scanPerson, `SELECT `+personColumns("p")+` FROM people p WHERE p.id = $1`, []any{c.Actor.ID},
		func(people []conference.Person) error {
			if len(people) == 0 || people[0].Removed {
				return conference.Refuse(conference.CodeUnknownPerson)
			}
			c.Actor = people[0]
			return nil
		})
}

func (c *change) writeHistory() {
	if c.silent {
		return
	}
	c.batch.Queue(`INSERT INTO history (at, actor_id, update_id, subject_kind, subject_id, verb, detail)
		VALUES ($1, NULLIF($2::bigint, 0), NULLIF($3::bigint, 0), $4, $5, $6, $7)`,
		c.Now, c.Actor.ID, c.UpdateID, c.subject.Kind, c.subject.ID, c.verb, c.detail)
}

// queueRows queues a query for all its rows.
func queueRows[T any](b *pgx.Batch, scan pgx.RowToFunc[T], sql string, args []any, then func([]T) error) {
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		all, err := pgx.CollectRows(rows, scan)
		if err != nil {
			return err
		}
		return then(all)
	})
}

// into stores a query's rows.
func into[T any](dst *[]T) func([]T) error {
	return func(all []T) error { *dst = all; return nil }
}

// stale refuses a button that shows an older revision; 0 asks nothing.
func stale(rev, now int, subject conference.Subject) error {
	if rev == 0 || rev == now {
		return nil
	}
	return conference.Refuse(conference.CodeStale, "kind", subject.Kind, "id", subject.ID)
}
