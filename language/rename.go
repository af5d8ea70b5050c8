package language

// renames are the words before the new name of a meeting.
var renames = newRenames()

func newRenames() *trie {
	t := newTrie()
	t.add(cTitleLead, 0, "改名叫|改名为|改名成|改名|改叫|改叫做|更名为|更名|重命名为|名字改成|名字改为|名字改叫|名字换成|名称改成|名称改为|名称换成|会议名改成|会议名改为|会议名称改成|会议名称改为|标题改成|标题改为|标题换成|主题改成|主题改为|主题换成|叫它|就叫")
	t.add(cTitleLead, 0, "call it|call this|rename to|rename it to|rename this to|rename it|rename as|rename it as|rename the meeting to|rename the meeting|rename the booking to|retitle to|retitle it|retitle it to|title it|name it|change the title to|change title to|change the name to|change name to|change its name to|change the topic to|new title|new name")
	return t
}

// renamed finds the new name after words such as 改名叫 or "rename to", with nothing but filler before them.
func (s *scan) renamed() (from, to int, ok bool) {
	for p := 0; p < len(s.runes) && p < 16; p++ {
		end := 0
		for _, t := range renames.match(s.runes, p, nil) {
			end = max(end, t.end)
		}
		if end == 0 || s.skip(end) >= len(s.runes) || s.literalAt(s.skip(end), "off") {
			continue
		}
		if f, t, _ := s.trimmed(0, p); f < t && !s.isMeeting(f, t) {
			return 0, 0, false
		}
		from, to = s.nameAfter(end)
		return from, to, from < to
	}
	return 0, 0, false
}

// nameAfter is the rest of the stretch that starts at p, without quotes and marks around it.
func (s *scan) nameAfter(p int) (from, to int) {
	for p < len(s.runes) && (s.isTrim(p) || s.breaks(p)) {
		p++
	}
	if from, to, ok := s.quoted(); ok && from <= p+1 && from >= p-1 {
		return from, to
	}
	to = p
	for to < len(s.runes) && !s.breaks(to) {
		to++
	}
	for to > p && s.isTrim(to-1) {
		to--
	}
	return p, to
}

// rename makes the reading a change of the title, and takes what lies inside the new name for nothing else.
func (s *scan) rename(r *Reading, from, to int) {
	r.Title, r.TitleSpan = s.titleText(from, to)
	r.Intent, r.Change = IntentChange, &Change{Slot: SlotTitle, Span: r.TitleSpan}
	inside := func(sp Span) bool { return sp.Start < r.TitleSpan.End && sp.End > r.TitleSpan.Start }
	if r.Time != nil && inside(r.Time.Span) {
		r.Time = nil
	}
	if r.Room != nil && inside(r.Room.Span) {
		r.Room = nil
	}
	if r.Headcount != nil && inside(r.Headcount.Span) {
		r.Headcount = nil
	}
	r.Services, r.Problem, r.Ambiguities, r.Invalid = nil, nil, nil, nil
}
