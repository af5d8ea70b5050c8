package handlers

import (
	"context"
	"time"

	"huiwu/conference"
	"huiwu/storage/plan"
)

var (
	third = crewed(person(9, "会服 09", "会议服务部", conference.RoleAttendant), conference.CrewMeetingService)
	buyer = crewed(person(40, "采购 01", "采购部", conference.RoleAttendant), conference.CrewBuyers)
)

// fromPlan is a task of the default plan for the review, as it was offered at noon.
func fromPlan(id string, change func(*conference.Task)) conference.Task {
	p, _ := plan.Default().Task(id)
	b := review()
	t := conference.Task{ID: 5, Revision: 1, Kind: p.Kind, Status: conference.TaskOffered, Crew: p.Crew, BookingID: b.ID, BookingNumber: b.Number,
		BookingTitle: b.Title, Meeting: b.Interval(), Heads: b.Headcount, Room: hall, Plan: p.ID, Name: p.Name, Hands: p.HandsFor(conference.LevelMedium),
		Proof: p.Proof, DueAt: p.Due.Of(b.Interval()), CreatedAt: noon, OfferedAt: noon, Ladder: p.Ladder}
	for _, line := range p.Items {
		item := conference.Item{Name: line.Name, Grace: p.Grace}
		if line.At != nil {
			item.At = line.At.Of(b.Interval())
		}
		t.Items = append(t.Items, item)
	}
	for at := b.Start.Add(p.Every); p.Every > 0 && at.Before(b.End); at = at.Add(p.Every) {
		t.Items = append(t.Items, conference.Item{At: at, Grace: p.Grace})
	}
	if p.Kind == conference.TaskDayCheck {
		t.Requester = organiser
	}
	if change != nil {
		change(&t)
	}
	return t
}

// taken has people on a task, and its first lines ticked.
func taken(ticked int, team ...conference.Person) func(*conference.Task) {
	return func(t *conference.Task) {
		t.Status, t.Claimer, t.Helpers, t.ClaimedAt = conference.TaskClaimed, team[0], team[1:], noon.Add(2*time.Minute)
		for i := range ticked {
			t.Items[i].DoneAt, t.Items[i].DoneBy = noon, team[0].ID
			t.Status = conference.TaskStarted
		}
	}
}

// and is one change after the other.
func and(changes ...func(*conference.Task)) func(*conference.Task) {
	return func(t *conference.Task) {
		for _, change := range changes {
			change(t)
		}
	}
}

func missedItems(places ...int) func(*conference.Task) {
	return func(t *conference.Task) {
		for _, i := range places {
			t.Items[i].MissedAt = t.Items[i].At.Add(t.Items[i].Grace)
		}
	}
}

// escalated has the first rungs of its ladder taken.
func escalated(n int) func(*conference.Task) {
	return func(t *conference.Task) {
		t.Ladder = append(conference.Ladder(nil), t.Ladder...)
		for i := range n {
			t.Ladder[i].TakenAt = noon
		}
	}
}

func ended(status conference.TaskStatus, at time.Time) func(*conference.Task) {
	return func(t *conference.Task) { t.Status, t.EndedAt = status, at }
}

func asks(to, from conference.Person, no bool) func(*conference.Task) {
	return func(t *conference.Task) { t.HandTo, t.HandFrom, t.HandDeclined = to, from, no }
}

// order is something ordered for the review.
func order(kind conference.TaskKind, service string, change func(*conference.Task)) conference.Task {
	s, _ := plan.Default().Service(service)
	b := review()
	t := conference.Task{ID: 6, Revision: 1, Kind: kind, Status: conference.TaskOffered, Crew: s.Crew, BookingID: b.ID, BookingNumber: b.Number, BookingTitle: b.Title,
		Meeting: b.Interval(), Heads: b.Headcount, Room: hall, Plan: s.ID, Name: s.Name, Hands: 1, DueAt: onTuesday(14, 30), CreatedAt: noon, OfferedAt: noon,
		Requester: organiser, Order: &conference.Order{Service: s.ID, Quantity: 20}}
	if change != nil {
		change(&t)
	}
	return t
}

// freeRoom is a room that nobody else wants.
type freeRoom struct{ endingStore }

func (freeRoom) FreeUntil(context.Context, int64, int64, time.Time) (time.Time, bool, error) {
	return time.Time{}, false, nil
}

// after is the review's card once something has become of it.
func after(change func(*conference.Booking)) func(viewer) (Text, Keyboard) {
	return func(v viewer) (Text, Keyboard) {
		b := review()
		change(&b)
		c := &bookingCard{ends: freeRoom{}}
		m := conference.Meeting{Booking: b}
		text, keys := c.render(v, m)
		ends, err := c.endKeys(context.Background(), v, m)
		if err != nil {
			panic(err)
		}
		return text, append(ends, keys...)
	}
}

