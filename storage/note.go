package storage

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// QueueTx is a transaction in which the queue notes what has gone out: one query in one round trip, which takes effect
// whether Commit follows or not. It does not wait for the disk: who loses power in that moment sends it again.
func (s *Store) QueueTx(ctx context.Context) (pgx.Tx, error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, wrap("begin", err)
	}
	return &note{transaction: transaction{conn.Conn()}, conn: conn}, nil
}

// note is a pgx.Tx that ends with its query: statements that are sent together, without BEGIN, are one transaction.
type note struct {
	transaction
	conn    *pgxpool.Conn // nil once given back
	results pgx.BatchResults
}

// Query asks the one query.
func (n *note) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	b := &pgx.Batch{}
	b.Queue(`SELECT set_config('synchronous_commit', 'off', true)`)
	b.Queue(sql, args...)
	n.results = n.SendBatch(ctx, b)
	if _, err := n.results.Exec(); err != nil {
		return nil, err //nolint:wrapcheck // the queue says what it was doing
	}
	return n.results.Query() //nolint:wrapcheck // the same
}

// Commit says whether the query took effect; pgx.ErrTxClosed when that has been said.
func (n *note) Commit(context.Context) error { return n.end() }

// Rollback gives the connection back; it undoes nothing.
func (n *note) Rollback(context.Context) error { return n.end() }

func (n *note) end() (err error) {
	if n.conn == nil {
		return pgx.ErrTxClosed
	}
	if n.results != nil {
		err = n.results.Close()
	}
	n.conn.Release()
	n.conn = nil
	return err
}
