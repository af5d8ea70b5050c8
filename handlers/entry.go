package handlers

import (
	"context"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// entryStore is what entering sealed rooms needs.
type entryStore interface {
	// Booking and Entry return CodeNotFound.
	Booking(ctx context.Context, id int64) (conference.Booking, error)
	Entry(ctx context.Context, id int64) (conference.Entry, error)
	// SealedMeetings are the meetings after from for which their room is sealed, by start.
	SealedMeetings(ctx context.Context, from time.Time) ([]conference.Booking, error)
	AskEntry(ctx context.Context, ch conference.Change, bookingID int64, reason string) (conference.Entry, error)
	// DecideEntry is the supervisor's yes or no; rev is the request's as the button showed it.
	DecideEntry(ctx context.Context, ch conference.Change, id int64, rev int, yes bool) (conference.Entry, error)
	// Unseal opens the room; rev is the booking's as the button showed it.
	Unseal(ctx context.Context, ch conference.Change, id int64, rev int) (conference.Booking, error)
}

// entries is asking to enter a sealed room, and opening it (封闭管理, S87).
type entries struct {
	*core
	store entryStore
	cards *bookingCard
}

func newEntries(c *core, s entryStore, cards *bookingCard) *entries {
	return &entries{core: c, store: s, cards: cards}
}

// verbEntry is a button about a sealed room; its arg says what it does.
const verbEntry = "entry"

// What the arg can be. The first three are about the booking that is the button's id, the others about the request.
const (
	entryAsk    = "ask"  // on a booking's card, which stays
	entryPick   = "pick" // in the list of sealed rooms
	entryUnseal = "unseal"
	entryDrop   = "drop"
	entryYes    = "yes"
	entryNo     = "no"
)

// entryWhy is the dialog's step that asks for a word.
const entryWhy = "why"

func (*entries) name() string                    { return "entry" }
func (*entries) commands() []string              { return []string{"enter"} }
func (*entries) verbs() []string                 { return []string{verbEntry} }
func (*entries) intents() []language.Intent      { return nil }
func (*entries) subject() conference.SubjectKind { return conference.SubjectEntry }

func (c *entries) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Command != "":
		return c.list(ctx, t)
	case t.Button == nil:
		return c.word(ctx, t)
	}
	switch t.button.arg {
	case entryAsk, entryPick:
		return c.ask(ctx, t)
	case entryUnseal:
		_, err := c.store.Unseal(ctx, t.change(), t.button.id, int(t.button.rev))
		return c.cards.after(ctx, t, t.button.id, err, "entry.toast.unsealed")
	case entryDrop:
		if !t.ownsButton(c.name()) {
			return t.lostButton()
		}
		t.close()
		return reply(t.edit(t.say("entry.dropped"), nil))
	case entryYes, entryNo:
		return c.decide(ctx, t)
	}
	return toast(t.label("error.stale")), nil
}

