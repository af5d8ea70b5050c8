package conference

import "time"

// TaskKind is what sort of work a task is.
type TaskKind string

// The kinds.
const (
	TaskTea     TaskKind = "tea"
	TaskProblem TaskKind = "problem"
)

// TaskStatus is where a task stands.
type TaskStatus string

// The statuses: offered → claimed → started → done or failed; done → offered again when reopened.
const (
	TaskOffered   TaskStatus = "offered"
	TaskClaimed   TaskStatus = "claimed"
	TaskStarted   TaskStatus = "started"
	TaskDone      TaskStatus = "done"
	TaskFailed    TaskStatus = "failed" // can't be done; the note says why
	TaskCancelled TaskStatus = "cancelled"
)

// TaskStep is what somebody does with a task.
type TaskStep string

// The steps.
const (
	StepClaim  TaskStep = "claim"
	StepStart  TaskStep = "start"
	StepDone   TaskStep = "done"
	StepFail   TaskStep = "fail"   // needs a note
	StepReopen TaskStep = "reopen" // the requester: still broken
	StepCancel TaskStep = "cancel" // the requester no longer needs it
)

// ProblemKind is what is wrong.
type ProblemKind string

// The kinds of problems (S79, S106).
const (
	ProblemAV       ProblemKind = "av"
	ProblemLight    ProblemKind = "light"
	ProblemAircon   ProblemKind = "aircon"
	ProblemNetwork  ProblemKind = "network"
	ProblemCleaning ProblemKind = "cleaning"
	ProblemOther    ProblemKind = "other"
)

// ProblemKinds are all kinds.
var ProblemKinds = []ProblemKind{ProblemAV, ProblemLight, ProblemAircon, ProblemNetwork, ProblemCleaning, ProblemOther}

// ProblemCrew is the crew whose work a kind of problem is.
func ProblemCrew(k ProblemKind) Crew {
	switch k {
	case ProblemAV:
		return CrewSound
	case ProblemLight, ProblemAircon, ProblemNetwork:
		return CrewTechnical
	case ProblemCleaning:
		return CrewCleaning
	default:
		return CrewMeetingService
	}
}

// Task is work for a crew, on its people's phones: a tea order or a problem report.
type Task struct {
	ID        int64
	Revision  int
	Kind      TaskKind
	Status    TaskStatus
	Crew      Crew
	BookingID int64 // 0 when it hangs on no booking
	// BookingNumber, Title are the booking's, for the card; "" without one.
	BookingNumber string
	BookingTitle  string
	Room          Room // zero when no room is known
	Requester     Person
	// Others reported the same fault after the first (their IDs); they are told too.
	Others    []int64
	Claimer   Person // zero ID while nobody has it
	DueAt     time.Time
	Urgent    bool
	CreatedAt time.Time
	// OfferedAt is when it was last put before the crew: at creation, or when reopened.
	OfferedAt time.Time
	ClaimedAt time.Time
	EndedAt   time.Time // done, failed or cancelled
	// Escalated is how many steps of the ladder have been taken since OfferedAt.
	Escalated int
	Tea       *TeaOrder      // for TaskTea
	Problem   *ProblemReport // for TaskProblem
	// Outcome is the word said when it was done or could not be.
	Outcome string
	// Reopened counts how often it came back.
	Reopened int
}

// TeaOrder is what is to be served (S83, S97, S99).
type TeaOrder struct {
	Tea  string // a code of Settings.TeaKinds
	Cups int
	Note string
}

// ProblemReport is what was said and shown of a fault (S79, S106).
type ProblemReport struct {
	Kind   ProblemKind
	Text   string
	Photos []string // Telegram file ids
	Voice  string   // Telegram file id, "" for none
}

// TeaRequest is an order as asked; zero fields take their defaults: the head count, TeaLead before the start.
type TeaRequest struct {
	BookingID int64
	Tea       string
	Cups      int
	At        time.Time
	Note      string
}

// ProblemRequest is a fault as reported.
type ProblemRequest struct {
	RoomID    int64 // 0 when unknown
	BookingID int64 // 0 when in no meeting
	Kind      ProblemKind
	Text      string
	Photos    []string
	Voice     string
	Urgent    bool // the reporter says so; a meeting on or near makes it urgent anyway
}

// Open tells whether something is still to be done.
func (t Task) Open() bool {
	return t.Status == TaskOffered || t.Status == TaskClaimed || t.Status == TaskStarted
}

// Requesters are all who asked for it: the first and those who joined.
func (t Task) Requesters() []int64 { return append([]int64{t.Requester.ID}, t.Others...) }
