package conference

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// spans are the shifts by the building's clock.
func spans(d Duty, zone *time.Location) (out []string) {
	for _, s := range d.Shifts {
		out = append(out, s.Start.In(zone).Format("02 15:04")+"–"+s.End.In(zone).Format("02 15:04"))
	}
	return out
}

func keeping(shifts ...Shift) Duty { return Duty{Keeps: true, Shifts: shifts} }

func TestSettings_Begin(t *testing.T) {
	s := rules(t)
	early, late, tomorrow := Shift{Start: local(0, 8, 0), End: local(0, 17, 0)}, Shift{Start: local(0, 22, 0), End: local(1, 6, 0)},
		Shift{Start: local(1, 8, 0), End: local(1, 17, 0)}
	for name, tc := range map[string]struct {
		was  Duty
		who  Person
		now  time.Time
		code Code
		want []string
	}{
		"nothing planned: until midnight":       {keeping(), wang, local(0, 9, 0), "", []string{"23 09:00–24 00:00"}},
		"early: the planned one from now on":    {keeping(early), wang, local(0, 7, 50), "", []string{"23 07:50–23 17:00"}},
		"hours before the night: until its end": {keeping(late), wang, local(0, 20, 0), "", []string{"23 20:00–24 06:00"}},
		"tomorrow's stays":                      {keeping(tomorrow), wang, local(0, 9, 0), "", []string{"23 09:00–24 00:00", "24 08:00–24 17:00"}},
		"after the one that is over":            {keeping(), wang, local(0, 23, 59), "", []string{"23 23:59–24 00:00"}},
		"on duty already":                       {keeping(early), wang, local(0, 9, 0), CodeOnDuty, nil},
		"who keeps no shifts always is":         {Duty{}, wang, local(0, 9, 0), CodeOnDuty, nil},
		"who does no crew's work":               {keeping(), zhang, local(0, 9, 0), CodeForbidden, nil},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := s.Begin(tc.was, by(tc.who, tc.now))
			wantCode(t, err, tc.code)
			if tc.code != "" {
				return
			}
			if diff := cmp.Diff(tc.want, spans(d, s.Zone)); diff != "" {
				t.Errorf("shifts (-want +got)\n%s", diff)
			}
			if !d.At(tc.now) || !d.Keeps {
				t.Error("whoever has begun is not on duty")
			}
		})
	}
}

func TestSettings_Leave(t *testing.T) {
	s := rules(t)
	day, tomorrow := Shift{Start: local(0, 8, 0), End: local(0, 17, 0)}, Shift{Start: local(1, 8, 0), End: local(1, 17, 0)}
	for name, tc := range map[string]struct {
		was  Duty
		who  Person
		code Code
		want []string
	}{
		"the running one ends":           {keeping(day, tomorrow), wang, "", []string{"24 08:00–24 17:00"}},
		"two that overlap end both":      {keeping(day, Shift{Start: local(0, 7, 0), End: local(0, 12, 0)}), wang, "", nil},
		"who kept no shifts does so now": {Duty{}, wang, "", nil},
		"off duty already":               {keeping(tomorrow), wang, CodeOffDuty, nil},
		"who does no crew's work":        {keeping(day), zhang, CodeForbidden, nil},
	} {
		t.Run(name, func(t *testing.T) {
			now := local(0, 9, 0)
			d, err := s.Leave(tc.was, by(tc.who, now))
			wantCode(t, err, tc.code)
			if tc.code != "" {
				return
			}
			if diff := cmp.Diff(tc.want, spans(d, s.Zone)); diff != "" {
				t.Errorf("shifts (-want +got)\n%s", diff)
			}
			if d.At(now) {
				t.Error("still on duty")
			}
		})
	}
}

func TestDuty_OnAndNext(t *testing.T) {
	d := keeping(Shift{Start: local(0, 8, 0), End: local(0, 12, 0)}, Shift{Start: local(0, 11, 0), End: local(0, 17, 0)}, Shift{Start: local(1, 8, 0), End: local(1, 17, 0)})
	for name, tc := range map[string]struct {
		now        time.Time
		end, start time.Time
	}{
		"before":                  {local(0, 7, 59), time.Time{}, local(0, 8, 0)},
		"at the start":            {local(0, 8, 0), local(0, 12, 0), local(0, 11, 0)},
		"of two, until the later": {local(0, 11, 30), local(0, 17, 0), local(1, 8, 0)},
		"at the end":              {local(0, 17, 0), time.Time{}, local(1, 8, 0)},
		"after all":               {local(2, 9, 0), time.Time{}, time.Time{}},
	} {
		on, _ := d.On(tc.now)
		next, _ := d.Next(tc.now)
		if !on.End.Equal(tc.end) || !next.Start.Equal(tc.start) {
			t.Errorf("%s: on until %v, next from %v", name, on.End, next.Start)
		}
	}
}

func TestSettings_Stand(t *testing.T) {
	s := rules(t)
	d := StandingDuty{ID: "offices", Name: Words{"": "领导办公室"}, Crew: CrewMeetingService, Within: time.Hour, Proof: true,
		Items: []ItemPlan{{Name: Words{"": "开水"}}}, Ladder: Ladder{{On: Unclaimed, After: 15 * time.Minute, To: HolderLeader}}}
	run := local(0, 7, 0)
	for name, tc := range map[string]struct{ now, due time.Time }{
		"on time":                       {run.Add(time.Second), local(0, 8, 0)},
		"made up for within its time":   {local(0, 7, 40), local(0, 8, 0)},
		"made up for when that is over": {local(0, 18, 0), local(0, 19, 0)},
	} {
		task, e := s.Stand(d, run, tc.now)
		if !task.CreatedAt.Equal(run) || !task.DueAt.Equal(tc.due) || !task.OfferedAt.Equal(tc.now) || task.Status != TaskOffered {
			t.Errorf("%s: of %v, offered %v, due %v", name, task.CreatedAt, task.OfferedAt, task.DueAt)
		}
		if task.Kind != TaskStanding || task.Plan != "offices" || task.Hands != 1 || !task.Proof || len(task.Items) != 1 {
			t.Errorf("%s: %+v", name, task)
		}
		if len(e.Deliveries) != 2 || e.Deliveries[1].To != (Audience{Crew: CrewMeetingService, OnDuty: true, Someone: true}) {
			t.Errorf("%s: goes to %+v", name, e.Deliveries)
		}
	}
}

func TestSettings_CrewDay(t *testing.T) {
	s := rules(t)
	small, medium := Booking{ID: 1, Status: BookingConfirmed, Level: LevelSmall}, Booking{ID: 2, Status: BookingConfirmed, Level: LevelMedium}
	off := Booking{ID: 3, Status: BookingCancelled, Level: LevelMedium}
	for name, tc := range map[string]struct {
		crew  Crew
		tasks []Task
		want  []int64
	}{
		"every meeting has attendants":           {CrewMeetingService, nil, []int64{1, 2}},
		"sound is for medium and up":             {CrewSound, nil, []int64{2}},
		"what is ordered of a crew concerns it":  {CrewSound, []Task{{BookingID: 1}}, []int64{1, 2}},
		"a crew without work in the plan":        {CrewTransport, nil, nil},
		"a task that hangs on no meeting counts": {CrewTransport, []Task{{}}, nil},
	} {
		d := s.CrewDay(tc.crew, []Booking{small, medium, off}, tc.tasks)
		var got []int64
		for _, b := range d.Meetings {
			got = append(got, b.ID)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
		if d.Empty() != (len(tc.want)+len(tc.tasks) == 0) {
			t.Errorf("%s: empty %v", name, d.Empty())
		}
	}
}
