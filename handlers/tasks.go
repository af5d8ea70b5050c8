package handlers

import (
	"context"
	"strconv"
	"strings"

	"huiwu/conference"
	"huiwu/language"
)

// taskStore is what the crews' work needs.
type taskStore interface {
	// Task returns CodeNotFound.
	Task(ctx context.Context, id int64) (conference.Task, error)
	// TasksFor are the open tasks that the person has claimed, and those offered to their crew.
	TasksFor(ctx context.Context, person conference.Person) ([]conference.Task, error)
	// StepTask takes a step; rev is the task's as the button showed it.
	StepTask(ctx context.Context, ch conference.Change, id int64, rev int, step conference.TaskStep, note string) (conference.Task, error)
	// TickItem ticks a line or takes the tick back; several tick one list, so it asks for no revision.
	TickItem(ctx context.Context, ch conference.Change, id int64, item int, done bool) (conference.Task, error)
	handStore
	proofStore
}

// tasks is the work of the crews: the card of a task and its steps, and the list of mine.
type tasks struct {
	*core
	store taskStore
}

func newTasks(c *core, s taskStore) *tasks { return &tasks{core: c, store: s} }

func (*tasks) name() string                    { return "task" }
func (*tasks) commands() []string              { return []string{"tasks", commandFiles} }
func (*tasks) verbs() []string                 { return []string{verbTask} }
func (*tasks) intents() []language.Intent      { return nil }
func (*tasks) subject() conference.SubjectKind { return conference.SubjectTask }

func (c *tasks) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Button != nil:
		return c.tapped(ctx, t)
	case t.Command == commandFiles:
		return c.sent(ctx, t)
	case t.Command != "":
		return c.list(ctx, t)
	}
	return c.answered(ctx, t)
}

// answered takes the word, the name or the picture that a card has asked for.
func (c *tasks) answered(ctx context.Context, t *turn) (Reply, error) {
	switch t.dialog.Step {
	case argPhoto, argHere:
		return c.pictured(ctx, t)
	case argHand:
		return c.named(ctx, t)
	}
	return c.why(ctx, t)
}

// show answers an update that comes twice: the card as it stands.
func (c *tasks) show(ctx context.Context, t *turn) (Reply, error) {
	var f asked
	if t.dialog.Step == argHere {
		return c.askWhich(ctx, t)
	}
	if err := t.recall(&f); err != nil {
		return Reply{}, err
	}
	m, err := c.draw(ctx, t.viewer, f.ID)
	if err != nil {
		return Reply{}, err
	}
	return reply(t.inPlace(m))
}

func (c *tasks) tapped(ctx context.Context, t *turn) (Reply, error) {
	switch arg := t.button.arg; {
	case arg == argOpen:
		m, err := c.draw(ctx, t.viewer, t.button.id)
		m.Chat = t.Chat.ID
		return Reply{Messages: []Message{m}}, err
	case arg == argBack:
		return c.back(ctx, t)
	case arg == argMedia:
		return c.media(ctx, t)
	case arg == argHand:
		return c.askWhom(ctx, t)
	case strings.HasPrefix(arg, argTo):
		return c.chosen(ctx, t)
	case arg == argTake, arg == argPass:
		return c.answerHand(ctx, t)
	case arg == argPhoto:
		return c.askPhoto(ctx, t)
	case arg == argHere:
		return c.belongs(ctx, t)
	case arg == argOff:
		return c.askOff(ctx, t)
	case conference.TaskStep(arg) == conference.StepFail:
		return c.askWhy(ctx, t)
	case strings.HasPrefix(arg, argWhy):
		return c.quickWhy(ctx, t)
	case ticks(arg):
		return c.tick(ctx, t)
	}
	return c.take(ctx, t, t.button.id, int(t.button.rev), conference.TaskStep(t.button.arg), "")
}

// ticks tells whether a button's argument is tickArg's.
func ticks(arg string) bool {
	rest, ok := strings.CutPrefix(arg, argTick)
	return ok && rest != "" && rest[0] >= '0' && rest[0] <= '9'
}

