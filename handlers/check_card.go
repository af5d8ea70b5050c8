package handlers

import (
	"slices"
	"strconv"
	"strings"

	"huiwu/conference"
)

// verbCheck is an answer to a level of the three-level check; the button's arg says which.
const verbCheck = "check"

// What the arg of a check's button can be. The kind of a problem and the level that is disputed follow after a dot;
// with checkProblem, checkDispute and checkAccept the dialog's step begins that asks for a word.
const (
	checkOK      = "ok"
	checkProblem = "problem"
	checkDispute = "dispute"
	checkAccept  = "accept"
	checkBack    = "back"
	checkOpen    = "open" // shows the card as a message of its own
)

// checkKinds are the kinds of problems that a check offers: each brings its crew.
var checkKinds = []conference.ProblemKind{conference.ProblemAV, conference.ProblemLight, conference.ProblemAircon,
	conference.ProblemNetwork, conference.ProblemCleaning, conference.ProblemOther}

// checkCard is a level of the three-level check as its viewer sees it: the meeting, what the levels before have
// found and how it stands with that, what is asked, and the answer once there is one (S89–S91).
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
	lines := []Text{head, when, place}
	for _, earlier := range m.Checks[:level-1] {
		lines = append(lines, v.checkLines(m, earlier))
	}
	if c.Answered() {
		return Lines(append(lines, v.checkLines(m, c))...), nil
	}
	mine := v.rules.MayAnswerCheck(v.person, m, level)
	lines = append(lines, v.objection(c), v.inPlaceOf(c, mine), v.checklist(level))
	if m.WaitsForDispute(level) {
		lines = append(lines, v.say("check.wait"))
	}
	if !mine || !v.now.Before(b.End) {
		return Lines(lines...), nil
	}
	return Lines(lines...), v.checkKeys(m, c)
}

// checklist is what the plan asks a level to look at.
func (v viewer) checklist(level int) Text {
	var items []string
	for _, i := range v.rules.Plan.Checks[level-1].Items {
		items = append(items, line(i.Name.In(v.lang)))
	}
	if len(items) == 0 {
		return v.say("check.ask." + strconv.Itoa(level))
	}
	return v.say("check.ask", "items", strings.Join(items, v.label("check.and")))
}

// objection is what a later level has said against the last answer.
func (v viewer) objection(c conference.Check) Text {
	if c.DisputedBy.ID == 0 {
		return Text{}
	}
	return v.say("check.objection", "name", c.DisputedBy.Name, "why", c.Dispute)
}

// inPlaceOf tells a deputy for whom they answer, and whoever keeps silent that somebody else is asked, too.
func (v viewer) inPlaceOf(c conference.Check, mine bool) Text {
	plan := v.rules.Plan.Checks[c.Level-1]
	switch {
	case c.DeputyAt.IsZero():
		return Text{}
	case mine && !v.rules.Holds(v.person, c.Level):
		return v.say("check.deputy.you", "holder", v.holder(plan.To, plan.Crew), "length", v.length(plan.DeputyAfter))
	case !c.DeputyThere:
		return Text{}
	}
	return v.say("check.deputy", "deputy", v.holder(plan.Deputy, plan.Crew))
}

// holder is who answers for something, by what they are.
func (v viewer) holder(h conference.Holder, crew conference.Crew) string {
	if crew == "" {
		crew = conference.CrewMeetingService
	}
	return v.label("holder."+string(h), "crew", v.crew(crew))
}

// checkKeys are a level's answers. While an earlier one has to answer again, this one can't confirm.
func (v viewer) checkKeys(m conference.Meeting, c conference.Check) Keyboard {
	k := button{verb: verbCheck, id: c.ID, rev: int64(c.Revision)}
	ok := k.with(checkOK).key(v.label("check.button.ok." + strconv.Itoa(c.Level))).styled(StyleSuccess)
	problem := k.with(checkProblem).key(v.label("check.button.problem")).styled(StyleDanger)
	keys := Keyboard{}.row(ok, problem)
	if m.WaitsForDispute(c.Level) {
		keys = Keyboard{}.row(problem)
	}
	if len(m.Disputable(c.Level)) > 0 {
		keys = keys.row(k.with(checkDispute).key(v.label("check.button.dispute")))
	}
	return keys
}

// checkQuestion is what a level's card asks: by buttons, or for a word when step is set.
type checkQuestion struct {
	step string // of the dialog
	text Text
	keys Keyboard
}

