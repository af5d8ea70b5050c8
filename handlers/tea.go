package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// The buttons of tea: verbTea stands on a booking's card and opens a draft, verbTeaDraft is the draft's own.
const (
	verbTea      = "tea"
	verbTeaDraft = "tea_d"
)

// teaStore is what an order of drinks needs.
type teaStore interface {
	Booking(ctx context.Context, id int64) (conference.Booking, error)
	// BookingsOf are the live bookings that the person has made and that are not over, by start.
	BookingsOf(ctx context.Context, personID int64, from time.Time) ([]conference.Booking, error)
	// BookingsBetween are the live bookings of all rooms.
	BookingsBetween(ctx context.Context, from, to time.Time) ([]conference.Booking, error)
	OrderTea(ctx context.Context, ch conference.Change, r conference.TeaRequest) (conference.Task, error)
}

// tea is ordering drinks for a meeting: one draft card, one tap when all defaults suit.
type tea struct {
	*core
	store   teaStore
	besides *orders // what is asked for that is no drink
}

func newTea(c *core, s teaStore) *tea { return &tea{core: c, store: s} }

// teaFromMenu is the arg of verbTea on the menu of services: the draft takes the menu's place.
const teaFromMenu = "menu"

func (*tea) name() string               { return "tea" }
func (*tea) commands() []string         { return []string{"tea"} }
func (*tea) verbs() []string            { return []string{verbTea, verbTeaDraft} }
func (*tea) intents() []language.Intent { return nil } // they come by way of orders

// teaDraft is an order before it is one; zero fields take their defaults.
type teaDraft struct {
	Booking int64     `json:"b,omitempty"`
	Tea     string    `json:"t,omitempty"`
	Cups    int       `json:"c,omitempty"`
	At      time.Time `json:"a,omitzero"`
	Note    string    `json:"n,omitempty"`
	// Unserved is what was asked for and is none of the drinks served.
	Unserved string `json:"u,omitempty"`
	// Then is what else was asked for; it is ordered afterwards.
	Then []orderLine `json:"q,omitempty"`
}

// What the draft is asking for; also the args of its buttons, those with a value after a dot.
const (
	teaCard    = ""
	teaBooking = "booking"
	teaKind    = "kind"
	teaCups    = "cups"
	teaTime    = "time"
	teaNote    = "note"
	teaSend    = "send"
	teaDrop    = "drop"
	teaBack    = "back"
)

func (c *tea) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Button != nil && t.button.verb == verbTea:
		if t.button.arg == teaFromMenu && t.in(c.besides.name()) && t.busy() {
			t.close() // the menu has done its work
		}
		return c.begin(ctx, t, c.mentioned(t.button))
	case t.Button != nil:
		return tapped(ctx, t, c.name(), c.tapped)
	case t.Command != "":
		return c.sentence(ctx, t, t.Args)
	case t.in(c.name()) && t.dialog.Step != teaCard:
		return c.answered(ctx, t)
	case t.reading.Intent != language.IntentService:
		return Reply{}, errElsewhere
	}
	return c.sentence(ctx, t, t.Text)
}

// mentioned is the draft that a booking's button opens: its arg holds the drink and the cups that were asked for
// with the room, if any were.
func (c *tea) mentioned(b button) teaDraft {
	d := teaDraft{Booking: b.id}
	kind, cups, _ := strings.Cut(b.arg, ".")
	if slices.Contains(c.settings.TeaKinds, kind) {
		d.Tea = kind
	}
	if n, err := strconv.Atoi(cups); err == nil && n > 0 {
		d.Cups = n
	}
	return d
}

// sentence begins a draft with what a sentence holds; in the one that is open, unless it names another meeting.
func (c *tea) sentence(ctx context.Context, t *turn, text string) (Reply, error) {
	parser, _, err := c.names.get(ctx, t.now)
	if err != nil {
		return Reply{}, err
	}
	reading := parser.Parse(text, t.local())
	d := c.understand(t.viewer, text, reading)
	if len(d.Then) > 0 && !slices.ContainsFunc(reading.Services, func(s language.Service) bool { return t.drink(s) != "" }) {
		return c.besides.open(ctx, t, text, reading, &wishes{lines: d.Then})
	}
	candidates, err := c.candidates(ctx, t, text, reading)
	if err != nil {
		return Reply{}, err
	}
	var open teaDraft
	if t.busy() && t.in(c.name()) && t.recall(&open) == nil && open.Booking != 0 && !namesOne(text, reading, candidates) {
		d.Booking, d.At = open.Booking, open.At
		return c.begin(ctx, t, d)
	}
	if b, clock, ok := chooseBooking(candidates, reading); ok {
		d.Booking = b.ID
		if !clock.IsZero() {
			d.At = clock.UTC()
		}
	}
	return c.begin(ctx, t, d)
}

