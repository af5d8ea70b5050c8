package form

import (
	"strings"
	"unicode"
)

const (
	// maxValue is what is read of a value, as much as a chat message holds; maxShort of other texts.
	maxValue = 4096
	maxShort = 500
	// maxMarks is how many accents a letter may carry.
	maxMarks = 2

	zeroWidthJoiner = '\u200d'
	ellipsis        = "…"
)

// clean takes out of a text what cannot be seen on paper or would turn what stands around it: control characters, marks
// of direction, characters without width. Line breaks stay, single spaces and at most one empty line in a row. No more
// than most runes are read.
func clean(s string, most int) string {
	var b strings.Builder
	last, marks, joined := '\n', 0, false // last is what was written last
	for _, r := range cut(s, most) {
		if r == zeroWidthJoiner {
			joined = unicode.Is(unicode.So, last)
			continue
		}
		// The parts of one emoji are one sign: its colours and companions have no glyph of their own.
		part := joined && unicode.Is(unicode.So, r) || r >= 0x1f3fb && r <= 0x1f3ff
		if joined = false; part || hidden(r) {
			continue
		}
		if marks++; !mark(r) {
			marks = 0
		} else if marks > maxMarks || unicode.IsSpace(last) {
			continue
		}
		r = plainSpace(r)
		if r == ' ' && (last == ' ' || last == '\n') {
			continue
		}
		b.WriteRune(r)
		last = r
	}
	return trimLines(b.String())
}

// cut is the first runes of s, with "…" when there are more than most.
func cut(s string, most int) []rune {
	// A rune has at most four bytes, so that a text of any size costs the same.
	long := len(s) > 4*most
	if long {
		s = s[:4*most]
	}
	runes := []rune(strings.ToValidUTF8(s, ""))
	if long || len(runes) > most {
		return append(runes[:min(len(runes), most-1)], '…')
	}
	return runes
}

// hidden tells what shows nothing, or hides or turns its neighbours.
func hidden(r rune) bool {
	switch r {
	case '\n', '\t', '\u2028', '\u2029', '\u0085':
		return false
	case '\u3164', '\u115f', '\u1160', '\uffa0', '\u2800': // fillers
		return true
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Variation_Selector)
}

// plainSpace makes one space and one line break of the many kinds. The wide space and the one that does not break stay.
func plainSpace(r rune) rune {
	switch r {
	case '\u2028', '\u2029', '\u0085':
		return '\n'
	case '\n', '\u3000', '\u00a0':
		return r
	}
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}

// trimLines takes away spaces at the end of lines and all but one of the empty lines in a row.
func trimLines(s string) string {
	var kept []string
	for l := range strings.SplitSeq(strings.TrimSpace(s), "\n") {
		l = strings.TrimRightFunc(l, unicode.IsSpace)
		if l == "" && len(kept) > 0 && kept[len(kept)-1] == "" {
			continue
		}
		kept = append(kept, l)
	}
	return strings.Join(kept, "\n")
}

// oneLine is a cleaned short text whose line breaks are spaces.
func oneLine(s string) string { return strings.ReplaceAll(clean(s, maxShort), "\n", " ") }
