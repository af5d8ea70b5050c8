package language

import "strings"

// Units of time, as vocabularies give them.
const (
	unitSecond = iota + 1
	unitMinute
	unitHour
	unitDay
	unitWeek
	unitMonth
	unitYear
	unitQuarter
	unitWeekend
	unitDecade
	unitFortnight
)

// endOfDay is the minute value of "end of day": the last second of it.
const endOfDay = 24*60 + 1

// unitSeconds is the length of a unit; a month counts 30 days, a year 365.
var unitSeconds = [...]float64{
	unitSecond: 1, unitMinute: 60, unitHour: 3600, unitDay: 86400, unitWeek: 7 * 86400, unitMonth: 30 * 86400, unitYear: 365 * 86400,
	unitQuarter: 90 * 86400, unitWeekend: 2 * 86400, unitDecade: 3650 * 86400, unitFortnight: 14 * 86400,
}

var partsOfDay = [...]PartOfDay{"", Dawn, Morning, Noon, Afternoon, Evening, Night}

func partNumber(p PartOfDay) int {
	for i, q := range partsOfDay {
		if p == q {
			return i
		}
	}
	return 0
}

// dayPart packs a day offset and a part of day into one vocabulary value.
func dayPart(offset int, p PartOfDay) int { return (offset+8)*8 + partNumber(p) }

func unpackDayPart(val int) (offset, part int) { return val/8 - 8, val % 8 }

func splitWords(s string) []string { return strings.Split(s, "|") }
