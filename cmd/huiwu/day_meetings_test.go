package main

import (
	"huiwu/conference"
)

// dayMeeting is a meeting of the day, as it is booked.
type dayMeeting struct {
	early      bool // booked the Saturday before, else on the day before
	room       string
	start, end string
	heads      int
	organiser  string
	title      string
	// what the organiser does with it besides
	invites []string
	tea     bool
	orders  []string // services, by their names
	leader  string   // who convenes it
	kind    string   // what sort it is, by its name
	// disturbed: something happens to it, so that nobody's messages are counted
	disturbed bool

	id int64
}

// dayMeetings are forty, in four buildings, of every level.
func dayMeetings() []*dayMeeting {
	return []*dayMeeting{
		// large and important ones, booked with time for a banner
		{early: true, room: "501", start: "9:00", end: "11:30", heads: 110, organiser: "张伟", title: "预算分析会", tea: true, orders: []string{"会标横幅", "名牌"}, invites: []string{"贾真", "赵敏"}},
		{early: true, room: "501", start: "14:00", end: "16:30", heads: 100, organiser: "李娜", title: "质量分析会", orders: []string{"会标横幅", "花卉租摆"}},
		{early: true, room: "C201", start: "9:30", end: "11:30", heads: 120, organiser: "贾真", title: "采购分析会", orders: []string{"话筒", "瓶装水"}},
		{early: true, room: "C201", start: "14:30", end: "16:30", heads: 130, organiser: "赵敏", title: "绩效分析会", tea: true},
		{early: true, room: "C101", start: "10:00", end: "12:00", heads: 300, organiser: "张伟", title: "审计分析会", orders: []string{"水果"}, invites: []string{"李娜"}},
		{early: true, room: "C101", start: "14:30", end: "17:00", heads: 60, organiser: "李娜", title: "科研分析会", leader: "石磊", invites: []string{"石磊", "廖凡"}, orders: []string{"名牌"}},
		{early: true, room: "W302", start: "14:30", end: "16:30", heads: 40, organiser: "贾真", title: "品牌分析会", kind: "政府会议", tea: true},
		{early: true, room: "401", start: "16:30", end: "18:00", heads: 8, organiser: "赵敏", title: "外事分析会", leader: "石磊", invites: []string{"石磊"}, tea: true},
		{early: true, room: "E203", start: "16:30", end: "17:30", heads: 10, organiser: "张伟", title: "人事分析会", kind: "政府会议", disturbed: true}, // cancelled the evening before

		// medium ones
		{room: "301", start: "9:00", end: "11:00", heads: 25, organiser: "张伟", title: "预算讨论会", tea: true, invites: []string{"李娜", "赵敏", "廖凡"}},
		{room: "301", start: "14:00", end: "16:00", heads: 22, organiser: "李娜", title: "质量讨论会", invites: []string{"贾真"}},
		{room: "305", start: "9:30", end: "11:00", heads: 24, organiser: "贾真", title: "采购讨论会", orders: []string{"名牌"}},
		{room: "305", start: "13:30", end: "15:00", heads: 20, organiser: "赵敏", title: "绩效讨论会", disturbed: true}, // moved to the afternoon
		{room: "402", start: "9:00", end: "12:00", heads: 36, organiser: "李娜", title: "审计讨论会", tea: true},
		{room: "402", start: "14:00", end: "17:00", heads: 30, organiser: "张伟", title: "科研讨论会", disturbed: true}, // finished early
		{room: "E202", start: "10:00", end: "11:30", heads: 26, organiser: "贾真", title: "品牌讨论会"},
		{room: "E202", start: "14:30", end: "16:30", heads: 32, organiser: "赵敏", title: "外事讨论会", tea: true, disturbed: true}, // its level is raised
		{room: "E305", start: "9:00", end: "11:00", heads: 40, organiser: "赵敏", title: "人事讨论会"},
		{room: "E305", start: "14:00", end: "16:00", heads: 50, organiser: "贾真", title: "后勤讨论会", invites: []string{"张伟"}},
		{room: "W302", start: "10:00", end: "12:00", heads: 60, organiser: "李娜", title: "基建讨论会", disturbed: true}, // cancelled in the morning
		{room: "C305", start: "9:30", end: "11:30", heads: 30, organiser: "张伟", title: "财务讨论会", tea: true},
		{room: "C305", start: "14:00", end: "15:30", heads: 24, organiser: "李娜", title: "档案讨论会", leader: "廖凡", invites: []string{"廖凡"}},

		// small ones
		{room: "302", start: "9:00", end: "10:00", heads: 6, organiser: "张伟", title: "预算协调会"},
		{room: "302", start: "10:00", end: "11:00", heads: 6, organiser: "李娜", title: "质量协调会"}, // one after the other in a room
		{room: "302", start: "14:00", end: "15:30", heads: 8, organiser: "贾真", title: "采购协调会", tea: true},
		{room: "302", start: "16:00", end: "17:00", heads: 9, organiser: "赵敏", title: "绩效协调会"},
		{room: "401", start: "9:30", end: "11:00", heads: 10, organiser: "张伟", title: "审计协调会", disturbed: true}, // prolonged
		{room: "401", start: "13:30", end: "15:00", heads: 8, organiser: "李娜", title: "科研协调会", invites: []string{"廖凡"}, tea: true},
		{room: "E101", start: "9:00", end: "10:30", heads: 5, organiser: "赵敏", title: "品牌协调会"},
		{room: "E101", start: "11:00", end: "12:00", heads: 5, organiser: "贾真", title: "外事协调会"},
		{room: "E101", start: "15:00", end: "16:00", heads: 7, organiser: "张伟", title: "人事协调会", disturbed: true},                                 // runs over its end
		{room: "E203", start: "10:00", end: "12:00", heads: 12, organiser: "李娜", title: "后勤协调会", invites: []string{"赵敏", "贾真"}, disturbed: true}, // something is wanted
		{room: "E203", start: "14:00", end: "16:00", heads: 14, organiser: "赵敏", title: "基建协调会"},
		{room: "W101", start: "9:00", end: "10:00", heads: 4, organiser: "贾真", title: "财务协调会"},
		{room: "W101", start: "10:30", end: "11:30", heads: 6, organiser: "Emma Wilson", title: "budget review"},
		{room: "W101", start: "14:00", end: "15:00", heads: 6, organiser: "李娜", title: "档案协调会", disturbed: true}, // cancelled the day before
		{room: "W101", start: "15:30", end: "17:00", heads: 8, organiser: "Emma Wilson", title: "design review"},
		{room: "W201", start: "9:30", end: "11:30", heads: 12, organiser: "赵敏", title: "安保协调会", tea: true},
		{room: "W201", start: "14:00", end: "16:00", heads: 16, organiser: "贾真", title: "餐饮协调会", disturbed: true}, // something is wanted, and something breaks
		{room: "305", start: "16:30", end: "17:30", heads: 10, organiser: "李娜", title: "物业协调会"},
	}
}

// level is the level that the rule books give a meeting as it was booked.
func (m *dayMeeting) level(h *dayHouse, class conference.Class) conference.Level {
	rank := 0
	if m.leader != "" {
		rank = h.named(m.leader).Rank
	}
	switch {
	case rank == 1, m.kind == "政府会议":
		return conference.LevelImportant
	case m.heads >= 100:
		return conference.LevelLarge
	case m.heads >= 20, class == conference.ClassC, rank == 2:
		return conference.LevelMedium
	}
	return conference.LevelSmall
}
