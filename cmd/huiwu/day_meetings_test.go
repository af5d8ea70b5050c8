package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiwu/bot/emulator"
	"huiwu/conference"
)

// dayMeeting is a meeting of the day, as it is booked.
type dayMeeting struct {
	early      bool // booked the Saturday before, else on the day before
	room       string
	start, end string
	heads      int
	organiser  string
	title      string
	// what the organiser does with it besides
	invites []string
	tea     bool
	orders  []string // services, by their names
	leader  string   // who convenes it
	kind    string   // what sort it is, by its name
	// disturbed: something happens to it, so that nobody's messages are counted
	disturbed bool

	id int64
}

// dayMeetings are forty, in four buildings, of every level.
func dayMeetings() []*dayMeeting {
	return []*dayMeeting{
		// large and important ones, booked with time for a banner
		{early: true, room: "501", start: "9:00", end: "11:30", heads: 110, organiser: "张伟", title: "预算分析会", tea: true, orders: []string{"会标横幅", "名牌"}, invites: []string{"贾真", "赵敏"}},
		{early: true, room: "501", start: "14:00", end: "16:30", heads: 100, organiser: "李娜", title: "质量分析会", orders: []string{"会标横幅", "花卉租摆"}},
		{early: true, room: "C201", start: "9:30", end: "11:30", heads: 120, organiser: "贾真", title: "采购分析会", orders: []string{"话筒", "瓶装水"}},
		{early: true, room: "C201", start: "14:30", end: "16:30", heads: 130, organiser: "赵敏", title: "绩效分析会", tea: true},
		{early: true, room: "C101", start: "10:00", end: "12:00", heads: 300, organiser: "张伟", title: "审计分析会", orders: []string{"水果"}, invites: []string{"李娜"}},
		{early: true, room: "C101", start: "14:30", end: "17:00", heads: 60, organiser: "李娜", title: "科研分析会", leader: "石磊", invites: []string{"石磊", "廖凡"}, orders: []string{"名牌"}},
		{early: true, room: "W302", start: "14:30", end: "16:30", heads: 40, organiser: "贾真", title: "品牌分析会", kind: "政府会议", tea: true},
		{early: true, room: "401", start: "16:30", end: "18:00", heads: 8, organiser: "赵敏", title: "外事分析会", leader: "石磊", invites: []string{"石磊"}, tea: true},
		{early: true, room: "E203", start: "16:30", end: "17:30", heads: 10, organiser: "张伟", title: "人事分析会", kind: "政府会议", disturbed: true}, // cancelled the evening before

		// medium ones
		{room: "301", start: "9:00", end: "11:00", heads: 25, organiser: "张伟", title: "预算讨论会", tea: true, invites: []string{"李娜", "赵敏", "廖凡"}},
		{room: "301", start: "14:00", end: "16:00", heads: 22, organiser: "李娜", title: "质量讨论会", invites: []string{"贾真"}},
		{room: "305", start: "9:30", end: "11:00", heads: 24, organiser: "贾真", title: "采购讨论会", orders: []string{"名牌"}},
		{room: "305", start: "13:30", end: "15:00", heads: 20, organiser: "赵敏", title: "绩效讨论会", disturbed: true}, // moved to the afternoon
		{room: "402", start: "9:00", end: "12:00", heads: 36, organiser: "李娜", title: "审计讨论会", tea: true},
		{room: "402", start: "14:00", end: "17:00", heads: 30, organiser: "张伟", title: "科研讨论会", disturbed: true}, // finished early
		{room: "E202", start: "10:00", end: "11:30", heads: 26, organiser: "贾真", title: "品牌讨论会"},
		{room: "E202", start: "14:30", end: "16:30", heads: 32, organiser: "赵敏", title: "外事讨论会", tea: true, disturbed: true}, // its level is raised
		{room: "E305", start: "9:00", end: "11:00", heads: 40, organiser: "赵敏", title: "人事讨论会"},
		{room: "E305", start: "14:00", end: "16:00", heads: 50, organiser: "贾真", title: "后勤讨论会", invites: []string{"张伟"}},
		{room: "W302", start: "10:00", end: "12:00", heads: 60, organiser: "李娜", title: "基建讨论会", disturbed: true}, // cancelled in the morning
		{room: "C305", start: "9:30", end: "11:30", heads: 30, organiser: "张伟", title: "财务讨论会", tea: true},
		{room: "C305", start: "14:00", end: "15:30", heads: 24, organiser: "李娜", title: "档案讨论会", leader: "廖凡", invites: []string{"廖凡"}},

		// small ones
		{room: "302", start: "9:00", end: "10:00", heads: 6, organiser: "张伟", title: "预算协调会"},
		{room: "302", start: "10:00", end: "11:00", heads: 6, organiser: "李娜", title: "质量协调会"}, // one after the other in a room
		{room: "302", start: "14:00", end: "15:30", heads: 8, organiser: "贾真", title: "采购协调会", tea: true},
		{room: "302", start: "16:00", end: "17:00", heads: 9, organiser: "赵敏", title: "绩效协调会"},
		{room: "401", start: "9:30", end: "11:00", heads: 10, organiser: "张伟", title: "审计协调会", disturbed: true}, // prolonged
		{room: "401", start: "13:30", end: "15:00", heads: 8, organiser: "李娜", title: "科研协调会", invites: []string{"廖凡"}, tea: true},
		{room: "E101", start: "9:00", end: "10:30", heads: 5, organiser: "赵敏", title: "品牌协调会"},
		{room: "E101", start: "11:00", end: "12:00", heads: 5, organiser: "贾真", title: "外事协调会"},
		{room: "E101", start: "15:00", end: "16:00", heads: 7, organiser: "张伟", title: "人事协调会", disturbed: true},                                 // runs over its end
		{room: "E203", start: "10:00", end: "12:00", heads: 12, organiser: "李娜", title: "后勤协调会", invites: []string{"赵敏", "贾真"}, disturbed: true}, // something is wanted
		{room: "E203", start: "14:00", end: "16:00", heads: 14, organiser: "赵敏", title: "基建协调会"},
		{room: "W101", start: "9:00", end: "10:00", heads: 4, organiser: "贾真", title: "财务协调会"},
		{room: "W101", start: "10:30", end: "11:30", heads: 6, organiser: "Emma Wilson", title: "budget review"},
		{room: "W101", start: "14:00", end: "15:00", heads: 6, organiser: "李娜", title: "档案协调会", disturbed: true}, // cancelled the day before
		{room: "W101", start: "15:30", end: "17:00", heads: 8, organiser: "Emma Wilson", title: "design review"},
		{room: "W201", start: "9:30", end: "11:30", heads: 12, organiser: "赵敏", title: "安保协调会", tea: true},
		{room: "W201", start: "14:00", end: "16:00", heads: 16, organiser: "贾真", title: "餐饮协调会", disturbed: true}, // something is wanted, and something breaks
		{room: "305", start: "16:30", end: "17:30", heads: 10, organiser: "李娜", title: "物业协调会"},
	}
}

