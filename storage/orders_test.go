package storage

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

// nextWeek is a meeting of 王芳's in 302, a week from the sample Monday at two.
func (h *house) nextWeek() conference.Booking {
	h.t.Helper()
	b, err := h.Book(h.t.Context(), h.by("王芳"), h.request("302", at(14, 0).AddDate(0, 0, 7), at(15, 0).AddDate(0, 0, 7)))
	h.must(err)
	h.queue.take()
	return b
}

// An order that is called off takes its purchase along, whoever had it; what else is bought for the meeting stays.
func TestStore_OrderService_calledOff(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.nextWeek()
	ctx := t.Context()
	first, err := h.OrderService(ctx, h.by("郑丽"), conference.ServiceRequest{BookingID: b.ID, Service: "banner", Text: "热烈欢迎"})
	h.must(err)
	_, err = h.OrderService(ctx, h.by("郑丽"), conference.ServiceRequest{BookingID: b.ID, Service: "banner", Text: "欢迎光临"})
	h.must(err)
	_, err = h.OrderService(ctx, h.by("郑丽"), conference.ServiceRequest{BookingID: b.ID, Service: "fruit"})
	h.must(err)
	_, err = h.StepTask(ctx, h.by("李强"), first.ID, 0, conference.StepCancel, "")
	h.refused(err, conference.CodeForbidden)
	_, err = h.StepTask(ctx, h.by("王芳"), first.ID, 0, conference.StepCancel, "") // her meeting, the hotline's order
	h.must(err)
	m, err := h.Meeting(ctx, b.ID)
	h.must(err)
	var open []string
	for _, task := range m.Tasks {
		if task.Open() && task.Order != nil {
			open = append(open, string(task.Kind)+" "+task.Order.Service+" "+task.Order.Text)
		}
	}
	slices.Sort(open)
	if want := []string{"order banner 欢迎光临", "order fruit ", "purchase banner 欢迎光临", "purchase fruit "}; !slices.Equal(open, want) {
		t.Errorf("open: %q, want %q", open, want)
	}
}

