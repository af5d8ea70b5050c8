package simulation

import (
	"strings"

	"huiwu/conference"
)

// judgement is what one step did, and by whom.
type judgement struct {
	*house
	deed
	was, now *state
	actor    conference.Person // as they stood before the step; zero for a stranger, and for time
}

// rights holds every change of the step against who did it.
func (j judgement) rights() {
	for id, b := range j.now.bookings {
		if was, ok := j.was.bookings[id]; !ok || was.Revision != b.Revision {
			j.bookingBy(was, b)
		}
	}
	for id, a := range j.now.attendees {
		if was := j.was.attendees[id]; was != a {
			j.attendeeBy(was, a)
		}
	}
	for id, t := range j.now.tasks {
		if was := j.was.tasks[id]; was != t {
			j.taskBy(was, t)
		}
	}
	for id, c := range j.now.checks {
		if was := j.was.checks[id]; was != c {
			j.checkBy(was, c)
		}
	}
	for id, p := range j.now.people {
		if was, ok := j.was.people[id]; !ok || was.TelegramID != p.TelegramID || was.Removed != p.Removed || len(was.Roles) != len(p.Roles) {
			j.personBy(was, p, ok)
		}
	}
}

func (j judgement) may(a conference.Action, rel conference.Relation) bool {
	return j.actor.ID != 0 && conference.May(j.actor, a, rel)
}

// toBooking is how the actor stood to the booking before the step.
func (j judgement) toBooking(id int64) (rel conference.Relation) {
	if b, ok := j.was.bookings[id]; ok && b.Organiser == j.actor.ID {
		rel |= conference.Organiser
	}
	for _, a := range j.was.attendees {
		if a.Booking == id && a.Person == j.actor.ID {
			rel |= conference.Invitee
		}
	}
	return rel
}

func (j judgement) bookingBy(was, b booking) {
	allowed := false
	decided := was.Status == conference.BookingPending && (b.Status == conference.BookingConfirmed || b.Status == conference.BookingRejected)
	switch {
	case was.ID == 0:
		allowed = j.may(conference.ActionBook, 0) && b.Organiser == j.actor.ID
	case decided:
		allowed = j.may(conference.ActionApproveBooking, 0)
	default:
		allowed = j.may(conference.ActionChangeBooking, j.toBooking(b.ID))
	}
	if !allowed || was.ID != 0 && !was.live() {
		j.fail("%s may not have changed booking\n%+v\nto\n%+v", j.actor.Name, was, b)
	}
}

// moved tells whether the step changed the booking, which carries along what hangs on it.
func (j judgement) moved(id int64) bool {
	was, ok := j.was.bookings[id]
	return ok && was.Revision != j.now.bookings[id].Revision
}

// byLink: who opens a link, or turns out to be on the roster, comes onto lists by themself.
func (j judgement) byLink() bool {
	return j.event != nil && (j.event.Contact != nil || j.event.Command == "start")
}

func (j judgement) attendeeBy(was, a attendee) {
	allowed := false
	switch {
	case j.byLink():
		allowed = j.now.people[a.Person].TelegramID == j.event.From.ID
	case was.ID == 0:
		allowed = j.may(conference.ActionInvite, j.toBooking(a.Booking)) || j.standIn(a)
	case was.Person == a.Person && a.Person == j.actor.ID:
		allowed = j.may(conference.ActionAnswerInvite, conference.Invitee) || j.moved(a.Booking)
	default:
		allowed = j.moved(a.Booking) && (a.PartStat == was.PartStat || a.PartStat == conference.NeedsAction)
	}
	if !allowed {
		j.fail("%s may not have changed the invitation\n%+v\nto\n%+v", j.actor.Name, was, a)
	}
}

// standIn tells whether the new one was named by the actor in their own answer.
func (j judgement) standIn(added attendee) bool {
	for id, a := range j.now.attendees {
		if a.Booking == added.Booking && a.Person == j.actor.ID && a.StandIn == added.Person && j.was.attendees[id].StandIn != added.Person {
			return true
		}
	}
	return false
}

