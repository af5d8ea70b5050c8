package handlers

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"huiwu/conference"
)

// taskKeys are the steps that the viewer can take now.
func (v viewer) taskKeys(t conference.Task, rel conference.Relation) Keyboard {
	b := button{verb: verbTask, id: t.ID, rev: int64(t.Revision)}
	var keys Keyboard
	switch {
	case t.Open() && t.Asks(v.person.ID):
		keys = keys.row(b.with(argTake).key(v.label("task.button.take")).styled(StylePrimary), b.with(argPass).key(v.label("task.button.pass")))
	case t.Open() && t.Has(v.person.ID):
		keys = v.workKeys(t, b)
	default:
		keys = v.takeKeys(t, rel, b)
	}
	keys = slices.Concat(keys, v.mediaKeys(t, b), v.habitsKeys(t, rel)).row(v.printKey(t)...)
	return slices.Concat(keys, v.requesterKeys(t, rel, b), v.callOffKeys(t, b))
}

// takeKeys are for who is not on the task: to come onto it, or to put it before a colleague, also when one could not do it.
func (v viewer) takeKeys(t conference.Task, rel conference.Relation, b button) Keyboard {
	var row []Key
	if t.Missing() > 0 && v.may(conference.ActionClaimTask, rel) {
		row = append(row, b.with(string(conference.StepClaim)).key(v.label("task.button.claim")).styled(StylePrimary))
	}
	if t.MayHand(v.person) {
		label := "task.button.hand"
		if v.may(conference.ActionAssignTask, rel) {
			label = "task.button.assign"
		}
		row = append(row, b.with(argHand).key(v.label(label)))
	}
	return Keyboard{}.row(row...)
}

// workKeys are for who is on the task: its list, done, and ways out.
func (v viewer) workKeys(t conference.Task, b button) Keyboard {
	keys := v.tickKeys(t, b)
	done := b.with(string(conference.StepDone)).key(v.label(v.ofKind("task.button.done", t))).styled(StyleSuccess)
	switch {
	case t.Kind == conference.TaskRounds: // they are over with the meeting
	case t.Proof:
		keys = keys.row(b.with(argPhoto).key(v.label("task.button.photo")), done)
	case t.Status == conference.TaskClaimed && len(t.Items) == 0:
		keys = keys.row(b.with(string(conference.StepStart)).key(v.label("task.button.start")).styled(StylePrimary), done)
	default:
		keys = keys.row(done)
	}
	return keys.row(b.with(argHand).key(v.label("task.button.hand")), b.with(string(conference.StepFail)).key(v.label("task.button.fail")))
}

// mediaKeys show what was sent with a report, and what shows the work, to who needs to see it.
func (v viewer) mediaKeys(t conference.Task, b button) Keyboard {
	photos, voice := v.media(t)
	switch {
	case len(photos) > 0:
		return Keyboard{}.row(b.with(argMedia).key(v.label("task.button.media")))
	case voice != "":
		return Keyboard{}.row(b.with(argMedia).key(v.label("task.button.voice")))
	}
	return nil
}

// media is what there is to look at: what shows the work, and while a report is open what came with it, for all but
// who sent it.
func (v viewer) media(t conference.Task) (photos []string, voice string) {
	if p := t.Problem; p != nil && t.Open() && t.Requester.ID != v.person.ID {
		photos, voice = p.Photos, p.Voice
	}
	return slices.Concat(photos, t.Proofs), voice
}

// requesterKeys are for who asked for the task; the organiser of a meeting agrees to its day-before check (S86).
func (v viewer) requesterKeys(t conference.Task, rel conference.Relation, b button) Keyboard {
	mine := t.Requester.ID == v.person.ID
	if t.Kind == conference.TaskDayCheck {
		return v.agreeKeys(t, b)
	}
	var keys Keyboard
	if t.Open() && mine {
		keys = keys.row(b.with(string(conference.StepCancel)).key(v.label(v.ofKind("task.button.cancel", t))))
	}
	ended := t.Status == conference.TaskDone || t.Status == conference.TaskFailed
	if t.Kind == conference.TaskProblem && ended && rel&conference.Requester != 0 && v.may(conference.ActionReopenTask, rel) {
		keys = keys.row(b.with(string(conference.StepReopen)).key(v.label("task.button.reopen")))
	}
	return keys
}

