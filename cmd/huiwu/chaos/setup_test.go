// Package chaos holds the bot to its promise that nothing is lost and nothing happens twice: `huiwu serve` runs as
// child processes against the emulator while people work with it, and is killed, doubled and cut off from its servers.
// Afterwards what stands in the database and in the chats is compared with what everybody did.
package chaos

import (
	"context"
	"flag"
	"fmt"
	"log"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"huiwu/storage/embedded"
)

var (
	seedFlag = flag.Uint64("chaos.seed", 0, "seed of the faults; 0 for a new one, which is printed")
	kills    = flag.Int("chaos.kills", fewKills, "how often each kill test kills; where that is often, one runs after the other")
	keep     = flag.Bool("chaos.keep", false, "keep the logs of the child processes and print where they are")
)

// fewKills are as many as there is time for at each change.
const fewKills = 20

// machines are what all tests share: the program, and servers behind links that can be cut.
var machines struct {
	huiwu, dir string
	postgres   *embedded.Postgres
	redis      *embedded.Redis
	missing    error // why there are none
}

func TestMain(m *testing.M) {
	flag.Parse()
	parallel := "6" // they mostly wait, for Telegram's rates
	if *kills > fewKills {
		parallel = "1" // starting is most of the work
	}
	if err := flag.Set("test.parallel", parallel); err != nil {
		log.Fatal(err)
	}
	os.Exit(withMachines(m))
}

func withMachines(m *testing.M) int {
	dir, err := os.MkdirTemp("", "huiwu-chaos-")
	if err != nil {
		log.Print(err)
		return 1
	}
	if !*keep {
		defer os.RemoveAll(dir)
	}
	if err := os.Chmod(dir, 0o755); err != nil { // the servers' account must come in
		log.Print(err)
		return 1
	}
	machines.dir, machines.huiwu = dir, filepath.Join(dir, "huiwu")
	if out, err := exec.Command("go", "build", "-o", machines.huiwu, "huiwu/cmd/huiwu").CombinedOutput(); err != nil {
		log.Printf("build: %v\n%s", err, out)
		return 1
	}
	defer stopServers()
	machines.missing = startServers()
	return m.Run()
}

func startServers() error {
	ctx := context.Background()
	o := embedded.Options{DataDir: filepath.Join(machines.dir, "data"), Fast: true, Logger: slog.New(slog.DiscardHandler)}
	var err error
	if machines.postgres, err = embedded.StartPostgres(ctx, o); err != nil {
		return err
	}
	machines.redis, err = embedded.StartRedis(ctx, o)
	return err
}

func stopServers() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if machines.redis != nil {
		_ = machines.redis.Stop(ctx)
	}
	if machines.postgres != nil {
		_ = machines.postgres.Stop(ctx)
	}
}

// needServers skips where there is no PostgreSQL, and fails there in CI.
func needServers(t *testing.T) {
	t.Helper()
	switch {
	case machines.missing == nil:
	case os.Getenv("CI") == "true":
		t.Fatal(machines.missing)
	default:
		t.Skipf("skipped, that nothing is lost through kills and outages is not tested: %v", machines.missing)
	}
}

// dice are a test's random numbers; the seed is in its log.
func dice(t *testing.T) *rand.Rand {
	t.Helper()
	seed := *seedFlag
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d (repeat with -chaos.seed=%d)", seed, seed)
	return rand.New(rand.NewPCG(seed, 1))
}

var databases atomic.Int64

// newDatabase is an empty database of the shared server, as the server's owner reaches it.
func newDatabase(t *testing.T) (name string) {
	t.Helper()
	name = fmt.Sprintf("chaos_%d", databases.Add(1))
	conn, err := pgx.Connect(t.Context(), machines.postgres.URL())
	must(t, err)
	defer conn.Close(context.WithoutCancel(t.Context()))
	_, err = conn.Exec(t.Context(), "CREATE DATABASE "+name)
	must(t, err)
	return name
}

// direct is a way to the database past the link.
func direct(name string) string {
	u, err := url.Parse(machines.postgres.URL())
	if err != nil {
		panic(err)
	}
	u.Path = "/" + name
	return u.String()
}

// looker is the name of the connections that only the tests use.
const looker = "chaos"

// openPool looks at the database past the link, and can write to it also where others cannot.
func openPool(t *testing.T, name string) *pgxpool.Pool {
	t.Helper()
	config, err := pgxpool.ParseConfig(direct(name))
	must(t, err)
	config.ConnConfig.RuntimeParams["application_name"] = looker
	config.ConnConfig.RuntimeParams["default_transaction_read_only"] = "off"
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	must(t, err)
	t.Cleanup(pool.Close)
	return pool
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// eventually asks until the answer is "" or the time is over, and then fails with the last answer.
func eventually(t *testing.T, within time.Duration, what string, ask func() string) {
	t.Helper()
	if last := waited(t.Context(), within, ask); last != "" {
		t.Fatalf("%s: not within %v: %s", what, within, last)
	}
}

// waited is eventually without the failure.
func waited(ctx context.Context, within time.Duration, ask func() string) (last string) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if last = ask(); last == "" {
			return ""
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return last
		}
	}
}
