package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

// backstage is who fetches and prints, beside the crews of open.
var backstage = []conference.Person{
	{Name: "采购员", Phone: "8613900000021", Department: "后勤", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewBuyers, Language: "zh-CN"},
	{Name: "文秘", Phone: "8613900000022", Department: "文秘组", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewSecretariat, Language: "zh-CN"},
	{Name: "绿化", Phone: "8613900000023", Department: "清洁绿化部", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewCleaning, Language: "zh-CN"},
	{Name: "大堂", Phone: "8613900000024", Department: "客户服务部", Roles: []conference.Role{conference.RoleLobbyManager}, Building: "主楼", Language: "zh-CN"},
	{Name: "王总", Phone: "8613900000025", Department: "总经理室", Roles: []conference.Role{conference.RoleStaff}, Rank: 1, Language: "zh-CN"},
	{Name: "部门经理", Phone: "8613900000026", Department: "客户服务部", Roles: []conference.Role{conference.RoleDepartmentManager}, Language: "zh-CN"},
}

// openWith is an office where more people work.
func openWith(tb testing.TB, more []conference.Person) *office {
	tb.Helper()
	o := open(tb)
	o.hire(300, more)
	return o
}

// hire puts people on the roster, with accounts counted from one on.
func (o *office) hire(from int64, more []conference.Person) {
	o.Helper()
	_, err := o.store.Import(o.Context(), o.now, nil, more)
	o.must(err)
	for i, p := range more {
		linked, err := o.store.LinkByContact(o.Context(), conference.Change{Now: o.now}, from+int64(i), p.Phone)
		o.must(err)
		o.people[p.Name] = linked
	}
}

// planned is a meeting of 李敏's in 301, next Monday at three, whose card she has before her.
func (o *office) planned(heads int) conference.Booking {
	o.Helper()
	b := o.booked("李敏", "301", at(7, 15, 0), 2*time.Hour, heads, "季度会")
	o.opens("李敏", "11月30日")
	return b
}

// opens has somebody open one of their meetings from the list.
func (o *office) opens(name, day string) {
	o.Helper()
	o.says(name, "/my")
	o.taps(name, day)
}

func TestOrder_SentencesCarryHowMany(t *testing.T) {
	t.Parallel()
	o := openWith(t, backstage)
	o.planned(20)
	for words, want := range map[string][]string{
		"要6盆花": {"🛎 花卉租摆", "6 盆"}, "6 pots of flowers": {"🛎 花卉租摆", "6 盆"}, "要两束花": {"🛎 花卉租摆", "2 盆"},
		"要两个礼仪引导": {"🛎 礼仪引导", "2 人"}, "two ushers please": {"🛎 礼仪引导", "2 人"}, "安排两名接待引导": {"🛎 礼仪引导", "2 人"},
	} {
		o.says("李敏", words)
		o.at("李敏").reads(want...)
	}
}

func TestOrder_MenuOfThePlan(t *testing.T) {
	t.Parallel()
	o := openWith(t, backstage)
	o.planned(20)
	o.taps("李敏", "茶水与服务")
	o.at("李敏").sees(`<b>🛎 茶水与服务 · A-1001</b>
季度会
点一样来加，或直接说，例如：要 20 个名牌

[🍵 茶水饮料]
[瓶装水] [水果]
[茶歇点心] [会标横幅]
[名牌] [花卉租摆]
[礼仪引导] [话筒]
[下一页 ›]
[换会议] [完成]`)
	o.taps("李敏", "下一页")
	o.at("李敏").reads("[投影大屏] [视频会议]", "[‹ 上一页] [下一页 ›]")
	o.taps("李敏", "‹ 上一页")
	o.taps("李敏", "🍵 茶水饮料")
	o.at("李敏").reads("🍵 点茶水 · A-1001", "[绿茶]")
	o.at("李敏").lacks("点一样来加") // the menu has become the draft
	o.taps("李敏", "绿茶")
	o.taps("李敏", "下单")
	o.opens("李敏", "11月30日")
	o.taps("李敏", "茶水与服务")
	o.at("李敏").reads("已点 1 项，点开可以取消", "[已点：绿茶 20 杯]")

	o.until(7, 12, 0) // three hours before: little is left, and what is not is named
	o.opens("李敏", "今天")
	o.taps("李敏", "茶水与服务")
	o.at("李敏").reads("已过下单时间：瓶装水、水果、茶歇点心、会标横幅", "[话筒 · 14:00 止]", "[名牌 · 12:00 止]")
	if strings.Contains(o.at("李敏").last(), "[会标横幅]") {
		t.Error("what is too late is offered")
	}
}

