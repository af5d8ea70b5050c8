package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

const noticeColumns = `n.id, n.kind, n.subject_kind, n.subject_id, coalesce(n.person_id, 0), n.role, n.crew,
	coalesce(n.booking_id, 0), n.schedule, n.step, n.due_at, n.expires_at`

func noticeFields(n *conference.Notice) []any {
	return []any{&n.ID, &n.Kind, &n.Subject.Kind, &n.Subject.ID, &n.To.Person, &n.To.Role, &n.To.Crew,
		&n.BookingID, &n.Schedule, &n.Step, &n.DueAt, instant{&n.ExpiresAt}}
}

func scanNotice(row pgx.CollectableRow) (n conference.Notice, err error) {
	err = row.Scan(noticeFields(&n)...)
	return n, err
}

// deciding are the kinds that change how things stand, beside what they say.
const deciding = ` n.kind IN ('check_due', 'check_deputy', 'check_last', 'task_clock', 'service') `

// chunk is how many reminders go into one transaction: enough that a round trip costs
// nothing, few enough that nobody waits for the locks.
const chunk = 2000

// NextDue is when the earliest pending notice is due; false when there is none.
func (s *Store) NextDue(ctx context.Context) (time.Time, bool, error) {
	at, found, err := readOne(ctx, s.pool, pgx.RowTo[time.Time], `SELECT due_at FROM notices WHERE state = 'pending' ORDER BY due_at, id LIMIT 1`)
	return at, found, wrap("next notice", err)
}

// FireDue fires up to limit notices that are due at now, each exactly once over all replicas,
// and returns how many. Those that change how things stand come first,
// one by one in the order they are due; then reminders, in bulk. Notices that expired or whose
// booking moved on are dropped and not counted. An error says what failed; what could be fired
// has been fired none the less, and what failed is tried again at the next call.
func (s *Store) FireDue(ctx context.Context, now time.Time, limit int) (fired int, err error) {
	now = now.UTC().Truncate(time.Microsecond)
	for fired, err = s.fireDeciding(ctx, now, limit); fired < limit && ctx.Err() == nil; {
		more, claimed, chunkErr := s.fireReminders(ctx, now, min(limit-fired, chunk))
		fired += more
		if chunkErr != nil {
			err = errors.Join(err, chunkErr)
			break
		}
		if claimed == 0 {
			break
		}
	}
	return fired, err
}

// fireDeciding fires the notices that change something, each in a transaction of its own, so
// that one that fails does not hold the others.
func (s *Store) fireDeciding(ctx context.Context, now time.Time, limit int) (fired int, failed error) {
	var after conference.Notice
	for fired < limit {
		due, err := readAll(ctx, s.pool, scanNotice, `SELECT `+noticeColumns+` FROM notices n
			WHERE n.state = 'pending' AND n.due_at <= $1 AND`+deciding+`AND (n.due_at, n.id) > ($2, $3)
			ORDER BY n.due_at, n.id LIMIT $4`, now, after.DueAt, after.ID, min(limit-fired, chunk))
		if err != nil {
			return fired, errors.Join(failed, wrap("due notices", err))
		}
		if len(due) == 0 {
			return fired, failed
		}
		for _, n := range due {
			done, err := s.fireOne(ctx, n, now)
			switch {
			case err != nil && (ctx.Err() != nil || conference.CodeOf(err) == conference.CodeUnavailable):
				return fired, errors.Join(failed, err)
			case err != nil:
				failed = errors.Join(failed, fmt.Errorf("notice %d (%s): %w", n.ID, n.Kind, err))
			case done:
				fired++
			}
		}
		after = due[len(due)-1]
	}
	return fired, failed
}

// fireOne fires one notice under its subject's lock; false when it is dropped or another
// replica was faster. The subject is locked before the notice, as every change does it.
func (s *Store) fireOne(ctx context.Context, n conference.Notice, now time.Time) (fired bool, err error) {
	err = s.change(ctx, conference.Change{Now: now}, n.Subject, string(n.Kind), func(ctx context.Context, c *change) error {
		fired = false
		switch n.Kind {
		case conference.NoticeTaskClock:
			fired, err = c.fireTask(ctx, n)
		case conference.NoticeService:
			fired, err = c.fireMeeting(ctx, n, func(m conference.Meeting) (conference.Meeting, conference.Effects) {
				return s.rules().FireService(m, c.Now)
			})
		default:
			fired, err = c.fireMeeting(ctx, n, func(m conference.Meeting) (conference.Meeting, conference.Effects) {
				return s.rules().FireCheck(m, n, c.Now)
			})
		}
		c.silent = !fired
		return err
	})
	return fired, err
}

