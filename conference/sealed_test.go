package conference

import (
	"testing"
	"time"
)

var manager = Person{ID: 33, Name: "钱经理", Roles: []Role{RoleDepartmentManager}}

// sealed is the fixtures' meeting, its room sealed since this morning.
func sealed(tb testing.TB, s Settings) Meeting {
	tb.Helper()
	m := booked(tb, s, nil)
	m.Booking.SealedAt = monday
	return m
}

func TestSettings_Book_intoASealedRoom(t *testing.T) {
	s := rules(t)
	first := sealed(t, s).Booking
	opened := first
	opened.UnsealedAt = monday
	before := Request{Title: "短会", Start: local(1, 10, 0), End: local(1, 11, 0), Headcount: 5, Sealed: []Booking{first}}
	after := before
	after.Start, after.End = local(1, 18, 0), local(1, 19, 0)
	free := before
	free.Sealed = []Booking{opened}
	for name, tc := range map[string]struct {
		r    Request
		room Room
		who  Person
		want string // the meeting it is sealed for
	}{
		"before it":                  {before, room301, zhang, "A-1027"},
		"before it, by the hotline":  {before, room301, hotline, "A-1027"},
		"by who may open it":         {before, room301, zhou, ""},
		"after it":                   {after, room301, zhang, ""},
		"when it has been opened":    {free, room301, zhang, ""},
		"in a hall that is approved": {before, hall, zhang, "A-1027"},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.room.ID == hall.ID {
				tc.r.Start, tc.r.End = local(1, 11, 0), local(1, 12, 0)
			}
			m, e, err := s.Book(tc.r, tc.room, by(tc.who, monday))
			if err != nil {
				t.Fatal(err)
			}
			pending := m.Booking.Status == BookingPending
			if asked := kinds(e.Deliveries, NoticeSealed); m.Booking.SealedFor != tc.want || pending != (tc.want != "") || len(asked) != len(tc.want)/6 {
				t.Errorf("%s, sealed for %q, asked %+v", m.Booking.Status, m.Booking.SealedFor, asked)
			}
			if len(kinds(e.Deliveries, NoticeApproval)) != 0 {
				t.Error("the information centre is asked what it may not decide")
			}
		})
	}
}

func TestSettings_Approve_intoASealedRoom(t *testing.T) {
	s := rules(t)
	m, _, err := s.Book(Request{Title: "短会", Start: local(1, 10, 0), End: local(1, 11, 0), Headcount: 5, Sealed: []Booking{sealed(t, s).Booking}}, room301, by(zhang, monday))
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		who  Person
		want Code
	}{
		"the organiser":          {zhang, CodeForbidden},
		"the hotline":            {hotline, CodeRoomSealed},
		"the supervisor":         {zhou, ""},
		"the department manager": {manager, ""},
	} {
		t.Run(name, func(t *testing.T) {
			ok, _, err := s.Approve(m, by(tc.who, monday))
			wantCode(t, err, tc.want)
			no, _, err2 := s.Reject(m, "场地已封闭", by(tc.who, monday))
			wantCode(t, err2, tc.want)
			if tc.want == "" && (ok.Booking.Status != BookingConfirmed || len(ok.Checks) != 3 || no.Booking.Status != BookingRejected) {
				t.Errorf("%+v, %+v", ok.Booking, no.Booking)
			}
		})
	}
	hallBooking, _, err := s.Book(Request{Title: "年会", Start: local(3, 9, 0), End: local(3, 12, 0), Headcount: 300}, hall, by(zhang, monday))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.Approve(hallBooking, by(manager, monday))
	wantCode(t, err, CodeForbidden)
}

func TestSettings_Change_intoASealedRoom(t *testing.T) {
	s := rules(t)
	first := sealed(t, s).Booking
	first.ID, first.Number = 1028, "A-1028"
	m := booked(t, s, func(r *Request) { r.Start, r.End = local(1, 9, 30), local(1, 10, 0) })
	in, e, err := s.Change(m, Edit{Start: local(1, 11, 0), Sealed: []Booking{first}}, room301, by(zhang, monday))
	if err != nil || in.Booking.Status != BookingPending || in.Booking.SealedFor != "A-1028" || len(kinds(e.Deliveries, NoticeSealed)) != 1 {
		t.Fatalf("%v %+v", err, in.Booking)
	}
	for _, c := range in.Checks {
		if c.Status != CheckCancelled {
			t.Errorf("what waits is not checked: %+v", c)
		}
	}
	longer, _, err := s.Change(m, Edit{End: local(1, 10, 30), Sealed: []Booking{first}}, room301, by(zhang, monday))
	if err != nil || longer.Booking.Status != BookingConfirmed {
		t.Errorf("a meeting that is in the room already may go on: %v %s", err, longer.Booking.Status)
	}
	out, e, err := s.Change(in, Edit{RoomID: lecture.ID}, lecture, by(zhang, monday))
	if err != nil || out.Booking.Status != BookingConfirmed || out.Booking.SealedFor != "" || len(due(e.Notices, NoticeCheckDue)) != 3 {
		t.Errorf("in another room it waits for nobody: %v %+v", err, out.Booking)
	}
	onHall, e, err := s.Change(in, Edit{RoomID: hall.ID, Start: local(3, 9, 0)}, hall, by(zhang, monday))
	if err != nil || onHall.Booking.Status != BookingPending || len(kinds(e.Deliveries, NoticeApproval)) != 1 || onHall.Booking.Decides() != ActionApproveBooking {
		t.Errorf("in a hall it waits for the information centre: %v %+v", err, onHall.Booking)
	}
}

