package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"huiwu/conference"
)

// pickRows is how many people or departments stand on one page of the picker.
const pickRows = 8

// show draws the picker where it is.
func (c *invite) show(ctx context.Context, t *turn) (Reply, error) {
	var d inviteDraft
	if err := t.recall(&d); err != nil {
		return Reply{}, err
	}
	m, err := c.store.Meeting(ctx, d.Booking)
	if err != nil {
		return Reply{}, err
	}
	if !t.may(conference.ActionInvite, relationTo(m.Booking, t.person)) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	people, err := c.people(ctx, d, t.dialog.Step)
	if err != nil {
		return Reply{}, err
	}
	text, keys := t.picker(m, d, people)
	return reply(t.dialogMessage(text, keys))
}

// picker is the card on which people are chosen.
func (t *turn) picker(m conference.Meeting, d inviteDraft, people []conference.Person) (Text, Keyboard) {
	head := t.pickHead("attendance.invite.title", m.Booking)
	var middle Text
	var keys Keyboard
	switch t.dialog.Step {
	case pickList:
		return t.attendeeList(m), keys.row(t.pickKey(pickBack, "attendance.button.back"))
	case pickDepartments:
		middle, keys = t.say("attendance.invite.departments"), t.departmentKeys(d)
	case pickSearch, pickDepartment:
		middle, keys = t.foundLine(d, people), t.peopleKeys(m, d, people)
	default:
		middle = t.say("attendance.invite.how")
		keys = keys.row(t.pickKey(pickDepartments, "attendance.button.department"), t.pickKey(pickLink, "attendance.button.link"))
	}
	if n := len(d.Chosen); n > 0 {
		keys = keys.row(t.pickKey(pickSend, "attendance.button.send", "n", n).styled(StylePrimary))
	}
	return Lines(head, t.invitedLine(m.Attendees), t.chosenLine(d), t.missingLine(d), middle), append(keys, t.lastPickKeys(m)...)
}

func (v viewer) pickHead(key string, b conference.Booking) Text {
	return Bold(v.say(key, "number", b.Number, "title", b.Title))
}

// invitedLine is how many are on the list. Their answers are not counted here: this card is not a live one.
func (v viewer) invitedLine(as []conference.Attendee) Text {
	if len(as) == 0 {
		return v.say("attendance.invite.none")
	}
	return v.say("attendance.invite.some", "n", len(as))
}

func (t *turn) lastPickKeys(m conference.Meeting) Keyboard {
	switch {
	case t.dialog.Step != pickHome:
		return Keyboard{}.row(t.pickKey(pickBack, "attendance.button.back"))
	case len(m.Attendees) > 0:
		return Keyboard{}.row(t.pickKey(pickList, "attendance.button.list"), t.pickKey(pickDone, "attendance.button.done"))
	}
	return Keyboard{}.row(t.pickKey(pickDone, "attendance.button.done"))
}

func (t *turn) pickKey(arg, label string, args ...any) Key {
	return t.dialogButton(verbPick, arg).key(t.label(label, args...))
}

func (t *turn) chosenLine(d inviteDraft) Text {
	if len(d.Chosen) == 0 {
		return Text{}
	}
	key, shown := "attendance.invite.chosen", d.Chosen
	if len(shown) > pickRows {
		key, shown = "attendance.invite.chosen.many", shown[:pickRows]
	}
	names := make([]string, len(shown))
	for i, p := range shown {
		names[i] = p.Name
	}
	return t.say(key, "n", len(d.Chosen), "names", strings.Join(names, t.label("room.and")))
}

func (t *turn) missingLine(d inviteDraft) Text {
	if len(d.Missing) == 0 {
		return Text{}
	}
	return t.say("attendance.invite.missing", "names", t.namesOf(d.Missing))
}

func (t *turn) foundLine(d inviteDraft, people []conference.Person) Text {
	switch {
	case t.dialog.Step == pickDepartment:
		return t.say("attendance.invite.department", "department", d.Department, "n", len(people))
	case len(people) == 0:
		return t.say("attendance.invite.nobody", "query", d.Query)
	}
	return t.say("attendance.invite.found", "query", d.Query, "n", len(people))
}

// peopleKeys are one page of people, ticked when chosen; those invited already are named and not to be ticked.
func (t *turn) peopleKeys(m conference.Meeting, d inviteDraft, people []conference.Person) Keyboard {
	from, to := page(len(people), d.Page)
	var keys []Key
	for _, p := range people[from:to] {
		key, name := "attendance.button.person", p.Name
		if t.dialog.Step == pickSearch {
			name = t.personLabel(p)
		}
		invited := p.ID == m.Booking.Organiser.ID ||
			slices.ContainsFunc(m.Attendees, func(a conference.Attendee) bool { return a.Person.ID == p.ID })
		switch {
		case invited:
			key = "attendance.button.invited"
		case d.has(p.ID):
			key = "attendance.button.chosen"
		}
		keys = append(keys, t.pickKey(pickPerson+"."+strconv.FormatInt(p.ID, 36), key, "name", name))
	}
	columns := 2
	if t.dialog.Step == pickSearch {
		columns = 1
	}
	rows := Keyboard{}.grid(columns, keys...).row(t.pageKeys(len(people), d.Page)...)
	if t.dialog.Step == pickDepartment && len(people) > 1 {
		rows = rows.row(t.pickKey(pickAll, "attendance.button.all", "n", len(people)))
	}
	return rows
}

func (t *turn) departmentKeys(d inviteDraft) Keyboard {
	from, to := page(len(d.Departments), d.Page)
	var keys []Key
	for i, name := range d.Departments[from:to] {
		keys = append(keys, t.dialogButton(verbPick, pickDepartment+"."+strconv.FormatInt(int64(from+i), 36)).key(line(name)))
	}
	return Keyboard{}.grid(2, keys...).row(t.pageKeys(len(d.Departments), d.Page)...)
}

// page bounds a page of n things; one that is out of range is the nearest there is.
func page(n, at int) (from, to int) {
	last := max(0, (n-1)/pickRows)
	from = min(max(at, 0), last) * pickRows
	return from, min(from+pickRows, n)
}

func (t *turn) pageKeys(n, at int) []Key {
	from, to := page(n, at)
	at = from / pickRows
	var keys []Key
	if at > 0 {
		keys = append(keys, t.pickKey(pickPage+"."+strconv.FormatInt(int64(at-1), 36), "attendance.button.previous"))
	}
	if to < n {
		keys = append(keys, t.pickKey(pickPage+"."+strconv.FormatInt(int64(at+1), 36), "attendance.button.next"))
	}
	return keys
}