// understand takes the drink, the cups and the note out of a reading. Other services of the plan are ordered
// afterwards; whatever else it asks for goes into the note of a drink, so that it reaches the crew.
func (c *tea) understand(v viewer, text string, r language.Reading) teaDraft {
	var d teaDraft
	var rest []string
	drink := false
	for i, s := range r.Services {
		kind := drinkOf(s)
		service, ok := v.serviceOf(text, s)
		switch {
		case ok:
			d.Then = append(d.Then, orderLine{Service: service.ID, N: s.Quantity, Text: service.textIn(text, r, i)})
		case slices.Contains(c.settings.TeaKinds, kind) && d.Tea == "":
			d.Tea, d.Cups, d.Note, drink = kind, s.Quantity, s.Note, true
		case kind == anyTea && !drink:
			d.Cups, d.Note, drink = s.Quantity, s.Note, true
		default:
			rest = append(rest, line(s.Span.In(text)))
		}
	}
	words := strings.Join(rest, " ")
	if !drink {
		d.Unserved = short(words, 20)
		return d
	}
	d.Note = strings.TrimSpace(d.Note + " " + words)
	return d
}

// candidates are the meetings that the order may be for: mine, or anybody's for the information centre when a
// room is named; in that room, on that day, of that name.
func (c *tea) candidates(ctx context.Context, t *turn, text string, r language.Reading) ([]conference.Booking, error) {
	all, err := c.store.BookingsOf(ctx, t.person.ID, t.now)
	if err != nil {
		return nil, err
	}
	if r.Room != nil && r.Room.Number != "" {
		all = slices.DeleteFunc(all, func(b conference.Booking) bool { return b.Room.Number != r.Room.Number })
		if len(all) == 0 && t.may(conference.ActionOrderService, 0) {
			if all, err = c.inRoom(ctx, t, r.Room.Number); err != nil {
				return nil, err
			}
		}
	}
	if r.Time != nil && r.Time.HasDay && r.Time.RRule == "" {
		all = slices.DeleteFunc(all, func(b conference.Booking) bool { return daysApart(b.Start, r.Time.Start, t.zone) != 0 })
	}
	if slices.ContainsFunc(all, titled(text)) {
		all = slices.DeleteFunc(all, func(b conference.Booking) bool { return !titled(text)(b) })
	}
	return all, nil
}

// titled tells of which meetings a text holds the title.
func titled(text string) func(conference.Booking) bool {
	text = strings.ToLower(text)
	return func(b conference.Booking) bool { return strings.Contains(text, strings.ToLower(line(b.Title))) }
}

// namesOne tells whether a text says which meeting it is about.
func namesOne(text string, r language.Reading, candidates []conference.Booking) bool {
	return r.Time != nil || r.Room != nil || slices.ContainsFunc(candidates, titled(text))
}

// inRoom are the meetings of the next week in a room, whoever has booked them.
func (c *tea) inRoom(ctx context.Context, t *turn, number string) ([]conference.Booking, error) {
	all, err := c.store.BookingsBetween(ctx, t.now, t.now.AddDate(0, 0, 7))
	return slices.DeleteFunc(all, func(b conference.Booking) bool { return b.Room.Number != number }), err
}

