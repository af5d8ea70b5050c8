package emulator

import "slices"

func (s *Server) getChat(q *request) (any, error) {
	c, err := s.target(q)
	if err != nil {
		return nil, err
	}
	info := wireChatInfo{
		wireChat: s.wire(c), MaxReactionCount: 11,
		AcceptedGiftTypes: map[string]bool{
			"unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
			"premium_subscription": false, "gifts_from_channels": false,
		},
	}
	if info.Username != "" {
		info.ActiveUsernames = []string{info.Username}
	}
	if !c.private() {
		info.Permissions = map[string]bool{"can_send_messages": true, "can_pin_messages": true, "can_invite_users": true}
	}
	if id := c.lastPinned(); id != nil {
		info.PinnedMessage = c.find(*id).snapshot()
	}
	return info, nil
}

func (s *Server) getChatMember(q *request) (any, error) {
	c, err := s.target(q)
	if err != nil {
		return nil, err
	}
	id, ok := q.integer("user_id")
	if !ok || id <= 0 {
		return nil, badRequest("invalid user_id specified")
	}
	if id == s.bot.ID {
		return wireMember{User: s.bot, Status: "member"}, nil
	}
	p := s.people[id]
	if p == nil {
		return nil, badRequest("user not found")
	}
	return c.member(p), nil
}

func (c *chat) member(p *person) wireMember {
	m := wireMember{User: *p.wire(), Status: "left"}
	switch slices.Index(c.members, p.ID) {
	case -1:
	case 0:
		m.Status = "member"
		if !c.private() {
			m.Status, m.IsAnonymous = "creator", new(bool)
		}
	default:
		m.Status = "member"
	}
	return m
}

func (s *Server) getChatAdministrators(q *request) (any, error) {
	c, err := s.target(q)
	if err != nil {
		return nil, err
	}
	if c.private() {
		return nil, badRequest("there are no administrators in the private chat")
	}
	admins := []wireMember{}
	if len(c.members) > 0 {
		admins = append(admins, c.member(s.people[c.members[0]]))
	}
	return admins, nil
}

func (s *Server) getChatMemberCount(q *request) (any, error) {
	c, err := s.target(q)
	if err != nil {
		return nil, err
	}
	return len(c.members) + 1, nil
}

func (s *Server) leaveChat(q *request) (any, error) {
	c, err := s.recipient(q)
	if err != nil {
		return nil, err
	}
	if c.private() {
		return nil, badRequest("can't leave private chats")
	}
	c.botLeft = true
	return true, nil
}

func (s *Server) pinChatMessage(q *request) (any, error) {
	c, err := s.recipient(q)
	if err != nil {
		return nil, err
	}
	id := q.number("message_id")
	if c.find(id) == nil {
		return nil, badRequest("message to pin not found")
	}
	c.pinned = append(slices.DeleteFunc(c.pinned, func(n int) bool { return n == id }), id)
	s.pinChanged(c)
	return true, nil
}

func (s *Server) unpinChatMessage(q *request) (any, error) {
	c, err := s.recipient(q)
	if err != nil {
		return nil, err
	}
	id := q.number("message_id")
	if last := c.lastPinned(); id == 0 && last != nil {
		id = *last
	}
	if !slices.Contains(c.pinned, id) {
		return nil, badRequest("message to unpin not found")
	}
	c.pinned = slices.DeleteFunc(c.pinned, func(n int) bool { return n == id })
	s.pinChanged(c)
	return true, nil
}

func (s *Server) unpinAllChatMessages(q *request) (any, error) {
	c, err := s.recipient(q)
	if err != nil {
		return nil, err
	}
	c.pinned = nil
	s.pinChanged(c)
	return true, nil
}

// pinChanged tells the phones which message, if any, stands at the top.
func (s *Server) pinChanged(c *chat) {
	s.emitToMembers("pin", c, map[string]any{"message_id": c.lastPinned()})
}
