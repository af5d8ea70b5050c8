package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiwu/conference"
)

// verbReady shows how the next meetings stand: all of them, or the one whose booking is its id.
const verbReady = "ready"

const (
	// readyAhead is how far ahead the list looks.
	readyAhead = 3 * time.Hour
	// mostReady is how many meetings it shows.
	mostReady = 20
)

// ready is the state of all meetings that begin in the next three hours, each a tap away, in place of the message whose
// button was tapped.
func (c *checks) ready(ctx context.Context, t *turn) (Reply, error) {
	if !t.may(conference.ActionSeeChecks, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	if t.button.id != 0 {
		m, err := c.store.Meeting(ctx, t.button.id)
		if err != nil {
			return Reply{}, err
		}
		text, keys := t.meetingReady(m)
		return reply(t.edit(text, keys))
	}
	ms, err := c.store.MeetingsStarting(ctx, t.now, t.now.Add(readyAhead))
	if err != nil {
		return Reply{}, err
	}
	text, keys := t.readyList(ms)
	return reply(t.edit(text, keys))
}

// readyList has a line for each meeting: time, room, title, the three levels, and what wants attention. Who works in
// one building sees that one.
func (v viewer) readyList(ms []conference.Meeting) (Text, Keyboard) {
	if house := v.person.Building; house != "" {
		ms = slices.DeleteFunc(slices.Clone(ms), func(m conference.Meeting) bool { return m.Booking.Room.Building != house })
	}
	again := Keyboard{}.row(button{verb: verbReady}.key(v.label("ready.refresh")))
	head := Bold(v.say("ready.head", "time", v.clock(v.now)))
	if len(ms) == 0 {
		return Lines(head, v.say("ready.none")), again
	}
	var lines []Text
	var keys []Key
	for _, m := range ms[:min(len(ms), mostReady)] {
		lines = append(lines, v.readyLine(m))
		keys = append(keys, button{verb: verbReady, id: m.Booking.ID}.key(v.clock(m.Booking.Start)+" "+m.Booking.Room.Number))
	}
	if more := len(ms) - len(lines); more > 0 {
		lines = append(lines, v.say("ready.more", "n", more))
	}
	return Blocks(Lines(head, Lines(lines...)), Small(v.say("ready.legend"))), append(Keyboard{}.grid(3, keys...), again...)
}

func (v viewer) readyLine(m conference.Meeting) Text {
	b := m.Booking
	var levels strings.Builder
	for _, c := range m.Checks {
		levels.WriteString(string(rune('①'+c.Level-1)) + checkMark(c))
	}
	marks := []string{levels.String()}
	mark := func(sign string, n int) {
		if n > 0 {
			marks = append(marks, sign+strconv.Itoa(n))
		}
	}
	mark("🔧", len(openFaults(m)))
	mark("⏰", len(lateTasks(m, v.now)))
	if acked, all := m.Tracked(); acked < all {
		marks = append(marks, "📄"+strconv.Itoa(acked)+"/"+strconv.Itoa(all))
	}
	switch {
	case b.Sealed():
		marks = append(marks, "🔒")
	case !b.SealedAt.IsZero():
		marks = append(marks, "🔓")
	}
	return v.say("ready.line", "time", v.clock(b.Start), "place", v.roomName(b.Room), "title", short(line(b.Title), 20), "marks", strings.Join(marks, " "))
}

// checkMark is where a level stands, in one sign.
func checkMark(c conference.Check) string {
	switch {
	case c.Status == conference.CheckConfirmed:
		return "✅"
	case c.Status == conference.CheckProblem:
		return "⚠️"
	case c.DisputedBy.ID != 0:
		return "❓"
	case !c.MissedAt.IsZero():
		return "❌"
	case c.Status == conference.CheckPrompted:
		return "⏳"
	}
	return "▫️"
}

// openFaults are the meeting's reports that nobody has solved.
func openFaults(m conference.Meeting) (faults []conference.Task) {
	for _, t := range m.Tasks {
		if t.Problem != nil && (t.Open() || t.Status == conference.TaskFailed) {
			faults = append(faults, t)
		}
	}
	return faults
}

// lateTasks are the meeting's tasks that should have been done by now.
func lateTasks(m conference.Meeting, now time.Time) (late []conference.Task) {
	for _, t := range m.Tasks {
		if t.Problem == nil && t.Open() && t.DueAt.Before(now) {
			late = append(late, t)
		}
	}
	return late
}

// mostLate is how many late tasks a meeting's state names.
const mostLate = 3

// meetingReady is one meeting's state in words, with the levels that the viewer can answer.
func (v viewer) meetingReady(m conference.Meeting) (Text, Keyboard) {
	b := m.Booking
	lines := []Text{Bold(Join(" ", Plain(b.Number), Plain(b.Title))), v.say("card.when", "when", v.spanNear(b.Start, b.End, v.now)),
		v.say("card.where_people", "where", v.roomName(b.Room), "count", b.Headcount)}
	var keys []Key
	for _, c := range m.Checks {
		if c.Status == conference.CheckPlanned {
			lines = append(lines, v.say("ready.planned", "level", v.say("check.level."+strconv.Itoa(c.Level)), "time", v.clockOrMoment(c.DueAt)))
			continue
		}
		lines = append(lines, v.checkLines(m, c))
		if c.Status == conference.CheckPrompted && v.rules.MayAnswerCheck(v.person, m, c.Level) {
			keys = append(keys, button{verb: verbCheck, id: c.ID, rev: int64(c.Revision), arg: checkOpen}.
				key(v.label("ready.answer", "level", v.say("check.level."+strconv.Itoa(c.Level)))))
		}
	}
	lines = append(lines, v.lateLine(m), v.trackLine(m), v.sealLine(b))
	return Lines(lines...), Keyboard{}.grid(3, keys...).row(button{verb: verbReady}.key(v.label("check.back")))
}

func (v viewer) lateLine(m conference.Meeting) Text {
	late := lateTasks(m, v.now)
	if len(late) == 0 {
		return Text{}
	}
	var names []string
	for _, t := range late[:min(len(late), mostLate)] {
		names = append(names, v.taskName(t).String())
	}
	return v.say("ready.late", "n", len(late), "what", strings.Join(names, v.label("room.and")))
}
