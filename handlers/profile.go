package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"huiwu/conference"
	"huiwu/language"
)

// The buttons of a booking's profile, each with the booking as id: verbLevel sets the service level, verbLeader who
// convenes the meeting, verbType what sort it is. Without an argument they show the choice.
const (
	verbLevel  = "lvl"
	verbLeader = "ldr"
	verbType   = "mtype"
)

// What the argument can be besides a level, a type, or a person in base 36.
const (
	profileAsk  = ""
	profileAuto = "auto" // the level that the plan makes of it
	profileNone = "none" // nobody, or none in particular
	profileBack = "back"
)

// profileStore is what a booking's profile needs.
type profileStore interface {
	Meeting(ctx context.Context, id int64) (conference.Meeting, error)
	SearchPeople(ctx context.Context, query string, limit int) ([]conference.Person, error)
	SetLevel(ctx context.Context, ch conference.Change, id int64, rev int, level conference.Level) (conference.Booking, error)
	ChangeBooking(ctx context.Context, ch conference.Change, id int64, rev int, e conference.Edit) (conference.Booking, error)
}

// profile is what a meeting's service follows from: who convenes it, what sort it is, its level (S36–S38).
type profile struct {
	*core
	store profileStore
	cards *bookingCard
}

func newProfile(c *core, s profileStore, cards *bookingCard) *profile {
	return &profile{core: c, store: s, cards: cards}
}

func (*profile) name() string               { return "profile" }
func (*profile) commands() []string         { return nil }
func (*profile) verbs() []string            { return []string{verbLevel, verbLeader, verbType} }
func (*profile) intents() []language.Intent { return nil }

var levels = []conference.Level{conference.LevelSmall, conference.LevelMedium, conference.LevelLarge, conference.LevelImportant}

func (c *profile) step(ctx context.Context, t *turn) (Reply, error) {
	if t.Button == nil {
		return c.named(ctx, t)
	}
	id, rev, arg := t.button.id, int(t.button.rev), t.button.arg
	switch arg {
	case profileAsk:
		return c.ask(ctx, t)
	case profileBack:
		m, err := c.cards.draw(ctx, t.viewer, id)
		return Reply{Messages: []Message{t.settled(c.name(), id, t.inPlace(m))}}, err
	}
	switch t.button.verb {
	case verbLevel:
		return c.level(ctx, t, id, rev, arg)
	case verbType:
		kind := conference.MeetingType(arg)
		if arg == profileNone {
			kind = ""
		} else if !slices.Contains(conference.MeetingTypes, kind) {
			return toast(t.label("error.stale")), nil
		}
		return c.change(ctx, t, conference.Edit{Type: &kind})
	}
	if arg == profileNone {
		return c.change(ctx, t, conference.Edit{Leader: &conference.Person{}})
	}
	person, err := strconv.ParseInt(arg, 36, 64)
	if err != nil || person < 1 {
		return toast(t.label("error.stale")), nil
	}
	return c.change(ctx, t, conference.Edit{Leader: &conference.Person{ID: person}})
}

// level sets the level, or gives it back to the plan.
func (c *profile) level(ctx context.Context, t *turn, id int64, rev int, arg string) (Reply, error) {
	level := conference.Level(arg)
	if arg == profileAuto {
		level = ""
	} else if !slices.Contains(levels, level) {
		return toast(t.label("error.stale")), nil
	}
	_, err := c.store.SetLevel(ctx, t.change(), id, rev, level)
	return c.after(ctx, t, id, err)
}

func (c *profile) change(ctx context.Context, t *turn, e conference.Edit) (Reply, error) {
	_, err := c.store.ChangeBooking(ctx, t.change(), t.button.id, int(t.button.rev), e)
	return c.after(ctx, t, t.button.id, err)
}

// after shows the booking's card as it is then; what was so already changes nothing and is no fault.
func (c *profile) after(ctx context.Context, t *turn, id int64, err error) (Reply, error) {
	if conference.CodeOf(err) == conference.CodeNothingToChange {
		err = nil
	}
	if err != nil {
		return Reply{}, err
	}
	m, err := c.cards.draw(ctx, t.viewer, id)
	if err != nil {
		return Reply{}, err
	}
	return toast(t.label("profile.set")).with(t.settled(c.name(), id, t.inPlace(m))), nil
}

// ask puts the choice under the booking's card.
func (c *profile) ask(ctx context.Context, t *turn) (Reply, error) {
	m, err := c.store.Meeting(ctx, t.button.id)
	if err != nil {
		return Reply{}, wrap("meeting", err)
	}
	b := m.Booking
	action := conference.ActionChangeBooking
	if t.button.verb == verbLevel {
		action = conference.ActionSetLevel
	}
	switch {
	case !t.may(action, relationTo(b, t.person)):
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	case over(b, t.now):
		return Reply{}, conference.Refuse(conference.CodeBookingOver)
	case t.button.rev != 0 && int(t.button.rev) != b.Revision:
		return Reply{}, conference.Refuse(conference.CodeStale, "kind", conference.SubjectBooking, "id", b.ID)
	}
	if t.button.verb == verbLeader {
		if err := t.askOn(c.name(), verbLeader, b.ID); err != nil {
			return Reply{}, err
		}
	}
	return c.choice(ctx, t, m, t.button.verb)
}

// show asks again who convenes the meeting: for an update that comes twice.
func (c *profile) show(ctx context.Context, t *turn) (Reply, error) {
	var a asked
	if err := t.recall(&a); err != nil {
		return Reply{}, err
	}
	m, err := c.store.Meeting(ctx, a.ID)
	if err != nil {
		return Reply{}, wrap("meeting", err)
	}
	return c.choice(ctx, t, m, verbLeader)
}

