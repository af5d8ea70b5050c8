package handlers

import (
	"context"
	"slices"
	"strconv"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// verbNeed is a button of a request from the floor.
const verbNeed = "need"

// floorStore is what asking for something during a meeting needs.
type floorStore interface {
	whereaboutsStore
	BookingsBetween(ctx context.Context, from, to time.Time) ([]conference.Booking, error)
	// AskFloor puts a request before the crew at once.
	AskFloor(ctx context.Context, ch conference.Change, r conference.FloorRequest) (conference.Task, error)
}

// floor is asking for something during a meeting, by anybody who is in it (S102).
type floor struct {
	*core
	store floorStore
}

func newFloor(c *core, s floorStore) *floor { return &floor{core: c, store: s} }

func (*floor) name() string               { return "floor" }
func (*floor) commands() []string         { return []string{"need", commandWords} }
func (*floor) verbs() []string            { return []string{verbNeed} }
func (*floor) intents() []language.Intent { return nil } // they come by way of orders

// floorDraft is a request for which something is still to be said: what, or in which of several meetings.
type floorDraft struct {
	Booking int64  `json:"b,omitempty"`
	Service string `json:"s,omitempty"`
	N       int    `json:"n,omitempty"`
	Words   string `json:"w,omitempty"`
}

// What the draft is asking for; also the args of its buttons, those with a value after a dot.
const (
	floorWhat    = "what"
	floorWhere   = "in"
	floorOffer   = "offer" // words that nobody has understood are for the crew, perhaps
	floorService = "svc"
	floorGo      = "go"
	floorDrop    = "drop"
)

func (c *floor) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Button != nil:
		return tapped(ctx, t, c.name(), c.tapped)
	case t.Command == commandWords:
		return c.offer(ctx, t)
	case t.Command != "":
		return c.command(ctx, t)
	case t.in(c.name()) && t.dialog.Step == floorWhat && len(t.Files) == 0 && c.whole(t.reading) == language.IntentUnknown:
		return c.said(ctx, t)
	}
	return Reply{}, errElsewhere
}

// command is /need: with words a request at once, without them the question what.
func (c *floor) command(ctx context.Context, t *turn) (Reply, error) {
	parser, _, err := c.names.get(ctx, t.now)
	if err != nil {
		return Reply{}, err
	}
	reading := parser.Parse(t.Args, t.local())
	here, err := c.here(ctx, t, reading)
	if err != nil {
		return Reply{}, err
	}
	if len(here) == 0 {
		return reply(t.answer(t.nowhere(), nil))
	}
	d := floorDraft{Words: line(t.Args)}
	d.take(t.viewer, t.Args, reading)
	return c.ask(ctx, t, d, here)
}

// spoken takes a sentence that asks for something, when its person is in a meeting that is on and means that one. What
// the floor cannot have is ordered instead, by who may order for the meeting.
func (c *floor) spoken(ctx context.Context, t *turn, reading language.Reading) (Reply, bool, error) {
	if reading.Time != nil || len(reading.Services) == 0 {
		return Reply{}, false, nil
	}
	here, err := c.here(ctx, t, reading)
	if err != nil || len(here) == 0 {
		return Reply{}, false, err
	}
	d := floorDraft{Words: line(t.Text)}
	if !d.take(t.viewer, t.Text, reading) && t.may(conference.ActionOrderService, relationTo(here[0], t.person)) {
		return Reply{}, false, nil
	}
	r, err := c.ask(ctx, t, d, here)
	return r, true, err
}

// here are the meetings that the person is in or on the way to; with a room, the one there, also for those who may ask
// for others.
func (c *floor) here(ctx context.Context, t *turn, r language.Reading) ([]conference.Booking, error) {
	mine, err := c.store.BookingsOf(ctx, t.person.ID, t.now)
	if err != nil {
		return nil, wrap("bookings", err)
	}
	attending, err := c.store.AttendingOf(ctx, t.person.ID, t.now)
	if err != nil {
		return nil, wrap("invitations", err)
	}
	all := slices.Concat(mine, attending)
	room := ""
	if r.Room != nil {
		room = r.Room.Number
	}
	if room != "" && t.may(conference.ActionAskFloor, 0) {
		if all, err = c.store.BookingsBetween(ctx, t.now, t.now.Add(c.settings.FloorFrom)); err != nil {
			return nil, wrap("bookings", err)
		}
	}
	all = slices.DeleteFunc(all, func(b conference.Booking) bool {
		return over(b, t.now) || t.now.Add(c.settings.FloorFrom).Before(b.Start) || room != "" && b.Room.Number != room
	})
	on := slices.DeleteFunc(slices.Clone(all), func(b conference.Booking) bool { return b.Start.After(t.now) })
	if len(on) > 0 {
		return on, nil // who is in a meeting is not yet in the next
	}
	return all, nil
}

// nowhere is what somebody reads who is in no meeting, or not yet.
func (v viewer) nowhere() Text {
	if !v.may(conference.ActionBook, 0) {
		return v.say("floor.none.guest")
	}
	return v.say("floor.none")
}

// take takes the one service of the floor's that is asked for; false when the words ask for none, or for several.
func (d *floorDraft) take(v viewer, text string, r language.Reading) bool {
	lines := v.wanted(text, r).lines
	lines = slices.DeleteFunc(lines, func(l orderLine) bool { s, _ := v.rules.Plan.Service(l.Service); return !s.Floor })
	if len(lines) == 1 {
		d.Service, d.N = lines[0].Service, lines[0].N
	}
	return len(lines) > 0
}

