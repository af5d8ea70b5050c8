package embedded

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// smallDisk is a directory on a disk of its own of so many megabytes. Only root can make one.
func smallDisk(t *testing.T, megabytes string) string {
	t.Helper()
	dir := openDir(t)
	if out, err := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", "mode=755,size="+megabytes+"m", "tmpfs", dir).CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no disk of its own: %v: %s", err, out)
		}
		t.Skipf("skipped, that a full disk does no harm is not tested: only root can mount a small one: %v", err)
	}
	t.Cleanup(func() { _ = exec.CommandContext(context.WithoutCancel(t.Context()), "umount", "-l", dir).Run() })
	return dir
}

func TestStartPostgres_DiskFull(t *testing.T) {
	t.Parallel()
	dir := smallDisk(t, "24")
	_, err := StartPostgres(t.Context(), Options{DataDir: dir, Logger: slog.New(slog.DiscardHandler)})
	if err == nil || !strings.HasPrefix(err.Error(), "the disk is full: ") || !strings.Contains(err.Error(), dir) {
		t.Fatalf("on a full disk: %v", err)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, "postgres", "cluster")); len(left) > 0 {
		t.Errorf("a cluster that is not whole was left in place: %v", left)
	}
}

// TestPostgres_DiskFull fills the disk under a running server: what cannot be written is refused with the code that
// people are told "not now" for, what was committed stays, and when there is room again everything goes on.
func TestPostgres_DiskFull(t *testing.T) {
	t.Parallel()
	dir := smallDisk(t, "160")
	o := Options{DataDir: dir, Logger: slog.New(slog.DiscardHandler)}
	server, err := StartPostgres(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Stop(context.WithoutCancel(t.Context())) }()
	conn, err := pgx.Connect(t.Context(), server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	run := func(sql string, args ...any) error {
		_, err := conn.Exec(t.Context(), sql, args...)
		return err
	}
	if err := errors.Join(run(`CREATE TABLE records (id int PRIMARY KEY, body text)`), run(`CHECKPOINT`)); err != nil {
		t.Fatal(err)
	}
	filler := filepath.Join(dir, "filler")
	fill(t, filler)
	committed, refused := 0, ""
	for refused == "" && committed < 1000 {
		err := run(`INSERT INTO records SELECT $1, string_agg(md5(random()::text), '') FROM generate_series(1, 2000)`, committed+1)
		var pg *pgconn.PgError
		switch {
		case err == nil:
			committed++
		case errors.As(err, &pg):
			refused = pg.Code
		default:
			t.Fatalf("the server is gone: %v", err)
		}
	}
	if refused != "53100" {
		t.Fatalf("after %d records refused with %q, want 53100, disk full", committed, refused)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if err := run(`INSERT INTO records VALUES (0, 'room again')`); err != nil {
		t.Errorf("with room again: %v", err)
	}
	var count, sum int
	if err := conn.QueryRow(t.Context(), `SELECT count(*), sum(id) FROM records`).Scan(&count, &sum); err != nil || count != committed+1 || sum != committed*(committed+1)/2 {
		t.Errorf("%d records with the sum %d (%v), want the %d that were committed", count, sum, err, committed+1)
	}
}

// fill takes what room there is, but for a megabyte.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 1<<16)
	var size int64
	for {
		n, err := f.Write(block)
		size += int64(n)
		if err != nil {
			break
		}
	}
	if err := f.Truncate(size - 1<<20); err != nil {
		t.Fatal(err)
	}
}
