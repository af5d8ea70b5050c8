package emulator

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// User is a person with a Telegram account.
type User struct {
	ID           int64
	FirstName    string
	LastName     string
	Username     string
	Phone        string // the number, as in a shared contact
	LanguageCode string // as the app reports it: "zh-hans", "en"

	// Label and Role stand above the person's phone on the page. Only people
	// with a Label have a phone there.
	Label string
	Role  string

	// Drawer says that the phone lies in the page's drawer until somebody there
	// takes it out. Its owner has started the bot long ago, which may write.
	Drawer bool
}

func (u User) name() string { return strings.TrimSpace(u.FirstName + " " + u.LastName) }

// What a phone can't do. Everything else that it refuses, Telegram's apps refuse too.
var (
	errNoChat    = errors.New("no such chat on this phone")
	errNoMessage = errors.New("no such message in this chat")
	errEmpty     = errors.New("an empty message cannot be sent")
	errNotOwn    = errors.New("only one's own messages can be edited")
	errNoNumber  = errors.New("this account has no phone number to share")
	errBadStart  = errors.New("a start parameter is up to 64 of A-Z, a-z, 0-9, _ and -")
	errNotImage  = errors.New("the file is not a picture")
	errNoPhone   = errors.New("this person has no phone to show")
	errNoButton  = errors.New("the message has no such button")
)

// Phone is what a person holds: it sends to the bot and shows what came. Every
// method returns as soon as the bot's update is queued. One that a person could
// not carry out (an unknown chat, an empty text) does nothing and returns 0.
type Phone struct {
	s  *Server
	id int64
}

// AddUser makes a person known, and returns the phone. Adding the same ID again
// changes the person's details. The bot can't write to them until they have
// written to it.
func (s *Server) AddUser(u User) *Phone {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.people[u.ID]; p != nil {
		p.User = u
		s.notify()
		return p.phone
	}
	p := &person{User: u, phone: &Phone{s: s, id: u.ID}}
	s.people[u.ID] = p
	s.order = append(s.order, u.ID)
	s.chats[u.ID] = &chat{id: u.ID, kind: "private", members: []int64{u.ID}, unread: map[int64]int{}, started: u.Drawer}
	s.notify()
	return p.phone
}

// Phone returns a person's phone, or nil for an unknown person.
func (s *Server) Phone(id int64) *Phone {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.people[id]; p != nil {
		return p.phone
	}
	return nil
}

// ID is the person's Telegram id, and the id of their private chat with the bot.
func (p *Phone) ID() int64 { return p.id }

// SendOption says where and how a person sends.
type SendOption func(*sending)

type sending struct {
	chatID  int64
	thread  int
	replyTo int
	origin  *wireOrigin
}

// InChat sends to a group instead of the private chat.
func InChat(id int64) SendOption { return func(o *sending) { o.chatID = id } }

// ReplyTo answers a message of the chat.
func ReplyTo(messageID int) SendOption { return func(o *sending) { o.replyTo = messageID } }

// Forwarded sends what somebody else wrote first, somebody who hides their account.
func Forwarded(from string) SendOption {
	return func(o *sending) { o.origin = &wireOrigin{Type: "hidden_user", SenderUserName: from} }
}

// Send types a text, commands too, and returns the message's id. A text over
// 4096 units goes out in several messages, as apps do it; the first is returned.
func (p *Phone) Send(text string, options ...SendOption) (messageID int) {
	return p.quietly(p.send(text, options...))
}

func (p *Phone) send(text string, options ...SendOption) (int, error) {
	text = strings.TrimSpace(strings.ToValidUTF8(text, "\ufffd"))
	if text == "" {
		return 0, errEmpty
	}
	var messages []*wireMessage
	for _, piece := range splitUTF16(text, maxText) {
		messages = append(messages, &wireMessage{Text: piece, Entities: detectEntities(piece, nil)})
	}
	return p.post(messages, options...)
}

// Start presses the start button, or opens t.me/<bot>?start=param.
func (p *Phone) Start(param string) (messageID int) { return p.quietly(p.start(param)) }

