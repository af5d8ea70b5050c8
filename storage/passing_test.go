package storage

import (
	"bytes"
	"context"
	"errors"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"huiwu/conference"
)

func TestStore_SaveDialog(t *testing.T) {
	t.Parallel()
	h := setup(t)
	data, revision, err := h.LoadDialog(t.Context(), 1, 2)
	h.must(err)
	if data != nil || revision != 0 {
		t.Errorf("nobody's dialog: %q at %d", data, revision)
	}
	blob := []byte("draft \x00\xff 一")
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() { _, errs[i] = h.SaveDialog(t.Context(), 1, 2, blob, 0, time.Hour) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			h.refused(err, conference.CodeStale)
		}
	}
	data, revision, err = h.LoadDialog(t.Context(), 1, 2)
	h.must(err)
	if won != 1 || revision != 1 || !bytes.Equal(data, blob) {
		t.Errorf("%d won; %q at %d", won, data, revision)
	}
	h.must(h.ClearDialog(t.Context(), 1, 2))
	_, err = h.SaveDialog(t.Context(), 1, 2, blob, revision, time.Hour)
	h.refused(err, conference.CodeStale)
	_, err = h.SaveDialog(t.Context(), 1, 2, blob, 0, time.Hour)
	h.refused(err, conference.CodeStale)
	data, revision, err = h.LoadDialog(t.Context(), 1, 2)
	h.must(err)
	if data != nil || revision != 2 {
		t.Errorf("a cleared dialog: %q at %d", data, revision)
	}
	_, err = h.SaveDialog(t.Context(), 1, 2, nil, revision, time.Hour)
	h.must(err)
	if data, _, err := h.LoadDialog(t.Context(), 1, 3); err != nil || data != nil {
		t.Errorf("another's dialog: %q, %v", data, err)
	}
}

func TestStore_TakeBudget(t *testing.T) {
	t.Parallel()
	h := setup(t)
	// spend takes for a time with one sender who waits as told, a chat each, and returns how often it succeeded.
	spend := func(lane conference.Lane, span time.Duration) (taken int) {
		end := h.now.Add(span)
		for chat := int64(1); h.now.Before(end); chat++ {
			wait, err := h.TakeBudget(t.Context(), chat*1000+int64(lane), false, lane, h.now)
			h.must(err)
			if wait == 0 {
				taken++
			}
			h.now = h.now.Add(wait)
		}
		return taken
	}
	if n := spend(conference.LaneBulk, 10*time.Second); n < 300 || n > 330 {
		t.Errorf("a broadcast sends %d in 10 s, want all that comes in (300) and the burst", n)
	}
	for range 2 {
		if wait, err := h.TakeBudget(t.Context(), 9, false, conference.LaneAnswer, h.now); err != nil || wait != 0 {
			t.Errorf("an answer waits %v behind a broadcast, %v", wait, err)
		}
	}
	if wait, err := h.TakeBudget(t.Context(), 10, false, conference.LaneBulk, h.now); err != nil || wait == 0 || wait > 200*time.Millisecond {
		t.Errorf("the broadcast waits %v after two answers, %v", wait, err)
	}
}

func TestStore_TakeBudget_chats(t *testing.T) {
	t.Parallel()
	h := setup(t)
	take := func(chat int64, group bool, after time.Duration) time.Duration {
		wait, err := h.TakeBudget(t.Context(), chat, group, conference.LaneAnswer, h.now.Add(after))
		h.must(err)
		return wait
	}
	for i := range 4 {
		if wait := take(1, false, 0); wait != 0 {
			t.Fatalf("message %d of a burst waits %v", i+1, wait)
		}
	}
	if wait := take(1, false, 0); wait != time.Second {
		t.Errorf("after the burst one waits %v, want 1s", wait)
	}
	if wait := take(2, false, 0); wait != 0 {
		t.Errorf("another chat waits %v", wait)
	}
	if wait := take(1, false, time.Second); wait != 0 {
		t.Errorf("a second later one waits %v", wait)
	}
	if wait := take(1, false, 500*time.Millisecond); wait == 0 {
		t.Error("a replica whose clock lags finds tokens that are spent")
	}
	for range 20 {
		take(-5, true, 5*time.Second)
	}
	if wait := take(-5, true, 5*time.Second); wait != 3*time.Second {
		t.Errorf("the 21st message to a group waits %v, want 3s", wait)
	}
	later := h.now.Add(time.Minute)
	h.must(h.PauseBudget(t.Context(), 3, later))
	h.must(h.PauseBudget(t.Context(), 3, later.Add(-30*time.Second)))
	if wait := take(3, false, 50*time.Second); wait != 10*time.Second {
		t.Errorf("a paused chat waits %v, want 10s", wait)
	}
	if wait := take(4, false, 50*time.Second); wait != 0 {
		t.Errorf("another waits %v for it", wait)
	}
	h.must(h.PauseBudget(t.Context(), 0, later))
	if wait := take(4, false, 59*time.Second); wait != time.Second {
		t.Errorf("a paused bot waits %v, want 1s", wait)
	}
}

