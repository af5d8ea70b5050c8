// Package plan reads service plans: what meetings of each level are served with, as an organisation writes it down.
//
// A plan is a commented YAML file. Every mistake is reported with its line; whoever puts a plan in force does so only
// when there is none.
package plan

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
	"go.yaml.in/yaml/v3"

	"huiwu/conference"
)

// DefaultText is the rule books' plan as it is written.
//
//go:embed default.yaml
var DefaultText string

// Problem is what is wrong with a line of a plan, in words for whoever keeps it.
type Problem struct {
	Line   int // of the file, from 1
	Reason string
}

// String is the problem as a line of a report.
func (p Problem) String() string { return fmt.Sprintf("line %d: %s", p.Line, p.Reason) }

// Default is the rule books' plan (S36, S37, S92–S108).
func Default() *conference.ServicePlan {
	p, problems := Parse(strings.NewReader(DefaultText))
	if len(problems) > 0 {
		panic("the default plan: " + problems[0].String()) // a test reads it
	}
	return p
}

// Parse reads a plan; nil with the problems when there are any.
func Parse(in io.Reader) (*conference.ServicePlan, []Problem) {
	text, err := io.ReadAll(io.LimitReader(in, maxPlan+1))
	if err != nil {
		return nil, []Problem{{1, err.Error()}}
	}
	if len(text) > maxPlan {
		return nil, []Problem{{1, "a plan of more than a megabyte"}}
	}
	var document yaml.Node
	switch err := yaml.NewDecoder(bytes.NewReader(text)).Decode(&document); {
	case errors.Is(err, io.EOF):
		return nil, []Problem{{1, "the file is empty"}}
	case err != nil:
		return nil, []Problem{broken(err)}
	}
	r := &reader{}
	p := r.plan(document.Content[0])
	if len(r.problems) > 0 {
		slices.SortStableFunc(r.problems, func(a, b Problem) int { return a.Line - b.Line })
		return nil, r.problems
	}
	return p, nil
}

const maxPlan = 1 << 20

// broken is a mistake that keeps the file from being read as YAML: the library names the line in its words.
func broken(err error) Problem {
	reason := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if rest, ok := strings.CutPrefix(reason, "line "); ok {
		var n int
		if _, err := fmt.Sscanf(rest, "%d:", &n); err == nil {
			line = n
			_, reason, _ = strings.Cut(rest, ": ")
		}
	}
	return Problem{line, reason}
}

// plan reads the whole.
func (r *reader) plan(n *yaml.Node) *conference.ServicePlan {
	p := &conference.ServicePlan{CloseLimit: time.Hour}
	var checks []conference.CheckPlan
	r.mapping(n, fields{
		"levels":      func(n *yaml.Node) { p.Levels = list(r, n, r.level) },
		"tasks":       func(n *yaml.Node) { p.Tasks = list(r, n, r.task) },
		"services":    func(n *yaml.Node) { p.Services = list(r, n, r.service) },
		"checks":      func(n *yaml.Node) { checks = list(r, n, r.check) },
		"notice":      func(n *yaml.Node) { p.Sheet = r.sheet(n) },
		"standing":    func(n *yaml.Node) { p.Standing = list(r, n, r.standing) },
		"escalate":    func(n *yaml.Node) { r.ladders(n, p) },
		"close_limit": func(n *yaml.Node) { p.CloseLimit = r.length(n) },
	}, "levels", "tasks", "checks", "escalate")
	r.whole(n, p, checks)
	return p
}

// whole holds the parts against each other.
func (r *reader) whole(n *yaml.Node, p *conference.ServicePlan, checks []conference.CheckPlan) {
	switch {
	case len(checks) != len(p.Checks):
		r.problem(n, "checks has %d levels, not %d", len(checks), len(p.Checks))
	default:
		copy(p.Checks[:], checks)
		for i := 1; i < len(checks); i++ {
			if checks[i].Before >= checks[i-1].Before {
				r.problem(n, "check %d is not after check %d", i+1, i)
			}
		}
	}
	if len(p.Levels) > 0 {
		if last := p.Levels[len(p.Levels)-1]; last.Headcount != 0 || last.Rank != 0 || len(last.Classes)+len(last.Types) > 0 {
			r.problem(n, "the last of the levels takes all other meetings: it has no conditions")
		}
	}
	ids := map[string]bool{}
	for _, t := range p.Tasks {
		if ids[t.ID] {
			r.problem(n, "two tasks are called %q", t.ID)
		}
		if t.With != "" && !ids[t.With] {
			r.problem(n, "task %q goes with %q, which does not stand before it", t.ID, t.With)
		}
		ids[t.ID] = true
	}
	unique(r, n, "services", p.Services, func(s conference.Service) string { return s.ID })
	unique(r, n, "standing duties", p.Standing, func(s conference.StandingDuty) string { return s.ID })
}

