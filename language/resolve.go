package language

import "time"

// resolver turns what was said into instants.
type resolver struct {
	now     time.Time
	invalid InvalidKind
}

// resolve is the time a text gives; nil when it gives none.
func (r *resolver) resolve(w *when) *Time {
	w.recur()
	t := r.read(w)
	if t == nil {
		return nil
	}
	if !t.End.IsZero() && !t.End.After(t.Start) || t.Kind == KindDuration && t.Seconds <= 0 || t.Start.Year() > 9999 || t.End.Year() > 9999 {
		r.invalid = InvalidDuration
		t.End = time.Time{}
	}
	if t.Start.Year() > 9999 {
		return nil
	}
	return t
}

// read is resolve before the result is looked over.
func (r *resolver) read(w *when) *Time {
	switch {
	case w.recurrence != nil:
		return r.set(w)
	case w.window != nil && w.window.seconds() <= 0:
		r.invalid = InvalidDuration
		return nil
	case w.window != nil:
		t := &Time{Kind: KindDateTimeRange, Start: r.now, End: w.window.from(r.now, 1), HasDay: true, HasClock: true}
		return t.withSeconds(w.window.seconds())
	case w.rest:
		t := &Time{Kind: KindDateTimeRange, Start: r.now, End: midnight(r.now).Add(24*time.Hour - time.Second), HasDay: true, HasClock: true}
		return t.withSeconds(t.End.Sub(t.Start).Seconds())
	case w.hasFrom:
		return r.moments(w)
	case w.length != nil:
		return (&Time{Kind: KindDuration}).withSeconds(w.length.seconds())
	case w.allDay:
		return (&Time{Kind: KindDuration, AllDay: true}).withSeconds(86400)
	}
	return nil
}

func (t *Time) withSeconds(s float64) *Time {
	t.Seconds, t.Duration = s, seconds(s)
	return t
}

// moments resolves a moment or a range.
func (r *resolver) moments(w *when) *Time {
	t := &Time{PartOfDay: partsOfDay[w.from.part], HasDay: w.from.hasDate, HasClock: w.from.hasClock}
	if w.isRange && w.to.hasDate && w.to.dateLast && !w.from.hasDate && !w.to.clock.now {
		w.from.date, w.from.hasDate, w.to.hasDate = w.to.date, true, false
		t.HasDay = true
	}
	if w.isRange && w.from.hasClock {
		borrowHalf(&w.from, &w.to)
	}
	start, ok := r.start(&w.from)
	if !ok {
		return nil
	}
	t.Start = start
	switch {
	case w.isRange:
		return r.rangeOf(t, w)
	case w.allDay:
		t.Start = midnight(start)
		t.End, t.AllDay, t.HasClock, t.Kind = t.Start.AddDate(0, 0, 1), true, true, KindDateTimeRange
		return t.withSeconds(86400)
	case !w.from.hasClock:
		t.Kind = KindDate
		t.Start = midnight(start)
		if w.length != nil {
			t.withSeconds(w.length.seconds())
		}
		t.Deadline = w.from.date.until
		return t
	}
	t.Kind = KindTime
	if w.from.hasDate || w.from.clock.rel != nil || w.from.clock.now {
		t.Kind, t.HasDay = KindDateTime, true
	}
	if w.length != nil {
		r.addLength(t, w.length)
	}
	return t
}

// halfDayHours is how long 半天 is when a booking has a start.
const halfDayHours = 4

func (r *resolver) addLength(t *Time, l *length) {
	s := l.seconds()
	t.End = l.from(t.Start, 1)
	if l.halfDay && l.days == 0.5 {
		s = halfDayHours * 3600
		t.End = t.Start.Add(halfDayHours * time.Hour)
	}
	t.withSeconds(s)
	if t.Kind == KindTime {
		t.Kind = KindTimeRange
	} else {
		t.Kind = KindDateTimeRange
	}
}

// borrowHalf gives a bare start the half of the day that brings it just before its end: 3-4pm, "11 to 3am", 五点到晚上七点.
func borrowHalf(from, to *moment) {
	bare := func(m *moment) bool { return m.clock.half == halfUnknown && m.part == 0 }
	if !to.hasClock || !bare(from) || bare(to) || from.clock.rel != nil || from.clock.now || to.clock.rel != nil || to.hasDate && !to.dateLast {
		return
	}
	if to.clock.half == halfFixed && to.clock.hour < 13 {
		return
	}
	end := (to.hour24()*60 + to.clock.min) % (24 * 60)
	am := from.clock.hour%12*60 + from.clock.min
	before := func(c int) int { return (end - c + 24*60 - 1) % (24 * 60) }
	from.clock.half = halfAM
	if before(am+12*60) < before(am) {
		from.clock.half = halfPM
	}
}

