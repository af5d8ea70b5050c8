package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

// drafted is a phone with a complete draft: Tuesday 15:00–17:00, 20 people, 301.
func drafted(h *house, name string) *phone {
	p := h.of(name)
	p.says("/book")
	if h.people[name].Language == "en" {
		for _, label := range []string{"Tomorrow", "15:00", "2 h", "20", "主楼 301"} {
			p.taps(label)
		}
		return p
	}
	for _, label := range []string{"明天", "15:00", "2 小时", "20", "主楼 301"} {
		p.taps(label)
	}
	return p
}

func TestBooking_ByButtons_Chinese(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	p.says("/book")
	p.reads("预订会议室\n<b>经营管理部会议</b>", "哪一天？", "[今天] [明天] [周三 11月25日]")
	p.taps("明天")
	p.reads("🕒 11月24日 周二\n", "几点开始？", "[08:00] [09:00] [10:00] [11:00]")
	p.taps("15:00")
	p.reads("🕒 11月24日 周二 15:00\n", "[30 分钟 · 到 15:30] [1 小时 · 到 16:00]")
	p.taps("2 小时")
	p.taps("20")
	p.sees(`预订会议室
<b>经营管理部会议</b>
🕒 11月24日 周二 15:00–17:00（明天）
👥 20 人 · 中型会议

这些房间空闲，合适的在前。点一个，或直接发房间号

[主楼 305 · 24 座 · 投影]
[主楼 301 · 30 座 · 投影、白板]
[东楼 E202 · 40 座]
[会议大厦 C1 · 500 座 · 需批准]
[改时间] [改人数]
[不订了]`)
	p.taps("主楼 301")
	p.sees(`预订会议室
<b>经营管理部会议</b>
🕒 11月24日 周二 15:00–17:00（明天）
📍 主楼 301 · 30 座 · 投影、白板
👥 20 人 · 中型会议

[确认预订]
[改时间] [换房间]
[改人数] [改名称]
[不订了]`)
	p.taps("确认预订")
	p.sees(`✅ 已预订 A-1001
<b>经营管理部会议</b>
🕒 11月24日 周二 15:00–17:00（明天）
📍 主楼 301 · 👥 20 人
中型会议 · 20 人
会前检查 13:00 起

[邀请参会人] [茶水与服务]
[改期] [换房间] [取消预订]
[加入日历] [更多]`)
	if len(p.shown) != 1 {
		t.Errorf("one card should have become the booking, there are:\n%s", p.screen())
	}
}

func TestBooking_ByButtons_English(t *testing.T) {
	t.Parallel()
	p := drafted(setup(t), "Anna")
	p.sees(`Book a room
<b>Sales meeting</b>
🕒 Tue 24 Nov, 15:00–17:00 (tomorrow)
📍 主楼 301 · 30 seats · projector, whiteboard
👥 20 people · medium meeting

[Book it]
[Time] [Room]
[People] [Name]
[Never mind]`)
	p.taps("Book it")
	p.sees(`✅ Booked · A-1001
<b>Sales meeting</b>
🕒 Tue 24 Nov, 15:00–17:00 (tomorrow)
📍 主楼 301 · 👥 20
Medium meeting · 20 people
Checks start 13:00

[Invite people] [Tea and services]
[Time] [Room] [Cancel]
[Add to calendar] [More]`)
}

func TestBooking_Rename(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ typed, want string }{
		"plain":         {"季度经营分析会", "<b>季度经营分析会</b>"},
		"emoji":         {"🎉 庆功会", "<b>🎉 庆功会</b>"},
		"html":          {"<b>预算</b> & <script>", "<b>&lt;b&gt;预算&lt;/b&gt; &amp; &lt;script&gt;</b>"},
		"right to left": {"abc\u202Egnp.exe", "<b>abcgnp.exe</b>"},
		"only marks":    {"\u200b\u202e", "没有看到文字"},
		"too long":      {strings.Repeat("长", 81), "名称太长了，请不超过 80 个字"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := drafted(setup(t), "李敏")
			p.taps("改名称")
			p.reads("会议叫什么？")
			p.says(c.typed)
			p.reads(c.want)
		})
	}
}

