package handlers_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
	"huiwu/storage/plan"
)

// listened has the office talk with its log kept.
func (o *office) listened() *bytes.Buffer {
	o.Helper()
	log := new(bytes.Buffer)
	talk, err := handlers.New(handlers.Options{Store: o.store, Settings: conference.DefaultSettings(zone, plan.Default()), Now: func() time.Time { return o.now },
		Language: "zh-CN", BotUsername: "huiwu_bot", Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	o.must(err)
	o.Handlers = talk
	return log
}

// Kept by the information centre, seen by who serves the meeting, and by nobody else; no log holds them.
func TestHabits_KeptSeenCleared(t *testing.T) {
	t.Parallel()
	o := openWith(t, backstage)
	log := o.listened()
	b := o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 8, "季度会")
	o.says("热线", "/habits")
	o.at("热线").reads("领导习惯", "看谁的？发姓名来找", "[结束]")
	o.says("热线", "查无此人")
	o.at("热线").reads("名单上没有「查无此人」")
	o.says("热线", "王")
	o.at("热线").reads("[王总 · 总经理室]", "[王强 · 财务部]")
	o.taps("热线", "王总")
	o.at("热线").reads("领导习惯 · 王总 · 总经理室", "还没有记录", "[写一条]")
	o.taps("热线", "写一条")
	o.says("热线", "龙井<b>不放糖</b>，靠窗，24度")
	o.at("热线").reads("龙井&lt;b&gt;不放糖&lt;/b&gt;，靠窗，24度", "热线 记于 今天", "[改写] [清除]")
	o.says("热线", "坐中间") // nothing is being asked
	o.at("热线").lacks("坐中间")
	o.at("热线").reads("没有听懂")

	_, err := o.store.OrderTea(t.Context(), conferenceChange(o, "李敏"), conference.TeaRequest{BookingID: b.ID, Tea: "green"})
	o.must(err)
	o.carry()
	o.taps("会服07", "我来")
	o.at("会服07").lacks("领导习惯") // no leader comes
	leader := o.people["王总"]
	_, err = o.store.ChangeBooking(t.Context(), conferenceChange(o, "李敏"), b.ID, 0, conference.Edit{Leader: &leader})
	o.must(err)
	o.carry()
	o.at("会服07").reads("绿茶 8 杯", "[领导习惯]")
	o.taps("会服07", "领导习惯")
	o.at("会服07").reads("绿茶 8 杯", "<b>领导习惯</b>\n王总：龙井&lt;b&gt;不放糖&lt;/b&gt;，靠窗，24度", "[返回]")
	peek := o.at("会服07").tapping("返回")
	o.does("会服07", peek)
	o.at("会服07").reads("[领导习惯]")
	if strings.Contains(o.at("会服07").last(), "龙井") {
		t.Error("they stay on the card")
	}

	task, err := o.store.TasksFor(t.Context(), o.people["会服07"])
	o.must(err)
	for _, name := range []string{"会服08", "周组长", "李敏", "王强"} {
		e := o.at(name).event()
		e.Button = button("honour", task[0].ID, 0, "")
		o.does(name, e)
		if !o.at(name).alert {
			t.Errorf("%s asks and is not refused", name)
		}
		o.at(name).lacks("龙井")
		o.says(name, "/habits 王总")
		o.at(name).reads("这件事您没有权限")
	}
	group := o.at("会服07").tapping("领导习惯")
	group.Chat = handlers.Chat{ID: -5}
	o.does("会服07", group)
	if !o.at("会服07").alert {
		t.Error("shown in a group")
	}

	o.says("孙主管", "/habits 王总")
	o.taps("孙主管", "王总")
	o.taps("孙主管", "清除")
	o.at("孙主管").reads("还没有记录")
	o.taps("会服07", "领导习惯")
	o.at("会服07").reads("还没有记录")
	for _, word := range []string{"龙井", "靠窗", "24度"} {
		if strings.Contains(log.String(), word) {
			t.Errorf("the log holds %q:\n%s", word, log)
		}
	}
}

func TestHabits_NotInAGroup(t *testing.T) {
	t.Parallel()
	o := openWith(t, backstage)
	_, err := o.store.KeepHabits(t.Context(), conferenceChange(o, "热线"), o.people["王总"].ID, "龙井")
	o.must(err)
	e := o.at("热线").saying("/habits 王总")
	e.Chat = handlers.Chat{ID: -5}
	r, err := o.Handle(t.Context(), e)
	if err != nil || len(r.Messages) != 1 || !strings.Contains(r.Messages[0].Text.String(), "请私聊我来看") {
		t.Errorf("%+v %v", r, err)
	}
}
