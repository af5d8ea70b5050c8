package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

// underWay is a small meeting of 李敏's in 302 from 15:00 to 17:00, served by 会服07, with its card on her phone.
func underWay(t *testing.T) (*office, conference.Booking) {
	t.Helper()
	o := open(t)
	b := o.booked("李敏", "302", at(0, 15, 0), 2*time.Hour, 8, "碰头会")
	o.keeps("李敏", b)
	o.until(0, 13, 30)
	o.tapsOn("会服07", "会前准备", "我来")
	return o, b
}

// closes has somebody tick the closing's list and do it.
func (o *office) closes(name string) {
	o.Helper()
	for _, item := range []string{"☐ 门口送客", "☐ 遗留物品", "☐ 茶杯清洗", "☐ 物资清点", "☐ 音响", "☐ 门窗"} {
		o.tapsOn(name, "会后收尾", item)
	}
	o.tapsOn(name, "会后收尾", "收尾完成")
}

func TestEnding_OverAndClosed(t *testing.T) {
	t.Parallel()
	o, b := underWay(t)
	o.at("李敏").finds("[改期] [换房间] [取消预订]")
	o.until(0, 15, 0)
	o.at("李敏").finds("[结束会议]", "[延长 15 分钟] [延长 30 分钟]", "[换房间] [更多]") // redrawn at the start, without a sound
	sent := o.at("李敏").sent
	o.until(0, 17, 0)
	o.at("李敏").reads("会议到时间了 A-1001", "会开完了吗？没有延长的话，会务组就开始收尾", "[已结束]", "[延长 15 分钟] [延长 30 分钟]")
	o.at("会服07").reads("📋 会后收尾 · A-1001 碰头会", "17:30 前完成", "[☐ 门口送客]")
	o.taps("李敏", "已结束")
	o.at("李敏").hears("好的，辛苦了")
	o.at("李敏").reads("已结束，收尾中 A-1001", "会务组正在收尾")
	if strings.Contains(o.at("李敏").last(), "延长") {
		t.Errorf("still to be prolonged:\n%s", o.at("李敏").last())
	}
	if n := o.at("李敏").sent - sent; n != 1 {
		t.Errorf("the organiser hears %d times of the end", n)
	}
	if _, err := o.store.Book(t.Context(), conferenceChange(o, "王强"), conference.Request{RoomID: o.rooms["302"].ID, Title: "抢房", Start: at(0, 18, 1), End: at(0, 18, 30), Headcount: 4}); err != nil {
		t.Errorf("from the limit on it can be booked: %v", err)
	}
	o.until(0, 17, 10)
	if held, err := o.store.Booking(t.Context(), b.ID); err != nil || held.Status != conference.BookingClosing {
		t.Errorf("free before it is closed: %s %v", held.Status, err)
	}
	o.tapsOn("会服07", "会后收尾", "收尾完成")
	o.at("会服07").alerts("还有 6 项没勾选")
	o.closes("会服07")
	o.at("会服07").finds("会后收尾", "✅ 17:10 收尾完成 · 会服07")
	o.at("李敏").reads("✅ 已结束 A-1001", "<b>碰头会</b>", "会场 17:10 已收尾")
	o.until(0, 19, 0)
	o.at("周组长").lacks("未收尾")
}

func TestEnding_Extended(t *testing.T) {
	t.Parallel()
	o, b := underWay(t)
	o.until(0, 17, 2)
	stale := o.at("李敏").tapping("延长 30 分钟")
	o.taps("李敏", "延长 15 分钟")
	o.at("李敏").hears("已延长到 17:15")
	o.at("李敏").reads("✅ 已预订 A-1001", "15:00–17:15", "[结束会议]")
	o.does("李敏", stale)
	o.at("李敏").hears("这张卡片已更新")
	if now, err := o.store.Booking(t.Context(), b.ID); err != nil || !now.End.Equal(at(0, 17, 15)) {
		t.Errorf("until %v %v", now.End, err)
	}
	o.at("会服07").finds("会后收尾", "17:45 前完成")
	o.at("会服07").finds("续水", "共 8 次", "[17:00 已完成]")
	o.until(0, 17, 15)
	o.at("李敏").reads("会议到时间了 A-1001")
	o.says("李敏", "再延长15分钟")
	o.at("李敏").reads("15:00–17:30", "[结束会议]")
	o.until(0, 17, 30)
	o.closes("会服07")
	o.says("李敏", "延长15分钟") // nothing of hers is on: the words are about a booking, and there is none
	o.at("李敏").reads("您接下来没有会议")
}

