package handlers_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

// finds is the message on the phone that holds all the words; what does not stand there fails the test.
func (p *phone) finds(words ...string) shown {
	p.Helper()
	for _, s := range slices.Backward(p.shown) {
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(s.String(), w) }) {
			return s
		}
	}
	p.Errorf("%s sees no message with %q in\n%s", p.user.Name, words, p.screen())
	return shown{}
}

// tapsOn presses the button whose label begins so, under the message that holds the words.
func (o *office) tapsOn(name, words, label string) {
	o.Helper()
	o.does(name, o.at(name).on(words, label))
}

func (p *phone) on(words, label string) handlers.Event {
	p.Helper()
	s := p.finds(words)
	for _, row := range s.keys {
		for _, k := range row {
			if strings.HasPrefix(k.Label, label) {
				e := p.event()
				e.Button = &handlers.Button{Data: k.Data, MessageID: s.id}
				return e
			}
		}
	}
	p.Fatalf("no button %q in\n%s", label, s)
	return handlers.Event{}
}

// alerts wants the tap to have been answered with a refusal that holds the words.
func (p *phone) alerts(words string) {
	p.Helper()
	if !p.alert || !strings.Contains(p.toast, words) {
		p.Errorf("alert %v %q, want %q", p.alert, p.toast, words)
	}
}

func TestTasks_TwoHandsOneListAndAPhoto(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.until(0, 13, 0)
	o.at("会服07").finds("📋 会前准备 · A-1001 季度会", "🕒 会议 15:00–17:00 · 14:45 前完成（1 小时 45 分后）", "📍 主楼 301 · 👥 20 人", "要 2 个人手", "[我来] [转给同事]")
	o.tapsOn("会服07", "会前准备", "我来")
	o.at("会服08").finds("人手 1/2：会服07，还缺 1 人", "[我来]")
	o.tapsOn("会服08", "会前准备", "我来")
	o.at("会服07").finds("人手 2：会服07、会服08", "[☐ 开水打好] [☐ 桌椅家具清洁]", "[☐ 14:00 到岗]", "[拍照] [完成]")

	o.tapsOn("会服07", "会前准备", "☐ 开水打好")
	o.at("会服08").finds("[✅ 开水打好]")
	o.tapsOn("会服08", "会前准备", "✅ 开水打好") // by mistake
	o.at("会服07").finds("[☐ 开水打好]")
	o.tapsOn("会服08", "会前准备", "完成")
	o.at("会服08").alerts("还有 7 项没勾选")
	for _, item := range []string{"☐ 茶杯消毒", "☐ 开水打好", "☐ 桌椅家具清洁", "☐ 会标", "☐ 灯光"} {
		o.tapsOn("会服07", "会前准备", item)
	}
	o.until(0, 14, 0)
	o.at("会服07").finds("[☐ 14:00 到岗 · 到点]") // redrawn without anybody touching it
	o.tapsOn("会服08", "会前准备", "☐ 14:00 到岗")
	o.until(0, 14, 46)
	o.tapsOn("会服07", "会前准备", "☐ 14:45 门口迎宾")
	o.tapsOn("会服07", "会前准备", "完成")
	o.at("会服07").alerts("请先拍一张现场照片")

	o.tapsOn("会服08", "会前准备", "拍照")
	o.at("会服08").finds("请拍一张现场照片发过来", "[返回]")
	o.says("会服08", "🙂🙂")
	o.at("会服08").reads("这里等一张现场照片")
	o.does("会服08", o.at("会服08").photo("proof1", "", ""))
	o.at("会服08").reads("照片 1 张", "[看照片]")
	o.at("会服07").finds("照片 1 张", "[看照片]")
	o.tapsOn("会服07", "会前准备", "完成")
	o.at("会服07").finds("✅ 14:46 已完成 · 会服07、会服08", "清单 7/7 · 照片 1 张")
	o.at("会服08").finds("✅ 14:46 已完成 · 会服07、会服08")
	m := o.pressed("会服08", "会前准备", "看照片")
	if len(m.Photos) != 1 || m.Photos[0] != "proof1" {
		t.Errorf("photos %v", m.Photos)
	}
}

// keeps has the booking's live card stand on somebody's phone, as if they had booked it there.
func (o *office) keeps(name string, b conference.Booking) {
	o.Helper()
	p := o.at(name)
	card := o.card(name, b.ID)
	p.shown = append(p.shown, card)
	_, err := o.store.SaveCard(o.Context(), conference.Subject{Kind: conference.SubjectBooking, ID: b.ID}, o.people[name].ID,
		conference.Card{ChatID: p.chat.ID, MessageID: int64(card.id), Revision: int64(b.Revision)})
	o.must(err)
}

