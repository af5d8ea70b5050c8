package conference

import "time"

// PartStat is an attendee's answer, in iCalendar's words (RFC 5545, 3.2.12).
type PartStat string

// The answers.
const (
	NeedsAction PartStat = "NEEDS-ACTION"
	Accepted    PartStat = "ACCEPTED"
	Tentative   PartStat = "TENTATIVE"
	Declined    PartStat = "DECLINED"  // a leave request when a reason is given (S68)
	Delegated   PartStat = "DELEGATED" // declined, naming a stand-in
)

// Attendee is a person invited to a meeting.
type Attendee struct {
	ID         int64
	BookingID  int64
	Person     Person // ID, Name, Department, Language, Roles are filled
	PartStat   PartStat
	Revision   int
	Reason     string
	StandIn    Person // who comes instead; zero for nobody
	InvitedBy  int64  // person ID
	InvitedAt  time.Time
	AnsweredAt time.Time
}

// Invitation is somebody's place on a meeting's list, with the meeting.
type Invitation struct {
	Attendee Attendee
	Booking  Booking
}

// Answer is what an attendee says.
type Answer struct {
	PartStat PartStat
	Reason   string
	StandIn  int64 // person ID, with Delegated
}

// Coming tells whether the attendee still gets the meeting's messages.
func (a Attendee) Coming() bool { return a.PartStat != Declined && a.PartStat != Delegated }

// Tally counts a meeting's answers.
type Tally struct{ Accepted, Tentative, Declined, Waiting int }

// Count tallies the answers of attendees.
func Count(attendees []Attendee) Tally {
	var t Tally
	for _, a := range attendees {
		switch a.PartStat {
		case Accepted:
			t.Accepted++
		case Tentative:
			t.Tentative++
		case Declined, Delegated:
			t.Declined++
		default:
			t.Waiting++
		}
	}
	return t
}
