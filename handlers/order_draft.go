package handlers

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"huiwu/conference"
	"huiwu/language"
)

// show draws the draft, the menu, or the question it is at.
func (c *orders) show(ctx context.Context, t *turn) (Reply, error) {
	var d orderDraft
	if err := t.recall(&d); err != nil {
		return Reply{}, err
	}
	if t.dialog.Step == orderBooking || d.Booking == 0 {
		return c.askBooking(ctx, t)
	}
	m, err := c.store.Meeting(ctx, d.Booking)
	if err != nil {
		return Reply{}, err
	}
	switch {
	case !t.may(conference.ActionOrderService, relationTo(m.Booking, t.person)):
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	case over(m.Booking, t.now):
		return Reply{}, conference.Refuse(conference.CodeBookingOver)
	}
	service, ok := t.rules.Plan.Service(d.Service)
	task := slices.IndexFunc(m.Tasks, func(k conference.Task) bool { return k.ID == d.Task })
	var text Text
	var keys Keyboard
	switch step := t.dialog.Step; {
	case step == orderOne && task >= 0:
		text, keys = t.standing(m.Tasks[task])
	case step == orderMenu || step == orderOne || !ok:
		text, keys = t.orderMenu(m, d)
	default:
		text, keys = t.orderDraftCard(m.Booking, service, d)
	}
	return reply(t.dialogMessage(text, keys))
}

func (t *turn) orderKey(arg, label string, args ...any) Key {
	return t.dialogButton(verbOrderDraft, arg).key(t.label(label, args...))
}

// orderDraftCard is the order as it would go out, with what it asks.
func (t *turn) orderDraftCard(b conference.Booking, s conference.Service, d orderDraft) (Text, Keyboard) {
	n := d.N
	if n == 0 {
		n = s.Quantity.For(b.Headcount)
	}
	var what, names, gone, small Text
	if seats := b.Room.SeatsFor(d.Text); s.Layout && d.Text != "" && seats < b.Headcount {
		small = t.refusal(conference.Refuse(conference.CodeLayoutSmall, "seats", seats))
		d.Text = ""
	}
	if n > 1 {
		what = t.count(s, n)
	}
	if s.Names {
		names = t.say("order.draft.names")
	}
	ready := t.say("order.draft.ready", "place", t.roomName(b.Room), "time", t.clockOrMoment(later(s.Ready.Of(b.Interval()), t.now)))
	until := t.say("order.draft.until", "time", t.clockOrMoment(s.CutOffAt(b)))
	if late := t.now.After(s.CutOffAt(b)); late {
		ready, until = Text{}, Text{}
		gone = t.refusal(conference.Refuse(conference.CodeOrderLate, "cutoff", s.CutOffAt(b)))
	}
	text := Lines(Bold(t.say("order.draft.title", "what", line(s.Name.In(t.lang)), "number", b.Number)), Plain(b.Title), ready,
		what, t.orderText(s, d.Text), names, until, gone, small, t.then(d))
	back := Keyboard{}.row(t.orderKey(orderBack, "order.back"))
	switch t.dialog.Step {
	case orderCount:
		return Blocks(text, t.say("order.ask.count")), append(t.countKeys(b, s), back...)
	case orderWords:
		if s.Wording && d.Text == "" {
			back = Keyboard{}.row(t.orderKey(orderDrop, "order.drop"))
		} else if !s.Wording && d.Text != "" {
			back = slices.Concat(Keyboard{}.row(t.orderKey(orderWords+".0", "order.draft.note.none")), back)
		}
		return Blocks(text, t.say(wordsQuestion(s))), back
	}
	if s.Layout && d.Text == "" {
		text = Blocks(text, t.say("order.ask.layout", "count", b.Headcount))
	}
	return text, t.orderDraftKeys(b, s, d, n, gone.Empty())
}

func wordsQuestion(s conference.Service) string {
	if s.Wording {
		return "order.ask.wording"
	}
	return "order.ask.note"
}

// then is what comes after this one.
func (t *turn) then(d orderDraft) Text {
	var names []string
	for _, l := range d.Then {
		if s, ok := t.rules.Plan.Service(l.Service); ok {
			names = append(names, t.amount(s, l.N))
		}
	}
	if len(names) == 0 {
		return Text{}
	}
	return t.say("order.draft.then", "what", strings.Join(names, t.label("room.and")))
}

// orderDraftKeys: what is missing cannot be ordered, what is late can only be let go.
func (t *turn) orderDraftKeys(b conference.Booking, s conference.Service, d orderDraft, n int, inTime bool) Keyboard {
	var keys Keyboard
	if inTime {
		keys = t.orderChangeKeys(b, s, d, n)
	}
	return keys.
		row(t.orderKey(orderMenu, "order.draft.other"), t.orderKey(orderBooking, "tea.draft.booking")).
		row(t.orderKey(orderDrop, "order.drop"))
}

