package handlers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/handlers/form"
)

// noticeForm is 《会议服务通知单》 as it is filed: for a crew, or, without one, for whoever oversees the meeting.
func (v viewer) noticeForm(n crewNotice) form.Form {
	b := n.m.Booking
	f := form.Form{Title: v.label("print.notice"), Subtitle: v.label("print.notice.all"), Number: v.label("print.number", "number", b.Number),
		Footer: v.label("print.printed", "time", v.paperTime(v.now))}
	if n.k.ID != 0 {
		f.Subtitle = v.label("print.notice.to", "crew", v.sheetCrew(n.k.Crew))
	}
	f.Sections = []form.Section{
		{Heading: v.label("print.meeting"), Rows: v.meetingRows(n)},
		v.orderSection(n.m),
		v.workSection(n),
		{Heading: v.label("print.checks"), Table: v.checkTable(n)},
		{Rows: []form.Row{{Label: v.label("print.remarks"), Lines: 2, Wide: true}}},
	}
	f.Signatures = []string{v.label("print.sign.issued"), v.label("print.sign.received"), v.label("print.sign.date")}
	return f
}

// meetingRows are the meeting itself.
func (v viewer) meetingRows(n crewNotice) []form.Row {
	b := n.m.Booking
	rows := []form.Row{
		{Label: v.label("print.title"), Value: b.Title, Wide: true},
		{Label: v.label("print.when"), Value: v.paperSpan(b)},
		{Label: v.label("print.where"), Value: v.roomName(b.Room)},
		{Label: v.label("print.heads"), Value: v.label("card.people", "count", b.Headcount)},
	}
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, form.Row{Label: v.label(key), Value: value})
		}
	}
	add("print.level", v.levelAndWhy(b))
	add("print.type", v.meetingType(b.Type))
	add("print.leader", b.Leader.Name)
	add("print.organiser", b.Organiser.Department)
	add("print.contact", strings.TrimSpace(b.Organiser.Name+"  "+n.phone))
	return append(rows, v.ackRow(n)...)
}

// paperSpan is a meeting's time on paper, which outlives today: always with its date and year.
func (v viewer) paperSpan(b conference.Booking) string {
	return v.span(b.Start, b.End, b.Start.AddDate(-1, 0, 0))
}

// paperTime is a moment on paper: always with its date and year.
func (v viewer) paperTime(t time.Time) string { return v.moment(t, t.AddDate(-1, 0, 0)) }

// ackRow is that the notice has been acknowledged, as the record has it.
func (v viewer) ackRow(n crewNotice) []form.Row {
	if n.k.ID == 0 || n.k.Waits() || n.k.AckedBy.ID == 0 {
		return nil
	}
	return []form.Row{{Label: v.label("print.acked"), Value: n.k.AckedBy.Name + "  " + v.paperTime(n.k.AckedAt)}}
}

// orderSection is what has been ordered, drinks with it.
func (v viewer) orderSection(m conference.Meeting) form.Section {
	table := &form.Table{Header: v.header("print.col.service", "print.col.quantity", "print.col.wish", "print.col.ready", "print.col.crew")}
	for _, t := range m.Ordered() {
		wish := line(t.Order.Text)
		if s, _ := v.rules.Plan.Service(t.Order.Service); s.Layout {
			wish = v.layoutName(t.Order.Text)
		}
		if n := len(t.Order.Names); n > 0 {
			wish = strings.TrimSpace(wish + " " + v.label("print.names", "n", n))
		}
		table.Rows = append(table.Rows, []string{v.serviceName(t), v.quantity(t), wish, v.paperMoment(t, m.Booking), v.crew(t.Crew)})
	}
	for _, t := range teaOf(m) {
		table.Rows = append(table.Rows, []string{v.teaKind(t.Tea.Tea), v.label("print.cups", "n", t.Tea.Cups), line(t.Tea.Note),
			v.paperMoment(t, m.Booking), v.crew(t.Crew)})
	}
	if len(table.Rows) == 0 {
		return form.Section{Heading: v.label("print.orders"), Rows: []form.Row{{Value: v.label("print.orders.none")}}}
	}
	return form.Section{Heading: v.label("print.orders"), Table: table}
}

