// Package form draws printable forms: A4 pages of bordered grids with Chinese type, as PNG images. It knows paper and
// type, and nothing of what a form is about: every word on it is the caller's.
package form

import "iter"

// Form is what stands on the paper. What is empty takes no room, and what nobody would read to the end is cut with "…".
type Form struct {
	// Title is centred at the top. A long one shrinks, then wraps.
	Title string
	// Subtitle and Number stand between the title and the grid, to the left and to the right. A form that goes on
	// repeats its title and number at the top of each further page.
	Subtitle, Number string
	Sections         []Section
	// Signatures are labels, each followed by a line to write on, below the grid.
	Signatures []string
	// Footer is small print at the foot of every page.
	Footer string
}

// Section is a part of the grid: a heading, then rows, then a table. Each may be missing.
type Section struct {
	Heading string
	Rows    []Row
	Table   *Table
}

// Row is a label in a shaded cell and its value beside it. Two rows whose values are short share a line of the grid;
// a long value takes the width and wraps. A line break in the value is kept. Without a label the value spans the grid.
type Row struct {
	Label, Value string
	// Wide keeps a short value from sharing its line.
	Wide bool
	// Lines is the least number of lines that the value gets, so that there is room to write by hand.
	Lines int
}

// Table is a list in up to twelve columns. Its header is repeated on each page that it goes on to.
type Table struct {
	Header []string
	Rows   [][]string
	// Widths are the columns' shares of the width. Without them each column gets what its text needs.
	Widths []float64
}

// Draw draws the form, one PNG a page, at 150 dots an inch. The same form gives the same bytes. A form of more pages
// than anybody would file ends with "…" and its signatures.
func (f *Font) Draw(form Form) ([][]byte, error) {
	var images [][]byte
	for page := range f.pages(form) {
		image, err := page.png()
		if err != nil {
			return nil, err
		}
		images = append(images, image)
	}
	return images, nil
}

// pages draws one page after another, each on the canvas of the one before.
func (f *Font) pages(form Form) iter.Seq[*canvas] {
	return func(yield func(*canvas) bool) {
		t := newSetter(f)
		s := t.sheet(form)
		pages := s.paginate()
		c := newCanvas()
		for i := range pages {
			c.fill(c.Rect, white)
			t.page(c, s, pages, i)
			if !yield(c) {
				return
			}
		}
	}
}
