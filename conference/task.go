package conference

import (
	"slices"
	"time"
)

// TaskKind is what sort of work a task is.
type TaskKind string

// The kinds.
const (
	TaskTea      TaskKind = "tea"
	TaskProblem  TaskKind = "problem"
	TaskService  TaskKind = "service"   // of a meeting, by the plan
	TaskRounds   TaskKind = "rounds"    // tea rounds during a meeting (S99)
	TaskDayCheck TaskKind = "day_check" // the full check with the organiser, after which the room is sealed (S86, S87)
	TaskClosing  TaskKind = "closing"   // after a meeting (S107, S108)
	TaskOrder    TaskKind = "order"     // something ordered for a meeting beside drinks
	TaskPurchase TaskKind = "purchase"  // 会议采购通知单 (S57, S58)
	TaskRequest  TaskKind = "request"   // from the floor, at once (S102)
	TaskAssigned TaskKind = "assigned"  // by a supervisor, for the moment (S3)
	TaskStanding TaskKind = "standing"  // by the calendar (S115, S116)
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
	StepClaim   TaskStep = "claim"
	StepRelease TaskStep = "release" // gives it back to the crew
	StepStart   TaskStep = "start"
	StepDone    TaskStep = "done"
	StepFail    TaskStep = "fail"    // needs a note
	StepReopen  TaskStep = "reopen"  // the requester: still broken
	StepCancel  TaskStep = "cancel"  // the requester no longer needs it
	StepConfirm TaskStep = "confirm" // the organiser agrees to the day-before check
)

// ProblemKind is what is wrong.
type ProblemKind string

// The kinds of problems (S79, S106, S114).
const (
	ProblemAV       ProblemKind = "av"
	ProblemLight    ProblemKind = "light"
	ProblemAircon   ProblemKind = "aircon"
	ProblemNetwork  ProblemKind = "network"
	ProblemCleaning ProblemKind = "cleaning"
	ProblemOrder    ProblemKind = "order" // strangers, noise, crowding: an incident of the patrol's (S106)
	ProblemSafety   ProblemKind = "safety"
	ProblemOther    ProblemKind = "other"
)

// ProblemKinds are all kinds.
var ProblemKinds = []ProblemKind{ProblemAV, ProblemLight, ProblemAircon, ProblemNetwork, ProblemCleaning, ProblemOrder, ProblemSafety, ProblemOther}

// ProblemCrew is the crew whose work a kind of problem is.
func ProblemCrew(k ProblemKind) Crew {
	switch k {
	case ProblemAV:
		return CrewSound
	case ProblemLight, ProblemAircon, ProblemNetwork:
		return CrewTechnical
	case ProblemCleaning:
		return CrewCleaning
	case ProblemOrder, ProblemSafety:
		return CrewSafety
	default:
		return CrewMeetingService
	}
}