// A banner, from the card to the banner on the wall: with its wording, its cut-off, and bought first.
func TestOrder_Banner(t *testing.T) {
	t.Parallel()
	o := openWith(t, backstage)
	o.planned(20)
	o.taps("李敏", "茶水与服务")
	o.taps("李敏", "会标横幅")
	o.at("李敏").sees(`<b>🛎 会标横幅 · A-1001</b>
季度会
主楼 301 · 11月29日 周日 15:00 前备好
最晚 11月28日 周六 15:00 下单

横幅上写什么？直接发文字

[不点了]`)
	o.says("李敏", "热烈欢迎<b>各位领导</b>莅临指导")
	o.at("李敏").reads("文字：“热烈欢迎&lt;b&gt;各位领导&lt;/b&gt;莅临指导”", "[下单]", "[数量 1] [改文字]")
	o.taps("李敏", "数量")
	o.says("李敏", "2")
	o.at("李敏").reads("2 条", "[数量 2]")
	o.taps("李敏", "下单")
	o.at("李敏").hears("已下单")
	o.at("李敏").reads("🛎 会标横幅 · A-1001", "2 条", "已派会议服务班，等人接单", "[不用了]")
	o.at("会服07").reads("🛎 会标横幅 · A-1001", "文字：“热烈欢迎&lt;b&gt;各位领导&lt;/b&gt;莅临指导”", "[我来]")
	o.at("采购员").reads("🛒 采购 · 会标横幅 · A-1001", "11月29日 周日 11:00 前买到", "2 条", "[我来]")
	o.opens("李敏", "11月30日")
	o.at("李敏").reads("🛎 会标横幅 2 条")

	o.taps("采购员", "我来")
	o.taps("李敏", "茶水与服务")
	o.taps("李敏", "已点：会标横幅 2 条")
	o.at("李敏").reads("热烈欢迎", "[取消这项] [返回]")
	twice := o.at("李敏").tapping("取消这项")
	o.does("李敏", twice)
	o.at("李敏").hears("已取消")
	o.at("李敏").lacks("已点：")
	o.at("采购员").reads("⚠️ 这项任务取消了，不用做了")
	o.at("会服07").reads("会标横幅", "已取消")
	o.does("李敏", twice)
	o.opens("李敏", "11月30日")
	if strings.Contains(o.at("李敏").last(), "会标横幅") {
		t.Errorf("it still stands on the card:\n%s", o.at("李敏").last())
	}
}

func TestOrder_NameCards(t *testing.T) {
	t.Parallel()
	o := openWith(t, backstage)
	b := o.planned(6)
	ch := conferenceChange(o, "李敏")
	leader := o.people["王总"]
	_, err := o.store.ChangeBooking(t.Context(), ch, b.ID, 0, conference.Edit{Leader: &leader})
	o.must(err)
	added, err := o.store.Invite(t.Context(), conferenceChange(o, "李敏"), b.ID, []int64{o.people["王强"].ID, o.people["Anna"].ID})
	o.must(err)
	_, err = o.store.AnswerInvitation(t.Context(), conferenceChange(o, "王强"), added[0].ID, 0, conference.Answer{PartStat: conference.Accepted})
	o.must(err)
	o.carry()
	o.says("李敏", "准备20个名牌")
	o.at("李敏").reads("🛎 名牌 · A-1001", "20 个", "名字取答复参加的人，主席台在前", "最晚 11月30日 周一 12:00 下单", "[下单]")
	o.taps("李敏", "下单")
	o.at("文秘").reads("🛎 名牌 · A-1001", "20 个", "名单：王总、王强", "[我来]")
	o.at("采购员").lacks("名牌")
}

