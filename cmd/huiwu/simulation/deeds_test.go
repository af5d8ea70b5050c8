package simulation

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

// step is one thing that happens, and everything held against the model after it.
func (h *house) step() {
	d := deed{}
	switch n := h.dice.IntN(100); {
	case n < 50:
		d.event = h.press()
	case n < 61:
		d.event = h.speech()
	case n < 67:
		d.event = h.command()
	case n < 71:
		d.event = h.again()
	case n < 80:
		d.event = h.forged()
	case n < 83:
		d.event = h.odd()
	case n < 84 && h.chance(40):
		d.roster = h.reshuffle()
	case n < 92:
		h.deliver()
	default:
		d.time = h.wait()
	}
	if d.event != nil {
		h.happens(*d.event)
	}
	h.state = h.check(d)
}

// deed is what a step was, for those who judge it.
type deed struct {
	event  *handlers.Event
	time   bool // something came due
	roster bool // an admin changed who works here
}

// anybody is mostly who did the last thing, else somebody else.
func (h *house) anybody() *phone {
	if h.turn == nil || h.chance(15) {
		h.turn = pick(h, h.phones)
	}
	return h.turn
}

func (h *house) from(p *phone) *handlers.Event {
	h.update++
	h.message++
	e := &handlers.Event{UpdateID: h.update, At: h.now, Chat: p.chat, MessageID: h.message,
		From: handlers.User{ID: p.account, Name: p.name, Language: p.language}}
	if h.chance(4) {
		e.Chat = h.group.chat
	}
	return e
}

// press is somebody's finger on a button in their chat or the group's: mostly one that is there, mostly the lowest.
func (h *house) press() *handlers.Event {
	p := h.anybody()
	e := h.from(p)
	screen := h.chatOf(e.Chat.ID)
	var keys []string
	id := 1
	switch {
	case len(screen.old) > 0 && h.chance(8):
		keys = screen.old
	case len(screen.shown) > 0:
		m := screen.shown[len(screen.shown)-1]
		if h.chance(30) {
			m = pick(h, screen.shown)
		}
		keys, id = m.keys, m.id
	}
	if len(keys) == 0 {
		return h.speech()
	}
	e.Button = &handlers.Button{Data: h.oneKind(keys), MessageID: id}
	return e
}

// oneKind picks a verb first and then one of its buttons, so that a long list does not drown the rest.
func (h *house) oneKind(keys []string) string {
	if h.chance(45) {
		return keys[0] // what most people press
	}
	var verbs []string
	byVerb := map[string][]string{}
	for _, k := range keys {
		verb, _, _ := strings.Cut(k, ":")
		if byVerb[verb] == nil {
			verbs = append(verbs, verb)
		}
		byVerb[verb] = append(byVerb[verb], k)
	}
	return pick(h, byVerb[pick(h, verbs)])
}

// forged is a button from somebody else's chat, or one that never was.
func (h *house) forged() *handlers.Event {
	owner, thief := pick(h, h.phones), pick(h, h.phones)
	var keys []string
	for _, m := range owner.shown {
		keys = append(keys, m.keys...)
	}
	if len(keys) == 0 || h.chance(20) {
		keys = append(keys, owner.old...)
	}
	if len(keys) == 0 {
		return h.speech()
	}
	data := h.oneKind(keys)
	if h.chance(30) {
		data = h.bend(data)
	}
	e := h.from(thief)
	e.Button = &handlers.Button{Data: data, MessageID: 1}
	return e
}

var verbs = []string{"d", "book", "rev", "bk", "invite", "check", "rsvp", "pick", "rooms", "day", "lang", "list", "fault", "task", "tea", "tea_d", "grant", "end", "duty", "bind",
	"sheet", "sheets", "ready", "entry", "print", "order", "ord", "need", "asg", "lvl", "ldr", "mtype", "habit", "honour", "alarm", "board", "nothing"}

