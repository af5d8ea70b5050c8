package storage

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// Applied tells whether an update has had its effect, and on what.
func (s *Store) Applied(ctx context.Context, updateID int64) (conference.Subject, bool, error) {
	subject, found, err := readOne(ctx, s.pool, pgx.RowToStructByPos[conference.Subject],
		`SELECT subject_kind, subject_id FROM updates WHERE id = $1`, updateID)
	return subject, found, wrap("applied update", err)
}

// SetAside keeps an update that could not be decoded or handled for an operator to look at.
// Once more only counts the tries and renews the reason.
func (s *Store) SetAside(ctx context.Context, updateID int64, raw []byte, reason string, now time.Time) error {
	_, err := s.pool.Exec(ctx, `INSERT INTO updates_set_aside (id, at, raw, reason) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET at = excluded.at, reason = excluded.reason, tries = updates_set_aside.tries + 1`,
		updateID, now, storable(string(raw)), storable(reason))
	return wrap("set update aside", err)
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
