package storage

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiwu/conference"
)

func TestStore_Book(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	if b.ID < 1001 || b.Number != "A-"+fmt.Sprint(b.ID) || b.Status != conference.BookingConfirmed {
		t.Errorf("booked %+v", b)
	}
	stored, err := h.Booking(t.Context(), b.ID)
	h.must(err)
	want := b
	want.Organiser = conference.Person{ID: b.Organiser.ID, Name: "王芳", Department: "办公室", Language: "zh-CN", Roles: []conference.Role{conference.RoleStaff}}
	if diff := cmp.Diff(want, stored); diff != "" {
		t.Errorf("read back differently (-booked +read):\n%s", diff)
	}
	m, err := h.Meeting(t.Context(), b.ID)
	h.must(err)
	if len(m.Checks) != 3 || !m.Checks[0].DueAt.Equal(at(12, 0)) || m.Checks[2].Status != conference.CheckPlanned {
		t.Errorf("checks %+v", m.Checks)
	}
	if n := h.count(`SELECT count(*) FROM notices WHERE booking_id = $1 AND subject_id = $1 AND state = 'pending'`, b.ID); n < 4 {
		t.Errorf("%d notices, want at least three checks and the last look", n)
	}
	if n := h.count(`SELECT count(*) FROM history WHERE subject_kind = 'booking' AND subject_id = $1 AND verb = 'book' AND actor_id = $2`, b.ID, b.Organiser.ID); n != 1 {
		t.Errorf("%d lines of history, want 1", n)
	}
}

func TestStore_Book_refusals(t *testing.T) {
	t.Parallel()
	h := setup(t)
	booked := h.book()
	_, err := h.Import(t.Context(), h.now, nil, []conference.Person{{Name: "走了", Phone: "8613911111111", Roles: []conference.Role{conference.RoleStaff}}})
	h.must(err)
	gone := h.count(`SELECT id::int FROM people WHERE name = '走了'`)
	h.must(h.RemovePerson(t.Context(), h.by("管理员"), int64(gone)))
	overlap := h.request("301", at(14, 30), at(16, 0))
	stranger := h.by("王芳")
	stranger.Actor = conference.Person{ID: int64(gone), Roles: []conference.Role{conference.RoleAdmin}}
	cases := []struct {
		name string
		ch   conference.Change
		r    conference.Request
		want conference.Code
	}{
		{"taken", h.by("李强"), overlap, conference.CodeRoomTaken},
		{"touching is free", h.by("李强"), h.request("301", at(15, 0), at(16, 0)), ""},
		{"no such room", h.by("李强"), conference.Request{RoomID: 99999, Title: "x", Start: at(14, 0), End: at(15, 0), Headcount: 2}, conference.CodeRoomUnknown},
		{"too soon for class A", h.by("李强"), h.request("302", at(9, 30), at(10, 0)), conference.CodeTooSoon},
		{"removed since the button was drawn", stranger, h.request("302", at(14, 0), at(15, 0)), conference.CodeUnknownPerson},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before := h.count(`SELECT count(*) FROM history`)
			_, err := h.Book(t.Context(), c.ch, c.r)
			h.refused(err, c.want)
			if after := h.count(`SELECT count(*) FROM history`); c.want != "" && after != before {
				t.Error("a refused booking left a trace")
			}
		})
	}
	_, err = h.Book(t.Context(), h.by("李强"), overlap)
	var refusal *conference.Error
	if !errors.As(err, &refusal) {
		t.Fatal(err)
	}
	want := map[string]any{"room": "301", "start": booked.Start, "end": booked.End}
	if diff := cmp.Diff(want, refusal.Args); diff != "" {
		t.Errorf("who is in the way (-want +got):\n%s", diff)
	}
}

