// Package storage keeps the house's records in PostgreSQL and what passes in Redis.
//
// One exported method is one use case is one transaction. A changing method claims the
// update's ID, locks what it reads, lets package conference decide, writes what was decided
// with its notices and a line of history, and hands the deliveries to the [Queue], all in
// that transaction: after a commit everything has happened, after an error nothing has.
//
// Refusals are *conference.Error. Beside those named at a method, every method may fail with
// CodeUnavailable (database or Redis away, nothing was changed) and every changing one with
// CodeDuplicate (the update has had its effect; args kind and id name the subject) and
// CodeUnknownPerson (the actor has been removed). Anything else is internal.
package storage

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"huiwu/conference"
)

// Options say where the records are kept and by which rules.
type Options struct {
	DatabaseURL string // PostgreSQL, as a URL or key=value pairs
	RedisURL    string
	Settings    conference.Settings
	Logger      *slog.Logger // nil for none
	MaxConns    int32        // to PostgreSQL; 0 for what the address says, else 16
	Limits      Limits       // of sending; zero fields take DefaultLimits
}

// Queue takes what is to be sent, in the transaction that caused it. Every delivery is for
// one person: To.Person is set and nothing else of To.
type Queue interface {
	Enqueue(ctx context.Context, tx pgx.Tx, ds []conference.Delivery) error
}

// Store is the records. It is safe for concurrent use.
type Store struct {
	pool     *pgxpool.Pool
	redis    *redis.Client
	settings conference.Settings
	plan     atomic.Pointer[conference.ServicePlan] // in force; nil for that of the settings
	planID   atomic.Int64                           // of the imported plan that RefreshPlan has looked at last
	limits   Limits
	log      *slog.Logger
	queue    atomic.Pointer[Queue]
}

// Open connects to both servers. It does not migrate: see [Migrate].
func Open(ctx context.Context, o Options) (*Store, error) {
	redisOptions, err := redis.ParseURL(o.RedisURL)
	if err != nil {
		return nil, fmt.Errorf("storage: Redis address: %w", err)
	}
	config, err := pgxpool.ParseConfig(o.DatabaseURL)
	if err != nil {
		return nil, fmt.Errorf("storage: database address: %w", err)
	}
	switch {
	case o.MaxConns > 0:
		config.MaxConns = o.MaxConns
	case !strings.Contains(o.DatabaseURL, "pool_max_conns"):
		config.MaxConns = defaultConns
	}
	config.AfterConnect = greet
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Store{pool: pool, redis: redis.NewClient(redisOptions), settings: o.Settings, limits: o.Limits.orDefault(), log: o.Logger}
	if err := s.Ping(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// defaultConns serves people, deliveries and the tick side by side, one connection always listening for the queue.
const defaultConns = 16

// greet has instants read as UTC, and no plan compiled: where many rows are guessed and few come, that takes
// a hundred times as long as the query itself.
func greet(ctx context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	_, err := conn.Exec(ctx, `SET jit = off`)
	return err //nolint:wrapcheck // pgx says that it was connecting
}

// rules are the settings with the service plan that is in force.
func (s *Store) rules() conference.Settings {
	rules := s.settings
	if p := s.plan.Load(); p != nil {
		rules.Plan = p
	}
	return rules
}

// Close ends all connections, waiting for transactions under way.
func (s *Store) Close() {
	s.pool.Close()
	if err := s.redis.Close(); err != nil {
		s.log.Warn("closing Redis", "error", err)
	}
}

// QueueDriver lets the queue live in the same database.
func (s *Store) QueueDriver() riverdriver.Driver[pgx.Tx] { return riverpgxv5.New(s.pool) }

// SetQueue sets what deliveries go to. Without a queue they are dropped, as a command that
// only imports a roster wants it.
func (s *Store) SetQueue(q Queue) { s.queue.Store(&q) }

// Ping asks both servers for a sign of life.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.PingDatabase(ctx); err != nil {
		return err
	}
	return s.PingRedis(ctx)
}

// PingDatabase asks PostgreSQL for a sign of life.
func (s *Store) PingDatabase(ctx context.Context) error {
	return wrap("ping database", s.pool.Ping(ctx))
}

// PingRedis asks Redis for a sign of life.
func (s *Store) PingRedis(ctx context.Context) error {
	return wrapRedis("ping Redis", s.redis.Ping(ctx).Err())
}
