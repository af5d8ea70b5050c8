package form

const (
	maxColumns = 12
	// minColumn holds one character.
	minColumn = bodySize + 2*padX
)

// table adds the rows of a table, each with the header that it stands under.
func (t *setter) table(s *sheet, table Table) {
	rows := table.Rows[:min(len(table.Rows), maxRows)]
	n := len(table.Header)
	for _, row := range rows {
		n = max(n, len(row))
	}
	if n = min(n, maxColumns); n == 0 {
		return
	}
	natural := t.natural(table.Header, rows, n)
	widths := natural.fill()
	if len(table.Widths) > 0 {
		widths = shares(table.Widths, n)
	}
	var header *gridRow
	if len(table.Header) > 0 {
		header = &gridRow{leads: true, cells: t.cells(table.Header, widths, nil, cell{style: strong, shaded: true, centred: true}, labelLines)}
		s.add(*header)
	}
	for _, row := range rows {
		if !s.add(gridRow{header: header, cells: t.cells(row, widths, natural, cell{style: body}, cellLines)}) {
			return
		}
	}
}

// cells sets the texts of one row like the cell given. Columns in which every text is short are centred.
func (t *setter) cells(texts []string, widths []int, natural naturals, like cell, most int) []cell {
	cells := make([]cell, len(widths))
	for i, width := range widths {
		c := like
		c.width = width
		if i < len(texts) {
			c.lines = t.wrap(c.style, clean(texts[i], maxShort), width-2*padX, most)
		}
		c.centred = like.centred || natural[i] <= min(width, centredColumn)
		cells[i] = c
	}
	return cells
}

// centredColumn is up to which width of its texts a column is centred; longer texts are read from the left.
const centredColumn = 7*bodySize + 2*padX

// naturals are the widths that columns would take if nothing wrapped.
type naturals []int

// natural measures columns up to a width from which on it is no loss to wrap.
func (t *setter) natural(header []string, rows [][]string, n int) naturals {
	const enough = gridWidth / 2
	widths := make(naturals, n)
	measure := func(s style, texts []string) {
		for i, text := range texts[:min(n, len(texts))] {
			widths[i] = max(widths[i], widest(t.wrap(s, clean(text, maxShort), enough, labelLines))+2*padX)
		}
	}
	measure(strong, header)
	for _, row := range rows {
		measure(body, row)
	}
	return widths
}

// fill is the natural widths made as wide as the grid together: what is over is shared alike, what lacks is taken from
// all in proportion.
func (w naturals) fill() []int {
	total := 0
	for _, width := range w {
		total += max(width, minColumn)
	}
	weights := make([]float64, len(w))
	for i, width := range w {
		weights[i] = float64(max(width, minColumn)) + float64(max(0, gridWidth-total))/float64(len(w))
	}
	return shares(weights, len(w))
}

// shares divides the grid's width into n columns by weight, none narrower than one character. A weight that is missing
// or senseless counts as the mean of the others.
func shares(weights []float64, n int) []int {
	total, good := 0.0, 0
	for _, w := range weights[:min(n, len(weights))] {
		if sensible(w) {
			total, good = total+w, good+1
		}
	}
	mean := 1.0
	if good > 0 {
		mean = total / float64(good)
	}
	total += mean * float64(n-good)
	fractions := make([]float64, n)
	narrow := false
	for i := range fractions {
		fractions[i] = mean / total
		if i < len(weights) && sensible(weights[i]) {
			fractions[i] = weights[i] / total
		}
		narrow = narrow || fractions[i]*gridWidth < minColumn
	}
	return pixels(fractions, narrow)
}

func sensible(weight float64) bool { return weight > 0 && weight < 1e6 }

// pixels turns fractions of the grid into whole pixels that add up to it. Narrow columns are widened at the others' cost.
func pixels(fractions []float64, narrow bool) []int {
	n := len(fractions)
	widths := make([]int, n)
	left := gridWidth
	for i, f := range fractions {
		widths[i] = int(f * gridWidth)
		if narrow {
			widths[i] = minColumn + int(f*float64(gridWidth-n*minColumn))
		}
		left -= widths[i]
	}
	widths[n-1] += left
	return widths
}
