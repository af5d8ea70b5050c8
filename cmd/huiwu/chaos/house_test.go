package chaos

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"

	"huiwu/bot/emulator"
)

const (
	webhookSecret = "chaos"
	firstID       = 70_001 // the Telegram id of the first person
	bookers       = 12
	attendants    = 2
	technicians   = 2
)

// house is an organisation with its people, its Telegram, its servers and its replicas of the bot.
type house struct {
	*testing.T
	telegram *emulator.Server
	gate     *gate
	database *link
	redis    *link
	name     string // of the database
	corner   int    // of Redis
	pool     *pgxpool.Pool
	memory   *redis.Client
	phones   []*emulator.Phone
	replicas []*replica
	turn     atomic.Int64 // of the balancer
	sent     sent
	stall    *emulator.Stall
	api      string // the Bot API's address
}

// gate stands before the Bot API and may turn calls away.
type gate struct {
	mu   sync.Mutex
	fate func(w http.ResponseWriter, r *http.Request) bool // true when the call has been dealt with
}

func (g *gate) set(fate func(w http.ResponseWriter, r *http.Request) bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.fate = fate
}

func (g *gate) before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		fate := g.fate
		g.mu.Unlock()
		if fate == nil || !fate(w, r) {
			next.ServeHTTP(w, r)
		}
	})
}

// hangUp resets the connection.
func hangUp(w http.ResponseWriter, _ *http.Request) bool {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		reset(conn)
	}
	return true
}

// sent is every message that went out, with how often.
type sent struct {
	mu    sync.Mutex
	texts map[string]int // by chat and text
}

func (s *sent) note(c emulator.Call) {
	if c.Code != http.StatusOK || !strings.EqualFold(c.Method, "sendMessage") {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.texts[fmt.Sprint(c.ChatID, "\n", c.Fields["text"])]++
}

// count is how many messages to the chat hold all the words.
func (s *sent) count(chat int64, words ...string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for text, times := range s.texts {
		to, text, _ := strings.Cut(text, "\n")
		all := to == fmt.Sprint(chat)
		for _, w := range words {
			all = all && strings.Contains(text, w)
		}
		if all {
			n += times
		}
	}
	return n
}

// calls are the last that concerned a chat.
func (h *house) calls(chat int64) string {
	var lines []string
	for _, c := range h.telegram.Calls() {
		if c.ChatID == chat {
			text := []rune(strings.ReplaceAll(c.Fields["text"], "\n", " / "))
			lines = append(lines, fmt.Sprintf("  %s %s %d: %d %s", c.At.Format("05.000"), c.Method, c.MessageID, c.Code, string(text[:min(60, len(text))])))
		}
	}
	return strings.Join(lines[max(0, len(lines)-25):], "\n")
}

// corners counts the databases of Redis that are in use.
var corners atomic.Int64

// newHouse is a house without replicas. The way to the database is slow, so that there is always something under way.
func newHouse(t *testing.T) *house {
	t.Helper()
	needServers(t)
	h := &house{T: t, gate: &gate{}, name: newDatabase(t), sent: sent{texts: map[string]int{}}}
	h.telegram = emulator.New(emulator.Options{OnCall: h.sent.note, WebhookPause: func(int) time.Duration { return 200 * time.Millisecond }})
	t.Cleanup(h.telegram.Close)
	h.telegram.LimitRates(emulator.TelegramRates())
	h.database = newLink(t, "unix", socketOf(t, machines.postgres.URL(), ".s.PGSQL.5432"), 3*time.Millisecond)
	h.redis = newLink(t, "unix", socketOf(t, machines.redis.URL(), ""), 0)
	h.pool = openPool(t, h.name)
	options, err := redis.ParseURL(machines.redis.URL())
	must(t, err)
	h.corner = int(corners.Add(1)) % 16
	options.DB = h.corner
	h.memory = redis.NewClient(options)
	t.Cleanup(func() { _ = h.memory.Close() })
	must(t, h.memory.FlushDB(t.Context()).Err())
	h.importRoster()
	return h
}

// socketOf is the socket behind a server's address.
func socketOf(t *testing.T, address, file string) string {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	if u.Scheme == "unix" {
		return u.Path
	}
	return filepath.Join(u.Query().Get("host"), file)
}

func (h *house) settings() []string {
	return []string{
		"TELEGRAM_TOKEN=" + h.telegram.Token(), "HUIWU_TIMEZONE=Asia/Shanghai",
		"DATABASE_URL=postgres://huiwu@" + h.database.addr() + "/" + h.name + "?sslmode=disable&connect_timeout=5",
		fmt.Sprintf("REDIS_URL=redis://%s/%d", h.redis.addr(), h.corner),
	}
}

// open starts a number of replicas: one that polls, or several behind a balancer.
func (h *house) open(webhook bool, n int) {
	h.Helper()
	api := httptest.NewServer(h.gate.before(h.telegram.API()))
	h.Cleanup(api.Close)
	h.api = api.URL
	env := append(h.settings(), "TELEGRAM_API_URL="+h.api)
	if webhook {
		balancer := httptest.NewServer(http.HandlerFunc(h.balance))
		h.Cleanup(balancer.Close)
		env = append(env, "HUIWU_MODE=webhook", "HUIWU_WEBHOOK_URL="+balancer.URL+"/webhook", "HUIWU_WEBHOOK_SECRET="+webhookSecret)
	}
	for i := range n {
		h.replicas = append(h.replicas, newReplica(h.T, fmt.Sprintf("replica-%d", i+1), env...))
	}
	for _, r := range h.replicas {
		r.start()
	}
	for _, r := range h.replicas {
		r.ready()
	}
}

// balance hands each call to the next replica in turn, whether it lives or not, as a plain balancer would.
func (h *house) balance(w http.ResponseWriter, r *http.Request) {
	next := h.replicas[int(h.turn.Add(1))%len(h.replicas)]
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: next.listen})
	proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }
	proxy.Transport = lonely
	proxy.ServeHTTP(w, r)
}

