package language

import "strings"

// titleOf is what is left of a text once everything understood is taken away, without filler.
func (s *scan) titleOf(items []item) (string, Span) {
	from, to, quoted := s.quoted()
	if quoted && !s.goesOn(to+1) {
		return s.titleText(from, to)
	}
	covered := make([]bool, len(s.runes)+1)
	for _, it := range items {
		if it.kind == itemPerson || it.kind == itemDepartment || it.unused {
			continue
		}
		for p := it.start; p < it.end; p++ {
			covered[p] = true
		}
	}
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
		for q < len(s.runes) && !covered[q] && !s.breaks(q) {
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
	return s.titleText(bestFrom, bestTo)
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
		var closing rune
		switch r {
		case '《':
			closing = '》'
		case '“':
			closing = '”'
		case '"':
			closing = '"'
		case '「':
			closing = '」'
		case '『':
			closing = '』'
		default:
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
	return isHan(s.peek(p)) && len(s.words(p)) == 0 || isHan(s.peek(p)) && isHan(s.peek(p+1)) && !s.startsOther(p, p) && s.fillerFrom(p, len(s.runes)) == p
}

// trimmed takes filler off both ends; led when a phrase such as 主题是 announced the title.
func (s *scan) trimmed(from, to int) (int, int, bool) {
	for p := from; p < to; p++ {
		if t, ok := s.word(p, cTitleLead); ok && t.end < to && (p == from || !isLetter(s.peek(p-1))) && (p == from || s.leadInside(p, t)) {
			f, e, _ := s.trimmed(t.end, to)
			if f < e {
				return f, e, true
			}
		}
	}
	for changed := true; changed && from < to; {
		changed = false
		for from < to && s.isTrim(from) && !s.opensQuote(from, to) {
			from++
		}
		if end := s.fillerFrom(from, to); end > from {
			from, changed = end, true
		}
	}
	for changed := true; changed && from < to; {
		changed = false
		for to > from && s.isTrim(to-1) {
			to--
		}
		if start := s.fillerTo(from, to); start < to {
			to, changed = start, true
		}
	}
	return from, to, false
}

// leadInside accepts a lead in the middle of a stretch: not 关于 after other title words in English "about" position.
func (s *scan) leadInside(p int, t token) bool {
	switch s.peek(p) {
	case '关', '开', '召', '举', '搞', '办':
		return true
	}
	return t.end-p > 2
}

// opensQuote tells whether the mark at from is closed again inside the stretch.
func (s *scan) opensQuote(from, to int) bool {
	for p := from + 1; p < to-1; p++ {
		if s.runes[from] == '“' && s.runes[p] == '”' {
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

// fillerFrom is the end of the filler at the start of a stretch, from itself when there is none.
func (s *scan) fillerFrom(from, to int) int {
	end := from
	for _, t := range s.words(from) {
		if (t.class == cFiller || t.class == cIntent && t.val <= cueFree && t.end-from > 1) && t.end <= to && t.end > end && !s.startsWord(from, t) {
			end = t.end
		}
	}
	if end == to && s.isMeeting(from, to) {
		return end
	}
	return end
}

// startsWord refuses filler that is only the start of a longer word: 开题报告, 用户访谈.
func (s *scan) startsWord(from int, t token) bool {
	if t.end-from > 1 || isLetter(s.runes[from]) {
		return isLetter(s.runes[from]) && (s.peek(t.end) == '-' || t.end-from == 1 && isHan(s.peek(t.end)))
	}
	next := s.peek(t.end)
	for _, r := range longerWords[s.runes[from]] {
		if r == next {
			return true
		}
	}
	return false
}

// longerWords lists, for filler of one character, the characters with which it starts a word of its own.
var longerWords = map[rune]string{
	'做': "法账工饭题菜大强优",
	'开': "题工源发放业学盘幕标门办拓", '用': "户人电工例", '定': "价期制位点型岗稿额", '约': "谈束见", '要': "点素闻", '在': "职线建校", '订': "单货", '给': "水排",
	'有': "限机色奖", '到': "期货访账", '想': "法", '借': "款调", '个': "人税案股性", '再': "生就融", '来': "访料年电", '上': "市线级海半岗课报", '下': "半乡沉属级游一", '送': "审别检货",
	'一': "体线期把季号对", '人': "事才力员工民大社口", '中': "午期标层心国央秋试层台小层", '对': "接账标公外话", '和': "谐", '与': "会", '起': "草步", '了': "解", '能': "源耗效力", '就': "业职",
	'内': "部审控训容训", '里': "程", '加': "班盟工急", '备': "案战货份课", '带': "教货领", '先': "进锋", '预': "算审案警演赛决", '改': "革造版进制", '换': "届岗", '把': "关控", '将': "军", '需': "求", '为': "民", '层': "级",
	'共': "建享青同创", '占': "地", '配': "套置送", '会': "议", '说': "明", '从': "业", '场': "地景", '快': "递讯", '留': "学任", '跟': "进投踪", '楼': "宇市", '帮': "扶",
	'是': "", '去': "库年", '都': "市", '并': "购网", '请': "示",
}

// fillerTo is the start of the filler at the end of a stretch.
func (s *scan) fillerTo(from, to int) int {
	for p := max(from, to-14); p < to; p++ {
		if p > from && isLetter(s.runes[p]) && isLetter(s.runes[p-1]) {
			continue
		}
		for _, t := range s.words(p) {
			if t.class == cFiller && t.end == to && s.endsAsFiller(from, p, to) {
				return p
			}
		}
	}
	return to
}

// endsAsFiller keeps words that belong to a title when they end it: 启动会, 用户增长 come apart otherwise.
func (s *scan) endsAsFiller(from, p, to int) bool {
	if isLetter(s.runes[p]) {
		return trailingWords[string(s.runes[p:to])]
	}
	if to-p > 1 {
		return true
	}
	switch s.runes[p] {
	case '的', '吧', '吗', '呢', '啊', '哈', '呀', '了', '在', '于', '用', '要', '到', '和', '跟', '与', '请', '去', '从', '需', '订', '是', '把', '将', '并', '给', '就', '约', '有':
		return true
	case '开', '上', '定', '来', '送', '加', '再', '共':
		return p > from
	}
	return false
}

// trailingWords are the English words that end no title.
var trailingWords = wordSet("for|at|on|in|from|the|a|an|to|and|of|with|by|please|pls|plz|thanks|thank you|thx|cheers|until|till|starting|start|starts|between|is|will be|about|around|we|i|me|us|people|total|in total|need|needed|required|lasting|lasts|long|per|via|this|that|each|every|then|before|after|or|but|plus|also|room|meeting room|my|our|it|there|book|reserve|as|like|some|if possible|capacity|bring|use|using|ok|would|you|can you|could you|which|who|that fits|fits|available|free")

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range splitWords(words) {
		m[w] = true
	}
	return m
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
	content := 0
	for _, r := range s.runes[from:to] {
		switch {
		case isHan(r):
			content += 2
		case r != ' ' && r != '-':
			content++
		}
	}
	if content < 2 || content == 2 && isHan(s.runes[from]) && s.runes[from] != '会' {
		return 0
	}
	score := content
	if led {
		score += 40
	}
	if s.runes[to-1] == '会' || s.namesMeeting(from, to) {
		score += 20
	}
	return score
}

// namesMeeting tells whether a stretch holds a word for what people meet for.
func (s *scan) namesMeeting(from, to int) bool {
	text := string(s.runes[from:to])
	for _, w := range meetingNouns {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

var meetingNouns = []string{
	"会议", "评审", "培训", "讨论", "面试", "汇报", "例会", "周会", "月会", "晨会", "复盘", "答辩", "座谈", "研讨", "沟通", "对接", "交流", "启动", "总结", "宣讲", "路演", "论坛", "学习", "演练", "谈判", "签约", "述职", "动员", "验收", "会商", "调度", "接待", "讲座", "分享", "访谈", "复试", "盘点",
	"review", "sync", "standup", "stand-up", "interview", "training", "workshop", "meeting", "kickoff", "kick-off", "retro", "planning", "demo", "briefing", "call", "discussion", "presentation", "seminar", "all hands", "all-hands", "1:1", "one on one", "1-on-1", "brainstorm", "onboarding", "town hall", "townhall", "check-in", "session", "debrief", "lunch", "party", "conference", "negotiation", "report", "rehearsal", "audit",
}
