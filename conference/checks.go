package conference

import "time"

// checkAudience is who answers a level: by default the meeting-service crew's leader, the environment supervisor,
// the hotline (S89–S91).
func (s Settings) checkAudience(level int, b Booking) Audience {
	p := s.Plan.Checks[level-1]
	return p.To.audience(p.Crew, b.Room.Building)
}

var checkActions = map[int]Action{1: ActionAnswerCheck1, 2: ActionAnswerCheck2, 3: ActionAnswerCheck3}

// MayAnswerCheck tells whether p answers that level of the meeting's check: its holder, and its deputy once that one
// has been asked, too.
func (s Settings) MayAnswerCheck(p Person, m Meeting, level int) bool {
	if level < 1 || level > len(s.Plan.Checks) {
		return false
	}
	var rel Relation
	plan := s.Plan.Checks[level-1]
	if plan.To.audience(plan.Crew, m.Booking.Room.Building).holds(p) {
		rel |= CrewMember
	}
	if level <= len(m.Checks) && !m.Checks[level-1].DeputyAt.IsZero() && s.DeputyAudience(level, m.Booking).holds(p) {
		rel |= Deputy
	}
	return May(p, checkActions[level], rel)
}

// holds tells whether p is among an audience of a role.
func (a Audience) holds(p Person) bool {
	return a.Role != "" && p.Has(a.Role) && (a.Crew == "" || p.Crew == a.Crew) && (a.Building == "" || p.Building == "" || p.Building == a.Building)
}

// FireCheck prompts the level whose time has come. Levels before it that are still silent are marked as missed, and
// the supervisor is told of each once. NoticeCheckLast only looks back; NoticeCheckDeputy asks the level's deputy, too.
func (s Settings) FireCheck(m Meeting, n Notice, now time.Time) (Meeting, Effects) {
	if m.Booking.Status != BookingConfirmed {
		return m, Effects{}
	}
	m = m.clone()
	var e Effects
	for i := range m.Checks {
		c := &m.Checks[i]
		switch {
		case n.Kind == NoticeCheckDeputy:
			s.askDeputy(m, c, n.Step, now, &e)
		case c.Level < n.Step, c.Level == n.Step && n.Kind == NoticeCheckLast:
			s.missCheck(c, now, &e)
		case c.Level == n.Step && c.Status == CheckPlanned:
			s.prompt(m.Booking, c, now, &e)
		}
	}
	return m, e
}

// prompt asks a level.
func (s Settings) prompt(b Booking, c *Check, now time.Time, e *Effects) {
	c.Status = CheckPrompted
	c.Revision++
	e.deliver(Delivery{Kind: NoticeCard, Subject: Subject{SubjectCheck, c.ID}, To: s.checkAudience(c.Level, b),
		Lane: LaneTask, Ping: true, ExpiresAt: b.End})
	s.planDeputy(b, c.Level, now, e)
}

// planDeputy has a level's deputy asked, too, if its holder keeps silent and there is time left.
func (s Settings) planDeputy(b Booking, level int, now time.Time, e *Effects) {
	if p := s.Plan.Checks[level-1]; p.Deputy != "" && now.Add(p.DeputyAfter).Before(b.Start) {
		e.notify(planned(NoticeCheckDeputy, b, Audience{}, level, now.Add(p.DeputyAfter), b.Start))
	}
}

// DeputyAudience is who is a level's deputy for a meeting.
func (s Settings) DeputyAudience(level int, b Booking) Audience {
	p := s.Plan.Checks[level-1]
	return p.Deputy.audience(p.Crew, b.Room.Building)
}

func (s Settings) askDeputy(m Meeting, c *Check, level int, now time.Time, e *Effects) {
	if c.Level != level || c.Status != CheckPrompted || !c.DeputyAt.IsZero() {
		return
	}
	c.DeputyAt = now // no new revision: whoever presses meanwhile has answered
	e.deliver(cards(Subject{SubjectCheck, c.ID})...)
	e.deliver(Delivery{Kind: NoticeCard, Subject: Subject{SubjectCheck, c.ID}, To: s.DeputyAudience(level, m.Booking),
		Lane: LaneTask, Ping: true, ExpiresAt: m.Booking.End})
}

func (s Settings) missCheck(c *Check, now time.Time, e *Effects) {
	if c.Answered() || c.Status == CheckCancelled || !c.MissedAt.IsZero() {
		return
	}
	c.MissedAt = now
	subject := Subject{SubjectCheck, c.ID}
	e.deliver(cards(subject)...)
	e.deliver(Delivery{Kind: NoticeCheckMissed, Subject: subject, To: Audience{Role: RoleSupervisor},
		Lane: LaneTask, Ping: true, Step: c.Level})
}

