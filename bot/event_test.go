package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"huiwu/handlers"
)

var noon = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)

const (
	inPrivate = `"message_id":5,"date":1795492800,"chat":{"id":1001,"type":"private","first_name":"Ann"},"from":{"id":1001,"first_name":"Ann","last_name":"Wang","username":"ann","language_code":"zh-hans"}`
	inGroup   = `"message_id":5,"date":1795492800,"chat":{"id":-4001,"type":"group","title":"Crew"},"from":{"id":1001,"first_name":"Ann"}`
)

func read(t *testing.T, raw string) *update {
	t.Helper()
	u, err := decode(json.RawMessage(raw), "huiwu_bot", noon)
	if err != nil {
		t.Fatalf("decode: %v", err)
	}
	return u
}

func TestDecode_Message(t *testing.T) {
	t.Parallel()
	private := handlers.Event{UpdateID: 9, At: time.Unix(1795492800, 0).UTC(), MessageID: 5,
		Chat: handlers.Chat{ID: 1001, Private: true}, From: handlers.User{ID: 1001, Name: "Ann Wang", Username: "ann", Language: "zh-hans"}}
	group := handlers.Event{UpdateID: 9, At: private.At, MessageID: 5,
		Chat: handlers.Chat{ID: -4001, Title: "Crew"}, From: handlers.User{ID: 1001, Name: "Ann"}}
	with := func(e handlers.Event, change func(*handlers.Event)) *handlers.Event { change(&e); return &e }
	for name, c := range map[string]struct {
		raw  string
		want *handlers.Event
	}{
		"text": {`"message":{` + inPrivate + `,"text":"明天下午三点 20人"}`,
			with(private, func(e *handlers.Event) { e.Text = "明天下午三点 20人" })},
		"command with a cup before its arguments": {`"message":{` + inPrivate + `,"text":"/tea 🍵 绿茶 20杯","entities":[{"type":"bot_command","offset":0,"length":4}]}`,
			with(private, func(e *handlers.Event) {
				e.Text, e.Command, e.Args = "/tea 🍵 绿茶 20杯", "tea", "🍵 绿茶 20杯"
			})},
		"command in upper case with line break": {`"message":{` + inPrivate + `,"text":"/Book\nroom 301","entities":[{"type":"bot_command","offset":0,"length":5}]}`,
			with(private, func(e *handlers.Event) { e.Text, e.Command, e.Args = "/Book\nroom 301", "book", "room 301" })},
		"command later in the text is a word": {`"message":{` + inPrivate + `,"text":"𝄞𝄞 /tea","entities":[{"type":"bot_command","offset":5,"length":4}]}`,
			with(private, func(e *handlers.Event) { e.Text = "𝄞𝄞 /tea" })},
		"entity longer than the text": {`"message":{` + inPrivate + `,"text":"/x","entities":[{"type":"bot_command","offset":0,"length":40}]}`,
			with(private, func(e *handlers.Event) { e.Text = "/x" })},
		"deep link": {`"message":{` + inPrivate + `,"text":"/start aB_c-1","entities":[{"type":"bot_command","offset":0,"length":6}]}`,
			with(private, func(e *handlers.Event) { e.Text, e.Command, e.Args = "/start aB_c-1", "start", "aB_c-1" })},
		"group command to us": {`"message":{` + inGroup + `,"text":"/today@Huiwu_Bot now","entities":[{"type":"bot_command","offset":0,"length":16}]}`,
			with(group, func(e *handlers.Event) { e.Text, e.Command, e.Args = "/today@Huiwu_Bot now", "today", "now" })},
		"group command to another bot": {`"message":{` + inGroup + `,"text":"/today@other_bot","entities":[{"type":"bot_command","offset":0,"length":16}]}`, nil},
		"reply in a group": {`"message":{` + inGroup + `,"text":"done","reply_to_message":{"message_id":3,"date":1,"chat":{"id":-4001,"type":"group"}}}`,
			with(group, func(e *handlers.Event) { e.Text, e.ReplyTo = "done", 3 })},
		"edited": {`"edited_message":{` + inPrivate + `,"edit_date":1795492860,"text":"x"}`,
			with(private, func(e *handlers.Event) { e.Text, e.Edited, e.At = "x", true, private.At.Add(time.Minute) })},
		"forwarded in a way that is not known yet": {`"message":{` + inPrivate + `,"text":"x","forward_origin":{"type":"hologram","date":1}}`,
			with(private, func(e *handlers.Event) { e.Text, e.Forwarded = "x", true })},
		"picture of an album with caption": {`"message":{` + inPrivate + `,"media_group_id":"77","caption":"/report 坏了","caption_entities":[{"type":"bot_command","offset":0,"length":7}],
			"photo":[{"file_id":"big","width":1280,"height":960},{"file_id":"small","width":90,"height":67}]}`,
			with(private, func(e *handlers.Event) {
				e.Text, e.Command, e.Args, e.AlbumID = "/report 坏了", "report", "坏了", "77"
				e.Files = []handlers.File{{ID: "big", Kind: handlers.FilePhoto}}
			})},
		"voice": {`"message":{` + inPrivate + `,"voice":{"file_id":"v","duration":3}}`,
			with(private, func(e *handlers.Event) { e.Files = []handlers.File{{ID: "v", Kind: handlers.FileVoice}} })},
		"file": {`"message":{` + inPrivate + `,"document":{"file_id":"d"}}`,
			with(private, func(e *handlers.Event) { e.Files = []handlers.File{{ID: "d", Kind: handlers.FileDocument}} })},
		"video": {`"message":{` + inPrivate + `,"video":{"file_id":"m"}}`,
			with(private, func(e *handlers.Event) { e.Files = []handlers.File{{ID: "m", Kind: handlers.FileVideo}} })},
		"moving picture": {`"message":{` + inPrivate + `,"animation":{"file_id":"a"},"document":{"file_id":"a"}}`,
			with(private, func(e *handlers.Event) { e.Unsupported = "animation" })},
		"sticker": {`"message":{` + inPrivate + `,"sticker":{"file_id":"s"}}`,
			with(private, func(e *handlers.Event) { e.Unsupported = "sticker" })},
		"place": {`"message":{` + inPrivate + `,"venue":{},"location":{"latitude":1,"longitude":2}}`,
			with(private, func(e *handlers.Event) { e.Unsupported = "venue" })},
		"contact": {`"message":{` + inPrivate + `,"contact":{"phone_number":"+86 139","first_name":"A","user_id":1001}}`,
			with(private, func(e *handlers.Event) { e.Contact = &handlers.Contact{Phone: "+86 139", UserID: 1001} })},
		"somebody joined":      {`"message":{` + inGroup + `,"new_chat_members":[{"id":3,"first_name":"C"}]}`, nil},
		"the group moved":      {`"message":{` + inGroup + `,"migrate_to_chat_id":-100500}`, nil},
		"another bot":          {`"message":{"message_id":1,"date":1,"chat":{"id":-4001,"type":"group"},"from":{"id":2,"is_bot":true,"first_name":"B"},"text":"hi"}`, nil},
		"nobody (a channel's)": {`"message":{"message_id":1,"date":1,"chat":{"id":-4001,"type":"group"},"text":"hi"}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := read(t, `{"update_id":9,`+c.raw+`}`)
			if u.unread != nil {
				t.Fatalf("not read: %v", u.unread)
			}
			if diff := cmp.Diff(c.want, u.event); diff != "" {
				t.Errorf("event (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecode_Tap(t *testing.T) {
	t.Parallel()
	from := `"id":"q1","from":{"id":1001,"first_name":"Ann"},"chat_instance":"1","data":"claim:1:2"`
	for name, c := range map[string]struct {
		message string
		chat    handlers.Chat
		id      int
	}{
		"on a message":        {`,"message":{` + inGroup + `,"text":"card"}`, handlers.Chat{ID: -4001, Title: "Crew"}, 5},
		"on one out of reach": {`,"message":{"message_id":5,"date":0,"chat":{"id":1001,"type":"private"}}`, handlers.Chat{ID: 1001, Private: true}, 5},
		"on none":             {``, handlers.Chat{ID: 1001, Private: true}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := read(t, `{"update_id":9,"callback_query":{`+from+c.message+`}}`)
			want := &handlers.Event{UpdateID: 9, At: noon, Chat: c.chat, From: handlers.User{ID: 1001, Name: "Ann"}, MessageID: c.id,
				Button: &handlers.Button{Data: "claim:1:2", MessageID: c.id}}
			if diff := cmp.Diff(want, u.event); diff != "" || u.query != "q1" || u.person != 1001 {
				t.Errorf("query %q of %d; event (-want +got):\n%s", u.query, u.person, diff)
			}
		})
	}
}

func TestDecode_Unread(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		raw  string
		id   bool
		kind string
	}{
		"not JSON":         {`{`, false, ""},
		"a list":           {`[]`, false, ""},
		"nothing":          {`null`, false, ""},
		"no id":            {`{"message":{}}`, false, ""},
		"id is text":       {`{"update_id":"9"}`, false, ""},
		"negative id":      {`{"update_id":-9}`, false, ""},
		"id overflows":     {`{"update_id":9223372036854775807}`, false, ""},
		"unknown kind":     {`{"update_id":9,"poll":{"id":"1"}}`, true, "other"},
		"empty":            {`{"update_id":9}`, true, "other"},
		"wrong inner type": {`{"update_id":9,"message":{"message_id":{}}}`, true, "unreadable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u, err := decode(json.RawMessage(c.raw), "huiwu_bot", noon)
			if !c.id {
				if !errors.Is(err, errNoUpdateID) {
					t.Errorf("error %v, want %v", err, errNoUpdateID)
				}
				return
			}
			if err != nil || u.unread == nil || u.kind != c.kind || u.event != nil {
				t.Errorf("update %+v, %v; want one that is not read, of kind %s", u, err, c.kind)
			}
		})
	}
}

func TestDecode_Blocked(t *testing.T) {
	t.Parallel()
	member := `{"update_id":9,"my_chat_member":{"chat":{"id":1001,"type":"%s"},"from":{"id":1001,"first_name":"A"},"date":1,"old_chat_member":{"status":"x"},"new_chat_member":{"status":"%s","user":{}}}}`
	for name, c := range map[string]struct {
		chat, status string
		want         *bool
		group        int64
	}{
		"blocked":         {"private", "kicked", new(bool), 0},
		"unblocked":       {"private", "member", ptr(true), 0},
		"into a group":    {"group", "member", ptr(true), 1001},
		"out of a group":  {"supergroup", "kicked", new(bool), 1001},
		"left a group":    {"group", "left", new(bool), 1001},
		"an unknown kind": {"private", "hologram", ptr(true), 0},
	} {
		u := read(t, fmt.Sprintf(member, c.chat, c.status))
		if diff := cmp.Diff(c.want, u.reachable); diff != "" || u.person != 1001 || u.group != c.group || u.unread != nil {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestDecode_Topics(t *testing.T) {
	t.Parallel()
	const from = `"message_id":5,"date":1,"from":{"id":1001,"first_name":"A"},"chat":{"id":-100,"type":"supergroup"},"text":"hello",`
	for name, c := range map[string]struct {
		message         string
		thread, replyTo int
	}{
		"in a topic, answering nothing":     {from + `"message_thread_id":3,"is_topic_message":true,"reply_to_message":{"message_id":3}`, 3, 0},
		"in a topic, answering":             {from + `"message_thread_id":3,"is_topic_message":true,"reply_to_message":{"message_id":4}`, 3, 4},
		"a chain of answers outside of one": {from + `"message_thread_id":3,"reply_to_message":{"message_id":3}`, 0, 3},
		"in a group that has no topics":     {from + `"reply_to_message":{"message_id":4}`, 0, 4},
	} {
		if e := read(t, `{"update_id":9,"message":{`+c.message+`}}`).event; e == nil || e.Thread != c.thread || e.ReplyTo != c.replyTo {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func TestDecode_Moved(t *testing.T) {
	t.Parallel()
	for name, message := range map[string]string{
		"the group":      `"message_id":5,"date":1,"chat":{"id":-7,"type":"group"},"from":{"id":1087968824,"is_bot":true,"first_name":"G"},"migrate_to_chat_id":-1007`,
		"the supergroup": `"message_id":1,"date":1,"chat":{"id":-1007,"type":"supergroup"},"migrate_from_chat_id":-7`,
	} {
		if u := read(t, `{"update_id":9,"message":{`+message+`}}`); u.moved == nil || *u.moved != (move{-7, -1007}) || u.event != nil {
			t.Errorf("%s: %+v", name, u)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"update_id":9,"message":{` + inPrivate + `,"text":"/tea@huiwu_bot 🍵","entities":[{"type":"bot_command","offset":0,"length":14}]}}`))
	f.Add([]byte(`{"update_id":9,"edited_message":{` + inGroup + `,"caption":"x","photo":[{"file_id":"a"}]}}`))
	f.Add([]byte(`{"update_id":9,"callback_query":{"id":"q","from":{"id":1},"data":"a:1:2"}}`))
	f.Add([]byte(`{"update_id":9,"my_chat_member":{"chat":{"type":"private"},"new_chat_member":{"status":"kicked"}}}`))
	f.Add([]byte(`{"update_id":9,"message":{"entities":[{"type":"bot_command","offset":0,"length":-1}],"text":"/","from":{"id":1}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		u, err := decode(raw, "huiwu_bot", noon)
		if err != nil {
			return
		}
		if u.id <= 0 || u.event != nil && u.event.UpdateID != u.id {
			t.Fatalf("update %+v", u)
		}
		if u.event != nil && (u.unread != nil || u.event.From.ID != u.person || !utf8.ValidString(u.event.Text)) {
			t.Fatalf("event %+v of %+v", u.event, u)
		}
	})
}

func ptr[T any](v T) *T { return &v }
