package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"time"
	_ "time/tzdata" // zones on machines that have none

	"huiwu/bot"
)

// secret is a value that is never printed.
type secret string

// String hides the value.
func (s secret) String() string {
	if s == "" {
		return ""
	}
	return "••••"
}

// LogValue hides the value from structured logs.
func (s secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// stores are where records and conversations live; import needs no more.
type stores struct {
	DatabaseURL secret `name:"database-url" env:"DATABASE_URL" placeholder:"URL" help:"PostgreSQL to keep the records in. Without it a private one is started in the data directory."`
	RedisURL    secret `name:"redis-url" env:"REDIS_URL" placeholder:"URL" help:"Redis to keep conversations in. Without it a private one is started."`
	DataDir     string `name:"data-dir" env:"HUIWU_DATA_DIR" placeholder:"DIR" help:"Where the private servers keep their data. Default: huiwu in the user's data folder."`
	Timezone    string `name:"timezone" env:"HUIWU_TIMEZONE" default:"Asia/Shanghai" help:"The organisation's time zone."`
}

// botSettings are what serve needs besides.
type botSettings struct {
	stores
	Token         secret `name:"telegram-token" env:"TELEGRAM_TOKEN" placeholder:"TOKEN" help:"The bot's token, from @BotFather. Needed."`
	APIURL        string `name:"telegram-api-url" env:"TELEGRAM_API_URL" default:"https://api.telegram.org" help:"The Bot API server."`
	Listen        string `name:"listen" env:"HUIWU_LISTEN" default:"127.0.0.1:8080" help:"Where /healthz, /readyz, /metrics and the webhook are served."`
	Language      string `name:"lang" env:"HUIWU_LANG" default:"zh-CN" help:"Language for people who have chosen none: zh-CN or en."`
	Font          string `name:"font" env:"HUIWU_FONT" placeholder:"FILE" help:"Font file with Chinese characters for printed forms. Without it the best one on the machine."`
	Mode          string `name:"mode" env:"HUIWU_MODE" default:"polling" help:"How updates come in: polling or webhook."`
	WebhookURL    string `name:"webhook-url" env:"HUIWU_WEBHOOK_URL" placeholder:"URL" help:"Public https address that leads to /webhook here; for webhook mode."`
	WebhookSecret secret `name:"webhook-secret" env:"HUIWU_WEBHOOK_SECRET" placeholder:"SECRET" help:"What Telegram shows at every webhook call, 1 to 256 of A-Z a-z 0-9 _ -; for webhook mode."`

	Flood bot.Flood `kong:"-"` // what one person may send; the usual where zero
}

// zone is the organisation's time zone.
func (s stores) zone() (*time.Location, error) {
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil || s.Timezone == "" {
		return nil, fmt.Errorf("HUIWU_TIMEZONE: %q is no time zone; write one like Asia/Shanghai", s.Timezone)
	}
	return zone, nil
}

// dataDir is the data directory, made if missing.
func (s stores) dataDir() (string, error) {
	dir := s.DataDir
	if dir == "" {
		dir = defaultDataDir()
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("HUIWU_DATA_DIR: %w", err)
	}
	return dir, nil
}

// defaultDataDir follows the XDG rules; a service without a home keeps its data in /var/lib.
func defaultDataDir() string {
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "huiwu")
	}
	if home, err := os.UserHomeDir(); err == nil {
		return filepath.Join(home, ".local", "share", "huiwu")
	}
	return "/var/lib/huiwu"
}

func (s stores) mistakes() []error {
	var found []error
	if _, err := s.zone(); err != nil {
		found = append(found, err)
	}
	found = append(found,
		checkURL("DATABASE_URL", string(s.DatabaseURL), "postgres://user:password@host/database", "postgres", "postgresql"),
		checkURL("REDIS_URL", string(s.RedisURL), "redis://host:6379/0", "redis", "rediss", "unix"))
	return found
}

var (
	tokenForm  = regexp.MustCompile(`^\d+:[A-Za-z0-9_-]+$`)
	secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
)

// validate names every mistake in a sentence of its own; values that are secret are not repeated.
func (s botSettings) validate() error {
	found := s.mistakes()
	add := func(format string, args ...any) { found = append(found, fmt.Errorf(format, args...)) }
	switch {
	case s.Token == "":
		add("TELEGRAM_TOKEN: missing; ask @BotFather for a token, or try `huiwu demo`, which needs none")
	case !tokenForm.MatchString(string(s.Token)):
		add("TELEGRAM_TOKEN: not of the form 123456:ABC-def; copy it whole from @BotFather")
	}
	found = append(found, checkURL("TELEGRAM_API_URL", s.APIURL, "https://api.telegram.org", "https", "http"))
	if u, err := url.Parse(s.APIURL); err == nil && u.Scheme == "http" && !loopback(u.Hostname()) {
		add("TELEGRAM_API_URL: plain http is for servers on this machine only; use https")
	}
	if _, _, err := net.SplitHostPort(s.Listen); err != nil {
		add("HUIWU_LISTEN: %q is no address; write one like 127.0.0.1:8080", s.Listen)
	}
	if s.Language != "zh-CN" && s.Language != "en" {
		add("HUIWU_LANG: %q is not spoken here; use zh-CN or en", s.Language)
	}
	found = append(found, s.webhookMistakes()...)
	return errors.Join(found...)
}

func (s botSettings) webhookMistakes() []error {
	switch s.Mode {
	case "polling":
		return nil
	case "webhook":
	default:
		return []error{fmt.Errorf("HUIWU_MODE: %q is no mode; use polling or webhook", s.Mode)}
	}
	var found []error
	u, err := url.Parse(s.WebhookURL)
	if err != nil || u.Host == "" || (u.Scheme != "https" && !loopback(u.Hostname())) {
		found = append(found, errors.New("HUIWU_WEBHOOK_URL: webhook mode needs the public https address, like https://bot.example.org/webhook"))
	}
	if !secretForm.MatchString(string(s.WebhookSecret)) {
		found = append(found, errors.New("HUIWU_WEBHOOK_SECRET: webhook mode needs 1 to 256 characters of A-Z a-z 0-9 _ -; make one with: openssl rand -hex 32"))
	}
	return found
}

// checkURL returns nil for an empty value and for one of the schemes.
func checkURL(name, value, example string, schemes ...string) error {
	if value == "" {
		return nil
	}
	if u, err := url.Parse(value); err == nil {
		for _, s := range schemes {
			if u.Scheme == s {
				return nil
			}
		}
	}
	return fmt.Errorf("%s: not an address we can use; write one like %s", name, example)
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
