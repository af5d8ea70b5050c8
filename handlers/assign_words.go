package handlers

import (
	"slices"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// assignment is what a sentence hands out, as far as it says so.
type assignment struct {
	people []conference.Person // whom the words may mean; one, when they are clear
	crew   conference.Crew
	what   string
	room   int64
	due    time.Time
}

// assigned reads a sentence that hands out work; named are the people whose names stand in it, longest first.
func (v viewer) assigned(text string, r language.Reading, named []conference.Person, rooms []conference.Room) assignment {
	a := assignment{people: longestNames(named)}
	var cut []language.Span
	if r.Time != nil {
		for _, s := range r.Time.Parts {
			cut = append(cut, v.withUntil(text, s))
		}
	}
	for _, p := range a.people {
		cut = append(cut, spanOf(text, p.Name)...)
	}
	if len(a.people) == 0 {
		var said string
		if a.crew, said = v.crewIn(text); said != "" {
			cut = append(cut, spanOf(text, said)...)
		}
		if crew := conference.Crew(r.Crew); slices.Contains(conference.Crews, crew) {
			a.crew = crew
		}
	}
	a.room = roomRead(r, rooms)
	a.due, a.what = v.dueBy(r.Time), v.theJob(without(text, cut))
	if r.Intent == language.IntentAssign && line(r.Title) != "" && (len(a.people) == 0 || len(r.People) > 0) { // else the reading took a name for work
		a.what = line(r.Title)
	}
	return a
}

// jobTold reads the words of a job whose doer is known: the room in them, and by when it is to be done. A time in their
// midst, or gone by, may be anything: 把上午的纪要打印出来.
func (v viewer) jobTold(text string, r language.Reading, rooms []conference.Room) assignment {
	a := assignment{what: text, room: roomRead(r, rooms)}
	if r.Time == nil {
		return a
	}
	due := v.dueBy(r.Time)
	if !due.After(v.now) {
		return a
	}
	var cut []language.Span
	for _, s := range r.Time.Parts {
		limit := v.withUntil(text, s)
		if limit == s && strings.Trim(text[s.End:], seams) != "" {
			return a
		}
		cut = append(cut, limit)
	}
	if what := v.theJob(without(text, cut)); what != "" {
		a.what, a.due = what, due
	}
	return a
}

// roomRead is the room that a reading names for certain, 0 for none.
func roomRead(r language.Reading, rooms []conference.Room) int64 {
	if r.Room == nil || r.Room.Number == "" {
		return 0
	}
	i := slices.IndexFunc(rooms, func(room conference.Room) bool { return room.Number == r.Room.Number && !room.Removed })
	if i < 0 {
		return 0
	}
	return rooms[i].ID
}

// longestNames leaves out names that are only a part of a longer one; people of the same name stay, both of them.
func longestNames(named []conference.Person) []conference.Person {
	var kept []conference.Person
	for _, p := range named {
		if !slices.ContainsFunc(kept, func(o conference.Person) bool { return o.Name != p.Name && strings.Contains(o.Name, p.Name) }) {
			kept = append(kept, p)
		}
	}
	return kept
}

// crewIn is the crew that a text names in any language, with the words for it; "" for none.
func (v viewer) crewIn(text string) (crew conference.Crew, said string) {
	folded := strings.ToLower(text)
	for _, c := range conference.Crews {
		for _, name := range v.crewNames(c) {
			if name = strings.ToLower(name); len(name) > len(said) && strings.Contains(folded, name) {
				crew, said = c, name
			}
		}
	}
	return crew, said
}

// crewNames are what a crew is called: by its whole name and without the word for a crew at its end.
func (v viewer) crewNames(c conference.Crew) []string {
	name := v.crew(c)
	short := name
	for _, word := range strings.Fields(v.label("assign.crew_words")) {
		short = strings.TrimSpace(strings.TrimSuffix(short, word))
	}
	return []string{name, short}
}

// dueBy is by when work is to be done: the end of a time, the hour named, the end of the part of the day, of the day.
func (v viewer) dueBy(tm *language.Time) time.Time {
	switch {
	case tm == nil:
		return time.Time{}
	case tm.Start.IsZero():
		if tm.Duration > 0 && tm.Duration <= 31*24*time.Hour {
			return v.now.Add(tm.Duration)
		}
		return time.Time{}
	case tm.HasClock && !tm.AllDay && tm.End.After(tm.Start):
		return tm.End.UTC()
	case tm.HasClock && !tm.AllDay:
		return tm.Start.UTC()
	}
	minutes := workdayStart + workdayLength
	if span, ok := clockSpans[tm.PartOfDay]; ok && tm.PartOfDay != "" {
		minutes = span[1] + span[2] // a part of the day ends a step after its last start
	}
	return midnight(tm.Start, v.zone).Add(time.Duration(minutes) * time.Minute).UTC()
}

// spanOf is where words stand in a text, in whatever case.
func spanOf(text, words string) []language.Span {
	folded := strings.ToLower(text)
	if len(folded) != len(text) { // folding has moved the letters: only as it is written
		folded = text
	}
	if at := strings.Index(folded, strings.ToLower(words)); at >= 0 {
		return []language.Span{{Start: at, End: at + len(words)}}
	}
	return nil
}

// without is the text with the spans cut out.
func without(text string, cut []language.Span) string {
	slices.SortFunc(cut, func(a, b language.Span) int { return a.Start - b.Start })
	var parts []string
	at := 0
	for _, s := range cut {
		if s.Start > at && s.Start <= len(text) {
			parts = append(parts, text[at:s.Start])
		}
		at = min(len(text), max(at, s.End))
	}
	parts = append(parts, text[at:])
	return strings.Join(parts, " ")
}

// theJob is what is left of a sentence once its person and its time are cut out, without the words that led to those.
func (v viewer) theJob(s string) string {
	leads := strings.Fields(v.label("assign.lead_words"))
	words := strings.Fields(strings.Trim(line(s), seams))
	for len(words) > 1 && slices.Contains(leads, strings.ToLower(strings.Trim(words[0], seams))) {
		words = words[1:]
	}
	return strings.Trim(strings.Join(words, " "), seams)
}

// seams is what stands between the parts of a sentence.
const seams = " ，,。.：:；;、!！"

// withUntil is a time's span with the words that make it a limit, on either side: 下午3点前, "by 3pm".
func (v viewer) withUntil(text string, s language.Span) language.Span {
	for _, w := range strings.Fields(v.label("assign.until_words")) {
		if s.End <= len(text) && strings.HasPrefix(text[s.End:], w) {
			return language.Span{Start: s.Start, End: s.End + len(w)}
		}
		if s.Start <= len(text) && strings.HasSuffix(strings.ToLower(text[:s.Start]), " "+w+" ") {
			return language.Span{Start: s.Start - len(w) - 1, End: s.End}
		}
	}
	return s
}
