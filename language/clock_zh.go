package language

// hanClock reads 三点, 3点半, 两点一刻, 15时20分, 八点差五分, 三点三个字.
func (s *scan) hanClock(p int, n number, add func(clock, int)) {
	mark := s.skip(n.end)
	if n.digits > 2 || s.notAnHour(p, mark, n) {
		return
	}
	c := clock{hour: n.int(), half: fixedAbove(n.int()), invalid: n.val > 24}
	q := mark + 1
	if r, ok := s.literal(q, "钟"); ok {
		q = r
	}
	add(c, s.sharp(q))
	if t, ok := s.word(s.skip(q), cAmPm); ok && t.end-s.skip(q) > 1 {
		add(s.bind(c, t.val), t.end)
	}
	s.hanMinutes(c, q, add)
}

// notAnHour refuses 大一点, 有一点, 一点都, 2时 of 2时间, and what is counted in 点 but is no hour.
func (s *scan) notAnHour(p, mark int, n number) bool {
	after := s.peek(mark + 1)
	if s.peek(mark) == '时' {
		return after == '间' || after == '候' || after == '长' || after == '段' || after == '刻' || n.val > 30
	}
	if n.val == 1 && n.han {
		switch s.peek(p - 1) {
		case '大', '小', '早', '晚', '快', '好', '多', '少', '近', '远', '慢', '高', '低', '有', '长', '短', '静', '敞', '便', '宜', '差', '松':
			if s.peek(p-1) != '晚' && s.peek(p-1) != '早' || after != '半' {
				return true
			}
		}
		if after == '都' || after == '也' || after == '儿' || after == '点' {
			return true
		}
	}
	return n.val > 99 || after == '儿' || after == '名' && s.peek(mark+2) == '单'
}

// hanMinutes reads the minutes after N点.
func (s *scan) hanMinutes(c clock, p int, add func(clock, int)) {
	q := s.skip(p)
	if r, ok := s.oneOf(q, "过踏搭"); ok {
		q = r
	}
	c.minutes = true
	if s.peek(q) == '半' {
		switch s.peek(q + 1) {
		case '导', '年', '程', '成', '决', '自', '挂', '场':
			return // 3点|半导体交流
		}
		if r := s.peek(q + 1); r == '小' && s.peek(q+2) == '时' || r == '个' || r == '天' {
			return
		}
		c.min = 30
		s.hanSeconds(c, q+1, add)
		return
	}
	if t, ok := s.word(q, cQuarter); ok && s.peek(t.end-1) == '刻' && s.peek(t.end) != '钟' {
		c.min = 15 * t.val
		add(c, t.end)
		return
	}
	if r, ok := s.oneOf(q, "差欠"); ok {
		if m, end, ok := s.hanMinuteCount(r); ok {
			c.hour, c.min = c.hour-1, 60-m
			add(c, end)
		}
		return
	}
	if s.peek(q) == '零' {
		q++
	}
	m, ok := s.num(q)
	if !ok || m.ord || m.range2 || m.digits > 2 {
		return
	}
	if r, ok := s.literal(m.end, "个字"); ok {
		c.min = m.int() * 5
		add(c, r)
		return
	}
	if s.peek(s.skip(m.end)) == '分' && s.peek(s.skip(m.end)+1) != '钟' {
		c.min, c.invalid = m.int(), c.invalid || m.val > 59
		s.hanSeconds(c, s.skip(m.end)+1, add)
		return
	}
	s.bareHanMinutes(c, p, q, m, add)
}

// bareHanMinutes reads minutes without 分: 三点十五, 三点零五; a single numeral counts fives, as on the dial: 三点三.
func (s *scan) bareHanMinutes(c clock, p, q int, m number, add func(clock, int)) {
	if few := m.val < 13 && m.digits == 0 && s.peek(q-1) != '零'; few && isHan(s.peek(m.end)) && !s.dialEnds(m.end) {
		return // 3点|三重一大决策会
	}
	if m.digits > 0 && s.peek(p) == ' ' || m.val > 59 || s.countsSomething(m.end) || s.peek(m.end) == '号' || s.peek(m.end) == '-' && m.digits == 1 {
		return
	}
	switch {
	case m.val >= 10 || q > p && s.peek(q-1) == '零' || m.digits == 2:
		c.min = m.int()
	case m.han && m.val >= 1:
		c.min = m.int() * 5
	default:
		return
	}
	s.withHalf(c, m.end, add)
}

