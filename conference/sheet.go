package conference

import (
	"reflect"
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
	// Seen are the facts as last acknowledged; nil until then.
	Seen    *SheetFacts
	SentAt  time.Time
	AckedBy Person // zero while the facts as sent wait for it
	AckedAt time.Time
	Chased  int // how often it was asked for since it was sent
}

// SheetFacts is what a service notice says of a meeting.
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
	Orders    []OrderFact `json:"orders,omitempty"`
}

// OrderFact is one line of what has been ordered.
type OrderFact struct {
	Service  string `json:"service"`
	Quantity int    `json:"n"`
	Text     string `json:"text,omitempty"`
}

// Waits tells whether the notice as it was sent has not been acknowledged.
func (k Sheet) Waits() bool { return k.AckedAt.IsZero() }

// factsOf is what a notice says of the meeting now. Drinks are no part of it: they reach the crew as tasks, and a cup
// more asks nobody for an acknowledgement.
func factsOf(m Meeting) SheetFacts {
	b := m.Booking
	f := SheetFacts{Title: b.Title, Start: b.Start, End: b.End, Room: b.Room.Number, Headcount: b.Headcount, Level: b.Level,
		Type: b.Type, Leader: b.Leader.Name, Organiser: b.Organiser.Name}
	for _, t := range m.Tasks {
		if t.Kind != TaskOrder || t.Order == nil || t.Status == TaskCancelled || t.Status == TaskFailed {
			continue
		}
		f.Orders = append(f.Orders, OrderFact{Service: t.Order.Service, Quantity: t.Order.Quantity, Text: t.Order.Text})
	}
	return f
}

// sheetCrews are the crews concerned: those that the plan gives work to, and those who have an order; "" stands for
// the authority's contact.
func (s Settings) sheetCrews(m Meeting) []Crew {
	var crews []Crew
	add := func(c Crew) {
		if !slices.Contains(crews, c) {
			crews = append(crews, c)
		}
	}
	for _, p := range s.Plan.Tasks {
		if slices.Contains(p.Levels, m.Booking.Level) {
			add(p.Crew)
		}
	}
	for _, t := range m.Tasks {
		if t.Kind == TaskOrder && t.Status != TaskCancelled {
			add(t.Crew)
		}
	}
	if slices.Contains(s.Plan.Sheet.Authority, m.Booking.Level) {
		add("")
	}
	return crews
}

// sheetDue is when the crew's notice is to be sent or asked for again; false for never.
func (s Settings) sheetDue(m Meeting, crew Crew) (time.Time, bool) {
	i := m.sheetOf(crew)
	switch {
	case m.Booking.Status != BookingConfirmed:
		return time.Time{}, false
	case i < 0, !reflect.DeepEqual(m.Sheets[i].Facts, factsOf(m)):
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

// sendSheets sends what is new or different to the crews concerned, and asks again those who have kept silent.
func (s Settings) sendSheets(m *Meeting, now time.Time, e *Effects) {
	for _, crew := range s.sheetCrews(*m) {
		due, waits := s.sheetDue(*m, crew)
		if !waits || due.After(now) {
			continue
		}
		i := m.sheetOf(crew)
		switch facts := factsOf(*m); {
		case i < 0:
			k := Sheet{ID: newID(len(m.Sheets)), BookingID: m.Booking.ID, Crew: crew, Revision: 1, Facts: facts, SentAt: now}
			m.Sheets = append(m.Sheets, k)
			e.deliver(sheetCard(k.ID, crew, m.Booking))
		case !reflect.DeepEqual(m.Sheets[i].Facts, facts):
			k := &m.Sheets[i]
			k.Facts, k.SentAt, k.AckedBy, k.AckedAt, k.Chased = facts, now, Person{}, time.Time{}, 0
			k.Revision++
			e.deliver(sheetCard(k.ID, crew, m.Booking))
		default:
			k := &m.Sheets[i]
			to := s.Plan.Sheet.Chase[k.Chased].To
			k.Chased++
			e.deliver(Delivery{Kind: NoticeSheetChased, Subject: Subject{SubjectSheet, k.ID}, To: to.audience(crew, m.Booking.Room.Building),
				Lane: LaneTask, Ping: true, Step: k.Chased, ExpiresAt: m.Booking.Start})
		}
	}
}

// sheetCard brings a notice before those who acknowledge it.
func sheetCard(id int64, crew Crew, b Booking) Delivery {
	to := HolderLeader.audience(crew, b.Room.Building)
	if crew == "" {
		to = HolderAuthority.audience("", "")
		to.Someone = false
	}
	return Delivery{Kind: NoticeSheet, Subject: Subject{SubjectSheet, id}, To: to, Lane: LaneTask, Ping: true, ExpiresAt: b.End}
}

// AckSheet acknowledges a service notice. It refuses with CodeNotFound, CodeForbidden, CodeBookingOver,
// CodeNothingToChange when it has been acknowledged as it stands.
func (s Settings) AckSheet(m Meeting, sheetID int64, ch Change) (Meeting, Effects, error) {
	i := slices.IndexFunc(m.Sheets, func(k Sheet) bool { return k.ID == sheetID })
	if i < 0 {
		return m, Effects{}, Refuse(CodeNotFound)
	}
	switch k := m.Sheets[i]; {
	case !k.mayAck(ch.Actor):
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
	return m, Effects{Deliveries: cards(Subject{SubjectSheet, k.ID})}, nil
}

func (k Sheet) mayAck(p Person) bool {
	var rel Relation
	if k.Crew != "" && p.Crew == k.Crew {
		rel = CrewMember
	}
	if k.Crew == "" {
		return p.Has(RoleAuthority, RoleSupervisor)
	}
	return May(p, ActionAckSheet, rel)
}

// MayAck tells whether the person acknowledges the notice.
func (k Sheet) MayAck(p Person) bool { return k.mayAck(p) }
