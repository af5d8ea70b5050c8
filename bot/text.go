package bot

import (
	"html"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Telegram's limits, in UTF-16 units of what a reader sees.
const (
	maxText    = 4096
	maxCaption = 1024
)

// cut is s in at most n UTF-16 units, with an ellipsis when something is left out.
func cut(s string, n int) string {
	if units(s) <= n {
		return s
	}
	used := 1 // the ellipsis
	for i, r := range s {
		used += utf16.RuneLen(r)
		if used > n {
			return s[:i] + "…"
		}
	}
	return s
}

func units(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// splitter cuts HTML into messages.
type splitter struct {
	limit int
	parts []string
	part  strings.Builder
	used  int      // units of what a reader sees of part
	open  []string // tags as they were opened, outermost first
	// Where part could be cut, after its last line break: in bytes, in units, and with which tags open.
	newline, usedThere int
	openThere          []string
}

// split cuts HTML into parts that a reader sees no more than limit units of, at line breaks where there
// are any. Every part closes the tags that it opens.
func split(marked string, limit int) []string {
	s := splitter{limit: limit}
	for marked != "" {
		token := next(marked)
		marked = marked[len(token):]
		s.add(token)
	}
	if s.part.Len() > 0 {
		s.flush(s.part.Len(), s.open)
	}
	return s.parts
}

// next is the first tag, entity or character.
func next(marked string) string {
	end := -1
	switch marked[0] {
	case '<':
		end = strings.IndexByte(marked, '>')
	case '&':
		end = strings.IndexByte(marked, ';')
	}
	if end > 0 {
		return marked[:end+1]
	}
	_, size := utf8.DecodeRuneInString(marked)
	return marked[:size]
}

func (s *splitter) add(token string) {
	switch {
	case strings.HasPrefix(token, "</"):
		s.open = s.open[:max(0, len(s.open)-1)]
	case len(token) > 1 && token[0] == '<':
		s.open = append(s.open[:len(s.open):len(s.open)], token)
	default:
		size := units(html.UnescapeString(token))
		if s.used+size > s.limit {
			s.wrap()
		}
		s.used += size
	}
	s.part.WriteString(token)
	if token == "\n" {
		s.newline, s.usedThere, s.openThere = s.part.Len(), s.used, s.open
	}
}

// wrap ends the part at its last line break, or here when there is none in its last half.
func (s *splitter) wrap() {
	if s.usedThere > s.limit/2 {
		s.flush(s.newline, s.openThere)
		return
	}
	s.flush(s.part.Len(), s.open)
}

// flush ends the part at n, where these tags are open, and begins the next with the rest.
func (s *splitter) flush(n int, open []string) {
	whole := s.part.String()
	text := strings.TrimRight(whole[:n], "\n")
	s.part.Reset()
	for _, tag := range open {
		s.part.WriteString(tag)
	}
	for i := len(open) - 1; i >= 0; i-- {
		text += closing(open[i])
	}
	if seen(text) > 0 {
		s.parts = append(s.parts, text)
	}
	s.part.WriteString(whole[n:])
	s.used, s.usedThere = seen(s.part.String()), 0
}

// closing is the end tag of a start tag.
func closing(tag string) string {
	name, _, _ := strings.Cut(strings.Trim(tag, "<>"), " ")
	return "</" + name + ">"
}

// seen counts the units that a reader sees.
func seen(marked string) int {
	n := 0
	for marked != "" {
		token := next(marked)
		marked = marked[len(token):]
		if len(token) > 1 && token[0] == '<' {
			continue
		}
		n += units(html.UnescapeString(token))
	}
	return n
}
