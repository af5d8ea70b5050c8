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

// endingStore is what the end of a meeting needs.
type endingStore interface {
	agendaStore
	FinishMeeting(ctx context.Context, ch conference.Change, id int64, rev int) (conference.Booking, error)
	// ExtendMeeting refuses with CodeRoomTaken when somebody else has the room by then.
	ExtendMeeting(ctx context.Context, ch conference.Change, id int64, rev int, by time.Duration) (conference.Booking, error)
	// FreeUntil is when somebody else holds the room next; false for not within a day.
	FreeUntil(ctx context.Context, roomID, exceptBooking int64, from time.Time) (time.Time, bool, error)
	FreeRooms(ctx context.Context, start, end time.Time, need conference.Need, exceptBooking int64) ([]conference.RoomOption, error)
}

// ending is the end of a meeting: it is over, or it goes on (S107).
type ending struct {
	*core
	store endingStore
	cards *bookingCard
}

func newEnding(c *core, s Store, cards *bookingCard) *ending {
	return &ending{core: c, store: s, cards: cards}
}

// verbEnd ends the booking that is its id, or prolongs it by so many minutes as its argument says.
const verbEnd = "end"

// What else the argument can be.
const (
	endOver   = ""       // it is over; before its time it is asked once more
	endSure   = "yes"    // it is
	endLonger = "longer" // it goes on; for how long is asked
)

// The commands, for who would rather type.
const (
	commandFinish = "finish"
	commandExtend = "extend"
)

// extensions are by how much a meeting is prolonged with a tap.
var extensions = []time.Duration{15 * time.Minute, 30 * time.Minute}

// early is how long before its end a meeting is not ended with a single tap.
const early = 5 * time.Minute

func (*ending) name() string               { return "ending" }
func (*ending) commands() []string         { return []string{commandFinish, commandExtend} }
func (*ending) verbs() []string            { return []string{verbEnd} }
func (*ending) intents() []language.Intent { return []language.Intent{language.IntentFinish} }

func (c *ending) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Button != nil:
		return c.tapped(ctx, t)
	case t.Command != "":
		return c.command(ctx, t)
	}
	on, err := c.mine(ctx, t)
	if err == nil && len(on) == 0 {
		err = errElsewhere
	}
	if err != nil {
		return Reply{}, err
	}
	return c.over(ctx, t, on)
}

// command is /finish, with a room behind it or not, or /extend, with a length.
func (c *ending) command(ctx context.Context, t *turn) (Reply, error) {
	parser, _, err := c.names.get(ctx, t.now)
	if err != nil {
		return Reply{}, err
	}
	slot := language.SlotRoom
	if t.Command == commandExtend {
		slot = language.SlotDuration
	}
	t.reading = parser.ParseAnswer(t.Args, slot, t.local())
	on, err := c.mine(ctx, t)
	switch {
	case err != nil:
		return Reply{}, err
	case len(on) == 0:
		return reply(t.answer(t.say("ending.none"), nil))
	case t.Command == commandFinish:
		return c.over(ctx, t, on)
	case len(on) > 1:
		return c.which(t, on, endLonger, "ending.which_longer")
	}
	if by := t.reading.Time; by != nil && by.Duration > 0 {
		return c.extend(ctx, t, on[0].ID, on[0].Revision, by.Duration)
	}
	return c.howLong(ctx, t, on[0].ID, on[0].Revision)
}

func (c *ending) tapped(ctx context.Context, t *turn) (Reply, error) {
	id, rev := t.button.id, int(t.button.rev)
	switch t.button.arg {
	case endOver:
		return c.ask(ctx, t, id, rev)
	case endSure:
		return c.finish(ctx, t, id, rev)
	case endLonger:
		return c.howLong(ctx, t, id, rev)
	}
	minutes, err := strconv.Atoi(t.button.arg)
	if err != nil || !slices.Contains(extensions, time.Duration(minutes)*time.Minute) {
		return toast(t.label("error.stale")), nil
	}
	return c.extend(ctx, t, id, rev, time.Duration(minutes)*time.Minute)
}

// show answers an update that comes twice: there is no dialog, so there is nothing to show.
func (*ending) show(context.Context, *turn) (Reply, error) { return Reply{}, nil }

// over takes that the one meeting that is on is over, or asks which of them.
func (c *ending) over(ctx context.Context, t *turn, on []conference.Booking) (Reply, error) {
	if len(on) == 1 {
		return c.ask(ctx, t, on[0].ID, on[0].Revision)
	}
	return c.which(t, on, endOver, "ending.which_over")
}

