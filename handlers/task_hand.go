package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// handStore is what putting a task before a colleague needs.
type handStore interface {
	// Colleagues are those who can be asked now: of the task's crew, on duty, reached, and not on it.
	Colleagues(ctx context.Context, t conference.Task, now time.Time) ([]conference.Person, error)
	HandOver(ctx context.Context, ch conference.Change, id int64, rev int, to int64) (conference.Task, error)
	AnswerHandOver(ctx context.Context, ch conference.Change, id int64, yes bool) (conference.Task, error)
}

// mostColleagues is how many are offered to choose from; the others are found by name.
const mostColleagues = 12

// askWhom asks which colleague shall take the task, on the card itself.
func (c *tasks) askWhom(ctx context.Context, t *turn) (Reply, error) {
	task, err := c.visible(ctx, t.viewer, t.button.id)
	switch {
	case err != nil:
		return Reply{}, err
	case task.Revision != int(t.button.rev):
		return Reply{}, staleTask(task)
	case !task.MayHand(t.person):
		return Reply{}, conference.Refuse(conference.CodeTaskNotYours)
	}
	there, err := c.colleagues(ctx, t, task)
	if err != nil {
		return Reply{}, err
	}
	if err := t.askOn(c.name(), argHand, task.ID); err != nil {
		return Reply{}, err
	}
	question := t.say("task.hand.who")
	if len(there) == 0 {
		question = t.say("task.hand.nobody")
	}
	text, _ := t.taskCard(task)
	return reply(t.edit(Blocks(text, question), t.colleagueKeys(task, there)))
}

// colleagues are those who can be asked, other than the person themself.
func (c *tasks) colleagues(ctx context.Context, t *turn, task conference.Task) ([]conference.Person, error) {
	there, err := c.store.Colleagues(ctx, task, t.now)
	return slices.DeleteFunc(there, func(p conference.Person) bool { return p.ID == t.person.ID }), wrap("colleagues", err)
}

// colleagueKeys are the colleagues, and the crew as a whole for who may put the task before it again.
func (v viewer) colleagueKeys(task conference.Task, there []conference.Person) Keyboard {
	b := button{verb: verbTask, id: task.ID, rev: int64(task.Revision)}
	var keys []Key
	for _, p := range there[:min(len(there), mostColleagues)] {
		keys = append(keys, b.with(argTo+strconv.FormatInt(p.ID, 36)).key(short(line(p.Name), 16)))
	}
	back := []Key{b.with(argBack).key(v.label("task.button.back"))}
	if task.MayPutBack(v.person) {
		back = append([]Key{b.with(string(conference.StepRelease)).key(v.label("task.button.release"))}, back...)
	}
	return Keyboard{}.grid(2, keys...).row(back...)
}

// chosen asks the colleague whose button was tapped.
func (c *tasks) chosen(ctx context.Context, t *turn) (Reply, error) {
	to, err := strconv.ParseInt(strings.TrimPrefix(t.button.arg, argTo), 36, 64)
	if err != nil {
		return Reply{}, conference.Refuse(conference.CodeStale, "kind", conference.SubjectTask, "id", t.button.id)
	}
	return c.handTo(ctx, t, t.button.id, int(t.button.rev), to)
}

func (c *tasks) handTo(ctx context.Context, t *turn, id int64, rev int, to int64) (Reply, error) {
	task, err := c.store.HandOver(ctx, t.change(), id, rev, to)
	if err != nil {
		return Reply{}, err
	}
	m := t.settled(c.name(), id, t.inPlace(t.taskMessage(task)))
	return toast(t.label("task.toast.hand", "name", task.HandTo.Name)).with(m), nil
}

// named takes the name of a colleague as it was typed; several of that name are offered.
func (c *tasks) named(ctx context.Context, t *turn) (Reply, error) {
	var a asked
	if err := t.recall(&a); err != nil || len(t.Files) > 0 || c.whole(t.reading) != language.IntentUnknown {
		return Reply{}, errElsewhere
	}
	task, err := c.visible(ctx, t.viewer, a.ID)
	if err != nil {
		return t.giveUp(Reply{}, err)
	}
	there, err := c.colleagues(ctx, t, task)
	if err != nil {
		return Reply{}, err
	}
	name := strings.ToLower(line(t.Text))
	fits := slices.DeleteFunc(slices.Clone(there), func(p conference.Person) bool { return !strings.Contains(strings.ToLower(p.Name), name) })
	switch {
	case len(fits) == 1:
		r, err := c.handTo(ctx, t, task.ID, 0, fits[0].ID)
		return t.giveUp(r, err)
	case len(fits) > 1:
		return reply(t.answer(t.say("task.hand.several", "name", short(line(t.Text), 20)), t.colleagueKeys(task, fits)))
	case asksFor(t.reading):
		return Reply{}, errElsewhere
	}
	return reply(t.answer(t.say("task.hand.unknown", "name", short(line(t.Text), 20)), t.colleagueKeys(task, there)))
}

// answerHand is the colleague's yes or no.
func (c *tasks) answerHand(ctx context.Context, t *turn) (Reply, error) {
	task, err := c.store.AnswerHandOver(ctx, t.change(), t.button.id, t.button.arg == argTake)
	if err != nil {
		return Reply{}, err
	}
	return toast(t.label("task.toast." + t.button.arg)).with(t.inPlace(t.taskMessage(task))), nil
}