func TestOrder_Layout(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.planned(15)
	o.taps("李敏", "茶水与服务")
	o.taps("李敏", "下一页")
	o.taps("李敏", "会场布置")
	o.at("李敏").sees(`<b>🛎 会场布置 · A-1001</b>
季度会
主楼 301 · 11月30日 周一 14:00 前备好
最晚 11月30日 周一 11:00 下单

怎么摆？要坐 15 人，带 ⚠️ 的坐不下

[剧院式 · 30 座] [课桌式 · 18 座]
[⚠️ U 形 · 只有 13 座] [⚠️ 围桌 · 只有 12 座]
[换一项] [换会议]
[不点了]`)
	o.taps("李敏", "⚠️ U 形")
	if p := o.at("李敏"); !p.alert || !strings.Contains(p.toast, "只坐得下 13 人") {
		t.Errorf("too small: %q", p.toast)
	}
	o.taps("李敏", "课桌式")
	o.at("李敏").reads("课桌式", "[✓ 课桌式 · 18 座]", "[下单]")
	o.taps("李敏", "下单")
	o.at("会服07").reads("🛎 会场布置 · A-1001", "课桌式", "[我来]")
	o.opens("李敏", "11月30日")
	o.at("李敏").reads("🛎 课桌式")
}

// Several things in one sentence: a draft for each, one after the other, drinks first; nothing is lost on the way.
func TestOrder_SeveralInOneSentence(t *testing.T) {
	t.Parallel()
	o := openWith(t, backstage)
	o.planned(20)
	o.says("李敏", "要15个名牌、20杯绿茶、6盆鲜花、一条横幅")
	o.at("李敏").reads("🍵 点茶水 · A-1001", "绿茶 20 杯", "接下来：名牌 15 个、花卉租摆 6 盆、会标横幅")
	order := o.at("李敏").tapping("下单")
	o.does("李敏", order)
	o.at("李敏").reads("🛎 名牌 · A-1001", "15 个", "接下来：花卉租摆 6 盆、会标横幅", "[下单]")
	o.does("李敏", order) // Telegram brings it again
	o.at("李敏").reads("🛎 名牌 · A-1001")
	o.taps("李敏", "下单")
	o.at("李敏").reads("🛎 花卉租摆 · A-1001", "6 盆", "接下来：会标横幅")
	o.taps("李敏", "不点了")
	o.at("李敏").reads("🛎 会标横幅 · A-1001", "横幅上写什么？")
	o.says("李敏", "热烈欢迎")
	o.taps("李敏", "下单")
	o.at("会服07").reads("🛎 会标横幅")
	m, err := o.store.Meeting(t.Context(), 1001)
	o.must(err)
	if len(m.Tasks) != 4 { // the tea, the name cards, the banner, its purchase
		t.Errorf("%d tasks", len(m.Tasks))
	}
}

