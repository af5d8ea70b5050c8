package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"huiwu/conference"
	"huiwu/language"
)

// verbPick is a button of the picker that verbInvite opens from a booking's card.
const verbPick = "pick"

// rosterStore finds people.
type rosterStore interface {
	// SearchPeople finds by a part of the name.
	SearchPeople(ctx context.Context, query string, limit int) ([]conference.Person, error)
	// Departments are those of the people on the roster, by name.
	Departments(ctx context.Context) ([]conference.Department, error)
	PeopleOf(ctx context.Context, department string) ([]conference.Person, error)
}

// inviteStore puts people on a meeting's list.
type inviteStore interface {
	Meeting(ctx context.Context, bookingID int64) (conference.Meeting, error)
	Invite(ctx context.Context, ch conference.Change, bookingID int64, people []int64) (added []conference.Attendee, err error)
	CreateInvitationLink(ctx context.Context, ch conference.Change, bookingID int64) (token string, err error)
}

// invite is choosing who comes: by name, a department at a time, or by a link to forward.
type invite struct {
	*core
	store  inviteStore
	roster rosterStore
}

func newInvite(c *core, s interface {
	inviteStore
	rosterStore
}) *invite {
	return &invite{core: c, store: s, roster: s}
}

func (*invite) name() string               { return "invite" }
func (*invite) commands() []string         { return nil }
func (*invite) verbs() []string            { return []string{verbInvite, verbPick} }
func (*invite) intents() []language.Intent { return nil }

// inviteDraft is who is chosen so far, and what is being looked at.
type inviteDraft struct {
	Booking     int64    `json:"b"`
	Chosen      []chosen `json:"c,omitempty"`
	Query       string   `json:"q,omitempty"`
	Departments []string `json:"ds,omitempty"` // as they are numbered on the buttons
	Department  string   `json:"d,omitempty"`
	Page        int      `json:"p,omitempty"`
	Missing     []string `json:"m,omitempty"` // names that found nobody, or several
}

// chosen is a person picked and not invited yet.
type chosen struct {
	ID   int64  `json:"i"`
	Name string `json:"n"`
}

// What the picker shows, and what its buttons do, those with a value after a dot.
const (
	pickHome        = ""
	pickSearch      = "search"
	pickDepartments = "deps"
	pickDepartment  = "dep"
	pickPerson      = "p"
	pickAll         = "all"
	pickPage        = "page"
	pickLink        = "link"
	pickList        = "list"
	pickSend        = "send"
	pickDone        = "done"
	pickBack        = "back"
)

// mostChosen is how many people go out in one invitation.
const mostChosen = 500

func (c *invite) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Button != nil && t.button.verb == verbInvite:
		return c.begin(ctx, t)
	case t.Button != nil:
		return tapped(ctx, t, c.name(), c.tapped)
	case t.in(c.name()) && len(t.Files) == 0:
		return c.named(ctx, t)
	}
	return Reply{}, errElsewhere
}

