package language

// englishMonth reads the dates that start with a month's name: "july 3rd 2017", "Feb13", "Oct/2", "may twenty nine".
func (s *scan) englishMonth(p int, t token, add func(date, int)) {
	q := s.dateGap(t.end)
	if r, ok := s.literal(q, "the "); ok {
		q = s.skip(r)
	}
	n, ok := s.num(q)
	if ok && (n.val >= 1 && n.val <= 31 && n.digits <= 2 || n.ord && n.val <= 31) && !n.han && !s.isHourAfter(n.end) {
		d := date{form: dateCalendar, month: t.val, day: n.int()}
		add(d, n.end)
		s.withYear(d, n.end, add)
		return
	}
	if ok && n.digits == 4 && n.val >= 1950 && n.val < 2100 {
		add(date{form: dateMonth, month: t.val, year: n.int()}, n.end)
		return
	}
	if t.end-p > 4 || t.val != 3 && t.val != 5 {
		add(date{form: dateMonth, month: t.val}, t.end)
	}
}

// dateGap is p moved over what may stand between the parts of an English date.
func (s *scan) dateGap(p int) int {
	q := s.skip(p)
	switch s.peek(q) {
	case '.', ',', '/', '-':
		q = s.skip(q + 1)
	}
	return q
}

// withYear adds d with the year that follows, in digits or words. A number that can only be a clock is no year.
func (s *scan) withYear(d date, p int, add func(date, int)) {
	q := s.dateGap(p)
	if r, ok := s.literal(q, "of "); ok {
		q = s.skip(r)
	}
	if w, ok := s.word(q, cYearWord); ok {
		d.hasYearOff, d.yearOff = true, w.val
		add(d, w.end)
		return
	}
	n, ok := s.num(q)
	if !ok || n.ord || s.isHourAfter(n.end) || s.peek(n.end) == '-' && isDigit(s.peek(n.end+1)) {
		return
	}
	switch {
	case n.val >= 1990 && n.val < 2060:
		d.year = n.int()
	case n.digits == 0 && (n.val == 20 || n.val == 19):
		m, ok := s.num(n.end)
		if !ok || m.digits > 0 || m.val < 10 || m.val > 99 {
			return
		}
		d.year, n.end = n.int()*100+m.int(), m.end
	default:
		return
	}
	add(d, n.end)
}

// dayFirst reads "3rd of july", "14april 2015", "20 of next month", "first tuesday of october", "18th".
func (s *scan) dayFirst(p int, n number, add func(date, int)) {
	if n.han || n.digits > 2 || n.val < 1 {
		return
	}
	q := s.skip(n.end)
	if n.val <= 31 {
		s.dayMonth(n, add)
	}
	if n.ord {
		s.nthDates(n.int(), q, add)
		if n.val <= 31 && s.standsAlone(n.end) {
			add(date{form: dateCalendar, day: n.int(), loose: !isDigit(s.peek(p))}, n.end)
		}
	}
}

func (s *scan) dayMonth(n number, add func(date, int)) {
	q := s.dateGap(n.end)
	for _, lead := range []string{"day of ", "of the ", "of ", "in "} {
		if r, ok := s.literal(q, lead); ok {
			q = s.skip(r)
			break
		}
	}
	if m, ok := s.word(q, cMonth); ok {
		d := date{form: dateCalendar, month: m.val, day: n.int()}
		end := m.end
		if s.peek(end) == '.' {
			end++
		}
		add(d, end)
		s.withYear(d, end, add)
	}
	if w, ok := s.word(q, cMonthWord); ok && (q > n.end+1 || n.ord) {
		add(date{form: dateCalendar, day: n.int(), monthOff: w.val, hasMonthOff: true}, w.end)
	}
}

// isName tells the name Tom from the short form of tomorrow: it has a capital and no time follows it.
func (s *scan) isName(p, end int) bool {
	if end-p != 3 || !s.literalAt(p, "tom") || s.typed(p) == 't' || s.typed(p+1) != 'o' {
		return false
	}
	q := s.skip(end)
	if isDigit(s.peek(q)) {
		return false
	}
	for _, c := range []class{cPart, cAt, cFrom, cClockWord} {
		if _, ok := s.word(q, c); ok {
			return false
		}
	}
	return true
}