// pressed is the message that a tap is answered with.
func (o *office) pressed(name, words, label string) handlers.Message {
	o.Helper()
	r, err := o.Handle(o.Context(), o.at(name).on(words, label))
	o.must(err)
	if len(r.Messages) != 1 {
		o.Fatalf("%d messages answer %q", len(r.Messages), label)
	}
	return r.Messages[0]
}

func TestTasks_LateAndEscalated(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.until(0, 13, 0)
	o.tapsOn("会服07", "会前准备", "我来")
	o.at("周组长").lacks("📋 会前准备")
	o.until(0, 13, 5)
	o.at("周组长").finds("会前准备", "人手 1/2：会服07，还缺 1 人", "⚠️ 13:00 起人手不齐", "[我来] [派给…]")
	o.tapsOn("周组长", "会前准备", "派给…")
	o.at("周组长").finds("请谁来？点一位，或直接发姓名", "[会服08]", "[返回]")
	o.tapsOn("周组长", "会前准备", "会服08")
	o.at("周组长").hears("已请 会服08 接手")
	o.at("会服08").finds("周组长 想请您接下这项任务", "[接下] [接不了]")
	o.tapsOn("会服08", "会前准备", "接下")
	o.at("会服08").finds("人手 2：会服07、会服08", "[完成]")
	o.at("周组长").finds("人手 2：会服07、会服08")
	o.until(0, 14, 57)
	o.at("周组长").finds("会前准备", "应在 14:45 前完成", "⚠️ 已超时 10 分钟", "清单 0/7", "⚠️ 漏了：14:00 到岗")
}

func TestTasks_HandedOver(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "302", at(0, 15, 0), 2*time.Hour, 8, "碰头会")
	o.until(0, 13, 30)
	o.tapsOn("会服07", "会前准备", "我来")
	o.tapsOn("会服07", "会前准备", "转给同事")
	o.at("会服07").finds("请谁来？", "[会服08]", "[放回班组] [返回]")
	o.says("会服07", "会服99")
	o.at("会服07").reads("在岗的同事里没找到「会服99」", "[会服08]")
	o.says("会服07", "会服08")
	o.at("会服07").finds("碰头会", "已请 会服08 接手，等对方答复", "[☐ 开水打好]") // it is still 07's
	o.at("会服08").finds("会服07 想请您接下这项任务", "清单 0/6", "[接下] [接不了]")

	o.says("会服08", "/tasks")
	o.at("会服08").reads("<b>请您接手的</b>\n14:45 · 📋 会前准备 · 主楼 302 · 0/6 · 会议 15:00–17:00")
	sent := o.at("会服07").sent
	o.tapsOn("会服08", "会服07 想请您接下", "接不了")
	o.at("会服08").finds("📋 会前准备 · A-1001 碰头会", "会服07 已接单")
	o.at("会服07").reads("⚠️ 会服08 接不了，请另找人", "[转给同事]")
	if o.at("会服07").sent != sent+1 {
		t.Errorf("who asked hears of the no once: %d messages", o.at("会服07").sent-sent)
	}
	again := o.at("会服07").on("碰头会", "转给同事")
	o.does("会服07", again)
	o.tapsOn("会服07", "碰头会", "会服08")
	take := o.at("会服08").on("会服07 想请您接下", "接下")
	o.does("会服08", take)
	o.at("会服08").finds("会前准备", "您已接单", "[☐ 开水打好]")
	o.at("会服07").finds("会前准备", "会服08 已接单")
	o.does("会服07", again) // the thumb of somebody who has not looked
	if o.at("会服07").toast == "" {
		t.Error("a stale button is not answered")
	}
	take.UpdateID += 100_000
	o.does("会服08", take)
	o.at("会服08").hears("这张卡片已更新")
	o.tapsOn("会服08", "会前准备", "转给同事")
	o.tapsOn("会服08", "会前准备", "放回班组")
	o.at("会服08").hears("已放回班组")
	o.at("会服07").finds("会前准备", "[我来] [转给同事]")
}

func TestTasks_OfferedToOneColleague(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "302", at(0, 15, 0), 2*time.Hour, 8, "碰头会")
	o.until(0, 13, 30)
	o.tapsOn("会服07", "会前准备", "转给同事")
	o.tapsOn("会服07", "会前准备", "会服08")
	o.at("会服07").finds("已请 会服08 接手，等对方答复", "[我来]") // nobody has it yet
	o.tapsOn("会服08", "会服07 想请您", "接下")
	o.at("会服07").finds("会前准备", "会服08 已接单")
	o.at("会服08").finds("您已接单", "[☐ 开水打好]")
}

