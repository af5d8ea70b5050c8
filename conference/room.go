package conference

import (
	"slices"
	"strings"
	"time"
)

// Class is a venue class (S31): the rules for booking hang on it.
type Class string

// The classes. A has up to 40 seats: small reception and discussion rooms (S32).
const (
	ClassA Class = "A"
	ClassB Class = "B"
	ClassC Class = "C"
)

// Room is a venue that can be booked.
type Room struct {
	ID        int64
	Number    string // what is on the door, unique: "301", "E202"
	Name      string // "" when it has none
	Building  string
	Floor     int
	Class     Class
	Seats     int
	Equipment []string // canonical codes where known ("projector"), else as imported
	Aliases   []string
	Layouts   []string // "theatre", "classroom", "u", "board", else as imported
	// Removed rooms are kept for the record and cannot be booked.
	Removed bool
}

// Interval is half-open: [Start, End), both UTC.
type Interval struct{ Start, End time.Time }

// Overlaps tells whether the two share an instant.
func (i Interval) Overlaps(o Interval) bool { return i.Start.Before(o.End) && o.Start.Before(i.End) }

// Length is how long it is.
func (i Interval) Length() time.Duration { return i.End.Sub(i.Start) }

// Need is what a meeting asks of a room.
type Need struct {
	Headcount int
	Equipment []string // canonical codes
	Building  string   // "" for any
	Floor     int      // 0 for any
}

// RoomOption is a room that would do, and why.
type RoomOption struct {
	Room    Room
	Missing []string // equipment asked for that it lacks
	Spare   int      // seats left over
}

// Has tells whether the room has the piece of equipment.
func (r Room) Has(equipment string) bool {
	return slices.ContainsFunc(r.Equipment, func(e string) bool { return strings.EqualFold(e, equipment) })
}

// RankRooms orders the rooms that hold everybody (S40) by how well they fit: the building
// and floor asked for, all equipment, then the fewest empty seats. Rooms too small are left out.
func RankRooms(rooms []Room, need Need) []RoomOption {
	var out []RoomOption
	for _, r := range rooms {
		if r.Removed || r.Seats < need.Headcount {
			continue
		}
		o := RoomOption{Room: r, Spare: r.Seats - need.Headcount}
		for _, e := range need.Equipment {
			if !r.Has(e) {
				o.Missing = append(o.Missing, e)
			}
		}
		out = append(out, o)
	}
	away := func(r Room) int {
		n := 0
		if need.Building != "" && r.Building != need.Building {
			n += 2
		}
		if need.Floor != 0 && r.Floor != need.Floor {
			n++
		}
		return n
	}
	slices.SortStableFunc(out, func(a, b RoomOption) int {
		for _, d := range []int{away(a.Room) - away(b.Room), len(a.Missing) - len(b.Missing), a.Spare - b.Spare} {
			if d != 0 {
				return d
			}
		}
		return strings.Compare(a.Room.Number, b.Room.Number)
	})
	return out
}
