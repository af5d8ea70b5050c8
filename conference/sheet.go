package conference

import (
	"slices"
	"time"
)

// Sheet is a meeting's service notice as one crew has it (会议服务通知单, S28, S29, S51, S131). A crew's leader
// acknowledges it; a change sends what is different and asks again.
type Sheet struct {
	ID        int64
	BookingID int64
	// Crew it is for; "" for the authority's contact.
	Crew     Crew
	Revision int
	Facts    SheetFacts // as last sent
	// Seen are the facts as AckedBy acknowledged them at AckedAt; nil until somebody has.
	Seen    *SheetFacts
	SentAt  time.Time
	AckedBy Person
	AckedAt time.Time
	Chased  int // how often it was asked for since it was sent
}

// SheetFacts is what a service notice says of a meeting that its crew has to know of: when it is different, it is
// sent again.
type SheetFacts struct {
	Title     string      `json:"title"`
	Start     time.Time   `json:"start"`
	End       time.Time   `json:"end"`
	Room      string      `json:"room"` // its number
	Headcount int         `json:"heads"`
	Level     Level       `json:"level"`
	Type      MeetingType `json:"type,omitempty"`
	Leader    string      `json:"leader,omitempty"`
	Organiser string      `json:"organiser"`
	Orders    []OrderFact `json:"orders,omitempty"` // of the crew
	// Off is set when the meeting no longer concerns the crew; the rest is as it was then.
	Off bool `json:"off,omitempty"`
}

// OrderFact is one line of what has been ordered.
type OrderFact struct {
	Service  string `json:"service"`
	Quantity int    `json:"n"`
	Text     string `json:"text,omitempty"`
}

// Equal tells whether both say the same.
func (f SheetFacts) Equal(o SheetFacts) bool {
	return f.Title == o.Title && f.Start.Equal(o.Start) && f.End.Equal(o.End) && f.Room == o.Room && f.Headcount == o.Headcount &&
		f.Level == o.Level && f.Type == o.Type && f.Leader == o.Leader && f.Organiser == o.Organiser && slices.Equal(f.Orders, o.Orders) && f.Off == o.Off
}

// Waits tells whether the notice as it was sent is to be acknowledged. One that has been changed back to what was
// acknowledged is not, nor one that no longer concerns its crew.
func (k Sheet) Waits() bool { return !k.Facts.Off && (k.Seen == nil || !k.Seen.Equal(k.Facts)) }

// ChangedBack tells whether the notice has been changed since it was acknowledged, and says the same again.
func (k Sheet) ChangedBack() bool {
	return !k.Facts.Off && k.Seen != nil && !k.Waits() && k.SentAt.After(k.AckedAt)
}

// factsOf is what the crew's notice says of the meeting now: of what is ordered, its own. Drinks are no part of it:
// they reach the crew as tasks, and a cup more asks nobody for an acknowledgement.
func factsOf(m Meeting, crew Crew) SheetFacts {
	b := m.Booking
	f := SheetFacts{Title: b.Title, Start: b.Start, End: b.End, Room: b.Room.Number, Headcount: b.Headcount, Level: b.Level,
		Type: b.Type, Leader: b.Leader.Name, Organiser: b.Organiser.Name}
	for _, t := range m.Ordered() {
		if t.Crew == crew {
			f.Orders = append(f.Orders, OrderFact{Service: t.Order.Service, Quantity: t.Order.Quantity, Text: t.Order.Text})
		}
	}
	return f
}

// Ordered are the meeting's orders beside drinks that stand: all but those called off and those that could not be done.
func (m Meeting) Ordered() []Task {
	var ts []Task
	for _, t := range m.Tasks {
		if t.Kind == TaskOrder && t.Order != nil && !t.Off() {
			ts = append(ts, t)
		}
	}
	return ts
}

