package language

import "time"

// rangeOf finishes a range whose start is known.
func (r *resolver) rangeOf(t *Time, w *when) *Time {
	to := &w.to
	if to.clock.invalid {
		r.invalid = InvalidClock
		return nil
	}
	if !w.from.hasClock {
		return r.days(t, w)
	}
	t.HasClock = true
	t.Kind = KindTimeRange
	if w.from.hasDate || to.hasDate || w.from.clock.now || w.from.clock.rel != nil {
		t.Kind, t.HasDay = KindDateTimeRange, true
	}
	switch {
	case to.clock.rel != nil:
		t.End = to.clock.rel.from(r.now, to.clock.sign)
	case to.hasDate:
		if !r.endOnOtherDay(t, w) {
			return nil
		}
	case !to.hasClock:
		t.End = t.Start
	default:
		t.End = r.endAfter(t.Start, &w.from, to)
	}
	if !t.End.After(t.Start) {
		r.invalid = InvalidRange
		t.End = time.Time{}
		return t
	}
	return t.withSeconds(t.End.Sub(t.Start).Seconds())
}

// lateEnough is the hour from which a meeting may well run past midnight; earlier, an end after midnight is a slip.
const lateEnough = 18

// endAfter is the end without a day of its own: a bare hour is its next occurrence on the dial after the start, any
// other clock its next one of the day.
func (r *resolver) endAfter(start time.Time, from, to *moment) time.Time {
	day := midnight(start)
	bare := to.clock.half == halfUnknown && to.part == 0 && to.clock.hour >= 1 && to.clock.hour <= 12
	if bare {
		for h := to.clock.hour % 12; ; h += 12 {
			if t := atHour(day, h, &to.clock); t.After(start) {
				if t.Day() != start.Day() && start.Hour() < lateEnough {
					r.invalid = InvalidRange
				}
				return t
			}
		}
	}
	h := to.hour24()
	t := atHour(day, h, &to.clock)
	for !t.After(start) {
		day = day.AddDate(0, 0, 1)
		t = atHour(day, h, &to.clock)
	}
	if r.saidBackwards(start, t, from, to) {
		r.invalid = InvalidRange
	}
	return t
}

// saidBackwards tells whether an end moved to the next day was rather a slip: 16:00到14:00, 下午4点到下午2点.
func (r *resolver) saidBackwards(start, end time.Time, from, to *moment) bool {
	if end.Day() == start.Day() {
		return false
	}
	samePart := from.part > 0 && from.part == to.part && partsOfDay[to.part] != Evening && partsOfDay[to.part] != Night
	return samePart || end.Sub(start) > 18*time.Hour && start.Hour() < 20
}

// endDay is the day an end names: a bare day of the month follows the start, 6月10日至12日.
func (r *resolver) endDay(d *date, start time.Time) (time.Time, bool) {
	if d.form == dateCalendar && d.month == 0 && !d.hasMonthOff {
		return d.on(start)
	}
	return d.on(r.now)
}

// endOnOtherDay sets an end that names its own day.
func (r *resolver) endOnOtherDay(t *Time, w *when) bool {
	to := &w.to
	day, ok := r.endDay(&to.date, t.Start)
	if !ok {
		r.invalid = InvalidDate
		return false
	}
	if day.Before(midnight(t.Start)) {
		switch {
		case to.date.form == dateWeekday:
			day = day.AddDate(0, 0, 7)
		case to.date.form == dateCalendar && !to.date.yearSaid() && to.date.month > 0:
			day = day.AddDate(1, 0, 0)
		}
	}
	if !to.hasClock {
		t.End = day.AddDate(0, 0, 1)
		return true
	}
	if day.Equal(midnight(t.Start)) {
		t.End = r.endAfter(t.Start, &w.from, to)
		return true
	}
	t.End = r.onDay(to, day)
	return true
}

