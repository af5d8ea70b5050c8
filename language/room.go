package language

// roomForm is a room as the text gives it.
type roomForm struct {
	from, to int   // the whole, in runes
	key      []int // the rooms of the catalogue that it names exactly
	name     []rune
	building string
	floor    int
	loose    bool // initials or a bare name: offered, not assumed
	place    bool // only a building or a floor
}

// rooms returns what may be said about a room, starting at p.
func (s *scan) rooms(p int, c *catalogue, add func(roomForm, int)) {
	s.catalogueRooms(p, c, add)
	q, building, floor := p, "", 0
	if r, name, ok := s.building(p, c); ok {
		if r2, ok := s.zone(s.skip(r)); ok && len(c.rooms) == 0 { // 科技楼B区
			r, name = r2, s.text[s.at[p]:s.at[r2]]
		}
		q, building = s.afterPlace(r), name
		add(roomForm{from: p, to: r, building: name, place: true}, perRune*(r-p)-1)
	} else if r, ok := s.unknownBuilding(p); ok {
		q, building = r, s.text[s.at[p]:s.at[r]]
	}
	if n, r, ok := s.floor(q); ok {
		floor = n
		add(roomForm{from: p, to: r, building: building, floor: floor, place: true}, perRune*(r-p)+1)
		q = s.afterPlace(r)
	}
	s.roomAt(p, q, building, floor, c, add)
}

// catalogueRooms reads names, aliases and numbers of the catalogue. A bare number is a room only where nothing else
// is counted by it.
func (s *scan) catalogueRooms(p int, c *catalogue, add func(roomForm, int)) {
	end := 0
	for _, t := range s.words(p) {
		if t.class == cRoom && t.end > end {
			end = t.end
		}
	}
	if end == 0 || isDigit(s.runes[p]) && p > 0 && (isDigit(s.runes[p-1]) || s.runes[p-1] == ':' && isDigit(s.peek(p-2)) || isLetter(s.runes[p-1])) {
		return
	}
	var keys []int
	for _, t := range s.words(p) {
		if t.class == cRoom && t.end == end {
			keys = append(keys, t.val)
		}
	}
	bare := s.allDigits(p, end)
	if bare && (isDigit(s.peek(end)) || s.countsSomething(end) && !s.roomWordAt(end) || s.isHourAfter(end) || s.peek(end) == '-' || s.peek(end) == '.' && isDigit(s.peek(end+1)) || s.peek(end) == '/') {
		return
	}
	f := roomForm{from: p, to: end, key: keys, name: s.runes[p:end]}
	score := perRune*(end-p) + 6
	if t, ok := s.word(s.skip(end), cRoomWord); ok && (bare || isLetter(s.peek(end-1))) && (s.skip(end) == end || s.runes[s.skip(end)] != '机') {
		f.to = t.end
		score += perRune * (t.end - end)
	}
	add(f, score)
}

func (s *scan) roomWordAt(p int) bool { _, ok := s.word(s.skip(p), cRoomWord); return ok }

func (s *scan) allDigits(p, end int) bool {
	for _, r := range s.runes[p:end] {
		if !isDigit(r) {
			return false
		}
	}
	return true
}

// roomAt reads the room itself at q: 301会议室, room 5, A301, 第三会议室, 大会议室, "the phoenix room".
func (s *scan) roomAt(p, q int, building string, floor int, c *catalogue, add func(roomForm, int)) {
	if q >= len(s.runes) {
		return
	}
	f := roomForm{from: p, building: building, floor: floor}
	if t, ok := s.word(q, cRoomWord); ok {
		s.afterRoomWord(f, q, t, add)
	}
	if end, ok := s.roomCode(q, building != "" || floor != 0); ok {
		s.withRoomWord(f, q, end, add)
	}
	if end, ok := s.standingNumber(q); ok {
		f := f
		f.to, f.name = end, s.runes[q:end]
		add(f, perRune*(end-p)-1)
	}
	if isHan(s.runes[q]) || s.nums[q].end > 0 && s.peek(s.nums[q].end) == '号' {
		s.hanName(f, q, add)
	}
	if isLetter(s.runes[q]) {
		s.englishName(f, q, c, add)
	}
	if s.han && (isLetter(s.runes[q]) || isDigit(s.runes[q]) && isLetter(s.peek(q+1))) {
		s.mixedName(f, q, add)
	}
}

// afterRoomWord reads the number after the word: 会议室301, "room 5", "meeting room b"; or a room that is named by its kind.
func (s *scan) afterRoomWord(f roomForm, q int, t token, add func(roomForm, int)) {
	if s.isTitleMeeting(q, t) {
		return
	}
	r := s.skip(t.end)
	if s.peek(r) == '#' {
		r++
	}
	word := string(s.runes[q:t.end])
	if end, ok := s.numberOfRoom(q, r, t); ok {
		f.to, f.name = end, s.runes[r:end]
		add(f, perRune*(end-f.from)+4)
	}
	if n, ok := s.num(r); ok && n.digits == 0 && !n.ord && isLetter(s.peek(q)) && n.val < 100 && t.val == 3 && !s.countsSomething(n.end) && !s.isHourAfter(n.end) {
		f.to, f.name = n.end, []rune(itoa(n.int()))
		add(f, perRune*(n.end-f.from)+4)
	}
	if digits, end, ok := s.spokenDigits(r); ok && t.val == 3 {
		f.to, f.name = end, digits
		add(f, perRune*(end-f.from)+4)
	}
	if generic := genericRooms[word]; !generic || f.floor != 0 || f.building != "" {
		f.to, f.name = s.beside(t.end), s.runes[q:t.end]
		if generic {
			f.name = nil
		}
		add(f, perRune*(f.to-f.from)+2)
	}
	if t.val == 3 {
		s.nextTo(f, q, t, add)
		s.sidedRoom(f, q, t, add)
	}
}