func (v viewer) header(keys ...string) []string {
	words := make([]string, len(keys))
	for i, k := range keys {
		words[i] = v.label(k)
	}
	return words
}

func (v viewer) serviceName(t conference.Task) string {
	if name := line(t.Name.In(v.lang)); name != "" {
		return name
	}
	return line(t.Order.Service)
}

// quantity is how much of a service, with its unit.
func (v viewer) quantity(t conference.Task) string {
	s, _ := v.rules.Plan.Service(t.Order.Service)
	return strings.TrimSpace(strconv.Itoa(t.Order.Quantity) + " " + v.unit(s, t.Order.Quantity))
}

// paperMoment is when a task is due: the time of day on the meeting's own day, else with its date.
func (v viewer) paperMoment(t conference.Task, b conference.Booking) string {
	return v.workTime(crewWork{due: t.DueAt}, b)
}

// workSection is what each crew does by when, with room for a signature. A crew's own notice has its own work.
func (v viewer) workSection(n crewNotice) form.Section {
	table := &form.Table{Header: v.header("print.col.by", "print.col.work", "print.col.crew", "print.col.hands", "print.col.sign"),
		Widths: []float64{26, 25, 22, 11, 16}}
	for _, w := range v.work(n.m, n.k.Crew) {
		table.Rows = append(table.Rows, []string{v.workTime(w, n.m.Booking), line(w.plan.Name.In(v.lang)), v.crew(w.plan.Crew), strconv.Itoa(w.hands), ""})
	}
	if len(table.Rows) == 0 {
		return form.Section{}
	}
	if n.k.Crew != "" {
		dropColumn(table, 2)
	}
	return form.Section{Heading: v.label("print.work"), Table: table}
}

// checkTable is the three levels of the check with what they have found so far; what they look at is no crew's affair.
func (v viewer) checkTable(n crewNotice) *form.Table {
	table := &form.Table{Header: v.header("print.col.level", "print.col.time", "print.col.post", "print.col.look", "print.col.result"),
		Widths: []float64{12, 14, 22, 34, 18}}
	for i, p := range v.rules.Plan.Checks {
		at, result := n.m.Booking.Start.Add(-p.Before), ""
		if i < len(n.m.Checks) {
			at = n.m.Checks[i].DueAt
			result = v.checkResult(n.m.Checks[i])
		}
		var items []string
		for _, item := range p.Items {
			items = append(items, line(item.Name.In(v.lang)))
		}
		table.Rows = append(table.Rows, []string{v.label("check.level." + strconv.Itoa(i+1)), v.workTime(crewWork{due: at}, n.m.Booking), v.holder(p.To, p.Crew),
			strings.Join(items, v.label("check.and")), result})
	}
	if n.k.Crew != "" {
		dropColumn(table, 3)
	}
	return table
}

// dropColumn leaves out a column.
func dropColumn(t *form.Table, column int) {
	t.Header, t.Widths = slices.Delete(t.Header, column, column+1), slices.Delete(t.Widths, column, column+1)
	for i := range t.Rows {
		t.Rows[i] = slices.Delete(t.Rows[i], column, column+1)
	}
}

// checkResult is what a level has said, for paper; "" leaves room to write.
func (v viewer) checkResult(c conference.Check) string {
	switch c.Status {
	case conference.CheckConfirmed:
		return strings.TrimSpace(v.label("print.ok", "name", c.AnsweredBy.Name) + " " + line(c.Note))
	case conference.CheckProblem:
		return strings.TrimSpace(v.label("print.problem", "name", c.AnsweredBy.Name) + " " + line(c.Note))
	}
	return ""
}

