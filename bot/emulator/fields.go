package emulator

import "strings"

// The parameters shared by the methods that send.
const (
	sendTarget  = "business_connection_id chat_id message_thread_id direct_messages_topic_id"
	sendOptions = "disable_notification protect_content allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup"
	captions    = "caption parse_mode caption_entities show_caption_above_media"
	editTarget  = "business_connection_id chat_id message_id inline_message_id"
)

// methodFields lists each supported method's documented parameters.
var methodFields = map[string]map[string]bool{
	"getme":                  words(""),
	"logout":                 words(""),
	"close":                  words(""),
	"getupdates":             words("offset limit timeout allowed_updates"),
	"setwebhook":             words("url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token"),
	"deletewebhook":          words("drop_pending_updates"),
	"getwebhookinfo":         words(""),
	"sendmessage":            words(sendTarget, "text parse_mode entities link_preview_options", sendOptions),
	"sendphoto":              words(sendTarget, "photo has_spoiler", captions, sendOptions),
	"senddocument":           words(sendTarget, "document thumbnail caption parse_mode caption_entities disable_content_type_detection", sendOptions),
	"sendmediagroup":         words(sendTarget, "media", sendOptions),
	"sendvoice":              words(sendTarget, "voice caption parse_mode caption_entities duration", sendOptions),
	"sendsticker":            words(sendTarget, "sticker emoji", sendOptions),
	"sendlocation":           words(sendTarget, "latitude longitude horizontal_accuracy live_period heading proximity_alert_radius", sendOptions),
	"sendcontact":            words(sendTarget, "phone_number first_name last_name vcard", sendOptions),
	"forwardmessage":         words(sendTarget, "from_chat_id video_start_timestamp message_id", sendOptions),
	"copymessage":            words(sendTarget, "from_chat_id message_id video_start_timestamp", captions, sendOptions),
	"sendchataction":         words("business_connection_id chat_id message_thread_id action"),
	"editmessagetext":        words(editTarget, "text parse_mode entities link_preview_options rich_message reply_markup"),
	"editmessagecaption":     words(editTarget, captions, "reply_markup"),
	"editmessagereplymarkup": words(editTarget, "reply_markup"),
	"answercallbackquery":    words("callback_query_id text show_alert url cache_time"),
	"deletemessage":          words("chat_id message_id"),
	"deletemessages":         words("chat_id message_ids"),
	"pinchatmessage":         words("business_connection_id chat_id message_id disable_notification"),
	"unpinchatmessage":       words("business_connection_id chat_id message_id"),
	"unpinallchatmessages":   words("chat_id"),
	"setmessagereaction":     words("chat_id message_id reaction is_big"),
	"setmycommands":          words("commands scope language_code"),
	"getmycommands":          words("scope language_code"),
	"deletemycommands":       words("scope language_code"),
	"setmydescription":       words("description language_code"),
	"getmydescription":       words("language_code"),
	"setmyshortdescription":  words("short_description language_code"),
	"getmyshortdescription":  words("language_code"),
	"setmyname":              words("name language_code"),
	"getmyname":              words("language_code"),
	"setchatmenubutton":      words("chat_id menu_button"),
	"getchatmenubutton":      words("chat_id"),
	"getfile":                words("file_id"),
	"getchat":                words("chat_id"),
	"getchatmember":          words("chat_id user_id"),
	"getchatadministrators":  words("chat_id return_bots"),
	"getchatmembercount":     words("chat_id"),
	"leavechat":              words("chat_id"),
}

// objectFields lists the documented fields of the objects that travel as JSON
// text inside a parameter.
var objectFields = map[string]map[string]bool{
	"reply_parameters":     words("message_id chat_id allow_sending_without_reply quote quote_parse_mode quote_entities quote_position checklist_task_id poll_option_id"),
	"link_preview_options": words("is_disabled url prefer_small_media prefer_large_media show_above_text"),
	"scope":                words("type chat_id user_id"),
	"command":              words("command description"),
	"reaction":             words("type emoji custom_emoji_id"),
	"entity":               words("type offset length url user language custom_emoji_id unix_time date_time_format"),
	"media":                words("type media thumbnail caption parse_mode caption_entities show_caption_above_media has_spoiler disable_content_type_detection"),
	"inline_keyboard":      words("inline_keyboard"),
	"inline_button":        words("text icon_custom_emoji_id style url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat switch_inline_query_chosen_chat copy_text callback_game pay"),
	"keyboard":             words("keyboard is_persistent resize_keyboard one_time_keyboard input_field_placeholder selective"),
	"keyboard_button":      words("text icon_custom_emoji_id style request_users request_chat request_managed_bot request_contact request_location request_poll web_app"),
	"remove_keyboard":      words("remove_keyboard selective"),
	"force_reply":          words("force_reply input_field_placeholder selective"),
}

// updateKinds are the members of an Update that carry its content.
var updateKinds = words("message edited_message channel_post edited_channel_post business_connection business_message edited_business_message deleted_business_messages guest_message message_reaction message_reaction_count inline_query chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot")

// unlessAsked are the kinds that a bot gets only if it names them.
var unlessAsked = words("chat_member message_reaction message_reaction_count")

// chatActions are what sendChatAction may announce.
var chatActions = words("typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location record_video_note upload_video_note")

// reactionEmoji are the emoji that a bot may react with.
var reactionEmoji = words("❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡")

func words(lists ...string) map[string]bool {
	set := map[string]bool{}
	for _, list := range lists {
		for _, word := range strings.Fields(list) {
			set[word] = true
		}
	}
	return set
}