func TestStore_Book_setUpIsHeld(t *testing.T) {
	t.Parallel()
	h := setup(t)
	_, err := h.Book(t.Context(), h.by("王芳"), h.request("E202", at(14, 0), at(15, 0)))
	h.must(err)
	_, err = h.Book(t.Context(), h.by("李强"), h.request("E202", at(15, 30), at(16, 0)))
	h.refused(err, conference.CodeRoomTaken) // 15 minutes of clean-up, 30 of set-up
	_, err = h.Book(t.Context(), h.by("李强"), h.request("E202", at(15, 45), at(16, 30)))
	h.must(err)
}

// race lets eight people book the same slot at once and counts who has it, who is told that it
// is taken, and how many pairs of live bookings share the room.
func (h *house) race(r conference.Request, stores []*Store) (won, taken, overlaps int) {
	h.t.Helper()
	names := []string{"王芳", "李强", "赵敏", "孙磊", "周洁", "吴刚", "郑丽", "管理员"}
	errs := make([]error, len(names))
	changes := make([]conference.Change, len(names))
	for i, name := range names {
		changes[i] = h.by(name)
	}
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range names {
		wg.Go(func() {
			<-start
			_, errs[i] = stores[i%len(stores)].Book(h.t.Context(), changes[i], r)
		})
	}
	close(start)
	wg.Wait()
	for _, err := range errs {
		switch conference.CodeOf(err) {
		case "":
			won++
		case conference.CodeRoomTaken:
			taken++
		default:
			h.t.Errorf("neither booked nor taken: %v", err)
		}
	}
	overlaps = h.count(`SELECT count(*) FROM bookings a JOIN bookings b ON a.room_id = b.room_id AND a.id < b.id AND a.occupied && b.occupied
		WHERE a.status IN ('pending', 'confirmed') AND b.status IN ('pending', 'confirmed')`)
	return won, taken, overlaps
}

func TestStore_Book_eightAtOnce(t *testing.T) {
	t.Parallel()
	t.Run("exactly one wins", func(t *testing.T) {
		t.Parallel()
		h := setup(t)
		stores := []*Store{h.Store, h.open()}
		for round := range 200 {
			day := time.Duration(round%60) * 24 * time.Hour
			slot := time.Duration(round/60) * 2 * time.Hour
			r := h.request("302", at(12, 0).Add(day+slot), at(13, 0).Add(day+slot))
			if won, taken, overlaps := h.race(r, stores); won != 1 || taken != 7 || overlaps != 0 {
				t.Fatalf("round %d: %d won, %d told taken, %d overlaps; want 1, 7, 0", round, won, taken, overlaps)
			}
		}
	})
	t.Run("it is the constraint that promises", func(t *testing.T) {
		t.Parallel()
		h := setup(t)
		_, err := h.pool.Exec(t.Context(), `ALTER TABLE bookings DROP CONSTRAINT bookings_no_overlap`)
		h.must(err)
		if won, _, overlaps := h.race(h.request("302", at(14, 0), at(15, 0)), []*Store{h.Store}); won != 8 || overlaps != 28 {
			t.Fatalf("without the constraint %d won with %d overlaps, want 8 with 28: the test above would not notice", won, overlaps)
		}
	})
}

func TestStore_Book_sameUpdateAtOnce(t *testing.T) {
	t.Parallel()
	testBookOnce(t, func(ch conference.Change, _ int) conference.Change { return ch })
}

func TestStore_Book_sameDraftAtOnce(t *testing.T) {
	t.Parallel()
	testBookOnce(t, func(ch conference.Change, tap int) conference.Change {
		ch.Draft = ch.UpdateID
		ch.UpdateID = ch.UpdateID*100 + int64(tap)
		return ch
	})
}

