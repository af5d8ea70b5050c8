package language

import "time"

// holiday is a day that has a name.
type holiday struct {
	words   string
	month   int // of the solar calendar, or of the Chinese one when lunar
	day     int
	lunar   bool
	weekday int                                          // with nth: the nth weekday of the month
	nth     int                                          // negative: from the end of the month
	rule    func(year int, loc *time.Location) time.Time // anything else
	dayOff  int                                          // days after the day found so
	days    int                                          // how many days off, counted from before days before it
	before  int
}

// holidays are the names people use. days and before describe the customary span of a public holiday, used for years
// whose official schedule is not known yet.
var holidays = []holiday{
	{words: "元旦|元旦节|新年|阳历年|new year|new year's|new years|new year's day|new years day|new year day|newyear", month: 1, day: 1, days: 1},
	{words: "春节|大年初一|农历新年|正月初一|过年|中国新年|年初一|初一|spring festival|chinese new year|lunar new year|cny", month: 1, day: 1, lunar: true, days: 8, before: 1},
	{words: "除夕|除夕夜|大年三十|年三十|大年夜|年夜|chinese new year's eve|chinese new year eve|lunar new year's eve", rule: eveRule},
	{words: "清明|清明节|qingming|tomb sweeping day|qingming festival", rule: qingming, days: 3},
	{words: "劳动节|五一|五一节|五一劳动节|国际劳动节|may day|labour day china|international workers day", month: 5, day: 1, days: 5},
	{words: "端午|端午节|端阳节|dragon boat festival|dragon boat", month: 5, day: 5, lunar: true, days: 1},
	{words: "中秋|中秋节|八月节|mid autumn festival|mid autumn|moon festival", month: 8, day: 15, lunar: true, days: 1},
	{words: "国庆|国庆节|十一|十一国庆|十月一|十一黄金周|national day", month: 10, day: 1, days: 7},
	{words: "元宵|元宵节|上元节|灯节|lantern festival", month: 1, day: 15, lunar: true},
	{words: "七夕|七夕节|乞巧节|qixi", month: 7, day: 7, lunar: true},
	{words: "中元节|鬼节|盂兰节", month: 7, day: 15, lunar: true},
	{words: "重阳|重阳节|double ninth festival", month: 9, day: 9, lunar: true},
	{words: "腊八|腊八节", month: 12, day: 8, lunar: true},
	{words: "小年", month: 12, day: 23, lunar: true},
	{words: "龙抬头|二月二", month: 2, day: 2, lunar: true},
	{words: "情人节|valentine's day|valentines day|valentine day|valentine's|valentines", month: 2, day: 14},
	{words: "白色情人节|white day", month: 3, day: 14},
	{words: "妇女节|三八妇女节|女神节|三八节|三八|women's day|womens day|international women's day", month: 3, day: 8},
	{words: "女生节", month: 3, day: 7},
	{words: "植树节|arbor day china", month: 3, day: 12},
	{words: "消费者权益日|三一五", month: 3, day: 15},
	{words: "愚人节|april fools|april fool's day|april fools day|april fool's", month: 4, day: 1},
	{words: "世界地球日|地球日|earth day", month: 4, day: 22},
	{words: "青年节|五四青年节|五四|youth day", month: 5, day: 4},
	{words: "护士节", month: 5, day: 12},
	{words: "儿童节|六一|六一儿童节|六一节|children's day|childrens day", month: 6, day: 1},
	{words: "建党节|七一|七一建党节|党的生日", month: 7, day: 1},
	{words: "建军节|八一|八一建军节", month: 8, day: 1},
	{words: "教师节|teacher's day|teachers day|teachers' day", month: 9, day: 10},
	{words: "程序员节", month: 10, day: 24},
	{words: "光棍节|双十一|双11|双十一购物节|singles day|singles' day|double eleven", month: 11, day: 11},
	{words: "双十二|双12", month: 12, day: 12},
	{words: "记者节", month: 11, day: 8},
	{words: "消防日|消防宣传日", month: 11, day: 9},
	{words: "宪法日", month: 12, day: 4},
	{words: "国家公祭日", month: 12, day: 13},
	{words: "平安夜|圣诞前夜|圣诞夜|christmas eve|xmas eve", month: 12, day: 24},
	{words: "圣诞|圣诞节|christmas|christmas day|xmas|xmas day|x-mas", month: 12, day: 25},
	{words: "节礼日|boxing day", month: 12, day: 26},
	{words: "跨年|跨年夜|新年前夜|元旦前夕|new year's eve|new years eve|new year eve|nye", month: 12, day: 31},
	{words: "万圣节|halloween|halloween day|all hallows' eve|万圣夜|万圣节前夜", month: 10, day: 31},
	{words: "all saints day|all saints' day|诸圣节", month: 11, day: 1},
	{words: "感恩节|thanksgiving|thanksgiving day|turkey day", month: 11, weekday: 4, nth: 4},
	{words: "黑色星期五|黑五|black friday", month: 11, weekday: 4, nth: 4, dayOff: 1},
	{words: "网络星期一|cyber monday", month: 11, weekday: 4, nth: 4, dayOff: 4},
	{words: "母亲节|mother's day|mothers day|mother day", month: 5, weekday: 7, nth: 2},
	{words: "父亲节|father's day|fathers day|father day", month: 6, weekday: 7, nth: 3},
	{words: "labor day|labour day", month: 9, weekday: 1, nth: 1},
	{words: "memorial day|decoration day|阵亡将士纪念日", month: 5, weekday: 1, nth: -1},
	{words: "mlk day|martin luther king day|martin luther king jr day|martin luther king jr. day|martin luther king's day|马丁路德金日|martin luther king", month: 1, weekday: 1, nth: 3},
	{words: "presidents day|president's day|presidents' day|washington's birthday|总统日", month: 2, weekday: 1, nth: 3},
	{words: "columbus day|indigenous peoples' day|哥伦布日", month: 10, weekday: 1, nth: 2},
	{words: "veterans day|veteran's day|armistice day|remembrance day|退伍军人节", month: 11, day: 11},
	{words: "independence day|july fourth|4th of july|fourth of july|美国独立日|独立日|the fourth of july|the 4th of july", month: 7, day: 4},
	{words: "flag day", month: 6, day: 14},
	{words: "juneteenth", month: 6, day: 19},
	{words: "st patrick's day|st patricks day|st. patrick's day|saint patrick's day|st paddy's day|圣帕特里克节", month: 3, day: 17},
	{words: "groundhog day|ground hog day|土拨鼠日", month: 2, day: 2},
	{words: "cinco de mayo", month: 5, day: 5},
	{words: "guy fawkes day|guy fawkes night|bonfire night", month: 11, day: 5},
	{words: "bastille day", month: 7, day: 14},
	{words: "australia day", month: 1, day: 26},
	{words: "anzac day", month: 4, day: 25},
	{words: "canada day", month: 7, day: 1},
	{words: "epiphany|three kings day", month: 1, day: 6},
	{words: "all souls day|all souls' day", month: 11, day: 2},
	{words: "pi day", month: 3, day: 14},
	{words: "inauguration day", month: 1, day: 20},
	{words: "easter|easter sunday|easter day|复活节", rule: easter},
	{words: "easter monday", rule: easter, dayOff: 1},
	{words: "good friday|耶稣受难日|受难节", rule: easter, dayOff: -2},
	{words: "palm sunday", rule: easter, dayOff: -7},
	{words: "ash wednesday", rule: easter, dayOff: -46},
	{words: "mardi gras|shrove tuesday|pancake day|fat tuesday", rule: easter, dayOff: -47},
	{words: "maundy thursday|holy thursday", rule: easter, dayOff: -3},
	{words: "ascension day|ascension", rule: easter, dayOff: 39},
	{words: "pentecost|whit sunday", rule: easter, dayOff: 49},
	{words: "whit monday", rule: easter, dayOff: 50},
}

