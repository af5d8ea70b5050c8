package conference

import (
	"slices"
	"testing"
	"time"
)

func TestSettings_Finish(t *testing.T) {
	s := rules(t)
	for name, tc := range map[string]struct {
		fired, now time.Time
		who        Person
		want       Code
		status     BookingStatus
		end        time.Time
	}{
		"before its time":              {local(1, 15, 0), local(1, 16, 40), zhang, "", BookingClosing, local(1, 16, 40)},
		"by the supervisor":            {local(1, 15, 0), local(1, 16, 40), zhou, "", BookingClosing, local(1, 16, 40)},
		"when it has run out":          {local(1, 17, 30), local(1, 17, 32), zhang, "", BookingClosing, local(1, 17, 30)},
		"before the clock has seen it": {local(1, 15, 0), local(1, 17, 31), zhang, "", BookingClosing, local(1, 17, 30)},
		"before it has begun":          {local(1, 14, 0), local(1, 14, 50), zhang, CodeNotBegun, "", time.Time{}},
		"by somebody who is not asked": {local(1, 15, 0), local(1, 16, 40), li, CodeForbidden, "", time.Time{}},
		"by the attendant":             {local(1, 15, 0), local(1, 16, 40), wang, CodeForbidden, "", time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			m := served(t, s, tc.fired, small)
			got, e, err := s.Finish(m, by(tc.who, tc.now))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				return
			}
			if b := got.Booking; b.Status != tc.status || !b.End.Equal(tc.end) || !b.FinishedAt.Equal(tc.now) {
				t.Errorf("%s, end %v, finished %v", b.Status, b.End, b.FinishedAt)
			}
			if d := kinds(e.Deliveries, NoticeMeetingEnd); len(d) != 0 {
				t.Errorf("who has said so is not asked: %+v", d)
			}
			if c := got.task(t, "close"); !c.Open() || c.Claimer.ID != wang.ID {
				t.Errorf("the closing goes to who prepared it: %s, %s", c.Status, c.Claimer.Name)
			}
			_, _, err = s.Finish(got, by(tc.who, tc.now.Add(time.Minute)))
			wantCode(t, err, CodeBookingOver)
		})
	}
}

func TestSettings_Extend(t *testing.T) {
	s := rules(t)
	for name, tc := range map[string]struct {
		fired, now time.Time
		by         time.Duration
		who        Person
		want       Code
		end        time.Time
	}{
		"while it is on":          {local(1, 15, 0), local(1, 17, 0), 15 * time.Minute, zhang, "", local(1, 17, 45)},
		"just over":               {local(1, 17, 30), local(1, 17, 35), 30 * time.Minute, zhang, "", local(1, 18, 0)},
		"long over: from now on":  {local(1, 17, 30), local(1, 17, 50), 15 * time.Minute, zhang, "", local(1, 18, 5)},
		"before it has begun":     {local(1, 14, 0), local(1, 14, 50), 15 * time.Minute, zhang, CodeNotBegun, time.Time{}},
		"by nothing":              {local(1, 15, 0), local(1, 17, 0), 0, zhang, CodeEndBeforeStart, time.Time{}},
		"backwards":               {local(1, 15, 0), local(1, 17, 0), -time.Hour, zhang, CodeEndBeforeStart, time.Time{}},
		"past the closing hour":   {local(1, 15, 0), local(1, 17, 0), 5 * time.Hour, zhang, CodeClosed, time.Time{}},
		"by somebody else":        {local(1, 15, 0), local(1, 17, 0), 15 * time.Minute, li, CodeForbidden, time.Time{}},
		"when its room is closed": {local(1, 18, 30), local(1, 18, 31), 15 * time.Minute, zhang, CodeBookingOver, time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			m := served(t, s, local(1, 15, 0), small)
			if tc.fired.Before(local(1, 15, 0)) {
				m = served(t, s, tc.fired, small)
			}
			for _, at := range []time.Time{local(1, 17, 30), local(1, 18, 30)} {
				if !tc.fired.Before(at) {
					m, _ = s.FireService(m, at)
				}
			}
			got, _, err := s.Extend(m, tc.by, by(tc.who, tc.now))
			wantCode(t, err, tc.want)
			if tc.want == "" && (!got.Booking.End.Equal(tc.end) || got.Booking.Status != BookingConfirmed || got.Booking.Schedule != m.Booking.Schedule+1) {
				t.Errorf("%s until %v", got.Booking.Status, got.Booking.End)
			}
		})
	}
}