// list offers the rooms that are sealed.
func (c *entries) list(ctx context.Context, t *turn) (Reply, error) {
	if !t.may(conference.ActionAskEntry, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	sealed, err := c.store.SealedMeetings(ctx, t.now)
	if err != nil {
		return Reply{}, err
	}
	if len(sealed) == 0 {
		return reply(t.answer(t.say("entry.none"), nil))
	}
	var keys []Key
	for _, b := range sealed[:min(len(sealed), maxPicks)] {
		label := t.label("entry.pick", "place", t.roomName(b.Room), "when", t.moment(b.Start, t.now))
		keys = append(keys, button{verb: verbEntry, id: b.ID, arg: entryPick}.key(label))
	}
	return reply(t.answer(t.say("entry.which"), Keyboard{}.grid(1, keys...)))
}

// ask opens the question why, as a message of its own.
func (c *entries) ask(ctx context.Context, t *turn) (Reply, error) {
	if !t.may(conference.ActionAskEntry, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	b, err := c.store.Booking(ctx, t.button.id)
	switch {
	case err != nil:
		return Reply{}, err
	case !b.Sealed():
		return Reply{}, conference.Refuse(conference.CodeNotSealed)
	}
	t.open(c.name()).Step = entryWhy
	if t.button.arg == entryAsk {
		t.dialog.Beside = t.Button.MessageID
	}
	if err := t.keep(asked{ID: b.ID}); err != nil {
		return Reply{}, err
	}
	return c.question(t, b), nil
}

// question asks why somebody must enter.
func (c *entries) question(t *turn, b conference.Booking) Reply {
	text := Lines(Bold(t.say("entry.head")), t.say("card.where", "where", t.roomName(b.Room)), t.say("entry.why"))
	m := t.dialogMessage(text, Keyboard{}.row(t.dialogButton(verbEntry, entryDrop).key(t.label("entry.drop"))))
	return Reply{Messages: []Message{m}}
}

// show asks again why.
func (c *entries) show(ctx context.Context, t *turn) (Reply, error) {
	var a asked
	if err := t.recall(&a); err != nil {
		return Reply{}, err
	}
	b, err := c.store.Booking(ctx, a.ID)
	if err != nil {
		return Reply{}, err
	}
	return c.question(t, b), nil
}

// word takes the reason; the question becomes the request's card.
func (c *entries) word(ctx context.Context, t *turn) (Reply, error) {
	var a asked
	if err := t.recall(&a); err != nil || len(t.Files) > 0 || c.whole(t.reading) != language.IntentUnknown {
		return Reply{}, errElsewhere
	}
	en, err := c.store.AskEntry(ctx, t.confirms(), a.ID, line(t.Text))
	if err != nil {
		return t.giveUp(Reply{}, err)
	}
	m, err := c.draw(ctx, t.viewer, en.ID)
	if err != nil {
		return Reply{}, err
	}
	m.Chat, m.Replace = t.Chat.ID, t.dialog.Card
	t.close()
	return reply(m)
}

func (c *entries) decide(ctx context.Context, t *turn) (Reply, error) {
	word := "entry.toast.refused"
	if t.button.arg == entryYes {
		word = "entry.toast.allowed"
	}
	_, err := c.store.DecideEntry(ctx, t.change(), t.button.id, int(t.button.rev), t.button.arg == entryYes)
	if conference.CodeOf(err) == conference.CodeNotSealed {
		word, err = "error.not_sealed", nil
	}
	if err != nil {
		return Reply{}, err
	}
	m, err := c.draw(ctx, t.viewer, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	return toast(t.label(word)).with(t.inPlace(m)), nil
}

// draw is a request's card for who asks and for those who decide.
func (c *entries) draw(ctx context.Context, v viewer, id int64) (Message, error) {
	en, err := c.store.Entry(ctx, id)
	if err != nil {
		return Message{}, err
	}
	if !en.MaySee(v.person) {
		return Message{}, conference.Refuse(conference.CodeForbidden)
	}
	b, err := c.store.Booking(ctx, en.BookingID)
	if err != nil {
		return Message{}, err
	}
	text, keys := v.entryCard(en, b)
	return Message{Text: text, Keyboard: keys, Card: &CardRef{Subject: en.Subject(), PersonID: v.person.ID,
		Revision: plainCard(en.Revision + b.Revision)}}, nil
}

// entryCard is a request as its viewer sees it. What the meeting is about stands on it only for those who decide.
func (v viewer) entryCard(en conference.Entry, b conference.Booking) (Text, Keyboard) {
	decides := v.may(conference.ActionOpenSealed, 0)
	lines := []Text{Bold(v.say("entry.head"))}
	if en.Person.ID != v.person.ID {
		lines = append(lines, Plain(v.personLabel(en.Person)))
	}
	lines = append(lines, v.say("card.where", "where", v.roomName(b.Room)))
	if decides {
		lines = append(lines, v.say("entry.for", "number", b.Number, "title", b.Title, "when", v.span(b.Start, b.End, v.now)))
	}
	lines = append(lines, v.say("entry.reason", "reason", line(en.Reason)), v.entryStatus(en, b))
	if en.Status != conference.EntryAsked || !b.Sealed() || !decides {
		return Lines(lines...), nil
	}
	k := button{verb: verbEntry, id: en.ID, rev: int64(en.Revision)}
	return Lines(lines...), Keyboard{}.row(k.with(entryYes).key(v.label("entry.button.yes")).styled(StyleSuccess),
		k.with(entryNo).key(v.label("entry.button.no")).styled(StyleDanger))
}

func (v viewer) entryStatus(en conference.Entry, b conference.Booking) Text {
	args := []any{"name", en.DecidedBy.Name, "time", v.clockOrMoment(en.DecidedAt)}
	switch {
	case en.Status == conference.EntryAllowed:
		return v.say("entry.allowed", args...)
	case en.Status == conference.EntryRefused:
		return v.say("entry.refused", args...)
	case !b.Live():
		return v.say("entry.over")
	case !b.Sealed():
		return v.say("entry.open")
	case v.may(conference.ActionOpenSealed, 0):
		return Text{} // the buttons ask
	}
	return v.say("entry.waits")
}

// entryNotice puts a request before those who decide, while it waits.
func (h *Handlers) entryNotice(ctx context.Context, v viewer, s conference.Subject) (Message, bool, error) {
	en, err := h.store.Entry(ctx, s.ID)
	if err != nil || en.Status != conference.EntryAsked {
		return Message{}, false, err
	}
	return h.live(ctx, v, s)
}
