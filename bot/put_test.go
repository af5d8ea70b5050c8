package bot

import (
	"bytes"
	"fmt"
	"html"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"huiwu/bot/emulator"
	"huiwu/conference"
	"huiwu/handlers"
)

func (w *world) put(b *Bot, m handlers.Message) int {
	w.t.Helper()
	m.Chat = ann
	var id int
	err := b.funnel.in(w.ctx, ann, conference.LaneAnswer, func(t *turn) (err error) {
		id, err = b.put(w.ctx, t, m)
		return err
	})
	if err != nil {
		w.t.Fatalf("put: %v", err)
	}
	return id
}

func last(p *emulator.Phone) emulator.Message {
	m := p.Messages()
	return m[len(m)-1]
}

// picture is the smallest one.
func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPut_Kinds(t *testing.T) {
	t.Parallel()
	key := handlers.Keyboard{{{Label: "yes", Data: "y:1:1", Style: handlers.StyleSuccess}, {Label: "site", URL: "https://example.org"}, {Label: "dead"}}, {{}}}
	long := handlers.Plain(strings.Repeat("长", maxCaption+1))
	for name, c := range map[string]struct {
		m     handlers.Message
		check func(t *testing.T, w *world, m []emulator.Message)
	}{
		"text with buttons": {handlers.Message{Text: handlers.Bold(handlers.Plain("<b>")), Keyboard: key}, func(t *testing.T, _ *world, m []emulator.Message) {
			if m[0].Text != "<b>" || len(m[0].Keyboard) != 1 || len(m[0].Keyboard[0]) != 2 || m[0].Keyboard[0][0].Style != "success" {
				t.Errorf("%+v", m[0])
			}
		}},
		"contact asked": {handlers.Message{Text: handlers.Plain("who?"), AskContact: "share"}, func(t *testing.T, w *world, _ []emulator.Message) {
			if k := w.ann.Keyboard(); k == nil || !k.Buttons[0][0].RequestContact || k.Buttons[0][0].Text != "share" {
				t.Errorf("keyboard %+v", k)
			}
			w.put(w.bot(), handlers.Message{Text: handlers.Plain("thanks"), RemoveKeyboard: true})
			if k := w.ann.Keyboard(); k != nil {
				t.Errorf("keyboard still there: %+v", k)
			}
		}},
		"file": {handlers.Message{Text: handlers.Plain("calendar"), Document: &handlers.Document{Name: "a.ics", Data: []byte("BEGIN")}}, func(t *testing.T, _ *world, m []emulator.Message) {
			if m[0].Document == nil || m[0].Document.Name != "a.ics" || string(m[0].Document.Data) != "BEGIN" || m[0].Caption != "calendar" {
				t.Errorf("%+v", m[0])
			}
		}},
		"picture made here": {handlers.Message{Text: handlers.Plain("code"), Photo: picture(t), Keyboard: key}, func(t *testing.T, _ *world, m []emulator.Message) {
			if m[0].PhotoFileID == "" || m[0].Caption != "code" || len(m[0].Keyboard) != 1 {
				t.Errorf("%+v", m[0])
			}
		}},
		"picture with a long text": {handlers.Message{Text: long, Photo: picture(t), Keyboard: key}, func(t *testing.T, _ *world, m []emulator.Message) {
			if len(m) != 2 || m[0].PhotoFileID == "" || m[0].Keyboard != nil || len(m[1].Keyboard) != 1 || m[1].Text != long.String() {
				t.Errorf("%+v", m)
			}
		}},
		"long text": {handlers.Message{Text: handlers.Plain(strings.Repeat("line\n", 2000)), Keyboard: key}, func(t *testing.T, _ *world, m []emulator.Message) {
			if len(m) != 3 || m[0].Keyboard != nil || len(m[2].Keyboard) != 1 {
				t.Errorf("%d messages", len(m))
			}
		}},
		"answer to a message that is gone": {handlers.Message{Text: handlers.Plain("x"), ReplyTo: 4711}, func(t *testing.T, _ *world, m []emulator.Message) {
			if m[0].Text != "x" {
				t.Errorf("%+v", m)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			w.ann.Start("")
			id := w.put(w.bot(), c.m)
			if last(w.ann).ID != id {
				t.Errorf("id %d, want that of the last message, %d", id, last(w.ann).ID)
			}
			c.check(t, w, w.ann.Messages()[1:])
		})
	}
}

func TestPut_PeoplesFiles(t *testing.T) {
	t.Parallel()
	w := setup(t)
	b := w.bot()
	w.ann.SendPhoto("broken", picture(t), picture(t))
	w.ann.SendVoice()
	pictures := []string{w.ann.Messages()[0].PhotoFileID, w.ann.Messages()[1].PhotoFileID}
	mine := len(w.ann.Messages())
	key := handlers.Keyboard{{{Label: "mine", Data: "claim:1:1"}}}

	one := w.put(b, handlers.Message{Text: handlers.Plain("one picture"), Photos: pictures[:1], Keyboard: key})
	if m := last(w.ann); m.PhotoFileID == "" || m.Caption != "one picture" || len(m.Keyboard) != 1 {
		t.Errorf("%+v", m)
	}
	if id := w.put(b, handlers.Message{Text: handlers.Plain("claimed"), Photos: pictures[:1], Edit: one}); id != one || last(w.ann).Caption != "claimed" {
		t.Errorf("the caption was not edited: %+v", last(w.ann))
	}
	album := w.put(b, handlers.Message{Text: handlers.Plain("album"), Photos: pictures, Keyboard: key})
	if m := w.ann.Messages()[mine+1:]; len(m) != 3 || m[0].AlbumID == "" || m[1].AlbumID != m[0].AlbumID || m[2].Text != "album" || m[2].ID != album {
		t.Errorf("%+v", m)
	}
	again := w.put(b, handlers.Message{Text: handlers.Plain("album"), Photos: pictures, Keyboard: key, Replace: album})
	if m := w.ann.Messages()[mine+1:]; len(m) != 3 || m[2].ID != again {
		t.Errorf("replacing an album's card sent the album again: %+v", m)
	}
}

func TestPut_Edit(t *testing.T) {
	t.Parallel()
	w := setup(t)
	b := w.bot()
	w.ann.Start("")
	id := w.put(b, handlers.Message{Text: handlers.Plain("a"), Keyboard: handlers.Keyboard{{{Label: "k", Data: "k:1:1"}}}})
	if got := w.put(b, handlers.Message{Text: handlers.Plain("b"), Edit: id}); got != id || last(w.ann).Text != "b" || last(w.ann).Keyboard != nil {
		t.Errorf("%d: %+v", got, last(w.ann))
	}
	if got := w.put(b, handlers.Message{Text: handlers.Plain("b"), Edit: id}); got != id {
		t.Errorf("an edit that changes nothing sent %d anew", got)
	}
	w.put(b, handlers.Message{Text: handlers.Plain(strings.Repeat("x", 5000)), Edit: id})
	if got := last(w.ann).Text; len(got) > maxText+2 || !strings.HasSuffix(got, "…") {
		t.Errorf("too long an edit shows %d bytes", len(got))
	}
	asked := w.put(b, handlers.Message{Text: handlers.Plain("share"), AskContact: "share", Edit: id})
	if asked == id || w.ann.Keyboard() == nil {
		t.Error("a contact was asked for by an edit")
	}
	if got := w.put(b, handlers.Message{Text: handlers.Plain("done"), Edit: asked}); got == asked {
		t.Error("a message with a phone's keyboard was edited")
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		html  string
		limit int
		want  []string
	}{
		"fits":                       {"<b>abc</b>", 3, []string{"<b>abc</b>"}},
		"at a line break":            {"abcd\nefg\nh", 9, []string{"abcd\nefg", "h"}},
		"no line break in reach":     {"abcdefgh", 3, []string{"abc", "def", "gh"}},
		"inside tags":                {"<b>ab<i>cd</i>ef</b>", 3, []string{"<b>ab<i>c</i></b>", "<b><i>d</i>ef</b>"}},
		"tag with attributes":        {"<blockquote expandable>abcd</blockquote>", 2, []string{"<blockquote expandable>ab</blockquote>", "<blockquote expandable>cd</blockquote>"}},
		"entities count as one":      {"&lt;&amp;&gt;&#34;", 2, []string{"&lt;&amp;", "&gt;&#34;"}},
		"a cup counts as two":        {"🍵🍵🍵", 4, []string{"🍵🍵", "🍵"}},
		"line break where tags open": {"<b>abc\n</b>d<i>ef</i>", 5, []string{"<b>abc</b>", "<b></b>d<i>ef</i>"}},
		"nothing":                    {"", 3, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := split(c.html, c.limit); !slices.Equal(got, c.want) {
				t.Errorf("split %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("hello\nworld & <all>", 5)
	f.Add("🍵🍵\n\n\nx", 2)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		limit = 2 + abs(limit)%50
		s = strings.ToValidUTF8(s, "")
		var shown strings.Builder
		for _, part := range split("<b>"+html.EscapeString(s)+"</b>", limit) {
			if n := seen(part); n > limit || n == 0 {
				t.Fatalf("part %q has %d units of %d", part, n, limit)
			}
			inner, ok := strings.CutPrefix(part, "<b>")
			inner, closed := strings.CutSuffix(inner, "</b>")
			if !ok || !closed {
				t.Fatalf("part %q does not stand alone", part)
			}
			shown.WriteString(html.UnescapeString(inner))
		}
		if got, want := strings.ReplaceAll(shown.String(), "\n", ""), strings.ReplaceAll(s, "\n", ""); got != want {
			t.Fatalf("shown %q of %q", got, want)
		}
	})
}

func abs(n int) int { return max(n, -(n + 1)) }

func TestCut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		s    string
		n    int
		want string
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"🍵🍵", 4, "🍵🍵"}, {"🍵🍵", 3, "🍵…"}, {"", 3, ""}} {
		if got := cut(c.s, c.n); got != c.want || units(got) > c.n {
			t.Errorf("cut(%q, %d) = %q, want %q", c.s, c.n, got, fmt.Sprint(c.want))
		}
	}
}

