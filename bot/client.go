package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	telegram "github.com/go-telegram/bot"
)

// DefaultAPIURL is the public Bot API server.
const DefaultAPIURL = "https://api.telegram.org"

const (
	// callTimeout bounds one request; near its limits the server holds a request for some 15 s.
	callTimeout = 30 * time.Second
	// maxAnswer bounds what is read of an answer: 100 updates of the longest kind fit many times.
	maxAnswer = 32 << 20
)

var tokenShape = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)

// client speaks to a Bot API server: the library's typed methods, and getUpdates by itself, so that
// one update that cannot be read does not hide the others.
type client struct {
	*telegram.Bot
	wire wire
	base string // with the token; never logged
}

func newClient(apiURL, token string, log *slog.Logger) (*client, error) {
	if apiURL == "" {
		apiURL = DefaultAPIURL
	}
	if !tokenShape.MatchString(token) {
		return nil, errors.New("the Telegram token does not look like 123456:ABC-DEF")
	}
	u, err := url.Parse(apiURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("the Bot API's address must be an http or https URL, not %q", apiURL)
	}
	apiURL = strings.TrimSuffix(apiURL, "/")
	w := newWire(token)
	api, err := telegram.New(token,
		telegram.WithSkipGetMe(),
		telegram.WithServerURL(apiURL),
		telegram.WithHTTPClient(0, w),
		telegram.WithErrorsHandler(func(err error) { log.Warn("bot api client", "error", w.redact(err)) }))
	if err != nil {
		return nil, fmt.Errorf("bot api client: %w", w.redact(err))
	}
	return &client{Bot: api, wire: w, base: apiURL + "/bot" + token + "/"}, nil
}

// updatesRequest is getUpdates's; offset 0 asks for the earliest that is not confirmed.
type updatesRequest struct {
	Offset  int64    `json:"offset,omitempty"`
	Limit   int      `json:"limit,omitempty"`
	Timeout int      `json:"timeout"` // seconds
	Allowed []string `json:"allowed_updates"`
}

// updates polls. Each update stays undecoded.
func (c *client) updates(ctx context.Context, q updatesRequest) ([]json.RawMessage, error) {
	body, err := json.Marshal(q)
	if err != nil {
		return nil, fmt.Errorf("getUpdates: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(q.Timeout)*time.Second+callTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"getUpdates", bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("getUpdates: %w", c.wire.redact(err))
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := c.wire.Do(r)
	if err != nil {
		return nil, fmt.Errorf("getUpdates: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	return readUpdates(answer.Body)
}

func readUpdates(r io.Reader) ([]json.RawMessage, error) {
	var envelope struct {
		OK          bool              `json:"ok"`
		Result      []json.RawMessage `json:"result"`
		Code        int               `json:"error_code"`
		Description string            `json:"description"`
		Parameters  struct {
			RetryAfter int `json:"retry_after"`
		} `json:"parameters"`
	}
	if err := json.NewDecoder(r).Decode(&envelope); err != nil {
		return nil, fmt.Errorf("getUpdates: read answer: %w", err)
	}
	if envelope.OK {
		return envelope.Result, nil
	}
	switch envelope.Code {
	case http.StatusUnauthorized, http.StatusNotFound:
		return nil, fmt.Errorf("getUpdates: %w: %s", telegram.ErrorUnauthorized, envelope.Description)
	case http.StatusConflict:
		return nil, fmt.Errorf("getUpdates: %w: %s", telegram.ErrorConflict, envelope.Description)
	case http.StatusTooManyRequests:
		return nil, &telegram.TooManyRequestsError{Message: envelope.Description, RetryAfter: envelope.Parameters.RetryAfter}
	}
	return nil, fmt.Errorf("getUpdates: %d %s", envelope.Code, envelope.Description)
}

// wire does the HTTP. It keeps the token out of errors, follows no redirect with it, bounds what is
// read, and tells a server in trouble from one that refuses.
type wire struct {
	http  *http.Client
	token string
}

func newWire(token string) wire {
	transport := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		MaxIdleConns:          100,
		MaxIdleConnsPerHost:   100,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
	return wire{token: token, http: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Do implements the library's HttpClient. The library writes a form field by field while it is sent; gathered first, it goes
// out in one piece with its length, and on another connection where a kept one turns out to be closed before anything is sent.
func (w wire) Do(r *http.Request) (*http.Response, error) {
	if err := gather(r); err != nil {
		return nil, w.redact(err)
	}
	answer, err := w.http.Do(r)
	if err != nil {
		return nil, w.redact(err)
	}
	if answer.StatusCode >= http.StatusInternalServerError || !strings.HasPrefix(answer.Header.Get("Content-Type"), "application/json") {
		defer func() { _ = answer.Body.Close() }()
		said, _ := io.ReadAll(io.LimitReader(answer.Body, 512)) // half an answer is still worth showing
		return nil, w.redact(&serverError{answer.StatusCode, strings.TrimSpace(string(said))})
	}
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(answer.Body, maxAnswer), answer.Body}
	return answer, nil
}

// gather reads a body of unknown length into memory.
func gather(r *http.Request) error {
	if r.Body == nil || r.GetBody != nil {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return fmt.Errorf("gather the request: %w", err)
	}
	whole := func() io.ReadCloser { return io.NopCloser(bytes.NewReader(body)) }
	r.ContentLength, r.Body = int64(len(body)), whole()
	r.GetBody = func() (io.ReadCloser, error) { return whole(), nil }
	return nil
}

// redact keeps an error as it is but for the token in its text.
func (w wire) redact(err error) error {
	if err == nil || !strings.Contains(err.Error(), w.token) {
		return err
	}
	return redactedError{err, strings.ReplaceAll(err.Error(), w.token, "***")}
}

type redactedError struct {
	err  error
	text string
}

func (e redactedError) Error() string { return e.text }
func (e redactedError) Unwrap() error { return e.err }

// serverError is an answer of 500 or more, or of somebody in between: worth another try.
type serverError struct {
	code int
	said string
}

func (e *serverError) Error() string { return fmt.Sprintf("bot api answered %d: %s", e.code, e.said) }
