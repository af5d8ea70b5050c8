package chaos

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// settle waits until nothing is left to be done: no update, no notice that is due, no delivery, no task.
func (c *crowd) settle(within time.Duration) {
	h := c.h
	h.Helper()
	eventually(h.T, within, "everything done", func() string {
		var left []string
		if n := h.telegram.Pending(); n > 0 {
			left = append(left, fmt.Sprintf("%d updates", n))
		}
		for what, query := range map[string]string{
			"notices due":            `SELECT count(*) FROM notices WHERE state = 'pending' AND due_at <= now()`,
			"deliveries":             `SELECT count(*) FROM river_job WHERE state IN ('available', 'running', 'retryable', 'scheduled', 'pending')`,
			"open tasks":             `SELECT count(*) FROM tasks WHERE status IN ('offered', 'claimed', 'started')`,
			"invitations unanswered": `SELECT count(*) FROM attendees a JOIN bookings b ON b.id = booking_id WHERE partstat = 'NEEDS-ACTION' AND b.status = 'confirmed'`,
		} {
			var n int
			if err := h.pool.QueryRow(h.Context(), query).Scan(&n); err != nil {
				return err.Error()
			}
			if n > 0 {
				left = append(left, fmt.Sprintf("%d %s", n, what))
			}
		}
		return strings.Join(left, ", ")
	})
}

// compare holds what stands in the database against what everybody did, and fails at each difference.
func (c *crowd) compare() {
	h := c.h
	h.Helper()
	for _, err := range c.fails {
		h.Error(err)
	}
	for _, m := range c.meetings {
		if diff := c.difference(m); diff != "" {
			h.Errorf("meeting of %s on %s: %s", bookerName(m.booker), m.start.Format("02 15:04"), diff)
		}
	}
	c.compareReports()
	for _, rule := range []struct{ broken, query string }{
		{"updates with two effects", `SELECT update_id FROM history WHERE update_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1`},
		{"updates claimed without an effect", `SELECT id FROM updates WHERE NOT EXISTS (SELECT FROM history WHERE update_id = updates.id)`},
		{"effects without a claim", `SELECT update_id FROM history h WHERE update_id IS NOT NULL AND NOT EXISTS (SELECT FROM updates u WHERE u.id = h.update_id)`},
		{"updates set aside", `SELECT id FROM updates_set_aside`},
		{"task steps taken twice", `SELECT subject_id FROM history WHERE subject_kind = 'task' AND verb IN ('claim', 'start', 'done') GROUP BY subject_id, verb HAVING count(*) > 1`},
		{"live bookings that overlap", `SELECT a.id FROM bookings a JOIN bookings b ON a.room_id = b.room_id AND a.id < b.id AND a.occupied && b.occupied WHERE a.status = 'confirmed' AND b.status = 'confirmed'`},
	} {
		if found := h.numbers(rule.query); len(found) > 0 {
			h.Errorf("%d %s: %v", len(found), rule.broken, found)
		}
	}
	c.compareOrder()
	c.compareTaps()
	c.compareReminders()
}

// difference says how a meeting stands other than its booker left it; "" when it does not.
func (c *crowd) difference(m *meeting) string {
	var bookings, teas, done, guests, coming int
	var status string
	err := c.h.pool.QueryRow(c.ctx, `SELECT count(DISTINCT b.id), coalesce(min(b.status), ''),
			count(DISTINCT t.id) FILTER (WHERE t.kind = 'tea'), count(DISTINCT t.id) FILTER (WHERE t.kind = 'tea' AND t.status = 'done'),
			count(DISTINCT a.id), count(DISTINCT a.id) FILTER (WHERE a.partstat = 'ACCEPTED')
		FROM bookings b JOIN rooms r ON r.id = b.room_id LEFT JOIN tasks t ON t.booking_id = b.id LEFT JOIN attendees a ON a.booking_id = b.id
		WHERE r.number = $1 AND b.start_at = $2`, fmt.Sprint(roomNumber(m.booker)), m.start).Scan(&bookings, &status, &teas, &done, &guests, &coming)
	switch {
	case err != nil:
		return err.Error()
	case m.abandoned:
		if bookings > 1 || teas > 1 || guests > 1 {
			return fmt.Sprintf("left half-way, and %d bookings, %d orders of tea, %d invitations", bookings, teas, guests)
		}
		return ""
	case bookings != 1:
		return fmt.Sprintf("%d bookings", bookings)
	case m.cancelled != (status == "cancelled"):
		return "it is " + status
	case m.tea != (teas == 1) || teas > 1:
		return fmt.Sprintf("%d orders of tea", teas)
	case m.tea && !m.cancelled && done != 1:
		return "the tea was not served"
	case (m.invited >= 0) != (guests == 1) || guests > 1:
		return fmt.Sprintf("%d invitations", guests)
	case m.invited >= 0 && !m.cancelled && coming != 1:
		return "the invitation was not answered"
	}
	return ""
}

