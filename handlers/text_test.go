package handlers

import (
	"strings"
	"testing"
)

func TestPlain_CleansAndEscapes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, want string }{
		"html":             {"<b>预算</b> & 计划", "&lt;b&gt;预算&lt;/b&gt; &amp; 计划"},
		"right to left":    {"abc\u202Egnp.exe\u202C", "abcgnp.exe"},
		"marks":            {"a\u200e\u200f\u061cb", "ab"},
		"isolates":         {"\u2066x\u2069", "x"},
		"zero width":       {"预\u200b算\ufeff会\u2060", "预算会"},
		"emoji":            {"🎉 庆功会", "🎉 庆功会"},
		"joined emoji":     {"👨‍👩‍👧 家庭日", "👨‍👩‍👧 家庭日"},
		"lone joiner":      {"a\u200db", "ab"},
		"control":          {"a\x00b\x07c", "abc"},
		"broken bytes":     {"a\xffb", "ab"},
		"filler":           {"\u3164\u2800", ""},
		"lines are kept":   {"一\n二", "一\n二"},
		"line separator":   {"一\u2028二", "一 二"},
		"quotes":           {`"x" 'y'`, "&#34;x&#34; &#39;y&#39;"},
		"flag of Scotland": {"🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Plain(c.in).HTML(); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestText_String(t *testing.T) {
	t.Parallel()
	x := Lines(Bold(Plain("a<b")), Text{}, Small(Plain("c & d")))
	if got, want := x.String(), "a<b\nc & d"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Plain("a😀").Units(); got != 3 {
		t.Errorf("%d units, want 3", got)
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("<script>\u202e&amp;")
	f.Fuzz(func(t *testing.T, s string) {
		html := Bold(Plain(s)).HTML()
		inner := strings.TrimSuffix(strings.TrimPrefix(html, "<b>"), "</b>")
		if strings.ContainsAny(inner, "<>") {
			t.Errorf("%q lets a tag through: %q", s, html)
		}
		if strings.ContainsAny(inner, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f") {
			t.Errorf("%q lets a mark through: %q", s, html)
		}
	})
}
