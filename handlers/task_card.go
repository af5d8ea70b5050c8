package handlers

import (
	"slices"
	"time"
	"unicode/utf8"

	"huiwu/conference"
)

// verbTask is a step of a task or a look at it; the button's arg says which.
const verbTask = "task"

// What the arg of a task's button can be besides a conference.TaskStep. A quick reason why it
// can't be done is argWhy and its place in failReasons.
const (
	argOpen  = "open"
	argMedia = "media"
	argWhy   = "why"
	argBack  = "back"
)

// failReasons are the reasons offered for what can't be done, by kind: keys of the locale.
var failReasons = map[conference.TaskKind][]string{
	conference.TaskTea:     {"task.why.tea.late", "task.why.tea.supply", "task.why.elsewhere"},
	conference.TaskProblem: {"task.why.problem.parts", "task.why.problem.vendor", "task.why.elsewhere"},
}

// taskCard is a task as the viewer sees it: all of it for who has it, asked for it or oversees it; one line
// for the rest of the crew once somebody has it.
func (v viewer) taskCard(t conference.Task) (Text, Keyboard) {
	rel := t.RelationTo(v.person)
	if !v.seesWhole(t, rel) {
		return v.taskBrief(t), nil
	}
	var waiting Text
	if t.Status == conference.TaskOffered && t.Unclaimed() > 0 && rel&conference.Requester == 0 {
		waiting = v.say("task.waiting", "minutes", int(v.now.Sub(t.OfferedAt)/time.Minute))
	}
	status := Join(" · ", v.taskStatus(t), v.response(t))
	return Lines(v.taskHead(t), v.taskWhat(t), v.asked(t), v.taskOrigin(t), v.reopened(t), status, waiting), v.taskKeys(t, rel)
}

func (v viewer) seesWhole(t conference.Task, rel conference.Relation) bool {
	return t.Status == conference.TaskOffered || rel&(conference.Claimer|conference.Requester) != 0 ||
		v.person.Has(conference.RoleTeamLeader) || v.may(conference.ActionSeeTask, 0)
}

// taskBrief says who has a task, to those who need not act.
func (v viewer) taskBrief(t conference.Task) Text {
	head, status := v.taskHead(t), v.taskStatus(t)
	if t.Problem != nil {
		head = Join(" · ", head, Plain(v.roomName(t.Room)))
	}
	if t.Status == conference.TaskDone || t.Status == conference.TaskFailed {
		return Lines(head, status)
	}
	return Join(" · ", head, status)
}

// taskHead is the card's first line: what this is, and for which meeting.
func (v viewer) taskHead(t conference.Task) Text {
	number := Plain(t.BookingNumber)
	if t.Problem == nil {
		return Bold(Join(" · ", v.taskName(t), number))
	}
	key := "task.problem"
	if t.Urgent {
		key = "task.problem.urgent"
	}
	return Bold(Join(" · ", v.say(key), v.problemKind(t.Problem.Kind), number))
}

// taskName is what a task is that is no fault.
func (v viewer) taskName(t conference.Task) Text {
	name := line(t.Name.In(v.lang))
	switch {
	case t.Kind == conference.TaskRequest && name == "":
		return v.say("task.request.words")
	case t.Kind == conference.TaskTea, t.Kind == conference.TaskAssigned:
		return v.say("task." + string(t.Kind))
	}
	return v.say("task."+string(t.Kind), "name", name)
}

// ofKind is a key's ending for what is said of a task's kind, where it has words of its own.
func (v viewer) ofKind(key string, t conference.Task) string {
	if own := key + "." + string(t.Kind); v.has(own) {
		return own
	}
	return key + ".other"
}

// taskWhat is where, by when and what.
func (v viewer) taskWhat(t conference.Task) Text {
	if t.Tea != nil {
		return Lines(v.servedBy(t), v.teaAmount(*t.Tea), v.teaNote(t.Tea.Note))
	}
	var place, by Text
	if t.Room.ID != 0 {
		place = v.say("task.place", "place", v.roomName(t.Room))
	}
	if t.Open() && v.now.Before(t.DueAt) {
		by = v.say("task.by", "time", v.clockOrMoment(t.DueAt), "in", v.until(t.DueAt, v.now))
	}
	if p := t.Problem; p != nil {
		return Lines(place, told(p.Text), v.mediaLine(*p), v.deadline(t))
	}
	return Lines(place, by)
}

// told is what somebody said of a fault; a long story folds.
func told(words string) Text {
	if utf8.RuneCountInString(words) > 200 {
		return Quote(Plain(words))
	}
	return Plain(words)
}

// servedBy is where and by when drinks are served.
func (v viewer) servedBy(t conference.Task) Text {
	args := []any{"place", v.roomName(t.Room), "time", v.clockOrMoment(t.DueAt)}
	if !t.Open() || !v.now.Before(t.DueAt) || daysApart(t.DueAt, v.now, v.zone) > 0 {
		return v.say("tea.by", args...)
	}
	return v.say("tea.by.in", append(args, "in", v.until(t.DueAt, v.now))...)
}

// clockOrMoment is the time of day, with the date when that is not today.
func (v viewer) clockOrMoment(t time.Time) string {
	if daysApart(t, v.now, v.zone) == 0 {
		return v.clock(t)
	}
	return v.moment(t, v.now)
}

