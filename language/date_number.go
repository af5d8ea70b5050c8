package language

// numericDates reads the dates that start with a number.
func (s *scan) numericDates(p int, n number, add func(date, int)) {
	switch s.peek(n.end) {
	case '年':
		s.hanYear(n, n.end+1, add)
	case '月':
		if n.val >= 1 && n.val <= 12 {
			s.hanMonth(date{month: n.int()}, n.end+1, add)
		} else if m, ok := s.num(n.end + 1); ok && n.val < 100 {
			if end, ok := s.dayMark(m.end); ok { // 13月5日: impossible, and said so later
				add(date{form: dateCalendar, month: n.int(), day: m.int()}, end)
			}
		}
		return
	}
	if end, ok := s.dayMark(n.end); ok && n.val >= 1 && !n.ord {
		add(date{form: dateCalendar, day: n.int()}, end)
	}
	if n.digits == 8 && !n.han {
		y, m, d := n.int()/10000, n.int()/100%100, n.int()%100
		if y >= 1900 && y < 2100 && m >= 1 && m <= 12 && d >= 1 && d <= 31 {
			add(date{form: dateCalendar, year: y, month: m, day: d}, n.end)
		}
	}
	later := (s.peek(p-1) == '.' || s.peek(p-1) == '/') && isDigit(s.peek(p-2))
	if n.digits > 0 && !n.han && !n.ord && !later {
		s.separatedDates(n, add)
	}
	s.dayFirst(p, n, add)
	s.countedWeekdays(n, add)
}

// hanYear reads what follows a year: 2015年3月3日, 26年除夕, 2023年第十天.
func (s *scan) hanYear(n number, p int, add func(date, int)) {
	y := n.int()
	switch {
	case n.digits == 2:
		y += 2000
	case n.digits != 4 || y < 1900 || y > 2200:
		return
	}
	s.yearDates(date{year: y}, p, add)
	if n.digits == 4 {
		add(date{form: dateMonth, year: y, month: 1}, p)
	}
}

// yearDates reads what follows a year, named or relative.
func (s *scan) yearDates(d date, p int, add func(date, int)) {
	if d.hasYearOff {
		m := d
		m.form, m.month = dateMonth, 1
		add(m, p)
	}
	q := p
	if r, ok := s.oneOf(q, "的,，份"); ok {
		q = r
	}
	q = s.skip(q)
	if n, ok := s.num(q); ok && s.peek(n.end) == '月' && n.val >= 1 && n.val <= 12 {
		m := d
		m.month = n.int()
		s.hanMonth(m, n.end+1, add)
	}
	if t, ok := s.word(q, cHoliday); ok {
		h := d
		h.form, h.holiday = dateHoliday, t.val
		s.holidayDates(h, t.end, add)
	}
	if e, ok := s.word(q, cEdge); ok && !isLetter(s.peek(e.end-1)) {
		m := d
		m.form, m.edge, m.month = dateEdge, e.val, [...]int{1, 6, 12, 1, 12}[e.val]
		add(m, e.end)
	}
	if s.peek(q) == '第' {
		s.ordinalDay(q, func(n, what, end int) {
			if what == nthDay {
				m := d
				m.form, m.nth = dateYearDay, n
				add(m, end)
			}
		})
	}
	if t, ok := s.word(q, cLunar); ok {
		s.lunarDates(q, t.end, func(l date, end int) {
			l.year, l.yearOff, l.hasYearOff = d.year, d.yearOff, d.hasYearOff
			add(l, end)
		})
	}
}

// hanMonth reads what follows N月: a day with or without 号, an edge, the nth weekday; else the month itself.
func (s *scan) hanMonth(d date, p int, add func(date, int)) {
	q := p
	if r, ok := s.oneOf(q, "的份"); ok {
		q = r
	}
	q = s.skip(q)
	m := d
	m.form = dateMonth
	add(m, p)
	if n, ok := s.num(q); ok && !n.ord && n.val >= 1 && n.val < 100 && !n.range2 {
		c := d
		c.form, c.day = dateCalendar, n.int()
		if end, ok := s.dayMark(n.end); ok {
			add(c, end)
		} else if n.val <= 31 && !s.countsSomething(n.end) {
			add(c, n.end)
		}
	}
	s.monthPart(d, q, add)
}

