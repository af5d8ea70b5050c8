package language

import "time"

// length is a length of time as said: months and years do not reduce to seconds until they are applied.
type length struct {
	years, months, days, secs float64
	units                     uint16 // bit set of the units used
	approx                    bool
	halfDay                   bool
	coming                    bool // "the 5 coming minutes"
}

func (l length) has(unit int) bool { return l.units&(1<<unit) != 0 }

// whole tells whether the length counts days or more, so that a point in time so far away is a day, not an instant.
func (l length) whole() bool { return l.secs == 0 && !l.fractional() }

func (l length) fractional() bool { return l.days != float64(int(l.days)) }

func (l length) weeks() bool {
	return l.units != 0 && l.units&^(1<<unitWeek|1<<unitFortnight|1<<unitMonth) == 0
}

// seconds is the length in seconds; years and months together count 30 days a month.
func (l length) seconds() float64 {
	sum := l.days*86400 + l.secs
	if l.years > 0 && l.months > 0 && sum == 0 {
		return (l.years*12 + l.months) * unitSeconds[unitMonth]
	}
	return l.years*unitSeconds[unitYear] + l.months*unitSeconds[unitMonth] + sum
}

// longest is the greatest length, in seconds, that is counted on a calendar: a thousand years.
const longest = 1000 * 365 * 86400

// from is the moment a length after t (before it when sign is -1), with the calendar's own months.
func (l length) from(t time.Time, sign int) time.Time {
	if l.seconds() > longest || l.seconds() < -longest {
		return time.Date(10000, 1, 1, 0, 0, 0, 0, t.Location())
	}
	months := l.years*12 + l.months
	whole := int(months)
	days := l.days + (months-float64(whole))*30
	t = addMonths(t, sign*whole)
	t = t.AddDate(0, 0, sign*int(days))
	secs := (days-float64(int(days)))*86400 + l.secs
	return t.Add(time.Duration(sign) * seconds(secs))
}

// seconds is s as a duration, kept within what a duration holds.
func seconds(s float64) time.Duration {
	const most = float64(1<<63 - 1024)
	if s*float64(time.Second) >= most {
		return time.Duration(1<<63 - 1)
	}
	return time.Duration(s * float64(time.Second))
}

// addMonths moves t by months and stays in the month it comes to.
func addMonths(t time.Time, months int) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
	day := min(t.Day(), daysIn(first.Year(), int(first.Month())))
	return first.AddDate(0, 0, day-1)
}

func (l *length) add(val float64, unit int) {
	l.units |= 1 << unit
	switch unit {
	case unitYear:
		l.years += val
	case unitDecade:
		l.years += val * 10
	case unitMonth:
		l.months += val
	case unitQuarter:
		l.months += val * 3
	case unitDay, unitWeek, unitWeekend, unitFortnight:
		l.days += val * unitSeconds[unit] / 86400
	default:
		l.secs += val * unitSeconds[unit]
	}
}
