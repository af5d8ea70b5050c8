package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/puddle/v2"
	"github.com/redis/go-redis/v9"

	"huiwu/conference"
)

// PostgreSQL's codes that mean something to us (appendix A of its manual).
const (
	stateUnique        = "23505"
	stateExclusion     = "23P01"
	stateSerialization = "40001"
	stateDeadlock      = "40P01"
	stateReadOnly      = "25006"
)

// wrap is the one place where a database error becomes a domain error: no row is
// CodeNotFound, a Telegram account that is tied already CodeAccountTaken, a server that is
// away CodeUnavailable around its cause. Refusals pass as they are, the rest gets its context.
func wrap(doing string, err error) error {
	var refusal *conference.Error
	var pg *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refusal):
		return err
	case errors.Is(err, pgx.ErrNoRows):
		return conference.Refuse(conference.CodeNotFound)
	case errors.As(err, &pg) && pg.Code == stateUnique && pg.ConstraintName == "people_place":
		return conference.Refuse(conference.CodeAccountTaken)
	case databaseAway(err):
		return unavailable(doing, err)
	default:
		return fmt.Errorf("storage: %s: %w", doing, err)
	}
}

// unavailable is both the refusal and its cause.
func unavailable(doing string, cause error) error {
	return fmt.Errorf("storage: %s: %w: %w", doing, conference.Refuse(conference.CodeUnavailable), cause)
}

// wrapRedis is wrap for Redis.
func wrapRedis(doing string, err error) error {
	var reply redis.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &reply) && !redisAway(err), errors.Is(err, context.Canceled):
		return fmt.Errorf("storage: %s: %w", doing, err)
	default:
		return unavailable(doing, err)
	}
}

// redisAway tells whether a server that answers says that it cannot serve now.
func redisAway(err error) bool {
	return redis.IsLoadingError(err) || redis.IsReadOnlyError(err) || redis.IsClusterDownError(err) ||
		redis.IsMasterDownError(err) || redis.IsMaxClientsError(err) || redis.IsTryAgainError(err) || redis.IsOOMError(err)
}

// databaseAway tells whether err is the server's or the network's absence, not our mistake.
func databaseAway(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		// Connection exceptions, insufficient resources, operator intervention (but not a cancelled query), read-only after a failover.
		return strings.HasPrefix(pg.Code, "08") || strings.HasPrefix(pg.Code, "53") ||
			strings.HasPrefix(pg.Code, "57P") || pg.Code == stateReadOnly
	}
	if errors.Is(err, context.Canceled) {
		return false
	}
	var connect *pgconn.ConnectError
	var network net.Error // a deadline that passed is one too
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, puddle.ErrClosedPool) // we are shutting down
}

// hasState tells whether err is the database's, with one of the codes.
func hasState(err error, codes ...string) bool {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return false
	}
	for _, c := range codes {
		if pg.Code == c {
			return true
		}
	}
	return false
}
