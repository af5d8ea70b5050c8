package huiwu_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	// named is a test as docs/requirements.md names it: its folder, a dot, its name.
	named = regexp.MustCompile("`([a-z/]*)\\.?(Test\\w+)`")
	// defined is a test where it stands.
	defined = regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
	// row is a line of a table about one requirement.
	row = regexp.MustCompile(`(?m)^\| ([SR]\d+) \|`)
)

// Every requirement has one line in docs/requirements.md, and every test that is named there stands in the folder that is
// named with it.
func TestRequirements_nameWhatThereIs(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("docs/requirements.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]int{}
	for _, m := range row.FindAllSubmatch(text, -1) {
		lines[string(m[1])]++
	}
	for kind, last := range map[string]int{"S": 142, "R": 31} {
		for i := 1; i <= last; i++ {
			if id := fmt.Sprintf("%s%d", kind, i); lines[id] != 1 {
				t.Errorf("%s has %d lines, want one", id, lines[id])
			}
		}
	}
	tests := testsOfTree(t)
	for _, m := range named.FindAllSubmatch(text, -1) {
		if name := string(m[1]) + "." + string(m[2]); !tests[name] {
			t.Errorf("there is no test %s", name)
		}
	}
}

// testsOfTree are all tests, each with the folder it stands in.
func testsOfTree(t *testing.T) map[string]bool {
	t.Helper()
	tests := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != "." && strings.HasPrefix(entry.Name(), ".") {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path) //nolint:gosec // a file of this tree
		for _, m := range defined.FindAllSubmatch(source, -1) {
			tests[filepath.ToSlash(filepath.Dir(path))+"."+string(m[1])] = true
		}
		return err
	})
	if err != nil || len(tests) < 100 {
		t.Fatalf("%d tests found: %v", len(tests), err)
	}
	return tests
}
