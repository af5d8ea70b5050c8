package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"huiwu/storage"
	"huiwu/storage/embedded"

	"huiwu/conference"
)

// servers are the database and Redis in use, with those among them that are ours to stop.
type servers struct {
	database, redis string
	limits          storage.Limits // of sending; the usual ones where zero
	ours            []interface{ Stop(context.Context) error }
}

// openServers starts whatever private servers the settings leave to us.
func openServers(ctx context.Context, s stores, o embedded.Options) (*servers, error) {
	v := &servers{database: string(s.DatabaseURL), redis: string(s.RedisURL)}
	if v.database == "" {
		pg, err := embedded.StartPostgres(ctx, o)
		if err != nil {
			return nil, fmt.Errorf("private PostgreSQL: %w", err)
		}
		v.database, v.ours = pg.URL(), append(v.ours, pg)
	}
	if v.redis == "" {
		redis, err := embedded.StartRedis(ctx, o)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("private Redis: %w", err), v.stop())
		}
		v.redis, v.ours = redis.URL(), append(v.ours, redis)
	}
	return v, nil
}

// store migrates the database and connects to both servers.
func (v *servers) store(ctx context.Context, settings conference.Settings, log *slog.Logger) (*storage.Store, error) {
	if err := storage.Migrate(ctx, v.database); err != nil {
		return nil, fmt.Errorf("database schema: %w", err)
	}
	store, err := storage.Open(ctx, storage.Options{DatabaseURL: v.database, RedisURL: v.redis, Settings: settings, Limits: v.limits, Logger: log})
	if err != nil {
		return nil, fmt.Errorf("stores: %w", err)
	}
	return store, nil
}

// stop ends our servers, the last one started first.
func (v *servers) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	var failed error
	for i := len(v.ours) - 1; i >= 0; i-- {
		failed = errors.Join(failed, v.ours[i].Stop(ctx))
	}
	v.ours = nil
	return failed
}
