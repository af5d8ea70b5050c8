package handlers

import (
	"strings"

	"huiwu/conference"
)

// roomName is a room as people find it: building and number, "主楼 301".
func (v viewer) roomName(r conference.Room) string {
	if r.Building == "" || strings.HasPrefix(r.Number, r.Building) {
		return r.Number
	}
	return v.label("room.name", "building", r.Building, "number", r.Number)
}

// roomFacts is what a room offers: seats and equipment.
func (v viewer) roomFacts(r conference.Room) string {
	parts := []string{v.label("room.seats", "count", r.Seats)}
	if e := v.equipment(r.Equipment); e != "" {
		parts = append(parts, e)
	}
	return strings.Join(parts, " · ")
}

// equipment lists pieces of equipment by their names; unknown codes show as imported.
func (v viewer) equipment(codes []string) string {
	var names []string
	for _, c := range codes {
		if key := "equipment." + c; v.has(key) {
			names = append(names, v.label(key))
		} else {
			names = append(names, line(c))
		}
	}
	return strings.Join(names, v.label("room.and"))
}

// optionFacts is why a room would do, and what to know before choosing it.
func (c *core) optionFacts(v viewer, o conference.RoomOption) string {
	facts := v.roomFacts(o.Room)
	if len(o.Missing) > 0 {
		facts += " · " + v.label("room.missing", "what", v.equipment(o.Missing))
	}
	if c.settings.Policies[o.Room.Class].NeedsApproval {
		facts += " · " + v.label("room.approval")
	}
	return facts
}
