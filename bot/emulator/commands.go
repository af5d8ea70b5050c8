package emulator

import (
	"encoding/json"
	"fmt"
	"strings"
)

// commandMenus are the bot's command lists by scope and language.
type commandMenus map[menuKey][]Command

type menuKey struct{ scope, language string }

type commandScope struct {
	Type   string      `json:"type"`
	ChatID json.Number `json:"chat_id"`
	UserID int64       `json:"user_id"`
}

// menuKey reads scope and language_code.
func (s *Server) menuKey(q *request) (menuKey, error) {
	key := menuKey{scope: "default", language: q.fields["language_code"]}
	if key.language != "" && !languageCode.MatchString(key.language) {
		return key, badRequest("invalid language code specified")
	}
	var scope commandScope
	if found, err := q.object("scope", "scope", &scope); err != nil || !found {
		return key, err
	}
	switch scope.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
		key.scope = scope.Type
	case "chat", "chat_administrators", "chat_member":
		id, err := scope.ChatID.Int64()
		if err != nil || s.chats[id] == nil {
			return key, badRequest("chat not found")
		}
		key.scope = fmt.Sprintf("%s %d", scope.Type, id)
		if scope.Type == "chat_member" {
			key.scope = fmt.Sprintf("%s %d", key.scope, scope.UserID)
		}
	default:
		return key, badRequest("can't parse BotCommandScope: unsupported type %q", scope.Type)
	}
	return key, nil
}

func (s *Server) setMyCommands(q *request) (any, error) {
	key, err := s.menuKey(q)
	if err != nil {
		return nil, err
	}
	var commands []Command
	if found, err := q.list("commands", "command", &commands); err != nil {
		return nil, err
	} else if !found {
		return nil, badRequest("can't parse commands JSON object")
	}
	if len(commands) > maxCommands {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for i, c := range commands {
		commands[i].Command = strings.TrimPrefix(c.Command, "/")
		if !commandName.MatchString(commands[i].Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := utf16Len(c.Description); n < 1 || n > maxCommandHelp {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	s.menus[key] = commands
	s.commandsChanged()
	return true, nil
}

func (s *Server) getMyCommands(q *request) (any, error) {
	key, err := s.menuKey(q)
	if err != nil {
		return nil, err
	}
	return append([]Command{}, s.menus[key]...), nil
}

func (s *Server) deleteMyCommands(q *request) (any, error) {
	key, err := s.menuKey(q)
	if err != nil {
		return nil, err
	}
	delete(s.menus, key)
	s.commandsChanged()
	return true, nil
}

// menu is the command list that a person sees in a chat: the narrowest scope
// that has one, in the person's language before the one for all.
func (s *Server) menu(c *chat, p *person) []Command {
	language, _, _ := strings.Cut(strings.ToLower(p.LanguageCode), "-")
	for _, scope := range c.scopes(p) {
		for _, code := range []string{language, ""} {
			if commands := s.menus[menuKey{scope, code}]; len(commands) > 0 {
				return commands
			}
		}
	}
	return []Command{}
}

// scopes are those that hold for a person in a chat, narrowest first.
func (c *chat) scopes(p *person) []string {
	chat := fmt.Sprintf("chat %d", c.id)
	if c.private() {
		return []string{chat, "all_private_chats", "default"}
	}
	scopes := []string{fmt.Sprintf("chat_member %d %d", c.id, p.ID)}
	admin := len(c.members) > 0 && c.members[0] == p.ID
	if admin {
		scopes = append(scopes, fmt.Sprintf("chat_administrators %d", c.id))
	}
	scopes = append(scopes, chat)
	if admin {
		scopes = append(scopes, "all_chat_administrators")
	}
	return append(scopes, "all_group_chats", "default")
}

// commandsChanged shows every phone its menu, which may have changed.
func (s *Server) commandsChanged() {
	for _, id := range s.order {
		s.emit("commands", id, id, map[string]any{"commands": s.menu(s.chats[id], s.people[id])})
	}
}
