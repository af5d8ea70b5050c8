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
		q, building = s.afterPlace(r), name
		add(roomForm{from: p, to: r, building: name, place: true}, perRune*(r-p)-1)
	}
	if n, r, ok := s.floor(q); ok {
		floor = n
		add(roomForm{from: p, to: r, building: building, floor: floor, place: true}, perRune*(r-p)+1)
		q = s.afterPlace(r)
	}
	s.roomAt(p, q, building, floor, c, add)
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

// building reads a building: of the catalogue, B座, 3号楼, "building b".
func (s *scan) building(p int, c *catalogue) (int, string, bool) {
	if t, ok := s.word(p, cPlace); ok {
		if t.val >= 0 && t.val < len(c.buildings) {
			return t.end, c.buildings[t.val], true
		}
		return t.end, string(s.runes[p:t.end]), true
	}
	if isLetter(s.runes[p]) && !isLetter(s.peek(p+1)) && !isLetter(s.peek(p-1)) {
		if r := s.peek(p + 1); r == '座' || r == '栋' || r == '楼' || r == '幢' {
			return p + 2, s.text[s.at[p]:s.at[p+2]], true
		}
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
		if r > q && (r-q == 1 || isDigit(s.runes[q])) {
			return r, s.text[s.at[q]:s.at[r]], true
		}
	}
	return p, "", false
}

// floor reads 三楼, 3层, 3F, "3rd floor", "floor 3", 负一楼.
func (s *scan) floor(p int) (n, end int, ok bool) {
	sign := 1
	q := p
	if s.peek(q) == '负' {
		sign, q = -1, q+1
	}
	if q < len(s.nums) && s.nums[q].end > 0 && s.nums[q].val < 130 {
		num := s.nums[q]
		at := s.skip(num.end)
		t, ok := s.word(at, cFloor)
		apart := isLetter(s.peek(at)) && t.end-at <= 2 && at != num.end // "3 f" is no floor
		if ok && !apart && num.digits <= 2 {
			return sign * num.int(), t.end, true
		}
		return 0, p, false
	}
	if r, ok := s.literal(p, "floor "); ok && !isLetter(s.peek(p-1)) {
		if num, ok := s.num(r); ok {
			return num.int(), num.end, true
		}
	}
	return 0, p, false
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
	if isHan(s.runes[q]) {
		s.hanName(f, q, add)
	}
	if isLetter(s.runes[q]) {
		s.englishName(f, q, c, add)
	}
}

// afterRoomWord reads the number after the word: 会议室301, "room 5", "meeting room b"; or a room that is named by its kind.
func (s *scan) afterRoomWord(f roomForm, q int, t token, add func(roomForm, int)) {
	r := s.skip(t.end)
	if s.peek(r) == '#' {
		r++
	}
	end := r
	for isDigit(s.peek(end)) || isLetter(s.peek(end)) || end > r && s.peek(end) == '-' && isDigit(s.peek(end+1)) {
		end++
	}
	digits := end > r && isDigit(s.peek(end-1)) || end > r+1 && isDigit(s.peek(end-2)) && s.peek(end-1) >= 'b' && s.peek(end-1) <= 'g'
	if s.isTitleMeeting(q, t) {
		return
	}
	if end > r && (digits && end-r <= 6 || end-r == 1 && s.isRoomLetter(r)) && (!s.countsSomething(end) || digits && end-r >= 3 && isLetter(s.peek(q))) && !s.isHourAfter(end) && (t.val != 2) && s.peek(end) != '/' && s.peek(end) != '.' && (isLetter(s.peek(q)) || end-r >= 3 || r == t.end && s.breaksAfter(end)) {
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
	word := string(s.runes[q:t.end])
	if generic := genericRooms[word]; !generic || f.floor != 0 || f.building != "" {
		f.to, f.name = t.end, s.runes[q:t.end]
		if genericRooms[word] {
			f.name = nil
		}
		add(f, perRune*(f.to-f.from)+2)
	}
}

// isRoomLetter accepts "room b"; a and i are words of their own unless they are capitals.
func (s *scan) isRoomLetter(p int) bool {
	r := s.peek(p)
	return isLetter(r) && (r != 'a' && r != 'i' || s.text[s.at[p]] == byte(r)-'a'+'A')
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
	"lounge": true, "suite": true, "theatre": true, "theater": true, "classroom": true, "会堂": true, "机房": true, "休息室": true, "seminar room": true,
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

// hanName reads a name that a room word ends: 第三会议室, 三号会议室, 牡丹厅, 大会议室.
func (s *scan) hanName(f roomForm, q int, add func(roomForm, int)) {
	if q > 0 && q == f.from && isHan(s.runes[q-1]) && !s.breaksBefore(q) || s.inRoomWord(q) || timeMarks[s.runes[q]] {
		return
	}
	for r := q; r < len(s.runes) && r-q <= 6; r++ {
		if r > q {
			if t, ok := s.word(r, cRoomWord); ok && t.val == 1 && !s.insideName(q, r, t) {
				f.to, f.name = t.end, s.runes[q:t.end]
				add(f, perRune*(f.to-f.from)+s.nameBonus(q, r))
				return
			}
		}
		if !isHan(s.runes[r]) && !isDigit(s.runes[r]) || nameStops[s.runes[r]] || s.startsOther(r, q) {
			return
		}
	}
}

// nameBonus prefers the names that are names: numbered, big and small.
func (s *scan) nameBonus(q, r int) int {
	switch s.runes[q] {
	case '第', '大', '小', '中':
		return 4
	}
	if s.nums[q].end > 0 {
		return 4
	}
	return -perRune * min(r-q-2, 0)
}

// nameStops are characters that end what could be the name of a room.
var nameStops = runeSet("的个间订定约借用在去到开给改换要是把从和跟与找有无没人帮想来让想请看查下里空哪什么些那这里预留,能坐不需安排")

func runeSet(s string) map[rune]bool {
	m := map[rune]bool{}
	for _, r := range s {
		m[r] = true
	}
	return m
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
			return !s.roomWordAt(n.end+1) && s.peek(n.end+1) != '会'
		case '个':
			return true
		}
	}
	return false
}

// timeMarks are characters that close a time, so that no name of a room starts with them: 一点半|多功能厅.
var timeMarks = runeSet("半点刻分时号日月年整钟")

// inRoomWord tells whether q lies inside a word such as 会议室.
func (s *scan) inRoomWord(q int) bool {
	for p := max(0, q-4); p < q; p++ {
		if t, ok := s.word(p, cRoomWord); ok && t.end > q {
			return true
		}
	}
	return false
}

// breaksBefore tells whether a name may start at q although a Chinese character stands before it.
func (s *scan) breaksBefore(q int) bool {
	if nameStops[s.runes[q-1]] || timeMarks[s.runes[q-1]] {
		return true
	}
	for p := q - 1; p >= 0 && p >= q-4; p-- {
		for _, t := range s.words(p) {
			if t.end == q && t.class != cRoomWord && t.class != cWeekChar && t.class != cUnit && t.class != cAbout {
				return true
			}
		}
	}
	return false
}

// insideName refuses the room word inside a longer one.
func (s *scan) insideName(q, r int, t token) bool {
	for p := q; p < r; p++ {
		if w, ok := s.word(p, cRoomWord); ok && w.end >= t.end && p == q {
			return true
		}
	}
	return false
}
