package handlers_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

// FuzzHandle_Tap presses what no button of theirs carries: a stranger, and a colleague whom a meeting does not concern.
// Neither changes anything about it, and nothing panics.
func FuzzHandle_Tap(f *testing.F) {
	o := open(f)
	b := o.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 20, "季度评审")
	_, err := o.store.Invite(f.Context(), conference.Change{Actor: o.people["李敏"], Now: o.now}, b.ID, []int64{o.people["Anna"].ID})
	o.must(err)
	_, err = o.store.OrderTea(f.Context(), conference.Change{Actor: o.people["李敏"], Now: o.now}, conference.TeaRequest{BookingID: b.ID, Tea: "green"})
	o.must(err)
	for _, row := range o.card("李敏", b.ID).keys {
		for _, k := range row {
			f.Add(k.Data)
		}
	}
	for _, verb := range []string{"d", "book", "rev", "bk", "invite", "check", "rsvp", "pick", "rooms", "day", "lang", "list", "fault", "task", "tea", "tea_d", "grant"} {
		for _, arg := range []string{"", "yes", "no", "ok 1", "cancel", "cancel.yes", "claim", "done", "approve", "ACCEPTED", "release", "keep", "link", "2026", "-1", "9999999999999999999"} {
			f.Add(strings.TrimSuffix(button(verb, b.ID, int64(b.Revision), arg).Data, ":"))
			f.Add(button(verb, 1, 1, arg).Data)
		}
	}
	f.Add("")
	f.Add("::::")
	f.Add("bk:zzzzzzzzzzzzzzz:0:yes")
	stranger, colleague := o.stranger(), o.at("王强")
	f.Fuzz(func(t *testing.T, data string) {
		o.TB = t // helpers report here
		before, err := o.store.Meeting(context.Background(), b.ID)
		o.must(err)
		for _, p := range []*phone{stranger, colleague} {
			e := p.event()
			e.Button = &handlers.Button{Data: data, MessageID: 1}
			if _, err := o.Handle(context.Background(), e); err != nil {
				t.Errorf("%s presses %q: %v", p.user.Name, data, err)
			}
		}
		after, err := o.store.Meeting(context.Background(), b.ID)
		o.must(err)
		if !reflect.DeepEqual(before, after) {
			t.Errorf("%q changed somebody else's meeting:\n%+v\n%+v", data, before, after)
		}
	})
}

// FuzzHandle_Dialog goes on with a dialog that is anything: one of another version, or what has happened to Redis.
func FuzzHandle_Dialog(f *testing.F) {
	h := setup(f)
	for _, seed := range []string{"", "{}", "[]", "null", `"x"`, `{"c":"booking","n":1,"u":1}`, `{"c":"booking","s":"title","n":1,"u":2,"d":{"start":"x"}}`,
		`{"c":"booking","s":"clock","n":-1,"e":"time","u":2,"d":{}}`, `{"c":"problem","s":"room","n":1,"u":2,"d":{"r":99}}`, `{"c":"problem","s":"sent","n":1,"u":2,"d":{"i":7}}`,
		`{"c":"tea","s":"cups","n":1,"u":2,"d":[1]}`, `{"c":"invite","n":1,"u":2,"d":{"booking":5}}`, `{"c":"tasks","s":"fail","d":{"id":1,"card":1}}`, `{"c":"nobody","d":1}`} {
		f.Add([]byte(seed), "10")
	}
	p := h.of("李敏")
	f.Fuzz(func(t *testing.T, data []byte, words string) {
		h.TB = t // helpers report here
		ctx := context.Background()
		_, revision, err := h.store.LoadDialog(ctx, p.chat.ID, p.user.ID)
		h.must(err)
		_, err = h.store.SaveDialog(ctx, p.chat.ID, p.user.ID, data, revision, time.Hour)
		h.must(err)
		for _, e := range []handlers.Event{p.saying(strings.TrimPrefix(words, "/")), p.saying("/cancel")} {
			if _, err := h.Handle(ctx, e); err != nil {
				t.Errorf("%q in dialog %q: %v", e.Text, data, err)
			}
		}
	})
}
