package conference

import (
	"slices"
	"strings"
	"time"
)

// Subject is what the task's cards are about.
func (t Task) Subject() Subject { return Subject{SubjectTask, t.ID} }

// RelationTo is how p stands to the task.
func (t Task) RelationTo(p Person) Relation {
	var rel Relation
	if p.Crew != "" && p.Crew == t.Crew {
		rel |= CrewMember
	}
	if t.Claimer.ID != 0 && t.Claimer.ID == p.ID {
		rel |= Claimer
	}
	if slices.Contains(t.Requesters(), p.ID) {
		rel |= Requester
	}
	return rel
}

// OrderTea decides on an order (S83, S97): the head count and TeaLead before the start are its
// defaults. It refuses with CodeForbidden, CodeBookingOver, CodeTeaUnknown, CodeQuantityInvalid,
// CodeTeaLate, CodePast or CodeTextLong.
func (s Settings) OrderTea(m Meeting, r TeaRequest, ch Change) (Task, Effects, error) {
	if err := m.allow(ActionOrderService, ch); err != nil {
		return Task{}, Effects{}, err
	}
	note, err := validNote(r.Note, s.MaxNote)
	if err != nil {
		return Task{}, Effects{}, err
	}
	b := m.Booking
	if !slices.Contains(s.TeaKinds, r.Tea) {
		return Task{}, Effects{}, Refuse(CodeTeaUnknown, "text", r.Tea)
	}
	if r.Cups == 0 {
		r.Cups = b.Headcount
	}
	if r.Cups < 1 || r.Cups > s.MaxCups {
		return Task{}, Effects{}, Refuse(CodeQuantityInvalid, "max", s.MaxCups)
	}
	due, err := s.teaTime(b, r.At, ch.Now)
	if err != nil {
		return Task{}, Effects{}, err
	}
	t := Task{
		Kind: TaskTea, Crew: CrewMeetingService, BookingID: b.ID, BookingNumber: b.Number, BookingTitle: b.Title,
		Room: b.Room, Requester: ch.Actor, DueAt: due, Tea: &TeaOrder{Tea: r.Tea, Cups: r.Cups, Note: note}, CreatedAt: ch.Now,
	}
	return s.offer(t, ch.Now)
}

func (s Settings) teaTime(b Booking, at, now time.Time) (time.Time, error) {
	switch {
	case at.IsZero():
		at = b.Start.Add(-s.TeaLead)
		if at.Before(now) {
			at = now
		}
	case at.Before(now):
		return at, Refuse(CodePast)
	}
	if !at.Before(b.End) {
		return at, Refuse(CodeTeaLate)
	}
	return at, nil
}

// offer puts a task before its crew, with the ladder for when nobody takes it.
func (s Settings) offer(t Task, now time.Time) (Task, Effects, error) {
	t.Status, t.OfferedAt, t.Claimer, t.Escalated = TaskOffered, now, Person{}, 0
	t.Revision++
	e := Effects{Deliveries: cards(t.Subject(), Audience{Crew: t.Crew})}
	for i, wait := range s.Escalations {
		e.notify(Notice{Kind: NoticeTaskUnclaimed, Subject: t.Subject(), Step: i + 1, DueAt: now.Add(wait)})
	}
	return t, e, nil
}

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
		Urgent:  r.Urgent || s.meetingNear(near, ch.Now),
		Problem: &ProblemReport{Kind: r.Kind, Text: r.Text, Photos: r.Photos, Voice: r.Voice},
	}
	t.DueAt = ch.Now.Add(s.SolveNormal)
	if t.Urgent {
		t.DueAt = ch.Now.Add(s.SolveUrgent)
	}
	t, e, err = s.offer(t, ch.Now)
	return t, e, false, err
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
	t.Problem = &p
	if !slices.Contains(t.Requesters(), who.ID) {
		t.Others = append(slices.Clone(t.Others), who.ID)
	}
	t.Urgent = t.Urgent || r.Urgent
	t.Revision++
	return t, Effects{Deliveries: cards(t.Subject())}
}

// StepTask decides on a step of a task. It refuses with CodeForbidden, CodeTaskTaken,
// CodeTaskOver, CodeTaskNotYours, CodeNoteMissing, CodeNotStillBroken or CodeTextLong.
func (s Settings) StepTask(t Task, step TaskStep, note string, ch Change) (Task, Effects, error) {
	note, err := validNote(note, s.MaxNote)
	if err != nil {
		return t, Effects{}, err
	}
	switch step {
	case StepClaim:
		return s.claim(t, ch)
	case StepStart, StepDone, StepFail:
		return s.work(t, step, note, ch)
	case StepReopen:
		return s.reopen(t, note, ch)
	case StepCancel:
		return s.cancelTask(t, ch)
	default:
		return t, Effects{}, Refuse(CodeNotFound)
	}
}

