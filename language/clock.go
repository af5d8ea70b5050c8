package language

// Halves of the day a clock can be bound to.
const (
	halfUnknown = iota
	halfAM
	halfPM
	halfFixed // a clock of 24 hours
)

// Degrees of how weakly a text shows that it means a clock.
const (
	weakNone    = iota
	weakDotted  // 17.30
	weakCompact // 1030
	weakBare    // 3
)

// clock is a time of day as said.
type clock struct {
	hour, min, sec int
	half           int
	weak           int
	rel            *length // an instant so far from now; sign gives the direction
	sign           int
	now            bool
	invalid        bool
	minutes        bool // minutes were said
}

type foundClock struct {
	clock
	end int
}

// clocks returns every reading of a clock at p.
func (s *scan) clocks(p int) []foundClock {
	if p >= len(s.runes) {
		return nil
	}
	if !s.clockDone[p] {
		s.clockDone[p] = true
		s.clockMemo[p] = s.readClocks(p)
	}
	return s.clockMemo[p]
}

func (s *scan) readClocks(p int) []foundClock {
	var out []foundClock
	add := func(c clock, end int) { out = append(out, foundClock{c, end}) }
	n := s.nums[p]
	fraction := isDigit(s.runes[p]) && s.peek(p-1) == '.' && isDigit(s.peek(p-2))
	if n.end > 0 && !n.ord && !fraction {
		s.numberClocks(p, n, add)
	}
	for _, t := range s.words(p) {
		switch t.class {
		case cNow:
			add(clock{now: true}, t.end)
		case cClockWord:
			if t.val == endOfDay {
				s.endOfDayClock(p, t, add)
			} else {
				add(clock{hour: t.val / 60, min: t.val % 60, half: halfFixed}, s.sharp(t.end))
			}
		case cHalf, cQuarter:
			s.pastOrTo(p, add)
		case cDiff:
			s.hanBefore(t.end, add)
		}
	}
	s.instants(p, add)
	return out
}

// endOfDayClock is the last second of a day, with "of tomorrow" left for the date.
func (s *scan) endOfDayClock(p int, t token, add func(clock, int)) {
	if q, ok := s.literal(p, "end of"); ok && q == t.end {
		for _, d := range s.words(s.skip(q)) {
			if d.class == cDay && d.val >= 0 {
				add(clock{hour: 23, min: 59, sec: 59, half: halfFixed}, t.end)
				return
			}
		}
		return
	}
	add(clock{hour: 23, min: 59, sec: 59, half: halfFixed}, t.end)
}

// numberClocks reads the clocks that start with a number.
func (s *scan) numberClocks(p int, n number, add func(clock, int)) {
	h := n.int()
	switch r := s.peek(s.skip(n.end)); {
	case n.frac || n.val != float64(h):
		return
	case r == '点' || r == '时':
		if n.range2 && n.val < 10 {
			return
		}
		s.hanClock(p, n, add)
		return
	case s.peek(n.end) == ':' && isDigit(s.peek(n.end+1)) && n.digits > 0 && n.digits <= 2:
		s.colonClock(n, add)
		return
	}
	if n.digits > 0 && n.digits <= 2 && s.peek(n.end) == '.' {
		s.dottedClock(n, add)
	}
	if !n.han {
		s.hNotation(n, add)
		s.halfDayClock(clock{hour: h}, n, add)
		s.spokenClock(p, n, add)
		s.pastOrTo(p, add)
	}
	if n.digits == 3 || n.digits == 4 {
		s.compactClock(n, add)
	}
	if n.digits <= 2 && h <= 24 && !s.tied(p, n.end) {
		add(clock{hour: h, weak: weakBare, half: fixedAbove(h)}, n.end)
	}
}

// fixedAbove binds the hours that only a clock of 24 hours has.
func fixedAbove(h int) int {
	if h > 12 || h == 0 {
		return halfFixed
	}
	return halfUnknown
}

// tied tells whether the number between p and end belongs to something else: 3.5, A301, 20%, 3/4.
func (s *scan) tied(p, end int) bool {
	before, after := s.peek(p-1), s.peek(end)
	if after == '.' && isDigit(s.peek(end+1)) || after == '%' || after == '/' || after == ':' && isDigit(s.peek(end+1)) || isLetter(after) && isDigit(s.peek(end-1)) && !s.clockLetter(end) {
		return true
	}
	return isDigit(s.peek(p)) && (isLetter(before) || before == '/' || before == '#' || before == '.' || before == ':')
}

func (s *scan) clockLetter(p int) bool {
	_, ok := s.word(p, cAmPm)
	if !ok {
		_, ok = s.word(p, cSurround)
	}
	return ok
}

// twoDigits reads 0–59 in exactly two digits.
func (s *scan) twoDigits(p int) (int, int, bool) {
	a, b := s.peek(p), s.peek(p+1)
	if !isDigit(a) || !isDigit(b) {
		return 0, p, false
	}
	return int(a-'0')*10 + int(b-'0'), p + 2, true
}

// colonClock reads 7:56, 7:56:30, 2:30pm.
func (s *scan) colonClock(n number, add func(clock, int)) {
	m, q, ok := s.twoDigits(n.end + 1)
	if !ok || isDigit(s.peek(q)) {
		return
	}
	c := clock{hour: n.int(), min: m, minutes: true, half: fixedAbove(n.int())}
	if n.val < 10 && n.digits == 2 {
		c.half = halfFixed
	}
	if s.peek(q) == ':' {
		if sec, r, ok := s.twoDigits(q + 1); ok {
			c.sec, q = sec, r
		}
	}
	if r, ok := s.literal(s.skip(q), "hours"); ok {
		c.half = halfFixed
		add(c, r)
	}
	c.invalid = c.hour > 24 || m > 59 || c.sec > 59 || c.hour == 24 && m > 0
	s.withHalf(c, q, add)
}

