package language

// spokenClock reads "three thirty", "ten fifty five pm", "four oh five", "3 15".
func (s *scan) spokenClock(p int, n number, add func(clock, int)) {
	if n.val < 1 || n.val > 12 && n.digits > 0 || n.val > 24 || n.digits > 2 {
		return
	}
	q := s.joined(n.end)
	if q == n.end || n.digits > 0 && s.peek(n.end) == '-' {
		return
	}
	m, ok := s.num(q)
	if r, oh := s.literal(q, "oh "); oh {
		m, ok = s.num(r)
		ok = ok && m.val < 10
	} else if ok {
		ok = m.val >= 10 && m.val < 60 && (m.digits == 0) == (n.digits == 0) && m.digits != 1
	}
	if !ok || m.ord || m.han || s.tied(q, m.end) {
		return
	}
	c := clock{hour: n.int(), min: m.int(), minutes: true, half: fixedAbove(n.int())}
	if n.digits > 0 {
		c.weak = weakCompact
	}
	if s.countsSomething(m.end) {
		return
	}
	s.withHalf(c, m.end, add)
}

// pastOrTo reads "half past seven", "quarter to noon", "20 minutes past 3pm", "half three", "15 minutes from 1pm".
func (s *scan) pastOrTo(p int, add func(clock, int)) {
	minutes, q, marked, ok := s.minutesBefore(p)
	if !ok {
		return
	}
	if minutes == 30 && !isDigit(s.peek(p)) {
		if n, ok := s.num(q); ok && n.val >= 1 && n.val <= 12 && !n.ord && !s.countsSomething(n.end) && !s.tied(q, n.end) {
			s.withHalf(clock{hour: n.int(), min: 30, minutes: true}, n.end, add)
		}
	}
	past, isPast := s.word(q, cPast)
	to, isTo := s.word(q, cTo)
	if !isPast && !isTo {
		return
	}
	at := past.end
	if isTo && to.end > at {
		at, isPast = to.end, false
	}
	for _, c := range s.clocks(s.skip(at)) {
		if c.rel != nil || c.now || c.minutes || c.weak == weakCompact || c.sec > 0 {
			continue
		}
		if !isPast && !marked && c.weak == weakBare && s.peek(p) != '2' && isDigit(s.peek(p)) {
			continue // "10 to 6" is a range
		}
		c.weak = weakNone
		c.minutes = true
		c.min = minutes
		if !isPast {
			c.hour, c.min = c.hour-1, 60-minutes
			if c.hour == 0 && c.half == halfUnknown {
				c.hour = 12
			}
		}
		if s.peek(q) == 'f' && !marked || s.peek(q) == 'a' && !marked {
			continue
		}
		add(c.clock, c.end)
	}
}

// minutesBefore reads the minutes before past or to; marked when "minutes" or "quarter" was said.
func (s *scan) minutesBefore(p int) (minutes, end int, marked, ok bool) {
	if t, ok := s.word(p, cHalf); ok && isLetter(s.peek(p)) {
		return 30, s.skip(t.end), true, true
	}
	if t, ok := s.word(p, cQuarter); ok && isLetter(s.peek(p)) {
		return 15 * t.val, s.skip(t.end), true, true
	}
	n := s.nums[p]
	if n.end == 0 || n.ord || n.han || n.val < 1 || n.val > 59 {
		return 0, p, false, false
	}
	q := s.skip(n.end)
	if r, ok := s.wordVal(q, cUnit, unitMinute); ok {
		return n.int(), s.skip(r), true, true
	}
	return n.int(), q, false, int(n.val)%5 == 0
}
