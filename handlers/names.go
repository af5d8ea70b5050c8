package handlers

import (
	"context"
	"sync"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// namesFor is how long the rooms' names are kept before they are read again.
const namesFor = 30 * time.Second

// names knows the rooms by what people call them. An import is noticed within namesFor.
type names struct {
	store interface {
		Rooms(ctx context.Context) ([]conference.Room, error)
	}
	mu     sync.Mutex
	at     time.Time
	rooms  []conference.Room
	parser *language.Parser
}

// get is the parser and the rooms it knows.
func (n *names) get(ctx context.Context, now time.Time) (*language.Parser, []conference.Room, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.parser != nil && now.Sub(n.at).Abs() < namesFor {
		return n.parser, n.rooms, nil
	}
	rooms, err := n.store.Rooms(ctx)
	if err != nil {
		return nil, nil, wrap("rooms", err)
	}
	var c language.Catalogue
	for _, r := range rooms {
		if !r.Removed {
			c.Rooms = append(c.Rooms, language.Room{Number: r.Number, Name: r.Name, Building: r.Building,
				Floor: r.Floor, Aliases: r.Aliases})
		}
	}
	n.parser, n.rooms, n.at = language.New(c), rooms, now
	return n.parser, n.rooms, nil
}

// known is the rooms as last read.
func (n *names) known() []conference.Room {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.rooms
}
