// Package handlers holds the conversations: an Event comes in, a Reply goes out as a value.
//
// Nothing here knows Telegram's API, SQL or Redis. A conversation takes one step per event; what it
// changes it changes through one method of a store, in one transaction, and rights are decided there.
// The words people read stand in locales/.
package handlers

import "time"

// Event is one thing a person did: a message, a command, a tap, a shared contact.
type Event struct {
	UpdateID  int64
	At        time.Time
	Chat      Chat
	Thread    int // the topic of a forum, 0 for none
	From      User
	MessageID int
	// Text is the message's text or caption, commands included.
	Text string
	// Command is the command without slash and bot name, lower case; Args is the rest of the line.
	Command, Args string
	Button        *Button
	Files         []File
	// AlbumID joins the pictures of one album; "" for a picture alone.
	AlbumID           string
	Contact           *Contact
	Edited, Forwarded bool
	// Unsupported names a kind of content that nobody here reads ("sticker", "location"); "" otherwise.
	Unsupported string
	// ReplyTo is the message this one answers, 0 for none.
	ReplyTo int
}

// Chat is where an event happened.
type Chat struct {
	ID      int64
	Private bool
	Title   string
}

// User is who did it, as Telegram knows them.
type User struct {
	ID             int64
	Name, Username string
	Language       string // BCP 47, may be ""
}

// Button is a tap on an inline button.
type Button struct {
	Data      string
	MessageID int // the message the button stands under
}

// FileKind is what sort of file was sent.
type FileKind string

// The kinds of files.
const (
	FilePhoto    FileKind = "photo"
	FileVoice    FileKind = "voice"
	FileDocument FileKind = "document"
	FileVideo    FileKind = "video"
)

// File is a picture, a voice message or another file, by Telegram's id.
type File struct {
	ID   string
	Kind FileKind
}

// Contact is a shared phone number; UserID is the account it belongs to, 0 when none is known.
type Contact struct {
	Phone  string
	UserID int64
}
