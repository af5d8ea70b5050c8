package language

import "strings"

// headcountMatch is a number of people as said.
type headcountMatch struct {
	n, delta int
	approx   bool
	several  bool // 十几, 几个: the number itself is open
	bare     bool // only "for 12" says that people are counted
}

// mostPeople is the largest number of people that is taken for one.
const mostPeople = 2000

// headcounts returns what may be said about how many people, starting at p.
func (s *scan) headcounts(p int, add func(headcountMatch, int, int)) {
	if s.nums[p].end > 0 && s.peek(p-1) != '第' {
		s.countedPeople(p, p, headcountMatch{}, add)
	}
	switch s.runes[p] {
	case '几', '十', '数':
		s.severalPeople(p, add)
	case '我', '咱', '就', '能', '可', '容', '坐', '参', '人', '共', '一', '总', '与', '大':
		s.ledPeople(p, add)
	}
	for _, t := range s.words(p) {
		switch t.class {
		case cMore:
			if s.peek(p-1) == '参' {
				continue
			}
			s.countedPeople(p, s.skip(t.end), headcountMatch{delta: 1}, add)
		case cLess:
			s.countedPeople(p, s.skip(t.end), headcountMatch{delta: -1}, add)
		}
	}
	switch s.runes[p] {
	case 'f', 'm', 's', 'w', 't', 'p', 'g', 'h', 'a', 'c':
		s.englishPeople(p, add)
	}
}

// countedPeople reads a number at q and the people after it; the match starts at p.
func (s *scan) countedPeople(p, q int, m headcountMatch, add func(headcountMatch, int, int)) {
	if q >= len(s.nums) {
		return
	}
	n := s.nums[q]
	if s.afterRoom(p) && n.digits >= 3 || s.afterHouse(p) || isDigit(s.peek(p)) && isLetter(s.peek(p-1)) {
		return
	}
	if n.end == 0 || n.ord || n.frac || n.digits > 6 || p >= 4 && s.literalAt(p-4, "the ") && !s.literalAt(s.skip(n.end), "of us") {
		return
	}
	val, end := s.upTo(n)
	m.approx = n.range2 || end > n.end
	r := s.skip(end)
	if a, ok := s.oneOf(r, "多来余几+"); ok {
		r, m.approx = s.skip(a), true
		m.several = s.peek(a-1) == '几' || s.peek(a-1) == '多'
	}
	if t, ok := s.word(r, cSurround); ok && t.end > r && s.peek(r) != '多' && !isLetter(s.peek(r)) {
		r, m.approx = s.skip(t.end), true
	}
	if t, ok := s.word(r, cMore); ok && isLetter(s.peek(r)) {
		m.delta, r = 1, s.skip(t.end)
	} else if t, ok := s.word(r, cLess); ok && isLetter(s.peek(r)) {
		m.delta, r = -1, s.skip(t.end)
	}
	t, ok := s.word(r, cPerson)
	if !ok {
		t.end, ok = s.peopleNoun(n, r)
	}
	if !ok || s.notPeople(t.end) || t.val == 1 && !s.standsAlone(t.end) && !isDigit(s.peek(s.skip(t.end))) || t.end-r > 3 && s.literalAt(r, "coming") && n.han {
		return
	}
	end = t.end
	if u, ok := s.word(s.skip(end), cSurround); ok {
		end, m.approx = u.end, true
	}
	if m.delta != 0 {
		m.delta *= val
	} else {
		m.n = val
	}
	add(m, p, end)
}

// upTo is the larger number of 10~12人 or "ten or twelve people", and where it ends.
func (s *scan) upTo(n number) (int, int) {
	q, ok := s.skip(n.end), false
	if c, until := s.word(q, cUntil); until {
		q, ok = c.end, true
	} else if o, or := s.literal(q, "or "); or {
		q, ok = o, true
	}
	if to, number := s.num(q); ok && number && to.int() > n.int() && !to.ord {
		return to.int(), to.end
	}
	return n.int(), n.end
}