// purchaseForm is 《会议采购通知单》: what has to be bought for the meeting, the task's own first (S57–S59).
func (v viewer) purchaseForm(m conference.Meeting, task conference.Task) form.Form {
	table := &form.Table{Header: v.header("print.col.n", "print.col.goods", "print.col.wish", "print.col.quantity", "print.col.deliver", "print.col.price"),
		Widths: []float64{7, 19, 25, 14, 21, 14}}
	buys := slices.DeleteFunc(slices.Clone(m.Tasks), func(t conference.Task) bool {
		return t.Kind != conference.TaskPurchase || t.Order == nil || t.Status == conference.TaskCancelled
	})
	slices.SortStableFunc(buys, func(a, b conference.Task) int {
		return cmp.Or(cmp.Compare(btoi(b.ID == task.ID), btoi(a.ID == task.ID)), a.DueAt.Compare(b.DueAt))
	})
	for i, t := range buys {
		table.Rows = append(table.Rows, []string{strconv.Itoa(i + 1), v.serviceName(t), line(t.Order.Text), v.quantity(t), v.moment(t.DueAt, t.DueAt.AddDate(0, 0, -1)), ""})
	}
	b := m.Booking
	asks := strings.TrimSpace(task.Requester.Department + " " + task.Requester.Name)
	return form.Form{Title: v.label("print.purchase"), Number: v.label("print.number", "number", b.Number),
		Subtitle: v.label("print.purchase.to", "crew", v.crew(task.Crew)),
		Sections: []form.Section{
			{Heading: v.label("print.meeting"), Rows: []form.Row{
				{Label: v.label("print.title"), Value: b.Title, Wide: true},
				{Label: v.label("print.when"), Value: v.paperSpan(b)},
				{Label: v.label("print.where"), Value: v.roomName(b.Room)},
				{Label: v.label("print.asks"), Value: asks},
				{Label: v.label("print.organiser"), Value: b.Organiser.Department},
			}},
			{Heading: v.label("print.goods"), Table: table},
			{Rows: []form.Row{{Label: v.label("print.remarks"), Value: v.label("print.purchase.note"), Lines: 3, Wide: true}}},
		},
		Signatures: []string{v.label("print.sign.asks"), v.label("print.sign.approves"), v.label("print.sign.buys"), v.label("print.sign.date")},
		Footer:     v.label("print.printed", "time", v.paperTime(v.now)),
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// nameCardsForm is the list of names to write on cards, the rostrum's first (S71, S82): those who come as it stands now,
// and room for those who are not named yet.
func (v viewer) nameCardsForm(m conference.Meeting, task conference.Task) form.Form {
	people := m.Seated()
	if len(people) == 0 {
		for _, name := range task.Order.Names {
			people = append(people, conference.Person{Name: name})
		}
	}
	table := &form.Table{Header: v.header("print.col.n", "print.col.name", "print.col.department", "print.col.done"), Widths: []float64{10, 34, 40, 16}}
	for i := range max(len(people), min(task.Order.Quantity, len(people)+mostBlank)) {
		row := []string{strconv.Itoa(i + 1), "", "", ""}
		if i < len(people) {
			row[1], row[2] = line(people[i].Name), line(people[i].Department)
		}
		table.Rows = append(table.Rows, row)
	}
	b := m.Booking
	return form.Form{Title: v.label("print.cards"), Number: v.label("print.number", "number", b.Number),
		Subtitle: v.label("print.cards.for", "title", b.Title, "when", v.paperSpan(b), "where", v.roomName(b.Room)),
		Sections: []form.Section{{Table: table},
			{Rows: []form.Row{{Label: v.label("print.col.deliver"), Value: v.paperTime(task.DueAt)},
				{Label: v.label("print.col.quantity"), Value: v.quantity(task)}}}},
		Signatures: []string{v.label("print.sign.made"), v.label("print.sign.checked"), v.label("print.sign.date")},
		Footer:     v.label("print.cards.order"),
	}
}

// mostBlank is how many empty lines a list of names ends with at most.
const mostBlank = 20
