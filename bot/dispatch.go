package bot

import (
	"context"
	"errors"
	"sync"
)

// errStopping: updates are no longer taken; what was not handled comes again from Telegram.
var errStopping = errors.New("stopping")

// dispatcher hands updates to handle: one person's in the order they came, different people's at the same
// time and fairly, as each holds a slot for one update only. It holds no more than its room.
type dispatcher struct {
	handle func(ctx context.Context, u *update) bool
	room   chan struct{}   // a place for each update in hand
	life   context.Context // of what is in hand; ends when draining takes too long
	cancel context.CancelFunc
	work   sync.WaitGroup

	mu     sync.Mutex
	queues map[int64][]*ticket // by person; a key stands for a goroutine at work
	inHand map[int64]*ticket   // by update id
	closed bool
	stop   chan struct{} // closed when draining begins
}

// ticket is an update in hand.
type ticket struct {
	update *update
	done   chan struct{} // closed when it is settled
	// handled is set when done is closed: it need not come again.
	handled bool
}

func newDispatcher(room int, handle func(ctx context.Context, u *update) bool) *dispatcher {
	d := &dispatcher{handle: handle, room: make(chan struct{}, room), queues: map[int64][]*ticket{},
		inHand: map[int64]*ticket{}, stop: make(chan struct{})}
	d.life, d.cancel = context.WithCancel(context.Background())
	return d
}

// submit takes an update in hand, waiting for room. An update that is in hand already gets the same
// ticket. Errors: errStopping, the context's.
func (d *dispatcher) submit(ctx context.Context, u *update) (*ticket, error) {
	if t := d.held(u.id); t != nil {
		return t, nil
	}
	select {
	case d.room <- struct{}{}:
	case <-d.stop:
		return nil, errStopping
	case <-ctx.Done():
		return nil, during("wait for room", ctx.Err())
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if t := d.inHand[u.id]; t != nil {
		<-d.room
		return t, nil
	}
	if d.closed {
		<-d.room
		return nil, errStopping
	}
	t := &ticket{update: u, done: make(chan struct{})}
	d.inHand[u.id] = t
	queue, working := d.queues[u.person]
	d.queues[u.person] = append(queue, t)
	if !working {
		d.work.Add(1)
		go d.serve(u.person)
	}
	return t, nil
}

func (d *dispatcher) held(id int64) *ticket {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.inHand[id]
}

// serve handles a person's updates until there are none.
func (d *dispatcher) serve(person int64) {
	defer d.work.Done()
	for {
		t := d.first(person)
		if t == nil {
			return
		}
		handled := !d.stopping() && d.handle(d.life, t.update)
		d.settle(t, handled)
	}
}

func (d *dispatcher) first(person int64) *ticket {
	d.mu.Lock()
	defer d.mu.Unlock()
	queue := d.queues[person]
	if len(queue) == 0 {
		delete(d.queues, person)
		return nil
	}
	d.queues[person] = queue[1:]
	return queue[0]
}

func (d *dispatcher) settle(t *ticket, handled bool) {
	d.mu.Lock()
	delete(d.inHand, t.update.id)
	d.mu.Unlock()
	t.handled = handled
	close(t.done)
	<-d.room
}

func (d *dispatcher) stopping() bool {
	select {
	case <-d.stop:
		return true
	default:
		return false
	}
}

// drain takes nothing more, lets what is being handled finish and leaves what waits to Telegram, which
// brings it again. When ctx ends first, what is being handled is cancelled.
func (d *dispatcher) drain(ctx context.Context) {
	d.mu.Lock()
	if !d.closed {
		d.closed = true
		close(d.stop)
	}
	d.mu.Unlock()
	idle := make(chan struct{})
	go func() { d.work.Wait(); close(idle) }()
	select {
	case <-idle:
	case <-ctx.Done():
		d.cancel()
		<-idle
	}
	d.cancel()
}
