package conference

import (
	"fmt"
	"time"
)

// SubjectKind is what sort of thing a card or a notice is about.
type SubjectKind string

// The kinds of subjects. Each has one live card per person.
const (
	SubjectBooking    SubjectKind = "booking"
	SubjectTask       SubjectKind = "task"
	SubjectCheck      SubjectKind = "check"
	SubjectInvitation SubjectKind = "invitation" // an attendee row
	SubjectDay        SubjectKind = "day"        // a date's outlook; ID is its Unix time at local midnight
	SubjectSheet      SubjectKind = "sheet"      // a meeting's service notice for a crew
	SubjectBoard      SubjectKind = "board"      // a supervisor's overview; ID is 1
	SubjectEmergency  SubjectKind = "emergency"  // a word to all in a building
	SubjectEntry      SubjectKind = "entry"      // somebody asks to enter a sealed room
	SubjectWeek       SubjectKind = "week"       // seven days; ID is the Unix time of their end
)

// Subject is the thing a card shows.
type Subject struct {
	Kind SubjectKind
	ID   int64
}

// Lane is the order in which messages leave when there are more than may be sent.
type Lane int

// The lanes, most urgent first.
const (
	LaneAnswer   Lane = iota // somebody is looking at the screen
	LaneTask                 // tasks and checks
	LaneReminder             // reminders, changes
	LaneBulk                 // outlooks, broadcasts
)

// Audience is who a notice or delivery is for; storage turns it into people. The set fields
// must all hold; the zero audience is nobody.
type Audience struct {
	Person int64 // this one, when not 0
	Role   Role
	Crew   Crew
	// Building leaves only those who work there or everywhere; "" for all.
	Building string
	// OnDuty leaves only those who are on duty.
	OnDuty bool
	// Someone makes it the leader's of the crew, else the supervisors', when it would be nobody's.
	Someone bool
	// Holders are all who have a live card of the subject already: it is edited for them.
	Holders bool
}

// NoticeKind is what a message says; the handlers have a card or a text for each.
type NoticeKind string

// What comes due later.
const (
	// NoticeReminder reminds an attendee; those who have not answered get the question again.
	NoticeReminder NoticeKind = "reminder"
	// NoticeStillNeeded asks the organiser the day before.
	NoticeStillNeeded NoticeKind = "still_needed"
	// NoticeCheckDue prompts a level, and marks the one before as missed when it is silent.
	NoticeCheckDue NoticeKind = "check_due"
	// NoticeCheckLast looks after level 3 at the start of the meeting.
	NoticeCheckLast NoticeKind = "check_last"
	// NoticeCheckDeputy lets a level's deputy answer, too.
	NoticeCheckDeputy NoticeKind = "check_deputy"
	// NoticeTaskClock looks at a task when something about it comes due: a rung of its ladder, a timed item.
	NoticeTaskClock NoticeKind = "task_clock"
	// NoticeService looks at a meeting's service: planned tasks, service notices, its end.
	NoticeService NoticeKind = "service"
)

