package emulator_test

import (
	"bytes"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huiwu/bot/emulator"
)

func TestServer_topics(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	w.updates(t, "offset=-1")
	forum, threads := w.AddForum("会务", []string{"会议服务班", "音控班"}, alice, bob)
	service, sound := threads[0], threads[1]

	say, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: forum, MessageThreadID: service, Text: "tea for 301", ReplyMarkup: keyboard("我来", "c")})
	if err != nil || say.MessageThreadID != service || !say.IsTopicMessage || !say.Chat.IsForum {
		t.Fatalf("into a topic: %+v, %v", say, err)
	}
	if general, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: forum, Text: "to all"}); err != nil || general.MessageThreadID != 0 || general.IsTopicMessage {
		t.Fatalf("into the general topic: %+v, %v", general, err)
	}
	album, err := w.client.SendMediaGroup(w.ctx, &bot.SendMediaGroupParams{ChatID: forum, MessageThreadID: sound, Media: []models.InputMedia{
		&models.InputMediaPhoto{Media: w.photoID(t)}, &models.InputMediaPhoto{Media: w.photoID(t)}}})
	if err != nil || album[0].MessageThreadID != sound || album[1].MessageThreadID != sound {
		t.Fatalf("an album into a topic: %+v, %v", album, err)
	}
	w.alice.Send("/bind", emulator.InChat(forum), emulator.InTopic(sound))
	w.bob.Send("/done", emulator.InChat(forum), emulator.ReplyTo(say.ID))
	w.bob.Press(say.ID, "c", emulator.InChat(forum))
	updates := w.updates(t, "")
	bind, done, press := updates[len(updates)-3].Message, updates[len(updates)-2].Message, updates[len(updates)-1].CallbackQuery
	if bind.MessageThreadID != sound || !bind.IsTopicMessage || bind.ReplyToMessage == nil || bind.ReplyToMessage.ID != sound {
		t.Errorf("a command in a topic comes as %+v, want an answer to its first message", bind)
	}
	if done.MessageThreadID != service || done.ReplyToMessage.ID != say.ID {
		t.Errorf("an answer in a topic comes as %+v", done)
	}
	if m := press.Message.Message; m.MessageThreadID != service || !m.IsTopicMessage {
		t.Errorf("a press in a topic comes as %+v", m)
	}
	seen := w.bob.MessagesIn(forum)
	for _, m := range seen {
		if m.Text == "tea for 301" && m.Thread != service || m.Text == "/bind" && (m.Thread != sound || m.ReplyTo != 0) || m.Text == "/done" && m.ReplyTo != say.ID {
			t.Errorf("on a phone: %+v", m)
		}
	}
}

func TestServer_topicsThatAreNone(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	forum, threads := w.AddForum("会务", []string{"会议服务班"}, alice)
	group := w.AddGroup("组", alice)
	to := func(chat int64, thread int) error {
		_, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: chat, MessageThreadID: thread, Text: "x"})
		return err
	}
	const refused = "message thread not found"
	wantError(t, to(group, 5), bot.ErrorBadRequest, refused)
	wantError(t, to(forum, 4711), bot.ErrorBadRequest, refused)
	wantError(t, to(alice, threads[0]), bot.ErrorBadRequest, refused)
	if w.alice.Send("/bind", emulator.InChat(forum), emulator.InTopic(4711)) != 0 || w.alice.Send("/bind", emulator.InChat(group), emulator.InTopic(threads[0])) != 0 {
		t.Error("somebody writes into a topic that is none")
	}
	if err := to(forum, threads[0]); err != nil {
		t.Fatal(err)
	}
	w.DeleteTopic(forum, threads[0])
	wantError(t, to(forum, threads[0]), bot.ErrorBadRequest, refused)
	if left := w.alice.MessagesIn(forum); len(left) != 0 {
		t.Errorf("what stood in the topic is still there: %+v", left)
	}
}

func TestServer_KickBot(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	group := w.AddGroup("组", alice)
	w.updates(t, "offset=-1")
	w.KickBot(group, true)
	w.KickBot(group, true)
	_, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: group, Text: "x"})
	wantError(t, err, bot.ErrorForbidden, "bot is not a member of the group chat")
	w.KickBot(group, false)
	if _, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: group, Text: "x"}); err != nil {
		t.Error(err)
	}
	updates := w.updates(t, "")
	if len(updates) < 2 {
		t.Fatalf("%d updates", len(updates))
	}
	out, in := updates[len(updates)-2].MyChatMember, updates[len(updates)-1].MyChatMember
	if out == nil || out.NewChatMember.Type != models.ChatMemberTypeBanned || out.Chat.ID != group || in == nil || in.NewChatMember.Type != models.ChatMemberTypeMember {
		t.Errorf("told %+v and %+v", out, in)
	}
}

// photoID is a picture that the server has.
func (w *world) photoID(t *testing.T) string {
	t.Helper()
	m, err := w.client.SendPhoto(w.ctx, &bot.SendPhotoParams{ChatID: alice, Photo: &models.InputFileUpload{Filename: "a.png", Data: bytes.NewReader(picture(t, 100))}})
	if err != nil {
		t.Fatal(err)
	}
	return m.Photo[0].FileID
}
