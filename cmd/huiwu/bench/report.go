package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// Result is one line: a figure, its floor, and how they stand to each other.
type Result struct {
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
	Floor  float64 `json:"floor"` // 0 for none
	Ratio  float64 `json:"ratio"` // 0 for none
	Detail string  `json:"detail"`
}

// report prints results as they come.
type report struct {
	out   io.Writer
	json  bool
	began time.Time
}

func newReport(out io.Writer, asJSON bool) *report {
	return &report{out: out, json: asJSON, began: time.Now()}
}

func (r *report) head(servers string) {
	if r.json {
		return
	}
	fmt.Fprintf(r.out, "%s\n%-8s %10s %-10s %10s %7s  %s\n", servers, "name", "value", "unit", "floor", "ratio", "detail")
}

func (r *report) add(l Result) {
	if r.json {
		_ = json.NewEncoder(r.out).Encode(l) // a closed pipe ends the command anyway
		return
	}
	floor, ratio := "-", "-"
	if l.Floor != 0 {
		floor = figure(l.Floor)
	}
	if l.Ratio != 0 {
		ratio = fmt.Sprintf("%.2f", l.Ratio)
	}
	fmt.Fprintf(r.out, "%-8s %10s %-10s %10s %7s  %s\n", l.Name, figure(l.Value), l.Unit, floor, ratio, l.Detail)
}

func (r *report) end() {
	if !r.json {
		fmt.Fprintf(r.out, "took %.0f s\n", time.Since(r.began).Seconds())
	}
}

// figure is a number with as many digits as mean something.
func figure(v float64) string {
	switch {
	case v >= 100 || v == float64(int64(v)):
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.3g", v)
}
