package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

func conferenceChange(o *office, name string) conference.Change {
	return conference.Change{Actor: o.people[name], Now: o.now}
}

// invites has the organiser invite people by name, from the booking's card.
func (o *office) invites(day, organiser string, names ...string) {
	o.Helper()
	o.says(organiser, "/my")
	o.taps(organiser, day)
	o.taps(organiser, "邀请参会人")
	o.says(organiser, strings.Join(names, "，"))
	if len(names) == 1 {
		o.taps(organiser, "＋ "+names[0])
	}
	o.taps(organiser, "邀请这")
}

func TestInvite_SearchAndDepartment(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 20, "季度会")
	o.says("李敏", "/my")
	o.taps("李敏", "11月24日")
	o.taps("李敏", "邀请参会人")
	p := o.at("李敏")
	p.sees(`<b>邀请参会人 · A-1001 季度会</b>
还没有邀请任何人
发姓名来找人，或按部门选

[按部门选] [邀请链接、二维码]
[完成]`)
	o.says("李敏", "没这个人<b>")
	p.reads("名单上没有「没这个人&lt;b&gt;」。换个写法再试")
	o.says("李敏", "王")
	p.reads("「王」找到 1 人", "[＋ 王强 · 财务部]")
	o.taps("李敏", "＋ 王强")
	p.reads("已选 1 人：王强", "[✓ 王强 · 财务部]", "[邀请这 1 人]")
	o.taps("李敏", "返回")
	o.taps("李敏", "按部门选")
	p.reads("选部门：", "[财务部]")
	o.taps("李敏", "会议服务班")
	o.taps("李敏", "全选 3 人")
	o.taps("李敏", "邀请这 4 人")
	p.hears("已发出 4 份邀请")
	p.reads("✅ 已邀请 · A-1001 季度会", "👥 4 人：", "[再邀请]")
	o.at("王强").reads("<b>会议邀请</b>", "季度会", "发起：经营管理部 李敏", "[参加] [待定] [请假]")
	o.taps("王强", "参加")
	o.taps("李敏", "再邀请")
	p.reads("已邀请 4 人")
	o.taps("李敏", "看名单")
	p.reads("✅ 王强", "未答复：")
	o.taps("李敏", "返回")
	o.taps("李敏", "完成")
	p.reads("邀请参会人 · A-1001：已结束")
}

func TestInvite_SeveralNames(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 20, "季度会")
	o.says("李敏", "/my")
	o.taps("李敏", "11月24日")
	o.taps("李敏", "邀请参会人")
	o.says("李敏", "王强、Anna、会服、张三")
	o.at("李敏").reads("已选 2 人：王强、Anna", "没找到，或不止一位：会服、张三")
}

func TestAttendance_Answers(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 20, "季度会")
	o.invites("11月24日", "李敏", "王强", "Anna", "热线")
	o.taps("王强", "待定")
	o.at("王强").reads("您待定，会前可以再改", "[参加] [请假]")
	twice := o.at("王强").tapping("参加")
	o.does("王强", twice)
	o.does("王强", twice)
	o.at("王强").reads("✅ 您会参加")

	o.taps("热线", "请假")
	o.at("热线").reads("请假原因？", "[时间冲突] [出差在外]", "[请人代我参加]")
	o.says("热线", "带孩子<script>看病")
	o.at("热线").reads("您已请假：带孩子&lt;script&gt;看病", "[参加] [待定]")

	o.at("Anna").reads("Invitation", "[Accept] [Maybe] [Decline]")
	o.taps("Anna", "Decline")
	o.taps("Anna", "Send a stand-in")
	o.says("Anna", "会服07")
	o.taps("Anna", "会服07")
	o.at("Anna").reads("会服07 comes in your place")
	o.at("会服07").reads("会议邀请", "[参加]")
	o.says("李敏", "/my")
	o.taps("李敏", "11月24日")
	o.at("李敏").reads("1")
}

func TestAttendance_StandInWhoComesAnyway(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 20, "季度会")
	o.invites("11月24日", "李敏", "王强", "热线")
	o.taps("王强", "请假")
	o.taps("王强", "请人代我参加")
	o.says("王强", "热线")
	o.taps("王强", "热线")
	if !o.at("王强").alert {
		t.Errorf("a stand-in who is coming already is taken: %s", o.at("王强").last())
	}
}

func TestAttendance_Confirm(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.says("王强", "/confirm")
	o.at("王强").sees("没有等您答复的邀请")
	o.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 20, "季度会")
	o.booked("李敏", "302", at(2, 9, 0), time.Hour, 5, "碰头会")
	o.invites("11月24日", "李敏", "王强")
	o.says("王强", "/confirm")
	o.at("王强").reads("会议邀请", "季度会")
	o.invites("11月25日", "李敏", "王强")
	o.says("王强", "/confirm")
	o.at("王强").reads("等您答复 · 2 场", "季度会", "碰头会")
	o.taps("王强", "11月25日")
	o.at("王强").reads("会议邀请", "碰头会")
	o.taps("王强", "加入日历")
	if len(o.at("王强").files) != 1 {
		t.Error("no calendar file")
	}
}

func TestAttendance_RemindedMovedOff(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.booked("李敏", "301", at(2, 15, 0), 2*time.Hour, 20, "季度会")
	o.invites("11月25日", "李敏", "王强")
	o.until(1, 15, 1)
	o.at("王强").reads("会议提醒 · 明天", "还没收到您的答复", "[参加] [待定] [请假]")
	o.at("李敏").reads("这场会议还需要吗？", "[仍然需要] [不需要了]")
	o.taps("王强", "参加")
	o.at("李敏").reads("参加 1", "这场会议还需要吗？")
	o.taps("李敏", "仍然需要")
	_, err := o.store.ChangeBooking(t.Context(), conferenceChange(o, "李敏"), b.ID, 0, conference.Edit{Start: at(2, 16, 0)})
	o.must(err)
	o.carry()
	o.at("王强").reads("会议改了时间，请重新答复", "16:00–18:00", "[参加]")
	o.until(2, 15, 1)
	o.at("王强").reads("会议提醒 · 1 小时后")
	_, err = o.store.CancelBooking(t.Context(), conferenceChange(o, "李敏"), b.ID, 0, "并入例会")
	o.must(err)
	o.carry()
	o.at("王强").reads("会议已取消", "并入例会")
	if n := strings.Count(o.at("王强").screen(), "季度会"); n != 1 {
		t.Errorf("the attendee sees %d cards of one meeting:\n%s", n, o.at("王强").screen())
	}
}

func TestAttendance_SaidInWords(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 20, "季度会")
	o.invites("11月24日", "李敏", "王强", "Anna")
	o.says("王强", "我参加")
	o.at("王强").reads("✅ 您会参加")
	o.says("Anna", "I can't come")
	o.at("Anna").reads("You have declined")
}
