package conference

import (
	"testing"
	"time"
)

func TestSettings_Invite(t *testing.T) {
	s := rules(t)
	m := booked(t, s, nil)
	gone := Person{ID: 40, Removed: true}
	added, e, err := s.Invite(m, []Person{li, wang, li, zhang, gone}, by(zhang, monday))
	if err != nil || len(added) != 2 || added[0].Person.ID != li.ID || added[1].Person.ID != wang.ID {
		t.Fatalf("invited %+v: %v", added, err)
	}
	if got := len(due(e.Notices, NoticeReminder)); got != 6 {
		t.Errorf("%d reminders for two people", got)
	}
	e.Bind(SubjectInvitation, func(person int64) int64 { return person + 1000 })
	for _, d := range kinds(e.Deliveries, NoticeCard) {
		if d.Subject.Kind == SubjectInvitation && d.Subject.ID != d.To.Person+1000 {
			t.Errorf("card %+v", d)
		}
	}
	m.Attendees = added
	_, _, err = s.Invite(m, []Person{li}, by(zhang, monday))
	wantCode(t, err, CodeAlreadyInvited)
	_, _, err = s.Invite(m, []Person{ma}, by(li, monday))
	wantCode(t, err, CodeForbidden)
	_, _, err = s.Invite(m, []Person{ma}, by(hotline, monday))
	wantCode(t, err, "")
	_, _, err = s.Invite(m, []Person{ma}, by(zhang, local(1, 17, 30)))
	wantCode(t, err, CodeBookingOver)
}

func TestSettings_AnswerInvitation(t *testing.T) {
	s := rules(t)
	m := booked(t, s, nil)
	m.Attendees = []Attendee{{ID: 1, Person: li, PartStat: NeedsAction, Revision: 1}, {ID: 2, Person: outsider, PartStat: NeedsAction, Revision: 1}}
	for name, tc := range map[string]struct {
		id      int64
		answer  Answer
		standIn Person
		who     Person
		now     time.Time
		want    Code
	}{
		"accepted":                        {1, Answer{PartStat: Accepted}, Person{}, li, monday, ""},
		"a guest may answer":              {2, Answer{PartStat: Tentative}, Person{}, outsider, monday, ""},
		"for somebody else":               {1, Answer{PartStat: Accepted}, Person{}, outsider, monday, CodeForbidden},
		"by the organiser for her":        {1, Answer{PartStat: Accepted}, Person{}, zhang, monday, CodeForbidden},
		"with leave":                      {1, Answer{PartStat: Declined, Reason: "出差"}, Person{}, li, monday, ""},
		"sending somebody":                {1, Answer{PartStat: Delegated}, ma, li, monday, ""},
		"sending nobody":                  {1, Answer{PartStat: Delegated}, Person{}, li, monday, CodeStandInInvalid},
		"sending herself":                 {1, Answer{PartStat: Delegated}, li, li, monday, CodeStandInInvalid},
		"sending one who comes anyway":    {1, Answer{PartStat: Delegated}, zhang, li, monday, CodeStandInInvalid},
		"with a word nobody knows":        {1, Answer{PartStat: "PERHAPS"}, Person{}, li, monday, CodeNotFound},
		"an invitation that is not there": {9, Answer{PartStat: Accepted}, Person{}, li, monday, CodeNotFound},
		"after the meeting":               {1, Answer{PartStat: Accepted}, Person{}, li, local(1, 17, 30), CodeBookingOver},
	} {
		t.Run(name, func(t *testing.T) {
			got, e, err := s.AnswerInvitation(m, tc.id, tc.answer, tc.standIn, by(tc.who, tc.now))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				return
			}
			a := got.Attendees[tc.id-1]
			if a.PartStat != tc.answer.PartStat || a.Revision != 2 || m.Attendees[tc.id-1].Revision != 1 {
				t.Errorf("%+v", a)
			}
			if tc.answer.PartStat == Delegated {
				if len(got.Attendees) != 3 || got.Attendees[2].Person.ID != tc.standIn.ID || len(due(e.Notices, NoticeReminder)) == 0 {
					t.Errorf("the stand-in: %+v", got.Attendees)
				}
			}
			_, _, err = s.AnswerInvitation(got, tc.id, tc.answer, a.StandIn, by(tc.who, tc.now))
			wantCode(t, err, CodeNothingToChange)
		})
	}
	tally := Count([]Attendee{{PartStat: Accepted}, {PartStat: Accepted}, {PartStat: Tentative}, {PartStat: Delegated}, {PartStat: NeedsAction}})
	if tally != (Tally{Accepted: 2, Tentative: 1, Declined: 1, Waiting: 1}) {
		t.Errorf("%+v", tally)
	}
}
