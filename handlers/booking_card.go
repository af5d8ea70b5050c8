package handlers

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// cardStore changes a booking's life.
type cardStore interface {
	Meeting(ctx context.Context, id int64) (conference.Meeting, error)
	CancelBooking(ctx context.Context, ch conference.Change, id int64, rev int, reason string) (conference.Booking, error)
	ReleaseBooking(ctx context.Context, ch conference.Change, id int64, rev int) (conference.Booking, error)
	KeepBooking(ctx context.Context, ch conference.Change, id int64, rev int) (conference.Booking, error)
}

// approvalStore lets the information centre decide (S15).
type approvalStore interface {
	ApproveBooking(ctx context.Context, ch conference.Change, id int64, rev int) (conference.Booking, error)
	RejectBooking(ctx context.Context, ch conference.Change, id int64, rev int, reason string) (conference.Booking, error)
}

// bookingCard is a booking's live card: what it shows and what its buttons do.
type bookingCard struct {
	*core
	store    cardStore
	approval approvalStore
	agenda   agendaStore
	ends     endingStore
}

func newBookingCard(c *core, s Store) *bookingCard {
	return &bookingCard{core: c, store: s, approval: s, agenda: s, ends: s}
}

// verbBooking does what its argument says to the booking that is its id, drawn at the revision that is its rev.
const verbBooking = "bk"

// What verbBooking does.
const (
	actOpen    = ""         // shows the card, as a new message when it stands in a list
	actFold    = "fold"     // shows it again in its place
	actMore    = "more"     // shows the rarer buttons
	actFile    = "ics"      // sends the calendar file
	actCancel  = "cancel"   // asks once more
	actGone    = "cancel!"  // cancels
	actRelease = "release"  // no longer needed
	actKeep    = "keep"     // still needed
	actApprove = "approve"  // by the information centre
	actReject  = "reject"   // asks why
	actReason  = "reject! " // rejects for the reason whose number follows
)

// rejectReasons is how many usual reasons there are for not approving.
const rejectReasons = 3

func (*bookingCard) name() string                    { return "card" }
func (*bookingCard) commands() []string              { return nil }
func (*bookingCard) verbs() []string                 { return []string{verbBooking} }
func (*bookingCard) intents() []language.Intent      { return []language.Intent{language.IntentCancel} }
func (*bookingCard) subject() conference.SubjectKind { return conference.SubjectBooking }

func (c *bookingCard) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Button != nil:
		return c.tap(ctx, t)
	case t.in(c.name()) && t.Text != "":
		return c.reasonGiven(ctx, t)
	case t.in(c.name()):
		return Reply{}, errElsewhere
	}
	return c.pickToCancel(ctx, t)
}

// show asks again for the reason of a rejection.
func (c *bookingCard) show(ctx context.Context, t *turn) (Reply, error) {
	var a asked
	if err := t.recall(&a); err != nil {
		return Reply{}, err
	}
	m, err := c.store.Meeting(ctx, a.ID)
	if err != nil {
		return Reply{}, wrap("meeting", err)
	}
	return c.askReason(t, m)
}

// askReason puts the question why not under the card.
func (c *bookingCard) askReason(t *turn, m conference.Meeting) (Reply, error) {
	text, _ := c.render(t.viewer, m)
	return reply(t.edit(Blocks(text, t.say("booking.reject_why")), c.reasonKeys(t.viewer, m.Booking)))
}

func (c *bookingCard) tap(ctx context.Context, t *turn) (Reply, error) {
	id, rev := t.button.id, int(t.button.rev)
	switch t.button.arg {
	case actOpen:
		return c.open(ctx, t, id)
	case actFold:
		return c.redraw(ctx, t, id)
	case actMore, actCancel, actReject, actFile:
		return c.unfold(ctx, t, id, rev)
	case actGone:
		_, err := c.store.CancelBooking(ctx, t.change(), id, rev, "")
		return c.after(ctx, t, id, err, "booking.toast_cancelled")
	case actRelease:
		_, err := c.store.ReleaseBooking(ctx, t.change(), id, rev)
		return c.after(ctx, t, id, err, "booking.toast_released")
	case actKeep:
		_, err := c.store.KeepBooking(ctx, t.change(), id, rev)
		return c.after(ctx, t, id, err, "booking.toast_kept")
	case actApprove:
		_, err := c.approval.ApproveBooking(ctx, t.change(), id, rev)
		return c.after(ctx, t, id, err, "booking.toast_approved")
	}
	if n, ok := strings.CutPrefix(t.button.arg, actReason); ok && t.has("booking.reject_reason_"+n) {
		return c.reject(ctx, t, asked{ID: id, Revision: rev}, t.label("booking.reject_reason_"+n))
	}
	return toast(t.label("error.stale")), nil
}

// open sends the card as a message of its own.
func (c *bookingCard) open(ctx context.Context, t *turn, id int64) (Reply, error) {
	m, err := c.draw(ctx, t.viewer, id)
	if err != nil {
		return Reply{}, err
	}
	m.Chat = t.Chat.ID
	return reply(m)
}

// redraw shows the card as it stands, where it stands; whatever it asked is settled.
func (c *bookingCard) redraw(ctx context.Context, t *turn, id int64) (Reply, error) {
	m, err := c.draw(ctx, t.viewer, id)
	if err != nil {
		return Reply{}, err
	}
	return reply(t.settled(c.name(), id, t.inPlace(m)))
}

