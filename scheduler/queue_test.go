package scheduler

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"go.uber.org/goleak"

	"huiwu/conference"
	"huiwu/storage"
	"huiwu/storage/storagetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, storagetest.IgnoreServer()) }

// post notes what is delivered, and fails the first times when told to.
type post struct {
	mu      sync.Mutex
	failing int
	tries   map[int64]int // by subject
	came    chan conference.Delivery
}

func newPost(failing int) *post {
	return &post{failing: failing, tries: map[int64]int{}, came: make(chan conference.Delivery, 100)}
}

func (p *post) Deliver(_ context.Context, d conference.Delivery) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tries[d.Subject.ID]++
	if p.tries[d.Subject.ID] <= p.failing {
		return errors.New("the network is down")
	}
	p.came <- d
	return nil
}

// never has nothing due.
type never struct{ ticks chan time.Time }

func (n never) FireDue(_ context.Context, now time.Time, _ int) (int, error) {
	select {
	case n.ticks <- now:
	default:
	}
	return 0, nil
}

func (never) NextDue(context.Context) (time.Time, bool, error) { return time.Time{}, false, nil }

func pool(t *testing.T) *pgxpool.Pool {
	t.Helper()
	p, err := pgxpool.New(t.Context(), storagetest.Postgres(t, storage.Migrate))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func database(t *testing.T) riverdriver.Driver[pgx.Tx] {
	t.Helper()
	return riverpgxv5.New(pool(t))
}

// running is a scheduler at work until the test ends.
func running(t *testing.T, p *pgxpool.Pool, d Deliverer) (*Scheduler, never) {
	t.Helper()
	return beginning(t, p, d, p.Begin)
}

// beginning is running with transactions of one's own.
func beginning(t *testing.T, p *pgxpool.Pool, d Deliverer, begin func(context.Context) (pgx.Tx, error)) (*Scheduler, never) {
	t.Helper()
	due := never{ticks: make(chan time.Time, 1)}
	s, err := New(Options{Driver: riverpgxv5.New(p), Begin: begin, Due: due, Calendar: &diary{last: map[string]time.Time{}}, Deliverer: d,
		Zone: time.UTC, Now: time.Now, Tick: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return s, due
}

func enqueue(t *testing.T, p *pgxpool.Pool, q *Queue, commit bool, ds ...conference.Delivery) {
	t.Helper()
	tx, err := p.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.Background()) //nolint:errcheck // after a commit there is nothing to undo
	if err := q.Enqueue(t.Context(), tx, ds); err != nil {
		t.Fatal(err)
	}
	if commit {
		if err := tx.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func about(id int64, lane conference.Lane) conference.Delivery {
	return conference.Delivery{Kind: conference.NoticeCard, Subject: conference.Subject{Kind: conference.SubjectTask, ID: id},
		To: conference.Audience{Person: 7}, Lane: lane, Ping: true, ExpiresAt: time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)}
}

func TestQueue_deliversWhatIsCommittedAndNothingElse(t *testing.T) {
	t.Parallel()
	p, mail := pool(t), newPost(0)
	s, _ := running(t, p, mail)
	enqueue(t, p, s.Queue(), false, about(1, conference.LaneTask))
	enqueue(t, p, s.Queue(), true, about(2, conference.LaneAnswer), about(3, conference.LaneTask),
		about(4, conference.LaneReminder), about(5, conference.LaneBulk))
	got := map[int64]conference.Delivery{}
	for len(got) < 4 {
		d := <-mail.came
		got[d.Subject.ID] = d
	}
	if d := got[2]; d != about(2, conference.LaneAnswer) {
		t.Errorf("delivered %+v, want what was enqueued", d)
	}
	if _, ok := got[1]; ok || len(mail.tries) != 4 {
		t.Errorf("a delivery of a transaction that was rolled back went out: %v", mail.tries)
	}
}

func TestQueue_triesAgain(t *testing.T) {
	t.Parallel()
	p, mail := pool(t), newPost(1)
	s, _ := running(t, p, mail)
	enqueue(t, p, s.Queue(), true, about(1, conference.LaneTask))
	<-mail.came
	mail.mu.Lock()
	defer mail.mu.Unlock()
	if mail.tries[1] != 2 {
		t.Errorf("delivered after %d tries, want 2", mail.tries[1])
	}
}

// busy puts each delivery off once.
type busy struct{ *post }

func (b busy) Deliver(ctx context.Context, d conference.Delivery) error {
	b.mu.Lock()
	first := b.tries[d.Subject.ID] == 0
	b.tries[d.Subject.ID]++
	b.mu.Unlock()
	if first {
		return fmt.Errorf("deliver: %w", conference.NotYet{Wait: 50 * time.Millisecond})
	}
	return b.post.Deliver(ctx, d)
}

func TestQueue_putsOff(t *testing.T) {
	t.Parallel()
	p, mail := pool(t), newPost(0)
	s, _ := running(t, p, busy{mail})
	enqueue(t, p, s.Queue(), true, about(1, conference.LaneTask))
	<-mail.came
	var attempts, failures int
	if err := p.QueryRow(t.Context(), `SELECT max(attempt), max(coalesce(array_length(errors, 1), 0)) FROM river_job`).Scan(&attempts, &failures); err != nil {
		t.Fatal(err)
	}
	if attempts > 1 || failures > 0 {
		t.Errorf("%d attempts and %d failures: putting off is neither", attempts, failures)
	}
}

// witness is a transaction that tells how the only job stands when it has been committed.
type witness struct {
	pgx.Tx
	pool   *pgxpool.Pool
	states chan string
}

func (w witness) Commit(ctx context.Context) error {
	err := w.Tx.Commit(ctx)
	w.states <- stateOfJob(ctx, w.pool)
	return err
}

func stateOfJob(ctx context.Context, p *pgxpool.Pool) (state string) {
	if err := p.QueryRow(ctx, `SELECT state FROM river_job`).Scan(&state); err != nil {
		return err.Error()
	}
	return state
}

// While the work has not returned, River itself has noted nothing.
func TestQueue_whatWentOutIsNotedAtOnce(t *testing.T) {
	t.Parallel()
	p, mail, states := pool(t), newPost(0), make(chan string, 1)
	s, _ := beginning(t, p, mail, func(ctx context.Context) (pgx.Tx, error) {
		tx, err := p.Begin(ctx)
		return witness{tx, p, states}, err
	})
	enqueue(t, p, s.Queue(), true, about(1, conference.LaneReminder))
	<-mail.came
	if state := <-states; state != "completed" {
		t.Errorf("the delivery went out and is %s", state)
	}
}

func TestQueue_whatCannotBeNotedAtOnceGoesOutOnce(t *testing.T) {
	t.Parallel()
	p, mail := pool(t), newPost(0)
	s, _ := beginning(t, p, mail, func(context.Context) (pgx.Tx, error) { return nil, errors.New("nobody there") })
	enqueue(t, p, s.Queue(), true, about(1, conference.LaneReminder))
	<-mail.came
	for state := ""; state != "completed"; state = stateOfJob(t.Context(), p) {
		if t.Context().Err() != nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	mail.mu.Lock()
	defer mail.mu.Unlock()
	if mail.tries[1] != 1 {
		t.Errorf("went out %d times", mail.tries[1])
	}
}

func TestScheduler_Run_ticks(t *testing.T) {
	t.Parallel()
	_, due := running(t, pool(t), newPost(0))
	first := <-due.ticks
	if second := <-due.ticks; !second.After(first) {
		t.Errorf("ticked at %v and then at %v", first, second)
	}
}

// A database that is away just when delivering begins does not end the program.
func TestScheduler_Run_startsWhenTheDatabaseIsBack(t *testing.T) {
	t.Parallel()
	config, err := pgxpool.ParseConfig(storagetest.Postgres(t, storage.Migrate))
	if err != nil {
		t.Fatal(err)
	}
	var tries atomic.Int64
	dial := config.ConnConfig.DialFunc
	config.ConnConfig.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		if tries.Add(1) <= 3 {
			return nil, errors.New("nobody there")
		}
		return dial(ctx, network, address)
	}
	p, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	mail := newPost(0)
	s, due := running(t, p, mail)
	<-due.ticks
	enqueue(t, p, s.Queue(), true, conference.Delivery{Subject: conference.Subject{ID: 7}})
	if d := <-mail.came; d.Subject.ID != 7 || tries.Load() <= 3 {
		t.Errorf("%d came after %d tries", d.Subject.ID, tries.Load())
	}
}
