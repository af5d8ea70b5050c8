package form

import (
	"strings"

	"golang.org/x/image/math/fixed"
)

// How many lines a text of each kind gets.
const (
	titleLines   = 3
	noteLines    = 2
	headingLines = 2
	labelLines   = 3
	valueLines   = 120 // what a chat message fills
	cellLines    = 12

	maxSignatures = 12
	// maxRows is more rows than fit on maxPages.
	maxRows = 800
)

// The styles around the grid.
var (
	note  = style{size: 22}
	small = style{size: 19, gray: soft}
)

// sheet is a form with all its text broken into lines, before it is cut into pages.
type sheet struct {
	title                    []line
	titleStyle               style
	subtitle, number         []line
	runningTitle, runningNum []line
	rows                     []gridRow
	height                   int // of the rows
	signatures               []line
	footer                   []line
}

// wrap breaks a text to a width in pixels.
func (t *setter) wrap(s style, text string, width, most int) []line {
	return wrap(narrow(text), fixed.I(width), most, t.measure(s))
}

func (t *setter) sheet(form Form) *sheet {
	title, number := oneLine(form.Title), oneLine(form.Number)
	s := &sheet{
		number:       t.wrap(note, number, gridWidth/2, noteLines),
		runningTitle: t.wrap(small, title, gridWidth*6/10, 1),
		runningNum:   t.wrap(small, number, gridWidth*3/10, 1),
		footer:       t.wrap(small, oneLine(form.Footer), gridWidth*8/10, noteLines),
	}
	s.title, s.titleStyle = t.title(title)
	s.subtitle = t.wrap(note, oneLine(form.Subtitle), gridWidth-widest(s.number)-2*padX, noteLines)
	for _, label := range form.Signatures[:min(len(form.Signatures), maxSignatures)] {
		s.signatures = append(s.signatures, t.wrap(body, oneLine(label), gridWidth/3, 1)...)
	}
	columns := t.columns(form)
	for _, section := range form.Sections {
		t.section(s, section, columns)
	}
	return s
}

// add adds a row, unless there are already more than all pages hold: enough to see that the form is cut.
func (s *sheet) add(row gridRow) bool {
	if s.height > maxPages*pageHeight {
		return false
	}
	s.rows = append(s.rows, row)
	s.height += row.height()
	return true
}

// title sets the title as large as it fits on one line, or else on several of about the same length.
func (t *setter) title(text string) ([]line, style) {
	const largest, smallest = 46, 34
	s := style{size: largest, bold: true}
	for {
		lines := t.wrap(s, text, gridWidth, titleLines)
		if len(lines) <= 1 {
			return lines, s
		}
		if s.size > smallest {
			s.size -= 2
			continue
		}
		total := 0
		for _, l := range lines {
			total += l.width.Ceil()
		}
		if even := t.wrap(s, text, min(gridWidth, total/len(lines)+2*s.size), titleLines); len(even) == len(lines) {
			return even, s
		}
		return lines, s
	}
}

func (t *setter) section(s *sheet, section Section, columns columns) {
	if heading := oneLine(section.Heading); heading != "" {
		s.add(gridRow{leads: true, cells: []cell{{
			width: gridWidth, style: strong, shaded: true, centred: true, lines: t.wrap(strong, heading, gridWidth-2*padX, headingLines),
		}}})
	}
	t.pairs(s, section.Rows, columns)
	if section.Table != nil {
		t.table(s, *section.Table)
	}
	if n := len(s.rows); n > 0 {
		s.rows[n-1].leads = false // there is nothing that a last heading could lead
	}
}

// columns are the widths of labels and values, the same in the whole form.
type columns struct{ label, half, whole int }

// columns makes the labels as wide as the widest needs, within bounds.
func (t *setter) columns(form Form) columns {
	const narrowest, broadest = evenLabel * bodySize, 9 * bodySize
	need, seen := narrowest, 0
	for _, section := range form.Sections {
		for _, row := range section.Rows {
			if seen++; seen > maxRows {
				break
			}
			// A label of several words may wrap.
			for _, l := range t.wrap(body, oneLine(row.Label), broadest, labelLines) {
				need = max(need, l.width.Ceil())
			}
		}
	}
	label := min(need, broadest) + 2*padX
	return columns{label: label, half: gridWidth/2 - label, whole: gridWidth - label}
}

// pairs adds rows of labels and values, two short ones side by side.
func (t *setter) pairs(s *sheet, rows []Row, w columns) {
	for len(rows) > 0 {
		row := gridRow{cells: t.pair(rows[0], w, w.whole), least: min(max(rows[0].Lines, 0), valueLines)}
		used := 1
		if len(rows) > 1 && t.short(rows[0], w) && t.short(rows[1], w) {
			row = gridRow{cells: append(t.pair(rows[0], w, w.half), t.pair(rows[1], w, gridWidth-2*w.label-w.half)...)}
			used = 2
		}
		if !s.add(row) {
			return
		}
		rows = rows[used:]
	}
}

// short tells whether a row may share its line of the grid.
func (t *setter) short(r Row, w columns) bool {
	value := clean(r.Value, maxShort)
	if r.Wide || r.Lines > 1 || oneLine(r.Label) == "" || strings.Contains(value, "\n") {
		return false
	}
	lines := t.wrap(body, value, w.half-2*padX, 2)
	return len(lines) <= 1
}

// pair is the two cells of a row.
func (t *setter) pair(r Row, w columns, width int) []cell {
	label := oneLine(r.Label)
	if label == "" {
		return []cell{{width: gridWidth, style: body, lines: t.wrap(body, clean(r.Value, maxValue), gridWidth-2*padX, valueLines)}}
	}
	return []cell{
		{width: w.label, style: body, shaded: true, centred: true, label: true, lines: t.wrap(body, label, w.label-2*padX, labelLines)},
		{width: width, style: body, lines: t.wrap(body, clean(r.Value, maxValue), width-2*padX, valueLines)},
	}
}

func widest(lines []line) int {
	most := 0
	for _, l := range lines {
		most = max(most, l.width.Ceil())
	}
	return most
}
