package handlers

import (
	"context"
	"slices"
	"strconv"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// The buttons of orders: verbOrder stands on a booking's card and opens the menu, verbOrderDraft is the draft's own.
const (
	verbOrder      = "order"
	verbOrderDraft = "ord"
)

// orderStore is what ordering a service needs.
type orderStore interface {
	Meeting(ctx context.Context, id int64) (conference.Meeting, error)
	BookingsOf(ctx context.Context, personID int64, from time.Time) ([]conference.Booking, error)
	// OrderService orders, and has the buyer get what has to be bought.
	OrderService(ctx context.Context, ch conference.Change, r conference.ServiceRequest) (conference.Task, error)
	StepTask(ctx context.Context, ch conference.Change, id int64, rev int, step conference.TaskStep, note string) (conference.Task, error)
}

// orders is ordering services beside drinks for a meeting: a menu, and one draft card for each thing. It also decides
// whose a sentence is that asks for something: the floor's, tea's or its own.
type orders struct {
	*core
	store orderStore
	tea   *tea
	floor *floor
}

func newOrders(c *core, s orderStore, t *tea, f *floor) *orders {
	o := &orders{core: c, store: s, tea: t, floor: f}
	t.besides = o
	return o
}

func (*orders) name() string               { return "order" }
func (*orders) commands() []string         { return []string{"order"} }
func (*orders) verbs() []string            { return []string{verbOrder, verbOrderDraft} }
func (*orders) intents() []language.Intent { return []language.Intent{language.IntentService} }

// orderDraft is an order before it is one, and where its person is in the menu.
type orderDraft struct {
	Booking int64  `json:"b,omitempty"`
	Service string `json:"s,omitempty"`
	N       int    `json:"n,omitempty"`
	Text    string `json:"t,omitempty"`
	Page    int    `json:"p,omitempty"`
	Task    int64  `json:"i,omitempty"` // an order that stands, looked at
	// Unknown was asked for and is none of the services.
	Unknown string `json:"u,omitempty"`
	// Then is what is ordered after this one.
	Then []orderLine `json:"q,omitempty"`
}

// What the draft is asking for; also the args of its buttons, those with a value after a dot.
const (
	orderCard    = ""
	orderMenu    = "menu"
	orderBooking = "booking"
	orderService = "svc"
	orderPage    = "page"
	orderCount   = "n"
	orderWords   = "text"
	orderLayout  = "lay"
	orderOne     = "one"
	orderOff     = "off"
	orderSend    = "send"
	orderDrop    = "drop"
	orderBack    = "back"
)

func (c *orders) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Button != nil && t.button.verb == verbOrder:
		return c.begin(ctx, t, orderDraft{Booking: t.button.id}, t.Button.MessageID)
	case t.Button != nil:
		return tapped(ctx, t, c.name(), c.tapped)
	case t.Command != "":
		return c.command(ctx, t)
	case t.in(c.name()) && slices.Contains([]string{orderCount, orderWords}, t.dialog.Step):
		return c.answered(ctx, t)
	case t.reading.Intent != language.IntentService:
		return Reply{}, errElsewhere
	}
	return c.spoken(ctx, t)
}

// take makes the first line the draft's and keeps the others for afterwards.
func (d *orderDraft) take(lines []orderLine) {
	if len(lines) == 0 {
		return
	}
	d.Service, d.N, d.Text, d.Then = lines[0].Service, lines[0].N, lines[0].Text, lines[1:]
}

// begin opens the dialog with a draft, beside the message that stays, if there is one.
func (c *orders) begin(ctx context.Context, t *turn, d orderDraft, beside int) (Reply, error) {
	if !t.may(conference.ActionOrderService, conference.Organiser) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	if d.Booking == 0 {
		switch all, err := c.store.BookingsOf(ctx, t.person.ID, t.now); {
		case err != nil:
			return Reply{}, err
		case len(all) == 0: // what is under way goes on
			return reply(t.answer(t.say("order.none"), nil))
		}
	}
	if t.Button != nil {
		t.open(c.name()).Beside = beside
	} else {
		t.reopen(c.name())
	}
	return c.at(ctx, t, d, d.first(t.viewer))
}

// first is what a new draft asks: for which meeting, what, and the words without which it is nothing.
func (d *orderDraft) first(v viewer) string {
	service, ok := v.rules.Plan.Service(d.Service)
	switch {
	case d.Booking == 0:
		return orderBooking
	case !ok:
		return orderMenu
	case service.Wording && d.Text == "":
		return orderWords
	}
	return orderCard
}

// at keeps the draft and shows it at a step.
func (c *orders) at(ctx context.Context, t *turn, d orderDraft, step string) (Reply, error) {
	t.dialog.Step, t.dialog.Expect = step, map[string]language.Slot{orderCount: language.SlotHeadcount}[step]
	if err := t.keep(d); err != nil {
		return Reply{}, err
	}
	return c.show(ctx, t)
}

