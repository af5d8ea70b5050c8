package language

// addChineseTime enters the Chinese words for days, hours and lengths.
func addChineseTime(t *trie) {
	for off, words := range map[int]string{
		0: "今天|今日|今儿|今儿个|本日|当天|当日|即日|同一天", 1: "明天|明日|明儿|明儿个|听日|次日|翌日|第二天|明個", 2: "后天|后日|后儿|第三天",
		3: "大后天|大后日", 4: "大大后天", -1: "昨天|昨日|昨儿|寻日", -2: "前天|前日", -3: "大前天",
	} {
		t.add(cDay, off, words)
	}
	for val, words := range map[int]string{
		dayPart(0, Evening): "今晚|今夜|当晚|今晚上|今儿晚上|是夜", dayPart(0, Morning): "今早|今晨|今朝", dayPart(1, Morning): "明早|明晨|明早上",
		dayPart(1, Evening): "明晚|明夜|明晚上|听晚", dayPart(2, Morning): "后早", dayPart(2, Evening): "后晚", dayPart(3, Morning): "大后早",
		dayPart(3, Evening): "大后晚", dayPart(-1, Evening): "昨晚|昨夜|寻晚", dayPart(1, Afternoon): "明下午", dayPart(0, Afternoon): "今下午",
		dayPart(0, Noon): "今中午|今午", dayPart(1, Noon): "明中午|明午", dayPart(1, Dawn): "明凌晨", dayPart(0, Dawn): "今凌晨",
	} {
		t.add(cDayPart, val, words)
	}
	for part, words := range map[PartOfDay]string{
		Dawn: "凌晨|清早|拂晓", Morning: "一上午|一个上午|整个上午|一早上|早上|上午|早晨|清晨|一早|一大早|大清早|朝早|上昼|早|午前|晨间|晨", Noon: "中午|晌午|午间",
		Afternoon: "一下午|一个下午|整个下午|下午|午后|下昼|晏昼|后晌|下半天", Evening: "一晚上|一个晚上|整个晚上|晚上|傍晚|晚|黄昏|晚间|夜晚|下班后", Night: "夜里|深夜|半夜|夜间|午夜时分|大半夜|夜",
	} {
		t.add(cPart, partNumber(part), words)
	}
	for i, d := range []rune("一二三四五六日天") {
		n := min(i+1, 7)
		for _, w := range []string{"周", "星期", "礼拜", "禮拜", "逢周", "拜"} {
			if w != "拜" {
				t.add(cWeekday, n, w+string(d))
			}
		}
		t.add(cWeekChar, n, string(d))
	}
	for i, d := range []rune("123456") {
		t.add(cWeekday, i+1, "周"+string(d)+"|星期"+string(d)+"|礼拜"+string(d))
		t.add(cWeekChar, i+1, string(d))
	}
	t.add(cWeekday, 7, "周7|星期7|礼拜7")
	for _, w := range []string{"周", "星期", "礼拜"} {
		t.add(cWeekWord, 0, "这"+w+"|这个"+w+"|本"+w+"|今"+w+"|今个"+w+"|这一"+w+"|当"+w)
		t.add(cWeekWord, 1, "下"+w+"|下个"+w+"|下一"+w+"|下一个"+w+"|来"+w)
		t.add(cWeekWord, 2, "下下"+w+"|下下个"+w)
		t.add(cWeekWord, 3, "下下下"+w)
		t.add(cWeekWord, -1, "上"+w+"|上个"+w+"|上一"+w)
		t.add(cWeekWord, -2, "上上"+w+"|上上个"+w)
		t.add(cUnit, unitWeek, w)
	}
	t.add(cMonthWord, 0, "这个月|本月|当月|今个月|这月|今月|本月份|这个月份")
	t.add(cMonthWord, 1, "下个月|下月|次月|下个月份|下月份|下一个月")
	t.add(cMonthWord, 2, "下下个月|下下月")
	t.add(cMonthWord, -1, "上个月|上月")
	for off, words := range map[int]string{0: "今年|本年|这年|当年|本年度", 1: "明年|来年|下一年", 2: "后年", 3: "大后年", -1: "去年|上一年", -2: "前年"} {
		t.add(cYearWord, off, words)
	}
	for u, words := range map[int]string{
		unitSecond: "秒|秒钟|秒鐘", unitMinute: "分钟|分鐘|分", unitHour: "小时|钟头|小時|个钟|钟|时|h|hr", unitDay: "天|日|晚|工作天",
		unitMonth: "月|个月", unitYear: "年", unitQuarter: "季度|季", unitWeekend: "周末", unitDecade: "年代",
	} {
		t.add(cUnit, u, words)
	}
	t.add(cNow, 0, "现在|此时|当前|此刻|宜家|而家|依家|目前|马上|这会儿|当下|这就|立刻|即刻|从现在起")
	t.add(cClockWord, 12*60, "正午")
	t.add(cClockWord, 24*60, "午夜|子夜|半夜十二点")
	t.add(cUntil, 0, "到|至|~|-|一直到|到了|直到|~~|--|---|——|至到|往后到|一直开到|开到|用到")
	t.add(cFrom, 0, "从|由|自|打|介于")
	t.add(cAnd, 0, "和|与|跟|及")
	t.add(cBetween, 0, "之间|间|止|为止|这段时间|这个时间段|这个时段|期间|中间")
	t.add(cAbout, 0, "大约|大概|约|差不多|约莫|在|于|定在|就|就在|的|是|那天的|那天|当天|当日|的时候|尽量|最好|准时|大约在|大概在|我|这天|那一天|时间")
	t.add(cSurround, 0, "左右|前后|上下|许|的样子|吧|光景|来钟|这样|多")
	t.add(cHalf, 0, "半")
	t.add(cQuarter, 1, "一刻|1刻")
	t.add(cQuarter, 3, "三刻|3刻")
	t.add(cAfter, 0, "后|之后|以后|过后")
	t.add(cBefore, 0, "前|之前|以前")
	t.add(cIn, 2, "内|之内|以内|里")
	t.add(cIn, 1, "过|再过|等|隔")
	t.add(cRest, 1, "还剩|还有|剩下|接下来|未来|今后|往后|之后|接下来的|未来的|随后")
	t.add(cEvery, 0, "每|每个|每逢|逢|每一|每一个|各")
	t.add(cAdverb, unitDay, "天天|日日|每日|每天|每一天|每晚|每早")
	t.add(cAdverb, unitWeek, "每周|每星期|每礼拜|每个星期|每个礼拜|每一周|每週|每个周")
	t.add(cAdverb, unitMonth, "每月|每个月|每一个月|按月")
	t.add(cAdverb, unitYear, "每年|年年|每一年")
	t.add(cAdverb, unitHour, "每小时|每个小时|每个钟头|每钟头")
	t.add(cAdverb, unitQuarter, "每季度|每个季度|每季")
	t.add(cAdverb, 100+unitDay, "隔天|隔日|每隔一天|每隔天")
	t.add(cAdverb, 100+unitWeek, "隔周|每隔一周|双周|每隔一个星期|每隔一星期|隔一周|隔星期|单双周")
	t.add(cAdverb, 100+unitMonth, "隔月|每隔一个月")
	t.add(cOrdinalLast, 1, "最后一个|最后1个|最后|最末一个|最后一|最末")
	t.add(cOrdinalLast, 2, "倒数第二个|倒数第二")
	t.add(cAllDay, 0, "全天|整天|一整天|一天都|全日|整整一天|包一天|一天全包|用一天|开一天|开一整天|用一整天")
	t.add(cLunar, 0, "农历|阴历|旧历|农历的")
	t.add(cWorkday, 0, "工作日|上班日|上班天|工作天|平日")
	t.add(cWeekend, 0, "周末|星期末|礼拜末|周末两天|双休日")
	t.add(cEdge, 0, "初|月初|年初|头")
	t.add(cEdge, 1, "中|月中|年中|中旬")
	t.add(cEdge, 2, "底|月底|年底|末|月末|年末|尾")
	t.add(cEdge, 3, "上旬")
	t.add(cEdge, 4, "下旬")
	t.add(cTimes, 0, "次|回|场|期")
	t.add(cDiff, 0, "差")
	t.add(cSharp, 0, "整|正|钟|钟整|钟正|点整|准")
	t.add(cPast, 0, "过")
}

