package handlers

import (
	"context"
	"strconv"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// checkStore is what the three-level check needs.
type checkStore interface {
	// Check returns CodeNotFound.
	Check(ctx context.Context, id int64) (conference.Check, error)
	Meeting(ctx context.Context, bookingID int64) (conference.Meeting, error)
	// AnswerCheck records a level's answer; a problem opens a report. rev is the check's as the button showed it.
	AnswerCheck(ctx context.Context, ch conference.Change, bookingID int64, level, rev int, a conference.CheckAnswer) (conference.Meeting, conference.Task, error)
	// DisputeCheck has a level reject what an earlier one has answered; rev is the later one's.
	DisputeCheck(ctx context.Context, ch conference.Change, bookingID int64, level, earlier, rev int, note string) (conference.Meeting, error)
	// MeetingsStarting are the confirmed meetings that begin in [from, to), with their tasks, checks and service notices.
	MeetingsStarting(ctx context.Context, from, to time.Time) ([]conference.Meeting, error)
}

// checks is answering the levels of the three-level check, and how the next meetings stand.
type checks struct {
	*core
	store checkStore
}

func newChecks(c *core, s checkStore) *checks { return &checks{core: c, store: s} }

func (*checks) name() string                    { return "check" }
func (*checks) commands() []string              { return []string{"checks"} }
func (*checks) verbs() []string                 { return []string{verbCheck, verbReady} }
func (*checks) intents() []language.Intent      { return nil }
func (*checks) subject() conference.SubjectKind { return conference.SubjectCheck }

func (c *checks) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Command != "", t.button.verb == verbReady:
		return c.ready(ctx, t)
	case t.Button == nil:
		return c.word(ctx, t)
	}
	switch what, value, _ := strings.Cut(t.button.arg, "."); what {
	case checkOK:
		return c.answer(ctx, t, asked{ID: t.button.id, Revision: int(t.button.rev)}, conference.CheckAnswer{OK: true})
	case checkProblem, checkDispute:
		return c.ask(ctx, t, what, value)
	case checkOpen:
		m, err := c.draw(ctx, t.viewer, t.button.id)
		m.Chat = t.Chat.ID
		return Reply{Messages: []Message{m}}, err
	}
	m, err := c.draw(ctx, t.viewer, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	return reply(t.settled(c.name(), t.button.id, t.inPlace(m)))
}

// show answers an update that comes twice: the card as it stands.
func (c *checks) show(ctx context.Context, t *turn) (Reply, error) {
	var d asked
	if err := t.recall(&d); err != nil {
		return Reply{}, err
	}
	m, err := c.draw(ctx, t.viewer, d.ID)
	if err != nil {
		return Reply{}, err
	}
	return reply(t.inPlace(m))
}

// answer records the answer and shows the card with it. Open problems of earlier levels want a reason first.
func (c *checks) answer(ctx context.Context, t *turn, card asked, a conference.CheckAnswer) (Reply, error) {
	check, err := c.store.Check(ctx, card.ID)
	if err != nil {
		return Reply{}, err
	}
	m, report, err := c.store.AnswerCheck(ctx, t.change(), check.BookingID, check.Level, card.Revision, a)
	if conference.CodeOf(err) == conference.CodeProblemsOpen && t.Button != nil {
		return c.ask(ctx, t, checkAccept, "")
	}
	if err != nil {
		return Reply{}, err
	}
	r := toast(t.label("check.toast.ok"))
	if !a.OK {
		r = toast(t.label("check.toast.problem", "crew", t.crew(report.Crew)))
	}
	r = r.with(t.settled(c.name(), card.ID, t.inPlace(t.checkMessage(m, check.Level))))
	if len(a.Photos) > 0 && t.AlbumID != "" {
		err = t.morePictures(report)
	}
	return r, err
}

