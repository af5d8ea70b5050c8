package main

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
)

func TestBotSettings_validate(t *testing.T) {
	t.Parallel()
	good := botSettings{
		stores: stores{Timezone: "Asia/Shanghai"}, Token: "123456:ABC-def_1", APIURL: "https://api.telegram.org",
		Listen: "127.0.0.1:8080", Language: "zh-CN", Mode: "polling",
	}
	for name, tc := range map[string]struct {
		change func(*botSettings)
		want   []string // how each sentence begins
	}{
		"all well":                  {func(*botSettings) {}, nil},
		"no token":                  {func(s *botSettings) { s.Token = "" }, []string{"TELEGRAM_TOKEN: missing"}},
		"half a token":              {func(s *botSettings) { s.Token = "ABC" }, []string{"TELEGRAM_TOKEN: not of the form"}},
		"a zone that is none":       {func(s *botSettings) { s.Timezone = "Peking" }, []string{"HUIWU_TIMEZONE:"}},
		"no zone":                   {func(s *botSettings) { s.Timezone = "" }, []string{"HUIWU_TIMEZONE:"}},
		"another language":          {func(s *botSettings) { s.Language = "fr" }, []string{"HUIWU_LANG:"}},
		"a mode that is none":       {func(s *botSettings) { s.Mode = "push" }, []string{"HUIWU_MODE:"}},
		"an address without a port": {func(s *botSettings) { s.Listen = "localhost" }, []string{"HUIWU_LISTEN:"}},
		"http to elsewhere":         {func(s *botSettings) { s.APIURL = "http://example.org" }, []string{"TELEGRAM_API_URL:"}},
		"http to this machine":      {func(s *botSettings) { s.APIURL = "http://127.0.0.1:9000" }, nil},
		"http to this machine, v6":  {func(s *botSettings) { s.APIURL = "http://[::1]:9000" }, nil},
		"another database":          {func(s *botSettings) { s.DatabaseURL = "mysql://x" }, []string{"DATABASE_URL:"}},
		"another cache":             {func(s *botSettings) { s.RedisURL = "memcached://x" }, []string{"REDIS_URL:"}},
		"a webhook without anything": {
			func(s *botSettings) { s.Mode = "webhook" }, []string{"HUIWU_WEBHOOK_URL:", "HUIWU_WEBHOOK_SECRET:"},
		},
		"a webhook in clear text": {func(s *botSettings) {
			s.Mode, s.WebhookURL, s.WebhookSecret = "webhook", "http://bot.example.org/webhook", "abc"
		}, []string{"HUIWU_WEBHOOK_URL:"}},
		"a secret with a space": {func(s *botSettings) {
			s.Mode, s.WebhookURL, s.WebhookSecret = "webhook", "https://bot.example.org/webhook", "a b"
		}, []string{"HUIWU_WEBHOOK_SECRET:"}},
		"two mistakes are two sentences": {func(s *botSettings) { s.Token, s.Mode = "", "push" }, []string{"TELEGRAM_TOKEN:", "HUIWU_MODE:"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := good
			tc.change(&s)
			err := s.validate()
			var got []string
			if err != nil {
				got = strings.Split(err.Error(), "\n")
			}
			if len(got) != len(tc.want) {
				t.Fatalf("said %q, want %d sentences", got, len(tc.want))
			}
			for i, line := range got {
				if !strings.HasPrefix(line, tc.want[i]) && !strings.Contains(strings.Join(got, "\n"), tc.want[i]) {
					t.Errorf("said %q, want %q", line, tc.want[i])
				}
			}
		})
	}
}

func TestSecret_isNeverPrinted(t *testing.T) {
	t.Parallel()
	s := botSettings{Token: "123456:very-secret", stores: stores{DatabaseURL: "postgres://u:hidden@h/d"}}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "token", s.Token, "database", s.DatabaseURL, "all", fmt.Sprintf("%v %+v", s, s))
	for _, hidden := range []string{"very-secret", "hidden"} {
		if strings.Contains(log.String(), hidden) {
			t.Errorf("%s stands in %s", hidden, log.String())
		}
	}
}

// The READMEs' tables of settings are what the program takes, no more and no less.
func TestREADME_settingsAreThoseOfServe(t *testing.T) {
	t.Parallel()
	var c commands
	parser, err := kong.New(&c)
	if err != nil {
		t.Fatal(err)
	}
	var want, wantWords []string
	for _, node := range parser.Model.Children {
		if node.Name != "serve" {
			continue
		}
		for _, f := range node.Flags {
			if f.Name == "help" {
				continue
			}
			row := fmt.Sprintf("| `--%s` | `%s` |", f.Name, strings.Join(f.Envs, ""))
			if f.Default == "" {
				row += " |"
			} else {
				row += " `" + f.Default + "` |"
			}
			want = append(want, row)
			wantWords = append(wantWords, row+" "+f.Help+" |")
		}
	}
	if len(want) == 0 {
		t.Fatal("serve has no settings")
	}
	if diff := cmp.Diff(wantWords, settingsRows(t, "../../README.md", true)); diff != "" {
		t.Errorf("README.md (-serve +README)\n%s", diff)
	}
	if diff := cmp.Diff(want, settingsRows(t, "../../README.zh-CN.md", false)); diff != "" {
		t.Errorf("README.zh-CN.md (-serve +README)\n%s", diff)
	}
}

// settingsRows are the rows of a README's table of flags, with or without the last column.
func settingsRows(t *testing.T, path string, words bool) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "| `--") {
			continue
		}
		if !words {
			cells := strings.SplitAfterN(line, "|", 5)
			line = strings.TrimSpace(strings.Join(cells[:4], ""))
		}
		rows = append(rows, line)
	}
	return rows
}
