package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

// photo is a picture as somebody sends it.
func (p *phone) photo(id, caption, album string) handlers.Event {
	e := p.event()
	e.Text, e.AlbumID, e.Files = caption, album, []handlers.File{{ID: id, Kind: handlers.FilePhoto}}
	return e
}

// reported is a fault that the person has reported by buttons: the projector of 301.
func (o *office) reported(name string) {
	o.Helper()
	o.says(name, "/report")
	o.at(name).reads("哪里坏了？说一句，或发张照片、一段语音")
	o.does(name, o.at(name).photo("pic1", "没有画面", ""))
	o.taps(name, "主楼 301")
	o.taps(name, "音视频")
	o.taps(name, "提交")
}

// People who disturb or are in danger are reported as any fault is, and the patrol comes (S106).
func TestProblem_Incidents(t *testing.T) {
	t.Parallel()
	o := open(t)
	for words, want := range map[string]string{
		"走廊有可疑人员": "🔧 加急报修 · 秩序", "有人吵架": "🔧 加急报修 · 秩序", "a suspicious person in the corridor": "🔧 加急报修 · 秩序",
		"people are fighting in the lobby": "🔧 加急报修 · 秩序", "有人晕倒了": "🔧 加急报修 · 安全", "隔壁太吵了": "🔧 报修 · 秩序",
	} {
		o.says("李敏", words)
		o.at("李敏").reads(want, words, "在哪个房间？", "[不在会议室]")
	}
	o.says("李敏", "301门口有人闹事")
	o.at("李敏").reads("🔧 加急报修 · 秩序", "📍 主楼 301", "提交后马上派给安全部", "[提交]")
}

func TestProblem_ReportedSolvedReopened(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.says("李敏", "/report")
	o.does("李敏", o.at("李敏").photo("pic1", "没有画面", ""))
	o.at("李敏").reads("在哪个房间？", "[主楼 301]", "[不在会议室]")
	o.taps("李敏", "主楼 301")
	o.at("李敏").reads("是哪一类问题？")
	o.taps("李敏", "音视频")
	o.at("李敏").sees(`<b>🔧 报修 · 音视频</b>
📍 主楼 301
没有画面
照片 1 张
可以再发照片或语音。提交后马上派给音控班

[提交] [很急]
[换房间] [换类别]
[改说明] [不报了]`)
	o.taps("李敏", "提交")
	o.at("李敏").reads("已派音控班，等人接单", "[已经好了]")
	o.at("李敏").hears("已派音控班")
	o.at("会服07").lacks("没有画面")
	o.at("音控12").reads("🔧 报修 · 音视频", "没有画面", "报告人：李敏（经营管理部）· 10:00", "[我来]", "[看照片]")

	o.taps("音控12", "我来")
	o.at("李敏").reads("音控12 已接单")
	o.taps("音控12", "修好了")
	o.at("李敏").reads("✅ 10:00 已修好 · 音控12", "[还没好]")
	o.taps("李敏", "还没好")
	o.at("李敏").reads("已派音控班，等人接单")
	o.at("音控12").reads("⚠️ 报告人说还没好，第 1 次重派", "[我来]")
}

func TestProblem_PictureGoesWithTheTask(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.reported("李敏")
	tasks, err := o.store.TasksFor(t.Context(), o.people["音控12"])
	o.must(err)
	m, ok, err := o.Compose(t.Context(), conference.Delivery{Kind: conference.NoticeCard, Subject: tasks[0].Subject(),
		To: conference.Audience{Person: o.people["音控12"].ID}, Ping: true})
	if err != nil || !ok || len(m.Photos) != 1 || m.Photos[0] != "pic1" || m.Silent {
		t.Errorf("the crew's message: %v %v photos %v silent %v", ok, err, m.Photos, m.Silent)
	}
}

func TestProblem_CantBeDone(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.reported("李敏")
	o.taps("音控12", "我来")
	o.taps("音控12", "做不了")
	o.at("音控12").reads("是什么原因？发一句话，对方会看到", "[缺配件] [要请厂家]", "[返回]")
	o.taps("音控12", "返回")
	o.at("音控12").reads("[开始] [修好了]")
	o.taps("音控12", "做不了")
	o.says("音控12", "灯泡<i>烧了</i>\u202e，明天到货")
	o.at("音控12").reads("⚠️ 没能修好 · 音控12：灯泡&lt;i&gt;烧了&lt;/i&gt;，明天到货")
	o.at("李敏").reads("⚠️ 没能修好 · 音控12：灯泡&lt;i&gt;烧了&lt;/i&gt;，明天到货", "[还没好]")
	o.at("孙主管").reads("没能修好")
	if n := len(o.at("音控12").shown); n != 1 {
		t.Errorf("the technician sees %d cards of one task", n)
	}
}

