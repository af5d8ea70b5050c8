package handlers

import (
	"time"

	"huiwu/conference"
)

// deadline is until when a fault is to be taken, and once it is, until when it is to be solved, with the time left (R12).
func (v viewer) deadline(t conference.Task) Text {
	if !t.Open() {
		return Text{}
	}
	by, kind := t.DueAt, "solve"
	if answer := t.Problem.AnswerBy; t.Status == conference.TaskOffered && !answer.IsZero() {
		by, kind = answer, "answer"
	}
	if !v.now.Before(by) {
		return v.say("problem.deadline."+kind+".late", "length", v.length(max(time.Minute, v.now.Sub(by))))
	}
	return v.say("problem.deadline."+kind, "time", v.clockOrMoment(by), "length", v.left(by))
}
