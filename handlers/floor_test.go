package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

// inMeeting is an office at half past three, with a meeting of 李敏's on in 301 that 王强 attends, and one of Anna's in 302.
func inMeeting(tb testing.TB) (*office, conference.Booking) {
	tb.Helper()
	o := open(tb)
	b := o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 8, "季度会")
	o.booked("Anna", "302", at(0, 15, 0), 2*time.Hour, 5, "Budget")
	_, err := o.store.Invite(tb.Context(), conferenceChange(o, "李敏"), b.ID, []int64{o.people["王强"].ID})
	o.must(err)
	o.until(0, 15, 30)
	return o, b
}

// What is asked for from the floor is with the crew at once, and the answer shows who comes and how soon they did.
func TestFloor_HotWaterAtOnce(t *testing.T) {
	t.Parallel()
	o, _ := inMeeting(t)
	o.says("王强", "要热水")
	o.at("王强").hears("已通知会议服务班")
	o.at("王强").reads("🛎 热水 · A-1001", "主楼 301", "15:35", "\n要热水\n", "已派会议服务班，等人接单", "[不用了]")
	o.at("会服08").reads("🛎 热水 · A-1001", "主楼 301", "15:35", "\n要热水\n", "王强", "[我来]")
	o.now = at(0, 15, 32)
	o.taps("会服07", "我来")
	o.at("王强").reads("会服07 已接单 · 响应 2 分钟", "[不用了]")
	o.now = at(0, 15, 36)
	o.tapsOn("会服07", "热水", "办好了")
	o.at("王强").reads("✅ 15:36 已完成 · 会服07")
	if n := strings.Count(o.at("王强").screen(), "热水 · A-1001"); n != 1 {
		t.Errorf("%d cards of one request:\n%s", n, o.at("王强").screen())
	}
}

func TestFloor_NobodyComes(t *testing.T) {
	t.Parallel()
	o, _ := inMeeting(t)
	o.says("李敏", "再拿两把椅子")
	o.at("李敏").reads("🛎 加座椅 · A-1001", "2 把", "再拿两把椅子")
	o.until(0, 15, 32)
	o.at("周组长").reads("⚠️ 15:30 起无人接单", "加座椅", "[我来]")
	o.at("孙主管").lacks("加座椅")
	o.until(0, 15, 35)
	o.at("孙主管").reads("⚠️ 15:30 起无人接单", "加座椅")
	o.taps("李敏", "不用了")
	o.at("李敏").reads("已取消")
	o.at("会服07").reads("已取消")
}

func TestFloor_Sentences(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, who, words string
		crew             string // who gets the task
		want             []string
	}{
		{"a microphone, to the sound crew", "王强", "需要一个话筒", "音控12", []string{"🛎 话筒 · A-1001", "需要一个话筒", "已派音控班"}},
		{"in English", "Anna", "need a microphone", "音控12", []string{"🛎 Microphone · A-1002", "need a microphone", "waiting for a taker"}},
		{"the temperature", "王强", "空调调高一点", "孙主管", []string{"🛎 调空调温度 · A-1001", "空调调高一点", "等人接单"}}, // nobody is in that crew here
		{"by command, in any words", "王强", "/need 空调调高一点", "孙主管", []string{"🛎 调空调温度 · A-1001", "空调调高一点", "等人接单"}},
		{"several things go together", "王强", "要热水和纸巾", "会服07", []string{"🛎 会中需要 · A-1001", "要热水和纸巾"}},
		{"drinks, for who may not order", "王强", "来两杯绿茶", "会服07", []string{"🛎 会中需要 · A-1001", "来两杯绿茶"}},
		{"drinks, for the organiser", "李敏", "来两杯绿茶", "", []string{"🍵 点茶水 · A-1001", "绿茶 2 杯"}},
		{"hot water in other words", "李敏", "要开水", "会服07", []string{"🛎 热水 · A-1001", "要开水"}},
		{"a fault is a fault", "王强", "投影仪坏了", "", []string{"🔧 报修 · 音视频", "📍 主楼 301"}},
		{"another day's meeting", "李敏", "明天的会准备热水", "", []string{"🛎 热水 · A-1003"}},
		{"another room, by the hotline", "热线", "301 要热水", "会服07", []string{"🛎 热水 · A-1001", "要热水"}},
		{"too dear for the floor", "李敏", "要一条横幅 欢迎", "", []string{"🛎 会标横幅 · A-1003"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o, _ := inMeeting(t)
			o.booked("李敏", "305", at(4, 9, 0), time.Hour, 5, "周五会")
			if strings.Contains(c.words, "明天") {
				o.booked("李敏", "E202", at(1, 9, 0), time.Hour, 5, "晨会")
				c.want = []string{"🛎 热水 · A-1004"}
			}
			o.says(c.who, c.words)
			o.at(c.who).reads(c.want...)
			asked := strings.TrimPrefix(strings.TrimPrefix(c.words, "/need "), "301 ")
			if c.crew != "" && (!strings.Contains(o.at(c.crew).last(), asked) || !strings.Contains(o.at(c.crew).last(), "我来")) {
				t.Errorf("%s sees\n%s", c.crew, o.at(c.crew).last())
			}
		})
	}
}

