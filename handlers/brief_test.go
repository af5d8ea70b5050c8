package handlers_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

func today(o *office) conference.Subject {
	return conference.Subject{Kind: conference.SubjectDay, ID: at(0, 0, 0).Unix()}
}

func TestCompose_Daily(t *testing.T) {
	t.Parallel()
	o := open(t)
	if got := o.composed(conference.NoticeDaily, today(o), "周组长"); got != "" {
		t.Errorf("on a day with nothing: %s", got)
	}
	b := o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 10, "季度<会>\u202e")
	o.booked("Anna", "305", at(0, 13, 0), time.Hour, 20, "Budget")
	off := o.booked("李敏", "302", at(0, 16, 0), time.Hour, 5, "取消的会")
	_, err := o.store.CancelBooking(t.Context(), conferenceChange(o, "李敏"), off.ID, 0, "")
	o.must(err)
	_, err = o.store.OrderTea(t.Context(), conferenceChange(o, "李敏"), conference.TeaRequest{BookingID: b.ID, Tea: "green"})
	o.must(err)
	want := "<b>今日服务 · 11月23日 周一 · 会议服务班</b>\n会议 2 场\n13:00–14:00 主楼 305 Budget · 20 人 · 中型\n" +
		"15:00–17:00 主楼 301 季度&lt;会&gt; · 10 人 · 小型\n今天到期的任务 1 项，见 /tasks"
	if got := strings.TrimSpace(o.composed(conference.NoticeDaily, today(o), "周组长")); got != want {
		t.Errorf("the leader reads\n%s\n\nwant\n%s", got, want)
	}
	if got := o.composed(conference.NoticeDaily, today(o), "孙主管"); got != "" {
		t.Errorf("who leads no crew reads %s", got)
	}
	for i := range 9 {
		o.booked("李敏", "E202", at(0, 12, 0).Add(time.Duration(i)*time.Hour), 15*time.Minute, 5, "短会")
	}
	if got := o.composed(conference.NoticeDaily, today(o), "周组长"); !strings.Contains(got, "会议 11 场") || !strings.Contains(got, "另有 3 场，见 /today") {
		t.Errorf("a full day reads\n%s", got)
	}
}

func TestCompose_Weekly(t *testing.T) {
	t.Parallel()
	o := open(t)
	week := conference.Subject{Kind: conference.SubjectWeek, ID: at(4, 17, 0).Unix()}
	o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 10, "季度会")
	o.booked("李敏", "305", at(1, 15, 0), 90*time.Minute, 24, "评审会")
	_, _, err := o.store.ReportProblem(t.Context(), conferenceChange(o, "李敏"), conference.ProblemRequest{RoomID: o.rooms["301"].ID, Kind: conference.ProblemAV, Text: "坏了"})
	o.must(err)
	o.now = at(4, 17, 0)
	want := "<b>每周简报 · 11月20日 周五–11月27日 周五</b>\n会议 2 场：中型 1、小型 1\n任务 1 项：完成 0 · 超时 1 · 上报 0\n" +
		"🔧 报修 1 件：音视频 1\n📍 用得最多：主楼 301 1 场 2 小时、主楼 305 1 场 1 小时 30 分"
	if got := strings.TrimSpace(o.composed(conference.NoticeWeekly, week, "孙主管")); got != want {
		t.Errorf("the supervisor reads\n%s\n\nwant\n%s", got, want)
	}
	if got := o.composed(conference.NoticeWeekly, week, "周组长"); got != "" {
		t.Errorf("a crew's leader reads %s", got)
	}
	quiet := conference.Subject{Kind: conference.SubjectWeek, ID: at(40, 17, 0).Unix()}
	if got := o.composed(conference.NoticeWeekly, quiet, "孙主管"); !strings.Contains(got, "没有会议") || strings.Contains(got, "任务") {
		t.Errorf("a quiet week reads\n%s", got)
	}
}

// The authority's contact gets the outlook like the supervisors (S128).
func TestCompose_OutlookForTheAuthority(t *testing.T) {
	t.Parallel()
	o := open(t)
	contact := conference.Person{Name: "局里", Phone: "8613900000077", Department: "机关事务管理局", Roles: []conference.Role{conference.RoleAuthority}, Language: "zh-CN"}
	_, err := o.store.Import(t.Context(), o.now, nil, []conference.Person{contact})
	o.must(err)
	o.people["局里"], err = o.store.LinkByContact(t.Context(), conference.Change{Now: o.now}, 277, contact.Phone)
	o.must(err)
	o.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 10, "季度会")
	got := o.composed(conference.NoticeOutlook, conference.Subject{Kind: conference.SubjectDay, ID: at(1, 0, 0).Unix()}, "局里")
	if !strings.Contains(got, "15:00–17:00 主楼 301 季度会") {
		t.Errorf("the authority's contact reads %q", got)
	}
}