func (r *reader) level(n *yaml.Node) (l conference.LevelRule) {
	r.mapping(n, fields{
		"level":     func(n *yaml.Node) { l.Level = oneOf(r, n, levels) },
		"headcount": func(n *yaml.Node) { l.Headcount = r.number(n, 1, 100_000) },
		"class":     func(n *yaml.Node) { l.Classes = r.classes(n) },
		"rank":      func(n *yaml.Node) { l.Rank = r.number(n, 1, 100) },
		"types":     func(n *yaml.Node) { l.Types = several(r, n, conference.MeetingTypes) },
	}, "level")
	return l
}

var levels = []conference.Level{conference.LevelSmall, conference.LevelMedium, conference.LevelLarge, conference.LevelImportant}

func (r *reader) classes(n *yaml.Node) []conference.Class {
	return several(r, n, []conference.Class{conference.ClassA, conference.ClassB, conference.ClassC})
}

func (r *reader) task(n *yaml.Node) (t conference.TaskPlan) {
	t.Kind, t.Levels = conference.TaskService, levels
	t.Offer, t.Due = conference.Moment{Anchor: conference.AtStart, Offset: -2 * time.Hour}, conference.Moment{Anchor: conference.AtStart}
	kinds := []conference.TaskKind{conference.TaskService, conference.TaskRounds, conference.TaskDayCheck, conference.TaskClosing}
	r.mapping(n, fields{
		"id":        func(n *yaml.Node) { t.ID = r.id(n) },
		"kind":      func(n *yaml.Node) { t.Kind = oneOf(r, n, kinds) },
		"name":      func(n *yaml.Node) { t.Name = r.words(n) },
		"crew":      func(n *yaml.Node) { t.Crew = oneOf(r, n, conference.Crews) },
		"levels":    func(n *yaml.Node) { t.Levels = r.levels(n) },
		"offer":     func(n *yaml.Node) { t.Offer = r.moment(n) },
		"due":       func(n *yaml.Node) { t.Due = r.moment(n) },
		"hands":     func(n *yaml.Node) { t.Hands = r.hands(n) },
		"checklist": func(n *yaml.Node) { t.Items = list(r, n, r.item) },
		"every":     func(n *yaml.Node) { t.Every = r.length(n) },
		"grace":     func(n *yaml.Node) { t.Grace = r.length(n) },
		"proof":     func(n *yaml.Node) { t.Proof = r.flag(n) },
		"with":      func(n *yaml.Node) { t.With = r.id(n) },
		"escalate":  func(n *yaml.Node) { t.Ladder = list(r, n, r.rung) },
	}, "id", "name", "crew")
	if t.Kind == conference.TaskRounds && t.Every < time.Minute {
		r.problem(n, "rounds need every, of a minute or more")
	}
	return t
}

// levels are a list of levels, or "all".
func (r *reader) levels(n *yaml.Node) []conference.Level {
	if n.Value == "all" {
		return levels
	}
	return several(r, n, levels)
}

// hands are a number, or one for each level.
func (r *reader) hands(n *yaml.Node) map[conference.Level]int {
	hands := map[conference.Level]int{}
	if n.Kind == yaml.ScalarNode {
		number := r.number(n, 1, 100)
		for _, l := range levels {
			hands[l] = number
		}
		return hands
	}
	each := fields{}
	for _, l := range levels {
		each[string(l)] = func(n *yaml.Node) { hands[l] = r.number(n, 1, 100) }
	}
	r.mapping(n, each)
	return hands
}

// item is words, or words with a time.
func (r *reader) item(n *yaml.Node) (i conference.ItemPlan) {
	if !has(n, "text") {
		i.Name = r.words(n)
		return i
	}
	r.mapping(n, fields{
		"text": func(n *yaml.Node) { i.Name = r.words(n) },
		"at":   func(n *yaml.Node) { at := r.moment(n); i.At = &at },
	})
	return i
}

func (r *reader) rung(n *yaml.Node) (g conference.Rung) {
	r.mapping(n, fields{
		"unclaimed": func(n *yaml.Node) { g.On, g.After = conference.Unclaimed, r.length(n) },
		"late":      func(n *yaml.Node) { g.On, g.After = conference.Late, r.length(n) },
		"missed":    func(n *yaml.Node) { g.On, g.Count = conference.Missed, r.number(n, 1, 100) },
		"tell":      func(n *yaml.Node) { g.To = oneOf(r, n, conference.Holders) },
	}, "tell")
	if g.On == "" {
		r.problem(n, "a step needs one of unclaimed, late, missed")
	}
	return g
}

