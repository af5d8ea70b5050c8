package language

import "strings"

// titleOf is what is left of a text once everything understood is taken away, without filler.
func (s *scan) titleOf() (string, Span) {
	from, to, quoted := s.quoted()
	if quoted && !s.goesOn(to+1) && !s.comesFrom(from-1) {
		return s.titleText(from, to)
	}
	covered := s.covered
	bestFrom, bestTo, bestScore, lead := 0, 0, 0, false
	if quoted {
		clear(covered[from-1 : to+1])
	}
	for p := 0; p < len(s.runes); {
		if covered[p] || s.breaks(p) {
			p++
			continue
		}
		q := p
		for q < len(s.runes) && !covered[q] && (!s.breaks(q) || s.colonInside(p, q)) {
			q++
		}
		if p > 0 && covered[p-1] && s.literalAt(p, "'s ") { // tomorrow's client visit
			p += 2
		}
		from, to, led := s.trimmed(p, q)
		if s.onlyLead(from, to) { // "subject: payroll"
			lead, p = true, q
			continue
		}
		led, lead = led || lead, false
		if score := s.titleScore(from, to, led); score > bestScore {
			bestFrom, bestTo, bestScore = from, to, score
		}
		p = q
	}
	if bestScore == 0 {
		return "", Span{}
	}
	return s.titleText(bestFrom, s.firstName(bestFrom, bestTo))
}

// colonInside tells whether the colon at q stands inside a title that began at p: "lunch and learn: pensions".
func (s *scan) colonInside(p, q int) bool {
	if s.runes[q] != ':' || s.skip(q+1) >= len(s.runes) || s.covered[s.skip(q+1)] || s.onlyLead(s.skip(p), q) {
		return false
	}
	from, to, led := s.trimmed(p, q)
	return !led && to-from > 4 && s.namesMeeting(from, to) && !s.isMeeting(from, to)
}

// saysWe tells whether a stretch speaks of who comes rather than what for.
func (s *scan) saysWe(from, to int) bool {
	for p := from; p+1 < to; p++ {
		if s.runes[p+1] == '们' && (s.runes[p] == '他' || s.runes[p] == '我' || s.runes[p] == '你' || s.runes[p] == '咱') {
			return true
		}
	}
	return false
}

// firstName is the end of a title at the space behind its own words, when what follows is about something else:
// 欢送会|送老李退休, 合同谈判|甲乙双方.
func (s *scan) firstName(from, to int) int {
	for p := from + 3; p < to-1; p++ {
		if s.runes[p] == ' ' && isHan(s.runes[p-1]) && isHan(s.runes[p+1]) {
			if first := s.namesMeeting(from, p) || s.runes[p-1] == '会'; first && !s.namesMeeting(p+1, to) && s.runes[to-1] != '会' {
				return p
			}
			break
		}
	}
	return to
}

// cover marks what the items have explained. Names of people and departments may belong to a title all the same.
func (s *scan) cover(items []item) {
	s.covered = resized(s.covered, len(s.runes)+1)
	for i := range items {
		it := &items[i]
		if it.kind == itemPerson || it.kind == itemDepartment || it.unused {
			continue
		}
		for p := it.start; p < it.end; p++ {
			s.covered[p] = true
		}
	}
}

func (s *scan) titleText(from, to int) (string, Span) {
	sp := s.span(from, to)
	return halfWidth(strings.TrimSpace(sp.In(s.text))), sp
}

// breaks tells whether the rune at p ends a stretch of title.
func (s *scan) breaks(p int) bool {
	switch s.runes[p] {
	case ',', '。', ';', '!', '！', '?', '？', '\n', '、', '(', ')', '（', '）', '；', '，', '【', '】', '[', ']', '|', '…', '~':
		return true
	case '.':
		if s.literalAt(p-2, "no. ") && isDigit(s.peek(p+2)) {
			return false
		}
		return !isDigit(s.peek(p+1)) && !isLetter(s.peek(p+1))
	case ':':
		return s.peek(p+1) == ' ' || isHan(s.peek(p+1))
	case '@':
		return s.peek(p+1) == ' '
	case '/':
		return s.peek(p-1) == ' ' && s.peek(p+1) == ' '
	}
	return false
}

