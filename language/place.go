package language

// building reads a building: of the catalogue, B座, 3号楼, "building b".
func (s *scan) building(p int, c *catalogue) (int, string, bool) {
	if t, ok := s.word(p, cPlace); ok && s.meansPlace(p, t) {
		if t.val >= 0 && t.val < len(c.buildings) {
			return s.optional(t.end, cBuilding), c.buildings[t.val], true
		}
		return t.end, string(s.runes[p:t.end]), true
	}
	if r, ok := s.zone(p); ok {
		return r, s.text[s.at[p]:s.at[r]], true
	}
	if n := s.nums[p]; n.end > 0 && !n.ord {
		for _, w := range []string{"号楼", "号院", "栋", "座", "幢"} {
			if r, ok := s.literal(n.end, w); ok {
				return r, s.text[s.at[p]:s.at[r]], true
			}
		}
	}
	if t, ok := s.word(p, cBuilding); ok && t.val == 1 {
		q := s.skip(t.end)
		r := q
		for isLetter(s.peek(r)) || isDigit(s.peek(r)) {
			r++
		}
		if r > q && (r-q == 1 || isDigit(s.runes[q]) && r-q <= 2) {
			return r, s.text[s.at[q]:s.at[r]], true
		}
	}
	return p, "", false
}

// zone reads a part of a house by its letter: B座, a栋, B区.
func (s *scan) zone(p int) (int, bool) {
	if !isLetter(s.peek(p)) || isLetter(s.peek(p+1)) || isLetter(s.peek(p-1)) {
		return p, false
	}
	switch s.peek(p + 1) {
	case '座', '栋', '楼', '幢', '区':
		return p + 2, true
	}
	return p, false
}

// meansPlace tells the name of a building from the same word in a title: a building called "Main" or "Conference" is
// meant only where a room, a floor or a word such as wing follows, or "in" stands before it.
func (s *scan) meansPlace(p int, t token) bool {
	if !isLetter(s.runes[p]) || t.val < 0 {
		return true
	}
	q := s.skip(t.end)
	if isDigit(s.peek(q)) || s.literalAt(p-3, "in ") || s.literalAt(p-7, "in the ") {
		return true
	}
	for _, w := range s.words(q) {
		switch w.class {
		case cBuilding, cRoomWord, cRoom, cFloor:
			return true
		}
	}
	_, _, floor := s.floor(q)
	return floor
}

// unknownBuilding is the end of a building that no list has, known by its last character and by the room, floor or zone
// right behind it: 西配楼|108, 实验楼|三楼, 图书馆|205.
func (s *scan) unknownBuilding(p int) (int, bool) {
	if r := s.runes[p]; !isHan(r) || s.nums[p].end > 0 || nameStops[r] || timeMarks[r] || p > 0 && isHan(s.runes[p-1]) && !s.breaksBefore(p) {
		return p, false
	}
	free := p == 0 || s.breaksAfter(p-1)
	for q := p + 1; q < len(s.runes) && q-p <= longestBuilding; q++ {
		r := s.runes[q]
		if t, known := s.word(q, cPlace); known {
			return t.end, qualifiers[string(s.runes[p:q])]
		}
		if !isHan(r) || nameStops[r] && r != '中' || s.startsOther(q, p) {
			return p, false
		}
		switch r {
		case '楼', '厦', '馆', '院', '心', '堂', '区':
			if s.roomFollows(q+1) || r != '院' && r != '区' && s.namedRoomFollows(q+1) {
				return q + 1, true
			}
		}
		if free && q-p >= 1 && q-p < 4 && s.houseFollows(q+1) {
			return q + 1, true
		}
	}
	return p, false
}

// houseFollows tells whether a floor or a numbered building stands at p, behind the name of the body it belongs to:
// 机关|二楼会议室, 党校|2号楼.
func (s *scan) houseFollows(p int) bool {
	if p >= len(s.runes) || s.nums[p].end == 0 {
		return false
	}
	end := s.nums[p].end
	if _, r, ok := s.floor(p); ok {
		end = r
	} else if r, ok := s.literal(end, "号楼"); ok {
		end = r
	} else {
		return false
	}
	return s.roomAhead(end)
}

