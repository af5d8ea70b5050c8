package handlers_test

import (
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/storage"
	files "huiwu/storage/roster"
)

// shift plans a shift of somebody's, on a day of the test's week.
func (o *office) shift(name string, day, from, to int) {
	o.Helper()
	s := files.Shift{Line: 2, Day: at(day, 0, 0), Shift: conference.Shift{Person: conference.Person{Name: name}, Start: at(day, from, 0).UTC(), End: at(day, to, 0).UTC()}}
	_, err := o.store.ImportTables(o.Context(), o.now, storage.Tables{Shifts: []files.Shift{s}})
	o.must(err)
}

func (o *office) worksIn(name, building string) {
	o.Helper()
	p := o.people[name]
	p.Building, p.Language = building, ""
	_, err := o.store.Import(o.Context(), o.now, nil, []conference.Person{p})
	o.must(err)
}

func TestDuty_OnAndOff(t *testing.T) {
	t.Parallel()
	o := open(t)
	me := o.at("会服07")
	o.says("会服07", "/duty")
	me.sees("<b>值班 · 会服07</b>\n✅ 在岗，不排班\n\n[下岗]")
	o.taps("会服07", "下岗")
	me.hears("已下岗，辛苦了")
	me.sees("<b>值班 · 会服07</b>\n不在岗，新任务不会派给您\n\n[上岗]")
	o.taps("会服07", "上岗")
	me.hears("已上岗")
	me.sees("<b>值班 · 会服07</b>\n✅ 在岗 · 10:00–24:00\n\n[下岗]")
	o.says("会服07", "/duty on")
	me.reads("✅ 在岗 · 10:00–24:00")
	o.says("会服07", "/duty 下岗")
	me.reads("不在岗")
	o.says("会服07", "我上岗了")
	me.reads("✅ 在岗 · 10:00–24:00")
	o.says("会服07", "我下班了")
	me.reads("不在岗", "[上岗]")
	o.says("李敏", "我下班了") // who does no crew's work is neither on duty nor off
	o.at("李敏").reads("没有听懂")
	o.shift("会服07", 1, 8, 17)
	o.says("会服07", "/duty")
	me.sees("<b>值班 · 会服07</b>\n不在岗，新任务不会派给您\n下一班 11月24日 周二 08:00–17:00\n\n[上岗]")
	o.now = at(1, 8, 0)
	o.says("会服07", "/duty")
	me.reads("✅ 在岗 · 08:00–17:00")
	o.shift("会服07", 2, 22, 30)
	o.now = at(2, 23, 0)
	o.says("会服07", "/duty")
	me.reads("✅ 在岗 · 22:00–11月26日 周四 06:00")
}

// A tap on an old card, or on one twice, changes nothing and shows how things stand.
func TestDuty_TwiceAndStale(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.says("会服07", "/duty")
	off := o.at("会服07").tapping("下岗")
	o.does("会服07", off)
	again := off
	again.UpdateID, o.update = o.update+1, o.update+1
	o.does("会服07", again)
	o.at("会服07").hears("您本来就不在岗")
	o.at("会服07").reads("不在岗", "[上岗]")
	o.does("会服07", off) // the same update once more, as after a crash
	o.at("会服07").reads("不在岗", "[上岗]")
	foreign := o.at("会服08").event()
	foreign.Button = off.Button
	o.does("会服08", foreign)
	o.at("会服08").hears("这是别人的卡片，只有本人能操作")
	if d, err := o.store.Duty(t.Context(), o.people["会服08"].ID, o.now); err != nil || d.Keeps {
		t.Errorf("somebody else's button took them off duty: %+v, %v", d, err)
	}
	o.says("李敏", "/duty")
	o.at("李敏").lacks("值班")
	forged := o.at("李敏").event()
	forged.Button = button("duty", o.people["李敏"].ID, 0, "off")
	o.does("李敏", forged)
	o.at("李敏").hears("这件事您没有权限，可以请会议发起人或信息处理中心来办")
}

func TestDuty_LeadersSeeTheirCrew(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.worksIn("会服08", "东楼")
	o.shift("会服07", 0, 8, 17)
	o.says("周组长", "/duty")
	o.at("周组长").sees(`<b>值班 · 周组长</b>
✅ 在岗，不排班

<b>会议服务班 · 在岗 3/3</b>
不分楼：会服07（到 17:00）、周组长
东楼：会服08

[下岗]`)
	o.now = at(0, 17, 0)
	o.says("周组长", "/duty")
	o.at("周组长").reads("在岗 2/3", "不分楼：周组长\n东楼：会服08")
}

func TestDuty_SupervisorsSeeAllCrews(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.says("音控12", "/duty off")
	o.says("孙主管", "/duty")
	o.at("孙主管").sees("<b>值班 · 在岗 3/4</b>\n点班组看名单\n\n[会议服务班 3/3] [音控班 0/1]")
	o.taps("孙主管", "音控班")
	o.at("孙主管").sees("<b>音控班 · 在岗 0/1</b>\n现在没有人在岗，新任务直接找组长\n\n[返回]")
	o.taps("孙主管", "返回")
	o.taps("孙主管", "会议服务班")
	o.at("孙主管").sees("<b>会议服务班 · 在岗 3/3</b>\n不分楼：会服07、会服08、周组长\n\n[返回]")
	// An attendant's forged look at a crew shows nothing.
	e := o.at("会服07").event()
	e.Button = button("duty", o.people["会服07"].ID, 0, "sound")
	o.does("会服07", e)
	o.at("会服07").lacks("音控")
	if o.at("会服07").toast == "" {
		t.Error("a forged look is not answered")
	}
}

// Who comes on duty sees what waits for a taker; what comes while nobody is there goes to the leader at once.
func TestDuty_TasksGoToThoseOnDuty(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.says("会服07", "/duty off")
	o.says("会服08", "/duty off")
	b := o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 10, "季度会")
	order := func(tea string) {
		_, err := o.store.OrderTea(t.Context(), conferenceChange(o, "李敏"), conference.TeaRequest{BookingID: b.ID, Tea: tea})
		o.must(err)
		o.carry()
	}
	order("green")
	o.at("周组长").reads("绿茶", "[我来]")
	o.at("会服07").lacks("绿茶")
	o.says("会服08", "/duty on")
	o.at("会服08").reads("✅ 在岗", "等人接单 1 项，见 /tasks")
	order("coffee")
	o.at("会服08").reads("咖啡", "[我来]")
	o.at("会服07").lacks("咖啡")
	o.at("周组长").lacks("咖啡")
}

func TestDuty_English(t *testing.T) {
	t.Parallel()
	o := open(t)
	must := func(p conference.Person) {
		_, err := o.store.Import(t.Context(), o.now, nil, []conference.Person{p})
		o.must(err)
	}
	p := o.people["周组长"]
	p.Language = "en"
	must(p)
	o.says("周组长", "/duty off")
	o.at("周组长").sees("<b>Duty · 周组长</b>\nOff duty: no new tasks come to you\n\n<b>Crew meeting service · 2 of 3 on</b>\nAnywhere: 会服07, 会服08\n\n[On duty]")
}