func (v viewer) teaAmount(o conference.TeaOrder) Text {
	return v.say("tea.amount", "tea", v.teaKind(o.Tea), "cups", o.Cups)
}

// teaKind is the word for a kind of tea; one that the settings name and the locale does not is shown as it is.
func (l locale) teaKind(code string) string {
	if key := "tea.kind." + code; l.has(key) {
		return l.label(key)
	}
	return line(code)
}

func (v viewer) teaNote(note string) Text {
	if line(note) == "" {
		return Text{}
	}
	return v.say("tea.note", "note", line(note))
}

func (l locale) problemKind(k conference.ProblemKind) Text { return l.say("problem.kind." + string(k)) }

func (l locale) crew(c conference.Crew) string { return l.label("task.crew." + string(c)) }

func (v viewer) mediaLine(p conference.ProblemReport) Text {
	var photos, voice Text
	if len(p.Photos) > 0 {
		photos = v.say("task.media.photos", "photos", len(p.Photos))
	}
	if p.Voice != "" {
		voice = v.say("task.media.voice")
	}
	return Join(" · ", photos, voice)
}

// taskOrigin is who reported a fault, for those who go and see; the reporter knows.
func (v viewer) taskOrigin(t conference.Task) Text {
	if t.Problem == nil {
		return Text{}
	}
	var others Text
	if len(t.Others) > 0 {
		others = v.say("task.joined", "n", len(t.Others))
	}
	if t.Requester.ID == v.person.ID {
		return others
	}
	args := []any{"name", t.Requester.Name, "time", v.clockOrMoment(t.CreatedAt)}
	if t.Requester.Department == "" {
		return Lines(v.say("task.reporter", args...), others)
	}
	return Lines(v.say("task.reporter.department", append(args, "department", t.Requester.Department)...), others)
}

func (v viewer) reopened(t conference.Task) Text {
	if t.Reopened == 0 || !t.Open() || t.Requester.ID == v.person.ID {
		return Text{}
	}
	return v.say("task.reopened", "n", t.Reopened)
}

// taskStatus is where the task stands, in one line.
func (v viewer) taskStatus(t conference.Task) Text {
	switch t.Status {
	case conference.TaskOffered:
		if v.may(conference.ActionClaimTask, t.RelationTo(v.person)) {
			return Text{} // the button says it
		}
		return v.say("task.offered", "crew", v.crew(t.Crew))
	case conference.TaskClaimed:
		return v.whoHasIt(t, "task.claimed", "task.claimed.you")
	case conference.TaskStarted:
		return v.whoHasIt(t, v.ofKind("task.started", t), "task.started.you")
	case conference.TaskDone:
		return v.say(v.ofKind("task.done", t), "time", v.clockOrMoment(t.EndedAt), "name", t.Claimer.Name)
	case conference.TaskFailed:
		return v.say(v.ofKind("task.failed", t), "name", t.Claimer.Name, "why", t.Outcome)
	default:
		return v.say(v.ofKind("task.cancelled", t))
	}
}

func (v viewer) whoHasIt(t conference.Task, somebody, you string) Text {
	if t.Claimer.ID == v.person.ID {
		return v.say(you)
	}
	return v.say(somebody, "name", t.Claimer.Name)
}

// taskKeys are the steps that the viewer can take now.
func (v viewer) taskKeys(t conference.Task, rel conference.Relation) Keyboard {
	b := button{verb: verbTask, id: t.ID, rev: int64(t.Revision)}
	var keys Keyboard
	if t.Status == conference.TaskOffered && v.may(conference.ActionClaimTask, rel) {
		keys = keys.row(b.with(string(conference.StepClaim)).key(v.label("task.button.claim")).styled(StylePrimary))
	}
	if (t.Status == conference.TaskClaimed || t.Status == conference.TaskStarted) && rel&conference.Claimer != 0 {
		done := b.with(string(conference.StepDone)).key(v.label(v.ofKind("task.button.done", t))).styled(StyleSuccess)
		if t.Status == conference.TaskClaimed {
			keys = keys.row(b.with(string(conference.StepStart)).key(v.label("task.button.start")).styled(StylePrimary), done)
		} else {
			keys = keys.row(done)
		}
		keys = keys.row(b.with(string(conference.StepFail)).key(v.label("task.button.fail")))
	}
	if p := t.Problem; p != nil && t.Open() && t.Requester.ID != v.person.ID && (len(p.Photos) > 0 || p.Voice != "") {
		label := "task.button.media"
		if len(p.Photos) == 0 {
			label = "task.button.voice"
		}
		keys = keys.row(b.with(argMedia).key(v.label(label)))
	}
	return slices.Concat(keys, v.habitsKeys(t, rel), v.requesterKeys(t, rel, b))
}

func (v viewer) requesterKeys(t conference.Task, rel conference.Relation, b button) Keyboard {
	var keys Keyboard
	if t.Open() && t.Requester.ID == v.person.ID {
		keys = keys.row(b.with(string(conference.StepCancel)).key(v.label(v.ofKind("task.button.cancel", t))))
	}
	ended := t.Status == conference.TaskDone || t.Status == conference.TaskFailed
	if t.Kind == conference.TaskProblem && ended && rel&conference.Requester != 0 && v.may(conference.ActionReopenTask, rel) {
		keys = keys.row(b.with(string(conference.StepReopen)).key(v.label("task.button.reopen")))
	}
	return keys
}
