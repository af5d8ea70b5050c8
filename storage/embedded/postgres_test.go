package embedded

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func TestStartPostgres_Settings(t *testing.T) {
	t.Parallel()
	s := mustStartPostgres(t, Options{Temporary: true, Fast: true, Logger: options("").Logger})
	tests := []struct{ name, statement, want string }{
		{"encoding", "SHOW server_encoding", "UTF8"},
		{"time zone", "SHOW timezone", "UTC"},
		{"no network", "SHOW listen_addresses", ""},
		{"our database", "SELECT current_database()::text", "huiwu"},
		{"exclusion over rooms", "SELECT count(*)::text FROM pg_available_extensions WHERE name = 'btree_gist'", "1"},
		{"only our own door", "SELECT string_agg(DISTINCT auth_method, ',' ORDER BY auth_method) FROM pg_hba_file_rules", "reject,trust"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := query(t, s.URL(), tt.statement); got != tt.want {
				t.Errorf("%s = %q, want %q", tt.statement, got, tt.want)
			}
		})
	}
	info, err := os.Stat(s.socketDir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("socket directory: %v, %v; want it closed to others", info.Mode(), err)
	}
}

func TestStartPostgres_RestartKeepsData(t *testing.T) {
	t.Parallel()
	o := options(openDir(t))
	o.Fast = false
	first := mustStartPostgres(t, o)
	query(t, first.URL(), "CREATE TABLE kept AS SELECT 'tea'::text AS what")
	if err := first.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := first.Stop(t.Context()); err != nil {
		t.Errorf("second Stop = %v, want nothing to happen", err)
	}
	second := mustStartPostgres(t, o)
	if got := query(t, second.URL(), "SELECT what FROM kept"); got != "tea" {
		t.Errorf("after a restart: %q, want tea", got)
	}
}

func TestStartPostgres_TemporaryIsRemoved(t *testing.T) {
	t.Parallel()
	s := mustStartPostgres(t, Options{Temporary: true, Fast: true, DataDir: openDir(t), Logger: options("").Logger})
	pid := s.process.cmd.Process.Pid
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.home.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("directory is still there: %v", err)
	}
	if alive(pid) {
		t.Errorf("process %d is still there", pid)
	}
}

func TestStartPostgres_SecondProcessIsRefused(t *testing.T) {
	t.Parallel()
	o := options(openDir(t))
	mustStartPostgres(t, o)
	_, err := StartPostgres(t.Context(), o)
	if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), strconv.Itoa(os.Getpid())) {
		t.Errorf("error = %v; want ErrInUse, naming process %d", err, os.Getpid())
	}
}

func TestStartPostgres_LongPath(t *testing.T) {
	t.Parallel()
	o := options(filepath.Join(openDir(t), strings.Repeat("long", 30)))
	s := mustStartPostgres(t, o)
	if got := query(t, s.URL(), "SELECT 'ok'"); got != "ok" {
		t.Errorf("query = %q", got)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.socketDir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("socket directory is left behind: %v", err)
	}
}

func TestStartPostgres_InterruptedInitIsBegunAnew(t *testing.T) {
	t.Parallel()
	o := options(openDir(t))
	if err := os.MkdirAll(filepath.Join(o.DataDir, "postgres", "cluster.new", "base"), 0o700); err != nil {
		t.Fatal(err)
	}
	mustStartPostgres(t, o)
}

func TestStartPostgres_PIDFileOfAnotherProgram(t *testing.T) {
	t.Parallel()
	o := options(openDir(t))
	first := mustStartPostgres(t, o)
	query(t, first.URL(), "CREATE TABLE kept AS SELECT 'tea'::text AS what")
	if err := first.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	// A crash left the file, and since then the id has passed to a program of the same account.
	bystander := first.home.command(t.Context(), "/bin/sleep", "60")
	if err := bystander.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bystander.Process.Kill(); _ = bystander.Wait() })
	pidFile := filepath.Join(first.cluster, "postmaster.pid")
	if err := os.WriteFile(pidFile, []byte(strconv.Itoa(bystander.Process.Pid)+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	second := mustStartPostgres(t, o)
	if got := query(t, second.URL(), "SELECT what FROM kept"); got != "tea" {
		t.Errorf("after recovery: %q, want tea", got)
	}
	if err := bystander.Process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("the other program was ended: %v", err)
	}
}

func TestStartPostgres_Unavailable(t *testing.T) {
	t.Parallel()
	offline := func(context.Context) (string, error) { return "", errors.New("no network") }
	old := openDir(t)
	if err := os.MkdirAll(filepath.Join(old, "postgres", "cluster"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(old, "postgres", "cluster", "PG_VERSION"), []byte("9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, dir string
		finder    finder
		want      string
	}{
		{"no programs, no network", openDir(t), finder{fetch: offline}, "apt-get install postgresql"},
		{"data of another version", old, finder{path: os.Getenv("PATH"), fetch: offline}, "install postgresql-9"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := startPostgres(t.Context(), options(tt.dir), tt.finder)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error = %v; want one sentence with %q", err, tt.want)
			}
			if _, err := startPostgres(t.Context(), options(tt.dir), tt.finder); errors.Is(err, ErrInUse) {
				t.Error("a failed start keeps the lock")
			}
		})
	}
}

func TestStartPostgres_ClosedDirectory(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		// An ordinary user's servers run as that user, to whom the directory is not closed: nothing to refuse.
		if got := (*account)(nil).firstClosed("/root/x"); got != "" {
			t.Errorf("firstClosed = %q for our own account", got)
		}
		return
	}
	closed := openDir(t)
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := StartPostgres(t.Context(), options(filepath.Join(closed, "data")))
	if err == nil || !strings.Contains(err.Error(), "cannot enter "+closed+":") {
		t.Errorf("error = %v; want it to name %s", err, closed)
	}
}
