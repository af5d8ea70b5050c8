package conference

import (
	"testing"
	"time"
)

// monday is 2026-11-23 09:00 in Shanghai.
var monday = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

func rules(tb testing.TB) Settings {
	tb.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		tb.Fatal(err)
	}
	return DefaultSettings(zone, bookPlan())
}

// local is an instant on the day so many days after monday, by the building's clock.
func local(days, hour, minute int) time.Time {
	return monday.AddDate(0, 0, days).Add(time.Duration(hour-9)*time.Hour + time.Duration(minute)*time.Minute)
}

var (
	room301  = Room{ID: 1, Number: "301", Building: "主楼", Floor: 3, Class: ClassA, Seats: 30, Equipment: []string{"projector", "whiteboard"}}
	hall     = Room{ID: 2, Number: "C101", Building: "会议大厦", Floor: 1, Class: ClassC, Seats: 400}
	lecture  = Room{ID: 3, Number: "501", Building: "主楼", Floor: 5, Class: ClassB, Seats: 120}
	zhang    = Person{ID: 10, Name: "张伟", Roles: []Role{RoleStaff}}
	li       = Person{ID: 11, Name: "李娜", Roles: []Role{RoleStaff}}
	wang     = Person{ID: 12, Name: "王芳", Roles: []Role{RoleStaff, RoleAttendant}, Crew: CrewMeetingService}
	ma       = Person{ID: 13, Name: "马晓东", Roles: []Role{RoleStaff, RoleAttendant}, Crew: CrewMeetingService}
	chen     = Person{ID: 14, Name: "陈静", Roles: []Role{RoleStaff, RoleTeamLeader}, Crew: CrewMeetingService}
	environ  = Person{ID: 15, Name: "郑春梅", Roles: []Role{RoleStaff, RoleEnvironmentSupervisor}}
	hotline  = Person{ID: 16, Name: "孙丽华", Roles: []Role{RoleStaff, RoleHotline}}
	zhou     = Person{ID: 17, Name: "周建国", Roles: []Role{RoleStaff, RoleSupervisor}}
	outsider = Person{ID: 18, Name: "来宾", Roles: []Role{RoleGuest}}
)

func by(p Person, now time.Time) Change { return Change{UpdateID: 1, Actor: p, Now: now} }

// booked is a meeting of zhang's as storage would hold it: tomorrow 15:00–17:30 in 301 unless changed.
func booked(tb testing.TB, s Settings, change func(*Request)) Meeting {
	tb.Helper()
	r := Request{RoomID: room301.ID, Title: "季度经营分析会", Start: local(1, 15, 0), End: local(1, 17, 30), Headcount: 20}
	if change != nil {
		change(&r)
	}
	m, _, err := s.Book(r, room301, by(zhang, monday))
	if err != nil {
		tb.Fatal(err)
	}
	m.Booking.ID, m.Booking.Number = 1027, "A-1027"
	for i := range m.Checks {
		m.Checks[i].ID, m.Checks[i].BookingID = int64(100+i), m.Booking.ID
	}
	return m
}

func wantCode(tb testing.TB, err error, want Code) {
	tb.Helper()
	if got := CodeOf(err); got != want {
		tb.Errorf("refused with %q (%v), want %q", got, err, want)
	}
}

func kinds(ds []Delivery, k NoticeKind) []Delivery {
	var out []Delivery
	for _, d := range ds {
		if d.Kind == k {
			out = append(out, d)
		}
	}
	return out
}

func due(ns []Notice, k NoticeKind) []time.Time {
	var out []time.Time
	for _, n := range ns {
		if n.Kind == k {
			out = append(out, n.DueAt)
		}
	}
	return out
}

