package language

import (
	"slices"
	"time"
)

// decide finds the intent from the cues and from what was understood.
func (s *scan) decide(r *Reading, items []item, split int, now time.Time) {
	if from, to, ok := s.renamed(); ok && !s.complete {
		s.rename(r, from, to)
		return
	}
	if intent, ok := s.duty(); ok {
		*r = Reading{Intent: intent}
		return
	}
	if o, ok := s.assigned(); ok {
		s.assign(r, o)
		return
	}
	has := func(cue int) bool { at, _ := s.cueAt(cue); return at >= 0 && !s.cueNamesMeeting(r, at) }
	ans := s.answer()
	switch {
	case s.onlyHelp(has):
		r.Intent = IntentHelp
	case s.finished(r, has, now):
		r.Intent = IntentFinish
	case s.isProblem(r, has, now):
		r.Intent = IntentProblem
	case has(cueCancel) && !s.aboutCancelling(r):
		r.Intent = IntentCancel
	case s.isChange(r, items, has, split):
		r.Intent = IntentChange
		s.fillChange(r, items, split)
	case ans != nil && s.isAnswer(r, ans, has):
		r.Intent, r.Answer = IntentAnswer, ans
	case has(cueFree) && !s.declaresFree(r):
		r.Intent = IntentFree
	case has(cueList) && r.Headcount == nil:
		r.Intent, r.Own = IntentList, s.asksOwn()
	case len(r.Services) > 0 && s.isService(r, has):
		r.Intent = IntentService
	case has(cueBook) || r.Time != nil && r.Time.Kind != KindDuration && (r.Room != nil || r.Headcount != nil || r.Title != ""):
		r.Intent = IntentBook
	case r.Room != nil && r.Headcount != nil, r.Room != nil && r.Title != "" && !r.Room.Span.Empty() && r.Time != nil:
		r.Intent = IntentBook
	}
	if r.Intent != IntentChange {
		r.Change = nil
	}
	if r.Intent != IntentProblem {
		r.Problem = nil
	} else {
		r.Services = nil
	}
	s.tidyTitle(r)
}

// cueNamesMeeting tells whether a verb at p is one of the words of a complete booking's title.
func (s *scan) cueNamesMeeting(r *Reading, p int) bool {
	if !s.complete || r.TitleSpan.Empty() {
		return false
	}
	return s.at[p] >= r.TitleSpan.Start && s.at[p] < r.TitleSpan.End
}

// aboutCancelling tells a booking whose title speaks of something cancelled from a cancellation.
func (s *scan) aboutCancelling(r *Reading) bool {
	at, _ := s.cueAt(cueCancel)
	return r.Headcount != nil && s.titleVerb(r, at)
}

// tidyTitle drops what is no title for the intent.
func (s *scan) tidyTitle(r *Reading) {
	switch r.Intent {
	case IntentBook, IntentUnknown:
	case IntentChange:
		if r.Change == nil || r.Change.Slot != SlotTitle {
			r.Title, r.TitleSpan = "", Span{}
		}
	case IntentFree:
		if !s.namesMeeting(s.runesOf(r.TitleSpan)) && !s.apartFromCue(r) {
			r.Title, r.TitleSpan = "", Span{}
		}
	case IntentCancel, IntentService, IntentFinish:
		if !s.namesMeeting(s.runesOf(r.TitleSpan)) {
			r.Title, r.TitleSpan = "", Span{}
		}
	default:
		r.Title, r.TitleSpan = "", Span{}
	}
}

// apartFromCue tells whether the title of a question for a free room stands in a part of its own: "any room tomorrow at
// 3 for 4? just a quick pay query".
func (s *scan) apartFromCue(r *Reading) bool {
	if r.Time == nil || !r.Time.HasClock {
		return false
	}
	at, _ := s.cueAt(cueFree)
	from, to := s.runesOf(r.TitleSpan)
	if at < 0 || from < at || to-from < 4 {
		return false
	}
	for p := at; p < from; p++ {
		if s.breaks(p) || s.runes[p] == ' ' && isHan(s.runes[from]) {
			return true
		}
	}
	return false
}

