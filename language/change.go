package language

import "time"

// cueAt finds the first cue of a kind, -1 when the text has none.
func (s *scan) cueAt(cue int) (at, end int) { return s.cues[cue].Start, s.cues[cue].End }

// findCues notes the first cue of each kind, longest first.
func (s *scan) findCues() {
	for i := range s.cues {
		s.cues[i] = Span{-1, -1}
	}
	for p := range s.runes {
		if s.served[p] || !s.has(p, cIntent) {
			continue
		}
		for _, t := range s.words(p) {
			if t.class != cIntent {
				continue
			}
			if c := &s.cues[t.val]; c.Start < 0 || c.Start == p && t.end > c.End {
				*c = Span{p, t.end}
			}
		}
	}
}

// serve marks the words of services, in which no cue counts: 空调调到24度 changes no booking.
func (s *scan) serve(items []item) {
	s.served = resized(s.served, len(s.runes))
	for i := range items {
		if items[i].kind != itemService {
			continue
		}
		for p := items[i].start; p < items[i].end; p++ {
			s.served[p] = true
		}
	}
	s.findCues()
}

// split finds where the new value of a change starts: behind 改到, behind "to" after a verb such as move.
func (s *scan) split() int {
	verb, end := s.cueAt(cueChange)
	if verb < 0 {
		return -1
	}
	last := -1
	for p := verb; p < len(s.runes); p++ {
		if e, ok := s.wordVal(p, cIntent, cueTo); ok && !s.served[p] {
			if isHan(s.runes[p]) {
				if last < 0 || e-p > 1 {
					last = e
				}
				p = e - 1
			} else if last < 0 {
				last = e
			}
		}
	}
	if last < 0 && isHan(s.runes[verb]) {
		return end
	}
	return last
}

// change reads what a correction asks for beside the new values themselves.
func (s *scan) change(items []item) *Change {
	c := &Change{}
	for p := range s.runes {
		if s.peek(p-1) != 0 && isLetter(s.peek(p-1)) && isLetter(s.runes[p]) {
			continue
		}
		if s.served[p] {
			continue
		}
		if t, ok := s.word(p, cBigger); ok {
			c.Bigger, c.Smaller, c.Other = c.Bigger || t.val == 1, c.Smaller || t.val == 2, c.Other || t.val == 3
			c.Slot, c.Span = SlotRoom, s.span(p, t.end)
		}
		s.moves(p, items, c)
	}
	if c.Bigger || c.Smaller {
		c.Other = false
	}
	return c
}

// moves reads 延长半小时, 推迟一小时, "extend by 30 minutes", "push back an hour".
func (s *scan) moves(p int, items []item, c *Change) {
	if d, end, ok := s.moreTime(p); ok {
		c.Slot, c.Extend, c.Span = SlotDuration, d, s.span(p, end)
		return
	}
	for _, t := range s.words(p) {
		if t.class != cExtend && t.class != cShift || t.class == cShift && c.Extend != 0 && s.literalAt(p, "后延") {
			continue
		}
		if s.literalAt(p, "another") && s.literalAt(p-3, "in ") {
			continue // "in another 20 minutes" is a time
		}
		q := s.overRoom(s.skip(t.end), items)
		for _, w := range []string{"by ", "for ", "it by ", "the meeting by ", "the meeting ", "our meeting by ", "our meeting ", "my meeting by ", "my meeting ", "the room by ", "it ", "another ", "个", "了", "开"} {
			if r, ok := s.literal(q, w); ok {
				q = s.skip(r)
			}
		}
		l, end, ok := s.length(q)
		if at := t.end - len("another"); s.literalAt(at, "another") {
			if !ok {
				l, end, ok = s.length(at)
			}
			if ok && l.whole() {
				continue // "for another day" prolongs no meeting
			}
		}
		if !ok {
			if l, ok = lengthBefore(s.skip, p, items); !ok {
				continue
			}
			end = t.end
		}
		d := seconds(l.seconds())
		if t.val < 0 {
			d = -d
		}
		over := s.endsThen(end)
		c.Span = s.span(p, end)
		if t.class == cExtend || over {
			c.Slot, c.Extend = SlotDuration, d
		} else {
			c.Slot, c.Shift = SlotTime, d
		}
	}
}

