package handlers

import "huiwu/conference"

// Reply is the answer to one event.
type Reply struct {
	// Toast answers a tap in a line above the chat; Alert shows it as a dialog to be closed.
	Toast    string
	Alert    bool
	Messages []Message
	// From is who is answered, as they are now; the zero Person for somebody who is not known.
	From conference.Person
}

// Message is one message to send, or one to edit.
type Message struct {
	Chat     int64
	Thread   int // the topic of a forum, 0 for none; an answer goes where the event came from
	Text     Text
	Keyboard Keyboard
	// AskContact is the label of a button that shares the person's own phone number.
	AskContact string
	// RemoveKeyboard takes that button away again.
	RemoveKeyboard bool
	// Edit is the message to change in place, 0 to send a new one.
	Edit int
	// Replace is a message to delete, as this one takes its place at the bottom of the chat.
	Replace int
	// Card says which live card this is, so that it is edited from now on.
	Card     *CardRef
	Photos   []string // Telegram file ids
	Voice    string   // Telegram file id
	Document *Document
	Photo    []byte // a PNG made here
	Silent   bool
	ReplyTo  int
	// Pin puts the message at the top of the chat when it is sent; a change of it leaves the pin where it is.
	Pin bool
	// DialogCard marks the card of the chat's dialog; Sent is called with its message id.
	DialogCard bool
}

// CardRef is the thing that a live card shows, for whom, at which revision. Between one revision of the thing and the next
// there is one for a notice about it.
type CardRef struct {
	Subject  conference.Subject
	PersonID int64
	Revision int64
	// Tells is the revision that a notice tells of: who has a later one before them has gone past it. 0 for the one shown.
	Tells int64
}

// Document is a file made here.
type Document struct {
	Name, MIME string
	Data       []byte
}

// Keyboard is the rows of buttons under a message.
type Keyboard [][]Key

// Key is one button: a label and what it does, either Data or URL.
type Key struct {
	Label string
	Data  string // callback data, at most 64 bytes; made by the button codec
	URL   string
	Style Style
}

// Style is a button's colour.
type Style string

// The styles; the zero value is the plain one.
const (
	StylePrimary Style = "primary"
	StyleSuccess Style = "success"
	StyleDanger  Style = "danger"
)

// styled is the key in a colour.
func (k Key) styled(s Style) Key { k.Style = s; return k }

// row adds a row of keys, if there are any.
func (k Keyboard) row(keys ...Key) Keyboard {
	if len(keys) == 0 {
		return k
	}
	return append(k, keys)
}

// grid adds keys in rows of n.
func (k Keyboard) grid(n int, keys ...Key) Keyboard {
	for len(keys) > n {
		k, keys = k.row(keys[:n:n]...), keys[n:]
	}
	return k.row(keys...)
}

// toast is a reply of one line.
func toast(line string) Reply { return Reply{Toast: line} }

// with is the reply with more messages.
func (r Reply) with(m ...Message) Reply { r.Messages = append(r.Messages, m...); return r }