// quoted finds a title in quotes or 《》.
func (s *scan) quoted() (from, to int, ok bool) {
	for p, r := range s.runes {
		closing := closingQuote(r)
		if closing == 0 || s.covered[p] {
			continue
		}
		for q := p + 1; q < len(s.runes) && q-p < 80; q++ {
			if s.runes[q] == closing {
				if q > p+1 {
					return p + 1, q, true
				}
				break
			}
		}
	}
	return 0, 0, false
}

// onlyLead tells whether a stretch is nothing but the word that announces a title, with a colon behind it.
func (s *scan) onlyLead(from, to int) bool {
	if from >= to || s.peek(s.skip(to)) != ':' {
		return false
	}
	t, ok := s.word(from, cTitleLead)
	return ok && t.end >= to
}

// goesOn tells whether a title goes on behind its quoted part: “三年规划”研讨会.
func (s *scan) goesOn(p int) bool {
	if q := p + 1; s.peek(p) == ' ' && isLetter(s.peek(q)) && !s.standsAlone(q) && !s.commonWord(q, s.wordEnd(q)) {
		return true
	}
	return isHan(s.peek(p)) && len(s.words(p)) == 0 || isHan(s.peek(p)) && isHan(s.peek(p+1)) && !s.startsOther(p, p) && s.fillerFrom(p, len(s.runes)) == p
}

// comesFrom tells whether a title has begun before its quoted part at p: 读《资治通鉴》.
func (s *scan) comesFrom(p int) bool {
	if !isHan(s.peek(p-1)) || s.covered[p-1] {
		return false
	}
	for q := max(0, p-6); q < p; q++ {
		for _, t := range s.words(q) {
			if t.end == p && (t.class == cFiller || t.class == cTitleLead || t.class == cIntent || t.class == cMeet) {
				return false
			}
		}
	}
	return true
}

// trimmed takes filler off both ends; led when a phrase such as 主题是 announced the title.
func (s *scan) trimmed(from, to int) (int, int, bool) {
	led := false
	for range mostLeads {
		end, ok := s.leadIn(min(s.skip(from), to), to)
		if !ok {
			break
		}
		if f, e := s.withoutFiller(end, to); f >= e {
			break
		}
		from, led = end, true
	}
	from, to = s.withoutFiller(from, to)
	return from, to, led
}

// mostLeads is how many phrases that announce a title are taken one behind the other, farthestIn how far into a stretch
// they are looked for.
const (
	mostLeads  = 4
	farthestIn = 120
)

// leadIn is the end of the first phrase in a stretch that announces a title.
func (s *scan) leadIn(from, to int) (int, bool) {
	for p := from; p < min(to, from+farthestIn); p++ {
		t, ok := s.word(p, cTitleLead)
		if ok && t.end < to && !s.leadInWord(p, t) && (p == from || !isLetter(s.peek(p-1)) && s.leadInside(from, p, t)) {
			return t.end, true
		}
	}
	return from, false
}

// withoutFiller takes filler off both ends of a stretch.
func (s *scan) withoutFiller(from, to int) (int, int) {
	from = min(s.skip(from), to)
	for to > from && s.runes[to-1] == ' ' {
		to--
	}
	for changed := true; changed && from < to && !s.meetingOfFiller(from, to); {
		changed = false
		for from < to && s.isTrim(from) && !s.opensQuote(from, to) {
			from++
		}
		if end := s.fillerFrom(from, to); end > from {
			from, changed = end, true
		}
	}
	for changed := true; changed && from < to && !s.meetingOfFiller(from, to); {
		changed = false
		for to > from && s.isTrim(to-1) {
			to--
		}
		if start := s.fillerTo(from, to); start < to {
			to, changed = start, true
		}
	}
	return from, to
}

