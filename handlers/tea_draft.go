package handlers

import (
	"context"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"huiwu/conference"
	"huiwu/language"
)

// show draws the draft, or the question it is at.
func (c *tea) show(ctx context.Context, t *turn) (Reply, error) {
	var d teaDraft
	if err := t.recall(&d); err != nil {
		return Reply{}, err
	}
	if t.dialog.Step == teaBooking || d.Booking == 0 {
		return c.askBooking(ctx, t)
	}
	b, err := c.store.Booking(ctx, d.Booking)
	if err != nil {
		return Reply{}, err
	}
	switch {
	case !t.may(conference.ActionOrderService, relationTo(b, t.person)):
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	case over(b, t.now):
		return Reply{}, conference.Refuse(conference.CodeBookingOver)
	}
	text, keys := c.draftCard(t, b, d)
	switch t.dialog.Step {
	case teaCups:
		text, keys = Blocks(text, t.say("tea.ask.cups")), t.cupKeys(b)
	case teaTime:
		text, keys = Blocks(text, t.say("tea.ask.time")), c.timeKeys(t, b)
	case teaNote:
		text, keys = Blocks(text, t.say("tea.ask.note")), Keyboard{}.row(t.teaBackKey())
	}
	return reply(t.dialogMessage(text, keys))
}

// draftCard is the order as it would go out.
func (c *tea) draftCard(t *turn, b conference.Booking, d teaDraft) (Text, Keyboard) {
	at, cups := d.At, d.Cups
	if at.IsZero() {
		at = later(b.Start.Add(-c.settings.TeaLead), t.now)
	}
	if cups == 0 {
		cups = b.Headcount
	}
	what := t.say("tea.draft.kind")
	if d.Tea != "" {
		what = t.teaAmount(conference.TeaOrder{Tea: d.Tea, Cups: cups})
	}
	var unserved Text
	if d.Unserved != "" && d.Tea == "" {
		unserved = t.refusal(conference.Refuse(conference.CodeTeaUnknown, "text", d.Unserved))
	}
	text := Lines(unserved, Bold(Join(" · ", t.say("tea.draft.title"), Plain(b.Number))), Plain(b.Title),
		t.say("tea.by", "place", t.roomName(b.Room), "time", t.clockOrMoment(at)), what, t.teaNote(d.Note), t.then(orderDraft{Then: d.Then}))

	key := func(arg, label string, args ...any) Key {
		return t.dialogButton(verbTeaDraft, arg).key(t.label(label, args...))
	}
	var keys Keyboard
	if d.Tea != "" {
		keys = keys.row(key(teaSend, "tea.draft.order").styled(StylePrimary))
	}
	keys = keys.grid(2, c.kindKeys(t, d.Tea)...).
		row(key(teaCups, "tea.draft.cups", "cups", cups), key(teaTime, "tea.draft.time", "time", t.clock(at)))
	note := "tea.draft.note"
	if d.Note != "" {
		note = "tea.draft.note.change"
	}
	return text, keys.row(key(teaNote, note), key(teaBooking, "tea.draft.booking")).row(key(teaDrop, "tea.draft.drop"))
}

func (c *tea) kindKeys(t *turn, chosen string) []Key {
	var keys []Key
	for _, code := range c.settings.TeaKinds {
		label := t.teaKind(code)
		if code == chosen {
			label = t.label("tea.draft.chosen", "tea", label)
		}
		keys = append(keys, t.dialogButton(verbTeaDraft, teaKind+"."+code).key(label))
	}
	return keys
}

// askBooking asks which meeting the order is for.
func (c *tea) askBooking(ctx context.Context, t *turn) (Reply, error) {
	all, err := c.store.BookingsOf(ctx, t.person.ID, t.now)
	if err != nil {
		return Reply{}, err
	}
	if len(all) == 0 {
		t.close()
		return reply(t.edit(t.say("tea.none"), nil))
	}
	var keys Keyboard
	for _, b := range all[:min(len(all), mostTasks)] {
		label := Join(" · ", Plain(t.moment(b.Start, t.now)), Plain(b.Room.Number), Plain(short(line(b.Title), 16)))
		keys = keys.row(t.dialogButton(verbTeaDraft, teaBooking+"."+strconv.FormatInt(b.ID, 36)).key(label.String()))
	}
	keys = keys.row(t.dialogButton(verbTeaDraft, teaDrop).key(t.label("tea.draft.drop")))
	return reply(t.dialogMessage(Lines(Bold(t.say("tea.draft.title")), t.say("tea.ask.booking")), keys))
}