func TestSettings_RequestEntry(t *testing.T) {
	s := rules(t)
	b := sealed(t, s).Booking
	open := b
	open.UnsealedAt = monday
	waiting := []Entry{{ID: 1, Person: ma, Status: EntryAsked}}
	long := string(make([]rune, 201)) + "x"
	for name, tc := range map[string]struct {
		b      Booking
		who    Person
		reason string
		want   Code
	}{
		"by an attendant":          {b, wang, "取投影线", ""},
		"by a technician":          {b, Person{ID: 40, Roles: []Role{RoleTechnician}, Crew: CrewSound}, "取投影线", ""},
		"by staff":                 {b, zhang, "拿东西", CodeForbidden},
		"by who may open it":       {b, zhou, "看看", CodeForbidden},
		"into a room that is open": {open, wang, "取投影线", CodeNotSealed},
		"without a word":           {b, wang, " ", CodeNoteMissing},
		"with an epic":             {b, wang, long, CodeTextLong},
		"twice":                    {b, ma, "取投影线", CodeEntryAsked},
	} {
		t.Run(name, func(t *testing.T) {
			en, e, err := s.RequestEntry(tc.b, waiting, tc.reason, by(tc.who, monday))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				return
			}
			d := kinds(e.Deliveries, NoticeEntry)
			if en.Status != EntryAsked || en.Person.ID != tc.who.ID || len(d) != 1 || d[0].To.Role != RoleSupervisor || !d[0].Ping {
				t.Errorf("%+v, %+v", en, d)
			}
		})
	}
}

func TestSettings_DecideEntry(t *testing.T) {
	s := rules(t)
	b := sealed(t, s).Booking
	open := b
	open.UnsealedAt = monday
	asked := Entry{ID: 7, BookingID: b.ID, Person: wang, Reason: "取投影线", Status: EntryAsked, Revision: 1}
	decided := asked
	decided.Status, decided.DecidedBy = EntryAllowed, zhou
	for name, tc := range map[string]struct {
		en   Entry
		b    Booking
		yes  bool
		who  Person
		want Code
	}{
		"allowed":                {asked, b, true, zhou, ""},
		"refused":                {asked, b, false, manager, ""},
		"by who asks":            {asked, b, true, wang, CodeForbidden},
		"by the hotline":         {asked, b, true, hotline, CodeForbidden},
		"twice":                  {decided, b, false, manager, CodeEntryDecided},
		"of a room that is open": {asked, open, true, zhou, CodeNotSealed},
	} {
		t.Run(name, func(t *testing.T) {
			en, e, err := s.DecideEntry(tc.en, tc.b, tc.yes, by(tc.who, monday.Add(time.Minute)))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				return
			}
			if (en.Status == EntryAllowed) != tc.yes || en.DecidedBy.ID != tc.who.ID || en.Revision != 2 {
				t.Errorf("%+v", en)
			}
			told := false
			for _, d := range e.Deliveries {
				told = told || d.To.Person == wang.ID && d.Ping
			}
			if !told {
				t.Errorf("nobody tells who asked: %+v", e.Deliveries)
			}
		})
	}
}

func TestSettings_Unseal(t *testing.T) {
	s := rules(t)
	m := sealed(t, s)
	waiting := []Entry{{ID: 7, Person: wang, Status: EntryAsked}}
	_, _, err := s.Unseal(m, waiting, by(hotline, monday))
	wantCode(t, err, CodeForbidden)
	now, e, err := s.Unseal(m, waiting, by(zhou, monday.Add(time.Minute)))
	if err != nil || now.Booking.Sealed() || now.Booking.SealedAt.IsZero() || now.Booking.Revision != 2 {
		t.Fatalf("%v %+v", err, now.Booking)
	}
	if !m.Booking.Sealed() {
		t.Error("a decision wrote into what its caller holds")
	}
	told := false
	for _, d := range e.Deliveries {
		told = told || d.To.Person == wang.ID && d.Subject == waiting[0].Subject()
	}
	if !told {
		t.Errorf("who waits to enter is not told: %+v", e.Deliveries)
	}
	_, _, err = s.Unseal(now, nil, by(zhou, monday))
	wantCode(t, err, CodeNotSealed)
}
