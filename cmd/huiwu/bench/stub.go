package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// stub is a Bot API that answers everything, counts, and keeps budgets if it is told to. It costs as little as it can,
// since it runs on the same cores as what is measured.
type stub struct {
	url      string
	listener net.Listener
	limits   *budgets // nil for none
	counts   [3]atomic.Int64
	messages atomic.Int64 // the last message's id
	// seen is told of each message sent or edited, before it is answered; nil for nobody.
	seen atomic.Pointer[func(chat int64, body []byte)]

	mu    sync.Mutex
	conns map[net.Conn]struct{}
}

// What the stub counts.
const (
	sends   = iota // messages sent or edited
	refused        // over budget
	others         // everything else: taps answered, commands set
)

func newStub(limits *budgets) (*stub, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("stub: %w", err)
	}
	s := &stub{url: "http://" + l.Addr().String(), listener: l, limits: limits, conns: map[net.Conn]struct{}{}}
	go s.accept()
	return s, nil
}

func (s *stub) accept() {
	for {
		c, err := s.listener.Accept()
		if err != nil {
			return // closed
		}
		s.mu.Lock()
		s.conns[c] = struct{}{}
		s.mu.Unlock()
		go s.serve(c)
	}
}

func (s *stub) close() {
	_ = s.listener.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		_ = c.Close()
	}
}

// serve answers a connection's calls one after the other. The body's buffer is used again and again.
func (s *stub) serve(c net.Conn) {
	defer func() {
		_ = c.Close()
		s.mu.Lock()
		delete(s.conns, c)
		s.mu.Unlock()
	}()
	r, body, out := bufio.NewReaderSize(c, 8<<10), bytes.Buffer{}, bytes.Buffer{}
	for {
		request, err := http.ReadRequest(r)
		if err != nil {
			return
		}
		body.Reset()
		if _, err := io.Copy(&body, request.Body); err != nil {
			return
		}
		_, method, _ := strings.Cut(strings.TrimPrefix(request.URL.Path, "/"), "/")
		status, answer := s.answer(method, body.Bytes())
		out.Reset()
		fmt.Fprintf(&out, "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", status, len(answer), answer)
		if _, err := c.Write(out.Bytes()); err != nil {
			return
		}
	}
}

func (s *stub) answer(method string, body []byte) (status int, answer string) {
	switch {
	case method == "getMe":
		return http.StatusOK, `{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"bench","username":"bench_bot"}}`
	case strings.HasPrefix(method, "send"), strings.HasPrefix(method, "editMessage"):
		return s.message(method, body)
	}
	s.counts[others].Add(1)
	return http.StatusOK, `{"ok":true,"result":true}`
}

func (s *stub) message(method string, body []byte) (status int, answer string) {
	chat := field(body, "chat_id")
	if s.limits != nil && !s.limits.take(chat, time.Now()) {
		s.counts[refused].Add(1)
		return http.StatusTooManyRequests, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}`
	}
	s.counts[sends].Add(1)
	if seen := s.seen.Load(); seen != nil {
		(*seen)(chat, body)
	}
	id := field(body, "message_id")
	if strings.HasPrefix(method, "send") {
		id = s.messages.Add(1)
	}
	return http.StatusOK, fmt.Sprintf(`{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"}}}`, id, chat)
}

// watch has see told of each message from now on.
func (s *stub) watch(see func(chat int64, body []byte)) { s.seen.Store(&see) }

// field is a number in a multipart form; 0 when it is not there.
func field(body []byte, name string) int64 {
	_, rest, _ := bytes.Cut(body, []byte(`name="`+name+"\"\r\n\r\n"))
	value, _, _ := bytes.Cut(rest, []byte("\r\n"))
	n, _ := strconv.ParseInt(string(value), 10, 64) // 0 it is
	return n
}

// buttons are the callback data in a form, in their order.
func buttons(body []byte) (all []string) {
	for {
		_, rest, found := bytes.Cut(body, []byte(`"callback_data":"`))
		if !found {
			return all
		}
		data, after, _ := bytes.Cut(rest, []byte(`"`))
		all, body = append(all, string(data)), after
	}
}

// budgets are Telegram's: 30 messages a second over all, one a second to a private chat with a burst of 5, 20 a minute to a group.
type budgets struct {
	mu    sync.Mutex
	all   bucket
	chats map[int64]*bucket
}

type bucket struct {
	left float64
	at   time.Time
}

func newBudgets() *budgets { return &budgets{chats: map[int64]*bucket{}} }

func (b *budgets) take(chat int64, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.chats[chat]
	if c == nil {
		c = &bucket{}
		b.chats[chat] = c
	}
	rate, burst := 1.0, 5.0
	if chat < 0 {
		rate, burst = 20.0/60, 20
	}
	all, own := b.all.fill(now, 30, 31), c.fill(now, rate, burst)
	if all < 1 || own < 1 {
		return false
	}
	b.all.left--
	c.left--
	return true
}

func (b *bucket) fill(now time.Time, rate, burst float64) float64 {
	if b.at.IsZero() {
		b.left = burst
	}
	b.left = min(burst, b.left+now.Sub(b.at).Seconds()*rate)
	b.at = now
	return b.left
}
