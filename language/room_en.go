package language

// englishName reads "phoenix room", "the Da Vinci room", "the big conference room", "interview room 1".
func (s *scan) englishName(f roomForm, q int, c *catalogue, add func(roomForm, int)) {
	s.theNamed(f, q, add)
	end := s.wordEnd(q)
	if s.peek(end) == '&' && isLetter(s.peek(end+1)) { // R&D
		end = s.wordEnd(end + 1)
	}
	if end-q >= 2 && c.initials[string(s.runes[q:end])] != nil && f.from == q {
		keys := c.initials[string(s.runes[q:end])]
		add(roomForm{from: q, to: end, key: keys, name: s.runes[q:end], loose: true}, perRune*(end-q)-2)
	}
	if end-q < 2 || s.commonWord(q, end) && !s.sizeOfTheRoom(q, end) && !kindsOfRoom[string(s.runes[q:end])] {
		return
	}
	for words := 1; words <= 3 && s.peek(end) == ' '; words++ {
		at := s.skip(end)
		if t, ok := s.word(at, cRoomWord); ok && t.val == 3 && !s.literalAt(q, "town hall") {
			s.namedRoom(f, q, end, t, words, add)
			return
		}
		next := s.wordEnd(at)
		if next == at || s.commonWord(at, next) && !kindsOfRoom[string(s.runes[at:next])] && (!s.capitals(q, next) || s.timeAt(at)) {
			return
		}
		end = next
	}
}

// namedRoom adds a room whose name, of so many words, stands at q and ends before the room word t. A name of several
// words is one only behind "the" or when it is written with capitals; one with a number behind it is a kind of room.
func (s *scan) namedRoom(f roomForm, q, end int, t token, words int, add func(roomForm, int)) {
	r := s.skip(t.end)
	if to, ok := s.numberOfRoom(q, r, t); ok && (isDigit(s.peek(r)) || s.letteredRoom(t)) {
		if kindsOfRoom[string(s.runes[q:end])] && s.opensRoom(q) {
			f.to, f.name = to, s.runes[q:to]
			add(f, perRune*(f.to-f.from)+6)
		}
		return
	}
	if words > 1 && !s.capitals(q, end) && !s.literalAt(q-4, "the ") || end-q < 3 || noNames[string(s.runes[q:end])] || onlyNumbered[string(s.runes[s.skip(end):t.end])] {
		return
	}
	f.to, f.name = t.end, s.runes[q:end]
	add(f, perRune*(f.to-f.from)-4)
	s.nextTo(f, q, t, add)
}

// theNamed reads a room that is called by a name alone, typed with capitals, where a text starts or after a verb of
// booking: "The Hive, Friday 10am".
func (s *scan) theNamed(f roomForm, q int, add func(roomForm, int)) {
	first := s.wordEnd(q + 4)
	if !s.literalAt(q, "the ") || s.typed(q) == 't' && q == 0 || first == q+4 || !s.capitals(q+4, first) || !s.atStart(q) {
		return
	}
	end := first
	if next := s.wordEnd(s.skip(end)); next > s.skip(end) && s.capitals(s.skip(end), next) && !s.timeAt(s.skip(end)) {
		end = next
	}
	if s.closes(end) && s.skip(end) < len(s.runes) || s.timeAt(s.skip(end)) && isLetter(s.peek(s.skip(end))) {
		f.to, f.name = end, s.runes[q+4:end]
		add(f, perRune*(f.to-f.from)-4)
	}
}

// atStart tells whether nothing but filler stands before q.
func (s *scan) atStart(q int) bool { return q == 0 || q < 30 && s.onlyFiller(0, q) }

// sidedRoom adds a room that is told from the others by a side: "Meeting Room East", or
// has its name behind it: "meeting room Mars".
func (s *scan) sidedRoom(f roomForm, q int, t token, add func(roomForm, int)) {
	r := s.skip(t.end)
	end := s.wordEnd(r)
	if end < r+2 || s.typed(r) == s.runes[r] || s.typed(r+1) != s.runes[r+1] {
		return
	}
	side := sides[string(s.runes[r:end])] && s.typed(q) != s.runes[q]
	named := s.typed(q) == s.runes[q] && !s.commonWord(r, end) && (s.closes(end) || s.timeAt(s.skip(end)))
	if side || named {
		f.to, f.name = end, s.runes[q:end]
		add(f, perRune*(f.to-f.from)+2)
	}
}

var sides = wordSet("east|west|north|south|left|right|red|blue|green|yellow|orange|purple|white|black|gold|silver|alpha|beta|gamma|delta")

// letteredRoom tells whether a single capital stands behind the room word: "banquet hall B".
func (s *scan) letteredRoom(t token) bool {
	r := s.skip(t.end)
	return r == t.end+1 && isLetter(s.peek(r)) && !isLetter(s.peek(r+1)) && s.isRoomLetter(r)
}

// capitals tells whether each word from p to end was typed with a capital.
func (s *scan) capitals(p, end int) bool {
	for q := p; q < end; q++ {
		if (q == p || s.runes[q-1] == ' ') && isLetter(s.runes[q]) && s.typed(q) == s.runes[q] {
			return false
		}
	}
	return true
}

// kindsOfRoom are the words that say what a numbered room is for, and those that tell one room from the others.
var kindsOfRoom = wordSet("function|consulting|treatment|therapy|screening|editing|practice|rehearsal|dressing|common|games|prayer|tea|family|counselling|counseling|examination|control|incident|war|strategy|operations|press|media|green|roof|garden|store|mtg|event|events|interview|lecture|committee|training|seminar|breakout|banquet|tutorial|music|computer|project|consultation|video|focus|quiet|study|exam|client|visitor|customer|guest|executive|staff|ground floor|upstairs|downstairs|upper|lower|ground|east|west|north|south|left|right|rear|front|top|back|corner|library")

// noNames are words before a room word that name no room.
var noNames = wordSet("layout|style|set|new|old|other|spare|empty|entire|own|nice|decent|proper|single|double|private|cheap|different|usual|same|whole|open|your|their|his|her|more")

// onlyNumbered are the kinds of rooms that only a number tells apart: "lab 3"; a "design lab" is an event.
var onlyNumbered = wordSet("lab|studio|booth|pod")

// nextTo adds a room that is known by what it lies beside: "the meeting room next to reception".
func (s *scan) nextTo(f roomForm, q int, t token, add func(roomForm, int)) {
	p := s.skip(t.end)
	for _, w := range [...]string{"next to ", "opposite ", "beside ", "behind ", "near ", "by the ", "across from "} {
		r, ok := s.literal(p, w)
		if !ok {
			continue
		}
		if r2, ok := s.literal(r, "the "); ok {
			r = r2
		}
		if end := s.wordEnd(r); end > r && !s.commonWord(r, end) {
			f.to, f.name = end, s.runes[q:end]
			add(f, perRune*(f.to-f.from)+2)
		}
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
