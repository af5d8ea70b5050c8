package language

import (
	"slices"
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// catalogue is what the lexer knows of an organisation.
type catalogue struct {
	rooms     []Room
	keys      [][]string       // all names of each room, normalised
	named     map[string][]int // rooms by a name as it is in keys
	bare      map[string][]int // and by one without its room word
	placed    map[string][]int // and by building and digits: 东楼202 is E202
	sites     []string         // of each room: its building as sites are compared
	people    []string
	depts     []string
	buildings []string
	words     *trie
	initials  map[string][]int // pinyin initials of a room's names
}

func newCatalogue(c Catalogue) *catalogue {
	k := &catalogue{rooms: c.Rooms, people: c.People, depts: c.Departments, words: newTrie(),
		initials: map[string][]int{}, named: map[string][]int{}, bare: map[string][]int{}, placed: map[string][]int{}}
	seen := map[string]bool{}
	for i, r := range c.Rooms {
		k.keys = append(k.keys, k.enter(i, r))
		k.sites = append(k.sites, site(r.Building))
		if r.Building != "" {
			at := k.sites[i] + " " + digitsAtEnd(r.Number)
			k.placed[at] = append(k.placed[at], i)
		}
		if r.Building != "" && !seen[r.Building] {
			seen[r.Building] = true
			k.words.add(cPlace, len(k.buildings), r.Building)
			k.buildings = append(k.buildings, r.Building)
		}
	}
	for i, name := range c.People {
		k.words.put(name, word{class: cName, val: i})
	}
	for i, name := range c.Departments {
		k.words.put(name, word{class: cDepartment, val: i})
	}
	return k
}

// enter adds the names of one room and returns them normalised.
func (k *catalogue) enter(i int, r Room) []string {
	var keys []string
	names := append([]string{r.Number, r.Building + r.Number, r.Name}, r.Aliases...)
	if r.Name != "" {
		names = append(names, r.Building+r.Name)
	}
	for _, name := range names {
		src := normalise(name)
		runes := trimSpaces(src.runes)
		key := string(runes)
		if len(runes) == 0 || genericRooms[key] || slices.Contains(keys, key) {
			continue
		}
		keys = append(keys, key)
		k.named[key] = append(k.named[key], i)
		k.bare[withoutRoomWord(key)] = append(k.bare[withoutRoomWord(key)], i)
		k.words.put(name, word{class: cRoom, val: i})
		if in := initials(runes); len(in) >= 2 && in != string(runes) && len(runes) >= 2 {
			k.initials[in] = append(k.initials[in], i)
		}
	}
	return keys
}

// match finds the room that a form means: its number when certain, else candidates.
func (k *catalogue) match(f *roomForm, text string, span Span) *RoomMatch {
	m := &RoomMatch{Text: span.In(text), Building: f.building, Floor: f.floor, Span: span}
	if f.place {
		return m
	}
	if len(k.rooms) == 0 {
		m.Number = ""
		return m
	}
	found := f.key
	if len(found) == 0 {
		found = k.exact(f)
	}
	if kept := k.within(found, f); len(kept) > 0 || !k.inOtherWords(f) {
		found = kept
	}
	switch {
	case f.loose:
		m.Candidates = k.numbers(found)
	case len(found) == 1:
		m.Number = k.rooms[found[0]].Number
	case len(found) > 1:
		m.Candidates = k.numbers(found)
	case len(f.name) == 0:
		m.Candidates = k.numbers(k.within(k.all(), f))
		if len(m.Candidates) == 1 {
			m.Number, m.Candidates = m.Candidates[0], nil
		}
	default:
		m.Candidates = k.numbers(k.similar(string(f.name)))
	}
	return m
}

// inOtherWords tells whether a building was named in a language that the catalogue does not use: it rules nothing out.
func (k *catalogue) inOtherWords(f *roomForm) bool {
	if f.building == "" || f.floor != 0 || len([]rune(f.building)) < 3 {
		return false
	}
	for _, b := range k.buildings {
		if isASCII(b) == isASCII(f.building) {
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

func (k *catalogue) all() []int {
	out := make([]int, len(k.rooms))
	for i := range out {
		out[i] = i
	}
	return out
}

// exact finds the rooms one of whose names is the form's, with or without the room word.
func (k *catalogue) exact(f *roomForm) []int {
	name := string(f.name)
	if name == "" {
		return nil
	}
	bare := withoutRoomWord(name)
	out := slices.Concat(k.named[name], k.named[bare])
	if bare != "" {
		out = append(out, k.bare[bare]...)
	}
	if f.building != "" {
		out = append(out, k.named[foldString(f.building)+name]...)
		out = append(out, k.placed[site(f.building)+" "+name]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func foldString(s string) string { src := normalise(s); return string(src.runes) }

// withoutRoomWord strips a word such as 会议室 or room from the end of a name.
func withoutRoomWord(name string) string {
	for _, w := range []string{"号会议室", "会议室", "会议厅", "室", " meeting room", " conference room", " room", "号"} {
		if len(name) > len(w) && name[len(name)-len(w):] == w {
			return name[:len(name)-len(w)]
		}
	}
	return name
}

// within keeps the rooms that a building and a floor allow.
func (k *catalogue) within(found []int, f *roomForm) []int {
	var out []int
	wanted := site(f.building)
	for _, i := range found {
		if f.floor != 0 && k.rooms[i].Floor != f.floor || f.building != "" && k.sites[i] != wanted {
			continue
		}
		out = append(out, i)
	}
	return out
}

func containsInt(list []int, v int) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

// digitsAtEnd is the number that a room's number ends in: 202 of E202.
func digitsAtEnd(number string) string {
	i := len(number)
	for i > 0 && number[i-1] >= '0' && number[i-1] <= '9' {
		i--
	}
	return number[i:]
}

// site is a building as buildings are compared: B座 is "b", 主楼 is 主, "East wing" is "east".
func site(building string) string {
	name := foldString(building)
	for _, w := range [...]string{" building", " wing", " block", " tower"} {
		if cut, ok := strings.CutSuffix(name, w); ok {
			name = cut
		}
	}
	r := []rune(name)
	for len(r) > 1 && (r[len(r)-1] == '座' || r[len(r)-1] == '栋' || r[len(r)-1] == '楼' || r[len(r)-1] == '幢' || r[len(r)-1] == '号') {
		r = r[:len(r)-1]
	}
	return string(r)
}

const mostCandidates = 5

func (k *catalogue) numbers(found []int) []string {
	var out []string
	for _, i := range found {
		if len(out) < mostCandidates {
			out = append(out, k.rooms[i].Number)
		}
	}
	return out
}

// similar finds the rooms with a name one character away, or with the same pinyin initials.
func (k *catalogue) similar(name string) []int {
	var out []int
	bare := []rune(withoutRoomWord(name))
	for i, keys := range k.keys {
		for _, key := range keys {
			if oneAway([]rune(withoutRoomWord(key)), bare) && len(bare) > 1 {
				out = append(out, i)
				break
			}
		}
	}
	for _, i := range k.initials[initials([]rune(name))] {
		if !containsInt(out, i) {
			out = append(out, i)
		}
	}
	return out
}

// oneAway tells whether two names differ by one character changed, added, left out, or by two swapped.
func oneAway(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		if i == len(a) {
			return true
		}
		if i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] {
			return string(a[i+2:]) == string(b[i+2:])
		}
		return string(a[i+1:]) == string(b[i+1:])
	}
	return string(a[i:]) == string(b[i+1:])
}
