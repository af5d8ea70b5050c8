package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

// deskStaff are who else a whole service desk has.
var deskStaff = []conference.Person{
	{Name: "萧组长", Phone: "8613900000021", Department: "音控班", Roles: []conference.Role{conference.RoleTeamLeader}, Crew: conference.CrewSound, Language: "zh-CN"},
	{Name: "任组长", Phone: "8613900000022", Department: "清洁绿化部", Roles: []conference.Role{conference.RoleTeamLeader}, Crew: conference.CrewCleaning, Language: "zh-CN"},
	{Name: "何副组长", Phone: "8613900000023", Department: "会议服务班", Roles: []conference.Role{conference.RoleDeputyLeader}, Crew: conference.CrewMeetingService, Language: "zh-CN"},
	{Name: "机关联系人", Phone: "8613900000024", Department: "行政事务科", Roles: []conference.Role{conference.RoleAuthority}, Language: "zh-CN"},
	{Name: "大堂经理", Phone: "8613900000025", Department: "客户服务部", Roles: []conference.Role{conference.RoleLobbyManager}, Building: "主楼", Language: "zh-CN"},
	{Name: "钟采购", Phone: "8613900000026", Department: "采购部", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewBuyers, Language: "zh-CN"},
	{Name: "Sue", Phone: "8613900000027", Department: "Secretariat", Roles: []conference.Role{conference.RoleTeamLeader}, Crew: conference.CrewSecretariat, Language: "en"},
}

// staffed is an office in which every crew that a medium meeting concerns has a leader.
func staffed(tb testing.TB) *office {
	tb.Helper()
	o := open(tb)
	_, err := o.store.Import(tb.Context(), o.now, nil, deskStaff)
	o.must(err)
	for i, p := range deskStaff {
		linked, err := o.store.LinkByContact(tb.Context(), conference.Change{Now: o.now}, int64(300+i), p.Phone)
		o.must(err)
		o.people[p.Name] = linked
	}
	return o
}

// shows wants some message on the phone to hold the words.
func (p *phone) shows(words string) {
	p.Helper()
	if !strings.Contains(p.screen(), words) {
		p.Errorf("%s sees\n%s\n\nnowhere %q", p.user.Name, p.screen(), words)
	}
}

// review is a medium meeting of 李敏's on the day after tomorrow, and its crews' notices.
func (o *office) review() conference.Booking {
	o.Helper()
	b := o.booked("李敏", "301", at(2, 15, 0), 2*time.Hour, 20, "季度会")
	o.until(0, 10, 0)
	return b
}

// edits has the organiser change the meeting, and carries round what follows.
func (o *office) edits(b conference.Booking, e conference.Edit) {
	o.Helper()
	_, err := o.store.ChangeBooking(o.Context(), conferenceChange(o, "李敏"), b.ID, 0, e)
	o.must(err)
	o.until(0, o.now.In(zone).Hour(), o.now.In(zone).Minute())
}

func TestSheets_NoticeAckChangeDifference(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.review()
	o.at("周组长").sees(`<b>会议服务通知单 A-1001 · 会议服务班</b>
<b>季度会</b>
🕒 11月25日 周三 15:00–17:00（后天）
📍 主楼 301 · 👥 20 人 · 中型会议（20 人）
主办：经营管理部 李敏 ☎ +86 139 0000 0001
📋 任务：前一天全面检查 11月24日 周二 15:00 前；会前准备 14:45 前（2 人）；续水 15:00–17:00；会后收尾 17:30 前

[收到] [打印]`)
	o.at("萧组长").reads("通知单 A-1001 · 音控班", "📋 任务：音响投影调试 14:00 前")
	o.at("机关联系人").reads("通知单 A-1001 · 机关事务管理局", "📋 保障班组：会议服务班、音控班、清洁绿化部", "[收到]")
	o.at("机关联系人").lacks("139")
	o.at("会服07").lacks("通知单")
	o.at("李敏").lacks("通知单")

	o.taps("周组长", "收到")
	o.at("周组长").hears("已记下，谢谢")
	o.at("周组长").reads("✅ 10:00 周组长 已收到", "[打印]")
	o.at("周组长").lacks("[收到]")

	o.now = at(0, 11, 0)
	o.edits(b, conference.Edit{Start: at(2, 16, 0), End: at(2, 18, 30)})
	_, err := o.store.OrderService(t.Context(), conferenceChange(o, "李敏"), conference.ServiceRequest{BookingID: b.ID, Service: "banner", Text: "热烈欢迎"})
	o.must(err)
	o.until(0, 11, 1)
	o.edits(b, conference.Edit{Headcount: 28})
	o.at("周组长").sees(`<b>⚠️ 会议服务通知单有变 A-1001 · 会议服务班</b>
<b>季度会</b>
🕒 11月25日 周三 15:00–17:00 → 16:00–18:30
👥 20 → 28 人
+ 会标横幅 1 条「热烈欢迎」

[收到] [看全单]`)
	o.taps("周组长", "看全单")
	o.at("周组长").reads("🕒 11月25日 周三 16:00–18:30（后天）", "👥 28 人", "🛎 会标横幅 1 条「热烈欢迎」", "[收到] [打印]")
	o.taps("周组长", "收到")
	o.at("周组长").reads("✅ 11:01 周组长 已收到")
	o.at("萧组长").reads("会议服务通知单 A-1001", "👥 28 人") // who has never acknowledged gets the whole
	o.at("萧组长").lacks("有变")

	o.now = at(0, 11, 30)
	o.edits(b, conference.Edit{Headcount: 30})
	o.at("周组长").reads("👥 28 → 30 人", "[收到]")
	o.edits(b, conference.Edit{Headcount: 28})
	o.at("周组长").reads("又改回原来的安排，不用再确认")
	o.at("周组长").lacks("[收到]")
}

