package storage

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

var taskSQL = `SELECT t.id, t.revision, t.kind, t.status, t.crew, coalesce(t.booking_id, 0), coalesce(b.number, ''), coalesce(b.title, ''),
	t.others, t.due_at, t.urgent, t.created_at, t.offered_at, t.claimed_at, t.ended_at, t.escalated, t.tea, t.problem, t.outcome, t.reopened, ` +
	roomColumns("r") + `, ` + briefColumns("q") + `, ` + briefColumns("k") + `
	FROM tasks t LEFT JOIN bookings b ON b.id = t.booking_id LEFT JOIN rooms r ON r.id = t.room_id
	JOIN people q ON q.id = t.requester_id LEFT JOIN people k ON k.id = t.claimer_id`

func scanTask(row pgx.CollectableRow) (t conference.Task, err error) {
	own := []any{&t.ID, &t.Revision, &t.Kind, &t.Status, &t.Crew, &t.BookingID, &t.BookingNumber, &t.BookingTitle,
		&t.Others, &t.DueAt, &t.Urgent, &t.CreatedAt, &t.OfferedAt, instant{&t.ClaimedAt}, instant{&t.EndedAt}, &t.Escalated,
		&t.Tea, &t.Problem, &t.Outcome, &t.Reopened}
	err = row.Scan(slices.Concat(own, roomFields(&t.Room), brief(&t.Requester), brief(&t.Claimer))...)
	return t, err
}

const openTask = ` t.status IN ('offered', 'claimed', 'started') `

// OrderTea orders tea for a meeting: conference.Settings.OrderTea's refusals, CodeNotFound.
func (s *Store) OrderTea(ctx context.Context, ch conference.Change, r conference.TeaRequest) (conference.Task, error) {
	var t conference.Task
	err := s.change(ctx, ch, conference.Subject{Kind: conference.SubjectTask}, "order tea", func(ctx context.Context, c *change) error {
		m, err := c.meeting(ctx, r.BookingID, 0)
		if err != nil {
			return err
		}
		var e conference.Effects
		if t, e, err = s.settings.OrderTea(m, r, c.Change); err != nil {
			return err
		}
		t.ID = c.subject.ID
		c.insertTask(t)
		c.addNew(e)
		return nil
	})
	return t, err
}

// ReportProblem reports a fault, or joins the open report of the same (joined):
// conference.Settings.ReportProblem's refusals, CodeRoomUnknown.
func (s *Store) ReportProblem(ctx context.Context, ch conference.Change, r conference.ProblemRequest) (t conference.Task, joined bool, err error) {
	err = s.change(ctx, ch, conference.Subject{Kind: conference.SubjectTask}, "report", func(ctx context.Context, c *change) error {
		t, joined, err = c.report(ctx, r, func() int64 { return c.subject.ID })
		if err == nil && joined {
			c.verb = "join report"
			c.about(t.ID)
		}
		return err
	})
	return t, joined, err
}

