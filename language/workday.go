package language

import (
	"strings"
	"time"
)

// officialSchedule holds the State Council's public holiday schedules (国务院办公厅关于部分节假日安排的通知, one a year, on
// www.gov.cn; those of 2025 and 2026 are zhengce/content/202411/content_6986382.htm and 202511/content_7047090.htm, and
// that of 2027 is not known here): for each year the spans of rest and, after "+", the weekend days that are worked.
// Days are MMDD.
var officialSchedule = map[int]string{
	2021: "0101-0103 0211-0217 0403-0405 0501-0505 0612-0614 0919-0921 1001-1007 + 0207 0220 0425 0508 0918 0926 1009",
	2022: "0101-0103 0131-0206 0403-0405 0430-0504 0603-0605 0910-0912 1001-1007 + 0129 0130 0402 0424 0507 1008 1009",
	2023: "0101-0102 0121-0127 0405-0405 0429-0503 0622-0624 0929-1006 1230-1231 + 0128 0129 0423 0506 0625 1007 1008",
	2024: "0101-0101 0210-0217 0404-0406 0501-0505 0610-0610 0915-0917 1001-1007 + 0204 0218 0407 0428 0511 0914 0929 1012",
	2025: "0101-0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008 + 0126 0208 0427 0928 1011",
	2026: "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007 + 0104 0214 0228 0509 0920 1010",
}

// specialDays maps a day to whether it is a day of rest, for the days that a schedule names.
var specialDays = func() map[int]bool {
	days := map[int]bool{}
	for year, schedule := range officialSchedule {
		rest := true
		for _, f := range strings.Fields(schedule) {
			if f == "+" {
				rest = false
				continue
			}
			first, last, ok := strings.Cut(f, "-")
			if !ok {
				last = first
			}
			markDays(days, year, first, last, rest)
		}
	}
	return days
}()

func markDays(days map[int]bool, year int, first, last string, rest bool) {
	at := func(mmdd string) time.Time {
		t, _ := time.Parse("0102", mmdd)
		return time.Date(year, t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	for t := at(first); !t.After(at(last)); t = t.AddDate(0, 0, 1) {
		days[dayKey(t)] = rest
	}
}

func dayKey(t time.Time) int { return t.Year()*10000 + int(t.Month())*100 + t.Day() }

func scheduleKnown(year int) bool { _, ok := officialSchedule[year]; return ok }

func officialRest(t time.Time) bool { return specialDays[dayKey(t)] }

// restDay tells whether nobody works: a weekend or public holiday that is not worked to make up for another.
// In years without a published schedule the statutory and customary days off count.
func restDay(t time.Time) bool {
	if rest, ok := specialDays[dayKey(t)]; ok {
		return rest
	}
	if wd := t.Weekday(); wd == time.Saturday || wd == time.Sunday {
		return true
	}
	if scheduleKnown(t.Year()) {
		return false
	}
	for _, h := range holidays {
		if h.days == 0 {
			continue
		}
		day, ok := h.on(t.Year(), t.Location())
		if !ok {
			continue
		}
		first := day.AddDate(0, 0, -h.before)
		if !t.Before(first) && t.Before(first.AddDate(0, 0, h.days)) {
			return true
		}
	}
	return false
}

// workdayAfter is the nth workday after t (before it when n is negative).
func workdayAfter(t time.Time, n int) time.Time {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for i := 0; n > 0 && i < 1000; i++ {
		t = t.AddDate(0, 0, step)
		if !restDay(t) {
			n--
		}
	}
	return t
}
