package handlers

import (
	"context"

	"huiwu/conference"
	"huiwu/language"
)

// checkStore is what the three-level check needs.
type checkStore interface {
	// Check returns CodeNotFound.
	Check(ctx context.Context, id int64) (conference.Check, error)
	Meeting(ctx context.Context, bookingID int64) (conference.Meeting, error)
	// AnswerCheck records a level's answer; a problem opens a report. rev is the check's as the button showed it.
	AnswerCheck(ctx context.Context, ch conference.Change, bookingID int64, level, rev int, ok bool, note string) (conference.Meeting, error)
}

// checks is answering the levels of the three-level check.
type checks struct {
	*core
	store checkStore
}

func newChecks(c *core, s checkStore) *checks { return &checks{core: c, store: s} }

func (*checks) name() string                    { return "check" }
func (*checks) commands() []string              { return nil }
func (*checks) verbs() []string                 { return []string{verbCheck} }
func (*checks) intents() []language.Intent      { return nil }
func (*checks) subject() conference.SubjectKind { return conference.SubjectCheck }

func (c *checks) step(ctx context.Context, t *turn) (Reply, error) {
	if t.Button == nil {
		return c.word(ctx, t)
	}
	switch t.button.arg {
	case checkProblem:
		return c.askWord(ctx, t)
	case checkOK:
		return c.answer(ctx, t, t.button.id, int(t.button.rev), true, "")
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

// answer records the answer and shows the card with it.
func (c *checks) answer(ctx context.Context, t *turn, id int64, rev int, ok bool, note string) (Reply, error) {
	check, err := c.store.Check(ctx, id)
	if err != nil {
		return Reply{}, err
	}
	m, err := c.store.AnswerCheck(ctx, t.change(), check.BookingID, check.Level, rev, ok, note)
	if err != nil {
		return Reply{}, err
	}
	card := t.settled(c.name(), id, t.inPlace(t.checkMessage(m, check.Level)))
	word := "check.toast.ok"
	if !ok {
		word = "check.toast.problem"
	}
	return toast(t.label(word)).with(card), nil
}

// askWord asks what is wrong, on the card itself.
func (c *checks) askWord(ctx context.Context, t *turn) (Reply, error) {
	check, err := c.store.Check(ctx, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	if check.Revision != int(t.button.rev) {
		return Reply{}, conference.Refuse(conference.CodeStale, "kind", conference.SubjectCheck, "id", check.ID)
	}
	m, err := c.draw(ctx, t.viewer, check.ID)
	if err != nil {
		return Reply{}, err
	}
	if err := t.askOn(c.name(), checkProblem, check.ID); err != nil {
		return Reply{}, err
	}
	back := button{verb: verbCheck, id: check.ID, rev: t.button.rev, arg: checkBack}
	return reply(t.edit(Blocks(m.Text, t.say("check.why")), Keyboard{}.row(back.key(t.label("check.back")))))
}

// word takes what is wrong in the person's own words.
func (c *checks) word(ctx context.Context, t *turn) (Reply, error) {
	var d asked
	if err := t.recall(&d); err != nil || len(t.Files) > 0 || c.whole(t.reading) == language.IntentBook {
		return Reply{}, errElsewhere
	}
	r, err := c.answer(ctx, t, d.ID, 0, false, line(t.Text))
	return t.giveUp(r, err)
}

// draw is a level's card for those who may see the meeting.
func (c *checks) draw(ctx context.Context, v viewer, id int64) (Message, error) {
	check, err := c.store.Check(ctx, id)
	if err != nil {
		return Message{}, err
	}
	m, err := c.store.Meeting(ctx, check.BookingID)
	if err != nil {
		return Message{}, err
	}
	if !m.MaySee(v.person) && !c.rules().MayAnswerCheck(v.person, m, check.Level) {
		return Message{}, conference.Refuse(conference.CodeForbidden)
	}
	if len(m.Checks) < check.Level {
		return Message{}, conference.Refuse(conference.CodeNotFound)
	}
	return v.checkMessage(m, check.Level), nil
}

// checkMessage is a level's live card. It also changes with the levels before it, so it stands at the sum of their revisions.
func (v viewer) checkMessage(m conference.Meeting, level int) Message {
	text, keys := v.checkCard(m, level)
	revision := m.Booking.Revision
	for _, c := range m.Checks[:level] {
		revision += c.Revision
		if !c.MissedAt.IsZero() {
			revision++
		}
	}
	return Message{Text: text, Keyboard: keys, Card: &CardRef{PersonID: v.person.ID, Revision: plainCard(revision),
		Subject: conference.Subject{Kind: conference.SubjectCheck, ID: m.Checks[level-1].ID}}}
}