// testBookOnce has six taps, as variants of one change, book at the same moment.
func testBookOnce(t *testing.T, tap func(ch conference.Change, tap int) conference.Change) {
	h := setup(t)
	other := h.open()
	other.SetQueue(h.queue)
	for round := range 20 {
		ch := h.by("王芳")
		r := h.request("302", at(14, 0).AddDate(0, 0, round), at(15, 0).AddDate(0, 0, round))
		errs := make([]error, 6)
		booked := make([]conference.Booking, 6)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { booked[i], errs[i] = []*Store{h.Store, other}[i%2].Book(t.Context(), tap(ch, i), r) })
		}
		wg.Wait()
		var id int64
		for i, err := range errs {
			if err == nil {
				if id != 0 {
					t.Fatal("one update booked twice")
				}
				id = booked[i].ID
			}
		}
		for _, err := range errs {
			if err == nil {
				continue
			}
			h.refused(err, conference.CodeDuplicate)
			var refusal *conference.Error
			if errors.As(err, &refusal); refusal.Args["id"] != id || refusal.Args["kind"] != conference.SubjectBooking {
				t.Fatalf("duplicate names %v, want booking %d", refusal.Args, id)
			}
		}
		subject, found, err := h.Applied(t.Context(), ch.UpdateID, tap(ch, 0).Draft)
		h.must(err)
		if !found || subject != (conference.Subject{Kind: conference.SubjectBooking, ID: id}) {
			t.Fatalf("applied to %v, want booking %d", subject, id)
		}
	}
}

// From the commit on whoever changes the meeting finds the card that its draft has become.
func TestStore_Book_draftIsTheCard(t *testing.T) {
	t.Parallel()
	h := setup(t)
	ch := h.by("王芳")
	ch.Draft, ch.Card = 77, conference.Card{ChatID: 5, MessageID: 6}
	b, err := h.Book(t.Context(), ch, h.request("302", at(14, 0), at(15, 0)))
	h.must(err)
	card, found, err := h.Card(t.Context(), conference.Subject{Kind: conference.SubjectBooking, ID: b.ID}, h.people["王芳"].ID)
	h.must(err)
	if !found || card.ChatID != 5 || card.MessageID != 6 || card.Revision != 0 {
		t.Errorf("card %+v", card)
	}
	if ds := h.queue.take(); len(ds) != 0 {
		t.Errorf("who sees it in the answer is sent %+v", ds)
	}
}

func TestStore_ChangeBooking_movesEverything(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	_, err := h.Invite(t.Context(), h.by("王芳"), b.ID, []int64{h.people["李强"].ID})
	h.must(err)
	tea, err := h.OrderTea(t.Context(), h.by("王芳"), conference.TeaRequest{BookingID: b.ID, Tea: "green"})
	h.must(err)
	h.queue.take()

	moved, err := h.ChangeBooking(t.Context(), h.by("王芳"), b.ID, b.Revision, conference.Edit{Start: at(16, 0), RoomID: h.rooms["302"].ID})
	h.must(err)
	if moved.Room.Number != "302" || !moved.End.Equal(at(17, 0)) || moved.Schedule != 2 {
		t.Errorf("moved to %+v", moved)
	}
	m, err := h.Meeting(t.Context(), b.ID)
	h.must(err)
	if got := m.Tasks[0]; !got.DueAt.Equal(tea.DueAt.Add(2*time.Hour)) || got.Room.Number != "302" || got.BookingNumber != b.Number {
		t.Errorf("the tea stayed behind: %+v", got)
	}
	if len(m.Checks) != 3 || !m.Checks[0].DueAt.Equal(at(14, 0)) {
		t.Errorf("the checks stayed behind: %+v", m.Checks)
	}
	if n := h.count(`SELECT count(*) FROM notices WHERE booking_id = $1 AND schedule = 1 AND state <> 'dropped'`, b.ID); n != 0 {
		t.Errorf("%d notices of the old time are still pending", n)
	}
	if n := h.count(`SELECT count(*) FROM notices WHERE booking_id = $1 AND schedule = 2 AND state = 'pending' AND kind = 'reminder'`, b.ID); n == 0 {
		t.Error("no reminders of the new time")
	}
	if got := h.sent(h.queue.take(), conference.NoticeBookingMoved); got["李强"] != 1 {
		t.Errorf("told of the move: %v, want 李强 once", got)
	}
	_, err = h.Book(t.Context(), h.by("李强"), h.request("301", at(14, 0), at(15, 0)))
	h.must(err) // the old room is free
	_, err = h.ChangeBooking(t.Context(), h.by("王芳"), b.ID, 0, conference.Edit{RoomID: h.rooms["301"].ID, Start: at(14, 30)})
	h.refused(err, conference.CodeRoomTaken)
	_, err = h.ChangeBooking(t.Context(), h.by("王芳"), b.ID, b.Revision, conference.Edit{Title: "x"})
	h.refused(err, conference.CodeStale)
}

