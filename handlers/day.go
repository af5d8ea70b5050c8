package handlers

import (
	"context"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// How much of the house fits on one screen.
const (
	maxFree = 10
	maxDay  = 20
)

// rooms shows what is free at the time of a reading; without one, in the coming hour.
func (l *lists) rooms(ctx context.Context, t *turn, r language.Reading) (Reply, error) {
	if !t.may(conference.ActionSeeRooms, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	need := conference.Need{Headcount: 1}
	if r.Headcount != nil && r.Headcount.N > 0 {
		need.Headcount = r.Headcount.N
	}
	if r.Room != nil {
		need.Building, need.Floor = r.Room.Building, r.Room.Floor
	}
	i := l.asked(t, r.Time)
	return l.free(ctx, t, i, need)
}

// asked is the interval that a question about free rooms is about: the soonest that can be booked unless a time is named.
func (l *lists) asked(t *turn, tm *language.Time) conference.Interval {
	start := t.now.Add(l.settings.Policies[conference.ClassA].Lead).Truncate(15 * time.Minute).Add(15 * time.Minute)
	length := time.Hour
	if tm == nil {
		return conference.Interval{Start: start, End: start.Add(length)}
	}
	switch {
	case tm.HasClock && !tm.Start.IsZero():
		start = tm.Start.UTC()
	case tm.HasDay:
		minutes := workdayStart
		if span, ok := clockSpans[tm.PartOfDay]; ok && tm.PartOfDay != "" {
			minutes = span[0]
		}
		if day := midnight(tm.Start, t.zone).Add(time.Duration(minutes) * time.Minute); day.After(start) {
			start = day.UTC()
		}
	}
	if tm.Duration > 0 && tm.Duration <= 24*time.Hour {
		length = tm.Duration
	}
	if tm.HasClock && tm.End.After(start) {
		length = tm.End.Sub(start)
	}
	return conference.Interval{Start: start, End: start.Add(length)}
}

// free lists the rooms free in i, each to be booked with a tap, and the way to other times.
func (l *lists) free(ctx context.Context, t *turn, i conference.Interval, need conference.Need) (Reply, error) {
	options, err := l.store.FreeRooms(ctx, i.Start, i.End, need, 0)
	if err != nil {
		return Reply{}, wrap("free rooms", err)
	}
	lines := []Text{Bold(t.say("lists.free", "when", t.span(i.Start, i.End, t.now), "count", len(options)))}
	var keys []Key
	for n, o := range options[:min(len(options), maxFree)] {
		lines = append(lines, t.say("lists.free_line", "room", t.roomName(o.Room), "facts", l.optionFacts(t.viewer, o)))
		request := conference.Request{RoomID: o.Room.ID, Start: i.Start, End: i.End, Headcount: need.Headcount}
		if n < maxPicks && l.settings.Validate(request, o.Room, t.now) == nil {
			keys = append(keys, button{verb: verbBook, arg: wayOf(i, o.Room.ID)}.key(t.label("lists.free_book", "room", t.roomName(o.Room))))
		}
	}
	if more := len(options) - maxFree; more > 0 {
		lines = append(lines, t.say("lists.more_rooms", "count", more))
	}
	later := func(d time.Duration, key string) Key {
		next := conference.Interval{Start: i.Start.Add(d), End: i.End.Add(d)}
		return button{verb: verbRooms, arg: wayOf(next, int64(need.Headcount))}.key(t.label(key))
	}
	kb := Keyboard{}.grid(2, keys...).row(later(time.Hour, "lists.hour_later"), later(24*time.Hour, "lists.day_later"))
	return reply(t.turnPage(verbRooms, Lines(lines...), kb))
}

// roomsTapped shows another time; the argument's third number is the head count.
func (l *lists) roomsTapped(ctx context.Context, t *turn) (Reply, error) {
	d := new(draft)
	if !d.takeWay(t.button.arg, t.zone) {
		return toast(t.label("error.stale")), nil
	}
	r := d.request(t.zone)
	return l.free(ctx, t, conference.Interval{Start: r.Start, End: r.End}, conference.Need{Headcount: int(d.Room)})
}

// dayTapped shows the day that the button names.
func (l *lists) dayTapped(ctx context.Context, t *turn) (Reply, error) {
	day, err := time.ParseInLocation("20060102", t.button.arg, t.zone)
	if err != nil {
		return toast(t.label("error.stale")), nil
	}
	return l.day(ctx, t, day)
}

// dayNamed is the day that /today is followed by, like 明天; today without one.
func (l *lists) dayNamed(ctx context.Context, t *turn) (Reply, error) {
	parser, _, err := l.names.get(ctx, t.now)
	if err != nil {
		return Reply{}, err
	}
	day := t.now
	if r := parser.Parse(t.Args, t.local()); r.Time != nil && r.Time.HasDay && !r.Time.Start.IsZero() {
		day = r.Time.Start
	}
	return l.day(ctx, t, midnight(day, t.zone))
}

// day is everything that takes place on a day, with the way to the cards that the reader may see.
func (l *lists) day(ctx context.Context, t *turn, day time.Time) (Reply, error) {
	if !t.may(conference.ActionSeeDay, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	all, err := l.agenda.BookingsBetween(ctx, day.UTC(), day.AddDate(0, 0, 1).UTC())
	if err != nil {
		return Reply{}, wrap("bookings", err)
	}
	lines := []Text{Bold(t.say("lists.day", "day", t.dayTitle(day), "count", len(all)))}
	if len(all) == 0 {
		lines = []Text{Bold(Plain(t.dayTitle(day))), t.say("lists.day_none")}
	}
	for _, b := range all[:min(len(all), maxDay)] {
		lines = append(lines, l.dayLine(t.viewer, b))
	}
	if len(all) > maxDay {
		lines = append(lines, t.say("lists.more", "count", len(all)-maxDay))
	}
	to := func(days int) Key {
		next := day.AddDate(0, 0, days)
		return button{verb: verbDay, arg: next.Format("20060102")}.key(t.dayLabel(next))
	}
	return reply(t.turnPage(verbDay, Lines(lines...), Keyboard{}.grid(2, l.dayKeys(t.viewer, all)...).row(to(-1), to(1))))
}

// dayKeys open the cards of the meetings to come, as far as the reader may see them.
func (l *lists) dayKeys(v viewer, all []conference.Booking) (keys []Key) {
	for _, b := range all {
		if len(keys) < maxPicks && !over(b, v.now) && v.may(conference.ActionSeeBooking, relationTo(b, v.person)) {
			label := v.label("lists.day_pick", "start", v.clock(b.Start), "where", v.roomName(b.Room))
			keys = append(keys, button{verb: verbBooking, id: b.ID}.key(label))
		}
	}
	return keys
}

// turnPage puts a list in the place of the one whose own button was tapped; any other button keeps its message.
func (t *turn) turnPage(verb string, text Text, keys Keyboard) Message {
	if t.button.verb == verb {
		return t.edit(text, keys)
	}
	return t.answer(text, keys)
}

// dayTitle is a day with its date, 今天 too.
func (v viewer) dayTitle(day time.Time) string {
	if daysApart(day, v.now, v.zone) == 0 {
		return v.label("when.today") + " " + v.date(day, v.now)
	}
	return v.date(day, v.now)
}

// dayLine is one meeting of the day; what it is about shows to whom it concerns.
func (l *lists) dayLine(v viewer, b conference.Booking) Text {
	what := b.Organiser.Department
	if v.may(conference.ActionSeeBooking, relationTo(b, v.person)) {
		what = short(b.Title, 30)
	}
	if what == "" {
		what = v.label("lists.taken")
	}
	return v.say("lists.day_line", "start", v.clock(b.Start), "end", v.clock(b.End), "where", v.roomName(b.Room), "what", what)
}