// chooseBooking picks the meeting an order is for and, when the sentence's time of day is not the meeting's,
// when to serve. Without a word about which, it is the next one.
func chooseBooking(candidates []conference.Booking, r language.Reading) (b conference.Booking, at time.Time, ok bool) {
	if len(candidates) == 0 {
		return conference.Booking{}, time.Time{}, false
	}
	if r.Time == nil || !r.Time.HasClock {
		return candidates[0], time.Time{}, true
	}
	if r.Room == nil || len(candidates) > 1 { // "the nine o'clock meeting": the hour tells which, not when to serve
		for _, b := range candidates {
			if b.Start.Equal(r.Time.Start) {
				return b, time.Time{}, true
			}
		}
	}
	for _, b := range candidates {
		if clock := onDayOf(b, r.Time.Start); clock.Before(b.End) && clock.After(b.Start.Add(-earliestTea)) {
			return b, clock, true
		}
	}
	return candidates[0], time.Time{}, true
}

// earliestTea is how long before the start drinks are still for this meeting.
const earliestTea = 3 * time.Hour

// onDayOf is a time of day on the day of the booking.
func onDayOf(b conference.Booking, clock time.Time) time.Time {
	day := b.Start.In(clock.Location())
	return time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), 0, 0, clock.Location())
}

// begin opens the dialog with a draft.
func (c *tea) begin(ctx context.Context, t *turn, d teaDraft) (Reply, error) {
	if !t.may(conference.ActionOrderService, conference.Organiser) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	if d.Booking == 0 {
		switch all, err := c.store.BookingsOf(ctx, t.person.ID, t.now); {
		case err != nil:
			return Reply{}, err
		case len(all) == 0: // what is under way goes on
			return reply(t.answer(t.say("tea.none"), nil))
		}
	}
	entry := t.Button != nil && t.button.arg == "" // the booking's card stays; the draft is a message of its own
	if t.Button != nil {
		t.open(c.name())
	} else {
		t.reopen(c.name())
	}
	if entry {
		t.dialog.Beside = t.Button.MessageID
	}
	if d.Booking == 0 {
		t.dialog.Step = teaBooking
	}
	if err := t.keep(d); err != nil {
		return Reply{}, err
	}
	return c.show(ctx, t)
}

// tapped answers the draft's buttons.
func (c *tea) tapped(ctx context.Context, t *turn, d teaDraft, what, value string) (Reply, error) {
	switch what {
	case teaSend:
		return c.send(ctx, t, d)
	case teaDrop:
		t.close()
		return reply(t.edit(t.say("tea.draft.dropped"), nil))
	}
	if value == "" {
		t.ask(what)
		return c.show(ctx, t)
	}
	if err := d.set(what, value); err != nil {
		return Reply{}, err
	}
	t.ask(teaCard)
	if err := t.keep(d); err != nil {
		return Reply{}, err
	}
	return c.show(ctx, t)
}

// ask moves the draft to a question, or back to the card.
func (t *turn) ask(what string) {
	t.dialog.Step, t.dialog.Expect = what, map[string]language.Slot{
		teaCups: language.SlotHeadcount, teaTime: language.SlotTime}[what]
	if what == teaBack {
		t.dialog.Step = teaCard
	}
}

// set takes the value of a button.
func (d *teaDraft) set(what, value string) error {
	n, err := strconv.ParseInt(value, 36, 64)
	switch {
	case what == teaKind:
		d.Tea = value
	case what == teaNote:
		d.Note = ""
	case err != nil:
		return conference.Refuse(conference.CodeStale)
	case what == teaBooking:
		d.Booking, d.At, d.Cups = n, time.Time{}, 0
	case what == teaCups:
		d.Cups = int(n)
	case what == teaTime:
		d.At = time.Unix(n, 0).UTC()
	}
	return nil
}

// send orders; the draft's card becomes the order's live card.
func (c *tea) send(ctx context.Context, t *turn, d teaDraft) (Reply, error) {
	task, err := c.store.OrderTea(ctx, t.confirms(), conference.TeaRequest{
		BookingID: d.Booking, Tea: d.Tea, Cups: d.Cups, At: d.At, Note: d.Note})
	if conference.CodeOf(err) == conference.CodeDuplicate {
		t.close() // ordered in an earlier life of ours
	}
	if err != nil {
		return Reply{}, err
	}
	t.close()
	r := toast(t.label("tea.ordered")).with(t.inPlace(t.taskMessage(task)))
	if next, ok := c.besides.follow(ctx, t, d.Booking, d.Then); ok {
		r = r.with(next)
	}
	return r, nil
}
