// Package language reads what a person typed, in Chinese and English, and says what they meant: when, how long, how
// often, how many people, which room, what for, which services.
//
// A text is normalised (full-width and traditional forms, with offsets kept), lexed into a lattice of words and
// numbers, matched by typed rules, covered by the best set of matches that do not overlap, and resolved against a
// reference time. What is left over is the title.
package language

import "time"

// Room is a room of the organisation. Number is its unique key.
type Room struct {
	Number, Name, Building string
	Floor                  int
	Aliases                []string
}

// Catalogue is what names the organisation knows.
type Catalogue struct {
	Rooms       []Room
	People      []string
	Departments []string
}

// Parser reads sentences against one catalogue. It is safe for concurrent use.
type Parser struct {
	catalogue *catalogue
}

// New returns a parser for a catalogue; an empty catalogue is fine: rooms are then known by their form.
// It is cheap enough to be called again after an import.
func New(c Catalogue) *Parser { return &Parser{catalogue: newCatalogue(c)} }

// vocabulary holds the words of both languages.
var vocabulary = func() *trie {
	t := newTrie()
	addChineseTime(t)
	addChineseMeeting(t)
	addEnglishTime(t)
	addEnglishMeeting(t)
	addHolidays(t)
	addServices(t)
	addProblems(t)
	addIntents(t)
	addPlaces(t)
	return t
}()

// addPlaces enters names of buildings that are common enough to be known without a catalogue.
func addPlaces(t *trie) {
	t.add(cPlace, -1, "主楼|东楼|西楼|南楼|北楼|新楼|老楼|办公楼|综合楼|行政楼|科技楼|会议大厦|会议中心|大厦|前楼|后楼|附楼|裙楼|main building|east wing|west wing|north wing|south wing|east tower|west tower|north tower|south tower|east block|west block|north block|south block|main block|north building|south building|east building|west building|new building|old building|annex")
}

// Parse reads one text. Times are relative to now and in now's location. It never fails: what is not understood is
// left out, what is impossible stands in Invalid.
func (p *Parser) Parse(text string, now time.Time) Reading {
	s := p.lex(text)
	defer s.release()
	return s.read(now)
}

func (p *Parser) lex(text string) *scan {
	s := lex(text, vocabulary, p.catalogue.words)
	s.catalogue = p.catalogue
	return s
}

// read resolves what the rules found.
func (s *scan) read(now time.Time) Reading {
	var r Reading
	items := s.paths.cover(s.items(), len(s.runes))
	s.chosen = items
	s.serve(items)
	split := s.split()
	s.headcountOf(items, &r)
	s.roomOf(items, &r, split)
	s.servicesOf(items, &r)
	s.timeOf(items, &r, split, now)
	r.Problem = s.problem()
	s.cover(items)
	s.strayHeadcount(&r)
	s.complete = r.Time != nil && r.Time.HasClock && r.Room != nil && r.Headcount != nil && r.Headcount.Delta == 0
	r.Title, r.TitleSpan = s.titleOf()
	s.decide(&r, items, split, now)
	return r
}

// timeOf resolves the time, and for a change the time that is left behind.
func (s *scan) timeOf(items []item, r *Reading, split int, now time.Time) {
	var all, old, fresh []*item
	for i := range items {
		it := &items[i]
		all = append(all, it)
		if split >= 0 && it.kind == itemTime && it.start < split && (!it.expression.ending || it.end <= split) {
			if e := it.expression; e.isRange && e.end > split && e.from.hasClock {
				from, to := *e, *e
				from.isRange, to.isRange, to.from = false, false, e.to
				a, b := *it, *it
				a.expression, b.expression = &from, &to
				old, fresh = append(old, &a), append(fresh, &b)
				continue
			}
			old = append(old, it)
			continue
		}
		fresh = append(fresh, it)
	}
	before, after := collect(old), collect(fresh)
	if m := &after.from; m.hasClock && m.part == 0 && m.clock.half == halfUnknown && m.clock.hour < 8 && (!after.isRange || after.to.clock.half == halfUnknown && after.to.part == 0) && s.early() {
		m.part = partNumber(Morning)
	}
	if len(old) > 0 && !after.hasFrom && after.recurrence == nil && after.window == nil {
		before, after = when{}, collect(all)
	}
	if before.hasFrom && before.from.hasDate && after.hasFrom && !after.from.hasDate && after.from.clock.rel == nil {
		after.from.date, after.from.hasDate = before.from.date, true
	}
	r.Time = s.resolved(&after, r, now)
	if before.hasFrom {
		r.Change = &Change{Of: s.resolved(&before, r, now)}
	}
}

// early tells whether the text is about something that is held in the morning.
func (s *scan) early() bool {
	for p, r := range s.runes {
		if r != '早' && r != '晨' && r != 'b' {
			continue
		}
		for _, w := range earlyWords {
			if s.literalAt(p, w) {
				return true
			}
		}
	}
	return false
}

var earlyWords = [...]string{"早会", "早例会", "早班", "早交班", "早餐", "晨会", "晨读", "breakfast"}

// resolved is one time with its spans, its ambiguities and what is impossible about it noted in r.
func (s *scan) resolved(w *when, r *Reading, now time.Time) *Time {
	res := resolver{now: now}
	t := res.resolve(w)
	var all Span
	var parts []Span
	for i := 0; i+1 < len(w.spans); i += 2 {
		sp := s.span(w.spans[i], w.spans[i+1])
		parts = append(parts, sp)
		if all.Empty() {
			all = sp
		}
		all = Span{min(all.Start, sp.Start), max(all.End, sp.End)}
	}
	if res.invalid != "" {
		r.Invalid = append(r.Invalid, Invalid{res.invalid, all.In(s.text), all})
	}
	if t == nil {
		return nil
	}
	t.Span, t.Parts = all, parts
	if a, ok := res.ambiguity(t, w); ok {
		a.Span, a.Text = all, all.In(s.text)
		r.Ambiguities = append(r.Ambiguities, a)
	}
	return t
}

// ParseAnswer reads the answer to a question about one slot, so that a bare "20" is what was asked for. An answer that
// holds something else entirely (a new sentence, a correction) is read as Parse would.
func (p *Parser) ParseAnswer(text string, expect Slot, now time.Time) Reading {
	s := p.lex(text)
	defer s.release()
	r := s.read(now)
	s.answerTo(expect, &r, now)
	return r
}
