package form

import (
	"flag"
	"fmt"
	"path/filepath"
	"testing"
)

var samples = flag.String("samples", "", "a directory to write the sample forms to, to look at them")

// TestDraw_Samples draws each sample and, with -samples DIR, keeps the pictures.
func TestDraw_Samples(t *testing.T) {
	t.Parallel()
	f := find(t)
	for name, form := range map[string]Form{"service": serviceNotice(), "purchase": purchaseNotice(), "cards": cardOrder(40), "english": englishNotice()} {
		if *samples == "" {
			inside(t, first(f, form))
			continue
		}
		for i, page := range mustDraw(t, f, form) {
			write(t, filepath.Join(*samples, fmt.Sprintf("%s-%d.png", name, i+1)), page)
		}
	}
}

// serviceNotice is 《会议服务通知单》 as the rule books describe it.
func serviceNotice() Form {
	return Form{
		Title:    "行政办事中心会议服务通知单",
		Subtitle: "填表单位：客户服务中心",
		Number:   "编号：A-1027",
		Sections: []Section{
			{Heading: "会议信息", Rows: []Row{
				{Label: "会议名称", Value: "2026年第四季度经营分析会暨“安全生产月”工作部署会", Wide: true},
				{Label: "会议时间", Value: "11月24日 周二 15:00–17:30"},
				{Label: "会议室", Value: "主楼 301（A类）"},
				{Label: "人数", Value: "20 人"},
				{Label: "服务级别", Value: "中型会议"},
				{Label: "主办单位", Value: "经营管理部"},
				{Label: "联系人", Value: "李敏 138 0013 8000"},
			}},
			{Heading: "服务要求", Rows: []Row{
				{Label: "会场布置", Value: "课桌式，主席台 5 席；横幅内容：“2026年第四季度经营分析会”；背景屏显示会议名称与会标（PPT 由主办单位提供，11月23日 12:00 前送达）。"},
				{Label: "音响视频", Value: "投影、无线话筒 4 支、鹅颈话筒 2 支"},
				{Label: "茶水", Value: "绿茶 20 杯，15:15 起每 15 分钟续水；主席台 2 杯不加糖"},
				{Label: "席卡", Value: "按名单制作 12 张（见附表）"},
				{Label: "花卉", Value: "讲台 1 盆"},
				{Label: "停车引导", Value: "5 辆"},
				{Label: "安保", Value: "会场周边控制噪音，闲杂人员不得入内"},
			}},
			{Heading: "会前检查", Table: &Table{
				Header: []string{"检查", "时间", "负责岗位", "内容", "结果"},
				Rows: [][]string{
					{"一级", "13:00", "会务服务组长", "通知单各项、会场布置、设备通电", ""},
					{"二级", "14:00", "会务部主管", "核对一级结果、会场布置、人员到位", ""},
					{"三级", "14:30", "部门经理", "全面复核，签字确认", ""},
				},
			}},
			{Rows: []Row{{Label: "备注", Value: "", Lines: 3}}},
		},
		Signatures: []string{"客户服务中心：", "日期：", "会务组：", "日期："},
		Footer:     "本单一式三份：客户服务中心、会务组、技术保障部各存一份。",
	}
}

func purchaseNotice() Form {
	return Form{
		Title: "会议采购通知单", Number: "编号：A-1027-2", Subtitle: "2026年11月23日",
		Sections: []Section{
			{Rows: []Row{
				{Label: "会议名称", Value: "季度经营分析会", Wide: true},
				{Label: "会议时间", Value: "11月24日 周二 15:00"},
				{Label: "地点", Value: "主楼 301"},
				{Label: "申请部门", Value: "会务部"},
				{Label: "送达时限", Value: "11月24日 14:30 前"},
			}},
			{Heading: "采购明细", Table: &Table{
				Header: []string{"序号", "品名", "规格", "数量", "单位", "用途"},
				Rows: [][]string{
					{"1", "矿泉水", "350 ml", "48", "瓶", "会议用水"},
					{"2", "绿茶", "250 g，明前", "2", "罐", "茶水服务"},
					{"3", "鲜花", "讲台花，百合为主，高度不超过 40 cm，以免遮挡发言人", "1", "盆", "会场布置"},
					{"4", "横幅", "8 m × 0.7 m，红底白字", "1", "条", "会标"},
				},
			}},
			{Rows: []Row{{Label: "说明", Value: "费用由主办单位承担，会后凭发票报销。", Wide: true, Lines: 2}}},
		},
		Signatures: []string{"申请人：", "审批人：", "采购员："},
	}
}

func cardOrder(names int) Form {
	table := Table{Header: []string{"序号", "姓名", "单位及职务", "份数"}}
	for i := range names {
		table.Rows = append(table.Rows, []string{fmt.Sprint(i + 1), []string{"李敏", "王强", "欧阳修远", "Anna Müller"}[i%4], []string{"经营管理部 部长", "行政事务科", "工程技术部 副主任（主持工作）", "Huiwu GmbH"}[i%4], "1"})
	}
	return Form{
		Title: "席卡制作清单", Subtitle: "季度经营分析会　11月24日 周二 15:00　主楼 301", Number: "编号：A-1027-3",
		Sections:   []Section{{Table: &table}},
		Signatures: []string{"制作人：", "核对人："},
		Footer:     "双面，200 mm × 100 mm，黑体",
	}
}

func englishNotice() Form {
	return Form{
		Title: "Meeting Service Notice", Subtitle: "Customer Service Centre", Number: "No. A-1027",
		Sections: []Section{
			{Heading: "Meeting", Rows: []Row{
				{Label: "Title", Value: "Quarterly review and AV Tooling Workshop", Wide: true},
				{Label: "When", Value: "Tue 24 Nov, 15:00–17:30"},
				{Label: "Where", Value: "Main 301"},
				{Label: "Number of participants", Value: "20"},
				{Label: "Service level", Value: "Medium"},
				{Label: "Organiser", Value: "Operations, Li Min"},
				{Label: "Telephone", Value: "138 0013 8000"},
			}},
			{Heading: "Services", Rows: []Row{
				{Label: "Set-up", Value: "Classroom style, five seats at the head table; banner “Quarterly review”; the screen shows the title and the emblem (slides come from the organiser by noon on Monday)."},
				{Label: "Tea", Value: "Green tea, 20 cups, refilled every 15 minutes from 15:15"},
			}},
			{Heading: "Checks", Table: &Table{
				Header: []string{"Level", "Time", "By", "What", "Result"},
				Rows: [][]string{
					{"1", "13:00", "Team leader", "Everything on this notice, set-up, power", ""},
					{"2", "14:00", "Supervisor", "Result of level 1, set-up, staff present", ""},
					{"3", "14:30", "Manager", "All of it, signed", ""},
				},
			}},
			{Rows: []Row{{Label: "Remarks", Lines: 3}}},
		},
		Signatures: []string{"Crew:", "Date:"},
		Footer:     "Keep one copy each: service centre, crew, technicians.",
	}
}
