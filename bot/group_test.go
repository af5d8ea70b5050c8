package bot

import (
	"context"
	"slices"
	"testing"

	"huiwu/bot/emulator"
	"huiwu/conference"
	"huiwu/handlers"
)

// crew puts a crew's chat on the roster, as the seventh person, with a card that is drawn as it stands.
func (w *world) crew(chat int64, thread int) *board {
	w.store.link(7, chat)
	s := &board{revision: 1}
	w.talk.compose = func(d conference.Delivery) (handlers.Message, bool, error) {
		m, ok, err := s.compose(d)
		m.Thread = thread
		return m, ok, err
	}
	return s
}

// stands waits until the group shows a message of the bot's with the text.
func (w *world) stands(chat int64, text string) (found emulator.Message) {
	w.t.Helper()
	err := w.ann.WaitForIn(w.ctx, chat, func(messages []emulator.Message) bool {
		for _, m := range slices.Backward(messages) {
			if m.FromBot && m.Text == text {
				found = m
				return true
			}
		}
		return false
	})
	if err != nil {
		w.t.Fatalf("%d never shows %q: %v; it shows %+v\n%s", chat, text, err, w.ann.MessagesIn(chat), w.log)
	}
	return found
}

func (w *world) ofBot(chat int64) (n int) {
	for _, m := range w.ann.MessagesIn(chat) {
		if m.FromBot {
			n++
		}
	}
	return n
}

// A crew's card in a topic is one live card: sent there, edited there, and put at the bottom when it is to ping.
func TestDeliver_ToATopic(t *testing.T) {
	t.Parallel()
	w := setup(t)
	forum, threads := w.AddForum("会务", []string{"会议服务班", "音控班"}, ann, ben)
	s := w.crew(forum, threads[0])
	b := w.bot()
	w.deliver(b)
	first := w.stands(forum, "state 1")
	if first.Thread != threads[0] {
		t.Errorf("it stands in %d, want the topic %d", first.Thread, threads[0])
	}
	s.set(2)
	w.deliver(b)
	if m := w.stands(forum, "state 2"); m.ID != first.ID || m.Thread != threads[0] {
		t.Errorf("the card was not edited: %+v", m)
	}
	w.deliver(b, ping)
	if m := w.stands(forum, "state 2"); m.ID == first.ID || m.Thread != threads[0] || w.ofBot(forum) != 1 {
		t.Errorf("after a ping the group shows %+v, want the card anew in its topic and no other", w.ann.MessagesIn(forum))
	}
}

// What goes into a topic goes there whole: pictures and voice before the card, files, long texts.
func TestDeliver_EverythingIntoATopic(t *testing.T) {
	t.Parallel()
	w := setup(t)
	forum, threads := w.AddForum("会务", []string{"会议服务班"}, ann)
	w.store.link(7, forum)
	w.ann.SendPhoto("", picture(w.t), picture(w.t))
	w.ann.SendVoice()
	var files []string
	for _, m := range w.ann.Messages() {
		if m.PhotoFileID != "" {
			files = append(files, m.PhotoFileID)
		}
	}
	for name, m := range map[string]handlers.Message{
		"words":    {Text: handlers.Plain("words")},
		"album":    {Text: handlers.Plain("album"), Photos: files},
		"picture":  {Text: handlers.Plain("picture"), Photos: files[:1]},
		"made":     {Text: handlers.Plain("made"), Photo: picture(t)},
		"document": {Text: handlers.Plain("document"), Document: &handlers.Document{Name: "a.txt", Data: []byte("a")}},
	} {
		w.talk.compose = func(conference.Delivery) (handlers.Message, bool, error) {
			m.Thread = threads[0]
			return m, true, nil
		}
		w.deliver(w.bot())
		w.stands(forum, name)
	}
	for _, m := range w.ann.MessagesIn(forum) {
		if m.Thread != threads[0] {
			t.Errorf("not in the topic: %+v", m)
		}
	}
}

