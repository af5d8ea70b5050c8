package language

import (
	"slices"
	"strings"
)

// order is a job that is given to somebody: to whom, and where the words of the job lie.
type order struct {
	crew     string
	from, to int
}

// A lead says that somebody is given something to do. A weak one stands before other things as well, 安排会议室, and
// needs a job behind the name.
const (
	leadWeak = iota
	leadStrong
	leadHave // have, let, make: the bare verb follows
	leadCan  // can, could: the bare verb follows, and only names that are known count
)

var leads = newLeads()

func newLeads() *trie {
	t := newTrie()
	t.add(cTitleLead, leadWeak, "请|安排|通知|麻烦|帮忙叫|叫上|要求|联系|need|want|notify|inform|remind|please")
	t.add(cTitleLead, leadStrong, "让|叫|派|吩咐|交代|交给|指派|分派|喊|@|ask|tell|get|send|assign|instruct|dispatch|call")
	t.add(cTitleLead, leadHave, "have|let|make")
	t.add(cTitleLead, leadCan, "can|could|will")
	return t
}

// assigned finds the job that a supervisor hands to a person or a crew: 让王芳下午3点前把302打扫干净, "ask the technicians
// to check E202 before 4pm".
func (s *scan) assigned() (order, bool) {
	for p := 0; p < len(s.runes) && p < farthestLead; p++ {
		if p > 0 && isLetter(s.runes[p]) && isLetter(s.runes[p-1]) || s.covered[p] {
			continue
		}
		for _, t := range leads.match(s.runes, p, nil) {
			if o, ok := s.orderAt(t.end, t.val, s.runes[p] == '@'); ok {
				return o, true
			}
		}
	}
	return s.addressed()
}

// assign makes the reading a job: its words are the title, and nothing in them is a fault or a change.
func (s *scan) assign(r *Reading, o order) {
	r.Intent, r.Crew = IntentAssign, o.crew
	r.Title, r.TitleSpan = s.titleText(o.from, o.to)
	r.Problem, r.Change, r.Answer, r.Headcount = nil, nil, nil, nil
	for i := range s.chosen {
		if it := &s.chosen[i]; r.Time != nil && it.kind == itemTime && s.isDeadline(it) {
			r.Time.Deadline = true
		}
	}
}

// isDeadline tells whether a time is the latest moment: 下午3点前, "by 2pm".
func (s *scan) isDeadline(it *item) bool {
	for _, w := range [...]string{"前", "之前", "以前"} {
		if s.literalAt(it.end, w) {
			return true
		}
	}
	for _, w := range [...]string{"by ", "before ", "no later than ", "latest "} {
		if n := len(w); s.literalAt(it.start-n, w) && !isLetter(s.peek(it.start-n-1)) {
			return true
		}
	}
	return false
}

// farthestLead is how far into a text the words that give a job may start.
const farthestLead = 40

// addressed reads a job whose doer is named first: 李强，去东楼门口引导一下; 王芳负责打扫302.
func (s *scan) addressed() (order, bool) {
	who, ok := s.doer(0, false)
	if !ok || who.unknown {
		return order{}, false
	}
	q := s.skip(who.to)
	for s.peek(q) == ',' || s.peek(q) == ':' || s.peek(q) == '，' {
		q = s.skip(q + 1)
	}
	q = s.overTime(q)
	for _, w := range [...]string{"负责", "帮忙", "去", "来", "把", "please "} {
		if r, ok := s.literal(q, w); ok && (w == "去" || w == "来" || w == "把") && s.jobAt(s.overTime(q)) {
			return s.job(who.crew, q)
		} else if ok {
			return s.job(who.crew, s.skip(r))
		}
	}
	if s.jobAt(q) && !isLetter(s.runes[0]) && !s.titled(q) {
		return s.job(who.crew, q)
	}
	return order{}, false
}

// titled tells whether what starts with a verb at p is the name of a meeting: 技术|检查讨论会.
func (s *scan) titled(p int) bool {
	end := p
	for end < len(s.runes) && !s.isTrim(end) && !s.breaks(end) && !s.covered[end] {
		end++
	}
	return end > p && s.runes[end-1] == '会' || end > p+2 && s.namesMeeting(p+2, end)
}