// What is pinned is pinned once, without a sound; changing it in place pins nothing.
// An answer that is given again finds the card that it sent the first time.
func TestPut_EditWhereTheCardStands(t *testing.T) {
	t.Parallel()
	w := setup(t)
	b := w.bot()
	w.ann.Start("")
	standing := w.put(b, handlers.Message{Text: handlers.Plain("the card")})
	if _, err := w.store.SaveCard(t.Context(), booking, 7, conference.Card{ChatID: ann, MessageID: int64(standing), Revision: 1}); err != nil {
		t.Fatal(err)
	}
	m := handlers.Message{Text: handlers.Plain("booked"), Edit: standing + 1000, Card: &handlers.CardRef{Subject: booking, PersonID: 7, Revision: 1}}
	if id := w.put(b, m); id != standing || !slices.Equal(texts(w.ann), []string{"booked"}) {
		t.Errorf("message %d, want %d edited; the chat shows %v", id, standing, texts(w.ann))
	}
	m.Card.PersonID = 8 // has none
	if id := w.put(b, m); id == standing || len(texts(w.ann)) != 2 {
		t.Errorf("a card that stands nowhere is not sent; the chat shows %v", texts(w.ann))
	}
}

func TestPut_Pin(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.ann.Start("")
	b := w.bot()
	w.put(b, handlers.Message{Text: handlers.Plain("above")})
	id := w.put(b, handlers.Message{Text: handlers.Plain("board 1"), Pin: true})
	if got := w.ann.Pinned(); got != id {
		t.Fatalf("pinned %d, want %d", got, id)
	}
	w.put(b, handlers.Message{Text: handlers.Plain("board 2"), Edit: id, Pin: true})
	if n := w.calls("pinChatMessage", 200); n != 1 {
		t.Errorf("pinned %d times", n)
	}
	for _, c := range w.Calls() {
		if c.Method == "pinChatMessage" && c.Fields["disable_notification"] != "true" {
			t.Errorf("pinned with a sound: %v", c.Fields)
		}
	}
	again := w.put(b, handlers.Message{Text: handlers.Plain("board 3"), Replace: id, Pin: true})
	if got := w.ann.Pinned(); got != again {
		t.Errorf("pinned %d after it was sent anew as %d", got, again)
	}
	w.Fail(emulator.Fault{Method: "pinchatmessage", Code: 400, Description: "Bad Request: not enough rights to pin a message"})
	w.put(b, handlers.Message{Text: handlers.Plain("board 4"), Pin: true})
	if last(w.ann).Text != "board 4" {
		t.Error("what cannot be pinned is not shown")
	}
}
