package scheduler

import (
	"context"
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiwu/conference"
)

// diary remembers runs in memory, as PostgreSQL would.
type diary struct {
	last map[string]time.Time
	lose bool // another replica is always faster
	ran  []time.Time
	sent int
}

func (d *diary) ScheduleRuns(context.Context) (map[string]time.Time, error) {
	return maps.Clone(d.last), nil
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

// only are schedules that stay as they are.
func only(all ...Schedule) func() []Schedule { return func() []Schedule { return all } }

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
			s := &Scheduler{o: Options{Calendar: d, Zone: zone, Now: func() time.Time { return tc.now.UTC() }, Schedules: only(Schedule{
				Name: "outlook", Spec: "0 17 * * *",
				Deliver: func(time.Time) []conference.Delivery { return make([]conference.Delivery, 1) },
				Do:      func(context.Context, time.Time) error { done++; return nil },
			})}}
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
	evening := only(Schedule{Name: "outlook", Spec: "0 17 * * *"})
	at := func(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC) }
	for name, tc := range map[string]struct {
		due       Due
		schedules func() []Schedule
		now       time.Time
		want      time.Time
		ok        bool
	}{
		"nothing planned":                    {never{}, nil, at(9), time.Time{}, false},
		"a notice":                           {noon{}, nil, at(9), at(12), true},
		"the calendar, by the office's zone": {never{}, evening, at(8), at(9), true}, // 17:00 in UTC+8
		"a notice before the calendar":       {noon{}, evening, at(10), at(12), true},
		"the calendar before a notice":       {noon{}, evening, at(8), at(9), true},
		"what only passes":                   {never{}, only(Schedule{Name: "boards", Spec: "* * * * *", Passing: true}), at(8), time.Time{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &Scheduler{o: Options{Schedules: tc.schedules, Due: tc.due, Zone: time.FixedZone("UTC+8", 8*3600), Now: func() time.Time { return tc.now }}}
			got, ok, err := s.Next(t.Context())
			if err != nil || ok != tc.ok || !got.Equal(tc.want) {
				t.Errorf("next %v %v %v, want %v %v", got, ok, err, tc.want, tc.ok)
			}
		})
	}
}

func TestNew_refusesASpecNobodyCanRead(t *testing.T) {
	t.Parallel()
	_, err := New(Options{Schedules: only(Schedule{Name: "never", Spec: "at tea time"}), Deliverer: &post{}, Driver: database(t)})
	if err == nil {
		t.Error("a spec that says nothing was taken")
	}
}

// A standing duty's run is claimed with what it makes; one that is missed is made up for once, by its latest run.
func TestScheduler_keepCalendar_claims(t *testing.T) {
	t.Parallel()
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) }
	now := at(23, 9)
	d := &diary{last: map[string]time.Time{"standing:offices": at(19, 7), "broken": at(19, 7)}}
	var claimed []time.Time
	duties := []Schedule{
		{Name: "broken", Spec: "at dawn"},
		{Name: "standing:offices", Spec: "0 7 * * *", Claim: func(_ context.Context, run, _ time.Time) (bool, error) {
			if !run.After(d.last["standing:offices"]) {
				return false, nil
			}
			claimed = append(claimed, run)
			d.last["standing:offices"] = run
			return true, nil
		}},
	}
	s := &Scheduler{o: Options{Calendar: d, Zone: time.UTC, Now: func() time.Time { return now }, Schedules: func() []Schedule { return duties }}}
	for range 3 {
		if err := s.keepCalendar(t.Context()); err == nil {
			t.Error("a spec that nobody can read is not told")
		}
	}
	if diff := cmp.Diff([]time.Time{at(23, 7)}, claimed); diff != "" {
		t.Errorf("four days down (-want +got)\n%s", diff)
	}
	// Another plan: a duty that is new counts from here, one that is gone comes no more.
	duties = []Schedule{{Name: "standing:sound", Spec: "0 8 * * *", Claim: func(_ context.Context, run, _ time.Time) (bool, error) {
		claimed = append(claimed, run)
		d.last["standing:sound"] = run
		return true, nil
	}}}
	for _, now = range []time.Time{at(23, 10), at(24, 7), at(24, 9), at(24, 10)} {
		if err := s.keepCalendar(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]time.Time{at(23, 7), at(24, 8)}, claimed); diff != "" {
		t.Errorf("after another plan (-want +got)\n%s", diff)
	}
}

// A run whose transaction fails has not been, and comes again at the next tick.
func TestScheduler_keepCalendar_triesAgain(t *testing.T) {
	t.Parallel()
	d := &diary{last: map[string]time.Time{"standing:offices": time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)}}
	tries := 0
	s := &Scheduler{o: Options{Calendar: d, Zone: time.UTC, Now: func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) },
		Schedules: only(Schedule{Name: "standing:offices", Spec: "0 7 * * *", Claim: func(_ context.Context, run, _ time.Time) (bool, error) {
			if tries++; tries == 1 {
				return false, errors.New("the database is away")
			}
			d.last["standing:offices"] = run
			return true, nil
		}})}}
	if err := s.keepCalendar(t.Context()); err == nil {
		t.Error("a failure is not told")
	}
	for range 2 {
		if err := s.keepCalendar(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if tries != 2 {
		t.Errorf("%d tries, want the one that failed and one more", tries)
	}
}
