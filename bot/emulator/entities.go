package emulator

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf16"
)

// sortEntities puts enclosing entities before those they enclose.
func sortEntities(entities []Entity) []Entity {
	sort.SliceStable(entities, func(i, j int) bool {
		a, b := entities[i], entities[j]
		if a.Offset != b.Offset {
			return a.Offset < b.Offset
		}
		return a.Length > b.Length
	})
	return entities
}

// mergeCode makes one pre with a language of a pre and a code that cover the
// same text; a code's language counts nowhere else.
func mergeCode(entities []Entity) []Entity {
	var out []Entity
	for _, e := range entities {
		n := len(out)
		if n > 0 && out[n-1].Offset == e.Offset && out[n-1].Length == e.Length && isCodePair(out[n-1], e) {
			out[n-1] = Entity{Type: "pre", Offset: e.Offset, Length: e.Length, Language: out[n-1].Language + e.Language}
			continue
		}
		out = append(out, e)
	}
	for i := range out {
		if out[i].Type == "code" {
			out[i].Language = ""
		}
	}
	return out
}

func isCodePair(a, b Entity) bool {
	return (a.Type == "pre" && b.Type == "code" && b.Language != "") ||
		(a.Type == "code" && b.Type == "pre" && a.Language != "")
}

// trimFormatted removes white space around the text, moves the entities with it
// and drops what becomes empty.
func trimFormatted(text string, entities []Entity) (string, []Entity) {
	left := strings.TrimLeftFunc(text, unicode.IsSpace)
	cut := utf16Len(text) - utf16Len(left)
	text = strings.TrimRightFunc(left, unicode.IsSpace)
	end := utf16Len(text)
	var kept []Entity
	for _, e := range entities {
		from, to := max(e.Offset-cut, 0), min(e.Offset+e.Length-cut, end)
		if from < to {
			e.Offset, e.Length = from, to-from
			kept = append(kept, e)
		}
	}
	return text, kept
}

// cutUTF16 returns the stretch of text that an entity marks.
func cutUTF16(text string, offset, length int) string {
	units := utf16.Encode([]rune(text))
	from := min(max(offset, 0), len(units))
	to := min(max(offset+length, from), len(units))
	return string(utf16.Decode(units[from:to]))
}
