package bot

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

// Cards is where people's live cards stand.
type Cards interface {
	Card(ctx context.Context, subject conference.Subject, personID int64) (conference.Card, bool, error)
	// SaveCard returns where the card stood, the zero Card for nowhere; it keeps the newer revision when it has one
	// already: CodeStale.
	SaveCard(ctx context.Context, subject conference.Subject, personID int64, c conference.Card) (was conference.Card, err error)
	// CardAsks leaves the card in a message alone while a question stands there; no card there is no error.
	CardAsks(ctx context.Context, chatID, messageID int64, until time.Time) error
}

// asksFor is how long somebody has for a question on a card before the card is brought up to date again.
const asksFor = 30 * time.Second

// asks notes, before it is put, that an answer takes the place of a live card: a question, or more buttons. Otherwise a
// change by somebody else would draw the card over it, and the finger would find another button or none.
func (b *Bot) asks(ctx context.Context, t *turn, m handlers.Message) {
	if m.Edit == 0 || m.Card != nil || m.DialogCard {
		return
	}
	if err := b.store.CardAsks(ctx, t.chat, int64(m.Edit), b.now().UTC().Add(asksFor)); err != nil {
		b.log.Warn("question not noted, its card may be drawn over it", "chat", t.chat, "message", m.Edit, "error", err)
	}
}

// remember keeps where the card stands now, and takes an older copy of it out of the chat: a thing has
// one live card. It returns where it stood, the zero Card for nowhere. Covered tells that a newer state was on record
// already, and is now covered by this one.
func (b *Bot) remember(ctx context.Context, t *turn, m handlers.Message, id int) (was conference.Card, covered bool, err error) {
	card := conference.Card{ChatID: t.chat, MessageID: int64(id), Revision: m.Card.Revision, Digest: digest(m)}
	was, err = b.store.SaveCard(ctx, m.Card.Subject, m.Card.PersonID, card)
	if covered = conference.CodeOf(err) == conference.CodeStale; err != nil && !covered {
		return was, false, fmt.Errorf("remember card: %w", err)
	}
	if old := int(was.MessageID); old != 0 && was.ChatID == t.chat && old != id && old != m.Replace {
		b.remove(ctx, t, old)
	}
	return was, covered, nil
}

// digest is what a card shows, in short, so that nothing is sent that changes nothing.
func digest(m handlers.Message) []byte {
	shown, err := json.Marshal(struct {
		HTML     string
		Keyboard handlers.Keyboard
	}{m.Text.HTML(), m.Keyboard})
	if err != nil {
		return nil // strings only: cannot be
	}
	sum := sha256.Sum256(shown)
	return sum[:16]
}
