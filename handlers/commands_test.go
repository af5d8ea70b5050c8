package handlers

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"huiwu/conference"
	"huiwu/storage/plan"
)

// longestDescription is what a command menu shows of a line on a small phone.
const longestDescription = 36

func TestMenu_EveryCommandIsAnswered(t *testing.T) {
	t.Parallel()
	h, err := New(Options{Settings: conference.DefaultSettings(time.UTC, plan.Default()), Now: time.Now, Language: "zh-CN"})
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, m := range menu {
		listed[m.name] = true
	}
	for _, name := range slices.Concat(strangerMenu, guestMenu) {
		listed[name] = true
	}
	for name := range listed {
		if h.byCommand[name] == nil {
			t.Errorf("/%s stands in a menu and nobody answers it", name)
		}
		for _, lang := range Languages {
			words := h.words.in(lang).label("command." + name)
			if strings.HasPrefix(words, "command.") || utf8.RuneCountInString(words) > longestDescription {
				t.Errorf("/%s in %s: %q", name, lang, words)
			}
		}
	}
	for name := range maps.Keys(h.byCommand) {
		if !strings.HasPrefix(name, "@") && !listed[name] {
			t.Errorf("/%s is answered and stands in no menu", name)
		}
	}
}
