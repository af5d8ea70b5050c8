package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiwu/bot/emulator"
)

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
