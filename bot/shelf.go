package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
)

var errAside = errors.New("it failed again and lies on the shelf as before; the log says why")

// Replay handles an update from the shelf as if it had just come. What it has changed already it does not change
// twice: its id is claimed with its effect. An error means that it is still to be handled. Options.Username must be set.
func (b *Bot) Replay(ctx context.Context, raw []byte) error {
	u, err := decode(raw, b.o.Username, b.now())
	if err != nil {
		return err
	}
	if u.unread != nil {
		return u.unread
	}
	t, err := b.dispatcher.submit(ctx, u)
	if err != nil {
		return err
	}
	select {
	case <-t.done:
	case <-ctx.Done():
		return during("replay", ctx.Err())
	}
	if u.aside || !t.handled {
		return errAside
	}
	return nil
}

const maxSummary = 60

// longNumber may be somebody's phone.
var longNumber = regexp.MustCompile(`[0-9](?:[ -]?[0-9]){6,}`)

// Summary is an update in one short line for an operator: what it is, whose, and how its words begin. It holds no
// phone number and nothing that a terminal would obey.
func Summary(raw []byte) string {
	u, err := decode(json.RawMessage(raw), "", time.Time{})
	if err != nil {
		return "no update"
	}
	what := u.kind
	if e := u.event; e != nil {
		what = fmt.Sprintf("%s from %d", u.kind, e.From.ID)
		switch {
		case e.Button != nil:
			what += ": button " + e.Button.Data
		case e.Contact != nil:
			what += ": a contact"
		case e.Text != "":
			what += ": " + longNumber.ReplaceAllString(e.Text, "…")
		case len(e.Files) > 0:
			what += ": " + string(e.Files[0].Kind)
		}
	}
	what = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, what)
	if runes := []rune(what); len(runes) > maxSummary {
		what = string(runes[:maxSummary]) + "…"
	}
	return what
}
