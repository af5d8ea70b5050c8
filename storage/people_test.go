package storage

import (
	"testing"
	"time"

	"huiwu/conference"
)

func TestStore_LinkByContact(t *testing.T) {
	t.Parallel()
	h := setup(t)
	_, err := h.Import(t.Context(), h.now, nil, []conference.Person{{Name: "新人", Phone: "8613955555555", Roles: []conference.Role{conference.RoleStaff}}})
	h.must(err)
	change := func() conference.Change { h.update++; return conference.Change{UpdateID: h.update, Now: h.now} }

	_, err = h.PersonByTelegram(t.Context(), 77)
	h.refused(err, conference.CodeUnknownPerson)
	_, err = h.LinkByContact(t.Context(), change(), 77, "+86 139 9999 9999")
	h.refused(err, conference.CodeContactUnknown)
	_, err = h.LinkByContact(t.Context(), change(), 77, "not a phone")
	h.refused(err, conference.CodeContactUnknown)
	ch := change()
	p, err := h.LinkByContact(t.Context(), ch, 77, "+86 139-5555-5555")
	h.must(err)
	if known, err := h.PersonByTelegram(t.Context(), 77); err != nil || known.ID != p.ID || known.Name != "新人" {
		t.Errorf("tied to %+v, %v", known, err)
	}
	if subject, found, _ := h.Applied(t.Context(), ch.UpdateID, 0); !found || subject.ID != p.ID {
		t.Errorf("the update is on record for %v", subject)
	}
	_, err = h.LinkByContact(t.Context(), ch, 77, "13955555555")
	h.refused(err, conference.CodeDuplicate)
	_, err = h.LinkByContact(t.Context(), change(), 77, "13955555555")
	h.must(err) // once more is no harm
	_, err = h.LinkByContact(t.Context(), change(), 78, "13955555555")
	h.refused(err, conference.CodeAccountTaken)
	_, err = h.LinkByContact(t.Context(), change(), 77, "13900000001")
	h.refused(err, conference.CodeAccountTaken)

	h.must(h.RemovePerson(t.Context(), h.by("管理员"), p.ID))
	_, err = h.PersonByTelegram(t.Context(), 77)
	h.refused(err, conference.CodeUnknownPerson)
	_, err = h.LinkByContact(t.Context(), change(), 77, "13955555555")
	h.refused(err, conference.CodeContactUnknown)
	h.refused(h.RemovePerson(t.Context(), h.by("王芳"), p.ID), conference.CodeForbidden)
	former := h.by("王芳") // was an admin when the button was drawn
	former.Actor.Roles = []conference.Role{conference.RoleAdmin}
	h.refused(h.RemovePerson(t.Context(), former, h.people["李强"].ID), conference.CodeForbidden)
}

func TestStore_UseAccessLink(t *testing.T) {
	t.Parallel()
	h := setup(t)
	_, err := h.Import(t.Context(), h.now, nil, []conference.Person{{Name: "新人", Phone: "8613955555555", Roles: []conference.Role{conference.RoleStaff}}})
	h.must(err)
	id := int64(h.count(`SELECT id::int FROM people WHERE name = '新人'`))
	_, err = h.CreateAccessLink(t.Context(), h.by("王芳"), id, time.Hour)
	h.refused(err, conference.CodeForbidden)
	_, err = h.CreateAccessLink(t.Context(), h.by("管理员"), h.people["王芳"].ID, time.Hour)
	h.refused(err, conference.CodeAccountTaken)
	token, err := h.CreateAccessLink(t.Context(), h.by("管理员"), id, time.Hour)
	h.must(err)
	if n := h.count(`SELECT count(*) FROM links WHERE encode(hash, 'escape') LIKE '%' || $1 || '%'`, token); n != 0 || len(token) != 22 {
		t.Errorf("token %q is kept as it is", token)
	}
	late := conference.Change{UpdateID: 9001, Now: h.now.Add(2 * time.Hour)}
	_, err = h.UseAccessLink(t.Context(), late, 77, token)
	h.refused(err, conference.CodeLinkInvalid)
	_, err = h.UseAccessLink(t.Context(), conference.Change{UpdateID: 9002, Now: h.now}, 77, token+"x")
	h.refused(err, conference.CodeLinkInvalid)
	p, err := h.UseAccessLink(t.Context(), conference.Change{UpdateID: 9003, Now: h.now}, 77, token)
	h.must(err)
	if p.ID != id || p.TelegramID != 77 {
		t.Errorf("tied %+v", p)
	}
	_, err = h.UseAccessLink(t.Context(), conference.Change{UpdateID: 9004, Now: h.now}, 78, token)
	h.refused(err, conference.CodeLinkInvalid)
}

