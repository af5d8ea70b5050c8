package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

// sealedReview is a medium meeting the day after tomorrow, its room sealed the afternoon before.
func (o *office) sealedReview() conference.Booking {
	o.Helper()
	b := o.review()
	o.until(1, 14, 0)
	o.sealed(b.ID)
	return b
}

func TestEntry_AskedAndAllowed(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.says("会服08", "/enter")
	o.at("会服08").sees("现在没有封闭的会场")
	b := o.sealedReview()
	o.says("会服08", "/enter")
	o.at("会服08").reads("要进哪个封闭的会场？", "[主楼 301 · 11月25日 周三 15:00 的会]")
	o.at("会服08").lacks("申请进入封闭会场")
	o.taps("会服08", "主楼 301")
	o.at("会服08").sees(`<b>🔒 申请进入封闭会场</b>
📍 主楼 301
为什么要进去？发一句话，主管会马上看到

[不申请了]`)
	o.says("会服08", "取投影线")
	o.at("会服08").sees(`<b>🔒 申请进入封闭会场</b>
📍 主楼 301
原因：取投影线
⏳ 等主管答复`)
	o.at("孙主管").sees(`<b>🔒 申请进入封闭会场</b>
会服08 · 会议服务班
📍 主楼 301
A-1001 季度会 · 11月25日 周三 15:00–17:00
原因：取投影线

[准许] [不准]`)
	twice := o.at("孙主管").tapping("准许")
	o.does("孙主管", twice)
	o.at("孙主管").hears("已准许")
	o.at("孙主管").reads("✅ 14:00 孙主管 准许进入")
	o.at("会服08").reads("✅ 14:00 孙主管 准许进入")
	o.does("孙主管", twice)
	o.at("孙主管").reads("✅ 14:00 孙主管 准许进入")
	e := o.at("会服08").event()
	e.Button = button("entry", b.ID, 1, "ask")
	o.does("会服08", e)
	o.says("会服08", "再取一次")
	o.taps("孙主管", "不准")
	o.at("会服08").reads("❌ 14:00 孙主管 没有准许")
}

func TestEntry_FromTheBookingsCard(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.sealedReview()
	o.at("周组长").shown = append(o.at("周组长").shown, o.card("周组长", b.ID))
	o.at("周组长").reads("🔒 已封闭（14:00 起），进入须主管准许", "[申请进入]")
	if got := o.at("周组长").last(); strings.Count(got, "🔒") != 1 {
		t.Errorf("that the room is sealed is said twice:\n%s", got)
	}
	o.taps("周组长", "申请进入")
	o.taps("周组长", "不申请了")
	o.at("周组长").reads("好的，没有申请")
	o.taps("周组长", "申请进入")
	o.says("周组长", "补名牌")
	o.at("周组长").reads("原因：补名牌", "⏳ 等主管答复")
	o.says("周组长", "/enter")
	o.taps("周组长", "主楼 301")
	o.says("周组长", "补名牌")
	o.at("周组长").reads("您已经申请过了，等主管答复")

	o.at("孙主管").shown = append(o.at("孙主管").shown, o.card("孙主管", b.ID))
	o.at("孙主管").reads("[解除封闭]")
	o.taps("孙主管", "解除封闭")
	o.at("孙主管").hears("已解除封闭")
	o.at("孙主管").reads("🔓 14:00 已解除封闭")
	o.at("周组长").shows("已解除封闭，可以进入")
	old := o.at("孙主管")
	for _, s := range old.shown {
		if strings.Contains(s.String(), "[准许]") {
			t.Errorf("still asked:\n%s", s)
		}
	}
}

func TestEntry_BadInput(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.sealedReview()
	for _, who := range []string{"王强", "李敏", "Anna", "机关联系人"} {
		o.says(who, "/enter")
		for _, arg := range []string{"ask", "pick", "unseal", "yes", "no", "drop", "x"} {
			e := o.at(who).event()
			e.Button = button("entry", b.ID, 0, arg)
			o.does(who, e)
		}
		o.at(who).lacks("为什么要进去")
	}
	o.says("会服08", "/enter")
	o.taps("会服08", "主楼 301")
	o.says("会服08", strings.Repeat("长", 201))
	o.at("会服08").reads("这段话太长了，请不超过 200 个字")
	o.says("会服08", "取投影线")
	o.at("会服08").shows("⏳ 等主管答复")
	for _, who := range []string{"热线", "会服08", "周组长"} {
		for _, label := range []string{"准许", "不准"} {
			e := o.at(who).event()
			e.Button = o.at("孙主管").tapping(label).Button
			o.does(who, e)
		}
	}
	o.at("会服08").shows("⏳ 等主管答复")
	o.at("孙主管").reads("[准许] [不准]")
	if now, err := o.store.Booking(t.Context(), b.ID); err != nil || !now.Sealed() {
		t.Errorf("%+v (%v)", now, err)
	}
}

func TestSealed_BookingIntoASealedRoom(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.sealedReview()
	early := o.booked("王强", "301", at(2, 10, 0), time.Hour, 5, "短会")
	o.carry()
	if early.Status != conference.BookingPending {
		t.Fatalf("%+v", early)
	}
	o.at("孙主管").reads("⏳ 待批准 "+early.Number, "<b>短会</b>", "301 已为 "+b.Number+" 封闭，主管批准后生效", "[批准] [不批准]")
	o.at("热线").lacks("短会")
	e := o.at("热线").event()
	e.Button = button("bk", early.ID, int64(early.Revision), "approve")
	o.does("热线", e)
	o.at("热线").hears("会场已为 A-1001 封闭，由主管决定")
	o.at("王强").shown = append(o.at("王强").shown, o.card("王强", early.ID))
	o.at("王强").reads("301 已为 A-1001 封闭，主管批准后生效")
	o.taps("孙主管", "批准")
	o.at("孙主管").reads("✅ 已预订 " + early.Number)
	o.at("王强").shows("✅ 已预订 " + early.Number)

	second := o.booked("王强", "301", at(2, 12, 0), time.Hour, 5, "短会二")
	o.carry()
	o.taps("孙主管", "不批准")
	o.says("孙主管", "会场已布置好")
	if now, err := o.store.Booking(t.Context(), second.ID); err != nil || now.Status != conference.BookingRejected || now.Reason != "会场已布置好" {
		t.Errorf("%+v (%v)", now, err)
	}
}
