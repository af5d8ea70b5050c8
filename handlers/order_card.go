package handlers

import (
	"strconv"
	"strings"
	"time"

	"huiwu/conference"
)

// amount is so many of a service: one is only named.
func (v viewer) amount(s conference.Service, n int) string {
	name, unit := line(s.Name.In(v.lang)), line(s.Unit.In(v.lang))
	switch {
	case n <= 1:
		return name
	case unit == "":
		return v.label("order.amount", "what", name, "n", n)
	}
	return v.label("order.amount.unit", "what", name, "n", n, "unit", unit)
}

// orderedAs is the service that a task was ordered as; one that the plan no longer has keeps its name.
func (v viewer) orderedAs(t conference.Task) conference.Service {
	if service, ok := v.rules.Plan.Service(t.Order.Service); ok {
		return service
	}
	return conference.Service{ID: t.Order.Service, Name: t.Name}
}

// orderShort is an order in a few words: "瓶装水 20 瓶".
func (v viewer) orderShort(t conference.Task) string {
	if t.Tea != nil {
		return v.teaAmount(*t.Tea).String()
	}
	service := v.orderedAs(t)
	if service.Layout {
		return v.layoutName(t.Order.Text)
	}
	return v.amount(service, t.Order.Quantity)
}

// briefly is how much is to be brought, or the words of what is to be done, for a line of a list.
func (v viewer) briefly(t conference.Task) Text {
	switch {
	case t.Tea != nil:
		return v.teaAmount(*t.Tea)
	case t.Note != "":
		return Plain(short(line(t.Note), 20))
	case t.Order != nil && t.Order.Quantity > 1:
		return v.count(v.orderedAs(t), t.Order.Quantity)
	case len(t.Items) > 0:
		return Plain(strconv.Itoa(t.Ticked()) + "/" + strconv.Itoa(len(t.Items)))
	}
	return Text{}
}

// count is so many, with the service's unit.
func (v viewer) count(s conference.Service, n int) Text {
	if unit := line(s.Unit.In(v.lang)); unit != "" {
		return v.say("order.count.unit", "n", n, "unit", unit)
	}
	return v.say("order.count", "n", n)
}

// layoutName is a way to set a room up; one that only the roster knows is shown as it is.
func (v viewer) layoutName(code string) string {
	if key := "order.layout." + code; v.has(key) {
		return v.label(key)
	}
	return line(code)
}

// asked is what whoever asked for a task wants, beside the task's name: how many, what is written on it, whose names,
// in their own words, and who they are.
func (v viewer) asked(t conference.Task) Text {
	var how Text
	if o := t.Order; o != nil {
		service := v.orderedAs(t)
		if o.Quantity > 1 {
			how = v.count(service, o.Quantity)
		}
		how = Lines(how, v.orderText(service, o.Text), v.orderNames(o.Names))
	}
	return Lines(how, told(t.Note), v.askedBy(t))
}

// orderText is a wording, a layout or a note.
func (v viewer) orderText(s conference.Service, text string) Text {
	switch {
	case line(text) == "":
		return Text{}
	case s.Wording:
		return v.say("order.wording", "text", line(text))
	case s.Layout:
		return Plain(v.layoutName(text))
	}
	return v.teaNote(text)
}

// orderNames are the names for name cards, the rostrum's first; a long list folds.
func (v viewer) orderNames(names []string) Text {
	if len(names) == 0 {
		return Text{}
	}
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = line(name)
	}
	list := v.say("order.names", "names", strings.Join(all, v.label("room.and")))
	if len(names) > 10 {
		return Quote(list)
	}
	return list
}

// askedBy is who has handed a task out or asked for something from the floor, for those who go and see.
func (v viewer) askedBy(t conference.Task) Text {
	if t.Kind != conference.TaskAssigned && t.Kind != conference.TaskRequest || t.Requester.ID == v.person.ID {
		return Text{}
	}
	return v.say("order.by."+string(t.Kind), "name", t.Requester.Name)
}

// response is how soon somebody came to what was asked for from the floor (S102).
func (v viewer) response(t conference.Task) Text {
	if t.Kind != conference.TaskRequest || t.ClaimedAt.IsZero() || t.Claimer.ID == 0 {
		return Text{}
	}
	minutes := int((t.ClaimedAt.Sub(t.CreatedAt) + time.Minute - 1) / time.Minute)
	return v.say("order.response", "n", max(1, minutes))
}