// meetingOfFiller tells whether a stretch is words of filler that name a meeting together with 会: 协调会, 会务准备会.
func (s *scan) meetingOfFiller(from, to int) bool {
	if to-from < 3 || s.runes[to-1] != '会' {
		return false
	}
	for p := from; p < to-1; p += 2 {
		if p+2 > to-1 || !hanMeetings[string(s.runes[p:p+2])] {
			return false
		}
	}
	return true
}

// leadInWord tells whether a lead only starts a title: 主题党日, 内容审核培训. A noun alone announces a title only when a
// space or a mark follows it.
func (s *scan) leadInWord(p int, t token) bool {
	word := string(s.runes[p:t.end])
	if !bareLeads[word] || !isHan(s.peek(t.end)) {
		return false
	}
	if word != "主题" && word != "议题" {
		return true
	}
	switch s.peek(t.end) {
	case '党', '教', '班', '演', '沙', '活', '团', '展', '宣', '征', '讲', '公', '研', '论', '晚', '培':
		return true
	}
	return false
}

var bareLeads = wordSet(titleNouns)

// namesMore tells whether a stretch says more about what is held than that people meet: "budget training about ...".
func (s *scan) namesMore(from, to int) bool {
	text := string(s.runes[from:to])
	for _, w := range [...]string{"meeting", "call", "discussion", "session", "talk", "chat"} {
		if strings.Contains(text, w) {
			return false
		}
	}
	return s.namesMeeting(from, to)
}

// leadInside accepts a lead in the middle of a stretch: not 关于 after other title words in English "about" position.
func (s *scan) leadInside(from, p int, t token) bool {
	if isLetter(s.peek(p)) {
		return t.end-p > 2 && !s.namesMore(from, p)
	}
	switch s.peek(p) {
	case '关', '开', '召', '举', '搞', '办':
		return true
	}
	return t.end-p > 2
}

// opensQuote tells whether the mark at from is closed again inside the stretch.
func (s *scan) opensQuote(from, to int) bool {
	for p := from + 1; p < min(to-1, from+mostWording); p++ {
		if s.runes[from] == '\'' && s.runes[p] == '\'' && (s.peek(p+1) == ' ' || p == to-1) || s.runes[from] == '“' && s.runes[p] == '”' || s.runes[from] == '"' && s.runes[p] == '"' {
			return true
		}
	}
	return false
}

func (s *scan) isTrim(p int) bool {
	switch r := s.runes[p]; r {
	case ' ', '-', ':', '\'', '"', '/', '+', '*', '#', '_', '”', '“', '.', '=', '@', '·', '&':
		return true
	}
	return false
}

// isMeeting tells whether a stretch only says that people meet.
func (s *scan) isMeeting(from, to int) bool {
	for _, t := range s.words(from) {
		if (t.class == cMeet || t.class == cIntent || t.class == cFiller || t.class == cUrgent || t.class == cYes || t.class == cRoomWord && t.val != 1 || t.class == cPerson || t.class == cAbout) && t.end == to {
			return true
		}
	}
	return false
}

// titleScore rates a stretch as a title, 0 when it is none.
func (s *scan) titleScore(from, to int, led bool) int {
	if from >= to || s.isMeeting(from, to) {
		return 0
	}
	content, named := 0, false
	for _, r := range s.runes[from:to] {
		switch {
		case isHan(r):
			content += 2
		case r != ' ' && r != '-':
			content++
		}
		named = named || !isDigit(r) && r != ' ' && r != '-' && r != '.'
	}
	if content < 2 || !named || content == 2 && isHan(s.runes[from]) && s.runes[from] != '会' {
		return 0
	}
	score := content
	if s.saysWe(from, to) {
		score = 1
	}
	if led {
		score += 40
	}
	if s.runes[to-1] == '会' || s.namesMeeting(from, to) {
		score += 20
	}
	return score
}
