package emulator

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Message is a message as a phone shows it now: edited ones with their new
// text, deleted ones not at all.
type Message struct {
	ID        int
	FromBot   bool
	FromID    int64
	FromName  string
	Date      time.Time
	Text      string // or the caption, see Caption
	HTML      string // of text or caption: safe, with Telegram's formatting
	Entities  []Entity
	Caption   string
	ReplyTo   int // the message answered, 0 if none
	Thread    int // the topic it stands in, 0 if none
	Forwarded bool

	PhotoFileID string
	AlbumID     string // shared by the photos of one album
	Document    *Document
	Voice       bool
	Sticker     string // its emoji
	Contact     *Contact
	Location    *Location

	Keyboard   [][]Button // under the message
	ForceReply bool
	Silent     bool
	Edited     int // how many times
	Reactions  []string
}

// Document is a file in a message.
type Document struct {
	FileID string
	Name   string
	Data   []byte
}

// Contact is a contact in a message.
type Contact struct {
	Phone     string
	FirstName string
	LastName  string
	UserID    int64 // 0 if it is no Telegram user's
}

// Location is a place in a message.
type Location struct{ Latitude, Longitude float64 }

// Button returns the button that says label, or failing that contains it.
func (m Message) Button(label string) (Button, bool) {
	for _, exact := range []bool{true, false} {
		for _, b := range slices.Concat(m.Keyboard...) {
			if b.Text == label || !exact && strings.Contains(b.Text, label) {
				return b, true
			}
		}
	}
	return Button{}, false
}

// Messages is the private chat with the bot, oldest first.
func (p *Phone) Messages() []Message { return p.MessagesIn(p.id) }

// MessagesIn is a chat of the person's, oldest first.
func (p *Phone) MessagesIn(chatID int64) []Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.messages(chatID)
}

func (p *Phone) messages(chatID int64) []Message {
	c := p.s.chats[chatID]
	if c == nil || !slices.Contains(c.members, p.id) {
		return nil
	}
	messages := make([]Message, len(c.posts))
	for i, post := range c.posts {
		messages[i] = p.s.seen(post)
	}
	return messages
}

// WaitFor returns as soon as the private chat meets the condition, which is
// asked again after every change; or the context's error.
func (p *Phone) WaitFor(ctx context.Context, condition func([]Message) bool) error {
	return p.WaitForIn(ctx, p.id, condition)
}

// WaitForIn is WaitFor in any of the person's chats.
func (p *Phone) WaitForIn(ctx context.Context, chatID int64, condition func([]Message) bool) error {
	return p.s.awaitUnlocked(ctx, func() func() bool {
		messages := p.messages(chatID)
		return func() bool { return condition(messages) }
	})
}

// WaitMessage returns the newest message of the private chat that matches, as
// soon as there is one.
func (p *Phone) WaitMessage(ctx context.Context, matches func(Message) bool) (Message, error) {
	var found Message
	err := p.WaitFor(ctx, func(messages []Message) bool {
		for _, m := range slices.Backward(messages) {
			if matches(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found, err
}

// Commands is the command menu of the private chat.
func (p *Phone) Commands() []Command {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return slices.Clone(p.s.menu(p.s.chats[p.id], p.s.people[p.id]))
}

// Keyboard is the reply keyboard that the phone shows, or nil.
func (p *Phone) Keyboard() *ReplyKeyboard {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.people[p.id].keyboard
}

// Pinned is the message at the top of the private chat, 0 if none.
func (p *Phone) Pinned() int {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if id := p.s.chats[p.id].lastPinned(); id != nil {
		return *id
	}
	return 0
}

// seen is what a phone shows of a post.
func (s *Server) seen(p *post) Message {
	m := p.m
	v := Message{
		ID: m.MessageID, Date: time.Unix(m.Date, 0).UTC(), Text: m.Text, Caption: m.Caption,
		Entities: m.Entities, Forwarded: m.ForwardOrigin != nil, AlbumID: m.MediaGroupID,
		Voice: m.Voice != nil, Keyboard: m.ReplyMarkup.buttons(), ForceReply: p.force,
		Silent: p.silent, Edited: p.edits, Reactions: slices.Clone(p.reactions),
	}
	if m.From != nil {
		v.FromBot, v.FromID = m.From.ID == s.bot.ID, m.From.ID
		v.FromName = strings.TrimSpace(m.From.FirstName + " " + m.From.LastName)
	}
	if m.Caption != "" {
		v.Text, v.Entities = m.Caption, m.CaptionEntities
	}
	if d := &p.drawn; d.html == "" || d.text != v.Text || !slices.Equal(d.entities, v.Entities) {
		*d = drawn{v.Text, v.Entities, renderHTML(v.Text, v.Entities)}
	}
	v.HTML = p.drawn.html
	v.ReplyTo, v.Thread = p.answered(), m.ThreadID
	s.attachments(&v, m)
	return v
}

func (s *Server) attachments(v *Message, m *wireMessage) {
	if n := len(m.Photo); n > 0 {
		v.PhotoFileID = m.Photo[n-1].FileID
	}
	if d := m.Document; d != nil {
		v.Document = &Document{FileID: d.FileID, Name: d.FileName, Data: s.files[d.FileID].data}
	}
	if m.Sticker != nil {
		v.Sticker = m.Sticker.Emoji
	}
	if c := m.Contact; c != nil {
		v.Contact = &Contact{Phone: c.PhoneNumber, FirstName: c.FirstName, LastName: c.LastName, UserID: c.UserID}
	}
	if l := m.Location; l != nil {
		v.Location = &Location{l.Latitude, l.Longitude}
	}
}

func (k *inlineKeyboard) buttons() [][]Button {
	if k == nil {
		return nil
	}
	var rows [][]Button
	for _, row := range k.Rows {
		var buttons []Button
		for _, b := range row {
			buttons = append(buttons, Button{Text: b.Text, Data: b.CallbackData, URL: b.URL, Style: b.Style})
		}
		rows = append(rows, buttons)
	}
	return rows
}
