// Package roster reads the tables an organisation keeps its rooms and people in.
//
// The files are CSV in UTF-8, with or without a byte order mark, with a line of column names
// in English or Chinese in any order. Several values in a cell are separated by ";" or "；".
// Every bad row is reported with its line; a caller imports only when there are no problems.
package roster

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Problem is what is wrong with a line of a file, in words for whoever keeps it.
type Problem struct {
	Line   int // of the file, from 1
	Reason string
}

// String is the problem as a line of a report.
func (p Problem) String() string { return fmt.Sprintf("line %d: %s", p.Line, p.Reason) }

// column is one that a table may have.
type column struct {
	name     string
	also     []string // other names, lower case
	required bool
}

// row is one line of a table by column names.
type row struct {
	line     int
	cells    map[string]string
	problems []Problem
}

func (r *row) problem(format string, args ...any) {
	r.problems = append(r.problems, Problem{r.line, fmt.Sprintf(format, args...)})
}

// text is a cell, trimmed and held to what a card can show.
func (r *row) text(column string) string {
	const longest = 200
	v := r.cells[column]
	if utf8.RuneCountInString(v) > longest {
		r.problem("%s is longer than %d characters", column, longest)
	}
	return v
}

// list is a cell of several values, each once, through a dictionary of other spellings.
func (r *row) list(column string, canonical func(string) string) []string {
	values := []string{}
	for v := range strings.FieldsFuncSeq(r.text(column), func(c rune) bool { return c == ';' || c == '；' }) {
		v = canonical(strings.TrimSpace(v))
		if v != "" && !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	return values
}

// flag is a cell that says yes or no, no when empty.
func (r *row) flag(column string) bool {
	v, ok := flags[strings.ToLower(r.cells[column])]
	if !ok {
		r.problem("%s is %q, not 1 or 0", column, r.cells[column])
	}
	return v
}

var flags = map[string]bool{"1": true, "yes": true, "true": true, "y": true, "是": true, "": false, "0": false, "no": false, "false": false, "n": false, "否": false}

// read reads a table row by row; each gets the rows that have something in them.
func read(r io.Reader, columns []column, each func(*row)) []Problem {
	in := csv.NewReader(withoutMark(r))
	in.FieldsPerRecord = -1
	in.TrimLeadingSpace = true
	header, err := in.Read()
	if err != nil {
		return []Problem{unreadable(in, err)}
	}
	names, problems := match(header, columns)
	if len(problems) > 0 {
		return problems
	}
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return problems
		}
		if err != nil { // what follows a broken quote cannot be told apart
			return append(problems, unreadable(in, err))
		}
		line, _ := in.FieldPos(0)
		if blank(record) {
			continue
		}
		problems = append(problems, readRow(line, record, names, each)...)
	}
}

func readRow(line int, record, names []string, each func(*row)) []Problem {
	r := &row{line: line, cells: make(map[string]string, len(names))}
	if len(record) > len(names) {
		r.problem("%d cells, but only %d columns", len(record), len(names))
		return r.problems
	}
	for i, cell := range record {
		if !utf8.ValidString(cell) || strings.ContainsRune(cell, 0) {
			r.problem("%s is not UTF-8 text", names[i])
			return r.problems
		}
		r.cells[names[i]] = strings.TrimSpace(cell)
	}
	each(r)
	return r.problems
}

// match finds the column that each cell of the header names.
func match(header []string, columns []column) (names []string, problems []Problem) {
	for _, h := range header {
		name := columnName(h, columns)
		switch {
		case name == "":
			problems = append(problems, Problem{1, fmt.Sprintf("unknown column %q", strings.TrimSpace(h))})
		case slices.Contains(names, name):
			problems = append(problems, Problem{1, fmt.Sprintf("column %q is there twice", name)})
		}
		names = append(names, name)
	}
	for _, c := range columns {
		if c.required && !slices.Contains(names, c.name) {
			problems = append(problems, Problem{1, fmt.Sprintf("column %q (%s) is missing", c.name, c.also[0])})
		}
	}
	return names, problems
}

func columnName(text string, columns []column) string {
	text = strings.ToLower(strings.TrimSpace(text))
	for _, c := range columns {
		if c.name == text || slices.Contains(c.also, text) {
			return c.name
		}
	}
	return ""
}

func unreadable(in *csv.Reader, err error) Problem {
	var parse *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return Problem{1, "the file is empty"}
	case errors.As(err, &parse):
		return Problem{parse.StartLine, parse.Err.Error()}
	default:
		return Problem{1, err.Error()}
	}
}

func blank(record []string) bool {
	return !slices.ContainsFunc(record, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// withoutMark skips the byte order mark that spreadsheets write.
func withoutMark(r io.Reader) io.Reader {
	in := bufio.NewReader(r)
	if mark, err := in.Peek(3); err == nil && string(mark) == "\uFEFF" {
		in.Discard(3) //nolint:errcheck // they have just been seen
	}
	return in
}

// seen reports keys that stand twice in a file.
type seen map[string]int

func (s seen) check(r *row, column, key string) {
	if before, ok := s[key]; ok {
		r.problem("%s stands in line %d already", column, before)
	}
	s[key] = r.line
}
