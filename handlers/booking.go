package handlers

import (
	"context"
	"strconv"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// bookingStore is what a draft is held against, and what makes it a booking.
type bookingStore interface {
	// FreeRooms ranks the rooms free in [start, end), as if exceptBooking were not there; so does Alternatives.
	FreeRooms(ctx context.Context, start, end time.Time, need conference.Need, exceptBooking int64) ([]conference.RoomOption, error)
	Alternatives(ctx context.Context, r conference.Request, exceptBooking int64, now time.Time) ([]conference.Interval, []conference.RoomOption, error)
	Book(ctx context.Context, ch conference.Change, r conference.Request) (conference.Booking, error)
	ChangeBooking(ctx context.Context, ch conference.Change, id int64, rev int, e conference.Edit) (conference.Booking, error)
}

// agendaStore is what stands in the calendar.
type agendaStore interface {
	BookingsOf(ctx context.Context, personID int64, from time.Time) ([]conference.Booking, error)
	BookingsBetween(ctx context.Context, from, to time.Time) ([]conference.Booking, error)
	Meeting(ctx context.Context, id int64) (conference.Meeting, error)
}

// booking is the conversation from a sentence to a booked room, and from a booking to a changed one.
type booking struct {
	*core
	store  bookingStore
	agenda agendaStore
	done   coreStore
	cards  *bookingCard
	ends   *ending
}

func newBooking(c *core, s Store, cards *bookingCard, ends *ending) *booking {
	return &booking{core: c, store: s, agenda: s, done: s, cards: cards, ends: ends}
}

// What the draft asks for next; kept in dialog.Step when the person chose to change it.
const (
	stepQuestion = "question"
	stepDay      = "day"
	stepClock    = "clock"
	stepLength   = "length"
	stepHeads    = "heads"
	stepRoom     = "room"
	stepTitle    = "title"
)

// The draft's buttons: verbDraft does one thing to the open draft, verbBook opens a new one, and
// verbRevise opens one for the booking that is its id.
const (
	verbDraft  = "d"
	verbBook   = "book"
	verbRevise = "rev"
)

func (*booking) name() string       { return "booking" }
func (*booking) commands() []string { return []string{"book"} }
func (*booking) verbs() []string    { return []string{verbDraft, verbBook, verbRevise} }
func (*booking) intents() []language.Intent {
	return []language.Intent{language.IntentBook, language.IntentChange}
}

func (b *booking) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.button.verb == verbDraft:
		return b.tap(ctx, t)
	case t.button.verb == verbRevise:
		return b.revise(ctx, t, t.button.id, int(t.button.rev), t.button.arg)
	case t.button.verb == verbBook && t.button.arg != "":
		return b.beginAt(ctx, t)
	case t.button.verb == verbBook, t.Command == "book":
		return b.begin(ctx, t)
	case t.busy() && t.in(b.name()) && !b.afresh(t):
		return b.spoken(ctx, t)
	case t.reading.Intent == language.IntentChange:
		return b.pickToChange(ctx, t)
	}
	return b.fresh(ctx, t, t.Text, t.reading)
}

// show draws the draft again as it stands.
func (b *booking) show(ctx context.Context, t *turn) (Reply, error) {
	return b.card(ctx, t, draftOf(t), nil)
}

// begin opens an empty draft, or one from the words behind /book.
func (b *booking) begin(ctx context.Context, t *turn) (Reply, error) {
	parser, _, err := b.names.get(ctx, t.now)
	if err != nil {
		return Reply{}, err
	}
	return b.fresh(ctx, t, t.Args, parser.Parse(t.Args, t.local()))
}