// A guest may ask for what they need, and sees who comes; nothing else is theirs.
func TestFloor_Guest(t *testing.T) {
	t.Parallel()
	o, b := inMeeting(t)
	token, err := o.store.CreateInvitationLink(t.Context(), conferenceChange(o, "李敏"), b.ID)
	o.must(err)
	guest := o.stranger()
	guest.handle(guest.saying("/start invite_" + token))
	guest.reads("会议邀请")
	p, err := o.store.PersonByTelegram(t.Context(), guest.user.ID)
	o.must(err)
	o.phones["来宾"], o.people["来宾"] = guest, p
	o.carry()
	o.says("来宾", "需要一个话筒")
	guest.reads("🛎 话筒 · A-1001", "已派音控班，等人接单", "[不用了]")
	o.taps("音控12", "我来")
	guest.reads("音控12 已接单 · 响应 1 分钟")
	o.says("来宾", "明天的会要一条横幅")
	guest.reads("这件事您没有权限")
}

func TestFloor_AskedWhat(t *testing.T) {
	t.Parallel()
	o, _ := inMeeting(t)
	o.says("王强", "/need")
	o.at("王强").sees(`<b>🛎 会中需要</b>
需要什么？点一样，或直接发一句话，马上有人来

[话筒] [热水]
[转接头] [笔记本电脑]
[白板] [加座椅]
[纸巾] [纸笔文具]
[调空调温度]
[不用了]`)
	tap := o.at("王强").tapping("纸巾")
	o.does("王强", tap)
	o.does("王强", tap)
	o.at("王强").reads("🛎 纸巾 · A-1001", "等人接单")
	o.at("王强").lacks("点一样")
	o.says("王强", "/need")
	o.says("王强", "请门口的人小声一点")
	o.at("王强").reads("🛎 会中需要 · A-1001", "请门口的人小声一点", "等人接单")
	o.says("王强", "/need")
	o.taps("王强", "不用了")
	o.at("王强").reads("好的，没有转出")
	tasks, err := o.store.TasksFor(t.Context(), o.people["会服07"])
	n := 0
	for _, task := range tasks {
		if task.Kind == conference.TaskRequest {
			n++
		}
	}
	if err != nil || n != 2 {
		t.Errorf("%d requests, %v", n, err)
	}
}

// Words that nobody understands, from somebody in a meeting, may be for the crew: one tap passes them on.
func TestFloor_WordsNobodyUnderstands(t *testing.T) {
	t.Parallel()
	o, _ := inMeeting(t)
	o.says("王强", "太吵了")
	o.at("王强").reads("没有听懂。要把这句话转给会务组吗？", "太吵了", "[转给会务组] [不用了]")
	o.taps("王强", "转给会务组")
	o.at("王强").reads("🛎 会中需要 · A-1001", "太吵了")
	o.at("会服07").reads("太吵了", "[我来]")
	o.says("热线", "太吵了") // in no meeting
	o.at("热线").reads("没有听懂。可以这样说")
}

func TestFloor_WhichOfTwo(t *testing.T) {
	t.Parallel()
	o, _ := inMeeting(t)
	o.now = at(0, 14, 0)
	o.booked("王强", "305", at(0, 15, 15), time.Hour, 5, "碰头")
	o.until(0, 15, 40)
	o.says("王强", "/need 两杯温水")
	o.at("王强").reads("您在哪场会议里？", "[305 · 碰头]", "[301 · 季度会]")
	o.taps("王强", "305")
	o.at("王强").reads("A-1003", "两杯温水", "等人接单")
}

// Outside of any meeting the answer says what works instead.
func TestFloor_NotInAMeeting(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 8, "季度会")
	for _, words := range []string{"/need", "/need 热水"} {
		o.says("李敏", words)
		o.at("李敏").sees("您现在不在会议里。会前要的东西发 /order，东西坏了发 /report")
	}
	o.says("李敏", "要热水")
	o.at("李敏").reads("🛎 热水 · A-1001", "[下单]") // ahead of it: an order
	o.until(0, 14, 30)
	o.says("李敏", "要热水")
	o.at("李敏").reads("已派会议服务班") // on the way there: at once
	o.until(0, 17, 30)
	o.says("李敏", "/need")
	o.at("李敏").reads("您现在不在会议里")
	forged := o.at("王强").event()
	forged.Button = &handlers.Button{Data: "need:1:1:go", MessageID: 1}
	o.does("王强", forged)
	if o.at("王强").toast == "" {
		t.Error("a forged button is not answered")
	}
	_, err := o.store.AskFloor(t.Context(), conferenceChange(o, "李敏"), conference.FloorRequest{BookingID: b.ID, Text: "热水"})
	if conference.CodeOf(err) != conference.CodeBookingOver {
		t.Errorf("after the meeting: %v", err)
	}
}
