package scheduler

import (
	"sync"
	"time"

	"huiwu/conference"
)

// share is how many of a lane's workers one person's deliveries hold at most once the lane is short of them. A chat
// takes a message a second, so that more would only wait there, and everybody else with them.
const share = 2

// shortestPause is less than the queue itself takes to look again.
const shortestPause = 20 * time.Millisecond

// longestPause bounds how long a delivery is put off at a time: a backlog may turn out to be of few cards, and what River
// puts off for five seconds or more waits for whichever replica it has made its leader, which may just have been killed.
const longestPause = 4 * time.Second

// shares are the deliveries in hand, by lane.
type shares struct {
	mu    sync.Mutex
	pace  time.Duration // how far apart those come back that were put off
	lanes map[conference.Lane]*inHand
}

// inHand is how many workers of a lane are at work, and for whom.
type inHand struct {
	busy   int
	people map[int64]int
	until  map[int64]time.Time // when the last of those comes back that were put off
}

func newShares(pace time.Duration) *shares {
	s := &shares{pace: pace, lanes: map[conference.Lane]*inHand{}}
	for lane := range lanes {
		s.lanes[lane] = &inHand{people: map[int64]int{}, until: map[int64]time.Time{}}
	}
	return s
}

// take gives a worker of the lane to a delivery for the person, to be given back by leave; or tells how long it is to be
// put off. Who was put off before goes before who has just come.
func (s *shares) take(lane conference.Lane, person int64, again bool, now time.Time) (wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, most := s.lanes[lane], share
	if again {
		most++
	}
	if short := lanes[lane].workers * 2 / 3; l.busy >= short && l.people[person] >= most {
		wait = max(l.until[person].Add(s.pace).Sub(now), time.Duration(l.people[person])*s.pace)
		if wait = min(wait, longestPause); wait >= shortestPause {
			l.until[person] = now.Add(wait)
			return wait
		}
	}
	l.busy++
	l.people[person]++
	return 0
}

// leave gives the worker back.
func (s *shares) leave(lane conference.Lane, person int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lanes[lane]
	l.busy--
	if l.people[person]--; l.people[person] == 0 {
		delete(l.people, person)
		delete(l.until, person)
	}
}