// habitOfShi is what a leader likes; only those who serve their meetings see it.
const habitOfShi = "石总只喝信阳毛尖，靠窗坐，二十四度"

// deed is something that somebody does at a time of the script.
type deed struct {
	at time.Time
	do func()
}

// script is what people do of their own, beside what their phones ask of them.
func (h *dayHouse) script(meetings []*dayMeeting) (deeds []deed) {
	saturday, monday, tuesday := h.on(-3), h.on(-1), h.on(0)
	at := func(day time.Time, clock string, do func()) {
		deeds = append(deeds, deed{h.clockOn(day, clock), do})
	}
	for i, m := range meetings {
		when := h.clockOn(monday, "7:05").Add(time.Duration(i/5) * 5 * time.Minute)
		if m.early {
			when = h.clockOn(saturday, "10:00")
		}
		deeds = append(deeds, deed{when, func() { h.books(m) }}, deed{when.Add(30 * time.Minute), func() { h.furnishes(m) }})
	}
	of := func(title string) *dayMeeting {
		return meetings[slices.IndexFunc(meetings, func(m *dayMeeting) bool { return m.title == title })]
	}
	at(saturday, "11:00", func() { h.keepsHabits("石磊", habitOfShi) })
	at(monday, "16:00", func() { h.cancels(of("档案协调会")) })
	at(monday, "20:00", func() { h.cancels(of("人事分析会")) })
	at(monday, "16:10", func() { h.named("何志远").orders("/assign 让王芳17:30前把302打扫干净") })
	at(monday, "16:10", func() { h.named("何志远").orders("/assign 让韩雪17:00前把E101的白板擦干净") }) // she never answers
	at(tuesday, "8:45", func() { h.cancels(of("基建讨论会")) })
	at(tuesday, "10:00", func() { h.moves(of("绩效讨论会"), "15:00") })
	at(tuesday, "13:10", func() { h.raises(of("外事讨论会")) })
	at(tuesday, "10:55", func() { h.prolongs(of("审计协调会")) })
	at(tuesday, "16:00", func() { h.prolongs(of("人事协调会")) })
	at(tuesday, "15:20", func() { h.finishes(of("科研讨论会")) })
	at(tuesday, "14:40", func() { h.wants(of("餐饮协调会"), "热水") })
	at(tuesday, "14:50", func() { h.reports(of("餐饮协调会")) })
	at(tuesday, "10:40", func() { h.wants(of("后勤协调会"), "转接头") })
	for _, title := range []string{"预算讨论会", "审计分析会", "采购协调会"} {
		m := of(title)
		at(tuesday, m.end, func() { h.named(m.organiser).tap("end", m.key(), "") })
	}
	slices.SortStableFunc(deeds, func(a, b deed) int { return a.at.Compare(b.at) })
	return deeds
}

