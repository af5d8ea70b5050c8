package bot

import (
	"bytes"
	"context"

	telegram "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huiwu/handlers"
)

// put brings a message into the turn's chat: changes the one it edits, or sends it anew where that is not
// possible, and then takes the one it replaces away. A card whose message is gone may stand elsewhere in the chat. It
// returns the id of the message that shows it.
// Errors: those of turn.call.
func (b *Bot) put(ctx context.Context, t *turn, m handlers.Message) (int, error) {
	if m.Edit != 0 && editable(m) {
		err := b.edit(ctx, t, m)
		if uneditable(err) && b.elsewhere(ctx, t, &m) {
			err = b.edit(ctx, t, m)
		}
		if err == nil || unchanged(err) {
			return m.Edit, nil
		}
		if !uneditable(err) {
			return 0, err
		}
	}
	id, err := b.send(ctx, t, m)
	if err != nil {
		return 0, err
	}
	if m.Pin {
		b.pin(ctx, t, id)
	}
	if m.Replace != 0 && m.Replace != id {
		b.remove(ctx, t, m.Replace)
	}
	return id, nil
}

// elsewhere has the message edit the card's live copy in this chat, if that is another one. An answer that is given again
// is that way not sent again.
func (b *Bot) elsewhere(ctx context.Context, t *turn, m *handlers.Message) bool {
	if m.Card == nil {
		return false
	}
	shown, found, err := b.store.Card(ctx, m.Card.Subject, m.Card.PersonID)
	if err != nil || !found || shown.ChatID != t.chat || int(shown.MessageID) == m.Edit {
		return false
	}
	m.Edit = int(shown.MessageID)
	return true
}

// pin puts a message that has just been sent at the top of the chat, without a sound. Where the bot may not, it stays
// where it is.
func (b *Bot) pin(ctx context.Context, t *turn, id int) {
	err := t.call(ctx, 0, func(ctx context.Context, chat int64) error {
		_, err := b.client.PinChatMessage(ctx, &telegram.PinChatMessageParams{ChatID: chat, MessageID: id, DisableNotification: true})
		return during("pin", err)
	})
	if err != nil {
		b.log.Warn("message not pinned", "chat", t.chat, "message", id, "error", err)
	}
}

// editable: an edit can change words and inline buttons, and nothing else.
func editable(m handlers.Message) bool {
	return m.AskContact == "" && !m.RemoveKeyboard && m.Document == nil && len(m.Photo) == 0
}

func (b *Bot) edit(ctx context.Context, t *turn, m handlers.Message) error {
	err := t.call(ctx, 1, func(ctx context.Context, chat int64) error {
		_, err := b.client.EditMessageText(ctx, &telegram.EditMessageTextParams{ChatID: chat, MessageID: m.Edit,
			Text: first(m.Text, maxText), ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview(), ReplyMarkup: inline(m.Keyboard)})
		return during("edit", err)
	})
	if !captioned(err) {
		return err
	}
	return t.call(ctx, 1, func(ctx context.Context, chat int64) error {
		_, err := b.client.EditMessageCaption(ctx, &telegram.EditMessageCaptionParams{ChatID: chat, MessageID: m.Edit,
			Caption: first(m.Text, maxCaption), ParseMode: models.ParseModeHTML, ReplyMarkup: inline(m.Keyboard)})
		return during("edit caption", err)
	})
}

// remove takes a message out of the chat. One that is older than two days has to stay: its buttons, which are no longer
// true, are taken away.
func (b *Bot) remove(ctx context.Context, t *turn, id int) {
	err := t.call(ctx, 0, func(ctx context.Context, chat int64) error {
		_, err := b.client.DeleteMessage(ctx, &telegram.DeleteMessageParams{ChatID: chat, MessageID: id})
		return during("delete", err)
	})
	if undeletable(err) {
		err = t.call(ctx, 1, func(ctx context.Context, chat int64) error {
			_, err := b.client.EditMessageReplyMarkup(ctx, &telegram.EditMessageReplyMarkupParams{ChatID: chat, MessageID: id})
			return during("take buttons away", err)
		})
	}
	if err != nil && !refused(err) {
		b.log.Warn("message not removed", "chat", t.chat, "message", id, "error", err)
	}
}

// send sends the message with all that belongs to it. Its words and buttons go under a single picture or
// file; an album and a voice message cannot carry buttons and go before, once.
func (b *Bot) send(ctx context.Context, t *turn, m handlers.Message) (int, error) {
	if m.Replace == 0 {
		if err := b.sendBefore(ctx, t, m); err != nil {
			return 0, err
		}
	}
	if !carries(m) {
		return b.sendText(ctx, t, m)
	}
	if m.Text.Units() <= maxCaption {
		return b.sendMedia(ctx, t, m)
	}
	bare := m
	bare.Text, bare.Keyboard = handlers.Text{}, nil
	if _, err := b.sendMedia(ctx, t, bare); err != nil {
		return 0, err
	}
	return b.sendText(ctx, t, m)
}

// carries: the message is one picture or file.
func carries(m handlers.Message) bool {
	return m.Document != nil || len(m.Photo) > 0 || len(m.Photos) == 1
}