// A draft that is let go gives a meeting that is on its card again, with the ways to end it.
func TestEnding_AfterADraft(t *testing.T) {
	t.Parallel()
	o, _ := underWay(t)
	o.until(0, 16, 0)
	o.taps("李敏", "换房间")
	o.taps("李敏", "返回")
	o.taps("李敏", "不改了")
	o.at("李敏").reads("✅ 已预订 A-1001", "[结束会议]", "[延长 15 分钟] [延长 30 分钟]")
	o.taps("李敏", "换房间")
	o.says("李敏", "305")
	o.taps("李敏", "确认修改")
	o.at("李敏").reads("主楼 305", "[结束会议]")
}

func TestEnding_RoomIsTaken(t *testing.T) {
	t.Parallel()
	o, _ := underWay(t)
	o.booked("王强", "302", at(0, 17, 20), time.Hour, 6, "下一场")
	o.until(0, 16, 50)
	o.says("李敏", "/my")
	o.taps("李敏", "今天 15:00")
	o.at("李敏").reads("[延长 15 分钟]")
	if strings.Contains(o.at("李敏").last(), "延长 30 分钟") {
		t.Errorf("offered what is not free:\n%s", o.at("李敏").last())
	}
	o.says("李敏", "延长30分钟")
	o.at("李敏").reads("主楼 302 17:20 起另有会议，不能延长 30 分钟", "最多可以延长 15 分钟", "主楼 305、主楼 301 这段时间空着", "[延长 15 分钟]", "[换房间]")
	forged := o.at("李敏").on("会议", "延长 15 分钟")
	forged.Button.Data += "!"
	o.does("李敏", forged)
	if o.at("李敏").toast == "" {
		t.Error("not answered")
	}
	forged = o.at("李敏").on("另有会议", "延长 15 分钟")
	forged.Button.Data = strings.TrimSuffix(forged.Button.Data, "15") + "30"
	o.does("李敏", forged)
	o.at("李敏").alerts("主楼 302 17:20 起另有会议")
	o.taps("李敏", "延长 15 分钟")
	o.at("李敏").hears("已延长到 17:15")
}

func TestEnding_BeforeItsTime(t *testing.T) {
	t.Parallel()
	o, b := underWay(t)
	o.until(0, 16, 10)
	o.tapsOn("李敏", "A-1001", "结束会议")
	o.at("李敏").finds("原定 17:00 结束。现在结束的话，会务组马上开始收尾", "[确定结束]", "[还没结束]")
	o.tapsOn("李敏", "原定", "还没结束")
	o.at("李敏").finds("A-1001", "[结束会议]")
	o.tapsOn("李敏", "A-1001", "结束会议")
	o.tapsOn("李敏", "原定", "确定结束")
	o.at("李敏").finds("已结束，收尾中 A-1001", "15:00–16:10")
	o.at("会服07").finds("会后收尾", "16:40 前完成")
	o.at("会服07").finds("续水", "完成 0 次，漏 4 次")
	for _, name := range []string{"王强", "会服07", "周组长"} { // none of theirs
		e := o.at(name).event()
		e.Button = button("end", b.ID, 0, "yes")
		o.does(name, e)
		if !o.at(name).alert {
			t.Errorf("%s: %q", name, o.at(name).toast)
		}
	}
}

