package emulator

import (
	"slices"
	"time"
)

// The types of this file are what the page reads, under /api.

type pageState struct {
	Seq    int64       `json:"seq"`
	Bot    pageBot     `json:"bot"`
	Clock  *pageClock  `json:"clock"`
	Zone   string      `json:"zone"`
	Phones []pagePhone `json:"phones"`
	Drawer []pageOwner `json:"drawer"`
	Tips   []Tip       `json:"tips"`
}

type pageBot struct {
	Name     string `json:"name"`
	Username string `json:"username"`
}

type pageClock struct {
	Now  string  `json:"now"`
	Next *string `json:"next"`
}

type pagePhone struct {
	ID       int64          `json:"id"`
	Name     string         `json:"name"`
	Label    string         `json:"label"`
	Role     string         `json:"role"`
	Language string         `json:"language"`
	Commands []Command      `json:"commands"`
	Keyboard *ReplyKeyboard `json:"keyboard"`
	Chats    []pageChat     `json:"chats"`
}

// pageOwner is whose phone lies in the drawer, and what has come there.
type pageOwner struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	Label  string `json:"label"`
	Unread int    `json:"unread"`
}

type pageChat struct {
	ID       int64         `json:"id"`
	Title    string        `json:"title"`
	Kind     string        `json:"kind"`
	Unread   int           `json:"unread"`
	Pinned   *int          `json:"pinned"`
	Messages []pageMessage `json:"messages"`
}

type pageMessage struct {
	ID        int           `json:"id"`
	From      pageSender    `json:"from"`
	Date      string        `json:"date"`
	HTML      string        `json:"html"`
	Photo     *string       `json:"photo"`
	Album     []string      `json:"album"`
	Document  *pageDocument `json:"document"`
	Voice     bool          `json:"voice"`
	Sticker   *string       `json:"sticker"`
	Contact   *pageContact  `json:"contact"`
	Location  *wireLocation `json:"location"`
	Buttons   [][]Button    `json:"buttons"`
	ReplyTo   *int          `json:"reply_to"`
	Forwarded bool          `json:"forwarded"`
	Edited    bool          `json:"edited"`
	Silent    bool          `json:"silent"`
	Reactions []string      `json:"reactions"`
	Topic     string        `json:"topic,omitempty"`
}

type pageSender struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Bot  bool   `json:"bot"`
}

type pageDocument struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type pageContact struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

// state is everything that the page shows, as of one moment.
func (s *Server) state() pageState {
	clock := s.clockFace()
	s.mu.Lock()
	defer s.mu.Unlock()
	state := pageState{
		Seq: s.events.seq, Bot: pageBot{s.bot.FirstName, s.bot.Username}, Clock: clock,
		Zone: s.o.Zone.String(), Phones: []pagePhone{}, Drawer: []pageOwner{}, Tips: append([]Tip{}, s.o.Tips...),
	}
	for _, id := range s.order {
		switch p := s.people[id]; {
		case p.onPage():
			state.Phones = append(state.Phones, s.pagePhone(p))
		case p.Label != "":
			state.Drawer = append(state.Drawer, pageOwner{p.ID, p.name(), p.Label, s.chats[id].unread[id]})
		}
	}
	return state
}

// clockFace asks the clock, which may ask a database: without mu.
func (s *Server) clockFace() *pageClock {
	if s.o.Clock == nil {
		return nil
	}
	face := &pageClock{Now: s.o.Clock.Now().In(s.o.Zone).Format(time.RFC3339)}
	if next, ok := s.o.Clock.Next(); ok {
		text := next.In(s.o.Zone).Format(time.RFC3339)
		face.Next = &text
	}
	return face
}

