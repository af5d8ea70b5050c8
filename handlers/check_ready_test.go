package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

func TestReady_StateOfTheNextMeetings(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.says("周组长", "/checks")
	o.at("周组长").sees("<b>三小时内的会议 · 10:00</b>\n没有会议\n\n[刷新]")
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.booked("王强", "E202", at(0, 16, 30), time.Hour, 8, "例会")
	o.booked("李敏", "302", at(0, 19, 0), time.Hour, 5, "晚会")
	o.until(0, 13, 1)
	o.taps("周组长", "有问题")
	o.taps("周组长", "音视频")
	o.says("周组长", "话筒无声")
	o.until(0, 14, 5)
	o.says("热线", "/checks")
	o.at("热线").sees(`<b>三小时内的会议 · 14:05</b>
15:00 主楼 301 季度会 · ①⚠️②⏳③▫️ 🔧1 ⏰2 📄0/3
16:30 东楼 E202 例会 · ①▫️②▫️③▫️ 📄0/1

<i>①②③ 三级检查：✅ 已确认 ⚠️ 有问题 ⏳ 待答复 ❓ 有异议 ❌ 没答复 ▫️ 未到时间 · 🔧 问题 ⏰ 超时 📄 通知单 🔒 封闭</i>

[15:00 301] [16:30 E202]
[刷新]`)
	o.taps("热线", "15:00 301")
	o.at("热线").sees(`<b>A-1001 季度会</b>
🕒 今天 15:00–17:00（55 分钟后）
📍 主楼 301 · 👥 20 人
⚠️ 一级 13:01 周组长：话筒无声
└ 音视频：已派音控班，等人接单
▫️ 二级等待答复
▫️ 三级 14:30 起
⏰ 2 项超时：📋 音响投影调试、📋 会场及路线保洁
📄 通知单 已收到 0/3 · 缺会议服务班、音控班、清洁绿化部

[返回]`)
	o.taps("热线", "返回")
	o.at("热线").reads("三小时内的会议 · 14:05")
	shown := len(o.at("热线").shown)
	o.until(0, 14, 29)
	o.taps("热线", "刷新")
	o.at("热线").reads("三小时内的会议 · 14:29")
	if n := len(o.at("热线").shown); n != shown {
		t.Errorf("%d messages, was %d: the list is edited in place", n, shown)
	}
	o.says("环境主管", "/checks")
	o.taps("环境主管", "15:00 301")
	o.taps("环境主管", "二级 · 去答复")
	o.at("环境主管").reads("会前检查 2/3", "[都已就绪]")
	o.says("大堂经理", "/checks") // works in the main building only
	o.at("大堂经理").reads("301 季度会")
	o.at("大堂经理").lacks("例会")
}

func TestReady_Sealed(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.sealedReview()
	o.until(2, 12, 30)
	o.says("孙主管", "/checks")
	o.at("孙主管").reads("15:00 主楼 301 季度会", "📄0/3 🔒")
	o.taps("孙主管", "15:00 301")
	o.at("孙主管").reads("🔒 已封闭（11月24日 周二 14:00 起）")
	o.until(2, 13, 1)
	o.taps("会服07", "我来")
	o.taps("会服07", "☐ 开水打好") // the first work of the day opens the room
	o.says("孙主管", "/checks")
	o.at("孙主管").reads("🔓")
}

func TestReady_NotForStaff(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.booked("李敏", "301", at(0, 12, 0), 2*time.Hour, 20, "季度会")
	for _, who := range []string{"王强", "李敏", "会服07", "机关联系人"} {
		o.says(who, "/checks")
		o.at(who).reads("这件事您没有权限")
		e := o.at(who).event()
		e.Button = button("ready", b.ID, 0, "")
		o.does(who, e)
		o.at(who).lacks("三级")
	}
	for who, want := range map[string]bool{"王强": false, "会服07": false, "热线": true, "周组长": true, "大堂经理": true, "孙主管": true} {
		menu := o.MenuFor(o.people[who])
		has := false
		for _, c := range menu.Commands {
			has = has || c.Name == "checks"
		}
		if has != want {
			t.Errorf("the menu of %s: %v", who, menu.Commands)
		}
	}
}

// Forty meetings fit one message.
func TestReady_ManyMeetings(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	rooms := []string{"301", "302", "305"}
	for i := range 24 {
		o.booked("李敏", rooms[i%3], at(0, 11, 15).Add(time.Duration(i/3)*13*time.Minute), 13*time.Minute, 5, strings.Repeat("很长的名称", 10))
	}
	o.until(0, 11, 14)
	o.says("热线", "/checks")
	o.at("热线").reads("另有 4 场")
	if n := strings.Count(o.at("热线").last(), "①"); n != 21 {
		t.Errorf("%d lines", n)
	}
}

// sealed has a meeting's room sealed, as the day-before check does it.
func (o *office) sealed(booking int64) {
	o.Helper()
	tasks, err := o.store.TasksOfBooking(o.Context(), booking)
	o.must(err)
	for _, task := range tasks {
		if task.Kind != conference.TaskDayCheck {
			continue
		}
		o.seal(task)
		return
	}
	o.Fatal("the meeting has no day-before check")
}

// seal does a day-before check and has the organiser agree.
func (o *office) seal(task conference.Task) {
	o.Helper()
	step := func(who string, s conference.TaskStep) {
		o.Helper()
		_, err := o.store.StepTask(o.Context(), conferenceChange(o, who), task.ID, 0, s, "")
		o.must(err)
	}
	step("会服07", conference.StepClaim)
	if task.Hands > 1 {
		step("会服08", conference.StepClaim)
	}
	for i := range task.Items {
		_, err := o.store.TickItem(o.Context(), conferenceChange(o, "会服07"), task.ID, i, true)
		o.must(err)
	}
	step("会服07", conference.StepDone)
	step("李敏", conference.StepConfirm)
	o.carry()
}
