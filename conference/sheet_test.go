package conference

import (
	"slices"
	"testing"
	"time"
)

// The people of the service notices beside the fixtures'.
var (
	soundLeader = Person{ID: 30, Name: "萧红", Roles: []Role{RoleTeamLeader}, Crew: CrewSound}
	deputy      = Person{ID: 31, Name: "何副组长", Roles: []Role{RoleDeputyLeader}, Crew: CrewMeetingService}
	authority   = Person{ID: 32, Name: "机关联系人", Roles: []Role{RoleAuthority}}
)

// noticed is the fixtures' medium meeting with its notices sent when it was booked, each with an ID.
func noticed(tb testing.TB, s Settings, change func(*Request)) Meeting {
	tb.Helper()
	m, _ := sends(s, booked(tb, s, change), monday)
	return m
}

// sends lets a meeting's service be looked at.
func sends(s Settings, m Meeting, now time.Time) (Meeting, Effects) {
	m, e := s.FireService(m, now)
	for i := range m.Sheets {
		if k := &m.Sheets[i]; k.ID < 0 {
			k.ID = int64(200 + i)
		}
	}
	return m, e
}

// acked has a crew's notice acknowledged.
func acked(tb testing.TB, s Settings, m Meeting, crew Crew, who Person, now time.Time) Meeting {
	tb.Helper()
	m, _, err := s.AckSheet(m, m.Sheets[m.sheetOf(crew)].ID, by(who, now))
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// changed is the meeting after an edit of zhang's, and after the look that follows it.
func changed(tb testing.TB, s Settings, m Meeting, ed Edit, now time.Time) (Meeting, Effects) {
	tb.Helper()
	m, e, err := s.Change(m, ed, m.Booking.Room, by(zhang, now))
	if err != nil {
		tb.Fatal(err)
	}
	if looks := due(e.Notices, NoticeService); len(looks) == 0 || looks[0].After(now) {
		tb.Errorf("nobody looks after a change: %v", looks)
	}
	return sends(s, m, now)
}

func sheetOf(m Meeting, crew Crew) Sheet { return m.Sheets[m.sheetOf(crew)] }

func TestSettings_FireService_firstSend(t *testing.T) {
	s := rules(t)
	m, e := s.FireService(booked(t, s, nil), monday)
	ds := kinds(e.Deliveries, NoticeSheet)
	var crews []Crew
	for i, k := range m.Sheets {
		crews = append(crews, k.Crew)
		if k.Revision != 1 || !k.Waits() || k.Facts.Title != "季度经营分析会" || k.Facts.Headcount != 20 || ds[i].Subject.ID != k.ID || !ds[i].Ping {
			t.Errorf("%+v by %+v", k, ds[i])
		}
	}
	if !slices.Equal(crews, []Crew{CrewMeetingService, CrewSound, ""}) || len(ds) != 3 {
		t.Fatalf("a medium meeting concerns %v, %d get word", crews, len(ds))
	}
	if ds[0].To != (Audience{Role: RoleTeamLeader, Crew: CrewMeetingService, Someone: true}) || ds[2].To != (Audience{Role: RoleAuthority}) {
		t.Errorf("to %+v and %+v", ds[0].To, ds[2].To)
	}
	if n, all := m.Tracked(); n != 0 || all != 2 {
		t.Errorf("%d of %d have it: the authority's contact is not chased", n, all)
	}
	if _, e := s.FireService(m, monday.Add(time.Minute)); len(kinds(e.Deliveries, NoticeSheet)) != 0 {
		t.Error("the same notice is sent twice")
	}
	small, e := s.FireService(booked(t, s, func(r *Request) { r.Headcount = 5 }), monday)
	if len(small.Sheets) != 1 || len(kinds(e.Deliveries, NoticeSheet)) != 1 {
		t.Errorf("a small meeting concerns one crew: %+v", small.Sheets)
	}
}

func TestSettings_FireService_change(t *testing.T) {
	s := rules(t)
	m := acked(t, s, noticed(t, s, nil), CrewMeetingService, chen, local(0, 9, 5))
	later := local(0, 10, 0)
	moved, e := changed(t, s, m, Edit{Start: local(1, 16, 0), End: local(1, 18, 30)}, later)
	k := sheetOf(moved, CrewMeetingService)
	if !k.Waits() || k.AckedBy.ID != chen.ID || !k.Seen.Start.Equal(local(1, 15, 0)) || !k.Facts.Start.Equal(local(1, 16, 0)) || k.Revision != 3 {
		t.Errorf("what was seen stays for the difference: %+v", k)
	}
	if ds := kinds(e.Deliveries, NoticeSheet); len(ds) != 3 || !ds[0].Ping {
		t.Errorf("everybody is asked again: %+v", ds)
	}
	back, e := changed(t, s, moved, Edit{Start: local(1, 15, 0), End: local(1, 17, 30)}, later.Add(10*time.Minute))
	k, other := sheetOf(back, CrewMeetingService), sheetOf(back, CrewSound)
	if k.Waits() || !k.ChangedBack() || !other.Waits() || other.ChangedBack() {
		t.Errorf("changed back is as acknowledged, and who never acknowledged still waits: %+v, %+v", k, other)
	}
	if ds := kinds(e.Deliveries, NoticeSheet); len(ds) != 3 || !ds[0].Ping {
		t.Errorf("who was told of the change is told that it is off: %+v", ds)
	}
	_, _, err := s.AckSheet(back, k.ID, by(chen, later.Add(time.Hour)))
	wantCode(t, err, CodeNothingToChange)
}

func TestSettings_FireService_severalChangesSoundOnce(t *testing.T) {
	s := rules(t)
	m := noticed(t, s, nil)
	m, e := changed(t, s, m, Edit{Headcount: 22}, monday.Add(2*time.Minute))
	if ds := kinds(e.Deliveries, NoticeSheet); len(ds) != 3 || ds[0].Ping {
		t.Errorf("two minutes after the first it changes silently: %+v", ds)
	}
	_, e = changed(t, s, m, Edit{Headcount: 24}, monday.Add(20*time.Minute))
	if ds := kinds(e.Deliveries, NoticeSheet); !ds[0].Ping {
		t.Error("much later it sounds")
	}
	m = acked(t, s, m, CrewMeetingService, chen, monday.Add(3*time.Minute))
	_, e = changed(t, s, m, Edit{Headcount: 24}, monday.Add(4*time.Minute))
	if ds := kinds(e.Deliveries, NoticeSheet); !ds[0].Ping || ds[1].Ping {
		t.Errorf("who has acknowledged is asked aloud: %+v", ds)
	}
}

func TestSettings_FireService_orders(t *testing.T) {
	s := rules(t)
	m := noticed(t, s, func(r *Request) { r.Start, r.End = local(5, 15, 0), local(5, 17, 0) })
	for _, k := range m.Sheets {
		if k.Crew != "" {
			who := chen
			if k.Crew == CrewSound {
				who = soundLeader
			}
			m = acked(t, s, m, k.Crew, who, monday.Add(time.Minute))
		}
	}
	tasks, e, err := s.OrderService(m, ServiceRequest{Service: "banner", Text: "热烈欢迎"}, by(zhang, local(0, 10, 0)))
	if err != nil || len(due(e.Notices, NoticeService)) != 1 {
		t.Fatalf("%v, looks %v", err, due(e.Notices, NoticeService))
	}
	m.Tasks = append(m.Tasks, tasks[0])
	m, e = sends(s, m, local(0, 10, 0))
	if ds := kinds(e.Deliveries, NoticeSheet); len(ds) != 1 || ds[0].Subject.ID != sheetOf(m, CrewMeetingService).ID {
		t.Errorf("an order is its crew's affair: %+v", ds)
	}
	if f := sheetOf(m, CrewMeetingService).Facts.Orders; len(f) != 1 || f[0] != (OrderFact{"banner", 1, "热烈欢迎"}) {
		t.Errorf("%+v", f)
	}
	cards, _, err := s.OrderService(m, ServiceRequest{Service: "name-cards"}, by(zhang, local(0, 11, 0)))
	if err != nil {
		t.Fatal(err)
	}
	cards[0].ID = 51
	m.Tasks = append(m.Tasks, cards[0])
	m, e = sends(s, m, local(0, 11, 0))
	if ds := kinds(e.Deliveries, NoticeSheet); len(ds) != 1 || sheetOf(m, CrewSecretariat).Facts.Off {
		t.Errorf("an order brings its crew in: %+v", ds)
	}
	i := len(m.Tasks) - 1
	m.Tasks[i], _, e, err = s.StepTask(m.Tasks[i], m.Booking, StepCancel, "", by(zhang, local(0, 11, 30)))
	if err != nil || len(due(e.Notices, NoticeService)) != 1 {
		t.Fatalf("%v: nobody looks after an order is off", err)
	}
	m, e = sends(s, m, local(0, 11, 30))
	if k := sheetOf(m, CrewSecretariat); !k.Facts.Off || k.Waits() || len(kinds(e.Deliveries, NoticeSheet)) != 1 {
		t.Errorf("the crew is told that it is out: %+v", k)
	}
	m, e = changed(t, s, m, Edit{Headcount: 25}, local(0, 12, 0))
	if ds := kinds(e.Deliveries, NoticeSheet); len(ds) != 3 || sheetOf(m, CrewSecretariat).Facts.Headcount != 20 {
		t.Errorf("who is out hears no more of it: %+v", ds)
	}
}

func TestSettings_FireService_levelChange(t *testing.T) {
	s := rules(t)
	m := noticed(t, s, func(r *Request) { r.Headcount = 5 })
	m, e, err := s.SetLevel(m, LevelMedium, by(zhou, local(0, 10, 0)))
	if err != nil || len(due(e.Notices, NoticeService)) != 1 {
		t.Fatal(err)
	}
	m, e = sends(s, m, local(0, 10, 0))
	if len(m.Sheets) != 3 || len(kinds(e.Deliveries, NoticeSheet)) != 3 {
		t.Errorf("a higher level concerns more: %+v", m.Sheets)
	}
	m = acked(t, s, m, CrewSound, soundLeader, local(0, 10, 5))
	m, _, err = s.SetLevel(m, "", by(zhou, local(0, 11, 0)))
	if err != nil {
		t.Fatal(err)
	}
	m, e = sends(s, m, local(0, 11, 0))
	if k := sheetOf(m, CrewSound); !k.Facts.Off || k.Waits() {
		t.Errorf("and the level back lets them go: %+v", k)
	}
	if _, all := m.Tracked(); all != 1 {
		t.Errorf("%d crews are tracked", all)
	}
	if _, _, err := s.AckSheet(m, sheetOf(m, CrewSound).ID, by(soundLeader, local(0, 11, 5))); CodeOf(err) != CodeNothingToChange {
		t.Errorf("%v", err)
	}
}

func TestSettings_FireService_chase(t *testing.T) {
	s := rules(t)
	m := noticed(t, s, nil)
	at, ok := s.nextService(m, monday)
	if want := monday.Add(30 * time.Minute); !ok || at.After(want) {
		t.Fatalf("the next look is %v", at)
	}
	m = acked(t, s, m, CrewSound, soundLeader, monday.Add(10*time.Minute))
	if _, e := s.FireService(m, monday.Add(29*time.Minute)); len(kinds(e.Deliveries, NoticeSheetChased)) != 0 {
		t.Error("chased too early")
	}
	m, e := sends(s, m, monday.Add(30*time.Minute))
	ds := kinds(e.Deliveries, NoticeSheetChased)
	if len(ds) != 1 || ds[0].To.Role != RoleTeamLeader || ds[0].Subject != (Subject{SubjectSheet, 200}) || !ds[0].Ping {
		t.Errorf("first the leader who is silent: %+v", ds)
	}
	m, e = sends(s, m, monday.Add(2*time.Hour))
	if ds = kinds(e.Deliveries, NoticeSheetChased); len(ds) != 1 || ds[0].To.Role != RoleSupervisor || ds[0].Subject != (Subject{SubjectBooking, 1027}) {
		t.Errorf("then the supervisor, about the meeting: %+v", ds)
	}
	if _, e = sends(s, m, monday.Add(5*time.Hour)); len(kinds(e.Deliveries, NoticeSheetChased)) != 0 {
		t.Error("chased more often than the plan says")
	}
	m, _ = changed(t, s, m, Edit{Headcount: 22}, monday.Add(6*time.Hour))
	if m, e = sends(s, m, monday.Add(6*time.Hour+30*time.Minute)); len(kinds(e.Deliveries, NoticeSheetChased)) != 2 {
		t.Errorf("a change is chased anew: %+v", e.Deliveries)
	}
	if k := sheetOf(m, ""); k.Chased != 0 {
		t.Error("the authority's contact is chased")
	}
}

func TestSettings_FireService_atNight(t *testing.T) {
	s := rules(t)
	night := local(0, 21, 50)
	m := booked(t, s, nil)
	m, e := sends(s, m, night)
	if ds := kinds(e.Deliveries, NoticeSheet); !ds[0].Ping {
		t.Error("ten to ten is not night")
	}
	if due, ok := s.sheetDue(m, CrewMeetingService); !ok || !due.Equal(local(1, 7, 0)) {
		t.Errorf("the chase at 22:20 waits for the morning: %v", due)
	}
	m, e = changed(t, s, m, Edit{Headcount: 22}, local(0, 23, 30))
	if ds := kinds(e.Deliveries, NoticeSheet); len(ds) != 3 || ds[0].Ping {
		t.Errorf("a change at night makes no sound: %+v", ds)
	}
	if due, ok := s.sheetDue(m, CrewMeetingService); !ok || !due.Equal(local(1, 7, 0)) {
		t.Errorf("who is silent is asked in the morning: %v", due)
	}
	early := booked(t, s, func(r *Request) { r.Start, r.End = local(1, 7, 0), local(1, 8, 0) })
	early, e = sends(s, early, local(0, 23, 30))
	if ds := kinds(e.Deliveries, NoticeSheet); !ds[0].Ping {
		t.Error("a meeting that comes before the morning does sound")
	}
	if due, ok := s.sheetDue(early, CrewMeetingService); !ok || !due.Equal(local(1, 0, 0)) {
		t.Errorf("and is chased at night: %v", due)
	}
}

func TestSettings_FireService_cancelledMeetingIsNotChased(t *testing.T) {
	s := rules(t)
	m := acked(t, s, noticed(t, s, nil), CrewMeetingService, chen, monday.Add(time.Minute))
	off, e, err := s.Cancel(m, "领导出差", by(zhang, local(0, 10, 0)))
	if err != nil {
		t.Fatal(err)
	}
	if ds := kinds(e.Deliveries, NoticeSheet); len(ds) != 3 || !ds[0].Ping {
		t.Errorf("everybody who has the notice hears: %+v", ds)
	}
	if _, e := s.FireService(off, local(0, 12, 0)); len(e.Deliveries) != 0 {
		t.Errorf("%+v", e.Deliveries)
	}
	_, _, err = s.AckSheet(off, sheetOf(off, CrewSound).ID, by(soundLeader, local(0, 10, 5)))
	wantCode(t, err, CodeBookingOver)
}

func TestSettings_Change_toAHallThatAsksForApproval(t *testing.T) {
	s := rules(t)
	m := noticed(t, s, nil)
	now, e, err := s.Change(m, Edit{RoomID: hall.ID}, hall, by(zhang, local(0, 10, 0)))
	if err != nil || now.Booking.Status != BookingPending {
		t.Fatal(err, now.Booking.Status)
	}
	shown := 0
	for _, d := range kinds(e.Deliveries, NoticeCard) {
		if d.Subject.Kind == SubjectSheet && d.To.Holders {
			shown++
		}
	}
	if shown != 3 || len(kinds(e.Deliveries, NoticeSheet)) != 0 {
		t.Errorf("%d notices say that it waits", shown)
	}
}

func TestSettings_AckSheet(t *testing.T) {
	s := rules(t)
	m := noticed(t, s, nil)
	now := monday.Add(5 * time.Minute)
	for name, tc := range map[string]struct {
		sheet int64
		who   Person
		now   time.Time
		want  Code
	}{
		"by the leader":                       {200, chen, now, ""},
		"by the deputy":                       {200, deputy, now, ""},
		"by the supervisor":                   {200, zhou, now, ""},
		"by another crew's leader":            {200, soundLeader, now, CodeForbidden},
		"by an attendant":                     {200, wang, now, CodeForbidden},
		"by the organiser":                    {200, zhang, now, CodeForbidden},
		"by the hotline":                      {200, hotline, now, CodeForbidden},
		"the authority's by them":             {202, authority, now, ""},
		"the authority's by a leader of ours": {202, chen, now, CodeForbidden},
		"a crew's by the authority":           {200, authority, now, CodeForbidden},
		"one that does not exist":             {9, chen, now, CodeNotFound},
		"after the meeting":                   {200, chen, local(1, 17, 30), CodeBookingOver},
	} {
		t.Run(name, func(t *testing.T) {
			got, e, err := s.AckSheet(m, tc.sheet, by(tc.who, tc.now))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				return
			}
			k := got.Sheets[tc.sheet-200]
			if k.Waits() || k.AckedBy.ID != tc.who.ID || !k.AckedAt.Equal(tc.now) || k.Revision != 2 || len(e.Deliveries) != 2 {
				t.Errorf("%+v", k)
			}
			if m.Sheets[tc.sheet-200].Seen != nil {
				t.Error("a decision wrote into what its caller holds")
			}
			_, _, err = s.AckSheet(got, tc.sheet, by(tc.who, tc.now))
			wantCode(t, err, CodeNothingToChange)
		})
	}
}

