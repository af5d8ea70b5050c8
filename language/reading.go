package language

import "time"

// Intent is what a person wants with a sentence.
type Intent string

// The intents. An empty intent means that the sentence alone does not tell.
const (
	IntentUnknown Intent = ""
	IntentBook    Intent = "book"    // reserve a room
	IntentChange  Intent = "change"  // alter a draft or a booking
	IntentCancel  Intent = "cancel"  // give a booking up
	IntentFree    Intent = "free"    // ask which rooms are free
	IntentService Intent = "service" // tea, water, fruit, banner and so on
	IntentProblem Intent = "problem" // report a fault
	IntentAnswer  Intent = "answer"  // answer an invitation
	IntentList    Intent = "list"    // see bookings
	IntentHelp    Intent = "help"
	IntentFinish  Intent = "finish"   // report that a meeting is over
	IntentAssign  Intent = "assign"   // hand a job to a person or a crew; the title is the job
	IntentOnDuty  Intent = "on_duty"  // come to work
	IntentOffDuty Intent = "off_duty" // leave it
)

// Slot names what a dialog asked for, so that a bare answer is read as that.
type Slot string

// The slots that ParseAnswer can expect.
const (
	SlotTime      Slot = "time"
	SlotDuration  Slot = "duration"
	SlotHeadcount Slot = "headcount"
	SlotRoom      Slot = "room"
	SlotTitle     Slot = "title"
	SlotService   Slot = "service"
	SlotProblem   Slot = "problem"
	SlotAnswer    Slot = "answer"
)

// Span is a half-open range of byte offsets in the text as it was typed.
type Span struct{ Start, End int }

// In returns the part of text that the span covers, "" when it lies outside.
func (s Span) In(text string) string {
	if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
		return ""
	}
	return text[s.Start:s.End]
}

// Empty tells whether the span covers nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Reading is what was understood of one text. Slots that the text does not hold are nil or empty.
type Reading struct {
	Intent      Intent
	Time        *Time
	Headcount   *Headcount
	Room        *RoomMatch
	Title       string
	TitleSpan   Span
	Services    []Service
	Problem     *Problem
	People      []PersonMatch
	Departments []PersonMatch
	Crew        string // of IntentAssign: meeting_service, sound, technical, safety, cleaning, secretariat, logistics, transport, buyers
	Own         bool   // of IntentList: only what the writer has booked or attends is asked for
	Answer      *Answer
	Change      *Change
	Ambiguities []Ambiguity
	Invalid     []Invalid
}

// TimeKind tells how precise a time is.
type TimeKind string

// The kinds of time.
const (
	KindDate          TimeKind = "date"          // a day; the hour is open
	KindTime          TimeKind = "time"          // a clock without a day, at its next occurrence
	KindDateTime      TimeKind = "datetime"      // day and clock
	KindDateTimeRange TimeKind = "datetimerange" // day, start and end
	KindTimeRange     TimeKind = "timerange"     // start and end without a day, at their next occurrence
	KindDuration      TimeKind = "duration"      // a length alone
	KindSet           TimeKind = "set"           // a recurrence; Start and End are the first occurrence
)

// PartOfDay is a hint about the hour, never a booked interval.
type PartOfDay string

// The parts of the day.
const (
	Dawn      PartOfDay = "dawn"
	Morning   PartOfDay = "morning"
	Noon      PartOfDay = "noon"
	Afternoon PartOfDay = "afternoon"
	Evening   PartOfDay = "evening"
	Night     PartOfDay = "night"
)

