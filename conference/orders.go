package conference

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// OrderTea decides on an order (S83, S97): the head count and TeaLead before the start are its
// defaults. It refuses with CodeForbidden, CodeBookingOver, CodeTeaUnknown, CodeQuantityInvalid,
// CodeTeaLate, CodePast or CodeTextLong.
func (s Settings) OrderTea(m Meeting, r TeaRequest, ch Change) (Task, Effects, error) {
	if err := m.allow(ActionOrderService, ch); err != nil {
		return Task{}, Effects{}, err
	}
	note, err := validNote(r.Note, s.MaxNote)
	if err != nil {
		return Task{}, Effects{}, err
	}
	b := m.Booking
	if !slices.Contains(s.TeaKinds, r.Tea) {
		return Task{}, Effects{}, Refuse(CodeTeaUnknown, "text", r.Tea)
	}
	if r.Cups == 0 {
		r.Cups = b.Headcount
	}
	if r.Cups < 1 || r.Cups > s.MaxCups {
		return Task{}, Effects{}, Refuse(CodeQuantityInvalid, "max", s.MaxCups)
	}
	due, err := s.teaTime(b, r.At, ch.Now)
	if err != nil {
		return Task{}, Effects{}, err
	}
	t := b.task(TaskTea, CrewMeetingService, ch)
	t.DueAt, t.Tea, t.Ladder = due, &TeaOrder{Tea: r.Tea, Cups: r.Cups, Note: note}, s.Plan.Orders
	t, e, err := s.offer(t, ch.Now)
	for _, k := range m.Sheets { // their notice shows it; nobody has to acknowledge a cup more
		e.deliver(cards(Subject{SubjectSheet, k.ID})...)
	}
	return t, e, err
}

// task is the beginning of one that somebody asks for and that hangs on the meeting.
func (b Booking) task(k TaskKind, crew Crew, ch Change) Task {
	return Task{Kind: k, Crew: crew, BookingID: b.ID, BookingNumber: b.Number, BookingTitle: b.Title, Meeting: b.Interval(), Heads: b.Headcount, Room: b.Room,
		Requester: ch.Actor, CreatedAt: ch.Now}
}

func (s Settings) teaTime(b Booking, at, now time.Time) (time.Time, error) {
	switch {
	case at.IsZero():
		at = later(b.Start.Add(-s.TeaLead), now)
	case at.Before(now):
		return at, Refuse(CodePast)
	}
	if !at.Before(b.End) {
		return at, Refuse(CodeTeaLate)
	}
	return at, nil
}

// CutOffAt is until when the service can be ordered for a meeting.
func (s Service) CutOffAt(b Booking) time.Time { return b.Start.Add(-s.CutOff) }

// ServiceRequest is an order of a service as asked; a quantity of zero takes the service's own.
type ServiceRequest struct {
	BookingID int64
	Service   string
	Quantity  int
	Text      string // the wording, the layout's code, a note
}

// OrderService decides on an order of a service beside drinks (S57, S58, S76, S81–S84). What has to be bought makes
// a purchase as well, as the second task. It refuses with CodeForbidden, CodeBookingOver, CodeServiceUnknown,
// CodeQuantityInvalid, CodeOrderLate (args: cutoff), CodeNoteMissing for a wording that is missing, CodeLayoutSmall
// (args: seats), CodeTextLong.
func (s Settings) OrderService(m Meeting, r ServiceRequest, ch Change) ([]Task, Effects, error) {
	if err := m.allow(ActionOrderService, ch); err != nil {
		return nil, Effects{}, err
	}
	b := m.Booking
	service, ok := s.Plan.Service(r.Service)
	if !ok {
		return nil, Effects{}, Refuse(CodeServiceUnknown, "text", r.Service)
	}
	order, err := s.orderOf(m, service, r)
	if err != nil {
		return nil, Effects{}, err
	}
	if cutoff := service.CutOffAt(b); ch.Now.After(cutoff) {
		return nil, Effects{}, Refuse(CodeOrderLate, "cutoff", cutoff)
	}
	t := b.task(TaskOrder, service.Crew, ch)
	t.Plan, t.Name, t.Order, t.Ladder = service.ID, service.Name, &order, s.Plan.Orders
	t.DueAt = later(service.Ready.Of(b.Interval()), ch.Now)
	t, e, err := s.offer(t, ch.Now)
	if err != nil {
		return nil, Effects{}, err
	}
	tasks := []Task{t}
	if service.Bought > 0 {
		p := b.task(TaskPurchase, CrewBuyers, ch)
		p.ID = newID(0)
		p.Plan, p.Name, p.Order, p.Ladder = service.ID, service.Name, &order, s.Plan.Orders
		p.DueAt = later(t.DueAt.Add(-service.Bought), ch.Now)
		p, pe, err := s.offer(p, ch.Now)
		if err != nil {
			return nil, Effects{}, err
		}
		tasks = append(tasks, p)
		e.deliver(pe.Deliveries...)
	}
	e.deliver(cards(Subject{SubjectBooking, b.ID})...)
	if b.Status == BookingConfirmed {
		e.notify(planned(NoticeService, b, Audience{}, 0, ch.Now, time.Time{})) // the service notice says it, too
	}
	return tasks, e, nil
}

