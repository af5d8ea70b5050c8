package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

// serviceStory is one medium meeting as the service desk sees it, from the day before to the closed room, told on the phones
// of those who have to do with it. On the page a picture is taken of each scene.
type serviceStory struct {
	story
	demo *theDemo
	// takes takes a colleague's phone out of the page's drawer.
	takes func(id int64) phone
	// shows is called when a scene can be looked at, with the phones that it is about.
	shows func(scene string, on ...phone)
}

// until moves the clock to this time of the meeting's day, or of a day before it, past everything that comes due.
func (s *serviceStory) until(daysBefore, hour, minute int) {
	s.t.Helper()
	now, _ := s.demo.clock()
	at := meetingDay.AddDate(0, 0, -daysBefore).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
	if at.After(now) {
		s.demo.pressClock(at.Sub(now).Round(time.Second).String())
	}
}

// ticks ticks lines of a checklist, each before the next: a card that has changed is not ticked blindly.
func (s *serviceStory) ticks(p phone, lines ...string) {
	s.t.Helper()
	for _, line := range lines {
		p.press("☐ " + line)
		p.see("[✅ " + line)
	}
}

// dayBefore: crew and organiser check the room together, both confirm, it is sealed; who has to go in asks (S80, S85–S87).
func (s *serviceStory) dayBefore() {
	s.organiser.say(s.say("明天下午3点到4点半 301 25人 季度经营分析会", "Book 301 tomorrow 3pm to 4:30pm for 25 people, budget review"))
	s.organiser.press(s.say("确认预订", "Book it"))
	s.seesBooking("15:00–16:30")
	s.until(1, 13, 0)
	check := s.say("前一天全面检查 · A-1001", "Day-before check · A-1001")
	s.organiser.see(check, s.say("请和会务组一起核对", "Please go through it with the crew"))
	s.attendant.see(check, "0/9")
	s.attendant.press(s.say("我来", "I'll take it"))
	s.attendant.see(check, s.say("您已接单", "You have it"))
	if s.language == "en" {
		s.ticks(s.attendant, "Seats", "Name plates", "Banner", "Sound", "Lights", "Flowers", "Tea", "Hygiene")
		s.ticks(s.organiser, "Ways")
	} else {
		s.ticks(s.attendant, "座位数", "名牌", "会标", "音响", "灯光", "花卉", "茶水", "卫生")
		s.ticks(s.organiser, "进出")
	}
	s.shows("day-before", s.attendant, s.organiser)
	s.organiser.press(s.say("确认无误", "All is well"))
	s.attendant.see(check, s.say("主办方已确认", "The organiser has confirmed"))
	s.attendant.press(s.say("检查完成", "Checked"))
	for _, p := range []phone{s.attendant, s.organiser} {
		p.see(check, s.say("✅ 双方已确认，会场已封闭", "✅ Both sides agree: the room is sealed"))
	}
	s.organiser.see(s.say("已预订 A-1001", "Booked · A-1001"), s.say("🔒 会前已全面检查，会场封闭", "🔒 Everything checked and the room sealed"))
	s.technician.say("/enter")
	s.technician.press(s.say("主楼 301 · ", "Main 301 · "))
	s.technician.see(s.say("为什么要进去？", "Why must you go in?"))
	s.technician.say(s.say("检修音响", "Sound to be repaired"))
	s.supervisor.see(s.say("🔒 申请进入封闭会场", "🔒 Entry to a sealed room"), s.technician.name(), s.say("原因：检修音响", "Reason: Sound to be repaired"))
	s.shows("sealed", s.organiser, s.supervisor)
	s.supervisor.press(s.say("准许", "Allow"))
	s.technician.see(s.supervisor.name(), s.say("准许进入", "✅ Allowed"))
}

