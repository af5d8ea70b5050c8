package form

import (
	"strings"

	"golang.org/x/image/math/fixed"
)

// line is text that fits on one line, and how wide it is.
type line struct {
	text  string
	width fixed.Int26_6
}

// advance is how far a rune moves the pen when it follows prev, which is 0 at the start of a line.
type advance func(prev, r rune) fixed.Int26_6

const (
	// notFirst never begin a line, notLast never end one. What is in both holds on to both neighbours: a straight quote
	// may open or close.
	notFirst = `，。、；：！？）》”’」』】〕〉］｝…·・～—–-/％‰℃°々ー,.;:!?)]}%"'` + "\u00a0" + narrowClosing
	notLast  = `（《“‘「『【〔〈［｛￥¥＄$€£№([{#@"'` + "\u00a0" + narrowOpening
)

// wrap breaks a text into lines no wider than width, and into at most most lines, the last ending with "…" when more
// would follow. An empty text has no lines.
func wrap(text string, width fixed.Int26_6, most int, measure advance) []line {
	var lines []line
	if text == "" {
		return nil
	}
	for paragraph := range strings.SplitSeq(text, "\n") {
		rest := []rune(paragraph)
		for {
			if len(lines) == most {
				return shorten(lines, width, measure)
			}
			n := fit(rest, width, measure)
			lines = append(lines, measured(rest[:n], measure))
			if rest = rest[n:]; len(rest) == 0 {
				break
			}
		}
	}
	return lines
}

// fit is how many runes the next line takes: at least one, if there is any.
func fit(text []rune, width fixed.Int26_6, measure advance) int {
	var x fixed.Int26_6
	var prev rune
	last := 0
	for i, r := range text {
		if i > 0 && mayBreak(prev, r) {
			last = i
		}
		x += measure(prev, r)
		// A space at the end of a line is not seen.
		if x > width && !space(r) {
			switch {
			case last > 0:
				return last
			case i > 0: // one word that is wider than the line
				return i
			}
		}
		prev = r
	}
	return len(text)
}

// mayBreak tells whether a line may end after a, and the next begin with b.
func mayBreak(a, b rune) bool {
	switch {
	case space(b):
		return false
	case space(a):
		return true
	case strings.ContainsRune(notFirst, b), strings.ContainsRune(notLast, a), mark(b):
		return false
	}
	return wide(a) || wide(b)
}

// space tells what a line may end after without its being seen.
func space(r rune) bool { return r == ' ' || r == '\u3000' }

// wide tells signs that are not letters of a word: Han and what is set among it, arrows, boxes, emoji.
func wide(r rune) bool {
	return r >= 0x2e80 && !isNarrow(r) || r >= 0x2190 && r < 0x2c00 || r == '—' || r == '…'
}

// measured is the runes as a line.
func measured(text []rune, measure advance) line {
	for len(text) > 0 && space(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	l := line{text: string(text)}
	var prev rune
	for _, r := range text {
		l.width += measure(prev, r)
		prev = r
	}
	return l
}

// shorten makes the last of the lines end with "…".
func shorten(lines []line, width fixed.Int26_6, measure advance) []line {
	last := &lines[len(lines)-1]
	text := []rune(strings.TrimSuffix(last.text, ellipsis))
	for {
		*last = measured([]rune(string(text)+ellipsisAfter(text)), measure)
		if last.width <= width || len(text) == 0 {
			return lines
		}
		text = text[:len(text)-1]
	}
}
