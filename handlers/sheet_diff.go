package handlers

import (
	"cmp"
	"slices"

	"huiwu/conference"
)

// mostDifferent is how many lines of difference a card has.
const mostDifferent = 7

// difference is what a notice says now that it did not say when it was acknowledged, a line each.
func (v viewer) difference(n crewNotice) []Text {
	was, now := *n.k.Seen, n.k.Facts
	var lines []Text
	add := func(key string, was, now any) { lines = append(lines, v.say(key, "was", was, "now", now)) }
	if was.Title != now.Title {
		add("sheet.diff.title", line(was.Title), line(now.Title))
	}
	if !was.Start.Equal(now.Start) || !was.End.Equal(now.End) {
		lines = append(lines, v.movedTime(was, now))
	}
	if was.Room != now.Room {
		add("sheet.diff.room", was.Room, v.roomOf(n, now.Room))
	}
	if was.Headcount != now.Headcount {
		add("sheet.diff.heads", was.Headcount, now.Headcount)
	}
	if was.Level != now.Level {
		add("sheet.diff.level", v.label("level."+string(was.Level)), v.label("level."+string(now.Level)))
	}
	none := v.label("sheet.diff.none")
	if was.Type != now.Type {
		add("sheet.diff.type", cmp.Or(v.meetingType(was.Type), none), cmp.Or(v.meetingType(now.Type), none))
	}
	if was.Leader != now.Leader {
		add("sheet.diff.leader", cmp.Or(line(was.Leader), none), cmp.Or(line(now.Leader), none))
	}
	if was.Organiser != now.Organiser {
		add("sheet.diff.organiser", line(was.Organiser), line(now.Organiser))
	}
	if was.Off {
		lines = append(lines, v.say("sheet.diff.in"))
	}
	lines = append(lines, v.ordersDiffer(was.Orders, now.Orders)...)
	if more := len(lines) - mostDifferent; more > 1 {
		lines = append(lines[:mostDifferent], v.say("sheet.diff.more", "n", more))
	}
	return lines
}

// movedTime is "🕒 11月24日 周二 15:00–17:30 → 16:00–18:30"; another day is written out.
func (v viewer) movedTime(was, now conference.SheetFacts) Text {
	before, after := v.span(was.Start, was.End, v.now), v.span(now.Start, now.End, v.now)
	if sameDay := daysApart(was.Start, now.Start, v.zone) == 0 && daysApart(now.End, now.Start, v.zone) == 0; sameDay {
		after = v.clock(now.Start) + "–" + v.clock(now.End)
	}
	return v.say("sheet.diff.time", "was", before, "now", after)
}

// roomOf is the room of a number with its building, while the meeting is in it.
func (v viewer) roomOf(n crewNotice, number string) string {
	if r := n.m.Booking.Room; r.Number == number {
		return v.roomName(r)
	}
	return number
}

// ordersDiffer are the orders that are new, gone, or of another amount.
func (v viewer) ordersDiffer(was, now []conference.OrderFact) []Text {
	var lines []Text
	rest := slices.Clone(was)
	for _, o := range now {
		same := func(p conference.OrderFact) bool { return p.Service == o.Service && p.Text == o.Text }
		i := slices.Index(rest, o)
		if i < 0 {
			i = slices.IndexFunc(rest, same)
		}
		switch {
		case i < 0:
			lines = append(lines, v.say("sheet.diff.added", "order", v.order(o)))
			continue
		case rest[i].Quantity != o.Quantity:
			lines = append(lines, v.say("sheet.diff.amount", "order", v.order(o), "was", rest[i].Quantity))
		}
		rest = slices.Delete(rest, i, i+1)
	}
	for _, o := range rest {
		lines = append(lines, v.say("sheet.diff.gone", "order", v.order(o)))
	}
	return lines
}