func TestStore_CancelBooking(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	_, err := h.Invite(t.Context(), h.by("王芳"), b.ID, []int64{h.people["李强"].ID})
	h.must(err)
	tea, err := h.OrderTea(t.Context(), h.by("王芳"), conference.TeaRequest{BookingID: b.ID, Tea: "green"})
	h.must(err)
	_, err = h.StepTask(t.Context(), h.by("赵敏"), tea.ID, tea.Revision, conference.StepClaim, "")
	h.must(err)
	h.queue.take()

	_, err = h.CancelBooking(t.Context(), h.by("李强"), b.ID, 0, "")
	h.refused(err, conference.CodeForbidden)
	cancelled, err := h.CancelBooking(t.Context(), h.by("王芳"), b.ID, b.Revision, "改期")
	h.must(err)
	if cancelled.Status != conference.BookingCancelled || cancelled.Reason != "改期" {
		t.Errorf("cancelled: %+v", cancelled)
	}
	if n := h.count(`SELECT count(*) FROM notices WHERE state = 'pending'`); n != 0 {
		t.Errorf("%d notices of a cancelled meeting are pending", n)
	}
	task, err := h.Task(t.Context(), tea.ID)
	h.must(err)
	if task.Status != conference.TaskCancelled {
		t.Errorf("the tea is %s", task.Status)
	}
	if got := h.sent(h.queue.take(), conference.NoticeBookingOff); got["李强"] != 1 || got["赵敏"] != 1 {
		t.Errorf("told that it is off: %v, want the guest and the claimer", got)
	}
	h.book() // the room is free again
	_, err = h.CancelBooking(t.Context(), h.by("王芳"), b.ID, 0, "")
	h.refused(err, conference.CodeBookingOver)
	_, err = h.CancelBooking(t.Context(), h.by("王芳"), 424242, 0, "")
	h.refused(err, conference.CodeNotFound)
}

func TestStore_ApproveBooking(t *testing.T) {
	t.Parallel()
	h := setup(t)
	r := h.request("H1", at(14, 0).AddDate(0, 0, 7), at(16, 0).AddDate(0, 0, 7))
	b, err := h.Book(t.Context(), h.by("王芳"), r)
	h.must(err)
	if b.Status != conference.BookingPending {
		t.Fatalf("a class C booking is %s at once", b.Status)
	}
	if got := h.sent(h.queue.take(), conference.NoticeApproval); got["郑丽"] != 1 || len(got) != 1 {
		t.Errorf("put before %v, want the hotline", got)
	}
	_, err = h.ApproveBooking(t.Context(), h.by("王芳"), b.ID, b.Revision)
	h.refused(err, conference.CodeForbidden)
	b, err = h.ApproveBooking(t.Context(), h.by("郑丽"), b.ID, b.Revision)
	h.must(err)
	if b.Status != conference.BookingConfirmed || h.count(`SELECT count(*) FROM checks WHERE booking_id = $1`, b.ID) != 3 {
		t.Errorf("approved: %+v", b)
	}
	_, err = h.RejectBooking(t.Context(), h.by("郑丽"), b.ID, b.Revision, "占用")
	h.refused(err, conference.CodeNotPending)
}

func TestStore_BookingByNumber(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	id := fmt.Sprint(b.ID)
	for _, text := range []string{b.Number, "a-" + id, id, "A" + id, " #" + id, "Ａ－" + id, "A - " + id} {
		if got, err := h.BookingByNumber(t.Context(), text); err != nil || got.ID != b.ID {
			t.Errorf("%q: %v, %v", text, got.ID, err)
		}
	}
	for _, text := range []string{"", "A-", "-5", "B-" + id, "99999999999999999999", "１２x", "9" + id} {
		_, err := h.BookingByNumber(t.Context(), text)
		if conference.CodeOf(err) != conference.CodeNotFound {
			t.Errorf("%q: %v, want not found", text, err)
		}
	}
}

