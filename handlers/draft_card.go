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

// card shows the draft and asks for what it still needs; problem is what the last words ran into.
func (b *booking) card(ctx context.Context, t *turn, d *draft, problem error) (Reply, error) {
	return b.present(ctx, t, d, problem, "alt")
}

// present is card with what the ways on do: "alt" changes the draft, "take" books at once.
func (b *booking) present(ctx context.Context, t *turn, d *draft, problem error, way string) (Reply, error) {
	if d.Title == "" {
		d.Title = b.defaultTitle(t.viewer)
	}
	o, err := b.look(ctx, t, d)
	if err != nil {
		return Reply{}, err
	}
	step := t.dialog.Step
	if step == "" || d.Question != nil {
		step = d.missing()
	}
	if problem == nil {
		problem = o.refusal
	}
	t.dialog.Expect, d.Shown = expects(step), t.now.Unix()
	if err := t.keep(d); err != nil {
		return Reply{}, err
	}
	var asked Text
	keys := b.overview(t, d)
	switch ways := b.ways(t, d, o, way); {
	case problem != nil && len(ways) > 0 && (step == "" || step == stepRoom || step == stepHeads && o.refusal != nil):
		asked, keys = t.say("draft.ways"), slices.Concat(ways, b.waysBack(t, d))
	case step != "":
		asked, keys = b.asks(t, d, o, step)
	case problem != nil:
		keys = b.waysBack(t, d)
	}
	if problem != nil {
		asked = Lines(t.refusal(problem), asked)
	}
	return reply(t.dialogMessage(Blocks(b.summary(t.viewer, d, o), asked), keys))
}

// expects is what a bare answer to a step is read as.
func expects(step string) language.Slot {
	switch step {
	case stepDay, stepClock:
		return language.SlotTime
	case stepLength:
		return language.SlotDuration
	case stepHeads:
		return language.SlotHeadcount
	case stepRoom:
		return language.SlotRoom
	case stepTitle:
		return language.SlotTitle
	}
	return ""
}

// defaultTitle is what a meeting is called until somebody names it.
func (b *booking) defaultTitle(v viewer) string {
	if v.person.Department != "" {
		return v.label("draft.title_department", "department", v.person.Department)
	}
	return v.label("draft.title_person", "name", v.person.Name)
}

// summary is what is known, one line each.
func (b *booking) summary(v viewer, d *draft, o outlook) Text {
	head := v.say("draft.head")
	if d.Booking != 0 {
		head = v.say("draft.head_change", "number", d.Number)
	}
	return Lines(head, Bold(Plain(d.Title)), b.whenLine(v, d), b.roomLine(v, d, o.room), b.headsLine(v, d, o.room), b.traceLine(v, d))
}

// whenLine is the time as far as it is known.
func (b *booking) whenLine(v viewer, d *draft) Text {
	var parts []string
	start, timed := d.start(v.zone)
	day, hasDay := d.day(v.zone)
	length := time.Duration(d.Length) * time.Minute
	switch {
	case timed && length != 0:
		parts = append(parts, v.spanNear(start, start.Add(length), v.now))
	case timed:
		parts = append(parts, v.moment(start, v.now))
	case hasDay:
		parts = append(parts, v.day(day, v.now))
	}
	if !timed && d.Part != "" {
		parts = append(parts, v.label("draft.part_"+string(d.Part)))
	}
	if !timed && length != 0 {
		parts = append(parts, v.length(length))
	}
	if len(parts) == 0 {
		return Text{}
	}
	return v.say("card.when", "when", strings.Join(parts, " · "))
}

// roomLine is the room with what it offers, or where it shall be.
func (b *booking) roomLine(v viewer, d *draft, r conference.Room) Text {
	switch {
	case r.ID == 0 && d.Floor != 0:
		return v.say("card.where", "where", strings.TrimSpace(v.label("draft.floor", "building", d.Building, "floor", d.Floor)))
	case r.ID == 0 && d.Building != "":
		return v.say("card.where", "where", d.Building)
	case r.ID == 0:
		return Text{}
	}
	return v.say("card.where", "where", v.roomName(r)+" · "+b.optionFacts(v, conference.RoomOption{Room: r}))
}

