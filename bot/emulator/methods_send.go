package emulator

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

func (s *Server) sendMessage(q *request) (any, error) {
	if err := q.linkPreview(); err != nil {
		return nil, err
	}
	return s.send(q, func(m *wireMessage) (err error) {
		m.Text, m.Entities, err = q.text("message is too long")
		return err
	})
}

func (q *request) linkPreview() error {
	var ignored map[string]any
	_, err := q.object("link_preview_options", "link_preview_options", &ignored)
	return err
}

func (s *Server) sendPhoto(q *request) (any, error) {
	return s.send(q, func(m *wireMessage) (err error) {
		if m.Caption, m.CaptionEntities, err = q.caption(); err != nil {
			return err
		}
		f, err := s.inputFile(q, "photo", q.fields["photo"], photoFile)
		if err == nil {
			m.Photo = f.photo
		}
		return err
	})
}

func (s *Server) sendDocument(q *request) (any, error) {
	return s.send(q, func(m *wireMessage) (err error) {
		if m.Caption, m.CaptionEntities, err = q.caption(); err != nil {
			return err
		}
		f, err := s.inputFile(q, "document", q.fields["document"], documentFile)
		if err == nil {
			m.Document = f.wire()
		}
		return err
	})
}

func (s *Server) sendVoice(q *request) (any, error) {
	return s.send(q, func(m *wireMessage) (err error) {
		if m.Caption, m.CaptionEntities, err = q.caption(); err != nil {
			return err
		}
		f, err := s.inputFile(q, "voice", q.fields["voice"], voiceFile)
		if err == nil {
			m.Voice = f.voice(q.number("duration"))
		}
		return err
	})
}

func (s *Server) sendSticker(q *request) (any, error) {
	return s.send(q, func(m *wireMessage) error {
		f, err := s.inputFile(q, "sticker", q.fields["sticker"], stickerFile)
		if err == nil {
			m.Sticker = f.sticker(q.fields["emoji"])
		}
		return err
	})
}

func (s *Server) sendLocation(q *request) (any, error) {
	return s.send(q, func(m *wireMessage) error {
		latitude, err1 := strconv.ParseFloat(q.fields["latitude"], 64)
		longitude, err2 := strconv.ParseFloat(q.fields["longitude"], 64)
		if err1 != nil || err2 != nil || latitude < -90 || latitude > 90 || longitude < -180 || longitude > 180 {
			return badRequest("wrong location specified")
		}
		m.Location = &wireLocation{latitude, longitude}
		return nil
	})
}

func (s *Server) sendContact(q *request) (any, error) {
	return s.send(q, func(m *wireMessage) error {
		if q.fields["phone_number"] == "" {
			return badRequest("phone number is empty")
		}
		if q.fields["first_name"] == "" {
			return badRequest("first name is empty")
		}
		m.Contact = &wireContact{PhoneNumber: q.fields["phone_number"], FirstName: q.fields["first_name"], LastName: q.fields["last_name"]}
		return nil
	})
}

// inputMedia is an item of an album.
type inputMedia struct {
	Type            string          `json:"type"`
	Media           string          `json:"media"`
	Caption         string          `json:"caption"`
	ParseMode       string          `json:"parse_mode"`
	CaptionEntities json.RawMessage `json:"caption_entities"`
}

func (s *Server) sendMediaGroup(q *request) (any, error) {
	c, err := s.recipient(q)
	if err != nil {
		return nil, err
	}
	var media []inputMedia
	if _, err := q.list("media", "media", &media); err != nil {
		return nil, err
	}
	if len(media) < 2 || len(media) > maxAlbum {
		return nil, badRequest("number of media in an album must be from 2 to %d", maxAlbum)
	}
	var messages []*wireMessage
	for _, item := range media {
		m, err := s.albumMessage(q, item)
		if err != nil {
			return nil, err
		}
		messages = append(messages, m)
	}
	return s.postAlbum(q, c, messages)
}

