package handlers

import (
	"context"
	"strings"

	"huiwu/conference"
)

// crewMessage is the task's live card in its crew's chat: anybody of the crew can take it there, and sees who has.
// What is done with it then is done on their own card.
func (v viewer) crewMessage(t conference.Task) Message {
	m := Message{Card: &CardRef{Subject: t.Subject(), PersonID: v.person.ID, Revision: plainCard(t.Revision)}}
	has := v.crewHas(t)
	if t.Missing() == 0 {
		m.Text = v.taskBrief(t)
		if t.Open() && len(t.Helpers) > 0 {
			m.Text = Join(" · ", v.taskHead(t), has)
		}
		return m
	}
	var more Text
	if !has.Empty() {
		more = v.say("crew.more", "n", t.Missing())
	}
	m.Text = Lines(v.taskHead(t), v.taskWhat(t), v.taskOrigin(t), v.reopened(t), Join(" · ", has, more), v.handAsked(t))
	claim := button{verb: verbTask, id: t.ID, rev: int64(t.Revision), arg: string(conference.StepClaim)}
	m.Keyboard = Keyboard{}.row(claim.key(v.label("task.button.claim")).styled(StylePrimary))
	if p := t.Problem; p != nil {
		m.Photos, m.Voice = p.Photos, p.Voice
	}
	return m
}

// crewHas is who has a task.
func (v viewer) crewHas(t conference.Task) Text {
	var names []string
	for _, p := range t.Team() {
		names = append(names, line(p.Name))
	}
	if len(names) == 0 {
		return Text{}
	}
	return v.say("crew.has", "names", strings.Join(names, v.label("duty.and")))
}

// drawCrew is the task's card in the chat of its crew; CodeForbidden for what is another crew's, or one person's.
func (c *tasks) drawCrew(ctx context.Context, v viewer, id int64) (Message, error) {
	t, err := c.store.Task(ctx, id)
	switch {
	case err != nil:
		return Message{}, err
	case t.Crew != v.person.Crew || t.Only.ID != 0:
		return Message{}, conference.Refuse(conference.CodeForbidden)
	}
	return v.crewMessage(t), nil
}

// inGroup is an answer as a group may have it: the card that was tapped there is its crew's, not that of whoever
// tapped it, and nobody's own live card is kept up in front of others.
func (h *Handlers) inGroup(ctx context.Context, t *turn, r Reply) Reply {
	if t.Chat.Private {
		return r
	}
	for i := range r.Messages {
		m := &r.Messages[i]
		if m.Card == nil || m.Chat != t.Chat.ID {
			continue
		}
		if card, ok := h.crewsCard(ctx, t, *m); ok {
			*m = card
		} else {
			m.Card = nil
		}
	}
	return r
}

// crewsCard is a task's card as the crew has it whose chat this is; false where it is none of its tasks.
func (h *Handlers) crewsCard(ctx context.Context, t *turn, m Message) (Message, bool) {
	drawer := h.drawers[m.Card.Subject.Kind]
	if drawer == nil || m.Card.Subject.Kind != conference.SubjectTask || m.Edit == 0 {
		return m, false
	}
	crew, err := h.store.CrewChat(ctx, t.Chat.ID, t.Thread)
	if err != nil { // no crew's; or unknown now, and then the delivery that follows brings it up to date
		return m, false
	}
	v := viewer{locale: h.words.in(crew.Language), person: crew, now: t.now, rules: t.rules}
	card, err := drawer.draw(ctx, v, m.Card.Subject.ID)
	if err != nil {
		return m, false
	}
	card.Chat, card.Edit = m.Chat, m.Edit
	return card, true
}
