package simulation

import (
	"maps"
	"slices"
	"strings"

	"huiwu/conference"
)

// offersFit: what has just been put before a crew goes to its chat, else to those of it who are on duty; when there are
// none, to its leaders, and without those to the supervisors, beside the chat; what is for one person goes to them.
// Whoever asked for it may hear of it, too.
func (j judgement) offersFit() {
	got := map[int64]map[int64]bool{}
	for _, d := range j.mail.fresh() {
		if d.Kind == conference.NoticeCard && d.Ping && d.Subject.Kind == conference.SubjectTask {
			if got[d.Subject.ID] == nil {
				got[d.Subject.ID] = map[int64]bool{}
			}
			got[d.Subject.ID][d.To.Person] = true
		}
	}
	for id, t := range j.now.tasks {
		if was := j.was.tasks[id]; t.Status != conference.TaskOffered || was.Status == conference.TaskOffered {
			continue
		}
		want := j.now.offered(t.Crew)
		if t.HandTo != 0 { // what one could not do is put before a colleague, and the crew sees it without a sound
			want = nil
		} else if t.Only != 0 { // it is this one's, on duty or not, whatever the crew's chat
			want = map[int64]bool{}
			if j.now.people[t.Only].TelegramID != 0 {
				want[t.Only] = true
			}
		}
		for person := range want {
			if !got[id][person] {
				j.fail("%s does not get what was put before its crew\n%+v\nbut %v", j.now.people[person].Name, t, slices.Sorted(maps.Keys(got[id])))
			}
		}
		for person := range got[id] {
			asked := person == t.Requester || person == j.now.bookings[t.Booking].Organiser || strings.Contains(t.Others, itoa(person))
			if !want[person] && !asked {
				j.fail("%s gets what is not for them\n%+v", j.now.people[person].Name, t)
			}
		}
	}
}

// offered are those whom a crew's new task is for.
func (s *state) offered(crew conference.Crew) map[int64]bool {
	for _, rank := range [][]conference.Role{{conference.RoleAttendant, conference.RoleTechnician}, {conference.RoleTeamLeader}, {conference.RoleSupervisor}} {
		people := map[int64]bool{}
		doers := rank[0] == conference.RoleAttendant
		for id, p := range s.people {
			ofCrew := p.Crew == crew || rank[0] == conference.RoleSupervisor
			if p.Has(rank...) && p.TelegramID != 0 && ofCrew && (!doers || !s.offDuty[id]) {
				people[id] = true
			}
		}
		if len(people) == 0 {
			continue
		}
		chat := s.chatOf(crew)
		switch {
		case chat != 0 && doers:
			return map[int64]bool{chat: true}
		case chat != 0:
			people[chat] = true
		}
		return people
	}
	return nil
}

// chatOf is the crew's chat, 0 for none.
func (s *state) chatOf(crew conference.Crew) int64 {
	for id, p := range s.people {
		if p.Crew == crew && p.Has(conference.RoleCrewChat) {
			return id
		}
	}
	return 0
}
