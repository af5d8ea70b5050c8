package storage

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Beat says that a replica lives, and puts deliveries back into the queue that are in the hands of replicas which have
// been silent for so long: they were killed, or cannot reach us. It returns how many. Who has not been heard for that
// long itself puts nothing back, as then the database may have been away for everybody.
func (s *Store) Beat(ctx context.Context, replica string, silence time.Duration) (freed int, err error) {
	b := &pgx.Batch{}
	b.Queue(`INSERT INTO replicas (id, since, seen_at) VALUES ($1, now(), now())
		ON CONFLICT (id) DO UPDATE SET seen_at = now(), since = CASE WHEN replicas.seen_at < now() - $2::interval THEN now() ELSE replicas.since END`,
		replica, silence)
	b.Queue(`UPDATE river_job SET state = 'available'
		WHERE state = 'running' AND EXISTS (SELECT FROM replicas WHERE id = $1 AND since <= now() - $2::interval)
			AND attempted_by[cardinality(attempted_by)] NOT IN (SELECT id FROM replicas WHERE seen_at > now() - $2::interval)`,
		replica, silence).Exec(func(tag pgconn.CommandTag) error { freed = int(tag.RowsAffected()); return nil })
	b.Queue(`DELETE FROM replicas WHERE seen_at < now() - interval '1 day'`)
	return freed, wrap("say that we live", s.pool.SendBatch(ctx, b).Close())
}
