package handlers

import (
	"strconv"
	"time"
)

// clock is the time of day: "15:04".
func (l locale) clock(t time.Time) string { return t.In(l.zone).Format("15:04") }

// date is a day with its weekday, and its year when it is another: "11月24日 周二", "Tue 24 Nov".
func (l locale) date(t, now time.Time) string {
	t = t.In(l.zone)
	key := "when.date"
	if t.Year() != now.In(l.zone).Year() {
		key = "when.date_year"
	}
	return l.label(key, "year", t.Year(), "month", l.label("when.month_"+strconv.Itoa(int(t.Month()))),
		"day", t.Day(), "weekday", l.weekday(t))
}

// weekday is the day of the week, short.
func (l locale) weekday(t time.Time) string {
	return l.label("when.weekday_" + strconv.Itoa(int(t.In(l.zone).Weekday())))
}

// day is the date, or 今天.
func (l locale) day(t, now time.Time) string {
	if daysApart(t, now, l.zone) == 0 {
		return l.label("when.today")
	}
	return l.date(t, now)
}

// moment is a day and a time of day: "今天 15:00", "Tue 24 Nov, 15:00".
func (l locale) moment(t, now time.Time) string {
	return l.label("when.at", "day", l.day(t, now), "clock", l.clock(t))
}

// span is a meeting's time: "11月24日 周二 15:00–17:30". An end at midnight belongs to the same day.
func (l locale) span(start, end, now time.Time) string {
	switch {
	case end.IsZero():
		return l.moment(start, now)
	case daysApart(end, start, l.zone) == 0:
		return l.moment(start, now) + "–" + l.clock(end)
	case daysApart(end, start, l.zone) == 1 && l.clock(end) == "00:00":
		return l.moment(start, now) + "–24:00"
	}
	return l.moment(start, now) + " – " + l.moment(end, now)
}

// spanNear is the span with how far off it is: "…(明天)", "…(40 分钟后)".
func (l locale) spanNear(start, end, now time.Time) string {
	s := l.span(start, end, now)
	if near := l.near(start, end, now); near != "" {
		return l.label("when.with_near", "span", s, "near", near)
	}
	return s
}

// near is how far off a meeting is, when that is worth a word: within the day in minutes and hours, tomorrow, under way.
func (l locale) near(start, end, now time.Time) string {
	switch {
	case !end.IsZero() && !now.Before(end):
		return l.label("when.over")
	case !now.Before(start):
		return l.label("when.under_way")
	}
	switch daysApart(start, now, l.zone) {
	case 0:
		return l.until(start, now)
	case 1:
		return l.label("when.tomorrow")
	case 2:
		return l.label("when.day_after")
	}
	return ""
}

// until is the way to a moment or since it: "35 分钟后", "in 35 min", "5 分钟前". Minutes are rounded up
// before the moment and down after it.
func (l locale) until(t, now time.Time) string {
	d := t.Sub(now)
	switch {
	case d >= 48*time.Hour:
		return l.label("when.in", "length", l.length(d.Truncate(24*time.Hour)))
	case d > 0:
		return l.label("when.in", "length", l.length((d+time.Minute-1)/time.Minute*time.Minute))
	case d > -time.Minute:
		return l.label("when.now")
	}
	return l.label("when.ago", "length", l.length(-d/time.Minute*time.Minute))
}

// length is how long something takes: "40 分钟", "1 小时", "1 小时 30 分", "2 天".
func (l locale) length(d time.Duration) string {
	minutes := int(d / time.Minute)
	hours, rest := minutes/60, minutes%60
	switch {
	case hours >= 48 && rest == 0 && hours%24 == 0:
		return l.label("when.days", "count", hours/24)
	case hours == 0:
		return l.label("when.minutes", "count", rest)
	case rest == 0:
		return l.label("when.hours", "count", hours)
	}
	return l.label("when.hours_minutes", "hours", hours, "minutes", rest)
}

// midnight is the beginning of t's day in zone.
func midnight(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// daysApart is how many calendar days t lies after from.
func daysApart(t, from time.Time, zone *time.Location) int {
	y, m, d := t.In(zone).Date()
	fy, fm, fd := from.In(zone).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(time.Date(fy, fm, fd, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))
}

// left is the time until a moment, minutes rounded up.
func (v viewer) left(t time.Time) string {
	return v.length((t.Sub(v.now) + time.Minute - 1) / time.Minute * time.Minute)
}