// days is a range of whole days; with hours, each end has its own.
func (r *resolver) days(t *Time, w *when) *Time {
	start := midnight(t.Start)
	end, ok := r.endDay(&w.to.date, start)
	if !ok {
		r.invalid = InvalidDate
		return nil
	}
	for i := 0; end.Before(start) && i < 2; i++ {
		switch {
		case w.to.date.form == dateWeekday:
			end = end.AddDate(0, 0, 7)
		case !w.to.date.yearSaid():
			end = end.AddDate(1, 0, 0)
		}
	}
	t.Kind, t.AllDay, t.HasDay = KindDateTimeRange, true, true
	t.Start, t.End = start, end.AddDate(0, 0, 1)
	if !t.End.After(t.Start) {
		r.invalid = InvalidRange
		t.Kind, t.End, t.AllDay = KindDate, time.Time{}, false
		return t
	}
	return t.withSeconds(t.End.Sub(t.Start).Seconds())
}

// set resolves a recurrence: its rule and its first occurrence.
func (r *resolver) set(w *when) *Time {
	rec := *w.recurrence
	if w.count > 0 {
		rec.count = w.count
	}
	if w.from.part == 0 && (!w.from.hasClock || w.from.clock.half == halfUnknown) {
		w.from.part = rec.part
	}
	t := &Time{Kind: KindSet, HasDay: true, HasClock: w.from.hasClock, PartOfDay: partsOfDay[w.from.part]}
	day := midnight(r.now)
	if w.from.hasDate {
		if d, ok := w.from.date.on(r.now); ok && !d.Before(day) {
			day = d
		}
	}
	if w.isRange && w.from.hasClock {
		borrowHalf(&w.from, &w.to)
	}
	if w.from.clock.rel != nil || w.from.clock.now || w.from.clock.invalid {
		w.from.hasClock, t.HasClock = false, false
	}
	for i := 0; i < 800; i++ {
		if rec.happensOn(day) && r.occurrence(t, w, day) {
			break
		}
		day = day.AddDate(0, 0, 1)
	}
	t.RRule = rec.rule(r.until(w, &rec, t.Start))
	return t
}

// occurrence fills start and end on a day; false when that is already past.
func (r *resolver) occurrence(t *Time, w *when, day time.Time) bool {
	if !w.from.hasClock {
		t.Start = day
		if w.allDay {
			t.End, t.AllDay, t.HasClock = day.AddDate(0, 0, 1), true, true
			t.withSeconds(86400)
		}
		return true
	}
	m := w.from
	m.date, m.hasDate = date{form: dateOffset}, true
	h := m.hour24()
	if m.clock.half == halfUnknown && m.part == 0 && h >= 1 && h <= 7 {
		h += 12
	}
	t.Start = atHour(day, h, &m.clock)
	if t.Start.Before(r.now) {
		return false
	}
	switch {
	case w.isRange && w.to.hasClock && w.to.clock.rel == nil:
		t.End = r.endAfter(t.Start, &m, &w.to)
		t.withSeconds(t.End.Sub(t.Start).Seconds())
	case w.length != nil && w.length.seconds() <= 86400 && w.length.seconds() > 0:
		s := w.length.seconds()
		if w.length.halfDay {
			s = halfDayHours * 3600
		}
		t.End = t.Start.Add(seconds(s))
		t.withSeconds(s)
	}
	return true
}

// until is the last moment of a recurrence, zero when it has none.
func (r *resolver) until(w *when, rec *recurrence, first time.Time) time.Time {
	if w.until != nil {
		d, ok := w.until.on(r.now)
		if !ok {
			return time.Time{}
		}
		switch w.until.form {
		case dateMonth:
			d = d.AddDate(0, 1, -1)
			if w.until.month == 1 && w.until.hasYearOff {
				d = d.AddDate(0, 11, 0)
			}
		case dateWeek:
			d = d.AddDate(0, 0, 6)
		}
		return d.AddDate(0, 0, 1).Add(-time.Second)
	}
	if w.length != nil && w.length.whole() && w.length.seconds() > 86400 && rec.count == 0 && !first.IsZero() {
		return midnight(w.length.from(first, 1)).Add(-time.Second)
	}
	return time.Time{}
}
