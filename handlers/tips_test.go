package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

// tip is a sentence that stands by itself, and what it leads to.
type tip struct {
	says  string
	reads []string
}

// opened are ways into every dialog, in the words of one language.
type opened map[string]func(p *phone)

// does is one of the ways: sentences, and after a ">" the label of a button.
func does(steps ...string) func(p *phone) {
	return func(p *phone) {
		p.Helper()
		for _, step := range steps {
			if label, ok := strings.CutPrefix(step, ">"); ok {
				p.taps(label)
			} else {
				p.says(step)
			}
		}
	}
}

// A sentence that stands by itself reaches its conversation whatever is being asked, as the newcomer who clicks the
// demo's tips expects.
func TestSentence_InAnyDialog(t *testing.T) {
	t.Parallel()
	for who, c := range map[string]struct {
		title  string
		tips   []tip
		opened opened
	}{
		"李敏": {"季度经营分析会", []tip{
			{"明天下午3点到5点半 301 20人 季度经营分析会", []string{"预订会议室", "<b>季度经营分析会</b>", "15:00–17:30"}},
			{"季度经营分析会要20杯绿茶", []string{"🍵 点茶水 · A-1001", "绿茶 20 杯", "[下单]"}},
			{"301投影仪坏了", []string{"🔧 报修 · 音视频", "📍 主楼 301", "[提交]"}},
		}, opened{
			"nothing": does(), "a draft": does("/book"), "its clock": does("/book", ">明天"), "its room": does("明天下午三点到四点8个人开会"),
			"its name": does("明天下午三点到四点 302 开会 8 人", ">改名称"), "a change": does("/my", ">11月24日", ">改期"),
			"the picker": does("/my", ">11月24日", ">邀请参会人"), "a search": does("/my", ">11月24日", ">邀请参会人", "王"),
			"tea": does("/tea"), "its cups": does("/tea", ">杯数"), "its time": does("/tea", ">送达"), "its note": does("/tea", ">加备注"),
			"its meeting": does("/tea", ">换会议"), "a report": does("/report"), "the room of a fault": does("投影仪坏了"),
			"its words": does("302投影仪坏了", ">改说明"), "its kind": does("302投影仪坏了", ">换类别"), "a declined invitation": does("/confirm", ">请假"),
			"a stand-in": does("/confirm", ">请假", ">请人代我参加"),
		}},
		"Anna": {"quarterly review", []tip{
			{"Book 301 tomorrow 3pm to 5:30pm for 20 people, quarterly review", []string{"Book a room", "quarterly review</b>", "15:00–17:30"}},
			{"20 cups of green tea for the quarterly review", []string{"🍵 Order drinks · A-1001", "Green tea × 20", "[Order]"}},
			{"the projector in 301 is broken", []string{"🔧 Report a fault · Sound and picture", "📍 主楼 301", "[Send]"}},
		}, opened{
			"nothing": does(), "a draft": does("/book"), "its clock": does("/book", ">Tomorrow"), "its room": does("tomorrow 3pm to 4pm, 8 people"),
			"its name": does("302 tomorrow 3pm to 4pm, 8 people", ">Name"), "a change": does("/my", ">Tue 24 Nov", ">Time"),
			"the picker": does("/my", ">Tue 24 Nov", ">Invite people"), "a search": does("/my", ">Tue 24 Nov", ">Invite people", "王"),
			"tea": does("/tea"), "its cups": does("/tea", ">Cups"), "its time": does("/tea", ">By 14"), "its note": does("/tea", ">Add a note"),
			"its meeting": does("/tea", ">Other meeting"), "a report": does("/report"), "the room of a fault": does("the projector is broken"),
			"its words": does("the projector in 302 is broken", ">Change words"), "its kind": does("the projector in 302 is broken", ">Change kind"),
			"a declined invitation": does("/confirm", ">Decline"), "a stand-in": does("/confirm", ">Decline", ">Send a stand-in"),
		}},
	} {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			h := setup(t)
			h.booked(who, "301", at(1, 15, 0), time.Hour, 20, c.title)
			other := h.booked("王强", "305", at(2, 9, 0), time.Hour, 10, "碰头会")
			_, err := h.store.Invite(t.Context(), conference.Change{Actor: h.people["王强"], Now: h.now}, other.ID, []int64{h.people[who].ID})
			h.must(err)
			for name, open := range c.opened {
				for _, tip := range c.tips {
					p := h.of(who)
					open(p)
					p.says(tip.says)
					for _, want := range tip.reads {
						if !strings.Contains(p.last(), want) {
							t.Errorf("%s with %s open:\n%s\n\nwithout %q", tip.says, name, p.last(), want)
						}
					}
					h.must(h.store.ClearDialog(t.Context(), p.chat.ID, p.user.ID))
				}
			}
			if got := h.bookings(who); len(got) != 1 || got[0].Title != c.title {
				t.Errorf("bookings %+v", got)
			}
		})
	}
}