func (s *Server) pagePhone(p *person) pagePhone {
	phone := pagePhone{
		ID: p.ID, Name: p.name(), Label: p.Label, Role: p.Role, Language: p.LanguageCode,
		Commands: s.menu(s.chats[p.ID], p), Keyboard: p.keyboard, Chats: []pageChat{s.pageChat(s.chats[p.ID], p)},
	}
	for _, c := range s.groupsOf(p) {
		phone.Chats = append(phone.Chats, s.pageChat(c, p))
	}
	return phone
}

// groupsOf lists a person's groups, oldest first.
func (s *Server) groupsOf(p *person) []*chat {
	var groups []*chat
	for _, c := range s.chats {
		if !c.private() && c.migratedTo == 0 && slices.Contains(c.members, p.ID) {
			groups = append(groups, c)
		}
	}
	slices.SortFunc(groups, func(a, b *chat) int { return int(b.id - a.id) })
	return groups
}

func (s *Server) pageChat(c *chat, p *person) pageChat {
	chat := pageChat{ID: c.id, Title: c.title, Kind: "group", Unread: c.unread[p.ID], Messages: []pageMessage{}}
	if c.private() {
		chat.Title, chat.Kind = s.bot.FirstName, "private"
	}
	if last := c.lastPinned(); last != nil {
		id := *last
		chat.Pinned = &id
	}
	for _, post := range c.posts {
		if s.albumLead(c, post) == post {
			chat.Messages = append(chat.Messages, s.page(c, post))
		}
	}
	return chat
}

// albumLead is the first message of the album that a post belongs to, or the
// post itself.
func (s *Server) albumLead(c *chat, p *post) *post {
	return s.album(c, p)[0]
}

func (s *Server) album(c *chat, p *post) []*post {
	if p.m.MediaGroupID == "" {
		return []*post{p}
	}
	var posts []*post
	for _, other := range c.posts {
		if other.m.MediaGroupID == p.m.MediaGroupID {
			posts = append(posts, other)
		}
	}
	return posts
}

// page is a post as the page shows it; the first of an album with all pictures.
func (s *Server) page(c *chat, p *post) pageMessage {
	v := s.seen(p)
	m := pageMessage{
		ID: v.ID, From: pageSender{v.FromID, v.FromName, v.FromBot}, Date: s.date(p.m.Date).Format(time.RFC3339),
		HTML: v.HTML, Voice: v.Voice, Location: p.m.Location, Buttons: v.Keyboard,
		Album: []string{}, Forwarded: v.Forwarded, Edited: v.Edited > 0, Silent: v.Silent, Reactions: v.Reactions,
	}
	if v.PhotoFileID != "" {
		url := s.fileURL(v.PhotoFileID)
		m.Photo = &url
	}
	if album := s.album(c, p); len(album) > 1 {
		for _, other := range album {
			if n := len(other.m.Photo); n > 0 {
				m.Album = append(m.Album, s.fileURL(other.m.Photo[n-1].FileID))
			}
		}
	}
	if v.Document != nil {
		m.Document = &pageDocument{v.Document.Name, s.fileURL(v.Document.FileID)}
	}
	if p.m.GroupCreated {
		m.HTML = "<i>群组已创建 · Group created</i>"
	}
	if p.m.TopicCreated != nil {
		m.HTML = "<i>话题已创建 · Topic created</i>"
	}
	m.Topic = c.topicName(v.Thread)
	m.details(v)
	return m
}

func (m *pageMessage) details(v Message) {
	if v.Sticker != "" {
		m.Sticker = &v.Sticker
	}
	if v.Contact != nil {
		m.Contact = &pageContact{User{FirstName: v.Contact.FirstName, LastName: v.Contact.LastName}.name(), v.Contact.Phone}
	}
	if v.ReplyTo != 0 {
		m.ReplyTo = &v.ReplyTo
	}
	if m.Buttons == nil {
		m.Buttons = [][]Button{}
	}
	if m.Reactions == nil {
		m.Reactions = []string{}
	}
}

func (s *Server) fileURL(id string) string { return s.o.BasePath + "/api/files/" + id }
