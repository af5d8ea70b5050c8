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
