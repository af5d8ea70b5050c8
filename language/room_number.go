package language

import "slices"

// roomCode is the end of a room number at p: A301, 301, E-202; digits alone only where a room word or a place says so.
func (s *scan) roomCode(p int, placed bool) (int, bool) {
	q := p
	for isLetter(s.peek(q)) && q-p < 3 {
		q++
	}
	letters := q - p
	if letters > 0 && (isLetter(s.peek(q)) || letters > 2) || p > 0 && (isLetter(s.peek(p-1)) || isDigit(s.peek(p-1))) {
		return p, false
	}
	if letters > 0 && s.peek(q) == '-' {
		q++
	}
	digits := q
	for isDigit(s.peek(q)) {
		q++
	}
	if h := s.hanDigitsAt(q); letters > 0 && q == digits && h > 0 {
		return h, true
	}
	if end, ok := s.joinedCode(digits, q, letters); ok {
		return end, true
	}
	if letters == 1 && q == digits && s.peek(q) == '.' && s.typed(p) != s.runes[p] && isDigit(s.peek(q+1)) && isDigit(s.peek(q+2)) && !isDigit(s.peek(q+3)) {
		return q + 3, true // G.05
	}
	n := q - digits
	if n == 0 && letters == 0 && s.nums[p].han && s.nums[p].digits >= 3 && s.nums[p].digits <= 4 {
		return s.nums[p].end, true
	}
	switch {
	case n == 0 || n > 4:
		return p, false
	case s.peek(q) == ':' && isDigit(s.peek(q+1)) || s.peek(q) == '年' || s.isHourAfter(q):
		return p, false
	case letters > 0 && n >= 3, letters == 1 && n == 2 && s.shortCode(p, q):
		return q, true
	case placed && n >= 3 && !s.countsSomething(q):
		return q, true
	}
	return q, s.roomWordAt(q)
}

// joinedCode is the end of a number in two parts: B2-03, 5F-02, A1.07.
func (s *scan) joinedCode(digits, q, letters int) (int, bool) {
	if q == digits || q-digits > 2 {
		return q, false
	}
	mark := q
	if letters == 0 {
		if s.peek(mark) != 'f' {
			return q, false
		}
		mark++
	}
	if r := s.peek(mark); r != '-' && (r != '.' || letters == 0) {
		return q, false
	}
	end := mark + 1
	for isDigit(s.peek(end)) {
		end++
	}
	return end, end-mark >= 3 && end-mark <= 4 && !isLetter(s.peek(end)) && !s.isHourAfter(end) && s.peek(end) != '.' && s.peek(end) != '-'
}

// shortCode tells whether a capital and two digits are a room, B12 and not Q4 or a title's "A10": they stand where a room
// stands, and nothing that they could name follows.
func (s *scan) shortCode(p, end int) bool {
	if r := s.typed(p); r < 'A' || r > 'F' || !s.opensRoom(p) {
		return false
	}
	return s.breaksAfter(end) && (s.skip(end) >= len(s.runes) || s.breaks(s.skip(end)) || s.timeAt(s.skip(end)))
}

// timeAt tells whether a word about time, or a number, stands at p.
func (s *scan) timeAt(p int) bool {
	if p >= len(s.runes) {
		return false
	}
	if n := s.nums[p]; n.end > 0 {
		return true
	}
	for _, t := range s.words(p) {
		switch t.class {
		case cDay, cDayPart, cWeekday, cWeekWord, cMonthWord, cMonth, cNext, cThis, cNow, cFrom, cAt, cOn, cFor, cAbout:
			return true
		}
	}
	return false
}

// standingNumber is the end of a bare number at p that stands where a room stands: 订309, "book 309 tomorrow", 3pm 309,
// though no catalogue has it. A number inside a title, a clock, a year or a round hundred is none.
func (s *scan) standingNumber(p int) (int, bool) {
	n := s.nums[p]
	if n.digits < 3 || n.digits > 4 || n.ord || n.han || n.range2 || !isDigit(s.runes[p]) || s.runes[p] == '0' {
		return p, false
	}
	val := n.int()
	if val%100 == 0 || val%100 > 60 || val >= 1900 && val < 2100 || s.likeClock(val) {
		return p, false
	}
	if s.joinedNumber(p, n.end) || s.countsSomething(n.end) || s.isHourAfter(n.end) || s.afterRoom(p) {
		return p, false
	}
	if _, ok := s.word(p, cRoom); ok {
		return p, false
	}
	close := s.closesRoom(n.end) || s.closeTo(p) && val/10%10 < 3
	return n.end, close && s.opensRoom(p)
}