// Task is work for a crew, or for one person, on their phones.
type Task struct {
	ID       int64
	Revision int
	Kind     TaskKind
	Status   TaskStatus
	Crew     Crew
	// Only is the one person it is for, instead of the whole crew; zero for the crew.
	Only      Person
	BookingID int64 // 0 when it hangs on no booking
	// BookingNumber, Title are the booking's, for the card; "" without one.
	BookingNumber string
	BookingTitle  string
	// Meeting is when the booking's meeting is, Heads for how many; zero without one.
	Meeting Interval
	Heads   int
	// MeetingStatus is where the booking stands; "" without one.
	MeetingStatus BookingStatus
	Room          Room // zero when no room is known
	// Plan is the ID of what it was made from: a task of the plan, a service, a standing duty; "" for none.
	Plan string
	Name Words  // what it is, where the kind does not tell
	Note string // what whoever asked for it said
	// Requester asked for it; zero for what the plan asks.
	Requester Person
	// Others reported the same fault after the first (their IDs); they are told too.
	Others  []int64
	Hands   int      // how many people it takes, at least 1
	Claimer Person   // who took it first; zero ID while nobody has it
	Helpers []Person // who took it besides
	// HandTo is the colleague whom somebody has asked to take it, HandFrom who asked; zero for nobody. HandDeclined is
	// that the colleague has said no.
	HandTo, HandFrom Person
	HandDeclined     bool
	Items            []Item
	Proof            bool     // done only with a photo
	Proofs           []string // Telegram file ids
	DueAt            time.Time
	Urgent           bool
	CreatedAt        time.Time
	// OfferedAt is when it was last put before the crew: at creation, or when it came back.
	OfferedAt time.Time
	ClaimedAt time.Time // first response (S102)
	EndedAt   time.Time // done, failed or cancelled
	TickedAt  time.Time // when something about it last happened by itself
	Ladder    Ladder
	Tea       *TeaOrder      // for TaskTea
	Problem   *ProblemReport // for TaskProblem
	Order     *Order         // for TaskOrder, TaskPurchase and TaskRequest
	// ConfirmedBy is the organiser who has agreed to the day-before check; zero until then.
	ConfirmedBy Person
	// CalledOff tells of a cancelled task that somebody called it off; else it went with its meeting, or its level.
	CalledOff bool
	// Habits tells whether somebody comes to its meeting whose habits are on record (S100).
	Habits bool
	// Outcome is the word said when it was done or could not be.
	Outcome string
	// Reopened counts how often it came back.
	Reopened int
}

// Item is a line of a task's checklist.
type Item struct {
	Name Words `json:"name,omitempty"`
	// At is when it is to be ticked, zero for any time; Grace later it counts as missed.
	At       time.Time     `json:"at,omitzero"`
	Grace    time.Duration `json:"grace,omitempty"`
	DoneAt   time.Time     `json:"done,omitzero"`
	DoneBy   int64         `json:"by,omitempty"` // person ID
	MissedAt time.Time     `json:"missed,omitzero"`
}

// Order is what was ordered of a service (S57, S58, S76, S81–S84).
type Order struct {
	Service  string
	Quantity int
	Text     string   // the wording of a banner, a layout's code, or a note
	Names    []string // for name cards, the rostrum's first
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
	// AnswerBy is until when somebody is to have taken it; DueAt of the task is until when it is to be solved.
	AnswerBy time.Time
	// Check is the level of the three-level check that found it; 0 for none.
	Check int
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
	Check     int  // the level that found it
}

// Open tells whether something is still to be done.
func (t Task) Open() bool {
	return t.Status == TaskOffered || t.Status == TaskClaimed || t.Status == TaskStarted
}

// Off tells whether the task was called off or could not be done.
func (t Task) Off() bool { return t.Status == TaskCancelled || t.Status == TaskFailed }

// Requesters are all who asked for it: the first and those who joined.
func (t Task) Requesters() []int64 {
	if t.Requester.ID == 0 {
		return t.Others
	}
	return append([]int64{t.Requester.ID}, t.Others...)
}

// Team are those who have taken it.
func (t Task) Team() []Person {
	if t.Claimer.ID == 0 {
		return nil
	}
	return append([]Person{t.Claimer}, t.Helpers...)
}

// Has tells whether the person has taken it.
func (t Task) Has(person int64) bool {
	return person != 0 && slices.ContainsFunc(t.Team(), func(p Person) bool { return p.ID == person })
}

// Missing is how many people more it takes; none when it is over.
func (t Task) Missing() int {
	if !t.Open() {
		return 0
	}
	return max(0, max(1, t.Hands)-len(t.Team()))
}

// Unclaimed is how many rungs have been taken because nobody took it.
func (t Task) Unclaimed() int { return t.Ladder.taken(Unclaimed) }

func (l Ladder) taken(on Trigger) (n int) {
	for _, r := range l {
		if r.On == on && !r.TakenAt.IsZero() {
			n++
		}
	}
	return n
}

// clone copies what a decision may write into.
func (t Task) clone() Task {
	t.Items, t.Ladder, t.Helpers, t.Proofs = slices.Clone(t.Items), slices.Clone(t.Ladder), slices.Clone(t.Helpers), slices.Clone(t.Proofs)
	return t
}
