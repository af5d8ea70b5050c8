package emulator

import (
	"encoding/json"
	"strings"
	"time"
)

// Rates are the most that the bot may send; 0 means no limit. Sends and edits
// share them, answers to presses are free.
type Rates struct {
	Global       int // messages a second, over all chats
	PrivateChat  int // messages a second, in one private chat
	PrivateBurst int // how many a private chat takes at once before that counts; at least 1
	Group        int // messages a minute, in one group
}

// LimitRates enforces rates from now on, by Options.RatesNow.
func (s *Server) LimitRates(r Rates) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rates = &rateLimiter{rates: r, buckets: map[int64]*bucket{}}
}

// TelegramRates are about what Telegram allows.
func TelegramRates() Rates { return Rates{Global: 30, PrivateChat: 1, PrivateBurst: 5, Group: 20} }

type rateLimiter struct {
	rates   Rates
	all     bucket
	buckets map[int64]*bucket // by chat
}

// take spends a call's messages, or refuses it and says how long to wait.
func (l *rateLimiter) take(q *request, now time.Time) error {
	cost := messagesIn(q)
	if l == nil || cost == 0 {
		return nil
	}
	chatID, _ := q.integer("chat_id")
	b := l.buckets[chatID]
	if b == nil {
		b = &bucket{}
		l.buckets[chatID] = b
	}
	perSecond, burst := float64(l.rates.PrivateChat), max(l.rates.PrivateBurst, l.rates.PrivateChat, 1)
	if chatID < 0 {
		perSecond, burst = float64(l.rates.Group)/60, l.rates.Group
	}
	wait := max(b.wait(now, cost, perSecond, burst), l.all.wait(now, cost, float64(l.rates.Global), l.rates.Global))
	if wait > 0 {
		return tooManyRequests(int((wait + time.Second - 1) / time.Second))
	}
	b.left -= float64(cost)
	l.all.left -= float64(cost)
	return nil
}

// messagesIn is how many messages a call counts for.
func messagesIn(q *request) int {
	switch {
	case q.method == "sendchataction":
		return 0
	case q.method == "sendmediagroup":
		var media []json.RawMessage
		// What cannot be read is refused later, by the method itself.
		_ = json.Unmarshal([]byte(q.fields["media"]), &media)
		return max(len(media), 1)
	case strings.HasPrefix(q.method, "send"), strings.HasPrefix(q.method, "edit"),
		strings.HasPrefix(q.method, "copy"), strings.HasPrefix(q.method, "forward"):
		return 1
	}
	return 0
}

// bucket fills at a rate up to a burst.
type bucket struct {
	left float64
	at   time.Time
}

// wait fills the bucket up to now and returns how long it takes until it holds
// what is asked; a rate of 0 is no limit.
func (b *bucket) wait(now time.Time, cost int, perSecond float64, burst int) time.Duration {
	if perSecond <= 0 {
		return 0
	}
	if b.at.IsZero() {
		b.left = float64(burst)
	} else {
		b.left = min(float64(burst), b.left+now.Sub(b.at).Seconds()*perSecond)
	}
	b.at = now
	missing := float64(min(cost, burst)) - b.left
	if missing <= 1e-9 {
		return 0
	}
	return time.Duration(missing / perSecond * float64(time.Second))
}