// endsThen tells whether what moves is the end of the meeting: 推迟半小时|结束.
func (s *scan) endsThen(p int) bool {
	for _, w := range [...]string{"结束", "散会", "收场", "才结束", "才散会", "才能结束"} {
		if s.literalAt(p, w) {
			return true
		}
	}
	return false
}

// overRoom is p moved over a room: extend|301|by an hour.
func (s *scan) overRoom(p int, items []item) int {
	for i := range items {
		if items[i].kind == itemRoom && items[i].start == p {
			return s.skip(items[i].end)
		}
	}
	return p
}

// moreTime reads "15 more minutes", "10 extra minutes".
func (s *scan) moreTime(p int) (time.Duration, int, bool) {
	n := s.nums[p]
	if n.end == 0 || n.ord || n.han {
		return 0, p, false
	}
	more, ok := s.word(s.skip(n.end), cMore)
	if !ok || !isLetter(s.peek(s.skip(n.end))) {
		return 0, p, false
	}
	unit, ok := s.word(s.skip(more.end), cUnit)
	if !ok || unit.val > unitHour {
		return 0, p, false
	}
	return seconds(n.val * unitSeconds[unit.val]), unit.end, true
}

// lengthBefore is the length in "30 minutes later", "an hour longer": the one that ends where p starts.
func lengthBefore(skip func(int) int, p int, items []item) (length, bool) {
	for _, it := range items {
		if it.kind == itemLength && skip(it.end) == p {
			return *it.length, true
		}
	}
	return length{}, false
}

// answer reads yes, no or maybe and the reason given.
func (s *scan) answer() *Answer {
	var best *Answer
	at := len(s.runes)
	for p := range s.runes {
		if isLetter(s.runes[p]) && p > 0 && isLetter(s.runes[p-1]) {
			continue
		}
		for _, c := range []struct {
			class class
			kind  AnswerKind
		}{{cMaybe, AnswerMaybe}, {cNo, AnswerNo}, {cYes, AnswerYes}} {
			t, ok := s.word(p, c.class)
			stronger := best != nil && c.kind == AnswerNo && best.Kind == AnswerYes
			if !ok || best != nil && (p > at || t.end <= at) && !stronger {
				continue
			}
			if t.end-p == 1 && len(s.runes) > 1 && (!s.breaksAfter(t.end) || p > 0 && !s.breaksAfter(p-1)) {
				continue
			}
			sp := s.span(p, t.end)
			if best == nil || sp.End-sp.Start > best.Span.End-best.Span.Start || c.kind == AnswerNo {
				best = &Answer{Kind: c.kind, Span: sp}
				if c.kind != AnswerYes {
					best.Reason = s.reason(t.end)
				}
			}
			if p < at {
				at = p
			}
		}
	}
	return best
}

func (s *scan) breaksAfter(p int) bool { return p >= len(s.runes) || s.breaks(p) || s.runes[p] == ' ' }

// reason is what follows the answer, without the words that lead to it.
func (s *scan) reason(p int) string {
	from, to := p, len(s.runes)
	for moved := true; moved; {
		moved = false
		for from < to && (s.breaks(from) || s.isTrim(from)) {
			from++
		}
		if t, ok := s.word(from, cReason); ok && t.end < to && s.runes[from] != '有' {
			from, moved = t.end, true
		}
		if from < to && (s.runes[from] == '了' || s.runes[from] == '哈' || s.runes[from] == '啊') {
			from, moved = from+1, true
		}
	}
	for to > from && (s.breaks(to-1) || s.isTrim(to-1)) {
		to--
	}
	text := s.span(from, to).In(s.text)
	if len([]rune(text)) < 2 || s.isMeeting(from, to) {
		return ""
	}
	return text
}