// peopleNoun is the end of an English plural that can only be people, "40 singers": its ending says so, it is no thing,
// and nothing that it could describe follows.
func (s *scan) peopleNoun(n number, p int) (int, bool) {
	if n.digits == 0 || n.val < 2 || !isLetter(s.peek(p)) || p == n.end {
		return p, false
	}
	end := s.wordEnd(p)
	if end-p < 4 || s.commonWord(p, end) || !s.standsAlone(end) && !isDigit(s.peek(s.skip(end))) {
		return p, false
	}
	word := string(s.runes[p:end])
	if notPeopleNouns[word] {
		return p, false
	}
	for _, tail := range [...]string{"ers", "ors", "ists", "ants", "ees", "eers", "ians", "mums", "dads", "moms", "boys", "girls", "ladies", "gents", "nurses", "coaches", "bosses", "chiefs", "heads", "leads", "trainees"} {
		if strings.HasSuffix(word, tail) {
			return end, true
		}
	}
	return p, false
}

// notPeopleNouns are things that end like people.
var notPeopleNouns = wordSet("papers|posters|servers|numbers|orders|letters|chapters|folders|computers|quarters|offers|tenders|centers|monitors|projectors|doors|floors|errors|sensors|printers|routers|adapters|adaptors|chargers|speakers|trailers|drawers|layers|triggers|stickers|banners|flyers|fliers|flowers|meters|metres|liters|litres|acres|others|towers|boilers|covers|filters|containers|buffers|users|headers|factors|vectors|mirrors|colors|colours|fees|trees|plants|grants|variants|restaurants|lists|drivers|issues|employees'")

// afterRoom tells whether a room word stands before p: the number at p is the room's.
func (s *scan) afterRoom(p int) bool {
	q := p
	for q > 0 && s.runes[q-1] == ' ' {
		q--
	}
	for from := max(0, q-5); from < q; from++ {
		if t, ok := s.word(from, cRoomWord); ok && t.end == q && !s.literalAt(from-5, "town ") {
			return true
		}
	}
	return false
}

// afterHouse tells whether the number at p is that of a building or a phase: "Building 7 contractors".
func (s *scan) afterHouse(p int) bool {
	for _, w := range [...]string{"building ", "block ", "tower ", "phase ", "stage ", "gate ", "zone "} {
		if s.literalAt(p-len(w), w) && !isLetter(s.peek(p-len(w)-1)) {
			return true
		}
	}
	return false
}

func (s *scan) literalAt(p int, text string) bool { _, ok := s.literal(p, text); return ok }

// notPeople refuses 人 inside other words: 3人民, 2人次.
func (s *scan) notPeople(p int) bool {
	switch s.peek(p) {
	case '民', '脸', '防', '事', '力', '才', '类', '工', '造':
		return s.peek(p-1) == '人'
	case '单':
		return true
	case '团':
		return s.peek(p-1) == '人' && s.peek(p+1) != '建' && s.peek(p+1) != '队'
	}
	return false
}

// severalPeople reads 十几个人, 几十人, 几个人.
func (s *scan) severalPeople(p int, add func(headcountMatch, int, int)) {
	for _, f := range []struct {
		words string
		n     int
	}{{"十几", 15}, {"几十", 50}, {"几", 5}, {"十来", 10}, {"数十", 50}} {
		q, ok := s.literal(p, f.words)
		if !ok {
			continue
		}
		if t, ok := s.word(s.skip(q), cPerson); ok && !s.notPeople(t.end) {
			add(headcountMatch{n: f.n, approx: true, several: true}, p, t.end)
			return
		}
	}
}

