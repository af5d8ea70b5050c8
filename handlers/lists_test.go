package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

func TestLists_My(t *testing.T) {
	t.Parallel()
	h := setup(t)
	p := h.of("李敏")
	p.says("/my")
	p.sees("您接下来没有会议。说一句就能订，比如“明天下午三点 301 开会 20 人”\n\n[预订会议室]")
	h.booked("李敏", "301", at(1, 15, 0), time.Hour, 10, "例会")
	b := h.booked("Anna", "302", at(2, 9, 0), time.Hour, 5, "Planning <2027>")
	_, err := h.store.Invite(t.Context(), conference.Change{Actor: h.people["Anna"], Now: h.now}, b.ID, []int64{h.people["李敏"].ID})
	h.must(err)
	p.says("/my")
	p.sees(`<b>我的会议 · 1</b>
A-1001 11月24日 周二 15:00–16:00
主楼 301 · 例会

<b>受邀参加 · 1</b>
A-1002 11月25日 周三 09:00–10:00
主楼 302 · Planning &lt;2027&gt;

[11月24日 周二 15:00 例会]
[11月25日 周三 09:00 Planning <2027>]`)
	p.taps("11月25日")
	p.reads("✅ 已预订 A-1002", "发起：Sales Anna", "邀请：参加 0 · 未答复 1", "[加入日历]")
	if strings.Contains(p.last(), "取消预订") {
		t.Error("a guest of the meeting is offered to cancel it")
	}
}

// A question for a day's meetings shows the house's day to who may see it, and one's own when those are asked for.
func TestLists_MeetingsOfADay(t *testing.T) {
	t.Parallel()
	h := setup(t)
	h.booked("李敏", "301", at(2, 15, 0), time.Hour, 10, "例会")
	h.booked("Anna", "302", at(1, 9, 0), time.Hour, 5, "Planning")
	_, err := h.store.Import(t.Context(), h.now, nil, []conference.Person{
		{Name: "赵来宾", Phone: "8613900000041", Department: "来宾", Roles: []conference.Role{conference.RoleGuest}, Language: "zh-CN"}})
	h.must(err)
	guest, err := h.store.LinkByContact(t.Context(), conference.Change{Now: h.now}, 400, "8613900000041")
	h.must(err)
	h.people["赵来宾"] = guest
	p := h.of("会服07")
	p.says("/today 后天")
	asked := p.last()
	for _, words := range []string{"后天有什么会", "what meetings are on the day after tomorrow", "帮我看看后天有哪些会"} {
		p.says(words)
		if p.last() != asked {
			t.Errorf("%s:\n%s\nwant\n%s", words, p.last(), asked)
		}
	}
	p.reads("11月25日 周三 · 1 场会议", "15:00–16:00 主楼 301")
	p.says("我后天有什么会")
	p.reads("您接下来没有会议")
	p.says("本周有什么会") // which is no day
	p.reads("您接下来没有会议")
	l := h.of("李敏")
	l.says("我后天有什么会")
	l.reads("我的会议 · 1", "主楼 301 · 例会")
	g := h.of("赵来宾")
	g.says("后天有什么会")
	g.reads("这里只显示您自己的会议\n\n接下来没有邀请您的会议")
}

func TestLists_Rooms(t *testing.T) {
	t.Parallel()
	h := setup(t)
	h.booked("Anna", "301", at(0, 11, 15), time.Hour, 10, "x")
	p := h.of("李敏")
	p.says("/rooms")
	p.sees(`<b>空闲房间 · 今天 11:15–12:15 · 4 间</b>
📍 主楼 302 · 12 座 · 投影
📍 主楼 305 · 24 座 · 投影
📍 东楼 E202 · 40 座
📍 会议大厦 C1 · 500 座 · 需批准

[订 主楼 302] [订 主楼 305]
[晚 1 小时] [后一天]`)
	p.taps("晚 1 小时")
	p.reads("今天 12:15–13:15 · 5 间", "[订 主楼 301]", "[订 东楼 E202]")
	p.taps("订 主楼 301")
	p.reads("🕒 今天 12:15–13:15（2 小时 15 分后）", "📍 主楼 301", "多少人？")
	p.taps("8")
	p.taps("确认预订")
	p.reads("✅ 已预订 A-1002")
}

func TestLists_Settings(t *testing.T) {
	t.Parallel()
	h := setup(t)
	p := h.of("李敏")
	p.says("/settings")
	p.sees("语言 · Language\n\n[✓ 中文] [English]")
	p.taps("English")
	p.hears("All right, English from now on")
	p.sees("Language · 语言\n\n[中文] [✓ English]")
	p.says("/today")
	p.sees("<b>Today Mon 23 Nov</b>\nNo meetings\n\n[Sun 22 Nov] [Tomorrow]")
}

func TestLists_Help(t *testing.T) {
	t.Parallel()
	h := setup(t)
	p := h.of("会服07")
	p.says("/start")
	p.reads("会服07，您好，这里是会务助手", "“301 投影仪坏了”", "[预订会议室] [我的会议]")
	p.says("/help")
	p.reads("/book 预订会议室", "/tasks 我的任务")
	p.taps("今天的会议")
	p.taps("明天")
	if len(p.shown) != 3 {
		t.Errorf("help, and one list that turns its pages, are wanted:\n%s", p.screen())
	}
	p.says("/help")
	if strings.Contains(p.last(), "/access") {
		t.Error("an attendant is shown what only admins do")
	}
}

func TestHandlers_MenuFor(t *testing.T) {
	t.Parallel()
	h := setup(t)
	for name, c := range map[string]struct {
		person conference.Person
		want   string
	}{
		"staff":      {h.people["李敏"], "book my rooms today tea order need finish extend report confirm settings help cancel"},
		"attendant":  {h.people["会服07"], "book my rooms today tea order need finish extend report confirm tasks duty enter settings help cancel"},
		"admin":      {h.people["管理员"], "book my rooms today tea order need finish extend report confirm board habits faults emergency access settings help cancel"},
		"guest":      {conference.Person{Roles: []conference.Role{conference.RoleGuest}}, "confirm need settings help cancel"},
		"removed":    {conference.Person{Roles: []conference.Role{conference.RoleAdmin}, Removed: true}, "confirm need settings help cancel"},
		"in English": {h.people["Anna"], "book my rooms today tea order need finish extend report confirm settings help cancel"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var names []string
			for _, command := range h.MenuFor(c.person).Commands {
				names = append(names, command.Name)
				if command.Description == "" || strings.HasPrefix(command.Description, "command.") {
					t.Errorf("%s has no words", command.Name)
				}
			}
			if got := strings.Join(names, " "); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
