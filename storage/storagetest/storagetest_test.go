package storagetest_test

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"huiwu/storage/storagetest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, storagetest.IgnoreServer())
}

func migrate(ctx context.Context, url string) (err error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	_, err = conn.Exec(ctx, "CREATE TABLE room (number text PRIMARY KEY)")
	return err
}

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func TestPostgres_EachTestHasItsOwnMigratedDatabase(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"one", "two", "three"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := connect(t, storagetest.Postgres(t, migrate))
			if _, err := conn.Exec(t.Context(), "INSERT INTO room VALUES ('301')"); err != nil {
				t.Errorf("a row of another test is in the way, or the table is missing: %v", err)
			}
		})
	}
}

func TestPostgres_WithoutMigrateIsEmpty(t *testing.T) {
	t.Parallel()
	conn := connect(t, storagetest.Postgres(t, nil))
	var tables int
	err := conn.QueryRow(t.Context(), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").Scan(&tables)
	if err != nil || tables != 0 {
		t.Errorf("tables = %d, error %v; want an empty database", tables, err)
	}
}

func TestRedis_EachTestHasItsOwn(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"one", "two"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options, err := redis.ParseURL(storagetest.Redis(t))
			if err != nil {
				t.Fatal(err)
			}
			client := redis.NewClient(options)
			t.Cleanup(func() { _ = client.Close() })
			set, err := client.SetNX(t.Context(), "key", name, 0).Result()
			if err != nil || !set {
				t.Errorf("SetNX = %v, %v; want a Redis without keys", set, err)
			}
		})
	}
}
