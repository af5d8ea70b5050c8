package conference

// Action is something a person may or may not do. Every tap and every command is one.
type Action string

// The actions.
const (
	ActionSeeRooms       Action = "see_rooms"
	ActionSeeDay         Action = "see_day"
	ActionBook           Action = "book"
	ActionSeeBooking     Action = "see_booking"
	ActionChangeBooking  Action = "change_booking" // reschedule, move, rename, cancel, release
	ActionApproveBooking Action = "approve_booking"
	ActionInvite         Action = "invite"
	ActionAnswerInvite   Action = "answer_invite"
	ActionOrderService   Action = "order_service"
	ActionReportProblem  Action = "report_problem"
	ActionClaimTask      Action = "claim_task"
	ActionWorkTask       Action = "work_task" // start, done, can't
	ActionSeeTask        Action = "see_task"
	ActionReopenTask     Action = "reopen_task" // "still broken"
	ActionAnswerCheck1   Action = "answer_check_1"
	ActionAnswerCheck2   Action = "answer_check_2"
	ActionAnswerCheck3   Action = "answer_check_3"
	ActionGrantAccess    Action = "grant_access"
	ActionSetLevel       Action = "set_level"   // of a meeting's service
	ActionAckSheet       Action = "ack_sheet"   // a crew's service notice
	ActionSeeBoard       Action = "see_board"   // what is late, unclaimed, next
	ActionAssignTask     Action = "assign_task" // to a person or crew, for the moment (S3); related: put a task of the crew's before one of them
	ActionOpenSealed     Action = "open_sealed" // let somebody into a sealed room, or book it (S87)
	ActionSeeHabits      Action = "see_habits"  // of leaders (S100); related: of those who come to one's meeting
	ActionKeepHabits     Action = "keep_habits"
	ActionSendEmergency  Action = "send_emergency"
	ActionAskFloor       Action = "ask_floor"     // for something during a meeting (S102)
	ActionBindChat       Action = "bind_chat"     // a group to a crew
	ActionKeepDuty       Action = "keep_duty"     // go on and off duty in the crew that one is in
	ActionSeeDuty        Action = "see_duty"      // who of a crew is on duty
	ActionTrackSheets    Action = "track_sheets"  // who has acknowledged a meeting's service notice, and who has not
	ActionSeeChecks      Action = "see_checks"    // how the next meetings stand
	ActionAskEntry       Action = "ask_entry"     // into a sealed room (S87)
	ActionSeeFaults      Action = "see_faults"    // what breaks again and again (S142)
	ActionCallOffTask    Action = "call_off_task" // that one has not asked for oneself, such as what the plan asks for
)

// Actions are all actions, for whoever walks the matrix.
var Actions = []Action{ActionSeeRooms, ActionSeeDay, ActionBook, ActionSeeBooking, ActionChangeBooking,
	ActionApproveBooking, ActionInvite, ActionAnswerInvite, ActionOrderService, ActionReportProblem,
	ActionClaimTask, ActionWorkTask, ActionSeeTask, ActionReopenTask, ActionAnswerCheck1,
	ActionAnswerCheck2, ActionAnswerCheck3, ActionGrantAccess, ActionSetLevel, ActionAckSheet, ActionSeeBoard, ActionAssignTask,
	ActionOpenSealed, ActionSeeHabits, ActionKeepHabits, ActionSendEmergency, ActionAskFloor, ActionBindChat,
	ActionKeepDuty, ActionSeeDuty, ActionTrackSheets, ActionSeeChecks, ActionAskEntry, ActionSeeFaults, ActionCallOffTask}

// Relation is how a person stands to the thing an action is about, as a set of bits.
type Relation uint16

// The relations.
const (
	// Organiser booked the meeting.
	Organiser Relation = 1 << iota
	// Invitee is on the meeting's list of attendees; for ActionAnswerInvite, the attendee asked.
	Invitee
	// CrewMember belongs to the crew whose task it is.
	CrewMember
	// Claimer has taken the task.
	Claimer
	// Requester ordered the service or reported the problem.
	Requester
	// Asked is asked to take a colleague's place on the task.
	Asked
	// Deputy stands in for whoever has kept silent.
	Deputy
)

// grant is one line of the matrix: who may do it always, and who may through a relation.
type grant struct {
	always  []Role
	related []Role // with any relation of by
	by      Relation
}

