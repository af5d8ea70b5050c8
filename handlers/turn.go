package handlers

import (
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// viewer is who reads: a person, their words, and now.
type viewer struct {
	locale
	person conference.Person
	now    time.Time
	rules  conference.Settings // with the service plan in force
}

// may tells whether the person may do something, standing to it as rel says: for what is shown. What is
// done is decided again in its transaction.
func (v viewer) may(a conference.Action, rel conference.Relation) bool {
	return conference.May(v.person, a, rel)
}

// turn is one event with all that is known when it is answered.
type turn struct {
	viewer
	Event
	// dialog is where the person stands, nil for nowhere. A conversation moves it; it is saved after the step.
	dialog *dialog
	// again is set when the event has moved the dialog before: it comes twice.
	again bool
	// button is the tap, decoded; zero for none.
	button button
	// reading is what was understood of the text, as an answer to dialog.Expect; zero for commands and taps.
	reading language.Reading
}

// change says by whom, when and by which update something is changed.
func (t *turn) change() conference.Change {
	return conference.Change{UpdateID: t.UpdateID, Actor: t.person, Now: t.now}
}

// confirms is change for what the dialog's draft becomes: one thing, however often and under whatever update it is
// confirmed, with the message that shows the draft as its card.
func (t *turn) confirms() conference.Change {
	ch := t.change()
	ch.Draft = t.dialog.Nonce
	if place := t.dialogMessage(Text{}, nil); t.Chat.Private {
		ch.Card = conference.Card{ChatID: t.Chat.ID, MessageID: int64(max(place.Edit, place.Replace))}
	}
	return ch
}

// local is now in the organisation's zone, as the language package wants it.
func (v viewer) local() time.Time { return v.now.In(v.zone) }

// answer is a new message in the event's chat.
func (t *turn) answer(text Text, keyboard Keyboard) Message {
	return Message{Chat: t.Chat.ID, Text: text, Keyboard: keyboard}
}

// edit is a message in place of the one whose button was tapped; a new one when none was.
func (t *turn) edit(text Text, keyboard Keyboard) Message {
	m := t.answer(text, keyboard)
	if t.Button != nil {
		m.Edit = t.Button.MessageID
	}
	return m
}

// reply is a reply of messages.
func reply(m ...Message) (Reply, error) { return Reply{Messages: m}, nil }
