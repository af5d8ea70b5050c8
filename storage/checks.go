package storage

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

var checkSQL = `SELECT c.id, c.booking_id, c.level, c.status, c.revision, c.due_at, c.answered_at, c.missed_at, c.note,
	c.deputy_at, c.dispute, coalesce(d.id, 0), coalesce(d.name, ''), ` + briefColumns("w") + `
	FROM checks c LEFT JOIN people w ON w.id = c.answered_by LEFT JOIN people d ON d.id = c.disputed_by`

func scanCheck(row pgx.CollectableRow) (c conference.Check, err error) {
	own := []any{&c.ID, &c.BookingID, &c.Level, &c.Status, &c.Revision, &c.DueAt, instant{&c.AnsweredAt}, instant{&c.MissedAt}, &c.Note,
		instant{&c.DeputyAt}, &c.Dispute, &c.DisputedBy.ID, &c.DisputedBy.Name}
	err = row.Scan(slices.Concat(own, brief(&c.AnsweredBy))...)
	return c, err
}

// Check is one level's check by ID; CodeNotFound.
func (s *Store) Check(ctx context.Context, id int64) (conference.Check, error) {
	return must(readOne(ctx, s.pool, scanCheck, checkSQL+` WHERE c.id = $1`, id))("check")
}

// AnswerCheck records a level's answer; a problem opens its report in the same transaction, which comes back, too, and
// stands among the meeting's tasks. rev is the check's. conference.Settings.AnswerCheck's refusals, CodeStale,
// CodeNotFound.
func (s *Store) AnswerCheck(ctx context.Context, ch conference.Change, bookingID int64, level, rev int, a conference.CheckAnswer) (conference.Meeting, conference.Task, error) {
	var report conference.Task
	m, err := s.changeCheck(ctx, ch, bookingID, level, rev, "answer check", func(ctx context.Context, c *change, was conference.Meeting) (conference.Meeting, conference.Effects, error) {
		m, e, problem, err := s.rules().AnswerCheck(was, level, a, c.Change)
		if err != nil {
			return m, e, err
		}
		c.detail["ok"], c.detail["note"] = a.OK, a.Note
		c.writeMeeting(was, m)
		report = conference.Task{}
		if problem != nil {
			report, err = c.reportBeside(ctx, *problem)
			m.Tasks = append(slices.DeleteFunc(m.Tasks, func(t conference.Task) bool { return t.ID == report.ID }), report)
		}
		return m, e, err
	})
	return m, report, err
}

// DisputeCheck has a level reject what an earlier one has answered; rev is the later level's as the button showed it.
// conference.Settings.DisputeCheck's refusals, CodeStale, CodeNotFound.
func (s *Store) DisputeCheck(ctx context.Context, ch conference.Change, bookingID int64, level, earlier, rev int, note string) (conference.Meeting, error) {
	return s.changeCheck(ctx, ch, bookingID, level, rev, "dispute check", func(_ context.Context, c *change, was conference.Meeting) (conference.Meeting, conference.Effects, error) {
		m, e, err := s.rules().DisputeCheck(was, level, earlier, note, c.Change)
		if err != nil {
			return m, e, err
		}
		c.detail["disputed"], c.detail["note"] = earlier, note
		c.writeMeeting(was, m)
		// The deputy's time counts from now on.
		c.batch.Queue(`UPDATE notices SET state = 'dropped' WHERE booking_id = $1 AND kind = 'check_deputy' AND step = $2 AND state = 'pending'`, bookingID, earlier)
		return m, e, nil
	})
}

// findDeputies notes of the levels whose deputy has been asked whether there is one.
func (s *Store) findDeputies(ctx context.Context, m *conference.Meeting) error {
	b := &pgx.Batch{}
	for i := range m.Checks {
		c := &m.Checks[i]
		if c.DeputyAt.IsZero() || c.Level > len(s.rules().Plan.Checks) {
			continue
		}
		who := s.rules().DeputyAudience(c.Level, m.Booking)
		queueRows(b, pgx.RowTo[bool], `SELECT EXISTS (SELECT FROM people p WHERE p.roles @> ARRAY[$1] AND ($2 = '' OR p.crew = $2)
			AND ($3 = '' OR p.building = '' OR p.building = $3) AND p.unreachable_at IS NULL`+reachedSQL+`)`,
			[]any{string(who.Role), who.Crew, who.Building}, first(&c.DeputyThere))
	}
	if b.Len() == 0 {
		return nil
	}
	return wrap("deputies", s.pool.SendBatch(ctx, b).Close())
}

