package language

// scan is one text laid out for matching: the lattice of its words and numbers.
type scan struct {
	source
	catalogue  *catalogue
	first      []int32 // index in tokens of the first token at each rune
	tokens     []token
	dateMemo   [][]foundDate
	dateDone   []bool
	momentMemo [][]moment
	momentDone []bool
	nums       []number // number starting at each rune; end 0 when none
}

// lex lays out the text: at each rune, every word of the vocabularies that starts there, and the number, if any.
func lex(text string, vocabularies ...*trie) *scan {
	s := &scan{source: normalise(text)}
	n := len(s.runes)
	s.first = make([]int32, n+1)
	s.tokens = make([]token, 0, n*2)
	s.nums = make([]number, n)
	for p := range s.runes {
		s.first[p] = int32(len(s.tokens))
		for _, v := range vocabularies {
			s.tokens = v.match(s.runes, p, s.tokens)
		}
	}
	s.first[n] = int32(len(s.tokens))
	for p := range s.runes {
		s.nums[p] = s.readNumber(p)
	}
	return s
}

// words returns the tokens that start at p.
func (s *scan) words(p int) []token {
	if p < 0 || p >= len(s.runes) {
		return nil
	}
	return s.tokens[s.first[p]:s.first[p+1]]
}

// word is the longest word of a class at p.
func (s *scan) word(p int, c class) (token, bool) {
	var best token
	for _, t := range s.words(p) {
		if t.class == c && t.end > best.end {
			best = t
		}
	}
	return best, best.end > 0
}

// wordVal is the longest word of a class and value at p.
func (s *scan) wordVal(p int, c class, val int) (int, bool) {
	end := 0
	for _, t := range s.words(p) {
		if t.class == c && t.val == val && t.end > end {
			end = t.end
		}
	}
	return end, end > 0
}

// skip is p moved over spaces.
func (s *scan) skip(p int) int {
	for p < len(s.runes) && s.runes[p] == ' ' {
		p++
	}
	return p
}

// peek is the rune at p, 0 outside of the text.
func (s *scan) peek(p int) rune {
	if p < 0 || p >= len(s.runes) {
		return 0
	}
	return s.runes[p]
}

// oneOf is p moved over one rune of set, after spaces; p itself and false when there is none.
func (s *scan) oneOf(p int, set string) (int, bool) {
	q := s.skip(p)
	r := s.peek(q)
	if r == 0 {
		return p, false
	}
	for _, c := range set {
		if c == r {
			return q + 1, true
		}
	}
	return p, false
}

// literal is p moved over an exact text.
func (s *scan) literal(p int, text string) (int, bool) {
	q := p
	for _, r := range text {
		if s.peek(q) != r {
			return p, false
		}
		q++
	}
	return q, true
}

// optional is p moved over a word of a class with the spaces before it, when there is one.
func (s *scan) optional(p int, c class) int {
	if t, ok := s.word(s.skip(p), c); ok {
		return t.end
	}
	return p
}