func addHolidays(t *trie) {
	for i, h := range holidays {
		t.add(cHoliday, i, h.words)
	}
}

// on is the day of the holiday in a year; false when the tables do not reach so far.
func (h holiday) on(year int, loc *time.Location) (time.Time, bool) {
	switch {
	case h.rule != nil:
		t := h.rule(year, loc)
		return t.AddDate(0, 0, h.dayOff), !t.IsZero()
	case h.lunar:
		return lunarDay(year, h.month, h.day, false, loc)
	case h.nth != 0:
		t, ok := nthInMonth(year, h.month, h.nth, h.weekday, loc)
		return t.AddDate(0, 0, h.dayOff), ok
	}
	return time.Date(year, time.Month(h.month), h.day, 0, 0, 0, 0, loc), true
}

// end is the day after the last day off of the holiday that has its day in a year.
func (h holiday) end(year int, loc *time.Location) (time.Time, bool) {
	t, ok := h.on(year, loc)
	if !ok {
		return t, false
	}
	if !scheduleKnown(t.Year()) {
		return t.AddDate(0, 0, max(h.days-h.before, 1)), true
	}
	t = t.AddDate(0, 0, 1)
	for restDay(t) && officialRest(t) {
		t = t.AddDate(0, 0, 1)
	}
	return t, true
}

// easter is Easter Sunday (the anonymous Gregorian computus).
func easter(year int, loc *time.Location) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e, f := b/4, b%4, (b+8)/25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, loc)
}

// qingming is the solar term of 15° longitude, exact for this century.
func qingming(year int, loc *time.Location) time.Time {
	y := year % 100
	day := int(float64(y)*0.2422+4.81) - y/4
	return time.Date(year, 4, day, 0, 0, 0, 0, loc)
}

func eveRule(year int, loc *time.Location) time.Time {
	t, ok := newYearsEve(year, loc)
	if !ok {
		return time.Time{}
	}
	return t
}

// holidayDates reads a holiday with the year before or after it, and what is counted from it.
func (s *scan) holidayDates(d date, p int, add func(date, int)) {
	add(d, p)
	if !isLetter(s.peek(p - 1)) {
		return
	}
	q := s.dateGap(p)
	if r, ok := s.literal(q, "of "); ok {
		q = r
	}
	if n, ok := s.num(q); ok && n.digits == 4 && n.val > 1950 && n.val < 2100 && !s.isHourAfter(n.end) {
		d.year = n.int()
		add(d, n.end)
	}
	if w, ok := s.word(q, cYearWord); ok {
		d.hasYearOff, d.yearOff = true, w.val
		add(d, w.end)
	}
}