// tick ticks a line of the list, or takes the tick back. A button of a list that has moved is stale.
func (c *tasks) tick(ctx context.Context, t *turn) (Reply, error) {
	task, err := c.visible(ctx, t.viewer, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	item, done, ok := parseTick(t.button.arg, task)
	if !ok {
		return Reply{}, staleTask(task)
	}
	if task, err = c.store.TickItem(ctx, t.change(), task.ID, item, done); err != nil {
		return Reply{}, err
	}
	return reply(t.settled(c.name(), task.ID, t.inPlace(t.taskMessage(task))))
}

// take takes a step and shows the card as it is then.
func (c *tasks) take(ctx context.Context, t *turn, id int64, rev int, step conference.TaskStep, note string) (Reply, error) {
	task, err := c.store.StepTask(ctx, t.change(), id, rev, step, note)
	if err != nil {
		return Reply{}, err
	}
	word := "task.toast." + string(step)
	if step == conference.StepFail && task.Requester.ID == 0 {
		word = "task.toast.fail.crew"
	}
	m := t.settled(c.name(), id, t.inPlace(t.taskMessage(task)))
	return toast(t.label(word)).with(m), nil
}

// taskMessage is the task's live card. Those who shall do something about a fault see and hear it too.
func (v viewer) taskMessage(t conference.Task) Message {
	text, keys := v.taskCard(t)
	m := Message{Text: text, Keyboard: keys,
		Card: &CardRef{Subject: t.Subject(), PersonID: v.person.ID, Revision: plainCard(t.Revision)}}
	if p := t.Problem; p != nil && t.Open() && len(keys) > 0 && t.Requester.ID != v.person.ID {
		m.Photos, m.Voice = p.Photos, p.Voice
	}
	return m
}

// inPlace puts a card into the event's chat: where it was tapped, else at the bottom.
func (t *turn) inPlace(m Message) Message {
	m.Chat = t.Chat.ID
	if t.Button != nil {
		m.Edit = t.Button.MessageID
	}
	return m
}

// draw is the task's card for whoever may see it.
func (c *tasks) draw(ctx context.Context, v viewer, id int64) (Message, error) {
	if v.person.Has(conference.RoleCrewChat) {
		return c.drawCrew(ctx, v, id)
	}
	task, err := c.visible(ctx, v, id)
	if err != nil {
		return Message{}, err
	}
	return v.taskMessage(task), nil
}

func (c *tasks) visible(ctx context.Context, v viewer, id int64) (conference.Task, error) {
	task, err := c.store.Task(ctx, id)
	if err != nil {
		return conference.Task{}, err
	}
	if !v.may(conference.ActionSeeTask, task.RelationTo(v.person)) {
		return conference.Task{}, conference.Refuse(conference.CodeForbidden)
	}
	return task, nil
}

// askWhy asks for the word that goes with "can't do it", on the card itself.
func (c *tasks) askWhy(ctx context.Context, t *turn) (Reply, error) {
	task, err := c.visible(ctx, t.viewer, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	if task.Revision != int(t.button.rev) {
		return Reply{}, staleTask(task)
	}
	if err := t.askOn(c.name(), argWhy, task.ID); err != nil {
		return Reply{}, err
	}
	text, _ := t.taskCard(task)
	return reply(t.edit(Blocks(text, t.say("task.why")), t.whyKeys(task)))
}

func (v viewer) whyKeys(task conference.Task) Keyboard {
	b := button{verb: verbTask, id: task.ID, rev: int64(task.Revision)}
	var quick []Key
	for i, reason := range failReasons(task.Kind) {
		quick = append(quick, b.with(argWhy+strconv.Itoa(i)).key(v.label(reason)))
	}
	return Keyboard{}.grid(2, quick...).row(b.with(string(conference.StepRelease)).key(v.label("task.button.release")),
		b.with(argBack).key(v.label("task.button.back")))
}

// quickWhy takes one of the reasons offered.
func (c *tasks) quickWhy(ctx context.Context, t *turn) (Reply, error) {
	task, err := c.visible(ctx, t.viewer, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	reasons := failReasons(task.Kind)
	i, err := strconv.Atoi(strings.TrimPrefix(t.button.arg, argWhy))
	if err != nil || i < 0 || i >= len(reasons) {
		return Reply{}, staleTask(task)
	}
	return c.take(ctx, t, task.ID, int(t.button.rev), conference.StepFail, t.label(reasons[i]))
}

// why takes the reason in the person's own words.
func (c *tasks) why(ctx context.Context, t *turn) (Reply, error) {
	var f asked
	if err := t.recall(&f); err != nil || len(t.Files) > 0 || c.whole(t.reading) == language.IntentBook {
		return Reply{}, errElsewhere
	}
	r, err := c.take(ctx, t, f.ID, 0, conference.StepFail, line(t.Text))
	return t.giveUp(r, err)
}

// back gives the card its usual buttons again.
func (c *tasks) back(ctx context.Context, t *turn) (Reply, error) {
	m, err := c.draw(ctx, t.viewer, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	return reply(t.settled(c.name(), t.button.id, t.inPlace(m)))
}

// media sends the pictures and the voice message of a report, or the pictures that show the work.
func (c *tasks) media(ctx context.Context, t *turn) (Reply, error) {
	task, err := c.visible(ctx, t.viewer, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	photos, voice := t.media(task)
	if len(photos) == 0 && voice == "" {
		return Reply{}, staleTask(task)
	}
	var r Reply
	if len(photos) > 0 {
		m := t.answer(t.taskHead(task), nil)
		m.Photos = photos
		r = r.with(m)
	}
	if voice != "" {
		m := t.answer(Text{}, nil)
		m.Voice = voice
		r = r.with(m)
	}
	return r, nil
}