func TestStore_SaveCard(t *testing.T) {
	t.Parallel()
	h := setup(t)
	subject := conference.Subject{Kind: conference.SubjectTask, ID: 5}
	wang := h.people["王芳"].ID
	if _, found, err := h.Card(t.Context(), subject, wang); found || err != nil {
		t.Fatal(found, err)
	}
	first := conference.Card{ChatID: 1, MessageID: 10, Revision: 3, Digest: []byte{1}}
	if was, err := h.SaveCard(t.Context(), subject, wang, first); err != nil || was.MessageID != 0 {
		t.Errorf("it stood at %+v, %v; want nowhere", was, err)
	}
	if was, err := h.SaveCard(t.Context(), subject, wang, first); err != nil || was.MessageID != 10 || was.Revision != 3 {
		t.Errorf("it stood at %+v, %v", was, err)
	}
	if _, err := h.SaveCard(t.Context(), subject, wang, conference.Card{ChatID: 1, MessageID: 9, Revision: 2}); conference.CodeOf(err) != conference.CodeStale {
		t.Errorf("an older card: %v, want %s", err, conference.CodeStale)
	}
	c, found, err := h.Card(t.Context(), subject, wang)
	h.must(err)
	if !found || c.MessageID != 10 || c.Revision != 3 || !bytes.Equal(c.Digest, []byte{1}) {
		t.Errorf("an older card overwrote a newer one: %+v", c)
	}
}

func TestStore_CardAsks(t *testing.T) {
	t.Parallel()
	h := setup(t)
	subject := conference.Subject{Kind: conference.SubjectTask, ID: 5}
	wang := h.people["王芳"].ID
	asksUntil := func() time.Time {
		c, _, err := h.Card(t.Context(), subject, wang)
		h.must(err)
		return c.AsksUntil
	}
	card := conference.Card{ChatID: 1, MessageID: 10, Revision: 3}
	_, err := h.SaveCard(t.Context(), subject, wang, card)
	h.must(err)
	until := time.Date(2026, 3, 2, 4, 0, 30, 0, time.UTC)
	h.must(h.CardAsks(t.Context(), 1, 11, until))
	h.must(h.CardAsks(t.Context(), 2, 10, until))
	if got := asksUntil(); !got.IsZero() {
		t.Errorf("a question in another message: the card asks until %v", got)
	}
	h.must(h.CardAsks(t.Context(), 1, 10, until))
	if got := asksUntil(); !got.Equal(until) {
		t.Errorf("it asks until %v, want %v", got, until)
	}
	_, err = h.SaveCard(t.Context(), subject, wang, card)
	h.must(err)
	if got := asksUntil(); !got.IsZero() {
		t.Errorf("the card stands there again and asks until %v", got)
	}
}

func TestStore_SaveCard_FirstOneWaitsForTheChangeUnderWay(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	h.fire(1)
	m, err := h.Meeting(t.Context(), b.ID)
	h.must(err)
	h.sealRoom(b.ID)
	entry, err := h.AskEntry(t.Context(), h.by("赵敏"), b.ID, "取投影线")
	h.must(err)
	wang, li := h.people["王芳"].ID, h.people["李强"].ID
	card := conference.Card{ChatID: 1, MessageID: 10, Revision: 1}
	for _, subject := range []conference.Subject{{Kind: conference.SubjectBooking, ID: b.ID}, {Kind: conference.SubjectCheck, ID: m.Checks[2].ID},
		{Kind: conference.SubjectSheet, ID: m.Sheets[0].ID}, entry.Subject()} {
		save := func(person int64) error {
			_, err := h.SaveCard(context.Background(), subject, person, card)
			return err
		}
		h.must(save(wang))
		tx, err := h.pool.Begin(t.Context())
		h.must(err)
		defer tx.Rollback(context.Background()) //nolint:errcheck // after the commit there is nothing to undo
		_, err = tx.Exec(t.Context(), `SELECT FROM bookings WHERE id = $1 FOR NO KEY UPDATE`, b.ID)
		h.must(err)
		h.must(save(wang)) // it is known: nothing to wait for
		saved := make(chan error, 1)
		go func() { saved <- save(li) }()
		for h.count(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%known AS%FROM cards%'`) == 0 {
			select {
			case err := <-saved:
				t.Fatalf("the first card of a %s did not wait: %v", subject.Kind, err)
			default:
			}
		}
		h.must(tx.Commit(t.Context()))
		h.must(<-saved)
	}
}

func TestStore_SetAside(t *testing.T) {
	t.Parallel()
	h := setup(t)
	for _, raw := range []string{`{"update_id":1}`, "not json \x00\xff", `{"text":"\u0000"}`} {
		h.must(h.SetAside(t.Context(), 1, []byte(raw), "broken \x00", h.now))
	}
	if tries := h.count(`SELECT tries FROM updates_set_aside WHERE id = 1`); tries != 3 {
		t.Errorf("%d tries, want 3", tries)
	}
}

