package handlers

import (
	"encoding/json"

	"huiwu/conference"
)

// giveUp ends the dialog when its question was answered and refused for good: asking again would be refused
// again. A word that is missing or too long can be said once more.
func (t *turn) giveUp(r Reply, err error) (Reply, error) {
	switch conference.CodeOf(err) {
	case "", conference.CodeInternal, conference.CodeUnavailable, conference.CodeDuplicate,
		conference.CodeNoteMissing, conference.CodeTextLong:
		return r, err
	}
	t.close()
	return t.refuse(err), nil
}

// keep writes the conversation's own draft into the dialog.
func (t *turn) keep(draft any) error {
	data, err := json.Marshal(draft)
	if err != nil {
		return wrap("keep draft", err)
	}
	t.dialog.Draft = data
	return nil
}

// recall reads the draft back; what cannot be read is a dialog of another version, and as good as none.
func (t *turn) recall(draft any) error {
	if t.dialog == nil || json.Unmarshal(t.dialog.Draft, draft) != nil {
		return conference.Refuse(conference.CodeStale)
	}
	return nil
}

// asked is a live card that asks its person for a word, by its subject's ID and the message it stands in. It is
// not the dialog's own card: who lets go of the dialog keeps it.
type asked struct {
	ID       int64 `json:"id"`
	Revision int   `json:"rev,omitempty"` // of the subject, as the card showed it
	Card     int   `json:"card"`
}

// askOn opens a dialog for the word that a tapped card asks for.
func (t *turn) askOn(conversation, step string, id int64) error {
	t.open(conversation).Step = step
	return t.keep(asked{ID: id, Revision: int(t.button.rev), Card: t.Button.MessageID})
}

// settled is the card after its word was said, or was no longer needed. A word that was typed has moved the
// chat on: the card follows it to the bottom.
func (t *turn) settled(conversation string, id int64, m Message) Message {
	var a asked
	if !t.in(conversation) || t.recall(&a) != nil || a.ID != id {
		return m
	}
	if t.Button == nil {
		m.Replace = a.Card
	}
	t.close()
	return m
}
