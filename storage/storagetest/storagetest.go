// Package storagetest gives tests a real PostgreSQL and Redis of their own.
//
// One private PostgreSQL runs per test process and is started by the first test that asks. Each test has its own
// database, copied from one that has been migrated once. The server ends with the test process, however that ends.
package storagetest

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"huiwu/storage/embedded"
)

// Migrate brings the database at url to the newest schema.
type Migrate = func(ctx context.Context, url string) error

// Postgres returns the pgx address of a new database that only this test uses, and drops it when the test ends.
// The database has what migrate made, or is empty when migrate is nil. Each migrate function runs once per process;
// it is told from others by its code, so it must not depend on variables it closes over.
//
// Where PostgreSQL can neither be found nor fetched the test is skipped, or fails if CI is set.
func Postgres(tb testing.TB, migrate Migrate) string {
	tb.Helper()
	srv, err := server()
	if err != nil {
		unavailable(tb, "what PostgreSQL itself promises is not tested", err)
	}
	template, err := srv.template(migrate)
	if err != nil {
		tb.Fatalf("storagetest: migrate: %v", err)
	}
	name, err := srv.create(template)
	if err != nil {
		tb.Fatalf("storagetest: %v", err)
	}
	tb.Cleanup(func() {
		if err := srv.exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			tb.Errorf("storagetest: %v", err)
		}
	})
	return srv.url(name)
}

// Redis returns the go-redis address of an empty Redis that only this test uses, and ends it when the test ends. It is
// a redis-server if there is one in $PATH; otherwise an imitation, which won't do if CI is set: then the test fails.
func Redis(tb testing.TB) string {
	tb.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil && inCI() {
		tb.Fatalf("storagetest: CI needs a real redis-server: %v", err)
	}
	srv, err := embedded.StartRedis(context.Background(), quiet())
	if err != nil {
		tb.Fatalf("storagetest: %v", err)
	}
	tb.Cleanup(func() {
		if err := srv.Stop(context.Background()); err != nil {
			tb.Errorf("storagetest: %v", err)
		}
	})
	return srv.URL()
}

// IgnoreServer is for tests that look for leaked goroutines: the shared server's own outlives every test.
func IgnoreServer() goleak.Option {
	return goleak.IgnoreAnyFunction("huiwu/storage/embedded.(*process).run")
}

func inCI() bool { return os.Getenv("CI") == "true" }

func unavailable(tb testing.TB, missed string, err error) {
	tb.Helper()
	if inCI() {
		tb.Fatalf("storagetest: %v", err)
	}
	tb.Skipf("skipped, %s: %v", missed, err)
}

func quiet() embedded.Options {
	return embedded.Options{Temporary: true, Fast: true, Logger: slog.New(slog.DiscardHandler)}
}

// server is the one of this process.
var server = sync.OnceValues(func() (*shared, error) {
	pg, err := embedded.StartPostgres(context.Background(), quiet())
	if err != nil {
		return nil, err
	}
	s := &shared{address: pg.URL(), templates: map[uintptr]*template{}}
	return s, s.chooseStrategy()
})

type shared struct {
	address  string
	strategy string // of copying a database
	serial   atomic.Int64

	mu        sync.Mutex
	templates map[uintptr]*template // by the code of the migrate function
}

type template struct {
	once sync.Once
	name string
	err  error
}

// template returns the name of the database that migrate made.
func (s *shared) template(migrate Migrate) (string, error) {
	if migrate == nil {
		return "template1", nil
	}
	key := reflect.ValueOf(migrate).Pointer()
	s.mu.Lock()
	t := s.templates[key]
	if t == nil {
		t = &template{}
		s.templates[key] = t
	}
	s.mu.Unlock()
	t.once.Do(func() {
		if t.name, t.err = s.create("template1"); t.err == nil {
			t.err = migrate(context.Background(), s.url(t.name))
		}
	})
	return t.name, t.err
}

// create copies a database under a new name.
func (s *shared) create(template string) (string, error) {
	name := fmt.Sprintf("test_%d", s.serial.Add(1))
	return name, s.exec("CREATE DATABASE " + name + " TEMPLATE " + template + s.strategy)
}

// chooseStrategy has databases copied file by file: the way that PostgreSQL 15 brought writes each of their pages to the
// log as well, and takes a third longer.
func (s *shared) chooseStrategy() error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, s.address)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(ctx)
	var version int
	if err := conn.QueryRow(ctx, "SELECT current_setting('server_version_num')::int").Scan(&version); err != nil {
		return fmt.Errorf("version: %w", err)
	}
	if version >= 150000 {
		s.strategy = " STRATEGY file_copy"
	}
	return nil
}

func (s *shared) exec(statement string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, s.address)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

func (s *shared) url(database string) string {
	u, _ := url.Parse(s.address)
	u.Path = "/" + database
	return u.String()
}