// ledPeople reads 我们三个, 咱俩, 人数20, 容纳50, 共20人.
func (s *scan) ledPeople(p int, add func(headcountMatch, int, int)) {
	for _, lead := range []string{"人数大概", "人数大约", "人数约", "人数是", "人数:", "人数", "参会人数", "参会人数:", "参会", "容纳", "能容纳", "可容纳", "能坐", "坐得下", "可坐"} {
		q, ok := s.literal(p, lead)
		if !ok {
			continue
		}
		q = s.skip(q)
		if n, ok := s.num(q); ok && !n.ord && n.val >= 0 {
			if _, counted := s.word(s.skip(n.end), cPerson); counted {
				s.countedPeople(p, q, headcountMatch{}, add)
			} else if !s.countsSomething(n.end) && !s.isHourAfter(n.end) {
				add(headcountMatch{n: n.int(), approx: n.range2}, p, n.end)
			}
		}
	}
	for _, lead := range []string{"我们", "咱们", "咱", "我们一共", "我们就", "就我们", "一共", "总共", "共", "大概", "大约", "一共就", "与会"} {
		q, ok := s.literal(p, lead)
		if !ok {
			continue
		}
		n, ok := s.num(q)
		if !ok || n.ord || n.val > 500 {
			continue
		}
		if r, ok := s.literal(n.end, "个"); ok && !s.countsUnit(n.end) {
			add(headcountMatch{n: n.int(), approx: n.range2}, p, r)
		}
		if last := s.peek(n.end - 1); last == '俩' || last == '仨' {
			add(headcountMatch{n: n.int()}, p, n.end)
		}
	}
}

func (s *scan) countsUnit(p int) bool {
	_, ok := s.word(p, cUnit)
	if !ok {
		_, ok = s.word(p+1, cUnit)
	}
	return ok || s.peek(p+1) == '半' || s.peek(p+1) == '会' || s.peek(p+1) == '房' || s.peek(p+1) == '月'
}

// englishPeople reads "for 12", "party of 8", "headcount 20", "me and 3 others".
func (s *scan) englishPeople(p int, add func(headcountMatch, int, int)) {
	for _, lead := range []string{"for about ", "for around ", "for ", "make it ", "seating for ", "seats "} {
		q, ok := s.literal(p, lead)
		if !ok {
			continue
		}
		n, ok := s.num(q)
		if !ok || n.ord || n.han || n.digits > 4 || s.countsSomething(n.end) || s.isHourAfter(n.end) || s.tied(s.skip(q), n.end) {
			return
		}
		if _, room := s.word(s.skip(q), cRoom); room && n.digits >= 3 || lead == "make it " && n.val <= 12 {
			return // a room; an hour
		}
		if s.peopleEnd(n.end) && !s.isTimeAfter(n.end) {
			add(headcountMatch{n: n.int(), bare: true, approx: lead == "for about " || lead == "for around "}, p, n.end)
		}
		return
	}
	for _, lead := range []string{"we are ", "we're ", "we will be ", "we'll be ", "there are ", "there will be ", "there'll be ", "party of ", "team of ", "group of ", "headcount ", "headcount: ", "headcount is ", "attendees: ", "people: ", "pax: ", "capacity ", "capacity of ", "capacity for ", "seats ", "fits ", "fit ", "holds "} {
		if q, ok := s.literal(p, lead); ok {
			if n, ok := s.num(q); ok && !n.ord && (s.runes[p] != 'w' && s.runes[p] != 't' || s.peopleEnd(n.end) || s.personAfter(n.end)) {
				add(headcountMatch{n: n.int()}, p, s.optional(n.end, cPerson))
			}
		}
	}
	if q, ok := s.literal(p, "me and "); ok {
		if n, ok := s.num(q); ok {
			if r, ok := s.literal(s.skip(n.end), "others"); ok {
				add(headcountMatch{n: n.int() + 1}, p, r)
			}
		}
	}
}

func (s *scan) personAfter(p int) bool { _, ok := s.word(s.skip(p), cPerson); return ok }

// peopleEnd tells whether a number that nothing counts may stand for people: "for 12 tomorrow", "for 12, 3pm".
func (s *scan) peopleEnd(p int) bool {
	for _, w := range [...]string{"please", "pls", "thanks", "thx"} {
		if s.literalAt(s.skip(p), w) {
			return true
		}
	}
	_, weekday := s.word(s.skip(p), cWeekday)
	return weekday || s.standsAlone(p) || isDigit(s.peek(s.skip(p)))
}

func (s *scan) isTimeAfter(p int) bool {
	q := s.skip(p)
	if s.peek(q) == '-' {
		return true
	}
	if t, ok := s.word(q, cUntil); ok && t.end > q {
		return true
	}
	return false
}
