package handlers

import (
	"context"
	"slices"
	"strconv"

	"huiwu/conference"
)

// show draws the draft, or the question it is at.
func (c *problem) show(ctx context.Context, t *turn) (Reply, error) {
	var d problemDraft
	if err := t.recall(&d); err != nil {
		return Reply{}, err
	}
	if t.dialog.Step == faultSent {
		task, err := c.store.Task(ctx, d.Task)
		if err != nil {
			return Reply{}, err
		}
		return reply(t.inPlace(t.taskMessage(task)))
	}
	text, err := c.draftText(ctx, t, d)
	if err != nil {
		return Reply{}, err
	}
	var keys Keyboard
	switch t.dialog.Step {
	case faultWhat:
		text, keys = Blocks(text, t.say("problem.ask.what")), Keyboard{}.row(t.faultKey(faultDrop, "problem.draft.drop"))
	case faultKind:
		text, keys = Blocks(text, t.say("problem.ask.kind")), t.kindKeys(d)
	case faultRoom:
		text = Blocks(text, t.say("problem.ask.room"))
		if keys, err = c.roomKeys(ctx, t, d); err != nil {
			return Reply{}, err
		}
	default:
		text, keys = Lines(text, t.say("problem.draft.next", "crew", t.crew(conference.ProblemCrew(d.Kind)))), t.draftKeys(d)
	}
	return reply(t.dialogMessage(text, keys))
}

// draftText is the report as far as it is known.
func (c *problem) draftText(ctx context.Context, t *turn, d problemDraft) (Text, error) {
	title := "problem.draft.title"
	if d.Urgent {
		title = "problem.draft.title.urgent"
	}
	var kind, place Text
	if d.Kind != "" {
		kind = t.problemKind(d.Kind)
	}
	switch {
	case d.Nowhere:
		place = t.say("problem.draft.place.none")
	case d.Room != 0:
		room, err := c.roomOf(ctx, t, d.Room)
		if err != nil {
			return Text{}, err
		}
		place = t.say("problem.draft.place", "place", t.roomName(room))
	}
	files := t.mediaLine(conference.ProblemReport{Photos: d.Photos, Voice: d.Voice})
	return Lines(Bold(Join(" · ", t.say(title), kind)), place, told(d.Text), files), nil
}

// roomOf is the room of an ID, zero when there is none any more.
func (c *problem) roomOf(ctx context.Context, t *turn, id int64) (conference.Room, error) {
	return c.room(ctx, t, func(r conference.Room) bool { return r.ID == id })
}

// roomNumbered is the room of a number, zero when there is none.
func (c *problem) roomNumbered(ctx context.Context, t *turn, number string) (conference.Room, error) {
	return c.room(ctx, t, func(r conference.Room) bool { return r.Number == number && !r.Removed })
}

func (c *problem) room(ctx context.Context, t *turn, is func(conference.Room) bool) (conference.Room, error) {
	_, rooms, err := c.names.get(ctx, t.now)
	if i := slices.IndexFunc(rooms, is); i >= 0 {
		return rooms[i], err
	}
	return conference.Room{}, err
}

func (t *turn) faultKey(arg, label string, args ...any) Key {
	return t.dialogButton(verbProblem, arg).key(t.label(label, args...))
}

func (t *turn) draftKeys(d problemDraft) Keyboard {
	urgent := "problem.draft.urgent"
	if d.Urgent {
		urgent = "problem.draft.normal"
	}
	return Keyboard{}.
		row(t.faultKey(faultSend, "problem.draft.send").styled(StylePrimary), t.faultKey(faultUrgent, urgent)).
		row(t.faultKey(faultRoom, "problem.draft.room"), t.faultKey(faultKind, "problem.draft.kind")).
		row(t.faultKey(faultWhat, "problem.draft.text"), t.faultKey(faultDrop, "problem.draft.drop"))
}

func (t *turn) kindKeys(d problemDraft) Keyboard {
	var keys []Key
	for _, k := range conference.ProblemKinds {
		label := t.problemKind(k).String()
		if k == d.Kind {
			label = t.label("problem.chosen", "label", label)
		}
		keys = append(keys, t.dialogButton(verbProblem, faultKind+"."+string(k)).key(label))
	}
	return Keyboard{}.grid(2, keys...).row(t.faultKey(faultDrop, "problem.draft.drop"))
}

// roomKeys offers the room of the meeting I am in, then building by building; with few rooms, all of them.
func (c *problem) roomKeys(ctx context.Context, t *turn, d problemDraft) (Keyboard, error) {
	_, rooms, err := c.names.get(ctx, t.now)
	if err != nil {
		return nil, err
	}
	houses, err := c.buildings(ctx, t)
	if err != nil {
		return nil, err
	}
	var keys []Key
	for _, number := range t.nearRooms() {
		if i := slices.IndexFunc(rooms, func(r conference.Room) bool { return r.Number == number && !r.Removed }); i >= 0 {
			keys = append(keys, t.roomKey(rooms[i]))
		}
	}
	few := len(rooms) <= 8
	for _, r := range rooms {
		if !r.Removed && (few || d.Building != "" && r.Building == d.Building) {
			keys = append(keys, t.roomKey(r))
		}
	}
	for i, h := range houses {
		if !few && d.Building == "" {
			keys = append(keys, t.dialogButton(verbProblem, faultBuilding+"."+strconv.FormatInt(int64(i), 36)).key(line(h)))
		}
	}
	last := []Key{t.faultKey(faultRoom+".0", "problem.room.none"), t.faultKey(faultDrop, "problem.draft.drop")}
	if d.Building != "" {
		last[1] = t.faultKey(faultBack, "problem.draft.back")
	}
	return Keyboard{}.grid(2, keys...).row(last...), nil
}

// nearRooms are the rooms that a typed name could mean.
func (t *turn) nearRooms() []string {
	if t.reading.Room == nil {
		return nil
	}
	return t.reading.Room.Candidates[:min(len(t.reading.Room.Candidates), 4)]
}

func (t *turn) roomKey(r conference.Room) Key {
	return t.dialogButton(verbProblem, faultRoom+"."+strconv.FormatInt(r.ID, 36)).key(t.roomName(r))
}

// buildings are the buildings that have rooms, in the rooms' order.
func (c *problem) buildings(ctx context.Context, t *turn) ([]string, error) {
	_, rooms, err := c.names.get(ctx, t.now)
	var houses []string
	for _, r := range rooms {
		if !r.Removed && r.Building != "" && !slices.Contains(houses, r.Building) {
			houses = append(houses, r.Building)
		}
	}
	return houses, err
}
