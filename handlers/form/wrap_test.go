package form

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/image/math/fixed"
)

// terminal measures as a terminal does: two for Han and what is as wide, one for the rest, none for accents.
func terminal(_, r rune) fixed.Int26_6 {
	switch {
	case mark(r):
		return 0
	case r >= 0x2e80 && !isNarrow(r), strings.ContainsRune("“”‘’—…", r):
		return fixed.I(2)
	}
	return fixed.I(1)
}

func texts(lines []line) []string {
	var out []string
	for _, l := range lines {
		out = append(out, l.text)
	}
	return out
}

func TestWrap(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		width      int
		want       []string
	}{
		{"nothing", "", 10, nil},
		{"fits", "会议室", 6, []string{"会议室"}},
		{"anywhere between Han", "会议服务通知单", 6, []string{"会议服", "务通知", "单"}},
		{"none begins with a comma", "会议室，主楼", 6, []string{"会议", "室，主", "楼"}},
		{"none begins with a full stop", "开会三天。", 8, []string{"开会三", "天。"}},
		{"none begins with several", "他说“开会三天。”然后", 14, []string{"他说“开会三", "天。”然后"}},
		{"none begins with a bracket that closes", "会议（甲）乙", 8, []string{"会议", "（甲）乙"}},
		{"none ends with a bracket that opens", "会议室（主楼）", 8, []string{"会议室", "（主楼）"}},
		{"none ends with a title mark", "学习文件《通知》", 10, []string{"学习文件", "《通知》"}},
		{"none ends with a quotation mark", "会议名“安全”", 8, []string{"会议名", "“安全”"}},
		{"none begins with the other ones", "会议！会议？会议；会议：", 4, []string{"会", "议！", "会", "议？", "会", "议；", "会", "议："}},
		{"none begins with Latin punctuation", "会议室, 主楼", 6, []string{"会议", "室, 主", "楼"}},
		{"a dash is not cut", "会议室——主楼", 8, []string{"会议", "室——主", "楼"}},
		{"an ellipsis is not cut", "会议室等……", 10, []string{"会议室", "等……"}},
		{"words", "the quarterly review", 10, []string{"the", "quarterly", "review"}},
		{"spaces at the end are not seen", "review  of it", 6, []string{"review", "of it"}},
		{"words among Han", "用Teams开会", 6, []string{"用", "Teams", "开会"}},
		{"numbers", "共12345元整", 6, []string{"共", "12345", "元整"}},
		{"a number with its sign", "增长12.5%左右", 8, []string{"增长", "12.5%左", "右"}},
		{"a currency with its number", "费用￥500元", 8, []string{"费用", "￥500元"}},
		{"times", "周二15:00–17:30开会", 12, []string{"周二", "15:00–17:30", "开会"}},
		{"a phone number may be cut at spaces", "138 0013 8000", 9, []string{"138 0013", "8000"}},
		{"no-break space", "会议室 301\u00a0A", 9, []string{"会议室", "301\u00a0A"}},
		{"a word longer than the line", "https://example.com/x", 8, []string{"https://", "example.", "com/x"}},
		{"a word longer than the line begins where it is", "见https://example.com", 8, []string{"见", "https://", "example.", "com"}},
		{"only what may not begin a line", "。。。。。", 4, []string{"。。", "。。", "。"}},
		{"only what may not end one", "（（（（（", 4, []string{"（（", "（（", "（"}},
		{"narrower than a character", "会议", 1, []string{"会", "议"}},
		{"line breaks", "甲\n\n乙", 10, []string{"甲", "", "乙"}},
		{"an accent stays with its letter", "aaae\u0301b", 4, []string{"aaae\u0301", "b"}},
		{"English quotation marks", narrow("say “hello” now"), 9, []string{"say", narrow("“hello”"), "now"}},
		{"slash", "茶/水/花", 6, []string{"茶/水/", "花"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := texts(wrap(tt.text, fixed.I(tt.width), 100, terminal)); !slices.Equal(got, tt.want) {
				t.Errorf("wrap(%q, %d)\n got %q\nwant %q", tt.text, tt.width, got, tt.want)
			}
		})
	}
}

func TestWrap_TooManyLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		most       int
		want       []string
	}{
		{"just enough", "会议服务", 2, []string{"会议服", "务"}},
		{"one too many", "会议服务通知单", 2, []string{"会议服", "务通…"}},
		{"in a word", "quarterly", 1, []string{"qua..."}},
		{"line breaks", "甲\n乙\n丙", 2, []string{"甲", "乙…"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := texts(wrap(tt.text, fixed.I(6), tt.most, terminal)); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// FuzzWrap holds for any text that no character but spaces is lost, and no line is too wide that could be narrower.
func FuzzWrap(f *testing.F) {
	f.Add("会议（甲），“the quarterly review”。", 9)
	f.Add("https://example.com/a/b 15:00–17:30……", 4)
	f.Add("a \u3000 b\n\n\tc\u0301", 1)
	f.Fuzz(func(t *testing.T, text string, width int) {
		text, width = narrow(clean(text, maxValue)), 1+abs(width)%80
		lines := texts(wrap(text, fixed.I(width), maxValue, terminal))
		if a, b := bare(strings.Join(lines, "")), bare(text); a != b {
			t.Errorf("%q became %q", b, a)
		}
		for _, l := range lines {
			if w := measured([]rune(l), terminal).width; w > fixed.I(width) && letters(l) > 1 {
				t.Errorf("%q is %v wide, wider than %d", l, w, width)
			}
		}
	})
}

func abs(n int) int { return max(n, -max(n, -1<<31)) }

func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if space(r) || r == '\n' {
			return -1
		}
		return r
	}, s)
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.In(r, unicode.Mn, unicode.Me) {
			n++
		}
	}
	return n
}
