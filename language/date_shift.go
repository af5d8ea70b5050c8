package language

import "slices"

// datesAt is dates with what may follow any date: 国庆后第一个工作日, 春节前一天, christmas week later.
// Results are kept, since many rules ask for the same place.
func (s *scan) datesAt(p int) []foundDate {
	if p >= len(s.runes) {
		return nil
	}
	if s.dateDone[p] {
		return s.dateMemo[p]
	}
	s.dateDone[p] = true
	if !s.mayStartDate(p) {
		return nil
	}
	found := s.dates(p)
	found = append(found, s.shiftedDates(p)...)
	for _, f := range found {
		if !f.loose {
			found = s.datesAfter(f, found)
		}
	}
	slices.SortStableFunc(found, func(a, b foundDate) int { return b.end - a.end })
	if len(found) > mostDates {
		found = found[:mostDates]
	}
	s.dateMemo[p] = found
	return found
}

// mostDates bounds the readings of a date that are kept for one place.
const mostDates = 24

// mayStartDate is a cheap refusal: most places in a text start no date.
func (s *scan) mayStartDate(p int) bool {
	if s.nums[p].end > 0 || len(s.words(p)) > 0 {
		return true
	}
	switch s.runes[p] {
	case '第', '闰', '正', '冬', '腊', '大', '年', '过', 'c', 'i', '半':
		return true
	}
	return false
}

// datesAfter appends what is counted from the date f.
func (s *scan) datesAfter(f foundDate, out []foundDate) []foundDate {
	base := f.date
	p := s.skip(f.end)
	if r, ok := s.oneOf(p, "的"); ok {
		p = r
	}
	sign := 1
	t, ok := s.word(p, cAfter)
	if !ok || isLetter(s.peek(p)) {
		if t, ok = s.word(p, cBefore); !ok || isLetter(s.peek(p)) {
			return out
		}
		sign = -1
	}
	q := t.end
	if r, ok := s.oneOf(q, "的"); ok {
		q = r
	}
	counted := func(n, what, end int) {
		d := date{form: dateShifted, base: &base, then: what, thenCount: sign * n}
		out = append(out, foundDate{d, end})
	}
	switch {
	case s.peek(q) == '第':
		s.ordinalDay(q, counted)
	case s.literalAt(q, "上班第一天"), s.literalAt(q, "上班首日"), s.literalAt(q, "开工第一天"):
		r := q + len([]rune("上班首日"))
		if s.peek(q+2) == '第' {
			r++
		}
		counted(1, nthWorkday, r)
	case s.peek(q) == '首':
		if r, ok := s.literal(q, "首个"); ok {
			s.countedDay(1, r, counted)
		}
	default:
		if l, end, ok := s.length(q); ok && l.whole() {
			l.days, l.months, l.years = l.days*float64(sign), l.months*float64(sign), l.years*float64(sign)
			out = append(out, foundDate{date{form: dateShifted, base: &base, shift: l}, end})
		} else if w, ok := s.word(q, cOrdinalLast); ok && sign < 0 {
			s.countedDay(1, w.end, counted)
		}
	}
	if base.form == dateHoliday {
		out = append(out, foundDate{date{form: dateShifted, base: &base, then: nthWorkday, thenCount: sign}, t.end})
	}
	return out
}

// today is the base of what is counted from now; it is never changed.
var today = &date{form: dateOffset}

// shiftedDates reads days at a distance: "in two weeks", "3 days from tuesday", 三天后, 过两天, "2 weeks before christmas".
func (s *scan) shiftedDates(p int) []foundDate {
	out := s.dayBeside(p)
	shifted := func(l length, base *date, sign int, end int) {
		l.days, l.months, l.years = l.days*float64(sign), l.months*float64(sign), l.years*float64(sign)
		out = append(out, foundDate{date{form: dateShifted, base: base, shift: l}, end})
	}
	if t, ok := s.word(p, cIn); ok && t.val != 2 {
		q := s.skip(t.end)
		if l, end, ok := s.length(q); ok && l.whole() {
			if t.val == 1 || isLetter(s.peek(p)) {
				shifted(l, today, 1, s.fromToday(end))
				if a, ok := s.word(s.skip(end), cAfter); ok && isHan(s.peek(a.end-1)) {
					shifted(l, today, 1, a.end)
				}
			}
			if r, ok := s.literal(s.skip(end), "after "); ok && t.val == 3 {
				for _, f := range s.datesAfterThe(r) {
					base := f.date
					shifted(l, &base, 1, f.end)
				}
			}
			if t.val == 3 && l.weeks() && s.peek(p) == 'u' {
				shifted(l, today, 1, end)
			}
		}
		return out
	}
	l, end, ok := s.length(p)
	if !ok || !l.whole() {
		return s.workdaysAhead(p, out)
	}
	q := s.skip(end)
	if l.coming {
		out = append(out, foundDate{date{form: dateShifted, base: today, shift: l}, end})
	}
	if t, ok := s.word(q, cThis); ok && s.peek(q) == 'u' {
		return append(out, foundDate{date{form: dateShifted, base: today, shift: l}, t.end})
	}
	if r, ok := s.oneOf(q, "的"); ok {
		q = r
	}
	for _, t := range s.words(q) {
		switch t.class {
		case cAfter:
			if w := s.runes[q:t.end]; string(w) == "from" || string(w) == "after" {
				s.shiftFrom(l, t.end, 1, shifted)
				continue
			}
			shifted(l, today, 1, s.fromToday(t.end))
			s.shiftThenWeekday(l, t.end, &out)
		case cBefore:
			if w, ok := s.literal(q, "before"); !ok || w != t.end {
				shifted(l, today, -1, t.end)
			}
			s.shiftFrom(l, t.end, -1, shifted)
		case cIn:
			if t.val == 2 && isHan(s.peek(q)) {
				f := foundDate{date{form: dateShifted, base: today, shift: l, until: true}, t.end}
				out = append(out, f)
			}
		}
	}
	return out
}

