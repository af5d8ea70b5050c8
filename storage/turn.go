package storage

import (
	"context"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// In Redis, huiwu:turn:<person> is the replica that handles a person's update now, for as long as its lease lasts,
// and huiwu:answered:<update> stands for an update that has been answered.
const (
	turnKey     = "huiwu:turn:"
	answeredKey = "huiwu:answered:"
	// answeredTTL is longer than it takes until an update whose confirmation was lost comes again.
	answeredTTL = time.Hour
)

const (
	turnTaken    = 1
	turnAnswered = 2 // no turn is needed
)

var takeTurn = redis.NewScript(`
if redis.call('EXISTS', KEYS[2]) == 1 then return 2 end
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`)

var endTurn = redis.NewScript(`
if ARGV[2] ~= '0' then redis.call('SET', KEYS[2], '1', 'PX', ARGV[2]) end
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 0`)

func turnKeys(person, updateID int64) []string {
	return []string{turnKey + strconv.FormatInt(person, 10), answeredKey + strconv.FormatInt(updateID, 10)}
}

// TakeTurn takes, or keeps, the right to handle a Telegram user's updates for the replica called holder, until the
// lease is over or EndTurn is called. It is not taken while another replica has it, and not when the update has been
// answered already.
func (s *Store) TakeTurn(ctx context.Context, person, updateID int64, holder string, lease time.Duration) (taken, answered bool, err error) {
	state, err := takeTurn.Run(ctx, s.redis, turnKeys(person, updateID), holder, lease.Milliseconds()).Int()
	return state == turnTaken, state == turnAnswered, wrapRedis("take a turn", err)
}

// Answered remembers for an hour that the update has been answered; the turn is kept.
func (s *Store) Answered(ctx context.Context, updateID int64) error {
	return wrapRedis("note an answer", s.redis.Set(ctx, answeredKey+strconv.FormatInt(updateID, 10), "1", answeredTTL).Err())
}

// EndTurn gives the turn back, and remembers for an hour when the update has been answered.
func (s *Store) EndTurn(ctx context.Context, person, updateID int64, holder string, answered bool) error {
	var ttl time.Duration
	if answered {
		ttl = answeredTTL
	}
	return wrapRedis("end a turn", endTurn.Run(ctx, s.redis, turnKeys(person, updateID), holder, ttl.Milliseconds()).Err())
}
