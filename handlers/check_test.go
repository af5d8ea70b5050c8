package handlers_test

import (
	"strings"
	"testing"
	"time"
)

func TestChecks_ThreeLevels(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.until(0, 13, 2)
	o.at("环境主管").lacks("会前检查")
	o.at("周组长").sees(`<b>会前检查 1/3 · A-1001 季度会</b>
🕒 15:00 开始（2 小时后）
📍 主楼 301 · 👥 20 人
检查清单：会议日程有无变化、人员安排到位、茶水物品已备

[无变化，已安排] [有问题]`)
	twice := o.at("周组长").tapping("无变化，已安排")
	o.does("周组长", twice)
	o.does("周组长", twice)
	o.at("周组长").reads("一级 13:02 周组长：无变化，已安排")
	o.until(0, 14, 3)
	o.at("环境主管").reads("会前检查 2/3", "一级 13:02 周组长：无变化，已安排", "检查清单：核对一级结果、会场布置与卫生、服务人员在岗", "[有异议]")
	o.taps("环境主管", "都已就绪")
	o.until(0, 14, 31)
	o.at("热线").reads("会前检查 3/3", "一级 13:02 周组长：无变化，已安排", "二级 14:03 环境主管：都已就绪")
	o.taps("热线", "全部核实")
	o.at("热线").reads("三级 14:31 热线：全部核实")
	o.at("孙主管").lacks("没有答复")
}

func TestChecks_MissedAndLate(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.until(0, 14, 5)
	o.at("环境主管").reads("⚠️ 一级没有答复")
	o.at("孙主管").reads("⚠️ 一级检查没有答复", "请提醒，或由您代为确认", "[无变化，已安排]")
	o.taps("周组长", "无变化，已安排")
	o.at("环境主管").reads("一级 14:05 周组长：无变化，已安排（超时）")
	o.at("孙主管").reads("一级 14:05 周组长：无变化，已安排（超时）")
	o.until(0, 16, 0)
	if n := strings.Count(o.at("孙主管").screen(), "一级检查没有答复"); n > 1 {
		t.Errorf("the supervisor is told %d times", n)
	}
}

func TestChecks_ProblemOpensAReport(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.until(0, 13, 1)
	o.taps("周组长", "有问题")
	o.at("周组长").reads("哪里有问题？先选一类", "[音视频] [灯光] [空调]", "[返回]")
	o.taps("周组长", "其他")
	o.at("周组长").reads("其他怎么了？发一句话、照片或语音", "[返回]")
	o.says("周组长", "少 3 把椅子")
	o.at("周组长").hears("已报修，派会议服务班")
	o.at("会服07").reads("🔧 加急报修 · 其他", "少 3 把椅子", "[我来]")
	o.until(0, 14, 1)
	o.at("环境主管").reads("⚠️ 一级 13:01 周组长：少 3 把椅子", "└ 其他：已派会议服务班，等人接单")
}

func TestChecks_MeetingOff(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.until(0, 13, 1)
	old := o.at("周组长").tapping("无变化，已安排")
	_, err := o.store.CancelBooking(t.Context(), conferenceChange(o, "李敏"), b.ID, 0, "")
	o.must(err)
	o.carry()
	o.at("周组长").shows("会议已取消，不用检查了")
	o.does("周组长", old)
	o.at("周组长").shows("会议已取消，不用检查了")
	if o.at("周组长").toast == "" {
		t.Error("a button of a cancelled meeting is not answered")
	}
}

func TestChecks_SupervisorAnswersInTheirPlace(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 20, "季度会")
	o.until(0, 14, 5)
	o.taps("孙主管", "有问题")
	o.taps("孙主管", "其他")
	o.says("孙主管", "/today") // a command in the middle of a dialog
	o.says("孙主管", "会场没人")
	o.at("环境主管").reads("⚠️ 一级 14:05 孙主管（代）：会场没人")
	old := o.at("周组长")
	if strings.Contains(old.last(), "[有问题]") {
		t.Errorf("the leader is still asked:\n%s", old.last())
	}
}
