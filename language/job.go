package language

import (
	"slices"
	"strings"
)

// overTime is p moved over words about time and the spaces around them.
func (s *scan) overTime(p int) int {
	for moved := true; moved; {
		moved = false
		if end, ok := s.timeItem(s.skip(p)); ok {
			p, moved = s.skip(end), true
		}
		if n, ok := s.num(p); ok { // 两个人
			for _, w := range [...]string{"个人", "人", "名", "位"} {
				if r, ok := s.literal(n.end, w); ok && n.han {
					p, moved = r, true
					break
				}
			}
		}
		for _, w := range [...]string{"之前", "以前", "前", "下班前", "会前", "开会前", "提前", "by ", "before "} {
			if r, ok := s.literal(s.skip(p), w); ok && r > p {
				p, moved = r, true
			}
		}
	}
	return s.skip(p)
}

// job is what is to be done, from p to the end of the sentence without a deadline at its end.
func (s *scan) job(crew string, p int) (order, bool) {
	o := order{crew: crew, from: p, to: p}
	for o.to < min(len(s.runes), p+longestJob) {
		switch s.runes[o.to] {
		case '。', '\n', '!', '！', ';', '；':
			return s.trimJob(o)
		case ',', '，':
			if !s.jobAt(s.skip(o.to + 1)) {
				return s.trimJob(o)
			}
		}
		if _, ok := s.timeItem(o.to); ok && o.to > p+1 && !s.jobAt(s.overTime(o.to)) {
			return s.trimJob(o)
		}
		o.to++
	}
	return s.trimJob(o)
}

// longestJob is how many characters of a job are taken for its title.
const longestJob = 200

// timeItem is the end of the words about time that start at p.
func (s *scan) timeItem(p int) (int, bool) {
	i, ok := slices.BinarySearchFunc(s.chosen, p, func(it item, p int) int { return it.start - p })
	if !ok || s.chosen[i].kind > itemCount {
		return p, false
	}
	return s.chosen[i].end, true
}

// trimJob takes what says when, and courtesy, off the end of a job; false when nothing is left that is one.
func (s *scan) trimJob(o order) (order, bool) {
	for changed := true; changed && o.to > o.from; {
		changed = false
		for o.to > o.from && (s.isTrim(o.to-1) || s.breaks(o.to-1)) {
			o.to--
		}
		for _, w := range [...]string{"谢谢", "辛苦了", "辛苦", "please", "pls", "thanks", "thank you", "急", "尽快", "asap", "一下吧", "吧", "哈", "by", "before", "at", "on", "no later than", "urgent", "在"} {
			start := o.to - len([]rune(w))
			if apart := !isLetter(rune(w[0])) || !isLetter(s.peek(start-1)); start >= o.from && apart && s.literalAt(start, w) {
				o.to, changed = start, true
			}
		}
	}
	return o, o.to-o.from >= 2 && !s.standsFor(o.from) && !s.attends(o)
}

// standsFor tells whether what follows a name is a title or a place rather than a job: 安排技术部周会.
func (s *scan) standsFor(p int) bool {
	if p >= len(s.runes) {
		return true
	}
	for _, w := range [...]string{"about ", "for ", "with ", "from ", "in ", "at ", "on ", "的", "和", "会", "周会", "例会", "培训", "开会", "know", "me "} {
		if s.literalAt(p, w) {
			return true
		}
	}
	return false
}

// attends tells whether the job is to be at a meeting or to book one: no task, but an invitation or a booking.
func (s *scan) attends(o order) bool {
	text := string(s.runes[o.from:o.to])
	for _, w := range [...]string{"开会", "参加", "参会", "出席", "面试", "汇报", "培训", "列席", "订会议室", "订个会议室", "预订", "预定", "订一下", "订一间", "join", "attend", "come to the meeting", "book a", "book the", "book room", "reserve", "schedule", "meet with"} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// jobAt tells whether a verb of work stands at p.
func (s *scan) jobAt(p int) bool {
	if p >= len(s.runes) {
		return false
	}
	if isLetter(s.runes[p]) {
		return jobVerbs[string(s.runes[p:s.wordEnd(p)])]
	}
	for _, w := range hanJobs {
		if s.literalAt(p, w) {
			return true
		}
	}
	return false
}

// hanJobs are the verbs, and the words before an object, that a job starts with.
var hanJobs = splitWords("把|将|去|到|来|给|打扫|清扫|清洁|清理|收拾|整理|布置|摆|搬|拿|取|送|检查|检修|查看|查一下|查|看一下|看看|看下|调试|测试|试一下|修|维修|抢修|处理|更换|换|接|引导|迎接|迎|准备|打印|复印|发|放|挂|撤|安装|装|拆|打开|开门|开空调|开灯|开投影|关|锁|倒|擦|拖|浇|买|采购|协助|配合|值班|巡查|巡检|巡视|盯|守|补|加|清点|核对|登记|拍|录|架|连|充电|贴|印|制作|做|备|泡|烧|端|续|搭|铺|消毒|通风|疏导|疏通|保障|跟进|联系|移|抬|扶|排查|排除|巡|验|在|指挥|派车")

// jobVerbs are the English ones.
var jobVerbs = wordSet("bring|check|clean|tidy|fix|set|move|take|put|prepare|print|collect|pick|deliver|open|lock|unlock|close|test|repair|replace|refill|guide|meet|greet|escort|show|help|stay|wait|remove|hang|carry|fetch|get|make|turn|switch|look|inspect|water|empty|wipe|mop|vacuum|sweep|arrange|order|buy|drive|go|come|send|add|install|connect|restart|reset|find|lay|swap|change|charge|stand|guard|patrol|direct|handle|sort|dust|stack|unstack|clear|wash|polish|top|pour|serve|place|post|copy|adjust|calibrate|investigate|secure|watch|do|finish|update|reboot|assist|support|cover|drop|give|mount|tape|record|photograph|hand|receive|welcome|usher|take|tell|let|run|air|disinfect|double-check|double|plug|unplug|rearrange|prep")
