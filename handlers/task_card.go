package handlers

import (
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
	argTick  = "i"     // ticks a line: see tickArg
	argHand  = "hand"  // asks which colleague
	argTo    = "to."   // asks that colleague, whose ID follows
	argTake  = "take"  // the colleague's yes
	argPass  = "pass"  // and no
	argPhoto = "photo" // asks for a picture that shows the work
	argHere  = "here"  // the picture just sent belongs to this task
	argOff   = "off"   // asks whether it shall be called off
)

// failReasons are the reasons offered for what can't be done: keys of the locale.
func failReasons(k conference.TaskKind) []string {
	switch k {
	case conference.TaskTea:
		return []string{"task.why.tea.late", "task.why.tea.supply", "task.why.elsewhere"}
	case conference.TaskProblem:
		return []string{"task.why.problem.parts", "task.why.problem.vendor", "task.why.elsewhere"}
	}
	return []string{"task.why.tea.supply", "task.why.elsewhere"}
}

// taskCard is a task as the viewer sees it: all of it for who has it, could have it, asked for it or oversees it; one
// line for the rest of the crew once it has all its hands.
func (v viewer) taskCard(t conference.Task) (Text, Keyboard) {
	rel := t.RelationTo(v.person)
	if !v.seesWhole(t, rel) {
		return v.taskBrief(t), nil
	}
	if t.Kind == conference.TaskRounds {
		return v.roundsCard(t, rel)
	}
	return Lines(v.taskHead(t), v.taskWhat(t), v.taskOrigin(t), v.reopened(t), v.done(t), v.missed(t), v.hands(t),
		Join(" · ", v.taskStatus(t), v.response(t)), v.agreement(t), v.handing(t), v.waiting(t, rel)), v.taskKeys(t, rel)
}

// overseers see the whole of a task whoever has it.
var overseers = []conference.Role{conference.RoleTeamLeader, conference.RoleDeputyLeader, conference.RoleLobbyManager, conference.RoleEnvironmentSupervisor,
	conference.RoleHotline, conference.RoleSupervisor, conference.RoleDepartmentManager, conference.RoleAdmin}

func (v viewer) seesWhole(t conference.Task, rel conference.Relation) bool {
	return t.Status == conference.TaskOffered || t.Missing() > 0 || rel&(conference.Claimer|conference.Requester|conference.Asked) != 0 ||
		v.person.Has(overseers...)
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
	if t.Tea != nil {
		return Bold(Join(" · ", v.taskName(t), number))
	}
	if t.Problem == nil {
		return Bold(Join(" · ", v.taskName(t), Join(" ", number, Plain(short(line(t.BookingTitle), 16)))))
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

// taskWhat is when, where and what.
func (v viewer) taskWhat(t conference.Task) Text {
	switch {
	case t.Tea != nil:
		return Lines(v.servedBy(t), v.teaAmount(*t.Tea), v.teaNote(t.Tea.Note), v.late(t))
	case t.Problem != nil:
		return Lines(v.taskPlace(t), told(t.Problem.Text), v.mediaLine(*t.Problem), v.deadline(t))
	}
	return Lines(v.taskWhen(t), v.taskPlace(t), v.asked(t))
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
		if v.may(conference.ActionClaimTask, t.RelationTo(v.person)) || t.Asks(v.person.ID) {
			return Text{} // the button says it
		}
		return v.say("task.offered", "crew", v.crew(t.Crew))
	case conference.TaskClaimed:
		return v.whoHasIt(t, "task.claimed", "task.claimed.you")
	case conference.TaskStarted:
		return v.whoHasIt(t, v.ofKind("task.started", t), "task.started.you")
	case conference.TaskDone:
		return v.say(v.ofKind("task.done", t), "time", v.clockOrMoment(t.EndedAt), "name", v.teamOf(t))
	case conference.TaskFailed:
		return v.failed(t)
	default:
		return v.say(v.ofKind("task.cancelled", t))
	}
}

// failed says by whom and why it was not done, as far as there is anybody and anything to say.
func (v viewer) failed(t conference.Task) Text {
	names := v.teamOf(t)
	switch {
	case t.Outcome != "":
		return v.say(v.ofKind("task.failed", t), "name", names, "why", t.Outcome)
	case names != "":
		return v.say("task.failed.silent", "name", names)
	}
	return v.say("task.failed.nobody")
}

func (v viewer) whoHasIt(t conference.Task, somebody, you string) Text {
	switch {
	case t.Hands > 1 && len(t.Team()) > 0 && v.seesWhole(t, t.RelationTo(v.person)):
		return Text{} // who is on it stands there
	case t.Has(v.person.ID):
		return v.say(you)
	case len(t.Helpers) > 0:
		return v.say("task.claimed.team", "names", v.teamOf(t))
	}
	return v.say(somebody, "name", t.Claimer.Name)
}
