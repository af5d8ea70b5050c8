package handlers

import (
	"time"

	"huiwu/conference"
)

// Who and what stands on the service desk's cards.
var (
	conveners = conference.Person{ID: 40, Name: "王局长", Rank: 2}
	tuner     = crewed(person(41, "萧组长", "音控班", conference.RoleTeamLeader), conference.CrewSound)
	office    = person(42, "机关联系人", "行政事务科", conference.RoleAuthority)
	lobby     = person(43, "大堂经理", "客户服务部", conference.RoleLobbyManager)
	lead      = conference.Person{ID: 20, Name: "周组长", Roles: []conference.Role{conference.RoleTeamLeader}}
)

// served is a medium meeting with an order, drinks and the notices of three crews and the authority's contact.
func served() conference.Meeting {
	m := meeting(checked(1, conference.CheckPlanned, "", 0), checked(2, conference.CheckPlanned, "", 0), checked(3, conference.CheckPlanned, "", 0))
	for i := range m.Checks {
		m.Checks[i].DueAt = onTuesday(13+i, 0)
	}
	b := &m.Booking
	b.Level, b.LevelReason, b.Leader, b.Type = conference.LevelMedium, conference.LevelReason{Code: "headcount", N: 20}, conveners, conference.TypeOperations
	b.CreatedAt = noon.AddDate(0, 0, -7)
	banner := conference.Task{ID: 60, Revision: 1, Kind: conference.TaskOrder, Status: conference.TaskOffered, Crew: conference.CrewMeetingService, BookingID: 27,
		BookingNumber: "A-1027", Room: hall, Requester: organiser, Name: conference.Words{"zh-CN": "会标横幅", "en": "Banner"}, Plan: "banner",
		DueAt: onTuesday(14, 30), Order: &conference.Order{Service: "banner", Quantity: 1, Text: "热烈欢迎各位代表"}}
	m.Tasks = []conference.Task{banner, teaTask(nil)}
	for i, crew := range []conference.Crew{conference.CrewMeetingService, conference.CrewSound, conference.CrewCleaning, ""} {
		m.Sheets = append(m.Sheets, conference.Sheet{ID: int64(50 + i), BookingID: 27, Crew: crew, Revision: 1, SentAt: noon.Add(-40 * time.Minute), Facts: factsFor(*b)})
	}
	m.Sheets[0].Facts.Orders = []conference.OrderFact{{Service: "banner", Quantity: 1, Text: "热烈欢迎各位代表"}}
	return m
}

func factsFor(b conference.Booking) conference.SheetFacts {
	return conference.SheetFacts{Title: b.Title, Start: b.Start, End: b.End, Room: b.Room.Number, Headcount: b.Headcount, Level: b.Level, Type: b.Type,
		Leader: b.Leader.Name, Organiser: b.Organiser.Name}
}

func received(k *conference.Sheet, by string) {
	seen := k.Facts
	k.Seen, k.AckedBy, k.AckedAt = &seen, conference.Person{ID: 20, Name: by}, noon.Add(-30*time.Minute)
}

// sheetFor draws the notice at a place of the meeting's, after a change to it.
func sheetFor(i int, phone string, whole bool, change func(*conference.Meeting)) func(viewer) (Text, Keyboard) {
	return func(v viewer) (Text, Keyboard) {
		m := served()
		if change != nil {
			change(&m)
		}
		return v.noticeCard(crewNotice{m: m, k: m.Sheets[i], phone: phone}, whole)
	}
}

// moved is a change of everything that a notice can say.
func movedMeeting(m *conference.Meeting) {
	for i := range m.Sheets {
		received(&m.Sheets[i], "周组长")
		m.Sheets[i].Seen.Orders = []conference.OrderFact{{Service: "water", Quantity: 20}, {Service: "fruit", Quantity: 20}}
	}
	b := &m.Booking
	b.Start, b.End, b.Headcount, b.Level, b.Leader, b.Room = onTuesday(16, 0), onTuesday(18, 30), 35, conference.LevelLarge, conference.Person{}, conference.Room{Number: "305", Building: "主楼"}
	k := &m.Sheets[0]
	k.Facts = factsFor(*b)
	k.Facts.Orders = []conference.OrderFact{{Service: "water", Quantity: 35}, {Service: "banner", Quantity: 1, Text: "热烈欢迎各位代表"}}
	k.SentAt = noon
}