// A group that becomes a supergroup is followed: by its update, or by whoever sends there first.
func TestDeliver_FollowsAGroupThatMoves(t *testing.T) {
	t.Parallel()
	for _, told := range []bool{true, false} {
		t.Run(map[bool]string{true: "told by an update", false: "found out"}[told], func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			group := w.AddGroup("会服群", ann, ben)
			s := w.crew(group, 0)
			b := w.bot()
			w.deliver(b)
			w.stands(group, "state 1")
			moved := w.MigrateGroup(group)
			if told {
				w.run(b)
				w.until("the group is followed", func() bool { p, _ := w.store.Person(w.ctx, 7); return p.TelegramID == moved })
			}
			s.set(2)
			w.deliver(b)
			card := w.stands(moved, "state 2")
			if p, _ := w.store.Person(w.ctx, 7); p.TelegramID != moved {
				t.Errorf("written to at %d, want %d", p.TelegramID, moved)
			}
			s.set(3)
			w.deliver(b)
			if m := w.stands(moved, "state 3"); m.ID != card.ID || w.ofBot(moved) != 1 {
				t.Errorf("where the group is now it shows %+v, want one card", w.ann.MessagesIn(moved))
			}
		})
	}
}

func TestDeliver_GroupThatCannotBeReached(t *testing.T) {
	t.Parallel()
	for name, happens := range map[string]func(w *world, forum int64, thread int){
		"put out":           func(w *world, forum int64, _ int) { w.KickBot(forum, true) },
		"the topic is gone": func(w *world, forum int64, thread int) { w.DeleteTopic(forum, thread) },
		"not allowed to write": func(w *world, _ int64, _ int) {
			w.Fail(emulator.Fault{Method: "sendmessage", Code: 400, Description: "Bad Request: not enough rights to send text messages to the chat"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			forum, threads := w.AddForum("会务", []string{"会议服务班"}, ann)
			w.crew(forum, threads[0])
			happens(w, forum, threads[0])
			w.deliver(w.bot())
			if p, _ := w.store.Person(w.ctx, 7); !p.Unreachable {
				t.Errorf("not marked as lost\n%s", w.log)
			}
		})
	}
}

func TestRun_BotPutOutOfAGroupAndTakenIn(t *testing.T) {
	t.Parallel()
	w := setup(t)
	group := w.AddGroup("会服群", ann)
	w.store.link(7, group)
	lost := func() bool { p, _ := w.store.Person(w.ctx, 7); return p.Unreachable }
	w.run(w.bot())
	w.KickBot(group, true)
	w.until("the group is lost", lost)
	w.KickBot(group, false)
	w.until("the group is back", func() bool { return !lost() })
}

// What is asked in a topic is answered there; a press there knows where it is.
func TestRun_AnswersInTheTopic(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.talk.answer = func(_ context.Context, e handlers.Event) (handlers.Reply, error) {
		m := say(e, "re: "+e.Text)
		m.Keyboard = handlers.Keyboard{{{Label: "ok", Data: "ok"}}}
		return handlers.Reply{Toast: "heard", Messages: []handlers.Message{m}}, nil
	}
	forum, threads := w.AddForum("会务", []string{"会议服务班", "音控班"}, ann, ben)
	w.run(w.bot())
	w.ann.Send("/bind", emulator.InChat(forum), emulator.InTopic(threads[1]))
	m := w.stands(forum, "re: /bind")
	if m.Thread != threads[1] {
		t.Errorf("answered in %d, want %d", m.Thread, threads[1])
	}
	w.ann.Send("/bind", emulator.InChat(forum))
	w.until("two events", func() bool { return len(w.talk.seen()) == 2 })
	press := w.ann.PressLabel(m.ID, "ok", emulator.InChat(forum))
	if _, err := press.WaitAnswer(w.ctx); err != nil {
		t.Fatal(err)
	}
	events := w.talk.seen()
	if events[0].Thread != threads[1] || events[0].ReplyTo != 0 || events[1].Thread != 0 || events[2].Thread != threads[1] {
		t.Errorf("threads %d (answers %d), %d, %d", events[0].Thread, events[0].ReplyTo, events[1].Thread, events[2].Thread)
	}
}
