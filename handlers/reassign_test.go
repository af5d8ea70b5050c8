package handlers_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

// undone is a small meeting whose preparation 会服07 has taken and cannot do.
func undone(t *testing.T) *office {
	t.Helper()
	o := staffed(t)
	o.booked("李敏", "302", at(0, 15, 0), 2*time.Hour, 8, "碰头会")
	o.until(0, 13, 30)
	o.tapsOn("会服07", "会前准备", "我来")
	o.tapsOn("会服07", "会前准备", "做不了")
	o.tapsOn("会服07", "会前准备", "手上走不开")
	return o
}

func TestReassign_ToAColleague(t *testing.T) {
	t.Parallel()
	o := undone(t)
	o.at("孙主管").finds("会前准备", "⚠️ 没能完成 · 会服07：手上走不开", "[派给…]")
	stale := o.at("孙主管").on("会前准备", "派给…")
	o.tapsOn("周组长", "会前准备", "派给…")
	o.at("周组长").finds("请谁来？", "[会服08]", "[放回班组] [返回]")
	if strings.Contains(o.at("周组长").screen(), "[会服07]") {
		t.Error("who could not do it is offered again")
	}
	o.tapsOn("周组长", "会前准备", "会服08")
	o.at("周组长").hears("已请 会服08 接手")
	o.at("会服08").reads("周组长 想请您接下这项任务", "14:45 前完成", "[接下] [接不了]") // at the bottom, with a sound
	o.at("会服07").finds("会前准备", "已请 会服08 接手，等对方答复")
	o.does("孙主管", stale)
	o.at("孙主管").hears("这张卡片已更新")
	o.tapsOn("会服08", "周组长 想请您", "接下")
	o.at("会服08").finds("您已接单", "[☐ 开水打好]")
	o.at("会服07").finds("会前准备", "会服08 已接单")
	o.at("会服07").lacks("手上走不开")
	o.at("孙主管").finds("会前准备", "会服08 已接单")
	task := o.taskOf("prepare-small")
	if task.Outcome != "" || task.Claimer.Name != "会服08" || task.HandTo.ID != 0 || len(task.Helpers) != 0 {
		t.Errorf("it is 08's alone: %+v", task)
	}
}

// A deputy may, and a no comes back; the crew as a whole is asked, and when nobody takes it the leader hears again.
func TestReassign_NoAndBackToTheCrew(t *testing.T) {
	t.Parallel()
	o := undone(t)
	o.at("何副组长").lacks("会前准备") // whoever leads is there
	e := o.at("何副组长").event()
	task := o.taskOf("prepare-small")
	e.Button = button("task", task.ID, int64(task.Revision), "to."+strconv.FormatInt(o.people["会服08"].ID, 36))
	o.does("何副组长", e)
	o.at("会服08").reads("何副组长 想请您接下这项任务")
	o.taps("会服08", "接不了")
	o.at("何副组长").reads("⚠️ 会服08 接不了，请另找人", "[派给…]")
	o.tapsOn("会服07", "会前准备", "我来") // it is anybody's of the crew
	o.tapsOn("会服07", "会前准备", "做不了")
	o.tapsOn("会服07", "会前准备", "手上走不开")
	sent := map[string]int{"会服07": o.at("会服07").sent, "会服08": o.at("会服08").sent}
	o.tapsOn("周组长", "会前准备", "派给…")
	o.tapsOn("周组长", "会前准备", "放回班组")
	o.at("周组长").hears("已放回班组")
	for name, n := range sent {
		o.at(name).reads("会前准备", "[我来] [转给同事]")
		if o.at(name).sent != n+1 {
			t.Errorf("%s hears %d times", name, o.at(name).sent-n)
		}
	}
	o.until(0, 13, 36)
	o.at("周组长").reads("会前准备", "⚠️ 13:30 起无人接单", "[我来] [派给…]")
	o.tapsOn("周组长", "会前准备", "派给…") // what nobody takes, too
	o.tapsOn("周组长", "会前准备", "放回班组")
	o.at("会服08").reads("会前准备", "[我来] [转给同事]")
	o.until(0, 13, 42)
	o.at("周组长").reads("会前准备", "⚠️ 13:36 起无人接单")
}

// Only whoever hands out the crew's work may, and not once the meeting is off.
func TestReassign_WhoMay(t *testing.T) {
	t.Parallel()
	o := undone(t)
	task := o.taskOf("prepare-small")
	to := "to." + strconv.FormatInt(o.people["会服08"].ID, 36)
	for _, name := range []string{"李敏", "王强", "会服07", "会服08", "萧组长", "环境主管"} {
		for _, arg := range []string{to, "release", "hand", "off", "cancel"} {
			e := o.at(name).event()
			e.Button = button("task", task.ID, int64(task.Revision), arg)
			o.does(name, e)
			if o.at(name).toast == "" || !o.at(name).alert {
				t.Errorf("%s %s: %q", name, arg, o.at(name).toast)
			}
		}
	}
	if now := o.taskOf("prepare-small"); now.Revision != task.Revision || now.Status != conference.TaskFailed {
		t.Errorf("changed: %+v", now)
	}
	give := o.at("周组长").on("会前准备", "派给…")
	_, err := o.store.CancelBooking(t.Context(), conferenceChange(o, "李敏"), task.BookingID, 0, "")
	o.must(err)
	o.carry()
	for _, arg := range []string{to, "release"} {
		e := o.at("周组长").event()
		e.Button = button("task", task.ID, int64(task.Revision), arg)
		o.does("周组长", e)
		o.at("周组长").alerts("这个任务已经结束了")
	}
	o.does("周组长", give)
	if now := o.taskOf("prepare-small"); now.Status != conference.TaskFailed {
		t.Errorf("of a meeting that is off: %+v", now)
	}
}

