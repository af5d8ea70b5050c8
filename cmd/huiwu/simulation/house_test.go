// Package simulation plays a working day of a whole house, from a seed, and holds what comes of it against a model
// after every step: the real conversations on the real records, with a clock of its own and people who press, type,
// repeat, forge and come late. It consists of tests only:
//
//	go test ./cmd/huiwu/simulation -seeds 1000 -steps 2000 -timeout 0
//	go test ./cmd/huiwu/simulation -seed 17 -seeds 1        # that one again
package simulation

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
	"huiwu/handlers"
	"huiwu/storage"
	"huiwu/storage/plan"
	"huiwu/storage/storagetest"
)

var zone = time.FixedZone("CST", 8*60*60)

// begin is a Monday, nine in the morning.
var begin = time.Date(2026, 11, 23, 9, 0, 0, 0, zone).UTC()

// house is the world of one seed.
type house struct {
	testing.TB
	ctx      context.Context
	seed     uint64
	dice     *rand.Rand
	settings conference.Settings
	store    *storage.Store
	talk     *handlers.Handlers
	sql      *pgx.Conn
	mail     *mail

	now     time.Time
	update  int64
	message int
	phones  []*phone // people's private chats
	turn    *phone   // who did the last thing: most go on with what they began
	group   *phone   // one chat for all
	past    []handlers.Event
	links   []string // start parameters that were handed out
	state   *state   // after the last step
	trace   []string
	done    map[string]int // the history's verbs, how often
}

// mail is the store's queue until it is carried round, in whatever order.
type mail struct {
	mu      sync.Mutex
	waiting []conference.Delivery
	came    []conference.Delivery // since the step before
}

// fresh is what came since the step before.
func (m *mail) fresh() []conference.Delivery {
	m.mu.Lock()
	defer m.mu.Unlock()
	came := m.came
	m.came = nil
	return came
}

// Enqueue implements storage.Queue. What a transaction enqueues and does not commit is a delivery that finds nothing
// to say: that may happen, so it is kept here.
func (m *mail) Enqueue(_ context.Context, _ pgx.Tx, ds []conference.Delivery) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waiting, m.came = append(m.waiting, ds...), append(m.came, ds...)
	return nil
}

func staff(name, phone, department string, crew conference.Crew, role conference.Role) conference.Person {
	return conference.Person{Name: name, Phone: phone, Department: department, Roles: []conference.Role{role}, Crew: crew, Language: "zh-CN"}
}

var people = []conference.Person{
	staff("李敏", "8613900000001", "经营管理部", "", conference.RoleStaff),
	staff("王强", "8613900000002", "财务部", "", conference.RoleStaff),
	{Name: "Anna", Phone: "8613900000003", Department: "Sales", Roles: []conference.Role{conference.RoleStaff}, Language: "en"},
	staff("热线", "8613900000004", "客户服务部", "", conference.RoleHotline),
	staff("会服07", "8613900000005", "会议服务班", conference.CrewMeetingService, conference.RoleAttendant),
	staff("会服08", "8613900000006", "会议服务班", conference.CrewMeetingService, conference.RoleAttendant),
	staff("周组长", "8613900000007", "会议服务班", conference.CrewMeetingService, conference.RoleTeamLeader),
	staff("环境主管", "8613900000008", "环境管理部", "", conference.RoleEnvironmentSupervisor),
	staff("孙主管", "8613900000009", "客户服务部", "", conference.RoleSupervisor),
	staff("音控12", "8613900000010", "音控班", conference.CrewSound, conference.RoleTechnician),
	staff("管理员", "8613900000011", "信息部", "", conference.RoleAdmin),
	staff("新人", "8613900000012", "财务部", "", conference.RoleStaff), // has not written yet
}

var rooms = []conference.Room{
	{Number: "301", Building: "主楼", Floor: 3, Class: conference.ClassA, Seats: 30, Equipment: []string{"projector"}},
	{Number: "302", Building: "主楼", Floor: 3, Class: conference.ClassA, Seats: 12},
	{Number: "E202", Building: "东楼", Floor: 2, Class: conference.ClassB, Seats: 40},
	{Number: "C1", Name: "大礼堂", Building: "会议大厦", Floor: 1, Class: conference.ClassC, Seats: 500, Aliases: []string{"礼堂"}},
}

const (
	strangers = 2  // accounts that nobody knows, besides the newcomer's
	groupChat = -9 // the group's id
)

func open(t *testing.T, seed uint64) *house {
	t.Helper()
	h := &house{TB: t, ctx: t.Context(), seed: seed, dice: rand.New(rand.NewPCG(seed, 1)), settings: conference.DefaultSettings(zone, plan.Default()),
		mail: &mail{}, now: begin, update: 1000, message: 500, done: map[string]int{}}
	url := storagetest.Postgres(t, storage.Migrate)
	var err error
	h.store, err = storage.Open(h.ctx, storage.Options{DatabaseURL: url, RedisURL: storagetest.Redis(t), Settings: h.settings, MaxConns: 2})
	h.must(err)
	t.Cleanup(h.store.Close)
	h.store.SetQueue(h.mail)
	h.sql, err = pgx.Connect(h.ctx, url)
	h.must(err)
	t.Cleanup(func() { _ = h.sql.Close(context.WithoutCancel(h.ctx)) })
	_, err = h.store.Import(h.ctx, h.now, rooms, people)
	h.must(err)
	h.talk, err = handlers.New(handlers.Options{Store: h.store, Settings: h.settings, Now: func() time.Time { return h.now },
		Language: "zh-CN", BotUsername: "huiwu_bot", Logger: slog.New(slog.DiscardHandler)})
	h.must(err)
	for i := range len(people) + strangers {
		account := int64(100 + i)
		p := &phone{account: account, name: "路人", chat: handlers.Chat{ID: account, Private: true}, language: "zh-hans"}
		if i < len(people) {
			p.name, p.number = people[i].Name, people[i].Phone
		}
		if i < len(people)-1 {
			_, err := h.store.LinkByContact(h.ctx, conference.Change{Now: h.now}, account, p.number)
			h.must(err)
		}
		h.phones = append(h.phones, p)
	}
	h.group = &phone{name: "群", chat: handlers.Chat{ID: groupChat, Title: "会务群"}}
	h.state = h.read(nil)
	h.morning()
	return h
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.fail("%v", err)
	}
}

// fail ends the seed, with what led to it.
func (h *house) fail(format string, args ...any) {
	h.Helper()
	h.Fatalf("seed %d, step %d, %s: %s\n\nthe last steps:\n%s", h.seed, len(h.trace), h.now.In(zone).Format("Mon 15:04"),
		fmt.Sprintf(format, args...), strings.Join(h.trace[max(0, len(h.trace)-25):], "\n"))
}

func (h *house) note(format string, args ...any) {
	h.trace = append(h.trace, h.now.In(zone).Format("Mon 15:04 ")+fmt.Sprintf(format, args...))
}

// pick is one of them by chance.
func pick[T any](h *house, from []T) T { return from[h.dice.IntN(len(from))] }

// chance is true in so many of a hundred cases.
func (h *house) chance(percent int) bool { return h.dice.IntN(100) < percent }
