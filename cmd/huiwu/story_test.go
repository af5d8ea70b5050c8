package main

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// story is one meeting, told on the phones of those who have to do with it, in their language. The acts may be
// played one after the other, or with the bot killed in between.
type story struct {
	t        *testing.T
	language string
	// forward moves the building's clock to this time of the meeting's day, or of a day before it, stopping at all that comes due.
	forward func(daysBefore int, clock string)

	organiser, attendee, guest phone
	attendant, leader          phone
	technician, supervisor     phone
	environment, hotline       phone
	colleague                  phone // another attendant; nil where there is none
}

// say picks what is said in the story's language.
func (s *story) say(chinese, english string) string {
	if s.language == "en" {
		return english
	}
	return chinese
}

// book: a sentence becomes a draft, the draft a booking.
func (s *story) book() {
	s.organiser.say(s.say("明天下午3点到5点半 301 20人 季度经营分析会", "Book 301 tomorrow 3pm to 5:30pm for 20 people, budget review"))
	s.organiser.see(s.say("预订会议室\n季度经营分析会\n", "Book a room\nbudget review\n"), "15:00–17:30",
		s.say("📍 主楼 301 · 30 座", "📍 Main 301 · 30 seats"), s.say("👥 20 人", "👥 20 people"))
	s.organiser.press(s.say("确认预订", "Book it"))
	s.seesBooking("15:00–17:30")
	if n := count(s.organiser, s.say("确认预订", "Book it")); n != 0 {
		s.t.Errorf("%d drafts still ask to be confirmed", n)
	}
}

// seesBooking waits for the organiser's card of the one booking.
func (s *story) seesBooking(more ...string) string {
	s.t.Helper()
	return s.organiser.see(append(more, s.say("✅ 已预订 A-1001", "✅ Booked · A-1001"), s.say("季度经营分析会", "budget review"),
		s.say("[邀请参会人]", "[Invite people]"))...)
}

// tea: ordered by a sentence, claimed, begun, served; the organiser's card says so each time.
func (s *story) tea() {
	s.organiser.say(s.say("季度经营分析会要20杯绿茶", "20 cups of green tea for the budget review"))
	s.organiser.see(s.say("🍵 点茶水 · A-1001", "🍵 Order drinks · A-1001"), s.say("绿茶 20 杯", "Green tea × 20"), "14:45")
	s.organiser.press(s.say("下单", "Order"))
	s.organiser.see(s.say("等人接单", "waiting for a taker"))
	s.attendant.see(s.say("🍵 茶水 · A-1001", "🍵 Drinks · A-1001"), s.say("主楼 301", "Main 301"), s.say("绿茶 20 杯", "Green tea × 20"))
	if s.colleague != nil {
		s.colleague.see(s.say("绿茶 20 杯", "Green tea × 20"), s.say("[我来]", "[I'll take it]"))
	}
	s.claimsTea()
	s.servesTea()
}

func (s *story) claimsTea() {
	s.attendant.press(s.say("我来", "I'll take it"))
	s.attendant.see(s.say("您已接单", "You have it"))
	s.organiser.see(s.attendant.name() + s.say(" 已接单", " has it"))
	if s.colleague != nil {
		s.colleague.see(s.say("🍵 茶水 · A-1001", "🍵 Drinks · A-1001"), s.attendant.name()+s.say(" 已接单", " has it"))
		if n := count(s.colleague, s.say("[我来]", "[I'll take it]")); n != 0 {
			s.t.Errorf("a colleague can still take it")
		}
	}
}

func (s *story) servesTea() {
	s.attendant.press(s.say("开始", "Start"))
	s.organiser.see(s.attendant.name() + s.say(" 正在准备", " is preparing it"))
	s.attendant.see(s.say("您已开始", "You have started"))
	s.attendant.press(s.say("送到了", "Served"))
	s.organiser.see(s.say("🍵 茶水 · A-1001", "🍵 Drinks · A-1001"), s.say("已送到 · ", "Served "), s.attendant.name())
}

// fault: reported with a photo, repaired, still broken, repaired.
func (s *story) fault() {
	s.organiser.photo(s.say("301投影仪坏了", "the projector in 301 is broken"))
	s.organiser.see(s.say("🔧 报修 · 音视频", "🔧 Report a fault · Sound and picture"), s.say("📍 主楼 301", "📍 Main 301"), s.say("照片 1 张", "Photos: 1"))
	s.organiser.press(s.say("提交", "Send"))
	s.technician.see("(photo)", s.say("📍 主楼 301", "📍 Main 301"), s.organiser.name(), s.say("[我来]", "[I'll take it]"))
	s.repair()
	s.organiser.press(s.say("还没好", "Still broken"))
	s.technician.see("(photo)", s.say("⚠️ 报告人说还没好", "⚠️ Still broken, says the reporter"))
	s.repair()
}

