package handlers

import (
	"slices"
	"strings"
	"time"

	"huiwu/conference"
)

// noticeCard is a crew's service notice as its viewer sees it: all of it; after a change what is different from what was
// acknowledged, unless whole (S28, S29).
func (v viewer) noticeCard(n crewNotice, whole bool) (Text, Keyboard) {
	b, k := n.m.Booking, n.k
	head, title := v.noticeHead(n), Bold(Plain(b.Title))
	off := v.noticeOff(n)
	if !off.Empty() {
		return Lines(head, Struck(Plain(b.Title)), v.say("card.when", "when", v.span(b.Start, b.End, v.now)),
			v.say("card.where_people", "where", v.roomName(b.Room), "count", b.Headcount), off), nil
	}
	changed := k.Waits() && k.Seen != nil
	if changed && !whole {
		return Lines(head, title, Lines(v.difference(n)...), v.noticeStatus(n)), v.noticeKeys(n, changed)
	}
	return Lines(head, title, v.say("card.when", "when", v.spanNear(b.Start, b.End, v.now)), v.noticePlace(b), v.noticeOrganiser(n),
		v.noticeServices(n.m), v.noticeWork(n), v.noticeStatus(n)), v.noticeKeys(n, false)
}

func (v viewer) noticeHead(n crewNotice) Text {
	key := "sheet.head"
	if n.k.Waits() && n.k.Seen != nil {
		key = "sheet.head.changed"
	}
	return Bold(v.say(key, "number", n.m.Booking.Number, "crew", v.sheetCrew(n.k.Crew)))
}

// noticeOff says why there is nothing to do any more.
func (v viewer) noticeOff(n crewNotice) Text {
	b := n.m.Booking
	switch {
	case b.Status == conference.BookingCancelled || b.Status == conference.BookingReleased || b.Status == conference.BookingRejected:
		if why := line(b.Reason); why != "" {
			return v.say("sheet.off.why", "reason", why)
		}
		return v.say("sheet.off")
	case n.k.Facts.Off && n.k.Crew == "":
		return v.say("sheet.out.authority")
	case n.k.Facts.Off:
		return v.say("sheet.out")
	}
	return Text{}
}

// noticeStatus is who has acknowledged it, or what it waits for.
func (v viewer) noticeStatus(n crewNotice) Text {
	k := n.k
	switch {
	case n.m.Booking.Status == conference.BookingPending:
		return v.say("sheet.pending")
	case k.Waits() && k.MayAck(v.person):
		return Text{} // the button says it
	case k.Waits():
		return v.say("sheet.waits", "crew", v.sheetCrew(k.Crew))
	case k.ChangedBack():
		return v.say("sheet.back")
	}
	return v.say("sheet.acked", "name", k.AckedBy.Name, "time", v.clockOrMoment(k.AckedAt))
}

func (v viewer) noticeKeys(n crewNotice, changed bool) Keyboard {
	b := button{verb: verbSheet, id: n.k.ID, rev: int64(n.k.Revision)}
	var keys []Key
	if n.k.Waits() && n.k.MayAck(v.person) && !over(n.m.Booking, v.now) && n.m.Booking.Status != conference.BookingPending {
		keys = append(keys, b.with(sheetAck).key(v.label("sheet.button.ack")).styled(StyleSuccess))
	}
	if changed {
		return Keyboard{}.row(append(keys, b.with(sheetWhole).key(v.label("sheet.button.whole")))...)
	}
	return Keyboard{}.row(append(keys, button{verb: verbPrint, id: n.k.ID, arg: printSheet}.key(v.label("print.button")))...)
}

// noticePlace is where, how many, and how demanding it is.
func (v viewer) noticePlace(b conference.Booking) Text {
	place := v.say("card.where_people", "where", v.roomName(b.Room), "count", b.Headcount)
	var sort Text
	if b.Type != "" && b.LevelReason.Code != "type" {
		sort = Plain(v.meetingType(b.Type))
	}
	return Join(" · ", place, Plain(v.levelAndWhy(b)), sort)
}

// levelAndWhy is the service level with its reason, where there is one.
func (v viewer) levelAndWhy(b conference.Booking) string {
	if b.Level == "" {
		return ""
	}
	level, why := v.label("level."+string(b.Level)), b.LevelReason
	if why.Code == "" || !v.has("sheet.why."+why.Code) {
		return level
	}
	text := why.Text
	if why.Code == "type" {
		text = v.meetingType(conference.MeetingType(why.Text))
	}
	return v.label("sheet.level", "level", level, "why", v.label("sheet.why."+why.Code, "n", why.N, "text", text))
}

func (v viewer) meetingType(t conference.MeetingType) string {
	if key := "sheet.type." + string(t); v.has(key) {
		return v.label(key)
	}
	return line(string(t))
}

// noticeOrganiser is whose meeting it is, how to reach them, and who convenes it.
func (v viewer) noticeOrganiser(n crewNotice) Text {
	b := n.m.Booking
	who := v.say("sheet.organiser", "name", strings.TrimSpace(b.Organiser.Department+" "+b.Organiser.Name))
	var phone, leader Text
	if n.phone != "" {
		phone = v.say("sheet.phone", "phone", n.phone)
	}
	if b.Leader.ID != 0 {
		leader = v.say("sheet.leader", "name", b.Leader.Name)
	}
	return Join(" · ", Join(" ", who, phone), leader)
}