// callOffKeys are for who may call off what others have asked for, or the plan.
func (v viewer) callOffKeys(t conference.Task, b button) Keyboard {
	if !v.mayCallOff(t) {
		return nil
	}
	return Keyboard{}.row(b.with(argOff).key(v.label("task.button.off")))
}

// mayCallOff tells whether the viewer may call off the task, though none of theirs.
func (v viewer) mayCallOff(t conference.Task) bool {
	mine := t.Requester.ID == v.person.ID && t.Kind != conference.TaskDayCheck // a requester has a button of their own
	return t.Open() && !mine && v.may(conference.ActionCallOffTask, 0)
}

// agreeKeys are the organiser's: the list to tick while it is open, and their yes.
func (v viewer) agreeKeys(t conference.Task, b button) Keyboard {
	if t.Requester.ID != v.person.ID || t.ConfirmedBy.ID != 0 || t.Off() {
		return nil
	}
	var keys Keyboard
	if t.Open() && !t.Has(v.person.ID) {
		keys = v.tickKeys(t, b)
	}
	return keys.row(b.with(string(conference.StepConfirm)).key(v.label("task.button.confirm")).styled(StyleSuccess))
}

// tickKeys are the lines of the list, two in a row where both are short; of rounds, the next one.
func (v viewer) tickKeys(t conference.Task, b button) Keyboard {
	if t.Kind == conference.TaskRounds {
		i, waits := t.NextRound()
		if !waits {
			return nil
		}
		return Keyboard{}.row(b.with(tickArg(i, t.Items[i], true)).key(v.label("task.button.round", "time", v.clock(t.Items[i].At))).styled(StyleSuccess))
	}
	var keys Keyboard
	var pair []Key
	for i, item := range t.Items {
		key := b.with(tickArg(i, item, item.DoneAt.IsZero())).key(v.itemLabel(item))
		switch {
		case columns(key.Label) > shortLabel:
			keys = keys.row(pair...).row(key)
			pair = nil
		case len(pair) == 1:
			keys, pair = keys.row(pair[0], key), nil
		default:
			pair = []Key{key}
		}
	}
	return keys.row(pair...)
}

// shortLabel is how many columns of a button fit half a phone.
const shortLabel = 18

// columns is how wide words are, a Chinese character counting two.
func columns(s string) (n int) {
	for _, r := range s {
		n++
		if r >= 0x1100 {
			n++
		}
	}
	return n
}

// itemLabel is a line of the list on its button: done or not, its time if it has one, and whether that has come.
func (v viewer) itemLabel(i conference.Item) string {
	mark := "☐"
	switch {
	case !i.DoneAt.IsZero():
		mark = "✅"
	case !i.MissedAt.IsZero():
		mark = "⚠️"
	}
	label := mark + " " + v.itemName(i)
	if i.DoneAt.IsZero() && i.MissedAt.IsZero() && !i.At.IsZero() && !v.now.Before(i.At) {
		label = v.label("task.item.due", "item", label)
	}
	return label
}

// itemName is a line of the list with its time.
func (v viewer) itemName(i conference.Item) string {
	name := short(line(i.Name.In(v.lang)), 40)
	if i.At.IsZero() {
		return name
	}
	return strings.TrimSpace(v.clock(i.At) + " " + name)
}

// tickArg asks for a line to be ticked or not: its place, what it shall be, and its minute, so that the button of a
// list that has moved since ticks nothing.
func tickArg(place int, i conference.Item, done bool) string {
	state := "0"
	if done {
		state = "1"
	}
	arg := argTick + strconv.Itoa(place) + "." + state
	if !i.At.IsZero() {
		arg += "." + strconv.FormatInt(i.At.Unix()/60, 36)
	}
	return arg
}

// parseTick reads what tickArg wrote; false for what no button of the list as it stands carries.
func parseTick(arg string, t conference.Task) (place int, done, ok bool) {
	parts := strings.Split(strings.TrimPrefix(arg, argTick), ".")
	if len(parts) < 2 {
		return 0, false, false
	}
	place, err := strconv.Atoi(parts[0])
	if err != nil || place < 0 || place >= len(t.Items) {
		return 0, false, false
	}
	done = parts[1] == "1"
	return place, done, tickArg(place, t.Items[place], done) == arg
}

// late says that a task is overdue.
func (v viewer) late(t conference.Task) Text {
	if !t.Open() || v.now.Sub(t.DueAt) < time.Minute {
		return Text{}
	}
	return v.say("task.late", "length", v.length(v.now.Sub(t.DueAt).Truncate(time.Minute)))
}
