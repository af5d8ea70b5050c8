package form

import (
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"only space", " \n\t\u3000\n ", ""},
		{"as it is", "会议室 301（A类）", "会议室 301（A类）"},
		{"control characters", "会\x00议\x1b[31m\x7f", "会议[31m"},
		{"marks of direction", "\u202e会议\u202c\u2066x\u2069\u200f", "会议x"},
		{"without width", "会\u200b议\ufeff\u2060\u00ad", "会议"},
		{"fillers", "会\u3164\u115f\u2800议", "会议"},
		{"private characters", "a\ue000\U000f0000b", "ab"},
		{"not UTF-8", "会\xff\xfe议", "会议"},
		{"spaces", "a  \t b\u2003c", "a b c"},
		{"wide space", "日　　期", "日　　期"},
		{"line breaks", "a\r\nb\u2028c\n\n\n\nd \n", "a\nb\nc\n\nd"},
		{"accents stay", "e\u0301", "e\u0301"},
		{"a pile of accents", "e\u0301\u0302\u0303\u0304\u0305x", "e\u0301\u0302x"},
		{"an accent on nothing", "\u0301a \u0301b", "a b"},
		{"emoji are one sign", "👨‍👩‍👧 👍🏽 ❤️", "👨 👍 ❤"},
		{"a joiner hides no letter", "👨\u200d会", "👨会"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := clean(tt.in, maxValue); got != tt.want {
				t.Errorf("clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestClean_Long(t *testing.T) {
	t.Parallel()
	for _, s := range []string{strings.Repeat("会", 10_000), strings.Repeat("x", 10_000), strings.Repeat("👍", 501)} {
		got := []rune(clean(s, 500))
		if len(got) != 500 || got[499] != '…' {
			t.Errorf("%d characters, the last %q; want 500 and …", len(got), got[len(got)-1])
		}
	}
	if s := strings.Repeat("会", 500); clean(s, 500) != s {
		t.Error("a text that fits is cut")
	}
}

func TestNarrow(t *testing.T) {
	t.Parallel()
	// In what is wanted, < > stand for narrow double marks and ` ´ for narrow single ones.
	marks := strings.NewReplacer("\ue000", "<", "\ue001", ">", "\ue002", "`", "\ue003", "´")
	tests := []struct{ name, in, want string }{
		{"none", "会议", "会议"},
		{"English", "the “AV Workshop” is", "the <AV Workshop> is"},
		{"Chinese", "暨“安全生产月”会", "暨“安全生产月”会"},
		{"Chinese that begins with a number", "暨“2026年”会", "暨“2026年”会"},
		{"English word in Chinese", "召开“AV Workshop”会议", "召开“AV Workshop”会议"},
		{"English at the start of Chinese", "“AV”会议", "“AV”会议"},
		{"apostrophe", "don’t", "don´t"},
		{"apostrophe beside Chinese", "会议Anna’s", "会议Anna´s"},
		{"both", "“it’s ‘fine’”", "<it´s `fine´>"},
		{"one that does not close", "“open", "<open"},
		{"ellipsis", "wait… 等……", "wait... 等……"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := marks.Replace(narrow(tt.in)); got != tt.want {
				t.Errorf("narrow(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}
