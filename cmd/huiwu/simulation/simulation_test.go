package simulation

import (
	"flag"
	"fmt"
	"slices"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"huiwu/storage/storagetest"
)

var (
	seeds = flag.Int("seeds", 20, "how many days are played")
	steps = flag.Int("steps", 500, "how many steps each of them has")
	first = flag.Uint64("seed", 1, "the first day's seed; the others count on")
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, storagetest.IgnoreServer()) }

// TestSimulation plays so many days. Each is known by its seed, which plays it again.
func TestSimulation(t *testing.T) {
	t.Logf("seeds %d to %d, %d steps each", *first, *first+uint64(*seeds)-1, *steps)
	var mu sync.Mutex
	done := map[string]int{}
	t.Run("seeds", func(t *testing.T) {
		for i := range uint64(*seeds) {
			seed := *first + i
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				h := open(t, seed)
				for range *steps {
					h.step()
				}
				mu.Lock()
				defer mu.Unlock()
				for verb, n := range h.done {
					done[verb] += n
				}
			})
		}
	})
	t.Logf("what was done: %v", done)
	if *seeds < 20 || t.Failed() {
		return
	}
	for _, verb := range []string{"book", "change", "cancel", "approve", "invite", "answer", "order tea", "order service", "ask floor", "assign", "report", "claim", "done",
		"check_due", "task_clock", "service", "begin duty", "end duty", "bind chat", "unbind chat"} {
		if done[verb] == 0 {
			t.Errorf("nobody did %q: the play proves nothing about it; done were %v", verb, slices.Sorted(keysOf(done)))
		}
	}
}

func keysOf(m map[string]int) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
