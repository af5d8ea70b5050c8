package emulator

import (
	"regexp"
	"sort"
)

// detectors find the entities that Telegram adds by itself to plain text. The
// first group of each is what is marked.
var detectors = []struct {
	kind    string
	pattern *regexp.Regexp
}{
	{"url", regexp.MustCompile(`(?i)(?:^|[^\w@./])((?:https?://|t\.me/|www\.)[^\s<>"，。；！？、）】]+[^\s<>".,;:!?)\]，。；！？、）】])`)},
	{"email", regexp.MustCompile(`(?i)(?:^|[^\w])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)`)},
	{"bot_command", regexp.MustCompile(`(?:^|[^\w/<>])(/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)(?:$|[^\w/])`)},
	{"mention", regexp.MustCompile(`(?:^|[^\w@/])(@[a-zA-Z][a-zA-Z0-9_]{2,31})`)},
}

// detectEntities adds to entities what Telegram recognises in the text: links,
// addresses, commands and mentions. What is already marked as code or as a link
// stays as it is.
func detectEntities(text string, entities []Entity) []Entity {
	found := append([]Entity(nil), entities...)
	for _, d := range detectors {
		for from := 0; from < len(text); {
			m := d.pattern.FindStringSubmatchIndex(text[from:])
			if m == nil {
				break
			}
			start, end := from+m[2], from+m[3]
			e := Entity{Type: d.kind, Offset: utf16Len(text[:start]), Length: utf16Len(text[start:end])}
			if !collides(e, found) {
				found = append(found, e)
			}
			from = end
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].Offset < found[j].Offset })
	return found
}

// exclusive are the entities inside which nothing more is recognised.
var exclusive = words("code pre text_link text_mention url email bot_command mention")

func collides(e Entity, others []Entity) bool {
	for _, o := range others {
		if exclusive[o.Type] && e.Offset < o.Offset+o.Length && o.Offset < e.Offset+e.Length {
			return true
		}
	}
	return false
}
