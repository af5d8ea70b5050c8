package language

// when collects what a text says about time, in the order said.
type when struct {
	from, to         moment
	hasFrom, isRange bool
	length           *length
	recurrence       *recurrence
	recurrenceItem   *item
	until            *date
	count            int
	window           *length
	rest             bool
	allDay           bool
	spans            []int // start and end of each stretch, in runes
	lengthAt         int
	dated            *item // what said the day
}

// collect sorts the time items of a cover.
func collect(items []*item) when {
	var w when
	for _, it := range items {
		used := false
		switch it.kind {
		case itemTime:
			used = w.takeItem(it)
		case itemLength:
			if used = w.takeLength(it, items); used {
				w.length, w.lengthAt = it.length, it.start
			}
		case itemRecurrence:
			if used = w.takeRecurrence(it.recurrence); used {
				w.recurrenceItem = it
			}
		case itemCount:
			used = w.recurrence != nil
			w.count = it.index
		}
		if used {
			w.spans = append(w.spans, it.start, it.end)
		}
		if it.kind <= itemCount {
			it.unused = !used
		}
	}
	if w.recurrence == nil {
		w.count = 0
		w.leaveLength(items)
	}
	return w
}

// takeLength tells whether a length is how long the meeting lasts: the first one said, or the first of hours or minutes
// where the one before is of months and years and so names something, 三季度奖金方案讨论 1小时.
func (w *when) takeLength(it *item, items []*item) bool {
	if w.length == nil {
		return true
	}
	if old := w.length; old.secs != 0 || old.months == 0 && old.years == 0 || it.length.secs == 0 {
		return false
	}
	for _, other := range items {
		if other.kind == itemLength && other.length == w.length {
			other.unused = true
			w.forget(other.start)
		}
	}
	return true
}

// leaveLength gives a length back to the title when it cannot be the meeting's: a second one beside a start and an end,
// and months and years beside an hour (一季度工作会, "five-year plan").
func (w *when) leaveLength(items []*item) {
	if w.length == nil || !w.hasFrom || !w.from.hasClock {
		return
	}
	if ends := w.isRange && w.to.hasClock; !ends && w.length.months == 0 && w.length.years == 0 {
		return
	}
	for _, it := range items {
		if it.kind == itemLength && it.length == w.length {
			it.unused = true
			w.forget(it.start)
		}
	}
	w.length = nil
}

func (w *when) takeRecurrence(r *recurrence) bool {
	if w.recurrence == nil {
		w.recurrence = r
		return true
	}
	if old := w.recurrence; old.unit == unitDay && r.unit == unitWeek && old.interval == 1 || old.unit == r.unit && len(old.weekdays) == 0 && old.monthDay == 0 && old.interval == 1 {
		w.recurrence = r
		return true
	}
	return false
}

// takeItem adds the expression of an item. A holiday, a month or a bare day that was all that was said before a complete
// day and hour names the meeting, 元旦晚会彩排 明天下午三点, and goes back to the title.
func (w *when) takeItem(it *item) bool {
	e, old := it.expression, w.dated
	complete := e.from.hasDate && e.from.hasClock && e.from.clock.rel == nil
	if old != nil && complete && w.hasFrom && !w.from.hasClock && !w.isRange && w.from.part == 0 && (e.isRange || vague(&w.from.date)) {
		w.hasFrom, w.from = false, moment{}
		old.unused = true
		w.forget(old.start)
	}
	had := w.hasFrom && w.from.hasDate
	if !w.take(e) {
		return false
	}
	if !had && w.hasFrom && w.from.hasDate {
		w.dated = it
	}
	return true
}

// vague tells whether a date names more than a day, or a day by its name.
func vague(d *date) bool {
	return d.form == dateHoliday || d.form == dateMonth || d.form == dateWeek || d.form == dateEdge
}

// forget takes the stretch that starts at p out of the spans.
func (w *when) forget(p int) {
	for i := 0; i+1 < len(w.spans); i += 2 {
		if w.spans[i] == p {
			w.spans = append(w.spans[:i], w.spans[i+2:]...)
			return
		}
	}
}