// joinedNumber tells whether marks or letters make more of the number between p and end: 3.301, A301, 301-303.
func (s *scan) joinedNumber(p, end int) bool {
	before, after := s.peek(p-1), s.peek(end)
	switch after {
	case '-', '~', '%', '/':
		return true
	case '.', ':':
		return isDigit(s.peek(end + 1))
	}
	return isLetter(after) || isLetter(before) || before == '/' || before == '#' || before == '.' || before == '-' || before == ':' && isDigit(s.peek(p-2))
}

// closeTo tells whether the number at p follows a Chinese word without a space, as a room does and a title does not.
func (s *scan) closeTo(p int) bool { return isHan(s.peek(p - 1)) }

// likeClock accepts 930 and 1430, which are rather hours than rooms.
func (s *scan) likeClock(val int) bool {
	hour, minutes := val/100, val%100
	return minutes%15 == 0 && hour >= 7 && hour < 24
}

// opensRoom tells whether what stands before p leads to a room, closes a time, or is nothing.
func (s *scan) opensRoom(p int) bool {
	q := p
	for q > 0 && s.runes[q-1] == ' ' {
		q--
	}
	if q == 0 || s.breaks(q-1) || s.runes[q-1] == ':' || isDigit(s.runes[q-1]) && q < p {
		return true
	}
	switch s.runes[q-1] {
	case '把', '要', '呃', '嗯', '额', '后', '下', '在', '去', '到', '用', '的', '点', '半', '刻', '分', '时', '号', '日', '天', '人', '位', '名':
		return true
	}
	if s.verbBefore(q) {
		return true
	}
	for from := max(0, q-10); from < q; from++ {
		if from > 0 && isLetter(s.runes[from]) && isLetter(s.runes[from-1]) {
			continue
		}
		for _, t := range s.words(from) {
			if t.end == q && opensRooms(t) {
				return true
			}
		}
	}
	return false
}

// verbBefore tells whether an English verb of wanting or hesitation ends at q.
func (s *scan) verbBefore(q int) bool {
	from := q
	for from > 0 && isLetter(s.runes[from-1]) {
		from--
	}
	return roomVerbs[string(s.runes[from:q])]
}

var roomVerbs = wordSet("need|want|wanna|for|get|have|take|use|like|um|uh|er|me|us|mean|is|please|pls")

// opensRooms tells whether a room may follow a word: verbs of booking, words about time, hesitation.
func opensRooms(t token) bool {
	switch t.class {
	case cDay, cDayPart, cPart, cWeekday, cAmPm, cClockWord, cHoliday, cMonth, cUnit, cUnitShort, cAllDay, cPerson, cMeet, cIn, cAt, cPlace, cNow, cWorkday, cOClock, cHalf, cQuarter:
		return true
	case cIntent:
		return t.val <= cueFree
	}
	return t.class == cWeekdays
}

// closesRoom tells whether nothing that the number at p counts or names follows it.
func (s *scan) closesRoom(p int) bool {
	r := s.peek(p)
	if !isHan(r) {
		return true
	}
	switch r {
	case '要', '需', '缺', '开', '做', '搞', '办', '有', '订', '定', '了', '吧', '行', '，', '。':
		return true
	}
	for _, t := range s.words(p) {
		switch t.class {
		case cDay, cDayPart, cWeekday, cWeekWord, cMonthWord, cFree, cMeet:
			return true
		case cPart, cIntent:
			if t.end-p > 1 {
				return true
			}
		}
	}
	return false
}

// spokenDigits reads a room number digit by digit: "three oh one".
func (s *scan) spokenDigits(p int) ([]rune, int, bool) {
	var digits []rune
	end := p
	for q := p; ; q = s.skip(end) {
		r, ok := s.literal(q, "oh")
		if ok && wordEnds(s.runes, r) {
			digits, end = append(digits, '0'), r
			continue
		}
		t, ok := s.word(q, cDigitWord)
		if !ok || t.val > 9 || !isLetter(s.peek(q)) {
			break
		}
		digits, end = append(digits, rune('0'+t.val)), t.end
	}
	return digits, end, len(digits) >= 3 && len(digits) <= 4
}

// hanDigitsAt is the end of three or four Chinese digits at p, 0 when there are none: E二零二.
func (s *scan) hanDigitsAt(p int) int {
	if p < len(s.nums) && s.nums[p].han && s.nums[p].digits >= 3 && s.nums[p].digits <= 4 {
		return s.nums[p].end
	}
	return 0
}

// plainDigits is a room number with its Chinese digits as plain ones.
func plainDigits(name []rune) []rune {
	out := name
	for i, r := range name {
		if d := hanDigit(r); d >= 0 {
			if &out[0] == &name[0] {
				out = slices.Clone(name)
			}
			out[i] = rune('0' + d)
		}
	}
	return out
}