func TestBooking_Taken_WaysOn(t *testing.T) {
	t.Parallel()
	h := setup(t)
	p := drafted(h, "李敏")
	h.booked("Anna", "301", at(1, 15, 0), time.Hour, 10, "Sales")
	p.taps("确认预订")
	p.sees(`预订会议室
<b>经营管理部会议</b>
🕒 11月24日 周二 15:00–17:00（明天）
📍 主楼 301 · 30 座 · 投影、白板
👥 20 人 · 中型会议

301 在 11月24日 周二 15:00–16:00 已有会议，这个时间订不了
可以这样：

[301 · 16:00–18:00]
[301 · 18:00–20:00]
[301 · 20:00–22:00]
[主楼 305 · 24 座 · 投影]
[东楼 E202 · 40 座]
[会议大厦 C1 · 500 座 · 需批准]
[换个时间] [换房间]
[改人数] [不订了]`)
	p.taps("301 · 16:00")
	p.reads("✅ 已预订", "16:00–18:00", "主楼 301")
}

func TestBooking_RoomTooSmall_OffersBigger(t *testing.T) {
	t.Parallel()
	p := drafted(setup(t), "李敏")
	p.taps("改人数")
	p.taps("40")
	p.reads("301 有 30 座，坐不下 40 人", "[东楼 E202 · 40 座]")
	p.taps("东楼 E202")
	p.reads("[确认预订]")
	p.taps("确认预订")
	p.reads("✅ 已预订", "东楼 E202 · 👥 40 人")
}

func TestBooking_SameTapTwice(t *testing.T) {
	t.Parallel()
	h := setup(t)
	p := drafted(h, "李敏")
	confirm := p.tapping("确认预订")
	p.handle(confirm)
	p.handle(confirm) // the same update again
	p.reads("✅ 已预订 A-1001")
	p.hears("")

	confirm.UpdateID = p.event().UpdateID // a second press of the button
	p.handle(confirm)
	p.reads("✅ 已预订 A-1001")
	if got := len(h.bookings("李敏")); got != 1 {
		t.Errorf("%d bookings, want 1", got)
	}
}

func TestBooking_OldDraftsButton(t *testing.T) {
	t.Parallel()
	p := drafted(setup(t), "李敏")
	old := p.tapping("确认预订")
	p.taps("改人数")
	p.taps("30")
	p.handle(old)
	p.hears("这张卡片已更新")
	p.reads("👥 30 人", "[确认预订]")
	p.says("/book")
	p.handle(old)
	p.hears("这张卡片已更新")
}

func TestBooking_SomebodyElsesButton(t *testing.T) {
	t.Parallel()
	h := setup(t)
	p := h.of("李敏")
	p.chat = handlers.Chat{ID: -100, Title: "会务群"}
	p.says("/book")
	for _, label := range []string{"明天", "15:00", "2 小时", "20", "主楼 301"} {
		p.taps(label)
	}
	tap := p.tapping("确认预订")
	other := h.of("王强")
	tap.From = other.user
	p.handle(tap)
	p.hears("这是别人的卡片，只有本人能操作")
	p.reads("[确认预订]")
	if got := len(h.bookings("王强")) + len(h.bookings("李敏")); got != 0 {
		t.Errorf("%d bookings, want none", got)
	}
}

func TestBooking_DialogLost(t *testing.T) {
	t.Parallel()
	h := setup(t)
	p := drafted(h, "李敏")
	if err := h.store.ClearDialog(t.Context(), p.chat.ID, p.user.ID); err != nil {
		t.Fatal(err)
	}
	p.taps("确认预订")
	p.hears("这份草稿已经不在了")
	p.sees("这份草稿放得太久，已经不在了。已订的会议在 /my，要重新订就再说一句\n\n[预订会议室]")
	p.taps("预订会议室")
	p.reads("哪一天？")
}

