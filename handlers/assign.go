package handlers

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"huiwu/conference"
	"huiwu/language"
)

// verbAssign is a button of a job's draft.
const verbAssign = "asg"

// assignStore is what handing out work needs.
type assignStore interface {
	Person(ctx context.Context, id int64) (conference.Person, error)
	SearchPeople(ctx context.Context, query string, limit int) ([]conference.Person, error)
	// PeopleNamed are the people whose name stands in a text, the longest first.
	PeopleNamed(ctx context.Context, text string, limit int) ([]conference.Person, error)
	Assign(ctx context.Context, ch conference.Change, a conference.Assignment) (conference.Task, error)
}

// assign is handing out work for the moment (S3): in a sentence, or step by step.
type assign struct {
	*core
	store assignStore
}

func newAssign(c *core, s assignStore) *assign { return &assign{core: c, store: s} }

func (*assign) name() string               { return "assign" }
func (*assign) commands() []string         { return []string{"assign"} }
func (*assign) verbs() []string            { return []string{verbAssign} }
func (*assign) intents() []language.Intent { return []language.Intent{language.IntentAssign} }

// assignDraft is a job before it is handed out.
type assignDraft struct {
	Person int64           `json:"p,omitempty"`
	Crew   conference.Crew `json:"c,omitempty"`
	What   string          `json:"w,omitempty"`
	Room   int64           `json:"r,omitempty"`
	Due    time.Time       `json:"d,omitzero"`
	Query  string          `json:"q,omitempty"` // a name that was searched
	Maybe  []int64         `json:"m,omitempty"` // whom a name in the sentence may mean
}

// What the draft is asking for; also the args of its buttons, those with a value after a dot.
const (
	assignCard   = ""
	assignWhom   = "whom"
	assignPerson = "p"
	assignCrew   = "c"
	assignWhat   = "what"
	assignWhere  = "room"
	assignUntil  = "due"
	assignSend   = "send"
	assignDrop   = "drop"
	assignBack   = "back"
)

func (c *assign) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Button != nil:
		return tapped(ctx, t, c.name(), c.tapped)
	case t.Command != "":
		return c.begin(ctx, t, line(t.Args))
	case t.in(c.name()) && t.dialog.Step != assignCard:
		return c.answered(ctx, t)
	case t.reading.Intent == language.IntentAssign && t.may(conference.ActionAssignTask, 0):
		return c.begin(ctx, t, line(t.Text))
	}
	return Reply{}, errElsewhere
}

