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
	minutes  int // every so many minutes
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
	s.ofEveryMonth(p, add)
	s.weekdaysEach(p, add)
	return out
}

// adverbs reads daily, weekly, 每周, 每月 and what follows them.
func (s *scan) adverbs(p int, t token, add func(recurrence, int)) {
	r := recurrence{unit: t.val % 100, interval: t.val/100 + 1}
	if t.val/100 == 2 { // twice a year
		r = recurrence{unit: unitMonth, interval: 6}
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

func (s *scan) onWeekdays(r recurrence, p int, add func(recurrence, int)) {
	for _, c := range []class{cWeekday, cWeekdays} {
		if w, ok := s.word(p, c); ok && r.unit == unitWeek {
			s.weekdayList(r, w, add)
		}
	}
}

// hanDetail reads which days after 每周, 每两周, 每月, 每年.
func (s *scan) hanDetail(r recurrence, p int, add func(recurrence, int)) {
	q := p
	if e, ok := s.oneOf(q, "的逢在"); ok {
		q = e
	}
	q = s.skip(q)
	switch r.unit {
	case unitWeek:
		s.hanWeekdays(r, q, add)
	case unitMonth:
		s.monthDetail(r, q, add)
	case unitYear, unitQuarter:
		s.yearDetail(r, q, add)
	case unitDay:
		if t, ok := s.word(q, cPart); ok && r.part == 0 {
			r.part = t.val
			add(r, t.end)
		}
	}
}

// hanWeekdays reads 一、三、五, 一三五, 周一和周三, 一到五, 工作日, 末 after 每周.
func (s *scan) hanWeekdays(r recurrence, p int, add func(recurrence, int)) {
	if t, ok := s.word(p, cWorkday); ok {
		r.workdays = true
		add(r, t.end)
		return
	}
	if t, ok := s.word(p, cWeekend); ok {
		r.weekdays = []nthWeekday{{0, 6}, {0, 7}}
		add(r, t.end)
		return
	}
	if s.peek(p) == '末' && s.peek(p-1) != '的' {
		r.weekdays = []nthWeekday{{0, 6}, {0, 7}}
		add(r, p+1)
		return
	}
	first := true
	for len(r.weekdays) < 7 {
		day, end, ok := s.oneWeekday(p)
		if !ok || !first && s.weekdayIsHour(p, end) {
			return
		}
		r.weekdays = append(append([]nthWeekday{}, r.weekdays...), nthWeekday{0, day})
		first = false
		add(r, end)
		if u, ok := s.oneOf(end, "到至-~"); ok {
			if to, e, ok := s.oneWeekday(s.skip(u)); ok && to > day && !s.weekdayIsHour(s.skip(u), e) {
				for d := day + 1; d <= to; d++ {
					r.weekdays = append(r.weekdays, nthWeekday{0, d})
				}
				add(r, e)
				end = e
			}
		}
		p = end
		if q, ok := s.oneOf(end, "、,和及与跟/.，"); ok {
			p = s.skip(q)
		}
	}
}

func (s *scan) oneWeekday(p int) (day, end int, ok bool) {
	if t, ok := s.word(p, cWeekday); ok {
		return t.val, t.end, true
	}
	if t, ok := s.word(p, cWeekChar); ok {
		return t.val, t.end, true
	}
	return 0, p, false
}

// weekdayIsHour tells whether the numeral at p belongs to a clock or a number: 每周三 五点.
func (s *scan) weekdayIsHour(p, end int) bool {
	if t, ok := s.word(p, cWeekday); ok && t.end == end {
		return false
	}
	n := s.nums[p]
	if n.end > 0 && n.val < 10 || n.end > end {
		switch s.peek(n.end) {
		case '点', '时', '个', ':', '号', '人', '月', '位', '楼', '十', '次', '小':
			return true
		}
	}
	return n.end > 0 && n.val >= 10 && n.digits > 0
}

// monthDetail reads the day of a month: 5号, 第一个周一, 最后一个周五, 最后一天, 底.
func (s *scan) monthDetail(r recurrence, p int, add func(recurrence, int)) {
	if n, ok := s.num(p); ok && n.val >= 1 && n.val <= 31 {
		if end, ok := s.dayMark(n.end); ok {
			r.monthDay = n.int()
			add(r, end)
		}
	}
	if e, ok := s.word(p, cEdge); ok && !isLetter(s.peek(p)) {
		r.monthDay = [...]int{1, 15, -1, 1, 21}[e.val]
		add(r, e.end)
	}
	nth := func(n, what, end int) {
		c := r
		switch what {
		case nthDay:
			c.monthDay = n
		case nthWorkday:
			c.workdays, c.nth = true, n
		case nthWeek:
			return
		default:
			c.weekdays = []nthWeekday{{n, what}}
		}
		add(c, end)
	}
	if s.peek(p) == '第' {
		s.ordinalDay(p, nth)
	}
	if t, ok := s.word(p, cOrdinalLast); ok {
		s.countedDay(-t.val, t.end, nth)
	}
}

// yearDetail reads the month and day of a year: 9月, 9月到11月, 10月1日, 春节.
func (s *scan) yearDetail(r recurrence, p int, add func(recurrence, int)) {
	if r.unit != unitYear {
		return
	}
	if i, ok := s.season(p); ok {
		r.month, r.toMonth = 2+3*i, 4+3*i
		add(r, p+2)
	}
	for _, f := range s.datesAt(p) {
		c := r
		switch {
		case f.form == dateCalendar && f.month > 0 && !f.yearSaid():
			c.month, c.monthDay = f.month, f.day
		case f.form == dateMonth && f.month > 0 && !f.yearSaid():
			c.month = f.month
			if u, ok := s.oneOf(f.end, "到至-~"); ok {
				if n, ok := s.num(u); ok && s.peek(n.end) == '月' {
					c.toMonth = n.int()
					add(c, n.end+1)
				}
			}
		case f.form == dateHoliday && holidays[f.holiday].month > 0 && !holidays[f.holiday].lunar && holidays[f.holiday].nth == 0:
			c.month, c.monthDay = holidays[f.holiday].month, holidays[f.holiday].day
		default:
			continue
		}
		add(c, f.end)
	}
}

func (s *scan) season(p int) (int, bool) {
	for i, name := range []string{"春", "夏", "秋", "冬"} {
		if s.peek(p) == []rune(name)[0] && (s.peek(p+1) == '天' || s.peek(p+1) == '季') {
			return i, true
		}
	}
	return 0, false
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

// everyNumber reads "every 15th", "each 4/15", "every 15th of the month".
func (s *scan) everyNumber(r recurrence, q int, add func(recurrence, int)) {
	for _, f := range s.datesAt(q) {
		if f.form != dateCalendar || f.yearSaid() || f.hasMonthOff {
			continue
		}
		if f.month > 0 {
			add(recurrence{unit: unitYear, month: f.month, monthDay: f.day}, f.end)
		} else if f.day > 0 {
			add(recurrence{unit: unitMonth, monthDay: f.day}, f.end)
		}
	}
}

// everyNth reads "every first monday", "every last friday of the month".
func (s *scan) everyNth(q int, add func(recurrence, int)) {
	n, end := 0, 0
	if t, ok := s.word(q, cOrdinalLast); ok {
		n, end = -1, t.end
	} else if o, ok := s.num(q); ok && o.ord && o.val < 6 {
		n, end = o.int(), o.end
	}
	if n == 0 || !isLetter(s.peek(q)) && !isDigit(s.peek(q)) {
		return
	}
	s.countedDay(n, end, func(n, what, end int) {
		e := s.skip(end)
		of := false
		for _, w := range []string{"of the month", "of every month", "of each month", "in the month", "of month", "in every month", "monthly"} {
			if r, ok := s.literal(e, w); ok {
				end, of = r, true
			}
		}
		if what <= 7 && (of || n != 2 && n != 3) {
			add(recurrence{unit: unitMonth, weekdays: []nthWeekday{{n, what}}}, end)
		}
		if of && what == nthDay {
			add(recurrence{unit: unitMonth, monthDay: n}, end)
		}
		if of && what == nthWorkday {
			add(recurrence{unit: unitMonth, workdays: true, nth: n}, end)
		}
	})
}

// ofEveryMonth reads "the last friday of every month", "15th of each month".
func (s *scan) ofEveryMonth(p int, add func(recurrence, int)) {
	n, end := 0, 0
	if t, ok := s.word(p, cOrdinalLast); ok && isLetter(s.peek(p)) {
		n, end = -1, t.end
	} else if s.nums[p].ord && s.nums[p].val <= 31 {
		n, end = s.nums[p].int(), s.nums[p].end
	} else {
		return
	}
	everyMonth := func(q int) (int, bool) {
		for _, w := range []string{"of every month", "of each month", "every month", "each month", "in every month", "of the month every month", "monthly"} {
			if r, ok := s.literal(s.skip(q), w); ok {
				return r, true
			}
		}
		return q, false
	}
	if r, ok := everyMonth(end); ok && n > 0 {
		add(recurrence{unit: unitMonth, monthDay: n}, r)
	}
	s.countedDay(n, end, func(n, what, end int) {
		r, ok := everyMonth(end)
		switch {
		case !ok:
		case what <= 7:
			add(recurrence{unit: unitMonth, weekdays: []nthWeekday{{n, what}}}, r)
		case what == nthDay:
			add(recurrence{unit: unitMonth, monthDay: n}, r)
		case what == nthWorkday:
			add(recurrence{unit: unitMonth, workdays: true, nth: n}, r)
		}
	})
}

// weekdayList reads further weekdays: "mondays and thursdays", "mon, wed & fri", "monday to friday".
func (s *scan) weekdayList(r recurrence, t token, add func(recurrence, int)) {
	r.weekdays = append(append([]nthWeekday{}, r.weekdays...), nthWeekday{0, t.val})
	add(r, t.end)
	q := s.skip(t.end)
	for len(r.weekdays) < 7 {
		joined := false
		for _, j := range []string{", and ", "and every ", "and ", "& ", ",", "/"} {
			if e, ok := s.literal(q, j); ok {
				q, joined = s.skip(e), true
				break
			}
		}
		through := false
		if !joined {
			c, ok := s.word(q, cUntil)
			if !ok {
				return
			}
			q, through = s.skip(c.end), true
		}
		w, ok := s.word(q, cWeekday)
		if !ok {
			if w, ok = s.word(q, cWeekdays); !ok {
				return
			}
		}
		last := r.weekdays[len(r.weekdays)-1].weekday
		for d := last + 1; through && d < w.val; d++ {
			r.weekdays = append(r.weekdays, nthWeekday{0, d})
		}
		r.weekdays = append(append([]nthWeekday{}, r.weekdays...), nthWeekday{0, w.val})
		add(r, w.end)
		q = s.skip(w.end)
	}
}

// weekdaysEach reads 周一到周五每天, 工作日每天, "weekdays".
func (s *scan) weekdaysEach(p int, add func(recurrence, int)) {
	if t, ok := s.word(p, cWorkday); ok {
		if e, ok := s.word(s.skip(t.end), cAdverb); ok && e.val == unitDay {
			add(recurrence{unit: unitWeek, workdays: true}, e.end)
		}
		if s.peek(t.end-1) == 's' && s.peek(p) != 'b' {
			add(recurrence{unit: unitWeek, workdays: true}, t.end)
		}
		return
	}
	a, ok := s.word(p, cWeekday)
	if !ok {
		return
	}
	u, ok := s.word(s.skip(a.end), cUntil)
	if !ok {
		return
	}
	b, ok := s.word(s.skip(u.end), cWeekday)
	if !ok || b.val <= a.val {
		return
	}
	for _, w := range []string{"每天", "都", "天天", "每日", "every week", "each week", "每周", "weekly", "的每天"} {
		if e, ok := s.literal(s.skip(b.end), w); ok {
			r := recurrence{unit: unitWeek}
			for d := a.val; d <= b.val; d++ {
				r.weekdays = append(r.weekdays, nthWeekday{0, d})
			}
			add(r, e)
			return
		}
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
