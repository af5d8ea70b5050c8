package handlers

import (
	"strconv"

	"huiwu/conference"
)

// verbCheck is an answer to a level of the three-level check; the button's arg says which.
const verbCheck = "check"

// What the arg of a check's button can be.
const (
	checkOK      = "ok"
	checkProblem = "problem"
	checkBack    = "back"
)

// checkCard is a level of the three-level check as its viewer sees it: the meeting, what the levels before have
// found, what is asked, and the answer once there is one (S89–S91).
func (v viewer) checkCard(m conference.Meeting, level int) (Text, Keyboard) {
	b, c := m.Booking, m.Checks[level-1]
	head := Bold(v.say("check.head", "level", level, "number", b.Number, "title", b.Title))
	when := v.say("check.starts", "time", v.clockOrMoment(b.Start), "in", v.until(b.Start, v.now))
	if !v.now.Before(b.Start) {
		when = v.say("check.started", "time", v.clockOrMoment(b.Start))
	}
	place := v.say("check.place", "place", v.roomName(b.Room), "headcount", b.Headcount)
	if !b.Live() || c.Status == conference.CheckCancelled {
		return Lines(head, place, v.say("check.off")), nil
	}
	var answers []Text
	for _, earlier := range m.Checks[:level-1] {
		answers = append(answers, v.checkLine(earlier))
	}
	if c.Answered() {
		return Lines(head, when, place, Lines(answers...), v.checkLine(c)), nil
	}
	text := Lines(head, when, place, Lines(answers...), v.say("check.ask."+strconv.Itoa(level)))
	if !v.rules.MayAnswerCheck(v.person, m, level) || !v.now.Before(b.End) {
		return text, nil
	}
	return text, v.checkKeys(c)
}

func (v viewer) checkKeys(c conference.Check) Keyboard {
	k := button{verb: verbCheck, id: c.ID, rev: int64(c.Revision)}
	return Keyboard{}.row(
		k.with(checkOK).key(v.label("check.button.ok."+strconv.Itoa(c.Level))).styled(StyleSuccess),
		k.with(checkProblem).key(v.label("check.button.problem")).styled(StyleDanger))
}

// checkLine is what one level has found.
func (v viewer) checkLine(c conference.Check) Text {
	level := v.say("check.level." + strconv.Itoa(c.Level))
	args := []any{"level", level, "time", v.clockOrMoment(c.AnsweredAt), "name", c.AnsweredBy.Name, "note", c.Note}
	var line Text
	switch {
	case c.Status == conference.CheckConfirmed:
		line = v.say("check.confirmed."+strconv.Itoa(c.Level), args...)
	case c.Status == conference.CheckProblem:
		line = v.say("check.problem", args...)
	case !c.MissedAt.IsZero():
		return v.say("check.missing", "level", level)
	default:
		return v.say("check.open", "level", level)
	}
	if !c.MissedAt.IsZero() {
		return v.say("check.confirmed.late", "line", line)
	}
	return line
}

// checkMissed tells the supervisor of a silent level, who may answer in its place.
func (v viewer) checkMissed(m conference.Meeting, level int) (Text, Keyboard) {
	text, keys := v.checkCard(m, level)
	head := Bold(v.say("check.missed.head", "level", v.say("check.level."+strconv.Itoa(level))))
	if keys == nil {
		return Lines(head, text), nil
	}
	return Lines(head, text, v.say("check.missed.next")), keys
}
