package handlers

import (
	"context"

	"huiwu/conference"
	"huiwu/language"
)

// waiting lists what waits for my answer; a single one shows its card at once.
func (c *attendance) waiting(ctx context.Context, t *turn) (Reply, error) {
	open, err := c.invited.InvitationsWaiting(ctx, t.person.ID, t.now)
	switch {
	case err != nil:
		return Reply{}, err
	case len(open) == 0:
		return reply(t.answer(t.say("attendance.confirm.none"), nil))
	case len(open) == 1:
		return reply(t.inPlace(t.invitationMessage(open[0].Attendee, open[0].Booking)))
	}
	var keys Keyboard
	var lines []Text
	for _, i := range open[:min(len(open), mostFound)] {
		b := i.Booking
		lines = append(lines, Join(" · ", Plain(t.span(b.Start, b.End, t.now)), Plain(short(line(b.Title), 30))))
		k := button{verb: verbAnswer, id: i.Attendee.ID, rev: int64(i.Attendee.Revision), arg: answerOpen}
		keys = keys.row(k.key(Join(" · ", Plain(t.moment(b.Start, t.now)), Plain(short(line(b.Title), 16))).String()))
	}
	return reply(t.answer(Lines(Bold(t.say("attendance.confirm.title", "n", len(open))), Lines(lines...)), keys))
}

// plainAnswer takes "I'll come" said without a card: it is meant for the one invitation that waits, else asked.
func (c *attendance) plainAnswer(ctx context.Context, t *turn) (Reply, error) {
	open, err := c.invited.InvitationsWaiting(ctx, t.person.ID, t.now)
	if err != nil || len(open) != 1 {
		r, listErr := c.waiting(ctx, t)
		if err == nil {
			err = listErr
		}
		return r, err
	}
	ans := conference.Answer{PartStat: conference.Accepted}
	word := "attendance.toast.accept"
	switch t.reading.Answer.Kind {
	case language.AnswerMaybe:
		ans.PartStat, word = conference.Tentative, "attendance.toast.maybe"
	case language.AnswerNo:
		ans.PartStat, ans.Reason, word = conference.Declined, line(t.reading.Answer.Reason), "attendance.toast.decline"
	}
	return c.answer(ctx, t, open[0].Attendee.ID, 0, ans, word)
}
