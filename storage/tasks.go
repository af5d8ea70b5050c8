package storage

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

var taskSQL = `SELECT t.id, t.revision, t.kind, t.status, t.crew, coalesce(t.booking_id, 0), coalesce(b.number, ''), coalesce(b.title, ''), b.start_at, b.end_at, coalesce(b.headcount, 0), coalesce(b.status, ''),
	t.plan, t.name, t.note, t.others, t.hands, t.items, t.proof, t.proofs, t.due_at, t.urgent, t.created_at, t.offered_at, t.claimed_at, t.ended_at,
	t.ticked_at, t.ladder, t.tea, t.problem, t.ordered, t.outcome, t.reopened, ` + honouredSQL + `,
	t.called_off, t.helpers, coalesce(t.only_id, 0), coalesce(t.hand_to, 0), coalesce(t.hand_from, 0), t.hand_declined, coalesce(t.confirmed_by, 0),
	CASE WHEN t.helpers <> '{}' OR t.only_id IS NOT NULL OR t.hand_to IS NOT NULL OR t.confirmed_by IS NOT NULL THEN
		(SELECT jsonb_object_agg(p.id, p.name) FROM people p WHERE p.id = ANY(t.helpers || ARRAY[t.only_id, t.hand_to, t.hand_from, t.confirmed_by])) END, ` +
	roomColumns("r") + `, ` + briefColumns("q") + `, ` + briefColumns("k") + `
	FROM tasks t LEFT JOIN bookings b ON b.id = t.booking_id LEFT JOIN rooms r ON r.id = t.room_id
	LEFT JOIN people q ON q.id = t.requester_id LEFT JOIN people k ON k.id = t.claimer_id`

func scanTask(row pgx.CollectableRow) (t conference.Task, err error) {
	var helpers []int64
	var only, to, from, confirmed int64
	var names map[int64]string
	own := []any{&t.ID, &t.Revision, &t.Kind, &t.Status, &t.Crew, &t.BookingID, &t.BookingNumber, &t.BookingTitle, instant{&t.Meeting.Start}, instant{&t.Meeting.End}, &t.Heads, &t.MeetingStatus,
		&t.Plan, &t.Name, &t.Note, &t.Others, &t.Hands, &t.Items, &t.Proof, &t.Proofs, &t.DueAt, &t.Urgent, &t.CreatedAt, &t.OfferedAt,
		instant{&t.ClaimedAt}, instant{&t.EndedAt}, instant{&t.TickedAt}, &t.Ladder, &t.Tea, &t.Problem, &t.Order, &t.Outcome, &t.Reopened, &t.Habits,
		&t.CalledOff, &helpers, &only, &to, &from, &t.HandDeclined, &confirmed, &names}
	err = row.Scan(slices.Concat(own, roomFields(&t.Room), brief(&t.Requester), brief(&t.Claimer))...)
	named := func(id int64) conference.Person { return conference.Person{ID: id, Name: names[id]} }
	for _, id := range helpers {
		t.Helpers = append(t.Helpers, named(id))
	}
	t.Only, t.HandTo, t.HandFrom, t.ConfirmedBy = named(only), named(to), named(from), named(confirmed)
	return t, err
}

const openTask = ` t.status IN ('offered', 'claimed', 'started') `

// StepTask takes a task one step on, and its meeting's room with it: conference.Settings.StepTask's refusals,
// CodeStale, CodeNotFound.
func (s *Store) StepTask(ctx context.Context, ch conference.Change, id int64, rev int, step conference.TaskStep, note string) (conference.Task, error) {
	return s.changeTask(ctx, ch, id, rev, string(step), func(c *change, was conference.Task, b conference.Booking) (conference.Task, conference.Booking, conference.Effects, error) {
		t, b, e, err := s.rules().StepTask(was, b, step, note, c.Change)
		if err == nil && was.Kind == conference.TaskOrder && step == conference.StepCancel {
			var also conference.Effects
			also, err = c.callOffPurchase(ctx, was)
			e.Deliveries = append(e.Deliveries, also.Deliveries...)
		}
		return t, b, e, err
	})
}

