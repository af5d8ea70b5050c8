package handlers_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

func TestTea_ServedStepByStep(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.says("李敏", "/tea")
	o.at("李敏").reads("想喝什么？点一样")
	o.taps("李敏", "绿茶")
	o.at("李敏").sees(`<b>🍵 点茶水 · A-1001</b>
季度会
主楼 301 · 14:45 前送到
绿茶 20 杯

[下单]
[✓ 绿茶] [红茶]
[白水] [咖啡]
[杯数 20] [送达 14:45]
[加备注] [换会议]
[不点了]`)
	o.taps("李敏", "加备注")
	o.says("李敏", "主席台 2 杯<b>不</b>加糖")
	o.taps("李敏", "下单")
	o.at("李敏").hears("已下单")
	o.at("会服08").sees(`<b>🍵 茶水 · A-1001</b>
主楼 301 · 14:45 前送到（4 小时 45 分后）
绿茶 20 杯
备注：主席台 2 杯&lt;b&gt;不&lt;/b&gt;加糖

[我来] [转给同事]`)
	o.taps("会服07", "我来")
	o.at("会服08").sees("<b>🍵 茶水 · A-1001</b> · 会服07 已接单")
	o.at("李敏").reads("会服07 已接单", "[不用送了]")
	o.taps("会服07", "开始")
	o.at("李敏").reads("会服07 正在准备")
	o.now = at(0, 14, 40)
	o.taps("会服07", "送到了")
	o.at("李敏").reads("✅ 14:40 已送到 · 会服07")
	if n := strings.Count(o.at("李敏").screen(), "茶水 · A-1001"); n != 1 {
		t.Errorf("the requester sees %d cards of one order:\n%s", n, o.at("李敏").screen())
	}
}

func TestTea_FirstTapWins(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.says("李敏", "/tea")
	o.taps("李敏", "红茶")
	send := o.at("李敏").tapping("下单")
	o.does("李敏", send)
	o.does("李敏", send) // Telegram brings it again
	if tasks, err := o.store.TasksFor(t.Context(), o.people["会服07"]); err != nil || len(tasks) != 1 {
		t.Fatalf("tasks %d %v, want 1", len(tasks), err)
	}
	late := o.at("会服08").tapping("我来")
	first := o.at("会服07").tapping("我来")
	o.does("会服07", first)
	o.does("会服07", first)
	o.at("会服07").reads("您已接单")
	o.does("会服08", late)
	o.at("会服08").reads("会服07 已接单")
	if o.at("会服08").toast == "" {
		t.Error("the late tap is not answered")
	}
}

func TestTea_NobodyTakesIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.says("李敏", "/tea")
	o.taps("李敏", "咖啡")
	o.taps("李敏", "下单")
	o.at("孙主管").lacks("🍵 茶水")
	o.until(0, 10, 6)
	o.at("周组长").reads("⚠️ 10:00 起无人接单", "[我来]")
	o.at("孙主管").lacks("🍵 茶水")
	o.until(0, 10, 11)
	o.at("孙主管").reads("⚠️ 10:00 起无人接单", "[我来]")
	o.until(0, 12, 0)
	if n := strings.Count(o.at("孙主管").screen(), "🍵 茶水"); n != 1 {
		t.Errorf("the supervisor is told %d times", n)
	}
}

func TestTea_MeetingMovesAndGoes(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.says("李敏", "/tea")
	o.taps("李敏", "绿茶")
	o.taps("李敏", "下单")
	o.taps("会服07", "我来")
	ch := conference.Change{Actor: o.people["李敏"], Now: o.now}
	_, err := o.store.ChangeBooking(t.Context(), ch, b.ID, 0, conference.Edit{Start: at(0, 16, 0)})
	o.must(err)
	o.carry()
	o.at("会服07").reads("⚠️ 任务有变，请按新的来", "15:45 前送到")
	old := o.at("会服07").tapping("送到了")
	_, err = o.store.CancelBooking(t.Context(), ch, b.ID, 0, "改期")
	o.must(err)
	o.carry()
	o.at("会服07").reads("会议已取消，这项任务不用做了")
	o.does("会服07", old)
	o.at("会服07").reads("已取消")
}

func TestTea_RequesterNoLongerNeedsIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.says("李敏", "/tea")
	o.taps("李敏", "绿茶")
	o.taps("李敏", "下单")
	o.taps("会服07", "我来")
	o.taps("李敏", "不用送了")
	o.at("李敏").reads("已取消")
	o.at("会服07").reads("⚠️ 这项任务取消了，不用做了")
	o.at("会服08").reads("已取消")
}

