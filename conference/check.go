package conference

import "time"

// CheckStatus is where a level of the three-level check stands.
type CheckStatus string

// The statuses.
const (
	CheckPlanned   CheckStatus = "planned"
	CheckPrompted  CheckStatus = "prompted"
	CheckConfirmed CheckStatus = "confirmed"
	CheckProblem   CheckStatus = "problem" // answered: something is wrong; the note says what
	CheckCancelled CheckStatus = "cancelled"
)

// Check is one level of the three-level check (三级检查与确认, S89–S91).
type Check struct {
	ID         int64
	BookingID  int64
	Level      int // 1, 2, 3
	Status     CheckStatus
	DueAt      time.Time
	AnsweredBy Person // zero until answered
	AnsweredAt time.Time
	// Revision counts its changes but for MissedAt and DeputyAt, which a card counts besides: neither makes a button stale.
	Revision int
	// MissedAt is when the next level came due without an answer; a late answer does not clear it.
	MissedAt time.Time
	// DeputyAt is when the level's deputy was asked, too; zero for not.
	DeputyAt time.Time
	// DeputyThere tells whether there is a deputy then, within Telegram's reach; else somebody else steps in.
	DeputyThere bool
	Note        string // what is wrong ("" when only pictures show it), or why open problems are accepted
	// DisputedBy is who of a later level has disputed the last answer, and Dispute why; zero and "" for nobody.
	DisputedBy Person
	Dispute    string
}

// Answered tells whether somebody has spoken.
func (c Check) Answered() bool { return c.Status == CheckConfirmed || c.Status == CheckProblem }
