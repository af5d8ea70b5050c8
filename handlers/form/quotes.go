package form

import (
	"slices"
	"strings"
)

// Quotation marks are the same characters in Chinese, where they take a whole square, and in English, where they do
// not. Those of Latin text stand for themselves as private characters, which clean takes out of what comes in, so that
// a rune alone says how wide it is.
const (
	chinese2Open, chinese2Close, chinese1Open, chinese1Close = '“', '”', '‘', '’'
	narrow2Open, narrow2Close, narrow1Open, narrow1Close     = '\ue000', '\ue001', '\ue002', '\ue003'

	narrowOpening = "\ue000\ue002"
	narrowClosing = "\ue001\ue003"
)

var narrowed = map[rune]rune{chinese2Open: narrow2Open, chinese2Close: narrow2Close, chinese1Open: narrow1Open, chinese1Close: narrow1Close}

var closing = map[rune]rune{chinese2Open: chinese2Close, chinese1Open: chinese1Close}

// isNarrow tells a quotation mark of Latin text.
func isNarrow(r rune) bool { return r >= narrow2Open && r <= narrow1Close }

// written is the character that is printed for r.
func written(r rune) rune {
	if isNarrow(r) {
		return []rune{chinese2Open, chinese2Close, chinese1Open, chinese1Close}[r-narrow2Open]
	}
	return r
}

// narrow marks the quotation marks and apostrophes of a text that stand in Latin text, a pair alike, and writes its
// ellipses with dots.
func narrow(text string) string {
	if !strings.ContainsAny(text, "“”‘’…") {
		return text
	}
	runes := []rune(text)
	paired := make([]bool, len(runes))
	for i, r := range []rune(text) {
		if narrowed[r] == 0 || paired[i] {
			continue
		}
		mate := -1
		if end, ok := closing[r]; ok {
			mate = indexAfter(runes, i, end)
		}
		latin := latinAround(runes, i) && (mate < 0 || latinAround(runes, mate))
		if latin {
			runes[i] = narrowed[r]
		}
		if mate >= 0 {
			if paired[mate] = true; latin {
				runes[mate] = narrowed[runes[mate]]
			}
		}
	}
	return dotted(runes)
}

func indexAfter(runes []rune, i int, r rune) int {
	if j := slices.Index(runes[i+1:], r); j >= 0 {
		return i + 1 + j
	}
	return -1
}

// latinAround tells whether neither neighbour is Chinese.
func latinAround(runes []rune, i int) bool {
	return (i == 0 || !wide(runes[i-1])) && (i+1 == len(runes) || !wide(runes[i+1]))
}

// dotted is the text with "..." for the ellipses of Latin text, which stand on the line.
func dotted(runes []rune) string {
	var b strings.Builder
	for i, r := range runes {
		if r == '…' && latinAround(runes, i) {
			b.WriteString("...")
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// ellipsisAfter is what ends a text that is cut.
func ellipsisAfter(text []rune) string {
	if n := len(text); n > 0 && !wide(text[n-1]) && !space(text[n-1]) {
		return "..."
	}
	return ellipsis
}
