package language

import (
	"fmt"
	"strings"
	"time"
)

// nthWeekday is a weekday, and which one of the month (0: every).
type nthWeekday struct{ nth, weekday int }

// recurrence is how often something happens.
type recurrence struct {
	unit     int
	interval int
	weekdays []nthWeekday
	workdays bool // any day of work; with nth the nth of the month
	nth      int
	monthDay int // negative counts from the end
	month    int
	toMonth  int
	part     int
	minutes  int  // every so many minutes
	kind     bool // said as the kind of a meeting, "quarterly meeting": a schedule only when no time is said
	count    int
	start    int
	end      int
}

// recurrences returns what may be said about how often, starting at p.
func (s *scan) recurrences(p int) []recurrence {
	var out []recurrence
	add := func(r recurrence, end int) {
		r.start, r.end, r.interval = p, end, max(r.interval, 1)
		out = append(out, r)
	}
	for _, t := range s.words(p) {
		switch t.class {
		case cAdverb:
			s.adverbs(p, t, add)
		case cEvery:
			s.every(p, t, add)
		case cWeekdays:
			s.weekdayList(recurrence{unit: unitWeek}, t, add)
		}
	}
	for _, w := range []string{"any ", "all "} {
		if q, ok := s.literal(p, w); ok {
			if t, ok := s.word(s.skip(q), cWeekend); ok {
				add(recurrence{unit: unitWeek, weekdays: []nthWeekday{{0, 6}, {0, 7}}}, t.end)
			}
		}
	}
	if _, end, ok := s.length(p); ok { // 两天一次
		if once, ok := s.literal(end, "一次"); ok {
			s.everyUnit(recurrence{unit: unitWeek, interval: 1}, p, func(r recurrence, _ int) { add(r, once) })
		}
	}
	s.ofEveryMonth(p, add)
	s.weekdaysEach(p, add)
	return out
}

// adverbs reads daily, weekly, 每周, 每月 and what follows them.
func (s *scan) adverbs(p int, t token, add func(recurrence, int)) {
	kind := s.isAdjective(p, t.end)
	if kind && !s.generic(t.end) {
		return
	}
	r := recurrence{unit: t.val % 100, interval: t.val/100 + 1, kind: kind}
	if t.val/100 == 2 { // twice a year
		r = recurrence{unit: unitMonth, interval: 6, kind: kind}
	}
	switch s.peek(t.end - 1) {
	case '晚':
		r.part = partNumber(Evening)
	case '早':
		r.part = partNumber(Morning)
	}
	add(r, t.end)
	if isHan(s.peek(p)) {
		s.hanDetail(r, t.end, add)
		return
	}
	if q, ok := s.literal(s.skip(t.end), "on "); ok {
		s.onWeekdays(r, s.skip(q), add)
	}
}

// isAdjective tells whether a word such as weekly names the kind of meeting, "weekly sync", not the schedule: "every
// week" and "weekly on monday" do that.
func (s *scan) isAdjective(p, end int) bool {
	if !isLetter(s.peek(p)) || s.literalAt(p, "every") || s.literalAt(p, "each") {
		return false
	}
	q := s.skip(end)
	if !isLetter(s.peek(q)) {
		return false
	}
	for _, t := range s.words(q) {
		switch t.class {
		case cAbout, cAt, cOn, cFrom, cUntil, cAnd, cFor, cIn, cEvery, cWeekday, cWeekdays, cDay, cDayPart, cPart, cClockWord, cMonth, cNext, cThis, cWeekWord, cAllDay, cDigitWord, cHalf, cQuarter:
			return false
		}
	}
	return true
}

// generic tells whether only a word such as meeting follows.
func (s *scan) generic(p int) bool {
	t, ok := s.word(s.skip(p), cMeet)
	return ok && (s.skip(t.end) >= len(s.runes) || !isLetter(s.peek(s.skip(t.end))))
}

// every reads "every other thursday", 每两周周四, "every monday and wednesday", "each 4/15", 每半个钟头.
func (s *scan) every(p int, t token, add func(recurrence, int)) {
	q := s.skip(t.end)
	r := recurrence{unit: unitWeek, interval: 1}
	if o, ok := s.word(q, cOther); ok {
		r.interval, q = o.val, s.skip(o.end)
		if s.peek(q) == ' ' {
			q++
		}
	}
	if e, ok := s.literal(q, "隔"); ok {
		r.interval, q = 2, e
	}
	s.everyUnit(r, q, add)
	for _, c := range []class{cWeekday, cWeekdays} {
		if w, ok := s.word(q, c); ok {
			s.weekdayList(r, w, add)
		}
	}
	if w, ok := s.word(q, cWorkday); ok && r.interval == 1 {
		r.workdays = true
		add(r, w.end)
		r.workdays = false
	}
	if w, ok := s.word(q, cWeekend); ok {
		r.weekdays = []nthWeekday{{0, 6}, {0, 7}}
		add(r, w.end)
		r.weekdays = nil
	}
	if w, ok := s.word(q, cPart); ok {
		add(recurrence{unit: unitDay, interval: r.interval, part: w.val}, w.end)
	}
	s.everyNumber(r, q, add)
	s.everyNth(q, add)
}

