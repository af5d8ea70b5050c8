package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

// today is a medium meeting at three, and the office at one minute past one: level 1 is asked.
func (o *office) today() conference.Booking {
	o.Helper()
	b := o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.until(0, 13, 1)
	return b
}

func TestChecks_Level2DisputesLevel1(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.today()
	o.taps("周组长", "无变化，已安排")
	o.until(0, 14, 1)
	o.taps("环境主管", "有异议")
	o.at("环境主管").reads("一级哪里不对？发一句话", "[返回]")
	o.taps("环境主管", "返回")
	o.at("环境主管").reads("[都已就绪] [有问题]\n[有异议]")
	o.taps("环境主管", "有异议")
	o.says("环境主管", "会标没有挂")
	o.at("环境主管").hears("已请对方重新核对")
	o.at("环境主管").sees(`<b>会前检查 2/3 · A-1001 季度会</b>
🕒 15:00 开始（59 分钟后）
📍 主楼 301 · 👥 20 人
❓ 一级有异议，等重新答复 · 环境主管：会标没有挂
检查清单：核对一级结果、会场布置与卫生、服务人员在岗
等前面重新答复后再确认

[有问题]`)
	o.at("周组长").reads("会前检查 1/3", "❓ 环境主管 有异议：会标没有挂。请再核对一次", "[无变化，已安排] [有问题]")
	o.taps("周组长", "无变化，已安排")
	o.at("周组长").lacks("有异议：")
	o.at("环境主管").reads("一级 14:01 周组长：无变化，已安排", "[都已就绪] [有问题]")
	o.taps("环境主管", "都已就绪")
	o.at("环境主管").reads("二级 14:01 环境主管：都已就绪")
}

func TestChecks_Level3DisputesAgain(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.today()
	o.taps("周组长", "无变化，已安排")
	o.until(0, 14, 1)
	o.taps("环境主管", "有异议")
	o.says("环境主管", "会标没有挂")
	o.taps("周组长", "无变化，已安排")
	o.taps("环境主管", "都已就绪")
	o.until(0, 14, 31)
	o.taps("热线", "有异议")
	o.at("热线").reads("对哪一级有异议？", "[一级] [二级]")
	o.taps("热线", "一级")
	o.says("热线", "人还没到")
	o.at("热线").reads("❓ 一级有异议，等重新答复 · 热线：人还没到", "二级 14:01 环境主管：都已就绪", "等前面重新答复后再确认", "[有问题]\n[有异议]")
	o.at("热线").lacks("[全部核实]")
	o.at("周组长").reads("❓ 热线 有异议：人还没到")
	o.at("环境主管").shows("❓ 一级有异议，等重新答复 · 热线：人还没到")
	o.taps("热线", "有异议") // only level 2 is left
	o.says("热线", "卫生不行")
	o.at("环境主管").reads("❓ 热线 有异议：卫生不行", "等前面重新答复后再确认")
	o.taps("周组长", "无变化，已安排")
	o.at("环境主管").reads("❓ 热线 有异议：卫生不行", "[都已就绪] [有问题]")
	o.taps("环境主管", "都已就绪")
	o.at("热线").reads("一级 14:31 周组长", "二级 14:31 环境主管", "[全部核实]")
	o.taps("热线", "全部核实")
	o.at("热线").reads("三级 14:31 热线：全部核实")
}

// What level 1 finds reaches the right crew, and each later level sees how it stands, and accepts it or waits.
func TestChecks_ProblemAcceptedWithAReason(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.today()
	o.taps("周组长", "有问题")
	o.taps("周组长", "音视频")
	o.does("周组长", o.at("周组长").photo("pic1", "主席台话筒无声", ""))
	o.at("周组长").reads("⚠️ 一级 13:01 周组长：主席台话筒无声", "└ 音视频：已派音控班，等人接单")
	o.at("音控12").reads("🔧 加急报修 · 音视频", "主席台话筒无声", "照片 1 张", "[我来]")
	o.until(0, 14, 1)
	o.at("环境主管").reads("└ 音视频：已派音控班，等人接单")
	o.taps("音控12", "我来")
	o.at("环境主管").reads("└ 音视频：音控12 处理中")
	o.taps("环境主管", "都已就绪")
	o.at("环境主管").reads("前面发现的 1 个问题还没解决。为什么可以接受？", "[返回]")
	o.says("环境主管", "有备用话筒")
	o.at("环境主管").reads("二级 14:01 环境主管：已确认 · 接受：有备用话筒")
	o.until(0, 14, 31)
	o.taps("音控12", "做不了")
	o.taps("音控12", "要请厂家")
	o.at("热线").reads("└ ⚠️ 音视频：没能解决，要请厂家", "二级 14:01 环境主管：已确认 · 接受：有备用话筒")
	o.taps("热线", "全部核实")
	o.says("热线", "用手持话筒")
	o.at("热线").reads("三级 14:31 热线：已确认 · 接受：用手持话筒")
}

func TestChecks_ProblemSolvedIsSeen(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.today()
	o.taps("周组长", "有问题")
	o.taps("周组长", "音视频")
	o.says("周组长", "话筒无声")
	o.until(0, 14, 1)
	before := len(o.at("环境主管").shown)
	o.taps("音控12", "我来")
	o.taps("音控12", "修好了")
	o.at("环境主管").reads("└ ✅ 音视频：14:01 音控12 已解决")
	if n := len(o.at("环境主管").shown); n != before {
		t.Errorf("%d messages, was %d: the card is to be edited", n, before)
	}
	o.taps("环境主管", "都已就绪")
	o.at("环境主管").reads("二级 14:01 环境主管：都已就绪")
}

