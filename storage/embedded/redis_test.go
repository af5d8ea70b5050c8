package embedded

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestStartRedis_RestartKeepsData(t *testing.T) {
	t.Parallel()
	o := options(openDir(t))
	o.Fast = false
	first := mustStartRedis(t, o)
	if first.imitator != nil {
		missing(t, "whether a real Redis keeps its data")
	}
	if err := redisClient(t, first.URL()).Set(t.Context(), "draft", "301", 0).Err(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(first.Stop(t.Context()), first.Stop(t.Context())); err != nil {
		t.Fatal(err)
	}
	second := mustStartRedis(t, o)
	if got, err := redisClient(t, second.URL()).Get(t.Context(), "draft").Result(); err != nil || got != "301" {
		t.Errorf("after a restart: %q, %v; want 301", got, err)
	}
}

func TestStartRedis_SecondProcessIsRefused(t *testing.T) {
	t.Parallel()
	o := options(openDir(t))
	if mustStartRedis(t, o).imitator != nil {
		missing(t, "whether two bots can share a real Redis's data")
	}
	if _, err := StartRedis(t.Context(), o); !errors.Is(err, ErrInUse) {
		t.Errorf("error = %v, want ErrInUse", err)
	}
}

func TestStartRedis_ServerThatFails(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("false")
	if err != nil {
		t.Fatal(err)
	}
	program, _ = filepath.Abs(program)
	if _, err := startRedis(t.Context(), options(openDir(t)), program); err == nil || !strings.Contains(err.Error(), "Redis ended") {
		t.Errorf("error = %v; want it to say that the server ended", err)
	}
}

func TestStartRedis_Imitation(t *testing.T) {
	t.Parallel()
	s, err := startImitation(options(""))
	if err != nil {
		t.Fatal(err)
	}
	client := redisClient(t, s.URL())
	if err := client.Set(t.Context(), "draft", "301", 0).Err(); err != nil {
		t.Errorf("with the address as given: %v", err)
	}
	stranger := redisClient(t, "redis://"+s.imitator.Addr())
	if err := stranger.Get(t.Context(), "draft").Err(); err == nil {
		t.Error("without the password: no error")
	}
	if err := errors.Join(s.Stop(t.Context()), s.Stop(t.Context())); err != nil {
		t.Errorf("Stop = %v", err)
	}
}
