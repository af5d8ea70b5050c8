package language

import "strings"

// length reads a length at p: one or more components such as "1 hour 30 minutes", 一个半小时, 两天又三小时.
func (s *scan) length(p int) (length, int, bool) {
	if p >= len(s.runes) {
		return length{}, p, false
	}
	f := &s.lengths[p]
	if !f.done {
		f.done = true
		if s.mayStartLength(p) {
			f.length, f.end, f.ok = s.readLength(p)
		}
	}
	if !f.ok {
		return length{}, p, false
	}
	return f.length, f.end, true
}

// foundLength is the length at a place, once looked for.
type foundLength struct {
	length
	end      int
	done, ok bool
}

// kept is a copy of the length that outlives the rule that read it.
func (l length) kept() *length { return &l }

// mayStartLength is a cheap refusal.
func (s *scan) mayStartLength(p int) bool {
	switch s.runes[p] {
	case '个', '半', '几', '数', '分':
		return true
	}
	if s.nums[p].end > 0 {
		return true
	}
	for _, t := range s.words(p) {
		switch t.class {
		case cHalf, cQuarter, cFew, cArticle, cUnit:
			return true
		}
	}
	return false
}

func (s *scan) readLength(p int) (length, int, bool) {
	var l length
	end := p
	for q := p; ; {
		r, ok := s.lengthPart(&l, q, end > p)
		if !ok {
			break
		}
		end = r
		q = s.lengthJoin(r)
	}
	if end == p {
		return l, p, false
	}
	if l.has(unitHour) && !l.has(unitMinute) && l.secs == float64(int(l.secs/3600))*3600 {
		end = s.bareMinutes(&l, end)
	}
	if r, ok := s.afterHalf(&l, end); ok {
		end = r
	}
	return l, end, true
}

// lengthJoin is p moved over what may stand between two components.
func (s *scan) lengthJoin(p int) int {
	q := s.skip(p)
	for _, j := range []string{"又", "零", "余", "多", "加", "and ", ", ", "& ", "-"} {
		if r, ok := s.literal(q, j); ok {
			return s.skip(r)
		}
	}
	return q
}

// afterHalf reads "and a half" after a unit: "an hour and a half", "two hours and half".
func (s *scan) afterHalf(l *length, p int) (int, bool) {
	q := s.skip(p)
	for _, j := range []string{"and a half", "and half", "and an half"} {
		if r, ok := s.literal(q, j); ok && wordEnds(s.runes, r) {
			if t, ok := s.word(s.skip(r), cUnit); ok && isLetter(s.peek(t.end-1)) {
				return p, false
			}
			for u := unitSecond; u <= unitFortnight; u++ {
				if l.has(u) {
					l.add(0.5, u)
					return r, true
				}
			}
		}
	}
	return p, false
}

// bareMinutes reads the minutes in "1h30", "1 hour and thirty", "两小时十".
func (s *scan) bareMinutes(l *length, p int) int {
	q := s.skip(p)
	and := false
	if r, ok := s.literal(q, "and "); ok {
		q, and = s.skip(r), true
	}
	n, ok := s.num(q)
	if !ok || n.ord || n.range2 || n.val < 1 || n.val > 59 || n.han && q == p {
		return p
	}
	if !and && (q > p || isHan(s.peek(p-1))) {
		return p
	}
	if r := s.peek(n.end); r == ':' || r == '.' && isDigit(s.peek(n.end+1)) || r == '%' {
		return p
	}
	if t, ok := s.word(n.end, cUnitShort); ok && t.val != unitMinute {
		return p
	}
	if t, ok := s.word(s.skip(n.end), cPerson); ok && t.end > 0 {
		return p
	}
	l.add(n.val, unitMinute)
	if t, ok := s.word(n.end, cUnitShort); ok {
		return t.end
	}
	return n.end
}

