package handlers

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"huiwu/conference"
	"huiwu/language"
)

// maxWords is the most characters of a message that are read.
const maxWords = 2000

// errDialogMoved is a dialog that somebody else's turn has moved meanwhile.
var errDialogMoved = errors.New("dialog moved meanwhile")

// Handle answers one event. The error is for the log: either CodeUnavailable, then nothing was changed and
// the same event may be handled again, or something internal; the reply says so in kind words already.
func (h *Handlers) Handle(ctx context.Context, e Event) (Reply, error) {
	r, err := h.once(ctx, e)
	if errors.Is(err, errDialogMoved) {
		r, err = h.once(ctx, e)
	}
	return r, err
}

func (h *Handlers) once(ctx context.Context, e Event) (Reply, error) {
	t := &turn{Event: e, viewer: viewer{locale: h.words.in(e.From.Language), now: h.now().UTC(), rules: h.rules()}}
	r, err := h.answered(ctx, e, t)
	return h.inGroup(ctx, t, r), err
}

func (h *Handlers) answered(ctx context.Context, e Event, t *turn) (Reply, error) {
	person, err := h.store.PersonByTelegram(ctx, e.From.ID)
	if err != nil && conference.CodeOf(err) != conference.CodeUnknownPerson {
		return h.fail(ctx, t, err)
	}
	if err == nil {
		t.person = person
		t.locale = h.words.in(person.Language)
	}
	d, revision, err := h.load(ctx, e)
	if err != nil {
		return h.fail(ctx, t, err)
	}
	before := encode(d)
	t.dialog = d
	t.again = d != nil && d.LastUpdate == e.UpdateID || d.past(e)
	r, err := h.step(ctx, t)
	if err == nil || conference.CodeOf(err) == conference.CodeDuplicate {
		saved := h.save(ctx, e, before, revision, t.dialog)
		if conference.CodeOf(saved) == conference.CodeStale {
			return h.failed(t, errors.Join(errDialogMoved, saved))
		}
		err = errors.Join(err, saved)
	}
	if err != nil {
		r, err = h.fail(ctx, t, err)
	}
	r.From = t.person
	return r, err
}

// step answers the event. One that has moved the dialog before comes again because nobody has noted that it was
// answered: what it did is shown, as it stands now.
func (h *Handlers) step(ctx context.Context, t *turn) (Reply, error) {
	if !t.again || t.person.ID == 0 {
		return h.route(ctx, t)
	}
	past := t.dialog.past(t.Event)
	found := !past || t.missed()
	if c := h.named(t.dialog.Conversation); c != nil && found {
		return c.show(ctx, t)
	}
	done, applied, err := h.store.Applied(ctx, t.UpdateID, 0)
	switch {
	case err != nil:
		return Reply{}, wrap("what the update did", err)
	case applied:
		return Reply{}, conference.Refuse(conference.CodeDuplicate, "kind", done.Kind, "id", done.ID)
	case past && t.Button == nil: // the words have been seen to, and must not be read as new ones
		return Reply{}, nil
	}
	return h.route(ctx, t)
}

// route picks the conversation that the event belongs to.
func (h *Handlers) route(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Contact != nil:
		return h.command(ctx, t, commandContact)
	case t.Command == "start" && t.Args != "":
		return h.command(ctx, t, commandLink)
	case t.person.ID == 0:
		return Reply{}, conference.Refuse(conference.CodeUnknownPerson)
	case t.Button != nil:
		return h.tap(ctx, t)
	case t.Edited:
		return h.aside(t, "core.edited")
	case t.Unsupported != "":
		return h.aside(t, "core.unsupported")
	case t.Command != "":
		return h.command(ctx, t, t.Command)
	}
	return h.spoken(ctx, t)
}

// aside is a word about a message that is not read; in a group the bot keeps silent about those.
func (h *Handlers) aside(t *turn, key string) (Reply, error) {
	if !t.Chat.Private {
		return Reply{}, nil
	}
	return reply(t.answer(t.say(key), nil))
}

