package emulator

import "slices"

// A forum is a supergroup with topics. A topic is known by the message that says it was created: its id is the thread's.

// InTopic sends to a topic of the group that InChat names. An answer to a message of a topic goes there anyway.
func InTopic(thread int) SendOption { return func(o *sending) { o.thread = thread } }

// AddForum makes a supergroup with topics of these people and the bot, and returns its chat id and the topics' threads,
// in order. The bot is told of the group. The first member is the creator.
func (s *Server) AddForum(title string, topics []string, members ...int64) (chatID int64, threads []int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &chat{id: -(1_000_000_000_000 + s.newID()), kind: "supergroup", forum: true, title: title, unread: map[int64]int{}}
	for _, id := range members {
		if s.people[id] != nil {
			c.members = append(c.members, id)
		}
	}
	s.chats[c.id] = c
	from := &s.bot
	if len(c.members) > 0 {
		from = s.people[c.members[0]].wire()
		s.membershipChanged(c, s.people[c.members[0]], "left", "member")
	}
	for _, name := range topics {
		root := s.add(c, &post{m: &wireMessage{From: from, TopicCreated: &wireTopic{Name: name, IconColor: 0x6FB9F0}, IsTopic: true}})
		root.m.ThreadID = root.m.MessageID
		threads = append(threads, root.m.ThreadID)
		c.topics = append(c.topics, root.m.ThreadID)
		s.shown("message", c, root)
		s.queueMessage("message", c, root)
	}
	return c.id, threads
}

// DeleteTopic takes a topic away with all that was written there.
func (s *Server) DeleteTopic(chatID int64, thread int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	if c == nil {
		return
	}
	c.topics = slices.DeleteFunc(c.topics, func(t int) bool { return t == thread })
	for _, p := range slices.Clone(c.posts) {
		if p.m.ThreadID == thread {
			s.erase(c, p.m.MessageID)
		}
	}
}

// KickBot puts the bot out of a group, or takes it in again. The bot is told, as Telegram tells it.
func (s *Server) KickBot(chatID int64, kicked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	if c == nil || c.private() || c.botLeft == kicked || len(c.members) == 0 {
		return
	}
	was, is := "kicked", "member"
	if kicked {
		was, is = is, was
	}
	c.botLeft = kicked
	s.membershipChanged(c, s.people[c.members[0]], was, is)
}

// topic is the thread that a request names; 0 for none.
func (q *request) topic(c *chat) (int, error) {
	thread := q.number("message_thread_id")
	if thread != 0 && !slices.Contains(c.topics, thread) {
		return 0, badRequest("message thread not found")
	}
	return thread, nil
}

// in puts a message into a topic of the chat; 0 for none.
func (m *wireMessage) in(thread int) { m.ThreadID, m.IsTopic = thread, thread != 0 }

// threadOf is the topic that a person's message goes to. One that answers no other comes to the bot as an answer to
// the topic's first.
func (c *chat) threadOf(m *wireMessage, o sending) int {
	thread := o.thread
	if to := c.find(o.replyTo); to != nil && thread == 0 {
		thread = to.m.ThreadID
	}
	if thread != 0 && m.ReplyTo == nil {
		c.link(m, thread)
	}
	return thread
}

// answered is the message that a post answers; 0 for none, and for the one that a topic begins with.
func (p *post) answered() int {
	if p.m.ReplyTo == nil || p.m.IsTopic && p.m.ReplyTo.MessageID == p.m.ThreadID {
		return 0
	}
	return p.m.ReplyTo.MessageID
}

// topicName is what a topic is called; "" for none.
func (c *chat) topicName(thread int) string {
	if root := c.find(thread); root != nil && root.m.TopicCreated != nil {
		return root.m.TopicCreated.Name
	}
	return ""
}
