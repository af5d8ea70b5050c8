package handlers

import "huiwu/conference"

// How many rounds stand on the card around the next one.
const (
	roundsBefore = 3
	roundsAfter  = 1
)

// roundsCard is the rounds of a meeting, one card from its start to its end (S99).
func (v viewer) roundsCard(t conference.Task, rel conference.Relation) (Text, Keyboard) {
	head := Bold(Join(" · ", v.taskName(t), Plain(v.roomName(t.Room)), Plain(v.meetingSpan(t))))
	meeting := Join(" ", Plain(t.BookingNumber), Plain(short(line(t.BookingTitle), 24)))
	var missed Text
	if n := len(t.Missed()); n > 0 && t.Open() {
		missed = v.missed(t)
	}
	return Lines(head, meeting, v.rounds(t), v.nextRound(t), missed, v.hands(t), v.roundsStatus(t), v.handing(t), v.waiting(t, rel)), v.taskKeys(t, rel)
}

// rounds are those about the next one, with how many there are in all.
func (v viewer) rounds(t conference.Task) Text {
	if len(t.Items) == 0 || t.Status == conference.TaskCancelled {
		return Text{}
	}
	next, waits := t.NextRound()
	if !waits {
		next = len(t.Items)
	}
	from, to := max(0, next-roundsBefore), min(len(t.Items), next+1+roundsAfter)
	var parts []Text
	if from > 0 {
		parts = append(parts, Plain("…"))
	}
	for i := from; i < to; i++ {
		parts = append(parts, v.round(t.Items[i], i == next))
	}
	mark := "·"
	if to < len(t.Items) {
		mark = "…"
	}
	return Join(" ", append(parts, Plain(mark), v.say("task.rounds.all", "n", len(t.Items)))...)
}

func (v viewer) round(i conference.Item, next bool) Text {
	at := Plain(v.clock(i.At))
	if next {
		at = Bold(at)
	}
	switch {
	case !i.DoneAt.IsZero():
		return Join(" ", Plain("✅"), at)
	case !i.MissedAt.IsZero():
		return Join(" ", Plain("⚠️"), at)
	}
	return Join(" ", Plain("▫️"), at)
}

// nextRound is which round comes, and when.
func (v viewer) nextRound(t conference.Task) Text {
	i, waits := t.NextRound()
	if !waits || !t.Open() {
		return Text{}
	}
	args := []any{"n", i + 1, "all", len(t.Items), "time", v.clock(t.Items[i].At)}
	if !v.now.Before(t.Items[i].At) {
		return v.say("task.rounds.due", args...)
	}
	return v.say("task.rounds.next", append(args, "in", v.until(t.Items[i].At, v.now))...)
}

// roundsStatus is who does them, or what came of them.
func (v viewer) roundsStatus(t conference.Task) Text {
	served := t.Ticked()
	switch {
	case t.Status == conference.TaskDone && served == len(t.Items):
		return v.say("task.rounds.done", "n", served)
	case t.Status == conference.TaskDone, t.Status == conference.TaskFailed && t.Outcome == "" && len(t.Items) > 0:
		return v.say("task.rounds.part", "n", served, "missed", len(t.Items)-served)
	case t.Open() && t.Has(v.person.ID):
		return Text{} // the button says it
	case t.Open() && t.Hands < 2 && t.Claimer.ID != 0:
		return v.say("task.rounds.by", "name", v.teamOf(t))
	}
	return v.taskStatus(t)
}
