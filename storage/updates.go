package storage

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// Applied tells whether an update has had its effect, or a draft (by its nonce; 0 for none) become
// something, and what that is.
func (s *Store) Applied(ctx context.Context, updateID, draft int64) (conference.Subject, bool, error) {
	subject, found, err := readOne(ctx, s.pool, pgx.RowToStructByPos[conference.Subject],
		`SELECT subject_kind, subject_id FROM updates WHERE id = $1 OR draft = NULLIF($2::bigint, 0) ORDER BY id = $1 DESC LIMIT 1`, updateID, draft)
	return subject, found, wrap("applied update", err)
}

// SetAside keeps an update that could not be decoded or handled for an operator to look at.
// Once more only counts the tries and renews the reason.
func (s *Store) SetAside(ctx context.Context, updateID int64, raw []byte, reason string, now time.Time) error {
	_, err := s.pool.Exec(ctx, `INSERT INTO updates_set_aside (id, at, raw, reason) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET at = excluded.at, reason = excluded.reason, tries = updates_set_aside.tries + 1, replayed_at = NULL`,
		updateID, now, storable(string(raw)), storable(reason))
	return wrap("set update aside", err)
}

// Aside is an update that lies on the shelf.
type Aside struct {
	ID     int64
	At     time.Time // when it was last tried
	Raw    []byte
	Reason string
	Tries  int // how often it was set aside
}

// UpdatesAside are the updates that nobody has handled, oldest first: those of the ids, or all when none are given.
func (s *Store) UpdatesAside(ctx context.Context, ids ...int64) ([]Aside, error) {
	all, err := readAll(ctx, s.pool, pgx.RowToStructByPos[Aside], `SELECT id, at, convert_to(raw, 'UTF8'), reason, tries FROM updates_set_aside
		WHERE replayed_at IS NULL AND (cardinality($1::bigint[]) = 0 OR id = ANY($1)) ORDER BY id`, append([]int64{}, ids...))
	return all, wrap("updates set aside", err)
}

// MarkReplayed takes an update off the shelf that has been handled after all; what it was stays on record.
func (s *Store) MarkReplayed(ctx context.Context, updateID int64, now time.Time) error {
	_, err := s.pool.Exec(ctx, `UPDATE updates_set_aside SET replayed_at = $2 WHERE id = $1`, updateID, now)
	return wrap("mark update replayed", err)
}

// storable replaces the bytes that PostgreSQL's text cannot hold.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// PurgeUpdates forgets claims older than Telegram could redeliver (a day) and returns how many.
func (s *Store) PurgeUpdates(ctx context.Context, olderThan time.Time) (int64, error) {
	tag, err := s.pool.Exec(ctx, `DELETE FROM updates WHERE at < $1`, olderThan)
	return tag.RowsAffected(), wrap("purge updates", err)
}