func TestStore_Announce(t *testing.T) {
	t.Parallel()
	h := setup(t)
	ctx := t.Context()
	work := []conference.Person{ // beside the sample's crews, who work everywhere
		{Name: "东楼员", Phone: "8613900000021", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewSafety, Building: "东楼"},
		{Name: "主楼员", Phone: "8613900000022", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewSafety, Building: "主楼"},
		{Name: "休班", Phone: "8613900000023", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewSafety, Building: "主楼"},
		{Name: "大堂", Phone: "8613900000024", Roles: []conference.Role{conference.RoleLobbyManager}, Building: "主楼"},
		{Name: "王总", Phone: "8613900000025", Roles: []conference.Role{conference.RoleStaff}, Rank: 1},
		{Name: "参会", Phone: "8613900000026", Roles: []conference.Role{conference.RoleStaff}},
		{Name: "请假", Phone: "8613900000027", Roles: []conference.Role{conference.RoleStaff}},
		{Name: "外援", Phone: "8613900000028", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewSafety, Building: "东楼"},
	}
	_, err := h.Import(ctx, h.now, nil, work)
	h.must(err)
	_, err = h.pool.Exec(ctx, `UPDATE people SET telegram_id = 1000 + id WHERE name <> '参会'`) // who has never written
	h.must(err)
	_, err = h.pool.Exec(ctx, `UPDATE people SET keeps_duty = true WHERE name IN ('休班', '主楼员')`)
	h.must(err)
	_, err = h.pool.Exec(ctx, `INSERT INTO shifts SELECT id, $1, $2 FROM people WHERE name = '主楼员'`, at(8, 0), at(18, 0))
	h.must(err)
	h.read()
	leader := h.people["王总"]
	h.now = at(8, 0)
	b, err := h.Book(ctx, h.by("王芳"), conference.Request{RoomID: h.rooms["301"].ID, Title: "会", Start: at(14, 0), End: at(15, 0), Headcount: 8, Leader: leader})
	h.must(err)
	_, err = h.Book(ctx, h.by("李强"), h.request("302", at(16, 30), at(17, 0))) // too late to be there
	h.must(err)
	added, err := h.Invite(ctx, h.by("王芳"), b.ID, []int64{h.people["参会"].ID, h.people["请假"].ID})
	h.must(err)
	_, err = h.AnswerInvitation(ctx, h.by("请假"), added[1].ID, 0, conference.Answer{PartStat: conference.Declined})
	h.must(err)
	_, err = h.Assign(ctx, h.by("郑丽"), conference.Assignment{Person: h.people["外援"], What: "看门", RoomID: h.rooms["301"].ID, DueAt: at(18, 0)})
	h.must(err)
	task, err := h.TasksFor(ctx, h.people["外援"])
	h.must(err)
	_, err = h.StepTask(ctx, h.by("外援"), task[0].ID, 0, conference.StepClaim, "")
	h.must(err)
	h.queue.take()

	h.now = at(13, 10)
	_, err = h.Announce(ctx, h.by("赵敏"), conference.Alarm{Building: "主楼", Words: "请撤离", ArmedAt: h.now})
	h.refused(err, conference.CodeForbidden)
	_, err = h.Announce(ctx, h.by("吴刚"), conference.Alarm{Building: "不存在的楼", Words: "请撤离", ArmedAt: h.now})
	h.refused(err, conference.CodeBuildingEmpty)
	_, err = h.Announce(ctx, h.by("吴刚"), conference.Alarm{Building: "主楼", Words: "请撤离", ArmedAt: h.now.Add(-2 * time.Minute)})
	h.refused(err, conference.CodeConfirmLate)
	if h.count(`SELECT count(*) FROM emergencies`) != 0 || len(h.queue.take()) != 0 {
		t.Fatal("what was refused was sent")
	}
	change := h.by("吴刚")
	m, err := h.Announce(ctx, change, conference.Alarm{Building: "主楼", Words: "请撤离", ArmedAt: h.now.Add(-30 * time.Second)})
	h.must(err)
	_, err = h.Announce(ctx, change, conference.Alarm{Building: "主楼", Words: "请撤离", ArmedAt: h.now})
	h.refused(err, conference.CodeDuplicate)
	ds := h.queue.take()
	told := h.sent(ds, conference.NoticeEmergency)
	want := map[string]int{"王芳": 1, "王总": 1, "外援": 1, "主楼员": 1, "大堂": 1, "赵敏": 1, "孙磊": 1, "周洁": 1, "音控员": 1}
	if !maps.Equal(told, want) { // 参会 has no account: nothing is sent, and the sender is told
		t.Errorf("told %v\nwant %v", told, want)
	}
	for _, d := range ds {
		if d.Kind == conference.NoticeEmergency && (!d.Ping || d.Lane != conference.LaneAnswer || d.Subject.ID != m.ID) {
			t.Errorf("%+v", d)
		}
	}
	m, err = h.Emergency(ctx, m.ID)
	h.must(err)
	if out := m.Unreached(); len(m.Told) != 10 || len(out) != 1 || out[0].Name != "参会" {
		t.Errorf("%d told, out of reach %+v", len(m.Told), out)
	}
	_, err = h.SaveCard(ctx, conference.Subject{Kind: conference.SubjectEmergency, ID: m.ID}, h.people["吴刚"].ID, conference.Card{ChatID: 1, MessageID: 2})
	h.must(err)
	_, err = h.MarkUnreachable(ctx, h.people["孙磊"].ID, h.now.Add(time.Minute))
	h.must(err)
	if cards := h.sent(h.queue.take(), conference.NoticeCard); cards["吴刚"] != 1 {
		t.Errorf("the sender does not hear of somebody out of reach: %v", cards)
	}
}

// read reads the people anew.
func (h *house) read() {
	h.t.Helper()
	people, err := readAll(h.t.Context(), h.pool, scanPerson, `SELECT `+personColumns("p")+` FROM people p`)
	h.must(err)
	for _, p := range people {
		h.people[p.Name] = p
	}
}

