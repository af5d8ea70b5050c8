package handlers

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiwu/conference"
	"huiwu/language"
	"huiwu/storage/plan"
)

var draftRooms = []conference.Room{
	{ID: 1, Number: "301", Building: "主楼", Seats: 30}, {ID: 2, Number: "302", Building: "主楼", Seats: 12}, {ID: 3, Number: "E202", Building: "东楼", Seats: 40},
}

func oclock(hour, minute int) *int {
	m := hour*60 + minute
	return &m
}

func TestDraft_Take(t *testing.T) {
	t.Parallel()
	on := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, beijing) }
	full := func() *draft {
		return &draft{Day: "2026-11-24", Clock: oclock(15, 0), Length: 60, Heads: 20, Room: 1, Title: "例会"}
	}
	for name, c := range map[string]struct {
		was     *draft
		reading language.Reading
		want    *draft
		refused string
	}{
		"a whole wish": {new(draft), language.Reading{
			Time:      &language.Time{Kind: language.KindDateTimeRange, Start: on(24, 15, 0), End: on(24, 17, 30), HasDay: true, HasClock: true},
			Headcount: &language.Headcount{N: 20}, Room: &language.RoomMatch{Number: "301"}, Title: "季度会"},
			&draft{Day: "2026-11-24", Clock: oclock(15, 0), Length: 150, Heads: 20, Room: 1, Title: "季度会"}, ""},
		"a day and a part of it": {new(draft), language.Reading{Time: &language.Time{Kind: language.KindDate, Start: on(24, 12, 0), HasDay: true, PartOfDay: language.Afternoon}},
			&draft{Day: "2026-11-24", Part: language.Afternoon}, ""},
		"all day": {new(draft), language.Reading{Time: &language.Time{Start: on(24, 0, 0), End: on(25, 0, 0), HasDay: true, HasClock: true, AllDay: true}},
			&draft{Day: "2026-11-24", Clock: oclock(9, 0), Length: 540}, ""},
		"to four":        {full(), language.Reading{Time: &language.Time{Kind: language.KindTime, Start: on(23, 16, 0), HasClock: true}}, &draft{Day: "2026-11-24", Clock: oclock(16, 0), Length: 60, Heads: 20, Room: 1, Title: "例会"}, ""},
		"another day":    {full(), language.Reading{Time: &language.Time{Kind: language.KindDate, Start: on(26, 0, 0), HasDay: true}}, &draft{Day: "2026-11-26", Clock: oclock(15, 0), Length: 60, Heads: 20, Room: 1, Title: "例会"}, ""},
		"two hours":      {full(), language.Reading{Time: &language.Time{Kind: language.KindDuration, Duration: 2 * time.Hour}}, &draft{Day: "2026-11-24", Clock: oclock(15, 0), Length: 120, Heads: 20, Room: 1, Title: "例会"}, ""},
		"five more":      {full(), language.Reading{Headcount: &language.Headcount{Delta: 5}}, &draft{Day: "2026-11-24", Clock: oclock(15, 0), Length: 60, Heads: 25, Room: 1, Title: "例会"}, ""},
		"all go":         {full(), language.Reading{Headcount: &language.Headcount{Delta: -20}}, full(), "headcount_invalid"},
		"5,000 people":   {full(), language.Reading{Headcount: &language.Headcount{N: 5000}}, full(), "headcount_invalid"},
		"half longer":    {full(), language.Reading{Change: &language.Change{Extend: 30 * time.Minute}}, &draft{Day: "2026-11-24", Clock: oclock(15, 0), Length: 90, Heads: 20, Room: 1, Title: "例会"}, ""},
		"put off":        {full(), language.Reading{Change: &language.Change{Shift: 10 * time.Hour}}, &draft{Day: "2026-11-25", Clock: oclock(1, 0), Length: 60, Heads: 20, Room: 1, Title: "例会"}, ""},
		"a bigger one":   {full(), language.Reading{Change: &language.Change{Slot: language.SlotRoom, Bigger: true}}, &draft{Day: "2026-11-24", Clock: oclock(15, 0), Length: 60, Heads: 20, Title: "例会", MinSeats: 31, Not: 1}, ""},
		"unknown room":   {full(), language.Reading{Room: &language.RoomMatch{Text: "999"}}, &draft{Day: "2026-11-24", Clock: oclock(15, 0), Length: 60, Heads: 20, Title: "例会"}, "room_unknown"},
		"nearly a room":  {full(), language.Reading{Room: &language.RoomMatch{Text: "3O2", Candidates: []string{"302", "301"}}}, &draft{Day: "2026-11-24", Clock: oclock(15, 0), Length: 60, Heads: 20, Title: "例会", Question: &question{Kind: "room", Text: "3O2", Options: []questionPick{{Room: 2}, {Room: 1}}}}, ""},
		"30 February":    {full(), language.Reading{Invalid: []language.Invalid{{Kind: language.InvalidDate, Text: "2月30日"}}}, full(), "draft.impossible_date"},
		"25 o'clock":     {full(), language.Reading{Invalid: []language.Invalid{{Kind: language.InvalidClock, Text: "25点"}}}, full(), "draft.impossible_clock"},
		"turned round":   {full(), language.Reading{Invalid: []language.Invalid{{Kind: language.InvalidRange, Text: "五点到三点"}}}, full(), "end_before_start"},
		"with projector": {full(), language.Reading{Services: []language.Service{{Kind: "projector"}, {Kind: "green-tea", Quantity: 20}}}, &draft{Day: "2026-11-24", Clock: oclock(15, 0), Length: 60, Heads: 20, Room: 1, Title: "例会", Equipment: []string{"projector"}, Tea: "green", Cups: 20}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := c.was.take("", c.reading, draftRooms, conference.DefaultSettings(beijing, plan.Default()))
			c.was.Version = 0
			if diff := cmp.Diff(c.want, c.was); diff != "" {
				t.Error(diff)
			}
			if got := reasonOf(err); got != c.refused {
				t.Errorf("refused %q, want %q", got, c.refused)
			}
		})
	}
}

func reasonOf(err error) string {
	var said remark
	if errors.As(err, &said) {
		return said.key
	}
	return string(conference.CodeOf(err))
}

func TestDraft_Way(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 24, 15, 30, 0, 0, beijing)
	d := new(draft)
	if !d.takeWay(wayOf(conference.Interval{Start: start, End: start.Add(90 * time.Minute)}, 7), beijing) {
		t.Fatal("not read")
	}
	r := d.request(beijing)
	if !r.Start.Equal(start) || !r.End.Equal(start.Add(90*time.Minute)) || r.RoomID != 7 {
		t.Errorf("%+v", r)
	}
	for _, bad := range []string{"", "1 2", "1 2 3 4", "-1 2 3", "x ! 3", "0 0 0"} {
		if new(draft).takeWay(bad, beijing) {
			t.Errorf("%q is taken", bad)
		}
	}
}
