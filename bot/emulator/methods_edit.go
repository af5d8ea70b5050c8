package emulator

import (
	"encoding/json"
	"reflect"
	"time"
)

// deletable is how long a message can be deleted.
const deletable = 48 * time.Hour

// editable finds the message that an edit names: one of the bot's own.
func (s *Server) editable(q *request) (*chat, *post, error) {
	if q.fields["inline_message_id"] != "" {
		return nil, nil, badRequest("MESSAGE_ID_INVALID")
	}
	c, err := s.recipient(q)
	if err != nil {
		return nil, nil, err
	}
	if q.number("message_id") <= 0 {
		return nil, nil, badRequest("message identifier is not specified")
	}
	p := c.find(q.number("message_id"))
	if p == nil {
		return nil, nil, badRequest("message to edit not found")
	}
	if p.m.From == nil || p.m.From.ID != s.bot.ID || p.special {
		return nil, nil, badRequest("message can't be edited")
	}
	return c, p, nil
}

// edit applies change to a copy of the message and shows it, unless nothing
// would be different. Without a keyboard in the request, the old one goes.
func (s *Server) edit(q *request, change func(m *wireMessage) error) (any, error) {
	c, p, err := s.editable(q)
	if err != nil {
		return nil, err
	}
	edited := p.snapshot()
	if edited.ReplyMarkup, err = q.inlineKeyboard(); err != nil {
		return nil, err
	}
	if err := change(edited); err != nil {
		return nil, err
	}
	if same(p.m, edited) {
		return nil, errNotModified
	}
	edited.EditDate = s.o.Now().Unix()
	p.m = edited
	p.edits++
	s.shown("edit", c, p)
	return p.snapshot(), nil
}

func same(a, b *wireMessage) bool {
	x, err1 := json.Marshal(a.ReplyMarkup)
	y, err2 := json.Marshal(b.ReplyMarkup)
	return err1 == nil && err2 == nil && string(x) == string(y) &&
		a.Text == b.Text && a.Caption == b.Caption &&
		reflect.DeepEqual(a.Entities, b.Entities) && reflect.DeepEqual(a.CaptionEntities, b.CaptionEntities)
}

func (s *Server) editMessageText(q *request) (any, error) {
	if err := q.linkPreview(); err != nil {
		return nil, err
	}
	return s.edit(q, func(m *wireMessage) (err error) {
		if m.Text == "" {
			return badRequest("there is no text in the message to edit")
		}
		m.Text, m.Entities, err = q.text("MESSAGE_TOO_LONG")
		return err
	})
}

func (s *Server) editMessageCaption(q *request) (any, error) {
	return s.edit(q, func(m *wireMessage) (err error) {
		if m.Photo == nil && m.Document == nil && m.Voice == nil {
			return badRequest("there is no caption in the message to edit")
		}
		m.Caption, m.CaptionEntities, err = q.caption()
		return err
	})
}

func (s *Server) editMessageReplyMarkup(q *request) (any, error) {
	return s.edit(q, func(*wireMessage) error { return nil })
}

func (s *Server) deleteMessage(q *request) (any, error) {
	c, err := s.recipient(q)
	if err != nil {
		return nil, err
	}
	if q.number("message_id") <= 0 {
		return nil, badRequest("message identifier is not specified")
	}
	p := c.find(q.number("message_id"))
	if p == nil {
		return nil, badRequest("message to delete not found")
	}
	if !s.mayDelete(c, p) {
		return nil, badRequest("message can't be deleted")
	}
	s.erase(c, p.m.MessageID)
	return true, nil
}

// mayDelete holds for the bot's own messages and, in a private chat, for the
// person's too, for two days.
func (s *Server) mayDelete(c *chat, p *post) bool {
	own := p.m.From != nil && p.m.From.ID == s.bot.ID
	return (own || c.private()) && s.o.Now().Sub(time.Unix(p.m.Date, 0)) <= deletable
}

func (s *Server) erase(c *chat, id int) {
	wasPinned := c.lastPinned()
	c.remove(id)
	s.emitToMembers("delete", c, map[string]any{"message_id": id})
	if wasPinned != nil && *wasPinned == id {
		s.pinChanged(c)
	}
}

// deleteMessages deletes those it can and passes over the others.
func (s *Server) deleteMessages(q *request) (any, error) {
	c, err := s.recipient(q)
	if err != nil {
		return nil, err
	}
	var ids []int
	if json.Unmarshal([]byte(q.fields["message_ids"]), &ids) != nil || len(ids) == 0 || len(ids) > 100 {
		return nil, badRequest("message identifiers are not specified")
	}
	for _, id := range ids {
		if p := c.find(id); p != nil && s.mayDelete(c, p) {
			s.erase(c, id)
		}
	}
	return true, nil
}

func (s *Server) setMessageReaction(q *request) (any, error) {
	c, err := s.recipient(q)
	if err != nil {
		return nil, err
	}
	p := c.find(q.number("message_id"))
	if p == nil {
		return nil, badRequest("message to react not found")
	}
	var reactions []struct {
		Type  string `json:"type"`
		Emoji string `json:"emoji"`
	}
	if _, err := q.list("reaction", "reaction", &reactions); err != nil {
		return nil, err
	}
	if len(reactions) > 1 {
		return nil, badRequest("REACTIONS_TOO_MANY")
	}
	var emoji []string
	for _, r := range reactions {
		if r.Type != "emoji" || !reactionEmoji[r.Emoji] {
			return nil, badRequest("REACTION_INVALID")
		}
		emoji = append(emoji, r.Emoji)
	}
	p.reactions = emoji
	s.shown("edit", c, p)
	return true, nil
}
