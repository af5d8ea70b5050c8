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
	}{"few": {small, conference.LevelSmall}, "twenty": {medium, conference.LevelMedium}} {
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
