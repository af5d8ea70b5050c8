package language

// itemKind says which rule an item comes from.
type itemKind uint8

const (
	itemTime itemKind = iota
	itemLength
	itemRecurrence
	itemCount
	itemHeadcount
	itemRoom
	itemService
	itemPerson
	itemDepartment
	itemProblem
)

// item is a match of a typed rule that may become part of the reading.
type item struct {
	kind       itemKind
	start, end int
	score      int
	expression *expression
	length     *length
	recurrence *recurrence
	headcount  *headcountMatch
	room       *roomForm
	service    *serviceMatch
	index      int
	unused     bool // about time, but the text had said that already: it may belong to the title
}

// perRune is what one rune that an item explains is worth.
const perRune = 10

// itemCost is what every item costs, so that one rule that explains all beats two that share it.
const itemCost = 6

// paths is the memory of cover.
type paths struct {
	from, next, best, chosen []int
	out                      []item
}

// cover chooses the items that do not overlap and explain the most. They are valid until the next call.
func (m *paths) cover(items []item, length int) []item {
	m.from, m.best, m.chosen = resized(m.from, length+1), resized(m.best, length+1), resized(m.chosen, length+1)
	m.next = resized(m.next, len(items))
	from, next, best, chosen := m.from, m.next, m.best, m.chosen // from: the first item in the chain that starts at a rune
	for i := range from {
		from[i] = -1
	}
	for i := range items {
		p := items[i].start
		next[i] = from[p]
		from[p] = i
	}
	for p := length - 1; p >= 0; p-- {
		best[p], chosen[p] = best[p+1], -1
		for i := from[p]; i >= 0; i = next[i] {
			if v := items[i].score + best[items[i].end]; v > best[p] {
				best[p], chosen[p] = v, i
			}
		}
	}
	out := m.out[:0]
	for p := 0; p < length; {
		if i := chosen[p]; i >= 0 {
			out = append(out, items[i])
			p = items[i].end
		} else {
			p++
		}
	}
	m.out = out
	return out
}

// items runs every rule at every rune.
func (s *scan) items() []item {
	out := s.found[:0]
	add := func(i item) {
		i.score -= itemCost
		if i.end > i.start && i.score > 0 {
			out = append(out, i)
		}
	}
	for p := range s.runes {
		if s.runes[p] == ' ' || s.runes[p] == '\n' || isLetter(s.runes[p]) && p > 0 && isLetter(s.runes[p-1]) {
			continue
		}
		s.timeItems(p, add)
		s.meetingItems(p, add)
	}
	s.found = out
	return out
}

// timeItems adds what may be said about when, how long and how often at p.
func (s *scan) timeItems(p int, add func(item)) {
	if !s.mayStartDate(p) {
		return
	}
	s.bestExpressions(p, add)
	if l, end, ok := s.length(p); ok && !s.partOfWord(p, end) {
		score := perRune*(end-p) - 2
		if n := s.decimal(p); n.frac {
			score += 8
		}
		if l.has(unitDay) && l.days < 32 && s.peek(end-1) == '日' {
			score -= 4
		}
		add(item{kind: itemLength, start: p, end: end, score: score, length: l.kept()})
	}
	for _, r := range s.recurrences(p) {
		add(item{kind: itemRecurrence, start: p, end: r.end, score: perRune*(r.end-p) + r.bonus(), recurrence: &r})
	}
	s.countItems(p, add)
}

// bestExpressions adds, of the expressions over the same words, the best.
func (s *scan) bestExpressions(p int, add func(item)) {
	all := s.expressionsAt(p)
	for i := range all {
		e := &all[i]
		best := true
		for j := range all {
			if all[j].end == e.end && j != i {
				if a, b := all[j].worth, e.worth; a > b || a == b && j < i {
					best = false
					break
				}
			}
		}
		if best {
			if len(s.kept) == cap(s.kept) {
				s.kept = make([]expression, 0, keptTogether)
			}
			s.kept = append(s.kept, *e)
			add(item{kind: itemTime, start: p, end: e.end, score: perRune*(e.end-p) + e.worth, expression: &s.kept[len(s.kept)-1]})
		}
	}
}

// keptTogether is how many expressions are given memory at once.
const keptTogether = 64

// partOfWord refuses a length that the next letters make another word of: 三天后 is handled elsewhere, 半天线 is none.
func (s *scan) partOfWord(p, end int) bool {
	r := s.peek(end)
	return r == '版' || r == '级' && s.peek(end-1) == '年' || r == '制' || r == '线'
}

// bonus sets expressions of the same words against each other: what is anchored and complete wins.
func (e *expression) bonus() int {
	switch {
	case e.window != nil, e.rest:
		return 6
	case e.allDay:
		return 8
	case e.until:
		return 5
	case e.isRange:
		b := 6 + e.from.bonus() + e.to.bonus()
		if e.fromWord {
			b += 4
		}
		if e.dottedHours() {
			b += 40
		}
		return b
	}
	return e.from.bonus()
}

// dottedHours tells 周五9.30到11.30 from a range of dates: the day is said, and the minutes are round.
func (e *expression) dottedHours() bool {
	a, b := &e.from, &e.to
	return a.hasDate && (a.date.form == dateWeekday || a.date.form == dateOffset) && !b.hasDate && a.clock.weak == weakDotted && b.clock.weak == weakDotted &&
		a.clock.min%5 == 0 && b.clock.min%5 == 0
}

func (r *recurrence) bonus() int {
	if len(r.weekdays) > 0 || r.monthDay != 0 || r.workdays || r.month > 0 {
		return 20
	}
	return 9
}

func (m *moment) bonus() int {
	b := 0
	if m.hasDate {
		switch {
		case m.date.loose:
			b -= 12
		case m.date.form == dateMonth, m.date.form == dateWeek:
			b -= 3
		case m.date.form == dateHoliday, m.date.form == dateShifted:
			b += 2
		default:
			b++
		}
		if m.date.also > 0 {
			b += 2
		}
	}
	if m.hasClock {
		switch {
		case m.clock.weak == weakNone || m.anchored:
			b += 3
		case m.clock.weak == weakDotted:
			b -= 14
		case m.clock.weak == weakCompact:
			b -= 12
			if m.clock.min%5 != 0 && m.clock.min != 59 && !m.anchored {
				b -= 35 // 2202 is rather a room
			}
		default:
			b -= 8
		}
	}
	return b
}

// countItems reads "10 times", 共8次 after a recurrence.
func (s *scan) countItems(p int, add func(item)) {
	switch r := s.runes[p]; {
	case s.nums[p].end > 0, r == '一', r == '总', r == '共', r == '连', r == 'f':
	default:
		return
	}
	q := p
	for _, lead := range []string{"一共", "总共", "共", "连续", "连着", "for a total of ", "for "} {
		if r, ok := s.literal(p, lead); ok {
			q = r
			break
		}
	}
	n, ok := s.num(q)
	if !ok || n.val < 1 || n.val > 1000 || n.ord {
		return
	}
	t, ok := s.word(s.skip(n.end), cTimes)
	if !ok || t.end-s.skip(n.end) == 1 && isLetter(s.peek(t.end-1)) {
		return
	}
	add(item{kind: itemCount, start: p, end: t.end, score: perRune * (t.end - p), index: n.int()})
}