func deskCards() []card {
	phone := "+86 139 0000 0001"
	disputed := checked(1, conference.CheckPrompted, "周组长", 2)
	disputed.AnsweredBy, disputed.DisputedBy, disputed.Dispute = lead, conference.Person{ID: 5, Name: "环境主管"}, "会标没有挂"
	found := checked(1, conference.CheckProblem, "周组长", 2)
	found.Note, found.AnsweredBy = "主席台话筒无声", lead
	accepted := checked(2, conference.CheckConfirmed, "环境主管", 40)
	accepted.Note = "有备用话筒"
	deputy := checked(2, conference.CheckPrompted, "", 0)
	deputy.DeputyAt, deputy.DeputyThere = onTuesday(14, 10), true
	problem := faultTask(at(conference.TaskStarted, sound))
	problem.BookingID, problem.Problem.Check = 27, 1
	withProblem := func(checks ...conference.Check) conference.Meeting {
		m := meeting(checks...)
		m.Tasks = []conference.Task{problem}
		return m
	}
	sealed := review()
	sealed.SealedAt = onTuesday(10, 0)
	entry := conference.Entry{ID: 70, BookingID: 27, Person: serving, Reason: "取投影线", Status: conference.EntryAsked, Revision: 1}
	allowed := entry
	allowed.Status, allowed.DecidedBy, allowed.DecidedAt = conference.EntryAllowed, chief, onTuesday(12, 5)
	entryTo := func(en conference.Entry, b conference.Booking) func(viewer) (Text, Keyboard) {
		return func(v viewer) (Text, Keyboard) { return v.entryCard(en, b) }
	}
	return []card{
		{"notice, to the leader", leader, noon, sheetFor(0, phone, false, nil)},
		{"notice, to another crew", tuner, noon, sheetFor(1, phone, false, nil)},
		{"notice, to the authority", office, noon, sheetFor(3, "", false, nil)},
		{"notice, to the hotline", person(44, "热线", "信息处理中心", conference.RoleHotline), noon, sheetFor(0, "", false, nil)},
		{"notice, received", leader, noon, sheetFor(0, phone, false, func(m *conference.Meeting) { received(&m.Sheets[0], "周组长") })},
		{"notice, changed", leader, noon, sheetFor(0, phone, false, movedMeeting)},
		{"notice, changed, all of it", leader, noon, sheetFor(0, phone, true, movedMeeting)},
		{"notice, changed back", leader, noon, sheetFor(0, phone, false, func(m *conference.Meeting) {
			received(&m.Sheets[0], "周组长")
			m.Sheets[0].SentAt = noon
		})},
		{"notice, waiting for approval", leader, noon, sheetFor(0, phone, false, func(m *conference.Meeting) { m.Booking.Status = conference.BookingPending })},
		{"notice, meeting off", leader, noon, sheetFor(0, "", false, func(m *conference.Meeting) {
			m.Booking.Status, m.Booking.Reason = conference.BookingCancelled, "领导出差"
		})},
		{"notice, no longer concerned", tuner, noon, sheetFor(1, "", false, func(m *conference.Meeting) { m.Sheets[1].Facts.Off = true })},
		{"who has the notice", chief, noon, func(v viewer) (Text, Keyboard) {
			m := served()
			received(&m.Sheets[0], "周组长")
			return v.trackList(m, []conference.Person{leader, tuner}), nil
		}},
		{"check 1, disputed", leader, onTuesday(14, 5), check(1, meeting(disputed, checked(2, conference.CheckPrompted, "", 0)))},
		{"check 2, waiting for the answer to its objection", chief, onTuesday(14, 5), check(2, meeting(disputed, checked(2, conference.CheckPrompted, "", 0)))},
		{"check 2, to the deputy", lobby, onTuesday(14, 15), check(2, meeting(checked(1, conference.CheckConfirmed, "周组长", 2), deputy))},
		{"check 2, to who keeps silent", person(45, "环境主管", "", conference.RoleEnvironmentSupervisor), onTuesday(14, 15), check(2, meeting(checked(1, conference.CheckConfirmed, "周组长", 2), deputy))},
		{"check 3, a problem in hand and accepted", chief, onTuesday(14, 35), check(3, withProblem(found, accepted, checked(3, conference.CheckPrompted, "", 0)))},
		{"the next three hours", chief, noon, func(v viewer) (Text, Keyboard) {
			second := disputed
			second.Level = 2
			one, two := served(), withProblem(found, second, checked(3, conference.CheckPlanned, "", 0))
			two.Booking.SealedAt, two.Booking.Room.Number = onTuesday(10, 0), "302"
			two.Tasks = append(two.Tasks, teaTask(func(t *conference.Task) { t.DueAt = onTuesday(11, 0) }))
			return v.readyList([]conference.Meeting{one, two})
		}},
		{"a meeting's state", chief, onTuesday(14, 5), func(v viewer) (Text, Keyboard) {
			m := served()
			m.Checks[0], m.Checks[1].Status = found, conference.CheckPrompted
			m.Tasks = append(m.Tasks, problem)
			m.Booking.SealedAt = onTuesday(10, 0)
			return v.meetingReady(m)
		}},
		{"entry, to the supervisor", chief, noon, entryTo(entry, sealed)},
		{"entry, to who asks", serving, noon, entryTo(entry, sealed)},
		{"entry, allowed", serving, noon, entryTo(allowed, sealed)},
		{"entry, room open by now", serving, noon, entryTo(entry, review())},
	}
}