// "The meeting is over" in words is the same as the button, for the meeting that is on.
func TestEnding_InWords(t *testing.T) {
	t.Parallel()
	o, b := underWay(t)
	o.until(0, 16, 10)
	o.says("李敏", "会开完了")
	o.at("李敏").reads("原定 17:00 结束", "[确定结束]")
	o.says("王强", "302 散会了") // none of his
	o.at("王强").reads("没有听懂")
	o.until(0, 17, 1)
	o.says("李敏", "302 散会了")
	o.at("李敏").reads("已结束，收尾中 A-1001")
	if now, err := o.store.Booking(t.Context(), b.ID); err != nil || now.FinishedAt.IsZero() {
		t.Errorf("not over: %+v %v", now, err)
	}
}

// And so are the commands, with and without a room or a length behind them.
func TestEnding_Commands(t *testing.T) {
	t.Parallel()
	o, b := underWay(t)
	o.booked("李敏", "305", at(0, 15, 30), 2*time.Hour, 8, "另一场")
	o.until(0, 15, 10)
	for _, command := range []string{"/finish", "/extend 15 分钟"} {
		o.says("王强", command) // none of his is on
		o.at("王强").sees("您现在没有正在开的会")
	}
	o.says("李敏", "/extend")
	o.at("李敏").sees("今天 15:00 碰头会，原定 17:00 结束。延长多久？\n\n[延长 15 分钟] [延长 30 分钟]")
	o.taps("李敏", "延长 30 分钟")
	o.at("李敏").reads("A-1001", "15:00–17:30")
	o.says("李敏", "/extend 20分钟")
	o.at("李敏").reads("A-1001", "15:00–17:50")
	o.until(0, 15, 40)
	o.says("李敏", "/extend")
	o.at("李敏").reads("延长哪一场？", "[今天 15:00 碰头会]", "[今天 15:30 另一场]")
	pick := o.at("李敏").tapping("今天 15:30 另一场")
	o.does("李敏", pick)
	o.at("李敏").reads("今天 15:30 另一场，原定 17:30 结束", "[延长 15 分钟]")
	foreign := o.at("王强").event()
	foreign.Button = pick.Button
	o.does("王强", foreign)
	if !o.at("王强").alert || strings.Contains(o.at("王强").screen(), "另一场") {
		t.Errorf("somebody else prolongs it: %q\n%s", o.at("王强").toast, o.at("王强").screen())
	}
	o.says("李敏", "/finish")
	o.at("李敏").reads("哪一场结束了？")
	o.until(0, 17, 46)
	o.says("李敏", "/finish 302")
	o.at("李敏").reads("已结束，收尾中 A-1001")
	if now, err := o.store.Booking(t.Context(), b.ID); err != nil || now.FinishedAt.IsZero() {
		t.Errorf("not over: %+v %v", now, err)
	}
}

func TestEnding_NobodyCloses(t *testing.T) {
	t.Parallel()
	o, b := underWay(t)
	o.until(0, 17, 0)
	sent := o.at("会服07").sent
	o.until(0, 17, 41)
	o.at("周组长").finds("会后收尾", "⚠️ 已超时 10 分钟", "清单 0/6")
	o.until(0, 18, 1)
	o.at("周组长").reads("⚠️ 未收尾 A-1001", "没有人收尾，会场已按时放出")
	o.at("李敏").finds("⚠️ 未收尾 A-1001")
	o.at("会服07").finds("会后收尾", "未收尾，会场已按时放出")
	if n := o.at("会服07").sent - sent; n != 0 {
		t.Errorf("who can do nothing more hears %d times of it", n)
	}
	if now, err := o.store.Booking(t.Context(), b.ID); err != nil || now.Status != conference.BookingClosed || !now.Unclosed {
		t.Errorf("%s unclosed %v %v", now.Status, now.Unclosed, err)
	}
	o.until(0, 20, 0)
	if n := strings.Count(o.at("周组长").screen(), "没有人收尾"); n != 1 {
		t.Errorf("the leader is told %d times", n)
	}
}

