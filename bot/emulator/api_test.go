package emulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/go-telegram/bot/models"

	"huiwu/bot/emulator"
)

// envelope is Telegram's answer, read by hand.
type envelope struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	ErrorCode   int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// call makes a request by hand: a method with a query, and a body if there is one.
func (w *world) call(t *testing.T, method, contentType, body string) (envelope, *http.Response) {
	t.Helper()
	r, err := http.NewRequestWithContext(w.ctx, http.MethodPost, w.url+"/bot"+w.Token()+"/"+method, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	return do(t, r)
}

func do(t *testing.T, r *http.Request) (envelope, *http.Response) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var e envelope
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatalf("answer %q: %v", data, err)
	}
	return e, answer
}

func (w *world) fetch(t *testing.T, query string) ([]models.Update, envelope) {
	t.Helper()
	e, _ := w.call(t, "getUpdates?"+query, "", "")
	var updates []models.Update
	if e.OK {
		if err := json.Unmarshal(e.Result, &updates); err != nil {
			t.Fatalf("updates: %v", err)
		}
	}
	return updates, e
}

func TestServer_API_acceptsEveryEncoding(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	for name, c := range map[string]struct{ method, contentType, body string }{
		"query":      {"sendMessage?chat_id=1001&text=hi", "", ""},
		"form":       {"sendMessage", "application/x-www-form-urlencoded", "chat_id=1001&text=hi"},
		"json":       {"sendMessage", "application/json", `{"chat_id":1001,"text":"hi","reply_markup":{"inline_keyboard":[[{"text":"x","callback_data":"y"}]]}}`},
		"multipart":  {"sendmessage", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n1001\r\n--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhi\r\n--b--\r\n"},
		"empty body": {"GETME", "multipart/form-data; boundary=b", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if e, _ := w.call(t, c.method, c.contentType, c.body); !e.OK {
				t.Fatalf("refused: %s", e.Description)
			}
		})
	}
}