func TestStore_UpdatesAside(t *testing.T) {
	t.Parallel()
	h := setup(t)
	for id := range int64(3) {
		h.must(h.SetAside(t.Context(), id+1, []byte(`{"text":"早\n"}`), "broken", h.now))
	}
	shelf := func(ids ...int64) (found []int64) {
		all, err := h.UpdatesAside(t.Context(), ids...)
		h.must(err)
		for _, a := range all {
			found = append(found, a.ID)
			if string(a.Raw) != `{"text":"早\n"}` || a.Reason != "broken" || a.Tries != 1 || !a.At.Equal(h.now) {
				t.Errorf("%+v", a)
			}
		}
		return found
	}
	if got := shelf(); !slices.Equal(got, []int64{1, 2, 3}) {
		t.Errorf("on the shelf are %v", got)
	}
	h.must(h.MarkReplayed(t.Context(), 2, h.now))
	if got := shelf(2, 3, 9); !slices.Equal(got, []int64{3}) {
		t.Errorf("after 2 was handled there are %v of 2, 3 and 9", got)
	}
	h.must(h.SetAside(t.Context(), 2, []byte("{}"), "again", h.now))
	if all, err := h.UpdatesAside(t.Context(), 2); err != nil || len(all) != 1 || all[0].Tries != 2 {
		t.Errorf("set aside once more: %+v, %v", all, err)
	}
}

func TestStore_ClaimSchedule(t *testing.T) {
	t.Parallel()
	h := setup(t)
	other := h.open()
	other.SetQueue(h.queue)
	runs, err := h.ScheduleRuns(t.Context())
	h.must(err)
	if len(runs) != 0 {
		t.Errorf("never run, yet at %v", runs)
	}
	ds := []conference.Delivery{{Kind: conference.NoticeOutlook, Subject: conference.Subject{Kind: conference.SubjectDay, ID: 1}, To: conference.Audience{Role: conference.RoleHotline}}}
	var wg sync.WaitGroup
	won := make([]bool, 6)
	for i := range won {
		wg.Go(func() {
			var err error
			if won[i], err = []*Store{h.Store, other}[i%2].ClaimSchedule(t.Context(), "outlook", at(9, 0), h.now, ds); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	winners := 0
	for _, w := range won {
		if w {
			winners++
		}
	}
	if got := h.sent(h.queue.take(), conference.NoticeOutlook); winners != 1 || got["郑丽"] != 1 {
		t.Errorf("%d won, sent to %v", winners, got)
	}
	if runs, err := h.ScheduleRuns(t.Context()); err != nil || len(runs) != 1 || !runs["outlook"].Equal(at(9, 0)) {
		t.Errorf("last runs %v, %v", runs, err)
	}
	if again, err := h.ClaimSchedule(t.Context(), "outlook", at(8, 0), h.now, ds); again || err != nil {
		t.Errorf("an earlier run was won: %v, %v", again, err)
	}
}

func TestStore_PurgeUpdates(t *testing.T) {
	t.Parallel()
	h := setup(t)
	h.book()
	if n, err := h.PurgeUpdates(t.Context(), h.now); n != 0 || err != nil {
		t.Errorf("purged %d, %v", n, err)
	}
	if n, err := h.PurgeUpdates(t.Context(), h.now.Add(time.Second)); n != 1 || err != nil {
		t.Errorf("purged %d, %v, want 1", n, err)
	}
}

// A server that goes away in the middle is "not now", and its cause can still be asked for.
func TestStore_unavailable(t *testing.T) {
	t.Parallel()
	h := setup(t)
	s := h.open()
	_, err := s.Rooms(t.Context())
	h.must(err)
	h.count(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	_, err = s.Book(t.Context(), h.by("王芳"), h.request("301", at(14, 0), at(15, 0)))
	h.refused(err, conference.CodeUnavailable)
	_, err = s.Book(t.Context(), h.by("王芳"), h.request("301", at(14, 0), at(15, 0)))
	h.must(err) // it recovers by itself
	s.pool.Close()
	h.must(s.redis.Close())
	_, err = s.Book(t.Context(), h.by("王芳"), h.request("301", at(15, 0), at(16, 0)))
	h.refused(err, conference.CodeUnavailable)
	_, _, err = s.LoadDialog(t.Context(), 1, 2)
	h.refused(err, conference.CodeUnavailable)

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	h.must(err)
	h.must(listener.Close()) // nobody answers there now
	_, err = Open(t.Context(), Options{DatabaseURL: "postgres://" + listener.Addr().String() + "/x", RedisURL: h.redis})
	h.refused(err, conference.CodeUnavailable)
	var dial *net.OpError
	if !errors.As(err, &dial) {
		t.Errorf("the cause is lost: %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = h.Booking(cancelled, 1)
	if conference.CodeOf(err) == conference.CodeUnavailable || !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled call is told as %v", err)
	}
}

func TestMigrate_again(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if err := Migrate(t.Context(), h.url); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	_, err := h.Booking(t.Context(), b.ID)
	h.must(err)
	if n := h.count(`SELECT count(*) FROM information_schema.tables WHERE table_name = 'river_job'`); n != 1 {
		t.Error("the delivery queue has no table")
	}
}