// checkQuestion is the question that a button asks for; false for what can't be asked of the level.
func (v viewer) checkQuestion(m conference.Meeting, c conference.Check, what, value string) (checkQuestion, bool) {
	levels := m.Disputable(c.Level)
	if what == checkDispute && value == "" && len(levels) == 1 {
		value = strconv.Itoa(levels[0])
	}
	level, _ := strconv.Atoi(value)
	q := checkQuestion{step: what + "." + value}
	switch {
	case what == checkProblem && value == "":
		return checkQuestion{text: v.say("check.kind"), keys: v.checkKinds(c)}, true
	case what == checkDispute && value == "" && len(levels) > 1:
		return checkQuestion{text: v.say("check.which"), keys: v.disputeKeys(c, levels)}, true
	case what == checkAccept:
		q.text = v.say("check.accept", "n", len(m.OpenProblems(c.Level)))
	case what == checkDispute && slices.Contains(levels, level):
		q.text = v.say("check.dispute", "level", v.say("check.level."+value))
	case what == checkProblem && slices.Contains(checkKinds, conference.ProblemKind(value)):
		q.text = v.say("check.why", "kind", v.problemKind(conference.ProblemKind(value)))
	default:
		return checkQuestion{}, false
	}
	return q, true
}

// checkKinds offers the kinds of what is wrong.
func (v viewer) checkKinds(c conference.Check) Keyboard {
	k := button{verb: verbCheck, id: c.ID, rev: int64(c.Revision)}
	var keys []Key
	for _, kind := range checkKinds {
		keys = append(keys, k.with(checkProblem+"."+string(kind)).key(v.problemKind(kind).String()))
	}
	return Keyboard{}.grid(3, keys...)
}

// disputeKeys offers the levels that can be disputed.
func (v viewer) disputeKeys(c conference.Check, levels []int) Keyboard {
	k := button{verb: verbCheck, id: c.ID, rev: int64(c.Revision)}
	var keys []Key
	for _, level := range levels {
		n := strconv.Itoa(level)
		keys = append(keys, k.with(checkDispute+"."+n).key(v.label("check.level."+n)))
	}
	return Keyboard{}.row(keys...)
}

// checkLines is what one level has found, and where the reports of it stand.
func (v viewer) checkLines(m conference.Meeting, c conference.Check) Text {
	lines := []Text{v.checkLine(c)}
	for _, t := range m.FoundBy(c.Level) {
		lines = append(lines, v.foundLine(t))
	}
	return Lines(lines...)
}

func (v viewer) checkLine(c conference.Check) Text {
	level := v.say("check.level." + strconv.Itoa(c.Level))
	by := line(c.AnsweredBy.Name)
	if c.AnsweredBy.ID != 0 && !v.rules.Holds(c.AnsweredBy, c.Level) {
		by = v.label("check.instead", "name", by)
	}
	args := []any{"level", level, "time", v.clockOrMoment(c.AnsweredAt), "name", by, "note", c.Note}
	var said Text
	switch {
	case c.DisputedBy.ID != 0:
		return v.say("check.disputed", "level", level, "name", c.DisputedBy.Name, "why", c.Dispute)
	case c.Status == conference.CheckConfirmed && c.Note != "":
		said = v.say("check.accepted", args...)
	case c.Status == conference.CheckConfirmed:
		said = v.say("check.confirmed."+strconv.Itoa(c.Level), args...)
	case c.Status == conference.CheckProblem && c.Note == "":
		said = v.say("check.problem.shown", args...)
	case c.Status == conference.CheckProblem:
		said = v.say("check.problem", args...)
	case !c.MissedAt.IsZero():
		return v.say("check.missing", "level", level)
	default:
		return v.say("check.open", "level", level)
	}
	if !c.MissedAt.IsZero() {
		return v.say("check.confirmed.late", "line", said)
	}
	return said
}

// foundLine is where a report of a check's stands.
func (v viewer) foundLine(t conference.Task) Text {
	key := "check.found.taken"
	switch t.Status {
	case conference.TaskOffered:
		key = "check.found.offered"
	case conference.TaskDone:
		key = "check.found.done"
	case conference.TaskFailed:
		key = "check.found.failed"
	case conference.TaskCancelled:
		key = "check.found.off"
	}
	return v.say(key, "kind", v.problemKind(t.Problem.Kind), "crew", v.crew(t.Crew), "name", t.Claimer.Name,
		"time", v.clockOrMoment(t.EndedAt), "why", line(t.Outcome))
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
