package form

import "unicode"

// Measures of the page, in pixels.
const (
	marginX   = 120
	marginY   = 110
	gridWidth = pageWidth - 2*marginX

	bodySize = 24
	lead     = 36 // from one line of body text to the next
	padX     = 14
	padY     = 9

	// evenLabel is how many characters wide short labels are spread to, so that their edges line up.
	evenLabel = 4
)

// The styles of the grid.
var (
	body   = style{size: bodySize}
	strong = style{size: bodySize, bold: true}
)

// cell is a box of the grid with its text broken into lines.
type cell struct {
	width           int
	lines           []line
	style           style
	shaded, centred bool
	label           bool // short ones are spread
}

// gridRow is cells side by side.
type gridRow struct {
	cells []cell
	// least is how many lines it is high when the text has fewer.
	least int
	// leads means that it stays on a page with the row below.
	leads bool
	// header is the row to repeat above this one when it begins a page.
	header *gridRow
}

// tall is the height of so many lines in the grid.
func tall(lines int) int { return lines*lead + 2*padY }

func (r gridRow) lines() int {
	most := max(1, r.least)
	for _, c := range r.cells {
		most = max(most, len(c.lines))
	}
	return most
}

func (r gridRow) height() int { return tall(r.lines()) }

// split is the first n lines of the row, and the rest. Labels stand on both.
func (r gridRow) split(n int) (head, rest gridRow) {
	head, rest = r, r
	head.least, rest.least = min(n, r.least), r.least-n
	head.cells, rest.cells = nil, nil
	for _, c := range r.cells {
		upper, lower := c, c
		if !c.shaded {
			at := min(n, len(c.lines))
			upper.lines, lower.lines = c.lines[:at], c.lines[at:]
		}
		head.cells = append(head.cells, upper)
		rest.cells = append(rest.cells, lower)
	}
	return head, rest
}

// spread is what a short label of Han characters gets between its characters to be evenLabel wide, as Chinese forms
// have it, in characters.
func spread(label string) float64 {
	runes := []rune(label)
	if len(runes) < 2 || len(runes) >= evenLabel {
		return 0
	}
	for _, r := range runes {
		if !unicode.Is(unicode.Han, r) {
			return 0
		}
	}
	return float64(evenLabel-len(runes)) / float64(len(runes)-1)
}