// orderChangeKeys order, once nothing is missing, and change what can be said of the service.
func (t *turn) orderChangeKeys(b conference.Booking, s conference.Service, d orderDraft, n int) Keyboard {
	var keys Keyboard
	if d.Text != "" || !s.Wording && !s.Layout {
		keys = keys.row(t.orderKey(orderSend, "order.send").styled(StylePrimary))
	}
	var change []Key
	if s.Max != 1 {
		change = append(change, t.orderKey(orderCount, "order.draft.count", "n", n))
	}
	switch {
	case s.Layout:
		keys = append(keys, t.layoutKeys(b, d)...)
	case s.Wording:
		change = append(change, t.orderKey(orderWords, "order.draft.wording"))
	case d.Text != "":
		change = append(change, t.orderKey(orderWords, "tea.draft.note.change"))
	default:
		change = append(change, t.orderKey(orderWords, "tea.draft.note"))
	}
	return keys.row(change...)
}

// layoutKeys are the ways the room can be set up, with how many each seats; those too small are marked.
func (t *turn) layoutKeys(b conference.Booking, d orderDraft) Keyboard {
	var keys []Key
	for _, code := range b.Room.Arrangements() {
		seats := b.Room.SeatsFor(code)
		label := "order.draft.layout"
		switch {
		case seats < b.Headcount:
			label = "order.draft.layout.small"
		case code == d.Text:
			label = "order.draft.layout.chosen"
		}
		keys = append(keys, t.orderKey(orderLayout+"."+code, label, "layout", t.layoutName(code), "seats", seats))
	}
	return Keyboard{}.grid(2, keys...)
}

// countKeys offer numbers round about the usual one.
func (t *turn) countKeys(b conference.Booking, s conference.Service) Keyboard {
	offered := []int{1, 2, 3, 5, 10, 20}
	if s.Quantity.PerHead {
		offered = []int{b.Headcount, b.Headcount / 2, b.Headcount + 2, b.Headcount + 5, b.Headcount + 10}
	}
	var keys []Key
	var seen []int
	for _, n := range offered {
		if n > 0 && (s.Max == 0 || n <= s.Max) && !slices.Contains(seen, n) {
			seen = append(seen, n)
			keys = append(keys, t.dialogButton(verbOrderDraft, orderCount+"."+strconv.FormatInt(int64(n), 36)).key(strconv.Itoa(n)))
		}
	}
	return Keyboard{}.grid(3, keys...)
}

// askBooking asks which meeting the order is for.
func (c *orders) askBooking(ctx context.Context, t *turn) (Reply, error) {
	all, err := c.store.BookingsOf(ctx, t.person.ID, t.now)
	if err != nil {
		return Reply{}, err
	}
	if len(all) == 0 {
		t.close()
		return reply(t.edit(t.say("order.none"), nil))
	}
	var keys Keyboard
	for _, b := range all[:min(len(all), mostTasks)] {
		label := Join(" · ", Plain(t.moment(b.Start, t.now)), Plain(b.Room.Number), Plain(short(line(b.Title), 16)))
		keys = keys.row(t.dialogButton(verbOrderDraft, orderBooking+"."+strconv.FormatInt(b.ID, 36)).key(label.String()))
	}
	keys = keys.row(t.orderKey(orderDrop, "order.drop"))
	return reply(t.dialogMessage(Lines(Bold(t.say("order.menu.title.none")), t.say("order.ask.booking")), keys))
}

// answered takes a typed number or wording. A sentence that stands by itself is not for it.
func (c *orders) answered(ctx context.Context, t *turn) (Reply, error) {
	var d orderDraft
	if err := t.recall(&d); err != nil || len(t.Files) > 0 {
		return Reply{}, errElsewhere
	}
	switch c.whole(t.reading) {
	case language.IntentUnknown:
	case language.IntentService:
		return c.spoken(ctx, t)
	default:
		return Reply{}, errElsewhere
	}
	if t.dialog.Step == orderCount {
		n := cupsIn(t.reading)
		if n < 1 {
			return t.puzzled("order.count.unread")
		}
		service, _ := t.rules.Plan.Service(d.Service)
		if most := cmp.Or(service.Max, c.settings.MaxCups); n > most {
			return Reply{}, conference.Refuse(conference.CodeQuantityInvalid, "max", most)
		}
		d.N = n
		return c.at(ctx, t, d, orderCard)
	}
	if d.Text = line(t.Text); utf8.RuneCountInString(d.Text) > c.settings.MaxNote {
		return Reply{}, conference.Refuse(conference.CodeTextLong, "max", c.settings.MaxNote)
	}
	return c.at(ctx, t, d, orderCard)
}