// standsAlone tells whether nothing that is counted follows: "the 15th", but not "the 2nd floor".
func (s *scan) standsAlone(p int) bool {
	q := s.skip(p)
	r := s.peek(q)
	if isHan(r) {
		return false
	}
	if r == '.' && isDigit(s.peek(q+1)) {
		return false
	}
	if !isLetter(r) {
		return r != ':' && r != '%' && r != '/' && r != '\''
	}
	for _, t := range s.words(q) {
		switch t.class {
		case cAbout, cFrom, cUntil, cAnd, cPart, cDayPart, cDay, cClockWord, cFor, cIntent, cAmPm, cNext, cThis, cEvery, cWeekWord:
			if t.class != cAmPm {
				return true
			}
		}
	}
	return false
}

// nthDates reads what an ordinal counts in a month: "tuesday of october", "last day of May", "friday after next".
func (s *scan) nthDates(n, p int, add func(date, int)) {
	q := s.skip(p)
	if t, ok := s.word(q, cOrdinalLast); ok && n > 0 {
		n, q = -n, s.skip(t.end)
	}
	if !isLetter(s.peek(q)) {
		return
	}
	if r, ok := s.literal(q, "closest "); ok && n > 0 {
		s.closest(n, r, add)
	}
	s.countedDay(n, q, func(n, what, end int) {
		r := s.skip(end)
		of, ok := s.literal(r, "of ")
		if !ok {
			if of, ok = s.literal(r, "in "); !ok {
				if w, ok := s.literal(r, "after "); ok && n > 0 {
					s.thenAfter(n, what, w, add)
				}
				return
			}
		}
		of = s.skip(of)
		d := date{form: dateNth, nth: n, weekday: what}
		if m, ok := s.word(of, cMonth); ok {
			d.month = m.val
			add(d, m.end)
			s.withYear(d, m.end, add)
			return
		}
		if w, ok := s.word(of, cMonthWord); ok {
			d.monthOff, d.hasMonthOff = w.val, true
			add(d, w.end)
			return
		}
		if r, ok := s.literal(of, "the month"); ok {
			d.hasMonthOff = true
			add(d, r)
		}
	})
}

// thenAfter reads "first workday after new year", "second monday after easter".
func (s *scan) thenAfter(n, what, p int, add func(date, int)) {
	for _, f := range s.datesAfterThe(p) {
		base := f.date
		add(date{form: dateShifted, base: &base, then: what, thenCount: n}, f.end)
	}
}

func (s *scan) datesAfterThe(p int) []foundDate {
	p = s.skip(p)
	if r, ok := s.literal(p, "the "); ok {
		p = s.skip(r)
	}
	if p >= len(s.runes) {
		return nil
	}
	return s.datesAt(p)
}

// closest reads "closest monday to oct 5th".
func (s *scan) closest(n, p int, add func(date, int)) {
	w, ok := s.word(s.skip(p), cWeekday)
	if !ok {
		return
	}
	q, ok := s.literal(s.skip(w.end), "to ")
	if !ok {
		return
	}
	for _, f := range s.datesAfterThe(q) {
		base := f.date
		add(date{form: dateNearest, base: &base, weekday: w.val, nth: n}, f.end)
	}
}

// articleDates reads "the 15th", "on 15", "the ides of march", "the closest monday to".
func (s *scan) articleDates(p int, add func(date, int)) {
	if !isLetter(s.runes[p]) {
		return
	}
	if r, ok := s.literal(p, "closest "); ok {
		s.closest(1, r, add)
	}
	if r, ok := s.literal(p, "ides of "); ok {
		if m, ok := s.word(r, cMonth); ok {
			day := 13
			if m.val == 3 || m.val == 5 || m.val == 7 || m.val == 10 {
				day = 15
			}
			add(date{form: dateCalendar, month: m.val, day: day}, m.end)
		}
	}
	for _, lead := range []string{"on the ", "for the ", "the ", "on "} {
		r, ok := s.literal(p, lead)
		if !ok || p > 0 && isLetter(s.peek(p-1)) {
			continue
		}
		n, ok := s.num(r)
		if ok && n.val >= 1 && n.val <= 31 && !n.han {
			s.dayMonth(n, add)
		}
		if ok && n.val >= 1 && n.val <= 31 && (n.digits > 0 || n.ord) && !n.han && s.standsAlone(n.end) && !s.isHourAfter(n.end) && s.peek(n.end) != '-' {
			add(date{form: dateCalendar, day: n.int()}, n.end)
		}
		return
	}
}
