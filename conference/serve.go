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

// wants tells whether the plan has a task for the meeting that nobody has been offered yet. Nothing is prepared any
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
	return !slices.ContainsFunc(m.Tasks, func(t Task) bool { return t.Plan == p.ID && t.planned() && t.Status != TaskCancelled })
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
	const least = 15 * time.Minute
	if soon := now.Add(least); t.DueAt.Before(soon) && t.Kind != TaskClosing {
		t.DueAt = later(t.DueAt, earlier(soon, b.Start))
	}
	t.leavePast(now)
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

// teamOf are the people on the meeting's task of a plan's ID.
func (m Meeting) teamOf(plan string) []Person {
	for _, t := range m.Tasks {
		if t.Plan == plan && t.planned() && t.Status != TaskCancelled {
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

// moreRounds takes up rounds again that were through, when their meeting goes on.
func (t *Task) moreRounds(was, b Booking) {
	if t.Kind == TaskRounds && !t.Open() && t.Status != TaskCancelled && t.Claimer.ID != 0 && b.End.After(was.End) {
		t.Status, t.EndedAt = TaskStarted, time.Time{}
	}
}

// again has the day-before check of a meeting made anew that is on another day or in another room (S86, S87).
func (s Settings) again(m *Meeting, now time.Time, e *Effects) {
	m.Booking.SealedAt, m.Booking.UnsealedAt = time.Time{}, time.Time{}
	for i := range m.Tasks {
		t := &m.Tasks[i]
		if t.Kind != TaskDayCheck || t.Status == TaskCancelled {
			continue
		}
		*t = t.clone()
		t.ConfirmedBy = Person{}
		for j := range t.Items {
			t.Items[j].DoneAt, t.Items[j].DoneBy = time.Time{}, 0
		}
		if !t.Open() {
			t.Status, t.EndedAt = TaskCancelled, now
		}
		t.Revision++
		e.deliver(cards(t.Subject())...)
	}
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

// endMeeting ends a meeting whose time is over, and gives its room back when nobody has closed it for too long.
func (s Settings) endMeeting(m *Meeting, now time.Time, e *Effects) {
	b := &m.Booking
	subject := Subject{SubjectBooking, b.ID}
	switch {
	case b.Status == BookingConfirmed && !now.Before(b.End):
		b.Status = BookingClosing
		b.Revision++
		e.deliver(Delivery{Kind: NoticeMeetingEnd, Subject: subject, To: Audience{Person: b.Organiser.ID}, Lane: LaneTask, Ping: true,
			ExpiresAt: b.End.Add(s.Plan.CloseLimit)})
		e.deliver(cards(subject)...)
		s.leaveOff(m, now, e, true)
		s.cancelChecks(m)
		s.offerPlanned(m, now, e) // the closing
		if !slices.ContainsFunc(m.Tasks, func(t Task) bool { return t.Kind == TaskClosing && t.Open() }) {
			s.closeRoom(b, now, false) // nobody is asked to close it
		}
	case b.Status == BookingClosing && !now.Before(b.End.Add(s.Plan.CloseLimit)):
		s.closeRoom(b, now, true)
		e.deliver(Delivery{Kind: NoticeNotClosed, Subject: subject, To: HolderLeader.audience(CrewMeetingService, ""), Lane: LaneTask, Ping: true})
		e.deliver(cards(subject)...)
		s.leaveOff(m, now, e, false)
	}
}

// leaveOff calls off what can no longer be done for a meeting that is over: first what nobody has taken, and once its
// room is closed the rest. What is broken stays broken, and what is being bought comes. It makes no sound, as nobody has
// to do anything about it.
func (s Settings) leaveOff(m *Meeting, now time.Time, e *Effects, untaken bool) {
	s.cancelOpen(m, now, e, false, func(t Task) bool {
		switch t.Kind {
		case TaskProblem, TaskPurchase:
			return false
		case TaskClosing, TaskRounds:
			return !untaken
		}
		return !untaken || t.Status == TaskOffered
	})
}

// closeRoom gives the room back; unclosed notes that nobody has looked after it.
func (s Settings) closeRoom(b *Booking, now time.Time, unclosed bool) {
	b.Status, b.ClosedAt, b.Unclosed = BookingClosed, now, unclosed
	b.Revision++
}

// cancelOpen cancels the meeting's open tasks of a sort; whoever has one is told when that is loud.
func (s Settings) cancelOpen(m *Meeting, now time.Time, e *Effects, loud bool, sort func(Task) bool) {
	for i := range m.Tasks {
		if t := &m.Tasks[i]; t.Open() && sort(*t) {
			t.Status, t.EndedAt = TaskCancelled, now
			t.Revision++
			if loud {
				t.tellTeam(NoticeBookingOff, e)
			}
			e.deliver(cards(t.Subject())...)
		}
	}
}

// roomAfter is the booking after a step of one of its tasks: the day-before check seals its room when both sides
// have agreed (S87), the first work of the day opens it again, and the closing gives it back (S108). An organiser who
// agrees to the check need not be asked whether the room is still needed.
func (s Settings) roomAfter(was, t Task, b Booking, ch Change, e *Effects) Booking {
	before := b
	if t.ConfirmedBy.ID != was.ConfirmedBy.ID && b.Needed.IsZero() && b.Status == BookingConfirmed {
		b.Needed = ch.Now
	}
	switch {
	case t.Kind == TaskDayCheck && t.Status == TaskDone && t.ConfirmedBy.ID != 0 && b.SealedAt.IsZero() && b.Status == BookingConfirmed:
		b.SealedAt = ch.Now
	case t.Kind == TaskService && (t.Status == TaskStarted || t.Status == TaskDone) && was.Status != t.Status && b.Sealed():
		b.UnsealedAt = ch.Now
	case t.Kind == TaskClosing && t.Status == TaskDone && was.Status != TaskDone && (b.Status == BookingClosing || b.Status == BookingConfirmed):
		b.End = earlier(b.End, ch.Now)
		s.closeRoom(&b, ch.Now, false)
		e.notify(planned(NoticeService, b, Audience{}, 0, ch.Now, time.Time{}))
	}
	if b.Needed.Equal(before.Needed) && b.SealedAt.Equal(before.SealedAt) && b.UnsealedAt.Equal(before.UnsealedAt) && b.Status == before.Status {
		return b
	}
	b.Revision = before.Revision + 1
	e.deliver(cards(Subject{SubjectBooking, b.ID})...)
	return b
}

// Finish records that a meeting is over, as its organiser says (S107). Before its time it ends now, and its room is held
// until it is closed; after that it only says that nobody wants to prolong it. It refuses with CodeForbidden,
// CodeBookingOver, CodeNotBegun.
func (s Settings) Finish(m Meeting, ch Change) (Meeting, Effects, error) {
	b := m.Booking
	switch {
	case !May(ch.Actor, ActionChangeBooking, m.relationTo(ch.Actor)):
		return m, Effects{}, Refuse(CodeForbidden)
	case b.Status != BookingConfirmed && b.Status != BookingClosing, !b.FinishedAt.IsZero():
		return m, Effects{}, Refuse(CodeBookingOver, "status", string(b.Status))
	case !ch.Now.After(b.Start):
		return m, Effects{}, Refuse(CodeNotBegun)
	}
	m = m.clone()
	m.Booking.FinishedAt = ch.Now
	if b.Status == BookingClosing {
		m.Booking.Revision++
		return m, Effects{Deliveries: m.bookingCards(ch.Actor)}, nil
	}
	var e Effects
	m.Booking.End = earlier(ch.Now, b.End)
	m.Booking.Schedule++
	for i := range m.Tasks {
		if t := &m.Tasks[i]; t.Kind == TaskRounds && t.Open() {
			t.cutRounds(ch.Now)
			e.deliver(cards(t.Subject())...)
		}
	}
	s.endMeeting(&m, ch.Now, &e)
	e.Deliveries = slices.DeleteFunc(e.Deliveries, func(d Delivery) bool { return d.Kind == NoticeMeetingEnd })
	s.planService(m, ch.Now, &e)
	return m, e, nil
}

// cutRounds leaves out the rounds that will not take place any more.
func (t *Task) cutRounds(now time.Time) {
	*t = t.clone()
	t.Items = slices.DeleteFunc(t.Items, func(i Item) bool { return i.waits() && i.At.After(now) })
	t.Revision++
	*t = t.endRounds(now)
}

// Extend prolongs a meeting that is on, or has just run over its end. That the room is free is the database's word.
// It refuses with CodeForbidden, CodeBookingOver, CodeNotBegun, CodeEndBeforeStart, CodeTooLong, CodeClosed.
func (s Settings) Extend(m Meeting, by time.Duration, ch Change) (Meeting, Effects, error) {
	b := m.Booking
	if !May(ch.Actor, ActionChangeBooking, m.relationTo(ch.Actor)) {
		return m, Effects{}, Refuse(CodeForbidden)
	}
	switch {
	case b.Status != BookingConfirmed && b.Status != BookingClosing:
		return m, Effects{}, Refuse(CodeBookingOver, "status", string(b.Status))
	case ch.Now.Before(b.Start):
		return m, Effects{}, Refuse(CodeNotBegun)
	case by <= 0:
		return m, Effects{}, Refuse(CodeEndBeforeStart)
	}
	end := b.End.Add(by)
	if !end.After(ch.Now) {
		end = ch.Now.Add(by)
	}
	if err := s.validateSpan(b.Start, end, b.Room); err != nil {
		return m, Effects{}, err
	}
	m = m.clone()
	was := b
	m.Booking.Status, m.Booking.End, m.Booking.FinishedAt = BookingConfirmed, end, time.Time{}
	m.Booking.Revision++
	m.Booking.Schedule++
	var e Effects
	s.moveTasks(&m, was, ch.Now, &e)
	s.planService(m, ch.Now, &e)
	e.deliver(m.bookingCards(ch.Actor)...)
	return m, e, nil
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
			t.Hands = max(p.HandsFor(m.Booking.Level), len(t.Team()))
			t.Revision++
			e.deliver(cards(t.Subject())...)
		}
	}
	if m.Booking.Status == BookingConfirmed {
		e.notify(planned(NoticeService, m.Booking, Audience{}, 0, now, time.Time{}))
	}
}