// bookPlan is a plan with the rule books' levels, checks and ladders, and one task of each sort.
func bookPlan() *ServicePlan {
	ladder := Ladder{{On: Unclaimed, After: 5 * time.Minute, To: HolderLeader}, {On: Unclaimed, After: 10 * time.Minute, To: HolderSupervisor}}
	all := []Level{LevelSmall, LevelMedium, LevelLarge, LevelImportant}
	big := all[1:]
	return &ServicePlan{
		Levels: []LevelRule{
			{Level: LevelImportant, Rank: 1, Types: []MeetingType{TypeGovernment}},
			{Level: LevelLarge, Headcount: 100},
			{Level: LevelMedium, Headcount: 20, Classes: []Class{ClassC}},
			{Level: LevelSmall},
		},
		Tasks: []TaskPlan{
			{ID: "prepare", Kind: TaskService, Name: Words{"": "会前准备"}, Crew: CrewMeetingService, Levels: all, Offer: Moment{AtStart, -2 * time.Hour},
				Due: Moment{AtStart, -30 * time.Minute}, Hands: map[Level]int{LevelMedium: 2, LevelLarge: 4}, Grace: 10 * time.Minute,
				Items:  []ItemPlan{{Name: Words{"": "茶杯消毒"}}, {Name: Words{"": "门口迎宾"}, At: &Moment{AtStart, -15 * time.Minute}}},
				Ladder: append(ladder[:2:2], Rung{On: Late, After: 10 * time.Minute, To: HolderLeader})},
			{ID: "sound", Kind: TaskService, Name: Words{"": "音响调试"}, Crew: CrewSound, Levels: big, Offer: Moment{AtStart, -3 * time.Hour},
				Due: Moment{AtStart, -time.Hour}, Proof: true, Ladder: ladder},
			{ID: "day", Kind: TaskDayCheck, Crew: CrewMeetingService, Levels: big, Offer: Moment{AtStart, -26 * time.Hour}, Due: Moment{AtStart, -24 * time.Hour},
				Items: []ItemPlan{{Name: Words{"": "座位"}}, {Name: Words{"": "会标"}}}, Ladder: ladder},
			{ID: "rounds", Kind: TaskRounds, Crew: CrewMeetingService, Levels: all, Offer: Moment{AtStart, 0}, Due: Moment{AtEnd, 0}, Every: 15 * time.Minute,
				Grace: 10 * time.Minute, With: "prepare", Ladder: Ladder{{On: Missed, Count: 2, To: HolderLeader}}},
			{ID: "close", Kind: TaskClosing, Crew: CrewMeetingService, Levels: all, Offer: Moment{AtEnd, 0}, Due: Moment{AtEnd, 30 * time.Minute}, With: "prepare",
				Items: []ItemPlan{{Name: Words{"": "灯光、空调关闭"}}}, Ladder: ladder},
		},
		Services: []Service{
			{ID: "banner", Name: Words{"": "会标"}, Crew: CrewMeetingService, Quantity: Quantity{N: 1}, Max: 10, Wording: true, CutOff: 48 * time.Hour,
				Ready: Moment{AtStart, -24 * time.Hour}, Bought: 12 * time.Hour},
			{ID: "name-cards", Name: Words{"": "名牌"}, Crew: CrewSecretariat, Quantity: Quantity{PerHead: true}, Names: true, CutOff: 4 * time.Hour, Ready: Moment{AtStart, -time.Hour}},
			{ID: "layout", Name: Words{"": "会场布置"}, Crew: CrewMeetingService, Layout: true, CutOff: 2 * time.Hour, Ready: Moment{AtStart, -time.Hour}},
			{ID: "hot-water", Name: Words{"": "热水"}, Crew: CrewMeetingService, Quantity: Quantity{N: 1}, Floor: true},
		},
		Checks: [3]CheckPlan{
			{Before: 2 * time.Hour, To: HolderLeader, Crew: CrewMeetingService, Deputy: HolderDeputy, DeputyAfter: 10 * time.Minute},
			{Before: time.Hour, To: HolderEnvironment, Deputy: HolderLobby, DeputyAfter: 10 * time.Minute},
			{Before: 30 * time.Minute, To: HolderHotline, Deputy: HolderSupervisor, DeputyAfter: 10 * time.Minute},
		},
		Sheet:  SheetPlan{Chase: []Chase{{30 * time.Minute, HolderLeader}, {2 * time.Hour, HolderSupervisor}}, Authority: big},
		Orders: ladder, Faults: ladder, Requests: Ladder{{On: Unclaimed, After: 2 * time.Minute, To: HolderLeader}, {On: Unclaimed, After: 5 * time.Minute, To: HolderSupervisor}},
		Assigned:   ladder,
		CloseLimit: time.Hour,
	}
}
