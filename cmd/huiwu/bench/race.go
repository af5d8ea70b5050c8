package bench

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// race has 8 people confirm the same slot at the same moment, round after round. One of them may have it.
func race(ctx context.Context, b *bench) error {
	const slots, people = 150, 8
	s, err := b.site(ctx, nil)
	if err != nil {
		return err
	}
	defer s.close()
	o, err := s.office(ctx, unlimited)
	if err != nil {
		return err
	}
	if err := s.roster(ctx, o, 100, slots*people); err != nil {
		return err
	}
	s.receive(ctx, o)
	drafts := s.drafts(slots * people)
	if err := drafts.write(ctx, o.Webhook, slots*people, func(i int) string { return slot(i/people, 100, b.rules.Zone) }); err != nil {
		return err
	}
	lines := make([]*line, people)
	for i := range lines {
		if lines[i], err = dial(o.Webhook); err != nil {
			return err
		}
		defer lines[i].conn.Close()
	}
	for round := range slots {
		if err := drafts.together(lines, round*people); err != nil {
			return err
		}
	}
	single, several, err := s.floor.Winners(ctx)
	if err != nil {
		return err
	}
	b.report.add(Result{Name: "race", Value: float64(single), Unit: "winners", Floor: slots, Ratio: float64(single) / slots,
		Detail: fmt.Sprintf("%d rounds of %d people and one slot; %d slots booked twice", slots, people, several)})
	if single != slots || several != 0 {
		return errors.New("a slot has no winner, or more than one")
	}
	return nil
}

// together has the people from the first on tap at once, on a line each.
func (d *drafts) together(lines []*line, first int) error {
	updates, errs := make([]string, len(lines)), make([]error, len(lines))
	for i := range lines {
		updates[i] = tapped(firstAccount+int64(first+i), 1, *d.buttons[first+i].Load())
	}
	start := make(chan struct{})
	var tapping sync.WaitGroup
	for i, l := range lines {
		tapping.Go(func() {
			<-start
			errs[i] = l.post(updates[i])
		})
	}
	close(start)
	tapping.Wait()
	return errors.Join(errs...)
}