// follow opens the draft of what was asked for with something else, as a message of its own; false when there is nothing.
func (c *orders) follow(ctx context.Context, t *turn, booking int64, lines []orderLine) (Message, bool) {
	if len(lines) == 0 || t.Button == nil {
		return Message{}, false
	}
	d := orderDraft{Booking: booking}
	d.take(lines)
	t.open(c.name()).Beside = t.Button.MessageID
	r, err := c.at(ctx, t, d, d.first(t.viewer))
	if err != nil || len(r.Messages) == 0 { // the first is ordered all the same
		t.close()
		return Message{}, false
	}
	return r.Messages[0], true
}

// tapped answers the draft's buttons.
func (c *orders) tapped(ctx context.Context, t *turn, d orderDraft, what, value string) (Reply, error) {
	switch {
	case what == orderSend:
		return c.send(ctx, t, d)
	case what == orderDrop:
		return c.drop(ctx, t, d)
	case what == orderOff:
		return c.callOff(ctx, t, d, value)
	case what == orderBack && t.dialog.Step != orderOne:
		return c.at(ctx, t, d, orderCard)
	case what == orderBack, what == orderMenu:
		return c.at(ctx, t, orderDraft{Booking: d.Booking, Page: d.Page}, orderMenu)
	case value == "":
		return c.at(ctx, t, d, what)
	}
	step, err := c.set(ctx, t, &d, what, value)
	if err != nil {
		return Reply{}, err
	}
	return c.at(ctx, t, d, step)
}

// set takes the value of a button, and returns what is asked next.
func (c *orders) set(ctx context.Context, t *turn, d *orderDraft, what, value string) (string, error) {
	n, err := strconv.ParseInt(value, 36, 64)
	switch {
	case what == orderService:
		*d = orderDraft{Booking: d.Booking, Page: d.Page, Service: value}
		return d.first(t.viewer), nil
	case what == orderLayout:
		return orderCard, c.lay(ctx, d, value)
	case what == orderWords:
		d.Text = ""
	case err != nil:
		return "", conference.Refuse(conference.CodeStale)
	case what == orderBooking:
		d.Booking, d.N = n, 0
		return d.first(t.viewer), nil
	case what == orderPage:
		d.Page = int(n)
		return orderMenu, nil
	case what == orderCount:
		d.N = int(n)
	case what == orderOne:
		d.Task = n
		return orderOne, nil
	}
	return orderCard, nil
}

// lay takes a layout that holds everybody.
func (c *orders) lay(ctx context.Context, d *orderDraft, code string) error {
	m, err := c.store.Meeting(ctx, d.Booking)
	if err != nil {
		return err
	}
	if seats := m.Booking.Room.SeatsFor(code); seats < m.Booking.Headcount {
		return conference.Refuse(conference.CodeLayoutSmall, "seats", seats)
	}
	d.Text = code
	return nil
}

// send orders; the draft's card becomes the order's live card, and what was asked for besides comes next.
func (c *orders) send(ctx context.Context, t *turn, d orderDraft) (Reply, error) {
	task, err := c.store.OrderService(ctx, t.confirms(), conference.ServiceRequest{BookingID: d.Booking, Service: d.Service, Quantity: d.N, Text: d.Text})
	if conference.CodeOf(err) == conference.CodeDuplicate {
		t.close() // ordered in an earlier life of ours
	}
	if err != nil {
		return Reply{}, err
	}
	card := t.inPlace(t.taskMessage(task))
	t.close()
	r := toast(t.label("order.ordered")).with(card)
	if next, ok := c.follow(ctx, t, d.Booking, d.Then); ok {
		r = r.with(next)
	}
	return r, nil
}

// drop lets go of this one; what was asked for besides takes its place.
func (c *orders) drop(ctx context.Context, t *turn, d orderDraft) (Reply, error) {
	if len(d.Then) == 0 {
		t.close()
		return reply(t.edit(t.say("order.dropped"), nil))
	}
	next := orderDraft{Booking: d.Booking}
	next.take(d.Then)
	return c.at(ctx, t, next, next.first(t.viewer))
}

// callOff calls an order off that stands.
func (c *orders) callOff(ctx context.Context, t *turn, d orderDraft, value string) (Reply, error) {
	id, err := strconv.ParseInt(value, 36, 64)
	if err != nil || id != d.Task {
		return Reply{}, conference.Refuse(conference.CodeStale)
	}
	if _, err := c.store.StepTask(ctx, t.change(), id, 0, conference.StepCancel, ""); err != nil {
		return Reply{}, err
	}
	r, err := c.at(ctx, t, orderDraft{Booking: d.Booking, Page: d.Page}, orderMenu)
	r.Toast = t.label("order.called_off")
	return r, err
}
