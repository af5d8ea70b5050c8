package language

// meetingItems adds what may be said about people, rooms and services at p.
func (s *scan) meetingItems(p int, add func(item)) {
	s.headcounts(p, func(m headcountMatch, from, to int) {
		score := perRune*(to-from) + 4
		if m.bare {
			score -= 9
		}
		add(item{kind: itemHeadcount, start: from, end: to, score: score, headcount: &m})
	})
	if isHan(s.runes[p]) || isLetter(s.runes[p]) || isDigit(s.runes[p]) {
		s.rooms(p, s.catalogue, func(f roomForm, score int) {
			add(item{kind: itemRoom, start: f.from, end: f.to, score: score, room: &f})
		})
		s.services(p, func(m serviceMatch, end int) {
			add(item{kind: itemService, start: p, end: end, score: perRune*(end-p) - 3, service: &m})
		})
	}
	s.quotedRoom(p, func(f roomForm, score int) {
		add(item{kind: itemRoom, start: f.from, end: f.to, score: score, room: &f})
	})
	s.quotedBanner(p, func(m serviceMatch, end int) {
		add(item{kind: itemService, start: p, end: end, score: perRune*(end-p) + 4, service: &m})
	})
	for _, t := range s.words(p) {
		switch t.class {
		case cName:
			add(item{kind: itemPerson, start: p, end: t.end, score: perRune*(t.end-p) - 1, index: t.val})
		case cDepartment:
			add(item{kind: itemDepartment, start: p, end: t.end, score: perRune*(t.end-p) - 1, index: t.val})
		}
	}
}

// headcountOf is the number of people a text gives; the last word counts, additions stay additions.
func (s *scan) headcountOf(items []item, r *Reading) {
	for i := range items {
		it := &items[i]
		if it.kind != itemHeadcount {
			continue
		}
		m := it.headcount
		if r.Headcount != nil && (m.bare || r.Headcount.Delta != 0) {
			continue
		}
		h := &Headcount{N: m.n, Delta: m.delta, Approx: m.approx, Span: s.span(it.start, it.end)}
		r.Headcount = h
		if m.delta == 0 && (m.n <= 0 || m.n > mostPeople) {
			r.Invalid = append(r.Invalid, Invalid{InvalidHeadcount, h.Span.In(s.text), h.Span})
		}
		if m.several {
			a := Ambiguity{Kind: "headcount", Text: h.Span.In(s.text), Span: h.Span}
			for _, n := range []int{m.n, m.n + max(m.n/4, 2), m.n + max(m.n/2, 4)} {
				a.Options = append(a.Options, Option{Value: itoa(n), Number: n})
			}
			r.Ambiguities = append(r.Ambiguities, a)
		}
	}
}

// roomOf is the room a text speaks of: the last one named after a change, else the first; places narrow it down.
func (s *scan) roomOf(items []item, r *Reading, split int) {
	chosen := s.chosenRoom(items, split)
	if chosen == nil {
		return
	}
	for i := range items {
		it := &items[i]
		if it.kind == itemRoom && it.room != chosen && len(it.room.key) == 0 {
			it.unused = it.unused || !it.room.place || s.inPhrase(it, chosen)
		}
	}
	r.Room = s.catalogue.match(chosen, s.text, s.span(chosen.from, chosen.to))
	if len(r.Room.Candidates) > 0 {
		a := Ambiguity{Kind: "room", Text: r.Room.Text, Span: r.Room.Span}
		for _, n := range r.Room.Candidates[:min(3, len(r.Room.Candidates))] {
			a.Options = append(a.Options, Option{Value: n, Room: n})
		}
		r.Ambiguities = append(r.Ambiguities, a)
	}
}

// chosenRoom picks, of the rooms and places in the text, the one that is meant, with the building and floor said beside it.
func (s *scan) chosenRoom(items []item, split int) *roomForm {
	var chosen *roomForm
	for i := range items {
		it := &items[i]
		if it.kind != itemRoom {
			continue
		}
		f := it.room
		if len(f.key) == 0 && !f.place {
			f.key = s.catalogue.within(s.catalogue.exact(f), f)
		}
		switch {
		case chosen != nil && !f.place && len(f.key) > 0 && len(chosen.key) == 0 && !chosen.place && split < 0:
			chosen = f
		case chosen == nil, chosen.place && !f.place, split >= 0 && it.start >= split && chosen.from < split:
			if chosen != nil && chosen.place && !f.place && (split < 0 || chosen.from >= split) && s.placed(f, chosen) {
				f.building, f.floor = orString(f.building, chosen.building), orInt(f.floor, chosen.floor)
			}
			chosen = f
		case f.place && !f.loose && s.placed(chosen, f):
			chosen.building, chosen.floor = orString(chosen.building, f.building), orInt(chosen.floor, f.floor)
		}
	}
	return chosen
}

// placed tells whether a place says where the room is: it is said right beside it, or at least fits what the catalogue
// knows. 东楼消防演练 301 speaks of two places.
func (s *scan) placed(room, place *roomForm) bool {
	return len(room.key) == 0 || len(s.catalogue.within(room.key, place)) > 0 ||
		s.skip(place.to) == room.from || s.skip(room.to) == place.from
}

// inPhrase tells whether a place goes on as words about something else: 7号楼改造方案, "Building 7 contractors".
func (s *scan) inPhrase(it *item, chosen *roomForm) bool {
	next := s.skip(it.end)
	if next == chosen.from {
		return false
	}
	if isHan(s.peek(it.end)) {
		return len(chosen.key) > 0 || s.fillerFrom(next, len(s.runes)) == next
	}
	return s.peek(it.end) == ' ' && isLetter(s.peek(next)) && !s.standsAlone(next)
}

// wordEnd is where the Latin word that starts at p ends.
func (s *scan) wordEnd(p int) int {
	for isLetter(s.peek(p)) || s.peek(p) == '\'' {
		p++
	}
	return p
}

func orString(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func orInt(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}

// servicesOf lists what is to be brought.
func (s *scan) servicesOf(items []item, r *Reading) {
	for i := range items {
		it := &items[i]
		switch it.kind {
		case itemService:
			m := it.service
			v := Service{Kind: serviceKinds[m.kind].kind, Quantity: m.quantity, Note: serviceKinds[m.kind].note, Span: s.span(it.start, it.end)}
			if m.unit >= 0 {
				v.Unit = serviceUnits[m.unit].unit
			}
			if m.noteTo > m.noteFrom {
				v.Note = halfWidth(s.span(m.noteFrom, m.noteTo).In(s.text))
			}
			r.Services = append(r.Services, v)
		case itemPerson:
			r.People = append(r.People, PersonMatch{s.catalogue.people[it.index], s.span(it.start, it.end)})
		case itemDepartment:
			r.Departments = append(r.Departments, PersonMatch{s.catalogue.depts[it.index], s.span(it.start, it.end)})
		}
	}
}
