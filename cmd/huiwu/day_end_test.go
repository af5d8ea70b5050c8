package main

import (
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// dayFacts is how things stand when the day is over.
type dayFacts struct {
	bookings  map[int64]*factBooking
	checks    map[int64]factCheck
	sheets    map[int64]factSheet
	attendees map[int64]factAttendee
}

type factBooking struct {
	number, title, building string
	status                  conference.BookingStatus
	level                   conference.Level
	class                   conference.Class
	organiser               int64
	start, end, created     time.Time
	room                    string
	approved                bool // it had to be
	unclosed                bool
	comes                   map[int64]bool // who is on the list, and who convenes it
}

type factCheck struct {
	booking, answeredBy      int64
	level                    int
	status                   conference.CheckStatus
	answered, missed, deputy time.Time
	disputed                 bool
}

type factSheet struct {
	booking int64
	crew    conference.Crew
}

type factAttendee struct{ booking, person int64 }

// facts reads how things stand.
func (h *dayHouse) facts() *dayFacts {
	h.t.Helper()
	f := &dayFacts{bookings: map[int64]*factBooking{}, checks: map[int64]factCheck{}, sheets: map[int64]factSheet{}, attendees: map[int64]factAttendee{}}
	var id, leader int64
	var b factBooking
	h.each(`SELECT b.id, b.number, b.title, r.building, b.status, b.level, r.class, b.organiser_id, b.start_at, b.end_at, b.created_at, b.unclosed, coalesce(b.leader_id, 0), r.number
		FROM bookings b JOIN rooms r ON r.id = b.room_id`,
		[]any{&id, &b.number, &b.title, &b.building, &b.status, &b.level, &b.class, &b.organiser, &b.start, &b.end, &b.created, &b.unclosed, &leader, &b.room}, func() {
			one := b
			one.approved, one.comes = b.class == conference.ClassC, map[int64]bool{leader: true}
			f.bookings[id] = &one
		})
	var c factCheck
	var answered, missed, deputy *time.Time
	var dispute string
	h.each(`SELECT id, booking_id, coalesce(answered_by, 0), level, status, answered_at, missed_at, deputy_at, dispute FROM checks`,
		[]any{&id, &c.booking, &c.answeredBy, &c.level, &c.status, &answered, &missed, &deputy, &dispute}, func() {
			c.answered, c.missed, c.deputy, c.disputed = orZero(answered), orZero(missed), orZero(deputy), dispute != ""
			f.checks[id] = c
		})
	var s factSheet
	h.each(`SELECT id, booking_id, crew FROM sheets`, []any{&id, &s.booking, &s.crew}, func() { f.sheets[id] = s })
	var a factAttendee
	h.each(`SELECT id, booking_id, person_id FROM attendees`, []any{&id, &a.booking, &a.person}, func() {
		f.attendees[id] = a
		f.bookings[a.booking].comes[a.person] = true
	})
	return f
}

func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func (h *dayHouse) each(sql string, into []any, do func()) {
	h.t.Helper()
	rows, err := h.sql.Query(h.t.Context(), sql)
	h.must(err)
	_, err = pgx.ForEachRow(rows, into, func() error { do(); return nil })
	h.must(err)
}

// held tells whether the meeting took place.
func (b *factBooking) held() bool { return b.status == conference.BookingClosed }

// judgeEnd wants everything to have come to an end: each task done, given up with whoever must know told, escalated to
// the end of its ladder, or called off with its booking; each round served or missed; each level answered, or its
// silence told.
func (r *record) judgeEnd(facts *dayFacts) {
	for _, b := range facts.bookings {
		if b.status != conference.BookingClosed && b.status != conference.BookingCancelled {
			r.t.Errorf("%s %s is %s in the end", b.number, b.title, b.status)
		}
	}
	for _, id := range r.order {
		s := r.tasks[id].now()
		b := facts.bookings[s.BookingID]
		switch {
		case s.open() && !s.climbed(r.ladderOf(s)):
			r.t.Errorf("task %d (%s %s) is %s in the end, and not all of its ladder has been climbed", id, s.Kind, s.Plan, s.Status)
		case s.open() && b != nil && s.Kind != conference.TaskProblem && s.Kind != conference.TaskPurchase:
			r.t.Errorf("task %d (%s %s) of %s, which is %s, is %s in the end", id, s.Kind, s.Plan, b.number, b.status, s.Status)
		case s.Status == conference.TaskCancelled && b == nil:
			r.t.Errorf("task %d (%s %s) is called off, and hangs on no booking", id, s.Kind, s.Plan)
		case s.Status == conference.TaskCancelled && b.held() && s.EndedAt.Before(b.end):
			r.t.Errorf("task %d (%s %s) of %s is called off at %s, before the meeting was over", id, s.Kind, s.Plan, b.number, r.say(*s.EndedAt))
		}
		for i, item := range s.Items {
			givenUp := s.Status == conference.TaskCancelled || s.Outcome != ""
			if s.Kind == conference.TaskRounds && !givenUp && item.DoneAt.IsZero() && !item.MissedAt.Equal(item.At.Add(item.Grace)) {
				r.t.Errorf("round %d of task %d is neither served nor missed at its time: %+v", i+1, id, item)
			}
		}
	}
	r.judgeChecks(facts)
}

// judgeChecks wants each level of a meeting that took place to have been answered, or its silence told.
func (r *record) judgeChecks(facts *dayFacts) {
	for id, c := range facts.checks {
		b := facts.bookings[c.booking]
		answered := c.status == conference.CheckConfirmed || c.status == conference.CheckProblem
		if c.status != conference.CheckCancelled && !answered || b.held() && !answered && c.missed.IsZero() {
			r.t.Errorf("level %d of %s is %s in the end, missed %v", c.level, b.number, c.status, c.missed)
		}
		if b.held() && !c.missed.IsZero() {
			r.judgeMissed(id, c, b)
		}
	}
}

// climbed tells whether every rung that comes by itself has been taken.
func (s taskState) climbed(plan conference.Ladder) bool {
	return !slices.ContainsFunc(s.Ladder, func(g conference.Rung) bool {
		return g.TakenAt.IsZero() && (g.On == conference.Late || g.On == conference.Unclaimed && s.missing() > 0)
	}) && len(s.Ladder) == len(plan)
}

// judgeMissed wants a silent level to have been told to each supervisor once, when the next one was due.
func (r *record) judgeMissed(id int64, c factCheck, b *factBooking) {
	next := b.start
	if c.level < len(r.plan.Checks) {
		next = b.start.Add(-r.plan.Checks[c.level].Before)
	}
	if !c.missed.Equal(next) {
		r.t.Errorf("level %d of %s counts as missed at %s, want %s", c.level, b.number, r.say(c.missed), r.say(next))
	}
	for _, e := range r.holders(conference.HolderSupervisor, "", "") {
		n := 0
		for _, m := range r.sent {
			if m.about == (conference.Subject{Kind: conference.SubjectCheck, ID: id}) && m.to == e && m.loud && m.byItself && m.at.Equal(c.missed) {
				n++
			}
		}
		if n != 1 {
			r.t.Errorf("%s is told %d times that level %d of %s is silent, want once", e.Name, n, c.level, b.number)
		}
	}
}

// judgeOverlaps wants no two meetings that took place to have been in one room at a time.
func (r *record) judgeOverlaps(facts *dayFacts) {
	all := slices.Collect(maps.Values(facts.bookings))
	for i, a := range all {
		for _, b := range all[:i] {
			if a.held() && b.held() && a.room == b.room && a.start.Before(b.end) && b.start.Before(a.end) {
				r.t.Errorf("%s and %s were in %s at the same time", a.number, b.number, a.room)
			}
		}
	}
}

// judgeCounts counts messages: of an ordinary meeting an attendant gets fewer than six, its organiser fewer than five.
func (r *record) judgeCounts(meetings []*dayMeeting, facts *dayFacts) (counted int) {
	for _, m := range meetings {
		if m.disturbed || r.bothered[m.id] || facts.bookings[m.id].level != conference.LevelSmall {
			continue
		}
		got := map[*employee]int{}
		for _, s := range r.sent {
			if r.bookingOf(s.about, facts) == m.id {
				got[s.to]++
			}
		}
		for e, n := range got {
			most := 100
			switch {
			case e.Name == m.organiser:
				most = 4
			case e.Crew == conference.CrewMeetingService && e.Has(conference.RoleAttendant):
				most = 5
			}
			counted++
			if n > most {
				r.t.Errorf("%s got %d messages for %s, at most %d are wanted", e.Name, n, m.title, most)
			}
		}
	}
	return counted
}

func (r *record) bookingOf(s conference.Subject, facts *dayFacts) int64 {
	switch s.Kind {
	case conference.SubjectBooking:
		return s.ID
	case conference.SubjectTask:
		if c := r.tasks[s.ID]; c != nil {
			return c.now().BookingID
		}
	case conference.SubjectCheck:
		return facts.checks[s.ID].booking
	case conference.SubjectSheet:
		return facts.sheets[s.ID].booking
	case conference.SubjectInvitation:
		return facts.attendees[s.ID].booking
	}
	return 0
}