// noticeServices is what has been ordered for the meeting, drinks with it.
func (v viewer) noticeServices(m conference.Meeting) Text {
	var parts []string
	for _, t := range m.Ordered() {
		parts = append(parts, v.order(conference.OrderFact{Service: t.Order.Service, Quantity: t.Order.Quantity, Text: t.Order.Text}))
	}
	for _, t := range teaOf(m) {
		parts = append(parts, v.label("booking.tea", "tea", v.teaKind(t.Tea.Tea), "cups", t.Tea.Cups, "clock", v.clock(t.DueAt)))
	}
	if len(parts) == 0 {
		return Text{}
	}
	return v.say("sheet.services", "what", short(strings.Join(parts, v.label("room.and")), 160))
}

// teaOf are the meeting's drinks.
func teaOf(m conference.Meeting) []conference.Task {
	return slices.DeleteFunc(slices.Clone(m.Tasks), func(t conference.Task) bool {
		return t.Tea == nil || t.Off()
	})
}

// order is what was ordered of a service: "会标横幅 1 条「热烈欢迎」".
func (v viewer) order(o conference.OrderFact) string {
	service, known := v.rules.Plan.Service(o.Service)
	name := line(service.Name.In(v.lang))
	if !known || name == "" {
		name = line(o.Service)
	}
	if service.Layout {
		return v.label("sheet.layout", "name", name, "layout", v.layoutName(o.Text))
	}
	ordered := v.label("sheet.order", "name", name, "n", o.Quantity, "unit", v.unit(service, o.Quantity))
	if text := line(o.Text); text != "" {
		return v.label("sheet.order.text", "order", strings.TrimSpace(ordered), "text", short(text, 40))
	}
	return strings.TrimSpace(ordered)
}

// unit is what a service is counted in. English says none of a single one.
func (v viewer) unit(s conference.Service, n int) string {
	if n == 1 && v.lang == "en" {
		return ""
	}
	return line(s.Unit.In(v.lang))
}

// noticeWork is what the crew has to do by when; for the authority's contact which crews do something.
func (v viewer) noticeWork(n crewNotice) Text {
	if n.k.Crew == "" {
		var crews []string
		for _, w := range v.work(n.m, "") {
			if name := v.crew(w.plan.Crew); !slices.Contains(crews, name) {
				crews = append(crews, name)
			}
		}
		return v.say("sheet.crews", "crews", strings.Join(crews, v.label("room.and")))
	}
	all := v.work(n.m, n.k.Crew)
	for _, t := range n.m.Ordered() { // by when it is to stand there
		if t.Crew == n.k.Crew {
			all = append(all, crewWork{plan: conference.TaskPlan{Name: t.Name}, due: t.DueAt})
		}
	}
	slices.SortStableFunc(all, func(a, b crewWork) int { return a.due.Compare(b.due) })
	var parts []string
	for _, w := range all {
		parts = append(parts, v.workLine(w, n.m.Booking))
	}
	if len(parts) == 0 {
		return Text{}
	}
	return v.say("sheet.work", "what", strings.Join(parts, v.label("sheet.and")))
}

// crewWork is a piece of work of the plan with its time.
type crewWork struct {
	plan  conference.TaskPlan
	due   time.Time
	hands int
}

// work is what the plan has for a crew, or for all of them, at that meeting, by when it is due. What has been offered
// already is due when its task says.
func (v viewer) work(m conference.Meeting, crew conference.Crew) []crewWork {
	var all []crewWork
	for _, p := range v.rules.WorkOf(m.Booking) {
		if crew != "" && p.Crew != crew {
			continue
		}
		w := crewWork{p, p.Due.Of(m.Booking.Interval()), p.HandsFor(m.Booking.Level)}
		if i := slices.IndexFunc(m.Tasks, func(t conference.Task) bool { return t.Plan == p.ID && t.Kind == p.Kind && t.Open() }); i >= 0 {
			w.due, w.hands = m.Tasks[i].DueAt, m.Tasks[i].Hands
		}
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(a, b crewWork) int { return a.due.Compare(b.due) })
	return all
}

// workLine is "会前准备 14:45 前（2 人）"; rounds say from when to when.
func (v viewer) workLine(w crewWork, b conference.Booking) string {
	what := v.label("sheet.do", "time", v.workTime(w, b), "name", line(w.plan.Name.In(v.lang)))
	if w.plan.Kind == conference.TaskRounds {
		what = v.label("sheet.rounds", "time", v.workTime(w, b), "name", line(w.plan.Name.In(v.lang)))
	}
	if w.hands > 1 {
		return v.label("sheet.hands", "what", what, "n", w.hands)
	}
	return what
}

// workTime is when a piece of work is due: a time of day on the meeting's own day, else with its date.
func (v viewer) workTime(w crewWork, b conference.Booking) string {
	if w.plan.Kind == conference.TaskRounds {
		return v.clock(b.Start) + "–" + v.clock(b.End)
	}
	if daysApart(w.due, b.Start, v.zone) == 0 {
		return v.clock(w.due)
	}
	return v.label("when.at", "day", v.date(w.due, v.now), "clock", v.clock(w.due))
}