// lengthPart reads one component into l; later components need a unit of their own.
func (s *scan) lengthPart(l *length, p int, later bool) (int, bool) {
	if p >= len(s.runes) {
		return p, false
	}
	if v, q, ok := s.fraction(p); ok {
		if r, ok := s.takeUnit(l, v, q, later); ok {
			return r, true
		}
	}
	if r := s.runes[p]; r == '个' || r == '半' || r == '几' || r == '数' || r == '分' {
		return s.hanPart(l, p)
	}
	if n := s.decimal(p); n.end > 0 && !n.ord {
		return s.numberPart(l, n, later)
	}
	if t, ok := s.word(p, cFew); ok {
		q := s.optional(s.skip(t.end), cMore)
		if r, ok := s.takeUnit(l, float64(t.val), s.skip(q), later); ok {
			l.approx = l.approx || t.val > 2
			return r, true
		}
	}
	if t, ok := s.word(p, cArticle); ok && t.end > p {
		q := s.optional(t.end, cMore)
		if u, ok := s.word(s.lettersAfter(q), cUnit); ok && isLetter(s.peek(u.end-1)) && s.peek(p) != 't' {
			return s.takeUnit(l, 1, s.lettersAfter(q), later)
		}
	}
	if t, ok := s.word(p, cUnit); ok && t.val == unitFortnight {
		l.add(1, unitFortnight)
		return t.end, true
	}
	return p, false
}

// lettersAfter skips spaces and hyphens.
func (s *scan) lettersAfter(p int) int {
	for s.peek(p) == ' ' || s.peek(p) == '-' {
		p++
	}
	return p
}

// fraction reads half, a quarter and 1/2 before a unit, and "one and two quarters of".
func (s *scan) fraction(p int) (float64, int, bool) {
	if t, ok := s.word(p, cHalf); ok && isLetter(s.peek(t.end-1)) || ok && s.peek(p) == '1' {
		return 0.5, s.skip(t.end), true
	}
	if t, ok := s.word(p, cQuarter); ok && s.peek(t.end-1) != '刻' {
		return float64(t.val) / 4, s.skip(t.end), true
	}
	n, ok := s.num(p)
	if !ok || n.ord {
		return 0, p, false
	}
	q, ok := s.literal(s.skip(n.end), "and ")
	if !ok {
		return 0, p, false
	}
	q = s.skip(q)
	if t, ok := s.word(q, cHalf); ok {
		return n.val + 0.5, s.skip(t.end), true
	}
	if t, ok := s.word(q, cQuarter); ok {
		return n.val + float64(t.val)/4, s.skip(t.end), true
	}
	if m, ok := s.num(q); ok {
		if u, ok := s.wordVal(s.skip(m.end), cUnit, unitQuarter); ok {
			return n.val + m.val/4, s.skip(s.optional(u, cOf)), true
		}
		if t, ok := s.word(s.skip(m.end), cQuarter); ok {
			return n.val + m.val/4, s.skip(t.end), true
		}
	}
	return 0, p, false
}

// hanPart reads 半小时, 半个月, 个半钟, 个把小时, 几天, 分半.
func (s *scan) hanPart(l *length, p int) (int, bool) {
	if q, ok := s.literal(p, "个把"); ok {
		l.approx = true
		return s.takeUnit(l, 1, q, false)
	}
	if q, ok := s.literal(p, "个半"); ok {
		return s.takeUnit(l, 1.5, q, false)
	}
	if q, ok := s.literal(p, "分半"); ok && !isHan(s.peek(p-1)) {
		l.add(1.5, unitMinute)
		if r, ok := s.literal(q, "钟"); ok {
			return r, true
		}
		return q, true
	}
	if r := s.runes[p]; r == '几' || r == '数' {
		q := p + 1
		if r, ok := s.literal(q, "个"); ok {
			q = r
		}
		l.approx = true
		return s.takeUnit(l, 3, q, false)
	}
	if s.runes[p] != '半' {
		return p, false
	}
	q := s.skip(p + 1)
	if r, ok := s.literal(q, "个"); ok {
		q = r
	}
	if r, ok := s.takeUnit(l, 0.5, q, false); ok {
		l.halfDay = l.has(unitDay)
		return r, true
	}
	return p, false
}

// capitalBefore tells whether the unit at p is a capital with a Chinese word behind it: 3D打印 lasts no three days.
func (s *scan) capitalBefore(p, end int) bool {
	return isLetter(s.peek(p)) && s.typed(p) != s.runes[p] && isHan(s.peek(end))
}