func (b *Bot) sendBefore(ctx context.Context, t *turn, m handlers.Message) error {
	if len(m.Photos) > 1 {
		var album []models.InputMedia
		for _, id := range m.Photos[:min(len(m.Photos), 10)] {
			album = append(album, &models.InputMediaPhoto{Media: id})
		}
		err := t.call(ctx, len(album), func(ctx context.Context, chat int64) error {
			_, err := b.client.SendMediaGroup(ctx, &telegram.SendMediaGroupParams{ChatID: chat, MessageThreadID: m.Thread, Media: album, DisableNotification: true})
			return during("send album", err)
		})
		if err != nil {
			return err
		}
	}
	if m.Voice == "" {
		return nil
	}
	return t.call(ctx, 1, func(ctx context.Context, chat int64) error {
		_, err := b.client.SendVoice(ctx, &telegram.SendVoiceParams{ChatID: chat, MessageThreadID: m.Thread,
			Voice: &models.InputFileString{Data: m.Voice}, DisableNotification: true})
		return during("send voice", err)
	})
}

// sendText sends the words, in several messages when they are too long for one; the buttons stand under
// the last, whose id is returned.
func (b *Bot) sendText(ctx context.Context, t *turn, m handlers.Message) (id int, err error) {
	parts := split(m.Text.HTML(), maxText)
	for i, part := range parts {
		p := telegram.SendMessageParams{MessageThreadID: m.Thread, Text: part, ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview(),
			DisableNotification: m.Silent || i > 0}
		if i == 0 {
			p.ReplyParameters = replyTo(m.ReplyTo)
		}
		if i == len(parts)-1 {
			p.ReplyMarkup = markup(m)
		}
		err = t.call(ctx, 1, func(ctx context.Context, chat int64) error {
			p.ChatID = chat
			sent, err := b.client.SendMessage(ctx, &p)
			if err == nil {
				id = sent.ID
			}
			return during("send", err)
		})
		if err != nil {
			return 0, err
		}
	}
	return id, nil
}

func (b *Bot) sendMedia(ctx context.Context, t *turn, m handlers.Message) (id int, err error) {
	err = t.call(ctx, 1, func(ctx context.Context, chat int64) error {
		sent, err := b.sendFile(ctx, chat, m)
		if err == nil {
			id = sent.ID
		}
		return err
	})
	return id, err
}

// sendFile reads the file anew at each try.
func (b *Bot) sendFile(ctx context.Context, chat int64, m handlers.Message) (*models.Message, error) {
	if m.Document != nil {
		sent, err := b.client.SendDocument(ctx, &telegram.SendDocumentParams{ChatID: chat, MessageThreadID: m.Thread,
			Document: &models.InputFileUpload{Filename: m.Document.Name, Data: bytes.NewReader(m.Document.Data)},
			Caption:  m.Text.HTML(), ParseMode: models.ParseModeHTML, DisableNotification: m.Silent,
			ReplyParameters: replyTo(m.ReplyTo), ReplyMarkup: markup(m)})
		return sent, during("send file", err)
	}
	p := &telegram.SendPhotoParams{ChatID: chat, MessageThreadID: m.Thread, Caption: m.Text.HTML(), ParseMode: models.ParseModeHTML,
		DisableNotification: m.Silent, ReplyParameters: replyTo(m.ReplyTo), ReplyMarkup: markup(m)}
	if len(m.Photo) > 0 {
		p.Photo = &models.InputFileUpload{Filename: "picture.png", Data: bytes.NewReader(m.Photo)}
	} else {
		p.Photo = &models.InputFileString{Data: m.Photos[0]}
	}
	sent, err := b.client.SendPhoto(ctx, p)
	return sent, during("send picture", err)
}

// first is the text's first part; an edited message cannot become two.
func first(t handlers.Text, limit int) string {
	if t.Units() <= limit {
		return t.HTML()
	}
	return split(t.HTML(), limit-1)[0] + "…"
}

// markup is what stands under a new message: inline buttons, or else the phone's own keyboard.
func markup(m handlers.Message) models.ReplyMarkup {
	switch {
	case m.AskContact != "":
		return &models.ReplyKeyboardMarkup{ResizeKeyboard: true, OneTimeKeyboard: true,
			Keyboard: [][]models.KeyboardButton{{{Text: m.AskContact, RequestContact: true}}}}
	case m.RemoveKeyboard && len(m.Keyboard) == 0:
		return &models.ReplyKeyboardRemove{RemoveKeyboard: true}
	}
	return inline(m.Keyboard)
}

// inline is the buttons under a message; nil for none. A key that does nothing would be refused with the
// whole message and is left out.
func inline(k handlers.Keyboard) models.ReplyMarkup {
	var rows [][]models.InlineKeyboardButton
	for _, row := range k {
		var keys []models.InlineKeyboardButton
		for _, key := range row {
			if key.Label == "" || key.Data == "" && key.URL == "" {
				continue
			}
			keys = append(keys, models.InlineKeyboardButton{Text: key.Label, CallbackData: key.Data, URL: key.URL, Style: string(key.Style)})
		}
		if len(keys) > 0 {
			rows = append(rows, keys)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return &models.InlineKeyboardMarkup{InlineKeyboard: rows}
}

func replyTo(id int) *models.ReplyParameters {
	if id == 0 {
		return nil
	}
	return &models.ReplyParameters{MessageID: id, AllowSendingWithoutReply: true}
}

func noPreview() *models.LinkPreviewOptions {
	return &models.LinkPreviewOptions{IsDisabled: telegram.True()}
}