// TickItem ticks a line of a task's checklist or takes the tick back: conference.Settings.TickItem's refusals, CodeNotFound.
func (s *Store) TickItem(ctx context.Context, ch conference.Change, id int64, item int, done bool) (conference.Task, error) {
	return s.changeTask(ctx, ch, id, 0, "tick", func(c *change, was conference.Task, b conference.Booking) (conference.Task, conference.Booking, conference.Effects, error) {
		c.detail["item"], c.detail["ticked"] = item, done
		return s.rules().TickItem(was, b, item, done, c.Change)
	})
}

// AddProof adds a photo that shows the work: conference.Settings.AddProof's refusals, CodeNotFound.
func (s *Store) AddProof(ctx context.Context, ch conference.Change, id int64, fileID string) (conference.Task, error) {
	return s.changeTask(ctx, ch, id, 0, "prove", func(c *change, was conference.Task, b conference.Booking) (conference.Task, conference.Booking, conference.Effects, error) {
		t, e, err := s.rules().AddProof(was, fileID, c.Change)
		return t, b, e, err
	})
}

// HandOver asks a colleague to take the actor's place: conference.Settings.HandOver's refusals, CodeStale, CodeNotFound.
func (s *Store) HandOver(ctx context.Context, ch conference.Change, id int64, rev int, to int64) (conference.Task, error) {
	return s.changeTask(ctx, ch, id, rev, "hand over", func(c *change, was conference.Task, b conference.Booking) (conference.Task, conference.Booking, conference.Effects, error) {
		var here []conference.Person
		c.readColleagues(was, to, &here)
		if err := c.flush(ctx); err != nil {
			return was, b, conference.Effects{}, err
		}
		var colleague conference.Person // zero for somebody who is not at work
		if len(here) > 0 {
			colleague = here[0]
		}
		t, e, err := s.rules().HandOver(was, b, colleague, c.Change)
		c.detail["to"] = to
		return t, b, e, err
	})
}

// AnswerHandOver is the colleague's yes or no: conference.Settings.AnswerHandOver's refusals, CodeNotFound.
func (s *Store) AnswerHandOver(ctx context.Context, ch conference.Change, id int64, yes bool) (conference.Task, error) {
	verb := "refuse hand over"
	if yes {
		verb = "take over"
	}
	return s.changeTask(ctx, ch, id, 0, verb, func(c *change, was conference.Task, b conference.Booking) (conference.Task, conference.Booking, conference.Effects, error) {
		t, e, err := s.rules().AnswerHandOver(was, yes, c.Change)
		return t, b, e, err
	})
}

// decideTask is a decision about a task and, where it hangs on one, its meeting.
type decideTask func(c *change, was conference.Task, b conference.Booking) (conference.Task, conference.Booking, conference.Effects, error)

// changeTask is the use case of all that is decided about one task.
func (s *Store) changeTask(ctx context.Context, ch conference.Change, id int64, rev int, verb string, decide decideTask) (conference.Task, error) {
	var now conference.Task
	subject := conference.Subject{Kind: conference.SubjectTask, ID: id}
	err := s.change(ctx, ch, subject, verb, func(ctx context.Context, c *change) error {
		was, booking, err := c.lockTask(ctx, id)
		if err != nil {
			return err
		}
		if err := stale(rev, was.Revision, subject); err != nil {
			return err
		}
		var e conference.Effects
		var b conference.Booking
		if now, b, e, err = decide(c, was, booking); err != nil {
			return err
		}
		if was.Kind == conference.TaskTea && was.Off() != now.Off() { // the service notices show it no longer, or again
			shown, err := c.sheetCards(ctx, was.BookingID)
			if err != nil {
				return err
			}
			c.add(shown)
		}
		c.updateTask(now)
		if now.Revision != was.Revision {
			c.add(conference.Effects{Deliveries: now.CheckCards(c.checks)}) // the levels that wait for it show how it stands
		}
		if !reflect.DeepEqual(b, booking) {
			c.updateBooking(booking, b)
		}
		c.add(e)
		return nil
	})
	return now, err
}

