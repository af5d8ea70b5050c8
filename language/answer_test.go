package language_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/language"
)

func TestParser_ParseAnswer(t *testing.T) {
	t.Parallel()
	p := language.New(office())
	for name, c := range map[string]struct {
		input  string
		expect language.Slot
		want   string
	}{
		"a bare head count":         {"20", language.SlotHeadcount, "n=20"},
		"a head count in words":     {"二十个吧", language.SlotHeadcount, "n=20"},
		"a head count counted":      {"大概15人", language.SlotHeadcount, "n=15"},
		"nobody":                    {"0", language.SlotHeadcount, "n=0 invalid=headcount"},
		"far too many":              {"5000", language.SlotHeadcount, "n=5000 invalid=headcount"},
		"a head count like a room":  {"301", language.SlotHeadcount, "n=301 room="},
		"hours":                     {"两个小时", language.SlotDuration, "minutes=120"},
		"hours bare":                {"2", language.SlotDuration, "minutes=120"},
		"hours and a half":          {"1.5", language.SlotDuration, "minutes=90"},
		"minutes bare":              {"90", language.SlotDuration, "minutes=90"},
		"an hour in English":        {"an hour and a half", language.SlotDuration, "minutes=90"},
		"half a day of work":        {"半天", language.SlotDuration, "minutes=240"},
		"an end instead of length":  {"到五点", language.SlotDuration, "start=2026-11-23T17:00"},
		"an hour of the day":        {"4", language.SlotTime, "start=2026-11-23T16:00"},
		"an hour of a day":          {"明天下午三点", language.SlotTime, "start=2026-11-24T15:00"},
		"a day":                     {"后天", language.SlotTime, "start=2026-11-25"},
		"a room":                    {"就301", language.SlotRoom, "room=301"},
		"a room in words":           {"三零一吧", language.SlotRoom, "room=301"},
		"a room by name":            {"牡丹厅", language.SlotRoom, "room=E202"},
		"a room by initials":        {"mdt", language.SlotRoom, "room= offered=E202"},
		"a room with an error":      {"Pheonix", language.SlotRoom, "room= offered=301"},
		"a room that is not known":  {"999", language.SlotRoom, "room="},
		"a title":                   {"明年预算", language.SlotTitle, "title=明年预算"},
		"a title like a time":       {"周会", language.SlotTitle, "title=周会"},
		"a title in English":        {"Q4 planning", language.SlotTitle, "title=Q4 planning"},
		"yes":                       {"嗯", language.SlotAnswer, "answer=yes"},
		"no with a reason":          {"不行，那天请假", language.SlotAnswer, "answer=no"},
		"a fault without a word":    {"怪怪的", language.SlotProblem, "problem=other"},
		"a correction instead":      {"改到四点", language.SlotHeadcount, "intent=change start=2026-11-23T16:00"},
		"another number of people":  {"再加5个人", language.SlotRoom, "intent=change n=+5"},
		"cancelled in the middle":   {"算了", language.SlotTitle, "intent=cancel"},
		"a bigger room instead":     {"换大一点的", language.SlotDuration, "intent=change change=room_bigger"},
		"everything else as always": {"明天3点301", language.SlotHeadcount, "start=2026-11-24T15:00 room=301"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := slots(p.ParseAnswer(c.input, c.expect, monday))
			for _, f := range strings.Fields(c.want) {
				key, value, _ := strings.Cut(f, "=")
				if key == "title" {
					_, value, _ = strings.Cut(c.want, "title=")
				}
				if value = strings.ReplaceAll(value, "room_", "room "); got[key] != value {
					if strings.Contains(c.want, "title=") && key != "title" {
						continue
					}
					t.Errorf("%q for %s: %s is %q, want %q", c.input, c.expect, key, got[key], value)
				}
			}
		})
	}
}

func TestParser_Parse_traceable(t *testing.T) {
	t.Parallel()
	input := "订301，２０人，明天下午，开产品会，要绿茶"
	r := language.New(office()).Parse(input, monday)
	for name, c := range map[string]struct {
		span language.Span
		want string
	}{
		"time": {r.Time.Span, "明天下午"}, "room": {r.Room.Span, "301"}, "head count": {r.Headcount.Span, "２０人"},
		"title": {r.TitleSpan, "产品会"}, "service": {r.Services[0].Span, "绿茶"}, "ambiguity": {r.Ambiguities[0].Span, "明天下午"},
	} {
		if got := c.span.In(input); got != c.want {
			t.Errorf("%s was read from %q, want %q", name, got, c.want)
		}
	}
	options := r.Ambiguities[0].Options
	if len(options) != 3 || options[1].Value != "15:00" || !options[1].Time.Start.Equal(time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC)) {
		t.Errorf("options are %+v", options)
	}
}

// TestParser_Parse_zone holds that times are in the zone of the reference time.
func TestParser_Parse_zone(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("CST", 8*3600)
	now := time.Date(2026, 11, 23, 23, 30, 0, 0, zone)
	got := language.New(language.Catalogue{}).Parse("明天上午9点到10点", now).Time
	if want := time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC); !got.Start.Equal(want) || got.Start.Location() != zone {
		t.Errorf("start is %v, want %v in %v", got.Start, want, zone)
	}
}
