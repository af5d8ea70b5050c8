package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// dialogTTL is how long a dialog waits for its person.
const dialogTTL = 12 * time.Hour

// dialogStore keeps one dialog for each person in each chat (Redis).
type dialogStore interface {
	// LoadDialog returns nil data when there is none.
	LoadDialog(ctx context.Context, chat, user int64) (data []byte, revision int64, err error)
	// SaveDialog writes if the revision is still the one loaded, else CodeStale.
	SaveDialog(ctx context.Context, chat, user int64, data []byte, revision int64, ttl time.Duration) (int64, error)
	ClearDialog(ctx context.Context, chat, user int64) error
}

// dialog is where a person stands in a conversation of several steps. There is one at a time per chat.
type dialog struct {
	// Conversation is the name of the conversation that the next words belong to.
	Conversation string `json:"c"`
	// Step is what was asked last; the conversation's own.
	Step string `json:"s,omitempty"`
	// Nonce is the update that opened the dialog. It marks its buttons: those of an older one are stale.
	Nonce int64 `json:"n"`
	// Card is the message that shows the dialog, 0 until it has gone out.
	Card int `json:"m,omitempty"`
	// Beside is the message whose button opened the dialog, where that message stays as it is; 0 for none.
	Beside int `json:"bs,omitempty"`
	// Expect is what a bare answer is read as.
	Expect language.Slot `json:"e,omitempty"`
	// LastUpdate moved the dialog last: the same update again changes nothing.
	LastUpdate int64 `json:"u"`
	// Before are updates that moved it, or what stood here before, earlier.
	Before []int64 `json:"ub,omitempty"`
	// Draft is the conversation's own.
	Draft json.RawMessage `json:"d,omitempty"`
	// Aside are those that were under way when this one was opened, the latest first. Words are not for them;
	// the buttons of their cards go on with them.
	Aside []*dialog `json:"o,omitempty"`
}

// mostAside is how many dialogs wait behind the one that is open.
const mostAside = 3

// open starts a dialog for a conversation. One that is under way is put aside.
func (t *turn) open(conversation string) *dialog {
	t.dialog = &dialog{Conversation: conversation, Nonce: t.UpdateID, Aside: t.behind()}
	return t.dialog
}

// reopen starts a dialog in the place of the conversation's last one, whose card it takes.
func (t *turn) reopen(conversation string) *dialog {
	if !t.busy() || !t.in(conversation) {
		return t.open(conversation)
	}
	t.dialog = &dialog{Conversation: conversation, Nonce: t.UpdateID, Card: t.dialog.Card, Aside: t.dialog.Aside}
	return t.dialog
}

// behind is what waits behind a dialog that is opened now. One whose card has not gone out waits too: its update may
// come again, and is answered then.
func (t *turn) behind() []*dialog {
	if t.dialog == nil {
		return nil
	}
	aside := t.dialog.Aside
	if t.busy() {
		old := *t.dialog
		old.Aside, old.Before = nil, nil
		aside = append([]*dialog{&old}, aside...)
	}
	return aside[:min(len(aside), mostAside)]
}

// close ends the dialog. Those aside stay there. What is left remembers which updates have been here.
func (t *turn) close() {
	if t.dialog != nil {
		t.dialog = &dialog{Step: stepDone, Card: t.dialog.Card, Aside: t.dialog.Aside}
	}
}

// stepDone is where a dialog has been that has done its work.
const stepDone = "done"

// busy tells whether something is being asked.
func (t *turn) busy() bool { return t.dialog != nil && t.dialog.Step != stepDone }

// in tells whether the person is in a dialog of the conversation.
func (t *turn) in(conversation string) bool {
	return t.dialog != nil && t.dialog.Conversation == conversation
}

// dialogButton is a button of the person's dialog; its verb must be the conversation's.
func (t *turn) dialogButton(verb, arg string) button {
	return button{verb: verb, id: t.person.ID, rev: t.dialog.Nonce, arg: arg}
}

// ownsButton tells whether the tapped button is of a dialog of the conversation that is under way: of the one
// that is open, or of one aside, which is then open again.
func (t *turn) ownsButton(conversation string) bool {
	if t.dialog == nil || t.button.id != t.person.ID {
		return false
	}
	t.resume(func(d *dialog) bool { return d.Nonce == t.button.rev && d.Conversation == conversation })
	return t.button.rev == t.dialog.Nonce && t.in(conversation)
}

// resume opens a dialog again that waits aside, if there is one like that.
func (t *turn) resume(like func(*dialog) bool) bool {
	i := slices.IndexFunc(t.dialog.Aside, like)
	if i < 0 {
		return false
	}
	again := t.dialog.Aside[i]
	t.dialog.Aside = slices.Delete(t.dialog.Aside, i, i+1)
	again.Aside = t.behind()
	t.dialog = again
	return true
}

