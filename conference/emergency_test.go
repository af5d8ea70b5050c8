package conference

import (
	"testing"
	"time"
)

func TestSettings_Announce(t *testing.T) {
	s := rules(t)
	now := local(0, 14, 0)
	there := []Person{wang, ma, zhou}
	armed := now.Add(-30 * time.Second)
	for name, tc := range map[string]struct {
		a     Alarm
		there []Person
		who   Person
		want  Code
	}{
		"confirmed twice":         {Alarm{"主楼", "请从东门撤离", armed}, there, zhou, ""},
		"just in time":            {Alarm{"主楼", "请从东门撤离", now.Add(-time.Minute)}, there, zhou, ""},
		"the second tap too late": {Alarm{"主楼", "请从东门撤离", now.Add(-61 * time.Second)}, there, zhou, CodeConfirmLate},
		"confirmed once":          {Alarm{"主楼", "请从东门撤离", time.Time{}}, there, zhou, CodeConfirmLate},
		"without a word":          {Alarm{"主楼", " ", armed}, there, zhou, CodeNoteMissing},
		"a story":                 {Alarm{"主楼", string(make([]rune, 201)) + "x", armed}, there, zhou, CodeTextLong},
		"to nobody":               {Alarm{"主楼", "请从东门撤离", armed}, nil, zhou, CodeBuildingEmpty},
		"to the sender alone":     {Alarm{"主楼", "请从东门撤离", armed}, []Person{zhou}, zhou, CodeBuildingEmpty},
		"by an attendant":         {Alarm{"主楼", "请从东门撤离", armed}, there, wang, CodeForbidden},
		"by the hotline":          {Alarm{"主楼", "请从东门撤离", armed}, there, hotline, CodeForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			got, e, err := s.Announce(tc.a, tc.there, by(tc.who, now))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				if len(e.Deliveries) > 0 {
					t.Errorf("refused, and sent to %+v", e.Deliveries)
				}
				return
			}
			if len(got.Told) != 2 || len(e.Deliveries) != 2 {
				t.Fatalf("told %d, %d deliveries", len(got.Told), len(e.Deliveries))
			}
			for i, d := range e.Deliveries {
				if d.Kind != NoticeEmergency || !d.Ping || d.Lane != LaneAnswer || d.To.Person != there[i].ID {
					t.Errorf("%+v", d)
				}
			}
		})
	}
}

func TestEmergency_UnreachedAndWhoSees(t *testing.T) {
	reached, blocked := wang, ma
	reached.TelegramID, blocked.TelegramID, blocked.Unreachable = 7, 8, true
	m := Emergency{SentBy: zhou, Told: []Person{reached, blocked, li}}
	if got := m.Unreached(); len(got) != 2 || got[0].ID != ma.ID || got[1].ID != li.ID {
		t.Errorf("unreached %+v", got)
	}
	for _, p := range []Person{zhou, wang, li} {
		if !m.MaySee(p) {
			t.Errorf("%s does not see it", p.Name)
		}
	}
	if m.MaySee(zhang) {
		t.Error("somebody who was not told sees it")
	}
}

func TestSettings_KeepHabits(t *testing.T) {
	s := rules(t)
	was := Habits{Person: li, Words: "龙井，靠窗"}
	gone := was
	gone.Person.Removed = true
	for name, tc := range map[string]struct {
		was   Habits
		words string
		who   Person
		want  Code
	}{
		"kept":           {was, "普洱", hotline, ""},
		"cleared":        {was, " ", zhou, ""},
		"as it is":       {was, "龙井，靠窗 ", hotline, CodeNothingToChange},
		"a story":        {was, string(make([]rune, 201)) + "x", hotline, CodeTextLong},
		"by staff":       {was, "普洱", zhang, CodeForbidden},
		"by the leader":  {was, "普洱", chen, CodeForbidden},
		"of who is gone": {gone, "普洱", hotline, CodeNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.KeepHabits(tc.was, tc.words, by(tc.who, monday))
			wantCode(t, err, tc.want)
		})
	}
}

func TestMeeting_SeesHabits(t *testing.T) {
	m := booked(t, rules(t), nil)
	m.Booking.Leader = Person{ID: 40}
	m.Attendees = []Attendee{{Person: li, PartStat: Accepted}, {Person: wang, PartStat: Tentative}, {Person: Person{ID: 40}, PartStat: Accepted}}
	if got := m.Honoured(); len(got) != 2 || got[0] != 40 || got[1] != li.ID {
		t.Errorf("honoured %v", got)
	}
	m.Tasks = []Task{{Status: TaskClaimed, Claimer: ma, Helpers: []Person{chen}}, {Status: TaskCancelled, Claimer: wang}}
	for name, tc := range map[string]struct {
		who  Person
		want bool
	}{
		"on the task": {ma, true}, "helping": {chen, true}, "of the crew, on none": {Person{ID: 99, Roles: wang.Roles, Crew: wang.Crew}, false},
		"on one that was called off": {wang, false}, "the organiser": {zhang, false}, "the hotline": {hotline, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := m.SeesHabits(tc.who); got != tc.want {
				t.Errorf("sees %v", got)
			}
		})
	}
	m.Booking.Status = BookingClosed
	if m.SeesHabits(ma) {
		t.Error("the meeting is over, and they are still shown")
	}
}
