package handlers_test

import (
	"strconv"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

func TestTasks_MineNowAndNext(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.says("会服07", "/tasks")
	o.at("会服07").sees("<b>我的任务</b>\n手上没有任务，也没有等人接的单")
	b := o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	for _, tea := range []string{"green", "coffee"} {
		_, err := o.store.OrderTea(t.Context(), conferenceChange(o, "李敏"), conference.TeaRequest{BookingID: b.ID, Tea: tea})
		o.must(err)
	}
	o.carry()
	o.taps("会服07", "我来") // the lowest card: the coffee
	o.says("会服07", "/tasks")
	o.at("会服07").sees(`<b>我的任务</b>

<b>手上的</b>
14:45 · 🍵 茶水 · 主楼 301 · 咖啡 20 杯 · 会议 15:00–17:00

<b>等人接单</b>
14:45 · 🍵 茶水 · 主楼 301 · 绿茶 20 杯 · 会议 15:00–17:00

[14:45 · 咖啡 20 杯 301]
[14:45 · 绿茶 20 杯 301]`)
	o.taps("会服07", "14:45 · 绿茶")
	o.at("会服07").reads("绿茶 20 杯", "[我来]")
}

// A forged button shows nothing to who may not see the task, and moves nothing.
func TestTasks_ForgedButtons(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	task, err := o.store.OrderTea(t.Context(), conferenceChange(o, "李敏"), conference.TeaRequest{BookingID: b.ID, Tea: "green"})
	o.must(err)
	o.carry()
	for _, arg := range []string{"open", "claim", "start", "done", "fail", "why0", "why9", "media", "back", "cancel", "reopen", "", "x"} {
		e := o.at("王强").event()
		e.Button = &handlers.Button{Data: "task:" + strconv.FormatInt(task.ID, 36) + ":0:" + arg, MessageID: 1}
		o.does("王强", e)
		o.at("王强").lacks("绿茶")
		if o.at("王强").toast == "" {
			t.Errorf("%q is not answered", arg)
		}
	}
	now, err := o.store.Task(t.Context(), task.ID)
	if err != nil || now.Status != conference.TaskOffered {
		t.Errorf("status %s %v", now.Status, err)
	}
}
