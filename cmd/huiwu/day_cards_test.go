package main

import (
	"slices"
	"strings"

	"huiwu/conference"
)

// judgeCards wants every card that came onto a phone to have been its person's to get: of the crew that the work is
// offered to, on it, asked to take it, who asked for it, or somebody whom a rung of its ladder reaches in that moment.
func (r *record) judgeCards(facts *dayFacts) (cards int) {
	for _, m := range r.sent {
		if m.about.ID == 0 {
			continue
		}
		cards++
		if !r.concerns(m, facts) {
			r.t.Errorf("a card of somebody else's: %s %d came to %s at %s:\n%s", m.about.Kind, m.about.ID, m.to.Name, r.say(m.at), m.text)
		}
	}
	return cards
}

func (r *record) concerns(m sentMessage, facts *dayFacts) bool {
	switch m.about.Kind {
	case conference.SubjectTask:
		return r.taskConcerns(m)
	case conference.SubjectCheck:
		return r.checkConcerns(m.to, facts.checks[m.about.ID], facts)
	case conference.SubjectSheet:
		return r.noticeConcerns(m.to, facts.sheets[m.about.ID])
	case conference.SubjectInvitation:
		return facts.attendees[m.about.ID].person == m.to.ID
	case conference.SubjectBooking:
		return r.bookingConcerns(m, facts)
	}
	return false // nobody opened a board, and nobody sent an emergency notice
}

func (r *record) taskConcerns(m sentMessage) bool {
	c := r.tasks[m.about.ID]
	if c == nil {
		return false
	}
	for _, t := range c.taken {
		if t.found && t.at.Equal(m.at) && slices.Contains(r.holders(t.to, c.now().Crew, c.now().Building), m.to) {
			return true
		}
	}
	for _, s := range c.at(m.at) {
		if s.isFor(m.to) || s.OfferedAt.Equal(m.at) && !r.followsOn(s) && s.couldTake(m.to) {
			return true
		}
		if s.Status == conference.TaskFailed && s.EndedAt.Equal(m.at) && (slices.Contains(r.holders(conference.HolderLeader, s.Crew, s.Building), m.to) || m.to.Has(conference.RoleSupervisor)) {
			return true // what one cannot do goes to those who have more means
		}
	}
	return false
}

// followsOn tells whether a task goes with another, to whoever has that one.
func (r *record) followsOn(s taskState) bool {
	i := slices.IndexFunc(r.plan.Tasks, func(p conference.TaskPlan) bool { return p.ID == s.Plan })
	return i >= 0 && r.plan.Tasks[i].With != ""
}

// couldTake tells whether somebody works in the task's crew and building, or is the one it is for.
func (s taskState) couldTake(e *employee) bool {
	if s.Only != 0 {
		return s.Only == e.ID
	}
	return e.Has(conference.RoleAttendant, conference.RoleTechnician) && e.Crew == s.Crew && (e.Building == "" || s.Building == "" || e.Building == s.Building)
}

// isFor tells whether a task as it stands is put before somebody.
func (s taskState) isFor(e *employee) bool {
	if slices.Contains(s.team(), e.ID) || s.HandTo == e.ID || s.HandFrom == e.ID || s.Requester == e.ID || slices.Contains(s.Others, e.ID) {
		return true
	}
	return s.couldTake(e) && s.open() && (s.Status == conference.TaskOffered || s.missing() > 0)
}

// checkConcerns: a level's holder and deputy, the supervisors once it is silent, and who has spoken for it.
func (r *record) checkConcerns(e *employee, c factCheck, facts *dayFacts) bool {
	p := r.plan.Checks[c.level-1]
	building := facts.bookings[c.booking].building
	return e.ID == c.answeredBy || e.Has(conference.RoleSupervisor) && !c.missed.IsZero() ||
		slices.Contains(r.holders(p.To, p.Crew, building), e) || !c.deputy.IsZero() && slices.Contains(r.holders(p.Deputy, p.Crew, building), e)
}

// noticeConcerns: the leader of the crew that it is for, the authority's contact where it is for them.
func (r *record) noticeConcerns(e *employee, s factSheet) bool {
	if s.crew == "" {
		return e.Has(conference.RoleAuthority)
	}
	return slices.Contains(r.holders(conference.HolderLeader, s.crew, ""), e)
}

// bookingConcerns: its organiser; the information centre while it is to be approved; the supervisors when leaders have
// not acknowledged; the leader of those who should have closed its room.
func (r *record) bookingConcerns(m sentMessage, facts *dayFacts) bool {
	b := facts.bookings[m.about.ID]
	switch {
	case m.to.ID == b.organiser:
		return true
	case m.to.Has(conference.RoleHotline) && b.approved && m.at.Equal(b.created):
		return true
	case m.to.Has(conference.RoleSupervisor) && r.chased[m.about.ID]:
		return true
	}
	return b.unclosed && slices.Contains(r.holders(conference.HolderLeader, conference.CrewMeetingService, ""), m.to)
}

// judgeSecrets wants nobody to have read what a leader likes but who keeps it and who serves a meeting that the leader
// comes to; and the note to an order only who has to do with the order.
func (r *record) judgeSecrets(meetings []*dayMeeting, facts *dayFacts) (readers int) {
	served := map[int64]bool{}
	for _, id := range r.order {
		for _, s := range r.tasks[id].states {
			if b := facts.bookings[s.BookingID]; b != nil && b.comes[r.named("石磊").ID] {
				for _, p := range s.team() {
					served[p] = true
				}
			}
		}
	}
	read := map[string]bool{}
	for _, l := range r.lines {
		if strings.Contains(l.text, habitOfShi) {
			read[l.to.Name] = true
			if !served[l.to.ID] && !l.to.Has(conference.RoleHotline, conference.RoleSupervisor, conference.RoleAdmin) {
				r.t.Errorf("%s has read what 石磊 likes:\n%s", l.to.Name, l.text)
			}
		}
	}
	for _, m := range meetings {
		if m.tea {
			r.judgeNote(m)
		}
	}
	return len(read)
}

func (r *record) judgeNote(m *dayMeeting) {
	for _, id := range r.order {
		c := r.tasks[id]
		if c.now().Kind != conference.TaskTea || c.now().BookingID != m.id {
			continue
		}
		got := map[*employee]bool{}
		for _, s := range r.sent {
			if s.about == (conference.Subject{Kind: conference.SubjectTask, ID: id}) {
				got[s.to] = true // it was theirs to get: see judgeCards
			}
		}
		for _, l := range r.lines {
			if strings.Contains(l.text, m.noteOfTea()) && !got[l.to] && l.to.Name != m.organiser {
				r.t.Errorf("%s, who has nothing to do with it, has read the note to the tea of %s:\n%s", l.to.Name, m.title, l.text)
			}
		}
	}
}
