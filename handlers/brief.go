package handlers

import (
	"context"
	"strings"
	"time"

	"huiwu/conference"
)

// briefStore is what the information centre's reports are made of.
type briefStore interface {
	CrewDay(ctx context.Context, crew conference.Crew, from, to time.Time) (conference.CrewDay, error)
	Brief(ctx context.Context, from, to time.Time) (conference.Brief, error)
}

// mostDaily is how many meetings a day's service notice names.
const mostDaily = 8

// daily is what the leader's crew has on the day that begins at a local midnight (S129); nothing when it has nothing.
func (h *Handlers) daily(ctx context.Context, v viewer, unix int64) (Message, bool, error) {
	if v.person.Crew == "" {
		return Message{}, false, nil
	}
	day := midnight(time.Unix(unix, 0), v.zone)
	has, err := h.store.CrewDay(ctx, v.person.Crew, day.UTC(), day.AddDate(0, 0, 1).UTC())
	if err != nil || has.Empty() {
		return Message{}, false, err
	}
	return Message{Text: v.dailyText(day, has)}, true, nil
}

func (v viewer) dailyText(day time.Time, has conference.CrewDay) Text {
	lines := []Text{Bold(v.say("brief.daily", "day", v.date(day, v.now), "crew", v.crew(v.person.Crew)))}
	if n := len(has.Meetings); n > 0 {
		lines = append(lines, v.say("brief.daily.meetings", "n", n))
	}
	for _, b := range has.Meetings[:min(len(has.Meetings), mostDaily)] {
		lines = append(lines, v.say("brief.daily.line", "time", v.clock(b.Start)+"–"+v.clock(b.End), "place", v.roomName(b.Room),
			"title", short(line(b.Title), 20), "headcount", b.Headcount, "level", v.label("brief.level."+string(b.Level))))
	}
	if more := len(has.Meetings) - mostDaily; more > 0 {
		lines = append(lines, v.say("brief.daily.more", "n", more))
	}
	if n := len(has.Tasks); n > 0 {
		lines = append(lines, v.say("brief.daily.tasks", "n", n))
	}
	return Lines(lines...)
}

// weekly sums up the seven days that end at an instant, for who oversees (S130).
func (h *Handlers) weekly(ctx context.Context, v viewer, unix int64) (Message, bool, error) {
	if !v.may(conference.ActionSeeBoard, 0) {
		return Message{}, false, nil
	}
	to := time.Unix(unix, 0).UTC()
	b, err := h.store.Brief(ctx, to.AddDate(0, 0, -7), to)
	if err != nil {
		return Message{}, false, err
	}
	return Message{Text: v.weeklyText(b)}, true, nil
}

func (v viewer) weeklyText(b conference.Brief) Text {
	return Lines(Bold(v.say("brief.weekly", "from", v.date(b.Start, v.now), "to", v.date(b.End, v.now))),
		v.weekMeetings(b), v.weekTasks(b), v.weekFaults(b), v.weekRooms(b))
}

func (v viewer) weekMeetings(b conference.Brief) Text {
	n := 0
	var levels []string
	for _, level := range []conference.Level{conference.LevelImportant, conference.LevelLarge, conference.LevelMedium, conference.LevelSmall} {
		if m := b.Meetings[level]; m > 0 {
			n += m
			levels = append(levels, v.label("brief.count", "what", v.label("brief.level."+string(level)), "n", m))
		}
	}
	if n == 0 {
		return v.say("brief.weekly.none")
	}
	return v.say("brief.weekly.meetings", "n", n, "levels", strings.Join(levels, v.label("duty.and")))
}

func (v viewer) weekTasks(b conference.Brief) Text {
	if b.Tasks == 0 {
		return Text{}
	}
	return v.say("brief.weekly.tasks", "n", b.Tasks, "done", b.Done, "late", b.Late, "escalated", b.Escalated)
}

func (v viewer) weekFaults(b conference.Brief) Text {
	n := 0
	var kinds []string
	for _, kind := range conference.ProblemKinds {
		if f := b.Faults[kind]; f > 0 {
			n += f
			kinds = append(kinds, v.label("brief.count", "what", v.problemKind(kind), "n", f))
		}
	}
	if n == 0 {
		return Text{}
	}
	return v.say("brief.weekly.faults", "n", n, "kinds", strings.Join(kinds, v.label("duty.and")))
}

func (v viewer) weekRooms(b conference.Brief) Text {
	if len(b.Rooms) == 0 {
		return Text{}
	}
	var rooms []string
	for _, u := range b.Rooms {
		rooms = append(rooms, v.label("brief.weekly.room", "room", v.roomName(u.Room), "n", u.Meetings, "length", v.length(u.Length)))
	}
	return v.say("brief.weekly.rooms", "rooms", strings.Join(rooms, v.label("duty.and")))
}
