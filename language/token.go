package language

// class says what a word can be. One word may stand in the lattice with several classes.
type class uint8

const (
	_            class = iota
	cDay               // today, 明天: val is the offset in days
	cDayPart           // 今晚, tonight: val is offset*16+part
	cPart              // part of day: val is the part
	cWeekday           // Monday, 周一: val is 1..7
	cWeekdays          // Mondays: val is 1..7, a recurrence
	cWeekChar          // 一..日 after 周: val is 1..7
	cMonth             // January: val is 1..12
	cUnit              // a length of time: val is the unit
	cUnitShort         // h, m, d: units only right after digits
	cThis              // this, 这, 本
	cNext              // next, 下: val is how many
	cLast              // last, 上, previous
	cHoliday           // val is an index in holidays
	cPast              // past, after the hour: ten past nine
	cTo                // to, before the hour: ten to nine
	cAmPm              // am, pm: val 1, 2
	cOClock            // o'clock, sharp
	cAbout             // about, around, 大约
	cUntil             // until, 到, -: between two ends
	cFrom              // from, 从, between
	cAnd               // and, 和 between two ends
	cBetween           // 之间, at the end of a range
	cAt                // at, @
	cOn                // on, 在
	cFor               // for
	cOf                // of, 的
	cIn                // in, within
	cAfter             // later, from now, 后
	cBefore            // ago, 前
	cEvery             // every, each, 每
	cOther             // other, second: every other
	cAdverb            // daily, weekly: val is the unit, aux an interval
	cNow               // now, 现在
	cClockWord         // noon, midnight: val is minutes of the day
	cHalf              // half, 半
	cQuarter           // quarter, 刻
	cArticle           // a, an, the
	cOrdinalLast       // last, 最后
	cAllDay            // all day, 全天
	cLunar             // 农历
	cWorkday           // workday, 工作日
	cWeekend           // weekend, 周末
	cEdge              // beginning, middle, end of a month: val 0, 1, 2
	cPerson            // people, 人
	cMeasure           // 个, 位
	cTimes             // times, 次
	cDigitWord         // one, two, twenty: val
	cScale             // hundred, thousand: val
	cOrdinal           // first, second: val
	cFew               // a few, several: val 3; a couple: 2
	cRoomWord          // room, 会议室
	cFloor             // floor, 楼, 层
	cBuilding          // 座, building
	cService           // val is an index in serviceKinds
	cMeasured          // as cService, but only with a measure before it
	cServiceUnit       // cup, bottle: val is an index in serviceUnits
	cDevice            // projector, 空调: val is a problem kind
	cFault             // broken, 坏了: val is a problem kind, 0 when the device tells
	cAct               // fighting, 吵: what somebody does who disturbs or is in danger; val is a problem kind
	cSomebody          // people, 有人: who does it
	cUrgent            // at once
	cIntent            // verbs and phrases that tell the intent: val is an intent cue
	cFiller            // words that are never part of a title
	cTitleLead         // about, 主题是: the title follows
	cYes               // accept
	cNo                // decline
	cMaybe             // perhaps
	cReason            // because
	cMore              // more, 再加
	cLess              // fewer
	cBigger            // val 1 bigger, 2 smaller, 3 other
	cExtend            // extend, 延长
	cShift             // postpone, 推迟: val 1 later, -1 earlier
	cRoom              // catalogue room: val is its index
	cName              // catalogue person: val is its index
	cDepartment        // catalogue department: val is its index
	cPlace             // catalogue building: val is its index
	cSurround          // left, right, 左右 after a number
	cYearWord          // this year, 明年: val is the offset
	cMonthWord         // this month, 下个月: val is the offset
	cWeekWord          // this week, 下周: val is the offset
	cRest              // rest of
	cDiff              // 差: minutes before the hour
	cSharp             // 整, sharp
	cFree              // free, vacant, 空闲
	cMeet              // meeting, 会: generic words of what is held
)

// word is an entry of a vocabulary.
type word struct {
	class class
	val   int
}

// token is a word found in the text: its entry and where it ends.
type token struct {
	word
	end int
}

// classSet is a set of classes.
type classSet [2]uint64

func (s *classSet) add(c class) { s[c/64] |= 1 << (c % 64) }
