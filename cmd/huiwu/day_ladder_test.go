package main

import (
	"slices"
	"time"

	"huiwu/conference"
)

// ladderOf is the plan's ladder of a task.
func (r *record) ladderOf(s taskState) conference.Ladder {
	switch s.Kind {
	case conference.TaskTea, conference.TaskOrder, conference.TaskPurchase:
		return r.plan.Orders
	case conference.TaskProblem:
		return r.plan.Faults
	case conference.TaskRequest:
		return r.plan.Requests
	case conference.TaskAssigned:
		return r.plan.Assigned
	case conference.TaskStanding:
		for _, d := range r.plan.Standing {
			if d.ID == s.Plan {
				return d.Ladder
			}
		}
	}
	for _, p := range r.plan.Tasks {
		if p.ID == s.Plan {
			return p.Ladder
		}
	}
	r.fatal("the plan knows nothing of the task %d, %s %s", s.ID, s.Kind, s.Plan)
	return nil
}

// foresee works out, by the plan, which rungs come due when the clock goes on from now to a time and nobody does
// anything meanwhile.
func (r *record) foresee(until time.Time) {
	now := r.clock.Now()
	for _, id := range r.order {
		c := r.tasks[id]
		s := c.now()
		if !s.open() {
			continue
		}
		c.offeredAgain()
		for i, rung := range r.ladderOf(s) {
			due, comes := s.rungDue(rung, until)
			if !comes || due.After(until) || c.climbed[i] {
				continue
			}
			c.climbed[i] = true
			if due.Before(now) {
				due = now
			}
			c.due = append(c.due, rungTaken{place: i, at: due, latest: until, on: rung.On, to: rung.To})
		}
	}
}

// offeredAgain forgets what has come of a task that has been put before its people again: whoever hears when nobody
// takes it hears again, and of a fault that came back all do.
func (c *course) offeredAgain() {
	for ; c.looked < len(c.states); c.looked++ {
		if c.looked == 0 {
			continue
		}
		was, s := c.states[c.looked-1], c.states[c.looked]
		for place, rung := range s.Ladder {
			if s.Reopened != was.Reopened || rung.On == conference.Unclaimed && !s.OfferedAt.Equal(was.OfferedAt) {
				delete(c.climbed, place)
			}
		}
	}
}

// rungDue is when a rung comes, if nobody does anything until then; false for never.
func (s taskState) rungDue(rung conference.Rung, until time.Time) (time.Time, bool) {
	switch rung.On {
	case conference.Unclaimed:
		return s.OfferedAt.Add(rung.After), s.missing() > 0
	case conference.Late:
		return s.DueAt.Add(rung.After), true
	}
	var due time.Time
	row := 0
	for _, i := range s.Items {
		switch missed := i.At.Add(i.Grace); {
		case !i.DoneAt.IsZero():
			row = 0
		case !missed.After(until):
			if row++; row >= rung.Count && (due.IsZero() || missed.Before(due)) {
				due = missed
			}
		}
	}
	return due, !due.IsZero()
}

// holders are who answers for something in a crew and a building, by the roster.
func (r *record) holders(h conference.Holder, crew conference.Crew, building string) (all []*employee) {
	for _, e := range r.staff {
		switch h {
		case conference.HolderLeader:
			if e.Has(conference.RoleTeamLeader) && e.Crew == crew {
				all = append(all, e)
			}
		case conference.HolderDeputy:
			if e.Has(conference.RoleDeputyLeader) && e.Crew == crew {
				all = append(all, e)
			}
		case conference.HolderSupervisor:
			if e.Has(conference.RoleSupervisor) {
				all = append(all, e)
			}
		case conference.HolderEnvironment:
			if e.Has(conference.RoleEnvironmentSupervisor) {
				all = append(all, e)
			}
		case conference.HolderHotline:
			if e.Has(conference.RoleHotline) {
				all = append(all, e)
			}
		case conference.HolderLobby:
			if e.Has(conference.RoleLobbyManager) && (e.Building == "" || e.Building == building) {
				all = append(all, e)
			}
		case conference.HolderAuthority:
			if e.Has(conference.RoleAuthority) {
				all = append(all, e)
			}
		}
	}
	if len(all) == 0 && h != conference.HolderSupervisor && h != conference.HolderAuthority {
		return r.holders(conference.HolderSupervisor, "", "")
	}
	return all
}

// judgeLadders holds each task's ladder against the plan: every rung that came was taken once, at its time or a step of
// the clock later, and whoever is to hear of it did, once and with a sound; and no other was.
func (r *record) judgeLadders() (climbed map[string]int) {
	climbed = map[string]int{}
	for _, id := range r.order {
		c := r.tasks[id]
		for i := range c.due {
			due := &c.due[i]
			k := slices.IndexFunc(c.taken, func(t rungTaken) bool {
				return !t.found && t.place == due.place && !t.at.Before(due.at) && !t.at.After(due.latest)
			})
			switch {
			case k >= 0:
				c.taken[k].found = true
				climbed[string(due.on)+" to "+string(due.to)]++
				r.judgeTold(c, c.taken[k])
			case !c.endedAt(due.latest):
				r.t.Errorf("escalation missing: task %d (%s %s) is to reach the %s by rung %d at %s; it was taken %v", id, c.now().Kind, c.now().Plan, due.to, due.place+1, r.say(due.at), r.times(c.taken))
			}
		}
		for _, t := range c.taken {
			if !t.found {
				r.t.Errorf("escalation out of turn: task %d (%s %s) reached the %s by rung %d at %s; due were %v", id, c.now().Kind, c.now().Plan, t.to, t.place+1, r.say(t.at), r.times(c.due))
			}
		}
	}
	return climbed
}

// endedAt tells whether the task ended in this moment.
func (c *course) endedAt(at time.Time) bool { e := c.now().EndedAt; return e != nil && !e.After(at) }

func (r *record) times(rungs []rungTaken) (all []string) {
	for _, t := range rungs {
		all = append(all, string(rune('1'+t.place))+" "+r.say(t.at))
	}
	return all
}

// judgeTold wants everybody who is to hear of a rung to have been told once, in that moment.
func (r *record) judgeTold(c *course, t rungTaken) {
	s := c.now()
	about := conference.Subject{Kind: conference.SubjectTask, ID: s.ID}
	for _, e := range r.holders(t.to, s.Crew, s.Building) {
		n := 0
		for _, m := range r.sent {
			if m.about == about && m.to == e && m.loud && m.byItself == t.byItself && m.at.Equal(t.at) {
				n++
			}
		}
		if n != 1 && (n == 0 || t.byItself) { // where people act, there is more to tell
			r.t.Errorf("escalation of task %d (%s %s), rung %d at %s: %s is told %d times, want once", s.ID, s.Kind, s.Plan, t.place+1, r.say(t.at), e.Name, n)
		}
	}
}
