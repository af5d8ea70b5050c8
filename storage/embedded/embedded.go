// Package embedded runs private servers beside the bot: a PostgreSQL and a Redis that belong to one
// data directory, listen on a unix socket only their owner can reach, and end when the bot ends.
//
// It is for the demo, for tests and for a small office; a larger installation names its own servers.
// When the bot is killed, a watchdog stops the servers. Should that fail too, the next start with the same data
// directory stops what is left over before it begins.
package embedded

import (
	"errors"
	"log/slog"
	"time"
)

// Options say where a private server keeps its data and how careful it is with them.
type Options struct {
	// DataDir is the bot's data directory; each server keeps to a folder of its own in it. It is made if missing.
	// Empty means the system's temporary directory, which goes with Temporary only.
	DataDir string
	// Temporary data live in a new folder under DataDir, and are removed by Stop or when this process dies.
	Temporary bool
	// Logger receives what the server says. Nil means slog.Default().
	Logger *slog.Logger
	// Fast gives up durability: a power cut may lose or damage the data. For demo and tests only.
	Fast bool
}

// ErrInUse is returned when another live process holds the same data directory.
var ErrInUse = errors.New("data directory is in use by another process")

func (o Options) logger() *slog.Logger {
	if o.Logger == nil {
		return slog.Default()
	}
	return o.Logger
}

// How long a server may take to begin and to end before that counts as a failure.
const (
	startLimit = time.Minute
	stopLimit  = 30 * time.Second
	pollEvery  = 20 * time.Millisecond
)
