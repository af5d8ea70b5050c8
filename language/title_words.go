package language

// hanNouns are words of filler that start a title when plain words follow them at once: 时间|管理培训, 我们|的节日.
var hanNouns = wordSet("我|我们|咱们|大家|之前|以前|之后|以后|期间|时间|场地|地点|房间|地方|人数|参会|周期|持续|连续|连着|整个|同时|要求|适合|随便|任意|再|能|可以|可能|准时|都|也|每|快|带|配|替|说|占|留|预|场|那|以|从|至|共|会务|时候|其中|帮|最好|尽量|协调|落实|拟|整|是|一|上|下|开始|结束|使用|参加|计划|打算|准备|申请|预约|直播|外加|另外")

// closers are words of filler that close what was taken away right before them: 两点|开始, 20人|参加.
var closers = wordSet("开始|结束|参加|左右|期间|上|下|之前|之后|以前|以后|可以|能|都|也|再|使用|共|起|是|参会|从|至|要求")

// hanMeetings are words of filler, of two characters each, that name a meeting together with 会.
var hanMeetings = wordSet("会务|协调|准备|计划")

// hanVerbs are verbs of booking that start a title only behind what says when or where: 明天3点 302 预约挂号优化.
var hanVerbs = wordSet("申请|预约|计划|打算|准备|使用|参加")

// latinNouns are English words of filler that start a title when a plain word follows: "big data", "space utilisation".
var latinNouns = wordSet("available|availability|any|big|large|small|free|quiet|usual|spare|going|same|each|every|total|long|people|attendees|seats|seating|capacity|space|place|room|venue|location|time|date|when|where|which|who|what|just|some|one|run|running|make|plan|order|block|booking|book|help|fit|fits|fitting|serve|send|bring|add|up|now|again|start|starting|schedule|change|move|shift|switch|update|delay|list|upcoming|repeat|recurring|ideally|put|hours|like|kindly|about|our people")

// latinVerbs are the verbs among them, which start a title only behind what says when or where.
var latinVerbs = wordSet("book|schedule|block|plan|run|running|make|order|send|bring|serve|add|put|help|up|going|just|any|which|what|where|when|start|starting|move|change|shift|switch|update|delay|list|booking|kindly|about|available")

// nounBefore tells whether the filler t at from is the first word of a title rather than filler, as a plain word follows
// it at once.
func (s *scan) nounBefore(from int, t token, to int) bool {
	if t.end >= to {
		return false
	}
	word := string(s.runes[from:t.end])
	behind := from > 0 && s.anyCovered(from)
	if isHan(s.runes[from]) {
		if !hanNouns[word] || !s.plainHan(t.end) || hanVerbs[word] && !behind {
			return false
		}
		return from == 0 || !s.covered[from-1] || !closers[word]
	}
	next := s.skip(t.end)
	if next == t.end || s.peek(from-1) == '-' || !latinNouns[word] || latinVerbs[word] && !behind {
		return false
	}
	return s.plainWord(next)
}

// plainHan tells whether a Chinese word that is neither filler nor about time starts at p; in a complete booking it may
// be a verb of changing as well.
func (s *scan) plainHan(p int) bool {
	if !isHan(s.peek(p)) || s.nums[p].end > 0 {
		return false
	}
	for _, t := range s.words(p) {
		switch t.class {
		case cServiceUnit, cService, cDevice, cMeasure, cFault:
			continue
		}
		if !s.complete || t.class != cIntent || t.val == cueBook || t.val == cueOrder {
			return false
		}
	}
	return true
}

// plainWord tells whether an English word that is neither filler nor about time, rooms or booking starts at p.
func (s *scan) plainWord(p int) bool {
	if !isLetter(s.peek(p)) {
		return false
	}
	end := s.wordEnd(p)
	for _, t := range s.words(p) {
		switch t.class {
		case cService, cDevice, cFault, cPerson, cBuilding, cScale, cRoom, cPart, cUnit:
		default:
			if t.end >= end {
				return false
			}
		}
	}
	return true
}

// anyCovered tells whether something before p has been understood.
func (s *scan) anyCovered(p int) bool {
	for q := p - 1; q >= 0 && q > p-farthestIn; q-- {
		if s.covered[q] {
			return true
		}
	}
	return false
}

// cueInTitle tells whether a verb of changing or cancelling belongs to the title of a complete booking: plain words
// follow it at once, 延期付款协商, "change advisory board".
func (s *scan) cueInTitle(from int, t token) bool {
	if !s.complete || !s.isCue(from, t.end) {
		return false
	}
	if isHan(s.runes[from]) {
		return t.end-from > 1 && isHan(s.peek(t.end)) && !s.timeAt(t.end) && !changeLinks[s.peek(t.end)]
	}
	next := s.skip(t.end)
	return next > t.end && isLetter(s.peek(next)) && s.anyCovered(from) && (s.plainWord(next) || s.saidBefore(from))
}

// changeLinks are what follows a verb of changing that is one: 改期|到, 变更|为.
var changeLinks = runeSet("到成为在至一下了吧")

// saidBefore tells whether when and where were said before p, so that nothing behind it changes them.
func (s *scan) saidBefore(p int) bool {
	for i := range s.chosen {
		if it := &s.chosen[i]; it.start > p && (it.kind <= itemCount || it.kind == itemRoom) {
			return false
		}
	}
	return true
}

// isCue tells whether a verb of booking, changing, asking and so on lies from from to end.
func (s *scan) isCue(from, end int) bool {
	for _, t := range s.words(from) {
		if t.class == cIntent && t.end == end && t.val != cueTo && t.val != cueOrder && t.val != cueBook {
			return true
		}
	}
	return false
}

// compound tells whether the filler t at from is only the first half of a longer word: 准备|金, 安排|表.
func (s *scan) compound(from int, t token) bool {
	for _, rest := range compounds[string(s.runes[from:t.end])] {
		if s.literalAt(t.end, rest) {
			return true
		}
	}
	return false
}

// compounds lists, for filler of several characters, what makes a word of its own with it.
var compounds = map[string][]string{
	"计划": {"生育", "外", "内", "经济", "书", "性"}, "准备": {"金", "度"}, "申请": {"书", "表", "人", "材料"}, "预约": {"挂号", "制"}, "安排": {"表"},
	"进行": {"曲", "时"}, "参加": {"工作"}, "要求": {"整改"}, "使用": {"说明", "手册", "费", "权"}, "结束": {"语"}, "开始": {"阶段"},
	"组织": {"生活", "部", "架构", "绩效", "变革", "关系", "建设", "发展", "能力", "生产"}, "地方": {"志", "债", "政府", "财政", "标准"},
	"打算": {"放弃"}, "的": {"士"}, "是": {"非"}, "以": {"案", "赛", "旧", "租"}, "由": {"来"}, "约定": {"书"}, "举行": {"式"},
	"借用": {"人员"}, "关于": nil, "开会": {"制度"}, "召集": {"人"}, "占用": {"补偿", "道路"}, "预留": {"金"}, "任意": {"球"}, "组": {"织"},
}