func TestTasks_Rounds(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "302", at(0, 15, 0), 2*time.Hour, 8, "碰头会")
	o.until(0, 13, 30)
	o.tapsOn("会服07", "会前准备", "我来")
	o.until(0, 15, 0)
	o.at("会服07").reads("🍵 续水 · 主楼 302 · 15:00–17:00", "▫️ <b>15:15</b> ▫️ 15:30 … 共 7 次", "第 1/7 次 · 15:15（15 分钟后）", "[15:15 已完成]")
	o.at("会服08").lacks("续水")
	early := o.at("会服07").on("续水", "15:15 已完成")
	o.does("会服07", early)
	o.at("会服07").alerts("还没到时间，15:15 再点")
	o.until(0, 15, 15)
	o.at("会服07").finds("第 1/7 次 · 15:15 到点")
	sent := o.at("会服07").sent
	o.tapsOn("会服07", "续水", "15:15 已完成")
	o.at("会服07").finds("✅ 15:15 ▫️ <b>15:30</b>", "[15:30 已完成]")
	twice := early
	twice.UpdateID += 100_000
	o.does("会服07", twice) // the same round again: nothing happens to the next
	o.at("会服07").finds("✅ 15:15 ▫️ <b>15:30</b>")

	o.at("周组长").lacks("🍵 续水")
	o.until(0, 15, 56)
	o.at("会服07").finds("✅ 15:15 ⚠️ 15:30 ⚠️ 15:45 ▫️ <b>16:00</b>")
	o.at("周组长").finds("续水", "⚠️ 漏了：15:30、15:45", "由 会服07 负责", "[派给…]")
	leader := o.at("周组长").sent
	o.until(0, 16, 1)
	o.at("周组长").finds("续水", "第 4/7 次 · 16:00 到点") // the leader's card goes on, too
	o.until(0, 16, 30)
	o.tapsOn("会服07", "续水", "16:30 已完成")
	o.until(0, 16, 56)
	o.at("会服07").finds("续水", "完成 2 次，漏 5 次")
	if n := o.at("周组长").sent - leader; n != 0 {
		t.Errorf("the leader is told %d times more", n)
	}
	if n := o.at("会服07").sent - sent; n != 0 {
		t.Errorf("the rounds' card makes %d sounds", n)
	}
}

// Rounds that nobody has taken end as such: there is no name to tell, and no reason.
func TestTasks_RoundsThatNobodyTakes(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "302", at(0, 15, 0), time.Hour, 8, "碰头会")
	o.until(0, 16, 31)
	o.at("会服07").finds("🍵 续水 · A-1001 碰头会", "⚠️ 没有人接，没有完成")
}

func TestTasks_DayCheckSealsTheRoom(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.booked("李敏", "301", at(2, 15, 0), 2*time.Hour, 20, "季度会")
	o.keeps("李敏", b)
	o.until(1, 13, 1)
	o.tapsOn("会服07", "前一天全面检查", "我来")
	o.at("李敏").finds("前一天全面检查 · A-1001 季度会", "会议 11月25日 周三 15:00–17:00 · 今天 15:00 前完成", "请和会务组一起核对，没问题就点「确认无误」", "[☐ 灯光] [☐ 花卉]", "[确认无误]")
	o.at("李敏").lacks("不用了")
	o.tapsOn("李敏", "前一天全面检查", "☐ 座位数")
	o.at("会服07").finds("前一天全面检查", "[✅ 座位数]", "您已接单")
	for _, item := range []string{"☐ 名牌", "☐ 会标", "☐ 音响", "☐ 灯光", "☐ 花卉", "☐ 茶水", "☐ 卫生", "☐ 进出"} {
		o.tapsOn("会服07", "前一天全面检查", item)
	}
	o.tapsOn("李敏", "前一天全面检查", "确认无误")
	o.at("李敏").finds("您已确认，等会务组检查完")
	o.at("会服07").finds("主办方已确认")
	o.tapsOn("会服07", "前一天全面检查", "检查完成")
	o.at("李敏").finds("前一天全面检查", "✅ 双方已确认，会场已封闭")
	o.at("会服07").finds("前一天全面检查", "✅ 双方已确认，会场已封闭")
	o.at("李敏").finds("已预订 A-1001", "🔒 会前已全面检查，会场封闭")
	sealed, err := o.store.Booking(t.Context(), b.ID)
	if err != nil || !sealed.Sealed() {
		t.Fatalf("sealed %v %v", sealed.SealedAt, err)
	}
	o.until(2, 13, 0)
	o.tapsOn("会服08", "会前准备", "我来")
	if still, err := o.store.Booking(t.Context(), b.ID); err != nil || !still.Sealed() {
		t.Errorf("taking the work opens the room: %v", err)
	}
	o.tapsOn("会服08", "会前准备", "☐ 开水打好") // the first work of the day opens it
	if opened, err := o.store.Booking(t.Context(), b.ID); err != nil || opened.Sealed() {
		t.Errorf("still sealed: %v", err)
	}
}