func TestProblem_QuickReason(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.reported("李敏")
	o.taps("音控12", "我来")
	o.taps("音控12", "做不了")
	o.says("音控12", "/cancel") // the card stays, and its buttons still work
	o.taps("音控12", "缺配件")
	o.at("李敏").reads("⚠️ 没能修好 · 音控12：缺配件")
}

func TestProblem_SameFaultJoins(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.reported("李敏")
	o.reported("王强")
	o.at("王强").reads("这个故障已经有人报了，正在处理，进展会一并告诉您")
	o.at("音控12").reads("另有 1 人也报了同一故障")
	if n := strings.Count(o.at("音控12").screen(), "没有画面"); n != 1 {
		t.Errorf("the crew has %d cards of one fault", n)
	}
	o.taps("音控12", "我来")
	o.at("王强").reads("音控12 已接单")
}

func TestProblem_Album(t *testing.T) {
	t.Parallel()
	o := open(t)
	p := o.at("李敏")
	o.does("李敏", p.photo("a1", "", "album"))
	o.does("李敏", p.photo("a2", "", "album"))
	p.reads("照片 2 张")
	o.taps("李敏", "主楼 301")
	o.taps("李敏", "灯光")
	o.taps("李敏", "提交")
	o.does("李敏", p.photo("a3", "", "album"))
	p.reads("照片已补到报修里")
	var photos []string
	task, err := o.store.Task(t.Context(), 1)
	o.must(err)
	if photos = task.Problem.Photos; len(photos) != 3 {
		t.Errorf("photos %v, want three", photos)
	}
}

func TestProblem_VoiceInMyMeeting(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 14, 0), time.Hour, 10, "例会")
	o.now = at(0, 14, 10)
	e := o.at("李敏").event()
	e.Files = []handlers.File{{ID: "v1", Kind: handlers.FileVoice}}
	o.does("李敏", e)
	o.at("李敏").reads("📍 主楼 301", "语音 1 段", "是哪一类问题？")
	o.taps("李敏", "空调")
	o.taps("李敏", "提交")
	o.at("李敏").reads("加急报修") // a meeting is on
}

func TestProblem_UnknownRoom(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.does("李敏", o.at("李敏").photo("a1", "", ""))
	o.says("李敏", "999号房")
	o.at("李敏").reads("没找到「999号房」这个房间")
	o.taps("李敏", "不在会议室")
	o.taps("李敏", "其他")
	o.at("李敏").reads("📍 不在会议室")
	o.taps("李敏", "提交")
	o.at("会服07").reads("🔧 报修 · 其他", "[我来]")
}

func TestProblem_Sentences(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, words string
		want        []string
	}{
		{"the issue's", "301投影仪坏了", []string{"🔧 报修 · 音视频", "📍 主楼 301", "301投影仪坏了", "派给音控班", "[提交]"}},
		{"urgent", "302空调不制冷，很急", []string{"空调", "📍 主楼 302", "派给技术保障部"}},
		{"no room", "网络断了", []string{"网络", "在哪个房间？"}},
		{"English", "the projector in 305 is broken", []string{"音视频", "📍 主楼 305"}},
		{"hostile", "301投影仪坏了<b>\u202e", []string{"301投影仪坏了&lt;b&gt;"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			o.says("李敏", c.words)
			o.at("李敏").reads(c.want...)
		})
	}
}

func TestProblem_LettingGoKeepsTheReport(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.reported("李敏")
	o.says("李敏", "/cancel")
	if !strings.Contains(o.at("李敏").screen(), "已派音控班") {
		t.Errorf("the report's card is gone:\n%s", o.at("李敏").screen())
	}
	o.says("李敏", "/report")
	o.says("李敏", strings.Repeat("长", 1500))
	o.at("李敏").reads("太长了")
	o.says("李敏", "/cancel")
	guest := o.stranger()
	guest.says("/report")
	guest.reads("还没有登记")
}

func TestProblem_AnotherFaultInsteadOfTheRoom(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	p.says("空调太冷")
	p.reads("空调太冷")
	p.says("门卡住了")
	p.reads("门卡住了")
	if strings.Contains(p.last(), "空调太冷") {
		t.Errorf("the first fault's draft is still there:\n%s", p.last())
	}
}

func TestProblem_AnotherFaultAfterTheReport(t *testing.T) {
	t.Parallel()
	for name, say := range map[string]func(p *phone) handlers.Event{
		"in words":        func(p *phone) handlers.Event { return p.saying("302灯坏了") },
		"under a picture": func(p *phone) handlers.Event { return p.photo("pic2", "302灯坏了", "") },
		"as a voice": func(p *phone) handlers.Event {
			e := p.event()
			e.Files = []handlers.File{{ID: "v", Kind: handlers.FileVoice}}
			return e
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			o.reported("李敏")
			o.does("李敏", say(o.at("李敏")))
			o.at("李敏").reads("不报了")
		})
	}
}
