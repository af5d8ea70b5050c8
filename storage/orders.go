package storage

import (
	"context"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// OrderTea orders tea for a meeting: conference.Settings.OrderTea's refusals, CodeNotFound.
func (s *Store) OrderTea(ctx context.Context, ch conference.Change, r conference.TeaRequest) (conference.Task, error) {
	return s.newTask(ctx, ch, "order tea", r.BookingID, func(c *change, m conference.Meeting) (conference.Task, conference.Effects, error) {
		return s.rules().OrderTea(m, r, c.Change)
	})
}

// AskFloor puts a request from the floor of a meeting before the crew: conference.Settings.AskFloor's refusals, CodeNotFound.
func (s *Store) AskFloor(ctx context.Context, ch conference.Change, r conference.FloorRequest) (conference.Task, error) {
	return s.newTask(ctx, ch, "ask floor", r.BookingID, func(c *change, m conference.Meeting) (conference.Task, conference.Effects, error) {
		return s.rules().AskFloor(m, r, c.Change)
	})
}

// OrderService orders a service for a meeting, and its purchase where it has to be bought:
// conference.Settings.OrderService's refusals, CodeNotFound. It returns the order.
func (s *Store) OrderService(ctx context.Context, ch conference.Change, r conference.ServiceRequest) (conference.Task, error) {
	return s.newTask(ctx, ch, "order service", r.BookingID, func(c *change, m conference.Meeting) (conference.Task, conference.Effects, error) {
		tasks, e, err := s.rules().OrderService(m, r, c.Change)
		if err != nil {
			return conference.Task{}, e, err
		}
		for _, t := range tasks[1:] {
			beside := conference.Meeting{Tasks: []conference.Task{t}}
			if err := c.giveIDs(ctx, &beside, &e); err != nil {
				return conference.Task{}, e, err
			}
			c.insertTask(beside.Tasks[0])
		}
		return tasks[0], e, nil
	})
}

// callOffPurchase calls off what was to be bought for an order, which was made with it. The meeting is locked.
func (c *change) callOffPurchase(ctx context.Context, order conference.Task) (conference.Effects, error) {
	var bought conference.Task
	queueRows(c.batch, scanTask, taskSQL+` WHERE t.booking_id = $1 AND t.kind = 'purchase' AND t.plan = $2 AND t.created_at = $3 AND`+openTask+`
		ORDER BY t.ordered = $4 DESC, t.id LIMIT 1`, []any{order.BookingID, order.Plan, order.CreatedAt, order.Order}, first(&bought))
	if err := c.flush(ctx); err != nil || bought.ID == 0 {
		return conference.Effects{}, err
	}
	t, e := c.store.rules().CallOffPurchase(bought, c.Change)
	c.updateTask(t)
	return e, nil
}

// newTask is the use case of a task that somebody asks for and that hangs on a meeting.
func (s *Store) newTask(ctx context.Context, ch conference.Change, verb string, bookingID int64,
	decide func(*change, conference.Meeting) (conference.Task, conference.Effects, error)) (conference.Task, error) {
	var t conference.Task
	err := s.change(ctx, ch, conference.Subject{Kind: conference.SubjectTask}, verb, func(ctx context.Context, c *change) error {
		m, err := c.meeting(ctx, bookingID, 0)
		if err != nil {
			return err
		}
		var e conference.Effects
		if t, e, err = decide(c, m); err != nil {
			return err
		}
		t.ID = c.subject.ID
		c.insertTask(t)
		c.addNew(e)
		return nil
	})
	return t, err
}

// Assign hands out work for the moment: conference.Settings.Assign's refusals, CodeRoomUnknown.
func (s *Store) Assign(ctx context.Context, ch conference.Change, a conference.Assignment) (conference.Task, error) {
	var t conference.Task
	err := s.change(ctx, ch, conference.Subject{Kind: conference.SubjectTask}, "assign", func(ctx context.Context, c *change) error {
		var room conference.Room
		c.readRoom(a.RoomID, &room)
		if a.Person.ID != 0 {
			p, err := c.readPerson(ctx, a.Person.ID)
			if err != nil {
				return err
			}
			a.Person = p
		} else if err := c.flush(ctx); err != nil {
			return err
		}
		if a.RoomID != 0 && room.ID == 0 {
			return conference.Refuse(conference.CodeRoomUnknown, "text", "")
		}
		var e conference.Effects
		var err error
		if t, e, err = s.rules().Assign(a, room, c.Change); err != nil {
			return err
		}
		t.ID = c.subject.ID
		c.insertTask(t)
		c.addNew(e)
		return nil
	})
	return t, err
}

// readPerson reads somebody as part of a change, without a lock; CodeNotFound.
func (c *change) readPerson(ctx context.Context, id int64) (conference.Person, error) {
	var p conference.Person
	queueRows(c.batch, scanPerson, `SELECT `+personColumns("p")+` FROM people p WHERE p.id = $1`, []any{id}, first(&p))
	if err := c.flush(ctx); err != nil {
		return p, err
	}
	if p.ID == 0 {
		return p, conference.Refuse(conference.CodeNotFound)
	}
	return p, nil
}

// giveIDs gives the tasks and sheets that a decision made beside its subject their IDs, wherever they stand.
func (c *change) giveIDs(ctx context.Context, m *conference.Meeting, e *conference.Effects) error {
	given := map[conference.Subject]int64{}
	draw := func(kind conference.SubjectKind, id int64) {
		if id < 0 {
			c.batch.Queue(`SELECT nextval($1::regclass)`, *sequences[kind]).QueryRow(func(row pgx.Row) error {
				var drawn int64
				err := row.Scan(&drawn)
				given[conference.Subject{Kind: kind, ID: id}] = drawn
				return err
			})
		}
	}
	for _, t := range m.Tasks {
		draw(conference.SubjectTask, t.ID)
	}
	for _, k := range m.Sheets {
		draw(conference.SubjectSheet, k.ID)
	}
	if c.batch.Len() == 0 {
		return nil
	}
	if err := c.flush(ctx); err != nil || len(given) == 0 {
		return err
	}
	for i := range m.Tasks {
		if id := given[m.Tasks[i].Subject()]; id != 0 {
			m.Tasks[i].ID = id
		}
	}
	for i := range m.Sheets {
		if id := given[conference.Subject{Kind: conference.SubjectSheet, ID: m.Sheets[i].ID}]; id != 0 {
			m.Sheets[i].ID = id
		}
	}
	for i := range e.Deliveries {
		if id := given[e.Deliveries[i].Subject]; id != 0 {
			e.Deliveries[i].Subject.ID = id
		}
	}
	return nil
}
