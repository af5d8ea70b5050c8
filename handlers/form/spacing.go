package form

import (
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// between is the space that is added or taken before r, whose glyph is g, when it follows prev, as Chinese typesetting
// has it: an eighth where Han meets a Latin letter or digit; less where the blank half of punctuation meets another or
// begins a line. In Latin words it is kerning.
func (t *setter) between(s style, prev, r rune, g glyph) fixed.Int26_6 {
	switch {
	case prev == 0 && opens(r):
		left, _ := t.bearings(s, g)
		return -max(0, min(s.em()/2, left-s.em()/12))
	case unicode.Is(unicode.Han, prev) && latinWord(r), latinWord(prev) && unicode.Is(unicode.Han, r):
		return s.em() / 8
	case latinWord(prev) && r < 0x250 && g.font != nil:
		return t.kern(s, prev, g)
	case closes(prev) && (closes(r) || opens(r)), opens(prev) && opens(r):
		// Fonts differ in where their punctuation stands, so the blank is looked up.
		_, right := t.bearings(s, t.glyph(s, prev))
		left, _ := t.bearings(s, g)
		return -max(0, min(s.em()/2, right+left-s.em()/4))
	}
	return 0
}

func (t *setter) kern(s style, prev rune, g glyph) fixed.Int26_6 {
	before := t.glyph(s, prev)
	if before.font != g.font {
		return 0
	}
	k, err := g.font.Kern(&t.buf, before.index, g.index, s.em(), font.HintingNone)
	if err != nil {
		return 0
	}
	return k
}

// Punctuation that takes a square of which half is blank: the right half of what closes, the left of what opens.
func closes(r rune) bool {
	return strings.ContainsRune("，。、；：）》”’」』】〕〉", r)
}
func opens(r rune) bool { return strings.ContainsRune("（《“‘「『【〔〈", r) }

// latinWord tells letters and digits of Latin words.
func latinWord(r rune) bool { return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// mark tells accents, which stand on the letter before.
func mark(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Me) }
