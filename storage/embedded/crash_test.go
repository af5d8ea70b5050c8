package embedded

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

func socketOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("host")
}

func TestServers_EndWithAKilledBot(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	bot := startHelper(t, dir, nil)
	postgres, redis := serverPIDs(t, dir)
	bot.kill(t)
	eventually(t, "PostgreSQL ended", func() bool { return !isServer(postgres, "postgres", clusterIn(dir)) })
	eventually(t, "Redis ended", func() bool { return !isServer(redis, "redis-server", redisDataIn(dir)) })
}

func TestServers_TemporaryDataEndWithAKilledBot(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	bot := startHelper(t, dir, nil, "HUIWU_TEST_TEMPORARY=1")
	if _, err := os.Stat(socketOf(t, bot.postgres)); err != nil {
		t.Fatal(err)
	}
	bot.kill(t)
	eventually(t, "temporary directories removed", func() bool {
		left, err := os.ReadDir(dir)
		return err == nil && len(left) == 0
	})
}

func TestServers_StartAfterAKill(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		crash func(t *testing.T, bot *helper, dir string)
	}{
		{"of the bot", func(t *testing.T, bot *helper, _ string) { bot.kill(t) }},
		{"of the bot and its watchdogs", func(t *testing.T, bot *helper, _ string) {
			// Stopped first, so that it does not notice.
			if err := bot.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
				t.Fatal(err)
			}
			killWatchdogOf(t, bot.cmd.Process.Pid)
			bot.kill(t)
		}},
		{"of everything", func(t *testing.T, bot *helper, dir string) {
			postgres, redis := serverPIDs(t, dir)
			if err := errors.Join(syscall.Kill(postgres, syscall.SIGKILL), syscall.Kill(redis, syscall.SIGKILL)); err != nil {
				t.Fatal(err)
			}
			bot.kill(t)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			// Reached by a link, as the state directory of a systemd unit may be.
			dir := filepath.Join(openDir(t), "data")
			if err := os.Symlink(openDir(t), dir); err != nil {
				t.Fatal(err)
			}
			bot := startHelper(t, dir, nil)
			query(t, bot.postgres, "CREATE TABLE kept AS SELECT 'tea'::text AS what")
			tt.crash(t, bot, dir)

			pg := mustStartPostgres(t, options(dir))
			if got := query(t, pg.URL(), "SELECT what FROM kept"); got != "tea" {
				t.Errorf("after recovery: %q, want tea", got)
			}
			if err := redisClient(t, mustStartRedis(t, options(dir)).URL()).Ping(t.Context()).Err(); err != nil {
				t.Errorf("Redis after recovery: %v", err)
			}
		})
	}
}

func TestServers_AsOrdinaryUser(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	acc := nobody(t)
	if acc != nil {
		if err := os.Chown(dir, int(acc.uid), int(acc.gid)); err != nil {
			t.Fatal(err)
		}
	}
	bot := startHelper(t, dir, acc)
	if got := query(t, bot.postgres, "SELECT 'ok'"); got != "ok" {
		t.Errorf("query = %q", got)
	}
	if err := redisClient(t, bot.redis).Ping(t.Context()).Err(); err != nil {
		t.Errorf("Redis: %v", err)
	}
}

func TestServers_NeverRunAsRoot(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	startHelper(t, dir, nil)
	postgres, redis := serverPIDs(t, dir)
	for name, pid := range map[string]int{"postgres": postgres, "redis-server": redis} {
		info, err := os.Stat(filepath.Join("/proc", strconv.Itoa(pid)))
		if err != nil {
			t.Fatal(err)
		}
		if info.Sys().(*syscall.Stat_t).Uid == 0 {
			t.Errorf("%s runs as root", name)
		}
	}
}

func clusterIn(dir string) string   { return filepath.Join(dir, "postgres", "cluster") }
func redisDataIn(dir string) string { return filepath.Join(dir, "redis", "data") }

// serverPIDs reads what the servers of dir wrote about themselves.
func serverPIDs(t *testing.T, dir string) (postgres, redis int) {
	t.Helper()
	postgres, err := readPID(filepath.Join(clusterIn(dir), "postmaster.pid"))
	if err != nil || postgres == 0 {
		t.Fatalf("PostgreSQL's process id: %d, %v", postgres, err)
	}
	redis, err = readPID(filepath.Join(redisDataIn(dir), "redis.pid"))
	if err != nil || redis == 0 {
		t.Fatalf("Redis's process id: %d, %v", redis, err)
	}
	return postgres, redis
}
