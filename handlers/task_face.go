package handlers

import (
	"strings"

	"huiwu/conference"
)

// taskWhen is when its meeting is, and by when it is to be done.
func (v viewer) taskWhen(t conference.Task) Text {
	var due, meeting Text
	switch {
	case !t.Open():
	case v.now.Before(t.DueAt):
		due = v.due(t)
	default:
		due = v.say("task.due.past", "time", v.clockOrMoment(t.DueAt))
	}
	if !t.Meeting.Start.IsZero() {
		meeting = v.say("task.meeting", "span", v.meetingSpan(t))
	}
	when := Join(" · ", meeting, due)
	if when.Empty() {
		return when
	}
	return Lines(v.say("task.when", "when", when), v.late(t))
}

// due is by when it is to be done: the day only when it is not the meeting's, which the card names, and how far off it is
// within the day.
func (v viewer) due(t conference.Task) Text {
	today, by := daysApart(t.DueAt, v.now, v.zone) == 0, v.clockOrMoment(t.DueAt)
	if !t.Meeting.Start.IsZero() {
		switch {
		case daysApart(t.DueAt, t.Meeting.Start, v.zone) == 0:
			by = v.clock(t.DueAt)
		case today:
			by = v.label("when.clock_today", "clock", v.clock(t.DueAt))
		}
	}
	due := v.say(v.ofKind("task.due", t), "time", by)
	if !today {
		return due
	}
	return v.say("when.with_near", "span", due, "near", v.until(t.DueAt, v.now))
}

// meetingSpan is the meeting's time: the day only when it is another one.
func (v viewer) meetingSpan(t conference.Task) string {
	start, end := t.Meeting.Start, t.Meeting.End
	if daysApart(start, v.now, v.zone) == 0 && daysApart(end, start, v.zone) == 0 {
		return v.clock(start) + "–" + v.clock(end)
	}
	return v.span(start, end, v.now)
}

// taskPlace is where, and for how many where that matters.
func (v viewer) taskPlace(t conference.Task) Text {
	if t.Room.ID == 0 {
		return Text{}
	}
	if t.Heads > 0 && t.Order == nil && t.Problem == nil {
		return v.say("card.where_people", "where", v.roomName(t.Room), "count", t.Heads)
	}
	return v.say("task.place", "place", v.roomName(t.Room))
}

// done is how far the list is, for who does not tick it, and whether photos show the work.
func (v viewer) done(t conference.Task) Text {
	var list, photos Text
	ticks := t.Open() && (t.Has(v.person.ID) || t.Kind == conference.TaskDayCheck && t.Requester.ID == v.person.ID)
	if len(t.Items) > 0 && !ticks && t.Status != conference.TaskCancelled {
		list = v.say("task.list.progress", "n", t.Ticked(), "all", len(t.Items))
	}
	switch {
	case t.Problem != nil && len(t.Proofs) > 0:
		photos = v.say("task.proof.after", "n", len(t.Proofs))
	case len(t.Proofs) > 0:
		photos = v.say("task.media.photos", "photos", len(t.Proofs))
	case t.Proof && t.Open():
		photos = v.say("task.proof.wanted")
	}
	return Join(" · ", list, photos)
}

// missed are the timed lines that nobody ticked in time; rounds have them on their own line.
func (v viewer) missed(t conference.Task) Text {
	missed := t.Missed()
	if len(missed) == 0 {
		return Text{}
	}
	var names []string
	for _, i := range missed {
		names = append(names, v.itemName(i))
	}
	return v.say("task.missed", "what", strings.Join(names, v.label("room.and")))
}

// hands is who is on a task that takes several, and how many are still needed.
func (v viewer) hands(t conference.Task) Text {
	if t.Hands < 2 || t.Status == conference.TaskDone || t.Status == conference.TaskFailed || t.Status == conference.TaskCancelled {
		return Text{}
	}
	team := t.Team()
	switch {
	case len(team) == 0:
		return v.say("task.hands.none", "n", t.Hands)
	case t.Missing() > 0:
		return v.say("task.hands.missing", "names", v.teamOf(t), "n", len(team), "all", t.Hands, "missing", t.Missing())
	}
	return v.say("task.hands", "names", v.teamOf(t), "n", len(team))
}

// teamOf are the names of those on the task.
func (v viewer) teamOf(t conference.Task) string {
	var names []string
	for _, p := range t.Team() {
		names = append(names, line(p.Name))
	}
	return strings.Join(names, v.label("room.and"))
}

// agreement is where the two sides of the day-before check stand (S86, S87).
func (v viewer) agreement(t conference.Task) Text {
	if t.Kind != conference.TaskDayCheck || t.Off() {
		return Text{}
	}
	organiser := t.Requester.ID == v.person.ID
	switch done := t.Status == conference.TaskDone; {
	case done && t.ConfirmedBy.ID != 0:
		return v.say("task.day_check.sealed")
	case organiser && t.ConfirmedBy.ID != 0:
		return v.say("task.day_check.yours")
	case organiser && done:
		return v.say("task.day_check.ask")
	case organiser:
		return v.say("task.day_check.together")
	case t.ConfirmedBy.ID != 0:
		return v.say("task.day_check.agreed")
	case done:
		return v.say("task.day_check.waits")
	}
	return Text{}
}

// handing is that a colleague has been asked to take the task, or has said no, to who is asked, asked, or oversees it;
// and to the crew as long as anybody could take it.
func (v viewer) handing(t conference.Task) Text {
	if !t.Open() || t.HandTo.ID == 0 {
		return Text{}
	}
	concerned := t.Has(v.person.ID) || t.HandFrom.ID == v.person.ID || v.person.Has(overseers...)
	switch {
	case t.Asks(v.person.ID):
		return v.say("task.hand.you", "name", t.HandFrom.Name)
	case concerned && t.HandDeclined:
		return v.say("task.hand.declined", "name", t.HandTo.Name)
	case concerned, t.Missing() > 0 && v.may(conference.ActionClaimTask, t.RelationTo(v.person)):
		return v.handAsked(t)
	}
	return Text{}
}

// handAsked is whom somebody has asked to take the task, until that one answers.
func (v viewer) handAsked(t conference.Task) Text {
	if t.HandTo.ID == 0 || t.HandDeclined {
		return Text{}
	}
	return v.say("task.hand.asked", "name", t.HandTo.Name)
}

// waiting is since when a task has waited for hands, once somebody had to hear of it. The card may be read long after
// it was drawn.
func (v viewer) waiting(t conference.Task, rel conference.Relation) Text {
	if t.Missing() == 0 || t.Unclaimed() == 0 || rel&conference.Requester != 0 {
		return Text{}
	}
	key := "task.waiting"
	if len(t.Team()) > 0 {
		key = "task.waiting.more"
	}
	return v.say(key, "time", v.clockOrMoment(t.OfferedAt))
}
