package bot

import (
	"context"
	"errors"
	"strings"
	"testing"

	"huiwu/handlers"
)

func TestBot_Replay(t *testing.T) {
	t.Parallel()
	w := setup(t)
	raw := []byte(`{"update_id":77,"message":{"message_id":5,"date":1,"chat":{"id":1001,"type":"private"},"from":{"id":1001,"first_name":"Ann"},"text":"hello"}}`)
	failing := errors.New("a bug")
	w.talk.answer = func(ctx context.Context, e handlers.Event) (handlers.Reply, error) {
		if failing != nil {
			return handlers.Reply{}, failing
		}
		return echo(ctx, e)
	}
	w.ann.Start("")
	b := w.bot()
	if err := b.Replay(w.ctx, raw); !errors.Is(err, errAside) {
		t.Errorf("what fails again: %v", err)
	}
	if reason := w.store.aside()[77]; !strings.Contains(reason, "a bug") {
		t.Errorf("on the shelf stands %q", reason)
	}
	failing = nil // the bug is mended
	if err := b.Replay(w.ctx, raw); err != nil {
		t.Errorf("Replay: %v", err)
	}
	w.sees(w.ann, "re: hello")
	if err := b.Replay(w.ctx, []byte(`{"update_id":78,"poll":{}}`)); err == nil {
		t.Error("what nobody can read was handled")
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	const from = `"message_id":5,"date":1,"chat":{"id":7,"type":"private"},"from":{"id":7,"first_name":"Ann"}`
	for name, tc := range map[string]struct{ raw, want string }{
		"words":            {`{"update_id":1,"message":{` + from + `,"text":"开会 13900001111 or +86 139-0000-1111"}}`, "message from 7: 开会 … or +…"},
		"a contact":        {`{"update_id":1,"message":{` + from + `,"contact":{"phone_number":"8613900001111","user_id":7}}}`, "message from 7: a contact"},
		"a button":         {`{"update_id":1,"callback_query":{"id":"1","from":{"id":7},"data":"book:1:2"}}`, "callback_query from 7: button book:1:2"},
		"for the terminal": {`{"update_id":1,"message":{` + from + `,"text":"a\u001b[2Jb\u202e"}}`, "message from 7: a [2Jb "},
		"too long":         {`{"update_id":1,"message":{` + from + `,"text":"` + strings.Repeat("长", 100) + `"}}`, "message from 7: " + strings.Repeat("长", 44) + "…"},
		"not asked for":    {`{"update_id":1,"poll":{}}`, "other"},
		"broken":           {`{"update_id":1,"message":7}`, "unreadable"},
		"no update":        {`garbage`, "no update"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Summary([]byte(tc.raw)); got != tc.want {
				t.Errorf("Summary = %q, want %q", got, tc.want)
			}
		})
	}
}
