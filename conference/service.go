package conference

import (
	"slices"
	"time"
)

// Words is what something is called, by language ("zh-CN", "en"); the key "" stands for every language.
type Words map[string]string

// In is the words in a language, else in the one for all, else in whichever there is.
func (w Words) In(language string) string {
	for _, key := range []string{language, "", "zh-CN", "en"} {
		if s := w[key]; s != "" {
			return s
		}
	}
	return ""
}

// ServicePlan is what a meeting of each service level gets: which work, by whom, when, how proven (S36, S37, S92–S108).
// It is data: the rule books' plan is the default, an organisation may write its own.
type ServicePlan struct {
	// Levels say what makes a meeting of which level, the most demanding first; the last one takes all others.
	Levels []LevelRule
	// Tasks are what is prepared, shown and checked for a meeting.
	Tasks []TaskPlan
	// Services are what can be ordered besides drinks (S57, S58, S76, S81–S84, S97).
	Services []Service
	// Checks are the three levels of the check before the meeting (S89–S91).
	Checks [3]CheckPlan
	Sheet  SheetPlan
	// Standing are duties that come round by the calendar (S115, S116).
	Standing []StandingDuty
	// Orders, Faults, Requests and Assigned are the ladders of what people ask for.
	Orders, Faults, Requests, Assigned Ladder
	// CloseLimit is how long after its end a meeting's room stays held while nobody has closed it (S107, S108).
	CloseLimit time.Duration
}

// LevelRule makes a meeting at least of the level when any of its conditions holds; a rule without any holds always.
type LevelRule struct {
	Level     Level
	Headcount int           // from so many heads on; 0 for not by heads
	Classes   []Class       // in a venue of the class
	Rank      int           // convened by a leader of this rank or higher (1 is highest); 0 for not by rank
	Types     []MeetingType // of one of the types
}

// MeetingType is what sort of meeting it is (S38, S39).
type MeetingType string

// The types. "" is none in particular.
const (
	TypeOperations MeetingType = "operations" // 经营分析
	TypeReview     MeetingType = "review"     // 项目评审
	TypeRoutine    MeetingType = "routine"    // 部门例会
	TypeSpecial    MeetingType = "special"    // 专题
	TypeAcademic   MeetingType = "academic"   // 学术
	TypeBusiness   MeetingType = "business"   // 商务
	TypeGovernment MeetingType = "government" // 政府
	TypeIndustry   MeetingType = "industry"   // 行业
	TypeReception  MeetingType = "reception"  // 参观接待
	TypeEvent      MeetingType = "event"      // 庆典、活动
)

// MeetingTypes are all types.
var MeetingTypes = []MeetingType{TypeOperations, TypeReview, TypeRoutine, TypeSpecial, TypeAcademic, TypeBusiness,
	TypeGovernment, TypeIndustry, TypeReception, TypeEvent}

// LevelReason is why a meeting has its service level.
type LevelReason struct {
	Code string `json:"code"` // headcount, class, rank, type, supervisor; "" when nothing raises it
	N    int    `json:"n,omitempty"`
	Text string `json:"text,omitempty"` // the class, the type, or the leader's or supervisor's name
}

// Anchor is what a moment of a meeting counts from.
type Anchor string

// The anchors.
const (
	AtStart Anchor = "start"
	AtEnd   Anchor = "end"
)

// Moment is a time relative to a meeting: 30 minutes before its start is {AtStart, -30m}.
type Moment struct {
	Anchor Anchor
	Offset time.Duration
}

// Of is the moment in a meeting's time.
func (m Moment) Of(i Interval) time.Time {
	if m.Anchor == AtEnd {
		return i.End.Add(m.Offset)
	}
	return i.Start.Add(m.Offset)
}