func (c *profile) choice(_ context.Context, t *turn, m conference.Meeting, verb string) (Reply, error) {
	b := m.Booking
	text, _ := c.cards.render(t.viewer, m)
	k := button{verb: verb, id: b.ID, rev: int64(b.Revision)}
	var keys []Key
	last := []Key{k.with(profileBack).key(t.label("draft.back"))}
	switch verb {
	case verbLevel:
		for _, l := range levels {
			keys = append(keys, k.with(string(l)).key(t.chosen(t.label("level."+string(l)), l == b.Level)))
		}
		last = append([]Key{k.with(profileAuto).key(t.label("profile.level.auto"))}, last...)
	case verbType:
		for _, kind := range conference.MeetingTypes {
			keys = append(keys, k.with(string(kind)).key(t.chosen(t.label("profile.type."+string(kind)), kind == b.Type)))
		}
		if b.Type != "" {
			last = append([]Key{k.with(profileNone).key(t.label("profile.type.none"))}, last...)
		}
	case verbLeader:
		if b.Leader.ID != 0 {
			last = append([]Key{k.with(profileNone).key(t.label("profile.leader.none"))}, last...)
		}
	}
	return reply(t.edit(Blocks(text, t.say("profile.ask."+verb)), Keyboard{}.grid(2, keys...).row(last...)))
}

// chosen is a button's label, marked when it is what holds now.
func (v viewer) chosen(label string, is bool) string {
	if is {
		return v.label("problem.chosen", "label", label)
	}
	return label
}

// named takes a name as who convenes the meeting, and offers those it may mean.
func (c *profile) named(ctx context.Context, t *turn) (Reply, error) {
	var a asked
	if err := t.recall(&a); err != nil || len(t.Files) > 0 || c.whole(t.reading) != language.IntentUnknown {
		return Reply{}, errElsewhere
	}
	m, err := c.store.Meeting(ctx, a.ID)
	if err != nil {
		return t.giveUp(Reply{}, wrap("meeting", err))
	}
	if !t.may(conference.ActionChangeBooking, relationTo(m.Booking, t.person)) {
		return t.giveUp(Reply{}, conference.Refuse(conference.CodeForbidden))
	}
	query := short(line(t.Text), 20)
	people, err := c.store.SearchPeople(ctx, query, mostFound)
	if err != nil {
		return Reply{}, err
	}
	if len(people) == 0 && asksFor(t.reading) {
		return Reply{}, errElsewhere
	}
	question := t.say("profile.leader.found")
	if len(people) == 0 {
		question = t.say("profile.leader.nobody", "query", query)
	}
	k := button{verb: verbLeader, id: m.Booking.ID, rev: int64(m.Booking.Revision)}
	var keys Keyboard
	for _, p := range people {
		keys = keys.row(k.with(strconv.FormatInt(p.ID, 36)).key(t.personLabel(p)))
	}
	text, _ := c.cards.render(t.viewer, m)
	answer := t.answer(Blocks(text, question), keys.row(k.with(profileBack).key(t.label("draft.back"))))
	answer.Edit = a.Card
	return reply(answer)
}

// profileKeys are the rarer buttons of a booking's card about its profile.
func (c *bookingCard) profileKeys(v viewer, b conference.Booking) Keyboard {
	k := button{id: b.ID, rev: int64(b.Revision)}
	key := func(verb, label string) Key { k.verb = verb; return k.key(v.label(label)) }
	keys := Keyboard{}.row(key(verbLeader, "profile.leader"), key(verbType, "profile.type"))
	return append(keys, c.levelKeys(v, b)...)
}

// levelKeys is the button of the service level, for those who set it.
func (c *bookingCard) levelKeys(v viewer, b conference.Booking) Keyboard {
	if !v.may(conference.ActionSetLevel, relationTo(b, v.person)) {
		return nil
	}
	return Keyboard{}.row(button{verb: verbLevel, id: b.ID, rev: int64(b.Revision)}.key(v.label("profile.level")))
}

// profile is who asks for the meeting, for everybody else, its service level with the reason, who convenes it and what
// sort it is, in a line. A small meeting of no sort has nothing to say.
func (c *bookingCard) profile(v viewer, b conference.Booking) Text {
	var parts []string
	if b.Organiser.ID != v.person.ID {
		name := strings.TrimSpace(b.Organiser.Department + " " + b.Organiser.Name)
		parts = append(parts, v.label("booking.organiser", "name", name))
	}
	if b.Live() {
		parts = append(parts, v.levelParts(b)...)
	}
	return Plain(strings.Join(parts, " · "))
}

// levelParts are the level, why it is so, and what else is known of the meeting's sort; each once.
func (v viewer) levelParts(b conference.Booking) []string {
	why := b.LevelReason
	leader, kind := "", ""
	if b.Leader.ID != 0 {
		leader = v.label("profile.why.rank", "name", b.Leader.Name)
	}
	if b.Type != "" {
		kind = v.label("profile.type." + string(b.Type))
	}
	if b.Level == "" || b.Level == conference.LevelSmall && why.Code == "" {
		return slices.DeleteFunc([]string{leader, kind}, func(s string) bool { return s == "" })
	}
	parts := []string{v.label("profile.is." + string(b.Level))}
	switch why.Code {
	case "headcount":
		parts = append(parts, v.label("card.people", "count", why.N))
	case "class":
		parts = append(parts, v.label("profile.why.class", "class", why.Text))
	case "supervisor":
		parts = append(parts, v.label("profile.why.supervisor", "name", why.Text))
	}
	return append(parts, slices.DeleteFunc([]string{leader, kind}, func(s string) bool { return s == "" })...)
}
