package handlers

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// listStore is what the lists show, and the one thing they change.
type listStore interface {
	// AttendingOf are the live bookings that the person is invited to, by start.
	AttendingOf(ctx context.Context, personID int64, from time.Time) ([]conference.Booking, error)
	FreeRooms(ctx context.Context, start, end time.Time, need conference.Need, exceptBooking int64) ([]conference.RoomOption, error)
	SetLanguage(ctx context.Context, ch conference.Change, language string) error
}

// lists shows: help, my bookings, the free rooms, the day. It also lets go of any dialog.
type lists struct {
	*core
	store  listStore
	agenda agendaStore
	cards  *bookingCard
}

func newLists(c *core, s Store, cards *bookingCard) *lists {
	return &lists{core: c, store: s, agenda: s, cards: cards}
}

// The buttons of the lists; each names in its argument what to show.
const (
	verbRooms    = "rooms"
	verbDay      = "day"
	verbLanguage = "lang"
	verbList     = "list"
)

func (*lists) name() string { return "lists" }
func (*lists) commands() []string {
	return []string{"start", "help", "cancel", "my", "rooms", "today", "settings"}
}
func (*lists) verbs() []string { return []string{verbRooms, verbDay, verbLanguage, verbList} }
func (*lists) intents() []language.Intent {
	return []language.Intent{language.IntentHelp, language.IntentList, language.IntentFree}
}

func (l *lists) show(ctx context.Context, t *turn) (Reply, error) { return l.step(ctx, t) }

func (l *lists) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.button.verb == verbRooms:
		return l.roomsTapped(ctx, t)
	case t.button.verb == verbDay:
		return l.dayTapped(ctx, t)
	case t.button.verb == verbLanguage:
		return l.speak(ctx, t, t.button.arg)
	case t.button.verb == verbList:
		return l.list(ctx, t, t.button.arg)
	case t.Command == "" && t.reading.Intent == language.IntentFree:
		return l.rooms(ctx, t, t.reading)
	case t.Command == "" && t.reading.Intent == language.IntentList:
		return l.meetings(ctx, t)
	}
	return l.list(ctx, t, t.Command)
}

// list answers a command.
func (l *lists) list(ctx context.Context, t *turn, name string) (Reply, error) {
	switch name {
	case "my":
		return l.my(ctx, t)
	case "rooms":
		parser, _, err := l.names.get(ctx, t.now)
		if err != nil {
			return Reply{}, err
		}
		return l.rooms(ctx, t, parser.Parse(t.Args, t.local()))
	case "today":
		return l.dayNamed(ctx, t)
	case "settings":
		return reply(t.answer(t.say("lists.settings"), languageKeys(t.viewer)))
	case "cancel":
		return l.cancel(t)
	}
	return reply(t.answer(help(t.viewer, name == "start"), helpKeys(t.viewer)))
}

// cancel lets go of whatever is being asked; nothing that is booked is touched.
func (l *lists) cancel(t *turn) (Reply, error) {
	if !t.busy() {
		return reply(t.answer(t.say("core.nothing_to_cancel"), nil))
	}
	m := t.answer(t.say("core.cancelled"), nil)
	m.Replace = t.dialog.Card
	t.close()
	return reply(m)
}

// meetings answers a question for meetings: a day's are the house's, for who may see them, unless one's own are asked for.
// Everybody else is told that they see their own.
func (l *lists) meetings(ctx context.Context, t *turn) (Reply, error) {
	day, named := t.dayAsked()
	if t.reading.Own || !named {
		return l.my(ctx, t)
	}
	if t.may(conference.ActionSeeDay, 0) {
		return l.day(ctx, t, day)
	}
	r, err := l.my(ctx, t)
	for i := range r.Messages {
		r.Messages[i].Text = Blocks(t.say("lists.own_only"), r.Messages[i].Text)
	}
	return r, err
}

// dayAsked is the midnight of the one day that the words name; a week is none.
func (t *turn) dayAsked() (time.Time, bool) {
	tm := t.reading.Time
	open := slices.ContainsFunc(t.reading.Ambiguities, func(a language.Ambiguity) bool { return a.Kind == "day" || a.Kind == "month-end" })
	if open || tm == nil || !tm.HasDay || tm.Start.IsZero() || tm.Kind == language.KindSet || tm.End.Sub(tm.Start) > 24*time.Hour {
		return time.Time{}, false
	}
	return midnight(tm.Start, t.zone), true
}

