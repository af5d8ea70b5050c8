package form

import (
	"fmt"
	"image"

	"golang.org/x/image/math/fixed"
)

// area is the part of the page that may be printed on.
var area = image.Rect(marginX, marginY, pageWidth-marginX, pageHeight-marginY)

// page draws page i of the sheet.
func (t *setter) page(c *canvas, s *sheet, pages [][]gridRow, i int) {
	y := area.Min.Y
	if i == 0 {
		t.head(c, s)
		y += s.headHeight()
	} else {
		t.running(c, s)
		y += runningHeight
	}
	y = t.grid(c, pages[i], y)
	if i == len(pages)-1 {
		t.signatures(c, s, y)
	}
	t.foot(c, s, i, len(pages))
}

// align is where a line stands between the edges.
type align int

const (
	atLeft align = iota
	atCentre
	atRight
)

// lines sets lines below each other from top on.
func (t *setter) lines(c *canvas, s style, lines []line, in image.Rectangle, lead int, where align) {
	for i, l := range lines {
		x := fixed.I(in.Min.X)
		if over := fixed.I(in.Dx()) - l.width; over > 0 && where != atLeft {
			x += over / 2 * fixed.Int26_6(where)
		}
		t.text(c, s, l, x, in.Min.Y+i*lead+baseline(s.size, lead), 0, in)
	}
}

// baseline is how far below the top of its line the baseline is: the square of a Chinese character, which stands
// mostly above the baseline, is in the middle of the line. One rule for all faces keeps mixed text level.
func baseline(size, lead int) int { return (lead-size)/2 + size*88/100 }

func (t *setter) head(c *canvas, s *sheet) {
	t.lines(c, s.titleStyle, s.title, area, s.titleLead(), atCentre)
	below := area
	below.Min.Y += len(s.title)*s.titleLead() + 16
	where := atLeft
	if len(s.number) == 0 {
		where = atCentre
	}
	t.lines(c, note, s.subtitle, below, noteLead, where)
	t.lines(c, note, s.number, below, noteLead, atRight)
}

// running is the head of the pages after the first.
func (t *setter) running(c *canvas, s *sheet) {
	t.lines(c, small, s.runningTitle, area, smallLead, atLeft)
	t.lines(c, small, s.runningNum, area, smallLead, atRight)
}

// foot is the small print and, when there are more pages than one, the page's number.
func (t *setter) foot(c *canvas, s *sheet, i, pages int) {
	at := area
	at.Min.Y = area.Max.Y - max(1, len(s.footer))*smallLead
	t.lines(c, small, s.footer, at, smallLead, atLeft)
	if pages > 1 {
		at.Min.Y = area.Max.Y - smallLead
		t.lines(c, small, t.wrap(small, fmt.Sprintf("%d / %d", i+1, pages), gridWidth, 1), at, smallLead, atRight)
	}
}

// grid draws the rows from y on, and returns where they end.
func (t *setter) grid(c *canvas, rows []gridRow, y int) int {
	top := y
	for _, row := range rows {
		x, height := area.Min.X, row.height()
		for _, cell := range row.cells {
			// Neighbours share a border line.
			t.cell(c, cell, image.Rect(x, y, min(x+cell.width+1, area.Max.X), y+height+1), row.least)
			x += cell.width
		}
		y += height
	}
	if y > top {
		c.frame(image.Rect(area.Min.X, top, area.Max.X, y+1), 2, black, area)
	}
	return y
}

func (t *setter) cell(c *canvas, cell cell, in image.Rectangle, least int) {
	if cell.shaded {
		c.fill(in, shade)
	}
	c.frame(in, 1, black, area)
	text := in.Inset(1)
	text.Min.X, text.Max.X = in.Min.X+padX, in.Max.X-padX
	text.Min.Y = in.Min.Y + padY
	if cell.shaded || least < 2 { // room for writing is left below the text
		text.Min.Y = in.Min.Y + (in.Dy()-len(cell.lines)*lead)/2
	}
	if cell.label && len(cell.lines) == 1 && spread(cell.lines[0].text) > 0 {
		t.spreadLabel(c, cell, text)
		return
	}
	where := atLeft
	if cell.centred {
		where = atCentre
	}
	t.lines(c, cell.style, cell.lines, text, lead, where)
}

// spreadLabel sets a short label evenLabel characters wide.
func (t *setter) spreadLabel(c *canvas, cell cell, in image.Rectangle) {
	l, size := cell.lines[0], cell.style.size
	gap := fixed.Int26_6(spread(l.text) * float64(fixed.I(size)))
	x := fixed.I(in.Min.X) + (fixed.I(in.Dx())-fixed.I(evenLabel*size))/2
	t.text(c, cell.style, l, x, in.Min.Y+baseline(size, lead), gap, in)
}

// signatures draws the labels and the lines to sign on, below the grid.
func (t *setter) signatures(c *canvas, s *sheet, y int) {
	n := s.abreast()
	width := (gridWidth - (n-1)*signatureSpace) / n
	for i, label := range s.signatures {
		x, top := area.Min.X+i%n*(width+signatureSpace), y+signatureGap+i/n*signatureLead
		at := image.Rect(x, top, x+width, top+signatureLead)
		t.lines(c, body, []line{label}, at, signatureLead, atLeft)
		base := top + baseline(bodySize, signatureLead) + 5
		c.fill(image.Rect(x+label.width.Ceil()+padX/2, base, at.Max.X, base+1), black)
	}
}
