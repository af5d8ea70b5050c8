package conference

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSettings_OrderService(t *testing.T) {
	s := rules(t)
	m := booked(t, s, func(r *Request) { r.Start, r.End, r.Headcount = local(7, 15, 0), local(7, 17, 30), 12 })
	m.Attendees = []Attendee{{Person: li, PartStat: Accepted}, {Person: wang, PartStat: Declined}}
	for name, tc := range map[string]struct {
		r    ServiceRequest
		who  Person
		now  time.Time
		want Code
		n    int // how many are ordered
	}{
		"a banner":                     {ServiceRequest{Service: "banner", Text: "热烈欢迎"}, zhang, monday, "", 1},
		"a banner without words":       {ServiceRequest{Service: "banner", Text: " "}, zhang, monday, CodeNoteMissing, 0},
		"a banner too late":            {ServiceRequest{Service: "banner", Text: "热烈欢迎"}, zhang, local(6, 15, 0), CodeOrderLate, 0},
		"at the last moment":           {ServiceRequest{Service: "banner", Text: "热烈欢迎"}, zhang, local(5, 15, 0), "", 1},
		"more than there are":          {ServiceRequest{Service: "banner", Text: "热烈欢迎", Quantity: 11}, zhang, monday, CodeQuantityInvalid, 0},
		"fewer than none":              {ServiceRequest{Service: "banner", Text: "热烈欢迎", Quantity: -1}, zhang, monday, CodeQuantityInvalid, 0},
		"name cards, one each":         {ServiceRequest{Service: "name-cards"}, zhang, monday, "", 12},
		"a layout that holds all":      {ServiceRequest{Service: "layout", Text: "u"}, zhang, monday, "", 1},
		"a layout that is too small":   {ServiceRequest{Service: "layout", Text: "round"}, zhang, monday, CodeLayoutSmall, 0},
		"no layout":                    {ServiceRequest{Service: "layout"}, zhang, monday, CodeNoteMissing, 0},
		"what nobody offers":           {ServiceRequest{Service: "fireworks"}, zhang, monday, CodeServiceUnknown, 0},
		"for somebody else's meeting":  {ServiceRequest{Service: "name-cards"}, li, monday, CodeForbidden, 0},
		"by the information centre":    {ServiceRequest{Service: "name-cards"}, hotline, monday, "", 12},
		"when all have gone":           {ServiceRequest{Service: "name-cards"}, zhang, local(7, 18, 0), CodeBookingOver, 0},
		"a story instead of a wording": {ServiceRequest{Service: "banner", Text: string(make([]rune, 201)) + "x"}, zhang, monday, CodeTextLong, 0},
	} {
		t.Run(name, func(t *testing.T) {
			got, _, err := s.OrderService(m, tc.r, by(tc.who, tc.now))
			wantCode(t, err, tc.want)
			if tc.want == "" && got[0].Order.Quantity != tc.n {
				t.Errorf("%d ordered, want %d", got[0].Order.Quantity, tc.n)
			}
		})
	}
	cards, _, err := s.OrderService(m, ServiceRequest{Service: "name-cards", Quantity: 1}, by(zhang, monday))
	if err != nil || len(cards) != 1 || !slices.Equal(cards[0].Order.Names, []string{"李娜"}) {
		t.Errorf("the names of those who come: %+v %v", cards, err)
	}
}

// What has to be bought is bought before it has to stand there.
func TestSettings_OrderService_bought(t *testing.T) {
	s := rules(t)
	m := booked(t, s, func(r *Request) { r.Start, r.End = local(7, 15, 0), local(7, 17, 30) })
	got, e, err := s.OrderService(m, ServiceRequest{Service: "banner", Text: "热烈欢迎"}, by(zhang, monday))
	if err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	if got[0].Kind != TaskOrder || got[0].Crew != CrewMeetingService || !got[0].DueAt.Equal(local(6, 15, 0)) {
		t.Errorf("the order: %+v", got[0])
	}
	if got[1].Kind != TaskPurchase || got[1].Crew != CrewBuyers || !got[1].DueAt.Equal(local(6, 3, 0)) || got[1].Order.Text != "热烈欢迎" {
		t.Errorf("the purchase: %+v", got[1])
	}
	if len(due(e.Notices, NoticeService)) != 1 {
		t.Errorf("the service notice is not told: %+v", e.Notices)
	}
}

