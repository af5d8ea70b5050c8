package language

import (
	"slices"
	"time"
)

// moment is a day, a part of it, a clock, or several of these together, as said in one stretch.
type moment struct {
	date     date
	clock    clock
	part     int
	hasDate  bool
	hasClock bool
	dateLast bool // the day was said after the clock
	partLast bool
	anchored bool // a word such as "at" or the part of day says that a bare number is a clock
	start    int
	end      int
}

// weight is what is needed to compare moments over the same words.
func (m *moment) weak() bool {
	return m.hasClock && m.clock.weak == weakBare && !m.anchored && m.part == 0
}

// maxMoments bounds the readings that are kept for one place.
const maxMoments = 64

// moments returns the moments that start at p, bare numbers included.
func (s *scan) moments(p int) []moment {
	if p >= len(s.runes) {
		return nil
	}
	if !s.momentDone[p] {
		s.momentDone[p] = true
		if s.mayStartDate(p) {
			if cap(s.momentRoom)-len(s.momentRoom) < maxMoments {
				s.momentRoom = make([]moment, 0, 4*maxMoments)
			}
			used := len(s.momentRoom)
			out := s.momentRoom[used:]
			s.extend(moment{start: p, end: p, anchored: s.anchorBefore(p)}, p, &out)
			s.momentMemo[p] = out[:len(out):len(out)]
			s.momentRoom = s.momentRoom[:min(used+len(out), cap(s.momentRoom))]
		}
	}
	return s.momentMemo[p]
}

// anchors are the words that announce a clock.
var anchors = func() [][]rune {
	var out [][]rune
	for _, w := range []string{"at", "around", "about", "by", "until", "till", "from", "say", "开始", "after", "before", "it to", "move to", "change to", "meeting to", "make it"} {
		out = append(out, []rune(w))
	}
	return out
}()

// anchorBefore tells whether the word before p announces a clock: "at 3", "around 5".
func (s *scan) anchorBefore(p int) bool {
	q := p
	for q > 0 && s.runes[q-1] == ' ' {
		q--
	}
	if s.peek(q-1) == '@' {
		return true
	}
	for _, w := range anchors {
		start := q - len(w)
		if start < 0 || start > 0 && isLetter(s.peek(start-1)) && isLetter(w[0]) {
			continue
		}
		if slices.Equal(s.runes[start:q], w) {
			return true
		}
	}
	return false
}

// extend adds one more component to m at p, in every way, and records each moment that results.
func (s *scan) extend(m moment, p int, out *[]moment) {
	if p >= len(s.runes) || len(*out) >= maxMoments {
		return
	}
	if loose := m.hasClock && m.clock.weak == weakCompact && !m.anchored; !loose && (!m.hasDate || m.canMerge()) {
		for _, f := range s.datesAt(p) {
			if (m.hasClock || m.part > 0) && !m.hasDate && (vague(&f.date) && s.goesOnAsName(f.end) || s.routineAt(f.end)) {
				continue // 10点 双十二话术培训, 下午 年中盘点, 8点半 周一早例会
			}
			if n, ok := m.withDate(f.date, f.end); ok {
				s.record(n, out)
			}
		}
	}
	if m.part == 0 {
		for _, t := range s.words(p) {
			bound := m.hasClock && m.clock.half != halfUnknown && isLetter(s.runes[p]) && s.nameFollows(t.end) // 4pm evening class
			if t.class == cPart && !bound && !s.notAPart(p, t) {
				n := m
				n.part, n.end, n.partLast = t.val, t.end, m.hasClock
				s.record(n, out)
			}
		}
	}
	if !m.hasClock {
		for _, c := range s.clocks(p) {
			if s.clockFits(&m, c, p) {
				n := m
				n.clock, n.hasClock, n.end = c.clock, true, c.end
				s.record(n, out)
			}
		}
	}
}

// routineAt tells whether a day at whose end p lies names a meeting that is held on it: 周一|例会.
func (s *scan) routineAt(p int) bool {
	for _, w := range [...]string{"例会", "早例会", "晨会", "早会", "周会", "碰头会", "站会"} {
		if s.literalAt(p, w) {
			return true
		}
	}
	return false
}

// notAPart refuses 早 and 晚 inside other words: 早点, 晚会, 晚一点, 早餐.
func (s *scan) notAPart(p int, t token) bool {
	if isLetter(s.runes[p]) {
		return s.inEnglishTitle(p, t)
	}
	if s.peek(t.end) == '好' {
		return true // 早上好
	}
	if t.end-p > 1 {
		return nameParts[string(s.runes[p:t.end])] && s.peek(p-1) == ' ' && isHan(s.peek(t.end)) && s.nums[t.end].end == 0
	}
	if next := s.peek(t.end); isHan(next) && s.nums[t.end].end == 0 && next != '上' && next != '的' && (p == 0 || s.breaksAfter(p-1)) {
		return true // 早教课程, 夜市规划
	}
	switch next := s.peek(t.end); next {
	case '间', '点', '会', '餐', '饭', '班', '到', '了', '些', '退', '报', '期', '茶', '操', '读', '交', '训', '检', '查', '课', '宴', '练':
		return true
	case '一':
		return s.peek(t.end+1) == '点' || s.peek(t.end+1) == '些'
	case '半':
		return true
	}
	switch s.peek(p - 1) {
	case '每', '当', '提', '推', '太', '更', '最', '夜':
		return s.peek(p-1) != '每'
	}
	return false
}

