package language

// dateForm says how a date is given.
type dateForm uint8

const (
	dateNone     dateForm = iota
	dateOffset            // days from today
	dateCalendar          // year, month, day; what is missing is found by looking ahead
	dateWeekday           // a weekday, perhaps of a named week
	dateNth               // the nth weekday, day or workday of a month
	dateHoliday           // a holiday
	dateShifted           // a length after or before another date
	dateMonth             // a month or year alone: its first day
	dateWeek              // a week alone: its Monday
	dateEdge              // the beginning, middle or end of a month or year
	dateNearest           // the nth closest weekday to a date
	dateNow               // now, as an end of a range
	dateYearDay           // the nth day of a year
)

// anyWeek marks a weekday without a named week.
const anyWeek = 99

// What dateNth counts, besides the weekdays 1..7.
const (
	nthDay = iota + 8
	nthWorkday
	nthWeek
)

// date is a day as the text gives it, not yet resolved.
type date struct {
	form      dateForm
	year      int // 0 when not said
	month     int
	day       int
	yearOff   int // years from this one, when hasYearOff
	monthOff  int // months from this one, when hasMonthOff
	weekday   int
	week      int // weeks from this one, or anyWeek
	nth       int // negative counts from the end
	offset    int
	holiday   int
	edge      int
	shift     length
	base      *date
	part      int // the part of day in a word like tonight
	also      int // a weekday named beside the date
	then      int // workdays or a weekday after (or before) the date
	thenCount int

	hasYearOff  bool
	hasMonthOff bool
	lunar       bool
	leap        bool
	swap        bool // month and day may change places: 3/4
	past        bool // "last Monday"
	loose       bool // a bare ordinal or number: only with help from outside
	until       bool // a month or week that stands for all of it
	weekend     bool // "weekend": Saturday stands for both days
	named       bool
}

// found is something matched: where it ends and how sure it is.
type foundDate struct {
	date
	end int
}

// dates returns every reading of a date at p, the longest first.
func (s *scan) dates(p int) []foundDate {
	var out []foundDate
	add := func(d date, end int) {
		if end > p {
			out = append(out, foundDate{d, end})
		}
	}
	for _, t := range s.words(p) {
		switch t.class {
		case cDay:
			if s.isName(p, t.end) {
				continue
			}
			add(date{form: dateOffset, offset: t.val}, t.end)
		case cDayPart:
			off, part := unpackDayPart(t.val)
			add(date{form: dateOffset, offset: off, part: part}, t.end)
		case cWeekday:
			s.weekdayDates(p, t, add)
		case cThis, cNext, cLast:
			s.modifiedDates(p, t, add)
		case cWeekWord:
			s.weekDates(p, t, add)
		case cMonthWord:
			s.monthDates(date{monthOff: t.val, hasMonthOff: true}, t.end, add)
		case cYearWord:
			s.yearDates(date{yearOff: t.val, hasYearOff: true}, t.end, add)
		case cMonth:
			s.englishMonth(p, t, add)
		case cHoliday:
			s.holidayDates(date{form: dateHoliday, holiday: t.val}, t.end, add)
		case cLunar:
			s.lunarDates(p, t.end, add)
		case cEdge:
			s.edgeDates(t, add)
		case cOrdinalLast:
			s.nthDates(-t.val, t.end, add)
		case cWeekend:
			add(date{form: dateWeekday, weekday: 6, week: anyWeek, weekend: true}, t.end)
		}
	}
	s.lunarMonths(p, add)
	s.articleDates(p, add)
	if p < len(s.nums) && s.nums[p].end > 0 {
		s.numericDates(p, s.nums[p], add)
	}
	if s.runes[p] == '第' {
		s.ordinalDates(p, add)
	}
	return out
}

