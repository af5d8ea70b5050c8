package embedded

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
)

// oldestMajor is the oldest PostgreSQL that the schema is written for, and fetchedVersion the one that is fetched
// when the machine has none.
const (
	oldestMajor    = 14
	fetchedVersion = embeddedpostgres.V17
	fetchLimit     = 3 * time.Minute
)

// binaries is a directory with the programs of one PostgreSQL.
type binaries struct {
	dir   string
	major int
}

// finder knows where PostgreSQL may be.
type finder struct {
	path     string   // directories as in $PATH, asked first
	patterns []string // of directories where packages install it
	fetch    func(ctx context.Context) (dir string, err error)
}

func defaultFinder() finder {
	return finder{
		path: os.Getenv("PATH"),
		patterns: []string{
			"/usr/lib/postgresql/*/bin",                           // Debian, Ubuntu
			"/usr/pgsql-*/bin",                                    // Red Hat
			"/opt/homebrew/opt/postgresql*/bin",                   // Homebrew, Apple silicon
			"/usr/local/opt/postgresql*/bin",                      // Homebrew, Intel
			"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",      // Homebrew, Linux
			"/Applications/Postgres.app/Contents/Versions/*/bin/", // Postgres.app
		},
		fetch: fetch,
	}
}

// find returns the programs to use. Data of an earlier run can only be opened by the PostgreSQL that wrote them: major
// is its version, or 0 for new data.
func (f finder) find(ctx context.Context, major int) (binaries, error) {
	var others []string
	for _, dir := range f.candidates() {
		b, ok := inspect(dir)
		if ok && (major == 0 || b.major == major) {
			return b, nil
		}
		if ok {
			others = append(others, fmt.Sprintf("%d in %s", b.major, b.dir))
		}
	}
	dir, err := f.fetch(ctx)
	if b, ok := inspect(dir); err == nil && ok && (major == 0 || b.major == major) {
		return b, nil
	}
	if major != 0 {
		return binaries{}, fmt.Errorf("the data were written by PostgreSQL %d, which is not on this machine (found: %s): "+
			"install postgresql-%[1]d", major, cmp.Or(strings.Join(others, ", "), "none"))
	}
	return binaries{}, fmt.Errorf("no PostgreSQL on this machine, and none could be fetched (%w): install one "+
		"(Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql@17) or set DATABASE_URL", err)
}

// candidates lists directories in the order in which they are to be tried: $PATH, then the newest version first.
func (f finder) candidates() []string {
	dirs := filepath.SplitList(f.path)
	for _, pattern := range f.patterns {
		found, _ := filepath.Glob(pattern)
		slices.SortFunc(found, func(a, b string) int { return versionIn(b) - versionIn(a) })
		dirs = append(dirs, found...)
	}
	return dirs
}

var digits = regexp.MustCompile(`\d+`)

// versionIn is the last whole number in a path such as /usr/lib/postgresql/17/bin.
func versionIn(path string) int {
	all := digits.FindAllString(path, -1)
	if len(all) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(all[len(all)-1])
	return n
}

// inspect looks for the programs in dir. The directory a link leads to is preferred: the programs find their other
// files from where they lie.
func inspect(dir string) (binaries, bool) {
	if dir == "" {
		return binaries{}, false
	}
	if real, err := filepath.EvalSymlinks(filepath.Join(dir, "initdb")); err == nil && isExecutable(filepath.Join(filepath.Dir(real), "postgres")) {
		dir = filepath.Dir(real)
	}
	if !isExecutable(filepath.Join(dir, "initdb")) || !isExecutable(filepath.Join(dir, "postgres")) {
		return binaries{}, false
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output() // "postgres (PostgreSQL) 17.2 (Debian ...)"
	if err != nil {
		return binaries{}, false
	}
	major, _ := strconv.Atoi(digits.FindString(string(out)))
	return binaries{dir: dir, major: major}, major >= oldestMajor
}

func isExecutable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// fetch downloads PostgreSQL once for all runs of this account.
func fetch(ctx context.Context) (string, error) {
	cache, err := cacheDir()
	if err != nil {
		return "", err
	}
	return fetchFrom(ctx, "https://repo1.maven.org/maven2", cache)
}

func fetchFrom(ctx context.Context, repository, cache string) (string, error) {
	dir := filepath.Join(cache, "postgresql-"+string(fetchedVersion))
	if _, ok := inspect(filepath.Join(dir, "bin")); ok {
		return filepath.Join(dir, "bin"), nil
	}
	scratch, err := os.MkdirTemp(cache, "fetch-")
	if err != nil {
		return "", fmt.Errorf("fetch PostgreSQL: %w", err)
	}
	defer os.RemoveAll(scratch)
	if err := fetchInto(ctx, repository, scratch); err != nil {
		return "", err
	}
	if err := os.Rename(filepath.Join(scratch, "postgresql"), dir); err != nil {
		if _, ok := inspect(filepath.Join(dir, "bin")); !ok { // else another process was quicker
			return "", fmt.Errorf("fetch PostgreSQL: %w", err)
		}
	}
	return filepath.Join(dir, "bin"), nil
}

// cacheDir must be open to the account that runs the servers, and root's own cache is not.
func cacheDir() (string, error) {
	dir, err := "/var/cache", error(nil)
	if os.Geteuid() != 0 {
		dir, err = os.UserCacheDir()
	}
	if err == nil {
		dir = filepath.Join(dir, "huiwu")
		err = os.MkdirAll(dir, 0o755)
	}
	if err != nil {
		return "", fmt.Errorf("directory for PostgreSQL: %w", err)
	}
	return dir, nil
}

// fetchInto leaves the programs in scratch/postgresql/bin. The library that fetches them also starts a server, which
// root may not; what counts is whether the programs are there and run.
func fetchInto(ctx context.Context, repository, scratch string) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	target := filepath.Join(scratch, "postgresql")
	server := embeddedpostgres.NewDatabase(embeddedpostgres.DefaultConfig().
		BinaryRepositoryURL(repository).Version(fetchedVersion).Port(port).
		CachePath(filepath.Join(scratch, "cache")).RuntimePath(filepath.Join(scratch, "run")).
		DataPath(filepath.Join(scratch, "data")).BinariesPath(target).Logger(io.Discard))
	done := make(chan error, 1)
	go func() {
		err := server.Start()
		done <- errors.Join(err, ignoreNotStarted(server.Stop()))
	}()
	select {
	case err = <-done:
	case <-ctx.Done():
		return fmt.Errorf("fetch PostgreSQL: %w", ctx.Err())
	case <-time.After(fetchLimit):
		return errors.New("fetch PostgreSQL: no answer")
	}
	if _, ok := inspect(filepath.Join(target, "bin")); !ok {
		return fmt.Errorf("fetch PostgreSQL: %w", err)
	}
	return nil
}

func ignoreNotStarted(err error) error {
	if errors.Is(err, embeddedpostgres.ErrServerNotStarted) {
		return nil
	}
	return err
}

func freePort() (uint32, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer l.Close()
	return uint32(l.Addr().(*net.TCPAddr).Port), nil
}
