package handlers

import (
	"context"
	"strconv"

	"huiwu/conference"
	"huiwu/language"
)

// The buttons of habits: verbHabits is the keeper's own, verbHonour stands on a task's card and shows, under the card,
// what those who come to its meeting like.
const (
	verbHabits = "habit"
	verbHonour = "honour"
)

// habitsStore is what leaders' habits need. Nobody gets them but who may see them.
type habitsStore interface {
	SearchPeople(ctx context.Context, query string, limit int) ([]conference.Person, error)
	Task(ctx context.Context, id int64) (conference.Task, error)
	// HabitsOf is for who keeps them; HabitsAt for who serves the meeting. CodeForbidden for anybody else.
	HabitsOf(ctx context.Context, viewer, personID int64) (conference.Habits, error)
	HabitsAt(ctx context.Context, viewer, bookingID int64) ([]conference.Habits, error)
	KeepHabits(ctx context.Context, ch conference.Change, personID int64, words string) (conference.Habits, error)
}

// habits are leaders' habits (S100, S101): kept by the information centre, shown to who serves them.
type habits struct {
	*core
	store habitsStore
}

func newHabits(c *core, s habitsStore) *habits { return &habits{core: c, store: s} }

func (*habits) name() string               { return "habits" }
func (*habits) commands() []string         { return []string{"habits"} }
func (*habits) verbs() []string            { return []string{verbHabits, verbHonour} }
func (*habits) intents() []language.Intent { return nil }

// habitsDraft is whose habits are looked at. What is typed goes straight into the records and is never kept here.
type habitsDraft struct {
	Person int64  `json:"p,omitempty"`
	Query  string `json:"q,omitempty"`
}

// What the dialog is asking for; also the args of its buttons, those with a value after a dot.
const (
	habitsWho   = "who"
	habitsSee   = "see"
	habitsWrite = "write"
	habitsClear = "clear"
	habitsEnd   = "end"
)

func (c *habits) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Button != nil && t.button.verb == verbHonour:
		return c.honour(ctx, t)
	case !t.may(conference.ActionKeepHabits, 0):
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	case t.Button != nil:
		return tapped(ctx, t, c.name(), c.tapped)
	case t.Command != "":
		if !t.Chat.Private { // they are nobody else's business
			return reply(t.answer(t.say("habits.private"), nil))
		}
		t.reopen(c.name())
		return c.at(ctx, t, habitsDraft{Query: short(line(t.Args), 20)}, habitsWho)
	case t.in(c.name()) && len(t.Files) == 0 && c.whole(t.reading) == language.IntentUnknown:
		return c.answered(ctx, t)
	}
	return Reply{}, errElsewhere
}

// at keeps whose habits are looked at and shows them at a step.
func (c *habits) at(ctx context.Context, t *turn, d habitsDraft, step string) (Reply, error) {
	t.dialog.Step = step
	if err := t.keep(d); err != nil {
		return Reply{}, err
	}
	return c.show(ctx, t)
}

// answered takes a name, or what somebody likes.
func (c *habits) answered(ctx context.Context, t *turn) (Reply, error) {
	var d habitsDraft
	if err := t.recall(&d); err != nil {
		return Reply{}, errElsewhere
	}
	switch t.dialog.Step {
	case habitsWho:
		return c.at(ctx, t, habitsDraft{Query: short(line(t.Text), 20)}, habitsWho)
	case habitsWrite:
		return c.keep(ctx, t, d, line(t.Text))
	}
	return Reply{}, errElsewhere
}

// keep writes what somebody likes, or clears it.
func (c *habits) keep(ctx context.Context, t *turn, d habitsDraft, words string) (Reply, error) {
	_, err := c.store.KeepHabits(ctx, t.change(), d.Person, words)
	if conference.CodeOf(err) == conference.CodeNothingToChange {
		err = nil
	}
	if err != nil {
		return t.giveUp(Reply{}, err)
	}
	r, err := c.at(ctx, t, d, habitsSee)
	r.Toast = t.label("habits.kept")
	return r, err
}

// tapped answers the keeper's buttons.
func (c *habits) tapped(ctx context.Context, t *turn, d habitsDraft, what, value string) (Reply, error) {
	switch what {
	case habitsEnd:
		t.close()
		return reply(t.edit(t.say("habits.closed"), nil))
	case habitsWho:
		return c.at(ctx, t, habitsDraft{}, habitsWho)
	case habitsClear:
		return c.keep(ctx, t, d, "")
	case habitsWrite:
		return c.at(ctx, t, d, habitsWrite)
	}
	if value != "" {
		id, err := strconv.ParseInt(value, 36, 64)
		if err != nil {
			return Reply{}, conference.Refuse(conference.CodeStale)
		}
		d = habitsDraft{Person: id}
	}
	return c.at(ctx, t, d, habitsSee)
}

