// Package conference holds the rules of the house: rooms, bookings, service levels,
// tasks, checks, attendance and the notices that follow from them.
//
// It does no I/O and has no clock: `now` is an argument, and every instant is UTC.
// A decision is a function from what is known to what becomes of it, or to an
// *Error whose code the locale turns into a sentence.
package conference

import "slices"

// Role is what a person may do here. A person can have several.
type Role string

// The roles, weakest first.
const (
	// RoleGuest is an invited outsider: answers the own invitation and nothing more.
	RoleGuest Role = "guest"
	// RoleStaff books rooms, orders services, reports problems (S25).
	RoleStaff Role = "staff"
	// RoleAttendant does the crews' tasks (S16, S19).
	RoleAttendant Role = "attendant"
	// RoleTechnician does the sound and technical crews' tasks (S16, S20).
	RoleTechnician Role = "technician"
	// RoleAuthority is the authority's contact (机关事务管理局 行政事务科, S24): gets the service notices of
	// medium and larger meetings and the outlook (S128, S131).
	RoleAuthority Role = "authority"
	// RoleDeputyLeader steps in for a crew's leader.
	RoleDeputyLeader Role = "deputy_leader"
	// RoleTeamLeader leads a crew and answers check level 1 (会务服务组长, S89).
	RoleTeamLeader Role = "team_leader"
	// RoleLobbyManager looks after a building (大堂经理, S14) and steps in at check level 2.
	RoleLobbyManager Role = "lobby_manager"
	// RoleEnvironmentSupervisor answers check level 2 (环境主管, S90).
	RoleEnvironmentSupervisor Role = "environment_supervisor"
	// RoleHotline is the information centre's desk and answers check level 3 (服务热线, S10, S15, S91).
	RoleHotline Role = "hotline"
	// RoleSupervisor oversees everything (客户服务部主管, S13).
	RoleSupervisor Role = "supervisor"
	// RoleDepartmentManager oversees the supervisors (部门经理, S18).
	RoleDepartmentManager Role = "department_manager"
	// RoleAdmin grants access and imports the roster.
	RoleAdmin Role = "admin"
)

// RoleCrewChat marks a group or forum topic that a crew has bound: it is written to like a person and may do
// nothing. No person has it, and it is not among [Roles].
const RoleCrewChat Role = "crew_chat"

// Roles are all roles, weakest first.
var Roles = []Role{RoleGuest, RoleStaff, RoleAuthority, RoleAttendant, RoleTechnician, RoleDeputyLeader, RoleTeamLeader,
	RoleLobbyManager, RoleEnvironmentSupervisor, RoleHotline, RoleSupervisor, RoleDepartmentManager, RoleAdmin}

// Crew is a team of people who do one kind of work (会务组, S5–S8, S16, S19–S23).
type Crew string

// The crews.
const (
	CrewMeetingService Crew = "meeting_service" // 会议服务班
	CrewSound          Crew = "sound"           // 音控班
	CrewTechnical      Crew = "technical"       // 技术保障部
	CrewSafety         Crew = "safety"          // 安全部
	CrewCleaning       Crew = "cleaning"        // 清洁绿化部
	CrewSecretariat    Crew = "secretariat"     // 文秘信息组
	CrewLogistics      Crew = "logistics"       // 后勤保障组
	CrewTransport      Crew = "transport"       // 车辆运输组
	CrewBuyers         Crew = "buyers"          // 采购员
)

// Crews are all crews.
var Crews = []Crew{CrewMeetingService, CrewSound, CrewTechnical, CrewSafety, CrewCleaning,
	CrewSecretariat, CrewLogistics, CrewTransport, CrewBuyers}

// Person is somebody on the roster, or a guest who came by an invitation link.
type Person struct {
	ID         int64
	Name       string
	Phone      string // E.164 without "+" (86139…), "" for guests; never logged
	Department string
	Roles      []Role
	Crew       Crew // "" when in none
	// Building is where a lobby manager or a crew's member works; "" for everywhere.
	Building string
	// Rank is how high a leader stands: 1 the highest, 0 for none. It raises the service level of the meetings
	// they convene (S36) and orders the rostrum (S71).
	Rank       int
	Language   string // BCP 47: "zh-CN" or "en"
	TelegramID int64  // 0 until the account is tied; a crew's chat has the chat's
	// Thread is the forum topic of a crew's chat, 0 for none.
	Thread int
	// Removed people are kept for the record and may do nothing.
	Removed bool
	// Unreachable is set when Telegram answers 403 to a message for them.
	Unreachable bool
}

// Department is one of the organisation's, with how many people on the roster are in it.
type Department struct {
	Name  string
	Count int
}

// Works tells whether the person can be given a crew's work.
func (p Person) Works() bool { return p.Has(workers...) }

// Has tells whether the person has any of the roles. Removed people have none.
func (p Person) Has(roles ...Role) bool {
	if p.Removed {
		return false
	}
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(p.Roles, r) })
}
