package language

func (s *scan) onWeekdays(r recurrence, p int, add func(recurrence, int)) {
	for _, c := range []class{cWeekday, cWeekdays} {
		if w, ok := s.word(p, c); ok && r.unit == unitWeek {
			s.weekdayList(r, w, add)
		}
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