// TaskPlan is one piece of work that meetings of some levels get.
type TaskPlan struct {
	ID     string // stable: a meeting has each once
	Kind   TaskKind
	Name   Words
	Crew   Crew
	Levels []Level
	Offer  Moment // when it is put before the crew
	Due    Moment // by when it is done
	// Hands is how many people do it, by level; one where nothing is said.
	Hands map[Level]int
	Items []ItemPlan
	// Every repeats an item of its own from the meeting's start to its end, such as tea (S99); 0 for none.
	Every time.Duration
	// Grace is how long after its time a timed item counts as missed.
	Grace time.Duration
	// Proof asks for a photo before it is done.
	Proof bool
	// With is the ID of the task whose people do this one, too: it comes to them and to nobody else.
	With   string
	Ladder Ladder
}

// ItemPlan is a line of a checklist; one with a time is to be ticked then.
type ItemPlan struct {
	Name Words
	At   *Moment
}

// HandsFor is how many people the task needs at a level, at least one.
func (p TaskPlan) HandsFor(l Level) int { return max(1, p.Hands[l]) }

// Trigger is what makes somebody hear of a task.
type Trigger string

// The triggers.
const (
	Unclaimed Trigger = "unclaimed" // not enough people have taken it so long after it was offered
	Late      Trigger = "late"      // it is not done so long after it was due
	Missed    Trigger = "missed"    // so many timed items in a row have been missed
)

// Rung is one step of a ladder: who hears of a task, and when. Each is taken once.
type Rung struct {
	On    Trigger       `json:"on"`
	After time.Duration `json:"after,omitempty"` // for Unclaimed and Late
	Count int           `json:"count,omitempty"` // for Missed
	To    Holder        `json:"to"`
	// TakenAt is when it was taken; zero while it was not.
	TakenAt time.Time `json:"taken,omitzero"`
}

// Ladder is the steps by which a task that nobody takes, or that is not done, reaches those who must know.
type Ladder []Rung

// Holder is who answers for something, as a plan names them.
type Holder string

// The holders.
const (
	HolderLeader      Holder = "leader" // of the task's crew
	HolderDeputy      Holder = "deputy" // of the crew's leader
	HolderLobby       Holder = "lobby_manager"
	HolderEnvironment Holder = "environment_supervisor"
	HolderHotline     Holder = "hotline"
	HolderSupervisor  Holder = "supervisor"
	HolderManager     Holder = "department_manager"
	HolderAuthority   Holder = "authority"
)

// Holders are all holders.
var Holders = []Holder{HolderLeader, HolderDeputy, HolderLobby, HolderEnvironment, HolderHotline, HolderSupervisor, HolderManager, HolderAuthority}

var holderRoles = map[Holder]Role{HolderLeader: RoleTeamLeader, HolderDeputy: RoleDeputyLeader, HolderLobby: RoleLobbyManager,
	HolderEnvironment: RoleEnvironmentSupervisor, HolderHotline: RoleHotline, HolderSupervisor: RoleSupervisor,
	HolderManager: RoleDepartmentManager, HolderAuthority: RoleAuthority}

// audience is the people who hold it, for a crew and a building. Where there are none, it is the supervisors'.
func (h Holder) audience(crew Crew, building string) Audience {
	a := Audience{Role: holderRoles[h], Someone: true}
	switch h {
	case HolderLeader, HolderDeputy:
		a.Crew = crew
	case HolderLobby:
		a.Building = building
	}
	return a
}

// Service is something that can be ordered for a meeting.
type Service struct {
	ID       string
	Name     Words
	Crew     Crew
	Unit     Words
	Quantity Quantity // what is taken when nobody says how many
	Max      int      // at most; 0 for MaxCups
	// Wording asks for words of the organiser's: a banner's (S82, S85).
	Wording bool
	// Names takes the names of those who come, the rostrum's first (S71, S82).
	Names bool
	// Layout asks for a way to set the room up (S81, S82).
	Layout bool
	// CutOff is how long before the start it can still be ordered; Ready is when it stands there.
	CutOff time.Duration
	Ready  Moment
	// Bought is what the buyer has to get first (S57, S58); so long before Ready.
	Bought time.Duration
	// Floor can be asked for from the meeting itself, at once (S102).
	Floor bool
}