// bend changes one part of a button's data.
func (h *house) bend(data string) string {
	parts := strings.SplitN(data, ":", 4)
	if len(parts) < 3 {
		return data + ":"
	}
	switch h.dice.IntN(4) {
	case 0:
		parts[0] = pick(h, verbs)
	case 1:
		parts[1] = pick(h, []string{"0", "-1", "1", "2", "3", "rt", "ru", "rv", "zzzzzzzzzzzz", "1y2p0ij32e8e7"})
	case 2:
		parts[2] = pick(h, []string{"0", "1", "2", "3", "-1", "1y2p0ij32e8e7"})
	default:
		parts = append(parts[:3], pick(h, []string{"", "yes", "no", "cancel", "claim", "done", "1", "2", "3", "🙃", "ACCEPTED", "approve", "release:1", "hand", "take", "pass", "i0.1", "i1.0", "15", "30",
			"ack", "whole", "dispute.1", "dispute.2", "problem.av", "ask", "unseal"}))
	}
	return strings.Join(parts, ":")
}

// speech is words: a wish, or an answer to whatever is being asked.
func (h *house) speech() *handlers.Event {
	e := h.from(h.anybody())
	room := pick(h, []string{"301", "302", "E202", "C1", "礼堂", "999"})
	day := pick(h, []string{"今天", "明天", "明天", "后天", "周五", "下周一"})
	hour := 8 + h.dice.IntN(13)
	heads := pick(h, []int{2, 5, 8, 12, 20, 200})
	if h.chance(35) {
		e.Text = fmt.Sprintf("%s%d点到%d点%s开会%d个人", day, hour, hour+1+h.dice.IntN(3), room, heads)
		return e
	}
	e.Text = pick(h, []string{
		fmt.Sprintf("%s%d点到%d点%s开会%d个人", day, hour, hour+1+h.dice.IntN(3), room, heads),
		fmt.Sprintf("%s%d点到%d点 %s %d人 主题预算", day, hour, hour+1+h.dice.IntN(3), room, heads),
		fmt.Sprintf("book room %s tomorrow at %d:00 for %d people for 2 hours", room, hour, heads),
		fmt.Sprintf("%d点", hour), fmt.Sprintf("%d", heads), room, day, "2小时", "周例会",
		fmt.Sprintf("A-%d改到%s%d点", 1001+h.dice.IntN(8), day, hour), fmt.Sprintf("A-%d改到%s%d点", 1001+h.dice.IntN(8), day, hour), fmt.Sprintf("A-%d换到%s", 1001+h.dice.IntN(8), room),
		"改到" + day + fmt.Sprint(hour) + "点", "茶水绿茶10杯", "准备20个名牌", "要一条横幅 热烈欢迎", "U型摆放", "再拿两把椅子", "要热水和话筒", "太吵了", room + "投影坏了", "空调太冷", "门卡住了", "李敏", "王强 Anna", "财务部", "不去，出差", "会议取消了", "已修好", "会标没挂",
		"<b>重要</b> & <script>", "\u202e\u200b隐形", "=HYPERLINK(\"x\")", "…", strings.Repeat("长", 300),
	})
	return e
}

func (h *house) command() *handlers.Event {
	e := h.from(h.anybody())
	e.Command = pick(h, []string{"book", "book", "my", "my", "rooms", "today", "tea", "order", "need", "assign", "habits", "emergency", "board", "faults", "report", "confirm", "tasks", "tasks",
		"access", "checks", "enter", "finish", "extend", "settings", "help", "cancel", "start", "none", "duty", "duty", "bind", "unbind", "unbind"})
	if (e.From.Name == "热线" || e.From.Name == "孙主管") && h.chance(30) {
		e.Command = "assign"
	}
	switch e.Command {
	case "assign", "need", "emergency":
		e.Args = pick(h, []string{"", "让会服07一小时内打扫302", "音控班检查音响", "热水", "空调调高一点", "请撤离"})
	case "duty":
		e.From, e.Args = h.of(h.worker()), pick(h, []string{"", "on", "off"})
		e.Chat = handlers.Chat{ID: e.From.ID, Private: true}
	case "bind", "unbind":
		e.From, e.Args = h.of(h.worker()), pick(h, []string{"", "会议服务班", "音控班", "会议服务班"})
		e.Chat = h.group.chat
	}
	e.Text = strings.TrimSpace("/" + e.Command + " " + e.Args)
	return e
}