// lonely opens a connection for each call: none is left over from a replica that was killed.
var lonely = &http.Transport{DisableKeepAlives: true, DialContext: (&net.Dialer{Timeout: time.Second}).DialContext}

// importRoster imports rooms and people by the command, and ties each person to their phone.
func (h *house) importRoster() {
	h.Helper()
	rooms, people := &strings.Builder{}, &strings.Builder{}
	fmt.Fprintln(rooms, "number,building,floor,class,seats")
	fmt.Fprintln(people, "name,phone,department,roles,crew")
	for i := range bookers {
		fmt.Fprintf(rooms, "%d,主楼,4,A,20\n", roomNumber(i))
		fmt.Fprintf(people, "%s,138%08d,计划部,staff,\n", bookerName(i), i+1)
	}
	for i := range attendants {
		fmt.Fprintf(people, "会服%02d,139%08d,会议服务班,attendant,meeting_service\n", i+1, i+1)
	}
	for i := range technicians {
		fmt.Fprintf(people, "音控%02d,137%08d,音控班,technician,sound\n", i+1, i+1)
	}
	dir := h.TempDir()
	must(h.T, os.WriteFile(filepath.Join(dir, "rooms.csv"), []byte(rooms.String()), 0o600))
	must(h.T, os.WriteFile(filepath.Join(dir, "people.csv"), []byte(people.String()), 0o600))
	cmd := exec.CommandContext(h.Context(), machines.huiwu, "import", filepath.Join(dir, "rooms.csv"), filepath.Join(dir, "people.csv"))
	cmd.Env = append(h.settings(), "HUIWU_DATA_DIR="+machines.dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		h.Fatalf("import: %v\n%s", err, out)
	}
	_, err := h.pool.Exec(h.Context(), `UPDATE people SET telegram_id = $1 + id - 1`, firstID)
	must(h.T, err)
	for i := range bookers + attendants + technicians {
		h.phones = append(h.phones, h.telegram.AddUser(emulator.User{ID: firstID + int64(i), FirstName: fmt.Sprint("用户", i), LanguageCode: "zh-hans"}))
	}
}

// fullHands is how many open tasks are enough: each costs its crew's chats some five messages, of which they take one a second.
const fullHands = 8

// full tells whether the crews have their hands full, or the house does not know.
func (h *house) full() bool {
	var open int
	err := h.pool.QueryRow(h.Context(), `SELECT count(*) FROM tasks WHERE status IN ('offered', 'claimed', 'started')`).Scan(&open)
	return err != nil || open >= fullHands
}

func roomNumber(i int) int { return 401 + i }
func bookerName(i int) string {
	return "员工" + string([]rune("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳")[i])
}