func bookingCards() []card {
	closing := func(b *conference.Booking) { b.Status = conference.BookingClosing }
	closed := func(b *conference.Booking) { b.Status, b.ClosedAt = conference.BookingClosed, onTuesday(17, 50) }
	return []card{
		{"booking, sealed, to the organiser", organiser, noon, after(func(b *conference.Booking) { b.SealedAt = noon.AddDate(0, 0, -1) })},
		{"booking, under way, to the organiser", organiser, onTuesday(16, 0), after(func(*conference.Booking) {})},
		{"booking, under way, to the leader", leader, onTuesday(16, 0), after(func(*conference.Booking) {})},
		{"booking, at its end, to the organiser", organiser, onTuesday(17, 30), after(closing)},
		{"booking, at its end, to the leader", leader, onTuesday(17, 30), after(closing)},
		{"booking, finished, to the organiser", organiser, onTuesday(17, 35), after(func(b *conference.Booking) {
			closing(b)
			b.FinishedAt = onTuesday(17, 32)
		})},
		{"booking, closed, to the organiser", organiser, onTuesday(18, 0), after(closed)},
		{"booking, unclosed, to the leader", leader, onTuesday(18, 30), after(func(b *conference.Booking) {
			closed(b)
			b.Unclosed = true
		})},
	}
}

