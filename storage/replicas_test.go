package storage

import (
	"testing"
	"time"
)

func TestStore_Beat(t *testing.T) {
	t.Parallel()
	const silence = 10 * time.Second
	for name, c := range map[string]struct {
		holderSilent, ourSince time.Duration // how long ago the holder was heard, and since when we are
		freed                  int
	}{
		"the holder lives":             {time.Second, time.Minute, 0},
		"the holder is silent":         {11 * time.Second, time.Minute, 1},
		"we have only just come":       {11 * time.Second, 0, 0},
		"we were silent until now too": {11 * time.Second, 11 * time.Second, 0},
		"the job is our own":           {-1, time.Minute, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := setup(t)
			exec := func(sql string, args ...any) {
				t.Helper()
				if _, err := h.pool.Exec(t.Context(), sql, args...); err != nil {
					t.Fatal(err)
				}
			}
			holder := "holder"
			if c.holderSilent < 0 {
				holder = "we"
			}
			exec(`INSERT INTO river_job (args, kind, max_attempts, state, attempted_by, attempt) VALUES ('{}', 'delivery', 3, 'running', $1, 1)`, []string{"old", holder})
			exec(`INSERT INTO replicas VALUES ('holder', now() - interval '1 hour', now() - $1::interval)`, c.holderSilent)
			if c.ourSince > 0 {
				seen := time.Duration(0)
				if name == "we were silent until now too" {
					seen = c.ourSince
				}
				exec(`INSERT INTO replicas VALUES ('we', now() - $1::interval, now() - $2::interval)`, c.ourSince+time.Second, seen)
			}
			freed, err := h.Beat(t.Context(), "we", silence)
			if err != nil || freed != c.freed {
				t.Errorf("%d deliveries taken back, %v; want %d", freed, err, c.freed)
			}
			if n := h.count(`SELECT count(*) FROM river_job WHERE state = 'available'`); n != c.freed {
				t.Errorf("%d deliveries to be made, want %d", n, c.freed)
			}
		})
	}
}
