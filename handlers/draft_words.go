package handlers

import (
	"slices"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// take puts what was understood of a sentence into the draft. The refusal is about what is impossible in it;
// the rest is taken all the same.
func (d *draft) take(text string, r language.Reading, rooms []conference.Room, s conference.Settings) error {
	d.Question = nil
	err := d.takeInvalid(r, s)
	if r.Time != nil {
		d.takeTime(text, *r.Time, s.Zone)
	}
	if r.Change != nil {
		d.takeChange(*r.Change, rooms, s.Zone)
	}
	if headErr := d.takeHeads(r.Headcount, s); err == nil {
		err = headErr
	}
	if r.Title != "" {
		d.Title = line(r.Title)
	}
	d.takeServices(r.Services, s.TeaKinds)
	if roomErr := d.takeRoom(r.Room, rooms); err == nil {
		err = roomErr
	}
	d.ask(r.Ambiguities, rooms)
	d.Version++
	return err
}

// takeInvalid refuses what cannot be: 2月30日, 25点, an end before the start.
func (d *draft) takeInvalid(r language.Reading, s conference.Settings) error {
	if len(r.Invalid) == 0 {
		return nil
	}
	switch i := r.Invalid[0]; i.Kind {
	case language.InvalidRange:
		return conference.Refuse(conference.CodeEndBeforeStart)
	case language.InvalidHeadcount:
		return conference.Refuse(conference.CodeHeadcountInvalid, "max", s.MaxHeadcount)
	default:
		return remark{"draft.impossible_" + string(i.Kind), []any{"text", line(i.Text)}}
	}
}

// takeTime takes day, clock and length as far as they were said.
func (d *draft) takeTime(text string, tm language.Time, zone *time.Location) {
	d.Said = said(text, tm)
	d.Repeats = tm.RRule != ""
	switch length := tm.End.Sub(tm.Start); {
	case tm.AllDay && length <= 24*time.Hour:
		minutes := workdayStart
		d.Day, d.Clock, d.Length = tm.Start.In(zone).Format(dayForm), &minutes, workdayLength
		return
	case tm.HasClock && !tm.End.IsZero() && length > 0:
		d.Length = int(length / time.Minute)
	case tm.Duration > 0:
		d.Length = int(tm.Duration / time.Minute)
	}
	if tm.Start.IsZero() {
		return
	}
	if tm.HasDay || d.Day == "" && tm.HasClock {
		d.Day = tm.Start.In(zone).Format(dayForm)
	}
	switch {
	case tm.HasClock && !tm.Deadline:
		d.setClock(tm.Start, zone)
	case tm.PartOfDay != "":
		d.Clock, d.Part = nil, tm.PartOfDay
	}
}

// dropPast refuses a time that has gone by with CodePast, and leaves it open again. A booking that is being
// changed may keep its start.
func (d *draft) dropPast(now time.Time, zone *time.Location) error {
	day, hasDay := d.day(zone)
	start, timed := d.start(zone)
	switch {
	case timed && d.Was != nil && start.Equal(d.Was.Start):
		return nil
	case hasDay && day.Before(midnight(now, zone)):
		d.Day = ""
	case timed && !start.After(now):
		d.Clock = nil
	default:
		return nil
	}
	d.Said = ""
	return conference.Refuse(conference.CodePast)
}

// said is the words about time, as typed.
func said(text string, tm language.Time) string {
	var words []string
	for _, span := range tm.Parts {
		if w := line(span.In(text)); w != "" {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return line(tm.Span.In(text))
	}
	return strings.Join(words, "…")
}

// takeChange takes "an hour later", "half an hour longer", "a bigger one".
func (d *draft) takeChange(c language.Change, rooms []conference.Room, zone *time.Location) {
	d.Length = max(d.Length+int(c.Extend/time.Minute), 0)
	if start, ok := d.start(zone); ok && c.Shift != 0 {
		d.setStart(start.Add(c.Shift), zone)
		d.Said = ""
	}
	now := roomByID(rooms, d.Room)
	if !c.Bigger && !c.Smaller && (!c.Other || c.Slot != language.SlotRoom) {
		return
	}
	d.Room, d.Not, d.MinSeats, d.MaxSeats = 0, now.ID, 0, 0
	if c.Bigger {
		d.MinSeats = now.Seats + 1
	}
	if c.Smaller && now.ID != 0 {
		d.MaxSeats = now.Seats - 1
	}
}

func (d *draft) takeHeads(h *language.Headcount, s conference.Settings) error {
	if h == nil {
		return nil
	}
	n := h.N
	if h.Delta != 0 {
		n = d.Heads + h.Delta
	}
	if n < 1 || n > s.MaxHeadcount {
		return conference.Refuse(conference.CodeHeadcountInvalid, "max", s.MaxHeadcount)
	}
	d.Heads = n
	return nil
}

// takeServices takes what a room must have, and keeps in mind what is to be served.
func (d *draft) takeServices(services []language.Service, teas []string) {
	for _, s := range services {
		if tea := drinkOf(s); tea == anyTea || slices.Contains(teas, tea) {
			d.Tea, d.Cups = tea, s.Quantity
		}
		if slices.Contains(roomEquipment, s.Kind) && !slices.Contains(d.Equipment, s.Kind) {
			d.Equipment = append(d.Equipment, s.Kind)
		}
	}
}

// roomEquipment are the services that stand in a room.
var roomEquipment = []string{"projector", "whiteboard", "video", "microphone", "screen", "sound", "phone", "podium", "camera", "led", "tv"}

// takeRoom takes the room named, or asks which of those that could be meant; CodeRoomUnknown when there is none like it.
func (d *draft) takeRoom(m *language.RoomMatch, rooms []conference.Room) error {
	if m == nil {
		return nil
	}
	if m.Building != "" {
		d.Building = m.Building
	}
	if m.Floor != 0 {
		d.Floor = m.Floor
	}
	if room := roomByNumber(rooms, m.Number); room.ID != 0 {
		d.Building, d.Floor = "", 0
		d.Room, d.MinSeats, d.MaxSeats, d.Not = room.ID, 0, 0, 0
		return nil
	}
	d.Room = 0
	if (m.Building != "" || m.Floor != 0) && len(m.Candidates) != 1 {
		return nil // a building or a floor: the rooms there come first
	}
	var picks []questionPick
	for _, number := range m.Candidates {
		if room := roomByNumber(rooms, number); room.ID != 0 && len(picks) < 3 {
			picks = append(picks, questionPick{Room: room.ID})
		}
	}
	if len(picks) > 0 {
		d.Question = &question{Kind: "room", Text: line(m.Text), Options: picks}
		return nil
	}
	if m.Text != "" {
		return conference.Refuse(conference.CodeRoomUnknown, "text", line(m.Text))
	}
	return nil
}

// ask keeps the first thing that the words left open.
func (d *draft) ask(ambiguities []language.Ambiguity, rooms []conference.Room) {
	if d.Question != nil || len(ambiguities) == 0 {
		return
	}
	a := ambiguities[0]
	q := &question{Kind: a.Kind, Text: line(a.Text)}
	for _, o := range a.Options[:min(3, len(a.Options))] {
		p := questionPick{Label: line(o.Value), Heads: o.Number, Room: roomByNumber(rooms, o.Room).ID}
		if o.Time != nil && !o.Time.Start.IsZero() {
			start := o.Time.Start.UTC()
			p.Start = &start
			if end := o.Time.End.UTC(); !o.Time.End.IsZero() {
				p.End = &end
			}
		}
		q.Options = append(q.Options, p)
	}
	if len(q.Options) > 1 {
		d.Question = q
	}
}

// answer takes one way to read the open question.
func (d *draft) answer(p questionPick, zone *time.Location) {
	d.Question = nil
	if p.Start != nil {
		d.setStart(*p.Start, zone)
	}
	if p.Start != nil && p.End != nil {
		d.Length = int(p.End.Sub(*p.Start) / time.Minute)
	}
	if p.Room != 0 {
		d.Room = p.Room
	}
	if p.Heads != 0 {
		d.Heads = p.Heads
	}
	d.Version++
}

func roomByID(rooms []conference.Room, id int64) conference.Room {
	for _, r := range rooms {
		if r.ID == id && id != 0 {
			return r
		}
	}
	return conference.Room{}
}

func roomByNumber(rooms []conference.Room, number string) conference.Room {
	for _, r := range rooms {
		if r.Number == number && number != "" && !r.Removed {
			return r
		}
	}
	return conference.Room{}
}
