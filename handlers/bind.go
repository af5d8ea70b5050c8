package handlers

import (
	"context"
	"strings"

	"huiwu/conference"
	"huiwu/language"
)

// chatStore is which group or topic is which crew's.
type chatStore interface {
	// CrewChat returns CodeNotFound for a place that is no crew's.
	CrewChat(ctx context.Context, chatID int64, thread int) (conference.Person, error)
	// BindChat returns CodeForbidden, CodeChatTaken, CodeNothingToChange.
	BindChat(ctx context.Context, ch conference.Change, crew conference.Crew, chatID int64, thread int, title string) (conference.Person, error)
	// UnbindChat returns CodeForbidden, CodeNotFound.
	UnbindChat(ctx context.Context, ch conference.Change, chatID int64, thread int) (conference.Crew, error)
}

// binding gives a group, or one of its topics, to a crew, and takes it back.
type binding struct {
	*core
	store chatStore
}

func newBinding(c *core, s chatStore) *binding { return &binding{core: c, store: s} }

// verbBind gives the place where it was tapped to the crew that is its arg.
const verbBind = "bind"

func (*binding) name() string               { return "bind" }
func (*binding) commands() []string         { return []string{"bind", "unbind"} }
func (*binding) verbs() []string            { return []string{verbBind} }
func (*binding) intents() []language.Intent { return nil }

func (c *binding) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Chat.Private:
		return reply(t.answer(t.say("bind.private"), nil))
	case t.Button != nil:
		return c.bind(ctx, t, conference.Crew(t.button.arg))
	case t.Command == "unbind":
		return c.unbind(ctx, t)
	}
	return c.show(ctx, t)
}

// show offers the crews that the person may give the place to; one that was named gets it.
func (c *binding) show(ctx context.Context, t *turn) (Reply, error) {
	crews := t.bindable()
	if len(crews) == 0 {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	ask := Lines(Bold(t.say("bind.ask")), t.say("bind.ask.next"))
	if named := line(t.Args); named != "" {
		if crew := c.words.crewNamed(named); crew != "" {
			return c.bind(ctx, t, crew)
		}
		ask = t.say("bind.unknown", "text", short(named, 20))
	}
	var keys []Key
	for _, crew := range crews {
		keys = append(keys, button{verb: verbBind, arg: string(crew)}.key(t.crew(crew)))
	}
	return reply(t.answer(ask, Keyboard{}.grid(2, keys...)))
}

// bindable are the crews whose chat the person may name.
func (v viewer) bindable() (crews []conference.Crew) {
	for _, crew := range conference.Crews {
		if v.may(conference.ActionBindChat, v.person.In(crew)) {
			crews = append(crews, crew)
		}
	}
	return crews
}

// crewNamed is the crew that is called so in any language, or by its code; "" for none.
func (c *catalogues) crewNamed(name string) conference.Crew {
	name = strings.ToLower(strings.Join(strings.Fields(name), " "))
	for _, crew := range conference.Crews {
		if name == string(crew) {
			return crew
		}
		for _, lang := range Languages {
			if name == strings.ToLower(c.in(lang).crew(crew)) {
				return crew
			}
		}
	}
	return ""
}

// bind gives the place to a crew. Who says it twice sees that it is so.
func (c *binding) bind(ctx context.Context, t *turn, crew conference.Crew) (Reply, error) {
	if c.words.crewNamed(string(crew)) == "" {
		return toast(t.label("error.stale")), nil
	}
	_, err := c.store.BindChat(ctx, t.change(), crew, t.Chat.ID, t.Thread, short(line(t.Chat.Title), 60))
	switch conference.CodeOf(err) {
	case "", conference.CodeDuplicate:
	case conference.CodeNothingToChange:
		return reply(t.edit(t.say("bind.same", "crew", t.crew(crew)), nil))
	default:
		return Reply{}, err
	}
	return reply(t.edit(Lines(Bold(t.say("bind.done", "crew", t.crew(crew))), t.say("bind.done.next")), nil))
}

// unbind lets the place go.
func (c *binding) unbind(ctx context.Context, t *turn) (Reply, error) {
	crew, err := c.store.UnbindChat(ctx, t.change(), t.Chat.ID, t.Thread)
	switch conference.CodeOf(err) {
	case "":
	case conference.CodeNotFound, conference.CodeDuplicate:
		return reply(t.answer(t.say("bind.none"), nil))
	default:
		return Reply{}, err
	}
	return reply(t.answer(Lines(t.say("bind.off", "crew", t.crew(crew)), t.say("bind.off.next")), nil))
}
