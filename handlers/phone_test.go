package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
	"huiwu/storage"
	"huiwu/storage/embedded"
	"huiwu/storage/plan"
	"huiwu/storage/storagetest"
)

// zone is where the tests' house stands.
var zone = time.FixedZone("CST", 8*60*60)

// monday is 23 November 2026, 10:00 there.
var monday = time.Date(2026, 11, 23, 10, 0, 0, 0, zone)

// house is handlers on a real store, with rooms, people and a clock of the test's own.
type house struct {
	testing.TB
	*handlers.Handlers
	store   *storage.Store
	now     time.Time
	update  int64
	message int
	people  map[string]conference.Person
	rooms   map[string]conference.Room
}

// roster is who works here, by name.
var roster = []conference.Person{
	{Name: "李敏", Phone: "8613900000001", Department: "经营管理部", Roles: []conference.Role{conference.RoleStaff}, Language: "zh-CN"},
	{Name: "Anna", Phone: "8613900000002", Department: "Sales", Roles: []conference.Role{conference.RoleStaff}, Language: "en"},
	{Name: "热线", Phone: "8613900000003", Department: "客户服务部", Roles: []conference.Role{conference.RoleHotline}, Language: "zh-CN"},
	{Name: "会服07", Phone: "8613900000004", Department: "会议服务班", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewMeetingService, Language: "zh-CN"},
	{Name: "管理员", Phone: "8613900000005", Department: "信息部", Roles: []conference.Role{conference.RoleAdmin}, Language: "zh-CN"},
	{Name: "王强", Phone: "8613900000006", Department: "财务部", Roles: []conference.Role{conference.RoleStaff}, Language: "zh-CN"},
}

var venues = []conference.Room{
	{Number: "301", Building: "主楼", Floor: 3, Class: conference.ClassA, Seats: 30, Equipment: []string{"projector", "whiteboard"}},
	{Number: "302", Building: "主楼", Floor: 3, Class: conference.ClassA, Seats: 12, Equipment: []string{"projector"}},
	{Number: "305", Building: "主楼", Floor: 3, Class: conference.ClassA, Seats: 24, Equipment: []string{"projector"}},
	{Number: "E202", Building: "东楼", Floor: 2, Class: conference.ClassB, Seats: 40, Aliases: []string{"东楼202"}},
	{Number: "C1", Name: "大礼堂", Building: "会议大厦", Floor: 1, Class: conference.ClassC, Seats: 500, Aliases: []string{"礼堂"}},
}

// firstAccount is the Telegram id of the roster's first; the others count on.
const firstAccount = 100

// registered brings a database to where everybody has registered with their phone.
func registered(ctx context.Context, url string, people []conference.Person) (err error) {
	if err := storage.Migrate(ctx, url); err != nil {
		return err
	}
	redis, err := embedded.StartRedis(ctx, embedded.Options{Temporary: true, Fast: true, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, redis.Stop(ctx)) }()
	store, err := storage.Open(ctx, storage.Options{DatabaseURL: url, RedisURL: redis.URL(), Settings: conference.DefaultSettings(zone, plan.Default())})
	if err != nil {
		return err
	}
	defer store.Close()
	if _, err := store.Import(ctx, monday, venues, people); err != nil {
		return err
	}
	for i, p := range people {
		if _, err := store.LinkByContact(ctx, conference.Change{Now: monday}, int64(firstAccount+i), p.Phone); err != nil {
			return err
		}
	}
	return nil
}

func rosterRegistered(ctx context.Context, url string) error { return registered(ctx, url, roster) }

// setup is a house of the test's own, at ten on Monday.
func setup(tb testing.TB) *house {
	tb.Helper()
	return houseOf(tb, rosterRegistered, roster)
}