// dayBeside reads "the day after thanksgiving", "a week before easter" without a number.
func (s *scan) dayBeside(p int) []foundDate {
	if s.runes[p] != 'd' && s.runes[p] != 't' && s.runes[p] != 'w' {
		return nil
	}
	var out []foundDate
	for _, lead := range []struct {
		words string
		days  float64
	}{{"day after ", 1}, {"the day after ", 1}, {"day before ", -1}, {"the day before ", -1}, {"week after ", 7}, {"the week after ", 7}, {"week before ", -7}, {"the week before ", -7}} {
		q, ok := s.literal(p, lead.words)
		if !ok {
			continue
		}
		for _, f := range s.datesAfterThe(q) {
			if f.form != dateOffset && !f.loose {
				base := f.date
				out = append(out, foundDate{date{form: dateShifted, base: &base, shift: length{days: lead.days}}, f.end})
			}
		}
	}
	return out
}

// fromToday is p moved over "from today", "from now" after a length.
func (s *scan) fromToday(p int) int {
	q := s.skip(p)
	for _, w := range []string{"from today", "from now", "from right now", "time"} {
		if r, ok := s.literal(q, w); ok && wordEnds(s.runes, r) {
			return r
		}
	}
	return p
}

// shiftThenWeekday reads 两周后的周三.
func (s *scan) shiftThenWeekday(l length, p int, out *[]foundDate) {
	if !l.weeks() || isLetter(s.peek(p-1)) {
		return
	}
	q := p
	if r, ok := s.oneOf(q, "的"); ok {
		q = r
	}
	if w, ok := s.word(s.skip(q), cWeekday); ok {
		d := date{form: dateShifted, base: today, shift: l, also: w.val, named: true}
		*out = append(*out, foundDate{d, w.end})
	}
}

// shiftFrom reads the date after "3 days from", "two weeks before".
func (s *scan) shiftFrom(l length, p, sign int, shifted func(length, *date, int, int)) {
	if !isLetter(s.peek(p - 1)) {
		return
	}
	for _, f := range s.datesAfterThe(p) {
		if f.form == dateShifted && f.until {
			continue
		}
		base := f.date
		shifted(l, &base, sign, f.end)
	}
}

// workdaysAhead reads 三个工作日后, "in 3 working days" without the "in".
func (s *scan) workdaysAhead(p int, out []foundDate) []foundDate {
	n := s.nums[p]
	if n.end == 0 || n.val < 1 || n.val > 300 {
		return out
	}
	q := s.skip(n.end)
	if s.peek(q) == '个' {
		q++
	}
	w, ok := s.word(q, cWorkday)
	if !ok {
		return out
	}
	for _, c := range []class{cAfter, cIn} {
		if t, ok := s.word(s.skip(w.end), c); ok {
			d := date{form: dateShifted, base: today, then: nthWorkday, thenCount: n.int()}
			out = append(out, foundDate{d, t.end})
		}
	}
	return out
}

// countedWeekdays reads "three fridays from now", "two monday later".
func (s *scan) countedWeekdays(n number, add func(date, int)) {
	if n.ord || n.val < 1 || n.val > 60 {
		return
	}
	q := s.skip(n.end)
	t, ok := s.word(q, cWeekday)
	if !ok {
		if t, ok = s.word(q, cWeekdays); !ok {
			return
		}
	}
	if a, ok := s.word(s.skip(t.end), cAfter); ok && isLetter(s.peek(q)) {
		add(date{form: dateShifted, base: today, then: t.val, thenCount: n.int()}, a.end)
	}
}