// countsSomething tells whether the number that ends at p has a unit of its own, so that it is no day.
func (s *scan) countsSomething(p int) bool {
	q := s.skip(p)
	if s.literalAt(q, "周会") || s.literalAt(q, "月会") || s.literalAt(q, "年会") || s.literalAt(q, "季度会") {
		return false
	}
	if q > p && isHan(s.peek(q)) && s.likeRoomNumber(p) {
		return s.countsAfterSpace(q)
	}
	switch r := s.peek(q); r {
	case ':':
		return isDigit(s.peek(q + 1))
	case '点', '时', '年', '月', '楼', '层', '座', '次', '杯', '场', '%', '分', '室', '度':
		return true
	case '号':
		return s.roomWordAt(q + 1)
	}
	for _, c := range []class{cPerson, cMeasure, cUnit, cRoomWord} {
		if _, ok := s.word(q, c); ok {
			return true
		}
	}
	return false
}

// likeRoomNumber tells whether three digits or more end at p.
func (s *scan) likeRoomNumber(p int) bool {
	return isDigit(s.peek(p-1)) && isDigit(s.peek(p-2)) && isDigit(s.peek(p-3))
}

// countsAfterSpace tells what is counted by a large number written apart: 120 人, 100 分钟; not 302 周例会.
func (s *scan) countsAfterSpace(q int) bool {
	for _, c := range []class{cPerson, cRoomWord, cServiceUnit} {
		t, ok := s.word(q, c)
		if ok && c == cServiceUnit {
			_, ok = s.word(s.optional(t.end, cOf), cService)
		}
		if ok && !s.notPeople(t.end) {
			return true
		}
	}
	t, ok := s.word(q, cUnit)
	return ok && t.end-q > 1 && t.val <= unitHour
}

// separatedDates reads numbers with marks between: 2015-03-03, 3/3/2015, 12.09.17, 2/15, 26.9.
func (s *scan) separatedDates(a number, add func(date, int)) {
	q := a.end
	for _, sep := range []rune{'-', '/', '.'} {
		r := s.separator(q, sep)
		if r == 0 {
			continue
		}
		b := s.nums[r]
		if b.end == 0 || b.han || b.ord || b.digits == 0 || b.digits > 4 {
			s.mixedDates(a, r, sep, add)
			continue
		}
		if t := s.separator(b.end, sep); t > 0 {
			if c := s.nums[t]; c.end > 0 && c.digits > 0 && !c.ord && (!c.han || c.digits == 0) {
				s.threeNumbers(a, b, c, sep, add)
			} else if m, ok := s.word(t, cMonth); ok {
				s.yearDayMonth(a, b, m, add)
			}
		}
		s.twoNumbers(a, b, sep, r-q > 1, add)
	}
}

// separator is the place of the next number after sep, 0 when sep does not stand at p.
func (s *scan) separator(p int, sep rune) int {
	q := s.skip(p)
	if s.peek(q) != sep {
		return 0
	}
	r := s.skip(q + 1)
	if sep == '.' && (r > q+1 || q > p) || r >= len(s.runes) {
		return 0
	}
	return r
}

// yearDayMonth reads 2020/23/Sep and 23-2020-September.
func (s *scan) yearDayMonth(a, b number, m token, add func(date, int)) {
	switch {
	case a.digits == 4 && b.val <= 31:
		add(date{form: dateCalendar, year: a.int(), month: m.val, day: b.int()}, m.end)
	case b.digits == 4 && a.val <= 31:
		add(date{form: dateCalendar, year: b.int(), month: m.val, day: a.int()}, m.end)
	}
}

