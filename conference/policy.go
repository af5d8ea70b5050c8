package conference

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Held is how long a booking holds its room: with set-up and clean-up; after the meeting until somebody has closed
// the room, but no longer than CloseLimit (S108).
func (s Settings) Held(b Booking) Interval {
	held := s.Occupied(b.Start, b.End, b.Room)
	switch b.Status {
	case BookingClosing:
		held.End = later(held.End, b.End.Add(s.Plan.CloseLimit))
	case BookingClosed:
		held.End = later(b.ClosedAt, b.Start.Add(time.Second))
	}
	return held
}

// Occupied is how long the room is held for a meeting: with set-up and clean-up.
func (s Settings) Occupied(start, end time.Time, room Room) Interval {
	p := s.Policies[room.Class]
	return Interval{start.Add(-p.SetUp), end.Add(p.CleanUp)}
}

// Validate holds a request against every rule but overlap and title. It refuses with
// CodeRoomUnknown, CodeEndBeforeStart, CodePast, CodeHeadcountInvalid, CodeRoomTooSmall,
// CodeTooSoon (S33), CodeTooFar, CodeTooLong or CodeClosed.
func (s Settings) Validate(r Request, room Room, now time.Time) error {
	if room.Removed {
		return Refuse(CodeRoomUnknown, "text", room.Number)
	}
	if !r.End.After(r.Start) {
		return Refuse(CodeEndBeforeStart)
	}
	if err := s.validateStart(r.Start, room, now); err != nil {
		return err
	}
	if err := s.validateSize(r.Headcount, room); err != nil {
		return err
	}
	return s.validateSpan(r.Start, r.End, room)
}

func (s Settings) validateStart(start time.Time, room Room, now time.Time) error {
	p := s.Policies[room.Class]
	if !start.After(now) {
		return Refuse(CodePast)
	}
	if earliest := now.Add(p.Lead); start.Before(earliest) {
		return Refuse(CodeTooSoon, "class", string(room.Class), "minutes", int(p.Lead/time.Minute), "earliest", earliest)
	}
	if start.After(now.Add(p.Horizon)) {
		return Refuse(CodeTooFar, "days", int(p.Horizon/(24*time.Hour)))
	}
	return nil
}

// validateSize holds the room to everybody (S40, S42).
func (s Settings) validateSize(headcount int, room Room) error {
	if headcount < 1 || headcount > s.MaxHeadcount {
		return Refuse(CodeHeadcountInvalid, "max", s.MaxHeadcount)
	}
	if headcount > room.Seats {
		return Refuse(CodeRoomTooSmall, "room", room.Number, "seats", room.Seats, "headcount", headcount)
	}
	return nil
}

func (s Settings) validateSpan(start, end time.Time, room Room) error {
	p := s.Policies[room.Class]
	if end.Sub(start) > p.Longest {
		return Refuse(CodeTooLong, "class", string(room.Class), "hours", int(p.Longest/time.Hour))
	}
	if p.Opens <= 0 && p.Closes >= 24*time.Hour {
		return nil
	}
	opens, closes := s.onDay(start, p.Opens), s.onDay(start, p.Closes)
	if start.Before(opens) || end.After(closes) {
		return Refuse(CodeClosed, "class", string(room.Class), "opens", opens, "closes", closes)
	}
	return nil
}

// onDay is the instant at which the local clock shows tod on t's local day.
func (s Settings) onDay(t time.Time, tod time.Duration) time.Time {
	y, m, d := t.In(s.Zone).Date()
	return time.Date(y, m, d, 0, int(tod/time.Minute), 0, 0, s.Zone).UTC()
}

// NextFree finds the first n stretches of the length in [from, until) in which the room is free
// with its set-up and clean-up and within its opening hours; busy are the room's occupied intervals.
func (s Settings) NextFree(busy []Interval, room Room, length time.Duration, from, until time.Time, n int) []Interval {
	busy = slices.Clone(busy)
	slices.SortFunc(busy, func(a, b Interval) int { return a.Start.Compare(b.Start) })
	p := s.Policies[room.Class]
	var free []Interval
	at := ceil(from, nextFreeGrain)
	for len(free) < n && at.Before(until) {
		if err := s.validateSpan(at, at.Add(length), room); err != nil {
			if CodeOf(err) == CodeTooLong {
				return nil
			}
			at = s.nextOpening(at, p)
			continue
		}
		held := s.Occupied(at, at.Add(length), room)
		if i := slices.IndexFunc(busy, held.Overlaps); i >= 0 {
			at = ceil(busy[i].End.Add(p.SetUp), nextFreeGrain)
			continue
		}
		free = append(free, Interval{at, at.Add(length)})
		at = ceil(at.Add(length+p.CleanUp+p.SetUp), nextFreeGrain)
	}
	return free
}

// nextFreeGrain is what people book by: nobody wants a meeting at 16:03.
const nextFreeGrain = 15 * time.Minute

func ceil(t time.Time, grain time.Duration) time.Time {
	if down := t.Truncate(grain); down.Before(t) {
		return down.Add(grain)
	}
	return t
}

// nextOpening is the first opening after t: later today, or tomorrow.
func (s Settings) nextOpening(t time.Time, p Policy) time.Time {
	if opens := s.onDay(t, p.Opens); t.Before(opens) {
		return opens
	}
	y, m, d := t.In(s.Zone).Date()
	return time.Date(y, m, d+1, 0, int(p.Opens/time.Minute), 0, 0, s.Zone).UTC()
}

// validTitle trims a title and holds it to its length.
func (s Settings) validTitle(title string) (string, error) {
	title = strings.TrimSpace(title)
	if title == "" {
		return "", Refuse(CodeTitleMissing)
	}
	if utf8.RuneCountInString(title) > s.MaxTitle {
		return "", Refuse(CodeTitleLong, "max", s.MaxTitle)
	}
	return title, nil
}

// validNote trims a note and holds it to its length.
func validNote(note string, limit int) (string, error) {
	note = strings.TrimSpace(note)
	if utf8.RuneCountInString(note) > limit {
		return "", Refuse(CodeTextLong, "max", limit)
	}
	return note, nil
}
