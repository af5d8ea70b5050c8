package language

import "time"

// daysIn is the number of days of a month.
func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// isoWeekday is 1 for Monday to 7 for Sunday.
func isoWeekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// day is the first day that the date can mean, seen from now; false for a day that does not exist.
func (d *date) on(now time.Time) (time.Time, bool) {
	t, ok := d.base0(now)
	if !ok {
		return t, false
	}
	if d.form == dateShifted && d.also > 0 {
		t = t.AddDate(0, 0, d.also-isoWeekday(t))
	}
	return t, true
}

func (d *date) base0(now time.Time) (time.Time, bool) {
	today := midnight(now)
	switch d.form {
	case dateOffset, dateNow:
		return today.AddDate(0, 0, d.offset), true
	case dateCalendar:
		return d.calendar(today)
	case dateWeekday:
		return d.weekdayOn(today), true
	case dateWeek:
		return today.AddDate(0, 0, 1-isoWeekday(today)+7*d.week), true
	case dateNth:
		return d.nthOn(today)
	case dateYearDay:
		return time.Date(d.yearFrom(today), 1, d.nth, 0, 0, 0, 0, today.Location()), true
	case dateMonth, dateEdge:
		return d.monthOn(today)
	case dateHoliday:
		return d.holidayOn(today)
	case dateShifted:
		return d.shiftedOn(now)
	case dateNearest:
		return d.nearestOn(now)
	}
	return today, false
}

func (d *date) yearFrom(today time.Time) int {
	switch {
	case d.year > 0:
		return d.year
	case d.hasYearOff:
		return today.Year() + d.yearOff
	}
	return today.Year()
}

func (d *date) yearSaid() bool { return d.year > 0 || d.hasYearOff }

// soon is how near a date must be for its weekday to be a slip rather than a sign of another year.
const soon = 120 * 24 * time.Hour

// calendar finds the next day with the month and day said; the year and month said bind it.
func (d *date) calendar(today time.Time) (time.Time, bool) {
	if d.lunar {
		return d.lunarOn(today)
	}
	loc := today.Location()
	if d.month == 0 {
		return d.dayOfMonth(today)
	}
	if d.swap {
		return d.swapped(today)
	}
	if d.yearSaid() {
		return exactDay(d.yearFrom(today), d.month, d.day, loc)
	}
	if d.month > 12 {
		return today, false
	}
	first, ok := d.nextYearly(today)
	if ok && d.also > 0 && isoWeekday(first) != d.also && first.Sub(today) > soon {
		if second, ok := d.nextYearly(first.AddDate(0, 0, 1)); ok && isoWeekday(second) == d.also {
			return second, true
		}
	}
	return first, ok
}

// nextYearly is the next day with the month and day said, today included.
func (d *date) nextYearly(today time.Time) (time.Time, bool) {
	for year := today.Year(); year <= today.Year()+12; year++ {
		if t, ok := exactDay(year, d.month, d.day, today.Location()); ok && !t.Before(today) {
			return t, true
		}
	}
	return today, false
}

// swapped decides between the two orders of month and day: the weekday said, else the order usual for the form,
// unless only the other one lies ahead.
func (d *date) swapped(today time.Time) (time.Time, bool) {
	a, b := *d, *d
	a.swap, b.swap = false, false
	b.month, b.day = d.day, d.month
	x, okX := a.calendar(today)
	y, okY := b.calendar(today)
	switch {
	case !okX || !okY:
		return x, okX
	case d.also > 0 && isoWeekday(x) != d.also && isoWeekday(y) == d.also:
		return y, true
	case d.also > 0 && isoWeekday(x) == d.also && isoWeekday(y) == d.also && y.Before(x):
		return y, true
	case d.yearSaid() && x.Before(today) && !y.Before(today):
		return y, true
	}
	return x, true
}

// exactDay is a day of the calendar, false when there is none such.
func exactDay(year, month, day int, loc *time.Location) (time.Time, bool) {
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, loc), true
}

// dayOfMonth finds the 5th: of the month named, else the next one; beside a weekday, the next that falls on it.
func (d *date) dayOfMonth(today time.Time) (time.Time, bool) {
	first := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, today.Location())
	if d.hasMonthOff {
		m := first.AddDate(0, d.monthOff, 0)
		return exactDay(m.Year(), int(m.Month()), d.day, today.Location())
	}
	for i := 0; i < 60; i++ {
		m := first.AddDate(0, i, 0)
		t, ok := exactDay(m.Year(), int(m.Month()), d.day, today.Location())
		if ok && !t.Before(today) && (d.also == 0 || isoWeekday(t) == d.also) {
			return t, true
		}
	}
	return today, false
}

func (d *date) lunarOn(today time.Time) (time.Time, bool) {
	if d.yearSaid() {
		return lunarDay(d.yearFrom(today), d.month, d.day, d.leap, today.Location())
	}
	for year := today.Year() - 1; year <= today.Year()+20; year++ {
		t, ok := lunarDay(year, d.month, d.day, d.leap, today.Location())
		if ok && !t.Before(today) {
			return t, true
		}
	}
	return today, false
}

