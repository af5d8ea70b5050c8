package roster

import (
	"strings"
	"testing"
	"time"
)

var zone = time.FixedZone("CST", 8*3600)

func TestReadShifts(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		in   string
		want string // span by the local clock; "off"
	}{
		"by phone":                      {"phone,date,start,end\n+86 139 0000 0003,2026-11-24,08:00,17:30\n", "24 08:00–24 17:30"},
		"by name, Chinese headers":      {"姓名,日期,上岗,下岗\n王芳,2026/11/24,8:00,17:30\n", "24 08:00–24 17:30"},
		"in another order, with a mark": {"\ufeff下岗,上岗,日期,姓名\n17点半,8点,2026年11月24日,王芳\n", "24 08:00–24 17:30"},
		"over midnight":                 {"name,date,start,end\nAnn,2026-11-24,22:00,06:00\n", "24 22:00–25 06:00"},
		"over midnight, said":           {"name,date,start,end\nAnn,2026-11-24,22：00,次日6：00\n", "24 22:00–25 06:00"},
		"said in English":               {"name,date,start,end\nAnn,2026-11-24,22:00,next day 06:00\n", "24 22:00–25 06:00"},
		"said after it":                 {"name,date,start,end\nAnn,2026-11-24,22:00,06:00+1\n", "24 22:00–25 06:00"},
		"until midnight":                {"name,date,start,end\nAnn,2026-11-24,16:00,24:00\n", "24 16:00–25 00:00"},
		"a whole day":                   {"name,date,start,end\nAnn,2026-11-24,8:00,次日8:00\n", "24 08:00–25 08:00"},
		"a day off":                     {"name,date,start,end\nAnn,2026-11-24,休,休\n", "off"},
		"a day off, left empty":         {"name,date,start,end\nAnn,20261124,,\n", "off"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shifts, problems := ReadShifts(strings.NewReader(tc.in), zone)
			if len(problems) > 0 || len(shifts) != 1 {
				t.Fatalf("%v, %v", shifts, problems)
			}
			s := shifts[0]
			got := "off"
			if !s.Off {
				got = s.Start.In(zone).Format("02 15:04") + "–" + s.End.In(zone).Format("02 15:04")
			}
			if got != tc.want || s.Line != 2 || !s.Day.Equal(time.Date(2026, 11, 24, 0, 0, 0, 0, zone)) {
				t.Errorf("reads %s of %v in line %d, want %s", got, s.Day, s.Line, tc.want)
			}
			if s.Person.Name == "" && s.Person.Phone != "8613900000003" {
				t.Errorf("whose: %+v", s.Person)
			}
		})
	}
}

func TestReadShifts_problems(t *testing.T) {
	t.Parallel()
	const header = "name,phone,date,start,end\n"
	for name, tc := range map[string]struct {
		in   string
		line int
		says string
	}{
		"nobody's":              {header + ",,2026-11-24,8:00,17:00\n", 2, "neither phone nor name"},
		"no phone":              {header + "Ann,call me,2026-11-24,8:00,17:00\n", 2, "not a telephone number"},
		"no date":               {header + "Ann,,2026-11-24,8:00,17:00\nAnn,,tomorrow,8:00,17:00\n", 3, `date is "tomorrow"`},
		"a day that is none":    {header + "Ann,,2026-02-30,8:00,17:00\n", 2, `date is "2026-02-30"`},
		"no start":              {header + "Ann,,2026-11-24,early,17:00\n", 2, `start is "early"`},
		"a start after the day": {header + "Ann,,2026-11-24,25:00,17:00\n", 2, `start is "25:00"`},
		"half a shift":          {header + "Ann,,2026-11-24,8:00,\n", 2, `end is ""`},
		"no minute":             {header + "Ann,,2026-11-24,8:00,17:75\n", 2, `end is "17:75"`},
		"no time":               {header + "Ann,,2026-11-24,8:00,8:00\n", 2, "ends when it starts"},
		"longer than a day":     {header + "Ann,,2026-11-24,8:00,次日9:00\n", 2, "longer than a day"},
		"a column is missing":   {"name,date,start\nAnn,2026-11-24,8:00\n", 1, `column "end" (下岗) is missing`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := ReadShifts(strings.NewReader(tc.in), zone)
			found := false
			for _, p := range problems {
				found = found || p.Line == tc.line && strings.Contains(p.Reason, tc.says)
			}
			if !found {
				t.Errorf("%v, want line %d with %q", problems, tc.line, tc.says)
			}
		})
	}
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]Table{
		"number,class,seats\n":          TableRooms,
		"\ufeff座位数,编号,楼栋,楼层,类别\n":       TableRooms,
		"name,phone,roles\n":            TablePeople,
		"电话,姓名\n":                       TablePeople,
		"name,phone,date,start,end\n":   TableShifts,
		"姓名,日期,上班,下班\n":                 TableShifts,
		"number,name,building,floor\n":  TableRooms,  // class and seats are missing
		"name,department,roles,crew\n":  TablePeople, // phone is missing
		"phone,date,start\n":            TableShifts, // end is missing
		"colour,shape\n":                "",
		"":                              "",
		"levels:\n  - level: important": "",
	} {
		if got, ok := Recognise(strings.NewReader(in)); got != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func FuzzReadShifts(f *testing.F) {
	f.Add("name,date,start,end\nAnn,2026-11-24,22:00,次日6:00\n")
	f.Add("姓名,日期,上岗,下岗\n王芳,2026/11/24,8点半,休\n")
	f.Fuzz(func(t *testing.T, in string) {
		shifts, problems := ReadShifts(strings.NewReader(in), zone)
		for _, s := range shifts {
			if len(problems) == 0 && !s.Off && !s.End.After(s.Start) {
				t.Errorf("%q: a shift from %v to %v", in, s.Start, s.End)
			}
		}
	})
}