func (r *reader) ladders(n *yaml.Node, p *conference.ServicePlan) {
	r.mapping(n, fields{
		"orders":   func(n *yaml.Node) { p.Orders = list(r, n, r.rung) },
		"faults":   func(n *yaml.Node) { p.Faults = list(r, n, r.rung) },
		"requests": func(n *yaml.Node) { p.Requests = list(r, n, r.rung) },
		"assigned": func(n *yaml.Node) { p.Assigned = list(r, n, r.rung) },
	}, "orders", "faults", "requests", "assigned")
}

func (r *reader) service(n *yaml.Node) (s conference.Service) {
	s.Quantity.N, s.Ready = 1, conference.Moment{Anchor: conference.AtStart, Offset: -30 * time.Minute}
	r.mapping(n, fields{
		"id":       func(n *yaml.Node) { s.ID = r.id(n) },
		"name":     func(n *yaml.Node) { s.Name = r.words(n) },
		"crew":     func(n *yaml.Node) { s.Crew = oneOf(r, n, conference.Crews) },
		"unit":     func(n *yaml.Node) { s.Unit = r.words(n) },
		"quantity": func(n *yaml.Node) { s.Quantity = r.quantity(n) },
		"max":      func(n *yaml.Node) { s.Max = r.number(n, 1, 100_000) },
		"wording":  func(n *yaml.Node) { s.Wording = r.flag(n) },
		"names":    func(n *yaml.Node) { s.Names = r.flag(n) },
		"layout":   func(n *yaml.Node) { s.Layout = r.flag(n) },
		"cutoff":   func(n *yaml.Node) { s.CutOff = r.length(n) },
		"ready":    func(n *yaml.Node) { s.Ready = r.moment(n) },
		"bought":   func(n *yaml.Node) { s.Bought = r.length(n) },
		"floor":    func(n *yaml.Node) { s.Floor = r.flag(n) },
	}, "id", "name", "crew")
	return s
}

func (r *reader) quantity(n *yaml.Node) conference.Quantity {
	if n.Value == "each" {
		return conference.Quantity{PerHead: true}
	}
	return conference.Quantity{N: r.number(n, 1, 100_000)}
}

func (r *reader) check(n *yaml.Node) (c conference.CheckPlan) {
	c.DeputyAfter = 10 * time.Minute
	r.mapping(n, fields{
		"before":       func(n *yaml.Node) { c.Before = r.length(n) },
		"who":          func(n *yaml.Node) { c.To = oneOf(r, n, conference.Holders) },
		"crew":         func(n *yaml.Node) { c.Crew = oneOf(r, n, conference.Crews) },
		"deputy":       func(n *yaml.Node) { c.Deputy = oneOf(r, n, conference.Holders) },
		"deputy_after": func(n *yaml.Node) { c.DeputyAfter = r.length(n) },
		"checklist":    func(n *yaml.Node) { c.Items = list(r, n, r.item) },
	}, "before", "who")
	if c.To == conference.HolderLeader && c.Crew == "" {
		r.problem(n, "who: leader needs the crew whose leader it is")
	}
	return c
}

func (r *reader) sheet(n *yaml.Node) (s conference.SheetPlan) {
	r.mapping(n, fields{
		"chase":     func(n *yaml.Node) { s.Chase = list(r, n, r.chase) },
		"authority": func(n *yaml.Node) { s.Authority = r.levels(n) },
	})
	return s
}

func (r *reader) chase(n *yaml.Node) (c conference.Chase) {
	c.To = conference.HolderLeader
	r.mapping(n, fields{
		"after": func(n *yaml.Node) { c.After = r.length(n) },
		"tell":  func(n *yaml.Node) { c.To = oneOf(r, n, conference.Holders) },
	}, "after")
	return c
}

func (r *reader) standing(n *yaml.Node) (d conference.StandingDuty) {
	d.Within, d.Hands = time.Hour, 1
	r.mapping(n, fields{
		"id":        func(n *yaml.Node) { d.ID = r.id(n) },
		"name":      func(n *yaml.Node) { d.Name = r.words(n) },
		"crew":      func(n *yaml.Node) { d.Crew = oneOf(r, n, conference.Crews) },
		"cron":      func(n *yaml.Node) { d.Spec = r.cron(n) },
		"within":    func(n *yaml.Node) { d.Within = r.length(n) },
		"checklist": func(n *yaml.Node) { d.Items = list(r, n, r.item) },
		"proof":     func(n *yaml.Node) { d.Proof = r.flag(n) },
		"hands":     func(n *yaml.Node) { d.Hands = r.number(n, 1, 100) },
		"escalate":  func(n *yaml.Node) { d.Ladder = list(r, n, r.rung) },
	}, "id", "name", "crew", "cron")
	return d
}

func (r *reader) cron(n *yaml.Node) string {
	if _, err := cron.ParseStandard(n.Value); err != nil {
		r.problem(n, "%q is no cron spec of five fields, like \"0 8 * * 1-5\"", n.Value)
	}
	return n.Value
}
