package language

// hanName reads a name that a room word ends: 第三会议室, 三号会议室, 牡丹厅, 大会议室, 财务室隔壁会议室.
func (s *scan) hanName(f roomForm, q int, add func(roomForm, int)) {
	sized := s.sized(q)
	if q > 0 && q == f.from && isHan(s.runes[q-1]) && !sized && !s.breaksBefore(q) || s.inRoomWord(q) || timeMarks[s.runes[q]] {
		return
	}
	if s.literalAt(q, "贵中心") || s.literalAt(q, "贵单位") || s.literalAt(q, "贵公司") {
		return
	}
	if f.from < q {
		s.placedName(f, q, add)
	}
	for r := q; r < len(s.runes) && r-q <= longestRoom; r++ {
		if r > q {
			if t, ok := s.word(r, cRoomWord); ok && t.val == 1 && !s.insideName(q, r, t) {
				if s.workplace(r, t.end) {
					return
				}
				f.to = s.beside(s.attachedNumber(t.end))
				f.name = s.runes[q:f.to]
				add(f, perRune*(f.to-f.from)+s.nameBonus(q, r))
				return
			}
			if end := s.beside(r); end > r {
				f.to, f.name = end, s.runes[q:end]
				add(f, perRune*(f.to-f.from)+4)
				return
			}
			if s.sized(r) && !sideOf[s.runes[r-1]] {
				return
			}
		}
		if !isHan(s.runes[r]) && !isDigit(s.runes[r]) || nameStops[s.runes[r]] && s.beside(r+1) == r+1 && !s.literalAt(r-1, "车间") && !s.literalAt(r, "排练") || s.startsOther(r, q) {
			return
		}
	}
}

// workplace tells whether a title is about a place where people work, 手术室验收, 名师工作室揭牌: plain words follow at once.
func (s *scan) workplace(p, end int) bool {
	if s.runes[end-1] != '室' || end-p != 1 || !isHan(s.peek(end)) || len(s.words(end)) > 0 {
		return false
	}
	for _, w := range [...]string{"手术", "工作", "实验", "办公", "教研", "研究", "控制", "试验", "检验", "化验", "监控", "监护", "病"} {
		if s.literalAt(p-len([]rune(w)), w) {
			return true
		}
	}
	return false
}

// longestRoom is how many characters may stand before the room word in a name.
const longestRoom = 6

// centres are rooms only where a building or a floor is said before them; alone they are departments.
var centres = [...]string{"培训中心", "会议中心", "活动中心", "接待中心", "展示中心", "多功能区", "洽谈区", "会议区"}

// placedName reads what is a room only where a building or a floor is said before it: 8F|路演区, 食堂二楼|包厢, and
// 3楼小会 for the small meeting room on the third floor.
func (s *scan) placedName(f roomForm, q int, add func(roomForm, int)) {
	end := 0
	for _, w := range centres {
		if r, ok := s.literal(q, w); ok {
			end = r
		}
	}
	for r := q; end == 0 && r < len(s.runes) && r-q < 5 && isHan(s.runes[r]) && (s.runes[r] == '间' || !nameStops[s.runes[r]]); r++ {
		switch s.runes[r] {
		case '区', '厢', '间', '房', '廊', '吧', '台', '会':
			if next := s.peek(r + 1); !isHan(next) && (s.runes[r] != '会' || r == q+1 && (s.runes[q] == '大' || s.runes[q] == '小' || s.runes[q] == '中')) {
				end = r + 1
			}
		}
	}
	if end > q {
		f.to, f.name = end, s.runes[q:end]
		add(f, perRune*(f.to-f.from)+4)
	}
}

// attachedNumber is p moved over the number right behind a room word: 机房2, when nothing is counted by it.
func (s *scan) attachedNumber(p int) int {
	if n, ok := s.num(p); ok && isDigit(s.peek(p)) && n.digits <= 2 && s.breaksAfter(n.end) && s.closesRoom(n.end) {
		return n.end
	}
	return p
}

// sideOf are characters that a place ends with, so that a room's size may follow: 东侧|小会议室.
var sideOf = runeSet("楼层座栋区侧边面旁厦馆院部处东南西北")

// sized tells whether a room that is known by its size or its number starts at p: 小会议室, 第二会议室.
func (s *scan) sized(p int) bool {
	switch s.runes[p] {
	case '大', '小', '中':
		return s.roomNameAt(p + 1)
	case '第':
		n, ok := s.num(p + 1)
		return ok && s.roomNameAt(n.end)
	}
	return false
}

func (s *scan) roomNameAt(p int) bool {
	t, ok := s.word(p, cRoomWord)
	return ok && t.val == 1 && t.end-p > 1
}

// beside is p moved over a room that is known by the one it lies beside: 档案室|旁边的会议室.
func (s *scan) beside(p int) int {
	switch s.peek(p) {
	case '旁', '隔', '对', '斜', '里', '外', '边':
	default:
		return p
	}
	for _, w := range [...]string{"旁边", "隔壁", "对面", "斜对面", "里面", "外面", "边上", "旁"} {
		q, ok := s.literal(p, w)
		if !ok {
			continue
		}
		for _, link := range [...]string{"的那个", "的那间", "那个", "那间", "的"} {
			if r, ok := s.literal(q, link); ok {
				q = r
				break
			}
		}
		if r := s.peek(q); r == '小' || r == '大' || r == '中' {
			q++
		}
		if t, ok := s.word(q, cRoomWord); ok && t.end-q > 1 {
			return t.end
		}
	}
	return p
}

// quotedRoom reads a room with its name in quotes: “梅”会议室.
func (s *scan) quotedRoom(p int, add func(roomForm, int)) {
	closing := closingQuote(s.runes[p])
	for q := p + 2; closing != 0 && q < min(p+8, len(s.runes)); q++ {
		if s.runes[q] != closing {
			continue
		}
		if t, ok := s.word(q+1, cRoomWord); ok && t.val == 1 {
			add(roomForm{from: p, to: t.end, name: s.runes[p+1 : q]}, perRune*(t.end-p)+4)
		}
		return
	}
}

// mixedName reads a name that starts with Latin letters: VIP室, A会议室, LED厅, VIP接待室.
func (s *scan) mixedName(f roomForm, q int, add func(roomForm, int)) {
	end := q
	for isLetter(s.peek(end)) || isDigit(s.peek(end)) {
		end++
	}
	if end-q > 12 || isLetter(s.peek(q-1)) {
		return
	}
	for r := end; r < len(s.runes) && r-end <= 3; r++ {
		if t, ok := s.word(r, cRoomWord); ok && t.val == 1 {
			f.to, f.name = t.end, s.runes[q:t.end]
			add(f, perRune*(f.to-f.from)+2)
			return
		}
		if !isHan(s.runes[r]) || nameStops[s.runes[r]] || s.startsOther(r, end) {
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
	return 0
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
