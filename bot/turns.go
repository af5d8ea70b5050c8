package bot

import (
	"context"
	"sync"
	"time"
)

// Turns keeps one person's updates in order over all replicas, and remembers what has been answered.
type Turns interface {
	// TakeTurn takes or keeps the person's turn for as long as the lease lasts; neither taken nor answered says that
	// another replica has it.
	TakeTurn(ctx context.Context, person, updateID int64, holder string, lease time.Duration) (taken, answered bool, err error)
	// Answered remembers that the update is answered before its turn ends.
	Answered(ctx context.Context, updateID int64) error
	EndTurn(ctx context.Context, person, updateID int64, holder string, answered bool) error
}

const (
	// turnLease is how long the people wait whose updates a replica had in hand when it died.
	turnLease = 3 * time.Second
	// turnAgain is when a turn that another replica has is asked for again.
	turnAgain   = 20 * time.Millisecond
	turnTimeout = 250 * time.Millisecond
)

// handle is what becomes of an update in hand. The menu comes after the turn's end: what dies in between has been
// answered.
func (b *Bot) handle(ctx context.Context, u *update) (handled bool) {
	handled = b.inTurn(ctx, u)
	if u.answered {
		b.showMenu(ctx, u)
	}
	return handled
}

// inTurn processes the update while no other replica has one of the same person in hand; one that has been answered is
// done with. While Turns is away it goes on without: then revisions and claims still keep what is wrong from happening,
// though an answer may be given twice.
func (b *Bot) inTurn(ctx context.Context, u *update) (handled bool) {
	if b.o.Turns == nil {
		return b.process(ctx, u)
	}
	answered, stopping := b.awaitTurn(ctx, u)
	if answered || stopping {
		return answered
	}
	release := b.keepTurn(ctx, u)
	handled = b.process(ctx, u)
	release(handled && !u.aside)
	return handled
}

// awaitTurn returns when the turn is taken, or nobody can tell whose it is.
func (b *Bot) awaitTurn(ctx context.Context, u *update) (answered, stopping bool) {
	for {
		taken, answered, err := b.takeTurn(ctx, u)
		if err != nil {
			b.log.Warn("turns are away, going on without", "update", u.id, "error", err)
		}
		if taken || answered || err != nil {
			return answered, false
		}
		if !b.pause(ctx, turnAgain) {
			return false, true
		}
	}
}

func (b *Bot) takeTurn(ctx context.Context, u *update) (taken, answered bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, turnTimeout)
	defer cancel()
	return b.o.Turns.TakeTurn(ctx, u.person, u.id, b.replica, turnLease) //nolint:wrapcheck // only logged
}

// noteAnswered notes that the answer is out while there is still something to do about it. Until that or the turn's end
// is noted, a replica that is killed has it given again.
func (b *Bot) noteAnswered(ctx context.Context, u *update) {
	if b.o.Turns == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, turnTimeout)
	defer cancel()
	if err := b.o.Turns.Answered(ctx, u.id); err != nil {
		b.log.Warn("answer not noted, the turn's end will do it", "update", u.id, "error", err)
	}
}

// keepTurn renews the lease until it is released, which ends the turn.
func (b *Bot) keepTurn(ctx context.Context, u *update) (release func(answered bool)) {
	keeping, stop := context.WithCancel(ctx)
	var keeper sync.WaitGroup
	keeper.Go(func() {
		tick := time.NewTicker(turnLease / 3)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				_, _, _ = b.takeTurn(keeping, u) // what fails is tried again, while the lease lasts
			case <-keeping.Done():
				return
			}
		}
	})
	return func(answered bool) {
		stop()
		keeper.Wait()
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), turnTimeout)
		defer cancel()
		if err := b.o.Turns.EndTurn(ending, u.person, u.id, b.replica, answered); err != nil {
			b.log.Warn("turn not ended, its lease will be", "update", u.id, "error", err)
		}
	}
}
