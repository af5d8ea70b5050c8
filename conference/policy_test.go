package conference

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSettings_Validate(t *testing.T) {
	s := rules(t)
	removed := room301
	removed.Removed = true
	for name, tc := range map[string]struct {
		room       Room
		start, end time.Time
		heads      int
		want       Code
	}{
		"an ordinary meeting":              {room301, local(0, 15, 0), local(0, 17, 0), 20, ""},
		"a full room":                      {room301, local(0, 15, 0), local(0, 17, 0), 30, ""},
		"one too many":                     {room301, local(0, 15, 0), local(0, 17, 0), 31, CodeRoomTooSmall},
		"nobody":                           {room301, local(0, 15, 0), local(0, 17, 0), 0, CodeHeadcountInvalid},
		"five thousand":                    {room301, local(0, 15, 0), local(0, 17, 0), 5000, CodeHeadcountInvalid},
		"the end before the start":         {room301, local(0, 15, 0), local(0, 14, 0), 20, CodeEndBeforeStart},
		"no length":                        {room301, local(0, 15, 0), local(0, 15, 0), 20, CodeEndBeforeStart},
		"yesterday":                        {room301, local(-1, 15, 0), local(-1, 17, 0), 20, CodePast},
		"this very minute":                 {room301, local(0, 9, 0), local(0, 10, 0), 20, CodePast},
		"class A, 60 minutes ahead (S33)":  {room301, local(0, 10, 0), local(0, 11, 0), 20, ""},
		"class A, 59 minutes ahead (S33)":  {room301, local(0, 9, 59), local(0, 11, 0), 20, CodeTooSoon},
		"class B asks two hours":           {lecture, local(0, 10, 30), local(0, 12, 0), 20, CodeTooSoon},
		"class C asks a day":               {hall, local(0, 20, 0), local(0, 21, 0), 20, CodeTooSoon},
		"too long":                         {room301, local(1, 7, 0), local(1, 17, 1), 20, CodeTooLong},
		"before the doors open":            {room301, local(1, 6, 30), local(1, 8, 0), 20, CodeClosed},
		"after they close":                 {room301, local(1, 21, 0), local(1, 22, 30), 20, CodeClosed},
		"up to closing time":               {room301, local(1, 21, 0), local(1, 22, 0), 20, ""},
		"across midnight":                  {room301, local(1, 21, 0), local(2, 1, 0), 20, CodeClosed},
		"the hall is open through a night": {hall, local(2, 22, 0), local(3, 2, 0), 20, ""},
		"next year":                        {room301, local(91, 15, 0), local(91, 17, 0), 20, CodeTooFar},
		"a room that is gone":              {removed, local(0, 15, 0), local(0, 17, 0), 20, CodeRoomUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			wantCode(t, s.Validate(Request{Start: tc.start, End: tc.end, Headcount: tc.heads}, tc.room, monday), tc.want)
		})
	}
}

