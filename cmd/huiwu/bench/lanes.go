package bench

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"huiwu/conference"
	"huiwu/storage"
)

// lanes measures how long somebody waits for an answer while a broadcast to 5,000 people goes out at Telegram's budgets.
// Beside it stands the wait behind the same broadcast with one queue for all.
func lanes(ctx context.Context, b *bench) error {
	const audience, every = 5_000, 100 * time.Millisecond
	n := int(pick(b.Quick, 2*time.Second, max(b.For, 20*time.Second)) / every)
	s, err := b.site(ctx, newBudgets())
	if err != nil {
		return err
	}
	defer s.close()
	o, err := s.office(ctx, storage.Limits{})
	if err != nil {
		return err
	}
	if err := s.roster(ctx, o, 20, audience+n); err != nil {
		return err
	}
	s.receive(ctx, o)
	s.schedule(ctx, o)
	if err := s.broadcast(ctx, o, audience); err != nil {
		return err
	}
	if err := s.sent(ctx, 60); err != nil { // the budget's reserve is used up
		return err
	}
	waits, err := answers(ctx, o.Webhook, firstAccount+audience, n, every)
	if err != nil {
		return err
	}
	done := s.stub.counts[sends].Load()
	slices.Sort(waits)
	p99 := quantile(waits, 0.99)
	fifo := float64(audience) / 30 * 1000
	b.report.add(Result{Name: "lanes", Value: ms(p99), Unit: "ms (p99)", Floor: fifo, Ratio: ms(p99) / fifo,
		Detail: fmt.Sprintf("%d answers while %d of %d messages went out; p50 %.0f ms; %d refused as too many; the floor is one FIFO, %d messages at 30 a second",
			n, done-int64(n), audience, ms(quantile(waits, 0.5)), s.stub.counts[refused].Load(), audience)})
	return nil
}

// broadcast puts a message for each of the first so many people into the queue, as a calendar schedule does.
func (s *site) broadcast(ctx context.Context, o *Office, audience int) error {
	ids, err := s.floor.People(ctx, audience)
	if err != nil {
		return err
	}
	now := time.Now().UTC()
	ds := make([]conference.Delivery, len(ids))
	for i, id := range ids {
		ds[i] = conference.Delivery{Kind: conference.NoticeUnreachable, Subject: conference.Subject{Kind: "person", ID: ids[0]},
			To: conference.Audience{Person: id}, Lane: conference.LaneBulk}
	}
	if _, err := o.Store.MarkUnreachable(ctx, ids[0], now); err != nil {
		return fmt.Errorf("broadcast: %w", err)
	}
	if _, err := o.Store.ClaimSchedule(ctx, "broadcast", now, now, ds); err != nil {
		return fmt.Errorf("broadcast: %w", err)
	}
	return nil
}

// answers has n people, from the first account on, ask one after the other at a steady pace, and tells how long each
// waited until their answer was sent.
func answers(ctx context.Context, webhook string, first int64, n int, every time.Duration) ([]time.Duration, error) {
	waits, errs := make([]time.Duration, n), make([]error, n)
	var asking sync.WaitGroup
	pace := time.NewTicker(every)
	defer pace.Stop()
	for i := range n {
		select {
		case <-pace.C:
		case <-ctx.Done():
			return nil, fmt.Errorf("lanes: %w", ctx.Err())
		}
		asking.Go(func() {
			l, err := dial(webhook)
			if err != nil {
				errs[i] = err
				return
			}
			defer l.conn.Close()
			at := time.Now()
			errs[i] = l.post(said(first+int64(i), "/book"))
			waits[i] = time.Since(at)
		})
	}
	asking.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return waits, nil
}
