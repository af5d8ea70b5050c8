package language_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiwu/language"
)

// office is the catalogue of the regression corpus.
func office() language.Catalogue {
	return language.Catalogue{
		Rooms: []language.Room{
			{Number: "301", Name: "大会议室", Building: "主楼", Floor: 3, Aliases: []string{"Phoenix", "凤凰厅"}},
			{Number: "302", Name: "小会议室", Building: "主楼", Floor: 3},
			{Number: "E202", Name: "牡丹厅", Building: "东楼", Floor: 2},
			{Number: "203", Name: "多功能厅", Building: "东楼", Floor: 2},
		},
		People:      []string{"张伟", "李娜", "王芳", "李强", "Jim Brown", "Wang Fang", "Leo Liu"},
		Departments: []string{"市场部", "财务部"},
	}
}

// monday is the reference time of the regression corpus.
var monday = time.Date(2026, 11, 23, 14, 20, 0, 0, time.UTC)

// corpusRow is one sentence and the slots expected: key=value, "-" for a slot that must be empty.
type corpusRow struct {
	file  string
	line  int
	input string
	want  map[string]string
	now   time.Time
}

func readCorpus(t testing.TB, pattern string) []corpusRow {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus %s: %v", pattern, err)
	}
	var rows []corpusRow
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		for n := 1; lines.Scan(); n++ {
			text := lines.Text()
			if text == "" || strings.HasPrefix(text, "#") {
				continue
			}
			rows = append(rows, parseRow(t, name, n, text))
		}
		f.Close()
	}
	return rows
}

func parseRow(t testing.TB, name string, n int, text string) corpusRow {
	t.Helper()
	fields := strings.Split(text, "\t")
	r := corpusRow{file: name, line: n, input: fields[0], want: map[string]string{}, now: monday}
	for _, f := range fields[1:] {
		key, value, ok := strings.Cut(f, "=")
		if !ok {
			t.Fatalf("%s:%d: %q is no key=value", name, n, f)
		}
		if key == "now" {
			at, err := time.ParseInLocation("2006-01-02T15:04", value, time.UTC)
			if err != nil {
				t.Fatalf("%s:%d: %v", name, n, err)
			}
			r.now = at
			continue
		}
		r.want[key] = value
	}
	return r
}

// slots is a reading in the corpus's notation.
func slots(r language.Reading) map[string]string {
	out := map[string]string{"intent": string(r.Intent), "title": r.Title}
	timeSlots(r.Time, out)
	if h := r.Headcount; h != nil {
		out["n"] = fmt.Sprint(h.N)
		if h.Delta != 0 {
			out["n"] = fmt.Sprintf("%+d", h.Delta)
		}
	}
	if m := r.Room; m != nil {
		out["room"], out["offered"] = m.Number, strings.Join(m.Candidates, ",")
		out["words"] = m.Text
	}
	var services, notes, people, unclear, invalid []string
	for _, s := range r.Services {
		text := s.Kind
		if s.Quantity > 0 {
			text += fmt.Sprintf("*%d", s.Quantity)
		}
		services = append(services, text)
		if s.Note != "" {
			notes = append(notes, s.Note)
		}
	}
	for _, p := range r.People {
		people = append(people, p.Name)
	}
	out["notes"], out["people"], out["crew"] = strings.Join(notes, ","), strings.Join(people, ","), r.Crew
	if r.Own {
		out["own"] = "yes"
	}
	if r.Time != nil && r.Time.Deadline {
		out["deadline"] = "yes"
	}
	for _, a := range r.Ambiguities {
		unclear = append(unclear, a.Kind)
	}
	for _, i := range r.Invalid {
		invalid = append(invalid, string(i.Kind))
	}
	out["services"], out["unclear"], out["invalid"] = strings.Join(services, ","), strings.Join(unclear, ","), strings.Join(invalid, ",")
	if r.Problem != nil {
		out["problem"] = r.Problem.Kind
	}
	if r.Answer != nil {
		out["answer"], out["reason"] = string(r.Answer.Kind), r.Answer.Reason
	}
	if c := r.Change; c != nil {
		out["change"] = changeText(c)
	}
	return out
}

func changeText(c *language.Change) string {
	text := string(c.Slot)
	switch {
	case c.Bigger:
		text += " bigger"
	case c.Smaller:
		text += " smaller"
	case c.Other:
		text += " other"
	}
	if c.Extend != 0 {
		text += " extend " + c.Extend.String()
	}
	if c.Shift != 0 {
		text += " shift " + c.Shift.String()
	}
	if c.Of != nil {
		text += " of " + c.Of.Start.Format("2006-01-02T15:04")
	}
	return text
}

func timeSlots(t *language.Time, out map[string]string) {
	if t == nil {
		return
	}
	layout := "2006-01-02T15:04"
	if t.Kind == language.KindDate || t.Kind == language.KindSet && !t.HasClock {
		layout = "2006-01-02"
	}
	out["kind"], out["rrule"], out["part"] = string(t.Kind), t.RRule, string(t.PartOfDay)
	if !t.Start.IsZero() {
		out["start"] = t.Start.Format(layout)
	}
	if !t.End.IsZero() {
		out["end"] = t.End.Format(layout)
	}
	if t.Seconds > 0 {
		out["minutes"] = fmt.Sprint(t.Seconds / 60)
	}
}

// compare lists the slots that differ. The time, the room and the head count must be named to be there at all.
func compare(want map[string]string, r language.Reading) []string {
	got := slots(r)
	var diffs []string
	for key, value := range want {
		if value == "-" {
			value = ""
		}
		if got[key] != value {
			diffs = append(diffs, fmt.Sprintf("%s: want %q, got %q", key, value, got[key]))
		}
	}
	for _, key := range []string{"end", "n", "room", "invalid", "rrule"} {
		if _, named := want[key]; !named && got[key] != "" && want["start"] != "" {
			diffs = append(diffs, fmt.Sprintf("%s: want none, got %q", key, got[key]))
		}
	}
	return diffs
}

func testCorpus(t *testing.T, pattern string) {
	p := language.New(office())
	rows := readCorpus(t, pattern)
	if len(rows) < 300 {
		t.Errorf("%s holds %d sentences, fewer than 300", pattern, len(rows))
	}
	for _, row := range rows {
		if diffs := compare(row.want, p.Parse(row.input, row.now)); len(diffs) > 0 {
			t.Errorf("%s:%d: %s\n\t%s", row.file, row.line, row.input, strings.Join(diffs, "\n\t"))
		}
	}
}

func TestParser_Parse_chinese(t *testing.T) { t.Parallel(); testCorpus(t, "zh*.tsv") }

func TestParser_Parse_english(t *testing.T) { t.Parallel(); testCorpus(t, "en*.tsv") }
