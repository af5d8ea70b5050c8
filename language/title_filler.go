package language

import "strings"

// fillerFrom is the end of the filler at the start of a stretch, from itself when there is none.
func (s *scan) fillerFrom(from, to int) int {
	if end := s.doingFor(from, to); end > from {
		return end
	}
	if end := max(s.greeted(from, to), s.toldBy(from, to)); end > from {
		return end
	}
	end := from
	for _, t := range s.words(from) {
		if t.end > to || t.class != cFiller && t.class != cIntent && t.class != cUrgent {
			continue
		}
		if t.class != cUrgent && s.opensTitle(from, t, to) {
			if t.end-from > 1 && isHan(s.runes[from]) {
				return from // nor does a shorter word come off: 准备金, not 备金
			}
			continue
		}
		if t.end > end && s.comesOff(from, t, to) {
			end = t.end
		}
	}
	return end
}

// comesOff tells whether a word that starts no title is taken off the front of one.
func (s *scan) comesOff(from int, t token, to int) bool {
	switch t.class {
	case cIntent:
		return t.val <= cueFree && t.end-from > 1
	case cUrgent: // 紧急会议 and "urgent sync" are titles
		return t.end == to || s.peek(t.end) == ' ' && !isLetter(s.runes[from])
	}
	return t.end-from > 1 || !suffixes[s.runes[from]] || from > 0 && s.covered[from-1]
}

// opensTitle tells whether a word that is mostly filler starts the title itself.
func (s *scan) opensTitle(from int, t token, to int) bool {
	return s.startsWord(from, t) || s.keptVerb(from, t, to) || s.compound(from, t) || s.nounBefore(from, t, to) || s.cueInTitle(from, t)
}

// suffixes are filler only where they close what was taken away right before them: 20人|, 301|内; 人防工程 starts with one.
var suffixes = runeSet("人位号楼层内里中后前起都也每送备")

// greeted is from moved over a greeting: 老师您好.
func (s *scan) greeted(from, to int) int {
	for p := from; p < min(from+5, to-1) && isHan(s.runes[p]); p++ {
		if (s.runes[p] == '您' || s.runes[p] == '你') && s.runes[p+1] == '好' {
			return p + 2
		}
	}
	return from
}

// toldBy is from moved over who wants the meeting, 老板说, 领导临时要, 我和小王 .
func (s *scan) toldBy(from, to int) int {
	for _, who := range [...]string{"老板", "领导", "主任", "经理", "院长", "校长", "书记", "处长", "科长", "部长", "局长", "老大", "上面", "总"} {
		p := from
		if who == "总" {
			p++
		}
		q, ok := s.literal(p, who)
		if !ok {
			continue
		}
		end := q
		for moved := true; moved; {
			moved = false
			for _, w := range [...]string{"临时", "突然", "刚才", "刚刚", "让我", "叫我", "让", "说", "想", "要", "通知"} {
				if r, ok := s.literal(end, w); ok && r < to {
					end, moved = r, true
				}
			}
		}
		if end > q {
			return end
		}
	}
	for _, w := range [...]string{"让我们", "让我", "叫我"} {
		if q, ok := s.literal(from, w); ok && q < to {
			return q
		}
	}
	return s.withMe(from, to)
}

// withMe is from moved over the people that come, where a space closes them: 就我和小王 聊绩效.
func (s *scan) withMe(from, to int) int {
	for _, w := range [...]string{"就我和", "就我跟", "我和", "我跟", "我与", "我们和", "我们跟"} {
		p, ok := s.literal(from, w)
		if !ok {
			continue
		}
		for q := p + 1; q < min(p+5, to); q++ {
			if s.runes[q] == ' ' {
				return q
			}
		}
	}
	return from
}

// withWhom are the characters that say with or for whom something is done.
var withWhom = runeSet("跟和与同给为对向")

