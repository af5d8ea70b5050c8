package handlers

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/storage/plan"
)

var (
	chair  = conference.Person{ID: 40, Name: "王总", Department: "总经理室", Rank: 1, TelegramID: 140}
	absent = conference.Person{ID: 41, Name: "赵敏", Department: "财务部"}
)

// ordered is a task of a service of the rule books' plan.
func ordered(kind conference.TaskKind, service string, crew conference.Crew, change func(*conference.Task)) conference.Task {
	s, _ := plan.Default().Service(service)
	t := conference.Task{ID: 5, Revision: 1, Kind: kind, Status: conference.TaskOffered, Crew: crew, Plan: service, Name: s.Name, BookingID: 27,
		BookingNumber: "A-1027", Room: hall, Requester: organiser, DueAt: onTuesday(14, 0), CreatedAt: noon, OfferedAt: noon,
		Order: &conference.Order{Service: service, Quantity: 1}}
	if change != nil {
		change(&t)
	}
	return t
}

func job(change func(*conference.Task)) conference.Task {
	t := conference.Task{ID: 6, Revision: 1, Kind: conference.TaskAssigned, Status: conference.TaskOffered, Crew: conference.CrewMeetingService, Only: serving,
		Room: hall, Requester: chief, Note: "把 302 打扫干净", DueAt: onTuesday(15, 0), CreatedAt: noon, OfferedAt: noon}
	if change != nil {
		change(&t)
	}
	return t
}

// asking is a turn of the viewer's in which a draft is open at a step.
func asking(v viewer, step string) *turn {
	return &turn{viewer: v, dialog: &dialog{Nonce: 7, Step: step}}
}

// convened is the meeting with a level, and why.
func convened(change func(*conference.Booking)) func(viewer) (Text, Keyboard) {
	return func(v viewer) (Text, Keyboard) {
		m := meeting()
		change(&m.Booking)
		c := &bookingCard{core: &core{settings: v.rules}}
		return c.render(v, m)
	}
}

func drafted(service string, d orderDraft, step string, change func(*conference.Booking)) func(viewer) (Text, Keyboard) {
	return func(v viewer) (Text, Keyboard) {
		b := review()
		if change != nil {
			change(&b)
		}
		s, _ := v.rules.Plan.Service(service)
		d.Service = service
		return asking(v, step).orderDraftCard(b, s, d)
	}
}