var (
	inHouse    = Roles[1:] // everybody on the roster: all but guests
	overseers  = []Role{RoleSupervisor, RoleDepartmentManager, RoleAdmin}
	infoCentre = []Role{RoleHotline, RoleSupervisor, RoleAdmin} // 信息处理中心, S15
	workers    = []Role{RoleAttendant, RoleTechnician, RoleDeputyLeader, RoleTeamLeader, RoleLobbyManager, RoleEnvironmentSupervisor, RoleHotline}
	leaders    = []Role{RoleTeamLeader, RoleDeputyLeader}
)

// matrix is the whole of the rights. A test walks every role × action × relation.
var matrix = map[Action]grant{
	ActionSeeRooms:       {always: inHouse},
	ActionSeeDay:         {always: inHouse},
	ActionBook:           {always: inHouse},
	ActionSeeBooking:     {always: append([]Role{RoleTeamLeader, RoleDeputyLeader, RoleLobbyManager, RoleEnvironmentSupervisor, RoleDepartmentManager, RoleAuthority}, infoCentre...), related: inHouse, by: Organiser | Invitee},
	ActionChangeBooking:  {always: infoCentre, related: inHouse, by: Organiser},
	ActionApproveBooking: {always: infoCentre},
	ActionInvite:         {always: infoCentre, related: inHouse, by: Organiser},
	ActionAnswerInvite:   {related: Roles, by: Invitee},
	ActionOrderService:   {always: infoCentre, related: inHouse, by: Organiser},
	ActionReportProblem:  {always: inHouse},
	ActionClaimTask:      {always: []Role{RoleSupervisor}, related: workers, by: CrewMember},
	ActionWorkTask:       {always: []Role{RoleSupervisor}, related: workers, by: Claimer},
	ActionSeeTask:        {always: append([]Role{RoleLobbyManager, RoleDepartmentManager}, infoCentre...), related: Roles, by: CrewMember | Claimer | Requester | Asked}, // a guest sees what they asked for
	ActionReopenTask:     {always: overseers, related: inHouse, by: Requester},
	ActionAnswerCheck1:   {always: []Role{RoleSupervisor}, related: []Role{RoleTeamLeader, RoleDeputyLeader}, by: CrewMember | Deputy},
	ActionAnswerCheck2:   {always: []Role{RoleSupervisor, RoleEnvironmentSupervisor}, related: workers, by: Deputy},
	ActionAnswerCheck3:   {always: []Role{RoleSupervisor, RoleHotline}, related: workers, by: Deputy},
	ActionGrantAccess:    {always: []Role{RoleAdmin}},
	ActionSetLevel:       {always: overseers},
	ActionAckSheet:       {always: []Role{RoleSupervisor}, related: leaders, by: CrewMember},
	ActionSeeBoard:       {always: []Role{RoleHotline, RoleLobbyManager, RoleSupervisor, RoleDepartmentManager, RoleAdmin}},
	ActionAssignTask:     {always: []Role{RoleHotline, RoleSupervisor, RoleDepartmentManager}, related: leaders, by: CrewMember},
	ActionOpenSealed:     {always: overseers},
	ActionSeeHabits:      {always: infoCentre, related: workers, by: Claimer},
	ActionKeepHabits:     {always: infoCentre},
	ActionSendEmergency:  {always: overseers},
	ActionAskFloor:       {always: infoCentre, related: Roles, by: Organiser | Invitee},
	ActionBindChat:       {always: overseers, related: leaders, by: CrewMember},
	ActionKeepDuty:       {related: workers, by: CrewMember},
	ActionSeeDuty:        {always: append([]Role{RoleLobbyManager, RoleHotline}, overseers...), related: leaders, by: CrewMember},
	ActionTrackSheets:    {always: []Role{RoleHotline, RoleSupervisor, RoleDepartmentManager, RoleAdmin}},
	ActionSeeChecks: {always: []Role{RoleTeamLeader, RoleDeputyLeader, RoleLobbyManager, RoleEnvironmentSupervisor, RoleHotline,
		RoleSupervisor, RoleDepartmentManager, RoleAdmin}},
	ActionAskEntry:    {always: workers},
	ActionSeeFaults:   {always: overseers},
	ActionCallOffTask: {always: infoCentre},
}

// May tells whether p may do a, standing to its object as rel says. It is asked inside
// the transaction that does it, whatever the button showed (S136).
func May(p Person, a Action, rel Relation) bool {
	g, ok := matrix[a]
	if !ok {
		return false
	}
	return p.Has(g.always...) || (rel&g.by != 0 && p.Has(g.related...))
}