// ask puts the request before the crew, or asks what is missing.
func (c *floor) ask(ctx context.Context, t *turn, d floorDraft, here []conference.Booking) (Reply, error) {
	if len(here) == 1 {
		d.Booking = here[0].ID
	}
	switch {
	case d.Booking == 0:
		t.open(c.name())
		return c.at(ctx, t, d, floorWhere)
	case d.Words == "":
		t.open(c.name())
		return c.at(ctx, t, d, floorWhat)
	}
	return c.request(ctx, t, d, t.change())
}

// request asks for it; what stands there, or the answer, is the request's live card.
func (c *floor) request(ctx context.Context, t *turn, d floorDraft, ch conference.Change) (Reply, error) {
	task, err := c.store.AskFloor(ctx, ch, conference.FloorRequest{BookingID: d.Booking, Service: d.Service, Quantity: d.N,
		Text: short(d.Words, c.settings.MaxNote)})
	if err != nil {
		return Reply{}, err
	}
	m := t.inPlace(t.taskMessage(task))
	if t.in(c.name()) && t.busy() {
		if t.Button == nil {
			m.Replace = t.dialog.Card
		}
		t.close()
	}
	return toast(t.label("floor.asked", "crew", t.crew(task.Crew))).with(m), nil
}

// at keeps the draft and shows it at a step.
func (c *floor) at(ctx context.Context, t *turn, d floorDraft, step string) (Reply, error) {
	t.dialog.Step = step
	if err := t.keep(d); err != nil {
		return Reply{}, err
	}
	return c.show(ctx, t)
}

// offer is what is said to words that nobody has understood, in a meeting: they are for the crew, perhaps.
func (c *floor) offer(ctx context.Context, t *turn) (Reply, error) {
	if t.busy() || len(t.Files) > 0 || line(t.Text) == "" {
		return Reply{}, errElsewhere
	}
	here, err := c.here(ctx, t, language.Reading{})
	if err != nil {
		return Reply{}, err
	}
	if len(here) != 1 {
		return Reply{}, errElsewhere
	}
	t.open(c.name())
	return c.at(ctx, t, floorDraft{Booking: here[0].ID, Words: line(t.Text)}, floorOffer)
}

// said takes words as what is needed.
func (c *floor) said(ctx context.Context, t *turn) (Reply, error) {
	var d floorDraft
	if err := t.recall(&d); err != nil || line(t.Text) == "" {
		return Reply{}, errElsewhere
	}
	d.Words = line(t.Text)
	d.take(t.viewer, t.Text, t.reading)
	r, err := c.request(ctx, t, d, t.confirms())
	return t.giveUp(r, err)
}

// tapped answers the draft's buttons.
func (c *floor) tapped(ctx context.Context, t *turn, d floorDraft, what, value string) (Reply, error) {
	switch what {
	case floorDrop:
		t.close()
		return reply(t.edit(t.say("floor.dropped"), nil))
	case floorService:
		service, ok := t.rules.Plan.Service(value)
		if !ok {
			return Reply{}, conference.Refuse(conference.CodeServiceUnknown, "text", value)
		}
		d.Service, d.Words = service.ID, ""
	case floorWhere:
		id, err := strconv.ParseInt(value, 36, 64)
		if err != nil {
			return Reply{}, conference.Refuse(conference.CodeStale)
		}
		if d.Booking = id; d.Words == "" {
			return c.at(ctx, t, d, floorWhat)
		}
	case floorGo:
	default:
		return Reply{}, conference.Refuse(conference.CodeStale)
	}
	return c.request(ctx, t, d, t.confirms())
}

// show draws what is asked.
func (c *floor) show(ctx context.Context, t *turn) (Reply, error) {
	var d floorDraft
	if err := t.recall(&d); err != nil {
		return Reply{}, err
	}
	drop := t.needKey(floorDrop, "floor.drop")
	if t.dialog.Step == floorOffer {
		keys := Keyboard{}.row(t.needKey(floorGo, "floor.go").styled(StylePrimary), drop)
		return reply(t.dialogMessage(Lines(t.say("floor.offer"), Quote(Plain(short(d.Words, c.settings.MaxNote)))), keys))
	}
	if t.dialog.Step == floorWhere {
		here, err := c.here(ctx, t, language.Reading{})
		if err != nil {
			return Reply{}, err
		}
		var keys Keyboard
		for _, b := range here[:min(len(here), maxPicks)] {
			label := Join(" · ", Plain(b.Room.Number), Plain(short(line(b.Title), 20))).String()
			keys = keys.row(t.dialogButton(verbNeed, floorWhere+"."+strconv.FormatInt(b.ID, 36)).key(label))
		}
		return reply(t.dialogMessage(t.say("floor.where"), keys.row(drop)))
	}
	var keys []Key
	for _, s := range t.rules.Plan.Services {
		if s.Floor {
			keys = append(keys, t.dialogButton(verbNeed, floorService+"."+s.ID).key(line(s.Name.In(t.lang))))
		}
	}
	return reply(t.dialogMessage(Lines(Bold(t.say("task.request.words")), t.say("floor.what")), Keyboard{}.grid(2, keys...).row(drop)))
}

func (t *turn) needKey(arg, label string) Key {
	return t.dialogButton(verbNeed, arg).key(t.label(label))
}
