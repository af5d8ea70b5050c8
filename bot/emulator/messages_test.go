package emulator_test

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huiwu/bot/emulator"
)

func picture(t *testing.T, side int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, side, side))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (w *world) last(t *testing.T) emulator.Message {
	t.Helper()
	messages := w.alice.Messages()
	if len(messages) == 0 {
		t.Fatal("the chat is empty")
	}
	return messages[len(messages)-1]
}

func keyboard(text, data string) *models.InlineKeyboardMarkup {
	return &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: text, CallbackData: data, Style: "success"}}}}
}

func TestServer_sendMessage(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	sent, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{
		ChatID: alice, Text: "<b>A-1027</b> 茶 &amp; 水", ParseMode: models.ParseModeHTML, DisableNotification: true,
		ReplyParameters: &models.ReplyParameters{MessageID: 1}, ReplyMarkup: keyboard("认领", "claim:7"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if sent.ID != 2 || sent.Chat.ID != alice || sent.Chat.Type != models.ChatTypePrivate || sent.ReplyToMessage.ID != 1 {
		t.Fatalf("answer %+v", sent)
	}
	got := w.last(t)
	want := [][]emulator.Button{{{Text: "认领", Data: "claim:7", Style: "success"}}}
	if got.HTML != "<b>A-1027</b> 茶 &amp; 水" || got.Text != "A-1027 茶 & 水" || !got.Silent || !got.FromBot || got.ReplyTo != 1 || !reflect.DeepEqual(got.Keyboard, want) {
		t.Fatalf("the phone shows %+v", got)
	}
}

func TestServer_edit(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	card := w.say(t, "card")
	edit := func(text string, markup models.ReplyMarkup) error {
		_, err := w.client.EditMessageText(w.ctx, &bot.EditMessageTextParams{ChatID: alice, MessageID: card.ID, Text: text, ReplyMarkup: markup})
		return err
	}
	if err := edit("taken", keyboard("undo", "u")); err != nil {
		t.Fatal(err)
	}
	if got := w.last(t); got.Text != "taken" || got.Edited != 1 || len(got.Keyboard) != 1 {
		t.Fatalf("after the edit %+v", got)
	}
	wantError(t, edit("taken", keyboard("undo", "u")), bot.ErrorBadRequest, "a current content and reply markup of the message")
	if err := edit("taken", nil); err != nil {
		t.Fatalf("an edit without keyboard takes it away: %v", err)
	}
	if got := w.last(t); got.Keyboard != nil {
		t.Fatalf("the keyboard stayed: %+v", got)
	}
	_, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: alice, Text: "share", ReplyMarkup: &models.ReplyKeyboardMarkup{
		Keyboard: [][]models.KeyboardButton{{{Text: "分享号码", RequestContact: true}}}, OneTimeKeyboard: true,
	}})
	if err != nil {
		t.Fatal(err)
	}
	card.ID = w.last(t).ID
	wantError(t, edit("other", nil), bot.ErrorBadRequest, "message can't be edited")
}

func TestServer_delete(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	w := setup(t, emulator.Options{Now: func() time.Time { return now }})
	old, young := w.say(t, "old"), w.say(t, "young")
	if _, err := w.client.PinChatMessage(w.ctx, &bot.PinChatMessageParams{ChatID: alice, MessageID: young.ID}); err != nil || w.alice.Pinned() != young.ID {
		t.Fatalf("pinned %d: %v", w.alice.Pinned(), err)
	}
	if _, err := w.client.DeleteMessage(w.ctx, &bot.DeleteMessageParams{ChatID: alice, MessageID: young.ID}); err != nil || w.last(t).ID != old.ID || w.alice.Pinned() != 0 {
		t.Fatalf("after the deletion %+v, pinned %d: %v", w.last(t), w.alice.Pinned(), err)
	}
	now = now.Add(49 * time.Hour)
	_, err := w.client.DeleteMessage(w.ctx, &bot.DeleteMessageParams{ChatID: alice, MessageID: old.ID})
	wantError(t, err, bot.ErrorBadRequest, "message can't be deleted")
}