func TestSettings_StepTask_orderCalledOff(t *testing.T) {
	s := rules(t)
	m := booked(t, s, func(r *Request) { r.Start, r.End = local(7, 15, 0), local(7, 17, 30) })
	tasks, _, err := s.OrderService(m, ServiceRequest{Service: "banner", Text: "热烈欢迎"}, by(hotline, monday))
	if err != nil {
		t.Fatal(err)
	}
	order, purchase := tasks[0], tasks[1]
	_, _, _, err = s.StepTask(order, m.Booking, StepCancel, "", by(li, monday))
	wantCode(t, err, CodeForbidden)
	_, _, _, err = s.StepTask(purchase, m.Booking, StepCancel, "", by(zhang, monday))
	wantCode(t, err, CodeForbidden)
	off, _, e, err := s.StepTask(order, m.Booking, StepCancel, "", by(zhang, monday)) // it is their meeting
	if err != nil || off.Status != TaskCancelled {
		t.Fatal(off.Status, err)
	}
	if len(due(e.Notices, NoticeService)) != 1 {
		t.Error("the service notice is not told")
	}
	purchase.Status, purchase.Claimer = TaskClaimed, li
	gone, e := s.CallOffPurchase(purchase, by(zhang, monday))
	if told := kinds(e.Deliveries, NoticeTaskChanged); gone.Status != TaskCancelled || len(told) != 1 || told[0].To.Person != li.ID {
		t.Errorf("%s, the buyer hears %+v", gone.Status, told)
	}
	if kept, _ := s.CallOffPurchase(order, by(zhang, monday)); kept.Status != TaskOffered {
		t.Error("an order was called off as a purchase")
	}
	purchase.Status = TaskDone
	if kept, e := s.CallOffPurchase(purchase, by(zhang, monday)); kept.Status != TaskDone || len(e.Deliveries) > 0 {
		t.Error("what has been bought has been bought")
	}
}

func TestSettings_AskFloor(t *testing.T) {
	s := rules(t)
	m := booked(t, s, nil)
	m.Attendees = []Attendee{{Person: outsider, PartStat: Accepted}}
	on := local(1, 15, 30)
	for name, tc := range map[string]struct {
		r    FloorRequest
		who  Person
		now  time.Time
		want Code
		crew Crew
	}{
		"hot water, by the organiser":   {FloorRequest{Service: "hot-water"}, zhang, on, "", CrewMeetingService},
		"in a guest's own words":        {FloorRequest{Text: "空调调高一点"}, outsider, on, "", CrewMeetingService},
		"by the hotline for them":       {FloorRequest{Text: "要热水"}, hotline, on, "", CrewMeetingService},
		"by somebody who is not in it":  {FloorRequest{Text: "要热水"}, li, on, CodeForbidden, ""},
		"on the way there":              {FloorRequest{Text: "要热水"}, zhang, local(1, 14, 30), "", CrewMeetingService},
		"long before":                   {FloorRequest{Text: "要热水"}, zhang, local(1, 14, 29), CodeNotBegun, ""},
		"when all have gone":            {FloorRequest{Text: "要热水"}, zhang, local(1, 17, 30), CodeBookingOver, ""},
		"nothing at all":                {FloorRequest{}, zhang, on, CodeNoteMissing, ""},
		"what nobody offers":            {FloorRequest{Service: "fireworks"}, zhang, on, CodeServiceUnknown, ""},
		"thousands":                     {FloorRequest{Service: "hot-water", Quantity: 5000}, zhang, on, CodeQuantityInvalid, ""},
		"a story longer than is listed": {FloorRequest{Text: string(make([]rune, 201)) + "x"}, zhang, on, CodeTextLong, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, e, err := s.AskFloor(m, tc.r, by(tc.who, tc.now))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				return
			}
			if got.Crew != tc.crew || !got.Urgent || !got.DueAt.Equal(tc.now.Add(s.FloorWithin)) || got.Requester.ID != tc.who.ID {
				t.Errorf("%+v", got)
			}
			if loud := kinds(e.Deliveries, NoticeCard); !slices.ContainsFunc(loud, func(d Delivery) bool { return d.Ping && d.To.Crew == tc.crew }) {
				t.Errorf("the crew is not called: %+v", loud)
			}
		})
	}
}

func TestSettings_Assign(t *testing.T) {
	s := rules(t)
	gone := wang
	gone.Removed = true
	for name, tc := range map[string]struct {
		a    Assignment
		who  Person
		want Code
		due  time.Time
	}{
		"to one person":          {Assignment{Person: wang, What: "打扫302", DueAt: local(0, 15, 0)}, zhou, "", local(0, 15, 0)},
		"to a crew, within":      {Assignment{Crew: CrewSound, What: "检查音响"}, hotline, "", monday.Add(s.AssignWithin)},
		"to nobody":              {Assignment{What: "打扫302"}, zhou, CodeAssigneeInvalid, time.Time{}},
		"to no crew of ours":     {Assignment{Crew: "pirates", What: "打扫302"}, zhou, CodeAssigneeInvalid, time.Time{}},
		"to somebody at a desk":  {Assignment{Person: zhang, What: "打扫302"}, zhou, CodeAssigneeInvalid, time.Time{}},
		"to somebody who left":   {Assignment{Person: gone, What: "打扫302"}, zhou, CodeAssigneeInvalid, time.Time{}},
		"nothing":                {Assignment{Person: wang, What: " "}, zhou, CodeNoteMissing, time.Time{}},
		"until yesterday":        {Assignment{Person: wang, What: "打扫302", DueAt: monday.Add(-time.Hour)}, zhou, CodePast, time.Time{}},
		"by an attendant":        {Assignment{Person: wang, What: "打扫302"}, ma, CodeForbidden, time.Time{}},
		"by the manager at once": {Assignment{Person: wang, What: "打扫302"}, Person{ID: 30, Roles: []Role{RoleDepartmentManager}}, "", monday.Add(s.AssignWithin)},
	} {
		t.Run(name, func(t *testing.T) {
			got, e, err := s.Assign(tc.a, Room{}, by(tc.who, monday))
			wantCode(t, err, tc.want)
			if tc.want != "" {
				return
			}
			if !got.DueAt.Equal(tc.due) || got.Requester.ID != tc.who.ID || got.Note != tc.a.What {
				t.Errorf("%+v", got)
			}
			to := e.Deliveries[len(e.Deliveries)-1].To
			if tc.a.Person.ID != 0 && to.Person != tc.a.Person.ID || tc.a.Person.ID == 0 && to.Crew != tc.a.Crew {
				t.Errorf("it goes to %+v", to)
			}
		})
	}
}

