package conference

import (
	"slices"
	"time"
)

// CrewDay is what a crew has on a day (每日服务通知, S129).
type CrewDay struct {
	// Meetings are those the crew serves, by their start.
	Meetings []Booking
	// Tasks are its open ones that are due that day, by when.
	Tasks []Task
}

// Empty tells whether the crew has nothing.
func (d CrewDay) Empty() bool { return len(d.Meetings)+len(d.Tasks) == 0 }

// CrewDay is what a crew has, of the meetings of a day and its own open tasks due then: it serves those meetings that
// the plan gives it work for, and those it has a task for.
func (s Settings) CrewDay(crew Crew, meetings []Booking, tasks []Task) CrewDay {
	d := CrewDay{Tasks: tasks}
	for _, b := range meetings {
		mine := slices.ContainsFunc(tasks, func(t Task) bool { return t.BookingID == b.ID })
		if b.Status == BookingConfirmed && (mine || s.gives(crew, b.Level)) {
			d.Meetings = append(d.Meetings, b)
		}
	}
	return d
}

// gives tells whether the plan gives a crew work for meetings of a level.
func (s Settings) gives(crew Crew, level Level) bool {
	return slices.ContainsFunc(s.Plan.Tasks, func(p TaskPlan) bool { return p.Crew == crew && slices.Contains(p.Levels, level) })
}

// Brief is what happened in a stretch of time (每周业务简报, S130).
type Brief struct {
	Interval
	Meetings map[Level]int // that took place, by their start
	// Tasks fell due, of which so many were done, not done or done after that, and told to a leader or supervisor.
	Tasks, Done, Late, Escalated int
	Faults                       map[ProblemKind]int // reported
	Rooms                        []RoomUse           // used most, the first first
}

// RoomUse is how much a room was used.
type RoomUse struct {
	Room     Room
	Meetings int
	Length   time.Duration // of the meetings together
}

// MostUsed is how many rooms a brief names.
const MostUsed = 3