// take adds one expression; false when there is nothing in it that is still open.
func (w *when) take(e *expression) bool {
	switch {
	case e.ending && w.hasFrom && w.from.hasClock && !w.isRange && w.from.clock.rel == nil:
		w.to, w.isRange = e.from, true
		return true
	case e.until && (w.recurrence != nil || w.until == nil && w.hasFrom && w.from.hasDate):
		w.until = &e.from.date
		return w.recurrence != nil
	case e.window != nil || e.rest:
		if w.hasFrom || w.window != nil || w.rest {
			return false
		}
		w.window, w.rest = e.window, e.rest
		return true
	case e.allDay:
		w.allDay = true
		return true
	case e.isRange:
		return w.takeRange(e)
	}
	return w.takeMoment(&e.from)
}

func (w *when) takeRange(e *expression) bool {
	clocks := e.from.hasClock && e.to.hasClock
	if w.isRange {
		if !w.from.hasClock && clocks && !e.from.hasDate && !e.to.hasDate {
			w.eachDay()
			w.from.clock, w.from.hasClock, w.from.part = e.from.clock, true, e.from.part
			w.to, w.isRange = e.to, true
			return true
		}
		return false
	}
	if w.hasFrom && w.from.hasClock {
		return false
	}
	old := w.from
	had := w.hasFrom
	w.from, w.to, w.isRange, w.hasFrom = e.from, e.to, true, true
	if had && old.hasDate && !w.from.hasDate {
		w.from.date, w.from.hasDate = old.date, true
	}
	if had && old.part > 0 && w.from.part == 0 && w.from.clock.half == halfUnknown {
		w.from.part = old.part
	}
	return true
}

// eachDay turns a range of days, for which hours are then said, into something that happens on each of them.
func (w *when) eachDay() {
	if w.recurrence == nil {
		w.recurrence, w.recurrenceItem = &recurrence{unit: unitDay, interval: 1}, &item{}
	}
	last := w.to.date
	w.until, w.isRange, w.to = &last, false, moment{}
}

func (w *when) takeMoment(m *moment) bool {
	if !w.hasFrom {
		w.from, w.hasFrom = *m, true
		return true
	}
	used := false
	if m.hasDate && !w.from.hasDate && w.from.clock.rel == nil {
		w.from.date, w.from.hasDate, used = m.date, true, true
		if w.isRange && w.to.hasDate {
			w.from.hasDate = false
		}
	} else if m.hasDate && m.hasClock {
		return false
	}
	if m.hasClock && !w.from.hasClock && w.isRange && m.clock.rel == nil && !m.clock.now {
		w.eachDay()
	}
	if m.hasClock && !w.from.hasClock {
		w.from.clock, w.from.hasClock, used = m.clock, true, true
	}
	bound := w.isRange && w.to.hasClock && (w.to.clock.half != halfUnknown || w.to.part > 0) // 3-4pm
	if m.part > 0 && w.from.part == 0 && !bound && (!w.from.hasClock || w.from.clock.half == halfUnknown) {
		w.from.part, used = m.part, true
	}
	return used
}

// recur lets a recurrence take up the day said beside it: "weekly meeting on monday", "monthly on the 15th". A word
// such as quarterly beside a plain date is part of the title, and the date stands.
func (w *when) recur() {
	r, d := w.recurrence, &w.from.date
	if r != nil && r.kind && w.hasFrom && (w.from.hasClock || w.from.hasDate) {
		w.recurrence, w.recurrenceItem.unused = nil, true
		return
	}
	if r == nil || !w.hasFrom || !w.from.hasDate || len(r.weekdays) > 0 || r.monthDay != 0 || r.workdays || r.month > 0 {
		return
	}
	n := *r
	switch {
	case r.unit == unitWeek && d.form == dateWeekday && d.week == anyWeek:
		n.weekdays = []nthWeekday{{0, d.weekday}}
		if d.weekend {
			n.weekdays = []nthWeekday{{0, 6}, {0, 7}}
		}
	case r.unit == unitMonth && d.form == dateCalendar && d.month == 0:
		n.monthDay = d.day
	case r.unit == unitMonth && d.form == dateNth && d.month == 0 && d.weekday <= 7:
		n.weekdays = []nthWeekday{{d.nth, d.weekday}}
	case r.unit == unitYear && d.form == dateCalendar && d.month > 0 && !d.yearSaid():
		n.month, n.monthDay = d.month, d.day
	case r.unit == unitDay || r.unit < unitDay || r.interval > 1 && r.unit == unitWeek:
		return
	default:
		w.recurrence, w.recurrenceItem.unused = nil, true
		return
	}
	w.recurrence, w.from.hasDate = &n, false
}
