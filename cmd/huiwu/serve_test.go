package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"huiwu/bot/emulator"
	"huiwu/storage/storagetest"
)

const webhookSecret = "a-secret_of-the-test"

// served is `huiwu serve` in a process of its own, and Telegram's side of it in this one.
type served struct {
	t        *testing.T
	telegram *emulator.Server
	env      []string
	url      string // of /healthz and its like
	process  *exec.Cmd
	log      lockedBuffer
}

// serveHouse imports the sample and starts serve; more is its environment beside what every variant has.
func serveHouse(t *testing.T, mode string, more ...string) *served {
	t.Helper()
	s := &served{t: t, telegram: emulator.New(emulator.Options{WebhookPause: func(int) time.Duration { return 50 * time.Millisecond }})}
	api := httptest.NewServer(s.telegram.API())
	t.Cleanup(api.Close)
	t.Cleanup(s.telegram.Close)
	address := freeAddress(t)
	s.url = "http://" + address
	s.env = append(os.Environ(), asChild+"=1", "TELEGRAM_TOKEN="+s.telegram.Token(), "TELEGRAM_API_URL="+api.URL,
		"HUIWU_LISTEN="+address, "HUIWU_DATA_DIR="+dataDir(t), "HUIWU_TIMEZONE="+zoneAtTen(), "HUIWU_MODE="+mode,
		"HUIWU_WEBHOOK_URL="+s.url+"/webhook", "HUIWU_WEBHOOK_SECRET="+webhookSecret)
	s.env = append(s.env, more...)
	s.importSample("zh-CN")
	t.Cleanup(func() {
		if s.process != nil {
			s.kill()
		}
		if t.Failed() {
			t.Log("serve said:\n" + s.log.String())
		}
	})
	s.start()
	return s
}

// dataDir is a folder that an unprivileged account can reach too: as root the private servers run under one.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "huiwu-test-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// zoneAtTen is a zone where it is between ten and eleven in the morning, so that no test runs at night.
func zoneAtTen() string {
	ahead := 10 - time.Now().UTC().Hour()
	if ahead < -12 {
		ahead += 24
	}
	return fmt.Sprintf("Etc/GMT%+d", -ahead) // the sign is POSIX's
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // at once
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (s *served) command(args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], args...) //nolint:noctx // ended by signals, which are what is tested
	c.Env = s.env
	return c
}

func (s *served) importSample(language string) {
	s.t.Helper()
	dir := s.t.TempDir()
	for _, name := range []string{"rooms.csv", "people.csv"} {
		data, err := sampleFiles.ReadFile("sample/" + language + "/" + name)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o600)
		}
		if err != nil {
			s.t.Fatal(err)
		}
	}
	out, err := s.command("import", filepath.Join(dir, "rooms.csv"), filepath.Join(dir, "people.csv")).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "rooms: 16 new") {
		s.t.Fatalf("import: %v\n%s", err, out)
	}
}

// start returns when serve is alive; it may not be ready yet.
func (s *served) start() {
	s.t.Helper()
	s.process = s.command("serve")
	s.process.Stdout, s.process.Stderr = &s.log, &s.log
	if err := s.process.Start(); err != nil {
		s.t.Fatal(err)
	}
	waitUntil(s.t, "serve is alive", func() bool { return s.answers("/healthz", http.StatusOK, "alive") })
}

// kill ends serve as a power cut would, apart from what it has started, and waits.
func (s *served) kill() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
	s.process = nil
}

// killedAmid kills serve while it makes a call of the method that do brings about: the call is not answered any more.
func (s *served) killedAmid(method string, do func()) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	hold := s.telegram.Stall(method)
	do()
	if err := hold.WaitHeld(ctx, 1); err != nil {
		s.t.Fatalf("no %s to be killed in: %v", method, err)
	}
	s.kill()
	hold.Release()
	s.start()
}

// stop asks serve to end and wants exit code 0.
func (s *served) stop() {
	s.t.Helper()
	began := time.Now()
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	err := s.process.Wait()
	s.process = nil
	if took := time.Since(began); err != nil || took > 10*time.Second {
		s.t.Errorf("after SIGTERM serve ends in %v with %v, want exit code 0 within seconds", took, err)
	}
}