// lockTask locks and reads a task at once, with its meeting, which is locked first as everywhere, and a fault with its
// meeting's checks; CodeNotFound.
func (c *change) lockTask(ctx context.Context, id int64) (t conference.Task, b conference.Booking, err error) {
	c.batch.Queue(`SELECT FROM bookings WHERE id = (SELECT booking_id FROM tasks WHERE id = $1) FOR NO KEY UPDATE`, id)
	c.batch.Queue(`SELECT FROM tasks WHERE id = $1 FOR NO KEY UPDATE`, id)
	queueRows(c.batch, scanTask, taskSQL+` WHERE t.id = $1`, []any{id}, first(&t))
	queueRows(c.batch, scanBooking, bookingSQL+` WHERE b.id = (SELECT booking_id FROM tasks WHERE id = $1)`, []any{id}, first(&b))
	queueRows(c.batch, scanCheck, checkSQL+` WHERE c.booking_id = (SELECT booking_id FROM tasks WHERE id = $1 AND kind = 'problem') ORDER BY c.level`, []any{id}, into(&c.checks))
	if err := c.flush(ctx); err != nil {
		return t, b, err
	}
	if t.ID == 0 {
		return t, b, conference.Refuse(conference.CodeNotFound)
	}
	return t, b, nil
}

// Task is one by ID; CodeNotFound.
func (s *Store) Task(ctx context.Context, id int64) (conference.Task, error) {
	return must(readOne(ctx, s.pool, scanTask, taskSQL+` WHERE t.id = $1`, id))("task")
}

// TasksFor are the open tasks that the person has taken, or is asked to take, or that are offered to their crew,
// urgent ones first, then by when they are due.
func (s *Store) TasksFor(ctx context.Context, person conference.Person) ([]conference.Task, error) {
	ts, err := readAll(ctx, s.pool, scanTask, taskSQL+` WHERE`+openTask+`AND (t.claimer_id = $1 OR t.helpers @> ARRAY[$1::bigint] OR t.hand_to = $1 AND NOT t.hand_declined
		OR (t.only_id = $1 OR t.only_id IS NULL AND $2 <> '' AND t.crew = $2 AND ($3 = '' OR r.building IS NULL OR r.building = $3))
			AND (t.status = 'offered' OR cardinality(t.helpers) + 1 < t.hands))
		ORDER BY t.urgent DESC, t.due_at, t.id`, person.ID, person.Crew, person.Building)
	return ts, wrap("tasks of a person", err)
}

// Colleagues are those who can be asked to take a task: of its crew, at work now and in its building, within Telegram's
// reach, and not on it; by name.
func (s *Store) Colleagues(ctx context.Context, t conference.Task, now time.Time) ([]conference.Person, error) {
	sql, args := colleaguesOf(t, 0, now)
	people, err := readAll(ctx, s.pool, scanPerson, sql, args...)
	return people, wrap("colleagues", err)
}

// readColleagues queues the same as part of a change, for one of them.
func (c *change) readColleagues(t conference.Task, person int64, found *[]conference.Person) {
	sql, args := colleaguesOf(t, person, c.Now)
	queueRows(c.batch, scanPerson, sql, args, into(found))
}

// atWork is thereSQL for who is on duty at $5, in the building $4.
var atWork = strings.NewReplacer("d.building", "$4", "d.duty", "true", "$10", "$5").Replace(thereSQL)

// colleaguesOf asks for a task's colleagues; person is the one asked about, 0 for all.
func colleaguesOf(t conference.Task, person int64, now time.Time) (string, []any) {
	return `SELECT ` + personColumns("p") + ` FROM people p
		WHERE p.crew = $1 AND p.crew <> '' AND NOT p.id = ANY($2) AND ($3 = 0 OR p.id = $3)
			AND p.roles && ARRAY['attendant', 'technician', 'deputy_leader', 'team_leader'] AND p.unreachable_at IS NULL` + reachedSQL + atWork + `
		ORDER BY p.name, p.id`, []any{t.Crew, ids(t.Team()), person, t.Room.Building, now}
}

// TasksOfBooking are all tasks that hang on a booking, oldest first.
func (s *Store) TasksOfBooking(ctx context.Context, bookingID int64) ([]conference.Task, error) {
	ts, err := readAll(ctx, s.pool, scanTask, taskSQL+` WHERE t.booking_id = $1 ORDER BY t.id`, bookingID)
	return ts, wrap("tasks of a booking", err)
}

// writeTasks queues the tasks that a decision about their meeting changed or made.
func (c *change) writeTasks(was, now []conference.Task) {
	for _, t := range changed(was, now) {
		if len(was) == 0 || !slices.ContainsFunc(was, func(o conference.Task) bool { return o.ID == t.ID }) {
			c.insertTask(t)
		} else {
			c.updateTask(t)
		}
	}
}