// which asks which of several meetings is meant; each one's button carries the argument.
func (c *ending) which(t *turn, on []conference.Booking, arg, question string) (Reply, error) {
	var keys Keyboard
	for _, b := range on {
		keys = keys.row(endButton(b, arg).key(c.cards.pickLabel(t.viewer, b)))
	}
	return reply(t.answer(t.say(question), keys))
}

// howLong asks by how much a meeting is prolonged. Where nothing fits, the shortest length is refused with its reason.
func (c *ending) howLong(ctx context.Context, t *turn, id int64, rev int) (Reply, error) {
	m, err := c.store.Meeting(ctx, id)
	if err != nil {
		return Reply{}, wrap("meeting", err)
	}
	longer, err := c.cards.longer(ctx, t.viewer, m)
	if err != nil {
		return Reply{}, err
	}
	if len(longer) == 0 || rev != m.Booking.Revision {
		return c.extend(ctx, t, id, rev, extensions[0])
	}
	return reply(t.edit(t.say("ending.how_long", "meeting", c.cards.pickLabel(t.viewer, m.Booking), "end", t.clock(m.Booking.End)),
		c.cards.longerKeys(t.viewer, m.Booking, longer)))
}

// prolong takes "15 minutes longer" in words; false when none of the person's meetings is on.
func (c *ending) prolong(ctx context.Context, t *turn) (Reply, bool, error) {
	ch := t.reading.Change
	if ch == nil || ch.Extend <= 0 || t.reading.Time != nil && t.reading.Time.HasClock {
		return Reply{}, false, nil
	}
	on, err := c.mine(ctx, t)
	switch {
	case err != nil || len(on) == 0:
		return Reply{}, false, err
	case len(on) == 1:
		r, err := c.extend(ctx, t, on[0].ID, on[0].Revision, ch.Extend)
		return r, true, err
	}
	var keys Keyboard
	for _, b := range on {
		for _, by := range extensions {
			if by == ch.Extend {
				keys = keys.row(endButton(b, minutesOf(by)).key(c.cards.pickLabel(t.viewer, b)))
			}
		}
	}
	if len(keys) == 0 {
		return Reply{}, false, nil
	}
	return Reply{Messages: []Message{t.answer(t.say("ending.which_longer"), keys)}}, true, nil
}

// mine are the person's meetings that are on, in the room that the words name if they name one.
func (c *ending) mine(ctx context.Context, t *turn) ([]conference.Booking, error) {
	all, err := c.store.BookingsOf(ctx, t.person.ID, t.now.Add(-t.rules.Plan.CloseLimit))
	room := t.reading.Room
	return slices.DeleteFunc(all, func(b conference.Booking) bool {
		return !goesOn(t.viewer, b) || room != nil && room.Number != "" && room.Number != b.Room.Number
	}), wrap("bookings", err)
}

// goesOn tells whether a meeting can be ended or prolonged now.
func goesOn(v viewer, b conference.Booking) bool {
	switch b.Status {
	case conference.BookingConfirmed:
		return !v.now.Before(b.Start)
	case conference.BookingClosing:
		return b.FinishedAt.IsZero()
	}
	return false
}

// ask ends the meeting, or asks once more while there is a good while left.
func (c *ending) ask(ctx context.Context, t *turn, id int64, rev int) (Reply, error) {
	m, err := c.store.Meeting(ctx, id)
	switch {
	case err != nil:
		return Reply{}, wrap("meeting", err)
	case !t.may(conference.ActionChangeBooking, relationTo(m.Booking, t.person)):
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	case rev != m.Booking.Revision:
		return Reply{}, conference.Refuse(conference.CodeStale, "kind", conference.SubjectBooking, "id", id)
	case !goesOn(t.viewer, m.Booking) || m.Booking.End.Sub(t.now) < early:
		return c.finish(ctx, t, id, rev)
	}
	text, _ := c.cards.render(t.viewer, m)
	keys := Keyboard{}.row(endButton(m.Booking, endSure).key(t.label("ending.yes")).styled(StyleDanger)).
		row(c.cards.key(t.viewer, m.Booking, actFold, "ending.no"))
	return reply(t.edit(Blocks(text, t.say("ending.sure", "end", t.clock(m.Booking.End))), keys))
}

func (c *ending) finish(ctx context.Context, t *turn, id int64, rev int) (Reply, error) {
	_, err := c.store.FinishMeeting(ctx, t.change(), id, rev)
	return c.cards.after(ctx, t, id, err, "ending.toast_over")
}

