package emulator

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// phoneRequest is the body of every action on a phone, each of which uses some
// of it.
type phoneRequest struct {
	Chat      int64  `json:"chat"`
	Text      string `json:"text"`
	ReplyTo   int    `json:"reply_to"`
	MessageID int    `json:"message_id"`
	Data      string `json:"data"`
	Param     string `json:"param"`

	caption  string
	pictures [][]byte
}

// phoneActions are what can be done with a phone on the page. Each returns the
// message that it made or concerned.
var phoneActions = map[string]func(p *Phone, r phoneRequest) (int, error){
	"send": func(p *Phone, r phoneRequest) (int, error) {
		return p.send(r.Text, InChat(r.Chat), ReplyTo(r.ReplyTo))
	},
	"press": func(p *Phone, r phoneRequest) (int, error) {
		_, err := p.press(r.MessageID, r.Data, InChat(r.Chat))
		return r.MessageID, err
	},
	"photo": func(p *Phone, r phoneRequest) (int, error) {
		return p.sendPhotos(r.Chat, r.caption, r.pictures)
	},
	"contact": func(p *Phone, r phoneRequest) (int, error) {
		return p.shareContact(p.id, InChat(r.Chat))
	},
	"start": func(p *Phone, r phoneRequest) (int, error) { return p.start(r.Param) },
	"edit": func(p *Phone, r phoneRequest) (int, error) {
		return r.MessageID, p.edit(r.MessageID, r.Text, InChat(r.Chat))
	},
	"read": func(p *Phone, r phoneRequest) (int, error) { return 0, p.read(InChat(r.Chat)) },
	"take": func(p *Phone, _ phoneRequest) (int, error) { return 0, p.take() },
}

func (s *Server) phoneAction(act func(*Phone, phoneRequest) (int, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
		phone := s.Phone(id)
		if err != nil || phone == nil {
			refuse(w, http.StatusNotFound, errors.New("no such phone"))
			return
		}
		body, err := readPhoneRequest(r)
		if err != nil {
			refuse(w, http.StatusBadRequest, err)
			return
		}
		message, err := act(phone, body)
		if err != nil {
			refuse(w, http.StatusBadRequest, err)
			return
		}
		writeJSON(w, http.StatusOK, map[string]int{"message_id": message})
	}
}

func readPhoneRequest(r *http.Request) (phoneRequest, error) {
	var body phoneRequest
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		return body, readBody(r, &body)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return body, fmt.Errorf("read upload: %w", err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return body, nil
		}
		if err != nil {
			return body, fmt.Errorf("read upload: %w", err)
		}
		data, err := readAtMost(part, maxPhoto)
		if err != nil {
			return body, fmt.Errorf("read upload: %w", err)
		}
		switch {
		case part.FileName() != "":
			if len(body.pictures) == maxAlbum {
				return body, fmt.Errorf("an album has at most %d pictures", maxAlbum)
			}
			body.pictures = append(body.pictures, data)
		case part.FormName() == "caption":
			body.caption = string(data)
		case part.FormName() == "chat":
			if body.Chat, err = strconv.ParseInt(string(data), 10, 64); err != nil {
				return body, errNoChat
			}
		}
	}
}

// take takes the phone out of the drawer; every page then shows it, after the others.
func (p *Phone) take() error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	person := s.people[p.id]
	if person.Label == "" {
		return errNoPhone
	}
	if person.Drawer {
		person.Drawer = false
		s.order = append(slices.DeleteFunc(s.order, func(id int64) bool { return id == p.id }), p.id)
		s.emit("phone", p.id, p.id, nil)
	}
	return nil
}

// Read marks a chat as read.
func (p *Phone) Read(options ...SendOption) { p.quietly(0, p.read(options...)) }

func (p *Phone) read(options ...SendOption) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c, _, err := p.chat(options)
	if err != nil {
		return err
	}
	if c.unread[p.id] != 0 {
		c.unread[p.id] = 0
		p.s.emit("unread", p.id, c.id, map[string]any{"unread": 0})
	}
	return nil
}

// Unread is how many messages of the private chat, or another, the person has
// not looked at.
func (p *Phone) Unread(options ...SendOption) int {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c, _, err := p.chat(options)
	if err != nil {
		return 0
	}
	return c.unread[p.id]
}

// Groups lists the person's groups, oldest first.
func (p *Phone) Groups() []int64 {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	var ids []int64
	for _, c := range p.s.groupsOf(p.s.people[p.id]) {
		ids = append(ids, c.id)
	}
	return slices.Clip(ids)
}