// numberOfRoom is the end of the number or letter at r behind the room word at q.
func (s *scan) numberOfRoom(q, r int, t token) (int, bool) {
	latin := isLetter(s.peek(q))
	if t.val == 2 || !latin && r > t.end && (isHan(s.peek(q-1)) && !sideOf[s.peek(q-1)] || isDigit(s.peek(q-1))) {
		return r, false // 2号会议室 618复盘: the room has its number already
	}
	if end, ok := s.dottedRoom(r); ok && latin {
		return end, true
	}
	end := r
	for isDigit(s.peek(end)) || isLetter(s.peek(end)) || end > r && s.peek(end) == '-' && isDigit(s.peek(end+1)) {
		end++
	}
	if end == r || s.isHourAfter(end) || s.peek(end) == '/' || s.peek(end) == '.' && !s.breaksAfter(end) {
		return r, false
	}
	last := s.peek(end - 1)
	digits := isDigit(last) || end > r+1 && isDigit(s.peek(end-2)) && last >= 'a' && last <= 'g'
	if number, letter := digits && end-r <= 6, end-r == 1 && s.isRoomLetter(r); !number && !letter {
		return r, false
	}
	long := digits && end-r >= 3 && latin
	if _, ok := s.word(s.skip(end), cMonth); ok && digits && end-r <= 2 {
		return r, false // "main hall 18 December"
	}
	attached := r == t.end && s.peek(end) == ' ' && digits // 会议室2 周四
	if s.countsSomething(end) && !long && !attached {
		return r, false
	}
	if u, ok := s.word(s.skip(end), cUntil); ok && digits && end-r <= 2 {
		if _, ok := s.num(u.end); ok {
			return r, false // "Jupiter room 2 to 3pm"
		}
	}
	return end, latin || end-r >= 3 || r == t.end && s.breaksAfter(end)
}

// dottedRoom is the end of a number such as 0.14 or 2.07, which no clock is.
func (s *scan) dottedRoom(p int) (int, bool) {
	if r := s.peek(p); !isDigit(r) && r != 'g' || s.peek(p+1) != '.' {
		return p, false
	}
	if r := s.peek(p + 3); s.peek(p) != '0' && s.peek(p) != 'g' && (r == '0' || r == '5') {
		return p, false // "room 2.30" may be an hour
	}
	end := p + 2
	for isDigit(s.peek(end)) {
		end++
	}
	return end, end-p >= 4 && end-p <= 5 && !s.isHourAfter(end)
}

// isRoomLetter accepts "room b"; a and i are words of their own unless they are capitals.
func (s *scan) isRoomLetter(p int) bool {
	r := s.peek(p)
	return isLetter(r) && (r != 'a' && r != 'i' || s.typed(p) != r)
}

// isTitleMeeting tells "status meeting, room 2" from "meeting room 2": a plain word stands before it.
func (s *scan) isTitleMeeting(q int, t token) bool {
	if !s.literalAt(q, "meeting ") || q < 2 || s.peek(q-1) != ' ' || !isLetter(s.peek(q-2)) {
		return false
	}
	from := q - 1
	for from > 0 && isLetter(s.runes[from-1]) {
		from--
	}
	return !s.commonWord(from, q-1) && isDigit(s.peek(s.skip(t.end)))
}

// genericRooms are the words that mean any room.
var genericRooms = map[string]bool{
	"会议室": true, "会议厅": true, "房间": true, "房": true, "间": true, "屋": true, "室": true, "厅": true, "号房": true, "大厅": true, "教室": true,
	"room": true, "meeting room": true, "conference room": true, "conf room": true, "rm": true, "hall": true, "号会议室": true, "包间": true, "号厅": true,
	"lounge": true, "suite": true, "theatre": true, "theater": true, "classroom": true, "会堂": true, "机房": true, "休息室": true, "seminar room": true, "studio": true, "booth": true, "phone booth": true, "pod": true, "meeting pod": true, "mtg room": true, "mtg rm": true, "meeting rm": true, "conf rm": true, "chamber": true, "courtroom": true, "function room": true, "consulting room": true, "committee room": true, "breakout room": true, "interview room": true, "lab": true,
}

// withRoomWord adds a numbered room with the room word after it.
func (s *scan) withRoomWord(f roomForm, q, end int, add func(roomForm, int)) {
	f.to, f.name = end, plainDigits(s.runes[q:end])
	r := end
	if s.peek(r) == '号' || s.peek(r) == '#' {
		r++
	}
	at := s.skip(r)
	if t, ok := s.word(at, cRoomWord); ok && (t.val != 2 || t.end-at <= 2) && (at == r || t.val == 3 || genericRooms[string(s.runes[at:t.end])] && s.runes[at] != '机') {
		f.to = t.end
	}
	add(f, perRune*(f.to-f.from)+5)
}

// startsOther tells whether a word about time starts at r, which no room's name holds.
func (s *scan) startsOther(r, q int) bool {
	for _, t := range s.words(r) {
		switch t.class {
		case cDay, cDayPart, cPart, cWeekday, cWeekWord, cMonthWord, cIntent, cNow, cAllDay, cFree:
			if t.end-r > 1 || t.class == cDayPart {
				return true
			}
		}
	}
	if n := s.nums[r]; n.end > 0 {
		switch s.peek(n.end) {
		case '点', '时', '月', '日', '人', '位', '分', '小', '天', '周', '半', '名', '楼', '层':
			return true
		case '号':
			return !s.roomWordAt(n.end+1) && s.peek(n.end+1) != '会' && s.peek(n.end+1) != '车'
		case '个':
			return true
		}
	}
	return false
}