// disputed: level 2 does not believe level 1, which has to look again; then both confirm (S79, S88–S91).
func (s *serviceStory) disputed() {
	s.until(0, 13, 0)
	s.attendant.see(s.say("会前准备 · A-1001", "Preparation · A-1001"))
	s.attendant.press(s.say("我来", "I'll take it"))
	s.attendant.see(s.say("会前准备 · A-1001", "Preparation · A-1001"), s.say("人手 1/2", "On it (1 of 2)"))
	first, second := s.say("会前检查 1/3 · A-1001", "check 1/3 · A-1001"), s.say("会前检查 2/3 · A-1001", "check 2/3 · A-1001")
	s.leader.see(first)
	s.leader.press(s.say("无变化，已安排", "No change, arranged"))
	s.leader.see(first, s.say("一级 13:0", "Level 1, 13:0"))
	s.environment = s.takes(100010)
	s.until(0, 14, 0)
	s.environment.see(second, s.leader.name(), s.say("[有异议]", "[Dispute]"))
	s.environment.press(s.say("有异议", "Dispute"))
	s.environment.see(s.say("一级哪里不对？", "Level 1: what is not right?"))
	s.environment.say(s.say("服务人员还没到岗", "Nobody is on post yet"))
	s.environment.see(second, s.say("❓ 一级有异议，等重新答复", "❓ Level 1 is disputed and answers again"))
	s.leader.see(first, "❓ "+s.environment.name(), s.say("服务人员还没到岗", "Nobody is on post yet"), s.say("[无变化，已安排]", "[No change, arranged]"))
	s.shows("disputed", s.environment, s.leader)
	s.leader.press(s.say("无变化，已安排", "No change, arranged"))
	s.environment.see(second, s.say("一级 14:0", "Level 1, 14:0"), s.say("[都已就绪]", "[All ready]"))
	s.environment.press(s.say("都已就绪", "All ready"))
	s.environment.see(second, s.say("二级 14:0", "Level 2, 14:0"), s.environment.name())
}

// missed: nobody pours twice; the attendant's card shows it, the leader hears of it once (S99).
func (s *serviceStory) missed() {
	s.until(0, 15, 0)
	rounds := s.say("续水 · 主楼 301", "Tea rounds · Main 301")
	s.attendant.see(rounds, s.say("第 1/5 次 · 15:15", "Round 1 of 5 · 15:15"), s.say("[15:15 已完成]", "[15:15 done]"))
	s.until(0, 15, 41)
	s.attendant.see(rounds, "⚠️ 15:15", "⚠️ 15:30", s.say("[15:45 已完成]", "[15:45 done]"))
	lapsed := s.say("⚠️ 漏了：15:15、15:30", "⚠️ Missed: 15:15, 15:30")
	s.leader.see(rounds, lapsed, s.attendant.name())
	s.shows("missed", s.attendant, s.leader)
	s.until(0, 15, 45)
	s.attendant.press(s.say("15:45 已完成", "15:45 done"))
	s.attendant.see(rounds, "✅ 15:45")
	if n := count(s.leader, lapsed); n != 1 {
		s.t.Errorf("the leader has %d cards of the missed rounds, want one", n)
	}
}

// extended: the meeting goes on for a quarter of an hour, then for half an hour more, and tea with it (S106).
func (s *serviceStory) extended() {
	booked := s.say("已预订 A-1001", "Booked · A-1001")
	open := s.organiser.see(booked, s.say("[延长 15 分钟] [延长 30 分钟]", "[15 min more] [30 min more]"))
	if strings.Contains(open, "🔒") {
		s.t.Errorf("a meeting that is on sits in a sealed room:\n%s", open)
	}
	s.shows("going-on", s.organiser)
	s.organiser.press(s.say("延长 15 分钟", "15 min more"))
	s.organiser.see(booked, "15:00–16:45")
	s.organiser.press(s.say("延长 30 分钟", "30 min more"))
	s.organiser.see(booked, "15:00–17:15")
	s.attendant.see(s.say("续水 · 主楼 301 · 15:00–17:15", "Tea rounds · Main 301 · 15:00–17:15"))
	s.shows("extended", s.organiser, s.attendant)
}

