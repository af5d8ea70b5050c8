package form

import (
	"image"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// style is how text is set.
type style struct {
	size int // pixels
	bold bool
	gray uint8
}

func (s style) em() fixed.Int26_6 { return fixed.I(s.size) }

// setter measures and sets text for one drawing; the buffers that it keeps are why it is not shared.
type setter struct {
	font  *Font
	buf   sfnt.Buffer
	sized map[sizedFace]font.Face
}

type sizedFace struct {
	font *sfnt.Font
	size int
}

// glyph is what is drawn for a rune: char in a font, or a box when font is nil.
type glyph struct {
	font  *sfnt.Font
	index sfnt.GlyphIndex
	char  rune
}

func newSetter(f *Font) *setter { return &setter{font: f, sized: map[sizedFace]font.Face{}} }

// glyph is the rune in the first face that has it, or else what stands in for it.
func (t *setter) glyph(s style, r rune) glyph {
	faces := t.font.regular.faces
	if s.bold {
		faces = t.font.bold.faces
	}
	for char := written(r); char != 0; char = standIns[char] {
		for _, f := range faces {
			if g, err := f.GlyphIndex(&t.buf, char); err == nil && g != 0 {
				return glyph{f.Font, g, char}
			}
		}
	}
	return glyph{char: r}
}

// standIns are drawn for signs that forms use and many Chinese fonts lack, by ones that all have.
var standIns = map[rune]rune{'☑': '√', '✓': '√', '✔': '√', '✅': '√', '☐': '□', '☒': '×', '✗': '×', '✘': '×', '❌': '×'}

func (t *setter) face(f *sfnt.Font, size int) font.Face {
	key := sizedFace{f, size}
	face, ok := t.sized[key]
	if !ok {
		// At 72 dots an inch a point is a pixel. NewFace has no error to give.
		face, _ = opentype.NewFace(f, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
		t.sized[key] = face
	}
	return face
}

// measure is the advance function of a style.
func (t *setter) measure(s style) advance {
	return func(prev, r rune) fixed.Int26_6 {
		g := t.glyph(s, r)
		return t.between(s, prev, r, g) + t.width(s, r, g)
	}
}

// width is the advance of a glyph by itself. A box is a square.
func (t *setter) width(s style, r rune, g glyph) fixed.Int26_6 {
	if g.font == nil {
		if mark(r) {
			return 0
		}
		return s.em()
	}
	a, err := g.font.GlyphAdvance(&t.buf, g.index, s.em(), font.HintingNone)
	if err != nil || a < 0 {
		return 0
	}
	if isNarrow(r) {
		left, right := t.bearings(s, g)
		return a - left - right + 2*narrowBearing(s)
	}
	return a
}

// narrowBearing is the blank on both sides of a quotation mark in Latin text.
func narrowBearing(s style) fixed.Int26_6 { return s.em() / 14 }

// bearings is the blank at the left and the right of a glyph.
func (t *setter) bearings(s style, g glyph) (left, right fixed.Int26_6) {
	if g.font == nil {
		return 0, 0
	}
	bounds, a, err := g.font.GlyphBounds(&t.buf, g.index, s.em(), font.HintingNone)
	if err != nil {
		return 0, 0
	}
	return bounds.Min.X, a - bounds.Max.X
}

// text sets a line with its left end at x on the baseline y, inside clip. spread is added between runes.
func (t *setter) text(c *canvas, s style, l line, x fixed.Int26_6, y int, spread fixed.Int26_6, clip image.Rectangle) {
	var prev rune
	for _, r := range l.text {
		g := t.glyph(s, r)
		x += t.between(s, prev, r, g)
		pen := x
		if isNarrow(r) {
			left, _ := t.bearings(s, g)
			pen += narrowBearing(s) - left
		}
		if !unicode.IsSpace(r) {
			t.draw(c, s, g, fixed.Point26_6{X: pen, Y: fixed.I(y)}, clip)
		}
		x += t.width(s, r, g) + spread
		prev = r
	}
}

// draw draws a glyph, or a box for what no face can draw.
func (t *setter) draw(c *canvas, s style, g glyph, dot fixed.Point26_6, clip image.Rectangle) {
	if g.font != nil {
		area, mask, _, _, ok := t.face(g.font, s.size).Glyph(dot, g.char)
		if alpha, isAlpha := mask.(*image.Alpha); ok && isAlpha {
			c.ink(area, alpha, s.gray, clip)
			if s.bold && t.font.bold.smeared {
				c.ink(area.Add(image.Pt(max(1, s.size/20), 0)), alpha, s.gray, clip)
			}
			return
		}
	}
	if mark(g.char) { // an accent that is missing leaves its letter as it is
		return
	}
	x, y := dot.X.Round(), dot.Y.Round()
	c.frame(image.Rect(x+s.size/10, y-s.size*8/10, x+s.size*9/10, y+s.size/20), 1, s.gray, clip)
}