func (t *turn) teaBackKey() Key {
	return t.dialogButton(verbTeaDraft, teaBack).key(t.label("tea.draft.back"))
}

// cupKeys offers the head count and numbers round about.
func (t *turn) cupKeys(b conference.Booking) Keyboard {
	var numbers []int
	for _, n := range []int{b.Headcount, b.Headcount / 2, b.Headcount + 2, b.Headcount + 5, b.Headcount + 10} {
		if n > 0 && !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	var keys []Key
	for _, n := range numbers {
		keys = append(keys, t.dialogButton(verbTeaDraft, teaCups+"."+strconv.FormatInt(int64(n), 36)).key(strconv.Itoa(n)))
	}
	return Keyboard{}.grid(3, keys...).row(t.teaBackKey())
}

// timeKeys offers when to serve: before the start, at it, half-way; nothing that is past.
func (c *tea) timeKeys(t *turn, b conference.Booking) Keyboard {
	key := func(at time.Time, label string) Key {
		arg := teaTime + "." + strconv.FormatInt(at.Unix(), 36)
		return t.dialogButton(verbTeaDraft, arg).key(t.label(label, "time", t.clock(at),
			"minutes", int(b.Start.Sub(at)/time.Minute)))
	}
	var keys Keyboard
	for _, before := range []time.Duration{2 * c.settings.TeaLead, c.settings.TeaLead} {
		if at := b.Start.Add(-before); at.After(t.now) {
			keys = keys.row(key(at, "tea.time.before"))
		}
	}
	if b.Start.After(t.now) {
		keys = keys.row(key(b.Start, "tea.time.start"))
	}
	if middle := b.Start.Add(b.Interval().Length() / 2).Truncate(5 * time.Minute); middle.After(t.now) {
		keys = keys.row(key(middle, "tea.time.middle"))
	}
	return keys.row(t.teaBackKey())
}

// answered takes a typed answer to the draft's question.
func (c *tea) answered(ctx context.Context, t *turn) (Reply, error) {
	var d teaDraft
	if err := t.recall(&d); err != nil {
		return Reply{}, errElsewhere
	}
	b, err := c.store.Booking(ctx, d.Booking)
	if err != nil && d.Booking != 0 {
		return t.giveUp(Reply{}, err)
	}
	switch order, err := c.orders(ctx, t); {
	case err != nil:
		return Reply{}, err
	case order:
		return c.sentence(ctx, t, t.Text)
	}
	switch t.dialog.Step {
	case teaNote:
		if d.Note = line(t.Text); utf8.RuneCountInString(d.Note) > c.settings.MaxNote {
			return Reply{}, conference.Refuse(conference.CodeTextLong, "max", c.settings.MaxNote)
		}
	case teaCups:
		if d.Cups = cupsIn(t.reading); d.Cups < 1 {
			return t.puzzled("tea.cups.unread")
		}
	case teaTime:
		if t.reading.Time == nil || !t.reading.Time.HasClock {
			return t.puzzled("tea.time.unread")
		}
		d.At = onDayOf(b, t.reading.Time.Start).UTC()
	default:
		return Reply{}, errElsewhere
	}
	t.ask(teaCard)
	if err := t.keep(d); err != nil {
		return Reply{}, err
	}
	return c.show(ctx, t)
}

// orders tells whether words typed as an answer are an order of their own; errElsewhere when they are for another
// conversation. A note may speak of drinks: only one that names a meeting is an order.
func (c *tea) orders(ctx context.Context, t *turn) (bool, error) {
	switch whole := c.whole(t.reading); {
	case whole == language.IntentUnknown:
		return t.dialog.Step == teaBooking && t.reading.Intent == language.IntentService, nil
	case whole != language.IntentService:
		return false, errElsewhere
	case t.dialog.Step != teaNote:
		return true, nil
	}
	candidates, err := c.candidates(ctx, t, t.Text, t.reading)
	return namesOne(t.Text, t.reading, candidates), err
}

// puzzled says that an answer was not understood; a whole new sentence is somebody else's.
func (t *turn) puzzled(key string) (Reply, error) {
	if asksFor(t.reading) {
		return Reply{}, errElsewhere
	}
	return reply(t.answer(t.say(key), nil))
}

// cupsIn is the number that an answer holds.
func cupsIn(r language.Reading) int {
	if r.Headcount != nil {
		return r.Headcount.N
	}
	for _, s := range r.Services {
		if s.Quantity > 0 {
			return s.Quantity
		}
	}
	return 0
}

// later is the later of the two.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