// What nobody may tick, prove or answer is answered and changes nothing.
func TestTasks_BadInput(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.until(0, 13, 0)
	o.tapsOn("会服07", "会前准备", "我来")
	task := o.taskOf("prepare")
	forged := func(name, arg string) {
		e := o.at(name).event()
		e.Button = button("task", task.ID, int64(task.Revision), arg)
		o.does(name, e)
		if o.at(name).toast == "" {
			t.Errorf("%s: %q is not answered", name, arg)
		}
	}
	for _, arg := range []string{"i0.1", "i6.1", "i99.1", "i-1.1", "i0", "i", "i0.1.zz", "to.1", "to.zzzz", "to.", "hand", "take", "pass", "photo", "here", "confirm", "release"} {
		for _, name := range []string{"王强", "李敏", "音控12"} {
			forged(name, arg)
		}
	}
	for _, arg := range []string{"i0.1", "photo", "take", "release", "i5.1"} {
		forged("会服08", arg) // of the crew, not on it
	}
	o.does("王强", o.at("王强").photo("p1", "", "")) // has no task: it is a fault's
	o.at("王强").reads("在哪个房间？")
	o.does("会服08", o.at("会服08").photo("p2", "", ""))
	o.at("会服08").reads("在哪个房间？")
	now, err := o.store.Task(t.Context(), task.ID)
	o.must(err)
	if now.Revision != task.Revision || len(now.Proofs) != 0 || now.Ticked() != 0 {
		t.Errorf("changed: %+v", now)
	}
	forged("会服07", "i5.1") // a timed line, of no minute
	if now, err := o.store.Task(t.Context(), task.ID); err != nil || now.Ticked() != 0 {
		t.Errorf("a list that has moved is ticked: %+v %v", now.Items, err)
	}
	tick := o.at("会服07").on("会前准备", "☐ 开水打好")
	o.tapsOn("会服07", "会前准备", "做不了")
	o.tapsOn("会服07", "会前准备", "手上走不开")
	o.at("会服07").hears("已告知组长和主管")
	o.does("会服07", tick)
	o.at("会服07").alerts("这个任务已经结束了")
	o.at("周组长").finds("会前准备", "⚠️ 没能完成 · 会服07：手上走不开")
}

// taskOf is the meeting's task of a plan's ID; there is one meeting.
func (o *office) taskOf(id string) conference.Task {
	o.Helper()
	tasks, err := o.store.TasksOfBooking(o.Context(), 1001)
	o.must(err)
	for _, t := range tasks {
		if t.Plan == id {
			return t
		}
	}
	o.Fatalf("no %s among %d tasks", id, len(tasks))
	return conference.Task{}
}

// A picture goes to the task whose card it answers, to the only one that wants one, or it is asked which.
func TestTasks_PhotosFindTheirTask(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.booked("王强", "305", at(0, 15, 0), 2*time.Hour, 20, "预算会")
	o.until(0, 13, 0)
	for _, number := range []string{"A-1001", "A-1002"} {
		o.tapsOn("会服07", "会前准备 · "+number, "我来")
	}
	o.does("会服07", o.at("会服07").photo("p1", "", ""))
	o.at("会服07").reads("这张照片是哪项任务的？", "301 📋 会前准备", "305 📋 会前准备")
	o.taps("会服07", "14:45 · 305")
	o.at("会服07").reads("✅ 照片已加到", "预算会")
	o.at("会服07").finds("预算会", "照片 1 张")
	o.at("会服07").finds("季度会", "完成前要拍一张现场照片")

	o.now = o.now.Add(20 * time.Minute)
	o.does("会服07", o.at("会服07").photo("p0", "门把手松了", "")) // with words it is a report
	o.at("会服07").reads("门把手松了", "在哪个房间？")
	o.taps("会服07", "不报了")
	o.does("会服07", o.at("会服07").photo("p2", "", "a1")) // only one still wants one
	o.at("会服07").reads("季度会", "照片 1 张")
	sent := o.at("会服07").sent
	o.does("会服07", o.at("会服07").photo("p3", "", "a1")) // the album's second
	o.at("会服07").reads("季度会", "照片 2 张")
	if o.at("会服07").sent != sent {
		t.Error("the album's second picture is a message more")
	}

	e := o.at("会服07").photo("p4", "补一张", "")
	e.ReplyTo = o.at("会服07").finds("预算会", "照片 1 张", "[拍照]").id
	o.now = o.now.Add(20 * time.Minute)
	o.does("会服07", e)
	o.at("会服07").reads("预算会", "照片 2 张")
	o.now = o.now.Add(20 * time.Minute)
	o.does("会服07", o.at("会服07").photo("p5", "", "")) // none wants one: a fault
	o.at("会服07").reads("在哪个房间？")
}
