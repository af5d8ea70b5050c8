package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

// group is a group, or a topic of one, as its members see it.
type group struct {
	*phone
	o      *office
	thread int
}

func (o *office) group(chat int64, thread int) *group {
	p := &phone{house: o.house, user: handlers.User{Name: "群"}, chat: handlers.Chat{ID: chat, Title: "会服<群>"}}
	return &group{phone: p, o: o, thread: thread}
}

// does has somebody do something in the group; what the crew's chat gets is shown here from now on.
func (g *group) does(name string, e handlers.Event) {
	g.Helper()
	who := g.o.at(name)
	e.From, e.Chat, e.Thread = who.user, g.chat, g.thread
	r, err := g.Handle(g.Context(), e)
	g.must(err)
	g.toast, g.alert = r.Toast, r.Alert
	for _, m := range r.Messages {
		if m.Card != nil && m.Card.PersonID == who.house.people[name].ID {
			g.Errorf("%s's own live card is kept up in the group: %s", name, m.Text)
		}
		g.o.put(g.phone, e, g.o.newest(m))
	}
	if p, err := g.store.CrewChat(g.Context(), g.chat.ID, g.thread); err == nil {
		g.people["群"] = p
		g.o.phones["群"] = g.phone
	}
	g.o.carry()
}

func (g *group) says(name, text string) {
	g.Helper()
	g.does(name, g.saying(text))
}

func (g *group) taps(name, label string) {
	g.Helper()
	g.does(name, g.tapping(label))
}

func (o *office) orders(tea string) conference.Task {
	o.Helper()
	list, err := o.store.BookingsBetween(o.Context(), at(0, 0, 0), at(1, 0, 0))
	o.must(err)
	if len(list) == 0 {
		list = append(list, o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 10, "季度会"))
	}
	task, err := o.store.OrderTea(o.Context(), conferenceChange(o, "李敏"), conference.TeaRequest{BookingID: list[0].ID, Tea: tea})
	o.must(err)
	o.carry()
	return task
}

func TestBind_WhoMay(t *testing.T) {
	t.Parallel()
	o := open(t)
	g := o.group(-500, 3)
	o.says("周组长", "/bind")
	o.at("周组长").sees("请在班组的群里发 /bind。绑定后任务发到群里，谁点「我来」谁接")
	for _, name := range []string{"李敏", "会服07", "热线", "环境主管"} {
		g.says(name, "/bind")
		g.sees("这件事您没有权限，可以请会议发起人或信息处理中心来办")
		g.says(name, "/bind 会议服务班")
		g.sees("这件事您没有权限，可以请会议发起人或信息处理中心来办")
	}
	g.says("周组长", "/unbind")
	g.sees("这里没有绑定班组。组长或主管发 /bind 绑定")
	g.says("周组长", "/bind 音控班")
	g.sees("这件事您没有权限，可以请会议发起人或信息处理中心来办")
	g.says("周组长", "/bind")
	g.sees("<b>这里归哪个班组？</b>\n绑定后任务发到这里，谁点「我来」谁接\n\n[会议服务班]")
	g.taps("会服07", "会议服务班") // whoever taps must be who may
	g.hears("这件事您没有权限，可以请会议发起人或信息处理中心来办")
	g.taps("周组长", "会议服务班")
	g.sees("<b>✅ 这里归会议服务班了</b>\n新任务发到这里，谁点「我来」谁接，任务卡私下发给接单的人")
	g.says("孙主管", "/bind 会议服务班")
	g.sees("这里已经归会议服务班，不用再绑")
	g.says("孙主管", "/bind 音控班")
	g.sees("这里已经归会议服务班，先发 /unbind 再绑")
	g.says("孙主管", "/bind 厨房")
	g.reads("没有叫「厨房」的班组，请选一个：", "[会议服务班] [音控班]")
	g.says("会服07", "/unbind")
	g.sees("这件事您没有权限，可以请会议发起人或信息处理中心来办")
	g.says("孙主管", "/unbind")
	g.sees("这里不再归会议服务班\n任务改为私下发给在岗的人")
	g.says("孙主管", "/bind Sound")
	g.reads("✅ 这里归音控班了")
	e := g.event()
	e.Button = button("bind", 0, 0, "kings")
	g.does("孙主管", e)
	g.hears("这张卡片已更新")
}

