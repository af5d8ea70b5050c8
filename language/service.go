package language

var serviceUnits = []struct{ unit, words string }{
	{"cup", "杯|盏|cup|cups|cups of|cup of|glasses of|glass of|mugs of|mug of"},
	{"bottle", "瓶|桶|听|罐|bottle|bottles|bottles of|bottle of|cans of|can of"},
	{"box", "箱|盒|提|袋|包|box|boxes|boxes of|cases of|case of|box of|packs of|pack of|packets of|packet of|cartons of|carton of"},
	{"pot", "壶|pot|pots|pots of|pot of|jugs of|jug of|pitchers of|pitcher of|kettles of"},
	{"portion", "份|盘|碟|套|碗|篮|plates of|plate of|portions of|portion of|sets of|set of|platters of|platter of|trays of|tray of|bowls of|bowl of|baskets of|basket of"},
	{"piece", "个|张|条|支|只|把|束|盆|台|块|位|根|盒子|幅|副|扎|捧|枝|朵|株|件|卷|架|pieces of|piece of|pcs|bunches of|bunch of|bouquets of|bouquet of|vases of|vase of|rolls of|roll of|sheets of|rows of|units of"},
	{"person", "名"},
}

func addServices(t *trie) {
	for i, k := range serviceKinds {
		t.add(cService, i, k.words)
		if k.measured != "" {
			t.add(cMeasured, i, k.measured)
		}
	}
	for i, u := range serviceUnits {
		t.add(cServiceUnit, i, u.words)
	}
}

// serviceMatch is something to be brought as said.
type serviceMatch struct {
	kind, unit, quantity int
	noteFrom, noteTo     int
}

// services reads 20杯绿茶, 绿茶20杯, "3 coffees", 横幅一条; notes in brackets or after 少, 不要 follow.
func (s *scan) services(p int, add func(serviceMatch, int)) {
	m := serviceMatch{unit: -1}
	q, ok := s.amountBefore(p, &m)
	if !ok {
		return
	}
	q = s.layoutLead(p, q)
	t, ok := s.serviceWord(q, m)
	if !ok || q > p && s.peek(q-1) == '成' && serviceKinds[t.val].kind != "layout" {
		return
	}
	if !s.tailed(t) && s.insideWord(t, q) || m.quantity == 0 && q == p && s.insidePhrase(t, q) {
		return
	}
	m.kind = t.val
	end := t.end
	if m.quantity == 0 {
		end = s.amountBehind(end, &m)
	}
	switch serviceKinds[m.kind].kind {
	case "banner":
		end = s.wording(&m, end)
	case "layout":
		end = s.layoutTail(end)
	case "temperature":
		if n, ok := s.num(end); ok && s.peek(n.end) == '度' {
			end = n.end + 1
		}
	default:
		end = s.note(&m, end)
	}
	add(m, end)
}

// serviceWord is the word for a service at p, behind the amount in m. People are counted only where people come.
func (s *scan) serviceWord(p int, m serviceMatch) (token, bool) {
	t, ok := s.word(p, cService)
	if u, short := s.word(p, cMeasured); short && u.end > t.end && (m.unit >= 0 || m.quantity > 0 && isLetter(s.runes[p])) {
		t, ok = u, true
	}
	if ok && m.unit >= 0 && !fits(serviceUnits[m.unit].unit, serviceKinds[t.val].kind) {
		return token{}, false
	}
	return t, ok
}

// fits tells whether a unit can measure a kind of service: 三名 are never things.
func fits(unit, kind string) bool {
	return unit != "person" || kind == "greeting" || kind == "photo" || kind == "interpreting"
}

// amountBefore reads 20杯, "2 bottles of", or a measure alone behind a verb, 拿|瓶水; false when a number counts
// something else.
func (s *scan) amountBefore(p int, m *serviceMatch) (int, bool) {
	n := s.nums[p]
	if n.end == 0 || n.ord || n.val <= 0 || n.val >= mostPieces {
		if u, ok := s.word(p, cServiceUnit); ok && givers[s.peek(p-1)] {
			m.quantity, m.unit = 1, u.val
			return u.end, true
		}
		return p, true
	}
	m.quantity = n.int()
	q := s.skip(n.end)
	if u, ok := s.word(q, cServiceUnit); ok {
		m.unit, q = u.val, s.skip(u.end)
		if s.peek(q) == '的' {
			q++
		}
		return q, true
	}
	return q, isLetter(s.peek(q))
}

