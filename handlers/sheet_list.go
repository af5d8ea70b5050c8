package handlers

import (
	"context"
	"slices"
	"strings"

	"huiwu/conference"
)

// list is who has acknowledged a meeting's notice and who has not, in the place of the booking's card.
func (c *sheets) list(ctx context.Context, t *turn) (Reply, error) {
	if !t.may(conference.ActionTrackSheets, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	m, err := c.store.Meeting(ctx, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	leaders, err := c.store.LeadersOf(ctx, crewsOf(m.Sheets))
	if err != nil {
		return Reply{}, err
	}
	k := button{verb: verbBooking, id: m.Booking.ID, rev: int64(m.Booking.Revision), arg: actFold}
	keys := Keyboard{}.row(button{verb: verbPrint, id: m.Booking.ID, arg: printBooking}.key(t.label("print.button")), k.key(t.label("check.back")))
	return reply(t.edit(t.trackList(m, leaders), keys))
}

// trackList has a line for each who has the notice: who acknowledged it when, or whom to ask, and for how long it waits.
func (v viewer) trackList(m conference.Meeting, leaders []conference.Person) Text {
	acked, all := m.Tracked()
	lines := []Text{Bold(v.say("sheet.list.head", "number", m.Booking.Number, "title", m.Booking.Title)), v.say("sheet.list.count", "n", acked, "all", all)}
	for _, k := range m.Sheets {
		switch {
		case k.Facts.Off:
		case k.Waits():
			lines = append(lines, v.say("sheet.list.waits", "who", v.crewAndLeaders(k.Crew, leaders), "length", v.length(v.now.Sub(k.SentAt))))
		default:
			lines = append(lines, v.say("sheet.list.acked", "crew", v.sheetCrew(k.Crew), "name", k.AckedBy.Name, "time", v.clockOrMoment(k.AckedAt)))
		}
	}
	return Lines(lines...)
}

// trackLine is how many crews have the notice, and which have not, in one line.
func (v viewer) trackLine(m conference.Meeting) Text {
	acked, all := m.Tracked()
	if all == 0 {
		return Text{}
	}
	var missing []string
	for _, k := range silentSheets(m) {
		missing = append(missing, v.sheetCrew(k.Crew))
	}
	if len(missing) == 0 {
		return v.say("sheet.track.all", "all", all)
	}
	return v.say("sheet.track", "n", acked, "all", all, "missing", strings.Join(missing, v.label("room.and")))
}

// silentSheets are the crews' notices that wait.
func silentSheets(m conference.Meeting) []conference.Sheet {
	return slices.DeleteFunc(slices.Clone(m.Sheets), func(k conference.Sheet) bool { return k.Crew == "" || !k.Waits() })
}

func crewsOf(sheets []conference.Sheet) []conference.Crew {
	crews := []conference.Crew{}
	for _, k := range sheets {
		crews = append(crews, k.Crew)
	}
	return crews
}

// sheetCrew is who a notice is for.
func (v viewer) sheetCrew(c conference.Crew) string {
	if c == "" {
		return v.label("holder.authority")
	}
	return v.crew(c)
}

// crewAndLeaders is a crew with those who lead it; deputies only where there is no leader.
func (v viewer) crewAndLeaders(c conference.Crew, leaders []conference.Person) string {
	var names, deputies []string
	for _, p := range leaders {
		switch {
		case p.Crew != c:
		case p.Has(conference.RoleTeamLeader):
			names = append(names, line(p.Name))
		default:
			deputies = append(deputies, line(p.Name))
		}
	}
	if len(names) == 0 {
		names = deputies
	}
	return strings.Join(append([]string{v.sheetCrew(c)}, names...), " ")
}