// after shows what became of the booking, with a word over the chat.
func (c *bookingCard) after(ctx context.Context, t *turn, id int64, err error, word string) (Reply, error) {
	if err != nil {
		return Reply{}, err
	}
	r, err := c.redraw(ctx, t, id)
	r.Toast = t.label(word)
	return r, err
}

// unfold puts a question or more buttons under a card that is still as it was drawn.
func (c *bookingCard) unfold(ctx context.Context, t *turn, id int64, rev int) (Reply, error) {
	m, err := c.store.Meeting(ctx, id)
	if err != nil {
		return Reply{}, wrap("meeting", err)
	}
	switch {
	case !m.MaySee(t.person):
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	case rev != 0 && rev != m.Booking.Revision:
		return Reply{}, conference.Refuse(conference.CodeStale, "kind", conference.SubjectBooking, "id", id)
	}
	if t.button.arg == actFile {
		return reply(Message{Chat: t.Chat.ID, Text: t.say("booking.file"), Document: calendarFile(t.viewer, m.Booking), Silent: true})
	}
	text, keys := c.render(t.viewer, m)
	switch t.button.arg {
	case actMore:
		keys = c.moreKeys(t.viewer, m.Booking)
	case actCancel:
		text, keys = Blocks(text, c.cancelQuestion(t.viewer, m)), c.cancelKeys(t.viewer, m.Booking)
	case actReject:
		if err := t.askOn(c.name(), actReject, id); err != nil {
			return Reply{}, err
		}
		return c.askReason(t, m)
	}
	return reply(t.edit(text, keys))
}

// cancelQuestion says who will be told.
func (c *bookingCard) cancelQuestion(v viewer, m conference.Meeting) Text {
	coming := 0
	for _, a := range m.Attendees {
		if a.Coming() {
			coming++
		}
	}
	if coming == 0 {
		return v.say("booking.cancel_sure")
	}
	return v.say("booking.cancel_sure_people", "count", coming)
}

func (c *bookingCard) cancelKeys(v viewer, b conference.Booking) Keyboard {
	return Keyboard{}.row(c.key(v, b, actGone, "booking.cancel_yes").styled(StyleDanger)).row(c.key(v, b, actFold, "booking.cancel_no"))
}

func (c *bookingCard) reasonKeys(v viewer, b conference.Booking) Keyboard {
	var keys Keyboard
	for i := range rejectReasons {
		n := string(rune('1' + i))
		keys = keys.row(c.key(v, b, actReason+n, "booking.reject_reason_"+n))
	}
	return keys.row(c.key(v, b, actFold, "draft.back"))
}

// reasonGiven takes typed words as the reason.
func (c *bookingCard) reasonGiven(ctx context.Context, t *turn) (Reply, error) {
	var a asked
	if err := t.recall(&a); err != nil {
		return Reply{}, err
	}
	return c.reject(ctx, t, a, line(t.Text))
}

func (c *bookingCard) reject(ctx context.Context, t *turn, a asked, reason string) (Reply, error) {
	if _, err := c.approval.RejectBooking(ctx, t.change(), a.ID, a.Revision, reason); err != nil {
		return t.giveUp(Reply{}, err)
	}
	return c.after(ctx, t, a.ID, nil, "booking.toast_rejected")
}

// pickToCancel finds the booking that "取消明天的会" is about.
func (c *bookingCard) pickToCancel(ctx context.Context, t *turn) (Reply, error) {
	mine, err := c.agenda.BookingsOf(ctx, t.person.ID, t.now)
	if err != nil {
		return Reply{}, wrap("bookings", err)
	}
	if named := t.reading.Time; named != nil && named.HasDay {
		mine = slices.DeleteFunc(mine, func(b conference.Booking) bool { return daysApart(b.Start, named.Start, t.zone) != 0 })
	}
	switch len(mine) {
	case 0:
		return reply(t.answer(t.say("booking.none"), c.emptyKeys(t.viewer)))
	case 1:
		m, err := c.store.Meeting(ctx, mine[0].ID)
		if err != nil {
			return Reply{}, wrap("meeting", err)
		}
		text, _ := c.render(t.viewer, m)
		return reply(t.answer(Blocks(text, c.cancelQuestion(t.viewer, m)), c.cancelKeys(t.viewer, m.Booking)))
	}
	var keys Keyboard
	for _, b := range mine[:min(len(mine), maxPicks)] {
		keys = keys.row(Key{Label: c.pickLabel(t.viewer, b), Data: c.button(b, actCancel).data()})
	}
	return reply(t.answer(t.say("booking.which_cancel"), keys))
}

// emptyKeys offer what to do when there is no booking.
func (c *bookingCard) emptyKeys(v viewer) Keyboard {
	return Keyboard{}.row(button{verb: verbBook}.key(v.label("draft.again")).styled(StylePrimary))
}

// pickLabel is a booking on a button.
func (c *bookingCard) pickLabel(v viewer, b conference.Booking) string {
	return short(v.label("booking.pick", "when", v.moment(b.Start, v.now), "title", b.Title), 40)
}

func (c *bookingCard) button(b conference.Booking, act string) button {
	return button{verb: verbBooking, id: b.ID, rev: int64(b.Revision), arg: act}
}

func (c *bookingCard) key(v viewer, b conference.Booking, act, label string) Key {
	return c.button(b, act).key(v.label(label))
}

// over tells whether nothing can be changed any more.
func over(b conference.Booking, now time.Time) bool { return !b.Live() || !now.Before(b.End) }
