// Command score measures the parser on a file of labelled time expressions, one JSON object a line:
// {"corpus","id","input","reference","kind","accept":[{"start","end","duration"}]}. A text counts as right when the
// first reading agrees with one of the accepted ones.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"
	"time"

	"huiwu/language"
)

type row struct {
	Corpus, ID, Input, Reference, Kind string
	Accept                             []accept
}

type accept struct {
	Start, End string
	Duration   *float64
	Timex      string
}

func main() {
	misses := flag.Bool("misses", false, "print what was read wrong")
	only := flag.String("corpus", "", "measure one corpus only")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: score [-misses] [-corpus name] file.jsonl")
		os.Exit(2)
	}
	if err := score(flag.Arg(0), *only, *misses); err != nil {
		fmt.Fprintln(os.Stderr, "score:", err)
		os.Exit(1)
	}
}

type tally struct {
	right, all int
	spent      []time.Duration
}

func score(path, only string, misses bool) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	defer f.Close()
	p := language.New(language.Catalogue{})
	tallies := map[string]*tally{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return fmt.Errorf("read row: %w", err)
		}
		if only != "" && !strings.HasPrefix(r.Corpus, only) {
			continue
		}
		now, err := time.ParseInLocation("2006-01-02T15:04:05", r.Reference, time.UTC)
		if err != nil {
			return fmt.Errorf("row %s: %w", r.ID, err)
		}
		begin := time.Now()
		got := p.Parse(r.Input, now)
		spent := time.Since(begin)
		t := tallies[r.Corpus]
		if t == nil {
			t = &tally{}
			tallies[r.Corpus] = t
		}
		t.all++
		t.spent = append(t.spent, spent)
		if right(&r, got.Time) {
			t.right++
		} else if misses {
			fmt.Printf("%-16s %s %-13s %q\n\twant %v\n\tgot  %s\n", r.Corpus, r.Reference, r.Kind, r.Input, wanted(r.Accept), shown(got.Time))
		}
	}
	report(tallies)
	return lines.Err()
}

func report(tallies map[string]*tally) {
	names := make([]string, 0, len(tallies))
	for name := range tallies {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		t := tallies[name]
		slices.Sort(t.spent)
		fmt.Printf("%-18s %4d of %4d  %5.1f %%  median %v\n", name, t.right, t.all, 100*float64(t.right)/float64(t.all), t.spent[len(t.spent)/2])
	}
}

func wanted(list []accept) []string {
	var out []string
	for _, a := range list {
		s := a.Start + " – " + a.End
		if a.Duration != nil {
			s = fmt.Sprintf("%g s", *a.Duration)
		}
		out = append(out, s+" "+a.Timex)
	}
	return out
}

func shown(t *language.Time) string {
	if t == nil {
		return "nothing"
	}
	return fmt.Sprintf("%s %s – %s %gs %s", t.Kind, t.Start.Format("2006-01-02T15:04:05"), t.End.Format("2006-01-02T15:04:05"), t.Seconds, t.RRule)
}

// right compares one reading with those accepted, by the kind of the row.
func right(r *row, t *language.Time) bool {
	if t == nil {
		return false
	}
	if r.Kind == "set" {
		return t.Kind == language.KindSet && (len(r.Accept) == 0 || setAgrees(r.Accept[0].Timex, t))
	}
	for _, a := range r.Accept {
		switch {
		case a.Duration != nil:
			if t.Seconds == *a.Duration {
				return true
			}
		case agrees(a.Start, t.Start, r.Kind) && (a.End == "" && t.End.IsZero() || a.End != "" && agrees(a.End, t.End, r.Kind)):
			return true
		}
	}
	return false
}

// agrees compares as much as was given: a day, a clock, or both.
func agrees(want string, got time.Time, kind string) bool {
	switch {
	case got.IsZero():
		return false
	case kind == "date":
		return strings.HasPrefix(want, got.Format("2006-01-02")) && got.Format("15:04:05") == "00:00:00"
	case len(want) == len("15:04:05"):
		return want == got.Format("15:04:05")
	}
	return want == got.Format("2006-01-02T15:04:05")
}

// setAgrees compares the unit, weekday and clock of a recurrence with a TIMEX value.
func setAgrees(timex string, t *language.Time) bool {
	if timex == "" || strings.Contains(timex, "{") {
		return true
	}
	units := map[string]string{"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
	if strings.HasPrefix(timex, "P") && len(timex) >= 3 {
		return strings.Contains(t.RRule, units[timex[len(timex)-1:]]) || timex == "P0.5Y" && strings.Contains(t.RRule, "INTERVAL=6") || strings.HasSuffix(timex, "WE") && strings.Contains(t.RRule, "SA")
	}
	if i := strings.LastIndex(timex, "T"); i >= 0 && len(timex) >= i+3 && timex[i+1] >= '0' && timex[i+1] <= '2' {
		return t.Start.Format("15") == timex[i+1:i+3]
	}
	return true
}