// amountBehind reads the amount that follows a service: 绿茶|20杯, 桌牌|再补三个.
func (s *scan) amountBehind(p int, m *serviceMatch) int {
	more := p
	for _, w := range [...]string{"再来", "再补", "再加", "再要", "再拿", "再", "补", "加", "要", "来"} {
		if r, ok := s.literal(more, w); ok {
			more = r
			break
		}
	}
	n, ok := s.num(more)
	if !ok || n.ord || n.val <= 0 || n.val >= mostPieces {
		return p
	}
	at := s.skip(n.end)
	lasts := s.peek(at) == '个' && s.countsUnit(at)
	if u, ok := s.word(at, cServiceUnit); ok && !lasts && fits(serviceUnits[u.val].unit, serviceKinds[m.kind].kind) {
		m.quantity, m.unit = n.int(), u.val
		return u.end
	}
	return p
}

// mostPieces is more of anything than is ever ordered.
const mostPieces = 5000

// quotedBanner reads a banner whose wording comes first: “热烈欢迎各位领导”的横幅.
func (s *scan) quotedBanner(p int, add func(serviceMatch, int)) {
	closing := closingQuote(s.runes[p])
	if closing == 0 {
		return
	}
	for q := p + 2; q < min(p+mostWording, len(s.runes)); q++ {
		if s.runes[q] != closing {
			continue
		}
		end := q + 1
		for _, w := range [...]string{"字样的", "的", "字样", " "} {
			if r, ok := s.literal(end, w); ok {
				end = r
				break
			}
		}
		if t, ok := s.word(end, cService); ok && serviceKinds[t.val].kind == "banner" {
			add(serviceMatch{kind: t.val, unit: -1, noteFrom: p + 1, noteTo: q}, t.end)
		}
		return
	}
}

// mostWording is how long the wording of a banner may be.
const mostWording = 80

func closingQuote(r rune) rune {
	switch r {
	case '“':
		return '”'
	case '"':
		return '"'
	case '「':
		return '」'
	case '『':
		return '』'
	case '《':
		return '》'
	}
	return 0
}

// wordingLeads are what comes between a banner and its wording.
var wordingLeads = [...]string{"内容是", "内容为", "内容:", "内容", "写着", "写上", "上写", "上面写", "上面写着", "写", "文字是", "文字为", "文字:", "字样", "标语是", "saying", "that says", "which says", "reading", "that reads", "with the words", "with the text", "with the wording", "with", "says", "text:", "wording:"}

// wordingLead is p moved over the words between a banner and its wording, and whether there are any.
func (s *scan) wordingLead(p int) (int, bool) {
	q := s.skip(p)
	if r, ok := s.oneOf(q, ",:，"); ok {
		q = s.skip(r)
	}
	end, led := q, false
	for _, w := range wordingLeads {
		if e, ok := s.literal(q, w); ok && e > end && wordEnds(s.runes, e) {
			end, led = e, true
		}
	}
	end = s.skip(end)
	if r, ok := s.oneOf(end, ":"); ok && led {
		end = s.skip(r)
	}
	return end, led
}

// wording takes what a banner shall say: in quotes behind it, or behind a word such as 写着 up to the next mark.
func (s *scan) wording(m *serviceMatch, p int) int {
	q, led := s.wordingLead(p)
	if q >= len(s.runes) {
		return p
	}
	if closing := closingQuote(s.runes[q]); closing != 0 {
		for e := q + 1; e < min(q+mostWording, len(s.runes)); e++ {
			if s.runes[e] == closing {
				m.noteFrom, m.noteTo = q+1, e
				return e + 1
			}
		}
		return p
	}
	if !led || s.literalAt(p, " with") {
		return p
	}
	end := q
	for end < min(q+mostWording, len(s.runes)) && !s.breaks(end) {
		end++
	}
	m.noteFrom, m.noteTo = q, end
	return end
}

// tailed tells whether words that belong to the service follow it: the wording of a banner, 布置 behind a layout.
func (s *scan) tailed(t token) bool {
	switch serviceKinds[t.val].kind {
	case "layout":
		return s.layoutTail(t.end) > t.end
	case "banner":
		m := serviceMatch{}
		return s.wording(&m, t.end) > t.end
	}
	return false
}

// givers are the verbs behind which a measure alone means one: 拿瓶水.
var givers = runeSet("拿来送上要倒加换买续给")

// layoutLead is q moved over the verb before a layout, when one stands at p: 布置成|课桌式.
func (s *scan) layoutLead(p, q int) int {
	if q > p {
		return q
	}
	switch s.runes[p] {
	case '会', '布', '摆', '排', '设', '弄', 'l', 's', 'a':
	default:
		return q
	}
	for _, w := range [...]string{"会场布置成", "布置成", "摆成", "布成", "排成", "设置成", "摆放成", "弄成", "layout: ", "layout ", "set up as ", "arranged in "} {
		if r, ok := s.literal(p, w); ok {
			return r
		}
	}
	return q
}

