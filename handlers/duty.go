package handlers

import (
	"context"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// dutyStore is who is on duty, until when.
type dutyStore interface {
	Duty(ctx context.Context, personID int64, now time.Time) (conference.Duty, error)
	// BeginDuty returns CodeOnDuty for who is, CodeForbidden for who does no crew's work.
	BeginDuty(ctx context.Context, ch conference.Change) (conference.Duty, error)
	// EndDuty returns CodeOffDuty for who is not on duty.
	EndDuty(ctx context.Context, ch conference.Change) (conference.Duty, error)
	OnDuty(ctx context.Context, crew conference.Crew, now time.Time) ([]conference.OnDuty, error)
	CrewsOnDuty(ctx context.Context, now time.Time) ([]conference.CrewDuty, error)
	TasksFor(ctx context.Context, person conference.Person) ([]conference.Task, error)
}

// duty is going on and off duty, and seeing who is.
type duty struct {
	*core
	store dutyStore
}

func newDuty(c *core, s dutyStore) *duty { return &duty{core: c, store: s} }

// verbDuty does what its arg says for the person who is its id: "on", "off", a crew to be looked at, or "" for the card.
const verbDuty = "duty"

const (
	dutyOn  = "on"
	dutyOff = "off"
)

func (*duty) name() string       { return "duty" }
func (*duty) commands() []string { return []string{"duty"} }
func (*duty) verbs() []string    { return []string{verbDuty} }
func (*duty) intents() []language.Intent {
	return []language.Intent{language.IntentOnDuty, language.IntentOffDuty}
}

func (c *duty) step(ctx context.Context, t *turn) (Reply, error) {
	what := dutyWord(t.Args)
	switch {
	case t.Button != nil && t.button.id != t.person.ID:
		return Reply{Toast: t.label("core.foreign"), Alert: true}, nil
	case t.Button != nil:
		what = t.button.arg
	case t.Command == "" && !t.may(conference.ActionKeepDuty, t.person.In(t.person.Crew)):
		return Reply{}, errElsewhere // who does no crew's work says it to be polite
	case t.Command == "" && t.reading.Intent == language.IntentOnDuty:
		what = dutyOn
	case t.Command == "":
		what = dutyOff
	}
	switch what {
	case dutyOn, dutyOff:
		return c.change(ctx, t, what)
	}
	if crew := conference.Crew(what); t.Button != nil && crew != "" {
		return c.crew(ctx, t, crew)
	}
	return c.show(ctx, t)
}

// dutyWord is on or off as people type it.
func dutyWord(args string) string {
	switch strings.ToLower(strings.TrimSpace(args)) {
	case dutyOn, "上岗", "上班":
		return dutyOn
	case dutyOff, "下岗", "下班":
		return dutyOff
	}
	return ""
}

// change goes on or off duty. Who is so already sees how things stand, and so does who says it twice.
func (c *duty) change(ctx context.Context, t *turn, what string) (Reply, error) {
	change := c.store.BeginDuty
	if what == dutyOff {
		change = c.store.EndDuty
	}
	_, err := change(ctx, t.change())
	word := t.label("duty.toast." + what)
	switch conference.CodeOf(err) {
	case "":
	case conference.CodeDuplicate:
	case conference.CodeOnDuty, conference.CodeOffDuty:
		word = t.refusalLine(err)
	default:
		return Reply{}, err
	}
	r, err := c.show(ctx, t)
	r.Toast = word
	return r, err
}

// show is where the person stands and, for who leads or oversees, how many are on duty.
func (c *duty) show(ctx context.Context, t *turn) (Reply, error) {
	own, all := t.may(conference.ActionKeepDuty, t.person.In(t.person.Crew)), t.may(conference.ActionSeeDuty, 0)
	if !own && !all {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	var text Text
	var keys Keyboard
	if own {
		mine, k, err := c.mine(ctx, t)
		if err != nil {
			return Reply{}, err
		}
		text, keys = mine, k
	}
	others, k, err := c.others(ctx, t, all)
	if err != nil {
		return Reply{}, err
	}
	return reply(t.edit(Blocks(text, others), append(keys, k...)))
}

// mine is the person's own duty.
func (c *duty) mine(ctx context.Context, t *turn) (Text, Keyboard, error) {
	d, err := c.store.Duty(ctx, t.person.ID, t.now)
	if err != nil {
		return Text{}, nil, err
	}
	tasks, err := c.store.TasksFor(ctx, t.person)
	if err != nil {
		return Text{}, nil, err
	}
	waiting := 0
	for _, task := range tasks {
		if !task.Has(t.person.ID) {
			waiting++
		}
	}
	b := button{verb: verbDuty, id: t.person.ID}
	head := Bold(t.say("duty.title", "name", t.person.Name))
	if !d.At(t.now) {
		keys := Keyboard{}.row(b.with(dutyOn).key(t.label("duty.button.on")).styled(StylePrimary))
		return Lines(head, t.say("duty.off"), t.nextShift(d)), keys, nil
	}
	state, waits := t.say("duty.always"), Text{}
	if on, ok := d.On(t.now); ok {
		state = t.say("duty.on", "span", t.shiftSpan(on))
	}
	if waiting > 0 {
		waits = t.say("duty.waiting", "n", waiting)
	}
	return Lines(head, state, waits), Keyboard{}.row(b.with(dutyOff).key(t.label("duty.button.off"))), nil
}

func (v viewer) nextShift(d conference.Duty) Text {
	next, ok := d.Next(v.now)
	if !ok {
		return Text{}
	}
	return v.say("duty.next", "span", v.shiftSpan(next))
}

// shiftSpan is a shift's time; today's without its date.
func (v viewer) shiftSpan(s conference.Shift) string {
	if daysApart(s.Start, v.now, v.zone) != 0 {
		return v.span(s.Start, s.End, v.now)
	}
	return v.clock(s.Start) + "–" + v.shiftEnd(s.End)
}

// shiftEnd is when a shift ends: midnight is the end of its day.
func (v viewer) shiftEnd(end time.Time) string {
	if daysApart(end, v.now, v.zone) == 1 && v.clock(end) == "00:00" {
		return "24:00"
	}
	return v.clockOrMoment(end)
}

// others is who else is on duty: the crew's people for its leader, all crews for who oversees.
func (c *duty) others(ctx context.Context, t *turn, all bool) (Text, Keyboard, error) {
	switch {
	case all:
		return c.overview(ctx, t)
	case t.may(conference.ActionSeeDuty, t.person.In(t.person.Crew)):
		text, err := c.people(ctx, t.viewer, t.person.Crew)
		return text, nil, err
	}
	return Text{}, nil, nil
}

// overview is how many of each crew are on duty.
func (c *duty) overview(ctx context.Context, t *turn) (Text, Keyboard, error) {
	crews, err := c.store.CrewsOnDuty(ctx, t.now)
	if err != nil {
		return Text{}, nil, err
	}
	on, all := 0, 0
	var keys []Key
	for _, crew := range crews {
		on, all = on+crew.On, all+crew.All
		b := button{verb: verbDuty, id: t.person.ID, arg: string(crew.Crew)}
		keys = append(keys, b.key(t.label("duty.button.crew", "crew", t.crew(crew.Crew), "on", crew.On, "all", crew.All)))
	}
	return Lines(Bold(t.say("duty.overview", "on", on, "all", all)), t.say("duty.crews")), Keyboard{}.grid(2, keys...), nil
}

// crew shows a crew's people who are on duty, in the card's place.
func (c *duty) crew(ctx context.Context, t *turn, crew conference.Crew) (Reply, error) {
	if !t.may(conference.ActionSeeDuty, t.person.In(crew)) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	text, err := c.people(ctx, t.viewer, crew)
	if err != nil {
		return Reply{}, err
	}
	back := button{verb: verbDuty, id: t.person.ID}
	return reply(t.edit(text, Keyboard{}.row(back.key(t.label("duty.button.back")))))
}

// people are a crew's people who are on duty, a line for each building.
func (c *duty) people(ctx context.Context, v viewer, crew conference.Crew) (Text, error) {
	on, err := c.store.OnDuty(ctx, crew, v.now)
	if err != nil {
		return Text{}, err
	}
	crews, err := c.store.CrewsOnDuty(ctx, v.now)
	if err != nil {
		return Text{}, err
	}
	all := len(on)
	for _, each := range crews {
		if each.Crew == crew {
			all = each.All
		}
	}
	head := Bold(v.say("duty.crew", "crew", v.crew(crew), "on", len(on), "all", all))
	if len(on) == 0 {
		return Lines(head, v.say("duty.crew.none")), nil
	}
	lines := []Text{head}
	for first := 0; first < len(on); {
		last := first
		for last < len(on) && on[last].Person.Building == on[first].Person.Building {
			last++
		}
		lines = append(lines, v.dutyLine(on[first:last]))
		first = last
	}
	return Lines(lines...), nil
}

// mostOnDuty is how many people a building's line names.
const mostOnDuty = 20

// dutyLine is who is on duty in a building.
func (v viewer) dutyLine(on []conference.OnDuty) Text {
	building := line(on[0].Person.Building)
	if building == "" {
		building = v.label("duty.everywhere")
	}
	var names []string
	for _, d := range on[:min(len(on), mostOnDuty)] {
		name := line(d.Person.Name)
		if !d.Until.IsZero() {
			name = v.label("duty.until", "name", name, "time", v.shiftEnd(d.Until))
		}
		names = append(names, name)
	}
	if more := len(on) - mostOnDuty; more > 0 {
		names = append(names, v.label("duty.more", "n", more))
	}
	return v.say("duty.building", "building", building, "names", strings.Join(names, v.label("duty.and")))
}