// A picture without a word is enough, and the album's other pictures go with it.
func TestChecks_AlbumSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.today()
	o.taps("周组长", "有问题")
	o.taps("周组长", "保洁")
	o.does("周组长", o.at("周组长").photo("pic1", "", "album"))
	o.does("周组长", o.at("周组长").photo("pic2", "", "album"))
	o.at("周组长").shows("⚠️ 一级 13:01 周组长：有问题，见照片或语音")
	o.at("任组长").reads("🔧 加急报修 · 保洁", "照片 2 张") // whose crew has nobody else
	m, err := o.store.MeetingsStarting(t.Context(), o.now, o.now.Add(3*time.Hour))
	o.must(err)
	found := m[0].FoundBy(1)
	if len(found) != 1 || len(found[0].Problem.Photos) != 2 || found[0].Crew != conference.CrewCleaning {
		t.Errorf("%+v", found)
	}
}

func TestChecks_DeputyAnswers(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.today()
	o.at("何副组长").lacks("会前检查")
	o.until(0, 13, 20)
	o.at("何副组长").reads("会前检查 1/3", "会议服务班组长 20 分钟没有答复，请您代为核对", "[无变化，已安排] [有问题]")
	o.at("周组长").shows("已同时请会议服务班副组长核对")
	o.taps("何副组长", "无变化，已安排")
	o.at("周组长").shows("一级 13:20 何副组长（代）：无变化，已安排")
	o.until(0, 14, 1)
	o.at("环境主管").reads("一级 13:20 何副组长（代）：无变化，已安排")
	o.until(0, 14, 10)
	o.at("大堂经理").reads("会前检查 2/3", "环境主管 10 分钟没有答复，请您代为核对")
	o.at("环境主管").reads("会前检查 2/3", "已同时请大堂经理核对")
	o.taps("大堂经理", "有异议")
	o.says("大堂经理", "地毯没吸")
	o.at("何副组长").reads("❓ 大堂经理 有异议：地毯没吸") // who spoke for the leader is asked again, too
	o.at("周组长").reads("❓ 大堂经理 有异议：地毯没吸")
}

// A building without a lobby manager: the supervisor steps in, and nobody is told of a lobby manager.
func TestChecks_NoDeputyThere(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.booked("李敏", "E202", at(0, 15, 0), 2*time.Hour, 20, "东楼会")
	o.until(0, 14, 1)
	o.at("环境主管").reads("会前检查 2/3")
	o.until(0, 14, 10)
	o.at("孙主管").reads("会前检查 2/3", "环境主管 10 分钟没有答复，请您代为核对", "[都已就绪] [有问题]")
	o.at("环境主管").reads("会前检查 2/3", "[都已就绪] [有问题]")
	for _, name := range []string{"环境主管", "孙主管", "大堂经理"} {
		o.at(name).lacks("请大堂经理核对")
	}
}

func TestChecks_BadInput(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	b := o.today()
	m, err := o.store.Meeting(t.Context(), b.ID)
	o.must(err)
	one, two := m.Checks[0], m.Checks[1]
	o.taps("周组长", "有问题")
	for _, arg := range []string{"problem.juggle", "problem.", "dispute.1", "dispute.9", "dispute", "accept", "x"} {
		e := o.at("周组长").event()
		e.Button = button("check", one.ID, int64(one.Revision), arg)
		o.does("周组长", e)
	}
	if now, err := o.store.Check(t.Context(), one.ID); err != nil || now.Status != conference.CheckPrompted {
		t.Errorf("%+v (%v)", now, err)
	}
	o.taps("周组长", "无变化，已安排")
	o.until(0, 14, 1)
	for _, who := range []string{"王强", "会服07", "周组长", "萧组长"} {
		for _, arg := range []string{"ok", "problem.av", "dispute.1", "open", "back"} {
			e := o.at(who).event()
			e.Button = button("check", two.ID, int64(two.Revision)+1, arg)
			o.does(who, e)
			o.says(who, "会标没有挂")
		}
	}
	o.at("王强").lacks("季度会")
	if now, err := o.store.Check(t.Context(), two.ID); err != nil || now.Status != conference.CheckPrompted {
		t.Errorf("%+v (%v)", now, err)
	}
	o.taps("环境主管", "有异议")
	o.says("环境主管", "　")
	if now, err := o.store.Check(t.Context(), one.ID); err != nil || now.DisputedBy.ID != 0 {
		t.Errorf("disputed without a word: %+v (%v)", now, err)
	}
	o.says("环境主管", strings.Repeat("长", 201))
	o.at("环境主管").reads("这段话太长了，请不超过 200 个字")
	o.says("环境主管", "会标没有挂")
	o.at("环境主管").shows("❓ 一级有异议")
	o.until(0, 14, 31)
	old := o.at("热线").tapping("有问题")
	o.taps("周组长", "无变化，已安排")
	o.taps("热线", "全部核实")
	o.does("热线", old)
	o.at("热线").hears("这张卡片已更新")
}