// orderOf is what is ordered, held to what the service allows.
func (s Settings) orderOf(m Meeting, service Service, r ServiceRequest) (Order, error) {
	text, err := validNote(r.Text, s.MaxNote)
	if err != nil {
		return Order{}, err
	}
	if r.Quantity == 0 {
		r.Quantity = service.Quantity.For(m.Booking.Headcount)
	}
	most := service.Max
	if most == 0 {
		most = s.MaxCups
	}
	switch {
	case r.Quantity < 1 || r.Quantity > most:
		return Order{}, Refuse(CodeQuantityInvalid, "max", most)
	case service.Wording && text == "", service.Layout && text == "":
		return Order{}, Refuse(CodeNoteMissing)
	case service.Layout:
		if seats := m.Booking.Room.SeatsFor(text); seats < m.Booking.Headcount {
			return Order{}, Refuse(CodeLayoutSmall, "seats", seats)
		}
	}
	o := Order{Service: service.ID, Quantity: r.Quantity, Text: text}
	if service.Names {
		o.Names = m.Rostrum()
		if r.Quantity < len(o.Names) {
			o.Quantity = len(o.Names)
		}
	}
	return o, nil
}

// Rostrum are the names of those who come, in their order (主席台座次, S71).
func (m Meeting) Rostrum() []string {
	coming := m.Seated()
	names := make([]string, len(coming))
	for i, p := range coming {
		names[i] = p.Name
	}
	return names
}

// Seated are those who come, the convening leader and the highest first (S71).
func (m Meeting) Seated() []Person {
	coming := make([]Person, 0, len(m.Attendees)+1)
	if m.Booking.Leader.ID != 0 {
		coming = append(coming, m.Booking.Leader)
	}
	for _, a := range m.Attendees {
		if a.PartStat == Accepted && a.Person.ID != m.Booking.Leader.ID {
			coming = append(coming, a.Person)
		}
	}
	rank := func(p Person) int { return cmp.Or(p.Rank, 1<<30) }
	slices.SortStableFunc(coming, func(a, b Person) int {
		switch {
		case a.ID == m.Booking.Leader.ID:
			return -1
		case b.ID == m.Booking.Leader.ID:
			return 1
		}
		return cmp.Compare(rank(a), rank(b))
	})
	return coming
}

// layoutShare is how many of a room's seats a layout leaves, in hundredths, where the roster does not say.
var layoutShare = map[string]int{"theatre": 100, "classroom": 60, "u": 45, "board": 40}

// SeatsFor is how many fit the room in a layout; 0 for one that it cannot be set up in. The roster may name layouts
// with their seats ("u:40"); a room that names any has no others.
func (r Room) SeatsFor(layout string) int {
	if layout == "" {
		return r.Seats
	}
	for _, l := range r.Layouts {
		name, seats := layoutSeats(l)
		if name != layout {
			continue
		}
		if seats > 0 {
			return min(seats, r.Seats)
		}
		return max(1, r.Seats*cmp.Or(layoutShare[layout], 100)/100)
	}
	if share, ok := layoutShare[layout]; ok && len(r.Layouts) == 0 {
		return max(1, r.Seats*share/100)
	}
	return 0
}

// layouts are the ways to set up a room that are known, in the order they are offered.
var layouts = []string{"theatre", "classroom", "u", "board"}

// Arrangements are the codes of the layouts that the room can be set up in: those that the roster names for it, else all known.
func (r Room) Arrangements() []string {
	if len(r.Layouts) == 0 {
		return layouts
	}
	names := make([]string, len(r.Layouts))
	for i, l := range r.Layouts {
		names[i], _ = layoutSeats(l)
	}
	return names
}

// layoutSeats parts "u:40".
func layoutSeats(l string) (name string, seats int) {
	name, number, _ := strings.Cut(l, ":")
	for _, d := range number {
		if d < '0' || d > '9' || seats > 1e6 {
			return name, 0
		}
		seats = seats*10 + int(d-'0')
	}
	return name, seats
}

