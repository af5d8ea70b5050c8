package storage

import (
	"sync"
	"testing"
	"time"

	"huiwu/conference"
)

func TestStore_FireDue_twoReplicas(t *testing.T) {
	t.Parallel()
	h := setup(t)
	other := h.open()
	other.SetQueue(h.queue)
	var invited []int64
	for _, name := range []string{"李强", "赵敏", "孙磊", "周洁", "吴刚"} {
		invited = append(invited, h.people[name].ID)
	}
	const meetings = 20
	for i := range meetings {
		b, err := h.Book(t.Context(), h.by("王芳"), h.request("302", at(14, 0).AddDate(0, 0, i), at(15, 0).AddDate(0, 0, i)))
		h.must(err)
		_, err = h.Invite(t.Context(), h.by("王芳"), b.ID, invited)
		h.must(err)
	}
	h.queue.take()
	h.now = at(13, 59).AddDate(0, 0, meetings-1)
	due := h.count(`SELECT count(*) FROM notices WHERE due_at <= $1`, h.now)

	fired := make([]int, 4)
	var wg sync.WaitGroup
	for i := range fired {
		wg.Go(func() {
			n, err := []*Store{h.Store, other}[i%2].FireDue(t.Context(), h.now, 10000)
			if err != nil {
				t.Error(err)
			}
			fired[i] = n
		})
	}
	wg.Wait()
	total := fired[0] + fired[1] + fired[2] + fired[3]
	states := h.count(`SELECT count(*) FROM notices WHERE state = 'fired'`)
	if total != states || total == 0 {
		t.Errorf("%d fired, %d marked so", total, states)
	}
	if n := h.count(`SELECT count(*) FROM notices WHERE state = 'pending' AND due_at <= $1`, h.now); n != 0 {
		t.Errorf("%d of %d due notices are left", n, due)
	}
	seen := map[[2]int64]bool{}
	for _, d := range h.queue.take() {
		k := [2]int64{d.NoticeID, d.To.Person}
		if d.Kind == conference.NoticeReminder && seen[k] {
			t.Fatalf("notice %d went to person %d twice", d.NoticeID, d.To.Person)
		}
		seen[k] = true
	}
}

func TestStore_FireDue_reminders(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	added, err := h.Invite(t.Context(), h.by("王芳"), b.ID, []int64{h.people["李强"].ID, h.people["赵敏"].ID})
	h.must(err)
	_, err = h.AnswerInvitation(t.Context(), h.by("赵敏"), added[1].ID, 0, conference.Answer{PartStat: conference.Declined, Reason: "请假"})
	h.must(err)
	h.queue.take()

	h.now = at(13, 0).Add(30 * time.Second)
	h.fire(1)
	ds := h.queue.take()
	if got := h.sent(ds, conference.NoticeReminder); got["李强"] != 1 || got["赵敏"] != 0 {
		t.Errorf("an hour before, reminded %v, want only who is coming", got)
	}
	for _, d := range ds {
		if d.Kind == conference.NoticeReminder && (!d.DueAt.Equal(at(13, 0)) || d.NoticeID == 0) {
			t.Errorf("a reminder does not know when it was due: %+v", d)
		}
	}
	if n, err := h.FireDue(t.Context(), h.now, 100); n != 0 || err != nil {
		t.Errorf("fired %d again, %v", n, err)
	}

	// A bot that was away until after the start reminds nobody, but marks the silent levels.
	h.now = at(14, 10)
	h.fire(1)
	ds = h.queue.take()
	if got := h.sent(ds, conference.NoticeReminder); len(got) != 0 {
		t.Errorf("reminded after the start: %v", got)
	}
	if n := h.count(`SELECT count(*) FROM checks WHERE missed_at IS NOT NULL`); n != 3 {
		t.Errorf("%d silent levels marked, want 3", n)
	}
	if n := h.count(`SELECT count(*) FROM notices WHERE state = 'pending' AND kind NOT IN ('service', 'task_clock')`); n != 0 {
		t.Errorf("%d reminders and checks are still to come", n)
	}
}

