package handlers

import (
	"context"
	"slices"
	"strconv"
	"time"

	"huiwu/conference"
)

// show draws the draft, or the question it is at.
func (c *assign) show(ctx context.Context, t *turn) (Reply, error) {
	var d assignDraft
	if err := t.recall(&d); err != nil {
		return Reply{}, err
	}
	if _, _, err := c.names.get(ctx, t.now); err != nil { // the rooms are known from here on
		return Reply{}, err
	}
	text, err := c.draftText(ctx, t, d)
	if err != nil {
		return Reply{}, err
	}
	drop := t.assignKey(assignDrop, "assign.drop")
	back := Keyboard{}.row(t.assignKey(assignBack, "assign.back"))
	if d.Person == 0 && d.Crew == "" || d.What == "" {
		back = Keyboard{}.row(drop)
	}
	var keys Keyboard
	switch t.dialog.Step {
	case assignWhom:
		question, offered, err := c.whom(ctx, t, d)
		if err != nil {
			return Reply{}, err
		}
		text, keys = Blocks(text, question), slices.Concat(offered, back)
	case assignWhat:
		text, keys = Blocks(text, t.say("assign.ask.what")), back
	case assignWhere:
		if d.Room != 0 {
			keys = keys.row(t.assignKey(assignWhere+".0", "assign.nowhere"))
		}
		text, keys = Blocks(text, t.say("assign.ask.room")), append(keys, back...)
	case assignUntil:
		text, keys = Blocks(text, t.say("assign.ask.due")), append(t.dueKeys(), back...)
	default:
		keys = Keyboard{}.row(t.assignKey(assignSend, "assign.send").styled(StylePrimary)).
			row(t.assignKey(assignWhom, "assign.change.whom"), t.assignKey(assignWhat, "assign.change.what")).
			row(t.assignKey(assignWhere, "assign.change.room"), t.assignKey(assignUntil, "assign.change.due")).row(drop)
	}
	return reply(t.dialogMessage(text, keys))
}

func (t *turn) assignKey(arg, label string) Key {
	return t.dialogButton(verbAssign, arg).key(t.label(label))
}

// draftText is the job as far as it is known.
func (c *assign) draftText(ctx context.Context, t *turn, d assignDraft) (Text, error) {
	var whom, what, place Text
	switch {
	case d.Person != 0:
		p, err := c.store.Person(ctx, d.Person)
		if err != nil {
			return Text{}, err
		}
		whom = t.say("assign.whom", "whom", t.personLabel(p))
	case d.Crew != "":
		whom = t.say("assign.whom", "whom", t.crew(d.Crew))
	}
	if d.What != "" {
		what = told(d.What)
	}
	rooms := c.names.known()
	if i := slices.IndexFunc(rooms, func(r conference.Room) bool { return r.ID == d.Room }); i >= 0 && d.Room != 0 {
		place = t.say("card.where", "where", t.roomName(rooms[i]))
	}
	due := d.Due
	if due.IsZero() {
		due = t.now.Add(c.settings.AssignWithin)
	}
	by := t.say("assign.by", "time", t.clockOrMoment(due))
	if whom.Empty() && what.Empty() {
		by = Text{}
	}
	return Lines(Bold(t.say("assign.title")), whom, what, place, by), nil
}

// whom asks who shall do it: those that a name may mean, or the crews.
func (c *assign) whom(ctx context.Context, t *turn, d assignDraft) (Text, Keyboard, error) {
	var people []conference.Person
	if d.Query != "" {
		var err error
		if people, err = c.workers(ctx, d.Query); err != nil {
			return Text{}, nil, err
		}
	}
	for _, id := range d.Maybe {
		p, err := c.store.Person(ctx, id)
		if err != nil {
			return Text{}, nil, err
		}
		people = append(people, p)
	}
	if len(people) > 0 {
		var keys Keyboard
		for _, p := range people {
			keys = keys.row(t.dialogButton(verbAssign, assignPerson+"."+strconv.FormatInt(p.ID, 36)).key(t.personLabel(p)))
		}
		return t.say("assign.found"), keys, nil
	}
	question := t.say("assign.ask.whom")
	if d.Query != "" {
		question = t.say("assign.nobody", "query", d.Query)
	}
	var keys []Key
	for _, crew := range conference.Crews {
		keys = append(keys, t.dialogButton(verbAssign, assignCrew+"."+string(crew)).key(t.crew(crew)))
	}
	return question, Keyboard{}.grid(2, keys...), nil
}

// dueKeys offer when it is to be done: soon, and at the end of the day and the next.
func (t *turn) dueKeys() Keyboard {
	var keys []Key
	for _, d := range []time.Duration{15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour} {
		keys = append(keys, t.dueKey(t.now.Add(d), t.label("when.in", "length", t.length(d))))
	}
	for day := range 2 {
		end := midnight(t.now, t.zone).AddDate(0, 0, day).Add(time.Duration(workdayStart+workdayLength) * time.Minute)
		if end.After(t.now) {
			keys = append(keys, t.dueKey(end, t.clockOrMoment(end)))
		}
	}
	return Keyboard{}.grid(2, keys...)
}

func (t *turn) dueKey(at time.Time, label string) Key {
	return t.dialogButton(verbAssign, assignUntil+"."+strconv.FormatInt(at.Unix(), 36)).key(label)
}