// dottedClock reads 17.30 and 8.30pm.
func (s *scan) dottedClock(n number, add func(clock, int)) {
	m, q, ok := s.twoDigits(n.end + 1)
	if !ok || isDigit(s.peek(q)) || m > 59 || n.val > 24 || s.peek(q) == '.' && isDigit(s.peek(q+1)) {
		return
	}
	c := clock{hour: n.int(), min: m, minutes: true, half: fixedAbove(n.int()), weak: weakDotted}
	if n.val < 10 && n.digits == 2 {
		c.half = halfFixed
	}
	if r, ok := s.literal(s.skip(q), "h"); ok && wordEnds(s.runes, r) {
		c.weak = weakNone
		add(c, r)
		return
	}
	s.withHalf(c, q, add)
}

// withHalf adds the clock with am or pm after it, when they stand there, and sharp, o'clock.
func (s *scan) withHalf(c clock, p int, add func(clock, int)) {
	r := s.skip(p)
	if t, ok := s.word(r, cAmPm); ok && s.isAmPm(p, r, t) {
		c.weak = weakNone
		add(s.bind(c, t.val), s.sharp(t.end))
		return
	}
	add(c, s.sharp(p))
}

// isAmPm refuses an article ("at 3 a meeting") and a preposition taken for am or pm.
func (s *scan) isAmPm(numberEnd, p int, t token) bool {
	if t.end-p == 1 || t.end-p == 2 && s.peek(t.end-1) == '.' {
		return p == numberEnd && isDigit(s.peek(numberEnd-1)) && !s.capitalBefore(p, t.end) // 5A景区
	}
	return true
}

func (s *scan) bind(c clock, half int) clock {
	if half <= halfPM && c.hour <= 12 {
		c.half = half
	}
	return c
}

// sharp is p moved over words such as 整, 钟, sharp.
func (s *scan) sharp(p int) int {
	q := s.skip(p)
	for _, c := range []class{cSharp, cOClock} {
		if s.peek(q) == '准' && isHan(s.peek(q+1)) && s.peek(q+1) != '时' {
			continue // 3点|准备金讨论
		}
		if t, ok := s.word(q, c); ok && (t.end-q > 1 || isHan(s.peek(q))) && s.peek(q) != 'h' {
			return t.end
		}
	}
	return p
}

// halfDayClock reads 3pm, 3 o'clock, 11ish.
func (s *scan) halfDayClock(c clock, n number, add func(clock, int)) {
	if n.digits > 2 || c.hour > 24 {
		return
	}
	c.half = fixedAbove(c.hour)
	q := s.skip(n.end)
	if t, ok := s.word(q, cAmPm); ok && s.isAmPm(n.end, q, t) {
		add(s.bind(c, t.val), s.sharp(t.end))
	}
	if t, ok := s.word(q, cOClock); ok && s.peek(q) != 'h' {
		s.withHalf(c, t.end, add)
	}
	if t, ok := s.word(n.end, cSurround); ok && t.end-n.end == 3 && s.peek(n.end) == 'i' {
		add(c, t.end)
	}
}

// hNotation reads 15h, 9h30, "10 h 10 pm".
func (s *scan) hNotation(n number, add func(clock, int)) {
	if n.digits == 0 || n.digits > 2 || n.val > 24 || s.lengthAnnounced(n) {
		return
	}
	q := s.skip(n.end)
	if s.peek(q) != 'h' || isLetter(s.peek(q+1)) {
		return
	}
	c := clock{hour: n.int(), half: fixedAbove(n.int())}
	if m, ok := s.num(q + 1); ok && m.digits == 2 && m.val < 60 {
		if n.val < 6 && !s.isHourAfter(m.end) && s.namesMeetingAt(s.skip(m.end)) {
			return // "1h30 meeting" is a length
		}
		c.min, c.minutes = m.int(), true
		s.withHalf(c, m.end, add)
		return
	}
	if n.val >= 8 && q == n.end {
		add(c, q+1)
	}
}

// namesMeetingAt tells whether a word for what people meet for stands at p.
func (s *scan) namesMeetingAt(p int) bool {
	return p < len(s.runes) && s.nounAt(p, len(s.runes))
}

// lengthAnnounced tells whether "for" stands before a number, so that 2h30 is a length.
func (s *scan) lengthAnnounced(n number) bool {
	p := n.end - int(n.digits)
	return p >= 4 && s.literalAt(p-4, "for ")
}

// compactClock reads 1030, 0705am, 330 p.m., 150ish.
func (s *scan) compactClock(n number, add func(clock, int)) {
	h, m := n.int()/100, n.int()%100
	if h > 24 || m > 59 || n.han {
		return
	}
	c := clock{hour: h, min: m, minutes: true, weak: weakCompact, half: fixedAbove(h)}
	if n.digits == 4 && h < 10 {
		c.half = halfFixed
	}
	q := s.skip(n.end)
	if t, ok := s.word(q, cAmPm); ok && s.isAmPm(n.end, q, t) {
		c.weak = weakNone
		if c.hour > 0 && c.hour <= 12 {
			c.half = halfUnknown
		}
		add(s.bind(c, t.val), t.end)
		return
	}
	if t, ok := s.word(n.end, cSurround); ok && s.peek(n.end) == 'i' {
		add(c, t.end)
		return
	}
	if !isLetter(s.peek(n.end)) {
		add(c, n.end)
	}
}
