package storage

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"huiwu/conference"
	"huiwu/storage/plan"
	"huiwu/storage/storagetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, storagetest.IgnoreServer()) }

// house is a store with a small roster, some rooms, and a queue that remembers.
type house struct {
	*Store
	t      *testing.T
	url    string
	redis  string
	queue  *memoryQueue
	now    time.Time
	update int64
	rooms  map[string]conference.Room
	people map[string]conference.Person
}

// memoryQueue keeps what was enqueued by transactions; none of the tests that read it roll back after enqueuing.
type memoryQueue struct {
	mu sync.Mutex
	ds []conference.Delivery
}

func (q *memoryQueue) Enqueue(_ context.Context, _ pgx.Tx, ds []conference.Delivery) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ds = append(q.ds, ds...)
	return nil
}

// take returns what was enqueued since the last take.
func (q *memoryQueue) take() []conference.Delivery {
	q.mu.Lock()
	defer q.mu.Unlock()
	ds := q.ds
	q.ds = nil
	return ds
}

var shanghai = time.FixedZone("CST", 8*3600)

// monday is 09:00 local time on a Monday.
var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, shanghai).UTC()

func setup(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, url: storagetest.Postgres(t, Migrate), redis: storagetest.Redis(t), now: monday, queue: &memoryQueue{}}
	h.Store = h.open()
	h.SetQueue(h.queue)
	h.seed()
	return h
}

// open opens one more replica on the same servers.
func (h *house) open() *Store {
	h.t.Helper()
	s, err := Open(h.t.Context(), Options{DatabaseURL: h.url, RedisURL: h.redis, Settings: conference.DefaultSettings(shanghai, plan.Default()), MaxConns: 10})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(s.Close)
	return s
}

var sampleRooms = []conference.Room{
	{Number: "301", Building: "主楼", Floor: 3, Class: conference.ClassA, Seats: 12, Equipment: []string{"projector"}, Aliases: []string{"小会议室"}},
	{Number: "302", Building: "主楼", Floor: 3, Class: conference.ClassA, Seats: 20},
	{Number: "E202", Building: "东楼", Floor: 2, Class: conference.ClassB, Seats: 60, Equipment: []string{"projector", "sound"}},
	{Number: "H1", Building: "会议大厦", Floor: 1, Class: conference.ClassC, Seats: 400},
}

var samplePeople = []conference.Person{
	{Name: "王芳", Phone: "8613900000001", Department: "办公室", Roles: []conference.Role{conference.RoleStaff}},
	{Name: "李强", Phone: "8613900000002", Department: "办公室", Roles: []conference.Role{conference.RoleStaff}},
	{Name: "赵敏", Phone: "8613900000003", Department: "会议服务部", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewMeetingService},
	{Name: "孙磊", Phone: "8613900000004", Department: "会议服务部", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewMeetingService},
	{Name: "周洁", Phone: "8613900000005", Department: "会议服务部", Roles: []conference.Role{conference.RoleTeamLeader}, Crew: conference.CrewMeetingService},
	{Name: "吴刚", Phone: "8613900000006", Department: "客户服务部", Roles: []conference.Role{conference.RoleSupervisor}},
	{Name: "郑丽", Phone: "8613900000007", Department: "客户服务部", Roles: []conference.Role{conference.RoleHotline}},
	{Name: "管理员", Phone: "8613900000008", Department: "信息部", Roles: []conference.Role{conference.RoleAdmin}},
	{Name: "陈静", Phone: "8613900000009", Department: "环境管理部", Roles: []conference.Role{conference.RoleEnvironmentSupervisor}},
	{Name: "音控员", Phone: "8613900000010", Department: "音控班", Roles: []conference.Role{conference.RoleTechnician}, Crew: conference.CrewSound},
}

// seed imports the samples; the n-th person's Telegram account is 1000+n.
func (h *house) seed() {
	h.t.Helper()
	_, err := h.Import(h.t.Context(), h.now, sampleRooms, samplePeople)
	h.must(err)
	_, err = h.pool.Exec(h.t.Context(), `UPDATE people SET telegram_id = 1000 + id`)
	h.must(err)
	people, err := readAll(h.t.Context(), h.pool, scanPerson, `SELECT `+personColumns("p")+` FROM people p`)
	h.must(err)
	rooms, err := h.Rooms(h.t.Context())
	h.must(err)
	h.people, h.rooms = map[string]conference.Person{}, map[string]conference.Room{}
	for _, p := range people {
		h.people[p.Name] = p
	}
	for _, r := range rooms {
		h.rooms[r.Number] = r
	}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// refused holds err to a reason.
func (h *house) refused(err error, want conference.Code) {
	h.t.Helper()
	if got := conference.CodeOf(err); got != want {
		h.t.Fatalf("refused with %q (%v), want %q", got, err, want)
	}
}

// by is a change by somebody, under a new update.
func (h *house) by(name string) conference.Change {
	h.update++
	p, ok := h.people[name]
	if !ok {
		h.t.Fatalf("nobody is called %s", name)
	}
	return conference.Change{UpdateID: h.update, Actor: p, Now: h.now}
}

// at is an instant of the sample Monday.
func at(hour, minute int) time.Time {
	return time.Date(2026, 3, 2, hour, minute, 0, 0, shanghai).UTC()
}

func (h *house) request(room string, start, end time.Time) conference.Request {
	return conference.Request{RoomID: h.rooms[room].ID, Title: "周例会", Start: start, End: end, Headcount: 8}
}

// book is a meeting of 王芳's in 301, Monday 14:00 to 15:00.
func (h *house) book() conference.Booking {
	h.t.Helper()
	b, err := h.Book(h.t.Context(), h.by("王芳"), h.request("301", at(14, 0), at(15, 0)))
	h.must(err)
	return b
}

// count is a query for one number.
func (h *house) count(sql string, args ...any) int {
	h.t.Helper()
	var n int
	h.must(h.pool.QueryRow(h.t.Context(), sql, args...).Scan(&n))
	return n
}

// sent are the names of who gets deliveries of a kind.
func (h *house) sent(ds []conference.Delivery, kind conference.NoticeKind) map[string]int {
	names := map[string]int{}
	for _, d := range ds {
		if d.Kind != kind {
			continue
		}
		for name, p := range h.people {
			if p.ID == d.To.Person {
				names[name]++
			}
		}
	}
	return names
}
