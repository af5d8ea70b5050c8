package language

// strayHeadcount is the number that a part of the text consists of, when the room or the hour is known and nobody has been
// counted: "301, Friday 2-3pm, budget review, 6", "supplier review x 8", "pricing committee, about 15".
func (s *scan) strayHeadcount(r *Reading) {
	if r.Headcount != nil || r.Time == nil || !r.Time.HasClock {
		return
	}
	for p := range s.runes {
		n := s.nums[p]
		if n.end == 0 || n.ord || n.val < 2 || n.val > mostStray || n.digits > 3 || s.covered[p] || !s.closes(n.end) {
			continue
		}
		from := p
		for from > 0 && !s.breaks(from-1) && !s.covered[from-1] {
			from--
		}
		if end, ok := s.bareAtEnd(p, n.end); ok {
			s.takeStray(r, n, end, p)
			return
		}
		by := s.peek(p-1) == 'x' && !isLetter(s.peek(p-2)) || s.peek(p-1) == ' ' && s.peek(p-2) == 'x' && !isLetter(s.peek(p-3))
		if !by && (from == 0 || !s.onlyFiller(from, p)) {
			continue
		}
		if by {
			from = p - 1
			for s.runes[from] != 'x' {
				from--
			}
		}
		s.takeStray(r, n, from, p)
		r.Headcount.Approx = n.range2 || from < p && !by
		return
	}
}

// takeStray makes the number at p, with the words from on before it, the number of people.
func (s *scan) takeStray(r *Reading, n number, from, p int) {
	r.Headcount = &Headcount{N: n.int(), Approx: n.range2, Span: s.span(from, n.end)}
	for q := from; q < n.end; q++ {
		s.covered[q] = true
	}
}

// bareAtEnd tells whether the number at p closes the text behind plain words that it does not number: "302 friday noon
// hiring bar calibration 7", but not "sprint 7".
func (s *scan) bareAtEnd(p, end int) (int, bool) {
	if s.skip(end) < len(s.runes) || s.nums[p].val > 60 || s.peek(p-1) != ' ' || !isLetter(s.peek(p-2)) {
		return p, false
	}
	from := p - 1
	for from > 0 && isLetter(s.runes[from-1]) {
		from--
	}
	word := string(s.runes[from : p-1])
	plain := s.typed(from) == s.runes[from] && !s.covered[from] && from > 1 && !enumerators[word]
	return p, plain && !s.onlyFiller(from, p-1)
}

// enumerators are the words that a number behind them counts on.
var enumerators = wordSet("year|week|day|phase|level|part|sprint|gate|wave|round|stage|version|module|grade|chapter|no|number|team|cohort|batch|unit|lot|building|room|floor|zone|group|step|tier|season|series|session|volume|quarter|month|line|class|lesson|form|item|option|case|type|model|block|section|track|project|plan|windows|at|from|to|until|till|by|for|about|around|page|topic|bus|route|table|set|rev|issue|ticket|release|iteration|week's|channel|site|plot|house|apartment|flat|suite|area|exam|paper|test|act|scene|part's|degree|than|x|and|or|before|after|hall|tower|wing|gate's|studio|lab|pod|booth")

// mostStray is the largest bare number that is taken for people.
const mostStray = 300