// weekdayDates reads a weekday and what may follow it: "friday next week", "friday after next", "tuesday the 19th".
func (s *scan) weekdayDates(p int, t token, add func(date, int)) {
	end := t.end
	if s.peek(end) == '.' && isLetter(s.peek(end-1)) {
		end++
	}
	d := date{form: dateWeekday, weekday: t.val, week: anyWeek}
	add(d, end)
	q := s.skip(end)
	if n, ok := s.num(q); ok && q > t.end && n.digits == 2 && n.val > 12 && n.val <= 31 && !n.ord && s.standsAlone(n.end) && isLetter(s.peek(t.end-1)) {
		add(date{form: dateCalendar, day: n.int(), also: t.val, named: true}, n.end)
	}
	if r, ok := s.literal(q, "week"); ok && isLetter(s.peek(p)) && wordEnds(s.runes, r) && !isDigit(s.peek(s.skip(r))) && s.standsAlone(r) {
		add(date{form: dateShifted, base: &d, shift: length{days: 7}}, r)
	}
	if r, ok := s.literal(q, "after next"); ok {
		nd := d
		nd.form, nd.thenCount = dateShifted, 2
		nd.then = t.val
		nd.base = today
		add(nd, r)
	}
	for _, lead := range []string{"", "of ", "on ", "in "} {
		r, ok := s.literal(q, lead)
		if !ok {
			continue
		}
		if w, ok := s.word(s.skip(r), cWeekWord); ok && isLetter(s.peek(w.end-1)) {
			nd := d
			nd.week = w.val
			add(nd, w.end)
		}
	}
	if s.peek(q) == '(' || isHan(s.peek(q)) {
		return
	}
	s.weekdayWithLength(t.val, q, add)
}

// weekdayWithLength reads "monday two weeks from now" and "sunday 3 weeks after january 15".
func (s *scan) weekdayWithLength(weekday, p int, add func(date, int)) {
	if in, ok := s.word(p, cIn); ok && in.val == 1 && isLetter(s.peek(p)) {
		p = s.skip(p)
	} else if n, ok := s.num(p); !ok || n.ord {
		return
	}
	for _, f := range s.shiftedDates(p) {
		if f.form == dateShifted && f.shift.weeks() {
			f.also, f.named = weekday, true
			add(f.date, f.end)
		}
	}
}

// modifiedDates reads "next friday", "this coming friday", "last day of may", "next 6th of april".
func (s *scan) modifiedDates(p int, t token, add func(date, int)) {
	q := s.skip(t.end)
	if w, ok := s.word(q, cWeekday); ok {
		d := date{form: dateWeekday, weekday: w.val, week: t.val}
		if t.class == cThis && s.isComing(p, t.end) {
			d.week = anyWeek
		}
		if t.class == cLast {
			d.past = true
		}
		end := w.end
		if s.peek(end) == '.' {
			end++
		}
		add(d, end)
	}
	if w, ok := s.word(q, cWeekend); ok && t.class != cLast {
		add(date{form: dateWeekday, weekday: 6, week: t.val, weekend: true}, w.end)
	}
	if w, ok := s.word(q, cMonth); ok && t.class == cNext {
		for _, f := range s.dates(q) {
			if f.form == dateCalendar && f.month == w.val {
				add(f.date, f.end)
			}
		}
	}
	if h, ok := s.word(q, cHoliday); ok && t.class != cLast {
		add(date{form: dateHoliday, holiday: h.val}, h.end)
	}
	if n, ok := s.num(q); ok && t.class == cNext && n.ord {
		for _, f := range s.dates(q) {
			if f.form == dateCalendar && f.month > 0 {
				add(f.date, f.end)
			}
		}
	}
	if q, ok := s.wordVal(q, cWorkday, 0); ok && t.class == cNext {
		add(date{form: dateShifted, base: today, then: nthWorkday, thenCount: 1}, q)
	}
}

func (s *scan) isComing(from, to int) bool {
	for i := from; i+3 < to; i++ {
		if s.runes[i] == 'c' && s.runes[i+1] == 'o' && s.runes[i+2] == 'm' && s.runes[i+3] == 'i' {
			return true
		}
	}
	return false
}

// weekDates reads a named week and the weekday in it: 下周三, 下周的周三, next week wednesday, next week on friday.
func (s *scan) weekDates(p int, t token, add func(date, int)) {
	q := t.end
	han := !isLetter(s.peek(t.end - 1))
	if s.peek(p) == '下' && s.peek(p-1) == '一' { // 约一下|周四
		return
	}
	add(date{form: dateWeek, week: t.val}, q)
	if han {
		if c, ok := s.word(q, cWeekChar); ok && !s.weekCharIsNumber(c.end) {
			add(date{form: dateWeekday, weekday: c.val, week: t.val}, c.end)
		}
		if r, ok := s.oneOf(q, "的"); ok {
			q = r
		}
	} else if r, ok := s.literal(s.skip(q), "on "); ok {
		q = r
	}
	if s.peek(q) == '末' {
		add(date{form: dateWeekday, weekday: 6, week: t.val, weekend: true}, q+1)
	}
	if s.peek(s.skip(q)) == ',' {
		q = s.skip(q) + 1
	}
	if w, ok := s.word(s.skip(q), cWeekday); ok {
		add(date{form: dateWeekday, weekday: w.val, week: t.val}, w.end)
	}
	if w, ok := s.word(s.skip(q), cWeekend); ok {
		add(date{form: dateWeekday, weekday: 6, week: t.val, weekend: true}, w.end)
	}
	if s.peek(q) == '第' {
		s.ordinalDay(q, func(n, what, end int) {
			if what == nthWorkday {
				add(date{form: dateShifted, base: &date{form: dateWeekday, weekday: 7, week: t.val - 1}, then: nthWorkday, thenCount: n}, end)
			}
		})
	}
}