// everyUnit reads a unit, perhaps with a number: every 3 weeks, 每两周, 每半个钟头.
func (s *scan) everyUnit(r recurrence, q int, add func(recurrence, int)) {
	if u, ok := s.word(q, cUnit); ok {
		n := r
		s.fillUnit(&n, 1, u.val)
		add(n, u.end)
		s.afterUnit(n, u.end, add)
	}
	l, end, ok := s.length(q)
	if !ok || l.halfDay {
		return
	}
	n := r
	times := 1
	if r.interval == 2 {
		times = 0 // 每隔两天: two days lie between
	}
	switch {
	case l.has(unitWeekend):
		n.unit, n.interval = unitWeek, int(l.days/2)
		n.weekdays = []nthWeekday{{0, 6}, {0, 7}}
	case l.secs > 0 && l.days == 0:
		n.unit, n.minutes = unitMinute, int(l.secs/60)
		if n.minutes%60 == 0 && n.minutes > 0 {
			n.unit, n.interval, n.minutes = unitHour, n.minutes/60, 0
		}
	case l.years > 0 && l.years == float64(int(l.years)) && l.months == 0:
		n.unit, n.interval = unitYear, int(l.years)
	case l.years > 0:
		n.unit, n.interval = unitMonth, int(l.years*12+l.months)
	case l.months > 0:
		n.unit, n.interval = unitMonth, int(l.months)
	case l.has(unitWeek) || l.has(unitFortnight):
		n.unit, n.interval = unitWeek, int(l.days/7)
	default:
		n.unit, n.interval = unitDay, int(l.days)
	}
	if times == 0 {
		n.interval++
	}
	add(n, end)
	s.afterUnit(n, end, add)
}

func (s *scan) fillUnit(r *recurrence, n, unit int) {
	r.unit = unit
	switch unit {
	case unitQuarter:
		r.unit, r.interval = unitMonth, 3*r.interval
	case unitFortnight:
		r.unit, r.interval = unitWeek, 2*r.interval
	case unitWeekend:
		r.unit, r.weekdays = unitWeek, []nthWeekday{{0, 6}, {0, 7}}
	case unitDecade:
		r.unit, r.interval = unitYear, 10*r.interval
	}
}

// afterUnit reads the day after a unit: "every 2 weeks on thursday", 每两周周四.
func (s *scan) afterUnit(r recurrence, p int, add func(recurrence, int)) {
	s.hanDetail(r, p, add)
	q := s.skip(p)
	if e, ok := s.literal(q, "on "); ok {
		q = s.skip(e)
		if e, ok := s.literal(q, "the "); ok && r.unit == unitMonth {
			q = e
			if n, ok := s.num(q); ok && n.ord && n.val <= 31 {
				r.monthDay = n.int()
				add(r, n.end)
				return
			}
		}
		s.onWeekdays(r, q, add)
	}
}

var ruleDays = [...]string{"", "MO", "TU", "WE", "TH", "FR", "SA", "SU"}

var ruleFrequency = map[int]string{
	unitMinute: "MINUTELY", unitHour: "HOURLY", unitDay: "DAILY", unitWeek: "WEEKLY", unitMonth: "MONTHLY", unitYear: "YEARLY", unitSecond: "SECONDLY", unitQuarter: "MONTHLY",
}

// rule is the recurrence as an RFC 5545 rule.
func (r *recurrence) rule(until time.Time) string {
	var b strings.Builder
	interval := r.interval
	if r.unit == unitQuarter {
		interval *= 3
	}
	if r.minutes > 0 {
		interval = r.minutes
	}
	b.WriteString("FREQ=" + ruleFrequency[r.unit])
	if interval > 1 {
		fmt.Fprintf(&b, ";INTERVAL=%d", interval)
	}
	if r.month > 0 {
		fmt.Fprintf(&b, ";BYMONTH=%d", r.month)
		for m := r.month + 1; m <= r.toMonth; m++ {
			fmt.Fprintf(&b, ",%d", (m-1)%12+1)
		}
	}
	if r.monthDay != 0 {
		fmt.Fprintf(&b, ";BYMONTHDAY=%d", r.monthDay)
	}
	if r.workdays {
		b.WriteString(";BYDAY=MO,TU,WE,TH,FR")
		if r.nth != 0 {
			fmt.Fprintf(&b, ";BYSETPOS=%d", r.nth)
		}
	}
	for i, d := range r.weekdays {
		b.WriteString([]string{";BYDAY=", ","}[min(i, 1)])
		if d.nth != 0 {
			fmt.Fprintf(&b, "%d", d.nth)
		}
		b.WriteString(ruleDays[d.weekday])
	}
	switch {
	case r.count > 0:
		fmt.Fprintf(&b, ";COUNT=%d", r.count)
	case !until.IsZero():
		b.WriteString(";UNTIL=" + until.UTC().Format("20060102T150405Z"))
	}
	return b.String()
}

// happensOn tells whether the recurrence has an occurrence on a day, the first being free to choose.
func (r *recurrence) happensOn(t time.Time) bool {
	if r.month > 0 {
		m := int(t.Month())
		if r.toMonth > 0 && (m < r.month || m > r.toMonth) || r.toMonth == 0 && m != r.month {
			return false
		}
	}
	if r.monthDay > 0 && t.Day() != r.monthDay {
		return false
	}
	if r.monthDay < 0 && t.Day() != daysIn(t.Year(), int(t.Month()))+1+r.monthDay {
		return false
	}
	wd := isoWeekday(t)
	if r.workdays {
		if r.nth != 0 {
			n, ok := nthInMonth(t.Year(), int(t.Month()), r.nth, nthWorkday, t.Location())
			return ok && n.Equal(t)
		}
		return wd < 6
	}
	if len(r.weekdays) == 0 {
		return r.monthDay != 0 || r.month == 0 || t.Day() == 1 || r.toMonth > 0
	}
	for _, d := range r.weekdays {
		if d.weekday != wd {
			continue
		}
		if d.nth == 0 {
			return true
		}
		if n, ok := nthInMonth(t.Year(), int(t.Month()), d.nth, wd, t.Location()); ok && n.Equal(t) {
			return true
		}
	}
	return false
}
