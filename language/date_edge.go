package language

// edgeDates reads 月底 and 年底 without a month or year before them.
func (s *scan) edgeDates(t token, add func(date, int)) {
	switch {
	case s.peek(t.end-2) == '月':
		add(date{form: dateEdge, edge: t.val, hasMonthOff: true}, t.end)
	case s.peek(t.end-2) == '年':
		add(date{form: dateEdge, edge: t.val, hasYearOff: true, month: [...]int{1, 6, 12, 1, 12}[t.val]}, t.end)
	case isLetter(s.peek(t.end - 1)):
		s.englishEdge(t, add)
	}
}

// englishEdge reads "end of the month", "early next month", "mid march".
func (s *scan) englishEdge(t token, add func(date, int)) {
	q := s.skip(t.end)
	if r, ok := s.literal(q, "the "); ok {
		q = r
	}
	d := date{form: dateEdge, edge: t.val, hasMonthOff: true}
	if r, ok := s.wordVal(q, cUnit, unitMonth); ok {
		add(d, r)
	}
	if r, ok := s.wordVal(q, cUnit, unitYear); ok {
		add(date{form: dateEdge, edge: t.val, hasYearOff: true, month: [...]int{1, 6, 12}[t.val]}, r)
	}
	if w, ok := s.word(q, cMonthWord); ok {
		d.monthOff = w.val
		add(d, w.end)
	}
	if w, ok := s.word(q, cYearWord); ok {
		add(date{form: dateEdge, edge: t.val, hasYearOff: true, yearOff: w.val, month: [...]int{1, 6, 12}[t.val]}, w.end)
	}
	if w, ok := s.word(q, cMonth); ok {
		add(date{form: dateEdge, edge: t.val, month: w.val}, w.end)
	}
}