func TestStore_FreeRooms(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	free := func(start, end time.Time, except int64) map[string]bool {
		options, err := h.FreeRooms(t.Context(), start, end, conference.Need{Headcount: 8, Equipment: []string{"projector"}}, except)
		h.must(err)
		got := map[string]bool{}
		for _, o := range options {
			got[o.Room.Number] = true
		}
		return got
	}
	if got := free(at(14, 30), at(15, 30), 0); got["301"] || !got["302"] {
		t.Errorf("free at the time of a booking: %v", got)
	}
	if got := free(at(14, 30), at(15, 30), b.ID); !got["301"] {
		t.Errorf("a booking stands in its own way: %v", got)
	}
	if got := free(at(15, 0), at(16, 0), 0); !got["301"] {
		t.Errorf("free after it: %v", got)
	}
	times, rooms, err := h.Alternatives(t.Context(), h.request("301", at(14, 0), at(15, 0)), 0, h.now)
	h.must(err)
	if len(times) != 3 || !times[0].Start.Equal(at(15, 0)) {
		t.Errorf("other times: %v", times)
	}
	if own, _, err := h.Alternatives(t.Context(), h.request("301", at(14, 0), at(15, 0)), b.ID, h.now); err != nil || !own[0].Start.Equal(at(14, 0)) {
		t.Errorf("a booking stands in the way of its own other times: %v, %v", own, err)
	}
	if len(rooms) == 0 || rooms[0].Room.Number != "302" {
		t.Errorf("other rooms: %v", rooms)
	}
	for _, o := range rooms {
		if o.Room.Class == conference.ClassC {
			t.Error("offers a hall that needs a day's notice")
		}
	}
}

func TestStore_BookingsOf(t *testing.T) {
	t.Parallel()
	h := setup(t)
	late := h.book()
	early, err := h.Book(t.Context(), h.by("王芳"), h.request("302", at(11, 0), at(12, 0)))
	h.must(err)
	kept, err := h.KeepBooking(t.Context(), h.by("王芳"), early.ID, early.Revision)
	h.must(err)
	if stored, err := h.Booking(t.Context(), early.ID); err != nil || !stored.Needed.Equal(h.now) || stored.Revision != kept.Revision {
		t.Errorf("kept %+v, %v", stored, err)
	}
	numbers := func(bs []conference.Booking, err error) string {
		h.must(err)
		var out string
		for _, b := range bs {
			out += b.Number + " "
		}
		return out
	}
	wang := h.people["王芳"].ID
	both, last, none := early.Number+" "+late.Number+" ", late.Number+" ", ""
	for name, c := range map[string]struct{ got, want string }{
		"of hers, by start":             {numbers(h.BookingsOf(t.Context(), wang, h.now)), both},
		"of hers, the first being over": {numbers(h.BookingsOf(t.Context(), wang, at(12, 0))), last},
		"of another's":                  {numbers(h.BookingsOf(t.Context(), h.people["李强"].ID, h.now)), none},
		"of the day":                    {numbers(h.BookingsBetween(t.Context(), at(0, 0), at(24, 0))), both},
		"touching a time":               {numbers(h.BookingsBetween(t.Context(), at(14, 59), at(15, 30))), last},
		"between two":                   {numbers(h.BookingsBetween(t.Context(), at(12, 0), at(14, 0))), none},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", name, c.got, c.want)
		}
	}
	_, err = h.ReleaseBooking(t.Context(), h.by("王芳"), late.ID, late.Revision)
	h.must(err)
	if got := numbers(h.BookingsOf(t.Context(), wang, at(12, 0))); got != none {
		t.Errorf("a released booking is still hers: %q", got)
	}
}
