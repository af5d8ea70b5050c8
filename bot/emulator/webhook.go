package emulator

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"
)

// webhook is where updates are delivered to instead of being fetched.
type webhook struct {
	url, secret string
	certificate bool
	connections int
	client      *http.Client
	cancel      context.CancelFunc
	active      int
	lanes       map[string]*lane
	failedAt    int64
	failure     string
}

// lane is the deliveries of one chat's messages, or one person's presses.
type lane struct {
	busy     bool
	failures int
	again    time.Time
}

// webhookPause grows from a second to a minute.
func webhookPause(failures int) time.Duration {
	return min(time.Second<<min(failures-1, 6), time.Minute)
}

func (s *Server) setWebhook(q *request) (any, error) {
	address := q.fields["url"]
	if address == "" {
		return s.deleteWebhook(q)
	}
	if err := checkWebhook(address, q.fields["secret_token"]); err != nil {
		return nil, err
	}
	if err := s.updates.allow(q); err != nil {
		return nil, err
	}
	client, err := s.webhookClient(q)
	if err != nil {
		return nil, err
	}
	if s.ctx.Err() != nil {
		return nil, errClosed
	}
	s.dropWebhook(q)
	s.updates.end(conflict("terminated by setWebhook request"))
	h := &webhook{
		url: address, secret: q.fields["secret_token"], client: client,
		connections: q.number("max_connections"), lanes: map[string]*lane{},
	}
	_, h.certificate = q.files["certificate"]
	if h.connections < 1 || h.connections > maxConnections {
		h.connections = 40
	}
	var ctx context.Context
	ctx, h.cancel = context.WithCancel(s.ctx)
	s.webhook = h
	s.work.Add(1)
	go s.deliver(ctx, h)
	return true, nil
}

// checkWebhook asks for HTTPS on Telegram's ports, except on this machine,
// where any port and plain HTTP do, as with a Bot API server of one's own.
func checkWebhook(address, secret string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return badRequest("bad webhook: invalid webhook URL specified")
	}
	if !loopbackHosts[u.Hostname()] {
		if u.Scheme != "https" {
			return badRequest("bad webhook: An HTTPS URL must be provided for webhook")
		}
		if port := u.Port(); port != "" && !webhookPorts[port] {
			return badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
		}
	}
	if len(secret) > maxSecret {
		return badRequest("secret token is too long")
	}
	if !secretToken.MatchString(secret) {
		return badRequest("secret token contains unallowed characters")
	}
	return nil
}

func (s *Server) webhookClient(q *request) (*http.Client, error) {
	if s.o.WebhookClient != nil {
		return s.o.WebhookClient, nil
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}}
	if certificate, ok := q.files["certificate"]; ok {
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(certificate.data) {
			return nil, badRequest("bad webhook: can't parse the certificate")
		}
		transport.TLSClientConfig.RootCAs = pool
	}
	return &http.Client{
		Transport:     transport,
		Timeout:       time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

func (s *Server) deleteWebhook(q *request) (any, error) {
	s.dropWebhook(q)
	return true, nil
}

func (s *Server) dropWebhook(q *request) {
	if s.webhook != nil {
		s.webhook.cancel()
		s.webhook = nil
	}
	if q.boolean("drop_pending_updates") {
		s.updates.pending = nil
	}
}

func (s *Server) getWebhookInfo(*request) (any, error) {
	s.updates.expire(s.o.Now())
	info := wireWebhookInfo{Pending: len(s.updates.pending), AllowedUpdates: s.updates.allowed}
	if h := s.webhook; h != nil {
		info.URL, info.HasCertificate, info.MaxConnections = h.url, h.certificate, h.connections
		info.LastErrorDate, info.LastErrorMessage = h.failedAt, h.failure
	}
	return info, nil
}

// deliver starts what may be delivered whenever something changes or a pause is
// over, until the webhook is taken away.
func (s *Server) deliver(ctx context.Context, h *webhook) {
	defer s.work.Done()
	defer h.client.CloseIdleConnections()
	for ctx.Err() == nil {
		s.mu.Lock()
		pause := s.startDeliveries(ctx, h)
		changed := s.changed
		s.mu.Unlock()
		timer := time.NewTimer(pause)
		select {
		case <-changed:
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// startDeliveries sends the first update of every lane that is neither busy nor
// paused, and returns how long the soonest pause still lasts.
func (s *Server) startDeliveries(ctx context.Context, h *webhook) time.Duration {
	s.updates.expire(s.o.Now())
	soonest := time.Hour
	now := time.Now() // one for all: a pause must not be over for a lane's second update and not for its first
	for _, u := range s.updates.pending {
		if h.active >= h.connections {
			break
		}
		l := h.lanes[u.lane]
		if l == nil {
			l = &lane{}
			h.lanes[u.lane] = l
		}
		if l.busy {
			continue
		}
		if wait := l.again.Sub(now); wait > 0 {
			soonest = min(soonest, wait)
		} else {
			l.busy = true
			h.active++
			s.work.Add(1)
			go s.deliverOne(ctx, h, l, u)
		}
	}
	return soonest
}

func (s *Server) deliverOne(ctx context.Context, h *webhook, l *lane, u *update) {
	defer s.work.Done()
	failure := h.post(ctx, u)
	s.mu.Lock()
	defer s.mu.Unlock()
	l.busy = false
	h.active--
	if failure == "" {
		l.failures = 0
		s.updates.remove(u)
	} else if ctx.Err() == nil {
		l.failures++
		l.again = time.Now().Add(s.o.WebhookPause(l.failures))
		h.failedAt, h.failure = s.o.Now().Unix(), failure
		s.o.Logger.Debug("webhook failed", "update", u.id, "attempt", l.failures, "error", failure)
	}
	s.notify()
}

// post delivers one update and returns what went wrong, as getWebhookInfo says it.
func (h *webhook) post(ctx context.Context, u *update) string {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(u.raw))
	if err != nil {
		return err.Error()
	}
	r.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	answer, err := h.client.Do(r)
	if err != nil {
		return connectionFailure(err)
	}
	defer answer.Body.Close()
	// Read so that the connection can be used again; its content says nothing.
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxField))
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return fmt.Sprintf("Wrong response from the webhook: %s", answer.Status)
	}
	return ""
}

func connectionFailure(err error) string {
	var timeout net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "Connection refused"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "Read timeout expired"
	}
	return "Connection reset by peer"
}

// WaitWebhookFailure returns when a delivery to the present webhook has failed.
func (s *Server) WaitWebhookFailure(ctx context.Context) error {
	return s.await(ctx, func() bool { return s.webhook != nil && s.webhook.failure != "" })
}