// nameParts are the parts of the day that names of meetings start with: 晨间交班.
var nameParts = map[string]bool{"晨间": true, "午间": true, "晚间": true, "夜间": true}

// inEnglishTitle tells a part of the day inside a title from one that says when: "options evening planning",
// "good morning".
func (s *scan) inEnglishTitle(p int, t token) bool {
	if s.literalAt(p-5, "good ") {
		return true
	}
	next := s.skip(t.end)
	if next == t.end || !isLetter(s.peek(next)) || s.standsAlone(t.end) {
		return false
	}
	from := p - 1
	for from > 0 && isLetter(s.runes[from-1]) {
		from--
	}
	if s.literalAt(p, "lunch") {
		return !s.commonWord(next, s.wordEnd(next))
	}
	return s.peek(p-1) == ' ' && from < p-1 && !s.commonWord(from, p-1)
}

// clockFits lets a bare number be a clock only where something speaks for it.
func (s *scan) clockFits(m *moment, c foundClock, p int) bool {
	if c.weak == weakBare && p > m.start && s.anchorBefore(p) {
		return !s.countsSomething(c.end)
	}
	if c.weak == weakBare {
		return !s.countsSomething(c.end)
	}
	if c.weak == weakCompact {
		_, room := s.word(p, cRoom)
		short := c.hour < 10 && s.peek(p) != '0'
		return m.anchored || s.anchorBefore(p) || !short && !room
	}
	return true
}

// canMerge tells whether a second word about the day may follow: "monday, february 18", 明天周三.
func (m *moment) canMerge() bool {
	return m.date.also == 0 && !m.date.named && (m.date.form == dateWeekday || m.date.form == dateCalendar || m.date.form == dateOffset || m.date.form == dateMonth && m.date.hasMonthOff || m.date.form == dateWeek)
}

// withDate is m with one more word about the day.
func (m *moment) withDate(d date, end int) (moment, bool) {
	n := *m
	n.end = end
	if !m.hasDate {
		if m.hasClock && d.form == dateMonth && d.year > 0 && d.month == 1 {
			return n, false // 4点 2027年预算会: a year alone says no day
		}
		n.date, n.hasDate, n.dateLast = d, true, m.hasClock
		if d.part > 0 && n.part == 0 {
			n.part = d.part
		}
		return n, true
	}
	a, b := m.date, d
	if b.part > 0 || a.form == b.form && a.form != dateWeekday {
		return n, false
	}
	switch {
	case a.form == dateWeekday && b.form == dateCalendar && !b.lunar:
		if t, ok := exactDay(b.year, b.month, b.day, time.UTC); ok && b.year > 0 && isoWeekday(t) != a.weekday && !b.swap {
			return n, false
		}
		b.also, b.named = a.weekday, true
		n.date = b
	case b.form == dateWeekday && b.week == anyWeek && a.form == dateCalendar && !a.lunar:
		a.also, a.named = b.weekday, true
		n.date = a
	case a.form == dateOffset && b.form == dateCalendar && !b.loose:
		b.named = true
		n.date = b
	case a.form == dateOffset && b.form == dateWeekday && b.week == anyWeek:
		n.date.named = true
	case a.form == dateMonth && a.hasMonthOff && b.form == dateCalendar && b.month == 0:
		b.hasMonthOff, b.monthOff = true, a.monthOff
		n.date = b
	case a.form == dateWeek && b.form == dateWeekday && b.week == anyWeek:
		b.week = a.week
		n.date = b
	default:
		return n, false
	}
	return n, true
}

// record keeps m and goes on behind it.
func (s *scan) record(m moment, out *[]moment) {
	full := m
	full.end = s.surround(m.end)
	*out = append(*out, full)
	if q, ok := s.glue(m.end, &m); ok {
		s.extend(m, q, out)
	}
}

// surround is p moved over "or so", 左右.
func (s *scan) surround(p int) int {
	if t, ok := s.word(s.skip(p), cSurround); ok && s.peek(s.skip(p)) != '多' {
		return t.end
	}
	return p
}

// glue is p moved over what may stand between the components of a moment.
func (s *scan) glue(p int, m *moment) (int, bool) {
	q := s.skip(p)
	for i := 0; i < 4; i++ {
		if r, ok := s.glueMark(q, m); ok {
			q = s.skip(r)
			continue
		}
		t, ok := s.word(q, cAbout)
		if !ok {
			t, ok = s.word(q, cOf)
		}
		if !ok {
			break
		}
		if s.anchorWord(q, t.end) {
			m.anchored = true
		}
		q = s.skip(t.end)
	}
	return q, q < len(s.runes)
}

func (s *scan) anchorWord(from, to int) bool {
	for _, w := range []string{"at", "@", "around", "about", "at about", "by", "approximately", "approx", "at around"} {
		if r, ok := s.literal(from, w); ok && r == to {
			return true
		}
	}
	return false
}

func (s *scan) glueMark(p int, m *moment) (int, bool) {
	switch s.peek(p) {
	case ',', '(', ')', '、', '（', '）', '/', '；':
		if s.peek(p) == '/' || s.peek(p) == '、' {
			return p, false
		}
		return p + 1, true
	case '-':
		return p + 1, m.hasDate && !m.hasClock && m.date.form == dateCalendar && (m.date.year > 0 || m.date.also > 0) || m.hasDate && !m.hasClock && s.peek(p-1) == ' ' && s.peek(p+1) == ' ' && m.date.form != dateWeekday
	case '.':
		return p + 1, m.hasDate && s.peek(p+1) == ' '
	}
	return p, false
}
