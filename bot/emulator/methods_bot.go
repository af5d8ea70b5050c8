package emulator

import (
	"encoding/json"
	"fmt"
)

func (s *Server) getMe(*request) (any, error) {
	return wireMe{wireUser: s.bot, CanJoinGroups: true}, nil
}

// closeSession stands for logOut and close, which concern which server a bot is
// on; here there is only one.
func (s *Server) closeSession(*request) (any, error) { return true, nil }

// setText keeps one of the bot's texts per language; "" as a language is for
// everybody else.
func setText(kind string, limit int) method {
	return func(s *Server, q *request) (any, error) {
		code := q.fields["language_code"]
		if code != "" && !languageCode.MatchString(code) {
			return nil, badRequest("invalid language code specified")
		}
		if utf16Len(q.fields[kind]) > limit {
			return nil, badRequest("bot %s is too long; it must be at most %d characters", kind, limit)
		}
		s.texts[kind+" "+code] = q.fields[kind]
		return true, nil
	}
}

func getText(kind string) method {
	return func(s *Server, q *request) (any, error) {
		text := s.texts[kind+" "+q.fields["language_code"]]
		if text == "" {
			text = s.texts[kind+" "]
		}
		if text == "" && kind == "name" {
			text = s.bot.FirstName
		}
		return map[string]string{kind: text}, nil
	}
}

func (s *Server) setChatMenuButton(q *request) (any, error) {
	button := map[string]any{"type": "default"}
	if raw := q.fields["menu_button"]; raw != "" {
		if json.Unmarshal([]byte(raw), &button) != nil {
			return nil, badRequest("can't parse menu button JSON object")
		}
		if kind := fmt.Sprint(button["type"]); !words("commands web_app default")[kind] {
			return nil, badRequest("can't parse menu button: unsupported type %q", kind)
		}
	}
	s.texts["menu_button "+q.fields["chat_id"]] = q.fields["menu_button"]
	return true, nil
}

func (s *Server) getChatMenuButton(q *request) (any, error) {
	for _, key := range []string{q.fields["chat_id"], ""} {
		if raw := s.texts["menu_button "+key]; raw != "" {
			return json.RawMessage(raw), nil
		}
	}
	return map[string]string{"type": "commands"}, nil
}