// FloorRequest is something asked for during a meeting, by somebody who is in it (S102).
type FloorRequest struct {
	BookingID int64
	Service   string // a service of the plan, "" for what the words say
	Quantity  int
	Text      string
}

// AskFloor puts a request from the floor before the crew at once. It refuses with CodeForbidden, CodeBookingOver,
// CodeNotBegun when the meeting is not on, CodeServiceUnknown, CodeQuantityInvalid, CodeNoteMissing, CodeTextLong.
func (s Settings) AskFloor(m Meeting, r FloorRequest, ch Change) (Task, Effects, error) {
	if err := m.allow(ActionAskFloor, ch); err != nil {
		return Task{}, Effects{}, err
	}
	b := m.Booking
	if ch.Now.Before(b.Start.Add(-s.FloorFrom)) {
		return Task{}, Effects{}, Refuse(CodeNotBegun)
	}
	text, err := validNote(r.Text, s.MaxNote)
	if err != nil {
		return Task{}, Effects{}, err
	}
	t := b.task(TaskRequest, CrewMeetingService, ch)
	t.Urgent, t.DueAt, t.Ladder, t.Note = true, ch.Now.Add(s.FloorWithin), s.Plan.Requests, text
	switch service, ok := s.Plan.Service(r.Service); {
	case ok:
		t.Crew, t.Plan, t.Name = service.Crew, service.ID, service.Name
		t.Order = &Order{Service: service.ID, Quantity: max(1, r.Quantity)}
	case r.Service != "":
		return Task{}, Effects{}, Refuse(CodeServiceUnknown, "text", r.Service)
	case text == "":
		return Task{}, Effects{}, Refuse(CodeNoteMissing)
	}
	if r.Quantity < 0 || r.Quantity > s.MaxCups {
		return Task{}, Effects{}, Refuse(CodeQuantityInvalid, "max", s.MaxCups)
	}
	return s.offer(t, ch.Now)
}

// Assignment is work that somebody hands out for the moment (S3): to one person or to a crew.
type Assignment struct {
	Person Person
	Crew   Crew
	What   string
	RoomID int64
	DueAt  time.Time
}

// Assign hands out work; room is the one of the assignment, the zero Room for none. It refuses with CodeForbidden,
// CodeNoteMissing, CodeTextLong, CodePast, CodeAssigneeInvalid for nobody or somebody who does no crew's work.
func (s Settings) Assign(a Assignment, room Room, ch Change) (Task, Effects, error) {
	what, err := validNote(a.What, s.MaxNote)
	switch {
	case !May(ch.Actor, ActionAssignTask, 0):
		return Task{}, Effects{}, Refuse(CodeForbidden)
	case err != nil:
		return Task{}, Effects{}, err
	case what == "":
		return Task{}, Effects{}, Refuse(CodeNoteMissing)
	case a.DueAt.IsZero():
		a.DueAt = ch.Now.Add(s.AssignWithin)
	case a.DueAt.Before(ch.Now):
		return Task{}, Effects{}, Refuse(CodePast)
	}
	if a.Person.ID != 0 {
		a.Crew = a.Person.Crew
	}
	if a.Person.Removed || a.Person.ID == 0 && !slices.Contains(Crews, a.Crew) || a.Person.ID != 0 && !a.Person.Works() {
		return Task{}, Effects{}, Refuse(CodeAssigneeInvalid)
	}
	t := Task{Kind: TaskAssigned, Crew: a.Crew, Only: a.Person, Room: room, Requester: ch.Actor, CreatedAt: ch.Now,
		DueAt: a.DueAt, Note: what, Ladder: s.Plan.Assigned}
	return s.offer(t, ch.Now)
}

// Stand is a standing duty's task for one of its runs (S115, S116). A run that is made up for, as nobody was there when
// it was due, comes up now; where its time is over it gets as much from now on.
func (s Settings) Stand(d StandingDuty, run, now time.Time) (Task, Effects) {
	t := Task{Kind: TaskStanding, Crew: d.Crew, Plan: d.ID, Name: d.Name, Hands: max(1, d.Hands), Proof: d.Proof, CreatedAt: run,
		DueAt: run.Add(d.Within), Ladder: slices.Clone(d.Ladder)}
	if !now.Before(t.DueAt) {
		t.DueAt = now.Add(d.Within)
	}
	for _, i := range d.Items {
		t.Items = append(t.Items, Item{Name: i.Name})
	}
	t, e, _ := s.offer(t, now)
	return t, e
}
