package conference

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Who declined before the meeting was moved, and comes after all, is reminded.
func TestSettings_Change_remindsWhoComesAfterAll(t *testing.T) {
	s := rules(t)
	m := booked(t, s, nil)
	m.Attendees = []Attendee{{ID: 1, Person: li, PartStat: Declined}}
	_, e, err := s.Change(m, Edit{Start: local(1, 16, 0)}, room301, by(zhang, monday))
	if err != nil || len(due(e.Notices, NoticeReminder)) != len(s.Reminders) {
		t.Errorf("planned %v, %v", due(e.Notices, NoticeReminder), err)
	}
}

func TestSettings_planReminders(t *testing.T) {
	s := rules(t)
	for name, tc := range map[string]struct {
		start, now time.Time
		want       []time.Time
	}{
		"a day, an hour and 15 minutes": {local(3, 15, 0), monday, []time.Time{local(2, 15, 0), local(3, 14, 0), local(3, 14, 45)}},
		"booked within the day":         {local(0, 15, 0), monday, []time.Time{local(0, 14, 0), local(0, 14, 45)}},
		"booked within the hour":        {local(0, 9, 50), monday, []time.Time{local(0, 9, 35)}},
		"too late for any":              {local(0, 9, 10), monday, nil},
		"an early meeting: the hour before falls into the quiet hours and moves to their end": {
			local(3, 7, 30), monday, []time.Time{local(2, 7, 30), local(3, 7, 0), local(3, 7, 15)},
		},
		"in the small hours: the hour before has no time left, the last one goes out all the same": {
			local(3, 6, 0), monday, []time.Time{local(2, 7, 0), local(3, 5, 45)},
		},
		"late in the evening: a day before is quiet and waits for the morning": {
			local(3, 22, 30), monday, []time.Time{local(3, 7, 0), local(3, 21, 30), local(3, 22, 15)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var e Effects
			s.planReminders(Booking{ID: 1, Schedule: 1, Start: tc.start, End: tc.start.Add(time.Hour)}, li.ID, tc.now, &e)
			if diff := cmp.Diff(tc.want, due(e.Notices, NoticeReminder)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for _, n := range e.Notices {
				if n.ExpiresAt.After(tc.start) || !n.ExpiresAt.After(n.DueAt) || n.To.Person != li.ID {
					t.Errorf("%+v", n)
				}
			}
		})
	}
}

func TestSettings_outOfQuiet_withinOneDay(t *testing.T) {
	s := rules(t)
	s.QuietFrom, s.QuietTo = 12*time.Hour, 14*time.Hour // a siesta
	for at, want := range map[time.Time]time.Time{
		local(0, 11, 59): local(0, 11, 59), local(0, 12, 0): local(0, 14, 0), local(0, 13, 59): local(0, 14, 0), local(0, 14, 0): local(0, 14, 0),
	} {
		if got, _ := s.outOfQuiet(at, local(9, 0, 0)); !got.Equal(want) {
			t.Errorf("%v moved to %v, want %v", at, got, want)
		}
	}
}
