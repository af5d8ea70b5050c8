package language

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
