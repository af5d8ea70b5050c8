package embedded

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// Redis is a private Redis: a redis-server, or an imitation within this process where there is none.
type Redis struct {
	home     *home
	process  *process
	imitator *miniredis.Miniredis // nil with a redis-server
	url      string
	socket   string
	rmSocket func()

	stop    sync.Once
	stopErr error
}

// StartRedis starts a private Redis of this data directory and returns when it answers. Where there is no
// redis-server in $PATH, an imitation runs within this process; it forgets everything when stopped.
//
// Errors: ErrInUse when another process has the data directory; otherwise a sentence for the person who set it up.
func StartRedis(ctx context.Context, o Options) (*Redis, error) {
	path, err := exec.LookPath("redis-server")
	if err != nil {
		return startImitation(o)
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, fmt.Errorf("private Redis: %w", err)
	}
	return startRedis(ctx, o, path)
}

func startImitation(o Options) (*Redis, error) {
	imitator, err := miniredis.Run()
	if err != nil {
		return nil, fmt.Errorf("private Redis: %w", err)
	}
	o.logger().Info("no redis-server in PATH: half-typed dialogs are forgotten when the bot stops")
	password := rand.Text() // others on this machine can reach the port
	imitator.RequireAuth(password)
	return &Redis{imitator: imitator, url: "redis://:" + password + "@" + imitator.Addr() + "/0"}, nil
}

func startRedis(ctx context.Context, o Options, path string) (_ *Redis, err error) {
	h, err := openHome(o, "redis")
	if err != nil {
		return nil, fmt.Errorf("private Redis: %w", err)
	}
	s := &Redis{home: h, rmSocket: func() {}}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("private Redis: %w", err), s.Stop(ctx))
		}
	}()
	if err := s.launch(ctx, o, path); err != nil {
		return nil, err
	}
	if err := s.process.awaitReady(ctx, s.ping); err != nil {
		return nil, err
	}
	o.logger().Info("private Redis is running", "dir", h.dir)
	return s, nil
}

func (s *Redis) launch(ctx context.Context, o Options, path string) error {
	data := filepath.Join(s.home.dir, "data")
	if err := s.home.makePrivate(data); err != nil {
		return err
	}
	pidFile := filepath.Join(data, "redis.pid")
	if err := stopLeftover(ctx, pidFile, "redis-server", data, syscall.SIGTERM); err != nil {
		return err
	}
	if err := s.home.adopt(data); err != nil {
		return err
	}
	dir, remove, err := s.home.makeSocketDir("redis.sock")
	if err != nil {
		return err
	}
	s.socket, s.rmSocket = filepath.Join(dir, "redis.sock"), remove
	s.url = (&url.URL{Scheme: "unix", Path: s.socket, RawQuery: "db=0"}).String()
	appendOnly := "yes"
	if o.Temporary || o.Fast {
		appendOnly = "no"
	}
	s.process, err = s.home.start("Redis", syscall.SIGTERM, serverLog(o.logger(), "redis", " # Fatal", "Can't", "Bad file"), path,
		"--port", "0", "--unixsocket", s.socket, "--unixsocketperm", "700", "--daemonize", "no", "--pidfile", pidFile,
		"--dir", data, "--save", "", "--appendonly", appendOnly)
	return err
}

// ping speaks the protocol's plainest form; go-redis would log every attempt that comes too early.
func (s *Redis) ping(ctx context.Context) error {
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", s.socket)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return fmt.Errorf("ping: %w", err)
	}
	if _, err := conn.Write([]byte("PING\r\n")); err != nil {
		return fmt.Errorf("ping: %w", err)
	}
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return fmt.Errorf("ping: %w", err)
	}
	if answer != "+PONG\r\n" {
		return fmt.Errorf("ping: %q", answer)
	}
	return nil
}

// URL is the server's address for go-redis.
func (s *Redis) URL() string { return s.url }

// Stop ends the server and waits until it is gone; temporary data are removed. A second call does nothing and
// returns what the first one did.
func (s *Redis) Stop(ctx context.Context) error {
	s.stop.Do(func() {
		if s.imitator != nil {
			s.imitator.Close()
			return
		}
		if s.process != nil {
			s.stopErr = s.process.stop(ctx, syscall.SIGTERM)
		}
		s.rmSocket()
		s.home.close()
	})
	return s.stopErr
}