// runesOf is the range of runes that a span covers.
func (s *scan) runesOf(sp Span) (from, to int) {
	from, _ = slices.BinarySearch(s.at, sp.Start)
	to, _ = slices.BinarySearch(s.at, sp.End)
	return from, min(to, len(s.runes))
}

func (s *scan) onlyHelp(has func(int) bool) bool {
	if !has(cueHelp) {
		return false
	}
	at, end := s.cueAt(cueHelp)
	text := string(s.runes[at:end])
	if text == "help" {
		return s.skip(end) >= len(s.runes) || s.breaks(s.skip(end)) || len(s.runes) < 8
	}
	return true
}

// isProblem tells a fault from a meeting about one.
func (s *scan) isProblem(r *Reading, has func(int) bool, now time.Time) bool {
	if r.Problem == nil || r.Problem.incident() && s.plans(r, now) {
		return false
	}
	if has(cueBook) && r.Time != nil && r.Time.HasClock || r.Change != nil {
		return false
	}
	if r.Time != nil && r.Time.HasClock && r.Title != "" && s.namesMeeting(s.runesOf(r.TitleSpan)) {
		return false
	}
	if at, _ := s.cueAt(cueChange); at == 0 {
		return false
	}
	held := r.Time != nil && (r.Time.HasClock || !r.Time.End.IsZero()) && r.Headcount != nil
	return !held || r.Title == "" // a start, an end and people: a meeting about a fault
}

// plans tells a meeting about incidents from one that is reported: it is ahead, it is called a meeting, or a room is booked
// for it. What has happened is never ahead.
func (s *scan) plans(r *Reading, now time.Time) bool {
	if r.Time != nil && r.Time.Start.After(now) || s.namesMeeting(s.runesOf(r.TitleSpan)) {
		return true
	}
	at, _ := s.cueAt(cueBook)
	return at == 0 && (r.Room != nil || r.Time != nil)
}

func (s *scan) isChange(r *Reading, items []item, has func(int) bool, split int) bool {
	if r.Headcount != nil && r.Headcount.Delta != 0 && !has(cueBook) {
		return true
	}
	at, end := s.cueAt(cueChange)
	c := s.change(items)
	if at >= 0 && s.cueNamesMeeting(r, at) {
		return false
	}
	if at < 0 {
		return (c.Bigger || c.Smaller || c.Extend != 0 || c.Shift != 0) && !has(cueBook) && (r.Time == nil || r.Time.Kind == KindDuration) || c.Other && len(s.runes) < 18 && r.Time == nil
	}
	text := string(s.runes[at:end])
	if b, e := s.cueAt(cueBook); b >= 0 && b < at && e <= at && isHan(s.peek(b)) {
		return false
	}
	switch text {
	case "调整", "更改", "变更", "修改":
		return !s.titleVerb(r, at) && (c.Shift != 0 || split >= 0 || at == 0)
	case "提前", "make it":
		return c.Shift != 0 || split >= 0 && text != "提前" || at == 0 || s.endsThen(end)
	case "改", "换", "change", "move", "switch", "swap", "shift", "update", "extend", "modify", "instead":
		return !s.titleVerb(r, at)
	}
	return !s.titleVerb(r, at)
}

// titleVerb tells whether the cue at p is part of what the meeting is about: "change management review".
func (s *scan) titleVerb(r *Reading, p int) bool {
	if r.TitleSpan.Empty() || p >= len(s.at) {
		return false
	}
	at := s.at[p]
	inside := at >= r.TitleSpan.Start && at < r.TitleSpan.End
	for _, next := range longerWords[s.peek(p)] {
		if inside && s.peek(p+1) == next {
			return true
		}
	}
	return inside && r.Time != nil && at > r.Time.Span.Start && p > 3
}