func (p *Phone) start(param string) (int, error) {
	if !startParam.MatchString(param) {
		return 0, errBadStart
	}
	return p.send(strings.TrimSpace("/start " + param))
}

// SendVoice records a few seconds.
func (p *Phone) SendVoice(options ...SendOption) (messageID int) {
	return p.sendFile(voiceFile, "voice.oga", []byte("OggS\x00 a few seconds of silence"), func(m *wireMessage, f *file) { m.Voice = f.voice(3) }, options)
}

// SendSticker sends a thumb up.
func (p *Phone) SendSticker(options ...SendOption) (messageID int) {
	return p.sendFile(stickerFile, "sticker.webp", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), func(m *wireMessage, f *file) { m.Sticker = f.sticker("👍") }, options)
}

// SendDocument attaches a file.
func (p *Phone) SendDocument(name string, data []byte, options ...SendOption) (messageID int) {
	return p.sendFile(documentFile, name, data, func(m *wireMessage, f *file) { m.Document = f.wire() }, options)
}

func (p *Phone) sendFile(kind, name string, data []byte, fill func(*wireMessage, *file), options []SendOption) int {
	m := &wireMessage{}
	p.s.mu.Lock()
	fill(m, p.s.store(kind, name, slices.Clone(data)))
	p.s.mu.Unlock()
	return p.quietly(p.post([]*wireMessage{m}, options...))
}

// SendLocation sends where the person is.
func (p *Phone) SendLocation(latitude, longitude float64, options ...SendOption) (messageID int) {
	return p.quietly(p.post([]*wireMessage{{Location: &wireLocation{latitude, longitude}}}, options...))
}

// SendPhoto sends pictures with a caption; several are one album, of which the
// first's id is returned. Bytes that are no picture are sent as the smallest one.
func (p *Phone) SendPhoto(caption string, pictures ...[]byte) (messageID int) {
	return p.SendPhotoTo(p.id, caption, pictures...)
}

// SendPhotoTo is SendPhoto to a group.
func (p *Phone) SendPhotoTo(chatID int64, caption string, pictures ...[]byte) (messageID int) {
	for i, picture := range pictures {
		if !isPicture(picture) {
			pictures = slices.Clone(pictures)
			pictures[i] = tinyPicture()
		}
	}
	return p.quietly(p.sendPhotos(chatID, caption, pictures))
}

func (p *Phone) sendPhotos(chatID int64, caption string, pictures [][]byte) (int, error) {
	if len(pictures) == 0 {
		return 0, errEmpty
	}
	var messages []*wireMessage
	p.s.mu.Lock()
	group := ""
	if len(pictures) > 1 {
		group = fmt.Sprint(p.s.newID())
	}
	for _, picture := range pictures {
		f, err := p.s.storePhoto(slices.Clone(picture))
		if err != nil {
			p.s.mu.Unlock()
			return 0, errNotImage
		}
		messages = append(messages, &wireMessage{Photo: f.photo, MediaGroupID: group})
	}
	p.s.mu.Unlock()
	messages[0].Caption = splitUTF16(strings.TrimSpace(caption), maxCaption)[0]
	messages[0].CaptionEntities = detectEntities(messages[0].Caption, nil)
	return p.post(messages, InChat(chatID))
}

// ShareContact sends the person's own contact.
func (p *Phone) ShareContact(options ...SendOption) (messageID int) {
	return p.quietly(p.shareContact(p.id, options...))
}

// ShareContactOf sends somebody else's contact.
func (p *Phone) ShareContactOf(userID int64, options ...SendOption) (messageID int) {
	return p.quietly(p.shareContact(userID, options...))
}

func (p *Phone) shareContact(userID int64, options ...SendOption) (int, error) {
	p.s.mu.Lock()
	owner := p.s.people[userID]
	p.s.mu.Unlock()
	if owner == nil || owner.Phone == "" {
		return 0, errNoNumber
	}
	contact := &wireContact{PhoneNumber: owner.Phone, FirstName: owner.FirstName, LastName: owner.LastName, UserID: owner.ID}
	return p.post([]*wireMessage{{Contact: contact}}, options...)
}

