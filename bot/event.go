package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"

	"huiwu/conference"
	"huiwu/handlers"
)

// update is one update as far as it was understood.
type update struct {
	id   int64
	raw  json.RawMessage
	kind string // for metrics: a name of allowedUpdates, "other" or "unreadable"
	// person is whose turn it is: one person's updates are handled in order.
	person int64
	// event is for the conversations; nil when there is nothing to answer.
	event *handlers.Event
	query string // the tap to be answered, "" for none
	// reachable tells that the person blocked (false) or unblocked (true) the bot, or put it out of the group or took
	// it in.
	reachable *bool
	group     int64 // that reachable is about; 0 for the person
	// moved tells that a group has become a supergroup.
	moved *move
	// flooding: the person sends too much; this one is answered with that, and nothing else.
	flooding bool
	// answered: all went well, and the answer is out.
	answered bool
	// from is whom the answer was for; the zero Person for somebody who is not known.
	from conference.Person
	// aside: it lies on the shelf, from where it may be handed in again.
	aside bool
	// unread says why nobody can handle it; nil when somebody can.
	unread error
}

// move is a group's id and that of the supergroup that it has become.
type move struct{ from, to int64 }

var errNoUpdateID = errors.New("update without an id")

// maxUpdateID keeps offsets from overflowing; Telegram's ids have 32 bits.
const maxUpdateID = 1 << 62

// decode reads one update. The only error is one without an id, which can be neither kept nor confirmed;
// what cannot be read otherwise has unread set.
func decode(raw json.RawMessage, username string, now time.Time) (*update, error) {
	var named struct {
		ID *int64 `json:"update_id"`
	}
	if err := json.Unmarshal(raw, &named); err != nil || named.ID == nil || *named.ID <= 0 || *named.ID > maxUpdateID {
		return nil, errNoUpdateID
	}
	u := &update{id: *named.ID, raw: raw, kind: "unreadable"}
	var w wireUpdate
	if err := json.Unmarshal(raw, &w); err != nil {
		u.unread = fmt.Errorf("read update: %w", err)
		return u, nil
	}
	u.fill(w, username, now)
	return u, nil
}

// fill takes the update's one content over.
func (u *update) fill(w wireUpdate, username string, now time.Time) {
	switch {
	case w.Message != nil:
		u.kind = "message"
		u.message(w.Message, username)
	case w.Edited != nil:
		u.kind = "edited_message"
		u.message(w.Edited, username)
		if u.event != nil {
			u.event.Edited = true
		}
	case w.Callback != nil:
		u.kind = "callback_query"
		u.tap(w.Callback, now)
	case w.Member != nil:
		u.kind = "my_chat_member"
		u.person = w.Member.From.ID
		reachable := w.Member.New.Status != "kicked" && w.Member.New.Status != "left"
		u.reachable = &reachable
		if w.Member.Chat.Type != models.ChatTypePrivate {
			u.group = w.Member.Chat.ID
		}
	default:
		u.kind = "other"
		u.unread = errors.New("an update of a kind that was not asked for")
	}
}

// message reads a person's message. Those of bots and anonymous admins, what a group says about itself
// and commands to other bots leave no event.
func (u *update) message(m *wireMessage, username string) {
	u.person = m.Chat.ID
	switch {
	case m.MigrateTo != 0:
		u.moved = &move{m.Chat.ID, m.MigrateTo}
		return
	case m.MigrateFrom != 0:
		u.moved = &move{m.MigrateFrom, m.Chat.ID}
		return
	case m.From == nil || m.From.IsBot:
		return
	}
	u.person = m.From.ID
	e := &handlers.Event{UpdateID: u.id, At: instant(max(m.Date, m.EditDate)), Chat: chatOf(m.Chat), Thread: m.topic(), From: userOf(*m.From),
		MessageID: m.ID, Text: m.Text, AlbumID: m.AlbumID, Forwarded: m.ForwardOrigin != nil, Files: m.files()}
	entities := m.Entities
	if e.Text == "" {
		e.Text, entities = m.Caption, m.CaptionEntities
	}
	if m.ReplyTo != nil && m.ReplyTo.ID != m.topic() { // what answers nothing in a topic comes as an answer to its first message
		e.ReplyTo = m.ReplyTo.ID
	}
	if m.Contact != nil {
		e.Contact = &handlers.Contact{Phone: m.Contact.PhoneNumber, UserID: m.Contact.UserID}
	}
	if unread := u.content(); unread != "" && len(e.Files) == 0 || unread == "animation" {
		e.Unsupported, e.Files = unread, nil
	}
	command, args, to := commandOf(e.Text, entities)
	if to != "" && !strings.EqualFold(to, username) {
		return
	}
	e.Command, e.Args = command, args
	if e.Text != "" || len(e.Files) > 0 || e.Contact != nil || e.Unsupported != "" {
		u.event = e
	}
}