// compareReports: each report is in the history once, whether it opened a task or joined one.
func (c *crowd) compareReports() {
	told, perhaps := map[int64]int{}, map[int64]int{}
	for _, m := range c.meetings {
		switch {
		case m.abandoned:
			perhaps[int64(m.booker+1)] += m.reports
		case m.reports > 0:
			told[int64(m.booker+1)] += m.reports
		}
	}
	for person, want := range told {
		var n int
		if err := c.h.pool.QueryRow(c.ctx, `SELECT count(*) FROM history WHERE verb IN ('report', 'join report') AND actor_id = $1`, person).Scan(&n); err != nil || n < want || n > want+perhaps[person] {
			c.h.Errorf("person %d reported %d faults, the house knows of %d (%v)", person, want, n, err)
		}
	}
}

// compareOrder: a person's updates have their effects in the order in which they came.
func (c *crowd) compareOrder() {
	type effect struct {
		Person, Update int64
		Verb           string
	}
	rows, err := c.h.pool.Query(c.ctx, `SELECT actor_id, update_id, verb FROM history WHERE update_id IS NOT NULL AND actor_id IS NOT NULL ORDER BY id`)
	must(c.h.T, err)
	effects, err := pgx.CollectRows(rows, pgx.RowToStructByPos[effect])
	must(c.h.T, err)
	last := map[int64]effect{}
	for _, e := range effects {
		if before := last[e.Person]; before.Update > e.Update {
			c.h.Errorf("person %d: %s by update %d came after %s by update %d", e.Person, e.Verb, e.Update, before.Verb, before.Update)
		}
		last[e.Person] = e
	}
}

// compareTaps: each tap has been answered.
func (c *crowd) compareTaps() {
	over, cancel := context.WithCancel(c.ctx)
	cancel()
	for _, tap := range c.taps {
		if _, err := tap.press.WaitAnswer(over); err != nil && !answered(tap) {
			c.h.Errorf("%s pressed %s and was not answered", tap.who, tap.key.data)
		}
	}
}

// answered looks without waiting.
func answered(tap made) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	_, err := tap.press.WaitAnswer(ctx)
	return err == nil
}

// hasten brings reminders that are days off forward to now, as if those days had gone by; one of each person and
// meeting, as two that come due together are one message.
func (h *house) hasten(n int) {
	h.Helper()
	_, err := h.pool.Exec(h.Context(), `UPDATE notices SET due_at = now() WHERE id IN
		(SELECT max(id) FROM notices WHERE kind = 'reminder' GROUP BY booking_id, person_id
		HAVING bool_and(state = 'pending' AND due_at > now()) ORDER BY random() LIMIT $1)`, n)
	must(h.T, err)
}

// reminded is a reminder that was fired.
type reminded struct {
	Chat  int64
	Start time.Time
	Room  string
	N     int
}

// reminders are how many were fired for each person and meeting.
func (h *house) reminders() []reminded {
	h.Helper()
	rows, err := h.pool.Query(h.Context(), `SELECT p.telegram_id, b.start_at, r.number, count(*) FROM notices n JOIN people p ON p.id = n.person_id
		JOIN bookings b ON b.id = n.booking_id JOIN rooms r ON r.id = b.room_id
		WHERE n.kind = 'reminder' AND n.state = 'fired' AND b.status = 'confirmed' GROUP BY 1, 2, 3`)
	must(h.T, err)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[reminded])
	must(h.T, err)
	return all
}

// compareReminders: what was due was sent.
func (c *crowd) compareReminders() {
	fired := 0
	for _, r := range c.h.reminders() {
		fired += r.N
		if n := c.h.sent.count(r.Chat, r.words()...); n < r.N {
			c.h.Errorf("%d of %d reminders of %s %s sent to %d", n, r.N, r.Room, r.Start.In(shanghai).Format("02 15:04"), r.Chat)
		}
	}
	c.h.Logf("%v; %d reminders due", c.n, fired)
}

func (r reminded) words() []string {
	start := r.Start.In(shanghai)
	return []string{"会议提醒", start.Format("15:04") + "–", fmt.Sprintf("%d月%d日", start.Month(), start.Day()), r.Room}
}

// doubled is how many messages went out more often than they should have.
func (h *house) doubled() (n int, which []string) {
	h.Helper()
	due := map[string]int{}
	for _, r := range h.reminders() {
		words := r.words()
		extra := h.sent.count(r.Chat, words...) - r.N
		if extra > 0 {
			n += extra
			which = append(which, fmt.Sprint(extra, " × ", r.Chat, words))
		}
		due[fmt.Sprint(r.Chat)]++
	}
	h.sent.mu.Lock()
	defer h.sent.mu.Unlock()
	for text, times := range h.sent.texts {
		if times > 1 && !strings.Contains(text, "会议提醒") && !strings.Contains(text, "不方便") {
			n += times - 1
			which = append(which, fmt.Sprint(times-1, " × ", strings.ReplaceAll(text, "\n", " / ")))
		}
	}
	return n, which
}

func (h *house) numbers(query string) []int64 {
	h.Helper()
	rows, err := h.pool.Query(h.Context(), query)
	must(h.T, err)
	found, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	must(h.T, err)
	return found
}
