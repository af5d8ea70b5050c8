package handlers_test

import (
	"strings"
	"testing"
	"time"
)

func TestSentence_Books(t *testing.T) {
	t.Parallel()
	h := setup(t)
	p := h.of("李敏")
	p.says("明天下午三点到五点半 301 开季度经营分析会 20 人")
	p.sees(`预订会议室
<b>季度经营分析会</b>
🕒 11月24日 周二 15:00–17:30（明天）
📍 主楼 301 · 30 座 · 投影、白板
👥 20 人 · 中型会议
<i>“明天下午三点到五点半” → 11月24日 周二 15:00–17:30</i>

[确认预订]
[改时间] [换房间]
[改人数] [改名称]
[不订了]`)
	p.says("好的")
	p.reads("✅ 已预订 A-1001\n<b>季度经营分析会</b>")
	if len(p.shown) != 1 {
		t.Errorf("the draft's card is left behind:\n%s", p.screen())
	}
}

func TestSentence_BooksAgain(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	p.says("明天下午三点到四点 301 开会 20 人")
	p.taps("确认预订")
	p.says("后天下午三点到四点 302 开会 5 人")
	p.reads("预订会议室")
	if !strings.Contains(p.screen(), "✅ 已预订 A-1001") {
		t.Errorf("the first booking's card is gone:\n%s", p.screen())
	}
}

func TestSentence_Books_English(t *testing.T) {
	t.Parallel()
	p := setup(t).of("Anna")
	p.says("301 tomorrow 3pm to 5:30, 20 people")
	p.sees(`Book a room
<b>Sales meeting</b>
🕒 Tue 24 Nov, 15:00–17:30 (tomorrow)
📍 主楼 301 · 30 seats · projector, whiteboard
👥 20 people · medium meeting
<i>“tomorrow 3pm to 5:30” → Tue 24 Nov, 15:00–17:30</i>

[Book it]
[Time] [Room]
[People] [Name]
[Never mind]`)
}

func TestSentence_Corrections(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	p.says("明天下午三点到五点半 301 开会 20 人")
	for _, c := range []struct{ said, want string }{
		{"改到四点", "🕒 11月24日 周二 16:00–18:30（明天）"},
		{"再加5个人", "👥 25 人"},
		{"换大一点的", "[东楼 E202 · 40 座]\n[会议大厦 C1 · 500 座 · 需批准]"},
		{"E202", "📍 东楼 E202 · 40 座"},
		{"后天吧", "🕒 11月25日 周三 16:00–18:30（后天）"},
		{"延长半小时", "16:00–19:00"},
		{"推迟一小时", "17:00–20:00"},
	} {
		p.says(c.said)
		p.reads(c.want)
	}
	if len(p.shown) != 1 {
		t.Errorf("one card should do:\n%s", p.screen())
	}
}

func TestSentence_AsksForWhatIsMissing(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	for _, c := range []struct{ said, want string }{
		{"订会议室开预算会", "哪一天？"},
		{"周四", "几点开始？"},
		{"十点", "开多久？"},
		{"一个半小时", "多少人？"},
		{"8", "[主楼 302 · 12 座 · 投影]"},
		{"302", "[确认预订]"},
	} {
		p.says(c.said)
		p.reads(c.want)
	}
	p.reads("🕒 11月26日 周四 10:00–11:30", "📍 主楼 302", "👥 8 人")
}

func TestSentence_Impossible(t *testing.T) {
	t.Parallel()
	h := setup(t)
	for said, want := range map[string][]string{
		"2月30日下午三点开会":           {"没有“2月30日", "哪一天？"},
		"明天25点开会":               {"25点", "这个时间"},
		"明天下午五点到三点 301 开会 5 人":  {"结束时间要晚于开始时间"},
		"明天下午三点 303 开会一小时 10 人": {"没有完全对上“303”的房间", "[主楼 301 · 30 座"},
		"昨天下午三点 301 开会 5 人":     {"这个时间已经过去了", "哪一天？"},
		"明天下午三点 301 开会 0人":      {"人数要在 1 到 2000 之间"},
		"明天下午三点 301 开会 5000人":   {"人数要在 1 到 2000 之间"},
		"明天下午三点 302 开会一小时 20人":  {"302 有 12 座，坐不下 20 人", "[主楼 305 · 24 座 · 投影]"},
		"今天10点半 301 开会一小时5人":    {"A 类会议室要提前 1 小时预订，最早 今天 11:00", "[301 · 11:00–12:00]"},
		"明天早上六点 301 开会一小时5人":    {"A 类会议室开放时间是 07:00–22:00"},
		"明天下午三点 3O1 开会一小时 10 人": {"主楼 301"},
	} {
		p := h.of("李敏")
		p.says(said)
		p.reads(want...)
		p.says("/cancel")
	}
}

func TestSentence_ChangesABooking(t *testing.T) {
	t.Parallel()
	h := setup(t)
	h.booked("李敏", "301", at(1, 15, 0), time.Hour, 10, "例会")
	p := h.of("李敏")
	p.says("把会改到四点")
	p.reads("修改预订 A-1001", "🕒 11月24日 周二 16:00–17:00（明天）", "[确认修改]")
	p.taps("确认修改")
	p.reads("✅ 已预订 A-1001", "16:00–17:00")
	h.booked("李敏", "302", at(2, 9, 0), time.Hour, 5, "周会")
	p.says("取消后天的会")
	p.reads("周会", "确定取消？")
	p.taps("确定取消")
	p.reads("已取消 A-1002")
}

func TestSentence_AsksTheHouse(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	p.says("有空的会议室吗")
	p.reads("空闲房间 · 今天 11:15–12:15 · 5 间")
	p.says("我的会议")
	p.reads("您接下来没有会议")
	p.says("怎么用")
	p.reads("直接说就行")
}

func TestSentence_MentionsTea(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	p.says("明天下午三点到四点 302 开会 8 人，要 10 杯绿茶")
	p.taps("确认预订")
	p.sees("🍵 您还提到了茶水：绿茶 10 杯。点一下就去下单\n\n[去点茶水]")
	p.taps("去点茶水")
	p.reads("302", "绿茶 10 杯", "[下单]")
	p.taps("下单")
	p.hears("已下单")
	p.says("明天下午四点到五点 305 开会 8 人，备 8 杯热水") // which is water, as it is poured
	p.taps("确认预订")
	p.sees("🍵 您还提到了茶水：白水 8 杯。点一下就去下单\n\n[去点茶水]")
}

func TestSentence_NobodyFits(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	p.says("明天下午三点到四点开会 600人")
	p.reads("没有坐得下 600 人的会议室，最大的是 会议大厦 C1，500 座", "[改人数]")
}

// A word meant for something else must not book what lies open.
func TestSentence_AnOldDraftHearsNoYes(t *testing.T) {
	t.Parallel()
	h := setup(t)
	p := drafted(h, "李敏")
	h.now = h.now.Add(time.Hour)
	p.says("好的")
	if n := len(h.bookings("李敏")); n != 0 {
		t.Errorf("%d bookings, want none", n)
	}
	p.taps("确认预订")
	if n := len(h.bookings("李敏")); n != 1 {
		t.Errorf("%d bookings, want one", n)
	}
}

func TestSentence_YesAndNo(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	p.says("明天下午三点 301 开会 20 人")
	p.says("好的")
	p.reads("开多久？")
	p.says("不用了")
	p.reads("好的，这次没有预订")
}
