package simulation

import (
	"slices"
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
	for id, k := range j.now.sheets {
		if was := j.was.sheets[id]; was != k {
			j.sheetBy(was, k)
		}
	}
	for id, e := range j.now.entries {
		if was := j.was.entries[id]; was != e {
			j.entryBy(was, e)
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
	case decided && was.SealedFor != "" && (was.RoomID != b.RoomID || !was.Start.Equal(b.Start)): // it no longer goes into the sealed room
		allowed = j.may(conference.ActionChangeBooking, j.toBooking(b.ID))
	case decided && was.SealedFor != "":
		allowed = j.may(conference.ActionOpenSealed, 0)
	case decided:
		allowed = j.may(conference.ActionApproveBooking, 0)
	case was.Sealed && !b.Sealed && was.RoomID == b.RoomID && was.Start.Equal(b.Start) && was.Status == b.Status: // opened
		allowed = j.may(conference.ActionOpenSealed, 0) || j.begins(b)
	case !was.Sealed && b.Sealed:
		allowed = j.agreed(b)
	case j.time: // its time is over, or nobody has closed its room for too long
		allowed = !b.End.After(j.house.now) && (b.Status == conference.BookingClosing ||
			b.Status == conference.BookingClosed && !b.End.Add(j.settings.Plan.CloseLimit).After(j.house.now))
	case j.worked(was, b): // its room is sealed or opened by the work on it, which is judged by itself
		allowed = true
	case b.Status == conference.BookingClosed: // whoever has the closing closes it
		allowed = j.closes(b)
	default:
		allowed = j.may(conference.ActionChangeBooking, j.toBooking(b.ID))
	}
	if !allowed || was.ID != 0 && !was.live() {
		j.fail("%s may not have changed booking\n%+v\nto\n%+v", j.actor.Name, was, b)
	}
}

// worked tells whether a step of the meeting's work changed nothing of the booking but what goes with it.
func (j judgement) worked(was, b booking) bool {
	was.Revision, was.Needed = b.Revision, b.Needed
	if was != b {
		return false
	}
	for id, t := range j.now.tasks {
		if (t.Kind == conference.TaskService || t.Kind == conference.TaskDayCheck) && t.Booking == b.ID && j.was.tasks[id].Revision != t.Revision {
			return true
		}
	}
	return false
}

// closes tells whether the step did the meeting's closing.
func (j judgement) closes(b booking) bool {
	for id, t := range j.now.tasks {
		if t.Kind == conference.TaskClosing && t.Booking == b.ID && t.Status == conference.TaskDone && j.was.tasks[id].open() {
			return true
		}
	}
	return false
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

func (j judgement) toTask(t task) conference.Relation { return t.full().RelationTo(j.actor) }

// onTask judges what is done to a task besides its steps; false when it is a step.
func (j judgement) onTask(was, t task, rel conference.Relation) (allowed, judged bool) {
	same, asked := was, was
	same.Revision, same.Items, same.Status = t.Revision, t.Items, t.Status
	asked.Revision, asked.HandTo, asked.HandFrom, asked.Declined = t.Revision, t.HandTo, t.HandFrom, t.Declined
	again := was
	again.Revision, again.Offered, again.Only, again.HandTo, again.HandFrom, again.Declined = t.Revision, t.Offered, 0, 0, 0, false
	begun := was.Status == t.Status || was.Status == conference.TaskClaimed && t.Status == conference.TaskStarted || t.Kind == conference.TaskRounds
	switch {
	case was.Items != t.Items && same == t && begun: // a tick
		return j.may(conference.ActionWorkTask, rel) || t.Kind == conference.TaskDayCheck && was.Requester == j.actor.ID, true
	case was.Proofs != t.Proofs:
		return rel&conference.Claimer != 0, true
	case was.Confirmed != t.Confirmed:
		return t.Kind == conference.TaskDayCheck && t.Confirmed == j.actor.ID && (was.Requester == j.actor.ID || j.actor.Has(conference.RoleHotline, conference.RoleSupervisor, conference.RoleAdmin)), true
	case asked == t && t.HandTo != 0 && t.HandFrom == j.actor.ID && !t.Declined: // a colleague is asked
		return (rel&conference.Claimer != 0 || j.may(conference.ActionAssignTask, rel) || j.may(conference.ActionClaimTask, rel)), true
	case t.Declined && !was.Declined, was.HandTo == j.actor.ID && !was.Declined && t.HandTo == 0 && t.open() && t.Claimer != 0: // and answers
		return rel&conference.Asked != 0, true
	case t.Status == conference.TaskOffered && was.open() && was.Status != conference.TaskOffered: // given back
		return rel&conference.Claimer != 0 && t.Claimer == 0, true
	case again == t && was.Status == conference.TaskOffered && j.may(conference.ActionAssignTask, rel): // put before the crew once more
		return true, true
	case t.Status == conference.TaskOffered && was.Status == conference.TaskFailed && j.may(conference.ActionAssignTask, rel): // somebody else shall do it
		return t.Claimer == 0 && (t.HandTo == 0 || t.HandFrom == j.actor.ID), true
	}
	return false, false
}

func (j judgement) taskBy(was, t task) {
	rel, allowed := j.toTask(was), false
	done, judged := j.onTask(was, t, rel)
	switch {
	case was.ID == 0 && planned(t.Kind):
		allowed = t.Booking != 0 && (j.time || t.Kind == conference.TaskClosing && j.moved(t.Booking))
	case was.ID == 0 && t.Kind == conference.TaskAssigned:
		allowed = j.may(conference.ActionAssignTask, 0) && t.Requester == j.actor.ID
	case was.ID == 0 && t.Kind == conference.TaskRequest:
		allowed = j.may(conference.ActionAskFloor, j.toBooking(t.Booking)) && t.Requester == j.actor.ID
	case was.ID == 0 && ordered(t.Kind):
		allowed = j.may(conference.ActionOrderService, j.toBooking(t.Booking)) && t.Requester == j.actor.ID
	case was.ID == 0:
		allowed = j.may(conference.ActionReportProblem, 0) && t.Requester == j.actor.ID
	case j.time: // its meeting is over, or its rounds are
		over := t.Status == conference.TaskCancelled || t.Kind == conference.TaskRounds && !t.open()
		was.Revision, was.Status = t.Revision, t.Status
		allowed = was == t && (over || j.was.tasks[t.ID] == t)
	case t.Kind == conference.TaskClosing && t.Status == conference.TaskDone:
		allowed = j.may(conference.ActionWorkTask, rel)
	case judged && !j.moved(was.Booking):
		allowed = done
	case was.Booking != 0 && j.moved(was.Booking):
		allowed = ordered(t.Kind) || planned(t.Kind) || t.Kind == conference.TaskRequest && t.Status == conference.TaskCancelled
	case was.Status == conference.TaskOffered && t.Status == conference.TaskClaimed:
		allowed = (j.may(conference.ActionClaimTask, rel) || rel&conference.Asked != 0) && t.Claimer == j.actor.ID
	case was.Helpers != t.Helpers && was.Claimer == t.Claimer: // one more hand
		allowed = j.may(conference.ActionClaimTask, rel)
	case t.Status == conference.TaskOffered && !was.open():
		allowed = j.may(conference.ActionReopenTask, rel|requesterOf(was, j.actor))
	case t.Status == conference.TaskCancelled:
		allowed = was.Requester == j.actor.ID || j.may(conference.ActionCallOffTask, 0) ||
			ordered(t.Kind) && j.toBooking(t.Booking)&conference.Organiser != 0
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

// ordered tells what is ordered for a meeting, and what is bought for that.
func ordered(k conference.TaskKind) bool {
	return k == conference.TaskTea || k == conference.TaskOrder || k == conference.TaskPurchase
}

// planned tells the kinds of work that the plan asks for.
func planned(k conference.TaskKind) bool {
	return k == conference.TaskService || k == conference.TaskRounds || k == conference.TaskDayCheck || k == conference.TaskClosing
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

// begins tells whether the step started the meeting's first work of the day; agreed, whether it ended its day-before check.
func (j judgement) begins(b booking) bool {
	for id, t := range j.now.tasks {
		if t.Booking == b.ID && t.Kind == conference.TaskService && t.Status == conference.TaskStarted && j.was.tasks[id].Status != t.Status {
			return true
		}
	}
	return false
}

func (j judgement) agreed(b booking) bool {
	for id, t := range j.now.tasks {
		if t.Booking == b.ID && t.Kind == conference.TaskDayCheck && t.Status == conference.TaskDone && j.was.tasks[id].Revision != t.Revision {
			return true
		}
	}
	return false
}

// sheetBy: a notice is acknowledged by who may, sent by the clock, and by nobody else changed.
func (j judgement) sheetBy(was, k sheet) {
	allowed := j.time && was.AckedBy == k.AckedBy
	if !j.time {
		allowed = was.ID != 0 && k.AckedBy == j.actor.ID && conference.Sheet{Crew: k.Crew}.MayAck(j.actor)
	}
	if !allowed {
		j.fail("%s may not have changed the notice\n%+v\nto\n%+v", j.actor.Name, was, k)
	}
}

// entryBy: whoever asks asks for themself, into a room that is sealed, and somebody else decides.
func (j judgement) entryBy(was, e entry) {
	allowed := was.ID != 0 && was.Status == conference.EntryAsked && e.DecidedBy == j.actor.ID && j.may(conference.ActionOpenSealed, 0)
	if was.ID == 0 {
		allowed = e.Person == j.actor.ID && j.may(conference.ActionAskEntry, 0) && j.was.bookings[e.Booking].Sealed
	}
	if !allowed {
		j.fail("%s may not have changed the request\n%+v\nto\n%+v", j.actor.Name, was, e)
	}
}

// disputes is the level of the same meeting by which the step disputed something; zero for none.
func (j judgement) disputes(booking int64) check {
	for _, c := range j.now.checks {
		if was := j.was.checks[c.ID]; c.Booking == booking && was.answered() && c.DisputedBy == j.actor.ID && was.DisputedBy == 0 {
			for _, later := range j.now.checks {
				if later.Booking == booking && later.Level > c.Level && later.Status == conference.CheckPrompted &&
					later.Revision != j.was.checks[later.ID].Revision && j.mayCheck(later) {
					return later
				}
			}
		}
	}
	return check{}
}

func (j judgement) checkBy(was, c check) {
	allowed := false
	switch {
	case was.ID == 0:
		_, known := j.was.bookings[c.Booking]
		allowed = !known || j.moved(c.Booking)
	case j.time:
		over := c.Status == conference.CheckCancelled && j.now.bookings[c.Booking].Status != conference.BookingConfirmed
		allowed = c.AnsweredBy == was.AnsweredBy && (c.Status == was.Status || c.Status == conference.CheckPrompted || over)
	case j.moved(c.Booking):
		allowed = c.Status == conference.CheckPlanned || c.Status == conference.CheckCancelled
	case was.answered() && c.Status == conference.CheckPrompted:
		allowed = c.AnsweredBy == was.AnsweredBy && c.Level < j.disputes(c.Booking).Level
	case c == j.disputes(c.Booking):
		was.Revision = c.Revision
		allowed = was == c
	default:
		allowed = j.actor.ID != 0 && j.mayCheck(c) && c.AnsweredBy == j.actor.ID && was.Status == conference.CheckPrompted
	}
	if !allowed {
		j.fail("%s may not have changed the check\n%+v\nto\n%+v", j.actor.Name, was, c)
	}
}

// mayCheck tells whether the actor answers the level.
func (j judgement) mayCheck(c check) bool {
	m := conference.Meeting{Booking: conference.Booking{Room: j.now.rooms[j.now.bookings[c.Booking].RoomID]}, Checks: make([]conference.Check, 3)}
	m.Checks[c.Level-1].DeputyAt = c.DeputyAt
	return j.settings.MayAnswerCheck(j.actor, m, c.Level)
}

func (j judgement) personBy(was, p conference.Person, known bool) {
	allowed := j.roster
	if slices.Contains(p.Roles, conference.RoleCrewChat) {
		// A crew's chat comes and goes by who may name it, and is nobody else's.
		allowed = j.event != nil && j.event.Chat.ID == groupChat && j.may(conference.ActionBindChat, j.actor.In(p.Crew))
	}
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
