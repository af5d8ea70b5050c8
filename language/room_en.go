package language

// englishName reads "phoenix room", "phoenix meeting room", "the big conference room".
func (s *scan) englishName(f roomForm, q int, c *catalogue, add func(roomForm, int)) {
	end := q
	for isLetter(s.peek(end)) || s.peek(end) == '\'' {
		end++
	}
	if end-q >= 2 && c.initials[string(s.runes[q:end])] != nil && f.from == q {
		keys := c.initials[string(s.runes[q:end])]
		add(roomForm{from: q, to: end, key: keys, name: s.runes[q:end], loose: true}, perRune*(end-q)-2)
	}
	if s.commonWord(q, end) && !s.sizeOfTheRoom(q, end) || end-q < 3 {
		return
	}
	t, ok := s.word(s.skip(end), cRoomWord)
	if ok && t.val == 3 && s.peek(end) == ' ' && !s.literalAt(q, "town hall") && !isDigit(s.peek(s.skip(t.end))) {
		f.to, f.name = t.end, s.runes[q:end]
		add(f, perRune*(f.to-f.from)-4)
	}
}

// sizeOfTheRoom accepts "the big conference room": one room is known by its size. "A big room" is any.
func (s *scan) sizeOfTheRoom(p, end int) bool {
	switch string(s.runes[p:end]) {
	case "big", "small", "large", "main", "little":
		return p < 2 || s.peek(p-2) != 'a' || isLetter(s.peek(p-3))
	}
	return false
}

// commonWord tells whether an English word cannot be the name of a room.
func (s *scan) commonWord(p, end int) bool {
	for _, t := range s.words(p) {
		if t.end >= end && t.class != cRoom && t.class != cPart {
			return true
		}
	}
	return false
}
