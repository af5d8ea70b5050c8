package handlers_test

import (
	"strings"
	"testing"

	"huiwu/conference"
)

var wangFang = []conference.Person{
	{Name: "王芳", Phone: "8613900000031", Department: "会议服务班", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewMeetingService, Language: "zh-CN"},
	{Name: "王芳芳", Phone: "8613900000032", Department: "清洁绿化部", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewCleaning, Language: "zh-CN"},
	{Name: "赵敏", Phone: "8613900000033", Department: "会议服务班", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewMeetingService, Language: "zh-CN"},
	{Name: "赵敏", Phone: "8613900000034", Department: "安全部", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewSafety, Language: "zh-CN"},
}

// One sentence: whom, until when, where, what. The assignee has an ordinary task, the assigner sees each step on one card.
func TestAssign_InASentence(t *testing.T) {
	t.Parallel()
	o := openWith(t, wangFang)
	o.says("孙主管", "/assign 让王芳下午3点前把302打扫干净")
	o.at("孙主管").sees(`<b>📋 临时交办</b>
交给：王芳 · 会议服务班
把302打扫干净
📍 主楼 302
🕒 15:00 前完成

[派出]
[换人] [改内容]
[改地点] [改时间]
[不派了]`)
	send := o.at("孙主管").tapping("派出")
	o.does("孙主管", send)
	o.does("孙主管", send)
	o.at("孙主管").reads("📋 临时任务", "把302打扫干净", "[不用了]")
	o.at("王芳").reads("📋 临时任务", "主楼 302", "15:00", "\n把302打扫干净\n", "孙主管", "[我来]")
	o.at("会服07").lacks("打扫")
	o.taps("王芳", "我来")
	o.at("孙主管").reads("王芳 已接单")
	o.taps("王芳", "开始")
	o.at("孙主管").reads("王芳 正在处理")
	o.taps("王芳", "完成")
	o.at("孙主管").reads("✅ 10:00 已完成 · 王芳")
	if n := strings.Count(o.at("孙主管").screen(), "打扫"); n != 1 {
		t.Errorf("%d cards of one job:\n%s", n, o.at("孙主管").screen())
	}
	tasks, err := o.store.TasksFor(t.Context(), o.people["王芳"])
	if err != nil || len(tasks) != 0 {
		t.Errorf("%d tasks, %v", len(tasks), err)
	}
}

func TestAssign_Sentences(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, words string
		want        []string
	}{
		{"a crew, in a part of tomorrow", "音控班 明天上午检查主楼音响", []string{"交给：音控班", "\n检查主楼音响\n", "🕒 11月24日 周二 12:00 前完成", "[派出]"}},
		{"a crew by its short name", "派清洁绿化去东楼202收垃圾", []string{"交给：清洁绿化部", "📍 东楼 E202"}},
		{"the longer of two names", "让王芳芳打扫302", []string{"交给：王芳芳 · 清洁绿化部", "\n打扫302\n"}},
		{"two of the same name", "请赵敏去301开门", []string{"是哪一位？", "[赵敏 · 会议服务班]", "[赵敏 · 安全部]"}},
		{"within so long", "会服07 半小时内去301开门", []string{"交给：会服07", "10:30 前完成", "📍 主楼 301"}},
		{"a day alone", "周五让会服08整理仓库", []string{"交给：会服08", "\n整理仓库\n", "11月27日 周五 18:00 前完成"}},
		{"no time: within the hour", "让王芳打扫302", []string{"🕒 11:00 前完成"}},
		{"whom, and not what", "王芳", []string{"交给：王芳", "做什么？发一句话"}},
		{"what, and not whom", "把302打扫干净", []string{"\n把302打扫干净\n", "交给谁？发姓名，或点一个班组", "[会议服务班] [音控班]"}},
		{"staff do no crew's work", "让李敏打扫302", []string{"交给谁？"}},
		{"hostile", "让王芳<b>打扫</b>302", []string{"&lt;b&gt;打扫&lt;/b&gt;302"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := openWith(t, wangFang)
			o.says("孙主管", "/assign "+c.words)
			o.at("孙主管").reads(c.want...)
		})
	}
}

// Who may hand out work needs no command; from anybody else the same words hand out nothing.
func TestAssign_WithoutACommand(t *testing.T) {
	t.Parallel()
	o := openWith(t, wangFang)
	o.says("孙主管", "让王芳下午3点前把302打扫干净")
	o.at("孙主管").reads("📋 临时交办", "交给：王芳", "把302打扫干净", "15:00 前完成", "[派出]")
	o.says("热线", "ask the sound crew to check E202 before 4pm")
	o.at("热线").reads("📋 临时交办", "交给：音控班", "check E202", "📍 东楼 E202", "16:00 前完成")
	o.says("孙主管", "会服08整理仓库") // whose name is not 会服, and whose job is not 08整理仓库
	o.at("孙主管").reads("📋 临时交办", "交给：会服08", "\n整理仓库\n", "[派出]")
	o.says("李敏", "会服08整理仓库") // no names of the roster are known in what staff say
	if strings.Contains(o.at("李敏").last(), "整理仓库\n") || strings.Contains(o.at("李敏").last(), "临时交办") {
		t.Errorf("staff hand out work:\n%s", o.at("李敏").last())
	}
	o.says("李敏", "让王芳下午3点前把302打扫干净")
	if strings.Contains(o.at("李敏").last(), "临时交办") {
		t.Errorf("staff hand out work:\n%s", o.at("李敏").last())
	}
}

