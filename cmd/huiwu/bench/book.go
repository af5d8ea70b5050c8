package bench

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// book measures the tap that books: from the webhook to the commit of the booking with all that follows from it, and
// the card that says so. The drafts are typed before. Its floor writes the same rows in one round trip.
func book(ctx context.Context, b *bench) error {
	s, err := b.site(ctx, nil)
	if err != nil {
		return err
	}
	defer s.close()
	crowds := []crowd{{1, pick(b.Quick, 100, 1500)}, {8, pick(b.Quick, 400, 6000)}, {32, pick(b.Quick, 400, 6000)}}
	warm, people := 50, 50
	for _, c := range crowds {
		people += c.n
	}
	o, err := s.office(ctx, unlimited)
	if err != nil {
		return err
	}
	if err := s.roster(ctx, o, 100, people); err != nil {
		return err
	}
	s.receive(ctx, o)
	drafts := s.drafts(people)
	if err := drafts.write(ctx, o.Webhook, people, func(i int) string { return slot(i, 100, b.rules.Zone) }); err != nil {
		return err
	}
	if _, _, err := drafts.confirm(ctx, o.Webhook, 8, 0, warm); err != nil {
		return err
	}
	pattern, err := s.pattern(ctx, o)
	if err != nil {
		return err
	}
	if _, _, err := spread(ctx, 32, 200, func(int, int) error { return pattern.Write(ctx) }); err != nil {
		return err
	}
	first := warm
	for _, c := range crowds {
		var each []time.Duration
		value, floor, err := alternate(c.n, func(n int) (time.Duration, error) {
			some, all, err := drafts.confirm(ctx, o.Webhook, c.clients, first, n)
			first, each = first+n, append(each, some...)
			return all, err
		}, func(n int) (time.Duration, error) {
			_, all, err := spread(ctx, c.clients, n, func(int, int) error { return pattern.Write(ctx) })
			return all, err
		})
		if err != nil {
			return err
		}
		slices.Sort(each)
		b.report.add(Result{Name: fmt.Sprintf("book-%d", c.clients), Value: value, Unit: "bookings/s", Floor: floor, Ratio: value / floor,
			Detail: fmt.Sprintf("%d people at once; p50 %.1f p95 %.1f p99 %.1f ms; %d rows each", c.clients,
				ms(quantile(each, 0.5)), ms(quantile(each, 0.95)), ms(quantile(each, 0.99)), pattern.Rows())})
	}
	booked, several, err := s.floor.Winners(ctx)
	if err != nil {
		return err
	}
	if several != 0 || booked < first {
		return fmt.Errorf("%d slots booked of %d, %d of them twice", booked, first, several)
	}
	return nil
}

// crowd is how many people at once make how many bookings.
type crowd struct{ clients, n int }

// slot is a sentence for a slot of its own: an hour in one of so many rooms.
func slot(i, rooms int, zone *time.Location) string {
	const hours = 13 // from 8 to 21
	day := time.Now().In(zone).AddDate(0, 0, 2+i/rooms/hours)
	hour := 8 + i/rooms%hours
	return fmt.Sprintf("%d月%d日%d点到%d点 %d会议室 6人 项目例会", day.Month(), day.Day(), hour, hour+1, 1001+i%rooms)
}

// drafts are open drafts, a person each, ready to be confirmed.
type drafts struct {
	buttons []atomic.Pointer[string] // the one that books, of each person
}

func (s *site) drafts(people int) *drafts {
	d := &drafts{buttons: make([]atomic.Pointer[string], people)}
	s.stub.watch(func(chat int64, body []byte) {
		i := int(chat - firstAccount)
		if i < 0 || i >= people || d.buttons[i].Load() != nil {
			return
		}
		for _, data := range buttons(body) {
			if strings.Contains(data, ":ok ") {
				d.buttons[i].Store(&data)
			}
		}
	})
	return d
}

// write has the first so many people each type a sentence.
func (d *drafts) write(ctx context.Context, webhook string, people int, sentence func(i int) string) error {
	_, _, err := load(ctx, webhook, 8, people, func(l *line, i int) error {
		if err := l.post(said(firstAccount+int64(i), sentence(i))); err != nil {
			return err
		}
		if d.buttons[i].Load() == nil {
			return fmt.Errorf("%q did not become a draft that can be booked", sentence(i))
		}
		return nil
	})
	return err
}

// confirm has n people from the first on each tap the button that books.
func (d *drafts) confirm(ctx context.Context, webhook string, clients, first, n int) ([]time.Duration, time.Duration, error) {
	return load(ctx, webhook, clients, n, func(l *line, i int) error {
		return l.post(tapped(firstAccount+int64(first+i), 1, *d.buttons[first+i].Load()))
	})
}
