package form

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// said is a row that says a text on so many lines.
func said(text string, lines int) gridRow {
	c := cell{width: gridWidth, style: body}
	for i := range lines {
		c.lines = append(c.lines, line{text: fmt.Sprintf("%s%d", text, i)})
	}
	return gridRow{cells: []cell{c}}
}

func leading(r gridRow) gridRow { r.leads = true; return r }

// repeated is rows of one line.
func repeated(n int) []gridRow {
	var rows []gridRow
	for i := range n {
		rows = append(rows, said(fmt.Sprint(i, "."), 1))
	}
	return rows
}

// says is what stands on a page, line by line.
func says(page []gridRow) []string {
	var out []string
	for _, r := range page {
		for _, c := range r.cells {
			out = append(out, texts(c.lines)...)
		}
	}
	return out
}

// whole is how many rows of one line fit on the first page of a sheet without a head.
func whole() int { return len((&sheet{rows: repeated(100)}).paginate()[0]) }

func TestPaginate_KeepsTogether(t *testing.T) {
	t.Parallel()
	n := whole()
	header := leading(said("header", 1))
	under := said("under", 1)
	under.header = &header
	tests := []struct {
		name       string
		rows       []gridRow
		signatures int
		first      string // the first line on the second page, "" when there is none
	}{
		{"full", repeated(n), 0, ""},
		{"one more", append(repeated(n), said("more", 1)), 0, "more0"},
		{"a heading does not end a page", append(repeated(n-1), leading(said("heading", 1)), said("more", 1)), 0, "heading0"},
		{"nor do two", append(repeated(n-2), leading(said("heading", 1)), header, under), 0, "heading0"},
		{"a header is repeated", append(repeated(n-2), header, under, under), 0, "header0"},
		{"a short row goes over whole", append(repeated(n-1), said("three", 3)), 0, "three0"},
		{"a long row goes over in part", append(repeated(n-4), said("long", 30)), 0, "long6"},
		{"signatures take the last row along", repeated(n), 2, fmt.Sprint(n-1, ".0")},
		{"or the end of a long one", []gridRow{said("long", 40)}, 2, "long37"},
		{"and its header", append(repeated(n-2), header, under), 2, "header0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &sheet{rows: tt.rows, signatures: make([]line, tt.signatures)}
			pages := s.paginate()
			switch {
			case tt.first == "" && len(pages) > 1:
				t.Errorf("%d pages, want 1", len(pages))
			case tt.first != "" && len(pages) != 2:
				t.Errorf("%d pages, want 2", len(pages))
			case tt.first != "" && says(pages[1])[0] != tt.first:
				t.Errorf("the second page begins with %q, want %q", says(pages[1])[0], tt.first)
			}
		})
	}
}

// TestPaginate_LosesNothing splits long rows over several pages.
func TestPaginate_LosesNothing(t *testing.T) {
	t.Parallel()
	s := &sheet{rows: append(repeated(5), said("long", 120), said("longer", 120), said("end", 2)), signatures: make([]line, 3)}
	var want, got []string
	for _, row := range s.rows {
		want = append(want, says([]gridRow{row})...)
	}
	pages := s.paginate()
	for i, page := range pages {
		got = append(got, says(page)...)
		height := 0
		for _, row := range page {
			height += row.height()
		}
		if height > pageHeight-2*marginY-s.footHeight() {
			t.Errorf("page %d is %d high", i+1, height)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestGridRow_Split keeps the room of a row that is empty, or partly.
func TestGridRow_Split(t *testing.T) {
	t.Parallel()
	for _, row := range []gridRow{said("text", 30), {least: 30, cells: said("text", 5).cells}, {least: 30}} {
		head, rest := row.split(12)
		if head.lines() != 12 || rest.lines() != 18 {
			t.Errorf("%d lines and %d, want 12 and 18", head.lines(), rest.lines())
		}
	}
}

// TestPaginate_LabelOnEachPart repeats the label of a row that goes over.
func TestPaginate_LabelOnEachPart(t *testing.T) {
	t.Parallel()
	row := said("long", 60)
	row.cells = append([]cell{{width: 100, shaded: true, lines: []line{{text: "label"}}}}, row.cells...)
	for i, page := range (&sheet{rows: []gridRow{row}}).paginate() {
		if says(page)[0] != "label" {
			t.Errorf("page %d begins with %q", i+1, says(page)[0])
		}
	}
}

func TestPaginate_Cut(t *testing.T) {
	t.Parallel()
	for _, rows := range [][]gridRow{repeated(1000), {said("long", 2000)}} {
		pages := (&sheet{rows: rows, signatures: make([]line, 12)}).paginate()
		if len(pages) != maxPages {
			t.Fatalf("%d pages, want %d", len(pages), maxPages)
		}
		last := says(pages[maxPages-1])
		if last[len(last)-1] != ellipsis {
			t.Errorf("the last page ends with %q", last[len(last)-1])
		}
	}
}

func TestShares(t *testing.T) {
	t.Parallel()
	nan := 0.0
	nan /= nan
	tests := []struct {
		name    string
		weights []float64
		n       int
		want    []int
	}{
		{"halves", []float64{1, 1}, 2, []int{500, 500}},
		{"by weight", []float64{1, 3}, 2, []int{250, 750}},
		{"percent", []float64{10, 20, 70}, 3, []int{100, 200, 700}},
		{"what is over goes to the last", []float64{1, 1, 1}, 3, []int{333, 333, 334}},
		{"one is missing", []float64{1, 3}, 3, []int{166, 500, 334}},
		{"too many", []float64{1, 1, 5}, 2, []int{500, 500}},
		{"senseless", []float64{nan, -1, 0, 1e300}, 4, []int{250, 250, 250, 250}},
		{"too narrow", []float64{1, 999}, 2, []int{52, 948}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := shares(tt.weights, tt.n); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestSpread(t *testing.T) {
	t.Parallel()
	for label, want := range map[string]float64{"人数": 2, "会议室": 0.5, "会议名称": 0, "项": 0, "Tea": 0, "A类": 0, strings.Repeat("会", 9): 0} {
		if got := spread(label); got != want {
			t.Errorf("spread(%q) = %v, want %v", label, got, want)
		}
	}
}
