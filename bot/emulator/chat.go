package emulator

import (
	"slices"
	"time"
)

// person is a Telegram account.
type person struct {
	User
	phone    *Phone
	blocked  bool // the bot, by this person
	keyboard *ReplyKeyboard
}

// onPage says that the page shows the person's phone.
func (p *person) onPage() bool { return p.Label != "" && !p.Drawer }

// chat is a private chat with the bot, or a group that it is in.
type chat struct {
	id         int64
	kind       string // private, group or supergroup
	title      string
	forum      bool
	topics     []int   // their threads
	members    []int64 // people; the first made the group
	started    bool    // the person has written to the bot, so it may answer
	botLeft    bool
	migratedTo int64
	lastID     int // of a message
	posts      []*post
	pinned     []int
	unread     map[int64]int
}

// post is a message in a chat, with what the wire does not show.
type post struct {
	m         *wireMessage
	silent    bool
	edits     int
	reactions []string
	special   bool // it came with a reply keyboard, so it cannot be edited
	force     bool // it asks for a reply
	drawn     drawn
}

// drawn is HTML with what it was made of: phones look at their chats far more often than a message changes.
type drawn struct {
	text     string
	entities []Entity
	html     string
}

func (c *chat) private() bool { return c.kind == "private" }

func (c *chat) find(id int) *post {
	for _, p := range c.posts {
		if p.m.MessageID == id {
			return p
		}
	}
	return nil
}

func (c *chat) remove(id int) {
	c.posts = slices.DeleteFunc(c.posts, func(p *post) bool { return p.m.MessageID == id })
	c.pinned = slices.DeleteFunc(c.pinned, func(n int) bool { return n == id })
}

func (c *chat) lastPinned() *int {
	if len(c.pinned) == 0 {
		return nil
	}
	return &c.pinned[len(c.pinned)-1]
}

// wire is the chat as the bot sees it.
func (s *Server) wire(c *chat) wireChat {
	w := wireChat{ID: c.id, Type: c.kind, Title: c.title, IsForum: c.forum}
	if c.private() {
		p := s.people[c.id]
		w.FirstName, w.LastName, w.Username = p.FirstName, p.LastName, p.Username
	}
	return w
}

func (p *person) wire() *wireUser {
	return &wireUser{ID: p.ID, FirstName: p.FirstName, LastName: p.LastName, Username: p.Username, LanguageCode: p.LanguageCode}
}

// add puts a message into the chat as its newest, gives it its id and date, and
// shows it to everyone there. The caller holds mu.
func (s *Server) add(c *chat, p *post) *post {
	c.lastID++
	p.m.MessageID = c.lastID
	p.m.Date = s.o.Now().Unix()
	p.m.Chat = s.wire(c)
	c.posts = append(c.posts, p)
	for _, id := range c.members {
		if p.m.From == nil || p.m.From.ID != id {
			c.unread[id]++
		} else {
			c.unread[id] = 0
		}
	}
	s.notify()
	return p
}

// link makes m a reply to the message with the given id, as far as it exists.
func (c *chat) link(m *wireMessage, id int) {
	if target := c.find(id); target != nil {
		quoted := *target.m
		quoted.ReplyTo = nil
		m.ReplyTo = &quoted
	}
}

// AddGroup makes a group of these people and the bot, and returns its chat id.
// The bot is told of it. The first member is the creator.
func (s *Server) AddGroup(title string, members ...int64) (chatID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &chat{id: -(4_000_000_000 + s.newID()), kind: "group", title: title, unread: map[int64]int{}}
	for _, id := range members {
		if s.people[id] != nil {
			c.members = append(c.members, id)
		}
	}
	s.chats[c.id] = c
	if len(c.members) > 0 {
		creator := s.people[c.members[0]]
		s.membershipChanged(c, creator, "left", "member")
		p := s.add(c, &post{m: &wireMessage{From: creator.wire(), GroupCreated: true}})
		s.shown("message", c, p)
		s.queueMessage("message", c, p)
	}
	return c.id
}

// MigrateGroup turns a group into a supergroup and returns its new id. Sending
// to the old one is refused from now on, with the new one named. An id that is
// no group's is returned as it is.
func (s *Server) MigrateGroup(chatID int64) (newID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.chats[chatID]
	if old == nil || old.kind != "group" || old.migratedTo != 0 {
		return chatID
	}
	c := &chat{
		id: -(1_000_000_000_000 + s.newID()), kind: "supergroup", title: old.title,
		members: slices.Clone(old.members), unread: map[int64]int{},
	}
	s.chats[c.id] = c
	from := &s.bot
	if len(old.members) > 0 {
		from = s.people[old.members[0]].wire()
	}
	gone := s.add(old, &post{m: &wireMessage{From: from, MigrateTo: c.id}})
	s.queueMessage("message", old, gone)
	old.migratedTo = c.id
	arrived := s.add(c, &post{m: &wireMessage{From: from, MigrateFrom: old.id}})
	s.shown("message", c, arrived)
	s.queueMessage("message", c, arrived)
	return c.id
}

// membershipChanged tells the bot that somebody blocked it, or took it into a group.
func (s *Server) membershipChanged(c *chat, by *person, was, is string) {
	member := func(status string) wireMember {
		m := wireMember{User: s.bot, Status: status}
		if status == "kicked" {
			m.UntilDate = new(int64)
		}
		return m
	}
	s.queue("my_chat_member", c.id, by.ID, wireMemberUpdate{
		Chat: s.wire(c), From: *by.wire(), Date: s.o.Now().Unix(), Old: member(was), New: member(is),
	})
}

// Block says whether a person has blocked the bot. The bot is told, as Telegram
// tells it, and can't send to the person while it lasts.
func (s *Server) Block(userID int64, blocked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.people[userID]
	if p == nil || p.blocked == blocked {
		return
	}
	p.blocked = blocked
	if blocked {
		s.membershipChanged(s.chats[userID], p, "member", "kicked")
	} else {
		s.membershipChanged(s.chats[userID], p, "kicked", "member")
	}
	s.notify()
}

// date is a wire date as the organisation reads it.
func (s *Server) date(unix int64) time.Time { return time.Unix(unix, 0).In(s.o.Zone) }
