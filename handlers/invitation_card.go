package handlers

import (
	"strings"

	"huiwu/conference"
)

// verbAnswer is an attendee's answer; the button's arg says which.
const verbAnswer = "rsvp"

// What the arg of an answer's button can be. A reason offered for declining is answerWhy and its place in declineReasons.
const (
	answerOpen    = "open"
	answerYes     = "yes"
	answerMaybe   = "maybe"
	answerNo      = "no"
	answerWhy     = "why"
	answerStandIn = "for"
	answerFile    = "ics"
	answerBack    = "back"
)

// declineReasons are the reasons offered: keys of the locale.
var declineReasons = []string{"attendance.decline.clash", "attendance.decline.travel", "attendance.decline.ill"}

// invitationCard is an invitation as the attendee sees it: what, when, where, who asks, and the answer given (S64, S65).
func (v viewer) invitationCard(a conference.Attendee, b conference.Booking) (Text, Keyboard) {
	head := Lines(Bold(v.say("attendance.card.title")), Bold(Plain(b.Title)))
	if !b.Live() {
		head = Lines(Bold(v.say("attendance.card.title")), Struck(Plain(b.Title)))
	}
	return Lines(head, v.meetingLines(b), v.invitedBy(b.Organiser), v.answerLine(a, b)), v.answerKeys(a, b)
}

// meetingLines are when and where.
func (v viewer) meetingLines(b conference.Booking) Text {
	when := v.span(b.Start, b.End, v.now)
	if b.Live() {
		when = v.spanNear(b.Start, b.End, v.now)
	}
	return Lines(v.say("attendance.card.when", "when", when), v.say("attendance.card.where", "where", v.roomName(b.Room)))
}

func (v viewer) invitedBy(p conference.Person) Text {
	who := p.Name
	if p.Department != "" {
		who = v.label("attendance.card.by", "department", p.Department, "name", p.Name)
	}
	return v.say("attendance.card.from", "from", who)
}

// answerLine is how the invitation stands.
func (v viewer) answerLine(a conference.Attendee, b conference.Booking) Text {
	switch {
	case !b.Live() && line(b.Reason) != "":
		return v.say("attendance.card.off.why", "reason", line(b.Reason))
	case !b.Live():
		return v.say("attendance.card.off")
	}
	switch a.PartStat {
	case conference.Accepted:
		return v.say("attendance.card.accepted")
	case conference.Tentative:
		return v.say("attendance.card.tentative")
	case conference.Delegated:
		return v.say("attendance.card.delegated", "name", a.StandIn.Name)
	case conference.Declined:
		if line(a.Reason) == "" {
			return v.say("attendance.card.declined")
		}
		return v.say("attendance.card.declined.why", "reason", line(a.Reason))
	}
	if over(b, v.now) {
		return v.say("attendance.card.over")
	}
	return v.say("attendance.card.ask")
}

// answerKeys are the answers not given yet; a mind can be changed until the meeting ends.
func (v viewer) answerKeys(a conference.Attendee, b conference.Booking) Keyboard {
	if over(b, v.now) || a.Person.ID != v.person.ID {
		return nil
	}
	k := button{verb: verbAnswer, id: a.ID, rev: int64(a.Revision)}
	var keys []Key
	if a.PartStat != conference.Accepted {
		keys = append(keys, k.with(answerYes).key(v.label("attendance.button.accept")).styled(StyleSuccess))
	}
	if a.PartStat != conference.Tentative {
		keys = append(keys, k.with(answerMaybe).key(v.label("attendance.button.maybe")))
	}
	if a.Coming() {
		keys = append(keys, k.with(answerNo).key(v.label("attendance.button.decline")))
	}
	rows := Keyboard{}.row(keys...)
	if a.Coming() {
		rows = rows.row(k.with(answerFile).key(v.label("attendance.button.calendar")))
	}
	return rows
}

// invitationMessage is the invitation's live card. It changes with the booking too, so it stands at the sum of both revisions.
func (v viewer) invitationMessage(a conference.Attendee, b conference.Booking) Message {
	text, keys := v.invitationCard(a, b)
	return Message{Text: text, Keyboard: keys, Card: &CardRef{PersonID: v.person.ID, Revision: plainCard(a.Revision + b.Revision),
		Subject: conference.Subject{Kind: conference.SubjectInvitation, ID: a.ID}}}
}

// attendeeList is who comes and who does not, by name.
func (v viewer) attendeeList(m conference.Meeting) Text {
	names := map[string][]string{}
	for _, a := range m.Attendees {
		key := "attendance.list.waiting"
		name := line(a.Person.Name)
		switch a.PartStat {
		case conference.Accepted:
			key = "attendance.list.accepted"
		case conference.Tentative:
			key = "attendance.list.tentative"
		case conference.Delegated:
			key, name = "attendance.list.declined", v.label("attendance.list.standin", "name", name, "standIn", a.StandIn.Name)
		case conference.Declined:
			key = "attendance.list.declined"
			if a.Reason != "" {
				name = v.label("attendance.list.reason", "name", name, "reason", short(line(a.Reason), 20))
			}
		}
		names[key] = append(names[key], name)
	}
	lines := []Text{Bold(v.say("attendance.list.title", "number", m.Booking.Number)), v.tallyLine(m.Attendees)}
	for _, key := range []string{"attendance.list.accepted", "attendance.list.tentative", "attendance.list.waiting", "attendance.list.declined"} {
		if len(names[key]) > 0 {
			lines = append(lines, v.say(key, "names", v.namesOf(names[key])))
		}
	}
	return Lines(lines...)
}

// mostNames is how many names stand in one line.
const mostNames = 30

func (v viewer) namesOf(names []string) string {
	and := v.label("room.and")
	if len(names) > mostNames {
		return v.label("attendance.list.more", "names", strings.Join(names[:mostNames], and), "n", len(names))
	}
	return strings.Join(names, and)
}

// tallyLine counts the answers.
func (v viewer) tallyLine(as []conference.Attendee) Text {
	if len(as) == 0 {
		return v.say("attendance.invite.none")
	}
	n := conference.Count(as)
	return v.say("attendance.tally", "accepted", n.Accepted, "tentative", n.Tentative, "declined", n.Declined, "waiting", n.Waiting)
}
