package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// owner names both the superuser and the database of a private server.
const owner = "huiwu"

// Postgres is a private PostgreSQL server.
type Postgres struct {
	home      *home
	process   *process
	cluster   string // its data directory
	socketDir string
	rmSocket  func()

	stop    sync.Once
	stopErr error
}

// StartPostgres starts a private PostgreSQL of this data directory, makes its cluster first if there is none, and
// returns when it accepts connections. The programs are found on the machine or fetched.
//
// Errors: ErrInUse when another process has the data directory; otherwise a sentence for the person who set it up.
func StartPostgres(ctx context.Context, o Options) (*Postgres, error) {
	return startPostgres(ctx, o, defaultFinder())
}

func startPostgres(ctx context.Context, o Options, f finder) (_ *Postgres, err error) {
	h, err := openHome(o, "postgres")
	if err != nil {
		return nil, fmt.Errorf("private PostgreSQL: %w", err)
	}
	s := &Postgres{home: h, cluster: filepath.Join(h.dir, "cluster"), rmSocket: func() {}}
	defer func() {
		if err != nil {
			err = errors.Join(h.fullDisk(), fmt.Errorf("private PostgreSQL: %w", err), s.Stop(ctx))
		}
	}()
	programs, err := s.prepare(ctx, o, f)
	if err != nil {
		return nil, err
	}
	if s.socketDir, s.rmSocket, err = h.makeSocketDir(".s.PGSQL.5432"); err != nil {
		return nil, err
	}
	if err := s.launch(programs, o); err != nil {
		return nil, err
	}
	if err := s.process.awaitReady(ctx, s.createDatabase); err != nil {
		return nil, err
	}
	o.logger().Info("private PostgreSQL is running", "version", programs.major, "dir", h.dir)
	return s, nil
}

// URL is the server's address for pgx. The superuser needs no password: the socket's folder is closed to others.
func (s *Postgres) URL() string { return s.url(owner) }

func (s *Postgres) url(database string) string {
	query := url.Values{"host": {s.socketDir}, "port": {"5432"}} // a port, lest PGPORT decide
	u := url.URL{Scheme: "postgres", User: url.User(owner), Host: "", Path: "/" + database, RawQuery: query.Encode()}
	return u.String()
}

// Stop ends the server and waits until it is gone; temporary data are removed. A second call does nothing and
// returns what the first one did.
func (s *Postgres) Stop(ctx context.Context) error {
	s.stop.Do(func() {
		if s.process != nil {
			s.stopErr = s.process.stop(ctx, s.quitSignal())
		}
		s.rmSocket()
		s.home.close()
	})
	return s.stopErr
}

// quitSignal asks for a fast shutdown; data that are thrown away don't even need that.
func (s *Postgres) quitSignal() syscall.Signal {
	if s.home.temporary {
		return syscall.SIGQUIT
	}
	return syscall.SIGINT
}

// prepare leaves a cluster that no server has open, and tells which programs go with it.
func (s *Postgres) prepare(ctx context.Context, o Options, f finder) (binaries, error) {
	major, err := clusterMajor(s.cluster)
	if err != nil {
		return binaries{}, err
	}
	programs, err := f.find(ctx, major)
	if err != nil {
		return binaries{}, err
	}
	if major == 0 {
		return programs, s.initCluster(ctx, programs, o.Fast)
	}
	pidFile := filepath.Join(s.cluster, "postmaster.pid")
	if err := stopLeftover(ctx, pidFile, "postgres", s.cluster, syscall.SIGINT); err != nil {
		return binaries{}, err
	}
	return programs, s.home.adopt(s.cluster)
}

// clusterMajor is the version that wrote the cluster, or 0 when there is none.
func clusterMajor(cluster string) (int, error) {
	text, err := os.ReadFile(filepath.Join(cluster, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look at the data: %w", err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("look at the data: PG_VERSION: %w", err)
	}
	return major, nil
}

// initCluster makes the cluster under another name and moves it into place when it is whole, so that an interrupted
// start leaves nothing half made.
func (s *Postgres) initCluster(ctx context.Context, programs binaries, fast bool) error {
	draft := s.cluster + ".new"
	if err := os.RemoveAll(draft); err != nil {
		return fmt.Errorf("make a cluster: %w", err)
	}
	// C.UTF-8 is not known everywhere; with C, only the case of letters beyond ASCII is lost.
	var out []byte
	var err error
	for _, locale := range []string{"C.UTF-8", "C"} {
		if err := s.home.makePrivate(draft); err != nil {
			return err
		}
		args := []string{"--pgdata", draft, "--username", owner, "--encoding", "UTF8", "--locale", locale,
			"--auth-local", "trust", "--auth-host", "reject"}
		if fast {
			args = append(args, "--no-sync")
		}
		if out, err = s.home.command(ctx, filepath.Join(programs.dir, "initdb"), args...).CombinedOutput(); err == nil {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, strings.TrimSpace(string(out)))
	}
	if err := os.Rename(draft, s.cluster); err != nil {
		return fmt.Errorf("make a cluster: %w", err)
	}
	return nil
}

// launch starts the server. It logs nothing that the bot caused: a statement that fails is the caller's to report,
// and its details may hold names and numbers of people.
func (s *Postgres) launch(programs binaries, o Options) error {
	args := []string{"-D", s.cluster, "-k", s.socketDir, "-p", "5432"}
	settings := []string{
		"listen_addresses=", "unix_socket_permissions=0700", "timezone=UTC", "log_timezone=UTC",
		"log_destination=stderr", "logging_collector=off", "log_min_messages=log", "log_error_verbosity=terse",
	}
	if o.Fast {
		settings = append(settings, "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300")
	}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	var err error
	s.process, err = s.home.start("PostgreSQL", s.quitSignal(), serverLog(o.logger(), "postgres", "FATAL:", "PANIC:"),
		filepath.Join(programs.dir, "postgres"), args...)
	return err
}

// serverLog passes a server's lines on: those with one of the words as warnings, the others for debugging.
func serverLog(logger *slog.Logger, server string, alarming ...string) func(line string) {
	return func(line string) {
		level := slog.LevelDebug
		for _, word := range alarming {
			if strings.Contains(line, word) {
				level = slog.LevelWarn
			}
		}
		logger.Log(context.Background(), level, "private server says", "server", server, "line", line)
	}
}

// createDatabase makes our database unless it is there, and fails as long as the server does not accept connections.
func (s *Postgres) createDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(ctx)
	var found bool
	const exists = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)"
	if err := conn.QueryRow(ctx, exists, owner).Scan(&found); err != nil {
		return fmt.Errorf("look for database %s: %w", owner, err)
	}
	if found {
		return nil
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+owner); err != nil {
		return fmt.Errorf("make database %s: %w", owner, err)
	}
	return nil
}
