package conference

import "time"

// checkAudience is who answers a level: the meeting-service crew's leader, the environment
// supervisor, the hotline (S89–S91).
func checkAudience(level int) Audience {
	switch level {
	case 1:
		return Audience{Role: RoleTeamLeader, Crew: CrewMeetingService}
	case 2:
		return Audience{Role: RoleEnvironmentSupervisor}
	default:
		return Audience{Role: RoleHotline}
	}
}

var checkActions = map[int]Action{1: ActionAnswerCheck1, 2: ActionAnswerCheck2, 3: ActionAnswerCheck3}

// MayAnswerCheck tells whether p answers that level.
func MayAnswerCheck(p Person, level int) bool {
	var rel Relation
	if p.Crew == CrewMeetingService {
		rel = CrewMember
	}
	return May(p, checkActions[level], rel)
}

// FireCheck prompts the level whose time has come. Levels before it that are still silent are
// marked as missed, and the supervisor is told of each once. NoticeCheckLast only looks back.
func (s Settings) FireCheck(m Meeting, n Notice, now time.Time) (Meeting, Effects) {
	if m.Booking.Status != BookingConfirmed {
		return m, Effects{}
	}
	m = m.clone()
	var e Effects
	for i := range m.Checks {
		c := &m.Checks[i]
		switch {
		case c.Level < n.Step, c.Level == n.Step && n.Kind == NoticeCheckLast:
			s.missCheck(c, now, &e)
		case c.Level == n.Step && c.Status == CheckPlanned:
			c.Status = CheckPrompted
			c.Revision++
			e.deliver(Delivery{Kind: NoticeCard, Subject: Subject{SubjectCheck, c.ID}, To: checkAudience(c.Level),
				Lane: LaneTask, Ping: true, ExpiresAt: m.Booking.End})
		}
	}
	return m, e
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

// AnswerCheck records a level's answer: all well, or a problem with a word, for which it returns
// the report to open. A late answer is taken; it stays marked as missed. It refuses with
// CodeForbidden, CodeBookingOver, CodeCheckNotDue, CodeCheckAnswered, CodeNoteMissing, CodeTextLong.
func (s Settings) AnswerCheck(m Meeting, level int, ok bool, note string, ch Change) (Meeting, Effects, *ProblemRequest, error) {
	if level < 1 || level > len(m.Checks) {
		return m, Effects{}, nil, Refuse(CodeNotFound)
	}
	if !MayAnswerCheck(ch.Actor, level) {
		return m, Effects{}, nil, Refuse(CodeForbidden)
	}
	note, err := validNote(note, s.MaxNote)
	if err != nil {
		return m, Effects{}, nil, err
	}
	m = m.clone()
	c := &m.Checks[level-1]
	switch {
	case !m.Booking.Live() || !ch.Now.Before(m.Booking.End) || c.Status == CheckCancelled:
		return m, Effects{}, nil, Refuse(CodeBookingOver, "status", string(m.Booking.Status))
	case c.Status == CheckPlanned:
		return m, Effects{}, nil, Refuse(CodeCheckNotDue)
	case c.Answered():
		return m, Effects{}, nil, Refuse(CodeCheckAnswered, "by", c.AnsweredBy.Name)
	case !ok && note == "":
		return m, Effects{}, nil, Refuse(CodeNoteMissing)
	}
	c.Status, c.AnsweredBy, c.AnsweredAt, c.Note = CheckConfirmed, ch.Actor, ch.Now, note
	c.Revision++
	var report *ProblemRequest
	if !ok {
		c.Status = CheckProblem
		report = &ProblemRequest{RoomID: m.Booking.Room.ID, BookingID: m.Booking.ID, Kind: ProblemOther, Text: note, Urgent: true}
	}
	var e Effects
	for _, later := range m.Checks[level-1:] { // the levels after it show what it found
		if later.Status != CheckPlanned {
			e.deliver(cards(Subject{SubjectCheck, later.ID})...)
		}
	}
	return m, e, report, nil
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