// A crew's tasks stand in its topic as one live card each: anybody of the crew takes one there, works on it on their
// own card, and the group's says who has it.
func TestCrewChat_TaskCard(t *testing.T) {
	t.Parallel()
	o := open(t)
	g := o.group(-500, 3)
	g.says("周组长", "/bind 会议服务班")
	o.orders("green")
	g.sees("<b>🍵 茶水 · A-1001</b>\n主楼 301 · 14:45 前送到（4 小时 45 分后）\n绿茶 10 杯\n\n[我来]")
	for _, name := range []string{"会服07", "会服08", "周组长"} {
		o.at(name).lacks("绿茶")
	}
	cards := len(g.shown)

	g.taps("李敏", "我来") // of no crew
	g.hears("这件事您没有权限，可以请会议发起人或信息处理中心来办")
	e := g.tapping("我来")
	stranger := o.stranger()
	e.From, e.Chat, e.Thread = stranger.user, g.chat, g.thread
	if r, err := o.Handle(t.Context(), e); err != nil || !r.Alert || !strings.Contains(r.Toast, "还没有登记") || len(r.Messages) != 0 {
		t.Errorf("a stranger's tap: %+v, %v", r, err)
	}

	stale := g.tapping("我来")
	g.taps("会服07", "我来")
	g.hears("已接单")
	g.sees("<b>🍵 茶水 · A-1001</b> · 会服07 已接单")
	o.at("会服07").reads("绿茶 10 杯", "您已接单", "[开始]")
	o.at("会服08").lacks("绿茶")
	g.does("会服08", stale)
	if g.toast == "" {
		t.Error("who comes too late is not answered")
	}
	g.sees("<b>🍵 茶水 · A-1001</b> · 会服07 已接单")

	o.taps("会服07", "开始")
	g.sees("<b>🍵 茶水 · A-1001</b> · 会服07 正在准备")
	o.taps("会服07", "送到了")
	g.sees("<b>🍵 茶水 · A-1001</b>\n✅ 10:00 已送到 · 会服07")
	if len(g.shown) != cards {
		t.Errorf("the group shows %d messages, want the card edited in its place\n%s", len(g.shown), g.screen())
	}
}

// What takes several hands keeps its button until there are enough.
func TestCrewChat_SeveralHands(t *testing.T) {
	t.Parallel()
	o := open(t)
	g := o.group(-500, 0)
	g.says("周组长", "/bind 会议服务班")
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 25, "季度会") // medium: two prepare it
	o.until(0, 13, 0)
	card := func() string {
		for _, s := range g.shown {
			if strings.Contains(s.text, "会前准备") {
				return s.String()
			}
		}
		t.Fatal(g.screen())
		return ""
	}
	first := g.tapping("我来")
	g.does("会服07", first)
	if got := card(); !strings.Contains(got, "会服07 已接单 · 还差 1 人") || !strings.Contains(got, "[我来]") {
		t.Errorf("with one of two hands\n%s", got)
	}
	g.taps("会服08", "我来")
	if got := card(); !strings.Contains(got, "会服07、会服08 已接单") || strings.Contains(got, "[我来]") || strings.Contains(got, "还差") {
		t.Errorf("with both hands\n%s", got)
	}
}

// When a group is lost, or let go, what nobody has taken comes to the members, and the supervisor hears of a lost one.
func TestCrewChat_LostAndLetGo(t *testing.T) {
	t.Parallel()
	o := open(t)
	g := o.group(-500, 3)
	g.says("周组长", "/bind 会议服务班")
	o.orders("green")
	o.must(o.store.ReachChat(t.Context(), -500, false, o.now))
	o.carry()
	o.at("会服07").reads("绿茶", "[我来]")
	o.at("孙主管").sees("<b>⚠️ 会议服务班的群收不到消息了</b>\n任务已改为私下发给在岗的人。把会务助手请回群里，或在新群发 /bind")
	o.orders("coffee")
	o.at("会服08").reads("咖啡", "[我来]")

	other := o.group(-600, 0)
	other.says("孙主管", "/bind 会议服务班")
	o.orders("black")
	other.reads("红茶", "[我来]")
	o.at("会服07").lacks("红茶")
	other.says("周组长", "/unbind")
	o.at("会服07").reads("红茶", "[我来]")
}

// In a group that is no crew's, people's own cards are answered and not kept up.
func TestGroup_OwnCardsAreNotKeptUp(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.orders("green")
	g := o.group(-700, 0)
	g.says("会服07", "/tasks")
	g.reads("绿茶")
	g.taps("会服07", "14:45")
	g.taps("会服07", "我来")
	g.reads("您已接单")
}

func TestBind_English(t *testing.T) {
	t.Parallel()
	o := open(t)
	p := o.people["孙主管"]
	p.Language = "en"
	_, err := o.store.Import(t.Context(), o.now, nil, []conference.Person{p})
	o.must(err)
	g := o.group(-500, 0)
	g.says("孙主管", "/bind")
	g.reads("<b>Whose group is this?</b>", "[meeting service] [sound]", "[purchasing]")
	g.taps("孙主管", "meeting service")
	g.sees("<b>✅ This is the meeting service crew's now</b>\nNew tasks come here. Whoever taps “I'll take it” gets the card in private")
	o.orders("green")
	g.reads("🍵 Drinks", "[I'll take it]")
}