// fillChange completes the change: which slot, by how much.
func (s *scan) fillChange(r *Reading, items []item, split int) {
	of := r.Change
	r.Change = s.change(items)
	c := r.Change
	if of != nil {
		c.Of = of.Of
	}
	if c.Extend != 0 || c.Shift != 0 {
		bare := isDigit(s.peek(0)) && r.Time != nil && c.Span == r.Time.Span // "2 more minutes" is a length all the same
		if r.Time != nil && !bare && (r.Time.Kind == KindDuration || !r.Time.HasClock && !r.Time.HasDay) {
			r.Time = nil
		}
		return
	}
	if r.Headcount != nil && c.Slot == "" {
		c.Slot, c.Span = SlotHeadcount, r.Headcount.Span
		return
	}
	if at, _ := s.cueTitle(); at >= 0 && r.Title != "" {
		c.Slot, c.Span = SlotTitle, r.TitleSpan
		return
	}
	if c.Slot != "" {
		return
	}
	if at, end := s.cueAt(cueChange); at >= 0 && s.endsThen(end) && (r.Time == nil || !r.Time.HasClock) {
		c.Slot, c.Span = SlotDuration, s.span(at, end) // to end earlier or later, though not by how much
		return
	}
	roomNew := r.Room != nil && !r.Room.Span.Empty() && (split < 0 || r.Room.Span.Start >= s.at[min(split, len(s.at)-1)])
	switch {
	case roomNew:
		c.Slot, c.Span = SlotRoom, r.Room.Span
	case r.Time != nil && r.Time.Kind == KindDuration:
		c.Slot, c.Span = SlotDuration, r.Time.Span
	case r.Time != nil:
		c.Slot, c.Span = SlotTime, r.Time.Span
	}
}

func (s *scan) cueTitle() (int, int) {
	for p := range s.runes {
		if t, ok := s.word(p, cTitleLead); ok {
			return p, t.end
		}
	}
	return -1, -1
}

// isAnswer tells an answer to an invitation from a sentence that holds such a word.
func (s *scan) isAnswer(r *Reading, a *Answer, has func(int) bool) bool {
	if r.Room != nil && r.Room.Number != "" || r.Headcount != nil || len(r.Services) > 0 || r.Room != nil && !r.Room.Span.Empty() && r.Room.Text != "" {
		return false
	}
	if len([]rune(a.Span.In(s.text))) == len(trimSpaces(s.runes)) {
		return true
	}
	if has(cueBook) && r.Time != nil {
		return false
	}
	return a.Span.Start <= 12 || len(s.runes) < 25 || a.Kind == AnswerNo
}

// declaresFree tells "free" in a request to book from a question.
func (s *scan) declaresFree(r *Reading) bool {
	at, end := s.cueAt(cueFree)
	if at < 0 {
		return false
	}
	if s.literalAt(at, "空出来") {
		return true // 把301空出来
	}
	for _, w := range [...]string{"不管", "无论", "随便", "不论", "任意"} {
		if s.literalAt(at-2, w) {
			return true // whichever room
		}
	}
	if string(s.runes[at:end]) == "有会议室" && s.peek(end) != '吗' && s.peek(end) != '么' {
		return true
	}
	b, _ := s.cueAt(cueBook)
	return b >= 0 && b < at
}

// orders tells whether a verb of booking at p has a service for its object: 安排两个礼仪.
func (s *scan) orders(p, end int) bool {
	return s.literalAt(p, "安排") && end-p == 2 && s.skip(end) < len(s.runes) && s.served[s.skip(end)]
}

// isService tells an order for an existing meeting from a booking that mentions one.
func (s *scan) isService(r *Reading, has func(int) bool) bool {
	if at, end := s.cueAt(cueBook); at >= 0 && (end-at > 1 || s.runes[at] != '借') && !s.orders(at, end) {
		return false
	}
	if r.Time != nil && r.Time.HasClock && r.Title != "" && r.Headcount != nil {
		return false
	}
	return has(cueOrder) || r.Title == "" || r.Time == nil
}