// talks are what people do together: after one of these words, "with whom" belongs to the title, 跟律师谈合同.
var talks = runeSet("谈聊对过碰见商沟汇讨讲开签吃审核拜")

// keptVerb keeps what looks like filler but opens a title: 跟供应商谈价格, "book club", 临时股东会.
func (s *scan) keptVerb(from int, t token, to int) bool {
	if r := s.runes[from]; t.end-from == 1 && withWhom[r] {
		for p := from + 2; p < min(from+12, to-1) && !s.isTrim(p); p++ {
			if talks[s.runes[p]] || s.literalAt(p, "一下") {
				return true
			}
		}
		return strings.ContainsRune("与和跟同", r) && (from == 0 || s.peek(from-1) == ' ') && (s.namesMeeting(from, to) || s.runes[to-1] == '会')
	}
	switch string(s.runes[from:t.end]) {
	case "临时":
		return len(s.words(t.end)) == 0 || !s.verbAt(t.end)
	case "改", "换":
		return isLetter(s.peek(t.end)) || isHan(s.peek(t.end)) && !s.timeAt(t.end) && len(s.words(t.end)) == 0
	case "it":
		return s.typed(from) != s.runes[from] && s.typed(from+1) != s.runes[from+1] && isLetter(s.peek(s.skip(t.end)))
	case "小范围":
		return s.namesMeeting(t.end, to)
	case "book":
		return bookNouns[string(s.runes[s.skip(t.end):s.wordEnd(s.skip(t.end))])]
	}
	return false
}

// bookNouns are the words that make a noun of "book".
var bookNouns = wordSet("club|clubs|fair|launch|group|signing|swap|review|discussion|talk|reading|week")

// verbAt tells whether a verb of booking stands at p.
func (s *scan) verbAt(p int) bool {
	for _, t := range s.words(p) {
		if t.class == cIntent && (t.val == cueBook || t.val == cueOrder) || t.class == cTitleLead {
			return true
		}
	}
	return s.peek(p) == '有' || s.peek(p) == '用'
}

// doingFor is from moved over for whom something is done, when what is done is named in full: 给实习生做|转正答辩.
func (s *scan) doingFor(from, to int) int {
	if from >= to || !withWhom[s.runes[from]] {
		return from
	}
	for p := from + 2; p < min(from+10, to); p++ {
		if s.isTrim(p) {
			return from
		}
		for _, verb := range [...]string{"进行", "做", "搞"} {
			q, ok := s.literal(p, verb)
			if !ok {
				continue
			}
			for _, measure := range [...]string{"一下", "一个", "一次", "一场", "个", "下", "次", "场"} {
				if r, ok := s.literal(q, measure); ok {
					q = r
					break
				}
			}
			if to-q >= 4 || to-q >= 3 && s.namesMeeting(q, to) {
				return q
			}
		}
	}
	return from
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
	'做': "法账工饭题菜大强优空实",
	'开': "题工源发放业学盘幕标门办拓局荒票卷采封展", '用': "户人电工例地水气药品料能途车房血", '定': "价期制位点型岗稿额级向编损性量", '约': "谈束见", '要': "点素闻害约", '在': "职线建校册岗读籍编",
	'订': "单货户阅", '给': "水排养", '有': "限机色奖氧声效偿", '到': "期货访账岗站", '想': "法象", '借': "款调阅读", '个': "人税案股性体贷展", '再': "生就融保造贷", '来': "访料年电信样",
	'上': "市线级海半岗课报门游网证户", '下': "半乡沉属级游一岗海线架", '送': "审别检货教样达餐", '一': "体线期把季号对带致站流级等类次", '人': "事才力员工民大社口防脸均机群物",
	'中': "午期标层心国央秋试台小西超考", '对': "接账标公外话口策比照赌", '和': "谐平解", '与': "会", '起': "草步重诉跑落", '了': "解", '能': "源耗效力动", '就': "业职医诊读",
	'内': "部审控容训外网科镜勤贸资存", '里': "程", '加': "班盟工急油固密氢", '备': "案战货份课品件考查", '带': "教货领队薪一", '先': "进锋行导", '预': "算审案警演赛决备防热售研埋付付", '改': "革造版进制建编善",
	'换': "届岗热汇乘", '把': "关控手", '将': "军", '需': "求", '为': "民", '层': "级流压", '共': "建享青同创识", '占': "地", '配': "套置送电额资", '会': "议", '说': "明课唱", '从': "业严", '场': "地景馆所",
	'快': "递讯消餐板", '留': "学任守", '跟': "进投踪班岗", '楼': "宇市道长", '帮': "扶教困", '是': "非", '去': "库年产", '都': "市", '并': "购网轨表", '请': "示", '号': "源码牌", '位': "移置次",
	'前': "期台端沿景置", '后': "勤备厨台续期端", '每': "日", '也': "", '替': "班考代补", '的': "士", '外': "", '还': "款建贷", '以': "案旧赛租",
}