// namedRoomFollows tells whether a room that is known by its name stands at p, behind a building: 活动中心|排练厅.
func (s *scan) namedRoomFollows(p int) bool {
	return isHan(s.peek(p)) && !s.roomNameAt(p) && s.roomAhead(p)
}

// roomAhead tells whether a word for a room ends within a few characters of p.
func (s *scan) roomAhead(p int) bool {
	for q := p; q < min(p+5, len(s.runes)) && (isHan(s.runes[q]) || isDigit(s.runes[q])); q++ {
		if s.roomNameAt(q) || q > p && s.runes[q] == '厅' {
			return true
		}
	}
	return false
}

// qualifiers are what stands before the word for a building: 综合|办公楼, 南区|会议中心.
var qualifiers = wordSet("综合|行政|科研|实验|教学|南区|北区|东区|西区|新区|老区|老|新|学生|国际|研发|生产|机关|总部|中央|市民|一号|二号|三号|主|副")

// longestBuilding is how many characters the name of an unknown building may have before its last.
const longestBuilding = 6

// roomFollows tells whether a room number, a floor or a zone stands at p.
func (s *scan) roomFollows(p int) bool {
	if p >= len(s.runes) {
		return false
	}
	if _, ok := s.zone(p); ok {
		return true
	}
	if n := s.nums[p]; n.end > 0 && n.digits >= 3 && n.digits <= 4 && !n.han {
		return !s.countsSomething(n.end) && !s.isHourAfter(n.end)
	}
	if isLetter(s.runes[p]) && isDigit(s.peek(p+1)) && isDigit(s.peek(p+2)) {
		return true
	}
	_, _, ok := s.floor(p)
	return ok
}

func (s *scan) afterPlace(p int) int {
	q := s.skip(p)
	for _, w := range []string{"的", "里的", "in ", "on ", "on the ", ",", ", "} {
		if r, ok := s.literal(q, w); ok {
			return s.skip(r)
		}
	}
	return q
}

// floor reads 三楼, 3层, 3F, "3rd floor", "floor 3", "level 3", "ground floor", 负一楼.
func (s *scan) floor(p int) (n, end int, ok bool) {
	sign := 1
	q := p
	if r := s.peek(q); r == '负' {
		sign, q = -1, q+1
	} else if r == '地' && s.peek(q+1) == '下' {
		sign, q = -1, q+2
	}
	if q < len(s.nums) && s.nums[q].end > 0 && s.nums[q].val < 130 {
		num := s.nums[q]
		at := s.skip(num.end)
		t, ok := s.word(at, cFloor)
		if s.peek(t.end) == '-' && isDigit(s.peek(t.end+1)) {
			return 0, p, false // 5F-02
		}
		apart := isLetter(s.peek(at)) && t.end-at <= 2 && at != num.end // "3 f" is no floor
		if ok && !apart && num.digits <= 2 {
			return sign * num.int(), t.end, true
		}
		return 0, p, false
	}
	if isLetter(s.peek(p - 1)) {
		return 0, p, false
	}
	if r, ok := s.literal(p, "ground floor"); ok {
		return 1, r, true
	}
	for _, w := range [...]string{"floor ", "level "} {
		r, ok := s.literal(p, w)
		if !ok {
			continue
		}
		if num, ok := s.num(r); ok && !num.ord && (w == "floor " || s.roomSaid(s.skip(num.end))) {
			return num.int(), num.end, true
		}
	}
	return 0, p, false
}

// roomSaid tells whether a room word, with or without a word before it, stands at p: "level 3 training room".
func (s *scan) roomSaid(p int) bool {
	return s.roomWordAt(p) || isLetter(s.peek(p)) && s.roomWordAt(s.wordEnd(p))
}
