package conference

import (
	"slices"
	"time"
)

// FireService does what has come due about a meeting's service: crews get the notice and are asked again for their
// acknowledgement, planned tasks are put before them, and the meeting ends. It returns the meeting's next notice.
func (s Settings) FireService(m Meeting, now time.Time) (Meeting, Effects) {
	m = m.clone()
	var e Effects
	switch m.Booking.Status {
	case BookingClosed:
		s.leaveOff(&m, now, &e, false)
		return m, e
	case BookingConfirmed, BookingClosing:
	default:
		return m, Effects{}
	}
	s.sendSheets(&m, now, &e)
	s.offerPlanned(&m, now, &e)
	s.endMeeting(&m, now, &e)
	if m.Booking.Status == BookingConfirmed && !now.Before(m.Booking.Start) {
		if m.Booking.Sealed() { // nobody has begun to prepare it, and its people come in (S87)
			m.Booking.UnsealedAt = now
			m.Booking.Revision++
		}
		e.deliver(cards(Subject{SubjectBooking, m.Booking.ID})...) // it can be ended or prolonged from now on
	}
	s.planService(m, now, &e)
	return m, e
}

// planService plans the meeting's next look, if there is anything left to look at.
func (s Settings) planService(m Meeting, now time.Time, e *Effects) {
	if at, ok := s.nextService(m, now); ok {
		e.notify(planned(NoticeService, m.Booking, Audience{}, 0, later(at, now), time.Time{}))
	}
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// nextService is the next moment at which something about the meeting's service happens by itself.
func (s Settings) nextService(m Meeting, now time.Time) (at time.Time, ok bool) {
	sooner := func(t time.Time) {
		if !ok || t.Before(at) {
			at, ok = t, true
		}
	}
	b := m.Booking
	switch b.Status {
	case BookingConfirmed:
		sooner(b.End)
		if b.Start.After(now) {
			sooner(b.Start)
		}
	case BookingClosing:
		sooner(b.End.Add(s.Plan.CloseLimit))
	default:
		return time.Time{}, false
	}
	for _, p := range s.Plan.Tasks {
		if s.wants(m, p, now) {
			sooner(p.Offer.Of(b.Interval()))
		}
	}
	for _, crew := range s.sheetCrews(m) {
		if due, waits := s.sheetDue(m, crew); waits {
			sooner(due)
		}
	}
	return at, ok
}

// wants tells whether the plan has a task for the meeting that nobody has been offered yet, or called off. Nothing is prepared any
// more for a meeting that is on, or over.
func (s Settings) wants(m Meeting, p TaskPlan, now time.Time) bool {
	if !slices.Contains(p.Levels, m.Booking.Level) {
		return false
	}
	switch {
	case p.Kind == TaskClosing:
	case m.Booking.Status == BookingClosing, !now.Before(m.Booking.Start) && !p.Due.Of(m.Booking.Interval()).After(now):
		return false
	case p.Kind == TaskDayCheck && p.Due.Of(m.Booking.Interval()).Before(m.Booking.CreatedAt): // booked too late for one
		return false
	}
	return !slices.ContainsFunc(m.Tasks, func(t Task) bool {
		tooSoon := t.Kind == TaskClosing && t.Status == TaskFailed && t.EndedAt.Before(m.Booking.End) // and then the meeting went on
		return t.Plan == p.ID && t.planned() && (t.Status != TaskCancelled || t.CalledOff) && !tooSoon
	})
}

// planned tells whether the task is one that the plan asks for.
func (t Task) planned() bool {
	return t.Kind == TaskService || t.Kind == TaskRounds || t.Kind == TaskDayCheck || t.Kind == TaskClosing
}

// offerPlanned puts the planned tasks before their crews whose time has come.
func (s Settings) offerPlanned(m *Meeting, now time.Time, e *Effects) {
	for _, p := range s.Plan.Tasks {
		if !s.wants(*m, p, now) || p.Offer.Of(m.Booking.Interval()).After(now) {
			continue
		}
		t, te := s.fromPlan(*m, p, now)
		m.Tasks = append(m.Tasks, t)
		e.deliver(te.Deliveries...)
	}
}

// newID stands for the ID of a thing that a decision makes beside its subject, the n-th of the meeting's: storage
// gives it another wherever it stands.
func newID(n int) int64 { return -int64(n + 1) }

// fromPlan is a planned task as it is offered now. One that goes with another comes to whoever has that one.
func (s Settings) fromPlan(m Meeting, p TaskPlan, now time.Time) (Task, Effects) {
	b := m.Booking
	t := Task{ID: newID(len(m.Tasks)), Kind: p.Kind, Crew: p.Crew, BookingID: b.ID, BookingNumber: b.Number, BookingTitle: b.Title, Meeting: b.Interval(), Heads: b.Headcount, Room: b.Room,
		Plan: p.ID, Name: p.Name, Hands: p.HandsFor(b.Level), Items: p.items(b.Interval()), Proof: p.Proof,
		DueAt: p.Due.Of(b.Interval()), CreatedAt: now, Ladder: slices.Clone(p.Ladder), TickedAt: now}
	if p.Kind == TaskDayCheck {
		t.Requester = b.Organiser
	}
	t.catchUp(b, now)
	t, e, _ := s.offer(t, now)
	if t.Kind == TaskDayCheck {
		e.deliver(Delivery{Kind: NoticeCard, Subject: t.Subject(), To: Audience{Person: b.Organiser.ID}, Lane: LaneTask, Ping: true})
	}
	team := m.teamOf(p.With)
	if p.With == "" || len(team) == 0 {
		return t, e
	}
	t.Status, t.Claimer, t.Helpers, t.ClaimedAt = TaskClaimed, team[0], slices.Clone(team[1:]), now
	t.Hands = min(t.Hands, len(team))
	e = Effects{}
	for _, who := range team {
		e.deliver(Delivery{Kind: NoticeCard, Subject: t.Subject(), To: Audience{Person: who.ID}, Lane: LaneTask, Ping: true})
	}
	return t, e
}

// catchUp gives work that comes late, as its meeting was booked late, a time that can be kept.
func (t *Task) catchUp(b Booking, now time.Time) {
	if t.Kind != TaskClosing {
		t.moreTime(b.Start, now)
	}
	t.leavePast(now)
}

// leastTime is what somebody has at least for work that comes late.
const leastTime = 15 * time.Minute

// moreTime gives the task leastTime from now, but not beyond a start that is ahead.
func (t *Task) moreTime(start, now time.Time) {
	soon := now.Add(leastTime)
	if start.After(now) {
		soon = earlier(soon, start)
	}
	t.DueAt = later(t.DueAt, soon)
}

// leavePast takes their times from lines that nobody could have kept; rounds that are past are none.
func (t *Task) leavePast(now time.Time) {
	past := func(i Item) bool { return i.waits() && !i.At.IsZero() && !i.At.Add(i.Grace).After(now) }
	if t.Kind == TaskRounds {
		t.Items = slices.DeleteFunc(t.Items, past)
		return
	}
	for i := range t.Items {
		if past(t.Items[i]) {
			t.Items[i].At = time.Time{}
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// teamOf are the people on the meeting's task of a plan's ID; who could not do it is not on it any more.
func (m Meeting) teamOf(plan string) []Person {
	for _, t := range m.Tasks {
		if t.Plan == plan && t.planned() && !t.Off() {
			return t.Team()
		}
	}
	return nil
}

// items are the checklist for a meeting's time: the plan's lines, and one for each round.
func (p TaskPlan) items(i Interval) []Item {
	var items []Item
	for _, line := range p.Items {
		item := Item{Name: line.Name, Grace: p.Grace}
		if line.At != nil {
			item.At = line.At.Of(i)
		}
		items = append(items, item)
	}
	if p.Every > 0 {
		for at := i.Start.Add(p.Every); at.Before(i.End); at = at.Add(p.Every) {
			items = append(items, Item{At: at, Grace: p.Grace})
		}
	}
	return items
}

// movePlanned moves an open planned task with its meeting: its time, its hands, and of its list what is still ahead.
func (s Settings) movePlanned(t Task, b Booking, now time.Time) Task {
	p, ok := s.Plan.Task(t.Plan)
	if !ok {
		return t
	}
	t = t.clone()
	t.DueAt = p.Due.Of(b.Interval())
	if t.Claimer.ID == 0 {
		t.Hands = p.HandsFor(b.Level)
	}
	old := t.Items
	t.Items = p.items(b.Interval())
	for i := range t.Items {
		if i < len(old) && !old[i].waits() {
			t.Items[i] = old[i]
		}
	}
	t.leavePast(now)
	return t.endRounds(now)
}

// SetLevel has a supervisor choose a meeting's service level; "" goes back to what the plan makes of it. It refuses
// with CodeForbidden, CodeBookingOver, CodeNothingToChange.
func (s Settings) SetLevel(m Meeting, level Level, ch Change) (Meeting, Effects, error) {
	if err := m.allow(ActionSetLevel, ch); err != nil {
		return m, Effects{}, err
	}
	m = m.clone()
	was := m.Booking
	m.Booking.LevelReason = LevelReason{}
	if level == "" {
		m.Booking.Level, m.Booking.LevelReason = s.LevelOf(m.Booking)
	} else {
		m.Booking.Level, m.Booking.LevelReason = level, LevelReason{Code: levelSet, Text: ch.Actor.Name}
	}
	if m.Booking.Level == was.Level && m.Booking.LevelReason == was.LevelReason {
		return m, Effects{}, Refuse(CodeNothingToChange)
	}
	m.Booking.Revision++
	var e Effects
	s.levelChanged(&m, ch.Now, &e)
	e.deliver(m.bookingCards(ch.Actor)...)
	return m, e, nil
}

// levelChanged brings the planned tasks to the meeting's level: what it no longer has is called off, how many hands
// the rest takes is the level's, and what it has now comes with the next look.
func (s Settings) levelChanged(m *Meeting, now time.Time, e *Effects) {
	s.cancelOpen(m, now, e, true, func(t Task) bool {
		p, ok := s.Plan.Task(t.Plan)
		return t.planned() && ok && t.Status == TaskOffered && !slices.Contains(p.Levels, m.Booking.Level)
	})
	for i := range m.Tasks {
		t := &m.Tasks[i]
		if p, ok := s.Plan.Task(t.Plan); ok && t.planned() && t.Open() && slices.Contains(p.Levels, m.Booking.Level) && t.Hands != p.HandsFor(m.Booking.Level) && p.With == "" {
			had := t.Missing()
			t.Hands = max(p.HandsFor(m.Booking.Level), len(t.Team()))
			t.Revision++
			e.deliver(cards(t.Subject())...)
			if t.Missing() > had { // the crew has not heard of these places
				*t = t.clone()
				t.waitAgain(now)
				e.deliver(t.OfferCard(true))
			}
		}
	}
	if m.Booking.Status == BookingConfirmed {
		e.notify(planned(NoticeService, m.Booking, Audience{}, 0, now, time.Time{}))
	}
}
