package conference

import "time"

// Policy is what a venue class demands of a booking (S31–S34). Times of day count from local midnight.
type Policy struct {
	Lead          time.Duration // notice needed before the start; 60 minutes for class A (S33)
	Longest       time.Duration
	Opens, Closes time.Duration // the meeting itself lies within; set-up may come before
	Horizon       time.Duration // how far ahead it can be booked
	SetUp         time.Duration // the room is held so long before the start
	CleanUp       time.Duration // and so long after the end
	NeedsApproval bool          // by the information centre (S15)
	MostSeats     int           // a venue of the class has; 40 for class A (S32), 0 for any number
}

// Settings are the organisation's numbers: where the rule books leave a blank.
type Settings struct {
	Zone     *time.Location
	Policies map[Class]Policy

	MaxHeadcount int
	MaxTitle     int // in runes
	MaxNote      int // in runes: a reason, a note to an order
	MaxReport    int // in runes: what is said of a fault

	TeaKinds []string      // codes the locale has words for, else shown as they are
	TeaLead  time.Duration // tea stands so long before the start unless told otherwise
	MaxCups  int

	// Reminders are how long before the start attendees are told, longest first; the last is
	// never kept back by quiet hours (S60–S62, S67, S109).
	Reminders []time.Duration
	// StillNeeded is how long before the start the organiser is asked whether the room is still needed.
	StillNeeded time.Duration
	// QuietFrom, QuietTo bound the hours without reminders, from local midnight; the span may cross midnight.
	QuietFrom, QuietTo time.Duration

	// Plan is what each service level means; the organisation's own or the rule books'.
	Plan *ServicePlan
	// CheckGap is the least time a level has when the booking comes late.
	CheckGap time.Duration

	// FloorFrom is how long before the start things can be asked for from the floor; FloorWithin how soon they are due (S102).
	FloorFrom, FloorWithin time.Duration
	// AssignWithin is when assigned work is due for which no time was said.
	AssignWithin time.Duration
	// UrgentWithin: a fault in a room whose meeting begins so soon, or is on, is urgent.
	UrgentWithin time.Duration
	// AnswerUrgent, AnswerNormal are until when somebody is to have taken a fault; SolveUrgent, SolveNormal until when
	// it is to be solved.
	AnswerUrgent, AnswerNormal, SolveUrgent, SolveNormal time.Duration
	// DuplicateWithin: the same fault in the same room so soon after joins the open report.
	DuplicateWithin time.Duration
	// EmergencyConfirm is how soon an emergency notice has to be confirmed for the second time (S114).
	EmergencyConfirm time.Duration
}

// DefaultSettings are the rule books' numbers; zone and plan are the organisation's.
func DefaultSettings(zone *time.Location, plan *ServicePlan) Settings {
	const day = 24 * time.Hour
	return Settings{
		Zone: zone,
		Plan: plan,
		Policies: map[Class]Policy{
			ClassA: {Lead: time.Hour, Longest: 10 * time.Hour, Opens: 7 * time.Hour, Closes: 22 * time.Hour, Horizon: 90 * day, MostSeats: 40},
			ClassB: {Lead: 2 * time.Hour, Longest: 12 * time.Hour, Opens: 7 * time.Hour, Closes: 22 * time.Hour, Horizon: 180 * day,
				SetUp: 30 * time.Minute, CleanUp: 15 * time.Minute},
			ClassC: {Lead: day, Longest: day, Opens: 0, Closes: day, Horizon: 365 * day,
				SetUp: time.Hour, CleanUp: 30 * time.Minute, NeedsApproval: true},
		},
		MaxHeadcount:     2000,
		MaxTitle:         80,
		TeaKinds:         []string{"green", "black", "water", "coffee"},
		TeaLead:          15 * time.Minute,
		MaxCups:          2000,
		Reminders:        []time.Duration{day, time.Hour, 15 * time.Minute},
		StillNeeded:      day,
		QuietFrom:        22 * time.Hour,
		QuietTo:          7 * time.Hour,
		CheckGap:         5 * time.Minute,
		FloorFrom:        30 * time.Minute,
		FloorWithin:      5 * time.Minute,
		AssignWithin:     time.Hour,
		UrgentWithin:     time.Hour,
		AnswerUrgent:     5 * time.Minute,
		AnswerNormal:     30 * time.Minute,
		SolveUrgent:      15 * time.Minute,
		SolveNormal:      4 * time.Hour,
		DuplicateWithin:  12 * time.Hour,
		EmergencyConfirm: time.Minute,
		MaxNote:          200,
		MaxReport:        1000,
	}
}
