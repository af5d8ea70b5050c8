package conference

import (
	"slices"
	"strings"
	"time"
)

// ReportProblem decides on a reported fault (S79, S106): room is the zero Room when none is known,
// near are the room's live bookings touching [now, now+UrgentWithin], open the room's open reports.
// The same fault again joins the first report: joined is true and t that report.
func (s Settings) ReportProblem(r ProblemRequest, room Room, near []Booking, open []Task, ch Change) (t Task, e Effects, joined bool, err error) {
	if !May(ch.Actor, ActionReportProblem, 0) {
		return Task{}, Effects{}, false, Refuse(CodeForbidden)
	}
	if r.Text, err = validNote(r.Text, s.MaxReport); err != nil {
		return Task{}, Effects{}, false, err
	}
	if !slices.Contains(ProblemKinds, r.Kind) {
		r.Kind = ProblemOther
	}
	if i := slices.IndexFunc(open, func(t Task) bool { return s.sameFault(t, r, room, ch.Now) }); i >= 0 {
		t, e = join(open[i], r, ch.Actor)
		return t, e, true, nil
	}
	t = Task{
		Kind: TaskProblem, Crew: ProblemCrew(r.Kind), BookingID: r.BookingID, Room: room, Requester: ch.Actor, CreatedAt: ch.Now,
		Urgent: r.Urgent || s.meetingNear(near, ch.Now), Ladder: s.Plan.Faults,
		Problem: &ProblemReport{Kind: r.Kind, Text: r.Text, Photos: r.Photos, Voice: r.Voice, Check: r.Check},
	}
	s.setDeadlines(&t, ch.Now)
	t, e, err = s.offer(t, ch.Now)
	return t, e, false, err
}

// setDeadlines says until when somebody is to have taken a report, and until when it is to be solved: counted from now,
// also of one that comes back.
func (s Settings) setDeadlines(t *Task, now time.Time) {
	p := *t.Problem
	p.AnswerBy, t.DueAt = now.Add(s.AnswerNormal), now.Add(s.SolveNormal)
	if t.Urgent {
		p.AnswerBy, t.DueAt = now.Add(s.AnswerUrgent), now.Add(s.SolveUrgent)
	}
	t.Problem = &p
}

// meetingNear tells whether a meeting is under way or begins within the hour.
func (s Settings) meetingNear(near []Booking, now time.Time) bool {
	soon := Interval{now, now.Add(s.UrgentWithin + 1)}
	return slices.ContainsFunc(near, func(b Booking) bool { return b.Live() && b.Interval().Overlaps(soon) })
}

// sameFault: an unspecific report joins another only when it says the same.
func (s Settings) sameFault(t Task, r ProblemRequest, room Room, now time.Time) bool {
	if !t.Open() || t.Problem == nil || room.ID == 0 || t.Room.ID != room.ID || t.Problem.Kind != r.Kind {
		return false
	}
	if now.Sub(t.CreatedAt) > s.DuplicateWithin {
		return false
	}
	return r.Kind != ProblemOther || strings.EqualFold(t.Problem.Text, r.Text)
}

// join adds a report to the one that is open already.
func join(t Task, r ProblemRequest, who Person) (Task, Effects) {
	p := *t.Problem
	p.Photos = append(slices.Clone(p.Photos), r.Photos...)
	if p.Voice == "" {
		p.Voice = r.Voice
	}
	if p.Check == 0 {
		p.Check = r.Check
	}
	t.Problem = &p
	if !slices.Contains(t.Requesters(), who.ID) {
		t.Others = append(slices.Clone(t.Others), who.ID)
	}
	t.Urgent = t.Urgent || r.Urgent
	t.Revision++
	return t, Effects{Deliveries: cards(t.Subject())}
}

// Repeats counts the faults of a time by room and kind: where the same breaks again and again (S142).
type Repeats struct {
	Room  Room
	Kind  ProblemKind
	Count int
	Last  time.Time
}
