package chaos

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiwu/bot/emulator"
)

// TestTwoReplicas_OnePersonsUpdatesInOrder: somebody says yes to a draft and, while one replica is at it, taps "never
// mind", which comes to the other. The yes came first: the meeting stands, and nobody says that it was dropped.
func TestTwoReplicas_OnePersonsUpdatesInOrder(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.open(true, 2)
	phone := h.phones[0]
	overlapped := 0
	for k := range 5 {
		start := slot(k)
		when := start.Format("15:04") + "–" + start.Add(30*time.Minute).Format("15:04")
		phone.Send(fmt.Sprintf("%d月%d日 %s到%s 401 6个人", start.Month(), start.Day(), start.Format("15:04"), start.Add(30*time.Minute).Format("15:04")))
		drop := h.waits(phone, match{verb: "d", arg: "drop", words: when})
		eventually(t, patience, "the draft is done with", func() string {
			if h.telegram.Pending() > 0 || h.hasTurn(phone) {
				return "still in hand"
			}
			return ""
		})
		said := phone.Send("确认")
		if h.handling(phone) {
			overlapped++
		}
		press := phone.Press(drop.message, drop.data)
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		if _, err := press.WaitAnswer(ctx); err != nil {
			t.Errorf("the tap was not answered: %v", err)
		}
		if err := phone.WaitFor(ctx, func(ms []emulator.Message) bool { return ms[len(ms)-1].ID > said }); err != nil {
			t.Errorf("the yes was not answered: %v", err)
		}
		cancel()
		for _, m := range phone.Messages() {
			if strings.Contains(m.Text, "没有预订") {
				t.Errorf("round %d: dropped after it was booked:\n%s", k, screen(phone.Messages()))
			}
		}
		if n := len(h.numbers(fmt.Sprintf(`SELECT id FROM bookings WHERE start_at = '%s'`, start.Format(time.RFC3339)))); n != 1 {
			t.Errorf("round %d: %d bookings, want the one that was asked for first", k, n)
		}
	}
	if overlapped == 0 {
		t.Error("the second update never came while the first was being handled: nothing was tested")
	}
}

// waits returns the button as soon as the phone shows it.
func (h *house) waits(phone *emulator.Phone, m match) (found key) {
	h.Helper()
	ctx, cancel := context.WithTimeout(h.Context(), patience)
	defer cancel()
	err := phone.WaitFor(ctx, func(messages []emulator.Message) bool {
		var ok bool
		found, ok = m.in(messages)
		return ok
	})
	if err != nil {
		h.Fatalf("no button %+v: %v\n%s", m, err, screen(phone.Messages()))
	}
	return found
}

// handling waits until a replica has taken the person's turn; false when it was over before anybody saw it.
func (h *house) handling(phone *emulator.Phone) bool {
	h.Helper()
	for h.telegram.Pending() > 0 {
		if h.hasTurn(phone) {
			return true
		}
	}
	return false
}

// hasTurn tells whether a replica has an update of the person's in hand.
func (h *house) hasTurn(phone *emulator.Phone) bool {
	h.Helper()
	n, err := h.memory.Exists(h.Context(), fmt.Sprint("huiwu:turn:", phone.ID())).Result()
	must(h.T, err)
	return n > 0
}
