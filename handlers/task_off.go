package handlers

import (
	"context"

	"huiwu/conference"
)

// askOff asks on the card itself whether a task shall be called off that others asked for, or the plan, and says who
// has taken it.
func (c *tasks) askOff(ctx context.Context, t *turn) (Reply, error) {
	task, err := c.visible(ctx, t.viewer, t.button.id)
	switch {
	case err != nil:
		return Reply{}, err
	case task.Revision != int(t.button.rev):
		return Reply{}, staleTask(task)
	case !t.mayCallOff(task):
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	question := t.say("task.off.ask")
	if names := t.teamOf(task); names != "" {
		question = t.say("task.off.ask.taken", "names", names)
	}
	b := button{verb: verbTask, id: task.ID, rev: int64(task.Revision)}
	text, _ := t.taskCard(task)
	return reply(t.edit(Blocks(text, question), Keyboard{}.row(
		b.with(string(conference.StepCancel)).key(t.label("task.button.off.yes")).styled(StyleDanger),
		b.with(argBack).key(t.label("task.button.back")))))
}
