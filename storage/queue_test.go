package storage

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"huiwu/conference"
)

// riverQueue is the least a real queue does.
type riverQueue struct {
	*river.Client[pgx.Tx]
	failing error
}

type deliver struct{ conference.Delivery }

func (deliver) Kind() string { return "deliver" }

func (q *riverQueue) Enqueue(ctx context.Context, tx pgx.Tx, ds []conference.Delivery) error {
	jobs := make([]river.InsertManyParams, len(ds))
	for i, d := range ds {
		jobs[i].Args = deliver{d}
	}
	if _, err := q.InsertManyFastTx(ctx, tx, jobs); err != nil {
		return err
	}
	nested, err := tx.Begin(ctx) // what is undone inside leaves the rest alone
	if err != nil {
		return err
	}
	if _, err := nested.Exec(ctx, `DELETE FROM people`); err == nil {
		return errors.New("people can be deleted")
	}
	return errors.Join(nested.Rollback(ctx), q.failing)
}

// A delivery is enqueued in the transaction that causes it: both are there or neither is.
func TestStore_SetQueue(t *testing.T) {
	t.Parallel()
	h := setup(t)
	client, err := river.NewClient(h.QueueDriver(), &river.Config{})
	h.must(err)
	queue := &riverQueue{Client: client}
	h.SetQueue(queue)
	b := h.book()
	_, err = h.OrderTea(t.Context(), h.by("王芳"), conference.TeaRequest{BookingID: b.ID, Tea: "green"})
	h.must(err)
	if jobs := h.count(`SELECT count(*) FROM river_job WHERE kind = 'deliver'`); jobs != 2 {
		t.Errorf("%d jobs, want one for each of the crew", jobs)
	}
	queue.failing = errors.New("no more")
	_, err = h.OrderTea(t.Context(), h.by("王芳"), conference.TeaRequest{BookingID: b.ID, Tea: "black"})
	if !errors.Is(err, queue.failing) {
		t.Errorf("the queue's error is lost: %v", err)
	}
	if jobs, tasks := h.count(`SELECT count(*) FROM river_job`), h.count(`SELECT count(*) FROM tasks`); jobs != 2 || tasks != 1 {
		t.Errorf("%d jobs and %d tasks after a failure, want 2 and 1", jobs, tasks)
	}
}

// What the queue notes stands after one query, does not wait for the disk, and changes nothing for whoever has the
// connection next.
func TestStore_QueueTx(t *testing.T) {
	t.Parallel()
	h := setup(t)
	_, err := h.pool.Exec(t.Context(), `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = on', current_database()); END $$`)
	h.must(err)
	h.pool.Reset()
	ask := func(query string) (rows []string, err error) {
		t.Helper()
		tx, err := h.QueueTx(t.Context())
		h.must(err)
		defer tx.Rollback(t.Context()) //nolint:errcheck // over already
		asked, err := tx.Query(t.Context(), query)
		if err != nil {
			return nil, err
		}
		if rows, err = pgx.CollectRows(asked, pgx.RowTo[string]); err != nil {
			return nil, err
		}
		return rows, tx.Commit(t.Context())
	}
	for range 20 { // more often than there are connections
		rows, err := ask(`UPDATE people SET department = department || '.' WHERE id = 1 RETURNING current_setting('synchronous_commit')`)
		if err != nil || len(rows) != 1 || rows[0] != "off" {
			t.Fatalf("noted with %v, %v", rows, err)
		}
		if _, err := ask(`UPDATE people SET department = name, telegram_id = 1 / 0 RETURNING name`); err == nil {
			t.Fatal("what fails is not told")
		}
	}
	if n := h.count(`SELECT count(*) FROM people WHERE department LIKE '%....................'`); n != 1 {
		t.Error("what was noted did not last")
	}
	if n := h.count(`SELECT count(*) FROM people WHERE department = name`); n != 0 {
		t.Error("what failed has an effect")
	}
	for range 20 {
		var commit string
		h.must(h.pool.QueryRow(t.Context(), `SELECT current_setting('synchronous_commit')`).Scan(&commit))
		if commit != "on" {
			t.Fatalf("others commit with %q from now on", commit)
		}
	}
	if n := h.pool.Stat().AcquiredConns(); n != 0 {
		t.Errorf("%d connections were not given back", n)
	}
}