// houseOf is a house of the test's own whose people are registered in it.
func houseOf(tb testing.TB, migrate storagetest.Migrate, people []conference.Person) *house {
	tb.Helper()
	ctx := tb.Context()
	h := &house{TB: tb, now: monday, update: 1000, message: 500, people: map[string]conference.Person{}, rooms: map[string]conference.Room{}}
	settings := conference.DefaultSettings(zone, plan.Default())
	store, err := storage.Open(ctx, storage.Options{DatabaseURL: storagetest.Postgres(tb, migrate), RedisURL: storagetest.Redis(tb), Settings: settings})
	h.must(err)
	tb.Cleanup(store.Close)
	h.store = store
	for i, p := range people {
		h.people[p.Name], err = store.PersonByTelegram(ctx, int64(firstAccount+i))
		h.must(err)
	}
	rooms, err := store.Rooms(ctx)
	h.must(err)
	for _, r := range rooms {
		h.rooms[r.Number] = r
	}
	h.Handlers, err = handlers.New(handlers.Options{Store: store, Settings: settings, Now: func() time.Time { return h.now },
		Language: "zh-CN", BotUsername: "huiwu_bot", Logger: slog.New(slog.DiscardHandler)})
	h.must(err)
	return h
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// phone is one person's private chat: the messages that stand in it, as a screen would show them.
type phone struct {
	*house
	user  handlers.User
	chat  handlers.Chat
	shown []shown
	toast string
	alert bool
	files []handlers.Document
	sent  int // messages that were sent, rather than edited
}

type shown struct {
	id   int
	text string
	keys handlers.Keyboard
}

// of is the phone of somebody on the roster.
func (h *house) of(name string) *phone {
	p, ok := h.people[name]
	if !ok {
		h.Fatalf("nobody is called %s", name)
	}
	return &phone{house: h, user: handlers.User{ID: p.TelegramID, Name: name, Language: p.Language}, chat: handlers.Chat{ID: p.TelegramID, Private: true}}
}

// stranger is the phone of somebody who is not on the roster.
func (h *house) stranger() *phone {
	return &phone{house: h, user: handlers.User{ID: 999, Name: "路人", Language: "zh-hans"}, chat: handlers.Chat{ID: 999, Private: true}}
}

// event is the next update of the person.
func (p *phone) event() handlers.Event {
	p.update++
	p.message++
	return handlers.Event{UpdateID: p.update, At: p.now, Chat: p.chat, From: p.user, MessageID: p.message}
}

// handle hands an event in and puts the reply on the screen.
func (p *phone) handle(e handlers.Event) handlers.Reply {
	p.Helper()
	r, err := p.Handle(p.Context(), e)
	p.must(err)
	p.show(e, r)
	return r
}

func (p *phone) show(e handlers.Event, r handlers.Reply) {
	p.Helper()
	p.toast, p.alert = r.Toast, r.Alert
	for _, m := range r.Messages {
		p.put(e, m)
	}
}

// put does with a message what Telegram would.
func (p *phone) put(e handlers.Event, m handlers.Message) {
	p.Helper()
	if m.Chat != p.chat.ID {
		return
	}
	if m.Document != nil {
		p.files = append(p.files, *m.Document)
	}
	if m.Text.Units() > 4096 {
		p.Errorf("message of %d units", m.Text.Units())
	}
	for _, row := range m.Keyboard {
		for _, k := range row {
			if k.URL == "" && (k.Data == "" || len(k.Data) > 64) || k.Label == "" {
				p.Errorf("key %q carries %q", k.Label, k.Data)
			}
		}
	}
	s := shown{text: m.Text.HTML(), keys: m.Keyboard}
	if m.Replace != 0 {
		p.shown = slices.DeleteFunc(p.shown, func(s shown) bool { return s.id == m.Replace })
	}
	if i := slices.IndexFunc(p.shown, func(s shown) bool { return s.id == m.Edit }); m.Edit != 0 && i >= 0 {
		s.id = m.Edit
		p.shown[i] = s
	} else {
		p.message++
		p.sent++
		s.id = p.message
		p.shown = append(p.shown, s)
	}
	if m.DialogCard {
		p.must(p.Sent(p.Context(), e, m, s.id))
	}
}

// says types words, a command too.
func (p *phone) says(text string) {
	p.Helper()
	p.handle(p.saying(text))
}

func (p *phone) saying(text string) handlers.Event {
	e := p.event()
	e.Text = text
	if rest, ok := strings.CutPrefix(text, "/"); ok {
		e.Command, e.Args, _ = strings.Cut(rest, " ")
	}
	return e
}

// taps presses the button whose label begins so, under the lowest message that has one.
func (p *phone) taps(label string) {
	p.Helper()
	p.handle(p.tapping(label))
}

func (p *phone) tapping(label string) handlers.Event {
	p.Helper()
	for _, s := range slices.Backward(p.shown) {
		for _, row := range s.keys {
			for _, k := range row {
				if strings.HasPrefix(k.Label, label) {
					e := p.event()
					e.Button = &handlers.Button{Data: k.Data, MessageID: s.id}
					return e
				}
			}
		}
	}
	p.Fatalf("no button %q in\n%s", label, p.screen())
	return handlers.Event{}
}

// last is the lowest message with its buttons.
func (p *phone) last() string {
	if len(p.shown) == 0 {
		return ""
	}
	return p.shown[len(p.shown)-1].String()
}

// sees wants the lowest message to be exactly this.
func (p *phone) sees(want string) {
	p.Helper()
	if got := p.last(); strings.TrimSpace(got) != strings.TrimSpace(want) {
		p.Errorf("%s sees\n%s\n\nwant\n%s", p.user.Name, got, want)
	}
}

// reads wants the lowest message to hold each of these.
func (p *phone) reads(want ...string) {
	p.Helper()
	for _, w := range want {
		if !strings.Contains(p.last(), w) {
			p.Errorf("%s sees\n%s\n\nwithout %q", p.user.Name, p.last(), w)
		}
	}
}

// hears wants the line over the chat to be this.
func (p *phone) hears(want string) {
	p.Helper()
	if p.toast != want {
		p.Errorf("toast %q, want %q", p.toast, want)
	}
}

func (p *phone) screen() string {
	var all []string
	for _, s := range p.shown {
		all = append(all, s.String())
	}
	return strings.Join(all, "\n----\n")
}

// String is the message as the goldens write it: the text, an empty line, a line for each row of buttons.
func (s shown) String() string {
	lines := []string{s.text}
	if len(s.keys) > 0 {
		lines = append(lines, "")
	}
	for _, row := range s.keys {
		var keys []string
		for _, k := range row {
			keys = append(keys, "["+k.Label+"]")
		}
		lines = append(lines, strings.Join(keys, " "))
	}
	return strings.Join(lines, "\n")
}

// booked is a booking made outside of any conversation.
func (h *house) booked(who, room string, start time.Time, length time.Duration, heads int, title string) conference.Booking {
	h.Helper()
	b, err := h.store.Book(context.Background(), conference.Change{Actor: h.people[who], Now: h.now},
		conference.Request{RoomID: h.rooms[room].ID, Title: title, Start: start, End: start.Add(length), Headcount: heads})
	h.must(err)
	return b
}

// at is a time of the test's week: day 0 is Monday.
func at(day, hour, minute int) time.Time {
	return time.Date(2026, 11, 23+day, hour, minute, 0, 0, zone)
}

// button is the callback data that our own codec would write.
func button(verb string, id, rev int64, arg string) *handlers.Button {
	data := fmt.Sprintf("%s:%s:%s", verb, strconv.FormatInt(id, 36), strconv.FormatInt(rev, 36))
	if arg != "" {
		data += ":" + arg
	}
	return &handlers.Button{Data: data, MessageID: 1}
}

// card is a booking's live card as it is delivered to somebody.
func (h *house) card(name string, booking int64) shown {
	h.Helper()
	m, ok, err := h.Compose(h.Context(), conference.Delivery{Kind: conference.NoticeCard,
		Subject: conference.Subject{Kind: conference.SubjectBooking, ID: booking}, To: conference.Audience{Person: h.people[name].ID}})
	h.must(err)
	if !ok {
		h.Fatalf("nothing to show of %d", booking)
	}
	h.message++
	return shown{id: h.message, text: m.Text.HTML(), keys: m.Keyboard}
}
