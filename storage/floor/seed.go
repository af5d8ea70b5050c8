package floor

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

func span(from, until time.Time) pgtype.Range[time.Time] {
	return pgtype.Range[time.Time]{Lower: from, Upper: until, LowerType: pgtype.Inclusive, UpperType: pgtype.Exclusive, Valid: true}
}

// Enlist adds n people, staff with Telegram accounts from firstAccount on.
func (d *DB) Enlist(ctx context.Context, n int, firstAccount int64) error {
	err := d.exec(ctx, `INSERT INTO people (name, phone, department, roles, telegram_id, created_at)
		SELECT '同事' || g, (8613000000000 + g)::text, '部门' || g % 40, '{staff}', $2::bigint + g, now() FROM generate_series(0, $1::int - 1) AS g`, n, firstAccount)
	if err != nil {
		return err
	}
	return d.exec(ctx, `ANALYZE people`)
}

// slotsADay is how many one-hour meetings a room has every day, of the ten hours it could have them.
const slotsADay = 6

// Fill adds n meetings of an hour, spread evenly over the rooms: a tenth of them to come, the others
// in the past, slotsADay of each day. Only for a database that has none, since it builds the
// indexes anew where that is faster.
func (d *DB) Fill(ctx context.Context, n int, now time.Time) error {
	rebuild := n > 50_000
	if rebuild {
		if err := d.execAll(ctx, `ALTER TABLE bookings DROP CONSTRAINT bookings_no_overlap`, `DROP INDEX bookings_time`); err != nil {
			return err
		}
	}
	midnight := now.UTC().Truncate(24 * time.Hour)
	err := d.exec(ctx, `
		WITH r AS (SELECT array_agg(id ORDER BY id) AS ids, count(*)::int AS n FROM rooms),
		slot AS (
			SELECT g, r.ids[1 + g % r.n] AS room, g / r.n AS nth, r.n AS rooms, ceil($1::int / r.n::float8 / ($3::int * 10))::int AS ahead FROM r, generate_series(0, $1::int - 1) AS g
		), at AS (
			SELECT room, $2::timestamptz + (ahead - nth / $3::int) * interval '1 day' + (1 + (nth % $3::int + g % rooms) % 10) * interval '1 hour' AS start FROM slot
		)
		INSERT INTO bookings (revision, schedule, status, room_id, organiser_id, title, start_at, end_at, occupied, headcount, level, created_at)
		SELECT 1, 1, 'confirmed', room, (SELECT min(id) FROM people), 'meeting', start, start + interval '1 hour',
			tstzrange(start, start + interval '1 hour'), 8, 'small', start - interval '2 days' FROM at`, n, midnight, slotsADay)
	if err != nil {
		return err
	}
	if rebuild {
		if err := d.execAll(ctx, `ALTER TABLE bookings ADD CONSTRAINT bookings_no_overlap EXCLUDE USING gist
			(room_id WITH =, occupied WITH &&) WHERE (status IN ('pending', 'confirmed', 'closing'))`,
			`CREATE INDEX bookings_time ON bookings USING spgist (occupied) INCLUDE (room_id, id) WHERE status IN ('pending', 'confirmed', 'closing', 'closed')`); err != nil {
			return err
		}
	}
	return d.exec(ctx, `VACUUM ANALYZE bookings`)
}

// Reminders adds n reminders: the i-th is for the i-th person of the roster, who is invited to the
// meeting, in turn over the live meetings, and due at from + i·every.
func (d *DB) Reminders(ctx context.Context, n int, from time.Time, every time.Duration) error {
	err := d.execAll(ctx, fmt.Sprintf(`INSERT INTO attendees (booking_id, person_id, partstat, revision, invited_by, invited_at)
		SELECT b.id, p.id, 'ACCEPTED', 1, p.id, b.created_at
		FROM (%s) AS pair JOIN bookings b ON b.id = pair.booking JOIN people p ON p.id = pair.person ON CONFLICT DO NOTHING`, pairs(n)))
	if err != nil {
		return err
	}
	return d.exec(ctx, fmt.Sprintf(`INSERT INTO notices (kind, subject_kind, subject_id, person_id, booking_id, schedule, step, due_at)
		SELECT 'reminder', 'booking', booking, person, booking, 1, 0, $1::timestamptz + nth * $2::interval FROM (%s) AS pair`, pairs(n)), from, every)
}

// pairs are n meetings to come with a person each; the same person meets another meeting every time.
func pairs(n int) string {
	return fmt.Sprintf(`WITH b AS (SELECT array_agg(id ORDER BY id) AS ids, count(*)::int AS n FROM bookings WHERE status = 'confirmed' AND start_at > now()),
		p AS (SELECT array_agg(id ORDER BY id) AS ids, count(*)::int AS n FROM people)
		SELECT g AS nth, b.ids[1 + (g + g / (b.n * p.n / gcd(b.n, p.n))) %% b.n] AS booking, p.ids[1 + g %% p.n] AS person FROM b, p, generate_series(0, %d - 1) AS g`, n)
}

// Settle brings statistics and visibility up to date, as autovacuum does by and by.
func (d *DB) Settle(ctx context.Context) error {
	return d.execAll(ctx, `VACUUM ANALYZE`, `CHECKPOINT`)
}

// Future adds n notices to come, every so often from then on.
func (d *DB) Future(ctx context.Context, n int, from time.Time, every time.Duration) error {
	return d.exec(ctx, `INSERT INTO notices (kind, subject_kind, subject_id, person_id, booking_id, schedule, step, due_at)
		SELECT 'reminder', 'booking', b.id, p.id, b.id, 1, 0, $2::timestamptz + g * $3::interval
		FROM generate_series(1, $1::int) AS g, (SELECT min(id) AS id FROM bookings) AS b, (SELECT min(id) AS id FROM people) AS p`, n, from, every)
}

// People are the IDs of the first n people of the roster.
func (d *DB) People(ctx context.Context, n int) ([]int64, error) {
	rows, err := d.pool.Query(ctx, `SELECT id FROM people ORDER BY id LIMIT $1`, n)
	if err != nil {
		return nil, fmt.Errorf("floor: people: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, fmt.Errorf("floor: people: %w", err)
	}
	return ids, nil
}
