package bot

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"huiwu/conference"
	"huiwu/handlers"
)

// Cards is where people's live cards stand.
type Cards interface {
	Card(ctx context.Context, subject conference.Subject, personID int64) (conference.Card, bool, error)
	// SaveCard returns where the card stood, the zero Card for nowhere; it keeps the newer revision when it has one
	// already: CodeStale.
	SaveCard(ctx context.Context, subject conference.Subject, personID int64, c conference.Card) (was conference.Card, err error)
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
