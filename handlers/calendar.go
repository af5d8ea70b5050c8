package handlers

import (
	"fmt"

	ics "github.com/arran4/golang-ical"

	"huiwu/conference"
)

// calendarFile is a booking as an iCalendar file. The same booking replaces itself in a calendar: its UID
// stays, its sequence grows with the revision.
func calendarFile(v viewer, b conference.Booking) *Document {
	method, status := ics.MethodPublish, ics.ObjectStatusConfirmed
	switch {
	case !b.Live():
		method, status = ics.MethodCancel, ics.ObjectStatusCancelled
	case b.Status == conference.BookingPending:
		status = ics.ObjectStatusTentative
	}
	cal := ics.NewCalendarFor("huiwu")
	cal.SetMethod(method)
	e := cal.AddEvent(fmt.Sprintf("%s@huiwu", b.Number))
	e.SetDtStampTime(v.now)
	e.SetStartAt(b.Start)
	e.SetEndAt(b.End)
	e.SetSequence(b.Revision)
	e.SetStatus(status)
	e.SetSummary(line(b.Title))
	e.SetLocation(v.roomName(b.Room))
	e.SetDescription(b.Number)
	return &Document{Name: b.Number + ".ics", MIME: "text/calendar", Data: []byte(cal.Serialize())}
}
