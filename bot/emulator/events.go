package emulator

import (
	"encoding/json"
	"maps"
)

// keptEvents is how many events a page that reconnects can catch up on.
const keptEvents = 5000

// event is a change that the page shows.
type event struct {
	seq  int64
	data []byte
}

// eventLog is the newest events, numbered without gaps.
type eventLog struct {
	seq    int64
	events []event
}

func (l *eventLog) add(data []byte) {
	l.seq++
	if len(l.events) >= keptEvents {
		l.events = append([]event(nil), l.events[keptEvents/2:]...)
	}
	l.events = append(l.events, event{l.seq, data})
}

// after returns the events that follow seq. It reports false if some of them
// are gone, or seq is none of this server's.
func (l *eventLog) after(seq int64) ([]event, bool) {
	missed := l.seq - seq
	if missed < 0 || missed > int64(len(l.events)) {
		return nil, false
	}
	return l.events[int64(len(l.events))-missed:], true
}

// emit shows a person's phone that something happened in a chat. People who
// have no phone on the page, or theirs in the drawer, are passed over. The caller holds mu.
func (s *Server) emit(kind string, personID, chatID int64, payload map[string]any) {
	if p := s.people[personID]; p == nil || !p.onPage() {
		return
	}
	e := map[string]any{"type": kind, "phone": personID, "chat": chatID}
	maps.Copy(e, payload)
	s.emitRaw(e)
}

func (s *Server) emitRaw(e map[string]any) {
	data, err := json.Marshal(e)
	if err != nil {
		s.o.Logger.Error("event not shown", "type", e["type"], "error", err)
		return
	}
	s.events.add(data)
	s.notify()
}

// emitToMembers is emit for everyone in the chat.
func (s *Server) emitToMembers(kind string, c *chat, payload map[string]any) {
	for _, id := range c.members {
		s.emit(kind, id, c.id, payload)
	}
	s.notify()
}

// shown emits a new or changed message. An album is shown by its first message.
func (s *Server) shown(kind string, c *chat, p *post) {
	first := s.albumLead(c, p)
	if first != p {
		if kind == "message" {
			return
		}
		p = first
	}
	s.emitToMembers(kind, c, map[string]any{"message": s.page(c, p)})
	if kind == "message" {
		for _, id := range c.members {
			s.emit("unread", id, c.id, map[string]any{"unread": c.unread[id]})
		}
	}
}

func (s *Server) keyboardChanged(p *person) {
	s.emit("keyboard", p.ID, p.ID, map[string]any{"keyboard": p.keyboard})
}

// ClockChanged tells the page that the clock was moved, or that something else
// is next.
func (s *Server) ClockChanged() {
	if s.o.Clock == nil {
		return
	}
	face := s.clockFace()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.emitRaw(map[string]any{"type": "clock", "clock": face})
}
