package handlers

import (
	"strconv"
	"strings"
	"time"

	"huiwu/language"
)

// asks is the question of a step and the buttons that answer it. Every one of them can be answered in words too.
func (b *booking) asks(t *turn, d *draft, o outlook, step string) (Text, Keyboard) {
	var keys Keyboard
	if step == stepQuestion {
		question := t.say("draft.q_which_"+questionKind(d.Question), "text", d.Question.Text)
		return question, append(b.questionKeys(t, d), b.stepBack(t, d)...)
	}
	question := t.say("draft.q_" + step)
	switch step {
	case stepDay:
		keys = b.dayKeys(t, d)
	case stepClock:
		keys = b.clockKeys(t, d)
	case stepLength:
		keys = b.lengthKeys(t, d)
	case stepHeads:
		keys = b.headKeys(t)
	case stepRoom:
		keys = b.roomKeys(t, d, o)
		if len(keys) == 0 {
			question = Text{}
		}
	}
	return question, append(keys, b.stepBack(t, d)...)
}

// stepBack is the row below a question: back to the whole draft when there is one, or away from it.
func (b *booking) stepBack(t *turn, d *draft) Keyboard {
	if d.missing() == "" {
		return Keyboard{}.row(b.op(t, "ask", "").key(t.label("draft.back")))
	}
	if d.missing() == stepRoom {
		return Keyboard{}.row(b.op(t, "ask", stepClock).key(t.label("draft.ask_clock")), b.op(t, "ask", stepHeads).key(t.label("draft.ask_heads"))).
			row(b.dropKey(t, d))
	}
	return Keyboard{}.row(b.dropKey(t, d))
}

// questionKind is the sort of question, "other" for one without words of its own.
func questionKind(q *question) string {
	switch q.Kind {
	case "hour", "half-day", "room", "headcount":
		return strings.ReplaceAll(q.Kind, "-", "_")
	}
	return "other"
}

func (b *booking) questionKeys(t *turn, d *draft) Keyboard {
	var keys Keyboard
	for i, p := range d.Question.Options {
		keys = keys.row(b.op(t, "opt", strconv.Itoa(i)).key(b.pickLabel(t, p)))
	}
	return keys
}

// pickLabel is one way to take an unclear word.
func (b *booking) pickLabel(t *turn, p questionPick) string {
	switch {
	case p.Start != nil && p.End != nil:
		return t.span(*p.Start, *p.End, t.now)
	case p.Start != nil:
		return t.moment(*p.Start, t.now)
	case p.Room != 0:
		room := roomByID(b.names.known(), p.Room)
		return t.roomName(room) + " · " + t.roomFacts(room)
	case p.Heads != 0:
		return t.label("card.people", "count", p.Heads)
	}
	return p.Label
}

// dayCount is how many days the picker shows.
const dayCount = 9

// dayKeys are the next days, a row of three.
func (b *booking) dayKeys(t *turn, d *draft) Keyboard {
	var keys []Key
	first := midnight(t.now, b.settings.Zone)
	if t.local().Hour() >= 21 {
		first = first.AddDate(0, 0, 1)
	}
	for i := range dayCount {
		day := first.AddDate(0, 0, i)
		keys = append(keys, b.op(t, "day", day.Format("20060102")).key(t.dayLabel(day)))
	}
	return Keyboard{}.grid(3, keys...)
}

// dayLabel is a day as short as a button: 今天, 明天, 周三 25日.
func (v viewer) dayLabel(day time.Time) string {
	switch daysApart(day, v.now, v.zone) {
	case 0:
		return v.label("when.today")
	case 1:
		return v.label("draft.tomorrow")
	}
	return v.label("draft.day", "weekday", v.weekday(day), "day", day.Day(), "month", v.label("when.month_"+strconv.Itoa(int(day.Month()))))
}

// clockSpans are the hours offered for a part of the day: from, to and step in minutes.
var clockSpans = map[language.PartOfDay][3]int{
	language.Dawn: {5 * 60, 7 * 60, 30}, language.Morning: {8 * 60, 11*60 + 30, 30}, language.Noon: {11*60 + 30, 13*60 + 30, 30},
	language.Afternoon: {13 * 60, 17*60 + 30, 30}, language.Evening: {18 * 60, 21 * 60, 30}, language.Night: {18 * 60, 21 * 60, 30},
	"": {8 * 60, 19 * 60, 60},
}

