package conference

import (
	"cmp"
	"slices"
	"time"
)

// Shift is a time in which somebody is on duty.
type Shift struct {
	// Person is whose it is. In a file it is known by its Phone, or where there is none by its Name.
	Person     Person
	Start, End time.Time
}

// Covers tells whether the shift is on at an instant.
func (s Shift) Covers(t time.Time) bool { return !t.Before(s.Start) && t.Before(s.End) }

// Duty is when somebody is on duty.
type Duty struct {
	// Keeps: they are on duty during their shifts only. Who has no shifts and has never gone off duty always is.
	Keeps bool
	// Shifts are those that are on or ahead, earliest first.
	Shifts []Shift
}

// On is the shift that is on, or of several the one that ends last; false when none is.
func (d Duty) On(now time.Time) (Shift, bool) {
	var on Shift
	for _, s := range d.Shifts {
		if s.Covers(now) && s.End.After(on.End) {
			on = s
		}
	}
	return on, !on.End.IsZero()
}

// Next is the next shift that has not begun; false when none is planned.
func (d Duty) Next(now time.Time) (Shift, bool) {
	for _, s := range d.Shifts {
		if s.Start.After(now) {
			return s, true
		}
	}
	return Shift{}, false
}

// At tells whether somebody is on duty at an instant.
func (d Duty) At(now time.Time) bool {
	_, on := d.On(now)
	return on || !d.Keeps
}

// Begin puts the actor on duty until the local day ends, or until the end of the shift that is planned for later today:
// who comes early takes that one up. It refuses with CodeForbidden, or CodeOnDuty when they are.
func (s Settings) Begin(d Duty, ch Change) (Duty, error) {
	switch {
	case !May(ch.Actor, ActionKeepDuty, ch.Actor.In(ch.Actor.Crew)):
		return d, Refuse(CodeForbidden)
	case d.At(ch.Now):
		return d, Refuse(CodeOnDuty)
	}
	shift := Shift{Person: ch.Actor, Start: ch.Now, End: s.onDay(ch.Now, 24*time.Hour)}
	d.Shifts = slices.Clone(d.Shifts)
	for i, planned := range d.Shifts {
		if planned.Start.After(ch.Now) && planned.Start.Before(shift.End) {
			shift.End = planned.End
			d.Shifts = slices.Delete(d.Shifts, i, i+1)
			break
		}
	}
	d.Shifts = append(d.Shifts, shift)
	slices.SortFunc(d.Shifts, func(a, b Shift) int { return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End)) })
	return d, nil
}

// Leave takes the actor off duty: what runs ends now, what is planned stays. From then on they keep shifts. It refuses
// with CodeForbidden, or CodeOffDuty when they are not on duty.
func (s Settings) Leave(d Duty, ch Change) (Duty, error) {
	switch {
	case !May(ch.Actor, ActionKeepDuty, ch.Actor.In(ch.Actor.Crew)):
		return d, Refuse(CodeForbidden)
	case !d.At(ch.Now):
		return d, Refuse(CodeOffDuty)
	}
	d.Keeps = true
	d.Shifts = slices.DeleteFunc(slices.Clone(d.Shifts), func(shift Shift) bool { return shift.Covers(ch.Now) })
	return d, nil
}

// OnDuty is somebody of a crew who is on duty.
type OnDuty struct {
	Person Person
	Until  time.Time // zero for who keeps no shifts
}

// CrewDuty is how many of a crew are on duty.
type CrewDuty struct {
	Crew    Crew
	On, All int
}

// In is how somebody stands to a crew: its member or not.
func (p Person) In(c Crew) Relation {
	if c == "" || p.Crew != c {
		return 0
	}
	return CrewMember
}
