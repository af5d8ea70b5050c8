package storage

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"huiwu/conference"
	"huiwu/storage/plan"
	"huiwu/storage/storagetest"
)

// benchHouse has 200 class A rooms and one organiser.
func benchHouse(b *testing.B) (*Store, []conference.Room, conference.Person) {
	b.Helper()
	s, err := Open(b.Context(), Options{DatabaseURL: storagetest.Postgres(b, Migrate), RedisURL: storagetest.Redis(b),
		Settings: conference.DefaultSettings(shanghai, plan.Default()), MaxConns: 16})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(s.Close)
	var rooms []conference.Room
	for i := range 200 {
		rooms = append(rooms, conference.Room{Number: fmt.Sprint("R", i), Class: conference.ClassA, Seats: 20})
	}
	if _, err := s.Import(b.Context(), monday, rooms, samplePeople); err != nil {
		b.Fatal(err)
	}
	if rooms, err = s.Rooms(b.Context()); err != nil {
		b.Fatal(err)
	}
	people, err := s.SearchPeople(b.Context(), "王芳", 1)
	if err != nil || len(people) != 1 {
		b.Fatal(people, err)
	}
	return s, rooms, people[0]
}

// slot is the n-th free slot of all rooms' days.
func slot(rooms []conference.Room, n int64) conference.Request {
	room := rooms[n%int64(len(rooms))]
	n /= int64(len(rooms))
	start := at(7, 0).AddDate(0, 0, 2+int(n/14)).Add(time.Duration(n%14) * time.Hour)
	return conference.Request{RoomID: room.ID, Title: "周例会", Start: start, End: start.Add(time.Hour), Headcount: 8}
}

// BenchmarkStore_Book is eight people booking at once; BenchmarkBare is what it is held against.
func BenchmarkStore_Book(b *testing.B) {
	s, rooms, who := benchHouse(b)
	var n atomic.Int64
	b.SetParallelism(4) // × GOMAXPROCS
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := n.Add(1)
			ch := conference.Change{UpdateID: i, Actor: who, Now: monday}
			if _, err := s.Book(b.Context(), ch, slot(rooms, i)); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "bookings/s")
}

// BenchmarkBare writes the same rows in one round trip, asking nothing.
func BenchmarkBare(b *testing.B) {
	s, rooms, who := benchHouse(b)
	var n atomic.Int64
	b.SetParallelism(4)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := n.Add(1)
			if err := bareBooking(b.Context(), s.pool, i, slot(rooms, i), who); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "bookings/s")
}

func bareBooking(ctx context.Context, pool *pgxpool.Pool, i int64, r conference.Request, who conference.Person) error {
	batch := &pgx.Batch{}
	batch.Queue("begin")
	id := 1_000_000 + i
	batch.Queue(`INSERT INTO updates (id, at, subject_kind, subject_id) VALUES ($1, $2, 'booking', $3)`, i, monday, id)
	batch.Queue(`INSERT INTO bookings (id, revision, schedule, status, room_id, organiser_id, title, start_at, end_at, occupied, headcount, level, created_at)
			VALUES ($1, 1, 1, 'confirmed', $2, $3, $4, $5, $6, tstzrange($5, $6), 8, 'small', $7)`, id, r.RoomID, who.ID, r.Title, r.Start, r.End, monday)
	batch.Queue(`INSERT INTO checks (booking_id, level, status, revision, due_at)
			SELECT $1, level, 'planned', 1, $2::timestamptz FROM generate_series(1, 3) AS level`, id, r.Start)
	batch.Queue(`INSERT INTO notices (kind, subject_kind, subject_id, booking_id, schedule, step, due_at)
			SELECT 'check_due', 'booking', $1, $1, 1, step, $2::timestamptz FROM generate_series(1, 5) AS step`, id, r.Start)
	batch.Queue(`INSERT INTO history (at, actor_id, update_id, subject_kind, subject_id, verb, detail)
			VALUES ($1, $2, $3, 'booking', $4, 'book', '{"booking": {"status": "confirmed", "title": "周例会"}}')`, monday, who.ID, i, id)
	batch.Queue("commit")
	return pool.SendBatch(ctx, batch).Close()
}

// BenchmarkStore_FireDue fires 100,000 reminders that are due at once, up to the queue.
func BenchmarkStore_FireDue(b *testing.B) {
	const meetings, guests = 1000, 100
	s, _, _ := benchHouse(b)
	queue := &memoryQueue{}
	s.SetQueue(queue)
	_, err := s.pool.Exec(b.Context(), fmt.Sprintf(`
		INSERT INTO people (name, roles, telegram_id, created_at) SELECT 'P' || i, '{staff}', 5000 + i, now() FROM generate_series(1, %[2]d) i;
		INSERT INTO bookings (revision, schedule, status, room_id, organiser_id, title, start_at, end_at, occupied, headcount, level, created_at)
			SELECT 1, 1, 'confirmed', 1 + i %% 200, 1, 'x', t, t + interval '1 h', tstzrange(t, t + interval '1 h'), 5, 'small', now()
			FROM generate_series(1, %[1]d) i, LATERAL (SELECT '2026-03-10 00:00Z'::timestamptz + (i / 200) * interval '1 day') AS d (t);
		INSERT INTO attendees (booking_id, person_id, partstat, revision, invited_by, invited_at)
			SELECT b.id, p.id, 'ACCEPTED', 1, 1, now() FROM bookings b, people p WHERE p.telegram_id > 5000;
		ANALYZE`, meetings, guests))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		_, err := s.pool.Exec(b.Context(), `INSERT INTO notices (kind, subject_kind, subject_id, person_id, booking_id, schedule, due_at)
			SELECT 'reminder', 'booking', booking_id, person_id, booking_id, 1, $1 FROM attendees`, monday)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		n, err := s.FireDue(b.Context(), monday, 2*meetings*guests)
		if err != nil || n != meetings*guests || len(queue.take()) != n {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(meetings*guests*b.N)/b.Elapsed().Seconds(), "reminders/s")
}