// hour24 is the hour counted from the day's midnight (24 and more: the next day) once a half or part is known.
func (m *moment) hour24() int {
	h := m.clock.hour
	part := partsOfDay[m.part]
	late := part == Evening || part == Night
	switch {
	case m.clock.half == halfAM:
		return h % 12
	case m.clock.half == halfPM:
		return h%12 + 12
	case h == 0 && late:
		return 24
	case h == 0 || h > 12:
		return h
	case part == Dawn:
		return h % 12
	case part == Noon && h <= 3, part == Afternoon && h < 12:
		return h + 12
	case late && h == 12:
		return 24
	case part == Evening && h <= 3, part == Night && h <= 5:
		return 24 + h
	case late:
		return h + 12
	}
	return h
}

// start is the first end of what was said.
func (r *resolver) start(m *moment) (time.Time, bool) {
	switch {
	case m.clock.invalid:
		r.invalid = InvalidClock
		return time.Time{}, false
	case m.clock.rel != nil:
		return m.clock.rel.from(r.now, m.clock.sign), true
	case m.clock.now:
		return r.now, true
	case m.hasDate:
		day, ok := m.date.on(r.now)
		if !ok {
			r.invalid = InvalidDate
			return time.Time{}, false
		}
		if !m.hasClock {
			return day, true
		}
		return r.onDay(m, day), true
	case m.hasClock:
		return r.nextClock(m), true
	}
	return r.partToday(m), true
}

func atHour(day time.Time, hour int, c *clock) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, c.min, c.sec, 0, day.Location())
}

// onDay is a clock on a named day: without a half, 1–7 is the afternoon. A weekday that is today and past means next week's.
func (r *resolver) onDay(m *moment, day time.Time) time.Time {
	h := m.hour24()
	bare := m.clock.half == halfUnknown && m.part == 0
	if bare && h >= 1 && h <= 7 {
		h += 12
	}
	t := atHour(day, h, &m.clock)
	today := midnight(r.now)
	if day.Equal(today) && t.Before(r.now) {
		if m.date.form == dateWeekday && m.date.week == anyWeek && m.date.also == 0 {
			return atHour(day.AddDate(0, 0, 7), h, &m.clock)
		}
		if later := atHour(day, h+12, &m.clock); bare && h < 12 && later.After(r.now) {
			return later
		}
	}
	return t
}

// The hours between which a bare clock is looked for.
const (
	firstHour = 8
	lastHour  = 20
)

// nextClock is the next occurrence of a clock without a day.
func (r *resolver) nextClock(m *moment) time.Time {
	today := midnight(r.now)
	if m.clock.half != halfUnknown || m.part > 0 || m.clock.hour == 0 || m.clock.hour > 12 {
		h := m.hour24()
		if h > 24 && r.now.Hour() < 5 {
			h -= 24
		}
		t := atHour(today, h, &m.clock)
		if t.Before(r.now) {
			t = atHour(today.AddDate(0, 0, 1), h, &m.clock)
		}
		return t
	}
	for day := 0; ; day++ {
		for _, h := range []int{m.clock.hour % 12, m.clock.hour%12 + 12} {
			t := atHour(today.AddDate(0, 0, day), h, &m.clock)
			latest := h < lastHour || h == lastHour && m.clock.min == 0 && m.clock.sec == 0
			if h >= firstHour && latest && !t.Before(r.now) {
				return t
			}
		}
		if day > 1 {
			return atHour(today.AddDate(0, 0, 1), m.clock.hour, &m.clock)
		}
	}
}

// partEnds is the hour at which a part of the day is over.
var partEnds = map[PartOfDay]int{Dawn: 6, Morning: 12, Noon: 14, Afternoon: 18, Evening: 23, Night: 24}

// partToday is the day of a part of the day said alone: today, unless that is over.
func (r *resolver) partToday(m *moment) time.Time {
	today := midnight(r.now)
	if r.now.Hour() >= partEnds[partsOfDay[m.part]] {
		return today.AddDate(0, 0, 1)
	}
	return today
}
