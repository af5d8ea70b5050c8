package language

// serviceKind is a kind of service and the words for it.
type serviceKind struct {
	kind, words string
}

// serviceKinds are the things that can be ordered, the kinds being the keys that others may rely on.
var serviceKinds = []serviceKind{
	{"green-tea", "绿茶|龙井|龙井茶|碧螺春|毛尖|green tea"},
	{"black-tea", "红茶|祁门红茶|正山小种|black tea|english tea"},
	{"oolong-tea", "乌龙茶|铁观音|大红袍|岩茶|oolong|oolong tea"},
	{"flower-tea", "花茶|菊花茶|茉莉花茶|茉莉茶|玫瑰花茶|jasmine tea|flower tea|herbal tea|chrysanthemum tea"},
	{"white-tea", "白茶|white tea"},
	{"puer-tea", "普洱|普洱茶|黑茶|pu'er|puer|pu-erh"},
	{"tea", "茶|茶水|热茶|泡茶|茶叶|tea|teas|hot tea"},
	{"coffee", "咖啡|美式|拿铁|美式咖啡|coffee|coffees|latte|lattes|americano|espresso"},
	{"water", "水|白水|开水|热水|温水|矿泉水|瓶装水|纯净水|白开水|凉白开|矿泉|饮用水|water|mineral water|bottled water|hot water|waters|bottles of water"},
	{"juice", "果汁|橙汁|饮料|可乐|juice|orange juice|soft drinks|drinks"},
	{"fruit", "水果|果盘|水果盘|果切|fruit|fruits|fruit plate|fruit platter"},
	{"snacks", "茶歇|点心|甜点|零食|小吃|蛋糕|下午茶|tea break|snacks|cookies|pastries|refreshments|biscuits|coffee break"},
	{"lunch", "盒饭|午餐|工作餐|便当|简餐|lunch boxes|lunchbox|lunch box|packed lunch|boxed lunch|catering|sandwiches"},
	{"banner", "横幅|条幅|会标|标语|banner|banners"},
	{"name-cards", "席卡|桌牌|桌签|名牌|台签|座签|台卡|席签|座位牌|名签|name cards|name plates|nameplates|name card|place cards|name tags"},
	{"flowers", "鲜花|盆花|花篮|插花|桌花|绿植|盆栽|花卉|flowers|flower arrangement|plants"},
	{"greeting", "礼仪|迎宾|接待人员|引导员|引导人员|礼仪小姐|签到台|签到处|reception desk|greeter|greeters|ushers|usher"},
	{"microphone", "话筒|麦克风|无线话筒|麦克|手持麦|无线麦|领夹麦|microphone|microphones|mic|mics"},
	{"projector", "投影|投影仪|投影机|投屏|projector|beamer"},
	{"screen", "大屏|显示屏|led屏|电子屏|大屏幕|screen|display|tv"},
	{"sound", "音响|音箱|扩音|sound system|speakers"},
	{"video-call", "视频会议设备|视频设备|视频终端|视频会议系统|video conferencing|video conference|vc equipment|webcam|摄像头"},
	{"recording", "录音|录像|录音笔|摄像|拍照|摄影|recording"},
	{"whiteboard", "白板|马克笔|白板笔|翻页板|whiteboard|flip chart|flipchart|markers"},
	{"laptop", "笔记本电脑|电脑|laptop|computer|翻页笔|激光笔|转接头|clicker"},
	{"tissues", "纸巾|抽纸|湿巾|毛巾|热毛巾|湿毛巾|tissues|towels|napkins"},
	{"stationery", "纸笔|纸和笔|铅笔|签字笔|笔记本|文具|pens|notepads|pens and paper|pens and notepads|paper and pens"},
	{"layout", "u型|u形|u字型|课桌式|剧院式|回字形|回字型|岛屿式|圆桌|摆台|会场布置|布置会场|布场|u shape|u-shape|u shaped|classroom style|theatre style|theater style|boardroom style|classroom layout|round tables"},
	{"chairs", "椅子|凳子|加椅子|桌子|chairs|extra chairs|tables"},
	{"parking", "停车位|车位|停车|parking|parking space|parking spaces"},
	{"interpreting", "同传|同声传译|翻译设备|翻译|interpreter|interpretation|simultaneous interpretation"},
}

var serviceUnits = []struct{ unit, words string }{
	{"cup", "杯|盏|cup|cups|cups of|cup of|glasses of|glass of"}, {"bottle", "瓶|bottle|bottles|bottles of|bottle of"}, {"box", "箱|盒|box|boxes|boxes of|cases of|case of|box of"},
	{"pot", "壶|pot|pots|pots of|pot of|jugs of|jug of"}, {"portion", "份|盘|碟|套|plates of|plate of|portions of|sets of|set of|platters of"}, {"piece", "个|张|条|支|只|把|束|盆|台|块|位|根|盒子|pieces of|pcs"},
}

func addServices(t *trie) {
	for i, k := range serviceKinds {
		t.add(cService, i, k.words)
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
	q, m := p, serviceMatch{unit: -1}
	if n := s.nums[p]; n.end > 0 && !n.ord && n.val > 0 && n.val < 5000 {
		m.quantity, q = n.int(), s.skip(n.end)
		if u, ok := s.word(q, cServiceUnit); ok {
			m.unit, q = u.val, s.skip(u.end)
			if s.peek(q) == '的' {
				q++
			}
		} else if !isLetter(s.peek(q)) {
			return
		}
	}
	t, ok := s.word(q, cService)
	if !ok || s.insideWord(t, q) || m.quantity == 0 && s.insidePhrase(t, q) {
		return
	}
	m.kind = t.val
	end := t.end
	if m.quantity == 0 {
		if n, ok := s.num(end); ok && !n.ord && n.val > 0 && n.val < 5000 {
			at := s.skip(n.end)
			lasts := s.peek(at) == '个' && s.countsUnit(at)
			if u, ok := s.word(at, cServiceUnit); ok && !lasts {
				m.quantity, m.unit, end = n.int(), u.val, u.end
			}
		}
	}
	end = s.note(&m, end)
	add(m, end)
}

// insideWord refuses 水 in 水平, 茶 in 茶馆, tea in "tea room".
func (s *scan) insideWord(t token, p int) bool {
	next, before := s.peek(t.end), s.peek(p-1)
	if next == '会' && s.peek(t.end+1) != '议' {
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
	if t.end-p == 1 {
		switch next {
		case '平', '利', '务', '馆', '话', '厅', '室', '电', '管', '泥', '库', '准', '杯', '几', '文', '产', '会', '费', '质', '污', '漏':
			return true
		}
		switch before {
		case '漏', '进', '积', '薪', '喷', '排', '防', '停', '断', '污', '节', '下', '用', '滴', '跳', '墨', '胶':
			return true
		}
	}
	return false
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
