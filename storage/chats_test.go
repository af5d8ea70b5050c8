package storage

import (
	"sync"
	"testing"

	"huiwu/conference"
)

func TestStore_BindChat(t *testing.T) {
	t.Parallel()
	h := setup(t)
	bind := func(who string, crew conference.Crew, thread int) error {
		_, err := h.BindChat(t.Context(), h.by(who), crew, -500, thread, "会服\x00群")
		return err
	}
	for _, who := range []string{"王芳", "赵敏", "郑丽", "陈静"} { // staff, an attendant, hotline, environment
		h.refused(bind(who, conference.CrewMeetingService, 3), conference.CodeForbidden)
	}
	h.refused(bind("周洁", conference.CrewSound, 3), conference.CodeForbidden) // leads another crew
	h.must(bind("周洁", conference.CrewMeetingService, 3))
	h.refused(bind("周洁", conference.CrewMeetingService, 3), conference.CodeNothingToChange)
	h.refused(bind("吴刚", conference.CrewSound, 3), conference.CodeChatTaken)
	h.must(bind("吴刚", conference.CrewSound, 4)) // another topic of the same chat
	p, err := h.CrewChat(t.Context(), -500, 3)
	h.must(err)
	if p.Crew != conference.CrewMeetingService || p.TelegramID != -500 || p.Thread != 3 || !p.Has(conference.RoleCrewChat) {
		t.Errorf("bound %+v", p)
	}
	if found, err := h.SearchPeople(t.Context(), "会服", 10); err != nil || len(found) != 0 {
		t.Errorf("a chat is found like a person: %v, %v", found, err)
	}
	h.must(bind("周洁", conference.CrewMeetingService, 9)) // moves
	_, err = h.CrewChat(t.Context(), -500, 3)
	h.refused(err, conference.CodeNotFound)
	if n := h.count(`SELECT count(*) FROM people WHERE roles = '{crew_chat}' AND removed_at IS NULL`); n != 2 {
		t.Errorf("%d chats, want one for each crew", n)
	}
	_, err = h.UnbindChat(t.Context(), h.by("赵敏"), -500, 9)
	h.refused(err, conference.CodeForbidden)
	_, err = h.UnbindChat(t.Context(), h.by("周洁"), -500, 4)
	h.refused(err, conference.CodeForbidden)
	_, err = h.UnbindChat(t.Context(), h.by("吴刚"), -500, 5)
	h.refused(err, conference.CodeNotFound)
	if crew, err := h.UnbindChat(t.Context(), h.by("吴刚"), -500, 9); err != nil || crew != conference.CrewMeetingService {
		t.Errorf("let go of %s, %v", crew, err)
	}
}

// Two who bind at the same moment, to one place or of one crew: a place is one crew's, and a crew has one.
func TestStore_BindChat_atOnce(t *testing.T) {
	t.Parallel()
	h := setup(t)
	var wg sync.WaitGroup
	for i, crew := range conference.Crews {
		for place := range 2 {
			ch := h.by("吴刚")
			wg.Go(func() {
				_, err := h.BindChat(t.Context(), ch, crew, int64(-1-place), i%2, "群")
				if code := conference.CodeOf(err); err != nil && code != conference.CodeChatTaken && code != conference.CodeNothingToChange {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	for _, what := range []string{"crew", "telegram_id, thread_id"} {
		if n := h.count(`SELECT count(*) FROM (SELECT FROM people WHERE roles = '{crew_chat}' AND removed_at IS NULL GROUP BY ` + what + ` HAVING count(*) > 1) AS x`); n != 0 {
			t.Errorf("%d times more than one chat for the same %s", n, what)
		}
	}
}

// A crew's work that waits for hands goes where the crew is reached: into the chat when it is bound, to the members
// when the chat is let go or lost, and into the chat again when it is back.
func TestStore_crewsWorkFollowsItsChat(t *testing.T) {
	t.Parallel()
	h := setup(t)
	tea := h.orderTea()
	h.queue.take()
	bound := func() {
		p, err := h.BindChat(t.Context(), h.by("周洁"), conference.CrewMeetingService, -500, 3, "会服群")
		h.must(err)
		h.people["会服群"] = p
	}
	goesTo := func(when string, sounding bool, want ...string) {
		t.Helper()
		ds := h.queue.take()
		got := h.sent(ds, conference.NoticeCard)
		if len(got) != len(want) {
			t.Errorf("%s the task goes to %v, want %v", when, got, want)
		}
		for _, name := range want {
			if got[name] != 1 {
				t.Errorf("%s the task goes to %v, want %v", when, got, want)
			}
		}
		for _, d := range ds {
			if d.Kind == conference.NoticeCard && (d.Ping != sounding || d.Subject.ID != tea.ID) {
				t.Errorf("%s: %+v", when, d)
			}
		}
	}
	bound()
	goesTo("bound", false, "会服群")
	_, err := h.UnbindChat(t.Context(), h.by("周洁"), -500, 3)
	h.must(err)
	goesTo("let go", true, "赵敏", "孙磊")
	bound()
	h.queue.take()
	h.must(h.ReachChat(t.Context(), -500, false, h.now))
	goesTo("lost", true, "赵敏", "孙磊")
	h.must(h.ReachChat(t.Context(), -500, true, h.now))
	_, err = h.OrderTea(t.Context(), h.by("王芳"), conference.TeaRequest{BookingID: tea.BookingID, Tea: "black"})
	h.must(err)
	if got := h.sent(h.queue.take(), conference.NoticeCard); got["会服群"] != 1 || len(got) != 1 {
		t.Errorf("back in the group, a new task goes to %v", got)
	}
	// What has all its hands goes nowhere anew.
	_, err = h.StepTask(t.Context(), h.by("赵敏"), tea.ID, 0, conference.StepClaim, "")
	h.must(err)
	h.queue.take()
	h.must(h.ReachChat(t.Context(), -500, false, h.now))
	for _, d := range h.queue.take() {
		if d.Subject == tea.Subject() {
			t.Errorf("a task that is taken is offered anew: %+v", d)
		}
	}
}

func TestStore_MoveChat(t *testing.T) {
	t.Parallel()
	h := setup(t)
	_, err := h.BindChat(t.Context(), h.by("周洁"), conference.CrewMeetingService, -500, 0, "会服群")
	h.must(err)
	for range 2 { // the update says it, and so does whoever sends there
		h.must(h.MoveChat(t.Context(), -500, -1009, h.now))
	}
	if p, err := h.CrewChat(t.Context(), -1009, 0); err != nil || p.Crew != conference.CrewMeetingService {
		t.Errorf("moved: %+v, %v", p, err)
	}
	if n := h.count(`SELECT count(*) FROM history WHERE verb = 'move chat'`); n != 1 {
		t.Errorf("%d lines of history, want 1", n)
	}
	h.must(h.MoveChat(t.Context(), h.people["王芳"].TelegramID, -3, h.now))
	if p, err := h.Person(t.Context(), h.people["王芳"].ID); err != nil || p.TelegramID != h.people["王芳"].TelegramID {
		t.Errorf("a person was moved like a group: %+v, %v", p, err)
	}
}
