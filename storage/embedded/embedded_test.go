package embedded

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
)

// The test program also plays the bot that is killed: started with this variable it runs private servers in the
// directory that the variable names, says so, and waits.
const helperDir = "HUIWU_TEST_SERVERS_IN"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperDir); dir != "" {
		os.Exit(runHelper(dir))
	}
	os.Exit(m.Run())
}

func runHelper(dir string) int {
	o := Options{DataDir: dir, Logger: slog.New(slog.DiscardHandler)}
	o.Temporary = os.Getenv("HUIWU_TEST_TEMPORARY") != ""
	pg, err := StartPostgres(context.Background(), o)
	if err != nil {
		os.Stdout.WriteString("failed: " + err.Error() + "\n")
		return 1
	}
	rd, err := StartRedis(context.Background(), o)
	if err != nil {
		os.Stdout.WriteString("failed: " + err.Error() + "\n")
		return 1
	}
	os.Stdout.WriteString(pg.URL() + " " + rd.URL() + "\n")
	_, _ = os.Stdin.Read(make([]byte, 1))
	if err := errors.Join(pg.Stop(context.Background()), rd.Stop(context.Background())); err != nil {
		return 1
	}
	return 0
}

// helper is such a process.
type helper struct {
	cmd             *exec.Cmd
	postgres, redis string // addresses
}

// startHelper runs servers in dir in another process, under the account if one is given.
func startHelper(t *testing.T, dir string, acc *account, env ...string) *helper {
	t.Helper()
	cmd := exec.Command(testProgram(t))
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), append(env, helperDir+"="+dir, "HOME=/nonexistent")...)
	cmd.SysProcAttr = acc.attributes()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line := make([]byte, 1000)
	n, _ := out.Read(line)
	pg, rd, ok := strings.Cut(strings.TrimSpace(string(line[:n])), " ")
	if !ok || strings.HasPrefix(string(line[:n]), "failed") {
		t.Fatalf("helper: %s", line[:n])
	}
	return &helper{cmd: cmd, postgres: pg, redis: rd}
}

// kill ends the helper as a crash or the kernel would.
func (h *helper) kill(t *testing.T) {
	t.Helper()
	if err := h.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = h.cmd.Wait()
}

// testProgram is this program at a place where every account can run it.
func testProgram(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(openDir(t), "helper")
	if err := os.WriteFile(path, program, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// openDir is a temporary directory that every account can enter; t.TempDir lies in one that only root can.
func openDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "huiwu-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func options(dir string) Options {
	return Options{DataDir: dir, Fast: true, Logger: slog.New(slog.DiscardHandler)}
}

func mustStartPostgres(t *testing.T, o Options) *Postgres {
	t.Helper()
	s, err := StartPostgres(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop(context.Background()) })
	return s
}

func mustStartRedis(t *testing.T, o Options) *Redis {
	t.Helper()
	s, err := StartRedis(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop(context.Background()) })
	return s
}

// query runs a statement and returns the first value of its first row, if it has one.
func query(t *testing.T, url, statement string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	rows, err := conn.Query(t.Context(), statement)
	if err != nil {
		t.Fatal(err)
	}
	values, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func redisClient(t *testing.T, url string) *redis.Client {
	t.Helper()
	options, err := redis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(stopLimit); !condition(); {
		if time.Now().After(deadline) {
			t.Fatalf("still not so: %s", what)
		}
		time.Sleep(pollEvery)
	}
}

// killWatchdogOf keeps the watchdogs of a process from their work, as when the system kills them along with it.
func killWatchdogOf(t *testing.T, parent int) {
	t.Helper()
	out, err := exec.Command("ps", "-e", "-o", "pid=,ppid=,args=").Output()
	if err != nil {
		t.Fatal(err)
	}
	killed := 0
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) > 2 && fields[1] == strconv.Itoa(parent) && strings.Contains(line, "huiwu-watchdog") {
			pid, _ := strconv.Atoi(fields[0])
			if err := syscall.Kill(-pid, syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			killed++
		}
	}
	if killed == 0 {
		t.Fatal("no watchdog found")
	}
}

// nobody is an account to stand for an ordinary user; nil when we are not root and so are ordinary ourselves.
func nobody(t *testing.T) *account {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	return &account{name: "nobody", uid: 65534, gid: 65534}
}

// missing skips a test for want of redis-server; in CI it must be there.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal("no redis-server in PATH")
	}
	t.Skip("no redis-server in PATH, so not tested: " + what)
}