func (s *served) answers(path string, code int, text string) bool {
	r, err := http.Get(s.url + path) //nolint:noctx // at once
	if err != nil {
		return false
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	return err == nil && r.StatusCode == code && strings.Contains(string(body), text)
}

// join is the phone of somebody on the roster who has yet to register.
func (s *served) join(id int64, row int) heldPhone {
	who := readPeople(s.t, "zh-CN")[row]
	return heldPhone{s.telegram.AddUser(emulator.User{ID: id, FirstName: who.Name, Phone: who.Phone, LanguageCode: "zh-hans"}), s.t, who.Name}
}

// story is told with phones that have yet to register.
func (s *served) story() *story {
	stranger := heldPhone{s.telegram.AddUser(emulator.User{ID: 100007, FirstName: "赵敏", LanguageCode: "zh-hans"}), s.t, "赵敏"}
	return &story{
		t: s.t, language: "zh-CN", organiser: s.join(100001, 0), attendee: s.join(100002, 1), attendant: s.join(100003, 2),
		leader: s.join(100004, 3), technician: s.join(100005, 4), supervisor: s.join(100006, 5), colleague: s.join(100013, 12), guest: stranger,
	}
}

func (s *served) register(st *story) {
	s.t.Helper()
	people := []phone{st.organiser, st.attendee, st.attendant, st.leader, st.technician, st.supervisor, st.colleague}
	for _, p := range people {
		p.start("")
	}
	for _, p := range people {
		p.see("您的账号还没有登记")
		p.(heldPhone).ShareContact()
	}
	for _, p := range people {
		p.see("✅ 登记好了，" + p.name())
	}
}

// TestServe_GoesOnWhereItWas plays the story with serve in a process of its own, killed in the middle.
func TestServe_GoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, mode string
		own        bool // with servers of its own
	}{
		{"polling", "polling", false},
		{"webhook", "webhook", false},
		{"private servers", "polling", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var s *served
			if tc.own {
				s = serveHouse(t, tc.mode, "DATABASE_URL=", "REDIS_URL=")
			} else {
				s = serveHouse(t, tc.mode, "DATABASE_URL="+storagetest.Postgres(t, nil), "REDIS_URL="+storagetest.Redis(t))
			}
			st := s.story()
			s.register(st)
			s.killedAmid("editMessageText", func() { // in the middle of the answer to the confirmation
				st.organiser.say("明天下午3点到5点半 301 20人 季度经营分析会")
				st.organiser.(heldPhone).tap("确认预订")
			})
			st.seesBooking("15:00–17:30")
			s.kill() // at rest
			st.organiser.say("季度经营分析会要20杯绿茶")
			s.start()
			st.organiser.press("下单")
			st.attendant.see("绿茶 20 杯", "[我来]")
			s.killedAmid("answerCallbackQuery", func() { // done, and seen, but the tap is not answered
				st.attendant.(heldPhone).tap("我来")
				st.organiser.see("王芳 已接单")
				st.colleague.see("王芳 已接单")
			})
			st.attendant.see("您已接单")
			st.servesTea()
			s.killedAmid("sendPhoto", func() { // a delivery that nobody hears of twice
				st.organiser.photo("301投影仪坏了")
				st.organiser.press("提交")
			})
			st.technician.see("(photo)", "[我来]")
			st.repair()
			st.invite()
			st.once()
			s.stop()
			if n := count(st.organiser, "A-1002"); n > 0 {
				t.Error("something was booked twice")
			}
		})
	}
}

func TestServe_HealthReadinessMetrics(t *testing.T) {
	t.Parallel()
	proxy := newProxy(t, storagetest.Postgres(t, nil))
	s := serveHouse(t, "webhook", "DATABASE_URL="+proxy.url, "REDIS_URL="+storagetest.Redis(t))
	waitUntil(t, "serve is ready", func() bool { return s.answers("/readyz", http.StatusOK, "ready") })
	p, other := s.join(100001, 0), s.join(100002, 1)
	register(p, "zh-CN")
	register(other, "zh-CN")
	waitUntil(t, "metrics", func() bool { return s.answers("/metrics", http.StatusOK, "huiwu_") })

	t.Log("a webhook call with the wrong secret")
	for _, secret := range []string{"", "wrong", webhookSecret + "x"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/webhook", strings.NewReader(`{"update_id":1}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusUnauthorized {
			t.Errorf("secret %q: %s, want 401", secret, answer.Status)
		}
	}

	t.Log("the database goes away, and comes back")
	p.say("明天下午3点到5点半 301 20人 季度经营分析会")
	p.see("[确认预订]")
	proxy.cut()
	waitUntil(t, "not ready", func() bool { return s.answers("/readyz", http.StatusServiceUnavailable, "database") })
	if !s.answers("/healthz", http.StatusOK, "alive") {
		t.Error("without its database serve is not alive")
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if told, err := p.tap("确认预订").WaitAnswer(ctx); err != nil || !strings.Contains(told.Text, "系统暂时没有响应，您的内容没有丢") {
		t.Errorf("without a database a tap is told %q, %v", told.Text, err)
	}
	other.say("明天上午10点到11点 302 开会 5 人")
	other.see("系统暂时没有响应，您的内容没有丢")
	proxy.mend()
	waitUntil(t, "ready again", func() bool { return s.answers("/readyz", http.StatusOK, "ready") })
	p.see("✅ 已预订 A-1001", "季度经营分析会")
	other.see("预订会议室", "10:00–11:00", "[确认预订]")
	if n := count(p, "已预订 A-"); n != 1 {
		t.Errorf("%d bookings are shown, want one", n)
	}
	s.stop()
}
