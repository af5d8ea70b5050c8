package emulator

import (
	"encoding/json"
	"net/url"
	"strings"
)

// markup is a reply_markup: at most one of the four is set.
type markup struct {
	inline *inlineKeyboard
	reply  *ReplyKeyboard
	remove bool
	force  bool
}

// special tells whether a message with it can't be edited.
func (k markup) special() bool { return k.reply != nil || k.remove || k.force }

// markup reads reply_markup, which is one of four objects told apart by their fields.
func (q *request) markup() (markup, error) {
	raw := strings.TrimSpace(q.fields["reply_markup"])
	if raw == "" || raw == "null" {
		return markup{}, nil
	}
	var which map[string]json.RawMessage
	if json.Unmarshal([]byte(raw), &which) != nil {
		return markup{}, badRequest("object expected as reply markup")
	}
	switch {
	case which["inline_keyboard"] != nil:
		inline, err := q.inlineKeyboard()
		return markup{inline: inline}, err
	case which["keyboard"] != nil:
		reply, err := q.replyKeyboard()
		return markup{reply: reply}, err
	case which["remove_keyboard"] != nil:
		err := knownFields([]byte(raw), "remove_keyboard")
		return markup{remove: err == nil}, err
	case which["force_reply"] != nil:
		err := knownFields([]byte(raw), "force_reply")
		return markup{force: err == nil}, err
	}
	return markup{}, badRequest("can't parse reply keyboard markup JSON object")
}

// inlineKeyboard reads a reply_markup that may be nothing else, and leaves out
// an empty keyboard.
func (q *request) inlineKeyboard() (*inlineKeyboard, error) {
	var raw struct {
		Rows [][]json.RawMessage `json:"inline_keyboard"`
	}
	if found, err := q.object("reply_markup", "inline_keyboard", &raw); err != nil || !found {
		return nil, err
	}
	keyboard, total := &inlineKeyboard{}, 0
	for _, row := range raw.Rows {
		var buttons []inlineButton
		for _, item := range row {
			b, err := readInlineButton(item)
			if err != nil {
				return nil, err
			}
			buttons = append(buttons, b)
		}
		total += len(buttons)
		if total > maxButtons || len(buttons) > maxButtonsInRow {
			return nil, badRequest("REPLY_MARKUP_TOO_LONG")
		}
		if len(buttons) > 0 {
			keyboard.Rows = append(keyboard.Rows, buttons)
		}
	}
	if total == 0 {
		return nil, nil
	}
	return keyboard, nil
}

func readInlineButton(raw json.RawMessage) (inlineButton, error) {
	var b inlineButton
	if err := knownFields(raw, "inline_button"); err != nil {
		return b, err
	}
	if json.Unmarshal(raw, &b) != nil {
		return b, badRequest("can't parse inline keyboard button: a field has the wrong type")
	}
	if strings.TrimSpace(b.Text) == "" {
		return b, badRequest("inline keyboard button text is empty")
	}
	if b.Style != "" && !buttonStyles[b.Style] {
		return b, badRequest("BUTTON_STYLE_INVALID")
	}
	switch n := actions(b); {
	case n == 0:
		return b, badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	case n > 1:
		return b, badRequest("can't parse inline keyboard button: exactly one action must be specified")
	}
	if len(b.CallbackData) > maxCallbackData {
		return b, badRequest("BUTTON_DATA_INVALID")
	}
	if b.URL != "" {
		return checkButtonURL(b)
	}
	return b, nil
}

func checkButtonURL(b inlineButton) (inlineButton, error) {
	if u, err := url.Parse(b.URL); err == nil && u.Scheme != "" && !words("http https tg ton")[u.Scheme] && strings.Contains(b.URL, "://") {
		return b, badRequest("inline keyboard button URL '%s' is invalid: Unsupported URL protocol", b.URL)
	}
	link, ok := cleanURL(b.URL)
	if !ok {
		return b, badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
	}
	b.URL = link
	return b, nil
}

// actions counts what a button does when pressed.
func actions(b inlineButton) int {
	n := 0
	for _, set := range []bool{
		b.CallbackData != "", b.URL != "", b.WebApp != nil, b.LoginURL != nil, b.SwitchInlineQuery != nil,
		b.SwitchInlineQueryCurrentChat != nil, b.SwitchInlineQueryChosenChat != nil, b.CopyText != nil,
		b.CallbackGame != nil, b.Pay,
	} {
		if set {
			n++
		}
	}
	return n
}

func (q *request) replyKeyboard() (*ReplyKeyboard, error) {
	var raw struct {
		Rows    [][]json.RawMessage `json:"keyboard"`
		OneTime bool                `json:"one_time_keyboard"`
	}
	if _, err := q.object("reply_markup", "keyboard", &raw); err != nil {
		return nil, err
	}
	keyboard, total := &ReplyKeyboard{Buttons: [][]ReplyButton{}, OneTime: raw.OneTime}, 0
	for _, row := range raw.Rows {
		buttons := []ReplyButton{}
		for _, item := range row {
			b, err := readReplyButton(item)
			if err != nil {
				return nil, err
			}
			buttons = append(buttons, b)
		}
		total += len(buttons)
		keyboard.Buttons = append(keyboard.Buttons, buttons)
	}
	if total == 0 || total > 300 {
		return nil, badRequest("REPLY_MARKUP_INVALID")
	}
	return keyboard, nil
}

// readReplyButton takes an object, or a string for a button that only types.
func readReplyButton(raw json.RawMessage) (ReplyButton, error) {
	var b ReplyButton
	if json.Unmarshal(raw, &b.Text) != nil {
		var object struct {
			Text           string `json:"text"`
			RequestContact bool   `json:"request_contact"`
		}
		if err := knownFields(raw, "keyboard_button"); err != nil {
			return b, err
		}
		if json.Unmarshal(raw, &object) != nil {
			return b, badRequest("can't parse keyboard button: a field has the wrong type")
		}
		b = ReplyButton(object)
	}
	if strings.TrimSpace(b.Text) == "" {
		return b, badRequest("keyboard button text must be non-empty")
	}
	return b, nil
}
