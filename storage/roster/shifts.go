package roster

import (
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"huiwu/conference"
)

var shiftColumns = []column{
	{"phone", []string{"电话", "手机", "手机号", "手机号码", "联系电话", "mobile"}, false},
	{"name", []string{"姓名", "名字"}, false},
	{"date", []string{"日期", "值班日期", "day"}, true},
	{"start", []string{"上岗", "上班", "开始", "起", "from"}, true},
	{"end", []string{"下岗", "下班", "结束", "止", "to"}, true},
}

// Shift is a line of shifts.csv.
type Shift struct {
	// Person of the shift has the Phone or the Name that the line gives. Off lines have no Start and End.
	conference.Shift
	Line int
	Day  time.Time // local midnight of the line's date
	Off  bool      // the person is not on duty that day
}

// ReadShifts reads shifts.csv: date, start and end, by the clock of zone, and who, by phone or name. An end that is
// not after the start, or says 次日, "next day" or +1, is the next day's. A line without times, or that says 休 or off,
// takes somebody off duty for the day. Who is who is not looked up here.
func ReadShifts(in io.Reader, zone *time.Location) ([]Shift, []Problem) {
	var shifts []Shift
	problems := read(in, shiftColumns, func(r *row) {
		s := Shift{Line: r.line, Day: r.day(zone)}
		s.Person.Name = r.text("name")
		if phone := r.cells["phone"]; phone != "" {
			var ok bool
			if s.Person.Phone, ok = Phone(phone); !ok {
				r.problem("phone is not a telephone number")
			}
		} else if s.Person.Name == "" {
			r.problem("neither phone nor name says whose shift it is")
		}
		if s.Off = off(r.cells["start"]) && off(r.cells["end"]); !s.Off && !s.Day.IsZero() {
			s.Start, s.End = r.span(s.Day)
		}
		shifts = append(shifts, s)
	})
	return shifts, problems
}

// off tells a cell that names no time.
func off(cell string) bool {
	switch strings.ToLower(cell) {
	case "", "休", "休息", "off", "rest", "-", "—", "/":
		return true
	}
	return false
}

var dateForms = []string{"2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日", "20060102"}

func (r *row) day(zone *time.Location) time.Time {
	for _, form := range dateForms {
		if day, err := time.ParseInLocation(form, r.cells["date"], zone); err == nil {
			return day
		}
	}
	r.problem("date is %q, not like 2026-11-24", r.cells["date"])
	return time.Time{}
}

// span is from start to end on a day.
func (r *row) span(day time.Time) (start, end time.Time) {
	from, _, okFrom := clock(r.cells["start"])
	to, next, okTo := clock(r.cells["end"])
	switch {
	case !okFrom || from >= 24*60:
		r.problem("start is %q, not like 08:00", r.cells["start"])
		return
	case !okTo:
		r.problem("end is %q, not like 17:30, 24:00 or 次日06:00", r.cells["end"])
		return
	case from == to && !next:
		r.problem("the shift ends when it starts")
		return
	}
	if next || to < from {
		to += 24 * 60
	}
	if to-from > 24*60 {
		r.problem("the shift is longer than a day")
	}
	at := func(minutes int) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), 0, minutes, 0, 0, day.Location()).UTC()
	}
	return at(from), at(to)
}

var (
	clockForm = regexp.MustCompile(`^(\d{1,2})(?::(\d{2})|点(?:(\d{1,2})分?)?|点?(半)|时(?:(\d{1,2})分?)?)?$`)
	nextDay   = regexp.MustCompile(`^(?:次日|第二天|翌日|next\s*day|\+1)\s*|\s*(?:\(?次日\)?|next\s*day|\+1)$`)
)

// clock reads a time of day as minutes after midnight, and whether it says that it is the next day's.
func clock(cell string) (minutes int, next, ok bool) {
	text := strings.NewReplacer("：", ":", "（", "(", "）", ")").Replace(strings.ToLower(strings.TrimSpace(cell)))
	bare := nextDay.ReplaceAllString(text, "")
	m := clockForm.FindStringSubmatch(bare)
	if m == nil {
		return 0, false, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2] + m[3] + m[5])
	if m[4] != "" {
		minute = 30
	}
	minutes = 60*hour + minute
	return minutes, bare != text, minute < 60 && minutes <= 24*60
}