func TestStore_FireDue_ladder(t *testing.T) {
	t.Parallel()
	h := setup(t)
	h.orderTea()
	h.queue.take()
	start := h.now
	h.now = start.Add(5 * time.Minute)
	h.fire(1)
	if got := h.sent(h.queue.take(), conference.NoticeTaskEscalated); got["周洁"] != 1 || len(got) != 1 {
		t.Errorf("after 5 minutes told %v, want the crew's leader", got)
	}
	h.now = start.Add(12 * time.Minute)
	h.fire(1)
	out := h.queue.take()
	for _, d := range out {
		if d.Kind == conference.NoticeTaskEscalated && !d.DueAt.Equal(start.Add(10*time.Minute)) {
			t.Errorf("should have gone at %v, want 10 minutes after the order", d.DueAt)
		}
	}
	if got := h.sent(out, conference.NoticeTaskEscalated); got["吴刚"] != 1 || len(got) != 1 {
		t.Errorf("after 10 minutes told %v, want the supervisor", got)
	}
}

func TestStore_FireDue_oneFails(t *testing.T) {
	t.Parallel()
	h := setup(t)
	h.orderTea()
	_, err := h.pool.Exec(t.Context(), `INSERT INTO notices (kind, subject_kind, subject_id, step, due_at) VALUES ('task_clock', 'task', 424242, 1, $1)`, h.now)
	h.must(err)
	h.now = h.now.Add(5 * time.Minute)
	n, err := h.FireDue(t.Context(), h.now, 100)
	if err == nil || n != 2 {
		t.Errorf("fired %d, %v; want the good ones fired, the order's and its meeting's, and the bad one told", n, err)
	}
	if left := h.count(`SELECT count(*) FROM notices WHERE state = 'pending' AND due_at <= $1`, h.now); left != 1 {
		t.Errorf("%d left to be tried again, want 1", left)
	}
}

func TestPerPerson(t *testing.T) {
	t.Parallel()
	task := conference.Subject{Kind: conference.SubjectTask, ID: 7}
	ds := []conference.Delivery{
		{Kind: conference.NoticeCard, Subject: task, To: conference.Audience{Holders: true}},
		{Kind: conference.NoticeCard, Subject: task, To: conference.Audience{Crew: conference.CrewSound}, Ping: true},
		{Kind: conference.NoticeTaskEscalated, Subject: task, To: conference.Audience{Role: conference.RoleSupervisor}},
	}
	cases := []struct {
		name     string
		audience []recipient
		want     map[int64]bool // person → sounds
	}{
		{"both holder and named: once, sounding", []recipient{{0, 1, true, false, 1}, {0, 2, true, false, 1}, {1, 2, false, false, 1}}, map[int64]bool{1: false, 2: true}},
		{"unreachable is left out when another is reached", []recipient{{1, 1, false, true, 1}, {1, 2, false, false, 1}}, map[int64]bool{2: true}},
		{"unreachable is tried when there is nobody else", []recipient{{1, 1, false, true, 1}}, map[int64]bool{1: true}},
		{"a holder is tried anyway", []recipient{{0, 1, true, true, 1}, {0, 2, true, false, 1}}, map[int64]bool{1: false, 2: false}},
		{"who comes after is left out when there is somebody", []recipient{{1, 1, false, false, 1}, {1, 3, false, false, 2}, {1, 4, false, false, 3}}, map[int64]bool{1: true}},
		{"the leader when nobody of the crew is reached", []recipient{{1, 1, false, true, 1}, {1, 3, false, false, 2}, {1, 4, false, false, 3}}, map[int64]bool{3: true}},
		{"nobody", nil, map[int64]bool{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := perPerson(ds, c.audience)
			if len(got) != len(c.want) {
				t.Fatalf("%d deliveries, want %d: %+v", len(got), len(c.want), got)
			}
			for _, d := range got {
				if ping, ok := c.want[d.To.Person]; !ok || ping != d.Ping || d.To != (conference.Audience{Person: d.To.Person}) {
					t.Errorf("delivery %+v", d)
				}
			}
		})
	}
}
