package handlers_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

// Twice confirmed, on two buttons, within a minute: then everybody concerned hears it, once.
func TestEmergency_ConfirmedTwice(t *testing.T) {
	t.Parallel()
	o := openWith(t, append(backstage, conference.Person{Name: "东楼员", Phone: "8613900000041", Department: "安全部",
		Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewSafety, Building: "东楼", Language: "zh-CN"}))
	b := o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 8, "季度会")
	o.booked("Anna", "E202", at(0, 15, 0), 2*time.Hour, 8, "Budget")
	_, err := o.store.Invite(t.Context(), conferenceChange(o, "李敏"), b.ID, []int64{o.people["王强"].ID})
	o.must(err)
	_, err = o.store.MarkUnreachable(t.Context(), o.people["王强"].ID, o.now)
	o.must(err)
	o.until(0, 15, 30)
	o.says("孙主管", "/emergency")
	o.at("孙主管").reads("⚠️ 紧急通知", "通知哪栋楼？", "[东楼] [主楼]", "[不发了]")
	o.taps("孙主管", "主楼")
	o.at("孙主管").reads("通知什么？发一句话")
	o.says("孙主管", "3 层<b>冒烟</b>，请走东侧楼梯撤离")
	o.at("孙主管").reads("<b>⚠️ 紧急通知 · 主楼</b>\n3 层&lt;b&gt;冒烟&lt;/b&gt;，请走东侧楼梯撤离", "会通知 10 人", "⚠️ 1 人收不到，请打电话：王强 · 财务部", "[发出通知]")
	first := o.at("孙主管").tapping("发出通知")
	o.does("孙主管", first)
	o.at("孙主管").reads("再确认一次就发出，请在 1 分钟内点", "[不发了] [返回]\n[确认，通知 10 人]")
	o.does("孙主管", first) // the same tap again is no second one
	o.at("李敏").lacks("紧急通知")
	o.now = o.now.Add(50 * time.Second)
	second := o.at("孙主管").tapping("确认")
	o.does("孙主管", second)
	o.does("孙主管", second)
	o.at("孙主管").reads("⚠️ 紧急通知 · 主楼", "孙主管 · 15:30", "已通知 10 人", "⚠️ 1 人收不到，请打电话：王强 · 财务部")
	for _, name := range []string{"李敏", "会服07", "会服08", "周组长", "音控12", "采购员", "文秘", "绿化", "大堂"} {
		o.at(name).reads("<b>⚠️ 紧急通知 · 主楼</b>\n3 层&lt;b&gt;冒烟&lt;/b&gt;，请走东侧楼梯撤离\n孙主管 · 15:30")
		if n := strings.Count(o.at(name).screen(), "紧急通知"); n != 1 {
			t.Errorf("%s is told %d times", name, n)
		}
	}
	for _, name := range []string{"Anna", "东楼员", "热线", "管理员"} { // another building, and nobody's crew
		o.at(name).lacks("Emergency")
		o.at(name).lacks("紧急通知")
	}
}

// Who has not left a room whose meeting should be over is still in the building, also when the next meeting holds the room.
func TestEmergency_MeetingThatIsBeingClosed(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.booked("李敏", "302", at(0, 15, 0), time.Hour, 8, "碰头会")
	o.until(0, 15, 30)
	o.booked("Anna", "302", at(0, 16, 30), time.Hour, 8, "Next")
	held, err := o.store.Booking(t.Context(), b.ID)
	o.must(err)
	_, err = o.store.ExtendMeeting(t.Context(), conferenceChange(o, "李敏"), b.ID, held.Revision, 30*time.Minute)
	o.must(err)
	o.until(0, 16, 31)
	there, err := o.store.Concerned(t.Context(), "主楼", o.now)
	o.must(err)
	if !slices.ContainsFunc(there, func(p conference.Person) bool { return p.Name == "李敏" }) {
		t.Errorf("whose meeting is being closed is not told: %v", there)
	}
}