// report decides on and queues a report, for whatever change it is part of; id gives a new
// task's, once the first flush has drawn it.
func (c *change) report(ctx context.Context, r conference.ProblemRequest, id func() int64) (conference.Task, bool, error) {
	var room conference.Room
	var booking conference.Booking
	var near []conference.Booking
	var open []conference.Task
	soon := c.Now.Add(c.store.settings.UrgentWithin)
	c.lockRoom(lockProblem, r.RoomID) // so that two who report the same fault at once find each other
	c.readRoom(r.RoomID, &room)
	queueRows(c.batch, scanBooking, bookingSQL+` WHERE b.id = $1`, []any{r.BookingID}, first(&booking))
	c.batch.Queue(`SELECT FROM tasks t WHERE t.room_id = $1 AND t.kind = 'problem' AND`+openTask+`ORDER BY t.id FOR NO KEY UPDATE`, r.RoomID)
	queueRows(c.batch, scanTask, taskSQL+` WHERE t.room_id = $1 AND t.kind = 'problem' AND`+openTask+`ORDER BY t.id`, []any{r.RoomID}, into(&open))
	queueRows(c.batch, scanBooking, bookingSQL+` WHERE b.room_id = $1 AND b.occupied && tstzrange($2, $3, '[]') AND b.start_at <= $3 AND b.end_at > $2 AND`+live, []any{r.RoomID, c.Now, soon}, into(&near))
	if err := c.flush(ctx); err != nil {
		return conference.Task{}, false, err
	}
	if r.RoomID != 0 && room.ID == 0 {
		return conference.Task{}, false, conference.Refuse(conference.CodeRoomUnknown, "text", "")
	}
	if booking.ID != r.BookingID {
		return conference.Task{}, false, conference.Refuse(conference.CodeNotFound)
	}
	t, e, joined, err := c.store.settings.ReportProblem(r, room, near, open, c.Change)
	if err != nil {
		return t, false, err
	}
	if joined {
		c.updateTask(t)
	} else {
		t.ID, t.BookingNumber, t.BookingTitle = id(), booking.Number, booking.Title
		e.Bind(conference.SubjectTask, func(int64) int64 { return t.ID })
		c.insertTask(t)
	}
	c.add(e)
	return t, joined, nil
}

// StepTask takes a task one step on: conference.Settings.StepTask's refusals, CodeStale, CodeNotFound.
func (s *Store) StepTask(ctx context.Context, ch conference.Change, id int64, rev int, step conference.TaskStep, note string) (conference.Task, error) {
	return s.changeTask(ctx, ch, id, rev, string(step), func(c *change, t conference.Task) (conference.Task, conference.Effects, error) {
		return s.settings.StepTask(t, step, note, c.Change)
	})
}

// AddProblemPhoto adds a picture to a report, as the later ones of an album come.
// CodeForbidden unless the actor is among those who reported it; CodeNotFound; a picture
// that is there already changes nothing.
func (s *Store) AddProblemPhoto(ctx context.Context, ch conference.Change, taskID int64, fileID string) (conference.Task, error) {
	return s.changeTask(ctx, ch, taskID, 0, "add photo", func(c *change, t conference.Task) (conference.Task, conference.Effects, error) {
		return withPhoto(t, fileID, c.Actor)
	})
}

func withPhoto(t conference.Task, fileID string, by conference.Person) (conference.Task, conference.Effects, error) {
	if t.Problem == nil || !slices.Contains(t.Requesters(), by.ID) {
		return t, conference.Effects{}, conference.Refuse(conference.CodeForbidden)
	}
	if slices.Contains(t.Problem.Photos, fileID) {
		return t, conference.Effects{}, nil
	}
	t.Problem.Photos = append(t.Problem.Photos, fileID)
	t.Revision++
	return t, conference.Effects{Deliveries: []conference.Delivery{{Kind: conference.NoticeCard, Subject: t.Subject(),
		To: conference.Audience{Holders: true}, Lane: conference.LaneTask}}}, nil
}

// changeTask is the use case of all that is decided about one task.
func (s *Store) changeTask(ctx context.Context, ch conference.Change, id int64, rev int, verb string,
	decide func(*change, conference.Task) (conference.Task, conference.Effects, error)) (conference.Task, error) {
	var now conference.Task
	subject := conference.Subject{Kind: conference.SubjectTask, ID: id}
	err := s.change(ctx, ch, subject, verb, func(ctx context.Context, c *change) error {
		was, err := c.lockTask(ctx, id)
		if err != nil {
			return err
		}
		if err := stale(rev, was.Revision, subject); err != nil {
			return err
		}
		var e conference.Effects
		if now, e, err = decide(c, was); err != nil {
			return err
		}
		c.updateTask(now)
		c.add(e)
		return nil
	})
	return now, err
}

// lockTask locks and reads a task at once; CodeNotFound.
func (c *change) lockTask(ctx context.Context, id int64) (conference.Task, error) {
	var t conference.Task
	c.batch.Queue(`SELECT FROM tasks WHERE id = $1 FOR NO KEY UPDATE`, id)
	queueRows(c.batch, scanTask, taskSQL+` WHERE t.id = $1`, []any{id}, first(&t))
	if err := c.flush(ctx); err != nil {
		return t, err
	}
	if t.ID == 0 {
		return t, conference.Refuse(conference.CodeNotFound)
	}
	return t, nil
}