func TestServer_files(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	calendar := []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
	sent, err := w.client.SendDocument(w.ctx, &bot.SendDocumentParams{
		ChatID: alice, Document: &models.InputFileUpload{Filename: "A-1027.ics", Data: bytes.NewReader(calendar)}, Caption: "calendar",
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := w.last(t); got.Document == nil || got.Document.Name != "A-1027.ics" || !bytes.Equal(got.Document.Data, calendar) || sent.Document.MimeType != "text/calendar" {
		t.Fatalf("the phone shows %+v", got)
	}
	if got := w.download(t, sent.Document.FileID); !bytes.Equal(got, calendar) {
		t.Fatalf("downloaded %q", got)
	}
	_, err = w.client.SendPhoto(w.ctx, &bot.SendPhotoParams{ChatID: alice, Photo: &models.InputFileString{Data: sent.Document.FileID}})
	wantError(t, err, bot.ErrorBadRequest, "can't use file of type Document as Photo")
	_, err = w.client.SendPhoto(w.ctx, &bot.SendPhotoParams{ChatID: alice, Photo: &models.InputFileUpload{Filename: "a.png", Data: strings.NewReader("no picture")}})
	wantError(t, err, bot.ErrorBadRequest, "IMAGE_PROCESS_FAILED")
}

func (w *world) download(t *testing.T, id string) []byte {
	t.Helper()
	f, err := w.client.GetFile(w.ctx, &bot.GetFileParams{FileID: id})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(w.ctx, http.MethodGet, w.client.FileDownloadLink(f), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("download: HTTP %d, %v", answer.StatusCode, err)
	}
	return data
}

func TestServer_photoFromPhone(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	w.updates(t, "offset=-1")
	lamp := picture(t, 640)
	w.alice.SendPhoto("301投影仪坏了", lamp, picture(t, 100))
	updates := w.updates(t, "")[1:]
	if len(updates) != 2 {
		t.Fatalf("an album is a message for each picture: %+v", updates)
	}
	first, second := updates[0].Message, updates[1].Message
	if first.MediaGroupID == "" || first.MediaGroupID != second.MediaGroupID || first.Caption != "301投影仪坏了" || second.Caption != "" {
		t.Fatalf("album %+v, %+v", first, second)
	}
	if len(first.Photo) != 2 || first.Photo[0].Width != 320 || first.Photo[1].Width != 640 {
		t.Fatalf("sizes %+v", first.Photo)
	}
	if got := w.download(t, first.Photo[1].FileID); !bytes.Equal(got, lamp) {
		t.Fatal("the largest size is not the picture taken")
	}
	if _, err := w.client.SendPhoto(w.ctx, &bot.SendPhotoParams{ChatID: alice, Photo: &models.InputFileString{Data: first.Photo[1].FileID}}); err != nil {
		t.Fatal(err)
	}
	if got := w.last(t); got.PhotoFileID != first.Photo[1].FileID {
		t.Fatalf("sent by id: %+v", got)
	}
}

func TestServer_sendMediaGroup(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	sent, err := w.client.SendMediaGroup(w.ctx, &bot.SendMediaGroupParams{ChatID: alice, Media: []models.InputMedia{
		&models.InputMediaPhoto{Media: "attach://a.png", MediaAttachment: bytes.NewReader(picture(t, 10)), Caption: "two"},
		&models.InputMediaPhoto{Media: "attach://b.png", MediaAttachment: bytes.NewReader(picture(t, 20))},
	}})
	if err != nil || len(sent) != 2 || sent[0].MediaGroupID == "" || sent[1].Photo[0].Width != 20 {
		t.Fatalf("album %+v: %v", sent, err)
	}
}

func TestServer_commands(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	set := func(name string, scope models.BotCommandScope, language string) {
		t.Helper()
		_, err := w.client.SetMyCommands(w.ctx, &bot.SetMyCommandsParams{
			Commands: []models.BotCommand{{Command: name, Description: "…"}}, Scope: scope, LanguageCode: language,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		name       string
		scope      models.BotCommandScope
		language   string
		alice, bob string
	}{
		{"all", nil, "", "all", "all"},
		{"all_zh", nil, "zh", "all_zh", "all"},
		{"private", &models.BotCommandScopeAllPrivateChats{}, "", "private", "private"},
		{"groups", &models.BotCommandScopeAllGroupChats{}, "", "private", "private"},
		{"private_en", &models.BotCommandScopeAllPrivateChats{}, "en", "private", "private_en"},
		{"mine", &models.BotCommandScopeChat{ChatID: alice}, "", "mine", "private_en"},
	} {
		set(step.name, step.scope, step.language)
		if a, b := w.alice.Commands(), w.bob.Commands(); a[0].Command != step.alice || b[0].Command != step.bob {
			t.Fatalf("after %s: %v and %v, want %s and %s", step.name, a, b, step.alice, step.bob)
		}
	}
	got, err := w.client.GetMyCommands(w.ctx, &bot.GetMyCommandsParams{LanguageCode: "zh"})
	if err != nil || len(got) != 1 || got[0].Command != "all_zh" {
		t.Fatalf("getMyCommands: %v, %v", got, err)
	}
	if _, err := w.client.SetMyDescription(w.ctx, &bot.SetMyDescriptionParams{Description: "会议室", LanguageCode: "zh"}); err != nil {
		t.Fatal(err)
	}
	if d, err := w.client.GetMyDescription(w.ctx, &bot.GetMyDescriptionParams{LanguageCode: "zh"}); err != nil || d.Description != "会议室" {
		t.Fatalf("getMyDescription: %v, %v", d, err)
	}
}

func TestServer_reactionsAndChats(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	_, err := w.client.SetMessageReaction(w.ctx, &bot.SetMessageReactionParams{ChatID: alice, MessageID: 1, Reaction: []models.ReactionType{
		{Type: models.ReactionTypeTypeEmoji, ReactionTypeEmoji: &models.ReactionTypeEmoji{Type: models.ReactionTypeTypeEmoji, Emoji: "👌"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := w.last(t).Reactions; !reflect.DeepEqual(got, []string{"👌"}) {
		t.Fatalf("reactions %v", got)
	}
	c, err := w.client.GetChat(w.ctx, &bot.GetChatParams{ChatID: alice})
	if err != nil || c.FirstName != "Alice" || c.Type != models.ChatTypePrivate {
		t.Fatalf("getChat: %+v, %v", c, err)
	}
	if ok, err := w.client.SendChatAction(w.ctx, &bot.SendChatActionParams{ChatID: alice, Action: models.ChatActionTyping}); err != nil || !ok {
		t.Fatalf("sendChatAction: %v", err)
	}
}
