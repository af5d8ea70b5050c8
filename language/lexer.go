package language

import "sync"

// scan is one text laid out for matching: the lattice of its words and numbers.
type scan struct {
	source
	catalogue *catalogue
	first     []int32    // index in tokens of the first token at each rune
	classes   []classSet // the classes of the tokens at each rune
	tokens    []token
	nums      []number // number starting at each rune; end 0 when none

	// What the rules found at each rune, kept since many rules ask for the same place.
	dateMemo    [][]foundDate
	dateDone    []bool
	momentMemo  [][]moment
	momentDone  []bool
	lengths     []foundLength
	clockMemo   [][]foundClock
	clockDone   []bool
	expressions []expression // scratch
	found       []item
	kept        []expression // those that items point to
	momentRoom  []moment     // where the moments of all places lie
	paths       paths
	chosen      []item          // the items that explain the text
	covered     []bool          // what the chosen items explain
	served      []bool          // what services explain
	cues        [cueTo + 1]Span // the first cue of each kind, in runes; -1 when there is none
	complete    bool            // the text says when, where and for how many: a booking, whatever verbs its title holds
	han         bool            // some of the text is Chinese
}

// scans keeps the memory of scans for the next text. Nothing in a reading points into a scan.
var scans = sync.Pool{New: func() any { return new(scan) }}

// release gives the scan's memory back.
func (s *scan) release() {
	if len(s.runes) <= mostKept {
		s.text, s.catalogue, s.chosen = "", nil, nil
		scans.Put(s)
	}
}

// mostKept is the longest text whose memory is kept.
const mostKept = 2000

// resized is a slice of n zero values, in the old memory when that is enough.
func resized[T any](old []T, n int) []T {
	if cap(old) < n {
		return make([]T, n, n+n/2)
	}
	old = old[:n]
	clear(old)
	return old
}

// lex lays out the text: at each rune, every word of the vocabularies that starts there, and the number, if any.
func lex(text string, vocabularies ...*trie) *scan {
	s := scans.Get().(*scan)
	s.normalise(text)
	n := len(s.runes)
	s.first = resized(s.first, n+1)
	s.classes = resized(s.classes, n)
	s.tokens = s.tokens[:0]
	s.nums = resized(s.nums, n)
	s.dateMemo, s.dateDone = resized(s.dateMemo, n), resized(s.dateDone, n)
	s.momentMemo, s.momentDone = resized(s.momentMemo, n), resized(s.momentDone, n)
	s.clockMemo, s.clockDone = resized(s.clockMemo, n), resized(s.clockDone, n)
	s.lengths = resized(s.lengths, n)
	s.kept, s.momentRoom = s.kept[:0], s.momentRoom[:0]
	s.found = s.found[:0]
	for p := range s.runes {
		s.first[p] = int32(len(s.tokens))
		for _, v := range vocabularies {
			s.tokens = v.match(s.runes, p, s.tokens)
		}
		for _, t := range s.tokens[s.first[p]:] {
			s.classes[p].add(t.class)
		}
	}
	s.first[n] = int32(len(s.tokens))
	s.han = false
	for p, r := range s.runes {
		s.nums[p] = s.readNumber(p)
		s.han = s.han || isHan(r)
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

// has tells whether a word of a class starts at p. It is asked far more often than the answer is yes.
func (s *scan) has(p int, c class) bool {
	return p >= 0 && p < len(s.classes) && s.classes[p][c/64]>>(c%64)&1 == 1
}

// word is the longest word of a class at p.
func (s *scan) word(p int, c class) (token, bool) {
	var best token
	if !s.has(p, c) {
		return best, false
	}
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
	if !s.has(p, c) {
		return 0, false
	}
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
	if p < 0 || p >= len(s.runes) || text == "" {
		return p, text == ""
	}
	// Most texts differ in the first character, and an ASCII one from a Chinese one at its first byte.
	if first := s.runes[p]; text[0] < 0x80 && first != rune(text[0]) || text[0] >= 0x80 && first < 0x80 {
		return p, false
	}
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