// show draws the search, or a person's habits.
func (c *habits) show(ctx context.Context, t *turn) (Reply, error) {
	var d habitsDraft
	if err := t.recall(&d); err != nil {
		return Reply{}, err
	}
	end := t.habitsKey(habitsEnd, "habits.end")
	if d.Person == 0 {
		return c.search(ctx, t, d, end)
	}
	h, err := c.store.HabitsOf(ctx, t.person.ID, d.Person)
	if err != nil {
		return Reply{}, err
	}
	text := Lines(Bold(t.say("habits.title.of", "name", t.personLabel(h.Person))), t.habitsWords(h))
	if t.dialog.Step == habitsWrite {
		return reply(t.dialogMessage(Blocks(text, t.say("habits.ask")), Keyboard{}.row(t.habitsKey(habitsSee, "habits.back"))))
	}
	keys := Keyboard{}
	if h.Words == "" {
		keys = keys.row(t.habitsKey(habitsWrite, "habits.write").styled(StylePrimary))
	} else {
		keys = keys.row(t.habitsKey(habitsWrite, "habits.rewrite"), t.habitsKey(habitsClear, "habits.clear").styled(StyleDanger))
	}
	return reply(t.dialogMessage(text, keys.row(t.habitsKey(habitsWho, "habits.another"), end)))
}

func (t *turn) habitsKey(arg, label string) Key {
	return t.dialogButton(verbHabits, arg).key(t.label(label))
}

// habitsWords is what is kept, by whom and since when.
func (v viewer) habitsWords(h conference.Habits) Text {
	if h.Words == "" {
		return v.say("habits.none")
	}
	return Lines(Plain(line(h.Words)), v.say("habits.by", "name", h.KeptBy.Name, "day", v.day(h.KeptAt, v.now)))
}

// search offers the people of a name.
func (c *habits) search(ctx context.Context, t *turn, d habitsDraft, end Key) (Reply, error) {
	title := Bold(t.say("habits.title"))
	if d.Query == "" {
		return reply(t.dialogMessage(Lines(title, t.say("habits.who")), Keyboard{}.row(end)))
	}
	people, err := c.store.SearchPeople(ctx, d.Query, mostFound)
	if err != nil {
		return Reply{}, err
	}
	if len(people) == 0 {
		return reply(t.dialogMessage(Lines(title, t.say("habits.nobody", "query", d.Query)), Keyboard{}.row(end)))
	}
	var keys Keyboard
	for _, p := range people {
		keys = keys.row(t.dialogButton(verbHabits, habitsSee+"."+strconv.FormatInt(p.ID, 36)).key(t.personLabel(p)))
	}
	return reply(t.dialogMessage(Lines(title, t.say("habits.found")), keys.row(end)))
}

// honour shows, under the card of a task, what those who come to its meeting like; in a private chat only.
func (c *habits) honour(ctx context.Context, t *turn) (Reply, error) {
	task, err := c.store.Task(ctx, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	if !t.Chat.Private {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	all, err := c.store.HabitsAt(ctx, t.person.ID, task.BookingID)
	if err != nil {
		return Reply{}, err
	}
	lines := []Text{Bold(t.say("habits.title"))}
	for _, h := range all {
		lines = append(lines, t.say("habits.line", "name", h.Person.Name, "words", line(h.Words)))
	}
	if len(all) == 0 {
		lines = append(lines, t.say("habits.none"))
	}
	text, _ := t.taskCard(task)
	back := button{verb: verbTask, id: task.ID, rev: int64(task.Revision), arg: argBack}
	return reply(t.edit(Blocks(text, Lines(lines...)), Keyboard{}.row(back.key(t.label("task.button.back")))))
}

// habitsKeys lead whoever has a task to what the leaders who come to its meeting like.
func (v viewer) habitsKeys(t conference.Task, rel conference.Relation) Keyboard {
	if !t.Habits || !t.Open() || rel&conference.Claimer == 0 || !v.may(conference.ActionSeeHabits, rel) {
		return nil
	}
	return Keyboard{}.row(button{verb: verbHonour, id: t.ID, rev: int64(t.Revision)}.key(v.label("habits.button")))
}