// CheckAnswer is what a level says: all well, or what is wrong.
type CheckAnswer struct {
	OK   bool
	Note string // what is wrong, or why open problems of earlier levels are accepted
	// Kind, Photos and Voice (Telegram file ids) are of what is wrong.
	Kind   ProblemKind
	Photos []string
	Voice  string
}

// shown tells whether something beside words says what is wrong.
func (a CheckAnswer) shown() bool { return len(a.Photos) > 0 || a.Voice != "" }

// AnswerCheck records a level's answer: all well, or a problem with a word, a picture or a voice message, for which it returns the
// report to open. Problems that earlier levels found and that are still open have to be accepted with a reason, the
// note. A late answer is taken; it stays marked as missed. It refuses with CodeForbidden, CodeBookingOver,
// CodeCheckNotDue, CodeCheckAnswered, CodeNoteMissing, CodeProblemsOpen, CodeCheckDisputed, CodeTextLong.
func (s Settings) AnswerCheck(m Meeting, level int, a CheckAnswer, ch Change) (Meeting, Effects, *ProblemRequest, error) {
	note, err := s.mayCheck(m, level, a.Note, ch)
	if err != nil {
		return m, Effects{}, nil, err
	}
	m = m.clone()
	c := &m.Checks[level-1]
	open := len(m.OpenProblems(level))
	switch {
	case !a.OK && note == "" && !a.shown():
		return m, Effects{}, nil, Refuse(CodeNoteMissing)
	case a.OK && m.disputedBefore(level):
		return m, Effects{}, nil, Refuse(CodeCheckDisputed)
	case a.OK && note == "" && open > 0:
		return m, Effects{}, nil, Refuse(CodeProblemsOpen, "n", open)
	case a.OK && open == 0:
		note = "" // there is nothing to accept any more
	}
	again := c.DisputedBy.ID != 0
	c.Status, c.AnsweredBy, c.AnsweredAt, c.Note = CheckConfirmed, ch.Actor, ch.Now, note
	c.DisputedBy, c.Dispute = Person{}, ""
	c.Revision++
	var report *ProblemRequest
	if !a.OK {
		c.Status = CheckProblem
		report = &ProblemRequest{RoomID: m.Booking.Room.ID, BookingID: m.Booking.ID, Kind: a.Kind, Text: note, Photos: a.Photos, Voice: a.Voice,
			Urgent: true, Check: level}
	}
	return m, s.heard(m, level, again), report, nil
}

// heard shows the levels from one on what that one has said; those who waited for it to say it again are told.
func (s Settings) heard(m Meeting, level int, again bool) (e Effects) {
	for _, c := range m.Checks[level-1:] {
		if c.Status == CheckPlanned {
			continue
		}
		e.deliver(cards(Subject{SubjectCheck, c.ID})...)
		if again && c.Level > level && c.Status == CheckPrompted && !m.disputedBefore(c.Level) {
			e.deliver(Delivery{Kind: NoticeCard, Subject: Subject{SubjectCheck, c.ID}, To: s.checkAudience(c.Level, m.Booking),
				Lane: LaneTask, Ping: true, ExpiresAt: m.Booking.End})
		}
	}
	return e
}

// mayCheck refuses who may not answer a level now, and what cannot be answered; it returns the note, trimmed.
func (s Settings) mayCheck(m Meeting, level int, note string, ch Change) (string, error) {
	if level < 1 || level > len(m.Checks) {
		return "", Refuse(CodeNotFound)
	}
	if !s.MayAnswerCheck(ch.Actor, m, level) {
		return "", Refuse(CodeForbidden)
	}
	note, err := validNote(note, s.MaxNote)
	if err != nil {
		return "", err
	}
	switch c := m.Checks[level-1]; {
	case !m.Booking.Live() || !ch.Now.Before(m.Booking.End) || c.Status == CheckCancelled:
		return "", Refuse(CodeBookingOver, "status", string(m.Booking.Status))
	case c.Status == CheckPlanned:
		return "", Refuse(CodeCheckNotDue)
	case c.Answered():
		return "", Refuse(CodeCheckAnswered, "by", c.AnsweredBy.Name)
	}
	return note, nil
}

