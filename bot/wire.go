package bot

import (
	"encoding/json"

	"github.com/go-telegram/bot/models"
)

// allowedUpdates are the kinds that are asked for; all else stays with Telegram.
var allowedUpdates = []string{"message", "edited_message", "callback_query", "my_chat_member"}

// The types below name only what is read. The library's own update decodes every union of the API,
// so that a kind of forward or member that came later would take a person's words with it.

type wireUpdate struct {
	ID       *int64        `json:"update_id"`
	Message  *wireMessage  `json:"message"`
	Edited   *wireMessage  `json:"edited_message"`
	Callback *wireCallback `json:"callback_query"`
	Member   *wireMember   `json:"my_chat_member"`
}

type wireMessage struct {
	ID              int                    `json:"message_id"`
	From            *models.User           `json:"from"`
	Date            int64                  `json:"date"` // 0 on a message that is no longer accessible
	EditDate        int64                  `json:"edit_date"`
	Chat            models.Chat            `json:"chat"`
	ForwardOrigin   json.RawMessage        `json:"forward_origin"`
	ReplyTo         *wireReplied           `json:"reply_to_message"`
	AlbumID         string                 `json:"media_group_id"`
	Text            string                 `json:"text"`
	Entities        []models.MessageEntity `json:"entities"`
	Caption         string                 `json:"caption"`
	CaptionEntities []models.MessageEntity `json:"caption_entities"`
	Photo           []models.PhotoSize     `json:"photo"`
	Voice           *wireFile              `json:"voice"`
	Document        *wireFile              `json:"document"`
	Video           *wireFile              `json:"video"`
	Contact         *models.Contact        `json:"contact"`
	// Thread is a forum's topic where IsTopic says so; in other groups it numbers a chain of answers.
	Thread      int   `json:"message_thread_id"`
	IsTopic     bool  `json:"is_topic_message"`
	MigrateTo   int64 `json:"migrate_to_chat_id"`
	MigrateFrom int64 `json:"migrate_from_chat_id"`
}

// topic is the forum topic that the message stands in, 0 for none.
func (m *wireMessage) topic() int {
	if !m.IsTopic {
		return 0
	}
	return m.Thread
}

type wireReplied struct {
	ID int `json:"message_id"`
}

type wireFile struct {
	ID string `json:"file_id"`
}

type wireCallback struct {
	ID      string       `json:"id"`
	From    models.User  `json:"from"`
	Message *wireMessage `json:"message"`
	Data    string       `json:"data"`
}

// wireMember tells that a person blocked or unblocked the bot, or took it into a group or put it out of one.
type wireMember struct {
	Chat models.Chat `json:"chat"`
	From models.User `json:"from"`
	Date int64       `json:"date"`
	New  struct {
		Status string `json:"status"`
	} `json:"new_chat_member"`
}

// contents are the kinds of content that a person sends and nobody here reads, in the order they are
// looked for: an animation is a document too, a venue a location.
var contents = []string{"animation", "audio", "sticker", "video_note", "venue", "location", "poll", "dice", "game",
	"story", "paid_media", "checklist", "giveaway", "gift", "unique_gift", "rich_message"}