// Habits reach who serves the meeting and who keeps them, and no line of the history.
func TestStore_Habits(t *testing.T) {
	t.Parallel()
	h := setup(t)
	ctx := t.Context()
	b := h.book()
	const words = "龙井不放糖，靠窗，24度"
	chief := h.people["李强"]
	_, err := h.KeepHabits(ctx, h.by("王芳"), chief.ID, words)
	h.refused(err, conference.CodeForbidden)
	_, err = h.HabitsOf(ctx, h.people["赵敏"].ID, chief.ID)
	h.refused(err, conference.CodeForbidden)
	_, err = h.KeepHabits(ctx, h.by("郑丽"), 999, words)
	h.refused(err, conference.CodeNotFound)
	_, err = h.KeepHabits(ctx, h.by("郑丽"), chief.ID, words)
	h.must(err)
	kept, err := h.HabitsOf(ctx, h.people["吴刚"].ID, chief.ID)
	if err != nil || kept.Words != words || kept.KeptBy.Name != "郑丽" || kept.Person.Name != "李强" {
		t.Errorf("%+v %v", kept, err)
	}

	tea, err := h.OrderTea(ctx, h.by("王芳"), conference.TeaRequest{BookingID: b.ID, Tea: "green"})
	h.must(err)
	_, err = h.HabitsAt(ctx, h.people["赵敏"].ID, b.ID)
	h.refused(err, conference.CodeForbidden) // offered, not taken
	_, err = h.StepTask(ctx, h.by("赵敏"), tea.ID, 0, conference.StepClaim, "")
	h.must(err)
	all, err := h.HabitsAt(ctx, h.people["赵敏"].ID, b.ID)
	if err != nil || len(all) != 0 {
		t.Errorf("of somebody who does not come: %+v %v", all, err)
	}
	added, err := h.Invite(ctx, h.by("王芳"), b.ID, []int64{chief.ID})
	h.must(err)
	if task, err := h.Task(ctx, tea.ID); err != nil || task.Habits {
		t.Errorf("habits %v of somebody who has not accepted: %v", task.Habits, err)
	}
	_, err = h.AnswerInvitation(ctx, h.by("李强"), added[0].ID, 0, conference.Answer{PartStat: conference.Accepted})
	h.must(err)
	all, err = h.HabitsAt(ctx, h.people["赵敏"].ID, b.ID)
	if err != nil || len(all) != 1 || all[0].Words != words {
		t.Errorf("%+v %v", all, err)
	}
	if task, err := h.Task(ctx, tea.ID); err != nil || !task.Habits {
		t.Errorf("the task does not know: %v", err)
	}
	for _, name := range []string{"孙磊", "周洁", "王芳", "李强"} { // the crew, their leader, the organiser, the guest of honour
		_, err = h.HabitsAt(ctx, h.people[name].ID, b.ID)
		h.refused(err, conference.CodeForbidden)
	}
	_, err = h.KeepHabits(ctx, h.by("吴刚"), chief.ID, "")
	h.must(err)
	if h.count(`SELECT count(*) FROM habits`) != 0 {
		t.Error("cleared, and still kept")
	}
	if n := h.count(`SELECT count(*) FROM history WHERE verb = 'keep habits'`); n != 2 {
		t.Errorf("%d lines of history", n)
	}
	if n := h.count(`SELECT count(*) FROM history WHERE detail::text LIKE '%龙井%' OR detail::text LIKE '%靠窗%'`); n != 0 {
		t.Error("the history holds what is nobody's business")
	}
}

