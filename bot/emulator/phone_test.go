package emulator_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huiwu/bot/emulator"
)

// newest fetches the updates that wait and returns the last.
func (w *world) newest(t *testing.T) models.Update {
	t.Helper()
	updates := w.updates(t, "")
	if len(updates) == 0 {
		t.Fatal("no update")
	}
	return updates[len(updates)-1]
}

func TestPhone_Send(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	w.alice.Send("🍵 /tea@huiwu_bot 5杯", emulator.ReplyTo(1))
	m := w.newest(t).Message
	if m.From.ID != alice || m.From.LanguageCode != "zh-hans" || m.ReplyToMessage.ID != 1 {
		t.Fatalf("message %+v", m)
	}
	if e := m.Entities; len(e) != 1 || e[0].Type != models.MessageEntityTypeBotCommand || e[0].Offset != 3 || e[0].Length != 14 {
		t.Fatalf("entities %+v", e)
	}
	w.alice.Send("去会议室", emulator.Forwarded("张工"))
	if m := w.newest(t).Message; m.ForwardOrigin == nil || m.ForwardOrigin.MessageOriginHiddenUser.SenderUserName != "张工" {
		t.Fatalf("forward %+v", m.ForwardOrigin)
	}
	if id := w.alice.Send(" \n"); id != 0 {
		t.Fatalf("an empty text was sent as %d", id)
	}
	before := len(w.updates(t, ""))
	w.alice.Send(strings.Repeat("长", 10_000))
	if got := w.updates(t, "")[before:]; len(got) != 3 || len([]rune(got[2].Message.Text)) != 10_000-2*4096 {
		t.Fatalf("a text of 10,000 went out in %d messages", len(got))
	}
}

func TestPhone_Start(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	_, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: bob, Text: "hello"})
	wantError(t, err, bot.ErrorForbidden, "bot can't initiate conversation with a user")
	w.bob.Start("join_AB-9")
	if m := w.newest(t).Message; m.Text != "/start join_AB-9" || m.Entities[0].Length != 6 {
		t.Fatalf("start %+v", m)
	}
	if _, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: bob, Text: "hello"}); err != nil {
		t.Fatalf("after start: %v", err)
	}
	if w.bob.Start("no spaces") != 0 {
		t.Fatal("a parameter that Telegram does not allow")
	}
}

func TestPhone_Press(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	w := setup(t, emulator.Options{Now: func() time.Time { return now }})
	card, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: alice, Text: "card", ReplyMarkup: keyboard("✅ 认领", "claim:7")})
	if err != nil {
		t.Fatal(err)
	}
	press := w.alice.PressLabel(card.ID, "认领")
	q := w.newest(t).CallbackQuery
	if q == nil || q.Data != "claim:7" || q.From.ID != alice || q.Message.Message.ID != card.ID || q.Message.Message.Text != "card" {
		t.Fatalf("callback %+v", q)
	}
	answer := &bot.AnswerCallbackQueryParams{CallbackQueryID: q.ID, Text: "是您的了", ShowAlert: true}
	if _, err := w.client.AnswerCallbackQuery(w.ctx, answer); err != nil {
		t.Fatal(err)
	}
	if got, err := press.WaitAnswer(w.ctx); err != nil || got.Text != "是您的了" || !got.Alert || got.MessageID != card.ID {
		t.Fatalf("answer %+v, %v", got, err)
	}
	_, err = w.client.AnswerCallbackQuery(w.ctx, answer)
	wantError(t, err, bot.ErrorBadRequest, "query is too old and response timeout expired or query ID is invalid")

	w.alice.Press(card.ID, "forged")
	answer.CallbackQueryID = w.newest(t).CallbackQuery.ID
	now = now.Add(3 * time.Minute)
	_, err = w.client.AnswerCallbackQuery(w.ctx, answer)
	wantError(t, err, bot.ErrorBadRequest, "query is too old and response timeout expired or query ID is invalid")
	if w.alice.PressLabel(card.ID, "拒绝") != nil || w.alice.Press(99, "x") != nil {
		t.Fatal("a button that is not there was pressed")
	}
}

func TestPhone_contactAndKeyboard(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	_, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: alice, Text: "share", ReplyMarkup: &models.ReplyKeyboardMarkup{
		Keyboard: [][]models.KeyboardButton{{{Text: "分享号码", RequestContact: true}}}, OneTimeKeyboard: true, ResizeKeyboard: true,
	}})
	if err != nil {
		t.Fatal(err)
	}
	if k := w.alice.Keyboard(); k == nil || !k.Buttons[0][0].RequestContact || !k.OneTime {
		t.Fatalf("keyboard %+v", k)
	}
	w.alice.ShareContact()
	if c := w.newest(t).Message.Contact; c == nil || c.UserID != alice || c.PhoneNumber != "8613800000001" {
		t.Fatalf("contact %+v", c)
	}
	if w.alice.Keyboard() != nil {
		t.Fatal("a keyboard for one use stayed")
	}
	w.alice.ShareContactOf(bob)
	if c := w.newest(t).Message.Contact; c == nil || c.UserID != bob {
		t.Fatalf("somebody else's contact %+v", c)
	}
}