func (s Settings) claim(t Task, ch Change) (Task, Effects, error) {
	switch {
	case !May(ch.Actor, ActionClaimTask, t.RelationTo(ch.Actor)):
		return t, Effects{}, Refuse(CodeForbidden)
	case t.Status == TaskClaimed || t.Status == TaskStarted:
		return t, Effects{}, Refuse(CodeTaskTaken, "by", t.Claimer.Name)
	case t.Status != TaskOffered:
		return t, Effects{}, Refuse(CodeTaskOver)
	}
	t.Status, t.Claimer, t.ClaimedAt = TaskClaimed, ch.Actor, ch.Now
	t.Revision++
	return t, Effects{Deliveries: t.progress(false)}, nil
}

func (s Settings) work(t Task, step TaskStep, note string, ch Change) (Task, Effects, error) {
	switch {
	case !t.Open():
		return t, Effects{}, Refuse(CodeTaskOver)
	case !May(ch.Actor, ActionWorkTask, t.RelationTo(ch.Actor)):
		return t, Effects{}, Refuse(CodeTaskNotYours)
	case t.Status == TaskOffered:
		return t, Effects{}, Refuse(CodeTaskNotYours)
	case step == StepFail && note == "":
		return t, Effects{}, Refuse(CodeNoteMissing)
	}
	t.Revision++
	if step == StepStart {
		t.Status = TaskStarted
		return t, Effects{Deliveries: t.progress(false)}, nil
	}
	t.Outcome, t.EndedAt = note, ch.Now
	if step == StepDone {
		t.Status = TaskDone
		return t, Effects{Deliveries: t.progress(t.Kind == TaskProblem)}, nil
	}
	t.Status = TaskFailed
	e := Effects{Deliveries: t.progress(true)}
	// What one person cannot do, somebody with more means must see to.
	e.deliver(escalation(t, Audience{Role: RoleTeamLeader, Crew: t.Crew}, 1), escalation(t, Audience{Role: RoleSupervisor}, 2))
	return t, e, nil
}

func (s Settings) reopen(t Task, note string, ch Change) (Task, Effects, error) {
	if !May(ch.Actor, ActionReopenTask, t.RelationTo(ch.Actor)) {
		return t, Effects{}, Refuse(CodeForbidden)
	}
	if t.Kind != TaskProblem || (t.Status != TaskDone && t.Status != TaskFailed) {
		return t, Effects{}, Refuse(CodeNotStillBroken)
	}
	t.Reopened++
	t.Outcome, t.EndedAt, t.ClaimedAt = note, time.Time{}, time.Time{}
	return s.offer(t, ch.Now)
}

func (s Settings) cancelTask(t Task, ch Change) (Task, Effects, error) {
	if t.Requester.ID != ch.Actor.ID && !ch.Actor.Has(infoCentre...) {
		return t, Effects{}, Refuse(CodeForbidden)
	}
	if !t.Open() {
		return t, Effects{}, Refuse(CodeTaskOver)
	}
	t.Status, t.EndedAt = TaskCancelled, ch.Now
	t.Revision++
	e := Effects{Deliveries: t.progress(false)}
	s.tellClaimer(t, NoticeTaskChanged, &e)
	return t, e, nil
}

// progress brings every card of the task up to date; those who asked for it hear it when loud.
func (t Task) progress(loud bool) []Delivery {
	ds := cards(t.Subject())
	for _, id := range t.Requesters() {
		ds = append(ds, Delivery{Kind: NoticeCard, Subject: t.Subject(), To: Audience{Person: id}, Lane: LaneTask, Ping: loud})
	}
	return ds
}

// tellClaimer tells whoever has the task that something about it changed.
func (s Settings) tellClaimer(t Task, kind NoticeKind, e *Effects) {
	if t.Claimer.ID != 0 {
		e.deliver(Delivery{Kind: kind, Subject: t.Subject(), To: Audience{Person: t.Claimer.ID}, Lane: LaneTask, Ping: true})
	}
}

// FireTask takes the rung of the ladder that came due, if nobody has claimed the task since it was offered.
func (s Settings) FireTask(t Task, n Notice, now time.Time) (Task, Effects) {
	if t.Status != TaskOffered || n.Step < 1 || n.Step > len(s.Escalations) || t.Escalated >= n.Step {
		return t, Effects{}
	}
	if n.DueAt.Before(t.OfferedAt.Add(s.Escalations[n.Step-1])) { // of an earlier offer
		return t, Effects{}
	}
	t.Escalated = n.Step
	to := Audience{Role: RoleTeamLeader, Crew: t.Crew}
	if n.Step == len(s.Escalations) {
		to = Audience{Role: RoleSupervisor}
	}
	return t, Effects{Deliveries: []Delivery{escalation(t, to, n.Step)}}
}

func escalation(t Task, to Audience, step int) Delivery {
	return Delivery{Kind: NoticeTaskEscalated, Subject: t.Subject(), To: to, Lane: LaneTask, Ping: true, Step: step}
}