// fillerTo is the start of the filler at the end of a stretch.
func (s *scan) fillerTo(from, to int) int {
	for p := max(from, to-14); p < to; p++ {
		if p > from && isLetter(s.runes[p]) && isLetter(s.runes[p-1]) {
			continue
		}
		for _, t := range s.words(p) {
			if t.end == to && (t.class == cFiller && s.endsAsFiller(from, p, to) || t.class == cUrgent && s.peek(p-1) == ' ') {
				return p
			}
		}
	}
	return to
}

// endsAsFiller keeps words that belong to a title when they end it: 启动会, 用户增长 come apart otherwise.
func (s *scan) endsAsFiller(from, p, to int) bool {
	if isLetter(s.runes[p]) {
		switch s.peek(p - 1) {
		case '-', '&', '/', '\'':
			return false // drop-in, Q&A
		}
		return trailingWords[string(s.runes[p:to])] && !s.acronym(from, p, to)
	}
	joined := to < len(s.runes) && s.covered[to] // 周例会在301: what is taken away follows at once
	if to-p > 1 {
		return joined || p == from || s.peek(p-1) == ' ' || !nouns[string(s.runes[p:to])]
	}
	for _, r := range wordsBefore[s.runes[p]] {
		if p > from && s.runes[p-1] == r {
			return false
		}
	}
	switch s.runes[p] {
	case '的', '吧', '吗', '呢', '啊', '哈', '呀', '了', '用':
		return true
	case '在', '于', '要', '到', '和', '跟', '与', '请', '去', '从', '需', '订', '是', '把', '将', '并', '给', '就', '约', '有':
		return joined || p == from || s.peek(p-1) == ' '
	case '开', '上', '定', '来', '送', '加', '再', '共':
		return p > from
	}
	return false
}

// acronym tells "call with IT" from "CALL WITH IT".
func (s *scan) acronym(from, p, to int) bool {
	return to-p == 2 && p > from && s.typed(p) != s.runes[p] && s.typed(p+1) != s.runes[p+1] && s.typed(from) == s.runes[from]
}

// nouns are the longer words of filler that end a title when nothing follows them at once: 诉讼准备, 年会安排.
var nouns = wordSet("准备|安排|协调|落实|组织|计划|打算|申请|要求|参加|举办|举行|进行|使用|帮忙|场地|约定|预计")

// wordsBefore lists, for filler of one character, the characters with which it ends a word of its own: 签约, 利用.
var wordsBefore = map[rune]string{
	'约': "签合违邀履续公条特解", '定': "制审鉴评协约规决固", '用': "试使利费应选聘运信食租公", '到': "报签", '开': "公召展", '上': "线网", '来': "往未", '加': "参增追", '要': "纪需摘概",
	'有': "国", '和': "总", '与': "参", '去': "", '在': "存", '给': "补供", '是': "", '起': "发", '请': "邀申聘报", '订': "修签装", '送': "配报选", '再': "",
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
