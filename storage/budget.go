package storage

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"huiwu/conference"
)

// Limits are how much may be sent, by all replicas together.
type Limits struct {
	Overall        int // messages a second
	Burst          int // and at once; two thirds of Overall when 0
	Private        int // messages a second to one private chat
	PrivateBurst   int // and at once
	GroupPerMinute int // messages a minute to one group, and at once
}

// DefaultLimits are Telegram's, with a part of each burst kept back: messages that leave evenly
// do not arrive evenly, and those that arrive together are too many.
var DefaultLimits = Limits{Overall: 30, Private: 1, PrivateBurst: 4, GroupPerMinute: 20}

func (l Limits) orDefault() Limits {
	overall := cmp.Or(l.Overall, DefaultLimits.Overall)
	return Limits{
		Overall:        overall,
		Burst:          cmp.Or(l.Burst, max(1, overall*2/3)),
		Private:        cmp.Or(l.Private, DefaultLimits.Private),
		PrivateBurst:   cmp.Or(l.PrivateBurst, DefaultLimits.PrivateBurst),
		GroupPerMinute: cmp.Or(l.GroupPerMinute, DefaultLimits.GroupPerMinute),
	}
}

// ChatPace is how far apart a private chat takes messages.
func (s *Store) ChatPace() time.Duration { return time.Second / time.Duration(s.limits.Private) }

// In Redis, huiwu:budget:<chat> is a hash of a token bucket, left tokens at a time in ms, and
// huiwu:pause:<chat> the time in ms until which nothing is sent; chat 0 is the whole bot.
const (
	budgetKey = "huiwu:budget:"
	pauseKey  = "huiwu:pause:"
	// budgetTTL is longer than any bucket takes to fill, pauseTTL than any pause.
	budgetTTL = 5 * time.Minute
	pauseTTL  = 24 * time.Hour
)

// takeBudget takes one token from both buckets, or none and says how many ms to wait. Tokens
// below a bucket's floor are kept for more urgent lanes. The caller's clock is used, since the
// house's may run ahead; one that lags behind another replica's adds nothing and loses nothing.
var takeBudget = redis.NewScript(`
local now = tonumber(ARGV[1])
local wait = 0
for i = 3, 4 do
	local ends = tonumber(redis.call('GET', KEYS[i]) or '0')
	if ends - now > wait then wait = ends - now end
end
local left, at = {}, {}
for i = 1, 2 do
	local rate, burst, floor = tonumber(ARGV[3*i]), tonumber(ARGV[3*i+1]), tonumber(ARGV[3*i+2])
	local kept = redis.call('HMGET', KEYS[i], 'left', 'at')
	left[i], at[i] = burst, now
	if kept[1] then
		at[i] = math.max(now, tonumber(kept[2]))
		left[i] = math.min(burst, tonumber(kept[1]) + (at[i] - tonumber(kept[2])) * rate / 1000)
	end
	local missing = floor + 1 - left[i]
	if missing > 0.000001 then wait = math.max(wait, math.ceil(missing * 1000 / rate)) end
end
if wait > 0 then return wait end
for i = 1, 2 do
	redis.call('HSET', KEYS[i], 'left', string.format('%.6f', left[i] - 1), 'at', string.format('%.0f', at[i]))
	redis.call('PEXPIRE', KEYS[i], ARGV[2])
end
return 0`)

// laneFloor is how many tokens of the whole bot's bucket a lane leaves to more urgent ones: a
// broadcast that empties the bucket down to its floor still has every token that comes in, and
// an answer finds one at once.
var laneFloor = map[conference.Lane]int{
	conference.LaneAnswer:   0,
	conference.LaneTask:     1,
	conference.LaneReminder: 2,
	conference.LaneBulk:     2,
}

// chatFloor is the same for one chat's bucket: only answers take its last token.
func chatFloor(lane conference.Lane) int {
	if lane == conference.LaneAnswer {
		return 0
	}
	return 1
}

// TakeBudget takes the right to send one message to a chat now (wait 0), or tells how long to
// wait before asking again.
func (s *Store) TakeBudget(ctx context.Context, chat int64, group bool, lane conference.Lane, now time.Time) (wait time.Duration, err error) {
	l := s.limits
	rate, burst := float64(l.Private), l.PrivateBurst
	if group {
		rate, burst = float64(l.GroupPerMinute)/60, l.GroupPerMinute
	}
	id := strconv.FormatInt(chat, 10)
	keys := []string{budgetKey + "0", budgetKey + id, pauseKey + "0", pauseKey + id}
	ms, err := takeBudget.Run(ctx, s.redis, keys, now.UnixMilli(), budgetTTL.Milliseconds(),
		l.Overall, l.Burst, min(laneFloor[lane], l.Burst-1),
		rate, burst, min(chatFloor(lane), burst-1)).Int64()
	return time.Duration(ms) * time.Millisecond, wrapRedis("take budget", err)
}

// pauseBudget never shortens a pause.
var pauseBudget = redis.NewScript(`
if tonumber(ARGV[1]) > tonumber(redis.call('GET', KEYS[1]) or '0') then
	redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return 0`)

// PauseBudget keeps everything back that goes to a chat, or all for chat 0, until then, as a
// 429 asks it.
func (s *Store) PauseBudget(ctx context.Context, chat int64, until time.Time) error {
	key := pauseKey + strconv.FormatInt(chat, 10)
	return wrapRedis("pause sending", pauseBudget.Run(ctx, s.redis, []string{key}, until.UnixMilli(), pauseTTL.Milliseconds()).Err())
}
