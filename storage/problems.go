package storage

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

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
	soon := c.Now.Add(c.store.rules().UrgentWithin)
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
	t, e, joined, err := c.store.rules().ReportProblem(r, room, near, open, c.Change)
	if err != nil {
		return t, false, err
	}
	if joined {
		if t.BookingID == booking.ID {
			t.BookingNumber, t.BookingTitle = booking.Number, booking.Title
		}
		c.updateTask(t)
	} else {
		t.ID, t.BookingNumber, t.BookingTitle = id(), booking.Number, booking.Title
		e.Bind(conference.SubjectTask, func(int64) int64 { return t.ID })
		c.insertTask(t)
	}
	c.add(e)
	return t, joined, nil
}

// AddProblemPhoto adds a picture to a report, as the later ones of an album come.
// CodeForbidden unless the actor is among those who reported it; CodeNotFound; a picture
// that is there already changes nothing.
func (s *Store) AddProblemPhoto(ctx context.Context, ch conference.Change, taskID int64, fileID string) (conference.Task, error) {
	return s.changeTask(ctx, ch, taskID, 0, "add photo", func(c *change, was conference.Task, b conference.Booking) (conference.Task, conference.Booking, conference.Effects, error) {
		t, e, err := withPhoto(was, fileID, c.Actor)
		return t, b, e, err
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

// RepeatedFaults counts the faults reported since, by room and kind, the most frequent first: those that came at least twice.
func (s *Store) RepeatedFaults(ctx context.Context, since time.Time, limit int) ([]conference.Repeats, error) {
	all, err := readAll(ctx, s.pool, scanRepeats, `SELECT t.problem->>'Kind', count(*)::int, max(t.created_at), `+roomColumns("r")+`
		FROM tasks t JOIN rooms r ON r.id = t.room_id WHERE t.kind = 'problem' AND t.created_at >= $1 AND t.status <> 'cancelled'
		GROUP BY r.id, t.problem->>'Kind' HAVING count(*) > 1 ORDER BY 2 DESC, 3 DESC, r.number LIMIT $2`, since, limit)
	return all, wrap("repeated faults", err)
}

func scanRepeats(row pgx.CollectableRow) (r conference.Repeats, err error) {
	err = row.Scan(append([]any{&r.Kind, &r.Count, &r.Last}, roomFields(&r.Room)...)...)
	return r, err
}
