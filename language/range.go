package language

// expression is a stretch about when: a moment, or a range of two.
type expression struct {
	from, to moment
	isRange  bool
	fromWord bool    // announced by from, between, 从
	window   *length // from now on, so long
	rest     bool    // the rest of the day
	allDay   bool
	until    bool // announced by until, 到: the end of something
	ending   bool // until with a clock: the end of a meeting whose start was said before
	start    int
	end      int
	worth    int // what bonus says, once it was asked
}

// expressionsAt returns what may be said about when, starting at p. The result is valid until the next call.
func (s *scan) expressionsAt(p int) []expression {
	out := s.expressions[:0]
	for _, m := range s.moments(p) {
		if !m.weak() && (!m.hasClock || m.hasDate || m.anchored || m.part > 0 || m.clock.weak != weakCompact) {
			out = append(out, expression{from: m, start: p, end: m.end})
			if end, ok := s.finishes(&m); ok {
				out = append(out, expression{from: m, ending: true, start: p, end: end})
			}
		}
	}
	s.ranges(p, &out)
	s.windows(p, &out)
	s.dayRanges(p, &out)
	for i := range out {
		out[i].worth = out[i].bonus()
	}
	s.expressions = out
	return out
}

// finishes is the end of words that make a clock the end of the meeting: 11点结束.
func (s *scan) finishes(m *moment) (int, bool) {
	if !m.hasClock || m.hasDate || m.clock.rel != nil || m.clock.now {
		return 0, false
	}
	for _, w := range [...]string{"结束", "散会", "收场", "完事", "收尾", "前结束"} {
		if end, ok := s.literal(m.end, w); ok && s.peek(end) != '语' {
			return end, true
		}
	}
	return 0, false
}

// ranges reads two moments with a word of connection: "from 3 to 4pm", 两点到四点, "between 9:30 and 11:00".
func (s *scan) ranges(p int, out *[]expression) {
	from, fromWord := s.word(p, cFrom)
	q := p
	if fromWord {
		q, _ = s.glue(from.end, &moment{})
	}
	between := fromWord
	for _, a := range s.moments(q) {
		r := s.skip(a.end)
		if begun, ok := s.literal(r, "开始"); ok {
			r = s.skip(begun)
		}
		conn, isConn := s.word(r, cUntil)
		and, isAnd := s.word(r, cAnd)
		if r2, ok := s.isoSlash(&a, r); ok {
			conn, isConn = token{end: r2}, true
		}
		if isConn {
			s.rangeTo(p, &a, conn.end, fromWord, false, out)
		}
		if isAnd {
			s.rangeTo(p, &a, and.end, fromWord, !between, out)
		}
	}
}

// isoSlash accepts the slash between two full moments: 2015-03-28 17:00/2015-03-29 21:00.
func (s *scan) isoSlash(a *moment, p int) (int, bool) {
	if s.peek(p) == '/' && a.hasDate && a.hasClock && a.date.year > 0 {
		return p + 1, true
	}
	return p, false
}

// rangeTo reads the end of a range; when needEnd, only the words 之间 or two clocks joined by "or" make it one.
func (s *scan) rangeTo(p int, a *moment, q int, fromWord, needEnd bool, out *[]expression) {
	or := needEnd && s.peek(q-1) == 'r'
	q, ok := s.glue(q, &moment{})
	if !ok {
		return
	}
	for _, b := range s.moments(q) {
		if !rangeEnds(a, &b, fromWord || !needEnd && s.bareHours(p, b.end)) || s.namedAfter(a, &b) {
			continue
		}
		end := b.end
		closed := false
		r := s.skip(end)
		if s.peek(r) == '的' {
			r++
		}
		if t, ok := s.word(r, cBetween); ok {
			end, closed = t.end, true
		}
		either := or && a.hasClock && b.hasClock && (a.anchored || b.anchored || a.clock.weak < weakBare || b.clock.weak < weakBare)
		if needEnd && !closed && !either {
			continue
		}
		if b.weak() && s.countsSomething(b.end) {
			continue
		}
		*out = append(*out, expression{from: *a, to: b, isRange: true, fromWord: fromWord || closed, start: p, end: end})
	}
}