func TestOrder_Sentences(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, who, words string
		want             []string
	}{
		{"a banner with its words", "李敏", "要一条横幅 热烈欢迎各位领导", []string{"🛎 会标横幅 · A-1001", "文字：“热烈欢迎各位领导”", "[下单]"}},
		{"name cards", "李敏", "准备20个名牌", []string{"🛎 名牌 · A-1001", "20 个"}},
		{"a layout", "李敏", "302 下周二的会课桌式布置", []string{"🛎 会场布置 · A-1002", "[✓ 课桌式 · 7 座]", "[下单]"}},
		{"a layout that is too small", "李敏", "U型摆放", []string{"🛎 会场布置 · A-1001", "这样布置只坐得下 13 人", "U 形 · 只有 13 座", "怎么摆？"}},
		{"water in bottles is no drink", "李敏", "30瓶矿泉水", []string{"🛎 瓶装水 · A-1001", "30 瓶", "[下单]"}},
		{"for the meeting that is named", "李敏", "302 下周二的会要两份果盘", []string{"🛎 水果 · A-1002", "2 份"}},
		{"too late for the next, in time for the one after", "王强", "要一条横幅 热烈欢迎", []string{"🛎 会标横幅 · A-1004"}},
		{"what nobody offers", "李敏", "要30份盒饭", []string{"没有「30份盒饭」这项服务", "[🍵 茶水饮料]", "[瓶装水]"}},
		{"no meeting", "Anna", "20 name cards please", []string{"You have no meeting coming up"}},
		{"by command", "李敏", "/order 横幅一条", []string{"🛎 会标横幅 · A-1001", "横幅上写什么？"}},
		{"for others, by the information centre", "热线", "305 明天的会准备5个名牌", []string{"🛎 名牌 · A-1003", "5 个"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			o.booked("李敏", "301", at(7, 15, 0), 2*time.Hour, 20, "季度会")
			o.booked("李敏", "302", at(8, 9, 0), time.Hour, 6, "碰头会")
			o.booked("王强", "305", at(1, 9, 0), time.Hour, 6, "晨会")
			o.booked("王强", "305", at(8, 9, 0), time.Hour, 6, "例会")
			o.says(c.who, c.words)
			o.at(c.who).reads(c.want...)
		})
	}
}

// What cannot be is answered kindly, says what works instead, and orders nothing.
func TestOrder_Refusals(t *testing.T) {
	t.Parallel()
	o := openWith(t, backstage)
	b := o.planned(20)
	li := o.at("李敏")
	o.taps("李敏", "茶水与服务")
	o.taps("李敏", "水果")
	o.taps("李敏", "数量")
	for words, want := range map[string]string{"0": "没看懂数量", "很多": "没看懂数量", "5000": "数量要在 1 到 2000 之间"} {
		o.says("李敏", words)
		li.reads(want)
	}
	o.says("李敏", "12")
	li.reads("12 份")
	o.until(6, 23, 0)
	o.now = at(7, 11, 30) // it was left lying until the cut-off
	o.taps("李敏", "下单")
	if !li.alert || !strings.Contains(li.toast, "这项要在 今天 11:00 前下单") {
		t.Errorf("after the cut-off: %q", li.toast)
	}
	o.taps("李敏", "换一项")
	if strings.Contains(li.last(), "[水果]") {
		t.Error("what is too late is offered")
	}
	o.says("李敏", "要13份水果")
	li.reads("这项要在 今天 11:00 前下单，现在来不及了。急用请联系服务热线")
	if strings.Contains(li.last(), "[下单]") {
		t.Error("what is too late can be ordered")
	}

	forged := li.event()
	forged.Button = button("order", b.ID, 0, "")
	o.does("王强", handlers.Event{UpdateID: forged.UpdateID, At: o.now, Chat: o.at("王强").chat, From: o.at("王强").user, Button: forged.Button})
	if !o.at("王强").alert {
		t.Error("somebody else's menu")
	}
	o.at("王强").lacks("季度会")
	o.now = at(7, 17, 30)
	forged = li.event()
	forged.Button = button("order", b.ID, 0, "")
	o.does("李敏", forged)
	if !li.alert {
		t.Error("a menu for a meeting that is over")
	}
	m, err := o.store.Meeting(t.Context(), b.ID)
	o.must(err)
	for _, task := range m.Tasks {
		if task.Kind == conference.TaskOrder {
			t.Errorf("ordered all the same: %+v", task.Order)
		}
	}
}

// More people: what was for everybody follows; a wording of one's own, for one, does not.
func TestOrder_FollowsTheHeadCount(t *testing.T) {
	t.Parallel()
	o := openWith(t, backstage)
	b := o.planned(12)
	o.says("李敏", "准备名牌")
	o.taps("李敏", "下单")
	o.at("文秘").reads("12 个")
	_, err := o.store.ChangeBooking(t.Context(), conferenceChange(o, "李敏"), b.ID, 0, conference.Edit{Headcount: 16})
	o.must(err)
	o.carry()
	o.at("文秘").reads("16 个")
}
