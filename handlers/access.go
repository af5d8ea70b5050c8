package handlers

import (
	"context"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// The parameters that a deep link's /start carries, before the token.
const (
	linkAccess = "access_"
	linkInvite = "invite_"
)

// accessFor is how long an access link can be used.
const accessFor = 72 * time.Hour

// verbGrant asks for somebody's access link, or for another search.
const verbGrant = "grant"

// What the arg of verbGrant can be; with none, the button's id is the person.
const (
	grantAgain = "again"
	grantClose = "close"
)

// accessStore ties accounts to people.
type accessStore interface {
	// LinkByContact returns CodeContactUnknown, CodeAccountTaken.
	LinkByContact(ctx context.Context, ch conference.Change, telegramID int64, phone string) (conference.Person, error)
	// UseAccessLink returns CodeLinkInvalid, CodeAccountTaken.
	UseAccessLink(ctx context.Context, ch conference.Change, telegramID int64, token string) (conference.Person, error)
	// UseInvitationLink makes a guest of who is unknown; the zero Attendee for the organiser. CodeLinkInvalid.
	UseInvitationLink(ctx context.Context, ch conference.Change, telegramID int64, name, language, token string) (conference.Person, conference.Attendee, error)
	Booking(ctx context.Context, id int64) (conference.Booking, error)
}

// grantStore lets an admin give access.
type grantStore interface {
	SearchPeople(ctx context.Context, query string, limit int) ([]conference.Person, error)
	Person(ctx context.Context, id int64) (conference.Person, error)
	CreateAccessLink(ctx context.Context, ch conference.Change, personID int64, ttl time.Duration) (token string, err error)
}

// access is who may come in: by one's own phone number, by a link from an admin, as a guest by an invitation.
type access struct {
	*core
	store accessStore
	grant grantStore
}

func newAccess(c *core, s interface {
	accessStore
	grantStore
}) *access {
	return &access{core: c, store: s, grant: s}
}

func (*access) name() string               { return "access" }
func (*access) commands() []string         { return []string{"access", commandContact, commandLink} }
func (*access) verbs() []string            { return []string{verbGrant} }
func (*access) intents() []language.Intent { return nil }

func (c *access) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Button != nil:
		return c.tapped(ctx, t)
	case t.Command == commandContact:
		return c.contact(ctx, t)
	case t.Command == commandLink:
		return c.link(ctx, t)
	case t.Command != "":
		return c.begin(ctx, t)
	case len(t.Files) > 0:
		return Reply{}, errElsewhere
	}
	return c.search(ctx, t, t.Text)
}

// show asks again whom the access is for.
func (c *access) show(_ context.Context, t *turn) (Reply, error) {
	return reply(t.dialogMessage(Lines(Bold(t.say("access.grant.title")), t.say("access.grant.ask")), t.grantEnd()))
}

// contact ties the account to the person with its phone number; somebody else's contact ties nobody.
func (c *access) contact(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case !t.Chat.Private:
		return Reply{}, nil
	case t.Contact.UserID == 0 || t.Contact.UserID != t.From.ID:
		return Reply{}, conference.Refuse(conference.CodeContactForeign)
	case t.known():
		return c.already(t)
	}
	p, err := c.store.LinkByContact(ctx, t.change(), t.From.ID, t.Contact.Phone)
	if err != nil {
		return Reply{}, err
	}
	return c.welcome(t, p)
}

// known tells whether the account is tied to somebody on the roster.
func (t *turn) known() bool { return t.person.Has(conference.Roles[1:]...) }

func (c *access) already(t *turn) (Reply, error) {
	m := t.answer(t.say("access.already", "name", t.person.Name), nil)
	m.RemoveKeyboard = true
	return reply(m)
}

func (c *access) welcome(t *turn, p conference.Person) (Reply, error) {
	t.person = p
	v := viewer{locale: c.words.in(p.Language), person: p, now: t.now, rules: t.rules}
	m := t.answer(Lines(Bold(v.say("access.welcome", "name", p.Name)), v.say("access.welcome.next"), v.say("access.welcome.menu")), nil)
	m.RemoveKeyboard = true
	return reply(m)
}