func TestSheets_OneMessageForSeveralChanges(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.review()
	for i, service := range []string{"water", "fruit", "flowers"} {
		o.now = at(0, 10, 2+i)
		_, err := o.store.OrderService(t.Context(), conferenceChange(o, "李敏"), conference.ServiceRequest{BookingID: b.ID, Service: service})
		o.must(err)
		o.until(0, 10, 2+i)
	}
	count := 0
	for _, s := range o.at("周组长").shown {
		if strings.Contains(s.text, "会议服务通知单") {
			count++
		}
	}
	if count != 1 {
		t.Errorf("%d notices", count)
	}
	o.at("周组长").reads("🛎 瓶装水 20 瓶、水果 20 份、花卉租摆 1 盆")
}

// Drinks come and go on the notices that show them, without asking anybody to acknowledge.
func TestSheets_Drinks(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.review()
	tea, err := o.store.OrderTea(t.Context(), conferenceChange(o, "李敏"), conference.TeaRequest{BookingID: b.ID, Tea: "green"})
	o.must(err)
	coffee, err := o.store.OrderTea(t.Context(), conferenceChange(o, "李敏"), conference.TeaRequest{BookingID: b.ID, Tea: "coffee"})
	o.must(err)
	o.carry()
	o.at("周组长").shows("绿茶 20 杯 14:45、咖啡 20 杯 14:45")
	sent := o.at("萧组长").sent
	_, err = o.store.StepTask(t.Context(), conferenceChange(o, "李敏"), tea.ID, 0, conference.StepCancel, "")
	o.must(err)
	o.carry()
	o.at("萧组长").shows("🛎 咖啡 20 杯 14:45\n")
	_, err = o.store.StepTask(t.Context(), conferenceChange(o, "会服07"), coffee.ID, 0, conference.StepClaim, "")
	o.must(err)
	_, err = o.store.StepTask(t.Context(), conferenceChange(o, "会服07"), coffee.ID, 0, conference.StepFail, "咖啡机坏了")
	o.must(err)
	o.carry()
	for _, name := range []string{"萧组长", "机关联系人"} {
		if s := o.at(name).screen(); strings.Contains(s, "咖啡 20 杯") || strings.Contains(s, "绿茶") {
			t.Errorf("%s sees drinks that nobody brings:\n%s", name, s)
		}
	}
	if n := o.at("萧组长").sent; n != sent {
		t.Errorf("%d messages about drinks", n-sent)
	}
}

func TestSheets_Cancelled(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.review()
	old := o.at("周组长").tapping("收到")
	_, err := o.store.CancelBooking(t.Context(), conferenceChange(o, "李敏"), b.ID, 0, "领导出差")
	o.must(err)
	o.carry()
	for _, who := range []string{"周组长", "萧组长", "机关联系人"} {
		o.at(who).reads("<s>季度会</s>", "会议已取消，不用准备了。原因：领导出差")
		o.at(who).lacks("[收到]")
	}
	o.does("周组长", old)
	if o.at("周组长").toast == "" {
		t.Error("a button of a cancelled meeting is not answered")
	}
}

func TestSheets_Chased(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.review()
	o.taps("任组长", "收到")
	o.until(0, 10, 31)
	o.at("周组长").reads("⚠️ 通知单 30 分钟未确认 · 会议服务班", "[收到]")
	o.at("任组长").lacks("未确认")
	o.at("孙主管").lacks("未确认")
	o.taps("周组长", "收到")
	o.at("周组长").lacks("未确认")
	o.until(0, 12, 1)
	o.at("孙主管").reads("⚠️ 通知单 2 小时未确认：音控班 萧组长", "📄 通知单 已收到 2/3 · 缺音控班")
	o.at("孙主管").lacks("周组长 10:")
	o.taps("孙主管", "通知单")
	o.at("孙主管").reads("📄 已收到 2/3", "✅ 会议服务班 · 周组长 10:31", "⏳ 音控班 萧组长 · 已等 2 小时 1 分", "⏳ 机关事务管理局", "[打印] [返回]")
	o.taps("孙主管", "返回")
	o.at("孙主管").reads("📄 通知单 已收到 2/3 · 缺音控班")
	o.taps("萧组长", "收到")
	o.at("孙主管").reads("📄 通知单 3 个班组都已收到")
}

