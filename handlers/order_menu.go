package handlers

import (
	"strconv"
	"strings"

	"huiwu/conference"
)

// menuRows is how many services stand on a page of the menu.
const menuRows = 8

// orderMenu is what can be had for the meeting, and what it has already.
func (t *turn) orderMenu(m conference.Meeting, d orderDraft) (Text, Keyboard) {
	b := m.Booking
	var open []conference.Service
	var late []string
	for _, s := range t.rules.Plan.Services {
		if t.now.After(s.CutOffAt(b)) {
			late = append(late, line(s.Name.In(t.lang)))
		} else {
			open = append(open, s)
		}
	}
	var unknown, gone, has Text
	if d.Unknown != "" {
		unknown = t.refusal(conference.Refuse(conference.CodeServiceUnknown, "text", d.Unknown))
	}
	if len(late) > 0 {
		gone = t.say("order.menu.late", "what", short(strings.Join(late, t.label("room.and")), 60))
	}
	standing := t.standingOrders(m)
	if len(standing) > 0 {
		has = t.say("order.menu.has", "n", len(standing))
	}
	text := Lines(unknown, Bold(t.say("order.menu.title", "number", b.Number)), Plain(b.Title), t.say("order.menu.how"), gone, has)

	keys := Keyboard{}.row(button{verb: verbTea, id: b.ID, rev: int64(b.Revision), arg: teaFromMenu}.key(t.label("order.menu.tea")))
	page := min(max(0, d.Page), max(0, len(open)-1)/menuRows)
	var row []Key
	for _, s := range open[page*menuRows : min(len(open), (page+1)*menuRows)] {
		row = append(row, t.dialogButton(verbOrderDraft, orderService+"."+s.ID).key(t.serviceLabel(s, b)))
	}
	keys = keys.grid(2, row...)
	var turns []Key
	if page > 0 {
		turns = append(turns, t.orderKey(orderPage+"."+strconv.FormatInt(int64(page-1), 36), "attendance.button.previous"))
	}
	if (page+1)*menuRows < len(open) {
		turns = append(turns, t.orderKey(orderPage+"."+strconv.FormatInt(int64(page+1), 36), "attendance.button.next"))
	}
	keys = keys.row(turns...)
	for _, task := range standing[:min(len(standing), mostStanding)] {
		arg := orderOne + "." + strconv.FormatInt(task.ID, 36)
		keys = keys.row(t.orderKey(arg, "order.menu.standing", "what", t.orderShort(task)))
	}
	return text, keys.row(t.orderKey(orderBooking, "tea.draft.booking"), t.orderKey(orderDrop, "order.menu.close"))
}

// mostStanding is how many orders that stand the menu offers to call off.
const mostStanding = 6

// serviceLabel is a service on a button, with its cut-off when that is near.
func (t *turn) serviceLabel(s conference.Service, b conference.Booking) string {
	name, until := line(s.Name.In(t.lang)), s.CutOffAt(b)
	if daysApart(until, t.now, t.zone) > 0 {
		return name
	}
	return t.label("order.menu.until", "what", name, "time", t.clock(until))
}

// standingOrders are the meeting's orders that can still be called off.
func (v viewer) standingOrders(m conference.Meeting) []conference.Task {
	var all []conference.Task
	for _, t := range m.Tasks {
		if t.Open() && (t.Kind == conference.TaskTea || t.Kind == conference.TaskOrder && t.Order != nil) {
			all = append(all, t)
		}
	}
	return all
}

// standing is an order that stands, and the way to call it off.
func (t *turn) standing(task conference.Task) (Text, Keyboard) {
	text, _ := t.taskCard(task)
	off := t.orderKey(orderOff+"."+strconv.FormatInt(task.ID, 36), "order.off").styled(StyleDanger)
	return text, Keyboard{}.row(off, t.orderKey(orderMenu, "order.back"))
}
