package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

// Composer renders deliveries.
type Composer interface {
	// Compose renders the thing as it stands now for the person of d.To, in their language; false when
	// there is nothing to say any more.
	Compose(ctx context.Context, d conference.Delivery) (handlers.Message, bool, error)
}

// People are the recipients.
type People interface {
	// Person returns CodeNotFound for nobody.
	Person(ctx context.Context, id int64) (conference.Person, error)
}

// maxRedraws bounds how often a card is drawn again because it changed while it was being sent.
const maxRedraws = 3

// Deliver brings a person's chat up to date about a subject: their card of it is edited in place, or put
// at the bottom when it is to ping, or sent when there is none. What has expired, and what nobody can
// receive, is dropped. An error means that it should be tried again; a conference.NotYet says when.
func (b *Bot) Deliver(ctx context.Context, d conference.Delivery) error {
	if expired(d.ExpiresAt, b.now()) {
		return nil
	}
	p, err := b.store.Person(ctx, d.To.Person)
	if conference.CodeOf(err) == conference.CodeNotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("recipient %d: %w", d.To.Person, err)
	}
	if p.TelegramID == 0 || p.Removed || p.Unreachable {
		return nil
	}
	err = b.funnel.in(ctx, p.TelegramID, d.Lane, func(t *turn) error {
		defer b.follow(ctx, t)
		return b.bring(ctx, t, d)
	})
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errUnreachable):
		return b.lost(ctx, p)
	case refused(err):
		b.log.Error("delivery refused", "kind", d.Kind, "subject", d.Subject, "person", p.ID, "error", err)
		return nil
	}
	return fmt.Errorf("deliver %s to person %d: %w", d.Kind, p.ID, err)
}

// bring draws and sends, in the chat's turn, until what is shown is the newest.
func (b *Bot) bring(ctx context.Context, t *turn, d conference.Delivery) error {
	again := false
	for range maxRedraws {
		if !again && expired(d.ExpiresAt, b.now()) {
			return nil
		}
		outdated, err := b.draw(ctx, t, d, again)
		if err != nil || outdated == nil {
			return err
		}
		d, again = refresh(d, outdated), true
	}
	return nil
}

// refresh brings up to date the card that the delivery has drawn: it has sounded. The card may be of something else than
// the delivery, as a meeting's reminder is of the invitation.
func refresh(d conference.Delivery, drawn *handlers.CardRef) conference.Delivery {
	d.Kind, d.Subject, d.Ping = conference.NoticeCard, drawn.Subject, false
	return d
}

// draw shows the delivery once. Another replica may have shown a newer state meanwhile, which is now
// covered by this one: then the card that it returns is to be drawn again, whatever the record says that the chat shows.
func (b *Bot) draw(ctx context.Context, t *turn, d conference.Delivery, again bool) (outdated *handlers.CardRef, err error) {
	m, ok, err := b.composer.Compose(ctx, d)
	if err != nil || !ok {
		return nil, err
	}
	m.Chat, m.Silent = t.home, !d.Ping
	var shown conference.Card
	if m.Card != nil {
		if shown, _, err = b.store.Card(ctx, m.Card.Subject, m.Card.PersonID); err != nil {
			return nil, fmt.Errorf("look up card: %w", err)
		}
		if !place(&m, d, shown, again) {
			return nil, nil
		}
		if wait := shown.AsksUntil.Sub(b.now()); wait > 0 && m.Edit != 0 && !again {
			return nil, conference.NotYet{Wait: wait}
		}
	}
	id, err := b.put(ctx, t, m)
	if err != nil {
		return nil, err
	}
	b.delivered(d)
	if m.Card == nil {
		return nil, nil
	}
	_, covered, err := b.remember(ctx, t, m, id)
	if err == nil && !covered && shown.MessageID == 0 {
		covered, err = b.outdated(ctx, d, m)
	}
	if err != nil || !covered {
		return nil, err
	}
	return m.Card, nil
}

// outdated tells that the thing has changed between being drawn and being remembered. Such a change goes to
// those who have a card: it knew nothing of this one, the person's first. It is drawn as before, as that reads least: a
// reminder is of one attendee, and the card as it stands may be of hundreds.
func (b *Bot) outdated(ctx context.Context, d conference.Delivery, drawn handlers.Message) (bool, error) {
	m, ok, err := b.composer.Compose(ctx, d)
	if err == nil && !ok {
		m, ok, err = b.composer.Compose(ctx, refresh(d, drawn.Card))
	}
	return ok && err == nil && m.Card != nil && m.Card.Revision > drawn.Card.Revision, err
}

// place decides where the card goes; false when the chat shows it already, or something newer. A card that
// was only to be brought up to date, and is, does not ping, nor one that tells of what its reader has gone past; a
// reminder does, whatever stands there.
func place(m *handlers.Message, d conference.Delivery, shown conference.Card, again bool) bool {
	if shown.MessageID == 0 || shown.ChatID != m.Chat {
		return true
	}
	if shown.Revision > m.Card.Revision {
		return false
	}
	same := !again && bytes.Equal(shown.Digest, digest(*m))
	once := d.Kind == conference.NoticeCard || d.Kind == conference.NoticeEmergency // who has it has heard it
	switch {
	case same && (!d.Ping || once):
		return false
	case d.Ping && (m.Card.Tells == 0 || shown.Revision <= m.Card.Tells):
		m.Replace = int(shown.MessageID)
	default:
		m.Edit = int(shown.MessageID)
	}
	return true
}

// follow has a group that has become a supergroup be written to there from now on. Until that is noted Telegram says it
// at each call.
func (b *Bot) follow(ctx context.Context, t *turn) {
	if t.chat == t.home {
		return
	}
	if err := b.store.MoveChat(ctx, t.home, t.chat, b.now().UTC()); err != nil {
		b.log.Warn("group that moved not noted", "chat", t.home, "to", t.chat, "error", err)
	}
}

// delivered measures how late a notice that had its time went out.
func (b *Bot) delivered(d conference.Delivery) {
	if !d.DueAt.IsZero() {
		b.metrics.late(d.Lane, b.now().Sub(d.DueAt))
	}
}

// lost notes that Telegram brings nothing to the person any more.
func (b *Bot) lost(ctx context.Context, p conference.Person) error {
	first, err := b.store.MarkUnreachable(ctx, p.ID, b.now().UTC())
	if err != nil {
		return fmt.Errorf("mark person %d unreachable: %w", p.ID, err)
	}
	if first {
		b.log.Warn("person cannot be reached", "person", p.ID)
	}
	return nil
}

func expired(at, now time.Time) bool { return !at.IsZero() && !now.Before(at) }
