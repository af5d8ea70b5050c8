package handlers

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Text is HTML as Telegram reads it. Only the constructors of this file build it, and they escape.
type Text struct{ html string }

// Plain is text as it stands, cleaned and escaped.
func Plain(s string) Text { return Text{html.EscapeString(clean(s))} }

// HTML is what is sent.
func (t Text) HTML() string { return t.html }

// Empty tells whether there is nothing to read.
func (t Text) Empty() bool { return strings.TrimSpace(t.html) == "" }

// String is the text without its marks, as a reader sees it.
func (t Text) String() string {
	var b strings.Builder
	for s := t.html; s != ""; {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:open])
		end := strings.IndexByte(s[open:], '>')
		if end < 0 {
			break
		}
		s = s[open+end+1:]
	}
	return html.UnescapeString(b.String())
}

// Units is the length that Telegram counts: UTF-16 units after the marks are read.
func (t Text) Units() int { return len(utf16.Encode([]rune(t.String()))) }

// Bold is t in bold.
func Bold(t Text) Text { return t.in("b") }

// Small is t in italics, for what is said on the side.
func Small(t Text) Text { return t.in("i") }

// Struck is t crossed out.
func Struck(t Text) Text { return t.in("s") }

// Code is t in a fixed font; a tap copies it.
func Code(t Text) Text { return t.in("code") }

// Quote is t as a block that folds when it is long.
func Quote(t Text) Text {
	if t.Empty() {
		return t
	}
	return Text{"<blockquote expandable>" + t.html + "</blockquote>"}
}

func (t Text) in(tag string) Text {
	if t.Empty() {
		return t
	}
	return Text{"<" + tag + ">" + t.html + "</" + tag + ">"}
}

// Join puts texts one after another with a separator, leaving out the empty ones.
func Join(sep string, texts ...Text) Text {
	var parts []string
	for _, t := range texts {
		if !t.Empty() {
			parts = append(parts, t.html)
		}
	}
	return Text{strings.Join(parts, html.EscapeString(sep))}
}

// Lines puts texts on lines of their own, leaving out the empty ones.
func Lines(texts ...Text) Text { return Join("\n", texts...) }

// Blocks puts texts below each other with an empty line between, leaving out the empty ones.
func Blocks(texts ...Text) Text { return Join("\n\n", texts...) }

// clean takes out of a person's text what can turn, hide or break what stands around it: control
// characters, bidirectional marks, zero-width characters. What joins an emoji's parts stays.
func clean(s string) string {
	runes := []rune(strings.ToValidUTF8(s, ""))
	var b strings.Builder
	for i, r := range runes {
		switch {
		case r == '\n':
			b.WriteRune(r)
		case r == '\t' || r == '\u2028' || r == '\u2029':
			b.WriteRune(' ')
		case r == zeroWidthJoiner:
			if i > 0 && i+1 < len(runes) && pictograph(runes[i-1]) && pictograph(runes[i+1]) {
				b.WriteRune(r)
			}
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && (r < 0xe0020 || r > 0xe007f):
		case unicode.Is(unicode.Co, r) || r == '\u3164' || r == '\u115f' || r == '\u1160' || r == '\u2800':
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// line is a person's text on one line: cleaned, spaces folded, trimmed.
func line(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

const zeroWidthJoiner = '\u200d'

// pictograph tells emoji and what modifies them.
func pictograph(r rune) bool {
	return unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r) || r == '\ufe0f'
}

// short is s in at most n runes, with an ellipsis when cut.
func short(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return strings.TrimSpace(string(runes[:n-1])) + "…"
}
