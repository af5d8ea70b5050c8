// Command score measures "huiwu parse --jsonl" on a file of labelled time expressions, one JSON object a line:
// {"corpus","id","input","reference","kind","accept":[{"start","end","duration"}]}. A text counts as right when the
// first reading agrees with one of the accepted ones.
//
//	go build -o /tmp/huiwu ./cmd/huiwu && go run ./language/score -huiwu /tmp/huiwu -misses file.jsonl
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// row is one labelled text.
type row struct {
	Corpus, ID, Input, Reference, Kind string
	Accept                             []accept
}

type accept struct {
	Start, End, Timex string
	Duration          *float64
}

// reading is what the command answers.
type reading struct {
	Time *struct {
		Kind, Start, End, RRule string
		Seconds                 float64 `json:"duration_s"`
	}
	Nanos int64 `json:"ns"`
}

// tally counts one corpus.
type tally struct {
	right, all int
	spent      []int64
}

func main() {
	huiwu := flag.String("huiwu", "huiwu", "the command to measure")
	misses := flag.Bool("misses", false, "print what was read wrong")
	only := flag.String("corpus", "", "measure only the corpora whose names start like this")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: score [-huiwu command] [-misses] [-corpus name] file.jsonl")
		os.Exit(2)
	}
	if err := score(flag.Arg(0), *huiwu, *only, *misses); err != nil {
		fmt.Fprintln(os.Stderr, "score:", err)
		os.Exit(1)
	}
}

func score(path, huiwu, only string, misses bool) error {
	rows, err := readRows(path, only)
	if err != nil {
		return err
	}
	readings, err := parse(huiwu, rows)
	if err != nil {
		return err
	}
	tallies := map[string]*tally{}
	for i, r := range rows {
		t := tallies[r.Corpus]
		if t == nil {
			t = &tally{}
			tallies[r.Corpus] = t
		}
		t.all++
		t.spent = append(t.spent, readings[i].Nanos)
		if right(&r, &readings[i]) {
			t.right++
		} else if misses {
			fmt.Printf("%-16s %s %-13s %q\n\twant %s\n\tgot  %+v\n", r.Corpus, r.Reference, r.Kind, r.Input, wanted(r.Accept), readings[i].Time)
		}
	}
	report(tallies)
	return nil
}

func readRows(path, only string) ([]row, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	defer f.Close()
	var rows []row
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("row %d: %w", len(rows)+1, err)
		}
		if strings.HasPrefix(r.Corpus, only) {
			rows = append(rows, r)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	return rows, nil
}

// parse runs the command over all rows.
func parse(huiwu string, rows []row) ([]reading, error) {
	var in bytes.Buffer
	enc := json.NewEncoder(&in)
	for _, r := range rows {
		if err := enc.Encode(map[string]string{"id": r.ID, "input": r.Input, "now": r.Reference}); err != nil {
			return nil, fmt.Errorf("encode %s: %w", r.ID, err)
		}
	}
	cmd := exec.Command(huiwu, "parse", "--jsonl", "--timezone", "UTC")
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("run %s: %w", huiwu, err)
	}
	readings := make([]reading, 0, len(rows))
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var r reading
		if err := dec.Decode(&r); err != nil {
			return nil, fmt.Errorf("answer %d: %w", len(readings)+1, err)
		}
		readings = append(readings, r)
	}
	if len(readings) != len(rows) {
		return nil, fmt.Errorf("%d answers to %d texts", len(readings), len(rows))
	}
	return readings, nil
}

func report(tallies map[string]*tally) {
	names := make([]string, 0, len(tallies))
	for name := range tallies {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		t := tallies[name]
		slices.Sort(t.spent)
		fmt.Printf("%-18s %4d of %4d  %5.1f %%  median %v\n", name, t.right, t.all, 100*float64(t.right)/float64(t.all), time.Duration(t.spent[len(t.spent)/2]))
	}
}

func wanted(list []accept) string {
	var out []string
	for _, a := range list {
		s := a.Start + " – " + a.End
		if a.Duration != nil {
			s = fmt.Sprintf("%g s", *a.Duration)
		}
		out = append(out, strings.TrimSpace(s+" "+a.Timex))
	}
	return strings.Join(out, " or ")
}

// right compares one reading with those accepted, by the kind of the row.
func right(r *row, got *reading) bool {
	t := got.Time
	if t == nil {
		return false
	}
	if r.Kind == "set" {
		return t.Kind == "set" && (len(r.Accept) == 0 || setAgrees(r.Accept[0].Timex, t.RRule, t.Start))
	}
	for _, a := range r.Accept {
		switch {
		case a.Duration != nil:
			if t.Seconds == *a.Duration {
				return true
			}
		case agrees(a.Start, t.Start, r.Kind) && (a.End == "") == (t.End == "") && (a.End == "" || agrees(a.End, t.End, r.Kind)):
			return true
		}
	}
	return false
}

// agrees compares as much as was given: a day, a clock, or both.
func agrees(want, got, kind string) bool {
	if kind == "date" {
		return got != "" && strings.HasPrefix(want, got)
	}
	if len(want) == len("15:04:05") {
		return strings.HasSuffix(got, "T"+want)
	}
	return want == got
}

// setAgrees compares the unit or the hour of a recurrence with a TIMEX value; other TIMEX forms are not compared.
func setAgrees(timex, rule, start string) bool {
	units := map[byte]string{'D': "DAILY", 'W': "WEEKLY", 'M': "MONTHLY", 'Y': "YEARLY", 'E': "BYDAY=SA,SU"}
	switch _, hour, clocked := strings.Cut(timex, "T"); {
	case timex == "P0.5Y":
		return rule == "FREQ=MONTHLY;INTERVAL=6"
	case strings.HasPrefix(timex, "P"):
		return strings.Contains(rule, units[timex[len(timex)-1]])
	case clocked && len(hour) >= 2 && hour[0] <= '2':
		return strings.Contains(start, "T"+hour[:2])
	}
	return true
}
