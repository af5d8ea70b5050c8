package bot

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

const (
	// tries is how often an update is handled that fails for reasons of its own, before it is set aside.
	tries = 3
	// tryTimeout bounds one try, replyTimeout one try at sending what came of it.
	tryTimeout   = 30 * time.Second
	replyTimeout = time.Minute
)

// Conversations answer events.
type Conversations interface {
	// Handle returns an error for the log only; the reply already says it in kind words. With
	// CodeUnavailable nothing was changed and the same event may be handled again.
	Handle(ctx context.Context, e handlers.Event) (handlers.Reply, error)
	// Refuse says err in the person's words, without looking anything up.
	Refuse(e handlers.Event, err error) handlers.Reply
	// Sent tells which message the card of a dialog has become.
	Sent(ctx context.Context, e handlers.Event, m handlers.Message, messageID int) error
}

// Shelf keeps updates that nobody could read or handle, for an operator to look at.
type Shelf interface {
	SetAside(ctx context.Context, updateID int64, raw []byte, reason string, now time.Time) error
}

// process handles an update to its end: an effect and its answer, or the shelf. It is false when neither
// came about, so that the update must come again.
func (b *Bot) process(ctx context.Context, u *update) bool {
	started := time.Now()
	result, handled := b.settle(ctx, u)
	b.metrics.update(u.kind, result, time.Since(started))
	return handled
}

// settle returns the result for the metrics, and whether the update is done with.
func (b *Bot) settle(ctx context.Context, u *update) (result string, handled bool) {
	switch {
	case u.unread != nil:
		return "unreadable", b.setAside(ctx, u, u.unread)
	case u.reachable == nil && u.moved == nil && u.event == nil:
		return "ignored", true
	}
	return b.insist(ctx, u)
}

// insist tries until the update is handled. While the database is away the update is kept, said so once, and
// tried again until it is back; what fails for another reason is tried three times.
func (b *Bot) insist(ctx context.Context, u *update) (string, bool) {
	told := false
	for try, failures := 1, 0; ; try++ {
		reply, err := b.attempt(ctx, u)
		unavailable := conference.CodeOf(err) == conference.CodeUnavailable
		if err != nil && !unavailable {
			failures++
		}
		last := failures == tries
		if err == nil || last || unavailable && !told {
			told = true
			if !b.reply(ctx, u, reply) {
				return "left", false
			}
		}
		if ctx.Err() != nil {
			return "left", false // the answer may not be out; the effect is known again by the update's id
		}
		if err == nil {
			u.answered, u.from = true, reply.From
			return "ok", true
		}
		b.log.Error("update not handled", "update", u.id, "kind", u.kind, "try", try, "error", err)
		if last {
			return "set_aside", b.setAside(ctx, u, err)
		}
		if !b.pause(ctx, backoff(try)) {
			return "left", false
		}
	}
}

// attempt is one try, in a slot of its own so that nobody has them all. A panic is an error like another.
func (b *Bot) attempt(ctx context.Context, u *update) (reply handlers.Reply, err error) {
	select {
	case b.slots <- struct{}{}:
		defer func() { <-b.slots }()
	case <-ctx.Done():
		return handlers.Reply{}, during("wait for a slot", ctx.Err())
	}
	ctx, cancel := context.WithTimeout(ctx, tryTimeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			reply, err = b.sorry(u), fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	switch {
	case u.event == nil:
		return handlers.Reply{}, b.note(ctx, u)
	case u.flooding:
		return b.conversations.Refuse(*u.event, conference.Refuse(conference.CodeFloodSlow)), nil
	}
	return b.conversations.Handle(ctx, *u.event)
}

// sorry is what is said after a panic, as far as there is anybody to say it to.
func (b *Bot) sorry(u *update) handlers.Reply {
	if u.event == nil {
		return handlers.Reply{}
	}
	return b.conversations.Refuse(*u.event, conference.Refuse(conference.CodeInternal))
}

// pause waits before the next try; false when the bot stops meanwhile.
func (b *Bot) pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-b.dispatcher.stop:
		return false
	case <-ctx.Done():
		return false
	}
}

// setAside puts the update on the shelf, as soon as there is one.
func (b *Bot) setAside(ctx context.Context, u *update, reason error) bool {
	for try := 1; ; try++ {
		err := b.store.SetAside(ctx, u.id, u.raw, reason.Error(), b.now().UTC())
		if err == nil {
			u.aside = true
			b.log.Warn("update set aside", "update", u.id, "kind", u.kind)
			return true
		}
		b.log.Error("update not set aside", "update", u.id, "try", try, "error", err)
		if !b.pause(ctx, backoff(try)) {
			return false
		}
	}
}

// Reachability is who can be reached.
type Reachability interface {
	// PersonByTelegram returns CodeUnknownPerson for an account tied to nobody.
	PersonByTelegram(ctx context.Context, telegramID int64) (conference.Person, error)
	MarkUnreachable(ctx context.Context, personID int64, now time.Time) (first bool, err error)
	MarkReachable(ctx context.Context, personID int64) error
}

// Groups are the groups that the bot is in.
type Groups interface {
	// MoveChat follows a group to the supergroup that it has become; once done it changes nothing.
	MoveChat(ctx context.Context, from, to int64, now time.Time) error
	// ReachChat notes that the bot has been taken into a group, or put out of it.
	ReachChat(ctx context.Context, chat int64, reachable bool, now time.Time) error
}

// note notes what an update says that nobody answers.
func (b *Bot) note(ctx context.Context, u *update) error {
	switch now := b.now().UTC(); {
	case u.moved != nil:
		return during("follow a group", b.store.MoveChat(ctx, u.moved.from, u.moved.to, now))
	case u.group != 0:
		return during("note a group", b.store.ReachChat(ctx, u.group, *u.reachable, now))
	}
	return b.noteReachability(ctx, u)
}

// noteReachability notes that a person blocked or unblocked the bot.
func (b *Bot) noteReachability(ctx context.Context, u *update) error {
	p, err := b.store.PersonByTelegram(ctx, u.person)
	if conference.CodeOf(err) == conference.CodeUnknownPerson {
		return nil
	}
	if err != nil {
		return fmt.Errorf("person of update %d: %w", u.id, err)
	}
	if *u.reachable {
		err = b.store.MarkReachable(ctx, p.ID)
	} else {
		_, err = b.store.MarkUnreachable(ctx, p.ID, b.now().UTC())
	}
	if err != nil {
		return fmt.Errorf("note person %d: %w", p.ID, err)
	}
	return nil
}
