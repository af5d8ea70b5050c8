package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// How long an update waits for the bot, on the server's clock.
const (
	keepUpdate   = 24 * time.Hour
	keepCallback = 150 * time.Second
)

// update is one event for the bot. Those with the same lane are delivered to a
// webhook one after another.
type update struct {
	id   int64
	kind string
	lane string
	at   time.Time
	raw  json.RawMessage
}

// updateQueue holds what the bot has not confirmed.
type updateQueue struct {
	nextID  int64
	pending []*update
	allowed []string // nil: all but unlessAsked
	poll    *poll    // the getUpdates that is being held, if any
	polls   int      // begun so far
}

// poll is a held getUpdates; err says why it was ended by somebody else.
type poll struct{ err *apiError }

func (u *updateQueue) end(err *apiError) {
	if u.poll != nil {
		u.poll.err = err
		u.poll = nil
	}
}

// allow remembers which kinds the bot asked for; absent, nothing changes.
func (u *updateQueue) allow(q *request) error {
	var kinds []string
	raw := q.fields["allowed_updates"]
	if raw == "" {
		return nil
	}
	if json.Unmarshal([]byte(raw), &kinds) != nil {
		return badRequest("can't parse allowed updates: expected an Array of String")
	}
	for _, kind := range kinds {
		if !updateKinds[kind] {
			return badRequest("unknown update kind %q in allowed_updates", kind)
		}
	}
	u.allowed = kinds
	return nil
}

func (u *updateQueue) wants(kind string) bool {
	if len(u.allowed) == 0 {
		return !unlessAsked[kind]
	}
	return slices.Contains(u.allowed, kind)
}

// confirm forgets what an offset settles: all before it, or with a negative one
// all but the newest.
func (u *updateQueue) confirm(offset int64) {
	if offset < 0 {
		u.pending = slices.Clone(u.pending[max(0, len(u.pending)+int(max(offset, -1<<30))):])
		return
	}
	u.pending = slices.DeleteFunc(u.pending, func(p *update) bool { return p.id < offset })
}

func (u *updateQueue) expire(now time.Time) {
	u.pending = slices.DeleteFunc(u.pending, func(p *update) bool {
		age := now.Sub(p.at)
		return age > keepUpdate || p.kind == "callback_query" && age > keepCallback
	})
}

func (u *updateQueue) remove(p *update) {
	u.pending = slices.DeleteFunc(u.pending, func(other *update) bool { return other == p })
}

// queue adds an update for the bot, if it wants the kind. The caller holds mu.
func (s *Server) queue(kind string, chatID, userID int64, payload any) {
	if !s.updates.wants(kind) {
		return
	}
	id := s.updates.nextID
	raw, err := json.Marshal(map[string]any{"update_id": id, kind: payload})
	if err != nil {
		s.o.Logger.Error("update not queued", "kind", kind, "error", err)
		return
	}
	lane := fmt.Sprintf("chat %d", chatID)
	if kind == "callback_query" {
		lane = fmt.Sprintf("user %d", userID)
	}
	s.updates.nextID++
	s.updates.pending = append(s.updates.pending, &update{id, kind, lane, s.o.Now(), raw})
	s.notify()
}

// queueMessage tells the bot of a person's message, if it may see it.
func (s *Server) queueMessage(kind string, c *chat, p *post) {
	if c.botLeft || !s.visible(c, p.m) {
		return
	}
	s.queue(kind, c.id, p.m.From.ID, p.m)
}

// Inject queues an update as it is, so that a test can send what this server
// never would: unknown kinds, wrong types, an id twice. Without an update_id it
// gets the next one. The only error is JSON that is no object.
func (s *Server) Inject(raw json.RawMessage) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil {
		return fmt.Errorf("inject update: %w", err)
	}
	if object == nil {
		return errors.New("inject update: null is no update")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var id int64
	if json.Unmarshal(object["update_id"], &id) != nil {
		id = s.updates.nextID
		object["update_id"] = fmt.Appendf(nil, "%d", id)
		var err error
		if raw, err = json.Marshal(object); err != nil {
			return fmt.Errorf("inject update: %w", err)
		}
	}
	s.updates.nextID = max(s.updates.nextID, id+1)
	s.updates.pending = append(s.updates.pending, &update{id, "injected", "injected", s.o.Now(), slices.Clone(raw)})
	s.notify()
	return nil
}

// NextUpdateID makes the next update's id n, as when Telegram starts counting
// anew after a quiet week.
func (s *Server) NextUpdateID(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.updates.nextID = n
}

// getUpdates holds the request until there is something, the timeout is over or
// another request takes its place.
func (s *Server) getUpdates(ctx context.Context, q *request) (any, error) {
	mine, limit, err := s.beginPoll(q)
	if err != nil {
		return nil, err
	}
	timeout := time.Duration(min(max(q.number("timeout"), 0), maxPollSeconds)) * time.Second
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	batch := []json.RawMessage{}
	ready := func() bool {
		if mine.err != nil {
			return true
		}
		for _, u := range s.updates.pending[:min(limit, len(s.updates.pending))] {
			batch = append(batch, u.raw)
		}
		return len(batch) > 0
	}
	err = s.await(ctx, ready)
	s.mu.Lock()
	defer s.mu.Unlock()
	if mine.err != nil {
		return nil, mine.err
	}
	s.updates.poll = nil
	if errors.Is(err, context.DeadlineExceeded) {
		err = nil
	}
	return batch, err
}

// beginPoll confirms what the request confirms and takes the place of any poll
// that is being held.
func (s *Server) beginPoll(q *request) (*poll, int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.webhook != nil {
		return nil, 0, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if err := s.updates.allow(q); err != nil {
		return nil, 0, err
	}
	s.updates.end(conflict("terminated by other getUpdates request; make sure that only one bot instance is running"))
	s.updates.expire(s.o.Now())
	if offset, ok := q.integer("offset"); ok {
		s.updates.confirm(offset)
	}
	limit := q.number("limit")
	if limit < 1 || limit > maxUpdates {
		limit = maxUpdates
	}
	mine := &poll{}
	s.updates.poll = mine
	s.updates.polls++
	s.notify()
	return mine, limit, nil
}

// Pending is how many updates wait for the bot, or for being confirmed by it.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.updates.pending)
}

// WaitPolls returns when n calls of getUpdates in all have begun, so that a
// test knows that one is being held.
func (s *Server) WaitPolls(ctx context.Context, n int) error {
	return s.await(ctx, func() bool { return s.updates.polls >= n })
}