func TestPhone_otherContent(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	w.alice.SendVoice()
	voice := w.newest(t).Message.Voice
	if voice == nil || int64(len(w.download(t, voice.FileID))) != voice.FileSize {
		t.Fatalf("voice %+v", voice)
	}
	w.alice.SendSticker()
	if s := w.newest(t).Message.Sticker; s == nil || s.Emoji != "👍" {
		t.Fatalf("sticker %+v", s)
	}
	w.alice.SendLocation(39.9, 116.4)
	if l := w.newest(t).Message.Location; l == nil || l.Latitude != 39.9 {
		t.Fatalf("location %+v", l)
	}
	id := w.alice.Send("明天下午三点")
	w.alice.Edit(id, "明天下午四点")
	if m := w.newest(t).EditedMessage; m == nil || m.ID != id || m.Text != "明天下午四点" || m.EditDate == 0 {
		t.Fatalf("edited %+v", m)
	}
	card := w.say(t, "card")
	w.alice.Edit(card.ID, "mine now")
	w.alice.Forward(card.ID)
	if m := w.newest(t).Message; m == nil || m.Text != "card" || m.ForwardOrigin.MessageOriginUser.SenderUser.ID != w.client.ID() {
		t.Fatalf("forwarded %+v", m)
	}
}

func TestPhone_WaitFor(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	done := make(chan error, 1)
	go func() {
		m, err := w.alice.WaitMessage(w.ctx, func(m emulator.Message) bool { return m.Text == "done" })
		if err == nil && m.ID != w.alice.Messages()[1].ID {
			err = errors.New("another message was returned")
		}
		done <- err
	}()
	card := w.say(t, "begun")
	if _, err := w.client.EditMessageText(w.ctx, &bot.EditMessageTextParams{ChatID: alice, MessageID: card.ID, Text: "done"}); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(w.ctx)
	cancel()
	if err := w.alice.WaitFor(ctx, func([]emulator.Message) bool { return false }); !errors.Is(err, context.Canceled) {
		t.Fatalf("after cancel: %v", err)
	}
	w.Close()
	if err := w.alice.WaitFor(w.ctx, func([]emulator.Message) bool { return false }); err == nil {
		t.Fatal("a closed server is waited for")
	}
}

func TestServer_groups(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	group := w.AddGroup("会议服务组", alice, bob)
	in := emulator.InChat(group)
	w.updates(t, "offset=-1")
	say, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: group, Text: "tea for 301", ReplyMarkup: keyboard("认领", "c")})
	if err != nil {
		t.Fatal(err)
	}
	w.alice.Send("just talk", in)
	w.alice.Send("/tea", in)
	w.bob.Send("/tea@other_bot", in)
	w.bob.Send("/tea@Huiwu_Bot 5", in)
	w.bob.Send("ask @huiwu_bot", in)
	w.bob.Send("who?", in, emulator.ReplyTo(say.ID))
	w.bob.Press(say.ID, "c", in)
	updates := w.updates(t, "")
	if got, want := texts(updates[1:]), []string{"/tea", "/tea@Huiwu_Bot 5", "ask @huiwu_bot", "who?"}; !slices.Equal(got, want) {
		t.Fatalf("in privacy mode the bot sees %q, want %q", got, want)
	}
	if q := updates[len(updates)-1].CallbackQuery; q == nil || q.Message.Message.Chat.ID != group || q.From.ID != bob {
		t.Fatalf("press %+v", q)
	}
	if got := len(w.bob.MessagesIn(group)); got != 8 {
		t.Fatalf("a member sees %d messages", got)
	}
	for id, want := range map[int64]models.ChatMemberType{alice: models.ChatMemberTypeOwner, bob: models.ChatMemberTypeMember} {
		m, err := w.client.GetChatMember(w.ctx, &bot.GetChatMemberParams{ChatID: group, UserID: id})
		if err != nil || m.Type != want {
			t.Fatalf("member %d: %+v, %v", id, m, err)
		}
	}
	_, err = w.client.DeleteMessage(w.ctx, &bot.DeleteMessageParams{ChatID: group, MessageID: say.ID + 1})
	wantError(t, err, bot.ErrorBadRequest, "message can't be deleted")
}

func TestServer_MigrateGroup(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	group := w.AddGroup("组", alice)
	w.updates(t, "offset=-1")
	super := w.MigrateGroup(group)
	updates := w.updates(t, "")[1:]
	if len(updates) != 2 || updates[0].Message.MigrateToChatID != super || updates[1].Message.MigrateFromChatID != group {
		t.Fatalf("updates %+v", updates)
	}
	_, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: group, Text: "x"})
	var migrated *bot.MigrateError
	if !errors.As(err, &migrated) || int64(migrated.MigrateToChatID) != super {
		t.Fatalf("error %v", err)
	}
	if m, err := w.client.SendMessage(w.ctx, &bot.SendMessageParams{ChatID: super, Text: "x"}); err != nil || m.Chat.Type != models.ChatTypeSupergroup {
		t.Fatalf("to the supergroup: %+v, %v", m, err)
	}
}