// WorkOf is what the plan asks of the crews for a meeting. One that was booked too late for a day-before check has none.
func (s Settings) WorkOf(b Booking) []TaskPlan {
	return slices.DeleteFunc(slices.Clone(s.Plan.Tasks), func(p TaskPlan) bool {
		return !slices.Contains(p.Levels, b.Level) || p.Kind == TaskDayCheck && p.Due.Of(b.Interval()).Before(b.CreatedAt)
	})
}

// concerned are the crews that the plan gives work to, and those who have an order; "" stands for the authority's
// contact.
func (s Settings) concerned(m Meeting) []Crew {
	var crews []Crew
	add := func(c Crew) {
		if !slices.Contains(crews, c) {
			crews = append(crews, c)
		}
	}
	for _, p := range s.WorkOf(m.Booking) {
		add(p.Crew)
	}
	for _, t := range m.Ordered() {
		add(t.Crew)
	}
	if slices.Contains(s.Plan.Sheet.Authority, m.Booking.Level) {
		add("")
	}
	return crews
}

// sheetCrews are those whose notice is looked at: the crews concerned, and those who have been until now.
func (s Settings) sheetCrews(m Meeting) []Crew {
	crews := s.concerned(m)
	for _, k := range m.Sheets {
		if !slices.Contains(crews, k.Crew) {
			crews = append(crews, k.Crew)
		}
	}
	return crews
}

// sheetFacts is what the crew's notice is to say now.
func (s Settings) sheetFacts(m Meeting, crew Crew) SheetFacts {
	if i := m.sheetOf(crew); i >= 0 && !slices.Contains(s.concerned(m), crew) {
		facts := m.Sheets[i].Facts
		facts.Off = true
		return facts
	}
	return factsOf(m, crew)
}

// sheetDue is when the crew's notice is to be sent or asked for again; false for never.
func (s Settings) sheetDue(m Meeting, crew Crew) (time.Time, bool) {
	i := m.sheetOf(crew)
	switch {
	case m.Booking.Status != BookingConfirmed:
		return time.Time{}, false
	case i < 0, !m.Sheets[i].Facts.Equal(s.sheetFacts(m, crew)):
		return time.Time{}, true // at once
	}
	k := m.Sheets[i]
	if !k.Waits() || crew == "" || k.Chased >= len(s.Plan.Sheet.Chase) {
		return time.Time{}, false
	}
	due := k.SentAt.Add(s.Plan.Sheet.Chase[k.Chased].After)
	if moved, ok := s.outOfQuiet(due, m.Booking.Start); ok {
		due = moved
	}
	return due, due.Before(m.Booking.Start)
}

func (m Meeting) sheetOf(crew Crew) int {
	return slices.IndexFunc(m.Sheets, func(k Sheet) bool { return k.Crew == crew })
}

// sendSheets sends what is new or different to the crews, and asks again those who have kept silent.
func (s Settings) sendSheets(m *Meeting, now time.Time, e *Effects) {
	sent := false
	for _, crew := range s.sheetCrews(*m) {
		due, waits := s.sheetDue(*m, crew)
		if !waits || due.After(now) {
			continue
		}
		i := m.sheetOf(crew)
		switch facts := s.sheetFacts(*m, crew); {
		case i < 0:
			k := Sheet{ID: newID(len(m.Sheets)), BookingID: m.Booking.ID, Crew: crew, Revision: 1, Facts: facts, SentAt: now}
			m.Sheets = append(m.Sheets, k)
			e.deliver(k.card(m.Booking, s.loud(now, m.Booking)))
		case !m.Sheets[i].Facts.Equal(facts):
			k := &m.Sheets[i]
			loud := s.loud(now, m.Booking) && (!k.Waits() || now.Sub(k.SentAt) >= sheetPause)
			k.Facts, k.SentAt, k.Chased = facts, now, 0
			k.Revision++
			e.deliver(k.card(m.Booking, loud))
		default:
			s.chase(&m.Sheets[i], m.Booking, e)
			continue
		}
		sent = true
	}
	if !sent {
		return
	}
	e.deliver(cards(Subject{SubjectBooking, m.Booking.ID})...) // it says who has it
	for _, k := range m.Sheets {
		e.deliver(cards(Subject{SubjectSheet, k.ID})...) // and each says what all have
	}
}

