package handlers

import (
	"context"
	"strconv"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// attendanceStore is what answering an invitation needs.
type attendanceStore interface {
	// Attendee returns CodeNotFound.
	Attendee(ctx context.Context, id int64) (conference.Attendee, error)
	Booking(ctx context.Context, id int64) (conference.Booking, error)
	AnswerInvitation(ctx context.Context, ch conference.Change, attendeeID int64, rev int, a conference.Answer) (conference.Attendee, error)
}

// invitedStore finds what waits for an answer, and stand-ins.
type invitedStore interface {
	// InvitationsWaiting are those of live meetings, not over, that the person has not answered, by start.
	InvitationsWaiting(ctx context.Context, personID int64, now time.Time) ([]conference.Invitation, error)
	SearchPeople(ctx context.Context, query string, limit int) ([]conference.Person, error)
}

// attendance is answering invitations: the card, a reason or a stand-in, and the list of what waits.
type attendance struct {
	*core
	store   attendanceStore
	invited invitedStore
}

func newAttendance(c *core, s interface {
	attendanceStore
	invitedStore
}) *attendance {
	return &attendance{core: c, store: s, invited: s}
}

func (*attendance) name() string                    { return "attendance" }
func (*attendance) commands() []string              { return []string{"confirm"} }
func (*attendance) verbs() []string                 { return []string{verbAnswer} }
func (*attendance) intents() []language.Intent      { return []language.Intent{language.IntentAnswer} }
func (*attendance) subject() conference.SubjectKind { return conference.SubjectInvitation }

// mostFound is how many people a search offers.
const mostFound = 8

func (c *attendance) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Button != nil:
		return c.tapped(ctx, t)
	case t.Command != "":
		return c.waiting(ctx, t)
	case t.in(c.name()) && len(t.Files) > 0:
		return Reply{}, errElsewhere
	case t.in(c.name()):
		return c.said(ctx, t)
	case !t.Chat.Private: // people agree with each other
		return Reply{}, nil
	case t.reading.Answer != nil:
		return c.plainAnswer(ctx, t)
	}
	return c.waiting(ctx, t)
}

// show answers an update that comes twice: the card as it stands.
func (c *attendance) show(ctx context.Context, t *turn) (Reply, error) {
	var d asked
	if err := t.recall(&d); err != nil {
		return Reply{}, err
	}
	return c.card(ctx, t, d.ID)
}

// card shows the invitation as it stands.
func (c *attendance) card(ctx context.Context, t *turn, id int64) (Reply, error) {
	m, err := c.draw(ctx, t.viewer, id)
	if err != nil {
		return Reply{}, err
	}
	return reply(t.inPlace(m))
}

// draw is the invitation's card, for the attendee alone.
func (c *attendance) draw(ctx context.Context, v viewer, id int64) (Message, error) {
	a, b, err := c.mine(ctx, v, id)
	if err != nil {
		return Message{}, err
	}
	return v.invitationMessage(a, b), nil
}

func (c *attendance) mine(ctx context.Context, v viewer, id int64) (conference.Attendee, conference.Booking, error) {
	a, err := c.store.Attendee(ctx, id)
	if err != nil {
		return a, conference.Booking{}, err
	}
	if a.Person.ID != v.person.ID {
		return a, conference.Booking{}, conference.Refuse(conference.CodeForbidden)
	}
	b, err := c.store.Booking(ctx, a.BookingID)
	return a, b, err
}

func (c *attendance) tapped(ctx context.Context, t *turn) (Reply, error) {
	id, rev := t.button.id, int(t.button.rev)
	what, value, _ := strings.Cut(t.button.arg, ".")
	switch what {
	case answerYes:
		return c.answer(ctx, t, id, rev, conference.Answer{PartStat: conference.Accepted}, "attendance.toast.accept")
	case answerMaybe:
		return c.answer(ctx, t, id, rev, conference.Answer{PartStat: conference.Tentative}, "attendance.toast.maybe")
	case answerNo:
		return c.askWhy(ctx, t, id, rev)
	case answerWhy:
		return c.answer(ctx, t, id, rev, conference.Answer{PartStat: conference.Declined, Reason: t.reason(value)}, "attendance.toast.decline")
	case answerStandIn:
		return c.standIn(ctx, t, id, rev, value)
	case answerFile:
		return c.file(ctx, t, id)
	case answerOpen:
		r, err := c.card(ctx, t, id)
		for i := range r.Messages {
			r.Messages[i].Edit = 0
		}
		return r, err
	}
	r, err := c.card(ctx, t, id)
	for i, m := range r.Messages {
		r.Messages[i] = t.settled(c.name(), id, m)
	}
	return r, err
}

// reason is the offered reason of a place in the list, "" for none.
func (t *turn) reason(place string) string {
	if i, err := strconv.Atoi(place); err == nil && i >= 0 && i < len(declineReasons) {
		return t.label(declineReasons[i])
	}
	return ""
}

