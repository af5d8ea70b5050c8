package handlers

import (
	"strconv"
	"strings"
)

// maxData is the most bytes that callback data may have.
const maxData = 64

// button is what a tap carries: what to do, to which thing, as it stood when the button was drawn.
// The buttons of a dialog carry the person whose dialog it is as id, and its nonce as rev.
type button struct {
	verb string // lower-case letters, digits and "_"; every verb belongs to one conversation
	id   int64
	rev  int64
	arg  string // whatever else; may be ""
}

// data encodes the button as verb:id:rev[:arg]; "" when it would be too long or the verb is none.
func (b button) data() string {
	s := b.verb + ":" + strconv.FormatInt(b.id, 36) + ":" + strconv.FormatInt(b.rev, 36)
	if b.arg != "" {
		s += ":" + b.arg
	}
	if !validVerb(b.verb) || len(s) > maxData {
		return ""
	}
	return s
}

// parseButton decodes callback data; false for what no button of ours carries.
func parseButton(data string) (button, bool) {
	if len(data) > maxData {
		return button{}, false
	}
	parts := strings.SplitN(data, ":", 4)
	if len(parts) < 3 || !validVerb(parts[0]) {
		return button{}, false
	}
	id, errID := strconv.ParseInt(parts[1], 36, 64)
	rev, errRev := strconv.ParseInt(parts[2], 36, 64)
	if errID != nil || errRev != nil {
		return button{}, false
	}
	b := button{verb: parts[0], id: id, rev: rev}
	if len(parts) == 4 {
		b.arg = parts[3]
	}
	return b, true
}

func validVerb(v string) bool {
	if v == "" {
		return false
	}
	for _, r := range v {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return true
}

// key is a button with its label.
func (b button) key(label string) Key { return Key{Label: label, Data: b.data()} }

// with is the button with another argument.
func (b button) with(arg string) button { b.arg = arg; return b }