// Time is when, how long and how often. Instants are in the location of the reference time.
type Time struct {
	Kind      TimeKind
	Start     time.Time     // zero for KindDuration
	End       time.Time     // exclusive; zero when the text does not tell it
	Duration  time.Duration // zero when unknown; at most what time.Duration holds
	Seconds   float64       // the length in seconds, also where Duration would overflow
	RRule     string        // RFC 5545 recurrence rule value, e.g. "FREQ=WEEKLY;BYDAY=MO,WE"; KindSet only
	PartOfDay PartOfDay     // "" when none was said
	HasDay    bool          // a day was named
	HasClock  bool          // an hour was named (or all of the day)
	AllDay    bool          // [00:00, next 00:00)
	Deadline  bool          // "before 5pm", "within a week": Start is the latest moment
	Span      Span          // from the first to the last word about time
	Parts     []Span        // each stretch of words about time, in the order typed
}

// Headcount is how many people.
type Headcount struct {
	N      int  // people in all; 0 when only Delta is known
	Delta  int  // "5 more people": +5
	Approx bool // "about 30"
	Span   Span
}

// RoomMatch is the room a text speaks of.
type RoomMatch struct {
	Number     string   // the catalogue's key when certain, else ""
	Candidates []string // catalogue keys to offer: several matches, typing errors, initials
	Text       string   // as typed
	Building   string   // a constraint, "" when none
	Floor      int      // a constraint; 0 when none
	Span       Span
}

// Service is something to be brought or set up.
type Service struct {
	Kind     string // green-tea, tea, water, hot-water, coffee, fruit, banner, name-cards, microphone, adaptor, layout, temperature, ...
	Quantity int    // 0 when not said
	Unit     string // cup, bottle, box, ... "" when not said
	Note     string // a wish ("少糖"), the wording of a banner, or of a layout its code: theatre, classroom, u, board
	Span     Span
}

// Problem is a reported fault or incident.
type Problem struct {
	Kind   string // av, light, aircon, network, cleaning, order (strangers, quarrels, noise), safety (fire, people hurt), other
	Urgent bool   // the words say that it cannot wait
	Text   string // the words of the fault
	Span   Span
}

// PersonMatch is a name of the catalogue found in the text.
type PersonMatch struct {
	Name string
	Span Span
}

// AnswerKind is an answer to an invitation.
type AnswerKind string

// The answers.
const (
	AnswerYes   AnswerKind = "yes"
	AnswerNo    AnswerKind = "no"
	AnswerMaybe AnswerKind = "maybe"
)

// Answer is an answer to an invitation or a question.
type Answer struct {
	Kind   AnswerKind
	Reason string // what was given as the reason, "" when none
	Span   Span
}

// Change is what a correction asks for. The new time, room or number of people is in the reading's own slots.
type Change struct {
	Slot    Slot          // which slot changes; "" when the text does not tell
	Bigger  bool          // a bigger room
	Smaller bool          // a smaller room
	Other   bool          // just another one
	Extend  time.Duration // the end moves by this (negative: ends earlier)
	Shift   time.Duration // the whole booking moves by this (negative: earlier)
	Of      *Time         // the time left behind, or of the booking that is meant: "把明天3点的会改到4点"
	Span    Span
}

// Ambiguity names what is unclear and what it could mean.
type Ambiguity struct {
	Kind    string // hour, day, month-end, half-day, room, headcount
	Text    string // the unclear words as typed
	Span    Span
	Options []Option // two or three
}

// Option is one way to read an ambiguity; the field for its kind is set.
type Option struct {
	Value  string // short and machine-readable, e.g. "15:00", "2026-11-30", "301"
	Time   *Time  // the reading's time if this option is chosen
	Room   string // the catalogue's key
	Number int
}

// InvalidKind tells what is impossible about a value.
type InvalidKind string

// What can be impossible.
const (
	InvalidDate      InvalidKind = "date"      // 2月30日
	InvalidClock     InvalidKind = "clock"     // 25点
	InvalidRange     InvalidKind = "range"     // the end is before the start
	InvalidDuration  InvalidKind = "duration"  // zero, or longer than a booking can be understood
	InvalidHeadcount InvalidKind = "headcount" // none, or thousands
)

// Invalid is an impossible value: never silently dropped, so that it can be answered.
type Invalid struct {
	Kind InvalidKind
	Text string
	Span Span
}