func TestStore_UseInvitationLink(t *testing.T) {
	t.Parallel()
	h := setup(t)
	b := h.book()
	_, err := h.CreateInvitationLink(t.Context(), h.by("李强"), b.ID)
	h.refused(err, conference.CodeForbidden)
	token, err := h.CreateInvitationLink(t.Context(), h.by("王芳"), b.ID)
	h.must(err)
	use := func(account int64) (conference.Person, conference.Attendee, error) {
		h.update++
		return h.UseInvitationLink(t.Context(), conference.Change{UpdateID: h.update, Now: h.now}, account, "Anna \x00Guest", "en", token)
	}
	guest, attendee, err := use(77)
	h.must(err)
	if !guest.Has(conference.RoleGuest) || guest.Language != "en" || attendee.ID == 0 || attendee.BookingID != b.ID || attendee.InvitedBy != b.Organiser.ID {
		t.Errorf("guest %+v, %+v", guest, attendee)
	}
	if _, again, err := use(77); err != nil || again.ID != attendee.ID {
		t.Errorf("opened twice: %+v, %v", again, err)
	}
	known, _, err := use(h.people["李强"].TelegramID)
	h.must(err)
	if known.Name != "李强" {
		t.Errorf("somebody known becomes %+v", known)
	}
	if _, none, err := use(h.people["王芳"].TelegramID); err != nil || none.ID != 0 {
		t.Errorf("the organiser is invited: %+v, %v", none, err)
	}
	if found, err := h.SearchPeople(t.Context(), "Anna", 5); err != nil || len(found) != 0 {
		t.Errorf("guests are on the roster: %v, %v", found, err)
	}

	// The guest turns out to be on the roster: the invitation stays theirs.
	_, err = h.Import(t.Context(), h.now, nil, []conference.Person{{Name: "安娜", Phone: "8613955555555", Roles: []conference.Role{conference.RoleStaff}}})
	h.must(err)
	anna, err := h.LinkByContact(t.Context(), conference.Change{UpdateID: 9001, Now: h.now}, 77, "13955555555")
	h.must(err)
	if moved, err := h.AttendeeOf(t.Context(), b.ID, anna.ID); err != nil || moved.ID != attendee.ID {
		t.Errorf("the invitation went to %+v, %v", moved, err)
	}

	h.now = b.End
	_, _, err = use(79)
	h.refused(err, conference.CodeLinkInvalid)
}

func TestStore_SearchPeople(t *testing.T) {
	t.Parallel()
	h := setup(t)
	cases := []struct {
		query string
		want  string
	}{{"王", "王芳"}, {"敏", "赵敏"}, {" 王芳 ", "王芳"}, {"0001", ""}, {"%", ""}, {"_", ""}, {`\`, ""}, {"管理员", "管理员"}}
	for _, c := range cases {
		found, err := h.SearchPeople(t.Context(), c.query, 10)
		h.must(err)
		if (len(found) > 0) != (c.want != "") || len(found) > 0 && found[0].Name != c.want {
			t.Errorf("%q finds %v, want %q", c.query, found, c.want)
		}
	}
	ds, err := h.Departments(t.Context())
	h.must(err)
	people, err := h.PeopleOf(t.Context(), "办公室")
	h.must(err)
	if len(ds) != 6 || len(people) != 2 {
		t.Errorf("departments %v, office %v", ds, people)
	}
}

func TestStore_MarkUnreachable(t *testing.T) {
	t.Parallel()
	h := setup(t)
	wang := h.people["王芳"].ID
	for i, want := range []bool{true, false} {
		if first, err := h.MarkUnreachable(t.Context(), wang, h.now); err != nil || first != want {
			t.Errorf("time %d: first %v, %v", i+1, first, err)
		}
	}
	if got := h.sent(h.queue.take(), conference.NoticeUnreachable); got["吴刚"] != 1 || len(got) != 1 {
		t.Errorf("told %v, want the supervisor once", got)
	}
	h.must(h.MarkReachable(t.Context(), wang))
	if p, err := h.Person(t.Context(), wang); err != nil || p.Unreachable {
		t.Errorf("still unreachable: %+v, %v", p, err)
	}
	h.must(h.SetLanguage(t.Context(), h.by("王芳"), "en"))
	if p, err := h.Person(t.Context(), wang); err != nil || p.Language != "en" {
		t.Errorf("language %q, %v", p.Language, err)
	}
}

func TestStore_Import(t *testing.T) {
	t.Parallel()
	h := setup(t)
	h.must(h.SetLanguage(t.Context(), h.by("李强"), "en"))
	same, err := h.Import(t.Context(), h.now, sampleRooms, samplePeople)
	h.must(err)
	if same.Rooms != (ImportCount{Same: 4}) || same.People != (ImportCount{Same: 10}) {
		t.Errorf("the same file again: %+v", same)
	}
	room := sampleRooms[0]
	room.Seats, room.ID = 14, 0
	closed := sampleRooms[1]
	closed.Removed = true
	wang := samplePeople[0]
	wang.Removed = true
	got, err := h.Import(t.Context(), h.now, []conference.Room{room, closed, {Number: "303", Class: conference.ClassA, Seats: 6}}, []conference.Person{wang})
	h.must(err)
	if got.Rooms != (ImportCount{Added: 1, Changed: 2}) || got.People != (ImportCount{Changed: 1}) {
		t.Errorf("changes: %+v", got)
	}
	if r, err := h.Room(t.Context(), h.rooms["301"].ID); err != nil || r.Seats != 14 {
		t.Errorf("room %+v, %v", r, err)
	}
	if rooms, err := h.Rooms(t.Context()); err != nil || len(rooms) != 4 {
		t.Errorf("%d rooms can be booked, %v", len(rooms), err)
	}
	if _, err := h.PersonByTelegram(t.Context(), h.people["王芳"].TelegramID); conference.CodeOf(err) != conference.CodeUnknownPerson {
		t.Errorf("somebody removed is still known: %v", err)
	}
	if p, err := h.Person(t.Context(), h.people["李强"].ID); err != nil || p.Language != "en" {
		t.Errorf("an import without a language took %q, %v", p.Language, err)
	}

	before := h.count(`SELECT count(*) FROM rooms`)
	_, err = h.Import(t.Context(), h.now, []conference.Room{{Number: "304", Class: conference.ClassA, Seats: 6}, {Number: "305", Class: "D", Seats: 6}}, nil)
	if err == nil {
		t.Error("a room of class D came in")
	}
	if after := h.count(`SELECT count(*) FROM rooms`); after != before {
		t.Error("half of an import stayed")
	}
}
