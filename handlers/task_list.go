package handlers

import (
	"context"
	"slices"

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

// taskList shows the most pressing first: those in hand before those offered, each by when they are due.
func (v viewer) taskList(all []conference.Task) (Text, Keyboard) {
	if len(all) == 0 {
		return Lines(Bold(v.say("task.list.title")), v.say("task.list.none")), nil
	}
	mine, offered := v.sortTasks(all)
	shown := slices.Concat(mine, offered)
	var more Text
	if len(shown) > mostTasks {
		more = v.say("task.list.more", "n", len(shown)-mostTasks)
		shown = shown[:mostTasks]
	}
	var keys Keyboard
	var now, next []Text
	for _, task := range shown {
		if task.Claimer.ID == v.person.ID {
			now = append(now, v.taskLine(task))
		} else {
			next = append(next, v.taskLine(task))
		}
		b := button{verb: verbTask, id: task.ID, rev: int64(task.Revision), arg: argOpen}
		keys = keys.row(b.key(v.label("task.list.button", "time", v.clockOrMoment(task.DueAt), "what", v.taskShort(task))))
	}
	return Blocks(Bold(v.say("task.list.title")), v.taskBlock("task.list.now", now), v.taskBlock("task.list.next", next), more), keys
}

func (v viewer) taskBlock(key string, lines []Text) Text {
	if len(lines) == 0 {
		return Text{}
	}
	return Lines(Bold(v.say(key)), Lines(lines...))
}

// sortTasks parts the tasks into those the viewer has and those offered, urgent and early ones first.
func (v viewer) sortTasks(all []conference.Task) (mine, offered []conference.Task) {
	for _, t := range all {
		if t.Claimer.ID == v.person.ID {
			mine = append(mine, t)
		} else {
			offered = append(offered, t)
		}
	}
	order := func(a, b conference.Task) int {
		if a.Urgent != b.Urgent {
			if a.Urgent {
				return -1
			}
			return 1
		}
		return a.DueAt.Compare(b.DueAt)
	}
	slices.SortStableFunc(mine, order)
	slices.SortStableFunc(offered, order)
	return mine, offered
}

// taskLine is a task in one line: by when, what, where.
func (v viewer) taskLine(t conference.Task) Text {
	what := v.taskName(t)
	if t.Problem != nil {
		key := "task.problem"
		if t.Urgent {
			key = "task.problem.urgent"
		}
		what = Join(" · ", v.say(key), Plain(short(line(t.Problem.Text), 20)))
	}
	var place Text
	if t.Room.ID != 0 {
		place = Plain(v.roomName(t.Room))
	}
	return Join(" · ", Plain(v.clockOrMoment(t.DueAt)), what, place, v.briefly(t))
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
