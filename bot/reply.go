package bot

import (
	"context"
	"sync"
	"time"

	telegram "github.com/go-telegram/bot"

	"huiwu/conference"
	"huiwu/handlers"
)

// queryLife is how long an answer to a tap is tried; Telegram forgets the tap soon after.
const queryLife = 15 * time.Second

// maxToast is the most UTF-16 units of an answer to a tap.
const maxToast = 200

// reply brings the answer to an event: the tap's own, which stops the button's spinning, and beside it the
// messages in their order; each call takes a while to Telegram and back. What Telegram refuses is logged; the
// effect stands, and the card can be asked for again. While Telegram is away the answer is kept. It is false when the
// bot stops before all is said: then the update is to come again.
func (b *Bot) reply(ctx context.Context, u *update, r handlers.Reply) (answered bool) {
	if u.query != "" {
		var tap sync.WaitGroup
		tap.Go(func() { b.answerTap(ctx, u, r) })
		defer tap.Wait()
	}
	for i, m := range r.Messages {
		if u.event != nil && m.Chat == u.event.Chat.ID {
			m.Thread = u.event.Thread // where it was asked
		}
		if !b.sayInTheEnd(ctx, u, m, i == len(r.Messages)-1) {
			return false
		}
	}
	return true
}

// sayInTheEnd says a message until it stands there or is refused; false when the bot stops before.
func (b *Bot) sayInTheEnd(ctx context.Context, u *update, m handlers.Message, last bool) bool {
	for try := 1; ; try++ {
		limited, cancel := context.WithTimeout(ctx, b.replyTimeout)
		sent, err := b.say(limited, u, m, last)
		cancel()
		if err == nil {
			return true
		}
		b.log.Error("answer not sent", "update", u.id, "chat", m.Chat, "try", try, "sent", sent, "error", err)
		if sent || !transient(err) && ctx.Err() == nil {
			return true
		}
		if !b.pause(ctx, backoff(try)) {
			return false
		}
	}
}

// answerTap answers a press, with nothing to read if there is nothing to say. It is free of limits.
func (b *Bot) answerTap(ctx context.Context, u *update, r handlers.Reply) {
	p := &telegram.AnswerCallbackQueryParams{CallbackQueryID: u.query, Text: cut(r.Toast, maxToast), ShowAlert: r.Alert}
	began := time.Now()
	for try := 1; ; try++ {
		call, cancel := context.WithTimeout(ctx, callTimeout)
		_, err := b.client.AnswerCallbackQuery(call, p)
		cancel()
		wait, tooMany := retryAfter(err)
		switch {
		case err == nil:
			return
		case !tooMany && !transient(err) || time.Since(began)+wait > queryLife:
			b.log.Warn("tap not answered", "update", u.id, "error", err)
			return
		}
		if !b.pause(ctx, max(wait, backoff(try))) {
			return
		}
	}
}

// say brings one message of an answer into its chat. What is sent is not to be sent again, even if it could not be
// noted down. What answers words is answered with the last message; a tap has an answer of its own besides.
func (b *Bot) say(ctx context.Context, u *update, m handlers.Message, last bool) (sent bool, err error) {
	err = b.funnel.in(ctx, m.Chat, conference.LaneAnswer, func(t *turn) error {
		b.asks(ctx, t, m)
		id, err := b.put(ctx, t, m)
		b.follow(ctx, t)
		if err != nil {
			return err
		}
		sent = true
		if m.Card != nil {
			err = b.keep(ctx, t, m, id)
		}
		if m.DialogCard && err == nil && id != m.Edit {
			if last && u.query == "" {
				b.noteAnswered(ctx, u)
			}
			err = b.conversations.Sent(ctx, *u.event, m, id)
		}
		return err
	})
	return sent, err
}

// keep remembers where the card of an answer stands. When a newer state had been shown meanwhile, the answer is drawn
// again: what stands there in the end is never the older one. Where that is no newer, a notice about the same state is
// on record; the answer takes its place.
func (b *Bot) keep(ctx context.Context, t *turn, m handlers.Message, id int) error {
	d := conference.Delivery{Kind: conference.NoticeCard, Subject: m.Card.Subject, To: conference.Audience{Person: m.Card.PersonID}}
	for range maxRedraws {
		_, covered, err := b.remember(ctx, t, m, id)
		if err != nil || !covered {
			return err
		}
		fresh, ok, err := b.composer.Compose(ctx, d)
		if err != nil || !ok || fresh.Card == nil {
			return err //nolint:wrapcheck // the conversations have said what they were doing
		}
		if fresh.Card.Revision <= m.Card.Revision {
			over := *m.Card
			over.Revision++
			m.Card = &over
			continue
		}
		fresh.Chat, fresh.Thread, fresh.Edit = m.Chat, m.Thread, id
		if id, err = b.put(ctx, t, fresh); err != nil {
			return err
		}
		m = fresh
	}
	return nil
}
