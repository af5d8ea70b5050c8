package emulator

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Fault makes the next calls fail. The zero values of Code and Description mean
// 500 Internal Server Error.
type Fault struct {
	Method      string // "" for any but getUpdates
	Code        int
	Description string // as Telegram would say it, with its "Bad Request: "
	RetryAfter  int    // seconds; with code 429
	Times       int    // how many calls fail; 0 means one
	// CloseConnection drops the connection instead of answering.
	CloseConnection bool
	// DeliverFirst does what was asked before failing: the answer is lost, the
	// message is not.
	DeliverFirst bool
}

func (f *Fault) matches(method string) bool {
	if f.Method == "" {
		return method != "getupdates"
	}
	return strings.EqualFold(f.Method, method)
}

func (f *Fault) error() *apiError {
	err := &apiError{code: f.Code, description: f.Description, retryAfter: f.RetryAfter}
	if err.code == 0 {
		err.code = 500
	}
	setDefault(&err.description, "Internal Server Error")
	return err
}

// Fail arranges a fault. Several are used up in the order they were arranged.
func (s *Server) Fail(f Fault) {
	f.Times = max(f.Times, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// takeFault uses up a fault for a call of the method, if one is arranged.
func (s *Server) takeFault(method string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if !f.matches(method) {
			continue
		}
		if f.Times--; f.Times == 0 {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
		}
		taken := *f
		return &taken
	}
	return nil
}

// Stall is a hold on a method's calls: they hang, before anything is done,
// until Release.
type Stall struct {
	s        *Server
	method   string
	held     int
	released chan struct{}
}

// Stall makes calls of the method hang from now on; "" means every method but
// getUpdates.
func (s *Server) Stall(method string) *Stall {
	s.mu.Lock()
	defer s.mu.Unlock()
	stall := &Stall{s: s, method: strings.ToLower(method), released: make(chan struct{})}
	s.stalls = append(s.stalls, stall)
	return stall
}

// Release lets the held calls go on, and all later ones pass. It may be called twice.
func (l *Stall) Release() {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	l.free()
}

func (l *Stall) free() {
	select {
	case <-l.released:
	default:
		close(l.released)
	}
}

// WaitHeld returns when n calls or more are being held.
func (l *Stall) WaitHeld(ctx context.Context, n int) error {
	return l.s.await(ctx, func() bool { return l.held >= n })
}

func (l *Stall) matches(method string) bool {
	if l.method == "" {
		return method != "getupdates"
	}
	return l.method == method
}

// stalled holds a call of the method for as long as it is stalled.
func (s *Server) stalled(ctx context.Context, method string) error {
	s.mu.Lock()
	stalls := slices.Clone(s.stalls)
	s.mu.Unlock()
	for _, l := range stalls {
		if !l.matches(method) {
			continue
		}
		l.count(1)
		var err error
		select {
		case <-l.released:
		case <-ctx.Done():
			err = fmt.Errorf("held call given up: %w", context.Cause(ctx))
		}
		l.count(-1)
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *Stall) count(n int) {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	l.held += n
	l.s.notify()
}
