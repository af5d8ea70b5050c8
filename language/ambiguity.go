package language

import "time"

// usualHours are the hours offered when only a part of the day was said.
var usualHours = map[PartOfDay][]int{
	Dawn: {5, 6, 7}, Morning: {9, 10, 11}, Noon: {12, 13}, Afternoon: {14, 15, 16}, Evening: {18, 19, 20}, Night: {20, 21, 22},
}

// ambiguity names what a time leaves open, with the times that its options would give.
func (r *resolver) ambiguity(t *Time, w *when) (Ambiguity, bool) {
	d := &w.from.date
	switch {
	case w.recurrence != nil || w.window != nil || w.rest || !w.hasFrom || w.isRange:
		return Ambiguity{}, false
	case w.from.hasDate && d.form == dateEdge && d.edge > 0:
		return r.edgeOptions(t, d), true
	case w.from.hasDate && (d.form == dateMonth || d.form == dateWeek || d.form == dateEdge):
		return dayOptions(t, workdayAfter(t.Start.AddDate(0, 0, -1), 1)), true
	case w.from.hasDate && d.form == dateCalendar && d.also > 0 && d.also != isoWeekday(t.Start):
		a := Ambiguity{Kind: "day"} // 11月24日周三, which is a Tuesday
		near := t.Start.AddDate(0, 0, (d.also-isoWeekday(t.Start)+10)%7-3)
		a.Options = append(a.Options, dayOption(t, t.Start), dayOption(t, near))
		return a, true
	case w.from.hasDate && d.form == dateWeekday && d.weekday == 6 && d.weekend:
		a := Ambiguity{Kind: "day"}
		for i := range 2 {
			a.Options = append(a.Options, dayOption(t, t.Start.AddDate(0, 0, i)))
		}
		return a, true
	case !w.from.hasClock && w.from.part > 0 && !t.AllDay:
		return hourOptions(t, usualHours[partsOfDay[w.from.part]]), true
	case w.length != nil && w.length.halfDay && w.length.days == 0.5 && w.from.hasClock:
		return lengthOptions(t), true
	}
	return Ambiguity{}, false
}

func onDate(t *Time, day time.Time) *Time {
	n := *t
	h, m, sec := t.Start.Clock()
	n.Start = time.Date(day.Year(), day.Month(), day.Day(), h, m, sec, 0, day.Location())
	if !t.End.IsZero() {
		n.End = n.Start.Add(t.End.Sub(t.Start))
	}
	return &n
}

func dayOption(t *Time, day time.Time) Option {
	return Option{Value: day.Format("2006-01-02"), Time: onDate(t, day)}
}

// dayOptions offers a workday and the two after it.
func dayOptions(t *Time, first time.Time) Ambiguity {
	a := Ambiguity{Kind: "day"}
	for day, i := first, 0; i < 3; day, i = workdayAfter(day, 1), i+1 {
		a.Options = append(a.Options, dayOption(t, day))
	}
	return a
}

// edgeOptions asks which day the end or middle of a month is.
func (r *resolver) edgeOptions(t *Time, d *date) Ambiguity {
	a := Ambiguity{Kind: "month-end"}
	day := midnight(t.Start)
	if d.edge != 2 {
		a = dayOptions(t, workdayAfter(day.AddDate(0, 0, -1), 1))
		return a
	}
	work := workdayAfter(day.AddDate(0, 0, 1), -1)
	for _, c := range []time.Time{day, work, workdayAfter(work, -1)} {
		if n := len(a.Options); n == 0 || a.Options[n-1].Value != c.Format("2006-01-02") {
			a.Options = append(a.Options, dayOption(t, c))
		}
	}
	return a
}

func hourOptions(t *Time, hours []int) Ambiguity {
	a := Ambiguity{Kind: "hour"}
	for _, h := range hours {
		n := *t
		n.Start = atHour(t.Start, h, &clock{})
		n.Kind, n.HasClock = KindDateTime, true
		if t.Duration > 0 && t.Duration < 24*time.Hour {
			n.End, n.Kind = n.Start.Add(t.Duration), KindDateTimeRange
		}
		a.Options = append(a.Options, Option{Value: n.Start.Format("15:04"), Time: &n})
	}
	return a
}

func lengthOptions(t *Time) Ambiguity {
	a := Ambiguity{Kind: "half-day"}
	for _, h := range []int{3, 4, 12} {
		n := *t
		n.withSeconds(float64(h) * 3600)
		n.End = n.Start.Add(n.Duration)
		a.Options = append(a.Options, Option{Value: itoa(h) + "h", Time: &n, Number: h})
	}
	return a
}
