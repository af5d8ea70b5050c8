package huiwu_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport says which folders of ours a folder may import besides itself. A new folder needs a line here, and a rule
// in .golangci.yml, which holds the same in the editor. Tests are free: they put real parts together.
var mayImport = map[string][]string{
	"conference": {},
	"language":   {},
	"storage":    {"conference"},
	"scheduler":  {"conference"},
	"handlers":   {"conference", "language"},
	"bot":        {"conference", "handlers"},
	"cmd":        {"conference", "language", "storage", "scheduler", "handlers", "bot"},
}

// standardOnly are the folders that import nothing but the standard library.
var standardOnly = []string{"conference", "language"}

// library is one that only some folders know.
type library struct {
	prefix  string
	folders []string
	except  map[string]string // folder → the one import it may have all the same
	inTests bool              // the rule holds for tests, too
}

var libraries = []library{
	{prefix: "github.com/go-telegram/", folders: []string{"bot"}, inTests: true},
	{prefix: "github.com/redis/", folders: []string{"storage"}},
	// The queue's seam: a job is enqueued in the caller's transaction, which is a pgx.Tx.
	{prefix: "github.com/jackc/", folders: []string{"storage"}, except: map[string]string{"scheduler": "github.com/jackc/pgx/v5"}},
}

func TestArchitecture_WhoImportsWhom(t *testing.T) {
	t.Parallel()
	checked := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata") {
			return fs.SkipDir
		}
		if entry.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		checked++
		imports, err := importsOf(path)
		for _, imported := range imports {
			if why := forbidden(filepath.ToSlash(path), imported); why != "" {
				t.Errorf("%s imports %s: %s", path, imported, why)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked < 10 {
		t.Errorf("only %d files found: this test must run in the root of the module", checked)
	}
}

func TestArchitecture_RuleRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, path, imported string
		refused              bool
	}{
		{"rules with the standard library", "conference/booking.go", "time", false},
		{"rules with a library", "conference/booking.go", "github.com/teambition/rrule-go", true},
		{"rules with a library, test", "conference/booking_test.go", "pgregory.net/rapid", false},
		{"rules with storage", "conference/booking.go", "huiwu/storage", true},
		{"language with rules", "language/parser.go", "huiwu/conference", true},
		{"storage with rules", "storage/booking.go", "huiwu/conference", false},
		{"storage with its own", "storage/storagetest/x.go", "huiwu/storage/embedded", false},
		{"storage with handlers", "storage/booking.go", "huiwu/handlers", true},
		{"scheduler with storage", "scheduler/tick.go", "huiwu/storage", true},
		{"scheduler with storage, test", "scheduler/tick_test.go", "huiwu/storage", false},
		{"scheduler with the transaction type", "scheduler/tick.go", "github.com/jackc/pgx/v5", false},
		{"scheduler with the rest of pgx", "scheduler/tick.go", "github.com/jackc/pgx/v5/pgxpool", true},
		{"handlers with language", "handlers/book.go", "huiwu/language", false},
		{"handlers with bot", "handlers/book.go", "huiwu/bot", true},
		{"handlers with Redis", "handlers/book.go", "github.com/redis/go-redis/v9", true},
		{"bot with handlers", "bot/send.go", "huiwu/handlers", false},
		{"bot with Telegram", "bot/send.go", "github.com/go-telegram/bot/models", false},
		{"emulator's test with Telegram", "bot/emulator/x_test.go", "github.com/go-telegram/bot", false},
		{"handlers' test with Telegram", "handlers/book_test.go", "github.com/go-telegram/bot", true},
		{"bot with storage", "bot/send.go", "huiwu/storage", true},
		{"cmd with all", "cmd/huiwu/serve.go", "huiwu/scheduler", false},
		{"cmd with pgx", "cmd/huiwu/serve.go", "github.com/jackc/pgx/v5", true},
		{"a folder without a rule", "util/x.go", "time", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if why := forbidden(tt.path, tt.imported); (why != "") != tt.refused {
				t.Errorf("%s imports %s: %q, want refused = %v", tt.path, tt.imported, why, tt.refused)
			}
		})
	}
}

func importsOf(path string) ([]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// forbidden says why the file may not import that, or "" when it may. path has slashes and starts at the module's root.
func forbidden(path, imported string) string {
	folder, _, inFolder := strings.Cut(path, "/")
	isTest := strings.HasSuffix(path, "_test.go")
	for _, l := range libraries {
		if strings.HasPrefix(imported, l.prefix) && !slices.Contains(l.folders, folder) && l.except[folder] != imported && (l.inTests || !isTest) {
			return "only " + strings.Join(l.folders, ", ") + " may"
		}
	}
	if isTest || !inFolder {
		return ""
	}
	allowed, known := mayImport[folder]
	if !known {
		return fmt.Sprintf("folder %s has no rule in architecture_test.go", folder)
	}
	if of, ours := strings.CutPrefix(imported, "huiwu/"); ours {
		if other, _, _ := strings.Cut(of, "/"); other != folder && !slices.Contains(allowed, other) {
			return fmt.Sprintf("%s may import, of ours, only %v", folder, allowed)
		}
		return ""
	}
	host, _, _ := strings.Cut(imported, "/")
	if slices.Contains(standardOnly, folder) && strings.Contains(host, ".") {
		return folder + " uses the standard library only"
	}
	return ""
}
