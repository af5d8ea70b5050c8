package bot

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	telegram "github.com/go-telegram/bot"
)

const (
	maxUpdate    = 1 << 20 // bytes of one update
	secretHeader = "X-Telegram-Bot-Api-Secret-Token"
	// webhookWait is how long a request is held. Telegram gives up after a minute and brings it again.
	webhookWait = 50 * time.Second
	connections = 40
)

// Webhook receives updates over HTTP, in webhook mode. It answers 200 when the update was handled, 401 to a
// wrong secret, 413 to a body too large, 400 to what is no update, and 503 when the update must come again.
func (b *Bot) Webhook() http.Handler {
	want := sha256.Sum256([]byte(b.o.WebhookSecret))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := sha256.Sum256([]byte(r.Header.Get(secretHeader)))
		switch {
		case b.o.WebhookSecret == "" || subtle.ConstantTimeCompare(got[:], want[:]) != 1:
			http.Error(w, "wrong secret", http.StatusUnauthorized)
		case r.Method != http.MethodPost:
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "POST only", http.StatusMethodNotAllowed)
		default:
			b.serveUpdate(w, r)
		}
	})
}

func (b *Bot) serveUpdate(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	if err != nil {
		code := http.StatusBadRequest
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			code = http.StatusRequestEntityTooLarge
		}
		http.Error(w, http.StatusText(code), code)
		return
	}
	select {
	case <-b.begun:
	default:
		tryAgain(w)
		return
	}
	u, err := decode(json.RawMessage(body), b.username, b.now())
	if err != nil {
		http.Error(w, "not an update", http.StatusBadRequest)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), webhookWait)
	defer cancel()
	if !b.handled(ctx, u) {
		tryAgain(w)
	}
}

func tryAgain(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "1")
	http.Error(w, "again, please", http.StatusServiceUnavailable)
}

// handled waits for the update's end. One that Telegram no longer waits for goes on; when it comes again
// before its end, it is recognised.
func (b *Bot) handled(ctx context.Context, u *update) bool {
	t, err := b.receive(ctx, u)
	if err != nil {
		return false
	}
	if t == nil {
		return true
	}
	select {
	case <-t.done:
		return t.handled
	case <-ctx.Done():
		return false
	}
}

// setWebhook tells Telegram where to bring updates, trying again while it is not reached.
func (b *Bot) setWebhook(ctx context.Context) error {
	for try := 1; ; try++ {
		_, err := b.client.SetWebhook(ctx, &telegram.SetWebhookParams{URL: b.o.WebhookURL, SecretToken: b.o.WebhookSecret,
			AllowedUpdates: allowedUpdates, MaxConnections: connections})
		if err == nil {
			return nil
		}
		if refused(err) {
			return fmt.Errorf("set webhook: %w", err)
		}
		b.log.Warn("webhook not set", "try", try, "error", err)
		if !b.pause(ctx, backoff(try)) {
			return fmt.Errorf("set webhook: %w", context.Cause(ctx))
		}
	}
}