// weekdayOn is a weekday of a named week, or the next one, today included.
func (d *date) weekdayOn(today time.Time) time.Time {
	if d.week != anyWeek {
		return today.AddDate(0, 0, d.weekday-isoWeekday(today)+7*d.week)
	}
	return today.AddDate(0, 0, (d.weekday-isoWeekday(today)+7)%7)
}

// nthOn is the nth weekday, day or workday of the month said, else of the next month in which it is not past.
func (d *date) nthOn(today time.Time) (time.Time, bool) {
	loc := today.Location()
	if d.hasMonthOff {
		m := time.Date(today.Year(), today.Month()+time.Month(d.monthOff), 1, 0, 0, 0, 0, loc)
		return nthInMonth(m.Year(), int(m.Month()), d.nth, d.weekday, loc)
	}
	if d.month > 0 && d.yearSaid() {
		return nthInMonth(d.yearFrom(today), d.month, d.nth, d.weekday, loc)
	}
	step, month := 1, int(today.Month())
	if d.month > 0 {
		step, month = 12, d.month
	}
	for i := 0; i < 24; i++ {
		m := time.Date(today.Year(), time.Month(month+i*step), 1, 0, 0, 0, 0, loc)
		t, ok := nthInMonth(m.Year(), int(m.Month()), d.nth, d.weekday, loc)
		if ok && !t.Before(today) {
			return t, true
		}
	}
	return today, false
}

// nthInMonth is the nth (negative: counted from the end) weekday, day or workday of a month.
func nthInMonth(year, month, nth, what int, loc *time.Location) (time.Time, bool) {
	if what == nthWeek {
		what = 1
	}
	last := daysIn(year, month)
	day, step := 1, 1
	if nth < 0 {
		day, step, nth = last, -1, -nth
	}
	for ; day >= 1 && day <= last; day += step {
		t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, loc)
		if what == nthDay || what == nthWorkday && !restDay(t) || isoWeekday(t) == what {
			if nth--; nth == 0 {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

// monthOn is the first day of a month, or of its beginning, middle or end.
func (d *date) monthOn(today time.Time) (time.Time, bool) {
	year, month := d.yearFrom(today), d.month
	switch {
	case d.hasMonthOff:
		m := time.Date(today.Year(), today.Month()+time.Month(d.monthOff), 1, 0, 0, 0, 0, today.Location())
		year, month = m.Year(), int(m.Month())
	case !d.yearSaid() && month < int(today.Month()):
		year++
	}
	day := 1
	if d.form == dateEdge {
		day = [...]int{1, 15, daysIn(year, month), 1, 21}[d.edge]
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, today.Location())
	return t, true
}

func (d *date) holidayOn(today time.Time) (time.Time, bool) {
	h := holidays[d.holiday]
	if d.yearSaid() {
		return h.on(d.yearFrom(today), today.Location())
	}
	for year := today.Year() - 1; year <= today.Year()+2; year++ {
		t, ok := h.on(year, today.Location())
		if ok && !t.Before(today) {
			return t, true
		}
	}
	return today, false
}

// shiftedOn is a day at a distance from its base. Counting on from a holiday starts after its days off.
func (d *date) shiftedOn(now time.Time) (time.Time, bool) {
	t, ok := d.base.on(now)
	if !ok {
		return t, false
	}
	if d.base.form == dateHoliday && d.then > 0 {
		if h := holidays[d.base.holiday]; d.thenCount > 0 {
			if end, ok := d.holidayEnd(h, t); ok {
				t = end.AddDate(0, 0, -1)
			}
		}
	}
	t = d.shift.from(t, 1)
	switch {
	case d.then == nthDay:
		t = t.AddDate(0, 0, d.thenCount)
	case d.then == nthWorkday:
		t = workdayAfter(t, d.thenCount)
	case d.then >= 1 && d.then <= 7:
		ahead := (d.then-isoWeekday(t)+6)%7 + 1
		t = t.AddDate(0, 0, ahead+7*(d.thenCount-1))
	}
	return t, true
}

func (d *date) holidayEnd(h holiday, day time.Time) (time.Time, bool) {
	year := day.Year()
	if on, ok := h.on(year, day.Location()); ok && !on.Equal(day) {
		year--
	}
	return h.end(year, day.Location())
}

// nearestOn is the nth closest weekday to a date.
func (d *date) nearestOn(now time.Time) (time.Time, bool) {
	t, ok := d.base.on(now)
	if !ok {
		return t, false
	}
	n := d.nth
	for away := 0; away < 70; away++ {
		for _, side := range []int{1, -1} {
			c := t.AddDate(0, 0, side*away)
			if isoWeekday(c) == d.weekday && (away > 0 || side > 0) {
				if n--; n == 0 {
					return c, true
				}
			}
		}
	}
	return t, false
}
