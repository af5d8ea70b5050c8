package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"huiwu/conference"
	"huiwu/language"
)

// verbEmergency is a button of an emergency notice's draft.
const verbEmergency = "alarm"

// emergencyStore is what an emergency notice needs.
type emergencyStore interface {
	// Concerned are the people whom a notice for a building would go to now.
	Concerned(ctx context.Context, building string, now time.Time) ([]conference.Person, error)
	Announce(ctx context.Context, ch conference.Change, a conference.Alarm) (conference.Emergency, error)
	// Emergency returns CodeNotFound.
	Emergency(ctx context.Context, id int64) (conference.Emergency, error)
}

// emergency is a word to everybody who is in a building now (S114): chosen, written, seen, and confirmed twice.
type emergency struct {
	*core
	store emergencyStore
}

func newEmergency(c *core, s emergencyStore) *emergency { return &emergency{core: c, store: s} }

func (*emergency) name() string                    { return "emergency" }
func (*emergency) commands() []string              { return []string{"emergency"} }
func (*emergency) verbs() []string                 { return []string{verbEmergency} }
func (*emergency) intents() []language.Intent      { return nil }
func (*emergency) subject() conference.SubjectKind { return conference.SubjectEmergency }

// emergencyDraft is a notice before it is sent. ArmedAt is when it was confirmed for the first time.
type emergencyDraft struct {
	Building string    `json:"b,omitempty"`
	Words    string    `json:"w,omitempty"`
	ArmedAt  time.Time `json:"a,omitzero"`
}

// What the draft is asking for; also the args of its buttons, those with a value after a dot.
const (
	alarmCard  = ""
	alarmHouse = "house"
	alarmWords = "words"
	alarmArm   = "arm"  // the first tap
	alarmSend  = "send" // the second, on another button
	alarmDrop  = "drop"
	alarmBack  = "back"
)

func (c *emergency) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case !t.may(conference.ActionSendEmergency, 0):
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	case t.Button != nil:
		return tapped(ctx, t, c.name(), c.tapped)
	case t.Command != "":
		t.reopen(c.name())
		return c.at(ctx, t, emergencyDraft{Words: line(t.Args)}, alarmHouse)
	}
	return c.answered(ctx, t)
}

// at keeps the draft and shows it at a step.
func (c *emergency) at(ctx context.Context, t *turn, d emergencyDraft, step string) (Reply, error) {
	t.dialog.Step = step
	if err := t.keep(d); err != nil {
		return Reply{}, err
	}
	return c.show(ctx, t)
}

// next asks for what is missing, or shows the preview.
func (c *emergency) next(ctx context.Context, t *turn, d emergencyDraft) (Reply, error) {
	switch {
	case d.Building == "":
		return c.at(ctx, t, d, alarmHouse)
	case d.Words == "":
		return c.at(ctx, t, d, alarmWords)
	}
	return c.at(ctx, t, d, alarmCard)
}

// answered takes the words. In an emergency nobody chooses them: whatever is typed while they are asked for is meant.
func (c *emergency) answered(ctx context.Context, t *turn) (Reply, error) {
	var d emergencyDraft
	if err := t.recall(&d); err != nil || len(t.Files) > 0 || t.dialog.Step != alarmWords {
		return Reply{}, errElsewhere
	}
	if d.Words = line(t.Text); utf8.RuneCountInString(d.Words) > c.settings.MaxNote {
		return Reply{}, conference.Refuse(conference.CodeTextLong, "max", c.settings.MaxNote)
	}
	d.ArmedAt = time.Time{}
	return c.next(ctx, t, d)
}

// tapped answers the draft's buttons.
func (c *emergency) tapped(ctx context.Context, t *turn, d emergencyDraft, what, value string) (Reply, error) {
	switch what {
	case alarmDrop:
		t.close()
		return reply(t.edit(t.say("emergency.dropped"), nil))
	case alarmSend:
		return c.send(ctx, t, d)
	case alarmArm:
		d.ArmedAt = t.now
		return c.next(ctx, t, d)
	}
	d.ArmedAt = time.Time{}
	switch {
	case value != "":
		houses := c.buildings()
		i, err := strconv.ParseInt(value, 36, 32)
		if err != nil || i < 0 || int(i) >= len(houses) {
			return Reply{}, conference.Refuse(conference.CodeStale)
		}
		d.Building = houses[i]
	case what == alarmHouse || what == alarmWords:
		return c.at(ctx, t, d, what)
	}
	return c.next(ctx, t, d)
}

// buildings are those that have rooms.
func (c *emergency) buildings() []string {
	var houses []string
	for _, r := range c.names.known() {
		if !r.Removed && r.Building != "" && !slices.Contains(houses, r.Building) {
			houses = append(houses, r.Building)
		}
	}
	return houses
}

