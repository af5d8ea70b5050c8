package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// source is a text in the form the lexer reads, with the way back to the text as typed.
type source struct {
	text  string
	runes []rune // normalised: half-width, lower case, simplified
	at    []int  // byte offset in text of each rune; one more for the end
}

// normalise folds width, case, script and the many dashes, waves and spaces, and drops invisible marks.
func normalise(text string) source {
	var s source
	s.normalise(text)
	return s
}

// normalise is the function of that name, in memory that the source already has.
func (s *source) normalise(text string) {
	s.text, s.runes, s.at = text, s.runes[:0], s.at[:0]
	for i, r := range text {
		if f := fold(r); f != 0 {
			s.runes = append(s.runes, f)
			s.at = append(s.at, i)
		}
	}
	s.at = append(s.at, len(text))
}

// span is the part of the typed text that runes [from, to) came from, without the spaces around it.
func (s *source) span(from, to int) Span {
	for from < to && s.runes[from] == ' ' {
		from++
	}
	for to > from && s.runes[to-1] == ' ' {
		to--
	}
	if from >= to {
		return Span{s.at[from], s.at[from]}
	}
	end := s.at[to-1]
	_, size := utf8.DecodeRuneInString(s.text[end:])
	return Span{s.at[from], end + size}
}

// typed is the rune at p as it was typed, in half width.
func (s *source) typed(p int) rune {
	r, _ := utf8.DecodeRuneInString(s.text[s.at[p]:])
	if r >= 0xff01 && r <= 0xff5e {
		r -= 0xfee0
	}
	return r
}

// fold is one rune in normal form, 0 for a rune that is not read at all.
func fold(r rune) rune {
	if r < 0x80 {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r == '\t' || r == '\r':
			return ' '
		case r < ' ' && r != '\n':
			return 0
		}
		return r
	}
	if r >= 0xff01 && r <= 0xff5e {
		return fold(r - 0xfee0)
	}
	if f, ok := foldedMarks[r]; ok {
		return f
	}
	if f, ok := simplified[r]; ok {
		return f
	}
	switch {
	case unicode.Is(unicode.Cf, r):
		return 0
	case unicode.IsSpace(r):
		return ' '
	}
	return unicode.ToLower(r)
}

// halfWidth turns the full-width letters, digits and marks of a text into plain ones and leaves the rest as typed.
func halfWidth(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 0x3000:
			return ' '
		case r >= 0xff10 && r <= 0xff19, r >= 0xff21 && r <= 0xff3a, r >= 0xff41 && r <= 0xff5a, r == '－', r == '＆', r == '＋', r == '＃', r == '／':
			return r - 0xfee0
		}
		return r
	}, text)
}

// foldedMarks are punctuation marks and number forms with more than one shape.
var foldedMarks = map[rune]rune{
	'〜': '~', '∼': '~', '～': '~', '—': '-', '–': '-', '―': '-', '‐': '-', '‑': '-', '−': '-', '─': '-', '﹣': '-', 'ー': '-',
	'’': '\'', '‘': '\'', '´': '\'', '′': '\'', '：': ':', '﹕': ':', '∶': ':', '︰': ':',
	'、': '、', '，': ',', '﹐': ',', '；': ';', '〇': '零', '○': '零', '壹': '一', '贰': '二', '貳': '二', '叁': '三', '肆': '四', '伍': '五',
	'\u2028': '\n', '\u2029': '\n', '→': '-',
}