// extend prolongs the meeting; where somebody else has the room by then, it says what works instead.
func (c *ending) extend(ctx context.Context, t *turn, id int64, rev int, by time.Duration) (Reply, error) {
	b, err := c.store.ExtendMeeting(ctx, t.change(), id, rev, by)
	if conference.CodeOf(err) == conference.CodeRoomTaken {
		return c.noLonger(ctx, t, id, by, err)
	}
	r, err := c.cards.after(ctx, t, id, err, "ending.toast_longer")
	if err == nil {
		r.Toast = t.label("ending.toast_longer", "end", t.clock(b.End))
	}
	return r, err
}

// noLonger says who has the room, how long the meeting can go on there, and where else there is room.
func (c *ending) noLonger(ctx context.Context, t *turn, id int64, by time.Duration, taken error) (Reply, error) {
	m, err := c.store.Meeting(ctx, id)
	if err != nil {
		return Reply{}, wrap("meeting", err)
	}
	b := m.Booking
	next, _ := refusal(taken).Args["start"].(time.Time)
	parts := []Text{t.say("ending.taken", "room", t.roomName(b.Room), "next", t.clock(next), "length", t.length(by))}
	longer, err := c.cards.longer(ctx, t.viewer, m)
	if err != nil {
		return Reply{}, err
	}
	if n := len(longer); n > 0 {
		parts = append(parts, t.say("ending.at_most", "length", t.length(longer[n-1])))
	}
	others, err := c.store.FreeRooms(ctx, later(b.End, t.now), later(b.End, t.now).Add(by), conference.Need{Headcount: b.Headcount}, id)
	if err != nil {
		return Reply{}, wrap("free rooms", err)
	}
	if len(others) > 0 {
		var names []string
		for _, o := range others[:min(len(others), 2)] {
			names = append(names, t.roomName(o.Room))
		}
		parts = append(parts, t.say("ending.elsewhere", "rooms", strings.Join(names, t.label("room.and"))))
	}
	why := Lines(parts...)
	if t.Button != nil { // the buttons that are left stand on the card
		r, err := c.cards.redraw(ctx, t, id)
		r.Toast, r.Alert = short(why.String(), 200), true
		return r, err
	}
	keys := c.cards.longerKeys(t.viewer, b, longer)
	if t.now.Before(b.End) {
		keys = keys.row(c.cards.revise(t.viewer, b, stepRoom, "booking.move"))
	}
	return reply(t.answer(why, keys))
}

func endButton(b conference.Booking, arg string) button {
	return button{verb: verbEnd, id: b.ID, rev: int64(b.Revision), arg: arg}
}

func minutesOf(d time.Duration) string { return strconv.Itoa(int(d / time.Minute)) }

// endKeys are how a meeting that is on is ended or prolonged, on its booking's card.
func (c *bookingCard) endKeys(ctx context.Context, v viewer, m conference.Meeting) (Keyboard, error) {
	b := m.Booking
	if !goesOn(v, b) || !v.may(conference.ActionChangeBooking, relationTo(b, v.person)) {
		return nil, nil
	}
	longer, err := c.longer(ctx, v, m)
	if err != nil {
		return nil, err
	}
	label := "ending.finish"
	if b.Status == conference.BookingClosing {
		label = "ending.over"
	}
	return append(Keyboard{}.row(endButton(b, endOver).key(v.label(label)).styled(StylePrimary)), c.longerKeys(v, b, longer)...), nil
}

// longer are the extensions that the rules and the room allow.
func (c *bookingCard) longer(ctx context.Context, v viewer, m conference.Meeting) ([]time.Duration, error) {
	b := m.Booking
	next, taken, err := c.ends.FreeUntil(ctx, b.Room.ID, b.ID, b.End)
	if err != nil {
		return nil, wrap("room free until", err)
	}
	var fit []time.Duration
	for _, by := range extensions {
		longer, _, err := v.rules.Extend(m, by, conference.Change{Actor: v.person, Now: v.now})
		if err == nil && (!taken || !v.rules.Held(longer.Booking).End.After(next)) {
			fit = append(fit, by)
		}
	}
	return fit, nil
}

func (c *bookingCard) longerKeys(v viewer, b conference.Booking, longer []time.Duration) Keyboard {
	var row []Key
	for _, by := range longer {
		row = append(row, endButton(b, minutesOf(by)).key(v.label("ending.longer", "length", v.length(by))))
	}
	return Keyboard{}.row(row...)
}
