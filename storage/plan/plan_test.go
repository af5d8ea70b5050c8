package plan

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
)

func TestDefault(t *testing.T) {
	t.Parallel()
	p, problems := Parse(strings.NewReader(DefaultText))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	small, medium := conference.Booking{Headcount: 5}, conference.Booking{Headcount: 20}
	s := conference.DefaultSettings(time.UTC, p)
	for name, tc := range map[string]struct {
		b    conference.Booking
		want conference.Level
	}{
		"few": {small, conference.LevelSmall}, "twenty": {medium, conference.LevelMedium},
		"a reception (S30)":               {conference.Booking{Headcount: 5, Type: conference.TypeReception}, conference.LevelMedium},
		"a government meeting (S38)":      {conference.Booking{Headcount: 5, Type: conference.TypeGovernment}, conference.LevelImportant},
		"a leader of the first rank, S36": {conference.Booking{Headcount: 5, Leader: conference.Person{ID: 1, Rank: 1}}, conference.LevelImportant},
	} {
		if got, _ := s.LevelOf(tc.b); got != tc.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	onPost := func(id string) time.Duration {
		task, ok := p.Task(id)
		if !ok {
			t.Fatalf("no task %s", id)
		}
		for _, i := range task.Items {
			if i.At != nil && i.Name.In("en") == "On post" {
				return i.At.Offset
			}
		}
		return 0
	}
	if onPost("prepare-small") != -30*time.Minute || onPost("prepare") != -time.Hour {
		t.Error("on post 30 minutes before a small meeting, an hour before others (S92, S93)")
	}
	if p.Checks[0].Before != 2*time.Hour || p.Checks[1].Before != time.Hour || p.Checks[2].Before != 30*time.Minute {
		t.Error("the three levels are 2 h, 1 h and 30 min before (S89–S91)")
	}
	for _, task := range p.Tasks {
		for _, language := range []string{"zh-CN", "en"} {
			if task.Name[language] == "" {
				t.Errorf("task %s has no name in %s", task.ID, language)
			}
		}
	}
}

// valid is a plan as short as it may be.
const valid = `levels: [{level: small}]
tasks: [{id: a, name: A, crew: sound}]
checks: [{before: 2h, who: hotline}, {before: 1h, who: hotline}, {before: 30m, who: hotline}]
escalate: {orders: [], faults: [], requests: [], assigned: []}
`

func TestParse_problems(t *testing.T) {
	t.Parallel()
	if _, problems := Parse(strings.NewReader(valid)); len(problems) > 0 {
		t.Fatal(problems)
	}
	for name, tc := range map[string]struct {
		text string
		line int
		says string
	}{
		"empty":                    {"", 1, "empty"},
		"no YAML":                  {"levels: [\n  a: b: c", 1, "did not find"},
		"a field nobody knows":     {valid + "colour: red\n", 5, `unknown field "colour"`},
		"a field twice":            {strings.Replace(valid, "id: a,", "id: a, id: b,", 1), 2, "id stands twice"},
		"what is missing":          {strings.Replace(valid, "levels: [{level: small}]\n", "", 1), 1, "levels is missing"},
		"a crew nobody knows":      {strings.Replace(valid, "crew: sound", "crew: brass", 1), 2, `"brass" is none of`},
		"a length that is none":    {strings.Replace(valid, "before: 1h", "before: soon", 1), 3, `"soon" is no length`},
		"a moment that is none":    {strings.Replace(valid, "crew: sound", "crew: sound, due: dawn", 1), 2, `"dawn" is no time`},
		"checks in a wrong order":  {strings.Replace(valid, "before: 1h", "before: 3h", 1), 1, "check 2 is not after"},
		"two checks":               {strings.Replace(valid, ", {before: 30m, who: hotline}", "", 1), 1, "2 levels, not 3"},
		"a last level with a rule": {strings.Replace(valid, "level: small", "level: small, headcount: 5", 1), 1, "no conditions"},
		"tasks of one name":        {strings.Replace(valid, "crew: sound}", "crew: sound}, {id: a, name: B, crew: sound}", 1), 1, `two tasks are called "a"`},
		"with what is not there":   {strings.Replace(valid, "crew: sound", "crew: sound, with: b", 1), 1, "does not stand before it"},
		"rounds without a pause":   {strings.Replace(valid, "crew: sound", "crew: sound, kind: rounds", 1), 2, "rounds need every"},
		"a leader of no crew":      {strings.Replace(valid, "who: hotline}, {before: 1h", "who: leader}, {before: 1h", 1), 3, "needs the crew"},
		"a step of nothing":        {strings.Replace(valid, "orders: []", "orders: [{tell: leader}]", 1), 4, "needs one of unclaimed"},
		"a cron spec that is none": {valid + "standing:\n  - {id: s, name: S, crew: sound, cron: daily at dawn}\n", 6, "no cron spec"},
		"a list that is none":      {strings.Replace(valid, "levels: [{level: small}]", "levels: small", 1), 1, "not a list"},
		"hands of nobody":          {strings.Replace(valid, "crew: sound", "crew: sound, hands: 0", 1), 2, "no number from 1"},
		"an empty name":            {strings.Replace(valid, "name: A", "name: ''", 1), 2, "a name is 1 to"},
		"an ID with blanks":        {strings.Replace(valid, "id: a", "id: a b", 1), 2, "is no name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, problems := Parse(strings.NewReader(tc.text))
			if p != nil || !slices.ContainsFunc(problems, func(p Problem) bool { return p.Line == tc.line && strings.Contains(p.Reason, tc.says) }) {
				t.Errorf("%v, want line %d with %q", problems, tc.line, tc.says)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(valid)
	f.Add(DefaultText)
	f.Add("a: &a [*a]")
	f.Add("tasks: [{id: a, hands: {small: x}}]")
	f.Fuzz(func(t *testing.T, text string) {
		p, problems := Parse(strings.NewReader(text))
		if (p == nil) == (len(problems) == 0) {
			t.Errorf("plan %v with %v", p, problems)
		}
	})
}

// The plan of another organisation, which stands in the docs as an example, can be read and differs from the default.
func TestParse_hotel(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/examples/hotel.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, problems := Parse(strings.NewReader(string(text)))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s := conference.DefaultSettings(time.UTC, p)
	for heads, want := range map[int]conference.Level{9: conference.LevelSmall, 10: conference.LevelMedium, 49: conference.LevelMedium,
		50: conference.LevelLarge, 199: conference.LevelLarge, 200: conference.LevelImportant} {
		if got, _ := s.LevelOf(conference.Booking{Headcount: heads, Type: conference.TypeGovernment, Room: conference.Room{Class: conference.ClassC}}); got != want {
			t.Errorf("%d covers: %s, want %s", heads, got, want)
		}
	}
	own := Default()
	for _, task := range p.Tasks {
		if _, same := own.Task(task.ID); same {
			t.Errorf("task %s is the rule books'", task.ID)
		}
	}
	rounds, _ := p.Task("look-in")
	if rounds.Every != 30*time.Minute || len(p.Sheet.Authority) != 0 || len(p.Standing) != 2 || p.CloseLimit != 3*time.Hour {
		t.Errorf("rounds every %v, %d levels for an authority, %d standing duties, held for %v", rounds.Every, len(p.Sheet.Authority), len(p.Standing), p.CloseLimit)
	}
}

// What the rule books ask of a meeting's service, and when, is in the default plan; each line names its number.
func TestDefault_ruleBooks(t *testing.T) {
	t.Parallel()
	p := Default()
	start, end := conference.AtStart, conference.AtEnd
	for number, tc := range map[string]struct {
		task  string
		crew  conference.Crew
		level conference.Level // the lowest that has it
		from  conference.Anchor
		due   time.Duration
		line  string // of its checklist, "" for none
		at    time.Duration
	}{
		"S20 technical support":          {"technical", conference.CrewTechnical, conference.LevelLarge, start, -2 * time.Hour, "Air conditioning", 0},
		"S21 safety":                     {"safety", conference.CrewSafety, conference.LevelLarge, start, -30 * time.Minute, "Noise and strangers", 0},
		"S22 cleaning and visit routes":  {"cleaning", conference.CrewCleaning, conference.LevelMedium, start, -time.Hour, "", 0},
		"S77 microphones, sound":         {"sound", conference.CrewSound, conference.LevelMedium, start, -time.Hour, "Microphones", 0},
		"S77 recording":                  {"sound", conference.CrewSound, conference.LevelMedium, start, -time.Hour, "Recording", 0},
		"S79 lights, ventilation":        {"technical", conference.CrewTechnical, conference.LevelLarge, start, -2 * time.Hour, "Lights", 0},
		"S86 full check a day ahead":     {"day-check", conference.CrewMeetingService, conference.LevelMedium, start, -24 * time.Hour, "Hygiene", 0},
		"S92 on post":                    {"prepare-small", conference.CrewMeetingService, conference.LevelSmall, start, -15 * time.Minute, "On post", -30 * time.Minute},
		"S93 on post":                    {"prepare", conference.CrewMeetingService, conference.LevelMedium, start, -15 * time.Minute, "On post", -time.Hour},
		"S94 secretariat before":         {"secretariat", conference.CrewSecretariat, conference.LevelLarge, start, -time.Hour, "", 0},
		"S95 lights, AC, AV on arrival":  {"prepare", conference.CrewMeetingService, conference.LevelMedium, start, -15 * time.Minute, "Lights, air and sound in order", 0},
		"S96 furniture":                  {"prepare-small", conference.CrewMeetingService, conference.LevelSmall, start, -15 * time.Minute, "Tables and chairs clean", 0},
		"S97 cups, tea":                  {"prepare-small", conference.CrewMeetingService, conference.LevelSmall, start, -15 * time.Minute, "Cups sterilised and tea at hand", 0},
		"S97 boiled water":               {"prepare", conference.CrewMeetingService, conference.LevelMedium, start, -15 * time.Minute, "Boiled water", 0},
		"S98 at the door":                {"prepare", conference.CrewMeetingService, conference.LevelMedium, start, -15 * time.Minute, "At the door", -15 * time.Minute},
		"S98 at the door of a small one": {"prepare-small", conference.CrewMeetingService, conference.LevelSmall, start, -15 * time.Minute, "At the door", -15 * time.Minute},
		"S107 see-off":                   {"close-small", conference.CrewMeetingService, conference.LevelSmall, end, 30 * time.Minute, "Guests seen off", 0},
		"S108 cups":                      {"close", conference.CrewMeetingService, conference.LevelMedium, end, 30 * time.Minute, "Cups washed", 0},
		"S108 lights, sound, AC":         {"close", conference.CrewMeetingService, conference.LevelMedium, end, 30 * time.Minute, "Sound, lights and air off", 0},
		"S108 doors, windows":            {"close-small", conference.CrewMeetingService, conference.LevelSmall, end, 30 * time.Minute, "Doors and windows shut", 0},
		"S114 electrical load":           {"technical", conference.CrewTechnical, conference.LevelLarge, start, -2 * time.Hour, "Electrical load", 0},
		"S114 fire exits":                {"safety", conference.CrewSafety, conference.LevelLarge, start, -30 * time.Minute, "Fire exits clear", 0},
		"S124 materials counted":         {"close", conference.CrewMeetingService, conference.LevelMedium, end, 30 * time.Minute, "Materials counted", 0},
	} {
		task, ok := p.Task(tc.task)
		if !ok || task.Crew != tc.crew || task.Due.Anchor != tc.from || task.Due.Offset != tc.due || task.Levels[0] != tc.level {
			t.Errorf("%s: %+v", number, task)
			continue
		}
		i := slices.IndexFunc(task.Items, func(i conference.ItemPlan) bool { return i.Name.In("en") == tc.line })
		if tc.line != "" && (i < 0 || (task.Items[i].At != nil) != (tc.at != 0) || tc.at != 0 && task.Items[i].At.Offset != tc.at) {
			t.Errorf("%s: no line %q at %v", number, tc.line, tc.at)
		}
	}
	for _, id := range []string{"rounds-small", "rounds"} {
		if rounds, ok := p.Task(id); !ok || rounds.Every != 15*time.Minute {
			t.Errorf("S99: %s come every %v", id, rounds.Every)
		}
	}
	for number, tc := range map[string]struct {
		service string
		crew    conference.Crew
		bought  bool
	}{
		"S57 water": {"water", conference.CrewMeetingService, true}, "S58 flowers": {"flowers", conference.CrewCleaning, true},
		"S58 banner": {"banner", conference.CrewMeetingService, true}, "S82 name cards": {"name-cards", conference.CrewSecretariat, false},
		"S82 greeting and guiding, S112 ushers": {"greeting", conference.CrewMeetingService, false}, "S82 layout": {"layout", conference.CrewMeetingService, false},
		"S83 fruit": {"fruit", conference.CrewMeetingService, true}, "S83 tissues": {"tissues", conference.CrewMeetingService, false},
		"S78 data links": {"adaptor", conference.CrewSound, false}, "S117 recording": {"recording", conference.CrewSound, false},
		"S52 stationery": {"stationery", conference.CrewSecretariat, false},
	} {
		if s, ok := p.Service(tc.service); !ok || s.Crew != tc.crew || (s.Bought > 0) != tc.bought {
			t.Errorf("%s: %+v", number, s)
		}
	}
	if banner, _ := p.Service("banner"); banner.Ready.Offset != -24*time.Hour || !banner.Wording {
		t.Errorf("S85: the banner hangs at %v", banner.Ready)
	}
	for number, want := range map[string]struct {
		id   string
		crew conference.Crew
		cron string
	}{"S115": {"leaders-offices", conference.CrewMeetingService, "0 7 * * 1-5"}, "S116": {"sound-maintenance", conference.CrewSound, "0 9 1 * *"}} {
		if d, ok := p.Duty(want.id); !ok || d.Crew != want.crew || d.Spec != want.cron {
			t.Errorf("%s: %+v", number, d)
		}
	}
}