// answer records the answer and shows the card with it.
func (c *attendance) answer(ctx context.Context, t *turn, id int64, rev int, ans conference.Answer, word string, args ...any) (Reply, error) {
	a, err := c.store.AnswerInvitation(ctx, t.change(), id, rev, ans)
	if err != nil {
		return Reply{}, err
	}
	b, err := c.store.Booking(ctx, a.BookingID)
	if err != nil {
		return Reply{}, err
	}
	m := t.settled(c.name(), id, t.inPlace(t.invitationMessage(a, b)))
	return toast(t.label(word, args...)).with(m), nil
}

// askWhy asks for the reason or a stand-in, on the card itself; nobody has to give one.
func (c *attendance) askWhy(ctx context.Context, t *turn, id int64, rev int) (Reply, error) {
	a, b, err := c.mine(ctx, t.viewer, id)
	if err != nil {
		return Reply{}, err
	}
	if a.Revision != rev {
		return Reply{}, conference.Refuse(conference.CodeStale, "kind", conference.SubjectInvitation, "id", id)
	}
	k := button{verb: verbAnswer, id: id, rev: int64(rev)}
	var keys []Key
	for i, reason := range declineReasons {
		keys = append(keys, k.with(answerWhy+"."+strconv.Itoa(i)).key(t.label(reason)))
	}
	rows := Keyboard{}.grid(2, append(keys, k.with(answerWhy).key(t.label("attendance.decline.plain")))...)
	if t.person.Has(conference.Roles[1:]...) { // a guest knows nobody here
		rows = rows.row(k.with(answerStandIn).key(t.label("attendance.decline.standin")))
	}
	return c.ask(t, a, b, answerNo, t.say("attendance.decline.ask"), rows.row(k.with(answerBack).key(t.label("attendance.button.back"))))
}

// ask puts a question under the invitation and opens the dialog that the answer belongs to.
func (c *attendance) ask(t *turn, a conference.Attendee, b conference.Booking, step string, question Text, keys Keyboard) (Reply, error) {
	if err := t.askOn(c.name(), step, a.ID); err != nil {
		return Reply{}, err
	}
	text, _ := t.invitationCard(a, b)
	return reply(t.edit(Blocks(text, question), keys))
}

// standIn asks who comes instead, or takes the one tapped.
func (c *attendance) standIn(ctx context.Context, t *turn, id int64, rev int, value string) (Reply, error) {
	if value != "" {
		person, err := strconv.ParseInt(value, 36, 64)
		if err != nil {
			return Reply{}, conference.Refuse(conference.CodeStale)
		}
		return c.answer(ctx, t, id, rev, conference.Answer{PartStat: conference.Delegated, StandIn: person}, "attendance.toast.standin")
	}
	a, b, err := c.mine(ctx, t.viewer, id)
	if err != nil {
		return Reply{}, err
	}
	back := button{verb: verbAnswer, id: id, rev: int64(rev), arg: answerBack}
	return c.ask(t, a, b, answerStandIn, t.say("attendance.standin.ask"), Keyboard{}.row(back.key(t.label("attendance.button.back"))))
}

// said takes a reason in the person's own words, or the name of a stand-in.
func (c *attendance) said(ctx context.Context, t *turn) (Reply, error) {
	var d asked
	if err := t.recall(&d); err != nil {
		return Reply{}, errElsewhere
	}
	if t.dialog.Step == answerNo && c.whole(t.reading) != language.IntentUnknown {
		return Reply{}, errElsewhere
	}
	if t.dialog.Step == answerNo {
		r, err := c.answer(ctx, t, d.ID, 0, conference.Answer{PartStat: conference.Declined, Reason: line(t.Text)}, "attendance.toast.decline")
		return t.giveUp(r, err)
	}
	a, b, err := c.mine(ctx, t.viewer, d.ID)
	if err != nil {
		return t.giveUp(Reply{}, err)
	}
	query := short(line(t.Text), 20)
	people, err := c.invited.SearchPeople(ctx, query, mostFound)
	if err != nil {
		return Reply{}, err
	}
	if len(people) == 0 && asksFor(t.reading) {
		return Reply{}, errElsewhere
	}
	k := button{verb: verbAnswer, id: a.ID, rev: int64(a.Revision)}
	var keys Keyboard
	for _, p := range people {
		if p.ID != t.person.ID {
			keys = keys.row(k.with(answerStandIn + "." + strconv.FormatInt(p.ID, 36)).key(t.personLabel(p)))
		}
	}
	question := t.say("attendance.standin.found")
	if len(keys) == 0 {
		question = t.say("attendance.standin.nobody", "query", query)
	}
	text, _ := t.invitationCard(a, b)
	m := t.answer(Blocks(text, question), keys.row(k.with(answerBack).key(t.label("attendance.button.back"))))
	m.Edit = d.Card
	return reply(m)
}

// personLabel is a person as a button names them: two of the same name differ by their department.
func (v viewer) personLabel(p conference.Person) string {
	return Join(" · ", Plain(line(p.Name)), Plain(line(p.Department))).String()
}

// file sends the calendar file.
func (c *attendance) file(ctx context.Context, t *turn, id int64) (Reply, error) {
	_, b, err := c.mine(ctx, t.viewer, id)
	if err != nil {
		return Reply{}, err
	}
	m := t.answer(t.say("attendance.calendar"), nil)
	m.Document, m.Silent = calendarFile(t.viewer, b), true
	return reply(m)
}
