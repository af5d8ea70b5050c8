package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
)

// asChild in the environment makes the test binary be huiwu itself, so that tests can start and kill it.
const asChild = "HUIWU_TEST_AS_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(asChild) != "" {
		main()
	}
	os.Exit(m.Run())
}

// command runs huiwu in this process and returns its exit code and what it printed.
func command(t *testing.T, in string, args ...string) (code int, out, failed string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, streams{strings.NewReader(in), &stdout, &stderr})
	return code, stdout.String(), stderr.String()
}

func TestRun_ExitCodes(t *testing.T) {
	t.Parallel()
	ended, end := context.WithCancel(t.Context())
	end()
	for name, tc := range map[string]struct {
		ctx  context.Context
		args []string
		code int
		out  string // what is printed, somewhere
	}{
		"help":              {t.Context(), []string{"--help"}, 0, "demo"},
		"no command":        {t.Context(), nil, 2, "huiwu:"},
		"an unknown one":    {t.Context(), []string{"dance"}, 2, "dance"},
		"serve, no token":   {t.Context(), []string{"serve", "--telegram-token="}, 1, "TELEGRAM_TOKEN: missing"},
		"demo to the world": {t.Context(), []string{"demo", "--listen=0.0.0.0:8080"}, 1, "no loopback address"},
		"ended early":       {ended, []string{"demo", "--listen=127.0.0.1:0"}, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if code := run(tc.ctx, tc.args, streams{strings.NewReader(""), &out, &out}); code != tc.code || !strings.Contains(out.String(), tc.out) {
				t.Errorf("exit code %d, want %d with %q; printed:\n%s", code, tc.code, tc.out, out.String())
			}
		})
	}
}