func TestSheet_SeesPhone(t *testing.T) {
	k := Sheet{Crew: CrewMeetingService}
	for name, tc := range map[string]struct {
		k    Sheet
		who  Person
		want bool
	}{
		"its leader":                {k, chen, true},
		"its deputy":                {k, deputy, true},
		"who stands in for leaders": {k, zhou, true},
		"another crew's leader":     {k, soundLeader, false},
		"its attendant":             {k, wang, false},
		"the hotline":               {k, hotline, false},
		"the authority's contact":   {Sheet{}, authority, false},
		"the supervisor, on theirs": {Sheet{}, zhou, false},
		"who is out of it":          {Sheet{Crew: CrewMeetingService, Facts: SheetFacts{Off: true}}, chen, false},
	} {
		if got := tc.k.SeesPhone(tc.who); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestSheetFacts_Equal(t *testing.T) {
	f := SheetFacts{Title: "会", Start: monday, End: monday.Add(time.Hour), Room: "301", Headcount: 3, Level: LevelSmall, Type: TypeRoutine, Leader: "王",
		Organiser: "李", Orders: []OrderFact{{"water", 3, ""}}}
	same := f
	same.Start, same.Orders = f.Start.In(time.FixedZone("x", 3600)), []OrderFact{{"water", 3, ""}}
	if !f.Equal(same) {
		t.Error("the same instant and orders are different")
	}
	for name, change := range map[string]func(*SheetFacts){
		"title": func(f *SheetFacts) { f.Title = "x" }, "start": func(f *SheetFacts) { f.Start = f.End }, "end": func(f *SheetFacts) { f.End = f.Start },
		"room": func(f *SheetFacts) { f.Room = "x" }, "heads": func(f *SheetFacts) { f.Headcount = 4 }, "level": func(f *SheetFacts) { f.Level = LevelLarge },
		"type": func(f *SheetFacts) { f.Type = "" }, "leader": func(f *SheetFacts) { f.Leader = "" }, "organiser": func(f *SheetFacts) { f.Organiser = "x" },
		"orders": func(f *SheetFacts) { f.Orders = nil }, "off": func(f *SheetFacts) { f.Off = true },
	} {
		other := f
		change(&other)
		if f.Equal(other) {
			t.Errorf("another %s is the same", name)
		}
	}
}