// Words that are meant as an answer stay one, though they speak of tea, of faults or of dates.
func TestSentence_AnswersInFreeWords(t *testing.T) {
	t.Parallel()
	h := setup(t)
	h.booked("李敏", "301", at(1, 15, 0), time.Hour, 20, "季度会")
	for name, c := range map[string]struct {
		open  func(p *phone)
		says  string
		reads string
	}{
		"a note about drinks":         {does("/tea", ">绿茶", ">加备注"), "主席台 5 杯咖啡", "备注：主席台 5 杯咖啡"},
		"a title about repairs":       {does("明天下午三点到四点 302 开会 8 人", ">改名称"), "投影仪故障复盘", "<b>投影仪故障复盘</b>"},
		"a fault about water":         {does("/report"), "没有水了", "没有水了"},
		"a name with tea in it":       {does("/my", ">11月24日", ">邀请参会人"), "会服", "[＋ 会服07"},
		"letting go of a tea draft":   {does("/tea"), "算了", "好的，已放下"},
		"letting go of a picker":      {does("/my", ">11月24日", ">邀请参会人"), "取消", "好的，已放下"},
		"cancelling amid a draft":     {does("明天下午三点到四点 302 开会 8 人"), "取消明天的会", "确定取消？"},
		"cancelling amid a picker":    {does("/my", ">11月24日", ">邀请参会人"), "取消明天的会", "确定取消？"},
		"changing amid a tea draft":   {does("/tea"), "把会改到四点", "修改预订 A-1001"},
		"asking for rooms amid a tea": {does("/tea", ">杯数"), "明天下午有空的会议室吗", "空闲房间"},
	} {
		p := h.of("李敏")
		c.open(p)
		p.says(c.says)
		if !strings.Contains(p.last(), c.reads) {
			t.Errorf("%s: %s\n%s\n\nwithout %q", name, c.says, p.last(), c.reads)
		}
		h.must(h.store.ClearDialog(t.Context(), p.chat.ID, p.user.ID))
	}
}

// What was under way waits while something else is done: its card goes on with it.
func TestDialog_PutAside(t *testing.T) {
	t.Parallel()
	h := setup(t)
	p := drafted(h, "李敏")
	p.says("季度会要20杯绿茶")
	p.reads("可以先订会议室")
	p.says("301投影仪坏了")
	p.reads("🔧 报修")
	p.taps("提交")
	p.says("好的") // is for what has just been seen, not for the draft above
	if n := len(h.bookings("李敏")); n != 0 {
		t.Fatalf("%d bookings by a yes that was for something else", n)
	}
	p.taps("确认预订")
	if !strings.Contains(p.screen(), "✅ 已预订 A-1001") {
		t.Errorf("the draft did not wait:\n%s", p.screen())
	}
	if n := len(h.bookings("李敏")); n != 1 {
		t.Errorf("%d bookings, want one", n)
	}
}

// A booking's card that was asked something stays in the chat when the question is let go.
func TestBookingCard_LivesOnAfterCancel(t *testing.T) {
	t.Parallel()
	h := setup(t)
	h.booked("李敏", "C1", at(3, 9, 0), 3*time.Hour, 300, "年会")
	desk := h.of("热线")
	desk.shown = append(desk.shown, h.card("热线", 1001))
	desk.taps("不批准")
	desk.says("/cancel")
	if !strings.Contains(desk.screen(), "待批准 A-1001") {
		t.Errorf("the card is gone:\n%s", desk.screen())
	}
	desk.taps("返回")
	desk.taps("不批准")
	desk.taps("返回")
	desk.says("场地另有安排") // nobody asks any more
	p := h.of("李敏")
	p.says("/my")
	p.taps("11月26日")
	p.reads("⏳ 待批准 A-1001")
	p.taps("改期")
	p.reads("修改预订 A-1001")
	p.says("/cancel")
	p.reads("⏳ 待批准 A-1001", "[改期]")
	p.taps("改期")
	p.says("明天下午三点到四点 301 开会 20 人")
	p.reads("预订会议室")
	p.taps("不订了")
	p.taps("返回")
	p.taps("不改了")
	if !strings.Contains(p.screen(), "⏳ 待批准 A-1001") {
		t.Errorf("the card of the booking is gone:\n%s", p.screen())
	}
}
