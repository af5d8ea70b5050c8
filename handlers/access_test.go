package handlers_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

// newcomer is on the roster and has never written to the bot.
var newcomer = conference.Person{Name: "新人", Phone: "8613900000099", Department: "财务部", Roles: []conference.Role{conference.RoleStaff}, Language: "zh-CN"}

func (p *phone) contact(number string, user int64) handlers.Event {
	e := p.event()
	e.Contact = &handlers.Contact{Phone: number, UserID: user}
	return e
}

func TestAccess_OwnContactOnly(t *testing.T) {
	t.Parallel()
	h := setup(t)
	_, err := h.store.Import(t.Context(), h.now, nil, []conference.Person{newcomer})
	h.must(err)
	p := h.stranger()
	p.says("/my")
	p.reads("您的账号还没有登记")
	p.handle(p.contact("+86 139-0000-0099", 555))
	p.reads("自己的")
	p.handle(p.contact("+86 139-0000-0099", 0))
	p.reads("自己的")
	p.handle(p.contact("13900009999", 999))
	if strings.Contains(p.last(), "登记好了") {
		t.Errorf("an unknown number came in: %s", p.last())
	}
	own := p.contact("+86 139-0000-0099", 999)
	p.handle(own)
	p.sees("<b>✅ 登记好了，新人</b>\n需要什么直接说，例如：明天下午三点 301 开会 20 人\n全部功能见 /help")
	p.handle(own)
	p.handle(p.contact("+86 139-0000-0099", 999))
	p.sees("您已经登记过了：新人")
}

var startLink = regexp.MustCompile(`https://t\.me/huiwu_bot\?start=([A-Za-z0-9_-]{1,64})`)

func (p *phone) link() string {
	p.Helper()
	m := startLink.FindStringSubmatch(p.last())
	if m == nil {
		p.Fatalf("no link in %s", p.last())
	}
	return m[1]
}

func TestAccess_LinkOnce(t *testing.T) {
	t.Parallel()
	h := setup(t)
	_, err := h.store.Import(t.Context(), h.now, nil, []conference.Person{newcomer})
	h.must(err)
	staff, admin := h.of("李敏"), h.of("管理员")
	staff.says("/access 新人")
	if strings.Contains(staff.last(), "财务部") {
		t.Errorf("staff see %s", staff.last())
	}
	admin.says("/access")
	admin.says("没有这人")
	admin.reads("名单上没有「没有这人」")
	admin.says("新人")
	admin.taps("新人")
	admin.reads("开通链接 · 新人", "只能用一次")
	token := admin.link()

	first, second := h.stranger(), h.stranger()
	second.user.ID, second.chat.ID = 998, 998
	open := first.saying("/start " + token)
	first.handle(open)
	first.reads("登记好了，新人")
	first.handle(open)
	second.says("/start " + token)
	if strings.Contains(second.last(), "登记好了") {
		t.Error("the link worked twice")
	}
	admin.taps("换一位")
	admin.says("新人")
	admin.taps("新人")
	if !admin.alert {
		t.Error("a link for somebody who is in already")
	}
	second.says("/start access_xxxxxxxxxxxxxxxxxxxxxx")
	if strings.Contains(second.last(), "登记好了") {
		t.Error("a made-up link worked")
	}
}

func TestAccess_GuestByInvitation(t *testing.T) {
	t.Parallel()
	h := setup(t)
	h.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 20, "季度会")
	org := h.of("李敏")
	org.says("/my")
	org.taps("11月24日")
	org.taps("邀请参会人")
	r := org.handle(org.tapping("邀请链接"))
	if m := r.Messages[0]; len(m.Photo) < 100 || string(m.Photo[1:4]) != "PNG" {
		t.Errorf("no QR code: %d bytes", len(m.Photo))
	}
	org.reads("邀请 · 季度会", "转发这张图或链接")
	token := org.link()

	guest := h.stranger()
	guest.user.Name = "来宾<b>\u202e"
	guest.says("/start " + token)
	guest.reads("会议邀请", "季度会", "[参加] [待定] [请假]")
	guest.taps("请假")
	if strings.Contains(guest.last(), "请人代我参加") {
		t.Error("a guest is offered the roster")
	}
	guest.taps("返回")
	guest.taps("参加")
	guest.reads("✅ 您会参加")
	org.taps("邀请参会人")
	org.taps("看名单")
	org.reads("✅ 来宾&lt;b&gt;")
	for _, command := range []string{"/book", "/tea", "/report", "/access", "/tasks", "/today", "/rooms"} {
		guest.says(command)
		if len(guest.last()) > 0 && strings.Contains(guest.last(), "301") {
			t.Errorf("%s shows a guest\n%s", command, guest.last())
		}
	}
	org.says("/start " + token)
	org.reads("这是您自己发起的会议")
}
