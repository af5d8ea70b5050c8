package handlers

import (
	"context"
	"sync"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// namesFor is how long names are kept before they are read again.
const namesFor = 30 * time.Second

// namesStore is where names are kept.
type namesStore interface {
	Rooms(ctx context.Context) ([]conference.Room, error)
	RosterNames(ctx context.Context) (people, departments []string, err error)
}

// names knows what people call the rooms, and each other. An import is noticed within namesFor.
type names struct {
	store  namesStore
	mu     sync.Mutex
	at     time.Time
	rooms  []conference.Room
	parser *language.Parser // knows the rooms
	roster *language.Parser // knows the roster too; nil until somebody is read with it
}

// get is the parser and the rooms it knows.
func (n *names) get(ctx context.Context, now time.Time) (*language.Parser, []conference.Room, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	err := n.refresh(ctx, now)
	return n.parser, n.rooms, err
}

// parserFor is the parser for what somebody says: who hands out work names people and departments, and from nobody else
// does it matter who is on the roster.
func (n *names) parserFor(ctx context.Context, v viewer) (*language.Parser, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.refresh(ctx, v.now); err != nil || !v.may(conference.ActionAssignTask, 0) {
		return n.parser, err
	}
	if n.roster != nil {
		return n.roster, nil
	}
	c := n.catalogue()
	var err error
	if c.People, c.Departments, err = n.store.RosterNames(ctx); err != nil {
		return nil, wrap("names of the roster", err)
	}
	n.roster = language.New(c)
	return n.roster, nil
}

// refresh reads the rooms when what is known is too old, and lets go of the roster's names.
func (n *names) refresh(ctx context.Context, now time.Time) error {
	if n.parser != nil && now.Sub(n.at).Abs() < namesFor {
		return nil
	}
	rooms, err := n.store.Rooms(ctx)
	if err != nil {
		return wrap("rooms", err)
	}
	n.rooms, n.at = rooms, now
	n.parser, n.roster = language.New(n.catalogue()), nil
	return nil
}

// catalogue is the rooms by what they are called.
func (n *names) catalogue() language.Catalogue {
	var c language.Catalogue
	for _, r := range n.rooms {
		if !r.Removed {
			c.Rooms = append(c.Rooms, language.Room{Number: r.Number, Name: r.Name, Building: r.Building,
				Floor: r.Floor, Aliases: r.Aliases})
		}
	}
	return c
}

// known is the rooms as last read.
func (n *names) known() []conference.Room {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.rooms
}
