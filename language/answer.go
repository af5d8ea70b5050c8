package language

import "time"

// answerTo reads a text as the answer to a question, where it does not already say what was asked.
func (s *scan) answerTo(expect Slot, r *Reading, now time.Time) {
	n, whole := s.onlyNumber()
	switch expect {
	case SlotHeadcount:
		if r.Headcount == nil && whole {
			s.asHeadcount(n, r)
		}
	case SlotDuration:
		s.asDuration(n, whole, r, now)
	case SlotTime:
		if whole && n.val <= 24 && r.Time == nil {
			m := moment{hasClock: true, clock: clock{hour: n.int(), half: fixedAbove(n.int())}, start: 0, end: n.end}
			w := when{from: m, hasFrom: true, spans: []int{0, len(s.runes)}}
			r.Time, r.Headcount = s.resolved(&w, r, now), nil
		}
	case SlotRoom:
		s.asRoom(r)
	case SlotTitle:
		s.asTitle(r)
	case SlotAnswer:
		if r.Answer == nil {
			r.Answer = s.answer()
		}
		if r.Answer != nil && r.Intent == IntentUnknown {
			r.Intent = IntentAnswer
		}
	case SlotProblem:
		if r.Problem == nil {
			r.Problem = s.problem()
		}
		if r.Problem == nil {
			sp := s.span(0, len(s.runes))
			r.Problem = &Problem{Kind: "other", Text: sp.In(s.text), Span: sp}
		}
	}
}

// onlyNumber is the number that the text consists of, but for words such as 就, 吧, 个.
func (s *scan) onlyNumber() (number, bool) {
	for p := range s.runes {
		n := s.nums[p]
		if n.end == 0 {
			continue
		}
		return s.decimal(p), s.onlyFiller(0, p) && s.onlyFiller(s.decimal(p).end, len(s.runes))
	}
	return number{}, false
}

func (s *scan) onlyFiller(from, to int) bool {
	for p := from; p < to; {
		if s.isTrim(p) || s.breaks(p) {
			p++
			continue
		}
		end := p
		for _, t := range s.words(p) {
			if (t.class == cFiller || t.class == cAbout || t.class == cSurround || t.class == cMeasure) && t.end <= to {
				end = max(end, t.end)
			}
		}
		if end == p {
			return false
		}
		p = end
	}
	return true
}

func (s *scan) asHeadcount(n number, r *Reading) {
	sp := s.span(0, len(s.runes))
	r.Headcount = &Headcount{N: n.int(), Approx: n.range2, Span: sp}
	r.Time, r.Room, r.Ambiguities, r.Invalid = nil, nil, nil, nil
	r.Title, r.TitleSpan = "", Span{}
	if n.int() <= 0 || n.int() > mostPeople {
		r.Invalid = []Invalid{{InvalidHeadcount, sp.In(s.text), sp}}
	}
}

// mostBareHours is the largest bare number that is taken for hours; above, it is minutes.
const mostBareHours = 12

// asDuration reads "2" as two hours and "90" as ninety minutes; an end ("到五点") stands as it is.
func (s *scan) asDuration(n number, whole bool, r *Reading, now time.Time) {
	if whole && n.val > 0 && (r.Time == nil || r.Time.Kind != KindDuration) {
		secs := n.val * 3600
		if n.val > mostBareHours {
			secs = n.val * 60
		}
		sp := s.span(0, len(s.runes))
		r.Time = (&Time{Kind: KindDuration, Span: sp, Parts: []Span{sp}}).withSeconds(secs)
		r.Headcount, r.Room, r.Ambiguities, r.Invalid = nil, nil, nil, nil
	}
	if r.Time != nil && r.Time.Kind == KindDuration && r.Time.Seconds == 43200 && !r.Time.AllDay {
		r.Time.withSeconds(halfDayHours * 3600)
	}
	if r.Time != nil && r.Time.Seconds <= 0 && r.Time.Kind == KindDuration {
		r.Invalid = append(r.Invalid, Invalid{InvalidDuration, s.text, r.Time.Span})
	}
}

// asRoom reads a bare number or name as a room: 就301, "phoenix", a name with a typing error.
func (s *scan) asRoom(r *Reading) {
	if r.Room != nil {
		return
	}
	from, to := 0, len(s.runes)
	for from < to {
		if s.isTrim(from) || s.breaks(from) {
			from++
		} else if e := s.fillerFrom(from, to); e > from {
			from = e
		} else {
			break
		}
	}
	for to > from {
		if s.isTrim(to-1) || s.breaks(to-1) {
			to--
		} else if e := s.fillerTo(from, to); e < to {
			to = e
		} else {
			break
		}
	}
	if from >= to || to-from > 12 {
		return
	}
	f := roomForm{from: from, to: to, name: s.runes[from:to]}
	if n := s.nums[from]; n.end == to && n.han {
		f.name = []rune(itoa(n.int()))
	}
	m := s.catalogue.match(&f, s.text, s.span(from, to))
	if len(s.catalogue.rooms) > 0 && m.Number == "" && len(m.Candidates) == 0 && r.Intent != IntentUnknown {
		return
	}
	r.Room, r.Time, r.Headcount, r.Invalid = m, nil, nil, nil
	if len(m.Candidates) > 0 {
		a := Ambiguity{Kind: "room", Text: m.Text, Span: m.Span}
		for _, n := range m.Candidates[:min(3, len(m.Candidates))] {
			a.Options = append(a.Options, Option{Value: n, Room: n})
		}
		r.Ambiguities = append(r.Ambiguities, a)
	}
}

// asTitle takes the whole text for the title, unless it is a command, a correction or a booking of its own.
func (s *scan) asTitle(r *Reading) {
	switch r.Intent {
	case IntentCancel, IntentHelp, IntentChange:
		return
	}
	if r.Room != nil && r.Title != "" || r.Time != nil && r.Time.HasClock {
		return
	}
	from, to, led := s.trimmed(0, len(s.runes))
	if !led || from >= to {
		from, to = 0, len(s.runes)
	}
	r.Title, r.TitleSpan = s.titleText(from, to)
}
