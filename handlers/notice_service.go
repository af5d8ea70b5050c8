package handlers

import (
	"context"

	"huiwu/conference"
)

// pressing puts a task before somebody who must do something about it: a leader to whom it has come up its ladder, or
// a colleague who is asked to take it. The card says why; when that no longer holds there is nothing to say.
func (h *Handlers) pressing(ctx context.Context, v viewer, d conference.Delivery) (Message, bool, error) {
	t, err := h.store.Task(ctx, d.Subject.ID)
	if err != nil {
		return Message{}, false, err
	}
	if d.Kind == conference.NoticeTaskHanded {
		return v.taskMessage(t), t.Open() && t.Asks(v.person.ID), nil
	}
	return v.taskMessage(t), t.Presses(d.Step), nil
}

// ended asks the organiser whether the meeting is over, and tells a leader that its room was given back unclosed.
func (h *Handlers) ended(ctx context.Context, v viewer, d conference.Delivery) (Message, bool, error) {
	b, err := h.store.Booking(ctx, d.Subject.ID)
	asks := b.Status == conference.BookingClosing && b.FinishedAt.IsZero()
	if d.Kind == conference.NoticeNotClosed {
		asks = b.Unclosed
	}
	if err != nil || !asks {
		return Message{}, false, err
	}
	return h.live(ctx, v, d.Subject)
}