// Forward sends a message of the private chat with the bot once more, as a forward.
func (p *Phone) Forward(messageID int, options ...SendOption) (newID int) {
	p.s.mu.Lock()
	original := p.s.chats[p.id].find(messageID)
	if original == nil {
		p.s.mu.Unlock()
		return p.quietly(0, errNoMessage)
	}
	m := &wireMessage{ForwardOrigin: &wireOrigin{Type: "user", Date: original.m.Date, SenderUser: original.m.From}}
	copyContent(m, original.m)
	p.s.mu.Unlock()
	return p.quietly(p.post([]*wireMessage{m}, options...))
}

// Edit changes the text, or caption, of a message that the person has sent.
func (p *Phone) Edit(messageID int, text string, options ...SendOption) {
	p.quietly(messageID, p.edit(messageID, text, options...))
}

func (p *Phone) edit(messageID int, text string, options ...SendOption) error {
	if text = strings.TrimSpace(text); text == "" {
		return errEmpty
	}
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	c, _, err := p.chat(options)
	if err != nil {
		return err
	}
	target := c.find(messageID)
	if target == nil {
		return errNoMessage
	}
	if target.m.From == nil || target.m.From.ID != p.id {
		return errNotOwn
	}
	edited := target.snapshot()
	if edited.Text != "" {
		edited.Text = splitUTF16(text, maxText)[0]
		edited.Entities = detectEntities(edited.Text, nil)
	} else {
		edited.Caption = splitUTF16(text, maxCaption)[0]
		edited.CaptionEntities = detectEntities(edited.Caption, nil)
	}
	edited.EditDate = s.o.Now().Unix()
	target.m, target.edits = edited, target.edits+1
	s.shown("edit", c, target)
	s.queueMessage("edited_message", c, target)
	return nil
}

// post puts the person's messages into a chat and queues their updates.
func (p *Phone) post(messages []*wireMessage, options ...SendOption) (int, error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	c, o, err := p.chat(options)
	if err != nil {
		return 0, err
	}
	c.started = true
	var first *post
	for _, m := range messages {
		m.From = s.people[p.id].wire()
		c.link(m, o.replyTo)
		m.in(c.threadOf(m, o))
		if o.origin != nil {
			m.ForwardOrigin = o.origin
			m.ForwardOrigin.Date = s.o.Now().Unix()
		}
		sent := s.add(c, &post{m: m})
		if first == nil {
			first = sent
		}
		s.queueMessage("message", c, sent)
	}
	for _, sent := range c.posts[len(c.posts)-len(messages):] {
		s.shown("message", c, sent)
	}
	p.keyboardUsed(c)
	return first.m.MessageID, nil
}

// chat is the one that the options name. The caller holds mu.
func (p *Phone) chat(options []SendOption) (*chat, sending, error) {
	o := sending{chatID: p.id}
	for _, option := range options {
		option(&o)
	}
	if o.chatID == 0 {
		o.chatID = p.id
	}
	c := p.s.chats[o.chatID]
	if c == nil || !slices.Contains(c.members, p.id) || c.migratedTo != 0 {
		return nil, o, errNoChat
	}
	if o.replyTo != 0 && c.find(o.replyTo) == nil || o.thread != 0 && !slices.Contains(c.topics, o.thread) {
		return nil, o, errNoMessage
	}
	return c, o, nil
}

// keyboardUsed puts away a keyboard that was meant for one use.
func (p *Phone) keyboardUsed(c *chat) {
	person := p.s.people[p.id]
	if c.private() && person.keyboard != nil && person.keyboard.OneTime {
		person.keyboard = nil
		p.s.keyboardChanged(person)
	}
}

func (p *Phone) quietly(messageID int, err error) int {
	if err != nil {
		p.s.o.Logger.Warn("phone refused", "user", p.id, "error", err)
		return 0
	}
	return messageID
}
