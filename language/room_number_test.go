package language_test

import (
	"testing"

	"huiwu/language"
)

// TestParser_Parse_bareNumber holds where a bare number is a room that no catalogue has, and where it is none.
func TestParser_Parse_bareNumber(t *testing.T) {
	t.Parallel()
	none, p := language.New(language.Catalogue{}), language.New(office())
	for text, want := range map[string]struct{ room, title string }{
		"订309 明天下午3点":                             {"309", ""},
		"明天下午三点到四点 309 培训会 10人":                   {"309", "培训会"},
		"book 309 tomorrow 3pm":                   {"309", ""},
		"tomorrow 3-4pm, 309, design review":      {"309", "design review"},
		"明天下午三点到四点 618大促筹备会":                      {"", "618大促筹备会"},
		"Top 100 customers review tomorrow 3pm":   {"", "Top 100 customers review"},
		"2027 roadmap tomorrow 3pm":               {"", "2027 roadmap"},
		"tomorrow 3pm Boeing 737 safety training": {"", "Boeing 737 safety training"},
	} {
		for name, parser := range map[string]*language.Parser{"no catalogue": none, "a catalogue": p} {
			r := parser.Parse(text, monday)
			room := ""
			if r.Room != nil {
				room = r.Room.Text
			}
			if room != want.room || r.Title != want.title {
				t.Errorf("%q with %s: room %q and title %q, want %q and %q", text, name, room, r.Title, want.room, want.title)
			}
			if r.Room != nil && r.Room.Number != "" {
				t.Errorf("%q with %s: %q is taken for certain", text, name, r.Room.Number)
			}
		}
	}
	if m := p.Parse("book 309 tomorrow 3pm", monday).Room; m == nil || len(m.Candidates) != 2 || m.Candidates[0] != "301" || m.Candidates[1] != "302" {
		t.Errorf("309 offers %+v, want the numbers nearest to it", m)
	}
}