// changeCheck is the use case of all that is decided about one level of a meeting's check; decide writes what it decides.
func (s *Store) changeCheck(ctx context.Context, ch conference.Change, bookingID int64, level, rev int, verb string,
	decide func(context.Context, *change, conference.Meeting) (conference.Meeting, conference.Effects, error)) (conference.Meeting, error) {
	id, found, err := readOne(ctx, s.pool, pgx.RowTo[int64], `SELECT id FROM checks WHERE booking_id = $1 AND level = $2`, bookingID, level)
	if err != nil || !found {
		_, err = must(id, found, err)("check")
		return conference.Meeting{}, err
	}
	var now conference.Meeting
	subject := conference.Subject{Kind: conference.SubjectCheck, ID: id}
	err = s.change(ctx, ch, subject, verb, func(ctx context.Context, c *change) error {
		was, err := c.meeting(ctx, bookingID, 0)
		if err != nil {
			return err
		}
		if err := stale(rev, was.Checks[level-1].Revision, subject); err != nil {
			return err
		}
		var e conference.Effects
		if now, e, err = decide(ctx, c, was); err != nil {
			return err
		}
		c.add(e)
		c.detail["level"] = level
		return nil
	})
	if err != nil {
		return now, err
	}
	return now, s.findDeputies(ctx, &now)
}

// reportBeside opens a report as part of a change about something else.
func (c *change) reportBeside(ctx context.Context, r conference.ProblemRequest) (conference.Task, error) {
	var id int64
	c.batch.Queue(`SELECT nextval('tasks_id_seq')`).QueryRow(func(row pgx.Row) error { return row.Scan(&id) })
	t, _, err := c.report(ctx, r, func() int64 { return id })
	return t, err
}

// writeChecks queues new and changed levels, as one statement.
func (c *change) writeChecks(checks []conference.Check) {
	n := len(checks)
	if n == 0 {
		return
	}
	bookings, levels, statuses, revisions := make([]int64, n), make([]int32, n), make([]string, n), make([]int32, n)
	due, answered, missed := make([]time.Time, n), make([]*time.Time, n), make([]*time.Time, n)
	by, notes, deputies := make([]int64, n), make([]string, n), make([]*time.Time, n)
	disputers, disputes := make([]int64, n), make([]string, n)
	for i, k := range checks {
		bookings[i], levels[i], statuses[i], revisions[i] = k.BookingID, int32(k.Level), string(k.Status), int32(k.Revision)
		due[i], answered[i], missed[i] = k.DueAt, orNull(k.AnsweredAt), orNull(k.MissedAt)
		by[i], notes[i], deputies[i] = k.AnsweredBy.ID, k.Note, orNull(k.DeputyAt)
		disputers[i], disputes[i] = k.DisputedBy.ID, k.Dispute
	}
	c.batch.Queue(`INSERT INTO checks (booking_id, level, status, revision, due_at, answered_by, answered_at, missed_at, note, deputy_at, disputed_by, dispute)
		SELECT booking, level, status, revision, due, NULLIF(person, 0), answered, missed, note, deputy, NULLIF(disputer, 0), dispute
		FROM unnest($1::bigint[], $2::int[], $3::text[], $4::int[], $5::timestamptz[], $6::bigint[], $7::timestamptz[], $8::timestamptz[], $9::text[],
				$10::timestamptz[], $11::bigint[], $12::text[])
			AS k (booking, level, status, revision, due, person, answered, missed, note, deputy, disputer, dispute)
		ON CONFLICT (booking_id, level) DO UPDATE SET status = excluded.status, revision = excluded.revision, due_at = excluded.due_at,
			answered_by = excluded.answered_by, answered_at = excluded.answered_at, missed_at = excluded.missed_at, note = excluded.note,
			deputy_at = excluded.deputy_at, disputed_by = excluded.disputed_by, dispute = excluded.dispute`,
		bookings, levels, statuses, revisions, due, by, answered, missed, notes, deputies, disputers, disputes)
}