// layoutTail is p moved over what is said behind a layout: 剧院式|布置.
func (s *scan) layoutTail(p int) int {
	for _, w := range [...]string{"布置", "摆放", "摆台", "布局", "摆", "排列", "座位", "的"} {
		if r, ok := s.literal(p, w); ok {
			return r
		}
	}
	return p
}

// insideWord refuses 水 in 水平, 茶 in 茶馆, tea in "tea room".
func (s *scan) insideWord(t token, p int) bool {
	next, before := s.peek(t.end), s.peek(p-1)
	if isHan(next) && s.inTitle(t.end) {
		return true
	}
	if next == '会' && s.peek(t.end+1) != '议' || next == '场' {
		return true
	}
	for _, w := range []string{"活动", "培训", "比赛", "大赛", "沙龙", "课", "讲座", "展", "品鉴", "采购", "文化", "艺"} {
		if s.literalAt(t.end, w) {
			return true
		}
	}
	if isHan(next) && len(s.words(t.end)) == 0 && s.nums[t.end].end == 0 {
		return true
	}
	if isHan(s.runes[p]) && isHan(before) && before != '成' && t.end-p > 1 && !s.breaksBefore(p) {
		return true // 新品直播
	}
	if t.end-p == 1 {
		switch next {
		case '场', '平', '利', '务', '馆', '话', '厅', '室', '电', '管', '泥', '库', '准', '杯', '几', '文', '产', '会', '费', '质', '污', '漏':
			return true
		}
		switch before {
		case '酒', '漏', '进', '积', '薪', '喷', '排', '防', '停', '断', '污', '节', '下', '用', '滴', '跳', '墨', '胶':
			return true
		}
	}
	return false
}

// inTitle tells whether the Chinese words from p on go on to the name of a meeting: 投影|设备采购评审.
func (s *scan) inTitle(p int) bool {
	end := p
	for end < len(s.runes) && end-p < 12 && isHan(s.runes[end]) {
		end++
	}
	return end-p >= 3 && (s.runes[end-1] == '会' || s.namesMeeting(max(p, end-4), end)) && !s.verbAt(p)
}

// insidePhrase refuses the English word for a service inside the name of a meeting: "a retirement tea", "coffee morning",
// "podcast recording"; a verb of ordering before it, as in "bring water upstairs", makes it an order.
func (s *scan) insidePhrase(t token, p int) bool {
	if !isLetter(s.runes[p]) {
		return false
	}
	from := p - 1
	for from > 0 && isLetter(s.runes[from-1]) {
		from--
	}
	joined := s.peek(p-1) == ' ' && from < p-1
	if _, holiday := s.word(from, cHoliday); joined && (holiday || !s.commonWord(from, p-1)) && !serviceWords[string(s.runes[from:p-1])] {
		return true
	}
	next := s.skip(t.end)
	if !isLetter(s.peek(next)) || s.commonWord(next, s.wordEnd(next)) || serviceWords[string(s.runes[next:s.wordEnd(next)])] {
		return false
	}
	if joined {
		for _, w := range s.words(from) {
			if w.class == cIntent && w.val == cueOrder {
				return false
			}
		}
	}
	return true
}

// serviceWords are the words that say what a service is like, or go with one.
var serviceWords = wordSet("hot|iced|cold|fresh|warm|sparkling|still|decaf|seasonal|mixed|cut|wireless|handheld|lapel|ceiling|spare|working|ready|delivered|served|upstairs|downstairs|today|outside|inside|here|sets|nice|proper|jasmine|strong|light|assorted|sliced|welcome|paper|wet|printed|red|white|printed|saying|reading|reads|says|asap|urgently|quickly")

// note reads a short wish after the service: （少糖）, 不要太烫.
func (s *scan) note(m *serviceMatch, p int) int {
	if r := s.peek(p); r == '(' || r == '（' {
		for q := p + 1; q < len(s.runes) && q < p+20; q++ {
			if s.runes[q] == ')' || s.runes[q] == '）' {
				m.noteFrom, m.noteTo = p+1, q
				return q + 1
			}
		}
	}
	q := p
	if r, ok := s.oneOf(q, ",，"); ok {
		q = r
	}
	for _, w := range []string{"少糖", "无糖", "不加糖", "半糖", "少冰", "去冰", "不加冰", "加冰", "不加奶", "加奶", "淡一点", "浓一点", "热的", "温的", "常温", "冰的", "no sugar", "no milk", "without sugar", "without milk", "with milk", "less sugar", "decaf", "iced", "清淡"} {
		if r, ok := s.literal(s.skip(q), w); ok {
			m.noteFrom, m.noteTo = s.skip(q), r
			return r
		}
	}
	return p
}