// on is local midnight so many days from the meetings' day.
func (h *dayHouse) on(days int) time.Time {
	y, m, d := meetingDay.Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, h.zone)
}

func (h *dayHouse) clockOn(day time.Time, clock string) time.Time {
	var hour, minute int
	if _, err := fmt.Sscanf(clock, "%d:%d", &hour, &minute); err != nil {
		h.fatal("%q: %v", clock, err)
	}
	return day.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute).UTC()
}

func (m *dayMeeting) key() string { return strconv.FormatInt(m.id, 36) }

// books has the organiser book in a sentence, and finds the booking as it was asked for.
func (h *dayHouse) books(m *dayMeeting) {
	h.t.Helper()
	who := h.named(m.organiser)
	start, end := h.clockOn(h.on(0), m.start), h.clockOn(h.on(0), m.end)
	words := fmt.Sprintf("%s%s到%s %s %d人 %s", map[bool]string{true: "11月24日", false: "明天"}[m.early], m.start, m.end, m.room, m.heads, m.title)
	if who.Language == "en" {
		words = fmt.Sprintf("Book %s tomorrow %s to %s for %d people, %s", m.room, m.start, m.end, m.heads, m.title)
	}
	who.types(words)
	who.tap("d", "", "ok")
	err := h.sql.QueryRow(h.t.Context(), `SELECT b.id FROM bookings b JOIN rooms r ON r.id = b.room_id
		WHERE b.title = $1 AND b.start_at = $2 AND b.end_at = $3 AND r.number = $4 AND b.headcount = $5`, m.title, start, end, m.room, m.heads).Scan(&m.id)
	if err != nil {
		h.fatal("%s is not booked by %q (%v):\n%s", m.title, words, err, who.screen())
	}
}

// furnishes has the organiser do what else there is to do when a meeting has been booked: who convenes it, what sort it
// is, what is to stand there, who comes.
func (h *dayHouse) furnishes(m *dayMeeting) {
	h.t.Helper()
	who := h.named(m.organiser)
	if m.leader != "" {
		who.tap("bk", m.key(), "more")
		who.tap("ldr", m.key(), "")
		who.types(m.leader)
		who.tap("ldr", m.key(), strconv.FormatInt(h.named(m.leader).ID, 36))
	}
	if m.kind != "" {
		who.tap("bk", m.key(), "more")
		who.tap("mtype", m.key(), "")
		who.label(m.kind)
	}
	if m.tea {
		who.tap("order", m.key(), "")
		who.label("🍵 茶水饮料")
		who.label("绿茶")
		who.label("加备注")
		who.types(m.noteOfTea())
		who.label("下单")
	}
	for _, service := range m.orders {
		who.tap("order", m.key(), "")
		who.turnTo(service)
		if service == "会标横幅" {
			who.types("热烈欢迎参加" + m.title)
		}
		who.label("下单")
	}
	if len(m.invites) > 0 {
		who.tap("invite", m.key(), "")
		for _, guest := range m.invites {
			who.types(guest)
			who.label("＋ " + guest)
		}
		who.label("邀请这")
	}
}

// noteOfTea is a word to who serves it, and to nobody else.
func (m *dayMeeting) noteOfTea() string { return "给" + m.title + "的主席台少放茶叶" }