func TestBooking_Change(t *testing.T) {
	t.Parallel()
	h := setup(t)
	p := drafted(h, "李敏")
	p.taps("确认预订")
	p.taps("改期")
	p.reads("修改预订 A-1001", "几点开始？")
	p.taps("16:00")
	p.sees(`修改预订 A-1001
<b>经营管理部会议</b>
🕒 11月24日 周二 16:00–18:00（明天）
📍 主楼 301 · 30 座 · 投影、白板
👥 20 人 · 中型会议
<i>原定 11月24日 周二 15:00–17:00 · 主楼 301</i>

[确认修改]
[改时间] [换房间]
[改人数] [改名称]
[不改了]`)
	p.taps("确认修改")
	p.reads("✅ 已预订 A-1001", "16:00–18:00")
	p.taps("换房间")
	p.taps("主楼 305")
	p.taps("不改了")
	p.reads("✅ 已预订 A-1001", "主楼 301")
	p.taps("换房间")
	p.taps("返回")
	p.taps("确认修改")
	p.reads("没有要改的地方")
}

// A booking that moves does not stand in the way of its own other times.
func TestBooking_Change_OverItsOwnTime(t *testing.T) {
	t.Parallel()
	h := setup(t)
	h.booked("Anna", "301", at(1, 15, 0), time.Hour, 10, "Sales")
	h.booked("李敏", "301", at(1, 16, 30), 2*time.Hour, 20, "季度会")
	p := h.of("李敏")
	p.says("把会改到三点半")
	p.reads("301 在 11月24日 周二 15:00–16:00 已有会议", "[301 · 16:00–18:00]")
	p.taps("301 · 16:00")
	p.taps("确认修改")
	p.reads("✅ 已预订 A-1002", "16:00–18:00")
}

func TestBooking_Change_Stale(t *testing.T) {
	t.Parallel()
	h := setup(t)
	p := drafted(h, "李敏")
	p.taps("确认预订")
	old := []handlers.Event{p.tapping("改期"), p.tapping("取消预订"), p.tapping("更多"), p.tapping("加入日历")}
	p.taps("更多")
	p.taps("改人数")
	p.taps("12")
	p.taps("确认修改")
	p.reads("👥 12 人")
	for _, e := range old {
		e.UpdateID = p.event().UpdateID
		p.handle(e)
		p.hears("这张卡片已更新")
		p.reads("✅ 已预订 A-1001", "👥 12 人", "[改期] [换房间] [取消预订]")
	}
}

func TestBookingCard_Cancel(t *testing.T) {
	t.Parallel()
	h := setup(t)
	p := drafted(h, "李敏")
	p.taps("确认预订")
	p.taps("取消预订")
	p.reads("确定取消？房间会让给别人", "[确定取消]\n[先不取消]")
	p.taps("先不取消")
	p.reads("[改期] [换房间] [取消预订]")
	p.taps("取消预订")
	again := p.tapping("确定取消")
	p.taps("确定取消")
	p.hears("已取消")
	p.sees(`已取消 A-1001
<s>经营管理部会议</s>
🕒 11月24日 周二 15:00–17:00
📍 主楼 301 · 👥 20 人`)
	p.handle(again) // the button of a cancelled booking
	p.hears("这张卡片已更新")
	p.reads("已取消 A-1001")
}