func (b *booking) headsLine(v viewer, d *draft, room conference.Room) Text {
	if d.Heads == 0 {
		return Text{}
	}
	level, _ := v.rules.LevelOf(conference.Booking{Headcount: d.Heads, Room: room})
	return v.say("draft.heads", "count", d.Heads, "level", v.label("level."+string(level)))
}

// traceLine shows how words about time were taken, and how a booking stands until it is changed.
func (b *booking) traceLine(v viewer, d *draft) Text {
	switch start, ok := d.start(v.zone); {
	case d.Was != nil && d.moved(v.zone):
		was := roomByID(b.names.known(), d.Was.RoomID)
		return Small(v.say("draft.was", "when", v.span(d.Was.Start, d.Was.End, v.now), "where", v.roomName(was)))
	case d.Was != nil:
		return Text{}
	case d.Repeats:
		return Small(v.say("draft.repeats"))
	case ok && d.Said != "":
		var end time.Time
		if d.Length != 0 {
			end = start.Add(time.Duration(d.Length) * time.Minute)
		}
		return Small(v.say("draft.said", "said", short(d.Said, 40), "when", v.span(start, end, v.now)))
	}
	return Text{}
}

// overview is the keyboard of a draft that is complete.
func (b *booking) overview(t *turn, d *draft) Keyboard {
	confirm := "draft.confirm"
	if d.Booking != 0 {
		confirm = "draft.confirm_change"
	}
	ask := func(step string) Key { return b.op(t, "ask", step).key(t.label("draft.ask_" + step)) }
	return Keyboard{}.
		row(b.op(t, "ok", strconv.Itoa(d.Version)).key(t.label(confirm)).styled(StyleSuccess)).
		row(ask(stepClock), ask(stepRoom)).
		row(ask(stepHeads), ask(stepTitle)).
		row(b.dropKey(t, d))
}

// dropKey lets the draft go.
func (b *booking) dropKey(t *turn, d *draft) Key {
	if d.Booking != 0 {
		return b.op(t, "drop", "").key(t.label("draft.drop_change"))
	}
	return b.op(t, "drop", "").key(t.label("draft.drop"))
}

// op is a button of the open draft.
func (b *booking) op(t *turn, op, value string) button {
	return t.dialogButton(verbDraft, strings.TrimSpace(op+" "+value))
}

// ways are the buttons that make the draft work: the same room later, other rooms at that time.
func (b *booking) ways(t *turn, d *draft, o outlook, op string) Keyboard {
	r := d.request(b.settings.Zone)
	var keys Keyboard
	for _, i := range o.times {
		label := t.label("draft.way_time", "room", o.offered.Number, "when", t.briefSpan(i, r.Start))
		keys = keys.row(b.op(t, op, wayOf(i, o.offered.ID)).key(label))
	}
	for _, ro := range o.others {
		label := t.label("draft.way_room", "room", t.roomName(ro.Room), "facts", b.optionFacts(t.viewer, ro))
		keys = keys.row(b.op(t, op, wayOf(conference.Interval{Start: r.Start, End: r.End}, ro.Room.ID)).key(label))
	}
	return keys
}

// wayOf encodes an interval in a room: start in minutes since 1970, length in minutes, room.
func wayOf(i conference.Interval, room int64) string {
	return strings.Join([]string{strconv.FormatInt(i.Start.Unix()/60, 36), strconv.FormatInt(int64(i.Length()/time.Minute), 36),
		strconv.FormatInt(room, 36)}, " ")
}

// waysBack is what else one can do about a draft that can't be had.
func (b *booking) waysBack(t *turn, d *draft) Keyboard {
	return Keyboard{}.row(b.op(t, "ask", stepClock).key(t.label("draft.other_time")), b.op(t, "ask", stepRoom).key(t.label("draft.ask_room"))).
		row(b.op(t, "ask", stepHeads).key(t.label("draft.ask_heads")), b.dropKey(t, d))
}

// briefSpan is an interval without its day when that is asked's.
func (v viewer) briefSpan(i conference.Interval, asked time.Time) string {
	if daysApart(i.Start, asked, v.zone) == 0 && daysApart(i.End, asked, v.zone) == 0 {
		return v.clock(i.Start) + "–" + v.clock(i.End)
	}
	return v.span(i.Start, i.End, v.now)
}
