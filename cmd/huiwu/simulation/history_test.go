package simulation

import (
	"huiwu/conference"
)

// explained: each change of the step has its lines of history, by its actor and update, and what they say is how things
// stand now. As every step is held to this, replaying all lines gives the present.
func (j judgement) explained() {
	told := map[conference.Subject]bool{}  // how it stands now
	named := map[conference.Subject]bool{} // that something happened to it
	answers := map[int64]detail{}
	for _, l := range j.now.history {
		j.done[l.Verb]++
		if l.Verb == "import" {
			continue
		}
		d := j.detail(l)
		switch {
		case j.event != nil && l.Update != j.event.UpdateID && !j.handedOut(l):
			j.fail("a line of update %d in update %d: %+v", l.Update, j.event.UpdateID, l)
		case j.event != nil && j.actor.ID != 0 && l.Actor != j.actor.ID && !j.byLink():
			j.fail("%s did it, the history says %s: %s", j.actor.Name, j.now.people[l.Actor].Name, l.Verb)
		}
		about := conference.Subject{Kind: l.Kind, ID: l.Subject}
		named[about] = true
		if d.Booking != nil || l.Kind != conference.SubjectBooking && l.Kind != conference.SubjectTask {
			told[about] = true
		}
		if d.Booking != nil {
			if l.Kind == conference.SubjectTask { // a step that its meeting's room goes with
				l.Kind, l.Subject = conference.SubjectBooking, j.now.tasks[l.Subject].Booking
				told[conference.Subject{Kind: l.Kind, ID: l.Subject}] = true
			}
			j.saysBooking(l, d)
		}
		for _, t := range d.Tasks {
			told[conference.Subject{Kind: conference.SubjectTask, ID: t.ID}] = true
			now := j.now.tasks[t.ID]
			if !j.time && (now.Revision != t.Revision || now.Status != t.Status || now.Claimer != t.Claimer || !now.Due.Equal(t.Due) || now.Outcome != t.Outcome) {
				j.fail("history says %+v of\n%+v", t, now)
			}
		}
		for _, c := range j.now.checks { // a dispute is about two levels
			if l.Kind == conference.SubjectCheck && c.Booking == j.now.checks[l.Subject].Booking && c.Level == d.Disputed {
				told[conference.Subject{Kind: conference.SubjectCheck, ID: c.ID}] = true
			}
		}
		if l.Verb == "answer" {
			answers[l.Subject] = d
		}
		for _, p := range d.People {
			told[conference.Subject{Kind: conference.SubjectInvitation, ID: j.place(l, p)}] = true
		}
		if standIn := j.now.attendees[l.Subject]; l.Kind == conference.SubjectInvitation {
			for id, a := range j.now.attendees {
				if a.Booking == standIn.Booking && a.Person == d.StandIn {
					told[conference.Subject{Kind: conference.SubjectInvitation, ID: id}] = true
				}
			}
		}
	}
	j.allTold(named, told, answers)
}

// handedOut: links made for the step, and removals, have updates of their own.
func (j judgement) handedOut(l line) bool {
	return l.Verb == "create access link" || l.Verb == "create invitation link"
}

// place is the row of somebody whom the line put on a list.
func (j judgement) place(l line, person int64) int64 {
	booking := l.Subject
	if l.Kind == conference.SubjectInvitation {
		booking = j.now.attendees[l.Subject].Booking
	}
	for id, a := range j.now.attendees {
		if a.Booking == booking && a.Person == person {
			return id
		}
	}
	return 0
}

func (j judgement) saysBooking(l line, d detail) {
	b, says := j.now.bookings[l.Subject], d.Booking
	if j.time && says.Revision < b.Revision {
		return // in one step of time a meeting may end and its room be given back
	}
	room := j.now.rooms[b.RoomID].Number
	if says.Revision != b.Revision || says.Status != b.Status || says.Room != room || says.Title != b.Title || says.Reason != b.Reason ||
		!says.Start.Equal(b.Start) || !says.End.Equal(b.End) || says.Headcount != b.Headcount {
		j.fail("history says %+v of\n%+v", *says, b)
	}
	if was, ok := j.was.bookings[l.Subject]; ok && b.Revision != was.Revision+1 && !j.time {
		j.fail("one step, more than one revision:\n%+v\n%+v", was, b)
	}
}

// allTold: whatever is different is in the history.
func (j judgement) allTold(named, told map[conference.Subject]bool, answers map[int64]detail) {
	for id, b := range j.now.bookings {
		if j.was.bookings[id] != b && j.was.bookings[id].Revision != b.Revision && !told[conference.Subject{Kind: conference.SubjectBooking, ID: id}] {
			j.fail("no history of booking\n%+v", b)
		}
	}
	for id, t := range j.now.tasks {
		if j.was.tasks[id] != t && !told[conference.Subject{Kind: conference.SubjectTask, ID: id}] {
			j.fail("no history of task\n%+v\n%+v", j.was.tasks[id], t)
		}
	}
	for id, c := range j.now.checks {
		byBooking := named[conference.Subject{Kind: conference.SubjectBooking, ID: c.Booking}]
		if was := j.was.checks[id]; was != c && !byBooking && !told[conference.Subject{Kind: conference.SubjectCheck, ID: id}] {
			j.fail("no history of check\n%+v\n%+v", was, c)
		}
	}
	for id, a := range j.now.attendees {
		was := j.was.attendees[id]
		byBooking := named[conference.Subject{Kind: conference.SubjectBooking, ID: a.Booking}] && was.ID != 0
		if was != a && !byBooking && !told[conference.Subject{Kind: conference.SubjectInvitation, ID: id}] && !j.byLink() {
			j.fail("no history of invitation\n%+v\n%+v", was, a)
		}
		if d, ok := answers[id]; ok && (d.Answer != a.PartStat || d.Reason != a.Reason || d.StandIn != a.StandIn) {
			j.fail("history says %+v of\n%+v", d, a)
		}
	}
}