// A meeting that goes on has rounds again, its closing waits for the new end, and there is one of each.
func TestSettings_Extend_serviceGoesOn(t *testing.T) {
	s := rules(t)
	m := served(t, s, local(1, 15, 0), small)
	for i := range m.Tasks {
		if t := &m.Tasks[i]; t.Kind == TaskRounds {
			for j := range t.Items {
				t.Items[j].DoneAt = t.Items[j].At
			}
			*t = t.endRounds(local(1, 17, 15))
		}
	}
	m, _ = s.FireService(m, local(1, 17, 30))
	m, _, err := s.Extend(m, 30*time.Minute, by(zhang, local(1, 17, 31)))
	if err != nil {
		t.Fatal(err)
	}
	if r := m.task(t, "rounds"); !r.Open() || len(r.Items) != 11 || r.Ticked() != 9 {
		t.Errorf("%s, %d rounds, %d served", r.Status, len(r.Items), r.Ticked())
	}
	if c := m.task(t, "close"); !c.DueAt.Equal(local(1, 18, 30)) || !c.Open() {
		t.Errorf("closing due %v", c.DueAt)
	}
	m, e := s.FireService(m, local(1, 17, 31)) // the crews' notice says the new end
	if at := due(e.Notices, NoticeService); len(at) != 1 || !at[0].Equal(local(1, 18, 0)) {
		t.Errorf("the next look %v", at)
	}
	n := len(m.Tasks)
	if m, _ = s.FireService(m, local(1, 18, 0)); len(m.Tasks) != n || m.Booking.Status != BookingClosing {
		t.Errorf("%s with %d tasks, %d before", m.Booking.Status, len(m.Tasks), n)
	}
	for i := range m.Tasks {
		if m.Tasks[i].Kind == TaskRounds {
			m.Tasks[i], _ = s.FireTask(m.Tasks[i], local(1, 18, 1)) // two were missed
		}
	}
	short, _, err := s.Extend(m, 5*time.Minute, by(zhang, local(1, 18, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if r := short.task(t, "rounds"); len(r.Items) != 12 || !r.Open() { // 18:00 is a round now
		t.Errorf("%s, %d rounds", r.Status, len(r.Items))
	}
}

// What was called off at the end, as nobody had taken it, is not offered again when the meeting goes on.
func TestSettings_Extend_preparesNothingAgain(t *testing.T) {
	s := rules(t)
	m := booked(t, s, small)
	for i, at := range []time.Time{local(1, 14, 0), local(1, 15, 0), local(1, 17, 30), local(1, 17, 31)} {
		if i == 3 {
			var err error
			if m, _, err = s.Extend(m, 30*time.Minute, by(zhang, at)); err != nil {
				t.Fatal(err)
			}
		}
		m, _ = s.FireService(m, at)
	}
	prepared := 0
	for _, task := range m.Tasks {
		if task.Plan == "prepare" {
			prepared++
		}
	}
	if prepared != 1 || m.task(t, "prepare").Status != TaskCancelled {
		t.Errorf("prepared %d times; %s", prepared, m.task(t, "prepare").Status)
	}
}

// The room is free when it is closed, and not before; nobody hears a sound of what is called off then.
func TestSettings_closing(t *testing.T) {
	s := rules(t)
	m := served(t, s, local(1, 15, 0), small)
	m, e := s.FireService(m, local(1, 17, 30))
	if d := kinds(e.Deliveries, NoticeMeetingEnd); len(d) != 1 || d[0].To.Person != zhang.ID || !d[0].Ping {
		t.Errorf("the organiser is asked: %+v", d)
	}
	closing := m.task(t, "close")
	_, b, _, err := s.StepTask(closing, m.Booking, StepDone, "", by(wang, local(1, 17, 40)))
	wantCode(t, err, CodeChecklistOpen)
	if b.Status != BookingClosing || !s.Held(b).End.Equal(local(1, 18, 30)) {
		t.Errorf("held until %v", s.Held(b).End)
	}
	closing, _, _, err = s.TickItem(closing, m.Booking, 0, true, by(wang, local(1, 17, 41)))
	if err != nil {
		t.Fatal(err)
	}
	_, b, _, err = s.StepTask(closing, m.Booking, StepDone, "", by(wang, local(1, 17, 42)))
	if err != nil || b.Status != BookingClosed || b.Unclosed || !s.Held(b).End.Equal(local(1, 17, 42)) {
		t.Errorf("%v %s, held until %v", err, b.Status, s.Held(b).End)
	}
	left, e := s.FireService(m, local(1, 18, 30))
	if d := kinds(e.Deliveries, NoticeNotClosed); len(d) != 1 || d[0].To.Role != RoleTeamLeader || !left.Booking.Unclosed || left.Booking.Status != BookingClosed {
		t.Errorf("%s unclosed %v, told %+v", left.Booking.Status, left.Booking.Unclosed, d)
	}
	if c := left.task(t, "close"); c.Status != TaskCancelled {
		t.Errorf("the closing is %s", c.Status)
	}
	if d := kinds(e.Deliveries, NoticeBookingOff); len(d) != 0 {
		t.Errorf("nobody has anything to do about it: %+v", d)
	}
}

// Both sides' yes seals the room, in either order (S86, S87).
func TestSettings_StepTask_seals(t *testing.T) {
	s := rules(t)
	for name, order := range map[string][]TaskStep{"the crew first": {StepDone, StepConfirm}, "the organiser first": {StepConfirm, StepDone}} {
		t.Run(name, func(t *testing.T) {
			m := served(t, s, local(0, 14, 0), nil)
			day, b := prepared(m.task(t, "day")), m.Booking
			for i, step := range order {
				who := map[TaskStep]Person{StepDone: wang, StepConfirm: zhang}[step]
				var err error
				if day, b, _, err = s.StepTask(day, b, step, "", by(who, local(0, 14, 10+i))); err != nil {
					t.Fatal(err)
				}
				if b.Sealed() != (i == 1) || (step == StepConfirm && b.Needed.IsZero()) {
					t.Errorf("sealed %v, needed %v after %s", b.Sealed(), b.Needed, step)
				}
			}
			_, _, _, err := s.StepTask(day, b, StepConfirm, "", by(zhang, local(0, 15, 0)))
			wantCode(t, err, CodeTaskOver)
		})
	}
}

// A sealed room opens at the start at the latest, when nobody has begun to prepare it (S87).
func TestSettings_FireService_unseals(t *testing.T) {
	s := rules(t)
	m := served(t, s, local(0, 14, 0), nil)
	m.Booking.SealedAt = local(0, 14, 10)
	before := m.Booking.Revision
	if m, _ = s.FireService(m, local(1, 14, 59)); !m.Booking.Sealed() {
		t.Error("open before the start")
	}
	if m, _ = s.FireService(m, local(1, 15, 0)); m.Booking.Sealed() || !m.Booking.UnsealedAt.Equal(local(1, 15, 0)) || m.Booking.Revision <= before {
		t.Errorf("at the start %+v", m.Booking)
	}
}

// Work that goes with another's is put before the crew when whoever had that could not do it.
func TestSettings_FireService_afterWhoCouldNot(t *testing.T) {
	s := rules(t)
	m := served(t, s, local(1, 14, 0), small)
	for i := range m.Tasks {
		if m.Tasks[i].Plan == "prepare" {
			m.Tasks[i].Status = TaskFailed
		}
	}
	m, _ = s.FireService(m, local(1, 15, 0))
	if r := m.task(t, "rounds"); r.Status != TaskOffered || r.Claimer.ID != 0 {
		t.Errorf("the rounds are %s, of %q", r.Status, r.Claimer.Name)
	}
}

// What the plan asks for is called off by the information centre, and by no organiser.
func TestSettings_StepTask_cancelsWhatIsPlanned(t *testing.T) {
	s := rules(t)
	m := served(t, s, local(0, 14, 0), nil)
	_, _, _, err := s.StepTask(m.task(t, "day"), m.Booking, StepCancel, "", by(zhang, local(0, 14, 1)))
	wantCode(t, err, CodeForbidden)
	day, _, _, err := s.StepTask(m.task(t, "day"), m.Booking, StepCancel, "", by(hotline, local(0, 14, 1)))
	if err != nil || day.Status != TaskCancelled {
		t.Errorf("%v %s", err, day.Status)
	}
}

// The booking's card is drawn again at the start, as the meeting can be ended from then on, whatever the plan has.
func TestSettings_FireService_atTheStart(t *testing.T) {
	s := rules(t)
	bare := *s.Plan
	bare.Tasks = nil
	s.Plan = &bare
	m, e := s.FireService(booked(t, s, small), local(1, 14, 0))
	if at := due(e.Notices, NoticeService); len(at) != 1 || !at[0].Equal(local(1, 15, 0)) {
		t.Errorf("the next look %v", at)
	}
	_, e = s.FireService(m, local(1, 15, 0))
	if at := due(e.Notices, NoticeService); len(at) != 1 || !at[0].Equal(local(1, 17, 30)) {
		t.Errorf("then %v", at)
	}
	if d := kinds(e.Deliveries, NoticeCard); len(d) != 1 || d[0].Ping || d[0].Subject != (Subject{SubjectBooking, m.Booking.ID}) {
		t.Errorf("drawn %+v", e.Deliveries)
	}
}

// Another day or another room asks for the check anew; an hour later on the same day does not.
func TestSettings_Change_checksAnew(t *testing.T) {
	s := rules(t)
	for name, tc := range map[string]struct {
		ed    Edit
		room  Room
		anew  bool
		offer bool // anew, and it is time for it
	}{
		"an hour later":    {Edit{Start: local(1, 16, 0)}, room301, false, false},
		"two days later":   {Edit{Start: local(3, 15, 0)}, room301, true, false},
		"another room":     {Edit{RoomID: lecture.ID}, lecture, true, true},
		"under a new name": {Edit{Title: "季度会"}, room301, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			m := served(t, s, local(0, 14, 0), nil)
			for i := range m.Tasks {
				if t := &m.Tasks[i]; t.Kind == TaskDayCheck {
					*t = prepared(*t)
					t.Status, t.ConfirmedBy = TaskDone, zhang
				}
			}
			m.Booking.SealedAt = local(0, 14, 30)
			got, _, err := s.Change(m, tc.ed, tc.room, by(zhang, local(0, 14, 40)))
			if err != nil {
				t.Fatal(err)
			}
			if day := got.task(t, "day"); got.Booking.Sealed() == tc.anew || (day.Status == TaskCancelled) != tc.anew {
				t.Errorf("sealed %v, the check %s", got.Booking.Sealed(), day.Status)
			}
			n := len(got.Tasks)
			after, _ := s.FireService(got, local(0, 14, 40))
			if offered := len(after.Tasks) > n; offered != tc.offer {
				t.Errorf("offered anew: %v", offered)
			}
		})
	}
}

// An edit gives no line of a list a time again that it could no longer be kept at.
func TestSettings_Change_keepsLeftTimes(t *testing.T) {
	s := rules(t)
	m := booked(t, s, func(r *Request) { r.Start, r.End, r.Headcount = local(0, 10, 5), local(0, 11, 0), 8 })
	now := local(0, 10, 1) // approved, say, four minutes before
	m, _ = s.FireService(m, now)
	prepare := m.task(t, "prepare")
	if !prepare.Items[1].At.IsZero() {
		t.Fatalf("at the door %v", prepare.Items[1].At)
	}
	got, _, err := s.Change(m, Edit{Title: "碰头会"}, room301, by(zhang, now))
	if err != nil {
		t.Fatal(err)
	}
	if at := got.task(t, "prepare").Items[1].At; !at.IsZero() {
		t.Errorf("at the door %v again", at)
	}
}

// A higher level takes more hands: whoever hears when nobody takes the new places hears of them when they have waited,
// and the crew is told of them; those who are on it already are enough when it goes back.
func TestSettings_SetLevel_moreHands(t *testing.T) {
	s := rules(t)
	m := served(t, s, local(1, 13, 30), func(r *Request) { r.Headcount = 25 })
	i := slices.IndexFunc(m.Tasks, func(t Task) bool { return t.Plan == "prepare" })
	m.Tasks[i].Claimer, m.Tasks[i].Helpers, m.Tasks[i].Status = wang, []Person{ma}, TaskClaimed
	now := local(1, 14, 0)
	m, e, err := s.SetLevel(m, LevelLarge, by(zhou, now))
	if err != nil {
		t.Fatal(err)
	}
	more := m.task(t, "prepare")
	if more.Missing() != 2 {
		t.Fatalf("%d hands are missing, want 2", more.Missing())
	}
	if at, ok := more.nextMoment(); !ok || at.Before(now.Add(5*time.Minute)) {
		t.Errorf("somebody hears of the new places at %v, before they have waited", at)
	}
	if d := slices.DeleteFunc(kinds(e.Deliveries, NoticeCard), func(d Delivery) bool { return d.Subject != more.Subject() || !d.Ping }); len(d) != 1 || d[0].To.Crew != CrewMeetingService {
		t.Errorf("the crew is told of the new places: %+v", d)
	}
	m, e, err = s.SetLevel(m, "", by(zhou, now.Add(time.Minute)))
	if err != nil {
		t.Fatal(err)
	}
	if less := m.task(t, "prepare"); less.Missing() != 0 || slices.ContainsFunc(e.Deliveries, func(d Delivery) bool { return d.Subject == less.Subject() && d.Ping }) {
		t.Errorf("%d hands are missing, and the crew is told: %+v", less.Missing(), e.Deliveries)
	}
}

// A closing that could not be done, and then the meeting went on, is asked for again at its end: the room is not free.
func TestSettings_Extend_closingThatFailed(t *testing.T) {
	s := rules(t)
	m := served(t, s, local(1, 17, 30), small)
	i := slices.IndexFunc(m.Tasks, func(t Task) bool { return t.Kind == TaskClosing })
	m, _, err := s.Extend(m, 15*time.Minute, by(zhang, local(1, 17, 32)))
	if err != nil {
		t.Fatal(err)
	}
	if m.Tasks[i], m.Booking, _, err = s.StepTask(m.Tasks[i], m.Booking, StepFail, "手上走不开", by(wang, local(1, 17, 35))); err != nil {
		t.Fatal(err)
	}
	m, _ = s.FireService(m, local(1, 17, 45))
	if m.Booking.Status != BookingClosing {
		t.Errorf("the room is %s at the end, and nobody has closed it", m.Booking.Status)
	}
	if last := m.Tasks[len(m.Tasks)-1]; last.Kind != TaskClosing || !last.Open() {
		t.Errorf("the closing is asked for again: %s %s", last.Kind, last.Status)
	}
	m, _ = s.FireService(m, local(1, 18, 45))
	if m.Booking.Status != BookingClosed || !m.Booking.Unclosed {
		t.Errorf("%s, unclosed %v: the fault is noted", m.Booking.Status, m.Booking.Unclosed)
	}
}