// begin opens the picker as a message of its own; the booking's card stays.
func (c *invite) begin(ctx context.Context, t *turn) (Reply, error) {
	m, err := c.store.Meeting(ctx, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	if over(m.Booking, t.now) {
		return Reply{}, conference.Refuse(conference.CodeBookingOver)
	}
	t.open(c.name()).Beside = t.Button.MessageID
	return c.at(ctx, t, inviteDraft{Booking: m.Booking.ID}, pickHome)
}

// at keeps the draft and shows it at a view.
func (c *invite) at(ctx context.Context, t *turn, d inviteDraft, view string) (Reply, error) {
	t.dialog.Step = view
	if err := t.keep(d); err != nil {
		return Reply{}, err
	}
	return c.show(ctx, t)
}

// named takes a name, or several with commas between: each that is one person's is chosen at once. Words that
// are nobody's name and ask for something are somebody else's.
func (c *invite) named(ctx context.Context, t *turn) (Reply, error) {
	var d inviteDraft
	if err := t.recall(&d); err != nil {
		return Reply{}, errElsewhere
	}
	d.Missing, d.Page = nil, 0
	names := strings.FieldsFunc(clean(t.Text), func(r rune) bool { return strings.ContainsRune(",，、;；\n", r) })
	someone := false
	for _, name := range names {
		found, err := c.roster.SearchPeople(ctx, line(name), mostFound)
		if err != nil {
			return Reply{}, err
		}
		someone = someone || len(found) > 0
		if p, ok := onlyOne(found, line(name)); !ok {
			d.Missing = append(d.Missing, short(line(name), 20))
		} else if len(names) > 1 {
			d.choose(p)
		}
	}
	switch {
	case !someone && asksFor(t.reading):
		return Reply{}, errElsewhere
	case len(names) == 1:
		d.Query, d.Missing = short(line(names[0]), 20), nil
		return c.at(ctx, t, d, pickSearch)
	}
	return c.at(ctx, t, d, pickHome)
}

// onlyOne is the one person that a name means.
func onlyOne(found []conference.Person, name string) (conference.Person, bool) {
	exact := slices.DeleteFunc(slices.Clone(found), func(p conference.Person) bool { return p.Name != name })
	switch {
	case len(exact) == 1:
		return exact[0], true
	case len(exact) == 0 && len(found) == 1:
		return found[0], true
	}
	return conference.Person{}, false
}

func (d *inviteDraft) has(id int64) bool {
	return slices.ContainsFunc(d.Chosen, func(c chosen) bool { return c.ID == id })
}

func (d *inviteDraft) choose(p conference.Person) {
	if !d.has(p.ID) && len(d.Chosen) < mostChosen {
		d.Chosen = append(d.Chosen, chosen{p.ID, line(p.Name)})
	}
}

func (d *inviteDraft) toggle(p conference.Person) {
	if !d.has(p.ID) {
		d.choose(p)
		return
	}
	d.Chosen = slices.DeleteFunc(d.Chosen, func(c chosen) bool { return c.ID == p.ID })
}

// tapped answers the picker's buttons.
func (c *invite) tapped(ctx context.Context, t *turn, d inviteDraft, what, value string) (Reply, error) {
	n, _ := strconv.ParseInt(value, 36, 64)
	switch what {
	case pickSend:
		return c.send(ctx, t, d)
	case pickLink:
		return c.link(ctx, t, d)
	case pickDone:
		return c.done(ctx, t, d)
	case pickList, pickBack:
		view := pickHome
		if what == pickList {
			view = pickList
		} else if t.dialog.Step == pickDepartment {
			view = pickDepartments
		}
		d.Page = 0
		return c.at(ctx, t, d, view)
	case pickDepartments:
		return c.departments(ctx, t, d)
	case pickDepartment:
		if n < 0 || int(n) >= len(d.Departments) {
			return Reply{}, conference.Refuse(conference.CodeStale)
		}
		d.Department, d.Page = d.Departments[n], 0
		return c.at(ctx, t, d, pickDepartment)
	case pickPage:
		d.Page = int(n)
		return c.at(ctx, t, d, t.dialog.Step)
	}
	return c.chosen(ctx, t, d, what, n)
}

// chosen picks one person of the view, or all of them.
func (c *invite) chosen(ctx context.Context, t *turn, d inviteDraft, what string, id int64) (Reply, error) {
	people, err := c.people(ctx, d, t.dialog.Step)
	if err != nil {
		return Reply{}, err
	}
	for _, p := range people {
		switch {
		case what == pickAll:
			d.choose(p)
		case what == pickPerson && p.ID == id:
			d.toggle(p)
		}
	}
	return c.at(ctx, t, d, t.dialog.Step)
}

// people are those that the view offers.
func (c *invite) people(ctx context.Context, d inviteDraft, view string) ([]conference.Person, error) {
	switch view {
	case pickSearch:
		return c.roster.SearchPeople(ctx, d.Query, 3*pickRows)
	case pickDepartment:
		return c.roster.PeopleOf(ctx, d.Department)
	}
	return nil, nil
}

// departments numbers the departments and shows them.
func (c *invite) departments(ctx context.Context, t *turn, d inviteDraft) (Reply, error) {
	all, err := c.roster.Departments(ctx)
	if err != nil {
		return Reply{}, err
	}
	d.Departments, d.Page = nil, 0
	for _, department := range all {
		d.Departments = append(d.Departments, department.Name)
	}
	return c.at(ctx, t, d, pickDepartments)
}