// worker is somebody who does a crew's work, leads one, or oversees all.
func (h *house) worker() *phone { return h.phones[4+h.dice.IntN(6)] }

func (*house) of(p *phone) handlers.User {
	return handlers.User{ID: p.account, Name: p.name, Language: p.language}
}

// odd is what is seldom: a contact, a link, a picture, an edited message.
func (h *house) odd() *handlers.Event {
	p := pick(h, h.phones)
	e := h.from(p)
	switch h.dice.IntN(6) {
	case 0:
		e.Contact = &handlers.Contact{Phone: p.number, UserID: p.account}
	case 1:
		e.Contact = &handlers.Contact{Phone: pick(h, people).Phone, UserID: pick(h, []int64{0, p.account + 1})} // somebody else's
	case 2, 3:
		e.Command, e.Args = "start", h.link()
	case 4:
		e.Files = []handlers.File{{ID: fmt.Sprint("photo", h.update), Kind: pick(h, []handlers.FileKind{handlers.FilePhoto, handlers.FileVoice})}}
		e.Text = pick(h, []string{"", "301投影坏了"})
	default:
		e.Text, e.Edited = "301", true
	}
	return e
}

// link is a start parameter: one that was handed out, or a guess.
func (h *house) link() string {
	if h.chance(60) {
		h.handOut()
	}
	if len(h.links) == 0 || h.chance(15) {
		return pick(h, []string{"invite_", "access_", "x"}) + "AAAAAAAAAAAAAAAAAAAAAA"
	}
	return pick(h, h.links)
}

// handOut has somebody who may make a link to one of the meetings, or the admin one for the newcomer.
func (h *house) handOut() {
	if h.chance(30) {
		if token, err := h.store.CreateAccessLink(h.ctx, h.change("管理员"), h.state.named("新人").ID, 72*time.Hour); err == nil {
			h.links = append(h.links, "access_"+token)
		}
		return
	}
	for _, id := range slices.Sorted(maps.Keys(h.state.bookings)) {
		if token, err := h.store.CreateInvitationLink(h.ctx, h.change("热线"), id); err == nil {
			h.links = append(h.links, "invite_"+token)
			return
		}
	}
}

// change is one that somebody makes outside of any conversation.
func (h *house) change(name string) conference.Change {
	h.update++
	return conference.Change{UpdateID: h.update, Actor: conference.Person{ID: h.state.named(name).ID}, Now: h.now}
}

// again is an update that Telegram brings a second time.
func (h *house) again() *handlers.Event {
	if len(h.past) == 0 {
		return h.command()
	}
	e := h.past[len(h.past)-1-h.dice.IntN(min(len(h.past), 40))]
	return &e
}

// reshuffle removes one of the attendants, or takes the newcomer's account away, or lets one come back.
func (h *house) reshuffle() bool {
	p := h.state.named(pick(h, []string{"会服08", "王强", "新人"}))
	if p.Removed {
		h.note("%s is on the roster again", p.Name)
		for _, was := range people {
			if was.Name == p.Name {
				_, err := h.store.Import(h.ctx, h.now, nil, []conference.Person{was})
				h.must(err)
			}
		}
		return true
	}
	h.note("%s is removed", p.Name)
	h.must(h.store.RemovePerson(h.ctx, h.change("管理员"), p.ID))
	if gone := h.read(h.state).people[p.ID]; !gone.Removed || gone.TelegramID != 0 {
		h.fail("removed, and still here: %+v", gone)
	}
	return true
}

// happens hands the event in and shows what is answered.
func (h *house) happens(e handlers.Event) {
	what := e.Text
	switch {
	case e.Button != nil:
		what = "presses " + e.Button.Data
	case e.Contact != nil:
		what = "shares a contact"
	case e.Command == "start":
		what = "opens a link"
	}
	h.note("%s (update %d, chat %d) %s", e.From.Name, e.UpdateID, e.Chat.ID, what)
	r, err := h.talk.Handle(h.ctx, e)
	if err != nil && conference.CodeOf(err) != conference.CodeUnknownPerson {
		h.fail("%v", err)
	}
	h.past = append(h.past, e)
	h.past = h.past[max(0, len(h.past)-60):]
	for _, m := range r.Messages {
		h.show(e, m)
	}
}