// clockKeys are the starts of the day, those gone by left out.
func (b *booking) clockKeys(t *turn, d *draft) Keyboard {
	span, ok := clockSpans[d.Part]
	if !ok {
		span = clockSpans[""]
	}
	day, hasDay := d.day(b.settings.Zone)
	var keys []Key
	for m := span[0]; m <= span[1]; m += span[2] {
		y, mo, dd := day.Date()
		at := time.Date(y, mo, dd, 0, m, 0, 0, b.settings.Zone)
		if !hasDay || at.After(t.now) {
			keys = append(keys, b.op(t, "clk", strconv.Itoa(m)).key(clockLabel(m)))
		}
	}
	other := []Key{b.op(t, "ask", stepDay).key(t.label("draft.ask_day"))}
	if d.Length != 0 {
		other = append(other, b.op(t, "ask", stepLength).key(t.label("draft.ask_length")))
	}
	return Keyboard{}.grid(4, keys...).row(other...)
}

// clockLabel is minutes since midnight as a time of day.
func clockLabel(minutes int) string {
	return time.Date(2000, 1, 1, 0, minutes, 0, 0, time.UTC).Format("15:04")
}

// lengthKeys are the usual lengths; where the start is known each shows its end.
func (b *booking) lengthKeys(t *turn, d *draft) Keyboard {
	var keys []Key
	start, timed := d.start(b.settings.Zone)
	for _, m := range []int{30, 60, 90, 120, 180, 240} {
		length := time.Duration(m) * time.Minute
		label := t.length(length)
		if timed {
			label = t.label("draft.length", "length", label, "end", t.clock(start.Add(length)))
		}
		keys = append(keys, b.op(t, "len", strconv.Itoa(m)).key(label))
	}
	return Keyboard{}.grid(2, keys...)
}

// headKeys are the usual numbers of people.
func (b *booking) headKeys(t *turn) Keyboard {
	var keys []Key
	for _, n := range []int{4, 6, 8, 10, 12, 15, 20, 30, 40, 60, 100, 200} {
		if n <= b.settings.MaxHeadcount {
			keys = append(keys, b.op(t, "num", strconv.Itoa(n)).key(strconv.Itoa(n)))
		}
	}
	return Keyboard{}.grid(4, keys...)
}

// roomKeys are the rooms that would do, best first, each with why.
func (b *booking) roomKeys(t *turn, d *draft, o outlook) Keyboard {
	var keys Keyboard
	for _, ro := range o.options[:min(len(o.options), maxRooms)] {
		label := t.label("draft.way_room", "room", t.roomName(ro.Room), "facts", b.optionFacts(t.viewer, ro))
		keys = keys.row(b.op(t, "room", strconv.FormatInt(ro.Room.ID, 36)).key(label))
	}
	return keys
}

// pick takes what a button of a question says; false for what no button of ours says.
func (d *draft) pick(op, value string, zone *time.Location) bool {
	n, err := strconv.Atoi(value)
	ok := err == nil && n >= 0
	switch {
	case op == "day":
		day, dayErr := time.ParseInLocation("20060102", value, zone)
		ok = dayErr == nil
		if ok {
			d.Day = day.Format(dayForm)
		}
	case op == "clk" && ok && n < 24*60:
		d.Clock, d.Part = &n, ""
	case op == "len" && ok && n > 0:
		d.Length = n
	case op == "num" && ok && n > 0:
		d.Heads = n
	case op == "opt" && ok && d.Question != nil && n < len(d.Question.Options):
		d.answer(d.Question.Options[n], zone)
		return true
	case op == "room":
		d.Room, err = strconv.ParseInt(value, 36, 64)
		ok = err == nil
		d.MinSeats, d.MaxSeats, d.Not = 0, 0, 0
	case op == "alt":
		ok = d.takeWay(value, zone)
	default:
		return false
	}
	d.Version++
	d.Said = ""
	return ok
}

// takeWay takes an interval in a room, as wayOf wrote it.
func (d *draft) takeWay(value string, zone *time.Location) bool {
	parts := strings.Fields(value)
	if len(parts) != 3 {
		return false
	}
	var n [3]int64
	for i, p := range parts {
		v, err := strconv.ParseInt(p, 36, 64)
		if err != nil || v <= 0 {
			return false
		}
		n[i] = v
	}
	d.setStart(time.Unix(n[0]*60, 0), zone)
	d.Length, d.Room = int(n[1]), n[2]
	return true
}