// lostButton answers a button of a dialog that is not under way, or is somebody else's. Its draft may have become
// something: that is shown then.
func (t *turn) lostButton() (Reply, error) {
	if t.button.id != t.person.ID {
		return Reply{Toast: t.label("core.foreign"), Alert: true}, nil
	}
	return Reply{}, conference.Refuse(conference.CodeStale, "draft", t.button.rev)
}

// tapped has answer deal with a button of the conversation's draft: what the button does, and the value after the dot.
func tapped[D any](ctx context.Context, t *turn, conversation string,
	answer func(ctx context.Context, t *turn, d D, what, value string) (Reply, error)) (Reply, error) {
	var d D
	if !t.ownsButton(conversation) {
		return t.lostButton()
	}
	if err := t.recall(&d); err != nil {
		return Reply{}, err
	}
	what, value, _ := strings.Cut(t.button.arg, ".")
	return answer(ctx, t, d, what, value)
}

// dialogMessage shows the dialog: as an edit of its card when a button was tapped there, else at the bottom
// of the chat in the old card's place.
func (t *turn) dialogMessage(text Text, keyboard Keyboard) Message {
	m := Message{Chat: t.Chat.ID, Text: text, Keyboard: keyboard, DialogCard: true}
	switch {
	case t.Button != nil && (t.dialog == nil || t.Button.MessageID != t.dialog.Beside):
		m.Edit = t.Button.MessageID
		if t.dialog != nil {
			t.dialog.Card = m.Edit
		}
	case t.dialog != nil:
		m.Replace = t.dialog.Card
	}
	return m
}

// load reads the dialog of the event's person and chat. What cannot be read is as good as none.
func (h *Handlers) load(ctx context.Context, e Event) (d *dialog, revision int64, err error) {
	data, revision, err := h.store.LoadDialog(ctx, e.Chat.ID, e.From.ID)
	if err != nil || data == nil {
		return nil, revision, wrap("load dialog", err)
	}
	d = new(dialog)
	if err := json.Unmarshal(data, d); err != nil {
		h.log.Warn("dialog unreadable, dropped", "chat", e.Chat.ID, "error", err)
		return nil, revision, nil
	}
	return d, revision, nil
}

// save writes the dialog if the step has moved it.
func (h *Handlers) save(ctx context.Context, e Event, before []byte, revision int64, d *dialog) error {
	if d == nil {
		if before == nil {
			return nil
		}
		return wrap("clear dialog", h.store.ClearDialog(ctx, e.Chat.ID, e.From.ID))
	}
	if bytes.Equal(before, encode(d)) {
		return nil
	}
	d.Before, d.LastUpdate = earlier(before), e.UpdateID
	_, err := h.store.SaveDialog(ctx, e.Chat.ID, e.From.ID, encode(d), revision, dialogTTL)
	return wrap("save dialog", err)
}

// mostBefore is how many updates a dialog remembers.
const mostBefore = 12

// earlier are the updates that have moved the chat's dialog as it was kept.
func earlier(kept []byte) []int64 {
	var was dialog
	if len(kept) == 0 || json.Unmarshal(kept, &was) != nil {
		return nil
	}
	was.Before = append(was.Before, was.LastUpdate)
	return was.Before[max(0, len(was.Before)-mostBefore):]
}

// past tells whether the event has moved the dialog before, and others have moved it since.
func (d *dialog) past(e Event) bool {
	return d != nil && e.UpdateID != d.LastUpdate && slices.Contains(d.Before, e.UpdateID)
}

// missed opens the dialog again that a past event opened or moved last, if it is still there: whoever came since may
// have come by a way of their own, before anybody had shown it.
func (t *turn) missed() bool {
	moved := func(d *dialog) bool { return d.Nonce == t.UpdateID || d.LastUpdate == t.UpdateID }
	return t.busy() && moved(t.dialog) || t.resume(moved)
}

// Sent tells the dialog which message its card is, after a Message with DialogCard went out. One that was edited in
// place is known already.
func (h *Handlers) Sent(ctx context.Context, e Event, m Message, messageID int) error {
	if !m.DialogCard || m.Chat != e.Chat.ID {
		return nil
	}
	for range 3 {
		d, revision, err := h.load(ctx, e)
		if err != nil || d == nil || d.LastUpdate != e.UpdateID || d.Card == messageID {
			return err
		}
		d.Card = messageID
		_, err = h.store.SaveDialog(ctx, e.Chat.ID, e.From.ID, encode(d), revision, dialogTTL)
		if conference.CodeOf(err) != conference.CodeStale {
			return wrap("save dialog", err)
		}
	}
	return nil
}

// encode is the dialog as it is kept; nil for none.
func encode(d *dialog) []byte {
	if d == nil {
		return nil
	}
	data, err := json.Marshal(d)
	if err != nil {
		return nil // the draft is JSON already: cannot be
	}
	return data
}

// wrap puts what was being done before an error; nil stays nil.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