// mixedDates reads 2019-sep-1.
func (s *scan) mixedDates(a number, p int, sep rune, add func(date, int)) {
	m, ok := s.word(p, cMonth)
	if !ok || a.digits != 4 {
		return
	}
	if r := s.separator(m.end, sep); r > 0 && s.nums[r].end > 0 && s.nums[r].val <= 31 {
		add(date{form: dateCalendar, year: a.int(), month: m.val, day: s.nums[r].int()}, s.nums[r].end)
	}
}

// threeNumbers decides which of three numbers is the year, the month and the day.
func (s *scan) threeNumbers(a, b, c number, sep rune, add func(date, int)) {
	d := date{form: dateCalendar}
	end := c.end
	x, y, z := a.int(), b.int(), c.int()
	switch {
	case a.digits == 4 && b.digits <= 2 && c.digits <= 2:
		d.year, d.month, d.day = x, y, z
	case a.digits == 4 && b.digits <= 2 && c.digits == 4 && z/100 <= 31: // 2021-09-0910:09: the clock follows without a space
		d.year, d.month, d.day, end = x, y, z/100, c.end-2
	case c.digits == 4 && a.digits <= 2 && b.digits <= 2:
		d.year = z
		s.dayMonthOrder(&d, x, y, sep, true)
	case c.digits == 2 && b.digits <= 2 && a.digits <= 2 && sep == '.':
		d.year = 2000 + z
		s.dayMonthOrder(&d, x, y, sep, true)
	case a.digits == 2 && x > 12 && y <= 12 && z <= 31 && s.hasHan():
		d.year, d.month, d.day = 2000+x, y, z
	case c.digits == 2 && a.digits <= 2:
		d.year = 2000 + z
		s.dayMonthOrder(&d, x, y, sep, false)
	default:
		return
	}
	if d.year > 2150 || d.year < 1900 {
		d.year = 0
	}
	add(d, end)
}

// dayMonthOrder sorts day and month: whatever exceeds 12 is the day; with dots, or in a Chinese text, the day first.
func (s *scan) dayMonthOrder(d *date, x, y int, sep rune, padded bool) {
	dayFirst := sep == '.' && padded || s.hasHan()
	switch {
	case x > 12 || dayFirst && y <= 12:
		d.day, d.month = x, y
	default:
		d.month, d.day = x, y
	}
	d.swap = x <= 12 && y <= 12
}

func (s *scan) hasHan() bool { return s.han }

// twoNumbers reads a month and a day: 2/15, 2 - 15, 4.22, 31/08, 16.12, 26.9.
func (s *scan) twoNumbers(a, b number, sep rune, spaced bool, add func(date, int)) {
	if a.digits > 2 || b.digits > 2 || a.val < 1 || b.val < 1 || s.isHourAfter(b.end) {
		return
	}
	end := b.end
	dotted := sep == '.' && s.peek(end) == '.' && !isDigit(s.peek(end+1))
	if dotted {
		end++
	}
	d := date{form: dateCalendar, loose: sep != '/' && !dotted}
	x, y := a.int(), b.int()
	padded := s.runes[a.end-int(a.digits)] == '0' || s.runes[b.end-int(b.digits)] == '0' && b.digits == 2
	dayFirst := sep == '.' && (dotted || padded) && y <= 12 && !s.hasHan()
	switch {
	case x <= 12 && y <= 31 && !dayFirst:
		d.month, d.day = x, y
	case y <= 12 && x <= 31:
		d.month, d.day = y, x
	case x <= 12 && y < 100 && sep == '/':
		d.month, d.day = x, y // impossible, and said so later
	default:
		return
	}
	d.swap = x <= 12 && y <= 12
	if s.countsSomething(b.end) && !dotted {
		return
	}
	add(d, end)
}

// isHourAfter tells whether the number that ends at p is an hour: a clock mark follows.
func (s *scan) isHourAfter(p int) bool {
	q := s.skip(p)
	switch s.peek(p) {
	case ':':
		return isDigit(s.peek(p + 1))
	case '点', '%':
		return true
	}
	t, ok := s.word(q, cAmPm)
	return ok && (q == p || t.end-q > 1)
}
