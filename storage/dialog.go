package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"huiwu/conference"
)

// In Redis, huiwu:dialog:<chat>:<user> is a hash of a dialog's data and its revision. A
// cleared dialog leaves its revision for tombstone, so that who still holds an older one finds
// out. Losing all of it loses half-typed drafts and nothing else.
const (
	dialogKey = "huiwu:dialog:%d:%d"
	tombstone = 24 * time.Hour
)

// saveDialog is a compare-and-set: ARGV are the expected revision, the data and the time to live in ms.
var saveDialog = redis.NewScript(`
local now = tonumber(redis.call('HGET', KEYS[1], 'revision') or '0')
if now ~= tonumber(ARGV[1]) then return -1 end
redis.call('HSET', KEYS[1], 'revision', now + 1, 'data', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return now + 1`)

var clearDialog = redis.NewScript(`
if redis.call('HEXISTS', KEYS[1], 'data') == 0 then return 0 end
redis.call('HDEL', KEYS[1], 'data')
redis.call('HINCRBY', KEYS[1], 'revision', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1`)

// LoadDialog is the state of one person's dialog in one chat, nil when there is none, and the
// revision to save the next state under.
func (s *Store) LoadDialog(ctx context.Context, chat, user int64) (data []byte, revision int64, err error) {
	var state struct {
		Data     *string `redis:"data"`
		Revision int64   `redis:"revision"`
	}
	if err := s.redis.HMGet(ctx, fmt.Sprintf(dialogKey, chat, user), "data", "revision").Scan(&state); err != nil {
		return nil, 0, wrapRedis("load dialog", err)
	}
	if state.Data != nil {
		data = []byte(*state.Data)
	}
	return data, state.Revision, nil
}

// SaveDialog replaces the state that was loaded at the revision and returns the new revision.
// CodeStale when another step of the same dialog was faster, or the state has expired meanwhile.
func (s *Store) SaveDialog(ctx context.Context, chat, user int64, data []byte, revision int64, ttl time.Duration) (int64, error) {
	next, err := saveDialog.Run(ctx, s.redis, []string{fmt.Sprintf(dialogKey, chat, user)}, revision, data, ttl.Milliseconds()).Int64()
	if err != nil {
		return 0, wrapRedis("save dialog", err)
	}
	if next < 0 {
		return 0, conference.Refuse(conference.CodeStale)
	}
	return next, nil
}

// ClearDialog ends a dialog.
func (s *Store) ClearDialog(ctx context.Context, chat, user int64) error {
	err := clearDialog.Run(ctx, s.redis, []string{fmt.Sprintf(dialogKey, chat, user)}, tombstone.Milliseconds()).Err()
	if errors.Is(err, redis.Nil) {
		err = nil
	}
	return wrapRedis("clear dialog", err)
}
