package simulation

import (
	"slices"
	"strconv"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

// check reads how everything stands after a step and holds it against what must be true.
func (h *house) check(d deed) *state {
	j := judgement{house: h, deed: d, was: h.state, now: h.read(h.state)}
	if d.event != nil {
		j.actor = j.was.account(d.event.From.ID)
	}
	if d.roster {
		j.actor = j.was.named("管理员")
	}
	j.rights()
	j.noOverlap()
	j.checksFit()
	j.noticesFit()
	j.tasksFit()
	j.offersFit()
	j.explained()
	return j.now
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// noOverlap: no two live bookings hold a room at the same time, set-up and clean-up included.
func (j judgement) noOverlap() {
	byRoom := map[int64][]booking{}
	for _, b := range j.now.bookings {
		room := j.now.rooms[b.RoomID]
		held := j.settings.Occupied(b.Start, b.End, room)
		switch b.Status { // a room is held until it is closed, but not into the next meeting
		case conference.BookingClosing:
			if limit := b.End.Add(j.settings.Plan.CloseLimit); !b.HeldTo.Before(held.End) && !b.HeldTo.After(limit) {
				held.End = b.HeldTo
			}
		case conference.BookingClosed:
			held.End = b.HeldTo
		}
		if !held.Start.Equal(b.HeldFrom) || !held.End.Equal(b.HeldTo) {
			j.fail("booking %d holds its room %s to %s, not %v", b.ID, b.HeldFrom, b.HeldTo, held)
		}
		if b.live() {
			byRoom[b.RoomID] = append(byRoom[b.RoomID], b)
		}
	}
	for _, bs := range byRoom {
		slices.SortFunc(bs, func(a, b booking) int { return a.HeldFrom.Compare(b.HeldFrom) })
		for i := 1; i < len(bs); i++ {
			if bs[i].HeldFrom.Before(bs[i-1].HeldTo) {
				j.fail("two in one room:\n%+v\n%+v", bs[i-1], bs[i])
			}
		}
	}
}

// checksFit: a confirmed meeting has its three levels, and one that is off waits for no answer.
func (j judgement) checksFit() {
	waiting := map[int64]int{}
	levels := map[int64]int{}
	for _, c := range j.now.checks {
		levels[c.Booking]++
		if c.Status == conference.CheckPlanned || c.Status == conference.CheckPrompted {
			waiting[c.Booking]++
		}
	}
	for id, b := range j.now.bookings {
		switch {
		case b.Status == conference.BookingConfirmed && levels[id] != len(j.settings.Plan.Checks):
			j.fail("%d checks of\n%+v", levels[id], b)
		case b.Status != conference.BookingConfirmed && waiting[id] > 0:
			j.fail("%d checks still wait of\n%+v", waiting[id], b)
		}
	}
}

// want is what must come due, as the model sees it.
type want struct {
	kind    conference.NoticeKind
	subject int64
	person  int64
	step    int
}

// noticesFit: what is pending is what the bookings and tasks as they stand now ask for, each once, and nothing else.
func (j judgement) noticesFit() {
	pending := map[want][]notice{}
	for _, n := range j.now.pending {
		if n.Due.Before(j.now1()) && j.time {
			j.fail("due and not fired: %+v", n)
		}
		k := want{n.Kind, n.Subject, n.Person, n.Step}
		if pending[k] = append(pending[k], n); len(pending[k]) > 1 {
			j.fail("planned twice: %+v", pending[k])
		}
		if n.Booking == 0 {
			continue
		}
		b, ok := j.now.bookings[n.Booking]
		if last := n.Kind == conference.NoticeService && b.Status == conference.BookingClosed; !ok || !b.live() && !last || n.Schedule != b.Schedule {
			j.fail("a notice of what is no more:\n%+v\nof\n%+v", n, b)
		}
	}
	for _, b := range j.now.bookings {
		if b.Status == conference.BookingConfirmed {
			j.planned(b, pending)
		}
	}
	for _, c := range j.now.checks {
		if b := j.now.bookings[c.Booking]; b.Status == conference.BookingConfirmed && c.Status == conference.CheckPlanned {
			j.wants(pending, want{conference.NoticeCheckDue, b.ID, 0, c.Level}, c.Due, c.Due)
		}
	}
	for _, t := range j.now.tasks {
		if t.Status == conference.TaskOffered && (t.Kind == conference.TaskTea || t.Kind == conference.TaskProblem) {
			for _, rung := range j.settings.Plan.Orders {
				if due := t.Offered.Add(rung.After); due.After(j.house.now) {
					j.rung(pending[want{conference.NoticeTaskClock, t.ID, 0, 0}], t, due)
					break
				}
			}
		}
	}
}

func (j judgement) now1() time.Time { return j.house.now.Add(time.Nanosecond) }

// planned is what a confirmed meeting ahead of us must have waiting.
func (j judgement) planned(b booking, pending map[want][]notice) {
	j.wants(pending, want{conference.NoticeCheckLast, b.ID, 0, len(j.settings.Plan.Checks)}, b.Start, b.Start)
	for _, a := range j.now.attendees {
		if a.Booking != b.ID || !a.coming() {
			continue
		}
		for i, before := range j.settings.Reminders {
			due, latest := b.Start.Add(-before), b.Start.Add(-before)
			if i < len(j.settings.Reminders)-1 {
				if j.quiet(due) {
					continue // moved to the morning, or left out
				}
			}
			j.wants(pending, want{conference.NoticeReminder, b.ID, a.Person, i}, due, latest)
		}
	}
}

func (j judgement) quiet(t time.Time) bool {
	hour := t.In(zone).Hour()
	return hour >= 22 || hour < 7
}

// wants asks for exactly one notice between the times, if those lie ahead.
func (j judgement) wants(pending map[want][]notice, w want, from, to time.Time) {
	if !from.After(j.house.now) {
		return
	}
	ns := pending[w]
	if len(ns) != 1 || ns[0].Due.Before(from) || ns[0].Due.After(to) {
		j.fail("wanted %+v once at %s: %+v", w, from.In(zone), ns)
	}
}

// rung asks for a look at the task when a rung is due, or for one before that, which plans the next: what was late when
// it came back is looked at first.
func (j judgement) rung(ns []notice, t task, due time.Time) {
	if due.After(j.house.now) && !slices.ContainsFunc(ns, func(n notice) bool { return !n.Due.After(due) }) { // an earlier look plans the next
		j.fail("nobody looks at %s after\n%+v\n%+v", due.In(zone), t, ns)
	}
}

// tasksFit: an open order is for a meeting that is on, in the room where it is; a task that somebody has, has somebody.
func (j judgement) tasksFit() {
	for _, t := range j.now.tasks {
		b, hangs := j.now.bookings[t.Booking]
		if t.open() && t.Kind == conference.TaskTea && (!hangs || !b.live() && b.Status != conference.BookingClosed || b.RoomID != t.Room) {
			j.fail("an order for what is not on:\n%+v\nof\n%+v", t, b)
		}
		taken := t.Status == conference.TaskClaimed || t.Status == conference.TaskStarted
		if taken == (t.Claimer == 0) && t.open() {
			j.fail("a task without hands, or an offered one with: %+v", t)
		}
	}
	if !j.time && j.event == nil {
		return
	}
	for id, t := range j.now.tasks {
		if was, ok := j.was.tasks[id]; ok && t.open() && t.Kind == conference.TaskTea && !t.Due.Equal(j.orderDue(was, t)) {
			j.fail("the order did not move with its meeting:\n%+v\n%+v", was, t)
		}
	}
}

// orderDue is when an order is due now: it moves with its meeting, and what somebody could not do and another is to do
// leaves a quarter of an hour for it, or what there is before the meeting.
func (j judgement) orderDue(was, t task) time.Time {
	start := j.now.bookings[t.Booking].Start
	due := was.Due.Add(start.Sub(j.was.bookings[t.Booking].Start))
	if was.Status != conference.TaskFailed {
		return due
	}
	soon := j.house.now.Add(15 * time.Minute)
	if start.After(j.house.now) && start.Before(soon) {
		soon = start
	}
	if due.Before(soon) {
		return soon
	}
	return due
}

// judgeDelivery: nothing is said of what is off, to nobody who has gone.
func (h *house) judgeDelivery(d conference.Delivery, m handlers.Message) {
	s := h.read(h.state)
	p := s.people[d.To.Person]
	if p.Removed || p.TelegramID != m.Chat {
		h.fail("%s for %s goes to chat %d", d.Kind, p.Name, m.Chat)
	}
	if d.Subject.Kind != conference.SubjectBooking {
		return
	}
	b := s.bookings[d.Subject.ID]
	switch d.Kind {
	case conference.NoticeReminder:
		coming := false
		for _, a := range s.attendees {
			coming = coming || a.Booking == b.ID && a.Person == p.ID && a.coming()
		}
		if !b.live() || !coming || !h.now.Before(b.End) {
			h.fail("%s is reminded of\n%+v", p.Name, b)
		}
	case conference.NoticeStillNeeded, conference.NoticeApproval:
		if !b.live() {
			h.fail("%s is asked (%s) about\n%+v", p.Name, d.Kind, b)
		}
	case conference.NoticeBookingOff:
		if b.live() {
			h.fail("%s hears that it is off:\n%+v", p.Name, b)
		}
	}
}
