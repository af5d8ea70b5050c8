package storage

import (
	"sync"
	"testing"

	"huiwu/conference"
)

// sealRoom has a meeting's room sealed, as the day-before check does it.
func (h *house) sealRoom(booking int64) {
	h.t.Helper()
	_, err := h.pool.Exec(h.t.Context(), `UPDATE bookings SET sealed_at = $2, unsealed_at = NULL WHERE id = $1`, booking, h.now)
	h.must(err)
}

func TestStore_AskEntry(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	_, err := h.AskEntry(t.Context(), h.by("赵敏"), b.ID, "取投影线")
	h.refused(err, conference.CodeNotSealed)
	_, err = h.AskEntry(t.Context(), h.by("赵敏"), 99, "取投影线")
	h.refused(err, conference.CodeNotFound)
	h.sealRoom(b.ID)
	if all, err := h.SealedMeetings(t.Context(), h.now); err != nil || len(all) != 1 || all[0].ID != b.ID {
		t.Errorf("sealed are %+v (%v)", all, err)
	}
	h.queue.take()
	entry, err := h.AskEntry(t.Context(), h.by("赵敏"), b.ID, "取投影线")
	h.must(err)
	if got := h.sent(h.queue.take(), conference.NoticeEntry); got["吴刚"] != 1 || len(got) != 1 {
		t.Errorf("asked are %v", got)
	}
	_, err = h.AskEntry(t.Context(), h.by("赵敏"), b.ID, "取投影线")
	h.refused(err, conference.CodeEntryAsked)
	_, err = h.DecideEntry(t.Context(), h.by("郑丽"), entry.ID, 0, true)
	h.refused(err, conference.CodeForbidden)
	_, err = h.DecideEntry(t.Context(), h.by("吴刚"), entry.ID, 7, true)
	h.refused(err, conference.CodeStale)
	_, err = h.DecideEntry(t.Context(), h.by("吴刚"), 99, 0, true)
	h.refused(err, conference.CodeNotFound)
	_, err = h.DecideEntry(t.Context(), h.by("吴刚"), entry.ID, entry.Revision, true)
	h.must(err)
	if got := h.sent(h.queue.take(), conference.NoticeCard); got["赵敏"] != 1 {
		t.Errorf("told are %v", got)
	}
	got, err := h.Entry(t.Context(), entry.ID)
	h.must(err)
	if got.Status != conference.EntryAllowed || got.DecidedBy.Name != "吴刚" || got.Person.Name != "赵敏" || got.Reason != "取投影线" {
		t.Errorf("%+v", got)
	}
	if n := h.count(`SELECT count(*) FROM history WHERE subject_kind = 'entry' AND subject_id = $1 AND verb IN ('ask entry', 'allow entry')`, entry.ID); n != 2 {
		t.Errorf("%d lines of history", n)
	}
}

func TestStore_AskEntry_twiceAtOnce(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	h.sealRoom(b.ID)
	changes := []conference.Change{h.by("赵敏"), h.by("赵敏"), h.by("赵敏"), h.by("赵敏")}
	var wait sync.WaitGroup
	for _, ch := range changes {
		wait.Go(func() {
			if _, err := h.AskEntry(t.Context(), ch, b.ID, "取投影线"); err != nil && conference.CodeOf(err) != conference.CodeEntryAsked {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := h.count(`SELECT count(*) FROM entries WHERE booking_id = $1`, b.ID); n != 1 {
		t.Errorf("%d requests", n)
	}
}

func TestStore_Unseal(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	h.sealRoom(b.ID)
	entry, err := h.AskEntry(t.Context(), h.by("赵敏"), b.ID, "取投影线")
	h.must(err)
	h.queue.take()
	_, err = h.Unseal(t.Context(), h.by("郑丽"), b.ID, 0)
	h.refused(err, conference.CodeForbidden)
	now, err := h.Unseal(t.Context(), h.by("吴刚"), b.ID, b.Revision)
	h.must(err)
	if now.Sealed() {
		t.Errorf("%+v", now)
	}
	if got := h.sent(h.queue.take(), conference.NoticeCard); got["赵敏"] != 1 {
		t.Errorf("who waits is told: %v", got)
	}
	_, err = h.DecideEntry(t.Context(), h.by("吴刚"), entry.ID, 0, true)
	h.refused(err, conference.CodeNotSealed)
}

func TestStore_Book_intoASealedRoom(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	h.sealRoom(b.ID)
	h.queue.take()
	early, err := h.Book(t.Context(), h.by("李强"), h.request("301", at(11, 0), at(12, 0)))
	h.must(err)
	if early.Status != conference.BookingPending || early.SealedFor != b.Number {
		t.Errorf("%+v", early)
	}
	if got := h.sent(h.queue.take(), conference.NoticeSealed); got["吴刚"] != 1 || len(got) != 1 {
		t.Errorf("asked are %v", got)
	}
	_, err = h.ApproveBooking(t.Context(), h.by("郑丽"), early.ID, 0)
	h.refused(err, conference.CodeRoomSealed)
	approved, err := h.ApproveBooking(t.Context(), h.by("吴刚"), early.ID, 0)
	h.must(err)
	if approved.Status != conference.BookingConfirmed {
		t.Errorf("%+v", approved)
	}
	elsewhere, err := h.Book(t.Context(), h.by("李强"), h.request("302", at(11, 0), at(12, 0)))
	h.must(err)
	moved, err := h.ChangeBooking(t.Context(), h.by("李强"), elsewhere.ID, 0, conference.Edit{RoomID: h.rooms["301"].ID, Start: at(12, 30), End: at(13, 0)})
	h.must(err)
	if moved.Status != conference.BookingPending || moved.SealedFor != b.Number {
		t.Errorf("moved into it: %+v", moved)
	}
	earlier, err := h.ChangeBooking(t.Context(), h.by("李强"), moved.ID, 0, conference.Edit{Start: at(10, 15), End: at(10, 45)})
	h.must(err)
	if earlier.SealedFor != b.Number {
		t.Errorf("it is still in the sealed room: %+v", earlier)
	}
}
