package handlers

import (
	"context"
	"errors"
	"time"

	"huiwu/conference"
)

// fail turns an error into what the person reads. This is the only place where that happens.
func (h *Handlers) fail(ctx context.Context, t *turn, err error) (Reply, error) {
	switch code := conference.CodeOf(err); code {
	case conference.CodeDuplicate, conference.CodeStale:
		return h.redraw(ctx, t, err)
	case conference.CodeUnknownPerson:
		return h.stranger(t)
	case conference.CodeInternal, conference.CodeUnavailable:
		return h.failed(t, err)
	}
	return t.refuse(err), nil
}

// failed says that it is our fault, and hands the error on to the log.
func (h *Handlers) failed(t *turn, err error) (Reply, error) {
	return t.refuse(err), err
}

// Refuse says err in the event's language without looking anything up: for what is refused before a conversation
// is asked.
func (h *Handlers) Refuse(e Event, err error) Reply {
	t := &turn{Event: e, viewer: viewer{locale: h.words.in(e.From.Language), now: h.now().UTC(), rules: h.rules()}}
	return t.refuse(err)
}

// redraw shows the thing as it stands now: for a button drawn earlier, and for an update that comes twice. The button
// of a dialog that is over may have been the one that ended it.
func (h *Handlers) redraw(ctx context.Context, t *turn, err error) (Reply, error) {
	if t.Button != nil && subjectOf(err).Kind == "" {
		draft, _ := refusal(err).Args["draft"].(int64)
		done, applied, lookErr := h.store.Applied(ctx, t.UpdateID, draft)
		if lookErr != nil {
			return h.fail(ctx, t, lookErr)
		}
		if applied {
			err = conference.Refuse(conference.CodeDuplicate, "kind", done.Kind, "id", done.ID)
		}
	}
	stale := conference.CodeOf(err) == conference.CodeStale
	r := Reply{}
	if stale {
		r.Toast = t.label("error.stale")
	}
	d := h.drawers[subjectOf(err).Kind]
	if d == nil { // nothing that could be brought up to date
		if stale {
			r.Toast = t.label("core.button_over")
		}
		return r, nil
	}
	m, drawErr := d.draw(ctx, t.viewer, subjectOf(err).ID)
	if drawErr != nil {
		return h.fail(ctx, t, drawErr)
	}
	m = t.inPlace(m)
	if t.Button == nil && t.again {
		m.Replace = t.dialog.Card
	}
	return r.with(m), nil
}

// subjectOf is the thing a CodeStale or CodeDuplicate is about.
func subjectOf(err error) conference.Subject {
	args := refusal(err).Args
	id, _ := args["id"].(int64)
	switch kind := args["kind"].(type) {
	case conference.SubjectKind:
		return conference.Subject{Kind: kind, ID: id}
	case string:
		return conference.Subject{Kind: conference.SubjectKind(kind), ID: id}
	}
	return conference.Subject{}
}

// stranger tells somebody who is not on the roster how to come in, and nothing else.
func (h *Handlers) stranger(t *turn) (Reply, error) {
	switch {
	case t.Button != nil:
		return Reply{Toast: t.label("core.stranger_short"), Alert: true}, nil
	case !t.Chat.Private && t.Command == "":
		return Reply{}, nil
	case !t.Chat.Private:
		return reply(t.answer(t.say("core.stranger_short"), nil))
	}
	m := t.answer(t.say("core.stranger"), nil)
	m.AskContact = t.label("core.share_phone")
	return reply(m)
}

// refuse is the reply that says why: over the chat for a tap, else as a message.
func (t *turn) refuse(err error) Reply {
	if t.Button != nil {
		return Reply{Toast: short(t.refusalLine(err), 200), Alert: true}
	}
	return Reply{Messages: []Message{t.answer(t.refusal(err), nil)}}
}

// refusal is the sentence for an error.
func (v viewer) refusal(err error) Text {
	key, args := v.refusalArgs(err)
	return v.say(key, args...)
}

// refusalLine is the same without marks.
func (v viewer) refusalLine(err error) string {
	key, args := v.refusalArgs(err)
	return v.label(key, args...)
}

// remark is a refusal for which the rules have no code, as nothing reached them.
type remark struct {
	key  string
	args []any
}

func (r remark) Error() string { return r.key }

// refusalArgs is the sentence's key and what fills it: instants as moments and, under name_clock, as times of
// day; start and end together as "span"; minutes as "lead".
func (v viewer) refusalArgs(err error) (key string, args []any) {
	if m := (remark{}); errors.As(err, &m) {
		return m.key, m.args
	}
	r := refusal(err)
	start, hasStart := r.Args["start"].(time.Time)
	if end, ok := r.Args["end"].(time.Time); ok && hasStart {
		args = append(args, "span", v.span(start, end, v.now))
	}
	if minutes, ok := r.Args["minutes"].(int); ok {
		args = append(args, "lead", v.length(time.Duration(minutes)*time.Minute))
	}
	for name, value := range r.Args {
		switch value := value.(type) {
		case time.Time:
			args = append(args, name, v.moment(value, v.now), name+"_clock", v.clock(value))
		case time.Duration:
			args = append(args, name, v.length(value))
		case conference.Class:
			args = append(args, name, string(value))
		case conference.Room:
			args = append(args, name, v.roomName(value))
		case conference.Person:
			args = append(args, name, value.Name)
		case conference.Crew:
			args = append(args, name, v.crew(value))
		default:
			args = append(args, name, value)
		}
	}
	return "error." + string(r.Code), args
}

// refusal is the *conference.Error inside err; CodeInternal for what holds none.
func refusal(err error) *conference.Error {
	var e *conference.Error
	if !errors.As(err, &e) {
		return conference.Refuse(conference.CodeInternal)
	}
	return e
}