func TestAssign_StepByStep(t *testing.T) {
	t.Parallel()
	o := openWith(t, append(wangFang, backstage...))
	o.says("部门经理", "/assign")
	o.at("部门经理").reads("📋 临时交办", "交给谁？", "[采购员]")
	o.says("部门经理", "查无此人")
	o.at("部门经理").reads("没找到叫「查无此人」、能派任务的人", "[会议服务班]")
	o.says("部门经理", "李敏") // on the roster, and no worker
	o.at("部门经理").reads("没找到叫「李敏」")
	o.says("部门经理", "会服")
	o.at("部门经理").reads("是哪一位？", "[会服07 · 会议服务班]", "[会服08 · 会议服务班]")
	o.taps("部门经理", "会服08")
	o.at("部门经理").reads("交给：会服08", "做什么？")
	o.says("部门经理", "到大门口迎一下客人")
	o.at("部门经理").reads("到大门口迎一下客人", "[派出]")
	o.taps("部门经理", "改地点")
	o.says("部门经理", "火星")
	o.at("部门经理").reads("没找到这个房间")
	o.says("部门经理", "305")
	o.at("部门经理").reads("📍 主楼 305")
	o.taps("部门经理", "改时间")
	o.at("部门经理").reads("[15 分钟后] [30 分钟后]", "[18:00]")
	o.says("部门经理", "两点半")
	o.at("部门经理").reads("🕒 14:30 前完成")
	o.taps("部门经理", "改时间")
	o.taps("部门经理", "30 分钟后")
	o.taps("部门经理", "换人")
	o.taps("部门经理", "音控班")
	o.at("部门经理").reads("交给：音控班", "🕒 10:30 前完成")
	o.taps("部门经理", "派出")
	o.at("音控12").reads("📋 临时任务", "到大门口迎一下客人", "部门经理", "[我来]")
	o.at("会服08").lacks("大门口")
	o.taps("音控12", "我来")
	o.at("部门经理").reads("音控12 已接单")
}

// Whatever was asked for, a sentence that says more fills in more: whom, where, by when and what.
func TestAssign_ASentenceInTheDialog(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		says []string
		want []string
	}{
		{"all of it", []string{"请音控班今天下午四点前检查301音响"}, []string{"交给：音控班", "\n检查301音响\n", "📍 主楼 301", "16:00 前完成", "[派出]"}},
		{"all of it, in another language", []string{"have the sound crew check the speakers in 301 by 4 pm"}, []string{"交给：音控班", "\ncheck the speakers in 301\n", "📍 主楼 301", "16:00 前完成"}},
		{"all of it, to a person", []string{"让王芳芳下午3点前把302打扫干净"}, []string{"交给：王芳芳", "\n把302打扫干净\n", "📍 主楼 302", "15:00 前完成"}},
		{"after somebody else was named", []string{"王芳芳", "请音控班今天下午四点前检查301音响"}, []string{"交给：音控班", "\n检查301音响\n", "16:00 前完成"}},
		{"the job, with its place and time", []string{"音控班", "今天下午四点前检查301音响"}, []string{"交给：音控班", "\n检查301音响\n", "📍 主楼 301", "16:00 前完成"}},
		{"the same in another language", []string{"音控班", "check the speakers in 301 by 4pm"}, []string{"\ncheck the speakers in 301\n", "📍 主楼 301", "16:00 前完成"}},
		{"a time that is no deadline", []string{"王芳芳", "把下午三点的会议纪要打印出来"}, []string{"\n把下午三点的会议纪要打印出来\n", "11:00 前完成"}},
		{"two of the same name", []string{"请赵敏去301开门"}, []string{"是哪一位？", "[赵敏 · 会议服务班]", "[赵敏 · 安全部]", "\n去301开门\n"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := openWith(t, wangFang)
			o.says("孙主管", "/assign")
			for _, words := range c.says {
				o.says("孙主管", words)
			}
			o.at("孙主管").reads(c.want...)
		})
	}
	o := openWith(t, wangFang)
	o.says("孙主管", "请音控班今天下午四点前检查301音响") // and without the dialog
	o.at("孙主管").reads("交给：音控班", "\n检查301音响\n", "📍 主楼 301", "16:00 前完成")
	o.says("孙主管", "/assign")
	o.says("孙主管", "请音控班检查"+strings.Repeat("音响", 500))
	o.at("孙主管").reads("这段话太长了")
}

func TestAssign_Refusals(t *testing.T) {
	t.Parallel()
	o := openWith(t, wangFang)
	for _, name := range []string{"李敏", "会服07", "周组长", "管理员"} {
		o.says(name, "/assign 让王芳打扫302")
		o.at(name).reads("这件事您没有权限")
	}
	o.says("孙主管", "/assign 让王芳打扫302")
	o.must(o.store.RemovePerson(t.Context(), conferenceChange(o, "管理员"), o.people["王芳"].ID))
	o.taps("孙主管", "派出")
	if p := o.at("孙主管"); !p.alert || !strings.Contains(p.toast, "没找到可以派的人或班组") {
		t.Errorf("to somebody who has left: %q", p.toast)
	}
	o.taps("孙主管", "换人")
	o.taps("孙主管", "会议服务班")
	o.taps("孙主管", "改时间")
	o.taps("孙主管", "15 分钟后")
	o.now = at(0, 10, 20)
	o.taps("孙主管", "派出")
	if p := o.at("孙主管"); !p.alert || !strings.Contains(p.toast, "已经过去了") {
		t.Errorf("until a time that is past: %q", p.toast)
	}
	o.taps("孙主管", "不派了")
	o.at("孙主管").reads("📋 没有派出")
	o.at("会服07").lacks("打扫")
}