func taskCards() []card {
	prepared, agreed := onTuesday(14, 40), func(t *conference.Task) { t.ConfirmedBy = organiser }
	photo := func(t *conference.Task) { t.Proofs = []string{"p1"} }
	dayBefore := onTuesday(13, 30).AddDate(0, 0, -1)
	soundCrew := func(t *conference.Task) { t.Crew = conference.CrewBuyers }
	all := func(t *conference.Task) {
		for i := range t.Items {
			t.Items[i].DoneAt = noon
		}
	}
	assigned := conference.Task{ID: 7, Revision: 1, Kind: conference.TaskAssigned, Status: conference.TaskOffered, Crew: conference.CrewMeetingService, Only: serving,
		Room: hall, Requester: chief, Note: "把备用话筒送到前台", Hands: 1, DueAt: onTuesday(13, 0), CreatedAt: noon, OfferedAt: noon}
	request := order(conference.TaskRequest, "hot-water", func(t *conference.Task) {
		t.Order.Quantity, t.Urgent, t.CreatedAt, t.DueAt, t.Note = 1, true, onTuesday(15, 20), onTuesday(15, 25), "第一排"
	})
	duty := plan.Default().Standing[0]
	requestTaken := request
	requestTaken.Status, requestTaken.Claimer, requestTaken.ClaimedAt = conference.TaskClaimed, serving, onTuesday(15, 22)
	return []card{
		{"preparation, offered, to the crew", serving, onTuesday(13, 0), task(fromPlan("prepare", nil))},
		{"preparation, unclaimed, to the leader", leader, noon.Add(6 * time.Minute), task(fromPlan("prepare", escalated(1)))},
		{"preparation, one more needed, to the crew", other, onTuesday(13, 0), task(fromPlan("prepare", taken(0, serving)))},
		{"preparation, one more needed, to the supervisor", chief, noon.Add(11 * time.Minute), task(fromPlan("prepare", and(taken(0, serving), escalated(2))))},
		{"preparation, started, to who has it", serving, onTuesday(14, 2), task(fromPlan("prepare", taken(3, serving, other)))},
		{"preparation, late, to who has it", serving, onTuesday(14, 57), task(fromPlan("prepare", and(taken(5, serving, other), missedItems(5), photo)))},
		{"preparation, late, to the leader", leader, onTuesday(14, 57), task(fromPlan("prepare", and(taken(5, serving, other), missedItems(5))))},
		{"preparation, full, to the others", third, onTuesday(14, 2), task(fromPlan("prepare", taken(3, serving, other)))},
		{"preparation, done, to who had it", serving, prepared, task(fromPlan("prepare", and(taken(7, serving, other), photo, ended(conference.TaskDone, prepared))))},
		{"preparation, done, to the others", third, prepared, task(fromPlan("prepare", and(taken(7, serving, other), ended(conference.TaskDone, prepared))))},
		{"a colleague is asked, to the colleague", third, onTuesday(14, 2), task(fromPlan("prepare", and(taken(2, serving, other), asks(third, serving, false))))},
		{"a colleague is asked, to who asked", serving, onTuesday(14, 2), task(fromPlan("prepare", and(taken(2, serving, other), asks(third, serving, false))))},
		{"a colleague has declined, to who asked", serving, onTuesday(14, 2), task(fromPlan("prepare", and(taken(2, serving, other), asks(third, serving, true))))},
		{"rounds, due, to who has them", serving, onTuesday(15, 45), task(fromPlan("rounds", taken(2, serving)))},
		{"rounds, next, to who has them", serving, onTuesday(16, 17), task(fromPlan("rounds", and(taken(5, serving), missedItems())))},
		{"rounds, two missed, to the leader", leader, onTuesday(15, 55), task(fromPlan("rounds", and(taken(1, serving), missedItems(1, 2), escalated(1))))},
		{"rounds, all served, to the leader", leader, onTuesday(17, 20), task(fromPlan("rounds", and(taken(0, serving), all, ended(conference.TaskDone, onTuesday(17, 20)))))},
		{"rounds, some missed, to who had them", serving, onTuesday(17, 25), task(fromPlan("rounds", and(taken(7, serving), missedItems(7, 8), ended(conference.TaskDone, onTuesday(17, 25)))))},
		{"day check, to the organiser", organiser, dayBefore, task(fromPlan("day-check", taken(4, serving)))},
		{"day check, confirmed, to the organiser", organiser, dayBefore, task(fromPlan("day-check", and(taken(4, serving), agreed)))},
		{"day check, checked, to the organiser", organiser, dayBefore, task(fromPlan("day-check", and(taken(0, serving), all, ended(conference.TaskDone, dayBefore))))},
		{"day check, confirmed, to the crew", serving, dayBefore, task(fromPlan("day-check", and(taken(4, serving), agreed)))},
		{"day check, sealed, to the organiser", organiser, dayBefore, task(fromPlan("day-check", and(taken(0, serving), all, agreed, ended(conference.TaskDone, dayBefore))))},
		{"day check, sealed, to the crew", serving, dayBefore, task(fromPlan("day-check", and(taken(0, serving), all, agreed, ended(conference.TaskDone, dayBefore))))},
		{"fault, repaired with a photo, to the reporter", organiser, onTuesday(14, 50), task(faultTask(and(at(conference.TaskDone, sound), photo)))},
		{"closing, to who has it", serving, onTuesday(17, 35), task(fromPlan("close", taken(2, serving)))},
		{"closing, given up, to who had it", serving, onTuesday(18, 30), task(fromPlan("close", and(taken(2, serving), ended(conference.TaskCancelled, onTuesday(18, 30)))))},
		{"order, offered, to the crew", serving, noon, task(order(conference.TaskOrder, "fruit", nil))},
		{"order, wording, to who has it", serving, noon, task(order(conference.TaskOrder, "banner", and(taken(0, serving), func(t *conference.Task) {
			t.Order.Quantity, t.Order.Text, t.DueAt = 1, "2026 年<季度>经营分析会", onTuesday(15, 0)
		})))},
		{"order, names, to the leader", leader, noon, task(order(conference.TaskOrder, "name-cards", func(t *conference.Task) {
			t.Order.Names = []string{"赵总", "李敏", "王强"}
		}))},
		{"order, layout, to the organiser", organiser, noon, task(order(conference.TaskOrder, "layout", and(taken(0, serving), func(t *conference.Task) {
			t.Order.Quantity, t.Order.Text = 1, "u"
		})))},
		{"purchase, to the buyer", buyer, noon, task(order(conference.TaskPurchase, "fruit", and(soundCrew, taken(0, buyer))))},
		{"request, to the crew", serving, onTuesday(15, 21), task(request)},
		{"request, taken, to who asked", organiser, onTuesday(15, 22), task(requestTaken)},
		{"assigned, to the one", serving, noon, task(assigned)},
		{"standing duty, to the crew", serving, noon, task(conference.Task{ID: 8, Revision: 1, Kind: conference.TaskStanding, Status: conference.TaskOffered,
			Crew: conference.CrewMeetingService, Name: duty.Name, Items: []conference.Item{{Name: duty.Items[0].Name}, {Name: duty.Items[1].Name}}, Hands: 1,
			DueAt: noon.Add(duty.Within), CreatedAt: noon, OfferedAt: noon})},
		{"my tasks, every kind", serving, onTuesday(15, 32), func(v viewer) (Text, Keyboard) {
			return v.taskList([]conference.Task{fromPlan("rounds", taken(1, serving)), assigned,
				fromPlan("prepare", asks(serving, other, false)), requestTaken})
		}},
	}
}
