package storage

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// readAll runs a query and scans all its rows.
func readAll[T any](ctx context.Context, q querier, scan pgx.RowToFunc[T], sql string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan)
}

// readOne runs a query of at most one row.
func readOne[T any](ctx context.Context, q querier, scan pgx.RowToFunc[T], sql string, args ...any) (v T, found bool, err error) {
	all, err := readAll(ctx, q, scan, sql, args...)
	if err != nil || len(all) == 0 {
		return v, false, err
	}
	return all[0], true, nil
}

// must takes what readOne gives: a missing row is CodeNotFound.
func must[T any](v T, found bool, err error) func(doing string) (T, error) {
	return func(doing string) (T, error) {
		if err == nil && !found {
			err = pgx.ErrNoRows
		}
		return v, wrap(doing, err)
	}
}

// instant scans a time that may be NULL, which is the zero time.
type instant struct{ t *time.Time }

// ScanTimestamptz implements pgtype.TimestamptzScanner.
func (i instant) ScanTimestamptz(v pgtype.Timestamptz) error {
	*i.t = time.Time{}
	if v.Valid {
		*i.t = v.Time.UTC()
	}
	return nil
}

func scanInstant(row pgx.CollectableRow) (t time.Time, err error) {
	err = row.Scan(&t)
	return t.UTC(), err
}