// files are the message's files that are read; of a picture's sizes the largest.
func (m *wireMessage) files() []handlers.File {
	switch {
	case len(m.Photo) > 0:
		largest := slices.MaxFunc(m.Photo, func(a, b models.PhotoSize) int { return a.Width*a.Height - b.Width*b.Height })
		return []handlers.File{{ID: largest.FileID, Kind: handlers.FilePhoto}}
	case m.Voice != nil:
		return []handlers.File{{ID: m.Voice.ID, Kind: handlers.FileVoice}}
	case m.Video != nil:
		return []handlers.File{{ID: m.Video.ID, Kind: handlers.FileVideo}}
	case m.Document != nil:
		return []handlers.File{{ID: m.Document.ID, Kind: handlers.FileDocument}}
	}
	return nil
}

// content names what the message holds that is not read, "" for nothing.
func (u *update) content() string {
	var w struct {
		Message map[string]json.RawMessage `json:"message"`
		Edited  map[string]json.RawMessage `json:"edited_message"`
	}
	if json.Unmarshal(u.raw, &w) != nil {
		return ""
	}
	for _, kind := range contents {
		if w.Message[kind] != nil || w.Edited[kind] != nil {
			return kind
		}
	}
	return ""
}

// tap reads a press of a button. A message that is no longer accessible has still its chat and its id.
func (u *update) tap(c *wireCallback, now time.Time) {
	u.person = c.From.ID
	u.query = c.ID
	e := &handlers.Event{UpdateID: u.id, At: now.UTC(), From: userOf(c.From),
		Chat: handlers.Chat{ID: c.From.ID, Private: true}, Button: &handlers.Button{Data: c.Data}}
	if c.Message != nil {
		e.Chat, e.Thread, e.MessageID = chatOf(c.Message.Chat), c.Message.topic(), c.Message.ID
		e.Button.MessageID = c.Message.ID
	}
	u.event = e
}

// commandOf reads the command a text begins with: its name in lower case, the rest of the text, and the
// bot it is for, "" when that is not said. Lengths of entities count UTF-16 units.
func commandOf(text string, entities []models.MessageEntity) (name, args, to string) {
	i := slices.IndexFunc(entities, func(e models.MessageEntity) bool {
		return e.Type == models.MessageEntityTypeBotCommand && e.Offset == 0
	})
	if i < 0 {
		return "", "", ""
	}
	units := utf16.Encode([]rune(text))
	if n := entities[i].Length; n < 2 || n > len(units) || units[0] != '/' {
		return "", "", ""
	}
	word := string(utf16.Decode(units[1:entities[i].Length]))
	name, to, _ = strings.Cut(word, "@")
	return strings.ToLower(name), strings.TrimSpace(string(utf16.Decode(units[entities[i].Length:]))), to
}

func chatOf(c models.Chat) handlers.Chat {
	return handlers.Chat{ID: c.ID, Private: c.Type == models.ChatTypePrivate, Title: c.Title}
}

func userOf(u models.User) handlers.User {
	return handlers.User{ID: u.ID, Name: strings.TrimSpace(u.FirstName + " " + u.LastName),
		Username: u.Username, Language: u.LanguageCode}
}

func instant(unix int64) time.Time { return time.Unix(unix, 0).UTC() }
