package handlers

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// wordsOf reads all of a language's sentences: key, plural form, words.
func wordsOf(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	files, err := fs.Glob(localeFiles, path.Join("locales", lang, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files: ", err)
	}
	out := map[string]map[string]string{}
	for _, f := range files {
		data, _ := localeFiles.ReadFile(f)
		var tree map[string]any
		if err := json.Unmarshal(data, &tree); err != nil {
			t.Fatal(f, err)
		}
		flatten(t, f, "", tree, out)
	}
	return out
}

func flatten(t *testing.T, file, key string, node any, out map[string]map[string]string) {
	t.Helper()
	switch node := node.(type) {
	case string:
		if out[key] != nil {
			t.Errorf("%s: %s stands twice", file, key)
		}
		out[key] = map[string]string{"other": node}
	case map[string]any:
		if other, ok := node["other"].(string); ok {
			out[key] = map[string]string{"other": other}
			if one, ok := node["one"].(string); ok {
				out[key]["one"] = one
			}
			return
		}
		for name, child := range node {
			flatten(t, file, strings.TrimPrefix(key+"."+name, "."), child, out)
		}
	}
}

var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)

func TestLocales_SameKeysAndPlaceholders(t *testing.T) {
	t.Parallel()
	first := wordsOf(t, Languages[0])
	for _, lang := range Languages[1:] {
		other := wordsOf(t, lang)
		for key := range other {
			if first[key] == nil {
				t.Errorf("%s only in %s", key, lang)
			}
		}
		for key, forms := range first {
			if other[key] == nil {
				t.Errorf("%s not in %s", key, lang)
				continue
			}
			want := slices.Sorted(slices.Values(placeholder.FindAllString(forms["other"], -1)))
			for form, words := range other[key] {
				got := slices.Sorted(slices.Values(placeholder.FindAllString(words, -1)))
				if !slices.Equal(slices.Compact(got), slices.Compact(want)) {
					t.Errorf("%s (%s, %s): %v, want %v", key, lang, form, got, want)
				}
			}
		}
	}
}

func TestLocales_Clean(t *testing.T) {
	t.Parallel()
	for _, lang := range Languages {
		for key, forms := range wordsOf(t, lang) {
			for _, words := range forms {
				if strings.TrimSpace(words) == "" || strings.ContainsAny(placeholder.ReplaceAllString(words, ""), "<>&{}") {
					t.Errorf("%s %s: %q", lang, key, words)
				}
			}
		}
	}
}

func TestLocales_EveryCodeHasASentence(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../conference/error.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`(?m)^\s+Code\w+\s+Code = "(\w+)"`).FindAllSubmatch(source, -1)
	if len(codes) < 40 {
		t.Fatalf("only %d codes found", len(codes))
	}
	said := map[string]bool{}
	for key := range maps.Keys(wordsOf(t, Languages[0])) {
		said[key] = true
	}
	for _, c := range codes {
		if !said["error."+string(c[1])] {
			t.Errorf("no sentence for %s", c[1])
		}
	}
}

// TestLocales_KeysInCode holds every key that the code names outright to a sentence.
func TestLocales_KeysInCode(t *testing.T) {
	t.Parallel()
	words := wordsOf(t, Languages[0])
	named := regexp.MustCompile(`(?:say|label|toast_|aside)\((?:t, )?"([a-z_]+\.[a-z_.0-9-]+)"[,)]`)
	files, _ := os.ReadDir(".")
	found := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		source, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllSubmatch(source, -1) {
			found++
			if words[string(m[1])] == nil {
				t.Errorf("%s: no words for %s", f.Name(), m[1])
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d keys found in the code", found)
	}
}
