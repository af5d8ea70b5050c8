package handlers

import (
	"encoding/json"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// draft is a booking that is being put together, or one that is being changed. What is not known yet is zero.
type draft struct {
	// Booking is the booking being changed, at Revision; 0 for a new one. Number is what people call it, Was how it stands.
	Booking  int64               `json:"b,omitempty"`
	Revision int                 `json:"r,omitempty"`
	Number   string              `json:"bn,omitempty"`
	Was      *conference.Request `json:"w,omitempty"`

	Day    string             `json:"d,omitempty"` // "2026-11-24", local
	Clock  *int               `json:"c,omitempty"` // minutes since local midnight
	Length int                `json:"l,omitempty"` // minutes
	Part   language.PartOfDay `json:"p,omitempty"`
	Heads  int                `json:"h,omitempty"`
	Room   int64              `json:"rm,omitempty"`
	Title  string             `json:"t,omitempty"`

	Equipment []string `json:"eq,omitempty"`
	Building  string   `json:"bd,omitempty"`
	Floor     int      `json:"fl,omitempty"`
	// MinSeats, MaxSeats and Not are what "a bigger one", "a smaller one", "another one" ask for.
	MinSeats int   `json:"mn,omitempty"`
	MaxSeats int   `json:"mx,omitempty"`
	Not      int64 `json:"nt,omitempty"`

	// Tea and Cups are drinks that were mentioned with the meeting: ordered once it is booked. Cups may be 0.
	Tea  string `json:"te,omitempty"`
	Cups int    `json:"cu,omitempty"`

	// Said are the words about time as typed, shown beside what they were taken to mean.
	Said string `json:"sd,omitempty"`
	// Repeats is set when the words asked for a series; only its first meeting is in the draft.
	Repeats bool `json:"rp,omitempty"`
	// Question is what the words left open.
	Question *question `json:"q,omitempty"`
	// Shown is when the draft was last on the screen, in Unix seconds: a "yes" is for what has just been seen.
	Shown int64 `json:"sh,omitempty"`
	// Version counts the changes: a confirmation is for the version it was drawn with.
	Version int `json:"v,omitempty"`
}

// question is one thing that could mean two or three.
type question struct {
	Kind    string         `json:"k"`
	Text    string         `json:"t"`
	Options []questionPick `json:"o"`
}

// questionPick is one way to take it.
type questionPick struct {
	Label string     `json:"l,omitempty"`
	Start *time.Time `json:"s,omitempty"`
	End   *time.Time `json:"e,omitempty"`
	Room  int64      `json:"r,omitempty"`
	Heads int        `json:"h,omitempty"`
}

// dayForm is how a draft keeps a day.
const dayForm = "2006-01-02"

// workday is what "all day" is taken for.
const (
	workdayStart  = 9 * 60
	workdayLength = 9 * 60
)

// draftOf reads the dialog's draft.
func draftOf(t *turn) *draft {
	d := new(draft)
	if t.dialog != nil && len(t.dialog.Draft) > 0 && json.Unmarshal(t.dialog.Draft, d) != nil {
		return new(draft)
	}
	return d
}

// day is the local midnight of the draft's day, false when none is known.
func (d *draft) day(zone *time.Location) (time.Time, bool) {
	day, err := time.ParseInLocation(dayForm, d.Day, zone)
	return day, err == nil
}

// start is when the meeting begins, false while day or clock is open.
func (d *draft) start(zone *time.Location) (time.Time, bool) {
	day, ok := d.day(zone)
	if !ok || d.Clock == nil {
		return time.Time{}, false
	}
	y, m, dd := day.Date()
	return time.Date(y, m, dd, 0, *d.Clock, 0, 0, zone).UTC(), true
}

// setStart moves the draft to an instant.
func (d *draft) setStart(t time.Time, zone *time.Location) {
	d.Day = t.In(zone).Format(dayForm)
	d.setClock(t, zone)
}

func (d *draft) setClock(t time.Time, zone *time.Location) {
	minutes := t.In(zone).Hour()*60 + t.In(zone).Minute()
	d.Clock, d.Part = &minutes, ""
}

// timed tells whether day, clock and length are known.
func (d *draft) timed() bool { return d.Day != "" && d.Clock != nil && d.Length != 0 }

// request is what the draft asks for; times are zero while they are open.
func (d *draft) request(zone *time.Location) conference.Request {
	r := conference.Request{RoomID: d.Room, Title: d.Title, Headcount: d.Heads}
	if start, ok := d.start(zone); ok {
		r.Start = start
		if d.Length != 0 {
			r.End = start.Add(time.Duration(d.Length) * time.Minute)
		}
	}
	return r
}

// edit is what a changed booking asks for: only what differs from how it stands.
func (d *draft) edit(zone *time.Location) conference.Edit {
	r, was := d.request(zone), *d.Was
	var e conference.Edit
	if r.RoomID != was.RoomID {
		e.RoomID = r.RoomID
	}
	if r.Title != was.Title {
		e.Title = r.Title
	}
	if !r.Start.Equal(was.Start) || !r.End.Equal(was.End) {
		e.Start, e.End = r.Start, r.End
	}
	if r.Headcount != was.Headcount {
		e.Headcount = r.Headcount
	}
	return e
}

// moved tells whether a change moves the booking in time or place.
func (d *draft) moved(zone *time.Location) bool {
	r := d.request(zone)
	return r.RoomID != d.Was.RoomID || !r.Start.Equal(d.Was.Start) || !r.End.Equal(d.Was.End)
}

// content is what the draft asks for, to see whether words have changed it.
func (d *draft) content() string {
	c := *d
	c.Version, c.Shown, c.Said = 0, 0, ""
	data, err := json.Marshal(c)
	if err != nil {
		return "" // plain fields only: cannot be
	}
	return string(data)
}

// need is what the meeting asks of a room.
func (d *draft) need() conference.Need {
	return conference.Need{Headcount: d.Heads, Equipment: d.Equipment, Building: d.Building, Floor: d.Floor}
}

// draftFrom is the draft of a change to a booking.
func draftFrom(b conference.Booking, zone *time.Location) *draft {
	d := &draft{Booking: b.ID, Revision: b.Revision, Number: b.Number, Heads: b.Headcount, Room: b.Room.ID, Title: b.Title,
		Length: int(b.Interval().Length() / time.Minute),
		Was:    &conference.Request{RoomID: b.Room.ID, Title: b.Title, Start: b.Start.UTC(), End: b.End.UTC(), Headcount: b.Headcount}}
	d.setStart(b.Start, zone)
	return d
}

// missing is the first thing a booking still needs: the step that asks for it; "" when all is there.
func (d *draft) missing() string {
	switch {
	case d.Question != nil:
		return stepQuestion
	case d.Day == "":
		return stepDay
	case d.Clock == nil:
		return stepClock
	case d.Length == 0:
		return stepLength
	case d.Heads == 0:
		return stepHeads
	case d.Room == 0:
		return stepRoom
	}
	return ""
}