func (s *story) repair() {
	s.technician.press(s.say("我来", "I'll take it"))
	s.organiser.see("🔧", s.technician.name()+s.say(" 已接单", " has it"))
	s.technician.see(s.say("您已接单", "You have it"))
	s.technician.press(s.say("修好了", "Fixed"))
	s.organiser.see(s.say("已修好 · ", "✅ Fixed "), s.technician.name(), s.say("[还没好]", "[Still broken]"))
}

// invite: an attendee from the roster and a guest by a link; both accept, the organiser's card counts.
func (s *story) invite() {
	s.organiser.press(s.say("邀请参会人", "Invite people"))
	s.organiser.see(s.say("邀请参会人 · A-1001", "Invite people · A-1001"))
	s.organiser.say(s.attendee.name())
	s.organiser.press(s.say("＋ ", "+ ") + s.attendee.name())
	s.organiser.press(s.say("邀请这 1 人", "Invite (1)"))
	s.accepts(s.attendee)
	s.seesBooking(s.say("参加 1", "1 coming"))
	s.organiser.press(s.say("再邀请", "Invite more"))
	s.organiser.press(s.say("邀请链接、二维码", "Link and QR code"))
	s.guest.start(s.inviteLink())
	s.accepts(s.guest)
	s.seesBooking(s.say("参加 2", "2 coming"))
	s.organiser.press(s.say("完成", "Done"))
}

func (s *story) accepts(p phone) {
	s.t.Helper()
	p.see(s.say("发起：", "From: "), s.organiser.name(), s.say("[参加]", "[Accept]"))
	p.press(s.say("参加", "Accept"))
	p.see(s.say("✅ 您会参加", "✅ You're coming"))
}

var invitation = regexp.MustCompile(`start=(invite_[A-Za-z0-9_-]+)`)

func (s *story) inviteLink() string {
	s.t.Helper()
	m := invitation.FindStringSubmatch(s.organiser.see("?start=invite_"))
	if m == nil {
		s.t.Fatal("the link leads nowhere")
	}
	return m[1]
}

// unclaimed: nobody takes the coffee; the leader hears of it once, then the supervisor; then it is taken.
func (s *story) unclaimed() {
	s.organiser.say(s.say("季度经营分析会要5杯咖啡", "5 coffees for A-1001"))
	s.organiser.see(s.say("🍵 点茶水 · A-1001", "🍵 Order drinks · A-1001"), s.say("咖啡 5 杯", "Coffee × 5"))
	s.organiser.press(s.say("下单", "Order"))
	s.attendant.see(s.say("咖啡 5 杯", "Coffee × 5"), s.say("[我来]", "[I'll take it]"))
	waits := s.say("无人接单", "Nobody has taken it")
	s.forward(1, "09:55")
	s.leader.see(s.say("咖啡 5 杯", "Coffee × 5"), waits)
	s.supervisor.see(s.say("咖啡 5 杯", "Coffee × 5"), waits)
	for who, p := range map[string]phone{"leader": s.leader, "supervisor": s.supervisor} {
		if n := count(p, waits); n != 1 {
			s.t.Errorf("the %s is told %d times that nobody has taken it, want once", who, n)
		}
	}
	s.attendant.press(s.say("我来", "I'll take it"))
	s.organiser.see(s.say("咖啡 5 杯", "Coffee × 5"), s.attendant.name()+s.say(" 已接单", " has it"))
}

// move: an hour later; the coffee moves along, those invited are asked again, the attendee comes, the guest keeps silent.
func (s *story) move() {
	s.organiser.say(s.say("把会改到四点", "move the meeting to 4pm"))
	s.organiser.see(s.say("修改预订 A-1001", "Change A-1001"), "16:00–18:30")
	s.organiser.press(s.say("确认修改", "Change it"))
	s.seesBooking("16:00–18:30", s.say("未答复 2", "2 to answer"))
	for _, p := range []phone{s.attendee, s.guest} {
		p.see(s.say("会议改了时间，请重新答复", "The meeting has a new time, please answer again"), "16:00–18:30")
	}
	s.accepts(s.attendee)
	s.seesBooking("16:00–18:30", s.say("参加 1", "1 coming"))
}

