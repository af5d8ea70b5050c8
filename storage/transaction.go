package storage

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// transaction is a pgx.Tx whose BEGIN travels with its first batch and whose COMMIT may travel
// with its last: pgx's own spends a round trip on each.
type transaction struct{ *connection }

type connection = pgx.Conn

var _ pgx.Tx = transaction{}

// open tells whether a transaction is under way; 'I' is the protocol's word for none.
func (t transaction) open() bool { return !t.IsClosed() && t.PgConn().TxStatus() != 'I' }

// Begin opens a savepoint.
func (t transaction) Begin(ctx context.Context) (pgx.Tx, error) {
	_, err := t.Exec(ctx, `SAVEPOINT nested`)
	return savepoint{t}, err
}

// Commit commits; pgx.ErrTxClosed when nothing is open.
func (t transaction) Commit(ctx context.Context) error {
	if !t.open() {
		return pgx.ErrTxClosed
	}
	tag, err := t.Exec(ctx, `COMMIT`)
	if err == nil && tag.String() == "ROLLBACK" {
		return pgx.ErrTxCommitRollback
	}
	return err
}

// Rollback undoes what has not been committed; pgx.ErrTxClosed when nothing is open.
func (t transaction) Rollback(ctx context.Context) error {
	if !t.open() {
		return pgx.ErrTxClosed
	}
	_, err := t.Exec(ctx, `ROLLBACK`)
	return err
}

// LargeObjects implements pgx.Tx; there are none here.
func (t transaction) LargeObjects() pgx.LargeObjects { return pgx.LargeObjects{} }

// Conn is the connection it runs on.
func (t transaction) Conn() *pgx.Conn { return t.connection }

// savepoint is a transaction inside a transaction.
type savepoint struct{ transaction }

// Commit keeps what was done since the savepoint.
func (s savepoint) Commit(ctx context.Context) error {
	_, err := s.Exec(ctx, `RELEASE SAVEPOINT nested`)
	return err
}

// Rollback undoes what was done since the savepoint.
func (s savepoint) Rollback(ctx context.Context) error {
	_, err := s.Exec(ctx, `ROLLBACK TO SAVEPOINT nested`)
	return err
}