// Task is one by ID; CodeNotFound.
func (s *Store) Task(ctx context.Context, id int64) (conference.Task, error) {
	return must(readOne(ctx, s.pool, scanTask, taskSQL+` WHERE t.id = $1`, id))("task")
}

// TasksFor are the open tasks that the person has claimed or that are offered to their crew,
// urgent ones first, then by when they are due.
func (s *Store) TasksFor(ctx context.Context, person conference.Person) ([]conference.Task, error) {
	ts, err := readAll(ctx, s.pool, scanTask, taskSQL+` WHERE`+openTask+`AND (t.claimer_id = $1 OR (t.status = 'offered' AND $2 <> '' AND t.crew = $2))
		ORDER BY t.urgent DESC, t.due_at, t.id`, person.ID, person.Crew)
	return ts, wrap("tasks of a person", err)
}

// TasksOfBooking are all tasks that hang on a booking, oldest first.
func (s *Store) TasksOfBooking(ctx context.Context, bookingID int64) ([]conference.Task, error) {
	ts, err := readAll(ctx, s.pool, scanTask, taskSQL+` WHERE t.booking_id = $1 ORDER BY t.id`, bookingID)
	return ts, wrap("tasks of a booking", err)
}

// writeTasks queues the tasks that a decision about their meeting changed.
func (c *change) writeTasks(was, now []conference.Task) {
	for _, t := range changed(was, now) {
		c.updateTask(t)
	}
}

func (c *change) insertTask(t conference.Task) {
	c.batch.Queue(`INSERT INTO tasks (id, revision, kind, status, crew, booking_id, room_id, requester_id, others, due_at, urgent,
			created_at, offered_at, tea, problem)
		VALUES ($1, $2, $3, $4, $5, NULLIF($6::bigint, 0), NULLIF($7::bigint, 0), $8, coalesce($9::bigint[], '{}'), $10, $11, $12, $13, $14, $15)`,
		t.ID, t.Revision, t.Kind, t.Status, t.Crew, t.BookingID, t.Room.ID, t.Requester.ID, t.Others, t.DueAt, t.Urgent,
		t.CreatedAt, t.OfferedAt, t.Tea, t.Problem)
	c.describeTask(t)
}

// updateTask queues a changed task. The rungs of its ladder are dropped when somebody has
// taken it or nobody is to.
func (c *change) updateTask(t conference.Task) {
	c.batch.Queue(`UPDATE tasks SET revision = $2, status = $3, room_id = NULLIF($4::bigint, 0), others = coalesce($5::bigint[], '{}'),
			claimer_id = NULLIF($6::bigint, 0), due_at = $7, urgent = $8, offered_at = $9, claimed_at = $10, ended_at = $11,
			escalated = $12, tea = $13, problem = $14, outcome = $15, reopened = $16
		WHERE id = $1`,
		t.ID, t.Revision, t.Status, t.Room.ID, t.Others, t.Claimer.ID, t.DueAt, t.Urgent, t.OfferedAt, orNull(t.ClaimedAt), orNull(t.EndedAt),
		t.Escalated, t.Tea, t.Problem, t.Outcome, t.Reopened)
	if t.Status != conference.TaskOffered {
		c.batch.Queue(`UPDATE notices SET state = 'dropped' WHERE subject_kind = 'task' AND subject_id = $1 AND state = 'pending'`, t.ID)
	}
	c.describeTask(t)
}

// describeTask notes in the history how a task stands now.
func (c *change) describeTask(t conference.Task) {
	tasks, _ := c.detail["tasks"].([]map[string]any)
	c.detail["tasks"] = append(tasks, map[string]any{"id": t.ID, "revision": t.Revision, "status": t.Status, "claimer": t.Claimer.ID,
		"due": t.DueAt, "outcome": t.Outcome})
}