// link opens what a deep link leads to.
func (c *access) link(ctx context.Context, t *turn) (Reply, error) {
	if !t.Chat.Private {
		return Reply{}, nil
	}
	if token, ok := strings.CutPrefix(t.Args, linkInvite); ok {
		return c.invitation(ctx, t, token)
	}
	token, ok := strings.CutPrefix(t.Args, linkAccess)
	if !ok {
		return Reply{}, conference.Refuse(conference.CodeLinkInvalid)
	}
	p, err := c.store.UseAccessLink(ctx, t.change(), t.From.ID, token)
	switch {
	case conference.CodeOf(err) == conference.CodeDuplicate && t.known():
		return c.welcome(t, t.person)
	case err != nil:
		return Reply{}, err
	}
	return c.welcome(t, p)
}

// invitation puts whoever opened the link on the meeting's list and shows the invitation.
func (c *access) invitation(ctx context.Context, t *turn, token string) (Reply, error) {
	lang := c.words.match(t.From.Language)
	p, a, err := c.store.UseInvitationLink(ctx, t.change(), t.From.ID, short(line(t.From.Name), 60), lang, token)
	if err != nil {
		return Reply{}, err
	}
	t.person = p
	v := viewer{locale: c.words.in(p.Language), person: p, now: t.now, rules: t.rules}
	if a.ID == 0 {
		return reply(t.answer(v.say("access.link.own"), nil))
	}
	b, err := c.store.Booking(ctx, a.BookingID)
	if err != nil {
		return Reply{}, err
	}
	return reply(t.inPlace(v.invitationMessage(a, b)))
}

// begin asks an admin whom the access is for.
func (c *access) begin(ctx context.Context, t *turn) (Reply, error) {
	if !t.may(conference.ActionGrantAccess, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	if !t.Chat.Private { // a link is for one pair of eyes
		return reply(t.answer(t.say("access.grant.private"), nil))
	}
	t.open(c.name())
	if strings.TrimSpace(t.Args) != "" {
		return c.search(ctx, t, t.Args)
	}
	return c.show(ctx, t)
}

// search offers the people of a name.
func (c *access) search(ctx context.Context, t *turn, words string) (Reply, error) {
	if !t.may(conference.ActionGrantAccess, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	query := short(line(words), 20)
	people, err := c.grant.SearchPeople(ctx, query, mostFound)
	if err != nil {
		return Reply{}, err
	}
	if len(people) == 0 && asksFor(t.reading) {
		return Reply{}, errElsewhere
	}
	if len(people) == 0 {
		return reply(t.dialogMessage(Lines(Bold(t.say("access.grant.title")), t.say("access.grant.none", "query", query)), t.grantEnd()))
	}
	var keys Keyboard
	for _, p := range people {
		label := t.personLabel(p)
		if p.TelegramID != 0 {
			label = t.label("access.grant.tied", "name", label)
		}
		keys = keys.row(button{verb: verbGrant, id: p.ID}.key(label))
	}
	return reply(t.dialogMessage(Lines(Bold(t.say("access.grant.title")), t.say("access.grant.found")), append(keys, t.grantEnd()...)))
}

func (t *turn) grantEnd() Keyboard {
	return Keyboard{}.row(button{verb: verbGrant, arg: grantClose}.key(t.label("access.grant.close")))
}

func (c *access) tapped(ctx context.Context, t *turn) (Reply, error) {
	switch t.button.arg {
	case grantClose:
		if t.in(c.name()) {
			t.close()
		}
		return reply(t.edit(t.say("access.grant.closed"), nil))
	case grantAgain:
		t.open(c.name())
		return c.show(ctx, t)
	}
	p, err := c.grant.Person(ctx, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	token, err := c.grant.CreateAccessLink(ctx, t.change(), p.ID, accessFor)
	if err != nil {
		return Reply{}, err
	}
	until := t.moment(t.now.Add(accessFor), t.now)
	text := Lines(Bold(t.say("access.link.title", "name", p.Name)), Plain(c.startLink(linkAccess+token)), t.say("access.link.how", "until", until))
	again := button{verb: verbGrant, arg: grantAgain}
	keys := Keyboard{}.row(again.key(t.label("access.grant.again")), t.grantEnd()[0][0])
	r, err := reply(t.edit(text, keys))
	r.Toast = t.label("access.link.toast")
	return r, err
}