func orderCards() []card {
	banner := func(t *conference.Task) { t.Order.Text, t.Order.Quantity = "热烈欢迎各位领导", 2 }
	cards := func(t *conference.Task) {
		t.Order.Quantity, t.Order.Names = 20, []string{"王总", "李敏", "王强"}
	}
	words := func(t *conference.Task) {
		t.Kind, t.Urgent, t.Note, t.Order, t.Name, t.DueAt = conference.TaskRequest, true, "空调调高一点", nil, nil, noon.Add(5*time.Minute)
	}
	coming := func(t *conference.Task) {
		words(t)
		at(conference.TaskClaimed, serving)(t)
		t.ClaimedAt = noon.Add(100 * time.Second)
	}
	later := func(b *conference.Booking) {
		b.Start, b.End, b.Headcount = b.Start.AddDate(0, 0, 6), b.End.AddDate(0, 0, 6), 15
	}
	twoMin := noon.Add(2 * time.Minute)
	return []card{
		{"an order, to the crew", serving, noon, task(ordered(conference.TaskOrder, "banner", conference.CrewMeetingService, banner))},
		{"an order, to the organiser", organiser, noon, task(ordered(conference.TaskOrder, "banner", conference.CrewMeetingService, banner))},
		{"name cards, to the secretariat", crewed(other, conference.CrewSecretariat), noon, task(ordered(conference.TaskOrder, "name-cards", conference.CrewSecretariat, cards))},
		{"a layout, to the crew", serving, noon, task(ordered(conference.TaskOrder, "layout", conference.CrewMeetingService, func(t *conference.Task) { t.Order.Text = "u" }))},
		{"flowers with a note, to the crew", crewed(other, conference.CrewCleaning), noon, task(ordered(conference.TaskOrder, "flowers", conference.CrewCleaning, func(t *conference.Task) { t.Order.Text, t.Order.Quantity = "不要百合", 6 }))},
		{"a purchase, to the buyer", crewed(other, conference.CrewBuyers), noon, task(ordered(conference.TaskPurchase, "banner", conference.CrewBuyers, banner))},
		{"a request from the floor, to the crew", serving, twoMin, task(ordered(conference.TaskRequest, "", conference.CrewMeetingService, words))},
		{"a request from the floor, somebody comes", organiser, twoMin, task(ordered(conference.TaskRequest, "", conference.CrewMeetingService, coming))},
		{"a job, to who shall do it", serving, twoMin, task(job(nil))},
		{"a job, done, to who handed it out", chief, onTuesday(14, 50), task(job(at(conference.TaskDone, serving)))},
		{"for a leader, to who serves", serving, noon, task(ordered(conference.TaskOrder, "fruit", conference.CrewMeetingService, func(t *conference.Task) {
			at(conference.TaskClaimed, serving)(t)
			t.Habits, t.Order.Quantity = true, 20
		}))},
		{"fault, answered too late", chief, noon.Add(12 * time.Minute), task(faultTask(nil))},
		{"fault, taken", sound, noon.Add(12 * time.Minute), task(faultTask(at(conference.TaskClaimed, sound)))},
		{"fault, solved too late", sound, noon.Add(25 * time.Minute), task(faultTask(at(conference.TaskStarted, sound)))},
		{"the menu", organiser, noon, func(v viewer) (Text, Keyboard) {
			m := meeting()
			later(&m.Booking)
			m.Tasks = []conference.Task{teaTask(nil), ordered(conference.TaskOrder, "banner", conference.CrewMeetingService, banner)}
			return asking(v, orderMenu).orderMenu(m, orderDraft{Booking: 27})
		}},
		{"the menu, shortly before", organiser, noon, func(v viewer) (Text, Keyboard) {
			return asking(v, orderMenu).orderMenu(meeting(), orderDraft{Booking: 27, Unknown: "盒饭"})
		}},
		{"an order's draft", organiser, noon, drafted("banner", orderDraft{Text: "热烈欢迎", Then: []orderLine{{Service: "name-cards", N: 20}}}, orderCard, later)},
		{"an order's wording", organiser, noon, drafted("banner", orderDraft{}, orderWords, later)},
		{"an order's number", organiser, noon, drafted("fruit", orderDraft{}, orderCount, later)},
		{"an order's note", organiser, noon, drafted("flowers", orderDraft{N: 6, Text: "不要百合"}, orderWords, later)},
		{"a layout's draft", organiser, noon, drafted("layout", orderDraft{}, orderCard, later)},
		{"a layout that was chosen", organiser, noon, drafted("layout", orderDraft{Text: "classroom"}, orderCard, later)},
		{"an order too late", organiser, noon, drafted("banner", orderDraft{Text: "热烈欢迎"}, orderCard, nil)},
		{"a large meeting, to the organiser", organiser, noon, convened(func(b *conference.Booking) {
			b.Headcount, b.Level, b.LevelReason = 120, conference.LevelLarge, conference.LevelReason{Code: "headcount", N: 120}
		})},
		{"a leader's meeting, to the supervisor", chief, noon, convened(func(b *conference.Booking) {
			b.Leader, b.Type, b.Level, b.LevelReason = chair, conference.TypeOperations, conference.LevelImportant, conference.LevelReason{Code: "rank", Text: "王总"}
		})},
		{"in a class C venue", organiser, noon, convened(func(b *conference.Booking) {
			b.Level, b.LevelReason = conference.LevelMedium, conference.LevelReason{Code: "class", Text: "C"}
		})},
		{"set by the supervisor", organiser, noon, convened(func(b *conference.Booking) {
			b.Level, b.LevelReason = conference.LevelImportant, conference.LevelReason{Code: "supervisor", Text: "孙主管"}
		})},
		{"emergency, to those there", serving, noon, func(v viewer) (Text, Keyboard) { return v.emergencyCard(alarm()), nil }},
		{"emergency, to who sent it", chief, noon, func(v viewer) (Text, Keyboard) { return v.emergencyCard(alarm()), nil }},
		{"board", chief, onTuesday(14, 0), func(v viewer) (Text, Keyboard) {
			return v.boardCard(conference.Board{Buildings: []conference.BoardLine{{Building: "主楼", Late: 1, Unclaimed: 2, Soon: 4, Meetings: 3}, {Building: "东楼"}, {Soon: 1}},
				Pressing: []conference.Task{faultTask(at(conference.TaskStarted, sound)), teaTask(nil), job(nil), ordered(conference.TaskOrder, "fruit", conference.CrewMeetingService, cards)}})
		}},
		{"board, nothing open", chief, noon, func(v viewer) (Text, Keyboard) { return v.boardCard(conference.Board{LookedAt: noon}) }},
		{"board, that nobody looks at", chief, noon, func(v viewer) (Text, Keyboard) {
			return v.boardCard(conference.Board{LookedAt: noon.Add(-conference.BoardIdle)})
		}},
		{"faults that came again", chief, noon, func(v viewer) (Text, Keyboard) {
			return v.repeats([]conference.Repeats{{Room: hall, Kind: conference.ProblemAV, Count: 4, Last: noon.AddDate(0, 0, -3)}, {Room: hall, Kind: conference.ProblemOrder, Count: 2, Last: noon}}), nil
		}},
		{"no fault came again", chief, noon, func(v viewer) (Text, Keyboard) { return v.repeats(nil), nil }},
	}
}

func alarm() conference.Emergency {
	reached := serving
	return conference.Emergency{ID: 1, Building: "主楼", Words: "请走东侧楼梯撤离，到广场集合", SentBy: chief, SentAt: noon,
		Told: []conference.Person{reached, other, absent}}
}

// TestOrderCards_Golden holds what is ordered, asked for, handed out and overseen to the text that was read and found
// good, in both languages, and to one screen.
func TestOrderCards_Golden(t *testing.T) {
	t.Parallel()
	words, err := loadCatalogues(cst, "zh-CN")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			for _, c := range orderCards() {
				v := viewer{locale: words.in(lang), person: c.who, now: c.now, rules: conference.DefaultSettings(cst, plan.Default())}
				text, keys := c.draw(v)
				fmt.Fprintf(&b, "## %s\n%s\n%s\n", c.name, text.HTML(), drawKeys(keys))
				if n := strings.Count(text.String(), "\n") + 1; n > 10 {
					t.Errorf("%s: %d lines", c.name, n)
				}
				for _, row := range keys {
					for _, k := range row {
						if k.Data == "" || len(k.Data) > 64 {
							t.Errorf("%s: %q carries %q", c.name, k.Label, k.Data)
						}
					}
				}
			}
			golden(t, "orders."+lang+".txt", b.String())
		})
	}
}
