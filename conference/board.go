package conference

import "time"

// Board is what an overseer has to see at once: what is late, what nobody has taken, what comes next.
type Board struct {
	Buildings []BoardLine // by name; "" for what is in no room
	Pressing  []Task      // open ones, the most pressing first
	// LookedAt is when its viewer looked at it last; zero for never.
	LookedAt time.Time
}

// BoardLine counts a building's open work; a late task counts as late and as nothing else.
type BoardLine struct {
	Building  string
	Late      int
	Unclaimed int // takes more people than have taken it
	Soon      int // due within BoardAhead
	Meetings  int // that begin within BoardAhead
}

const (
	// TheBoard is the ID of the one board there is; each has their own card of it.
	TheBoard = 1
	// BoardAhead is how far ahead the board looks.
	BoardAhead = 2 * time.Hour
	// BoardIdle is how long a board that nobody looks at is kept up to date.
	BoardIdle = 12 * time.Hour
)

// BoardOf is the building that a person oversees: a lobby manager their own (S14), everybody else all of them, "".
func BoardOf(p Person) string {
	if p.Has(RoleHotline) || p.Has(overseers...) {
		return ""
	}
	return p.Building
}

// Overdue tells whether the task is open and its time has gone by.
func (t Task) Overdue(now time.Time) bool { return t.Open() && t.DueAt.Before(now) }