func TestTea_Refusals(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.says("王强", "/tea")
	o.at("王强").sees("您接下来没有会议，茶水要跟着一场会议走。可以先订会议室：/book")
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.says("李敏", "/tea")
	stale := o.at("李敏").tapping("绿茶")
	o.taps("李敏", "不点了")
	o.at("李敏").sees("🍵 没有下单")
	o.does("李敏", stale)
	if o.at("李敏").toast == "" {
		t.Error("a button of a closed draft is not answered")
	}
	o.says("李敏", "/tea")
	o.taps("李敏", "绿茶")
	o.now = at(0, 17, 30) // the draft was left lying until the meeting was over
	o.taps("李敏", "下单")
	if !o.at("李敏").alert {
		t.Errorf("ordering for a meeting that is over: %q", o.at("李敏").toast)
	}
}

// A button of an older draft does nothing, though the person has a draft open.
func TestTea_ButtonOfAnOlderDraft(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.says("李敏", "/tea")
	old := o.at("李敏").tapping("红茶")
	o.says("李敏", "/tea")
	o.taps("李敏", "绿茶")
	o.does("李敏", old)
	o.at("李敏").reads("[✓ 绿茶] [红茶]")
	if o.at("李敏").toast == "" {
		t.Error("not answered")
	}
}

// Somebody else's draft button, pressed in a group, does nothing and says so.
func TestTea_SomebodyElsesButton(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.says("李敏", "/tea")
	o.taps("李敏", "绿茶")
	e := o.at("李敏").tapping("下单")
	e.From = o.at("王强").user
	o.does("王强", e)
	if o.at("王强").toast == "" {
		t.Error("not answered")
	}
	if tasks, err := o.store.TasksFor(t.Context(), o.people["会服07"]); err != nil || len(tasks) != 0 {
		t.Errorf("tasks %d %v, want none", len(tasks), err)
	}
}

func TestTea_Sentences(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, words string
		want        []string
	}{
		{"the issue's", "301 明天下午会议 20杯绿茶 三点送", []string{"A-1001", "主楼 301 · 11月24日 周二 15:00 前送到", "绿茶 20 杯", "[下单]"}},
		{"the next meeting by default", "来 8 杯咖啡", []string{"A-1001", "14:15 前送到", "咖啡 8 杯"}},
		{"by its start", "后天九点的会 红茶 6 杯", []string{"A-1002", "08:45 前送到", "红茶 6 杯"}},
		{"what is not served", "301 明天的会 20杯茶和盒饭", []string{"点茶水 · A-1001", "备注：盒饭", "[绿茶]"}},
		{"tea and something else", "301 明天的会 20杯绿茶，再来两份果盘", []string{"绿茶 20 杯", "接下来：水果 2 份", "[下单]"}},
		{"English", "12 coffees for 302 on Wednesday", []string{"A-1002", "咖啡 12 杯"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			o.booked("李敏", "301", at(1, 14, 30), 2*time.Hour, 20, "季度会")
			o.booked("李敏", "302", at(2, 9, 0), time.Hour, 6, "碰头会")
			o.says("李敏", c.words)
			o.at("李敏").reads(c.want...)
		})
	}
}

func TestTea_TypedAnswers(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 20, "季度会")
	o.says("李敏", "/tea")
	o.taps("李敏", "绿茶")
	o.taps("李敏", "杯数")
	o.says("李敏", "很多")
	o.at("李敏").reads("没看懂数量")
	o.says("李敏", "12")
	o.at("李敏").reads("绿茶 12 杯")
	o.taps("李敏", "送达")
	o.at("李敏").reads("14:30（会前 30 分钟）", "15:00（开始时）")
	o.says("李敏", "两点半")
	o.at("李敏").reads("14:30 前送到")
	o.taps("李敏", "杯数")
	o.says("李敏", "5000")
	o.taps("李敏", "下单")
	if !o.at("李敏").alert {
		t.Errorf("5000 cups: %s", o.at("李敏").last())
	}
}

func TestTea_InformationCentreOrdersForOthers(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 20, "季度会")
	o.says("热线", "301 明天的会 20杯绿茶")
	o.at("热线").reads("A-1001", "绿茶 20 杯")
	o.taps("热线", "下单")
	o.at("会服07").reads("绿茶 20 杯")
	forged := o.at("王强").event()
	forged.Button = &handlers.Button{Data: fmt.Sprintf("tea:%s:0", strconv.FormatInt(b.ID, 36)), MessageID: 1}
	o.does("王强", forged)
	o.at("王强").lacks("季度会")
	_, err := o.store.CancelBooking(t.Context(), conferenceChange(o, "李敏"), b.ID, 0, "")
	o.must(err)
	forged = o.at("李敏").event()
	forged.Button = &handlers.Button{Data: fmt.Sprintf("tea:%s:0", strconv.FormatInt(b.ID, 36)), MessageID: 1}
	o.does("李敏", forged)
	if !o.at("李敏").alert {
		t.Error("tea for a cancelled meeting")
	}
}