// numberPart reads a number and its unit, with 半, 多 and "more" in between.
func (s *scan) numberPart(l *length, n number, later bool) (int, bool) {
	val := n.val
	q := s.lettersAfter(n.end)
	if t, ok := s.word(q, cUnitShort); ok && q == n.end && n.digits > 0 && !s.capitalBefore(q, t.end) {
		if t.val == unitMinute && s.peek(t.end-1) == 'm' && n.val > 600 || t.val == unitSecond && isHan(s.peek(t.end)) {
			return q, false
		}
		l.add(val, t.val)
		return t.end, true
	}
	if n.range2 {
		l.approx = true
	}
	if r, ok := s.oneOf(q, "多来几余"); ok {
		q, l.approx = r, true
	}
	if r, ok := s.literal(q, "个字"); ok && !n.frac {
		l.add(5*val, unitMinute)
		return r, true
	}
	counted := false
	if r, ok := s.literal(q, "个"); ok {
		if u, ok := s.takeUnit(l, val, q, later); ok {
			return s.hanHalf(l, q, u), true
		}
		q, counted = s.skip(r), true
	}
	if r, ok := s.oneOf(q, "多把来"); ok {
		q, l.approx = r, true
	}
	if s.peek(q) == '半' && s.peek(q-1) != ' ' {
		val, q = val+0.5, q+1
	}
	if r, ok := s.literal(q, "刻钟"); ok {
		l.add(15*val, unitMinute)
		return r, true
	}
	if t, ok := s.word(q, cMore); ok {
		q = s.skip(t.end)
	} else if t, ok := s.word(q, cLess); ok {
		q = s.skip(t.end)
	}
	if t, ok := s.word(s.skip(q), cThis); ok && isLetter(s.peek(s.skip(q))) {
		q, l.coming = s.skip(t.end), true
	}
	if !counted && s.peek(q) == '月' && !s.spaced(q) {
		return q, false
	}
	if n.digits == 4 && s.peek(q) == '年' || q > n.end && isHan(s.peek(q)) && s.likeRoomNumber(n.end) && !s.countsAfterSpace(q) {
		return q, false
	}
	r, ok := s.takeUnit(l, val, q, later)
	if !ok {
		return q, false
	}
	return s.hanHalf(l, q, r), true
}

// hanHalf reads 半 after a Chinese unit: 两小时半, 一分半钟.
func (s *scan) hanHalf(l *length, unitAt, p int) int {
	if s.peek(p) != '半' {
		return p
	}
	t, ok := s.word(unitAt, cUnit)
	if !ok || !isHan(s.peek(p+1)) && p+1 < len(s.runes) && isLetter(s.peek(p+1)) {
		return p
	}
	l.add(0.5, t.val)
	if r, ok := s.literal(p+1, "钟"); ok {
		return r
	}
	return p + 1
}

func (s *scan) spaced(p int) bool { return s.peek(p-1) == ' ' }

// wordsOfUnits lists the characters with which a unit of one character starts another word: 周会, 年会, 分享.
var wordsOfUnits = map[rune]string{'周': "会例报末年边刊一二三四五六日天", '月': "会报度例", '年': "会度终报", '季': "度会报", '分': "享公析会之点", '天': "气", '日': "程常报", '时': "间候", '秒': "杀"}

// takeUnit reads a unit and adds val of it. Bare 分 and 时 are units only in company.
func (s *scan) takeUnit(l *length, val float64, p int, later bool) (int, bool) {
	t, ok := s.word(p, cUnit)
	if !ok {
		return p, false
	}
	if l.has(t.val) {
		return p, false
	}
	if s.peek(p) == '分' && t.end == p+1 {
		next := s.peek(t.end)
		if _, ok := s.num(t.end); !later && !ok && next != '半' || next == '之' || next == '点' {
			return p, false
		}
	}
	if s.peek(p) == '时' && t.end == p+1 && !later {
		return p, false
	}
	if t.end == p+1 && strings.ContainsRune(wordsOfUnits[s.peek(p)], s.peek(t.end)) && t.end < len(s.runes) {
		return p, false
	}
	l.add(val, t.val)
	return t.end, true
}
