package simulation

import (
	"slices"

	"huiwu/conference"
	"huiwu/handlers"
)

// phone is one chat as its person sees it, and the buttons that have stood there before.
type phone struct {
	account  int64
	name     string
	number   string
	language string
	chat     handlers.Chat
	shown    []message
	old      []string // buttons that have gone: a slow thumb, or somebody who kept them
}

type message struct {
	id   int
	keys []string
}

const (
	mostShown = 30
	mostOld   = 60
)

// put does with a message what Telegram would, and says which message shows it now.
func (h *house) put(p *phone, m handlers.Message) int {
	var keys []string
	for _, row := range m.Keyboard {
		for _, k := range row {
			h.look(k)
			if k.Data != "" {
				keys = append(keys, k.Data)
			}
		}
	}
	for _, gone := range []int{m.Replace, m.Edit} {
		if i := p.find(gone); i >= 0 {
			p.old = append(p.old, p.shown[i].keys...)
		}
	}
	p.old = p.old[max(0, len(p.old)-mostOld):]
	if i := p.find(m.Edit); i >= 0 {
		p.shown[i].keys = keys
		return m.Edit
	}
	if i := p.find(m.Replace); i >= 0 {
		p.shown = slices.Delete(p.shown, i, i+1)
	}
	h.message++
	p.shown = append(p.shown, message{id: h.message, keys: keys})
	p.shown = p.shown[max(0, len(p.shown)-mostShown):]
	return h.message
}

func (p *phone) find(id int) int {
	return slices.IndexFunc(p.shown, func(m message) bool { return m.id == id && id != 0 })
}

// look holds a button to what Telegram takes.
func (h *house) look(k handlers.Key) {
	if k.Label == "" || len(k.Data) > 64 || k.Data == "" && k.URL == "" {
		h.fail("button %q carries %q", k.Label, k.Data)
	}
}

// show is what the bot does with an answer: a card stands once, and an older one never covers a newer.
func (h *house) show(e handlers.Event, m handlers.Message) {
	p := h.chatOf(m.Chat)
	if p == nil {
		h.fail("a message to chat %d, where nobody is", m.Chat)
	}
	if m.Card != nil {
		card, _, err := h.store.Card(h.ctx, m.Card.Subject, m.Card.PersonID)
		h.must(err)
		if card.Revision > m.Card.Revision {
			d := conference.Delivery{Kind: conference.NoticeCard, Subject: m.Card.Subject, To: conference.Audience{Person: m.Card.PersonID}}
			if fresh, ok, err := h.talk.Compose(h.ctx, d); err == nil && ok && fresh.Card != nil {
				fresh.Chat, fresh.Edit, fresh.Replace, fresh.DialogCard = m.Chat, m.Edit, m.Replace, m.DialogCard
				m = fresh
			}
		}
	}
	h.shown(p, m)
	if m.DialogCard {
		h.must(h.talk.Sent(h.ctx, e, m, p.shown[len(p.shown)-1].id))
	}
}

// shown puts the message and remembers where the card stands.
func (h *house) shown(p *phone, m handlers.Message) {
	id := h.put(p, m)
	if m.Card == nil {
		return
	}
	if m.Chat < 0 {
		if crew := h.read(h.state).people[m.Card.PersonID]; !slices.Contains(crew.Roles, conference.RoleCrewChat) {
			h.fail("%s's own live card is kept up in a group: %s", crew.Name, m.Text)
		}
	}
	_, err := h.store.SaveCard(h.ctx, m.Card.Subject, m.Card.PersonID,
		conference.Card{ChatID: m.Chat, MessageID: int64(id), Revision: m.Card.Revision})
	if conference.CodeOf(err) != conference.CodeStale { // a newer one is on record
		h.must(err)
	}
}

func (h *house) chatOf(id int64) *phone {
	if id == groupChat {
		return h.group
	}
	for _, p := range h.phones {
		if p.chat.ID == id {
			return p
		}
	}
	return nil
}