// send sends it. A second tap that comes too late asks for both again.
func (c *emergency) send(ctx context.Context, t *turn, d emergencyDraft) (Reply, error) {
	m, err := c.store.Announce(ctx, t.confirms(), conference.Alarm{Building: d.Building, Words: d.Words, ArmedAt: d.ArmedAt})
	switch conference.CodeOf(err) {
	case "":
	case conference.CodeDuplicate:
		t.close() // sent in an earlier life of ours
		return Reply{}, err
	case conference.CodeConfirmLate:
		d.ArmedAt = time.Time{}
		r, showErr := c.next(ctx, t, d)
		r.Toast, r.Alert = t.refusalLine(err), true
		return r, showErr
	default:
		return Reply{}, err
	}
	t.close()
	card, err := c.draw(ctx, t.viewer, m.ID)
	if err != nil {
		return Reply{}, err
	}
	return toast(t.label("emergency.sent", "n", len(m.Told))).with(t.inPlace(card)), nil
}

// show draws the question, or the preview.
func (c *emergency) show(ctx context.Context, t *turn) (Reply, error) {
	var d emergencyDraft
	if err := t.recall(&d); err != nil {
		return Reply{}, err
	}
	if _, _, err := c.names.get(ctx, t.now); err != nil { // the buildings are known from here on
		return Reply{}, err
	}
	drop := t.alarmKey(alarmDrop, "emergency.drop")
	head := Bold(t.say("emergency.title", "building", d.Building))
	switch t.dialog.Step {
	case alarmHouse:
		var keys []Key
		for i, house := range c.buildings() {
			keys = append(keys, t.dialogButton(verbEmergency, alarmHouse+"."+strconv.FormatInt(int64(i), 36)).key(line(house)))
		}
		return reply(t.dialogMessage(Lines(Bold(t.say("emergency.title.none")), t.say("emergency.ask.house")), Keyboard{}.grid(2, keys...).row(drop)))
	case alarmWords:
		return reply(t.dialogMessage(Lines(head, t.say("emergency.ask.words")), Keyboard{}.row(drop)))
	}
	there, err := c.store.Concerned(ctx, d.Building, t.now)
	if err != nil {
		return Reply{}, err
	}
	preview := conference.Emergency{Told: slices.DeleteFunc(there, func(p conference.Person) bool { return p.ID == t.person.ID })}
	text := Lines(head, Plain(d.Words), t.say("emergency.audience", "n", len(preview.Told)), t.unreached(preview))
	if d.ArmedAt.IsZero() {
		return reply(t.dialogMessage(text, Keyboard{}.row(t.alarmKey(alarmArm, "emergency.arm").styled(StyleDanger)).
			row(t.alarmKey(alarmWords, "emergency.words"), t.alarmKey(alarmHouse, "emergency.house")).row(drop)))
	}
	return reply(t.dialogMessage(Blocks(text, t.say("emergency.sure")), Keyboard{}.row(drop, t.alarmKey(alarmBack, "emergency.back")).
		row(t.dialogButton(verbEmergency, alarmSend).key(t.label("emergency.send", "n", len(preview.Told))).styled(StyleDanger))))
}

func (t *turn) alarmKey(arg, label string) Key {
	return t.dialogButton(verbEmergency, arg).key(t.label(label))
}

// mostUnreached is how many are named who have to be called.
const mostUnreached = 20

// unreached are those whom no message reaches, by name.
func (v viewer) unreached(m conference.Emergency) Text {
	out := m.Unreached()
	if len(out) == 0 {
		return Text{}
	}
	var names []string
	for _, p := range out[:min(len(out), mostUnreached)] {
		names = append(names, v.personLabel(p))
	}
	return v.say("emergency.unreached", "n", len(out), "names", strings.Join(names, v.label("room.and")))
}

// draw is the notice as somebody sees it: the words, and for who sent it how many it went to and who has to be called.
func (c *emergency) draw(ctx context.Context, v viewer, id int64) (Message, error) {
	m, err := c.store.Emergency(ctx, id)
	if err != nil {
		return Message{}, err
	}
	if !m.MaySee(v.person) {
		return Message{}, conference.Refuse(conference.CodeForbidden)
	}
	return Message{Text: v.emergencyCard(m), Card: &CardRef{PersonID: v.person.ID, Revision: plainCard(1),
		Subject: conference.Subject{Kind: conference.SubjectEmergency, ID: id}}}, nil
}

func (v viewer) emergencyCard(m conference.Emergency) Text {
	text := Lines(Bold(v.say("emergency.title", "building", m.Building)), Plain(line(m.Words)),
		v.say("emergency.from", "name", m.SentBy.Name, "time", v.clockOrMoment(m.SentAt)))
	if m.SentBy.ID != v.person.ID {
		return text
	}
	return Lines(text, v.say("emergency.told", "n", len(m.Told)), v.unreached(m))
}