// closed: the crew goes through its list; the room is free once that is done, and not before (S107, S108).
func (s *serviceStory) closed() {
	s.until(0, 17, 15)
	s.organiser.see(s.say("会议到时间了 A-1001", "Time is up · A-1001"), s.say("会开完了吗？", "Is the meeting over?"))
	closing := s.say("会后收尾 · A-1001", "Closing · A-1001")
	s.attendant.see(closing, s.say("[收尾完成]", "[Closed]"))
	s.organiser.press(s.say("已结束", "It's over"))
	s.organiser.see(s.say("已结束，收尾中 A-1001", "Over, being closed · A-1001"))
	if s.free() {
		s.t.Error("the room is free and nobody has closed it")
	}
	if s.language == "en" {
		s.ticks(s.attendant, "Guests", "Nothing left", "Cups", "Materials", "Sound")
	} else {
		s.ticks(s.attendant, "门口送客", "遗留物品", "茶杯", "物资", "音响")
	}
	s.shows("closing", s.attendant, s.organiser)
	s.ticks(s.attendant, s.say("门窗", "Doors"))
	s.attendant.press(s.say("收尾完成", "Closed"))
	s.attendant.see(closing, s.say("收尾完成 · ", "✅ Closed "), s.attendant.name())
	s.organiser.see(s.say("✅ 已结束 A-1001", "✅ Over · A-1001"), s.say("已收尾", "Room closed"))
	if !s.free() {
		s.t.Error("the room is closed and not free")
	}
	s.shows("closed", s.organiser, s.attendant)
}

// free tells whether the meeting's room could be had for the next quarter of an hour.
func (s *serviceStory) free() bool {
	s.t.Helper()
	now, _ := s.demo.clock()
	free, err := s.demo.store.FreeRooms(s.t.Context(), now, now.Add(15*time.Minute), conference.Need{Headcount: 1}, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, o := range free {
		if o.Room.Number == "301" {
			return true
		}
	}
	return false
}

func (s *serviceStory) play() {
	s.dayBefore()
	s.disputed()
	s.missed()
	s.extended()
	s.closed()
	s.inOneLanguage()
}

// The service desk's story on phones held in Go, in English, with shifts from a file.
func TestDemo_ServesAMeeting(t *testing.T) {
	t.Parallel()
	shifts := filepath.Join(t.TempDir(), "shifts.csv")
	if err := os.WriteFile(shifts, []byte("name,date,start,end\nFiona Wang,2026-11-23,08:00,20:00\nFiona Wang,2026-11-24,08:00,20:00\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := startDemo(t, "en", shifts)
	held := d.held("en")
	s := &serviceStory{demo: d, takes: held, shows: func(string, ...phone) {}, story: story{
		t: t, language: "en", organiser: held(100001), attendee: held(100002), attendant: held(100003), leader: held(100004),
		supervisor: held(100006), technician: held(100005), guest: held(100007),
	}}
	s.attendant.say("/duty")
	s.attendant.see("Duty · Fiona Wang", "08:00–20:00") // as the file has it
	s.play()
}

// The same story on the page in a browser, in Chinese; a colleague's phone is taken out of the drawer.
func TestDemo_ServesAMeetingInTheBrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	d := startDemo(t, "zh-CN")
	p := openPage(t, d.url, "zh-CN")
	people := readPeople(t, "zh-CN")
	on := func(id int64) phone { return shownPhone{p, id, people[id-telegramID(0)].Name} }
	s := &serviceStory{demo: d, shows: p.shootScene, story: story{
		t: t, language: "zh-CN", organiser: on(100001), attendee: on(100002), attendant: on(100003), leader: on(100004),
		supervisor: on(100006), technician: on(100005), guest: on(100007),
	}}
	s.takes = func(id int64) phone {
		taken := on(id)
		p.takeOut(id, taken.name())
		return taken
	}
	s.play()
}
