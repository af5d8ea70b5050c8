package emulator

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
)

// query is a press that waits for the bot's answer.
type query struct {
	userID, chatID int64
	messageID      int
	at             time.Time
	answer         *Answer
}

// Answer is what the bot said to a press: a toast, or an alert to be closed. An
// answer without text only ends the button's waiting.
type Answer struct {
	Text      string `json:"text"`
	Alert     bool   `json:"alert"`
	URL       string `json:"url,omitempty"`
	MessageID int    `json:"message_id"`
}

// Press is a button pressed.
type Press struct {
	s *Server
	q *query
}

// Press presses a button under a message, by its data. The data need not be
// what the message shows now: a press may come from an old card, or be forged.
// It returns nil if the phone has no such message.
func (p *Phone) Press(messageID int, data string, options ...SendOption) *Press {
	press, err := p.press(messageID, data, options...)
	p.quietly(messageID, err)
	return press
}

// PressLabel presses the button that says label, or failing that contains it.
// It returns nil if there is none, or if the button is a link.
func (p *Phone) PressLabel(messageID int, label string, options ...SendOption) *Press {
	data, err := p.button(messageID, label, options)
	if err != nil {
		p.quietly(messageID, err)
		return nil
	}
	return p.Press(messageID, data, options...)
}

func (p *Phone) button(messageID int, label string, options []SendOption) (string, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c, _, err := p.chat(options)
	if err != nil {
		return "", err
	}
	target := c.find(messageID)
	if target == nil || target.m.ReplyMarkup == nil {
		return "", errNoMessage
	}
	buttons := slices.Concat(target.m.ReplyMarkup.Rows...)
	for _, matches := range []func(string) bool{
		func(text string) bool { return text == label },
		func(text string) bool { return strings.Contains(text, label) },
	} {
		for _, b := range buttons {
			if b.CallbackData != "" && matches(b.Text) {
				return b.CallbackData, nil
			}
		}
	}
	return "", errNoButton
}

func (p *Phone) press(messageID int, data string, options ...SendOption) (*Press, error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	c, _, err := p.chat(options)
	if err != nil {
		return nil, err
	}
	target := c.find(messageID)
	if target == nil {
		return nil, errNoMessage
	}
	asked := &query{userID: p.id, chatID: c.id, messageID: messageID, at: s.o.Now()}
	id := strconv.FormatInt(4_382_000_000_000_000_000+s.newID(), 10)
	s.queries[id] = asked
	s.queue("callback_query", c.id, p.id, wireCallback{
		ID: id, From: *s.people[p.id].wire(), Message: target.snapshot(),
		ChatInstance: strconv.FormatInt(c.id*7919, 10), Data: data,
	})
	return &Press{s: s, q: asked}, nil
}

// WaitAnswer returns the bot's answer to the press, or the context's error.
func (r *Press) WaitAnswer(ctx context.Context) (Answer, error) {
	if r == nil {
		return Answer{}, errNoButton
	}
	var answer Answer
	err := r.s.await(ctx, func() bool {
		if r.q.answer != nil {
			answer = *r.q.answer
		}
		return r.q.answer != nil
	})
	return answer, err
}
