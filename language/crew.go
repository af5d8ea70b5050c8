package language

// crews are the words for the crews of a house, the codes being the keys that others may rely on.
var crews = []struct{ code, words string }{
	{"meeting_service", "会服|会服组|会服班|会服人员|会议服务班|会议服务部|会议服务组|会议服务|会务组|会务班|会务|会务人员|服务班|服务员|服务组|meeting services|meeting service|meeting services team|meeting service team|meeting crew|service crew|service team|attendants|attendant|stewards|waiters|waitresses"},
	{"sound", "音控|音控班|音控组|音控师|音控室|音响师|音响组|调音师|音响班|sound|sound crew|sound team|sound guys|sound engineer|sound engineers|audio team|audio crew|av team|av crew|av guys|av technicians"},
	{"technical", "技术部|技术组|技术班|技术员|技术人员|技术保障部|技术保障组|技术|工程部|工程组|工程班|维修|维修组|维修班|维修部|维修工|维修师傅|水电工|电工|设备部|设备组|网管|technicians|technician|technical|technical team|technical crew|tech team|techs|engineering|engineering team|engineers|maintenance|maintenance team|maintenance crew|it|it team|it support|it guys|electrician|electricians|plumber"},
	{"safety", "安保|安保部|安保组|安保队|安保人员|保安|保安队|保安部|安全部|安全组|安全管理部|保卫|保卫科|保卫处|保卫部|门卫|security|security team|security guards|security guard|guards|safety|safety team|safety crew"},
	{"cleaning", "保洁|保洁员|保洁组|保洁部|保洁班|保洁阿姨|保洁人员|清洁|清洁组|清洁工|清洁员|清洁部|清洁班|清洁绿化部|绿化|绿化组|绿化部|绿化班|阿姨|cleaners|cleaner|cleaning|cleaning team|cleaning crew|cleaning staff|housekeeping|janitors|janitor|gardeners|greening"},
	{"secretariat", "文秘|文秘组|文秘部|文秘信息组|秘书处|秘书组|秘书科|文印室|secretariat|secretaries|secretarial team"},
	{"logistics", "后勤|后勤部|后勤组|后勤处|后勤保障组|后勤保障部|总务|总务处|总务科|食堂|logistics|logistics team|logistics crew|facilities|facilities team|porters"},
	{"transport", "车队|司机|驾驶员|车辆组|车辆运输组|运输组|小车班|车管|drivers|driver|transport|transport team|transport crew|motor pool"},
	{"buyers", "采购|采购部|采购组|采购员|采购科|buyers|buyer|purchasing|purchasing team|procurement|procurement team"},
}

// crewWords holds the words of all crews. They are looked up only where somebody is given a job, as most of them have a
// place in titles too.
var crewWords = newCrewWords()

func newCrewWords() *trie {
	t := newTrie()
	for i, c := range crews {
		t.add(cName, i, c.words)
	}
	return t
}

// crewAt is the crew whose name is at p.
func (s *scan) crewAt(p int) (code string, end int, ok bool) {
	if p >= len(s.runes) {
		return "", p, false
	}
	for _, t := range crewWords.match(s.runes, p, nil) {
		if t.end > end {
			code, end = crews[t.val].code, t.end
		}
	}
	return code, end, end > 0
}