func TestRoom_Arrangements(t *testing.T) {
	for name, tc := range map[string]struct {
		room  Room
		codes []string
		seats []int
	}{
		"what the roster does not say": {Room{Seats: 100}, []string{"theatre", "classroom", "u", "board"}, []int{100, 60, 45, 40}},
		"what the roster says":         {Room{Seats: 100, Layouts: []string{"u:30", "board", "island:60"}}, []string{"u", "board", "island"}, []int{30, 40, 60}},
		"more than there are seats":    {Room{Seats: 20, Layouts: []string{"u:99999999999"}}, []string{"u"}, []int{9}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.codes, tc.room.Arrangements()); diff != "" {
				t.Error(diff)
			}
			for i, code := range tc.codes {
				if got := tc.room.SeatsFor(code); got != tc.seats[i] {
					t.Errorf("%s seats %d, want %d", code, got, tc.seats[i])
				}
			}
		})
	}
}

// A report that comes back has its deadlines anew: else it would be late before anybody has heard of it.
func TestSettings_StepTask_reopenedHasItsTimeAnew(t *testing.T) {
	s := rules(t)
	task, _, _, err := s.ReportProblem(ProblemRequest{Kind: ProblemAV, Text: "没有声音"}, room301, nil, nil, by(zhang, monday))
	if err != nil {
		t.Fatal(err)
	}
	technician := Person{ID: 20, Roles: []Role{RoleTechnician}, Crew: CrewSound}
	task, _ = steps(t, s, task, does(s, StepClaim, technician, ""), does(s, StepDone, technician, ""))
	later := monday.Add(6 * time.Hour)
	again, _, _, err := s.StepTask(task, Booking{}, StepReopen, "", by(zhang, later))
	if err != nil || !again.DueAt.Equal(later.Add(s.SolveNormal)) || !again.Problem.AnswerBy.Equal(later.Add(s.AnswerNormal)) {
		t.Errorf("answer by %v, solve by %v, %v", again.Problem.AnswerBy, again.DueAt, err)
	}
	if task.Problem.AnswerBy.Equal(again.Problem.AnswerBy) {
		t.Error("the decision wrote into what its caller holds")
	}
}

func TestSettings_Change_whoConvenesAndWhatSort(t *testing.T) {
	s := rules(t)
	m := booked(t, s, func(r *Request) { r.Headcount = 5 })
	chief := Person{ID: 40, Name: "王总", Rank: 1}
	gone := chief
	gone.Removed = true
	kind, none, unknown := TypeGovernment, MeetingType(""), MeetingType("carnival")
	for name, tc := range map[string]struct {
		ed    Edit
		want  Code
		level Level
	}{
		"a leader of the first rank": {Edit{Leader: &chief}, "", LevelImportant},
		"nobody, as it is":           {Edit{Leader: &Person{}}, CodeNothingToChange, ""},
		"somebody who has left":      {Edit{Leader: &gone}, CodeNotFound, ""},
		"a government meeting":       {Edit{Type: &kind}, "", LevelImportant},
		"of no sort, as it is":       {Edit{Type: &none}, CodeNothingToChange, ""},
		"of a sort nobody knows":     {Edit{Type: &unknown}, CodeNotFound, ""},
	} {
		t.Run(name, func(t *testing.T) {
			now, _, err := s.Change(m, tc.ed, m.Booking.Room, by(zhang, monday))
			wantCode(t, err, tc.want)
			if tc.want == "" && now.Booking.Level != tc.level {
				t.Errorf("level %s", now.Booking.Level)
			}
		})
	}
	typed, _, err := s.Change(m, Edit{Type: &kind}, m.Booking.Room, by(zhang, monday))
	if err != nil {
		t.Fatal(err)
	}
	if plain, _, err := s.Change(typed, Edit{Type: &none}, m.Booking.Room, by(zhang, monday)); err != nil || plain.Booking.Level != LevelSmall {
		t.Errorf("back to no sort: %s %v", plain.Booking.Level, err)
	}
}