// ask puts a question under the card: what is wrong and of which kind, what is disputed, why open problems are
// accepted. The last of its buttons gives the card its own again.
func (c *checks) ask(ctx context.Context, t *turn, what, value string) (Reply, error) {
	check, err := c.store.Check(ctx, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	m, card, err := c.read(ctx, t.viewer, check)
	if err != nil {
		return Reply{}, err
	}
	q, ok := t.checkQuestion(m, check, what, value)
	if !ok || check.Revision != int(t.button.rev) {
		return Reply{}, conference.Refuse(conference.CodeStale, "kind", conference.SubjectCheck, "id", check.ID)
	}
	if q.step != "" {
		if err := t.askOn(c.name(), q.step, check.ID); err != nil {
			return Reply{}, err
		}
	}
	back := button{verb: verbCheck, id: check.ID, rev: t.button.rev, arg: checkBack}.key(t.label("check.back"))
	return reply(t.edit(Blocks(card.Text, q.text), q.keys.row(back)))
}

// word takes what is wrong, disputed or accepted in the person's own words; a picture or a voice message says what
// is wrong as well.
func (c *checks) word(ctx context.Context, t *turn) (Reply, error) {
	var d asked
	if err := t.recall(&d); err != nil {
		return Reply{}, errElsewhere
	}
	what, value, _ := strings.Cut(t.dialog.Step, ".")
	if len(t.Files) > 0 && what != checkProblem || len(t.Files) == 0 && c.whole(t.reading) == language.IntentBook {
		return Reply{}, errElsewhere
	}
	d.Revision = 0 // the words are about the level, whatever its card has shown since
	switch what {
	case checkAccept:
		r, err := c.answer(ctx, t, d, conference.CheckAnswer{OK: true, Note: line(t.Text)})
		return t.giveUp(r, err)
	case checkDispute:
		r, err := c.dispute(ctx, t, d, value)
		return t.giveUp(r, err)
	}
	var files problemDraft
	files.attach(t.Event)
	r, err := c.answer(ctx, t, d, conference.CheckAnswer{Note: line(t.Text), Kind: conference.ProblemKind(value), Photos: files.Photos, Voice: files.Voice})
	return t.giveUp(r, err)
}

// dispute has the level's holder reject what an earlier one has answered.
func (c *checks) dispute(ctx context.Context, t *turn, card asked, earlier string) (Reply, error) {
	check, err := c.store.Check(ctx, card.ID)
	if err != nil {
		return Reply{}, err
	}
	level, err := strconv.Atoi(earlier)
	if err != nil {
		return Reply{}, conference.Refuse(conference.CodeStale)
	}
	m, err := c.store.DisputeCheck(ctx, t.change(), check.BookingID, check.Level, level, card.Revision, line(t.Text))
	if err != nil {
		return Reply{}, err
	}
	shown := t.settled(c.name(), card.ID, t.inPlace(t.checkMessage(m, check.Level)))
	return toast(t.label("check.toast.disputed")).with(shown), nil
}

// draw is a level's card for those who look after meetings and those who answer.
func (c *checks) draw(ctx context.Context, v viewer, id int64) (Message, error) {
	check, err := c.store.Check(ctx, id)
	if err != nil {
		return Message{}, err
	}
	_, card, err := c.read(ctx, v, check)
	return card, err
}

// read is a level's meeting and card; CodeForbidden for who neither looks after meetings nor answers.
func (c *checks) read(ctx context.Context, v viewer, check conference.Check) (conference.Meeting, Message, error) {
	m, err := c.store.Meeting(ctx, check.BookingID)
	switch {
	case err != nil:
		return m, Message{}, err
	case !v.may(conference.ActionSeeBooking, 0) && !v.rules.MayAnswerCheck(v.person, m, check.Level):
		return m, Message{}, conference.Refuse(conference.CodeForbidden)
	case len(m.Checks) < check.Level:
		return m, Message{}, conference.Refuse(conference.CodeNotFound)
	}
	return m, v.checkMessage(m, check.Level), nil
}

// checkMessage is a level's live card. It also changes with the levels before it and with the reports of what they
// have found, so it stands at the sum of all their revisions.
func (v viewer) checkMessage(m conference.Meeting, level int) Message {
	text, keys := v.checkCard(m, level)
	revision := m.Booking.Revision
	for _, c := range m.Checks[:level] {
		revision += c.Revision
		for _, at := range []time.Time{c.MissedAt, c.DeputyAt} {
			if !at.IsZero() {
				revision++
			}
		}
		for _, t := range m.FoundBy(c.Level) {
			revision += t.Revision
		}
	}
	return Message{Text: text, Keyboard: keys, Card: &CardRef{PersonID: v.person.ID, Revision: plainCard(revision),
		Subject: conference.Subject{Kind: conference.SubjectCheck, ID: m.Checks[level-1].ID}}}
}

// checkDisputed puts a level before its holder again that a later one has disputed, unless it has been answered since.
func (h *Handlers) checkDisputed(ctx context.Context, v viewer, s conference.Subject) (Message, bool, error) {
	check, err := h.store.Check(ctx, s.ID)
	if err != nil || check.DisputedBy.ID == 0 {
		return Message{}, false, err
	}
	return h.live(ctx, v, s)
}