func (c *change) insertTask(t conference.Task) {
	c.written[t.ID] = t.Revision
	c.batch.Queue(`INSERT INTO tasks (id, revision, kind, status, crew, booking_id, room_id, requester_id, others, due_at, urgent,
			created_at, offered_at, tea, problem, plan, name, note, only_id, hands, claimer_id, helpers, claimed_at, items, proof, ladder, ticked_at, ordered)
		VALUES ($1, $2, $3, $4, $5, NULLIF($6::bigint, 0), NULLIF($7::bigint, 0), NULLIF($8::bigint, 0), coalesce($9::bigint[], '{}'), $10, $11, $12, $13, $14, $15,
			$16, $17, $18, NULLIF($19::bigint, 0), $20, NULLIF($21::bigint, 0), coalesce($22::bigint[], '{}'), $23, $24, $25, $26, $27, $28)`,
		t.ID, t.Revision, t.Kind, t.Status, t.Crew, t.BookingID, t.Room.ID, t.Requester.ID, t.Others, t.DueAt, t.Urgent,
		t.CreatedAt, t.OfferedAt, t.Tea, t.Problem, t.Plan, t.Name, t.Note, t.Only.ID, max(1, t.Hands), t.Claimer.ID, ids(t.Helpers),
		orNull(t.ClaimedAt), t.Items, t.Proof, t.Ladder, orNull(t.TickedAt), t.Order)
	c.setClock(t)
	c.describeTask(t)
}

// updateTask queues a changed task.
func (c *change) updateTask(t conference.Task) {
	c.written[t.ID] = t.Revision
	c.batch.Queue(`UPDATE tasks SET revision = $2, status = $3, room_id = NULLIF($4::bigint, 0), others = coalesce($5::bigint[], '{}'),
			claimer_id = NULLIF($6::bigint, 0), due_at = $7, urgent = $8, offered_at = $9, claimed_at = $10, ended_at = $11,
			tea = $12, problem = $13, outcome = $14, reopened = $15, hands = $16, helpers = coalesce($17::bigint[], '{}'),
			hand_to = NULLIF($18::bigint, 0), hand_from = NULLIF($19::bigint, 0), hand_declined = $26, called_off = $28, items = $20, proofs = coalesce($21::text[], '{}'), ladder = $22, ticked_at = $23,
			ordered = $24, confirmed_by = NULLIF($25::bigint, 0), booking_id = NULLIF($27::bigint, 0),
			only_id = NULLIF($29::bigint, 0)
		WHERE id = $1`,
		t.ID, t.Revision, t.Status, t.Room.ID, t.Others, t.Claimer.ID, t.DueAt, t.Urgent, t.OfferedAt, orNull(t.ClaimedAt), orNull(t.EndedAt),
		t.Tea, t.Problem, t.Outcome, t.Reopened, t.Hands, ids(t.Helpers), t.HandTo.ID, t.HandFrom.ID, t.Items, t.Proofs, t.Ladder, orNull(t.TickedAt),
		t.Order, t.ConfirmedBy.ID, t.HandDeclined, t.BookingID, t.CalledOff, t.Only.ID)
	c.batch.Queue(`UPDATE notices SET state = 'dropped' WHERE subject_kind = 'task' AND subject_id = $1 AND state = 'pending'`, t.ID)
	c.setClock(t)
	c.describeTask(t)
}

// setClock plans the next look at a task, as it stands now.
func (c *change) setClock(t conference.Task) {
	c.add(conference.Effects{Notices: c.store.rules().TaskClock(t)})
}

// ids are people's.
func ids(people []conference.Person) []int64 {
	all := make([]int64, len(people))
	for i, p := range people {
		all[i] = p.ID
	}
	return all
}

// describeTask notes in the history how a task stands now.
func (c *change) describeTask(t conference.Task) {
	tasks, _ := c.detail["tasks"].([]map[string]any)
	c.detail["tasks"] = append(tasks, map[string]any{"id": t.ID, "revision": t.Revision, "status": t.Status, "claimer": t.Claimer.ID,
		"due": t.DueAt, "outcome": t.Outcome})
}