// Quantity is how many of a service are taken when nobody says: a number, or one for each head.
type Quantity struct {
	N       int
	PerHead bool
}

// For is the quantity for so many heads, at least one.
func (q Quantity) For(heads int) int {
	if q.PerHead {
		return max(1, heads)
	}
	return max(1, q.N)
}

// CheckPlan is one level of the three-level check.
type CheckPlan struct {
	Before time.Duration // the start
	To     Holder
	Crew   Crew // of a leader
	// Deputy answers, too, when the holder has been silent for DeputyAfter; "" for nobody.
	Deputy      Holder
	DeputyAfter time.Duration
	Items       []ItemPlan
}

// SheetPlan is how the service notice goes round (会议服务通知单, S29, S51, S131).
type SheetPlan struct {
	// Chase are the pauses after which a leader who has not acknowledged is asked again, and who hears of it.
	Chase []Chase
	// Authority are the levels whose notice the authority's contact gets, too.
	Authority []Level
}

// Chase asks again so long after the notice went out; To hears of it, the crew's leader themself when it is HolderLeader.
type Chase struct {
	After time.Duration
	To    Holder
}

// StandingDuty is work that comes round by the calendar.
type StandingDuty struct {
	ID     string
	Name   Words
	Crew   Crew
	Spec   string // cron, five fields, in the organisation's zone
	Within time.Duration
	Items  []ItemPlan
	Proof  bool
	Hands  int
	Ladder Ladder
}

// Service is what can be ordered under an ID; false for nothing.
func (p ServicePlan) Service(id string) (Service, bool) {
	i := slices.IndexFunc(p.Services, func(s Service) bool { return s.ID == id })
	if i < 0 {
		return Service{}, false
	}
	return p.Services[i], true
}

// Duty is a standing duty; false when there is none of the ID.
func (p ServicePlan) Duty(id string) (StandingDuty, bool) {
	i := slices.IndexFunc(p.Standing, func(d StandingDuty) bool { return d.ID == id })
	if i < 0 {
		return StandingDuty{}, false
	}
	return p.Standing[i], true
}

// Task is the plan of a task; false when there is none any more.
func (p ServicePlan) Task(id string) (TaskPlan, bool) {
	i := slices.IndexFunc(p.Tasks, func(t TaskPlan) bool { return t.ID == id })
	if i < 0 {
		return TaskPlan{}, false
	}
	return p.Tasks[i], true
}

// LevelOf derives a meeting's service level, and why (S36, S37). One that a supervisor has set stays.
func (s Settings) LevelOf(b Booking) (Level, LevelReason) {
	if b.LevelReason.Code == levelSet {
		return b.Level, b.LevelReason
	}
	for _, r := range s.Plan.Levels {
		if why, ok := r.fits(b); ok {
			return r.Level, why
		}
	}
	return LevelSmall, LevelReason{}
}

// levelSet is the reason of a level that a supervisor has chosen.
const levelSet = "supervisor"

func (r LevelRule) fits(b Booking) (LevelReason, bool) {
	switch {
	case r.Rank > 0 && b.Leader.Rank > 0 && b.Leader.Rank <= r.Rank:
		return LevelReason{Code: "rank", Text: b.Leader.Name}, true
	case b.Type != "" && slices.Contains(r.Types, b.Type):
		return LevelReason{Code: "type", Text: string(b.Type)}, true
	case r.Headcount > 0 && b.Headcount >= r.Headcount:
		return LevelReason{Code: "headcount", N: b.Headcount}, true
	case slices.Contains(r.Classes, b.Room.Class):
		return LevelReason{Code: "class", Text: string(b.Room.Class)}, true
	}
	return LevelReason{}, r.Headcount == 0 && r.Rank == 0 && len(r.Classes) == 0 && len(r.Types) == 0
}
