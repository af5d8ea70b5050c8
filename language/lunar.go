package language

import "time"

// lunarDay is the day of a date of the Chinese calendar; false when the year has no such day or is not in the table.
func lunarDay(year, month, day int, leap bool, loc *time.Location) (time.Time, bool) {
	if year < lunarFirst || year >= lunarFirst+len(lunarYears) || month < 1 || month > 12 || day < 1 {
		return time.Time{}, false
	}
	y := lunarYears[year-lunarFirst]
	leapMonth := int(y >> 13 & 15)
	index := month - 1
	if leapMonth > 0 && (month > leapMonth || leap && month == leapMonth) {
		index++
	}
	if leap && month != leapMonth {
		return time.Time{}, false
	}
	days := int(y >> 17 & 63)
	for i := 0; i < index; i++ {
		days += 29 + int(y>>i&1)
	}
	if day > 29+int(y>>index&1) {
		return time.Time{}, false
	}
	return time.Date(year, 1, 1+days+day-1, 0, 0, 0, 0, loc), true
}

// newYearsEve is the last day of a lunar year.
func newYearsEve(year int, loc *time.Location) (time.Time, bool) {
	t, ok := lunarDay(year+1, 1, 1, false, loc)
	return t.AddDate(0, 0, -1), ok
}

// lunarDates reads what follows 农历: a month and a day.
func (s *scan) lunarDates(p, q int, add func(date, int)) {
	q = s.skip(q)
	if n, ok := s.num(q); ok && s.peek(n.end) == '年' && n.digits == 4 {
		s.lunarDates(p, n.end+1, func(d date, end int) {
			d.year = n.int()
			add(d, end)
		})
		return
	}
	if t, ok := s.word(q, cYearWord); ok {
		s.lunarDates(p, t.end, func(d date, end int) {
			d.hasYearOff, d.yearOff = true, t.val
			add(d, end)
		})
		return
	}
	d := date{form: dateCalendar, lunar: true}
	if s.peek(q) == '闰' {
		d.leap = true
		q++
	}
	if month, r, ok := s.lunarMonth(q); ok {
		d.month = month
		s.lunarDayOf(d, r, add)
		return
	}
	if n, ok := s.num(q); ok && s.peek(n.end) == '月' && n.val >= 1 && n.val <= 12 {
		d.month = n.int()
		s.lunarDayOf(d, n.end+1, add)
	}
	if t, ok := s.word(q, cHoliday); ok {
		add(date{form: dateHoliday, holiday: t.val}, t.end)
	}
}

// lunarMonths reads the months that only the Chinese calendar has: 正月初三, 腊月二十三; and days such as 八月初八, 大年初二.
func (s *scan) lunarMonths(p int, add func(date, int)) {
	if !isHan(s.runes[p]) {
		return
	}
	if month, q, ok := s.lunarMonth(p); ok {
		s.lunarDayOf(date{form: dateCalendar, lunar: true, month: month}, q, add)
		return
	}
	for _, lead := range []string{"大年", "年", "过年"} {
		if q, ok := s.literal(p, lead); ok && s.peek(q) == '初' {
			s.lunarDayOf(date{form: dateCalendar, lunar: true, month: 1}, q, add)
			return
		}
	}
	n := s.nums[p]
	if n.end > 0 && n.han && n.val >= 1 && n.val <= 12 && s.peek(n.end) == '月' && s.peek(n.end+1) == '初' {
		s.lunarDayOf(date{form: dateCalendar, lunar: true, month: n.int()}, n.end+1, add)
	}
}

func (s *scan) lunarMonth(p int) (month, end int, ok bool) {
	for i, name := range []string{"正月", "冬月", "腊月"} {
		if q, ok := s.literal(p, name); ok {
			return [...]int{1, 11, 12}[i], q, true
		}
	}
	return 0, p, false
}

func (s *scan) lunarDayOf(d date, p int, add func(date, int)) {
	q := p
	if s.peek(q) == '初' {
		q++
	}
	n, ok := s.num(q)
	if !ok || n.val < 1 || n.val > 30 {
		return
	}
	d.day = n.int()
	end := n.end
	if r := s.peek(end); r == '日' || r == '号' {
		end++
	}
	add(d, end)
}