// dialEnds tells whether what follows minutes counted in fives lets them be minutes: 三点三开会, 三点三到四点.
func (s *scan) dialEnds(p int) bool {
	switch s.peek(p) {
	case '到', '至', '开', '的', '半', '前', '后', '左', '吧', '钟', '在', '有', '要', '去', '来', '啦', '了', '喺', '嘅':
		return true
	}
	return s.timeAt(p)
}

// hanSeconds adds the clock, with seconds when they follow.
func (s *scan) hanSeconds(c clock, p int, add func(clock, int)) {
	if n, ok := s.num(p); ok && s.peek(n.end) == '秒' && n.val < 60 {
		c.sec = n.int()
		add(c, n.end+1)
		return
	}
	s.withHalf(c, p, add)
}

// hanMinuteCount reads 五分, 一刻.
func (s *scan) hanMinuteCount(p int) (int, int, bool) {
	if t, ok := s.word(p, cQuarter); ok && s.peek(t.end-1) == '刻' {
		return 15 * t.val, t.end, true
	}
	n, ok := s.num(p)
	if !ok || n.val < 1 || n.val > 59 {
		return 0, p, false
	}
	end := n.end
	if s.peek(end) == '分' {
		end++
	}
	return n.int(), end, true
}

// hanBefore reads 差五分八点.
func (s *scan) hanBefore(p int, add func(clock, int)) {
	m, q, ok := s.hanMinuteCount(s.skip(p))
	if !ok {
		return
	}
	if r, ok := s.literal(q, "钟"); ok {
		q = r
	}
	n, ok := s.num(q)
	if !ok || n.val < 1 || n.val > 24 || s.peek(n.end) != '点' {
		return
	}
	h := n.int() - 1
	if h == 0 {
		h = 12
	}
	add(clock{hour: h, min: 60 - m, minutes: true, half: fixedAbove(n.int())}, n.end+1)
}

// instants reads moments at a distance from now: "in 2 minutes", 半小时后, "half an hour ago", 5秒之后.
func (s *scan) instants(p int, add func(clock, int)) {
	if t, ok := s.word(p, cIn); ok && t.val == 1 {
		q := s.skip(t.end)
		if l, end, ok := s.length(q); ok && !l.whole() {
			r := s.optional(end, cAfter)
			add(clock{rel: l.kept(), sign: 1}, s.fromToday(r))
		}
		if n, ok := s.num(q); ok && n.digits > 0 && n.end == len(s.runes) && n.val < 120 && isLetter(s.peek(p)) {
			add(clock{rel: length{secs: n.val * 60}.kept(), sign: 1}, n.end)
		}
		return
	}
	l, end, ok := s.length(p)
	if !ok || l.whole() {
		if t, ok2 := s.word(s.skip(end), cAfter); ok && ok2 && t.end > 0 {
			if r, ok := s.literal(s.skip(end), "from right now"); ok {
				add(clock{rel: l.kept(), sign: 1}, r)
			}
		}
		return
	}
	q := s.skip(end)
	for _, t := range s.words(q) {
		switch t.class {
		case cAfter:
			if isLetter(s.peek(q)) && s.followedByClock(t.end) {
				continue
			}
			if w := s.peek(q); w == 'f' && t.end-q == 4 || w == 'a' {
				continue
			}
			add(clock{rel: l.kept(), sign: 1}, t.end)
		case cBefore:
			if w, ok := s.literal(q, "ago"); ok && w == t.end || isHan(s.peek(q)) {
				add(clock{rel: l.kept(), sign: -1}, t.end)
			}
		case cIn:
			if t.val == 2 && isHan(s.peek(q)) {
				add(clock{rel: l.kept(), sign: 1}, t.end)
			}
		}
	}
}

func (s *scan) followedByClock(p int) bool {
	n, ok := s.num(p)
	return ok && !n.ord
}
