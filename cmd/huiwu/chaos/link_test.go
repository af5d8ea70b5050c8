package chaos

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"
)

// link is the wire to a server. It can be slow, cut, and held.
type link struct {
	listener net.Listener
	network  string
	target   string
	delay    time.Duration // of everything that is said to the server

	mu    sync.Mutex
	cut   bool
	held  chan struct{} // not nil while nothing passes
	conns map[net.Conn]bool
}

// newLink leads to the unix socket at target.
func newLink(t *testing.T, network, target string, delay time.Duration) *link {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	l := &link{listener: listener, network: network, target: target, delay: delay, conns: map[net.Conn]bool{}}
	go l.serve()
	t.Cleanup(func() { _ = listener.Close(); l.Mend(); l.drop() })
	return l
}

func (l *link) addr() string { return l.listener.Addr().String() }

func (l *link) serve() {
	for {
		near, err := l.listener.Accept()
		if err != nil {
			return
		}
		go l.carry(near)
	}
}

func (l *link) carry(near net.Conn) {
	defer near.Close()
	if !l.keep(near) {
		reset(near)
		return
	}
	defer l.forget(near)
	far, err := net.Dial(l.network, l.target)
	if err != nil {
		return
	}
	defer far.Close()
	done := make(chan struct{}, 2)
	go func() { l.pump(far, near, l.delay); done <- struct{}{} }()
	go func() { l.pump(near, far, 0); done <- struct{}{} }()
	<-done
}

func (l *link) pump(to io.Writer, from io.Reader, delay time.Duration) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			l.wait(delay)
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// wait lets time pass on the wire, and holds while the link is held.
func (l *link) wait(delay time.Duration) {
	if delay > 0 {
		<-time.After(delay)
	}
	l.mu.Lock()
	held := l.held
	l.mu.Unlock()
	if held != nil {
		<-held
	}
}

func (l *link) keep(c net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.cut {
		l.conns[c] = true
	}
	return !l.cut
}

func (l *link) forget(c net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, c)
}

// Cut ends all connections and lets nobody in.
func (l *link) Cut() {
	l.mu.Lock()
	l.cut = true
	l.mu.Unlock()
	l.drop()
}

// Hold lets connections stand, with nothing passing.
func (l *link) Hold() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held == nil {
		l.held = make(chan struct{})
	}
}

// Mend ends a cut and a hold.
func (l *link) Mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = false
	if l.held != nil {
		close(l.held)
		l.held = nil
	}
}

func (l *link) drop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.conns {
		reset(c)
	}
}

// reset closes a connection the rude way.
func reset(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}