func TestServer_API_refuses(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{})
	w.say(t, "hello") // message 2
	long := strings.Repeat("字", 4097)
	for name, c := range map[string]struct {
		method, body string
		code         int
		want         string
	}{
		"unknown method":     {"sendMesage", `{}`, 404, "Not Found: method not found"},
		"unknown parameter":  {"sendMessage", `{"chat_id":1001,"text":"a","reply_to":1}`, 400, `Bad Request: unknown parameter "reply_to" in sendMessage`},
		"unknown field":      {"sendMessage", `{"chat_id":1001,"text":"a","reply_markup":{"inline_keyboard":[[{"text":"x","data":"y"}]]}}`, 400, `Bad Request: unknown field "data" in inline_button`},
		"no chat":            {"sendMessage", `{"text":"a"}`, 400, "Bad Request: chat_id is empty"},
		"strange chat":       {"sendMessage", `{"chat_id":5,"text":"a"}`, 400, "Bad Request: chat not found"},
		"no text":            {"sendMessage", `{"chat_id":1001,"text":" \n"}`, 400, "Bad Request: message text is empty"},
		"long text":          {"sendMessage", `{"chat_id":1001,"text":"` + long + `"}`, 400, "Bad Request: message is too long"},
		"long edit":          {"editMessageText", `{"chat_id":1001,"message_id":2,"text":"` + long + `"}`, 400, "Bad Request: MESSAGE_TOO_LONG"},
		"stranger":           {"sendMessage", `{"chat_id":1002,"text":"a"}`, 403, "Forbidden: bot can't initiate conversation with a user"},
		"parse mode":         {"sendMessage", `{"chat_id":1001,"text":"a","parse_mode":"BBCode"}`, 400, "Bad Request: unsupported parse_mode"},
		"open tag":           {"sendMessage", `{"chat_id":1001,"text":"<b>a","parse_mode":"HTML"}`, 400, `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`},
		"button data":        {"sendMessage", `{"chat_id":1001,"text":"a","reply_markup":{"inline_keyboard":[[{"text":"x","callback_data":"` + strings.Repeat("字", 22) + `"}]]}}`, 400, "Bad Request: BUTTON_DATA_INVALID"},
		"button that is not": {"sendMessage", `{"chat_id":1001,"text":"a","reply_markup":{"inline_keyboard":[[{"text":"x"}]]}}`, 400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		"button colour":      {"sendMessage", `{"chat_id":1001,"text":"a","reply_markup":{"inline_keyboard":[[{"text":"x","callback_data":"y","style":"red"}]]}}`, 400, "Bad Request: BUTTON_STYLE_INVALID"},
		"nine in a row":      {"sendMessage", `{"chat_id":1001,"text":"a","reply_markup":{"inline_keyboard":[[` + strings.Repeat(`{"text":"x","callback_data":"y"},`, 8) + `{"text":"x","callback_data":"y"}]]}}`, 400, "Bad Request: REPLY_MARKUP_TOO_LONG"},
		"reply to nothing":   {"sendMessage", `{"chat_id":1001,"text":"a","reply_parameters":{"message_id":99}}`, 400, "Bad Request: message to be replied not found"},
		"edit without id":    {"editMessageText", `{"chat_id":1001,"text":"a"}`, 400, "Bad Request: message identifier is not specified"},
		"edit nothing":       {"editMessageText", `{"chat_id":1001,"message_id":99,"text":"a"}`, 400, "Bad Request: message to edit not found"},
		"edit the person's":  {"editMessageText", `{"chat_id":1001,"message_id":1,"text":"a"}`, 400, "Bad Request: message can't be edited"},
		"edit no caption":    {"editMessageCaption", `{"chat_id":1001,"message_id":2,"caption":"a"}`, 400, "Bad Request: there is no caption in the message to edit"},
		"edit the same":      {"editMessageText", `{"chat_id":1001,"message_id":2,"text":"hello"}`, 400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"},
		"delete nothing":     {"deleteMessage", `{"chat_id":1001,"message_id":99}`, 400, "Bad Request: message to delete not found"},
		"answer to nothing":  {"answerCallbackQuery", `{"callback_query_id":"1"}`, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid"},
		"photo by address":   {"sendPhoto", `{"chat_id":1001,"photo":"https://example.com/a.jpg"}`, 400, "Bad Request: failed to get HTTP URL content"},
		"unknown photo":      {"sendPhoto", `{"chat_id":1001,"photo":"AgAC"}`, 400, "Bad Request: wrong file identifier/HTTP URL specified"},
		"no photo":           {"sendPhoto", `{"chat_id":1001}`, 400, "Bad Request: there is no photo in the request"},
		"chat action":        {"sendChatAction", `{"chat_id":1001,"action":"thinking"}`, 400, "Bad Request: wrong parameter action in request"},
		"command name":       {"setMyCommands", `{"commands":[{"command":"Book","description":"d"}]}`, 400, "Bad Request: BOT_COMMAND_INVALID"},
		"reaction":           {"setMessageReaction", `{"chat_id":1001,"message_id":1,"reaction":[{"type":"emoji","emoji":"🫖"}]}`, 400, "Bad Request: REACTION_INVALID"},
		"webhook plain http": {"setWebhook", `{"url":"http://example.com/"}`, 400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"},
		"webhook secret":     {"setWebhook", `{"url":"https://example.com/","secret_token":"a b"}`, 400, "Bad Request: secret token contains unallowed characters"},
		"file":               {"getFile", `{"file_id":"nothing"}`, 400, "Bad Request: invalid file_id"},
		"broken json":        {"sendMessage", `{"chat_id":`, 400, "Bad Request: can't parse JSON object"},
	} {
		t.Run(name, func(t *testing.T) {
			e, answer := w.call(t, c.method, "application/json", c.body)
			if e.OK || e.ErrorCode != c.code || answer.StatusCode != c.code || e.Description != c.want {
				t.Fatalf("HTTP %d, %+v, want %d %s", answer.StatusCode, e, c.code, c.want)
			}
		})
	}
}

func TestServer_API_tokens(t *testing.T) {
	t.Parallel()
	w := setup(t, emulator.Options{Token: "42:secret"})
	for path, want := range map[string]int{
		"/bot42:wrong/getMe":            401,
		"/file/bot42:wrong/photos/file": 401,
		"/file/bot42:secret/photos/no":  404,
		"/bot42:secret":                 404,
		"/":                             404,
	} {
		r, err := http.NewRequestWithContext(w.ctx, http.MethodGet, w.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if e, answer := do(t, r); answer.StatusCode != want || e.ErrorCode != want {
			t.Errorf("%s: HTTP %d, %+v, want %d", path, answer.StatusCode, e, want)
		}
	}
	me, err := w.client.GetMe(w.ctx)
	if err != nil || me.ID != 42 || me.Username != "huiwu_bot" || !me.IsBot {
		t.Fatalf("getMe: %+v, %v", me, err)
	}
}