// sheetPause is how soon after a notice has sounded a change of it does not sound again while it waits: who orders
// three things one after another asks each leader once.
const sheetPause = 5 * time.Minute

// loud tells whether a notice about the meeting may sound now: not at night, unless the meeting comes first. Whoever
// has not acknowledged in the morning is asked then.
func (s Settings) loud(now time.Time, b Booking) bool {
	moved, ok := s.outOfQuiet(now, b.Start)
	return !ok || moved.Equal(now)
}

// chase asks for the acknowledgement again: the crew's leader; or somebody who oversees them, who hears once of all
// crews that are silent.
func (s Settings) chase(k *Sheet, b Booking, e *Effects) {
	to := s.Plan.Sheet.Chase[k.Chased].To
	k.Chased++
	about := Subject{SubjectSheet, k.ID}
	if to != HolderLeader && to != HolderDeputy {
		about = Subject{SubjectBooking, b.ID}
	}
	e.deliver(Delivery{Kind: NoticeSheetChased, Subject: about, To: to.audience(k.Crew, b.Room.Building),
		Lane: LaneTask, Ping: true, Step: k.Chased, ExpiresAt: b.Start})
}

// card brings the notice before those who acknowledge it.
func (k Sheet) card(b Booking, loud bool) Delivery {
	to := HolderLeader.audience(k.Crew, b.Room.Building)
	if k.Crew == "" {
		to = HolderAuthority.audience("", "")
		to.Someone = false
	}
	return Delivery{Kind: NoticeSheet, Subject: Subject{SubjectSheet, k.ID}, To: to, Lane: LaneTask, Ping: loud, ExpiresAt: b.End}
}

// AckSheet acknowledges a service notice. It refuses with CodeNotFound, CodeForbidden, CodeBookingOver,
// CodeNothingToChange when it has been acknowledged as it stands.
func (s Settings) AckSheet(m Meeting, sheetID int64, ch Change) (Meeting, Effects, error) {
	i := slices.IndexFunc(m.Sheets, func(k Sheet) bool { return k.ID == sheetID })
	if i < 0 {
		return m, Effects{}, Refuse(CodeNotFound)
	}
	switch k := m.Sheets[i]; {
	case !k.MayAck(ch.Actor):
		return m, Effects{}, Refuse(CodeForbidden)
	case !m.Booking.Live() || !ch.Now.Before(m.Booking.End):
		return m, Effects{}, Refuse(CodeBookingOver, "status", string(m.Booking.Status))
	case !k.Waits():
		return m, Effects{}, Refuse(CodeNothingToChange)
	}
	m = m.clone()
	k := &m.Sheets[i]
	facts := k.Facts
	k.AckedBy, k.AckedAt, k.Seen = ch.Actor, ch.Now, &facts
	k.Revision++
	var e Effects
	e.deliver(cards(Subject{SubjectSheet, k.ID})...)
	e.deliver(cards(Subject{SubjectBooking, m.Booking.ID})...)
	return m, e, nil
}

// MayAck tells whether the person acknowledges the notice.
func (k Sheet) MayAck(p Person) bool {
	if k.Crew == "" {
		return p.Has(RoleAuthority, RoleSupervisor)
	}
	var rel Relation
	if p.Crew == k.Crew {
		rel = CrewMember
	}
	return May(p, ActionAckSheet, rel)
}

// SeesPhone tells whether the notice shows the person how to reach the organiser by telephone: who leads the crew it
// is for, or stands in for them; nobody outside the house.
func (k Sheet) SeesPhone(p Person) bool { return k.Crew != "" && !k.Facts.Off && k.MayAck(p) }

// Tracked counts the crews that the notice concerns now, and how many of them have acknowledged it as it stands.
func (m Meeting) Tracked() (acked, all int) {
	for _, k := range m.Sheets {
		if k.Crew == "" || k.Facts.Off {
			continue
		}
		all++
		if !k.Waits() {
			acked++
		}
	}
	return acked, all
}
