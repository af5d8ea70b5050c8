package storage

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// CrewDay is what a crew has from one instant to another: conference.Settings.CrewDay.
func (s *Store) CrewDay(ctx context.Context, crew conference.Crew, from, to time.Time) (conference.CrewDay, error) {
	meetings, err := s.BookingsBetween(ctx, from, to)
	if err != nil {
		return conference.CrewDay{}, err
	}
	tasks, err := readAll(ctx, s.pool, scanTask, taskSQL+` WHERE`+openTask+`AND t.crew = $1 AND t.due_at >= $2 AND t.due_at < $3 ORDER BY t.due_at, t.id`, crew, from, to)
	return s.rules().CrewDay(crew, meetings, tasks), wrap("a crew's day", err)
}

// Brief is what happened from one instant to another (S130): meetings that took place by their start, tasks by when
// they were due, faults by when they were reported.
func (s *Store) Brief(ctx context.Context, from, to time.Time) (conference.Brief, error) {
	b := conference.Brief{Interval: conference.Interval{Start: from, End: to}, Meetings: map[conference.Level]int{}, Faults: map[conference.ProblemKind]int{}}
	batch := &pgx.Batch{}
	span := []any{from, to}
	queueRows(batch, pgx.RowToStructByPos[counted], `SELECT b.level, count(*)::int FROM bookings b WHERE`+tookPlace+`GROUP BY 1`, span, func(all []counted) error {
		for _, c := range all {
			b.Meetings[conference.Level(c.What)] = c.N
		}
		return nil
	})
	batch.Queue(`SELECT count(*)::int, count(*) FILTER (WHERE t.status = 'done')::int,
			count(*) FILTER (WHERE t.status IN ('offered', 'claimed', 'started') AND t.due_at < $2 OR t.status = 'failed' OR t.status = 'done' AND t.ended_at > t.due_at)::int,
			count(*) FILTER (WHERE jsonb_path_exists(t.ladder, '$[*] ? (exists(@.taken))'))::int
		FROM tasks t WHERE t.due_at >= $1 AND t.due_at < $2 AND t.status <> 'cancelled'`, span...).
		QueryRow(func(row pgx.Row) error { return row.Scan(&b.Tasks, &b.Done, &b.Late, &b.Escalated) })
	queueRows(batch, pgx.RowToStructByPos[counted], `SELECT t.problem->>'Kind', count(*)::int FROM tasks t
		WHERE t.kind = 'problem' AND t.created_at >= $1 AND t.created_at < $2 GROUP BY 1`, span, func(all []counted) error {
		for _, c := range all {
			b.Faults[conference.ProblemKind(c.What)] = c.N
		}
		return nil
	})
	queueRows(batch, scanRoomUse, `SELECT `+roomColumns("r")+`, u.meetings, u.seconds FROM (
			SELECT b.room_id, count(*)::int AS meetings, extract(epoch FROM sum(b.end_at - b.start_at))::float8 AS seconds FROM bookings b WHERE`+tookPlace+`GROUP BY 1
		) AS u JOIN rooms r ON r.id = u.room_id ORDER BY u.seconds DESC, u.meetings DESC, r.number LIMIT $3`, append(span, conference.MostUsed), into(&b.Rooms))
	return b, wrap("brief", s.pool.SendBatch(ctx, batch).Close())
}

// tookPlace is the condition for meetings that began between $1 and $2.
const tookPlace = ` b.status IN ('confirmed', 'closing', 'closed') AND b.start_at >= $1 AND b.start_at < $2 `

// counted is how many there are of something.
type counted struct {
	What string
	N    int
}

func scanRoomUse(row pgx.CollectableRow) (u conference.RoomUse, err error) {
	var seconds float64
	err = row.Scan(append(roomFields(&u.Room), &u.Meetings, &seconds)...)
	u.Length = time.Duration(seconds) * time.Second
	return u, err
}