func TestBookingCard_CalendarFile(t *testing.T) {
	t.Parallel()
	p := drafted(setup(t), "李敏")
	p.taps("确认预订")
	p.taps("加入日历")
	if len(p.files) != 1 {
		t.Fatalf("%d files", len(p.files))
	}
	f := p.files[0]
	if f.Name != "A-1001.ics" || f.MIME != "text/calendar" {
		t.Errorf("%s of %s", f.Name, f.MIME)
	}
	for _, want := range []string{"DTSTART:20261124T070000Z", "DTEND:20261124T090000Z", "SUMMARY:经营管理部会议", "UID:A-1001@huiwu", "STATUS:CONFIRMED"} {
		if !strings.Contains(string(f.Data), want) {
			t.Errorf("no %s in\n%s", want, f.Data)
		}
	}
}

func TestBookingCard_Approval(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		decide func(desk *phone)
		want   string
	}{
		"approved":        {func(d *phone) { d.taps("批准") }, "✅ 已预订 A-1001"},
		"rejected by tap": {func(d *phone) { d.taps("不批准"); d.taps("场地另有安排") }, "未获批准 A-1001\n<s>年会</s>\n🕒 11月26日 周四 09:00–12:00\n📍 会议大厦 C1 · 👥 300 人\n原因：场地另有安排"},
		"rejected by word": {func(d *phone) { d.taps("不批准"); d.says("当天检修 <电梯>") },
			"原因：当天检修 &lt;电梯&gt;"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := setup(t)
			h.booked("李敏", "C1", at(3, 9, 0), 3*time.Hour, 300, "年会")
			p, desk := h.of("李敏"), h.of("热线")
			p.says("/my")
			p.reads("年会 · 待批准")
			p.taps("11月26日")
			p.reads("⏳ 待批准 A-1001", "信息处理中心批准后生效", "[改期] [换房间] [取消预订]")
			if strings.Contains(p.last(), "[批准]") {
				t.Error("the organiser is offered to approve")
			}
			desk.says("/today")
			desk.taps("明天")
			desk.taps("周三")
			desk.taps("周四")
			desk.reads("09:00–12:00 会议大厦 C1 · 年会")
			desk.shown = append(desk.shown, h.card("热线", 1001))
			desk.reads("发起：经营管理部 李敏", "[批准] [不批准]")
			c.decide(desk)
			p.taps("11月26日")
			p.reads(c.want)
		})
	}
}

func TestBookingCard_OthersMayNotSee(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.booked("李敏", "301", at(1, 15, 0), time.Hour, 10, "保密会")
	p := h.of("王强")
	e := p.event()
	for _, act := range []string{"", "cancel!", "ics", "more", "approve"} {
		e = p.event()
		e.Button = button("bk", b.ID, int64(b.Revision), act)
		p.handle(e)
		p.hears("这件事您没有权限，可以请会议发起人或信息处理中心来办")
	}
	p.says("/today")
	p.taps("明天")
	p.reads("15:00–16:00 主楼 301 · 经营管理部")
	if strings.Contains(p.screen(), "保密会") {
		t.Errorf("a title leaks:\n%s", p.screen())
	}
	if strings.Contains(p.last(), "[15:00 主楼 301]") {
		t.Errorf("the card of somebody else's meeting is offered:\n%s", p.last())
	}
}

// Whoever oversees a day opens its meetings' cards from the list, and so sets their levels (S37).
func TestLists_DayOpensCards(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(1, 15, 0), time.Hour, 10, "例会")
	o.says("孙主管", "/today 明天")
	o.taps("孙主管", "15:00 主楼 301")
	o.at("孙主管").reads("✅ 已预订 A-1001", "发起：经营管理部 李敏")
	o.taps("孙主管", "更多")
	o.taps("孙主管", "级别")
	o.taps("孙主管", "重要会议")
	o.at("孙主管").reads("重要会议 · 孙主管 设定")
	o.says("孙主管", "/today")
	o.at("孙主管").reads("没有会议")
}

// bookings are somebody's own, live.
func (h *house) bookings(name string) []conference.Booking {
	h.Helper()
	all, err := h.store.BookingsOf(h.Context(), h.people[name].ID, h.now)
	h.must(err)
	return all
}
