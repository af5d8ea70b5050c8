package bot

import (
	"sync"
	"time"
)

// Flood is how much one person may send. The zero value takes the defaults.
type Flood struct {
	// Burst is how many updates come through at once, 40 by default: four albums.
	Burst int
	// Refill is the time after which one more may come, a second by default.
	Refill time.Duration
	// Ignore is how long a person who went over it is ignored, after being told once; 10 s by default.
	Ignore time.Duration
}

// flood keeps one person's torrent from taking everybody's places.
type flood struct {
	o      Flood
	mu     sync.Mutex
	people map[int64]*flow
	swept  time.Time
}

type flow struct {
	left    float64
	at      time.Time
	ignored time.Time // until when
}

// verdict is what becomes of an update.
type verdict int

const (
	pass verdict = iota
	tell         // that it was too much
	ignore
)

func newFlood(o Flood) *flood {
	if o.Burst <= 0 {
		o.Burst = 40
	}
	if o.Refill <= 0 {
		o.Refill = time.Second
	}
	if o.Ignore <= 0 {
		o.Ignore = 10 * time.Second
	}
	return &flood{o: o, people: map[int64]*flow{}}
}

func (f *flood) judge(person int64, now time.Time) verdict {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sweep(now)
	p := f.people[person]
	if p == nil {
		p = &flow{left: float64(f.o.Burst), at: now}
		f.people[person] = p
	}
	p.left = min(float64(f.o.Burst), p.left+float64(now.Sub(p.at))/float64(f.o.Refill))
	p.at = now
	switch {
	case now.Before(p.ignored):
		return ignore
	case p.left < 1:
		p.ignored = now.Add(f.o.Ignore)
		return tell
	}
	p.left--
	return pass
}

// sweep forgets, once a while, those who have their full burst again.
func (f *flood) sweep(now time.Time) {
	full := time.Duration(f.o.Burst) * f.o.Refill
	if now.Sub(f.swept) < full {
		return
	}
	f.swept = now
	for id, p := range f.people {
		if now.Sub(p.at) > full && now.After(p.ignored) {
			delete(f.people, id)
		}
	}
}