// orderAt reads who gets the job at p, behind the lead, and the job.
func (s *scan) orderAt(p, lead int, mention bool) (order, bool) {
	who, ok := s.doer(s.skip(p), mention || lead == leadStrong || lead == leadHave)
	if !ok {
		return order{}, false
	}
	q := s.overTime(s.skip(who.to))
	latin := isLetter(s.peek(s.skip(p)))
	marked, sure := mention, false
	for _, w := range [...]string{"to ", "please ", "一起", "麻烦", "负责", "帮忙", "帮", "赶紧", "马上", "尽快", "立刻", ",", "，", ":"} {
		if r, ok := s.literal(q, w); ok {
			q, marked, sure = s.overTime(s.skip(r)), true, sure || w == "负责" || w == "帮忙"
		}
	}
	if latin && lead != leadHave && lead != leadCan && !marked {
		return order{}, false
	}
	if sure && !who.unknown {
		return s.job(who.crew, q)
	}
	if !s.jobAt(q) && (who.unknown || lead != leadStrong || !marked && latin || s.standsFor(q)) {
		return order{}, false
	}
	return s.job(who.crew, q)
}

// doer is who is given a job: a person or a crew, or somebody that the catalogue does not know.
type doer struct {
	crew    string
	to      int
	unknown bool
}

// doer reads one or more names at p: 王芳和李强, "the cleaning crew", 小王.
func (s *scan) doer(p int, anybody bool) (doer, bool) {
	for _, w := range [...]string{"someone from ", "somebody from ", "someone in ", "one of the ", "some of the ", "two of the ", "the ", "our ", "a ", "some ", "two ", "两个", "几个", "一个", "一位", "两位"} {
		if q, ok := s.literal(p, w); ok {
			p = q
			break
		}
	}
	d := doer{to: p}
	for {
		q := s.skip(d.to)
		if d.to > p {
			linked := false
			for _, w := range [...]string{"和", "跟", "、", "and ", "@"} {
				if r, ok := s.literal(q, w); ok {
					q, linked = s.skip(r), true
					break
				}
			}
			if !linked {
				return d, true
			}
		}
		code, end, ok := s.crewAt(q)
		if t, named := s.word(q, cName); named && t.end >= end {
			code, end, ok = "", t.end, true
		} else if t, named := s.word(q, cDepartment); named && !ok {
			end, ok = t.end, true
		}
		if !ok && d.to == p && anybody {
			end, ok = s.stranger(q)
			d.unknown = ok
		}
		if !ok || s.literalAt(end, "'s") || s.peek(end) == '的' {
			return d, d.to > p
		}
		d.crew, d.to = orString(d.crew, code), s.respectful(end)
	}
}

// respectful is p moved over what is said behind a name: 王芳|同事.
func (s *scan) respectful(p int) int {
	if r := s.peek(p); (r == '小' || r == '老') && isHan(s.peek(p+1)) && !s.roomNameAt(p+1) {
		return p + 2 // 司机|小张
	}
	for _, w := range [...]string{"师傅", "同事", "同志", "老师", "他们", "那边", "这边", "的同事", "的人"} {
		if q, ok := s.literal(p, w); ok {
			return q
		}
	}
	return p
}

// stranger is the end of a name that no catalogue has: 小王, 老李, 王师傅, "Wang Fang" with capitals. What comes next must
// show that it is one.
func (s *scan) stranger(p int) (int, bool) {
	if isHan(s.peek(p)) {
		for n := 2; n <= 3; n++ {
			end := p + n
			if end < len(s.runes) && allHan(s.runes[p:end]) && !s.startsOther(p, p) && (s.jobAt(s.overTime(end)) || s.literalAt(end, "负责")) {
				return end, true
			}
		}
		return p, false
	}
	end := s.wordEnd(p)
	if end < p+2 || !isLetter(s.runes[p]) || !s.capitals(p, end) {
		return p, false
	}
	if next := s.wordEnd(s.skip(end)); next > s.skip(end) && s.capitals(s.skip(end), next) {
		end = next
	}
	return end, true
}

func allHan(runes []rune) bool {
	for _, r := range runes {
		if !isHan(r) || nameStops[r] {
			return false
		}
	}
	return true
}

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
