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
)

// Actions are all actions, for whoever walks the matrix.
var Actions = []Action{ActionSeeRooms, ActionSeeDay, ActionBook, ActionSeeBooking, ActionChangeBooking,
	ActionApproveBooking, ActionInvite, ActionAnswerInvite, ActionOrderService, ActionReportProblem,
	ActionClaimTask, ActionWorkTask, ActionSeeTask, ActionReopenTask, ActionAnswerCheck1,
	ActionAnswerCheck2, ActionAnswerCheck3, ActionGrantAccess}

// Relation is how a person stands to the thing an action is about, as a set of bits.
type Relation uint8

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
)

// grant is one line of the matrix: who may do it always, and who may through a relation.
type grant struct {
	always  []Role
	related []Role // with any relation of by
	by      Relation
}

var (
	inHouse    = Roles[1:] // everybody on the roster: all but guests
	overseers  = []Role{RoleSupervisor, RoleAdmin}
	infoCentre = []Role{RoleHotline, RoleSupervisor, RoleAdmin} // 信息处理中心, S15
	workers    = []Role{RoleAttendant, RoleTechnician, RoleTeamLeader, RoleEnvironmentSupervisor, RoleHotline}
)

// matrix is the whole of the rights. A test walks every role × action × relation.
var matrix = map[Action]grant{
	ActionSeeRooms:       {always: inHouse},
	ActionSeeDay:         {always: inHouse},
	ActionBook:           {always: inHouse},
	ActionSeeBooking:     {always: append([]Role{RoleTeamLeader, RoleEnvironmentSupervisor}, infoCentre...), related: inHouse, by: Organiser | Invitee},
	ActionChangeBooking:  {always: infoCentre, related: inHouse, by: Organiser},
	ActionApproveBooking: {always: infoCentre},
	ActionInvite:         {always: infoCentre, related: inHouse, by: Organiser},
	ActionAnswerInvite:   {related: Roles, by: Invitee},
	ActionOrderService:   {always: infoCentre, related: inHouse, by: Organiser},
	ActionReportProblem:  {always: inHouse},
	ActionClaimTask:      {always: []Role{RoleSupervisor}, related: workers, by: CrewMember},
	ActionWorkTask:       {always: []Role{RoleSupervisor}, related: workers, by: Claimer},
	ActionSeeTask:        {always: infoCentre, related: inHouse, by: CrewMember | Claimer | Requester},
	ActionReopenTask:     {always: overseers, related: inHouse, by: Requester},
	ActionAnswerCheck1:   {always: []Role{RoleSupervisor}, related: []Role{RoleTeamLeader}, by: CrewMember},
	ActionAnswerCheck2:   {always: []Role{RoleSupervisor, RoleEnvironmentSupervisor}},
	ActionAnswerCheck3:   {always: []Role{RoleSupervisor, RoleHotline}},
	ActionGrantAccess:    {always: []Role{RoleAdmin}},
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