// wait lets time pass, to the next thing that comes due or a little; true when something came due.
func (h *house) wait() bool {
	to := h.now.Add(time.Duration(1+h.dice.IntN(40)) * time.Minute)
	next, ok, err := h.store.NextDue(h.ctx)
	h.must(err)
	if ok && next.After(h.now) && h.chance(50) {
		to = next
	}
	h.note("time passes until %s", to.In(zone).Format("Mon 15:04"))
	h.now = to
	h.tick()
	return true
}

// tick fires what is due, as the scheduler does.
func (h *house) tick() {
	for {
		n, err := h.store.FireDue(context.WithoutCancel(h.ctx), h.now, 100)
		h.must(err)
		if n < 100 {
			return
		}
	}
}

// deliver carries some of what waits, not always in order; a delivery may come late or twice.
func (h *house) deliver() {
	n := len(h.mail.waiting)
	h.note("%d of %d deliveries", n/2+1, n)
	for i := 0; i < n/2+1 && len(h.mail.waiting) > 0; i++ {
		at := 0
		if h.chance(30) {
			at = h.dice.IntN(len(h.mail.waiting))
		}
		d := h.mail.waiting[at]
		if !h.chance(3) {
			h.mail.waiting = append(h.mail.waiting[:at], h.mail.waiting[at+1:]...)
		}
		h.bring(d)
	}
}

// bring does with a delivery what the bot does.
func (h *house) bring(d conference.Delivery) {
	if !d.ExpiresAt.IsZero() && !h.now.Before(d.ExpiresAt) {
		return
	}
	m, ok, err := h.talk.Compose(h.ctx, d)
	h.must(err)
	if !ok {
		return
	}
	h.judgeDelivery(d, m)
	p := h.chatOf(m.Chat)
	if p == nil {
		h.fail("%s for person %d goes to chat %d", d.Kind, d.To.Person, m.Chat)
	}
	if m.Card != nil {
		card, _, err := h.store.Card(h.ctx, m.Card.Subject, m.Card.PersonID)
		h.must(err)
		if card.Revision > m.Card.Revision {
			return
		}
		if d.Ping {
			m.Replace = int(card.MessageID)
		} else {
			m.Edit = int(card.MessageID)
		}
	}
	h.shown(p, m)
	if h.chance(40) {
		h.turn = p // who has just got something looks at it
	}
}

// morning is what people have planned before the play begins, so that there is something to serve.
func (h *house) morning() {
	for i, wish := range []string{"今天15点到17点301开会8个人", "明天10点到11点302开会5个人", "明天14点到16点301开会20个人", "后天10点到13点礼堂开会200个人", "今天12点到13点302开会6个人"} {
		p := h.phones[i%3]
		e := h.from(p)
		e.Chat, e.Text = p.chat, wish
		h.happens(*e)
		h.state = h.check(deed{event: e})
		e = h.from(p)
		m := p.shown[len(p.shown)-1]
		e.Chat, e.Button = p.chat, &handlers.Button{Data: m.keys[0], MessageID: m.id}
		h.happens(*e)
		h.state = h.check(deed{event: e})
	}
	for _, id := range slices.Sorted(maps.Keys(h.state.bookings)) {
		b := h.state.bookings[id]
		organiser := h.state.people[b.Organiser].Name
		_, err := h.store.OrderTea(h.ctx, h.change(organiser), conference.TeaRequest{BookingID: id, Tea: "green"})
		h.must(err)
		if b.Status == conference.BookingConfirmed {
			_, err = h.store.Invite(h.ctx, h.change(organiser), id, []int64{h.state.named("李敏").ID, h.state.named("会服07").ID, h.state.named("孙主管").ID})
			h.must(err)
		}
	}
	h.state = h.read(h.state)
	for _, l := range h.state.history {
		h.done[l.Verb]++
	}
	for len(h.mail.waiting) > 0 {
		h.deliver()
	}
}