// namedAfter tells whether the holiday behind the end of a range names the meeting: 晚上7点到9点 元旦晚会彩排.
func (s *scan) namedAfter(a, b *moment) bool {
	if !b.hasDate || !b.dateLast {
		return false
	}
	return b.date.form == dateHoliday && a.hasDate || s.goesOnAsName(b.end)
}

// goesOnAsName tells whether the words at p go on with something that is neither time nor filler.
func (s *scan) goesOnAsName(p int) bool {
	q := s.skip(p)
	if isHan(s.peek(q)) {
		return q == p && !s.timeAt(q)
	}
	return isLetter(s.peek(q)) && !s.commonWord(q, s.wordEnd(q))
}

// nameFollows tells whether an English word that can only be part of a name stands behind p.
func (s *scan) nameFollows(p int) bool {
	q := s.skip(p)
	if q == p || !isLetter(s.peek(q)) {
		return false
	}
	end := s.wordEnd(q)
	for _, t := range s.words(q) {
		if t.end < end {
			continue
		}
		switch t.class {
		case cService, cDevice, cFault, cPerson, cScale, cMeet:
		case cIntent:
			if t.val != cueChange {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// bareHours tells whether two bare numbers between p and end can only be hours, "7 to 8 in 302": they open the text or
// a part of it, and a room or nothing follows.
func (s *scan) bareHours(p, end int) bool {
	if p > 0 && !s.breaksAfter(p-1) || !isDigit(s.peek(p)) && !isLetter(s.peek(p)) {
		return false
	}
	for q := p - 1; q >= 0; q-- {
		if s.breaks(q) {
			break
		}
		if s.runes[q] != ' ' {
			return false
		}
	}
	q := s.skip(end)
	if q >= len(s.runes) || s.breaks(q) && p == 0 {
		return p == 0 && q < len(s.runes)
	}
	if s.literalAt(q, "in ") || s.literalAt(q, "room ") {
		return true
	}
	_, room := s.word(q, cRoom)
	if !room {
		_, room = s.standingNumber(q)
	}
	return room
}

// rangeEnds tells whether a and b can be the two ends of one range.
func rangeEnds(a, b *moment, fromWord bool) bool {
	if a.clock.rel != nil && !b.hasClock || a.clock.now && !b.hasClock && !b.hasDate {
		return false
	}
	switch {
	case a.hasClock && b.hasClock:
		if a.clock.weak == weakBare && b.clock.weak == weakBare {
			if span := (b.clock.hour - a.clock.hour + 24) % 12; !fromWord && (span > 9 || span == 0) {
				return false
			}
			return fromWord || a.anchored || a.hasDate || b.hasDate || a.part > 0 || b.part > 0
		}
		if b.clock.now {
			return false
		}
		if b.clock.rel != nil {
			return a.clock.now
		}
		return a.clock.rel == nil
	case !a.hasClock && !b.hasClock:
		return a.hasDate && b.hasDate && a.date.form != dateNow
	case a.clock.now && b.hasDate:
		return true
	}
	return false
}

// windows reads stretches that start now: "within 5 hours", 未来三小时, "rest of the day".
func (s *scan) windows(p int, out *[]expression) {
	for _, t := range s.words(p) {
		switch {
		case t.class == cIn && t.val == 3, t.class == cRest && t.val == 1:
			if l, end, ok := s.length(s.skip(t.end)); ok && !l.whole() {
				*out = append(*out, expression{window: l.kept(), start: p, end: end})
			}
		case t.class == cRest && t.val == 2:
			q := s.skip(t.end)
			for _, d := range s.words(q) {
				if d.class == cDay && d.val == 0 || d.class == cUnit && d.val == unitDay {
					*out = append(*out, expression{rest: true, start: p, end: d.end})
				}
			}
		case t.class == cAllDay && s.peek(t.end) != '制':
			*out = append(*out, expression{allDay: true, start: p, end: t.end})
		case t.class == cUntil && t.end-p > 0 && s.peek(p) != '-' && s.peek(p) != '~':
			s.untils(p, t.end, out)
		}
	}
	if l, end, ok := s.length(p); ok && l.coming && !l.whole() {
		*out = append(*out, expression{window: l.kept(), start: p, end: end})
	}
}

// untils reads "until june 30", 到年底: the end of a recurrence.
func (s *scan) untils(p, q int, out *[]expression) {
	g, _ := s.glue(q, &moment{})
	for _, m := range s.moments(g) {
		counts := m.weak() && (s.countsSomething(m.end) || isLetter(s.peek(q-1)) && !s.closes(m.end))
		if m.hasClock && m.clock.rel == nil && !m.clock.now && !counts && !s.namedAfter(&moment{hasDate: true}, &m) {
			*out = append(*out, expression{from: m, ending: true, start: p, end: m.end})
		}
	}
	for _, f := range s.datesAt(s.skip(q)) {
		if !f.loose {
			m := moment{date: f.date, hasDate: true, end: f.end}
			*out = append(*out, expression{from: m, until: true, start: p, end: f.end})
		}
	}
}

// closes tells whether a text, or a part of it, ends at p.
func (s *scan) closes(p int) bool {
	q := s.skip(p)
	return q >= len(s.runes) || s.breaks(q)
}

// dayRanges reads days with one month between them: 23-25日, 11月23到25号, "may 3-5", "3 to 5 may".
func (s *scan) dayRanges(p int, out *[]expression) {
	add := func(a, b date, end int) {
		from := moment{date: a, hasDate: true, start: p, end: end}
		to := moment{date: b, hasDate: true, start: p, end: end}
		*out = append(*out, expression{from: from, to: to, isRange: true, start: p, end: end})
	}
	if n := s.nums[p]; n.end > 0 && n.val >= 1 && n.val <= 31 && !n.frac {
		if c, ok := s.word(s.skip(n.end), cUntil); ok {
			for _, f := range s.datesAt(s.skip(c.end)) {
				if f.form == dateCalendar && f.day > n.int() && !f.loose && s.peek(s.skip(c.end)) != 'o' {
					a := f.date
					a.day = n.int()
					add(a, f.date, f.end)
				}
			}
		}
	}
	for _, f := range s.datesAt(p) {
		if to, ok := s.dayAfter(&f); ok && f.form == dateCalendar {
			add(f.date, to.date, to.end)
		}
		if f.form != dateCalendar || f.month == 0 || f.loose {
			continue
		}
		c, ok := s.word(s.skip(f.end), cUntil)
		if !ok {
			continue
		}
		n, ok := s.num(c.end)
		if !ok || n.int() <= f.day || n.val > 31 || s.isHourAfter(n.end) || n.digits > 2 {
			continue
		}
		end, marked := s.dayMark(n.end)
		if !marked && s.countsSomething(n.end) {
			continue
		}
		b := f.date
		b.day = n.int()
		add(f.date, b, end)
	}
}

// dayAfter reads the next day said right behind a day: 28号29号, 28日、29日.
func (s *scan) dayAfter(f *foundDate) (foundDate, bool) {
	q := f.end
	if r := s.peek(q); r == '、' || r == '和' {
		q++
	}
	if !isHan(s.peek(f.end-1)) || q >= len(s.runes) || !isDigit(s.runes[q]) {
		return foundDate{}, false
	}
	for _, to := range s.datesAt(q) {
		if to.form == dateCalendar && to.month == 0 && to.day == f.day+1 && isHan(s.peek(to.end-1)) {
			to.month, to.year = f.month, f.year
			return to, true
		}
	}
	return foundDate{}, false
}