// weekCharIsNumber tells whether the character after 周 belongs to a number: 下周 2点.
func (s *scan) weekCharIsNumber(after int) bool {
	last := s.peek(after - 1)
	next := s.peek(after)
	if isDigit(last) {
		return isDigit(next) || next == ':' || next == '点' || next == '个' || next == '月' || next == '号'
	}
	return false
}

// monthDates reads what may follow a named month: a day, an edge, the nth weekday.
func (s *scan) monthDates(d date, p int, add func(date, int)) {
	m := d
	m.form = dateMonth
	add(m, p)
	q := p
	if r, ok := s.oneOf(q, "的份"); ok {
		q = r
	}
	q = s.skip(q)
	if n, ok := s.num(q); ok && !n.ord && n.val >= 1 && n.val <= 31 {
		if end, ok := s.dayMark(n.end); ok {
			c := d
			c.form, c.day = dateCalendar, n.int()
			add(c, end)
		}
	}
	s.monthPart(d, q, add)
}

// monthPart reads an edge or an nth day of the month in d, after a Chinese month.
func (s *scan) monthPart(d date, q int, add func(date, int)) {
	if e, ok := s.word(q, cEdge); ok && !isLetter(s.peek(e.end-1)) {
		c := d
		c.form, c.edge = dateEdge, e.val
		add(c, e.end)
	}
	nth := func(n, what, end int) {
		c := d
		c.form, c.nth, c.weekday = dateNth, n, what
		add(c, end)
	}
	if s.peek(q) == '第' {
		s.ordinalDay(q, nth)
	}
	if t, ok := s.word(q, cOrdinalLast); ok {
		s.countedDay(-t.val, t.end, nth)
	}
}

// ordinalDay reads 第一个星期一, 第三天, 第二个工作日.
func (s *scan) ordinalDay(p int, found func(n, what, end int)) {
	n, ok := s.num(p + 1)
	if !ok || n.val < 1 || n.val > 366 {
		return
	}
	q := n.end
	if s.peek(q) == '个' {
		q++
	}
	s.countedDay(n.int(), q, found)
}

// countedDay reads what is counted: a weekday, a day, a workday.
func (s *scan) countedDay(n, p int, found func(n, what, end int)) {
	p = s.skip(p)
	if r, ok := s.oneOf(p, "的"); ok {
		p = r
	}
	if t, ok := s.word(p, cWeekday); ok {
		found(n, t.val, t.end)
		return
	}
	if t, ok := s.word(p, cWorkday); ok {
		found(n, nthWorkday, t.end)
		return
	}
	if t, ok := s.word(p, cWeekend); ok {
		found(n, 6, t.end)
		return
	}
	switch s.peek(p) {
	case '天', '日':
		found(n, nthDay, p+1)
	case '周':
		found(n, nthWeek, p+1)
	}
	if q, ok := s.wordVal(p, cUnit, unitDay); ok && isLetter(s.peek(p)) {
		found(n, nthDay, q)
	}
}

// ordinalDates reads 第一个周五 without a month: this month's, or the next one's.
func (s *scan) ordinalDates(p int, add func(date, int)) {
	s.ordinalDay(p, func(n, what, end int) {
		if what >= 1 && what <= 7 || what == nthWorkday {
			add(date{form: dateNth, nth: n, weekday: what}, end)
		}
	})
}

// dayMark accepts 号 or 日 after the day of a month, unless it numbers something else (3号楼, 3号会议室).
func (s *scan) dayMark(p int) (int, bool) {
	q := s.skip(p)
	r := s.peek(q)
	if r != '号' && r != '日' {
		return p, false
	}
	switch s.peek(q + 1) {
	case '楼', '厅', '房', '馆', '线', '门', '桌', '院', '机', '车', '包', '桥', '教':
		return p, false
	}
	if t, ok := s.word(q+1, cRoomWord); ok && s.peek(q+1) != '大' && t.end > 0 {
		return p, false
	}
	return q + 1, true
}