func (s *Server) albumMessage(q *request, item inputMedia) (*wireMessage, error) {
	m := &wireMessage{From: &s.bot}
	part := &request{fields: map[string]string{
		"caption": item.Caption, "parse_mode": item.ParseMode, "caption_entities": string(item.CaptionEntities),
	}, files: q.files}
	var err error
	if m.Caption, m.CaptionEntities, err = part.caption(); err != nil {
		return nil, err
	}
	switch item.Type {
	case "photo":
		f, err := s.inputFile(part, "media", item.Media, photoFile)
		if err != nil {
			return nil, err
		}
		m.Photo = f.photo
	case "document":
		f, err := s.inputFile(part, "media", item.Media, documentFile)
		if err != nil {
			return nil, err
		}
		m.Document = f.wire()
	default:
		return nil, badRequest("can't parse InputMedia: unsupported type %q", item.Type)
	}
	return m, nil
}

func (s *Server) postAlbum(q *request, c *chat, messages []*wireMessage) (any, error) {
	thread, err := q.topic(c)
	if err != nil {
		return nil, err
	}
	if err := q.reply(c, messages[0]); err != nil {
		return nil, err
	}
	group := strconv.FormatInt(s.newID(), 10)
	var sent []*wireMessage
	var first *post
	for _, m := range messages {
		m.MediaGroupID = group
		m.in(thread)
		p := s.add(c, &post{m: m, silent: q.boolean("disable_notification")})
		sent = append(sent, p.snapshot())
		if first == nil {
			first = p
		}
	}
	s.shown("message", c, first)
	return sent, nil
}

func (s *Server) sendChatAction(q *request) (any, error) {
	c, err := s.recipient(q)
	if err != nil {
		return nil, err
	}
	if !chatActions[q.fields["action"]] {
		return nil, badRequest("wrong parameter action in request")
	}
	if _, err := q.topic(c); err != nil {
		return nil, err
	}
	s.emitToMembers("typing", c, map[string]any{"action": q.fields["action"]})
	return true, nil
}

// original is the message that forwardMessage and copyMessage name.
func (s *Server) original(q *request, what string) (*post, error) {
	from, _ := q.integer("from_chat_id")
	c := s.chats[from]
	if c == nil {
		return nil, badRequest("chat not found")
	}
	p := c.find(q.number("message_id"))
	if p == nil {
		return nil, badRequest("message to %s not found", what)
	}
	return p, nil
}

func (s *Server) forwardMessage(q *request) (any, error) {
	p, err := s.original(q, "forward")
	if err != nil {
		return nil, err
	}
	return s.send(q, func(m *wireMessage) error {
		copyContent(m, p.m)
		m.ForwardOrigin = &wireOrigin{Type: "user", Date: p.m.Date, SenderUser: p.m.From}
		return nil
	})
}

func (s *Server) copyMessage(q *request) (any, error) {
	p, err := s.original(q, "copy")
	if err != nil {
		return nil, err
	}
	sent, err := s.send(q, func(m *wireMessage) (err error) {
		copyContent(m, p.m)
		if _, given := q.fields["caption"]; given && p.m.Text == "" {
			m.Caption, m.CaptionEntities, err = q.caption()
		}
		return err
	})
	if m, ok := sent.(*wireMessage); ok {
		return map[string]int{"message_id": m.MessageID}, nil
	}
	return nil, err
}

func copyContent(to, from *wireMessage) {
	to.Text, to.Entities = from.Text, from.Entities
	to.Caption, to.CaptionEntities = from.Caption, from.CaptionEntities
	to.Photo, to.Document, to.Voice = from.Photo, from.Document, from.Voice
	to.Sticker, to.Contact, to.Location = from.Sticker, from.Contact, from.Location
}

func (s *Server) answerCallbackQuery(q *request) (any, error) {
	asked := s.queries[q.fields["callback_query_id"]]
	if asked == nil || asked.answer != nil || s.o.Now().Sub(asked.at) > keepCallback {
		return nil, errQueryTooOld
	}
	text := q.fields["text"]
	if !utf8.ValidString(text) {
		return nil, badRequest("strings must be encoded in UTF-8")
	}
	if utf16Len(text) > maxCallbackAnswer {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	asked.answer = &Answer{Text: text, Alert: q.boolean("show_alert"), URL: q.fields["url"], MessageID: asked.messageID}
	s.emit("answer", asked.userID, asked.chatID, map[string]any{"answer": asked.answer})
	return true, nil
}
