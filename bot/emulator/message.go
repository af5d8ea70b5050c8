package emulator

import (
	"strconv"
	"strings"
)

// target is the chat that a request names.
func (s *Server) target(q *request) (*chat, error) {
	raw := strings.TrimSpace(q.fields["chat_id"])
	if raw == "" {
		return nil, badRequest("chat_id is empty")
	}
	id, err := strconv.ParseInt(raw, 10, 64)
	c := s.chats[id]
	if err != nil || c == nil {
		return nil, badRequest("chat not found")
	}
	return c, nil
}

// recipient is the chat that a request names, if the bot may write to it.
func (s *Server) recipient(q *request) (*chat, error) {
	c, err := s.target(q)
	switch {
	case err != nil:
		return nil, err
	case c.migratedTo != 0:
		err := badRequest("group chat was upgraded to a supergroup chat")
		err.migrateTo = c.migratedTo
		return nil, err
	case c.botLeft:
		return nil, forbidden("bot is not a member of the " + c.kind + " chat")
	case c.private() && s.people[c.id].blocked:
		return nil, forbidden("bot was blocked by the user")
	case c.private() && !c.started:
		return nil, forbidden("bot can't initiate conversation with a user")
	}
	return c, nil
}

// formatted is a text parameter with its entities: parsed from HTML, given
// beside it, or none; and those that Telegram finds by itself.
func (q *request) formatted(textName, entitiesName string) (string, []Entity, error) {
	text, entities, err := q.marked(textName, entitiesName)
	if err != nil {
		return "", nil, err
	}
	return text, detectEntities(text, entities), nil
}

func (q *request) marked(textName, entitiesName string) (string, []Entity, error) {
	raw := q.fields[textName]
	switch strings.ToLower(q.fields["parse_mode"]) {
	case "html":
		return parseHTML(raw)
	case "":
	default:
		// Markdown exists at Telegram, but this house writes HTML.
		return "", nil, badRequest("unsupported parse_mode")
	}
	var entities []Entity
	if _, err := q.list(entitiesName, "entity", &entities); err != nil {
		return "", nil, err
	}
	length := utf16Len(raw)
	for _, e := range entities {
		if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > length {
			return "", nil, badRequest("can't parse entities: entity beyond the text")
		}
	}
	text, entities := trimFormatted(strings.ToValidUTF8(raw, "\ufffd"), sortEntities(entities))
	return text, entities, nil
}

// text is the formatted text of a message, within the limits.
func (q *request) text(tooLong string) (string, []Entity, error) {
	text, entities, err := q.formatted("text", "entities")
	switch {
	case err != nil:
		return "", nil, err
	case text == "":
		return "", nil, badRequest("message text is empty")
	case utf16Len(text) > maxText:
		return "", nil, badRequest("%s", tooLong)
	}
	return text, entities, nil
}

// caption is the formatted caption of a photo or file, within the limits.
func (q *request) caption() (string, []Entity, error) {
	text, entities, err := q.formatted("caption", "caption_entities")
	if err == nil && utf16Len(text) > maxCaption {
		err = badRequest("message caption is too long")
	}
	return text, entities, err
}

// replyParameters are the documented ones that the emulator heeds.
type replyParameters struct {
	MessageID    int  `json:"message_id"`
	AllowWithout bool `json:"allow_sending_without_reply"`
}

// send posts a message from the bot: fill writes its content. It refuses as
// Telegram does, before anything is visible.
func (s *Server) send(q *request, fill func(m *wireMessage) error) (any, error) {
	c, err := s.recipient(q)
	if err != nil {
		return nil, err
	}
	keyboard, err := q.markup()
	if err != nil {
		return nil, err
	}
	thread, err := q.topic(c)
	if err != nil {
		return nil, err
	}
	m := &wireMessage{From: &s.bot, ReplyMarkup: keyboard.inline}
	m.in(thread)
	if err := fill(m); err != nil {
		return nil, err
	}
	if err := q.reply(c, m); err != nil {
		return nil, err
	}
	p := s.add(c, &post{m: m, silent: q.boolean("disable_notification"), special: keyboard.special(), force: keyboard.force})
	s.shown("message", c, p)
	s.setKeyboard(c, keyboard)
	return p.snapshot(), nil
}

// reply makes m an answer to the message that reply_parameters name.
func (q *request) reply(c *chat, m *wireMessage) error {
	var to replyParameters
	if _, err := q.object("reply_parameters", "reply_parameters", &to); err != nil {
		return err
	}
	if to.MessageID != 0 && c.find(to.MessageID) == nil && !to.AllowWithout {
		return badRequest("message to be replied not found")
	}
	c.link(m, to.MessageID)
	return nil
}

// setKeyboard replaces or removes the phone's reply keyboard.
func (s *Server) setKeyboard(c *chat, k markup) {
	if !c.private() || k.reply == nil && !k.remove {
		return
	}
	person := s.people[c.id]
	person.keyboard = k.reply
	s.keyboardChanged(person)
}

// snapshot is the message as it is now, safe to be read without mu.
func (p *post) snapshot() *wireMessage {
	m := *p.m
	return &m
}