// DisputeCheck has a level reject what an earlier one has answered, with a word why: the earlier one is asked again,
// its holder and whoever spoke for it, and the later one waits for it. It refuses as AnswerCheck does, and with CodeNotFound when the earlier level has
// not answered.
func (s Settings) DisputeCheck(m Meeting, level, earlier int, note string, ch Change) (Meeting, Effects, error) {
	note, err := s.mayCheck(m, level, note, ch)
	switch {
	case err != nil:
		return m, Effects{}, err
	case note == "":
		return m, Effects{}, Refuse(CodeNoteMissing)
	case earlier < 1 || earlier >= level || !m.Checks[earlier-1].Answered():
		return m, Effects{}, Refuse(CodeNotFound)
	}
	m = m.clone()
	c := &m.Checks[earlier-1]
	c.Status, c.DisputedBy, c.Dispute = CheckPrompted, ch.Actor, note
	c.Revision++
	m.Checks[level-1].Revision++
	var e Effects
	for _, k := range m.Checks[earlier-1:] {
		if k.Status != CheckPlanned {
			e.deliver(cards(Subject{SubjectCheck, k.ID})...)
		}
	}
	for _, to := range []Audience{s.checkAudience(earlier, m.Booking), {Person: c.AnsweredBy.ID}} {
		e.deliver(Delivery{Kind: NoticeCheckDisputed, Subject: Subject{SubjectCheck, c.ID}, To: to,
			Lane: LaneTask, Ping: true, ExpiresAt: m.Booking.End})
	}
	if c.DeputyAt.IsZero() {
		s.planDeputy(m.Booking, earlier, ch.Now, &e)
	}
	return m, e, nil
}

// Disputable are the levels before this one whose answer it may dispute now: those that have spoken.
func (m Meeting) Disputable(level int) (levels []int) {
	for _, c := range m.Checks[:level-1] {
		if c.Answered() {
			levels = append(levels, c.Level)
		}
	}
	return levels
}

// WaitsForDispute tells whether a level can't confirm until an earlier one has answered to an objection.
func (m Meeting) WaitsForDispute(level int) bool { return m.disputedBefore(level) }

// disputedBefore tells whether an earlier level has been disputed and has not answered since.
func (m Meeting) disputedBefore(level int) bool {
	for _, c := range m.Checks[:level-1] {
		if c.DisputedBy.ID != 0 {
			return true
		}
	}
	return false
}

// FoundBy are the reports that a level's answer opened, or that it found open.
func (m Meeting) FoundBy(level int) (found []Task) {
	for _, t := range m.Tasks {
		if t.Problem != nil && t.Problem.Check == level {
			found = append(found, t)
		}
	}
	return found
}

// OpenProblems are the reports that levels before this one opened and that nobody has closed.
func (m Meeting) OpenProblems(level int) []Task {
	var open []Task
	for earlier := 1; earlier < level; earlier++ {
		for _, t := range m.FoundBy(earlier) {
			if t.Open() || t.Status == TaskFailed {
				open = append(open, t)
			}
		}
	}
	return open
}

// CheckCards bring the cards up to date of the levels that show how a report of the check stands: the one that found
// it, and those after it; checks are its meeting's.
func (t Task) CheckCards(checks []Check) (ds []Delivery) {
	if t.Problem == nil || t.Problem.Check == 0 {
		return nil
	}
	for _, c := range checks {
		if c.Level >= t.Problem.Check && c.Status != CheckPlanned {
			ds = append(ds, cards(Subject{SubjectCheck, c.ID})...)
		}
	}
	return ds
}

// Holds tells whether the person is who a level is up to, and not somebody who answers in their place.
func (s Settings) Holds(p Person, level int) bool {
	return p.Has(holderRoles[s.Plan.Checks[level-1].To])
}

// FireReminder is what a due reminder or question to the organiser becomes.
func (s Settings) FireReminder(m Meeting, n Notice, now time.Time) Effects {
	b := m.Booking
	if !b.Live() || n.Schedule != b.Schedule || (!n.ExpiresAt.IsZero() && !now.Before(n.ExpiresAt)) {
		return Effects{}
	}
	if n.Kind == NoticeReminder && !m.awaits(n.To.Person) {
		return Effects{}
	}
	return Effects{Deliveries: []Delivery{{Kind: n.Kind, Subject: n.Subject, To: n.To, Lane: LaneReminder, Ping: true,
		Step: n.Step, NoticeID: n.ID, ExpiresAt: n.ExpiresAt, DueAt: n.DueAt}}}
}

// awaits tells whether the person is on the list and has not declined.
func (m Meeting) awaits(person int64) bool {
	for _, a := range m.Attendees {
		if a.Person.ID == person {
			return a.Coming()
		}
	}
	return false
}
