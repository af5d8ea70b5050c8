package emulator

import (
	"html"
	"sort"
	"strings"
	"unicode/utf16"
)

// renderTag is the HTML that an entity is shown with. Links are made apart,
// since they have an address.
var renderTag = map[string]string{
	"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "spoiler": "tg-spoiler",
	"code": "code", "pre": "pre", "blockquote": "blockquote", "expandable_blockquote": "blockquote",
}

// renderHTML writes text and entities as HTML that is safe to show: everything
// is escaped, and only b, i, u, s, code, pre, a, blockquote and tg-spoiler occur.
func renderHTML(text string, entities []Entity) string {
	units := utf16.Encode([]rune(text))
	var out strings.Builder
	var open []Entity
	entities = sortEntities(append([]Entity(nil), entities...))
	next, last := 0, 0
	for _, at := range edges(entities, len(units)) {
		out.WriteString(html.EscapeString(string(utf16.Decode(units[last:at]))))
		last = at
		for n := len(open); n > 0 && open[n-1].Offset+open[n-1].Length <= at; n-- {
			out.WriteString(closing(open[n-1]))
			open = open[:n-1]
		}
		for ; next < len(entities) && entities[next].Offset <= at; next++ {
			if e := nested(entities[next], open, len(units)); opening(e, text) != "" && e.Length > 0 {
				out.WriteString(opening(e, text))
				open = append(open, e)
			}
		}
	}
	return out.String()
}

// edges are the places where something opens or closes, in order, and the end.
func edges(entities []Entity, end int) []int {
	at := []int{end}
	for _, e := range entities {
		at = append(at, min(max(e.Offset, 0), end), min(max(e.Offset+e.Length, 0), end))
	}
	sort.Ints(at)
	return at
}

// nested shortens e so that it ends inside what is open.
func nested(e Entity, open []Entity, end int) Entity {
	for _, o := range open {
		end = min(end, o.Offset+o.Length)
	}
	e.Length = min(e.Length, end-e.Offset)
	return e
}

func opening(e Entity, text string) string {
	if tag := renderTag[e.Type]; tag != "" {
		return "<" + tag + ">"
	}
	if link := href(e, text); link != "" {
		return `<a href="` + html.EscapeString(link) + `">`
	}
	return ""
}

func closing(e Entity) string {
	if tag := renderTag[e.Type]; tag != "" {
		return "</" + tag + ">"
	}
	return "</a>"
}

func href(e Entity, text string) string {
	switch e.Type {
	case "text_link":
		link, _ := cleanURL(e.URL)
		return link
	case "url":
		link, _ := cleanURL(cutUTF16(text, e.Offset, e.Length))
		return link
	case "email":
		return "mailto:" + cutUTF16(text, e.Offset, e.Length)
	}
	return ""
}