func (h *dayHouse) keepsHabits(whose, words string) {
	who := h.named("吴海燕")
	who.types("/habits " + whose)
	who.tap("habit", "", "see")
	who.label("写一条")
	who.types(words)
	who.label("结束")
}

func (h *dayHouse) cancels(m *dayMeeting) {
	who := h.named(m.organiser)
	who.tap("bk", m.key(), "cancel")
	who.tap("bk", m.key(), "cancel!")
}

func (h *dayHouse) moves(m *dayMeeting, start string) {
	who := h.named(m.organiser)
	who.tap("rev", m.key(), "clock")
	who.types(start)
	who.label("确认修改")
}

// raises has the supervisor serve a meeting as a large one, on the card by which they heard that not all leaders have
// acknowledged its service notice.
func (h *dayHouse) raises(m *dayMeeting) {
	who := h.named("何志远")
	who.tap("bk", m.key(), "more")
	who.tap("lvl", m.key(), "")
	who.tap("lvl", m.key(), "large")
}

func (h *dayHouse) prolongs(m *dayMeeting) { h.named(m.organiser).tap("end", m.key(), "15") }

func (h *dayHouse) finishes(m *dayMeeting) {
	who := h.named(m.organiser)
	who.tap("end", m.key(), "")
	who.tap("end", m.key(), "yes")
}

// wants has something asked for from the floor; who has several meetings on says in which of them.
func (h *dayHouse) wants(m *dayMeeting, what string) {
	who := h.named(m.organiser)
	who.types("/need " + what)
	who.tap("need", "", "in."+m.key())
}

func (h *dayHouse) reports(m *dayMeeting) {
	who := h.named(m.organiser)
	who.types(m.room + "投影仪坏了")
	who.label("提交")
}

// orders hands out a job in a sentence.
func (e *employee) orders(words string) {
	e.types(words)
	e.tap("asg", "", "send")
}

// tap presses the newest button of a verb, about a thing ("" for any), whose argument is this or begins so with more
// after a space or a dot.
func (e *employee) tap(verb, id, arg string) {
	e.house.t.Helper()
	for _, m := range slices.Backward(e.phone.Messages()) {
		for _, k := range keysOf(m) {
			more := arg != "" && (strings.HasPrefix(k.arg, arg+" ") || strings.HasPrefix(k.arg, arg+"."))
			if k.verb == verb && (id == "" || k.id == id) && (k.arg == arg || more) {
				e.press(k)
				e.house.quiet()
				return
			}
		}
	}
	e.house.fatal("%s has no button %s %s %s:\n%s", e.Name, verb, id, arg, e.screen())
}

// label presses the newest button that says so.
func (e *employee) label(label string) {
	e.house.t.Helper()
	if !e.tries(label) {
		e.house.fatal("%s has no button %q:\n%s", e.Name, label, e.screen())
	}
}

func (e *employee) tries(label string) bool {
	for _, m := range slices.Backward(e.phone.Messages()) {
		if b, ok := m.Button(label); ok && m.FromBot {
			e.presses(m, b)
			return true
		}
	}
	return false
}

func (e *employee) presses(m emulator.Message, b emulator.Button) {
	ctx, cancel := context.WithTimeout(e.house.t.Context(), 3*patience)
	defer cancel()
	if _, err := e.phone.Press(m.ID, b.Data).WaitAnswer(ctx); err != nil {
		e.house.fatal("%s presses %s: %v", e.Name, b.Text, err)
	}
	e.house.quiet()
}

// turnTo presses a button that stands on one of the pages of a menu.
func (e *employee) turnTo(label string) {
	e.house.t.Helper()
	for !e.tries(label) {
		e.label("下一页")
	}
}

func (e *employee) screen() string { return heldPhone{e.phone, e.house.t, e.Name}.screen() }

// level is the level that the rule books give a meeting as it was booked.
func (m *dayMeeting) level(h *dayHouse, class conference.Class) conference.Level {
	rank := 0
	if m.leader != "" {
		rank = h.named(m.leader).Rank
	}
	switch {
	case rank == 1, m.kind == "政府会议":
		return conference.LevelImportant
	case m.heads >= 100:
		return conference.LevelLarge
	case m.heads >= 20, class == conference.ClassC, rank == 2:
		return conference.LevelMedium
	}
	return conference.LevelSmall
}
