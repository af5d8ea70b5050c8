package chaos

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/bot/emulator"
)

// TestBackup_RestoreByTheDocumentedCommands takes a backup while people work, with the commands of docs/operations.md,
// and restores it: what stood in the records then stands in the new database, and the bot goes on with it.
func TestBackup_RestoreByTheDocumentedCommands(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.open(false, 1)
	c := newCrowd(h, dice(t))
	eventually(t, time.Minute, "some meetings", func() string {
		if n := h.numbers(`SELECT count(*) FROM bookings WHERE status = 'confirmed'`)[0]; n < 5 {
			return "too few"
		}
		return ""
	})
	dump := filepath.Join(t.TempDir(), "huiwu.dump")
	before := h.numbers(`SELECT id FROM bookings ORDER BY id`)
	postgresTool(t, "pg_dump", "--format=custom", "--file="+dump, direct(h.name))
	c.stop()
	eventually(t, patience, "nothing left over for the restored bot", func() string {
		if n := h.telegram.Pending(); n > 0 {
			return fmt.Sprint(n, " updates")
		}
		return ""
	})
	h.replicas[0].stop()

	restored := newDatabase(t)
	postgresTool(t, "pg_restore", "--dbname="+direct(restored), "--no-owner", dump)
	pool := openPool(t, restored)
	rows, err := pool.Query(t.Context(), `SELECT id FROM bookings ORDER BY id`)
	must(t, err)
	after, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	must(t, err)
	if len(after) < len(before) {
		t.Errorf("%d bookings in the backup, %d when it was begun", len(after), len(before))
	}
	var broken int
	must(t, pool.QueryRow(t.Context(), `SELECT count(*) FROM bookings b WHERE NOT EXISTS
		(SELECT FROM history h WHERE h.subject_kind = 'booking' AND h.subject_id = b.id AND h.verb = 'book')`).Scan(&broken))
	if broken > 0 {
		t.Errorf("%d bookings of the backup have no history", broken)
	}
	_, err = pool.Exec(t.Context(), `INSERT INTO bookings (revision, schedule, status, room_id, organiser_id, title, start_at, end_at, occupied, headcount, level, created_at)
		SELECT revision, schedule, 'confirmed', room_id, organiser_id, title, start_at, end_at, occupied, headcount, level, created_at FROM bookings WHERE status = 'confirmed' LIMIT 1`)
	if err == nil || !strings.Contains(err.Error(), "bookings_no_overlap") {
		t.Errorf("a restored database books a room twice: %v", err)
	}
	h.name, h.pool = restored, pool
	r := newReplica(t, "restored", append(h.settings(), "TELEGRAM_API_URL="+h.api)...)
	r.start()
	r.ready()
	var booker int
	must(t, pool.QueryRow(t.Context(), `SELECT organiser_id FROM bookings WHERE status = 'confirmed' LIMIT 1`).Scan(&booker))
	phone := h.phones[booker-1]
	asked := phone.Send("/my")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	err = phone.WaitFor(ctx, func(messages []emulator.Message) bool {
		last := messages[len(messages)-1]
		return last.FromBot && last.ID > asked && strings.Contains(last.Text, fmt.Sprint("主楼 ", roomNumber(booker-1)))
	})
	if err != nil {
		t.Errorf("the bot does not know the restored meetings: %v\n%s", err, screen(phone.Messages()))
	}
}

// postgresTool runs a program that stands beside the server's own.
func postgresTool(t *testing.T, name string, args ...string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name); err != nil && len(found) > 0 {
		path, err = found[len(found)-1], nil
	}
	if err != nil {
		t.Skipf("skipped, that a backup can be restored is not tested: %v", err)
	}
	if out, err := exec.CommandContext(t.Context(), path, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}
