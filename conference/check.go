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
	Revision   int
	DueAt      time.Time
	AnsweredBy Person // zero until answered
	AnsweredAt time.Time
	// MissedAt is when the next level came due without an answer; a late answer does not clear it.
	MissedAt time.Time
	Note     string
}

// Answered tells whether somebody has spoken.
func (c Check) Answered() bool { return c.Status == CheckConfirmed || c.Status == CheckProblem }
