package conference

import (
	"slices"
	"time"
)

// Emergency is a word to everybody who is in a building now (S114).
type Emergency struct {
	ID       int64
	Building string
	Words    string
	SentBy   Person
	SentAt   time.Time
	// Told are those it went to; it says nothing to anybody else.
	Told []Person
}

// Alarm is an emergency notice as asked for.
type Alarm struct {
	Building string
	Words    string
	// ArmedAt is when the sender confirmed for the first time; the second time has to follow within EmergencyConfirm.
	ArmedAt time.Time
}

// emergencyFor is how long an emergency notice is worth being brought; who is out of reach for longer has left.
const emergencyFor = time.Hour

// Announce decides on an emergency notice. Audience are those concerned: organisers and attendees of meetings that are
// on there or begin within the hour, people on tasks there, crews on duty there, leaders and the lobby manager. Each
// gets it once, with a sound, before everything else. It refuses with CodeForbidden, CodeNoteMissing, CodeTextLong,
// CodeConfirmLate, and CodeBuildingEmpty when there is nobody to tell.
func (s Settings) Announce(a Alarm, audience []Person, ch Change) (Emergency, Effects, error) {
	words, err := validNote(a.Words, s.MaxNote)
	switch {
	case !May(ch.Actor, ActionSendEmergency, 0):
		return Emergency{}, Effects{}, Refuse(CodeForbidden)
	case err != nil:
		return Emergency{}, Effects{}, err
	case words == "":
		return Emergency{}, Effects{}, Refuse(CodeNoteMissing)
	case a.ArmedAt.IsZero() || ch.Now.Sub(a.ArmedAt) > s.EmergencyConfirm:
		return Emergency{}, Effects{}, Refuse(CodeConfirmLate)
	}
	told := slices.DeleteFunc(slices.Clone(audience), func(p Person) bool { return p.ID == ch.Actor.ID })
	if len(told) == 0 {
		return Emergency{}, Effects{}, Refuse(CodeBuildingEmpty)
	}
	var e Effects
	for _, p := range told {
		e.deliver(Delivery{Kind: NoticeEmergency, Subject: Subject{Kind: SubjectEmergency}, To: Audience{Person: p.ID},
			Lane: LaneAnswer, Ping: true, ExpiresAt: ch.Now.Add(emergencyFor)})
	}
	return Emergency{Building: a.Building, Words: words, SentBy: ch.Actor, SentAt: ch.Now, Told: told}, e, nil
}

// Unreached are those of an emergency notice's audience whom no message reaches: somebody has to call them.
func (m Emergency) Unreached() []Person {
	return slices.DeleteFunc(slices.Clone(m.Told), func(p Person) bool { return p.TelegramID != 0 && !p.Unreachable })
}

// MaySee tells whether p sees the notice: who it is for, who sent it, and whoever may send one.
func (m Emergency) MaySee(p Person) bool {
	return m.SentBy.ID == p.ID || May(p, ActionSendEmergency, 0) || slices.ContainsFunc(m.Told, func(o Person) bool { return o.ID == p.ID })
}