// tap hands a button to its conversation.
func (h *Handlers) tap(ctx context.Context, t *turn) (Reply, error) {
	b, ok := parseButton(t.Button.Data)
	if !ok || h.byVerb[b.verb] == nil {
		return toast(t.label("error.stale")), nil
	}
	t.button = b
	return h.byVerb[b.verb].step(ctx, t)
}

// command hands a command to its conversation; an unknown one is answered with what there is.
func (h *Handlers) command(ctx context.Context, t *turn, name string) (Reply, error) {
	c := h.byCommand[name]
	if c == nil {
		return h.aside(t, "core.unknown_command")
	}
	t.Command = name
	if name == "cancel" && t.busy() {
		if s, ok := h.named(t.dialog.Conversation).(settler); ok {
			return s.settle(ctx, t)
		}
	}
	return c.step(ctx, t)
}

// spoken hands words and files to the dialog's conversation, or to the one whose intent they carry.
func (h *Handlers) spoken(ctx context.Context, t *turn) (Reply, error) {
	if !t.Chat.Private && t.ReplyTo == 0 {
		return Reply{}, nil // people talk with each other
	}
	if len(t.Files) == 0 && strings.TrimSpace(clean(t.Text)) == "" {
		return h.aside(t, "core.no_text")
	}
	if utf8.RuneCountInString(t.Text) > maxWords {
		return Reply{}, conference.Refuse(conference.CodeTextLong, "max", maxWords)
	}
	if err := h.read(ctx, t); err != nil {
		return Reply{}, err
	}
	if t.busy() && h.named(t.dialog.Conversation) != nil {
		if r, err := h.inDialog(ctx, t); !errors.Is(err, errElsewhere) {
			return r, err
		}
	}
	if c := h.byIntent[intentOf(t.reading)]; c != nil {
		r, err := c.step(ctx, t)
		if !errors.Is(err, errElsewhere) { // it may be the one that has just declined
			return r, err
		}
	}
	if len(t.Files) > 0 {
		return h.filed(ctx, t)
	}
	if h.byCommand[commandWords] != nil {
		if r, err := h.command(ctx, t, commandWords); !errors.Is(err, errElsewhere) {
			return r, err
		}
	}
	return h.aside(t, "core.not_understood")
}

// filed hands files outside of any dialog to whoever takes them first.
func (h *Handlers) filed(ctx context.Context, t *turn) (Reply, error) {
	t.Command = commandFiles
	for _, c := range h.onFiles {
		if r, err := c.step(ctx, t); !errors.Is(err, errElsewhere) {
			return r, err
		}
	}
	return h.aside(t, "core.not_understood")
}

// inDialog hands words and files to the dialog's conversation; errElsewhere when they are not for it.
func (h *Handlers) inDialog(ctx context.Context, t *turn) (Reply, error) {
	c := h.named(t.dialog.Conversation)
	if _, own := c.(settler); !own && t.dialog.Card != 0 && t.callsOff() {
		return h.command(ctx, t, "cancel")
	}
	return c.step(ctx, t)
}

// read fills the turn's reading of its text.
func (h *Handlers) read(ctx context.Context, t *turn) error {
	parser, err := h.names.parserFor(ctx, t.viewer)
	if err != nil {
		return err
	}
	if t.dialog != nil && t.dialog.Expect != "" {
		t.reading = h.understood(parser.ParseAnswer(t.Text, t.dialog.Expect, t.local()))
		return nil
	}
	t.reading = h.understood(parser.Parse(t.Text, t.local()))
	return nil
}

// intentOf is the intent of a reading; a time, a room or a number of people without one is a wish to book.
func intentOf(r language.Reading) language.Intent {
	if r.Intent == language.IntentUnknown && (r.Time != nil || r.Room != nil || r.Headcount != nil) {
		return language.IntentBook
	}
	return r.Intent
}

// named is the conversation of a name, nil when there is none any more.
func (h *Handlers) named(name string) conversation {
	for _, c := range h.conversations {
		if c.name() == name {
			return c
		}
	}
	return nil
}
