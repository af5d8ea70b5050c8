package storage

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// Board is what its viewer oversees, as it stands now: of one building, or of all for "", with at most so many tasks.
func (s *Store) Board(ctx context.Context, viewer int64, building string, now time.Time, most int) (conference.Board, error) {
	var board conference.Board
	b := &pgx.Batch{}
	ahead := now.Add(conference.BoardAhead)
	queueRows(b, pgx.RowToStructByPos[conference.BoardLine], boardSQL, []any{now, ahead, building}, into(&board.Buildings))
	queueRows(b, scanTask, taskSQL+` WHERE`+openTask+`AND ($3 = '' OR r.building = $3) AND (t.due_at < $2 OR`+shortHanded+`)
		ORDER BY t.due_at < $1 DESC,`+shortHanded+`DESC, t.urgent DESC, t.due_at, t.id LIMIT $4`, []any{now, ahead, building, most}, into(&board.Pressing))
	queueRows(b, scanInstant, `SELECT looked_at FROM boards WHERE person_id = $1`, []any{viewer}, first(&board.LookedAt))
	return board, wrap("board", s.pool.SendBatch(ctx, b).Close())
}

// shortHanded: it takes more people than have taken it.
const shortHanded = ` (t.claimer_id IS NULL OR cardinality(t.helpers) + 1 < t.hands) `

// boardSQL counts open tasks and coming meetings by building, each found by its time.
const boardSQL = `
	SELECT building, sum(late)::int, sum(unclaimed)::int, sum(soon)::int, sum(meetings)::int FROM (
		SELECT coalesce(r.building, '') AS building, (t.due_at < $1)::int AS late, (t.due_at >= $1 AND` + shortHanded + `)::int AS unclaimed,
			(t.due_at >= $1 AND t.due_at < $2)::int AS soon, 0 AS meetings
		FROM tasks t LEFT JOIN rooms r ON r.id = t.room_id WHERE` + openTask + `
		UNION ALL
		SELECT r.building, 0, 0, 0, 1 FROM bookings b JOIN rooms r ON r.id = b.room_id
		WHERE b.occupied && tstzrange($1, $2) AND b.start_at >= $1 AND b.start_at < $2 AND` + live + `
	) AS things WHERE $3 = '' OR building = $3 GROUP BY building ORDER BY building`

// LookAtBoard notes that somebody looks at their board: it is kept up to date from now on.
func (s *Store) LookAtBoard(ctx context.Context, viewer int64, now time.Time) error {
	_, err := s.pool.Exec(ctx, `INSERT INTO boards (person_id, looked_at) VALUES ($1, $2)
		ON CONFLICT (person_id) DO UPDATE SET looked_at = excluded.looked_at, stopped = false`, viewer, now)
	return wrap("look at the board", err)
}

// RefreshBoards brings the boards up to date that somebody looks at. One that nobody has looked at for BoardIdle is
// brought up to date for the last time.
func (s *Store) RefreshBoards(ctx context.Context, now time.Time) error {
	var people []int64
	return s.change(ctx, conference.Change{Now: now}, conference.Subject{Kind: conference.SubjectBoard, ID: conference.TheBoard}, "refresh boards", func(ctx context.Context, c *change) error {
		c.silent = true
		queueRows(c.batch, pgx.RowTo[int64], `UPDATE boards SET stopped = looked_at <= $1 WHERE NOT stopped RETURNING person_id`,
			[]any{c.Now.Add(-conference.BoardIdle)}, into(&people))
		if err := c.flush(ctx); err != nil {
			return err
		}
		for _, id := range people {
			c.add(conference.Effects{Deliveries: []conference.Delivery{{Kind: conference.NoticeCard, Subject: c.subject,
				To: conference.Audience{Person: id}, Lane: conference.LaneBulk, ExpiresAt: c.Now.Add(time.Minute)}}})
		}
		return nil
	})
}