// fireMeeting fires a notice that is about a meeting, unless that has moved on since it was planned. What its firing
// leaves as it was is no line of history.
func (c *change) fireMeeting(ctx context.Context, n conference.Notice, decide func(conference.Meeting) (conference.Meeting, conference.Effects)) (bool, error) {
	var m conference.Meeting
	var pending []int64
	c.lockMeeting(n.BookingID, &m)
	c.lockNotice(n.ID, &pending)
	if err := c.flush(ctx); err != nil || len(pending) == 0 {
		return false, err
	}
	if n.Schedule != m.Booking.Schedule {
		c.settle("dropped", n.ID)
		return false, nil
	}
	after, e := decide(m)
	if err := c.giveIDs(ctx, &after, &e); err != nil {
		return false, err
	}
	c.writeMeeting(m, after)
	c.addDue(n, e)
	c.settle("fired", n.ID)
	c.detail["step"] = n.Step
	return true, nil
}

func (c *change) fireTask(ctx context.Context, n conference.Notice) (bool, error) {
	var pending []int64
	t, _, err := c.lockTask(ctx, n.Subject.ID)
	if err != nil {
		return false, err
	}
	c.lockNotice(n.ID, &pending)
	if err := c.flush(ctx); err != nil || len(pending) == 0 {
		return false, err
	}
	if !t.Open() {
		c.settle("dropped", n.ID)
		return false, nil
	}
	after, e := c.store.rules().FireTask(t, c.Now)
	c.updateTask(after)
	c.addDue(n, e)
	c.settle("fired", n.ID)
	return true, nil
}

// lockNotice queues the lock of a notice that is still to be fired.
func (c *change) lockNotice(id int64, pending *[]int64) {
	queueRows(c.batch, pgx.RowTo[int64], `SELECT id FROM notices WHERE id = $1 AND state = 'pending' FOR UPDATE`, []any{id}, into(pending))
}

// settle queues what became of notices. ANY stays linear even before the planner has seen that there are many.
func (c *change) settle(state string, ids ...int64) {
	if len(ids) > 0 {
		c.batch.Queue(`UPDATE notices SET state = $2, fired_at = $3 WHERE id = ANY($1)`, ids, state, c.Now)
	}
}

// addDue is add for what a due notice causes: its deliveries know when they should have gone.
func (c *change) addDue(n conference.Notice, e conference.Effects) {
	for i := range e.Deliveries {
		e.Deliveries[i].NoticeID, e.Deliveries[i].DueAt = n.ID, n.DueAt
	}
	c.add(e)
}

// reminder is a due notice with as much of its meeting as its firing is decided by.
type reminder struct {
	notice  conference.Notice
	meeting conference.Meeting
}

func scanReminder(row pgx.CollectableRow) (r reminder, err error) {
	var a conference.Attendee
	b := &r.meeting.Booking
	err = row.Scan(append(noticeFields(&r.notice), &b.ID, &b.Status, &b.Revision, &b.Schedule, &b.Start, &b.End, instant{&b.Needed}, &b.Organiser.ID,
		&a.ID, &a.PartStat)...)
	if a.ID != 0 {
		a.BookingID, a.Person.ID = b.ID, r.notice.To.Person
		r.meeting.Attendees = []conference.Attendee{a}
	}
	return r, err
}

// fireReminders fires a chunk of the reminders that are due, in four statements however many
// they are, and returns how many it fired and how many it looked at. OFFSET 0 keeps each
// meeting a look into an index: planned for any limit, a join would read all meetings there are.
func (s *Store) fireReminders(ctx context.Context, now time.Time, limit int) (fired, claimed int, err error) {
	err = s.change(ctx, conference.Change{Now: now}, conference.Subject{Kind: conference.SubjectBooking, ID: -1}, "remind", func(ctx context.Context, c *change) error {
		c.silent = true // a reminder changes nothing
		var due []reminder
		queueRows(c.batch, scanReminder, `WITH n AS MATERIALIZED (
				SELECT * FROM notices n WHERE n.state = 'pending' AND n.due_at <= $1 AND NOT`+deciding+`
				ORDER BY n.due_at, n.id LIMIT $2 FOR UPDATE SKIP LOCKED)
			SELECT `+noticeColumns+`, b.id, b.status, b.revision, b.schedule, b.start_at, b.end_at, b.needed_at,
				b.organiser_id, coalesce(a.id, 0), coalesce(a.partstat, '')
			FROM n CROSS JOIN LATERAL (SELECT * FROM bookings WHERE id = n.booking_id OFFSET 0) AS b
			LEFT JOIN LATERAL (SELECT * FROM attendees WHERE booking_id = n.booking_id AND person_id = n.person_id OFFSET 0) AS a ON true
			ORDER BY n.due_at, n.id`, []any{now, limit}, into(&due))
		if err := c.flush(ctx); err != nil {
			return err
		}
		claimed = len(due)
		fired = c.remind(due)
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	return fired, claimed, nil
}

// remind decides on reminders, queues what becomes of them, and returns how many fire.
func (c *change) remind(due []reminder) int {
	var fired, dropped []int64
	for _, r := range due {
		e := c.store.rules().FireReminder(r.meeting, r.notice, c.Now)
		if len(e.Deliveries) == 0 {
			dropped = append(dropped, r.notice.ID)
			continue
		}
		fired = append(fired, r.notice.ID)
		c.addDue(r.notice, e)
	}
	c.settle("fired", fired...)
	c.settle("dropped", dropped...)
	return len(fired)
}
