package handlers

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huiwu/conference"
)

// mostTasks is how many tasks a list offers to open.
const mostTasks = 8

// list is what I have in hand and what waits for a taker, each a tap away.
func (c *tasks) list(ctx context.Context, t *turn) (Reply, error) {
	all, err := c.store.TasksFor(ctx, t.person)
	if err != nil {
		return Reply{}, err
	}
	text, keys := t.taskList(all)
	return reply(t.answer(text, keys))
}

// taskList shows the most pressing first: those that the viewer is asked to take, those in hand, then those offered,
// each by when they are due.
func (v viewer) taskList(all []conference.Task) (Text, Keyboard) {
	if len(all) == 0 {
		return Lines(Bold(v.say("task.list.title")), v.say("task.list.none")), nil
	}
	v.sortTasks(all)
	shown := all
	var more Text
	if len(shown) > mostTasks {
		more = v.say("task.list.more", "n", len(shown)-mostTasks)
		shown = shown[:mostTasks]
	}
	var keys Keyboard
	var lines [3][]Text
	for _, task := range shown {
		place := v.standing(task)
		lines[place] = append(lines[place], v.taskLine(task))
		b := button{verb: verbTask, id: task.ID, rev: int64(task.Revision), arg: argOpen}
		keys = keys.row(b.key(v.label("task.list.button", "time", v.clockOrMoment(v.nextDue(task)), "what", v.taskShort(task))))
	}
	return Blocks(Bold(v.say("task.list.title")), v.taskBlock("task.list.asked", lines[0]), v.taskBlock("task.list.now", lines[1]),
		v.taskBlock("task.list.next", lines[2]), more), keys
}

func (v viewer) taskBlock(key string, lines []Text) Text {
	if len(lines) == 0 {
		return Text{}
	}
	return Lines(Bold(v.say(key)), Lines(lines...))
}

// standing is how the viewer stands to a task of the list: asked to take it, on it, or one of those who could be.
func (v viewer) standing(t conference.Task) int {
	switch {
	case t.Asks(v.person.ID):
		return 0
	case t.Has(v.person.ID):
		return 1
	}
	return 2
}

// sortTasks sorts by how the viewer stands to them, urgent and early ones first.
func (v viewer) sortTasks(all []conference.Task) {
	urgent := func(t conference.Task) int {
		if t.Urgent {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b conference.Task) int {
		return cmp.Or(cmp.Compare(v.standing(a), v.standing(b)), cmp.Compare(urgent(a), urgent(b)), v.nextDue(a).Compare(v.nextDue(b)))
	})
}

// nextDue is when something about the task is due next: of rounds, the next one.
func (v viewer) nextDue(t conference.Task) time.Time {
	if i, waits := t.NextRound(); waits && t.Kind == conference.TaskRounds {
		return t.Items[i].At
	}
	return t.DueAt
}

// taskLine is a task in one line: by when, what, where, for which meeting, how far.
func (v viewer) taskLine(t conference.Task) Text {
	what := v.taskName(t)
	if t.Problem != nil {
		key := "task.problem"
		if t.Urgent {
			key = "task.problem.urgent"
		}
		what = Join(" · ", v.say(key), Plain(short(line(t.Problem.Text), 20)))
	}
	at := Plain(v.clockOrMoment(v.nextDue(t)))
	if v.now.After(v.nextDue(t)) || t.Overdue(v.now) {
		at = Join(" ", Plain("⚠️"), at)
	}
	var place, meeting Text
	if t.Room.ID != 0 {
		place = Plain(v.roomName(t.Room))
	}
	if !t.Meeting.Start.IsZero() {
		meeting = v.say("task.meeting", "span", v.meetingSpan(t))
	}
	return Join(" · ", at, what, place, v.briefly(t), meeting)
}

// taskShort is a task as a button names it.
func (v viewer) taskShort(t conference.Task) string {
	if t.Tea != nil {
		return Join(" ", v.teaAmount(*t.Tea), Plain(t.Room.Number)).String()
	}
	if t.Problem == nil {
		return Join(" ", Plain(t.Room.Number), v.taskName(t)).String()
	}
	return Join(" ", Plain(t.Room.Number), v.problemKind(t.Problem.Kind)).String()
}

// staleTask says that the task has moved on since its button was drawn.
func staleTask(t conference.Task) error {
	return conference.Refuse(conference.CodeStale, "kind", conference.SubjectTask, "id", t.ID)
}