// beginAt opens a draft for the room and time that a list offered.
func (b *booking) beginAt(ctx context.Context, t *turn) (Reply, error) {
	d := new(draft)
	if !d.takeWay(t.button.arg, b.settings.Zone) {
		return toast(t.label("error.stale")), nil
	}
	if !t.may(conference.ActionBook, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	t.open(b.name()).Beside = t.Button.MessageID // the list stays
	return b.card(ctx, t, d, nil)
}

// tap does what a button of the draft says: "op value".
func (b *booking) tap(ctx context.Context, t *turn) (Reply, error) {
	if !t.ownsButton(b.name()) {
		return b.gone(ctx, t)
	}
	d := draftOf(t)
	op, value, _ := strings.Cut(t.button.arg, " ")
	switch op {
	case "ok":
		if value != strconv.Itoa(d.Version) {
			r, err := b.card(ctx, t, d, nil)
			r.Toast = t.label("error.stale")
			return r, err
		}
		return b.confirm(ctx, t, d)
	case "drop":
		return b.drop(ctx, t, d)
	case "take":
		d.pick("alt", value, b.settings.Zone)
		t.dialog.Step = ""
		return b.confirm(ctx, t, d)
	case "ask":
		t.dialog.Step = value
	default:
		if !d.pick(op, value, b.settings.Zone) {
			return toast(t.label("error.stale")), nil
		}
		t.dialog.Step = ""
	}
	return b.card(ctx, t, d, nil)
}

// gone answers a button whose draft is not there any more: it may have done its work already.
func (b *booking) gone(ctx context.Context, t *turn) (Reply, error) {
	if t.button.id != t.person.ID {
		return t.lostButton()
	}
	if subject, ok, err := b.done.Applied(ctx, t.UpdateID, t.button.rev); err != nil || ok {
		if err != nil {
			return Reply{}, err
		}
		return Reply{}, conference.Refuse(conference.CodeDuplicate, "kind", subject.Kind, "id", subject.ID)
	}
	if t.in(b.name()) {
		r, err := b.show(ctx, t)
		r.Toast = t.label("error.stale")
		return r, err
	}
	keys := Keyboard{}.row(button{verb: verbBook}.key(t.label("draft.again")).styled(StylePrimary))
	r := toast(t.label("draft.gone_toast"))
	return r.with(t.edit(t.say("draft.gone"), keys)), nil
}

// settle is /cancel while a draft is open.
func (b *booking) settle(ctx context.Context, t *turn) (Reply, error) {
	return b.drop(ctx, t, draftOf(t))
}

// drop lets the draft go; a change goes back to the booking as it stands.
func (b *booking) drop(ctx context.Context, t *turn, d *draft) (Reply, error) {
	if d.Booking != 0 {
		m, err := b.agenda.Meeting(ctx, d.Booking)
		if err != nil {
			return Reply{}, wrap("meeting", err)
		}
		r, err := b.became(ctx, t, m)
		t.close()
		return r, err
	}
	m := t.dialogMessage(t.say("draft.dropped"), nil)
	m.DialogCard = false
	t.close()
	return reply(m)
}

// confirm books, or changes the booking. What stands in the way is said on the draft, with ways on.
func (b *booking) confirm(ctx context.Context, t *turn, d *draft) (Reply, error) {
	if d.missing() != "" {
		return b.card(ctx, t, d, nil)
	}
	made, err := b.commit(ctx, t, d)
	switch code := conference.CodeOf(err); code {
	case "":
	case conference.CodeStale, conference.CodeBookingOver:
		t.close()
		return Reply{}, err
	case conference.CodeInternal, conference.CodeUnavailable, conference.CodeForbidden, conference.CodeNotFound:
		return Reply{}, err
	default:
		return b.present(ctx, t, d, err, "take")
	}
	r, err := b.became(ctx, t, made)
	if err != nil {
		return Reply{}, err
	}
	if d.Tea != "" && d.Booking == 0 {
		r = r.with(b.teaNext(t, d, made.Booking))
	}
	t.close()
	return r, nil
}

// teaNext reminds of the drinks that were mentioned with the meeting, and opens their order.
func (b *booking) teaNext(t *turn, d *draft, made conference.Booking) Message {
	what := t.label("draft.tea_any")
	if key := "tea.kind." + d.Tea; t.has(key) {
		what = t.label(key)
	}
	cups := d.Cups
	if cups == 0 {
		cups = made.Headcount
	}
	order := button{verb: verbTea, id: made.ID, rev: int64(made.Revision), arg: d.Tea + "." + strconv.Itoa(d.Cups)}
	keys := Keyboard{}.row(order.key(t.label("draft.tea_order")).styled(StylePrimary))
	m := t.answer(t.say("draft.tea_next", "tea", what, "cups", cups), keys)
	m.Silent = true
	return m
}

// became puts the booking's live card in the draft's place.
func (b *booking) became(ctx context.Context, t *turn, m conference.Meeting) (Reply, error) {
	if !m.MaySee(t.person) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	card, err := b.cards.message(ctx, t.viewer, m)
	if err != nil {
		return Reply{}, err
	}
	place := t.dialogMessage(Text{}, nil)
	card.Chat, card.Edit, card.Replace = t.Chat.ID, place.Edit, place.Replace
	return reply(card)
}

// commit books or changes, and returns the meeting as it is then.
func (b *booking) commit(ctx context.Context, t *turn, d *draft) (conference.Meeting, error) {
	if d.Booking == 0 {
		made, err := b.store.Book(ctx, t.confirms(), d.request(b.settings.Zone))
		if err == nil {
			return t.rules.Fresh(made, t.now), nil
		}
		return b.unlessDone(ctx, wrap("book", err))
	}
	made, err := b.store.ChangeBooking(ctx, t.confirms(), d.Booking, d.Revision, d.edit(b.settings.Zone))
	if err != nil {
		return b.unlessDone(ctx, wrap("change booking", err))
	}
	m, err := b.agenda.Meeting(ctx, made.ID)
	return m, wrap("look at the booking", err)
}

// unlessDone is the meeting as it stands where the draft had become it already: by an earlier life of ours, which ended
// before the draft moved on, or by a tap that Redis has forgotten.
func (b *booking) unlessDone(ctx context.Context, err error) (conference.Meeting, error) {
	if conference.CodeOf(err) != conference.CodeDuplicate {
		return conference.Meeting{}, err
	}
	m, err := b.agenda.Meeting(ctx, subjectOf(err).ID)
	return m, wrap("look at the booking again", err)
}