func TestEmergency_TooLateForbiddenEmpty(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, name := range []string{"李敏", "会服07", "热线", "周组长"} {
		o.says(name, "/emergency 着火了")
		o.at(name).reads("这件事您没有权限")
	}
	o.says("孙主管", "/emergency 请撤离")
	o.taps("孙主管", "主楼")
	o.at("孙主管").reads("请撤离", "[发出通知]")
	old := o.at("孙主管").tapping("发出通知")
	o.taps("孙主管", "发出通知")
	o.now = o.now.Add(61 * time.Second)
	o.taps("孙主管", "确认")
	if p := o.at("孙主管"); !p.alert || !strings.Contains(p.toast, "超过 1 分钟没有确认，没有发出") {
		t.Errorf("the second tap too late: %q", p.toast)
	}
	o.at("孙主管").reads("[发出通知]")
	o.at("会服07").lacks("紧急通知")
	o.taps("孙主管", "发出通知")
	o.taps("孙主管", "返回")
	o.at("孙主管").reads("[发出通知]\n[改文字] [换一栋楼]")
	o.taps("孙主管", "改文字")
	o.at("孙主管").reads("通知什么？")
	o.says("孙主管", strings.Repeat("长", 201))
	o.at("孙主管").reads("这段话太长了")
	o.taps("孙主管", "不发了")
	if !strings.Contains(o.at("孙主管").screen(), "紧急通知：没有发出") {
		t.Error("letting go is not answered")
	}
	o.does("孙主管", old)
	o.at("会服07").lacks("紧急通知")

	for _, name := range []string{"会服07", "会服08", "周组长", "音控12"} {
		o.must(o.store.RemovePerson(t.Context(), conferenceChange(o, "管理员"), o.people[name].ID))
	}
	o.says("孙主管", "/emergency 请撤离")
	o.taps("孙主管", "会议大厦")
	o.at("孙主管").reads("会通知 0 人")
	o.taps("孙主管", "发出通知")
	o.taps("孙主管", "确认")
	if p := o.at("孙主管"); !p.alert || !strings.Contains(p.toast, "这栋楼里现在没有要通知的人") {
		t.Errorf("an empty building: %q", p.toast)
	}
}

// refresh is the scheduler's minute.
func (o *office) refresh() {
	o.Helper()
	o.must(o.store.RefreshBoards(o.Context(), o.now))
	o.carry()
}

func TestBoard_LateUnclaimedNext(t *testing.T) {
	t.Parallel()
	o := openWith(t, backstage)
	o.says("孙主管", "/board")
	o.at("孙主管").sees("<b>看板</b>\n没有进行中的任务，两小时内没有会议\n\n[刷新]")
	o.booked("李敏", "301", at(0, 11, 30), time.Hour, 8, "季度会")
	assign := func(crew conference.Crew, what, room string, due time.Time) {
		t.Helper()
		_, err := o.store.Assign(t.Context(), conferenceChange(o, "热线"), conference.Assignment{Crew: crew, What: what, RoomID: o.rooms[room].ID, DueAt: due})
		o.must(err)
	}
	assign(conference.CrewMeetingService, "打扫302", "302", at(0, 10, 20))
	assign(conference.CrewSound, "检查音响", "E202", at(0, 16, 0))
	o.carry()
	o.taps("会服07", "我来")
	o.now = at(0, 10, 30)
	o.refresh()
	o.at("孙主管").sees(`<b>看板</b>
东楼：待接 1
主楼：⚠️ 超时 1 · 会议 1 场

⚠️ 10:20 · 📋 临时任务 · 主楼 302 · 打扫302 · 会服07
16:00 · 📋 临时任务 · 东楼 E202 · 检查音响 · 等人接单

[10:20 · 302 📋 临时任务]
[16:00 · E202 📋 临时任务]
[刷新]`)
	if n := strings.Count(o.at("孙主管").screen(), "看板"); n != 1 {
		t.Errorf("%d boards:\n%s", n, o.at("孙主管").screen())
	}
	o.taps("孙主管", "10:20")
	o.at("孙主管").reads("📋 临时任务", "打扫302", "会服07 已接单")
	before := o.at("孙主管").screen()
	o.now = at(0, 10, 45)
	o.refresh()
	if o.at("孙主管").screen() != before {
		t.Error("the board changes although nothing has happened")
	}
	o.taps("会服07", "完成")
	o.taps("孙主管", "刷新")
	o.at("孙主管").hears("10:45 的情况")
	o.at("孙主管").lacks("⚠️ 超时 1")

	o.says("大堂", "/board") // their own building's
	o.at("大堂").reads("主楼：会议 1 场")
	o.at("大堂").lacks("东楼")
	o.says("李敏", "/board")
	o.at("李敏").reads("这件事您没有权限")
	e := o.at("会服07").event()
	e.Button = button("board", 1, 0, "")
	o.does("会服07", e)
	if !o.at("会服07").alert {
		t.Error("an attendant sees the board")
	}
}

