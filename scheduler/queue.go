package scheduler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

	"huiwu/conference"
)

// Deliverer brings one person's chat up to date; *bot.Bot is one.
type Deliverer interface {
	// Deliver returns an error only for what is worth trying again; a conference.NotYet is tried when it says.
	Deliver(ctx context.Context, d conference.Delivery) error
}

// Queue holds deliveries until they are made. Each lane has a queue and workers of its own, so
// that a broadcast waiting for its turn holds up no task.
type Queue struct {
	client *river.Client[pgx.Tx]
	shares *shares
}

// deliveryArgs is a delivery as it lies in the queue.
type deliveryArgs struct {
	Delivery conference.Delivery `json:"delivery"`
}

// Kind is River's name for the job.
func (deliveryArgs) Kind() string { return "delivery" }

// lanes gives each lane its queue, how many of its deliveries are in hand at once, most of them waiting for their chat's
// turn, and how long it does not look for more after it has looked: people wait for what others do, nobody for a reminder.
// All read from the same connections as those who answer, so that more of them are not better; and those in hand for one
// chat must have had their turn within deliveryTimeout.
var lanes = map[conference.Lane]struct {
	queue    string
	workers  int
	cooldown time.Duration
}{
	conference.LaneAnswer:   {"answer", 8, soonAgain},
	conference.LaneTask:     {"task", 24, soonAgain},
	conference.LaneReminder: {"reminder", 16, 20 * time.Millisecond},
	conference.LaneBulk:     {"bulk", 8, 20 * time.Millisecond},
}

const (
	// deliveryTimeout bounds one delivery, waiting for its turn included.
	deliveryTimeout = time.Minute
	// rescueAfter gives a killed replica's deliveries to another; it must exceed deliveryTimeout.
	rescueAfter = deliveryTimeout + 15*time.Second
	// soonAgain is also how long after one delivery River does not tell of another: that one waits for the next poll.
	soonAgain = 2 * time.Millisecond
	// maxAttempts with the pauses of retryPolicy spans about a day.
	maxAttempts = 300
	// retention keeps what is done for a look back, and the table small.
	retention = 2 * time.Hour
)

func newQueue(o Options) (*Queue, error) {
	workers, shares := river.NewWorkers(), newShares(o.Pace)
	if err := river.AddWorkerSafely(workers, &worker{deliverer: o.Deliverer, begin: o.Begin, shares: shares, log: o.Logger}); err != nil {
		return nil, fmt.Errorf("delivery worker: %w", err)
	}
	queues := make(map[string]river.QueueConfig, len(lanes))
	for _, l := range lanes {
		queues[l.queue] = river.QueueConfig{MaxWorkers: l.workers, FetchCooldown: l.cooldown}
	}
	client, err := river.NewClient(o.Driver, &river.Config{
		Queues: queues, Workers: workers, Logger: o.Logger,
		JobTimeout: deliveryTimeout, RescueStuckJobsAfter: rescueAfter,
		FetchCooldown: soonAgain, FetchPollInterval: time.Second,
		CompletedJobRetentionPeriod: retention, MaxAttempts: maxAttempts, RetryPolicy: retryPolicy{},
	})
	if err != nil {
		return nil, fmt.Errorf("delivery queue: %w", err)
	}
	return &Queue{client: client, shares: shares}, nil
}

// Enqueue puts deliveries, each for one person, in the queue as part of tx.
func (q *Queue) Enqueue(ctx context.Context, tx pgx.Tx, ds []conference.Delivery) error {
	if len(ds) == 0 {
		return nil
	}
	jobs := make([]river.InsertManyParams, len(ds))
	for i, d := range ds {
		jobs[i] = river.InsertManyParams{Args: deliveryArgs{d}, InsertOpts: &river.InsertOpts{Queue: lanes[d.Lane].queue}}
	}
	if _, err := q.client.InsertManyFastTx(ctx, tx, jobs); err != nil {
		return fmt.Errorf("enqueue %d deliveries: %w", len(ds), err)
	}
	return nil
}

// start begins delivering; it does not end with the caller's context, but with stop.
func (q *Queue) start() error {
	if err := q.client.Start(context.Background()); err != nil {
		return fmt.Errorf("start delivering: %w", err)
	}
	return nil
}

// stop takes no more deliveries and waits for those in hand, at most stopTimeout; what is cut
// off stays in the queue.
func (q *Queue) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	err := q.client.Stop(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		again, cancel := context.WithTimeout(context.Background(), stopTimeout)
		defer cancel()
		err = q.client.StopAndCancel(again)
	}
	if err != nil {
		return fmt.Errorf("stop delivering: %w", err)
	}
	return nil
}

const stopTimeout = 5 * time.Second

type worker struct {
	river.WorkerDefaults[deliveryArgs]
	deliverer Deliverer
	begin     func(ctx context.Context) (pgx.Tx, error)
	shares    *shares
	log       *slog.Logger
}

// Work makes one delivery, or puts it off while others for the same person hold their share of the workers.
func (w *worker) Work(ctx context.Context, job *river.Job[deliveryArgs]) error {
	d := job.Args.Delivery
	if wait := w.shares.take(d.Lane, d.To.Person, putOff(job), time.Now()); wait > 0 {
		return river.JobSnooze(wait) //nolint:wrapcheck // that is how River is told
	}
	defer w.shares.leave(d.Lane, d.To.Person)
	err := w.deliverer.Deliver(ctx, d)
	if notYet := (conference.NotYet{}); errors.As(err, &notYet) {
		return river.JobSnooze(min(notYet.Wait, longestPause)) //nolint:wrapcheck // as above
	}
	if err != nil {
		return fmt.Errorf("%s of %s %d: %w", d.Kind, d.Subject.Kind, d.Subject.ID, err)
	}
	if err := w.complete(ctx, job); err != nil && ctx.Err() == nil {
		w.log.WarnContext(ctx, "delivery went out and is not noted yet", "job", job.ID, "error", err)
	}
	return nil
}

// complete notes at once that the delivery went out. River by itself does it for many together, up to a quarter of a
// second later, and does it still where this fails; what a killed replica had sent meanwhile would go out again.
func (w *worker) complete(ctx context.Context, job *river.Job[deliveryArgs]) error {
	tx, err := w.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // after a commit there is nothing to undo
	if _, err := river.JobCompleteTx[riverdriver.Driver[pgx.Tx]](ctx, tx, job); err != nil {
		return fmt.Errorf("complete: %w", err)
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// putOff tells whether the job was put off before, of which River keeps count.
func putOff(job *river.Job[deliveryArgs]) bool {
	var kept struct{ Snoozes int }
	return json.Unmarshal(job.Metadata, &kept) == nil && kept.Snoozes > 0
}

// retryPolicy waits 1, 2, 4 … seconds and then five minutes each: an outage of the Bot API
// is over for the queue soon after it is over.
type retryPolicy struct{}

// NextRetry is when a failed delivery is tried again.
func (retryPolicy) NextRetry(job *rivertype.JobRow) time.Time {
	pause := 5 * time.Minute
	if n := len(job.Errors); n < 8 {
		pause = time.Second << n
	}
	return time.Now().Add(pause)
}
