package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// updates numbers every update of a run; what was begun with one is told by it.
var updates atomic.Int64

// line is a kept connection to a webhook. It writes its requests by hand: the load generator shares the cores.
type line struct {
	conn net.Conn
	in   *bufio.Reader
	head string
	out  bytes.Buffer
}

func dial(webhook string) (*line, error) {
	u, err := url.Parse(webhook)
	if err != nil {
		return nil, fmt.Errorf("webhook: %w", err)
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		return nil, fmt.Errorf("webhook: %w", err)
	}
	head := "POST " + u.Path + " HTTP/1.1\r\nHost: " + u.Host + "\r\nContent-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: " + secret + "\r\nContent-Length: "
	return &line{conn: conn, in: bufio.NewReader(conn), head: head}, nil
}

// post brings one update and waits until it has been handled: committed and answered.
func (l *line) post(update string) error {
	for range 50 {
		status, err := l.once(update)
		if err != nil {
			return err
		}
		switch status {
		case http.StatusOK:
			return nil
		case http.StatusServiceUnavailable: // the bot is about to begin
			time.Sleep(20 * time.Millisecond)
		default:
			return fmt.Errorf("webhook answered %d", status)
		}
	}
	return errors.New("webhook does not begin")
}

func (l *line) once(update string) (int, error) {
	l.out.Reset()
	l.out.WriteString(l.head)
	l.out.WriteString(strconv.Itoa(len(update)))
	l.out.WriteString("\r\n\r\n")
	l.out.WriteString(update)
	if _, err := l.conn.Write(l.out.Bytes()); err != nil {
		return 0, fmt.Errorf("webhook: %w", err)
	}
	answer, err := http.ReadResponse(l.in, nil)
	if err != nil {
		return 0, fmt.Errorf("webhook: %w", err)
	}
	if _, err = io.Copy(io.Discard, answer.Body); err != nil {
		return 0, fmt.Errorf("webhook: %w", err)
	}
	return answer.StatusCode, nil
}

// said is a text that an account writes to the bot.
func said(account int64, text string) string {
	entities := ""
	if text[0] == '/' {
		entities = fmt.Sprintf(`,"entities":[{"type":"bot_command","offset":0,"length":%d}]`, len(text))
	}
	id := updates.Add(1)
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"date":%d,"chat":{"id":%d,"type":"private"},"from":{"id":%d,"is_bot":false,"first_name":"x","language_code":"zh-hans"},"text":%q%s}}`,
		id, id, time.Now().Unix(), account, account, text, entities)
}

// tapped is a press of a button under a message.
func tapped(account, message int64, data string) string {
	id := updates.Add(1)
	return fmt.Sprintf(`{"update_id":%d,"callback_query":{"id":"%d","chat_instance":"1","from":{"id":%d,"is_bot":false,"first_name":"x","language_code":"zh-hans"},"message":{"message_id":%d,"date":%d,"chat":{"id":%d,"type":"private"}},"data":%q}}`,
		id, id, account, message, time.Now().Unix(), account, data)
}

// load has so many clients do n things in all, the i-th by do(line, i), and returns how long each took, sorted, and all together.
func load(ctx context.Context, webhook string, clients, n int, do func(l *line, i int) error) (each []time.Duration, all time.Duration, err error) {
	lines := make([]*line, clients)
	for i := range lines {
		if lines[i], err = dial(webhook); err != nil {
			return nil, 0, err
		}
		defer lines[i].conn.Close()
	}
	return spread(ctx, clients, n, func(client, i int) error { return do(lines[client], i) })
}

// spread does n things on so many goroutines.
func spread(ctx context.Context, clients, n int, do func(client, i int) error) (each []time.Duration, all time.Duration, err error) {
	each = make([]time.Duration, n)
	errs := make([]error, clients)
	var next atomic.Int64
	var working sync.WaitGroup
	began := time.Now()
	for c := range clients {
		working.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && errs[c] == nil && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				at := time.Now()
				errs[c] = do(c, i)
				each[i] = time.Since(at)
			}
		})
	}
	working.Wait()
	all = time.Since(began)
	slices.Sort(each)
	return each, all, errors.Join(append(errs, ctx.Err())...)
}

// rounds is how often value and floor take turns: what else the machine does hits both alike.
const rounds = 5

// alternate does n things by value and by floor in turns, and returns how many each does a second: of all turns the middle one.
func alternate(n int, value, floor func(n int) (time.Duration, error)) (values, floors float64, err error) {
	var v, f []float64
	for range rounds {
		bare, err := floor(n / rounds)
		if err != nil {
			return 0, 0, err
		}
		whole, err := value(n / rounds)
		if err != nil {
			return 0, 0, err
		}
		v, f = append(v, perSecond(n/rounds, whole)), append(f, perSecond(n/rounds, bare))
	}
	slices.Sort(v)
	slices.Sort(f)
	return v[rounds/2], f[rounds/2], nil
}

// quantile of sorted durations.
func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func perSecond(n int, d time.Duration) float64 { return float64(n) / d.Seconds() }

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
