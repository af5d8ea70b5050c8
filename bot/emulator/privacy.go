package emulator

import "strings"

// visible tells whether the bot sees a message. In a group it is in privacy
// mode: it sees commands that may be meant for it, replies to its messages,
// mentions of it, and what happens to the group.
func (s *Server) visible(c *chat, m *wireMessage) bool {
	if c.private() || m.GroupCreated || m.NewMembers != nil || m.LeftMember != nil || m.TopicCreated != nil || m.MigrateTo != 0 || m.MigrateFrom != 0 {
		return true
	}
	if m.ReplyTo != nil && m.ReplyTo.From != nil && m.ReplyTo.From.ID == s.bot.ID {
		return true
	}
	return s.addressed(m.Text, m.Entities) || s.addressed(m.Caption, m.CaptionEntities)
}

func (s *Server) addressed(text string, entities []Entity) bool {
	for _, e := range entities {
		word := cutUTF16(text, e.Offset, e.Length)
		switch e.Type {
		case "mention":
			if strings.EqualFold(word, "@"+s.bot.Username) {
				return true
			}
		case "bot_command":
			_, name, named := strings.Cut(word, "@")
			if !named || strings.EqualFold(name, s.bot.Username) {
				return true
			}
		}
	}
	return false
}
