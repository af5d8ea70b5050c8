package language

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

// weekdaysEach reads 周一到周五每天, 工作日每天, "weekdays".
func (s *scan) weekdaysEach(p int, add func(recurrence, int)) {
	if t, ok := s.word(p, cWorkday); ok {
		if e, ok := s.word(s.skip(t.end), cAdverb); ok && e.val == unitDay {
			add(recurrence{unit: unitWeek, workdays: true}, e.end)
		}
		_, part := s.word(t.end, cPart)
		if n, ok := s.num(t.end); isHan(s.peek(p)) && (part || ok && s.isHourAfter(n.end)) {
			add(recurrence{unit: unitWeek, workdays: true}, t.end)
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
