package bench

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiwu/conference"
)

// rooms measures "what is free tomorrow from 15 to 17 for 20 with a projector" among 1,000 rooms, with more and more
// bookings on record. Its floor is one probe of an index for each room, and a count.
func rooms(ctx context.Context, b *bench) error {
	sizes := []int{10_000, 1_000_000}
	switch {
	case b.Quick:
		sizes[1] = 30_000
	case b.For >= 20*time.Second:
		sizes = append(sizes, 10_000_000)
	}
	var lines []string
	var first, last, floor time.Duration
	for i, n := range sizes {
		var err error
		if last, floor, err = b.askRooms(ctx, n); err != nil {
			return err
		}
		if i == 0 {
			first = last
		}
		lines = append(lines, fmt.Sprintf("%s: %.1f (floor %.1f)", thousands(n), ms(last), ms(floor)))
	}
	b.report.add(Result{Name: "rooms", Value: ms(last), Unit: "ms", Floor: ms(floor), Ratio: float64(floor) / float64(last),
		Detail: fmt.Sprintf("1,000 rooms; by bookings %s; growth %.2f", strings.Join(lines, ", "), float64(last)/float64(first))})
	return nil
}

// askRooms is the median answer and the median floor with n bookings.
func (b *bench) askRooms(ctx context.Context, n int) (answer, floor time.Duration, err error) {
	s, err := b.site(ctx, nil)
	if err != nil {
		return 0, 0, err
	}
	defer s.close()
	o, err := s.office(ctx, unlimited)
	if err != nil {
		return 0, 0, err
	}
	if err := s.roster(ctx, o, 1000, 100); err != nil {
		return 0, 0, err
	}
	if err := s.floor.Fill(ctx, n, time.Now()); err != nil {
		return 0, 0, err
	}
	y, m, d := time.Now().In(b.rules.Zone).Date()
	from, until := time.Date(y, m, d+1, 15, 0, 0, 0, b.rules.Zone).UTC(), time.Date(y, m, d+1, 17, 0, 0, 0, b.rules.Zone).UTC()
	need := conference.Need{Headcount: 20, Equipment: []string{"projector"}}
	answers, floors := make([]time.Duration, 60), make([]time.Duration, 60)
	for i := range answers {
		at := time.Now()
		free, err := s.floor.FreeRooms(ctx, from, until)
		if err != nil {
			return 0, 0, err
		}
		floors[i] = time.Since(at)
		at = time.Now()
		options, err := o.Store.FreeRooms(ctx, from, until, need, 0)
		if err != nil {
			return 0, 0, fmt.Errorf("free rooms: %w", err)
		}
		answers[i] = time.Since(at)
		if len(options) == 0 || len(options) > free {
			return 0, 0, fmt.Errorf("%d rooms would do, %d are free", len(options), free)
		}
	}
	slices.Sort(answers)
	slices.Sort(floors)
	return quantile(answers, 0.5), quantile(floors, 0.5), nil
}

// thousands is a number with its digits in groups.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return thousands(n/1000) + fmt.Sprintf(",%03d", n%1000)
}