func TestBoard_PinnedAndStopped(t *testing.T) {
	t.Parallel()
	o := open(t)
	r, err := o.Handle(t.Context(), o.at("孙主管").saying("/board"))
	if err != nil || len(r.Messages) != 1 || !r.Messages[0].Pin || !r.Messages[0].Silent || r.Messages[0].Card == nil {
		t.Fatalf("%+v %v", r, err)
	}
	o.says("孙主管", "/board")
	o.now = at(0, 22, 0)
	o.refresh()
	o.at("孙主管").reads("12 小时没有看，已停止更新。点一下继续", "[刷新]")
	o.booked("李敏", "301", at(1, 9, 0), time.Hour, 8, "晨会")
	o.until(1, 8, 0)
	o.refresh()
	o.at("孙主管").lacks("会议 1 场")
	o.taps("孙主管", "刷新")
	if !strings.Contains(o.at("孙主管").screen(), "主楼：") {
		t.Errorf("a tap does not start it again:\n%s", o.at("孙主管").screen())
	}
}

func TestFaults_Repeats(t *testing.T) {
	t.Parallel()
	o := openWith(t, backstage)
	o.says("孙主管", "/faults")
	o.at("孙主管").sees("<b>反复出现的故障 · 30 天内</b>\n没有同一房间反复报修的")
	for day := range 3 {
		o.now = at(day, 9, 0)
		_, _, err := o.store.ReportProblem(t.Context(), conferenceChange(o, "李敏"), conference.ProblemRequest{RoomID: o.rooms["301"].ID, Kind: conference.ProblemAV, Text: "没有声音"})
		o.must(err)
	}
	o.says("部门经理", "/faults")
	o.at("部门经理").sees("<b>反复出现的故障 · 30 天内</b>\n主楼 301 · 音视频 3 次 · 最近 今天")
	for _, name := range []string{"李敏", "会服07", "热线"} {
		o.says(name, "/faults")
		o.at(name).reads("这件事您没有权限")
	}
}

// The patrol reports what is no broken thing: strangers, noise, a blocked exit. It goes to the safety crew.
func TestProblem_Incident(t *testing.T) {
	t.Parallel()
	o := openWith(t, []conference.Person{{Name: "安全员", Phone: "8613900000041", Department: "安全部", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewSafety, Language: "zh-CN"}})
	o.says("周组长", "/report")
	o.says("周组长", "走廊里有人吵架")
	o.taps("周组长", "不在会议室")
	o.at("周组长").reads("🔧 加急报修 · 秩序", "提交后马上派给安全部")
	o.taps("周组长", "不急")
	o.at("周组长").reads("🔧 报修 · 秩序")
	o.taps("周组长", "换类别")
	o.at("周组长").reads("[保洁] [✓ 秩序]\n[安全] [其他]")
	o.taps("周组长", "✓ 秩序")
	o.taps("周组长", "提交")
	o.at("安全员").reads("走廊里有人吵架", "10:30 前接单 · 还剩 30 分钟", "[我来]")
}

// The deadlines of a fault stand on its card: to be taken, then to be solved, then how late it is.
func TestProblem_Deadlines(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 11, 0), time.Hour, 8, "季度会") // within the hour: urgent
	o.reported("李敏")
	o.at("音控12").reads("加急报修", "10:05 前接单 · 还剩 5 分钟")
	o.now = at(0, 10, 2)
	o.says("音控12", "/tasks")
	o.taps("音控12", "10:15")
	o.at("音控12").reads("10:05 前接单 · 还剩 3 分钟")
	o.until(0, 10, 10)
	o.at("孙主管").reads("⚠️ 接单已超时 5 分钟", "⚠️ 10:00 起无人接单")
	o.taps("音控12", "我来")
	o.at("音控12").reads("10:15 前解决 · 还剩 5 分钟")
	o.until(0, 10, 25)
	o.taps("音控12", "开始")
	o.at("音控12").reads("⚠️ 解决已超时 10 分钟")
	o.taps("音控12", "修好了")
	o.at("李敏").lacks("前解决")
	o.taps("李敏", "还没好")
	o.at("音控12").reads("10:30 前接单 · 还剩 5 分钟") // its time begins anew
}