// day: the day before and the day itself. The environment supervisor does not answer in time.
func (s *story) day() {
	s.attendant.see(s.say("咖啡 5 杯", "Coffee × 5"), "15:45")
	s.forward(1, "16:00")
	s.attendee.see(s.say("会议提醒 · 明天", "Reminder · tomorrow"), s.say("✅ 您会参加", "✅ You're coming"))
	s.guest.see(s.say("还没收到您的答复", "We have no answer from you yet"), s.say("[参加]", "[Accept]"))
	s.organiser.see(s.say("这场会议还需要吗？", "Is this meeting still needed?"))
	s.organiser.press(s.say("仍然需要", "Still needed"))
	s.forward(0, "14:00")
	s.leader.see(s.say("会前检查 1/3 · A-1001", "Pre-meeting check 1/3 · A-1001"))
	s.leader.press(s.say("无变化，已安排", "No change, arranged"))
	s.leader.see(s.say("一级 14:0", "Level 1, 14:0"), s.leader.name())
	s.forward(0, "15:00")
	s.environment.see(s.say("会前检查 2/3 · A-1001", "Pre-meeting check 2/3 · A-1001"), s.leader.name(), s.say("无变化，已安排", "no change, arranged"))
	s.attendee.see(s.say("会议提醒 · 1 小时后", "Reminder · in 1 h"))
	s.forward(0, "15:30")
	s.supervisor.see(s.say("⚠️ 二级检查没有答复", "⚠️ Level 2 has not answered"), "A-1001")
	s.hotline.see(s.say("会前检查 3/3 · A-1001", "Pre-meeting check 3/3 · A-1001"), s.leader.name(), s.say("⚠️ 二级没有答复", "⚠️ Level 2: no answer"))
	s.environment.press(s.say("都已就绪", "All ready"))
	s.hotline.see(s.say("会前检查 3/3", "check 3/3"), s.environment.name(), s.say("（超时）", "(late)"))
	s.hotline.press(s.say("全部核实", "All verified"))
	s.hotline.see(s.say("三级 15:3", "Level 3, 15:3"), s.hotline.name(), s.say("全部核实", "all verified"))
	if n := count(s.supervisor, s.say("检查没有答复", "has not answered")); n > 1 {
		s.t.Errorf("the supervisor is told %d times that level 2 is missing, want once", n)
	}
	s.forward(0, "15:45")
	s.attendee.see(s.say("会议提醒 · 15 分钟后", "Reminder · in 15 min"))
}

// cancel: everybody who still had to do with the meeting is told.
func (s *story) cancel() {
	s.organiser.press(s.say("取消预订", "Cancel"))
	s.organiser.press(s.say("确定取消", "Yes, cancel it"))
	s.organiser.see(s.say("已取消 A-1001", "Cancelled · A-1001"))
	for _, p := range []phone{s.attendee, s.guest} {
		p.see(s.say("会议已取消", "The meeting is off"), s.say("季度经营分析会", "budget review"))
	}
	if n := count(s.organiser, s.say("✅ 已预订 A-1001", "✅ Booked · A-1001")); n > 0 {
		s.t.Errorf("%d cards of the organiser still say that the meeting is on", n)
	}
}

// inOneLanguage says that the English story has no Chinese in it.
func (s *story) inOneLanguage() {
	if s.language != "en" {
		return
	}
	for _, p := range []phone{s.organiser, s.attendee, s.guest, s.attendant, s.leader, s.technician, s.supervisor} {
		for _, m := range p.messages() {
			if strings.ContainsFunc(m, chinese) {
				s.t.Errorf("%s reads\n%s", p.name(), m)
			}
		}
	}
}

// chinese tells Chinese characters and punctuation.
func chinese(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= '\u3000' && r <= '\u303f' || r >= '\uff00' && r <= '\uff60'
}

// once says that nothing has been doubled: each card stands once.
func (s *story) once() {
	s.t.Helper()
	for _, c := range []struct {
		who  string
		p    phone
		text string
	}{
		{"organiser", s.organiser, s.say("已预订 A-", "Booked · A-")},
		{"organiser", s.organiser, s.say("🍵 茶水 · ", "🍵 Drinks · ")},
		{"attendant", s.attendant, s.say("绿茶 20 杯", "Green tea × 20")},
		{"attendee", s.attendee, s.say("会议邀请", "Invitation")},
		{"guest", s.guest, s.say("会议邀请", "Invitation")},
		{"technician", s.technician, "(photo)"},
	} {
		if n := count(c.p, c.text); n != 1 {
			s.t.Errorf("the %s has %d messages with %q, want one", c.who, n, c.text)
		}
	}
	if n := count(s.organiser, "A-1002"); n > 0 {
		s.t.Error("there is a second booking")
	}
}
