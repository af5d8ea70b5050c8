package language

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// The wall-clock forms of the parse command.
const (
	wallClock = "2006-01-02T15:04:05"
	wallDay   = "2006-01-02"
)

// request is one line in for the measuring mode.
type request struct {
	ID    any    `json:"id"`
	Input string `json:"input"`
	Now   string `json:"now"`
}

// response is one line out.
type response struct {
	ID        any           `json:"id"`
	Intent    Intent        `json:"intent"`
	Time      *timeResponse `json:"time"`
	Headcount *int          `json:"headcount"`
	Room      *string       `json:"room"`
	Title     *string       `json:"title"`
	Ambiguous []string      `json:"ambiguous"`
	Nanos     int64         `json:"ns"`
}

type timeResponse struct {
	Kind     TimeKind `json:"kind"`
	Start    *string  `json:"start"`
	End      *string  `json:"end"`
	Duration *float64 `json:"duration_s"`
	RRule    *string  `json:"rrule"`
}

// ParseJSONL reads an object {"id","input","now"} a line and writes what was understood, an object a line. A now
// without a zone is the wall clock of the location of now, which also serves lines without one.
// A line that is no such object is an error with its number.
func ParseJSONL(r io.Reader, w io.Writer, p *Parser, now time.Time) error {
	return eachLine(r, w, func(n int, line string) (response, error) {
		var q request
		if err := json.Unmarshal([]byte(line), &q); err != nil {
			return response{}, fmt.Errorf("line %d: %w", n, err)
		}
		at, err := parseNow(q.Now, now)
		if err != nil {
			return response{}, fmt.Errorf("line %d: %w", n, err)
		}
		return p.respond(q.ID, q.Input, at), nil
	})
}

// ParseLines reads a sentence a line and writes what was understood, an object a line, numbered from 1.
func ParseLines(r io.Reader, w io.Writer, p *Parser, now time.Time) error {
	return eachLine(r, w, func(n int, line string) (response, error) {
		return p.respond(n, line, now), nil
	})
}

func eachLine(r io.Reader, w io.Writer, answer func(int, string) (response, error)) error {
	in := bufio.NewReader(r)
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for n := 1; ; n++ {
		line, err := in.ReadString('\n')
		if text := strings.TrimRight(line, "\r\n"); strings.TrimSpace(text) != "" {
			resp, err := answer(n, text)
			if err != nil {
				return err
			}
			if err := enc.Encode(resp); err != nil {
				return fmt.Errorf("write line %d: %w", n, err)
			}
		}
		if err == io.EOF {
			if err := out.Flush(); err != nil {
				return fmt.Errorf("write: %w", err)
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("read line %d: %w", n, err)
		}
	}
}

// parseNow reads a reference time: RFC 3339, or a local wall clock with or without seconds.
func parseNow(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return now, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	for _, layout := range []string{wallClock, "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", wallDay} {
		if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return t, nil
		}
	}
	return now, fmt.Errorf("now %q is neither RFC 3339 nor a local wall clock", text)
}

// respond parses one text and times it.
func (p *Parser) respond(id any, text string, now time.Time) response {
	begin := time.Now()
	r := p.Parse(text, now)
	out := response{ID: id, Intent: r.Intent, Nanos: time.Since(begin).Nanoseconds(), Ambiguous: []string{}}
	out.Time = timeOut(r.Time)
	if r.Headcount != nil {
		n := r.Headcount.N
		if n == 0 && r.Headcount.Delta != 0 {
			n = r.Headcount.Delta
		}
		out.Headcount = &n
	}
	if r.Room != nil {
		name := orString(r.Room.Number, r.Room.Text)
		out.Room = &name
	}
	if r.Title != "" {
		out.Title = &r.Title
	}
	for _, a := range r.Ambiguities {
		out.Ambiguous = append(out.Ambiguous, a.Kind)
	}
	return out
}

// timeOut writes a time as local wall clock; a day alone as a day.
func timeOut(t *Time) *timeResponse {
	if t == nil {
		return nil
	}
	out := &timeResponse{Kind: t.Kind}
	layout := wallClock
	if t.Kind == KindDate || t.Kind == KindSet && !t.HasClock {
		layout = wallDay
	}
	at := func(v time.Time) *string {
		if v.IsZero() {
			return nil
		}
		text := v.Format(layout)
		return &text
	}
	out.Start, out.End = at(t.Start), at(t.End)
	if t.Seconds > 0 {
		out.Duration = &t.Seconds
	}
	if t.RRule != "" {
		out.RRule = &t.RRule
	}
	return out
}