// my is what I have booked and where I am invited.
func (l *lists) my(ctx context.Context, t *turn) (Reply, error) {
	mine, err := l.agenda.BookingsOf(ctx, t.person.ID, t.now)
	if err != nil {
		return Reply{}, wrap("bookings", err)
	}
	invited, err := l.store.AttendingOf(ctx, t.person.ID, t.now)
	if err != nil {
		return Reply{}, wrap("invitations", err)
	}
	if len(mine)+len(invited) == 0 {
		if !t.may(conference.ActionBook, 0) {
			return reply(t.answer(t.say("lists.my_none_guest"), nil))
		}
		return reply(t.answer(t.say("booking.none"), l.cards.emptyKeys(t.viewer)))
	}
	var keys []Key
	for _, b := range slices.Concat(mine[:min(len(mine), maxPicks)], invited[:min(len(invited), maxPicks)]) {
		keys = append(keys, button{verb: verbBooking, id: b.ID}.key(l.cards.pickLabel(t.viewer, b)))
	}
	text := Blocks(l.bookings(t.viewer, "lists.my", mine), l.bookings(t.viewer, "lists.invited", invited))
	return reply(t.answer(text, Keyboard{}.grid(1, keys...)))
}

// bookings lists bookings under a heading, the first few in full.
func (l *lists) bookings(v viewer, heading string, bs []conference.Booking) Text {
	if len(bs) == 0 {
		return Text{}
	}
	lines := []Text{Bold(v.say(heading, "count", len(bs)))}
	for _, b := range bs[:min(len(bs), maxPicks)] {
		mark := ""
		if b.Status == conference.BookingPending {
			mark = " · " + v.label("lists.pending")
		}
		lines = append(lines, v.say("lists.my_line", "number", b.Number, "when", v.span(b.Start, b.End, v.now), "where", v.roomName(b.Room), "title", short(b.Title, 30), "mark", mark))
	}
	if more := len(bs) - maxPicks; more > 0 {
		lines = append(lines, v.say("lists.more", "count", more))
	}
	return Lines(lines...)
}

// speak changes the language that a person reads.
func (l *lists) speak(ctx context.Context, t *turn, lang string) (Reply, error) {
	if l.words.match(lang) != lang {
		return toast(t.label("error.stale")), nil
	}
	if err := l.store.SetLanguage(ctx, t.change(), lang); err != nil && conference.CodeOf(err) != conference.CodeDuplicate {
		return Reply{}, wrap("set language", err)
	}
	t.locale, t.person.Language = l.words.in(lang), lang
	r, err := reply(t.edit(t.say("lists.settings"), languageKeys(t.viewer)))
	r.Toast = t.label("lists.language_set")
	return r, err
}

// languageKeys are the languages by their own names, the one in use marked.
func languageKeys(v viewer) Keyboard {
	var keys []Key
	for _, lang := range Languages {
		label := v.label("lists.language_" + strings.ToLower(lang))
		if lang == v.lang {
			label = "✓ " + label
		}
		keys = append(keys, button{verb: verbLanguage, arg: lang}.key(label))
	}
	return Keyboard{}.row(keys...)
}

// help is what the bot does, as far as it does it for this person.
func help(v viewer, greet bool) Text {
	head := v.say("lists.help_head")
	if greet {
		head = v.say("lists.greeting", "name", v.person.Name)
	}
	if !v.may(conference.ActionBook, 0) {
		return Blocks(head, v.say("lists.help_guest"))
	}
	if greet {
		return Blocks(head, v.say("lists.help_say"))
	}
	lines := []Text{}
	for _, c := range commandsOf(v) {
		lines = append(lines, Plain("/"+c.Name+" "+c.Description))
	}
	return Blocks(head, v.say("lists.help_say"), Lines(lines...))
}

// helpKeys start the usual things with a tap.
func helpKeys(v viewer) Keyboard {
	if !v.may(conference.ActionBook, 0) {
		return nil
	}
	return Keyboard{}.
		row(button{verb: verbBook}.key(v.label("lists.do_book")).styled(StylePrimary), button{verb: verbList, arg: "my"}.key(v.label("lists.do_my"))).
		row(button{verb: verbList, arg: "rooms"}.key(v.label("lists.do_rooms")), button{verb: verbList, arg: "today"}.key(v.label("lists.do_today")))
}