func TestSheets_DeputyAndSupervisorAcknowledge(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.review()
	m, err := o.store.Meeting(t.Context(), b.ID)
	o.must(err)
	for _, k := range m.Sheets {
		who := map[conference.Crew]string{conference.CrewMeetingService: "何副组长", conference.CrewSound: "孙主管"}[k.Crew]
		if who == "" {
			continue
		}
		e := o.at(who).event()
		e.Button = button("sheet", k.ID, int64(k.Revision), "")
		o.does(who, e)
		o.taps(who, "收到")
		o.at(who).reads(who + " 已收到")
	}
	o.at("周组长").reads("✅ 10:00 何副组长 已收到")
	o.at("萧组长").reads("✅ 10:00 孙主管 已收到")
}

// Whoever is not asked can't acknowledge, whatever button they forge; a button of an older notice shows the newer one.
func TestSheets_BadTaps(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.review()
	m, err := o.store.Meeting(t.Context(), b.ID)
	o.must(err)
	k := m.Sheets[0]
	for _, who := range []string{"萧组长", "会服07", "李敏", "王强", "热线", "机关联系人", "Anna"} {
		for _, arg := range []string{"ack", "", "whole", "x"} {
			e := o.at(who).event()
			e.Button = button("sheet", k.ID, int64(k.Revision), arg)
			o.does(who, e)
		}
		if who != "萧组长" { // who has it on the notice of their own crew
			o.at(who).lacks("139 0000")
		}
	}
	if n := strings.Count(o.at("萧组长").screen(), "139 0000"); n != 1 {
		t.Errorf("another crew's leader is shown the number %d times", n)
	}
	o.at("王强").lacks("季度会")
	if now, err := o.store.Sheet(t.Context(), k.ID); err != nil || !now.Waits() {
		t.Errorf("%+v (%v)", now, err)
	}
	old := o.at("周组长").tapping("收到")
	o.taps("周组长", "收到")
	o.now = at(0, 11, 0)
	o.edits(b, conference.Edit{Headcount: 25})
	o.does("周组长", old)
	o.at("周组长").hears("这张卡片已更新")
	o.at("周组长").reads("👥 20 → 25 人", "[收到]")
	if now, err := o.store.Sheet(t.Context(), k.ID); err != nil || !now.Waits() {
		t.Errorf("an old tap acknowledged: %+v (%v)", now, err)
	}
	e := o.at("周组长").event()
	e.Button = button("sheet", 99, 1, "ack")
	o.does("周组长", e)
	o.at("周组长").hears("没有找到，可能已经取消了")
	for _, who := range []string{"周组长", "李敏"} {
		e := o.at(who).event()
		e.Button = button("sheets", b.ID, 0, "")
		o.does(who, e)
		o.at(who).lacks("已收到 1/3")
	}
}

// A level that goes down lets a crew go, and tells it.
func TestSheets_LevelDownLetsACrewGo(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.review()
	o.taps("萧组长", "收到")
	_, err := o.store.SetLevel(t.Context(), conferenceChange(o, "孙主管"), b.ID, 0, conference.LevelSmall)
	o.must(err)
	o.until(0, 10, 10)
	o.at("萧组长").reads("会议有调整，不再需要本班组")
	o.at("机关联系人").reads("会议级别有调整，不再报送")
	o.at("周组长").reads("小型会议（孙主管 定）")
}

// What concerns a notice is seen by who leads the crew, in their language.
func TestSheets_EnglishLeader(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.review()
	_, err := o.store.OrderService(t.Context(), conferenceChange(o, "李敏"), conference.ServiceRequest{BookingID: b.ID, Service: "name-cards"})
	o.must(err)
	o.until(0, 10, 1)
	o.at("Sue").reads("Service notice A-1001", "medium meeting (20 people)", "🛎 Name cards: 20 cards", "[Received] [Print]")
	o.taps("Sue", "Print")
	if files := o.at("Sue").files; len(files) != 0 { // the tests' house has no font
		t.Errorf("%d files", len(files))
	}
	o.at("Sue").hears("This server has no font with Chinese characters, so no form can be drawn. Ask the admin to install fonts-noto-cjk (Alpine: font-noto-cjk) or to set HUIWU_FONT to a font file")
	if !o.at("Sue").alert {
		t.Error("the alert is no alert")
	}
}
