package scheduler

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/robfig/cron/v3"

	"huiwu/conference"
)

// diary remembers runs in memory, as PostgreSQL would.
type diary struct {
	last map[string]time.Time
	lose bool // another replica is always faster
	ran  []time.Time
	sent int
}

func (d *diary) ScheduleLastRun(_ context.Context, name string) (time.Time, error) {
	return d.last[name], nil
}

func (d *diary) ClaimSchedule(_ context.Context, name string, run, _ time.Time, ds []conference.Delivery) (bool, error) {
	if d.lose {
		return false, nil
	}
	d.last[name] = run
	d.ran = append(d.ran, run)
	d.sent += len(ds)
	return true, nil
}

func TestScheduler_keepCalendar(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("UTC+8", 8*3600)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, zone) }
	for name, tc := range map[string]struct {
		last, now time.Time
		lose      bool
		want      []time.Time
		sent      int
	}{
		"never before: it counts from here":   {time.Time{}, at(23, 18, 0), false, []time.Time{at(23, 18, 0)}, 0},
		"not yet":                             {at(22, 17, 0), at(23, 16, 59), false, nil, 0},
		"on the minute, by the office's zone": {at(22, 17, 0), at(23, 17, 0), false, []time.Time{at(23, 17, 0)}, 1},
		"three days down: once, the latest":   {at(19, 17, 0), at(23, 9, 0), false, []time.Time{at(22, 17, 0)}, 1},
		"another replica was faster":          {at(22, 17, 0), at(23, 17, 0), true, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := &diary{last: map[string]time.Time{}, lose: tc.lose}
			if !tc.last.IsZero() {
				d.last["outlook"] = tc.last.UTC()
			}
			done := 0
			spec, err := cron.ParseStandard("0 17 * * *")
			if err != nil {
				t.Fatal(err)
			}
			s := &Scheduler{specs: []cron.Schedule{spec}, o: Options{Calendar: d, Zone: zone, Now: func() time.Time { return tc.now.UTC() },
				Schedules: []Schedule{{
					Name:    "outlook",
					Deliver: func(time.Time) []conference.Delivery { return make([]conference.Delivery, 1) },
					Do:      func(context.Context, time.Time) error { done++; return nil },
				}}}}
			if err := s.keepCalendar(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, d.ran); diff != "" {
				t.Errorf("runs (-want +got)\n%s", diff)
			}
			if d.sent != tc.sent || done != tc.sent {
				t.Errorf("%d deliveries, done %d times, want %d of each", d.sent, done, tc.sent)
			}
		})
	}
}

// noon is a notice due at noon.
type noon struct{ never }

func (noon) NextDue(context.Context) (time.Time, bool, error) {
	return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), true, nil
}

func TestScheduler_Next(t *testing.T) {
	t.Parallel()
	spec, err := cron.ParseStandard("0 17 * * *")
	if err != nil {
		t.Fatal(err)
	}
	at := func(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC) }
	daily := []Schedule{{Name: "outlook"}}
	for name, tc := range map[string]struct {
		due      Due
		calendar []Schedule
		now      time.Time
		want     time.Time
		ok       bool
	}{
		"nothing planned":                    {never{}, nil, at(9), time.Time{}, false},
		"a notice":                           {noon{}, nil, at(9), at(12), true},
		"the calendar, by the office's zone": {never{}, daily, at(8), at(9), true}, // 17:00 in UTC+8
		"a notice before the calendar":       {noon{}, daily, at(10), at(12), true},
		"the calendar before a notice":       {noon{}, daily, at(8), at(9), true},
		"what only passes":                   {never{}, []Schedule{{Name: "boards", Passing: true}}, at(8), time.Time{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &Scheduler{o: Options{Due: tc.due, Schedules: tc.calendar, Zone: time.FixedZone("UTC+8", 8*3600), Now: func() time.Time { return tc.now }}}
			for range tc.calendar {
				s.specs = append(s.specs, spec)
			}
			got, ok, err := s.Next(t.Context())
			if err != nil || ok != tc.ok || !got.Equal(tc.want) {
				t.Errorf("next %v %v %v, want %v %v", got, ok, err, tc.want, tc.ok)
			}
		})
	}
}

func TestNew_refusesASpecNobodyCanRead(t *testing.T) {
	t.Parallel()
	_, err := New(Options{Schedules: []Schedule{{Name: "never", Spec: "at tea time"}}, Deliverer: &post{}, Driver: database(t)})
	if err == nil {
		t.Error("a spec that says nothing was taken")
	}
}