func (j judgement) toTask(t task) conference.Relation {
	full := conference.Task{Crew: t.Crew, Claimer: conference.Person{ID: t.Claimer}, Requester: conference.Person{ID: t.Requester}}
	return full.RelationTo(j.actor)
}

func (j judgement) taskBy(was, t task) {
	rel, allowed := j.toTask(was), false
	switch {
	case was.ID == 0 && t.Kind == conference.TaskTea:
		allowed = j.may(conference.ActionOrderService, j.toBooking(t.Booking)) && t.Requester == j.actor.ID
	case was.ID == 0:
		allowed = j.may(conference.ActionReportProblem, 0) && t.Requester == j.actor.ID
	case j.time:
		was.Escalated = t.Escalated
		allowed = was == t
	case was.Booking != 0 && j.moved(was.Booking):
		allowed = t.Kind == conference.TaskTea
	case was.Status == conference.TaskOffered && t.Status == conference.TaskClaimed:
		allowed = j.may(conference.ActionClaimTask, rel) && t.Claimer == j.actor.ID
	case t.Status == conference.TaskOffered && !was.open():
		allowed = j.may(conference.ActionReopenTask, rel|requesterOf(was, j.actor))
	case t.Status == conference.TaskCancelled:
		allowed = was.Requester == j.actor.ID || j.actor.Has(conference.RoleHotline, conference.RoleSupervisor, conference.RoleAdmin)
	case was.Status == t.Status && (was.Problem != t.Problem || was.Others != t.Others):
		allowed = j.may(conference.ActionReportProblem, 0)
	case was.Status == t.Status && t.Kind == conference.TaskProblem && t.Claimer == was.Claimer && was.Outcome == t.Outcome: // the same fault, reported once more
		allowed = j.may(conference.ActionReportProblem, 0)
	default:
		allowed = j.may(conference.ActionWorkTask, rel)
	}
	if !allowed {
		j.fail("%s may not have changed the task\n%+v\nto\n%+v", j.actor.Name, was, t)
	}
}

// requesterOf counts those who joined the report, too.
func requesterOf(t task, p conference.Person) conference.Relation {
	for other := range strings.SplitSeq(strings.Trim(t.Others, "{}"), ",") {
		if other == itoa(p.ID) {
			return conference.Requester
		}
	}
	return 0
}

func (j judgement) checkBy(was, c check) {
	allowed := false
	switch {
	case was.ID == 0:
		_, known := j.was.bookings[c.Booking]
		allowed = !known || j.moved(c.Booking)
	case j.time:
		allowed = c.AnsweredBy == was.AnsweredBy && (c.Status == was.Status || c.Status == conference.CheckPrompted)
	case j.moved(c.Booking):
		allowed = c.Status == conference.CheckPlanned || c.Status == conference.CheckCancelled
	default:
		allowed = j.actor.ID != 0 && conference.MayAnswerCheck(j.actor, c.Level) && c.AnsweredBy == j.actor.ID && was.Status == conference.CheckPrompted
	}
	if !allowed {
		j.fail("%s may not have changed the check\n%+v\nto\n%+v", j.actor.Name, was, c)
	}
}

func (j judgement) personBy(was, p conference.Person, known bool) {
	allowed := j.roster
	if j.byLink() {
		// An account is tied to who opened the link; a guest who is on the roster becomes that person.
		allowed = p.TelegramID == j.event.From.ID || was.TelegramID == j.event.From.ID && p.TelegramID == 0 && was.Has(conference.RoleGuest)
		if !known {
			allowed = allowed && len(p.Roles) == 1 && p.Has(conference.RoleGuest)
		}
	}
	if !allowed {
		j.fail("%s may not have changed the person\n%+v\nto\n%+v", j.actor.Name, was, p)
	}
}
