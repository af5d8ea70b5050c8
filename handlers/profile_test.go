package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

// The level is shown with its reason; a supervisor changes it, and the plan takes it back.
func TestProfile_Level(t *testing.T) {
	t.Parallel()
	o := openWith(t, backstage)
	b := o.booked("李敏", "E202", at(2, 15, 0), 2*time.Hour, 25, "季度会")
	o.opens("李敏", "11月25日")
	o.at("李敏").reads("\n中型会议 · 25 人\n")
	o.taps("李敏", "更多")
	o.at("李敏").reads("[召集领导] [会议类型]")
	if strings.Contains(o.at("李敏").last(), "[级别]") {
		t.Error("the organiser is offered the level")
	}
	o.at("孙主管").shown = append(o.at("孙主管").shown, o.card("孙主管", b.ID))
	o.at("孙主管").reads("发起：经营管理部 李敏 · 中型会议 · 25 人")
	o.taps("孙主管", "更多")
	o.taps("孙主管", "级别")
	o.at("孙主管").reads("按哪个级别服务？", "[小型会议] [✓ 中型会议]", "[自动] [返回]")
	twice := o.at("孙主管").tapping("重要会议")
	o.does("孙主管", twice)
	o.at("孙主管").reads("重要会议 · 孙主管 设定")
	o.does("孙主管", twice)
	o.at("李敏").reads("重要会议 · 孙主管 设定") // her card follows
	o.taps("孙主管", "更多")
	o.taps("孙主管", "级别")
	o.taps("孙主管", "自动")
	o.at("孙主管").reads("中型会议 · 25 人")

	o.at("部门经理").shown = append(o.at("部门经理").shown, o.card("部门经理", b.ID)) // changes no booking, and its level
	o.taps("部门经理", "级别")
	o.taps("部门经理", "大型会议")
	o.at("部门经理").reads("大型会议 · 部门经理 设定")

	for _, who := range []string{"李敏", "热线", "周组长"} {
		e := o.at(who).event()
		e.Button = button("lvl", b.ID, 0, "small")
		o.does(who, e)
		if !o.at(who).alert {
			t.Errorf("%s sets the level", who)
		}
	}
	now, err := o.store.Booking(t.Context(), b.ID)
	if err != nil || now.Level != conference.LevelLarge {
		t.Errorf("level %s %v", now.Level, err)
	}
}

func TestProfile_LeaderAndType(t *testing.T) {
	t.Parallel()
	o := openWith(t, backstage)
	b := o.booked("李敏", "301", at(2, 15, 0), 2*time.Hour, 5, "碰头会")
	o.opens("李敏", "11月25日")
	o.taps("李敏", "更多")
	o.taps("李敏", "召集领导")
	o.at("李敏").reads("哪位领导召集？发姓名来找", "[返回]")
	o.says("李敏", "查无此人")
	o.at("李敏").reads("名单上没有「查无此人」")
	o.says("李敏", "王")
	o.at("李敏").reads("选一位：", "[王总 · 总经理室]", "[王强 · 财务部]")
	o.taps("李敏", "王总")
	o.at("李敏").hears("已更新")
	o.at("李敏").reads("\n重要会议 · 王总召集\n")
	o.says("李敏", "王强") // the question has been answered: these are no longer words for it
	o.at("李敏").reads("没有听懂")

	o.opens("李敏", "11月25日")
	o.taps("李敏", "更多")
	o.taps("李敏", "会议类型")
	o.at("李敏").reads("是哪一类会议？", "[经营分析] [项目评审]", "[参观接待] [庆典活动]")
	o.taps("李敏", "经营分析")
	o.at("李敏").reads("重要会议 · 王总召集 · 经营分析")
	o.taps("李敏", "更多")
	o.taps("李敏", "召集领导")
	o.taps("李敏", "没有召集领导")
	o.at("李敏").reads("\n经营分析\n")
	o.taps("李敏", "更多")
	o.taps("李敏", "会议类型")
	o.at("李敏").reads("[✓ 经营分析]", "[不分类型]")
	o.taps("李敏", "不分类型")
	if strings.Contains(o.at("李敏").last(), "经营分析") {
		t.Errorf("still of a sort:\n%s", o.at("李敏").last())
	}
	o.taps("李敏", "更多")
	o.taps("李敏", "召集领导")
	o.taps("李敏", "返回")
	o.says("李敏", "王总")
	o.at("李敏").reads("没有听懂") // nothing is asked any more

	for verb, arg := range map[string]string{"ldr": "1", "mtype": "government"} {
		e := o.at("王强").event()
		e.Button = button(verb, b.ID, 0, arg)
		o.does("王强", e)
		if !o.at("王强").alert {
			t.Errorf("somebody else sets %s", verb)
		}
		e = o.at("李敏").event()
		e.Button = button(verb, b.ID, 1, arg) // drawn long ago
		o.does("李敏", e)
		if o.at("李敏").toast != "这张卡片已更新" {
			t.Errorf("a stale %s: %q", verb, o.at("李敏").toast)
		}
	}
}
