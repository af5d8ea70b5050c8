package storage

import (
	"testing"

	"huiwu/conference"
)

func TestStore_Invite(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	people := []int64{h.people["李强"].ID, h.people["赵敏"].ID, 424242}
	added, err := h.Invite(t.Context(), h.by("王芳"), b.ID, people)
	h.must(err)
	if len(added) != 2 || added[0].ID == 0 || added[0].Person.Name != "李强" {
		t.Fatalf("added %+v", added)
	}
	for _, d := range h.queue.take() {
		if d.Subject.Kind == conference.SubjectInvitation && d.Subject.ID == 0 {
			t.Errorf("an invitation without its ID goes out: %+v", d)
		}
	}
	_, err = h.Invite(t.Context(), h.by("王芳"), b.ID, people)
	h.refused(err, conference.CodeAlreadyInvited)
	_, err = h.Invite(t.Context(), h.by("李强"), b.ID, []int64{h.people["孙磊"].ID})
	h.refused(err, conference.CodeForbidden)
	waiting, err := h.InvitationsWaiting(t.Context(), h.people["李强"].ID, h.now)
	h.must(err)
	if len(waiting) != 1 || waiting[0].Attendee.ID != added[0].ID || waiting[0].Booking.Title != b.Title {
		t.Errorf("waiting: %+v", waiting)
	}
}

func TestStore_AnswerInvitation(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	added, err := h.Invite(t.Context(), h.by("王芳"), b.ID, []int64{h.people["李强"].ID, h.people["赵敏"].ID})
	h.must(err)
	h.queue.take()
	li := added[0]
	_, err = h.AnswerInvitation(t.Context(), h.by("赵敏"), li.ID, 0, conference.Answer{PartStat: conference.Accepted})
	h.refused(err, conference.CodeForbidden)
	accepted, err := h.AnswerInvitation(t.Context(), h.by("李强"), li.ID, li.Revision, conference.Answer{PartStat: conference.Accepted})
	h.must(err)
	_, err = h.AnswerInvitation(t.Context(), h.by("李强"), li.ID, li.Revision, conference.Answer{PartStat: conference.Declined})
	h.refused(err, conference.CodeStale)
	if bs, err := h.AttendingOf(t.Context(), h.people["李强"].ID, h.now); err != nil || len(bs) != 1 {
		t.Errorf("attending %d, %v", len(bs), err)
	}

	_, err = h.AnswerInvitation(t.Context(), h.by("李强"), li.ID, accepted.Revision,
		conference.Answer{PartStat: conference.Delegated, Reason: "出差", StandIn: h.people["孙磊"].ID})
	h.must(err)
	standIn, err := h.AttendeeOf(t.Context(), b.ID, h.people["孙磊"].ID)
	h.must(err)
	found := false
	for _, d := range h.queue.take() {
		found = found || d.To.Person == h.people["孙磊"].ID && d.Subject == conference.Subject{Kind: conference.SubjectInvitation, ID: standIn.ID}
	}
	if !found {
		t.Error("the stand-in is not asked")
	}
	stored, err := h.Attendee(t.Context(), li.ID)
	h.must(err)
	if stored.PartStat != conference.Delegated || stored.StandIn.Name != "孙磊" || stored.Reason != "出差" {
		t.Errorf("stored %+v", stored)
	}
	if bs, err := h.AttendingOf(t.Context(), h.people["李强"].ID, h.now); err != nil || len(bs) != 0 {
		t.Errorf("still attending %d, %v", len(bs), err)
	}
}