// begin opens a draft with what a sentence holds.
func (c *assign) begin(ctx context.Context, t *turn, text string) (Reply, error) {
	if !t.may(conference.ActionAssignTask, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	var d assignDraft
	if text != "" {
		parser, err := c.names.parserFor(ctx, t.viewer)
		if err != nil {
			return Reply{}, err
		}
		a, err := c.heard(ctx, t, text, parser.Parse(text, t.local()))
		if err != nil {
			return Reply{}, err
		}
		d.take(a)
	}
	t.reopen(c.name())
	return c.next(ctx, t, d)
}

// heard is what a sentence hands out, to people of the roster who take jobs or to a crew.
func (c *assign) heard(ctx context.Context, t *turn, text string, r language.Reading) (assignment, error) {
	named, err := c.store.PeopleNamed(ctx, text, mostFound)
	if err != nil {
		return assignment{}, err
	}
	named = slices.DeleteFunc(named, func(p conference.Person) bool { return !p.Works() })
	return t.assigned(text, r, named, c.names.known()), nil
}

// take fills the draft with what a sentence says; what it does not say stays.
func (d *assignDraft) take(a assignment) {
	d.What = cmp.Or(a.what, d.What)
	d.Room = cmp.Or(a.room, d.Room)
	if !a.due.IsZero() {
		d.Due = a.due
	}
	if len(a.people) > 0 || a.crew != "" {
		d.Person, d.Crew, d.Query, d.Maybe = 0, a.crew, "", nil
	}
	switch len(a.people) {
	case 0:
	case 1:
		d.Person = a.people[0].ID
	default:
		for _, p := range a.people {
			d.Maybe = append(d.Maybe, p.ID)
		}
	}
}

// next asks for what is missing, or shows the card.
func (c *assign) next(ctx context.Context, t *turn, d assignDraft) (Reply, error) {
	step := assignCard
	switch {
	case d.Person == 0 && d.Crew == "":
		step = assignWhom
	case d.What == "":
		step = assignWhat
	}
	return c.at(ctx, t, d, step)
}

// at keeps the draft and shows it at a step.
func (c *assign) at(ctx context.Context, t *turn, d assignDraft, step string) (Reply, error) {
	t.dialog.Step = step
	t.dialog.Expect = map[string]language.Slot{assignWhere: language.SlotRoom, assignUntil: language.SlotTime}[step]
	if err := t.keep(d); err != nil {
		return Reply{}, err
	}
	return c.show(ctx, t)
}

// answered takes typed words for what is asked. Nothing is too strange to be a job; a sentence that stands by itself
// is none.
func (c *assign) answered(ctx context.Context, t *turn) (Reply, error) {
	var d assignDraft
	if err := t.recall(&d); err != nil || len(t.Files) > 0 {
		return Reply{}, errElsewhere
	}
	words := line(t.Text)
	step, all := t.dialog.Step, t.reading.Intent == language.IntentAssign
	switch {
	case step == assignWhom && !all:
		return c.named(ctx, t, d, words)
	case (step == assignWhom || step == assignWhat) && utf8.RuneCountInString(words) > c.settings.MaxNote:
		return Reply{}, conference.Refuse(conference.CodeTextLong, "max", c.settings.MaxNote)
	case (step == assignWhom || step == assignWhat) && all:
		return c.toldAll(ctx, t, d, words)
	case step == assignWhat:
		d.take(t.jobTold(words, t.reading, c.names.known()))
	case step == assignWhere:
		room, ok := c.roomSaid(t, words)
		if !ok {
			return t.puzzled("assign.room.unread")
		}
		d.Room = room.ID
	case step == assignUntil:
		if d.Due = t.dueBy(t.reading.Time); d.Due.IsZero() {
			return t.puzzled("tea.time.unread")
		}
		if d.Due.Before(t.now) {
			return Reply{}, conference.Refuse(conference.CodePast)
		}
	}
	return c.next(ctx, t, d)
}

// toldAll takes a sentence that hands out work, though only a part of that was asked for.
func (c *assign) toldAll(ctx context.Context, t *turn, d assignDraft, words string) (Reply, error) {
	a, err := c.heard(ctx, t, words, t.reading)
	if err != nil {
		return Reply{}, err
	}
	d.take(a)
	return c.next(ctx, t, d)
}

// named takes a name or a crew.
func (c *assign) named(ctx context.Context, t *turn, d assignDraft, words string) (Reply, error) {
	found, err := c.workers(ctx, words)
	if err != nil {
		return Reply{}, err
	}
	if p, ok := onlyOne(found, words); ok {
		d.Person, d.Crew, d.Query, d.Maybe = p.ID, "", "", nil
		return c.next(ctx, t, d)
	}
	if crew, _ := t.crewIn(words); crew != "" && len(found) == 0 {
		d.Person, d.Crew, d.Query, d.Maybe = 0, crew, "", nil
		return c.next(ctx, t, d)
	}
	if len(found) == 0 && asksFor(t.reading) {
		return Reply{}, errElsewhere
	}
	d.Query, d.Maybe = short(words, 20), nil
	return c.at(ctx, t, d, assignWhom)
}

// workers are the people of a name who do a crew's work.
func (c *assign) workers(ctx context.Context, query string) ([]conference.Person, error) {
	found, err := c.store.SearchPeople(ctx, short(query, 20), 3*mostFound)
	found = slices.DeleteFunc(found, func(p conference.Person) bool { return !p.Works() })
	return found[:min(len(found), mostFound)], err
}

// roomSaid is the room that was typed.
func (c *assign) roomSaid(t *turn, words string) (conference.Room, bool) {
	number := words
	if t.reading.Room != nil && t.reading.Room.Number != "" {
		number = t.reading.Room.Number
	}
	rooms := c.names.known()
	i := slices.IndexFunc(rooms, func(r conference.Room) bool { return r.Number == number && !r.Removed })
	if i < 0 {
		return conference.Room{}, false
	}
	return rooms[i], true
}

// tapped answers the draft's buttons.
func (c *assign) tapped(ctx context.Context, t *turn, d assignDraft, what, value string) (Reply, error) {
	n, err := strconv.ParseInt(value, 36, 64)
	switch {
	case what == assignSend:
		return c.send(ctx, t, d)
	case what == assignDrop:
		t.close()
		return reply(t.edit(t.say("assign.dropped"), nil))
	case what == assignBack:
		return c.next(ctx, t, d)
	case value == "":
		d.Query, d.Maybe = "", nil
		return c.at(ctx, t, d, what)
	case what == assignCrew && slices.Contains(conference.Crews, conference.Crew(value)):
		d.Person, d.Crew = 0, conference.Crew(value)
	case err != nil:
		return Reply{}, conference.Refuse(conference.CodeStale)
	case what == assignPerson:
		d.Person, d.Crew = n, ""
	case what == assignWhere:
		d.Room = n
	case what == assignUntil:
		d.Due = time.Unix(n, 0).UTC()
	}
	d.Query, d.Maybe = "", nil
	return c.next(ctx, t, d)
}

// send hands it out; the draft becomes the task's live card, on which every step is seen.
func (c *assign) send(ctx context.Context, t *turn, d assignDraft) (Reply, error) {
	task, err := c.store.Assign(ctx, t.confirms(), conference.Assignment{Person: conference.Person{ID: d.Person}, Crew: d.Crew,
		What: d.What, RoomID: d.Room, DueAt: d.Due})
	if conference.CodeOf(err) == conference.CodeDuplicate {
		t.close() // handed out in an earlier life of ours
	}
	if err != nil {
		return Reply{}, err
	}
	t.close()
	return toast(t.label("assign.sent")).with(t.inPlace(t.taskMessage(task))), nil
}