func TestStore_Board(t *testing.T) {
	t.Parallel()
	h := setup(t)
	ctx := t.Context()
	chief := h.people["吴刚"]
	assign := func(what, room string, due time.Time) conference.Task {
		t.Helper()
		task, err := h.Assign(ctx, h.by("吴刚"), conference.Assignment{Crew: conference.CrewSound, What: what, RoomID: h.rooms[room].ID, DueAt: due})
		h.must(err)
		return task
	}
	assign("later", "301", at(16, 0))
	taken := assign("taken", "301", at(10, 0))
	assign("late", "301", at(9, 30))
	assign("next", "E202", at(10, 30))
	assign("anywhere", "", at(15, 0))
	done := assign("done", "E202", at(9, 20))
	for _, id := range []int64{taken.ID, done.ID} {
		_, err := h.StepTask(ctx, h.by("音控员"), id, 0, conference.StepClaim, "")
		h.must(err)
	}
	_, err := h.StepTask(ctx, h.by("音控员"), done.ID, 0, conference.StepDone, "")
	h.must(err)
	_, err = h.Book(ctx, h.by("王芳"), h.request("301", at(11, 0), at(12, 0)))
	h.must(err)
	h.book() // at two: not within two hours

	now := at(9, 45)
	board, err := h.Board(ctx, chief.ID, "", now, 4)
	h.must(err)
	want := []conference.BoardLine{{Building: "", Unclaimed: 1}, {Building: "东楼", Unclaimed: 1, Soon: 1}, {Building: "主楼", Late: 1, Unclaimed: 1, Soon: 1, Meetings: 1}}
	if slices.SortFunc(board.Buildings, func(a, b conference.BoardLine) int { return strings.Compare(a.Building, b.Building) }); !slices.Equal(board.Buildings, want) {
		t.Errorf("by building\n%+v\nwant\n%+v", board.Buildings, want)
	}
	var order []string
	for _, task := range board.Pressing {
		order = append(order, task.Note)
	}
	if !slices.Equal(order, []string{"late", "next", "anywhere", "later"}) {
		t.Errorf("pressing: %v", order)
	}
	mine, err := h.Board(ctx, chief.ID, "东楼", now, 4)
	if err != nil || len(mine.Buildings) != 1 || len(mine.Pressing) != 1 || mine.Pressing[0].Note != "next" {
		t.Errorf("one building: %+v %v", mine, err)
	}
}

// A board that nobody looks at is brought up to date for twelve hours, and a last time.
func TestStore_RefreshBoards(t *testing.T) {
	t.Parallel()
	h := setup(t)
	ctx := t.Context()
	refreshed := func(now time.Time) map[string]int {
		t.Helper()
		h.must(h.RefreshBoards(ctx, now))
		return h.sent(h.queue.take(), conference.NoticeCard)
	}
	h.must(h.LookAtBoard(ctx, h.people["吴刚"].ID, h.now))
	h.must(h.LookAtBoard(ctx, h.people["郑丽"].ID, h.now.Add(time.Hour)))
	if got := refreshed(h.now.Add(time.Minute)); len(got) != 2 {
		t.Errorf("%v", got)
	}
	idle := h.now.Add(conference.BoardIdle)
	if got := refreshed(idle); len(got) != 2 {
		t.Errorf("the last edit: %v", got)
	}
	if got := refreshed(idle.Add(time.Minute)); len(got) != 1 || got["郑丽"] != 1 {
		t.Errorf("after twelve hours: %v", got)
	}
	h.must(h.LookAtBoard(ctx, h.people["吴刚"].ID, idle.Add(time.Minute)))
	if got := refreshed(idle.Add(2 * time.Minute)); len(got) != 2 {
		t.Errorf("looked at again: %v", got)
	}
	if n := h.count(`SELECT count(*) FROM history`); n != 1 { // the roster's
		t.Errorf("%d lines of history of nothing", n)
	}
}

func TestStore_PeopleNamed(t *testing.T) {
	t.Parallel()
	h := setup(t)
	_, err := h.Import(t.Context(), h.now, nil, []conference.Person{{Name: "赵敏敏", Phone: "8613900000031", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewMeetingService},
		{Name: "Emma Wilson", Phone: "8613900000032", Roles: []conference.Role{conference.RoleStaff}}})
	h.must(err)
	for text, want := range map[string][]string{
		"让赵敏敏和孙磊打扫302": {"赵敏敏", "孙磊", "赵敏"}, "ask emma wilson to help": {"Emma Wilson"}, "打扫302": nil, "": nil, "%": nil,
	} {
		people, err := h.PeopleNamed(t.Context(), text, 5)
		h.must(err)
		var got []string
		for _, p := range people {
			got = append(got, p.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q names %v, want %v", text, got, want)
		}
	}
}
