package conference

import "time"

// BookingStatus is where a booking stands.
type BookingStatus string

// The statuses. Pending, confirmed and closing bookings are live: they hold their room.
const (
	BookingPending   BookingStatus = "pending" // waits for the information centre
	BookingConfirmed BookingStatus = "confirmed"
	BookingClosing   BookingStatus = "closing" // over; its room is held until somebody has closed it (S108)
	BookingClosed    BookingStatus = "closed"
	BookingCancelled BookingStatus = "cancelled"
	BookingReleased  BookingStatus = "released" // the organiser said it is no longer needed
	BookingRejected  BookingStatus = "rejected"
)

// Level is the service level (S36, S37).
type Level string

// The levels.
const (
	LevelSmall     Level = "small"
	LevelMedium    Level = "medium"
	LevelLarge     Level = "large"
	LevelImportant Level = "important"
)

// Booking is one meeting in one room.
type Booking struct {
	ID       int64
	Number   string // what people say: "A-1027"; the database gives it
	Revision int    // counts every change; a button of an older one is stale
	// Schedule counts the changes of time, room or life; notices of an older one are dropped.
	Schedule  int
	Status    BookingStatus
	Room      Room
	Organiser Person // ID, Name, Department, Language are filled
	Title     string
	Start     time.Time
	End       time.Time
	Headcount int
	Type      MeetingType // "" for none in particular (S38)
	Leader    Person      // who convenes it: ID, Name, Rank; zero for nobody (S25, S36)
	Level     Level
	// LevelReason is why it has its level.
	LevelReason LevelReason
	// SealedAt is when the day-before check had both sides' yes, UnsealedAt when the room was opened for the
	// meeting or by the supervisor (封闭管理, S87); zero for not.
	SealedAt, UnsealedAt time.Time
	// FinishedAt is when the organiser said that the meeting is over; zero until then.
	FinishedAt time.Time
	// SealedFor is the number of the meeting for which the room is sealed that this one, pending, would bring people
	// into; "" for none (S87).
	SealedFor string
	// ClosedAt is when the room was given back after the meeting; Unclosed that nobody had looked after it by then.
	ClosedAt time.Time
	Unclosed bool
	// Needed is when the organiser confirmed that the room is still needed, or zero.
	Needed    time.Time
	Reason    string // why it was cancelled or rejected
	CreatedAt time.Time
}

// Live tells whether the booking holds its room.
func (b Booking) Live() bool {
	return b.Status == BookingPending || b.Status == BookingConfirmed || b.Status == BookingClosing
}

// Sealed tells whether nobody may enter the room but for the meeting.
func (b Booking) Sealed() bool {
	return b.Status == BookingConfirmed && !b.SealedAt.IsZero() && b.UnsealedAt.IsZero()
}

// Interval is the meeting itself.
func (b Booking) Interval() Interval { return Interval{b.Start, b.End} }

// Request is what a draft asks for.
type Request struct {
	RoomID    int64
	Title     string
	Start     time.Time
	End       time.Time
	Headcount int
	Type      MeetingType
	Leader    Person // ID, Name, Rank; zero for nobody
	// Sealed are the meetings for which the room is sealed: what comes before one of them asks the supervisor.
	Sealed []Booking
}

// Edit is what a change of a booking asks for; zero fields stay as they are.
type Edit struct {
	RoomID    int64
	Title     string
	Start     time.Time
	End       time.Time
	Headcount int
	Type      *MeetingType // nil for as it is; "" for none in particular
	Leader    *Person      // nil for as it is; the zero Person for nobody
	// Sealed are the meetings for which the room that it shall be in is sealed, as in Request.
	Sealed []Booking
}

// Meeting is a booking with all that hangs on it: what one decision may have to move.
type Meeting struct {
	Booking   Booking
	Attendees []Attendee
	Tasks     []Task
	Checks    []Check
	Sheets    []Sheet
}

// Effects is all that follows from a decision. Storage writes it in the decision's own transaction.
type Effects struct {
	// Notices come due later. When the schedule moved on, those of the old one are dropped.
	Notices []Notice
	// Deliveries go out as soon as the transaction is committed.
	Deliveries []Delivery
}

func (e *Effects) notify(n ...Notice)    { e.Notices = append(e.Notices, n...) }
func (e *Effects) deliver(d ...Delivery) { e.Deliveries = append(e.Deliveries, d...) }

// Change says by whom, when and by which update something is changed.
type Change struct {
	// UpdateID is Telegram's; claimed in the change's transaction. 0 for what happens by itself.
	UpdateID int64
	// Draft is the nonce of the draft that is confirmed, claimed like the update: a draft becomes one thing,
	// by whichever of its taps. 0 for what is decided at once.
	Draft int64
	// Card is the message that shows the draft: from the commit on it is the actor's live card of what the draft
	// becomes, so that whoever changes that next finds it. Zero for none.
	Card  Card
	Actor Person
	Now   time.Time
}