// What goes out at once.
const (
	// NoticeCard brings the subject's live card up to date: sent when there is none, else edited.
	NoticeCard NoticeKind = "card"
	// NoticeBookingMoved tells a coming attendee of a new time or room, and asks again when the time moved.
	NoticeBookingMoved NoticeKind = "booking_moved"
	// NoticeBookingOff tells a coming attendee, or a task's claimer, that the meeting is off.
	NoticeBookingOff NoticeKind = "booking_off"
	// NoticeTaskChanged tells a task's claimer that time, place or amount changed.
	NoticeTaskChanged NoticeKind = "task_changed"
	// NoticeTaskEscalated puts an unclaimed task before a leader or supervisor.
	NoticeTaskEscalated NoticeKind = "task_escalated"
	// NoticeTaskHanded asks somebody to take a colleague's place.
	NoticeTaskHanded NoticeKind = "task_handed"
	// NoticeSheet puts a service notice, or what has changed in it, before a crew's leader.
	NoticeSheet NoticeKind = "sheet"
	// NoticeSheetChased asks again for its acknowledgement.
	NoticeSheetChased NoticeKind = "sheet_chased"
	// NoticeMeetingEnd asks the organiser whether the meeting is over or goes on.
	NoticeMeetingEnd NoticeKind = "meeting_end"
	// NoticeNotClosed tells that a room was given back without anybody having closed it.
	NoticeNotClosed NoticeKind = "not_closed"
	// NoticeSealed puts a booking in a sealed room before the supervisor.
	NoticeSealed NoticeKind = "sealed"
	// NoticeEntry asks the supervisor to let somebody into a sealed room.
	NoticeEntry NoticeKind = "entry"
	// NoticeCheckDisputed puts a level that a later one disputes before its holder again.
	NoticeCheckDisputed NoticeKind = "check_disputed"
	// NoticeEmergency is a word to all in a building (S114).
	NoticeEmergency NoticeKind = "emergency"
	// NoticeCheckMissed tells the supervisor that a level was silent.
	NoticeCheckMissed NoticeKind = "check_missed"
	// NoticeApproval puts a booking before the information centre.
	NoticeApproval NoticeKind = "approval"
	// NoticeUnreachable tells the supervisor that somebody can't be reached any more.
	NoticeUnreachable NoticeKind = "unreachable"
	// NoticeOutlook is the overview of the next two days (S128).
	NoticeOutlook NoticeKind = "outlook"
	// NoticeDaily tells a crew's leader what the crew has on the day (S129).
	NoticeDaily NoticeKind = "daily"
	// NoticeWeekly is the brief of the seven days that have passed (S130).
	NoticeWeekly NoticeKind = "weekly"
)

// Notice is a message, or a look at how things stand, that comes due later. It is a row, not a timer.
type Notice struct {
	ID      int64
	Kind    NoticeKind
	Subject Subject
	To      Audience
	// BookingID and Schedule tie it to the booking as it was planned: a notice of an older
	// schedule, or of a booking that is no longer live, is dropped. 0 for none.
	BookingID int64
	Schedule  int
	Step      int // which reminder, level or rung
	DueAt     time.Time
	ExpiresAt time.Time // not sent from then on; zero for never
}

// Delivery asks that people's chats be brought up to date about a subject, now.
type Delivery struct {
	Kind    NoticeKind
	Subject Subject
	To      Audience
	Lane    Lane
	// Ping lets it sound, and puts the card at the bottom of the chat even where one stands above.
	Ping bool
	// Revision is the state that a card is to tell of, of a task its own, of an invitation the sum of its and its booking's.
	// Whose card shows a later one has seen it, or done something about it, and is not pinged. 0 for whatever there is.
	Revision int
	Step     int
	// NoticeID is the due notice it comes from, 0 for none.
	NoticeID  int64
	ExpiresAt time.Time // zero for never
	// DueAt is when it should have gone out, for measuring lateness.
	DueAt time.Time
}

// card is the delivery that edits every card of s and shows it to whoever is named besides.
func cards(s Subject, also ...Audience) []Delivery {
	out := []Delivery{{Kind: NoticeCard, Subject: s, To: Audience{Holders: true}, Lane: LaneTask}}
	for _, a := range also {
		out = append(out, Delivery{Kind: NoticeCard, Subject: s, To: a, Lane: LaneTask, Ping: true})
	}
	return out
}

// Card is where a person's live card of a subject stands in Telegram.
type Card struct {
	ChatID    int64
	MessageID int64
	Revision  int64  // of the subject, as it is shown
	Digest    []byte // of what is shown
	// AsksUntil is until when a question that was put in the card's place is left alone: "call it off?" with its buttons.
	// Zero when the card itself stands there.
	AsksUntil time.Time
}

// NotYet is the error of a delivery that is to be made later, as its reader is being asked something where it would stand.
type NotYet struct{ Wait time.Duration }

func (e NotYet) Error() string { return fmt.Sprintf("to be delivered in %v", e.Wait) }