func TestSettings_NextFree(t *testing.T) {
	s := rules(t)
	for name, tc := range map[string]struct {
		room Room
		busy []Interval
		from time.Time
		want []Interval
	}{
		"between two meetings and after": {
			room301, []Interval{{local(1, 10, 0), local(1, 11, 0)}, {local(1, 12, 0), local(1, 20, 30)}}, local(1, 9, 30),
			[]Interval{{local(1, 11, 0), local(1, 12, 0)}, {local(1, 20, 30), local(1, 21, 30)}, {local(2, 7, 0), local(2, 8, 0)}},
		},
		"on the next quarter": {
			room301, nil, local(1, 9, 7),
			[]Interval{{local(1, 9, 15), local(1, 10, 15)}, {local(1, 10, 15), local(1, 11, 15)}, {local(1, 11, 15), local(1, 12, 15)}},
		},
		"with set-up and clean-up": { // class B: 30 minutes before, 15 after
			lecture, []Interval{{local(1, 9, 0), local(1, 11, 0)}}, local(1, 9, 0),
			[]Interval{{local(1, 11, 30), local(1, 12, 30)}, {local(1, 13, 15), local(1, 14, 15)}, {local(1, 15, 0), local(1, 16, 0)}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := s.NextFree(tc.busy, tc.room, time.Hour, tc.from, tc.from.Add(48*time.Hour), 3)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestSettings_NextFree_isFreeAndOpen(t *testing.T) {
	s := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		room := rapid.SampledFrom([]Room{room301, lecture, hall}).Draw(t, "room")
		var busy []Interval
		for range rapid.IntRange(0, 12).Draw(t, "meetings") {
			start := monday.Add(time.Duration(rapid.IntRange(0, 4000).Draw(t, "start")) * time.Minute)
			busy = append(busy, Interval{start, start.Add(time.Duration(rapid.IntRange(1, 600).Draw(t, "length")) * time.Minute)})
		}
		length := time.Duration(rapid.IntRange(5, 900).Draw(t, "asked")) * time.Minute
		for _, free := range s.NextFree(busy, room, length, monday, monday.Add(72*time.Hour), 4) {
			if free.Length() != length {
				t.Fatalf("asked %v, got %v", length, free.Length())
			}
			if err := s.validateSpan(free.Start, free.End, room); err != nil {
				t.Fatalf("%v is no time for the room: %v", free, err)
			}
			for _, b := range busy {
				if s.Occupied(free.Start, free.End, room).Overlaps(b) {
					t.Fatalf("%v is offered and %v is taken", free, b)
				}
			}
		}
	})
}

func TestRankRooms(t *testing.T) {
	room := func(number, building string, floor, seats int, equipment ...string) Room {
		return Room{Number: number, Building: building, Floor: floor, Seats: seats, Equipment: equipment}
	}
	gone := room("9", "主楼", 3, 20, "projector")
	gone.Removed = true
	all := []Room{room("1", "东楼", 1, 20, "projector"), room("2", "主楼", 1, 60, "projector"), room("3", "主楼", 3, 40),
		room("4", "主楼", 3, 12, "projector"), room("5", "主楼", 3, 30, "Projector"), room("6", "主楼", 1, 30, "projector"), gone}
	for name, tc := range map[string]struct {
		need Need
		want []string
	}{
		"the closest fit":       {Need{Headcount: 20}, []string{"1", "5", "6", "3", "2"}},
		"with a projector":      {Need{Headcount: 20, Equipment: []string{"projector"}}, []string{"1", "5", "6", "2", "3"}},
		"in the main building":  {Need{Headcount: 20, Building: "主楼"}, []string{"5", "6", "3", "2", "1"}},
		"on its third floor":    {Need{Headcount: 20, Building: "主楼", Floor: 3}, []string{"5", "3", "6", "2", "1"}},
		"nothing holds so many": {Need{Headcount: 100}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, o := range RankRooms(all, tc.need) {
				got = append(got, o.Room.Number)
				if o.Spare != o.Room.Seats-tc.need.Headcount {
					t.Errorf("room %s: spare %d", o.Room.Number, o.Spare)
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestSettings_LevelOf(t *testing.T) {
	s := rules(t)
	for heads, want := range map[int]Level{1: LevelSmall, 19: LevelSmall, 20: LevelMedium, 99: LevelMedium, 100: LevelLarge} {
		if got, _ := s.LevelOf(Booking{Headcount: heads, Room: room301}); got != want {
			t.Errorf("%d heads: %s, want %s", heads, got, want)
		}
	}
	few := Booking{Headcount: 5, Room: room301}
	for name, tc := range map[string]struct {
		change func(*Booking)
		want   Level
		why    LevelReason
	}{
		"few, and nothing else":          {func(*Booking) {}, LevelSmall, LevelReason{}},
		"the great hall":                 {func(b *Booking) { b.Room = hall }, LevelMedium, LevelReason{Code: "class", Text: "C"}},
		"many":                           {func(b *Booking) { b.Headcount = 120 }, LevelLarge, LevelReason{Code: "headcount", N: 120}},
		"the highest leader convenes it": {func(b *Booking) { b.Leader = Person{ID: 9, Name: "王总", Rank: 1} }, LevelImportant, LevelReason{Code: "rank", Text: "王总"}},
		"another leader does":            {func(b *Booking) { b.Leader = Person{ID: 9, Rank: 2} }, LevelSmall, LevelReason{}},
		"a government meeting":           {func(b *Booking) { b.Type = TypeGovernment }, LevelImportant, LevelReason{Code: "type", Text: "government"}},
		"the supervisor said so": {func(b *Booking) {
			b.Level, b.LevelReason = LevelLarge, LevelReason{Code: "supervisor", Text: "周建国"}
		}, LevelLarge, LevelReason{Code: "supervisor", Text: "周建国"}},
	} {
		b := few
		tc.change(&b)
		if got, why := s.LevelOf(b); got != tc.want || why != tc.why {
			t.Errorf("%s: %s because %+v, want %s because %+v", name, got, why, tc.want, tc.why)
		}
	}
}