// addChineseMeeting enters the Chinese words for people, rooms, services and faults.
func addChineseMeeting(t *trie) {
	t.add(cPerson, 0, "人|个人|位|名|口人|口子|人次|参会人员|位领导|个领导|名领导|位同事|个同事|名同事|名员工|个同学|名同学|位客人|个客人|位嘉宾|名嘉宾|位客户|个客户|个老师|位老师|名老师|号人|个座位|个座|座|个位子|位代表|名代表|个员工|名学员|个学员|人份|人座|位专家|名专家|个专家|人参加|个小伙伴|名干部|位同志|名同志|个同志|名参会人员|位参会人员|位来宾|名来宾|个人头")
	t.add(cMeasure, 0, "个|位|名|来|多|几")
	t.add(cMore, 0, "再加|加|增加|多加|多|多来|再来|又来了|新增|多了|又多了|追加|添|还要加|另加|再多|又加")
	t.add(cLess, 0, "少|减|减少|少了|少来|减去|去掉|减掉|少几个")
	t.add(cBigger, 1, "大一点|大点|大些|大一些|更大|宽敞|大一号|再大|坐不下|太小|不够坐|大的|大会议室|装不下")
	t.add(cBigger, 2, "小一点|小点|小些|小一些|更小|太大|小的|再小")
	t.add(cBigger, 3, "换一间|换一个|换个|换间|别的|其他的|另一间|另一个|另外一间|换别的")
	t.add(cExtend, 1, "再给我们|再给我|再给|再要|还要|还需要|还得|再加|再来|延长|再延|多用|多订|多开|续|再用|延时|往后延|顺延|加时|续订|拖|再开|多预留|再续|多留")
	t.add(cExtend, -1, "缩短|提早结束|提前结束|早点结束|少开|减短")
	t.add(cShift, 1, "推迟|延后|延迟|延期|往后推|往后挪|晚|后延|推后|往后移|延到|推迟到")
	t.add(cShift, -1, "提前|提早|往前挪|往前提|早|往前移|提前到")
	t.add(cUrgent, 0, "马上|立刻|赶紧|尽快|紧急|急|快点|立即|赶快|速|火速|加急|急需|正在开会|正开着会|很急|急急|救急|着急")
	t.add(cReason, 0, "因为|由于|原因是|理由是|有事|主要是")
	addChineseRooms(t)
}

// addChineseRooms enters the words that make a room.
func addChineseRooms(t *trie) {
	t.add(cRoomWord, 1, "会议室|会议厅|多功能厅|报告厅|培训室|贵宾室|贵宾厅|接待室|会客室|洽谈室|讨论室|演播厅|会堂|礼堂|大厅|厅|会见厅|活动室|教室|阶梯教室|视频会议室|电话会议室|多媒体室|多媒体教室|路演厅|休息室|会见室|座谈室|评标室|党员活动室|展厅|宴会厅|谈判室|研讨室|洽谈间|电话间|录播室|学术厅|学术报告厅|培训教室|机房|室")
	t.add(cRoomWord, 2, "房间|房|号房|号会议室|号厅|包间|间|屋")
	t.add(cFloor, 0, "楼|层|层楼|f|楼层")
	t.add(cBuilding, 0, "座|栋|号楼|幢|楼")
}