// One ordinary meeting with tea, served by one attendant: how many messages are sent, not edited.
func TestOffice_CountsItsMessages(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.says("李敏", "今天15点到17点302开会8个人 碰头会")
	o.taps("李敏", "确认预订")
	o.taps("李敏", "茶水与服务")
	o.taps("李敏", "🍵 茶水饮料")
	o.taps("李敏", "绿茶")
	o.taps("李敏", "下单")
	o.tapsOn("会服07", "茶水", "我来")
	o.until(0, 13, 31)
	o.tapsOn("会服07", "会前准备", "我来")
	for _, item := range []string{"☐ 茶杯消毒", "☐ 开水打好", "☐ 桌椅", "☐ 灯光"} {
		o.tapsOn("会服07", "会前准备", item)
	}
	o.until(0, 14, 31)
	o.tapsOn("会服07", "会前准备", "☐ 14:30 到岗")
	o.tapsOn("会服07", "茶水", "开始")
	o.tapsOn("会服07", "茶水", "送到了")
	o.until(0, 14, 46)
	o.tapsOn("会服07", "会前准备", "☐ 14:45 门口迎宾")
	o.tapsOn("会服07", "会前准备", "完成")
	for _, minute := range []int{15, 30, 45, 60, 75, 90, 105} {
		o.until(0, 15, minute)
		o.tapsOn("会服07", "续水", at(0, 15, minute).Format("15:04")+" 已完成")
	}
	o.until(0, 17, 0)
	o.taps("李敏", "已结束")
	o.until(0, 17, 20)
	o.closes("会服07")
	o.until(1, 9, 0)
	o.at("李敏").finds("✅ 已结束 A-1001", "会场 17:20 已收尾")
	o.atMost(map[string]int{"会服07": 5, "会服08": 2, "李敏": 4})
}

// atMost holds people to so many messages.
func (o *office) atMost(most map[string]int) {
	o.Helper()
	for name, n := range most {
		if got := o.at(name).sent; got > n || got == 0 {
			o.Errorf("%s got %d messages, at most %d are wanted:\n%s", name, got, n, o.at(name).screen())
		}
	}
}

// A medium one has the check of the day before, which also says that the room is needed.
func TestOffice_CountsItsMessages_checkedTheDayBefore(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.says("李敏", "后天15点到17点301开会20个人 季度会")
	o.taps("李敏", "确认预订")
	o.taps("李敏", "茶水与服务")
	o.taps("李敏", "🍵 茶水饮料")
	o.taps("李敏", "绿茶")
	o.taps("李敏", "下单")
	o.tapsOn("会服07", "茶水", "我来")
	o.until(1, 13, 5)
	o.tapsOn("会服07", "前一天全面检查", "我来")
	for _, item := range []string{"☐ 座位数", "☐ 名牌", "☐ 会标", "☐ 音响", "☐ 灯光", "☐ 花卉", "☐ 茶水", "☐ 卫生", "☐ 进出"} {
		o.tapsOn("会服07", "前一天全面检查", item)
	}
	o.tapsOn("会服07", "前一天全面检查", "检查完成")
	o.tapsOn("李敏", "前一天全面检查", "确认无误")
	o.until(2, 13, 5)
	o.at("李敏").lacks("这场会议还需要吗")
	for _, name := range []string{"会服07", "会服08"} {
		o.tapsOn(name, "会前准备", "我来")
	}
	o.does("会服07", o.at("会服07").photo("p1", "", ""))
	for _, item := range []string{"☐ 茶杯消毒", "☐ 开水打好", "☐ 桌椅", "☐ 会标", "☐ 灯光", "☐ 14:00 到岗", "☐ 14:45 门口迎宾"} {
		o.tapsOn("会服08", "会前准备", item)
	}
	o.tapsOn("会服07", "茶水", "送到了")
	o.tapsOn("会服08", "会前准备", "完成")
	for _, minute := range []int{15, 30, 45, 60, 75, 90, 105} {
		o.until(2, 15, minute)
		o.tapsOn("会服08", "续水", at(2, 15, minute).Format("15:04")+" 已完成")
	}
	o.until(2, 17, 0)
	o.taps("李敏", "已结束")
	o.until(2, 17, 20)
	o.closes("会服08")
	o.until(3, 9, 0)
	o.at("李敏").finds("✅ 已结束 A-1001", "会场 17:20 已收尾")
	o.atMost(map[string]int{"会服07": 6, "会服08": 5, "李敏": 4}) // one of 07's answers a photo of their own
}
