// Package floor does with PostgreSQL and River the least that could do what the program does, by hand and without its
// rules: the measure that `huiwu bench` puts beside its figures. It also fills databases to the size of an organisation
// that has been at it for years. Nothing of it runs in an office.
package floor

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// DB is a database that the floors are measured in.
type DB struct{ pool *pgxpool.Pool }

// Open connects with at most so many connections.
func Open(ctx context.Context, databaseURL string, conns int) (*DB, error) {
	config, err := pgxpool.ParseConfig(databaseURL)
	if err != nil {
		return nil, fmt.Errorf("floor: %w", err)
	}
	config.MaxConns = int32(conns)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("floor: %w", err)
	}
	return &DB{pool: pool}, nil
}

// Close ends the connections.
func (d *DB) Close() { d.pool.Close() }

// Copy makes a database of that name with what template has, on the server of databaseURL, and returns its address.
// Nobody may be connected to the template.
func Copy(ctx context.Context, databaseURL, template, name string) (string, error) {
	d, err := Open(ctx, databaseURL, 1)
	if err != nil {
		return "", err
	}
	defer d.Close()
	statement := "CREATE DATABASE " + pgx.Identifier{name}.Sanitize() + " TEMPLATE " + pgx.Identifier{template}.Sanitize()
	if err := d.exec(ctx, statement); err != nil {
		return "", err
	}
	return Named(databaseURL, name)
}

// Named is the address of another database of the same server.
func Named(databaseURL, name string) (string, error) {
	u, err := url.Parse(databaseURL)
	if err != nil {
		return "", fmt.Errorf("floor: database address: %w", err)
	}
	u.Path = "/" + name
	return u.String(), nil
}

// Drop throws a database away.
func Drop(ctx context.Context, databaseURL, name string) error {
	d, err := Open(ctx, databaseURL, 1)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.exec(ctx, "DROP DATABASE "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)")
}

// Describe is the server's version and how durable a commit is.
func (d *DB) Describe(ctx context.Context) (string, error) {
	var version, fsync, commit string
	err := d.pool.QueryRow(ctx, `SELECT current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit')`).
		Scan(&version, &fsync, &commit)
	if err != nil {
		return "", fmt.Errorf("floor: %w", err)
	}
	return fmt.Sprintf("PostgreSQL %s, fsync=%s, synchronous_commit=%s", version, fsync, commit), nil
}

// Winners counts the slots, a room and a start, that have exactly one live booking, and those that have more.
func (d *DB) Winners(ctx context.Context) (single, several int, err error) {
	err = d.pool.QueryRow(ctx, `SELECT count(*) FILTER (WHERE n = 1), count(*) FILTER (WHERE n > 1)
		FROM (SELECT count(*) AS n FROM bookings WHERE status = 'confirmed' GROUP BY room_id, start_at) AS slots`).Scan(&single, &several)
	if err != nil {
		return 0, 0, fmt.Errorf("floor: %w", err)
	}
	return single, several, nil
}

// Now is the server's clock.
func (d *DB) Now(ctx context.Context) (at time.Time, err error) {
	if err = d.pool.QueryRow(ctx, `SELECT now()`).Scan(&at); err != nil {
		return at, fmt.Errorf("floor: %w", err)
	}
	return at, nil
}

func (d *DB) exec(ctx context.Context, statement string, args ...any) error {
	if _, err := d.pool.Exec(ctx, statement, args...); err != nil {
		return fmt.Errorf("floor: %w", err)
	}
	return nil
}

// rows runs statements one after the other.
func (d *DB) execAll(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if err := d.exec(ctx, s); err != nil {
			return err
		}
	}
	return nil
}