func TestReassign_InTheCrewsGroup(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	g := o.group(-500, 0)
	g.says("周组长", "/bind 会议服务班")
	o.booked("李敏", "302", at(0, 15, 0), 2*time.Hour, 8, "碰头会")
	o.until(0, 13, 30)
	g.reads("会前准备", "[我来]")
	g.taps("会服07", "我来")
	o.tapsOn("会服07", "会前准备", "做不了")
	o.tapsOn("会服07", "会前准备", "手上走不开")
	g.finds("会前准备", "⚠️ 没能完成 · 会服07：手上走不开")
	o.tapsOn("周组长", "会前准备", "派给…")
	o.tapsOn("周组长", "会前准备", "会服08")
	g.finds("会前准备", "已请 会服08 接手，等对方答复\n\n[我来]")
	o.tapsOn("会服08", "周组长 想请您", "接下")
	g.finds("会前准备", "会服08 已接单")
	g.lacks("[我来]")
	g.lacks("派给")
}

// What was for one person goes to a colleague, is that one's, and is the crew's once it is put back.
func TestReassign_WhatWasForOne(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	task, err := o.store.Assign(t.Context(), conferenceChange(o, "孙主管"), conference.Assignment{Person: o.people["会服07"], What: "送话筒"})
	o.must(err)
	o.carry()
	o.taps("会服07", "我来")
	o.taps("会服07", "做不了")
	o.taps("会服07", "手上走不开")
	o.at("周组长").reads("临时任务", "送话筒", "⚠️ 没能完成", "[派给…]")
	o.taps("周组长", "派给…")
	o.taps("周组长", "会服08")
	o.taps("会服08", "接下")
	now, err := o.store.Task(t.Context(), task.ID)
	o.must(err)
	if now.Only.Name != "会服08" || now.Claimer.Name != "会服08" {
		t.Errorf("it is 08's: %+v", now)
	}
	o.taps("会服08", "转给同事")
	o.taps("会服08", "放回班组")
	o.at("会服07").reads("送话筒", "[我来]")
	now, err = o.store.Task(t.Context(), task.ID)
	o.must(err)
	if now.Only.ID != 0 {
		t.Errorf("still only %s's", now.Only.Name)
	}
}

// What cannot be brought leaves the organiser's card and the service notices, and comes back when somebody else does it.
func TestReassign_WhatWasOrdered(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	task := o.orders("green")
	o.until(0, 10, 1)
	o.at("周组长").finds("会议服务通知单", "绿茶")
	o.tapsOn("会服07", "茶水", "我来")
	o.tapsOn("会服07", "茶水", "做不了")
	o.tapsOn("会服07", "茶水", "手上走不开")
	for _, m := range o.at("周组长").shown {
		if strings.Contains(m.text, "通知单") && strings.Contains(m.text, "绿茶") {
			t.Errorf("the notice still has it:\n%s", m.text)
		}
	}
	o.tapsOn("孙主管", "没能送到", "派给…")
	o.tapsOn("孙主管", "没能送到", "会服08")
	o.at("周组长").finds("会议服务通知单", "绿茶")
	if now, err := o.store.Task(t.Context(), task.ID); err != nil || now.Status != conference.TaskOffered {
		t.Errorf("%+v %v", now, err)
	}
}

// What the plan asks for is called off by the second tap, by the information centre and supervisors, and whoever has it is told.
func TestCallOff_PlannedWork(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.booked("李敏", "302", at(0, 15, 0), 2*time.Hour, 8, "碰头会")
	o.until(0, 13, 41)
	o.tapsOn("孙主管", "会前准备", "取消任务") // it came up the ladder
	o.at("孙主管").finds("还没有人接单。确定取消这项任务吗？", "[确定取消] [返回]")
	o.tapsOn("孙主管", "会前准备", "返回")
	o.at("孙主管").finds("会前准备", "[我来] [派给…]\n[取消任务]")
	o.at("周组长").finds("会前准备", "[我来] [派给…]")
	o.at("周组长").lacks("取消任务")
	stale := o.at("孙主管").on("会前准备", "取消任务")
	o.tapsOn("会服07", "会前准备", "我来")
	o.does("孙主管", stale)
	o.at("孙主管").hears("这张卡片已更新")
	o.tapsOn("孙主管", "会前准备", "取消任务")
	o.at("孙主管").finds("会服07 已接单，取消后会收到通知。确定取消这项任务吗？", "[确定取消] [返回]")
	yes := o.at("孙主管").on("会前准备", "确定取消")
	sent := o.at("会服07").sent
	o.does("孙主管", yes)
	o.at("孙主管").hears("已取消")
	o.at("会服07").reads("⚠️ 这项任务取消了，不用做了", "会前准备")
	if n := o.at("会服07").sent - sent; n != 1 {
		t.Errorf("told %d times", n)
	}
	o.until(0, 14, 59)
	if task := o.taskOf("prepare-small"); task.Status != conference.TaskCancelled || !task.CalledOff {
		t.Errorf("%+v", task)
	}
	tasks, err := o.store.TasksOfBooking(t.Context(), b.ID)
	o.must(err)
	for _, task := range tasks {
		if task.Plan == "prepare-small" && task.Open() {
			t.Error("the plan asks for it again")
		}
	}
}
