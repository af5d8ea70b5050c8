package language

import "strconv"

// addEnglishTime enters the English words for days, hours and lengths.
func addEnglishTime(t *trie) {
	t.add(cDay, 0, "today|tdy|the day|of the day|this day|same day|2day")
	t.add(cDay, 1, "tomorrow|tmr|tmrw|tmrow|tomorow|tommorow|tommorrow|tomorrows|tom|2moro|the next day|next day|the day after|the following day|tomo|2morrow|tmw")
	t.add(cDay, 2, "day after tomorrow|the day after tomorrow|day after tmr|the day after tmr|the day after tmrw|day after tmrw|overmorrow")
	t.add(cDay, -1, "yesterday|the day before")
	t.add(cDay, -2, "day before yesterday|the day before yesterday")
	t.add(cDayPart, dayPart(0, Evening), "tonight|tonite|this evening|2night|this night|later tonight")
	t.add(cDayPart, dayPart(0, Morning), "this morning|later this morning")
	t.add(cDayPart, dayPart(0, Afternoon), "this afternoon|this arvo|later this afternoon|this aft")
	t.add(cDayPart, dayPart(1, Evening), "next evening|tomorrow night|tmr night|tomorrow evening|tmrw night")
	t.add(cDayPart, dayPart(1, Morning), "next morning|tomorrow morning|tmr morning")
	t.add(cDayPart, dayPart(1, Afternoon), "next afternoon|tomorrow afternoon|tmr afternoon")
	t.add(cDayPart, dayPart(-1, Evening), "last night")
	for part, words := range map[PartOfDay]string{
		Dawn: "early hours|small hours", Morning: "first thing|morning|mornings|am hours|early morning|late morning|in the am|early in the morning",
		Noon: "lunchtime|lunch time|at lunch", Afternoon: "afternoon|arvo|afternoons|late afternoon|early afternoon|in the pm|aft",
		Evening: "evening|evenings|early evening|late evening|after work|after dinner", Night: "night|night time|nights|nighttime|late night|at night",
	} {
		t.add(cPart, partNumber(part), words)
	}
	days := []string{"monday|mon", "tuesday|tue|tues", "wednesday|wed|weds|wednsday|wendesday", "thursday|thu|thur|thurs|thrusday|thirsday", "friday|fri", "saturday|sat", "sunday|sun"}
	for i, w := range days {
		t.add(cWeekday, i+1, w)
	}
	for i, w := range []string{"mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"} {
		t.add(cWeekdays, i+1, w)
	}
	months := []string{"january|jan", "february|feb|febuary", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug", "september|sep|sept", "october|oct", "november|nov", "december|dec"}
	for i, w := range months {
		t.add(cMonth, i+1, w)
	}
	for u, words := range map[int]string{
		unitSecond: "second|seconds|sec|secs", unitMinute: "minute|minutes|min|mins|minutos|mintues", unitHour: "hour|hours|hr|hrs|hours'|hour's|houre", unitDay: "day|days|night|nights|day's|days'",
		unitWeek: "week|weeks|wk|wks|week's|weeks'", unitMonth: "month|months|mth|mths", unitYear: "year|years|yr|yrs", unitQuarter: "quarters",
		unitWeekend: "weekend|weekends", unitDecade: "decade|decades", unitFortnight: "fortnight|fortnights",
	} {
		t.add(cUnit, u, words)
	}
	t.add(cUnitShort, unitSecond, "s|\"|''")
	t.add(cUnitShort, unitMinute, "m|'")
	t.add(cUnitShort, unitHour, "h")
	t.add(cUnitShort, unitDay, "d")
	t.add(cUnitShort, unitWeek, "w")
	t.add(cUnitShort, unitYear, "y")
	t.add(cThis, 0, "this|the current|current|this current|this coming|coming|upcoming|this very|the upcoming|the coming")
	t.add(cNext, 1, "next|the next|following|the following|nxt")
	t.add(cLast, -1, "last|past|previous|the last")
	for _, c := range []struct {
		class class
		unit  string
	}{{cWeekWord, "week|wk"}, {cMonthWord, "month|mth"}, {cYearWord, "year|yr"}} {
		for _, u := range splitWords(c.unit) {
			t.add(c.class, 0, "this "+u+"|the current "+u+"|current "+u+"|the same "+u)
			t.add(c.class, 1, "next "+u+"|the next "+u+"|following "+u+"|the following "+u+"|coming "+u+"|the coming "+u)
			t.add(c.class, 2, u+" after next|the "+u+" after next")
			t.add(c.class, -1, "last "+u+"|previous "+u)
		}
	}
	t.add(cPast, 0, "past|after|from")
	t.add(cTo, 0, "to|before|till|til|of")
	t.add(cAmPm, 1, "am|a.m.|a.m|a m|a|a.|a. m.|a . m .|a m.")
	t.add(cAmPm, 2, "pm|p.m.|p.m|p m|p|p.|p. m.|p . m .|p m.")
	t.add(cAmPm, 3, "ampm|am pm")
	t.add(cOClock, 0, "o'clock|oclock|o clock|sharp|on the dot|h|hours")
	t.add(cAbout, 0, "about|around|approximately|approx|roughly|at|on|@|in|in the|during|the|for|by|circa|say|at the|on the|of|sometime|ish|maybe|like|starting|starting at|beginning at|start at|date:|time:|when:|early|late|some time|right|exactly|later|just")
	t.add(cSurround, 0, "ish|or so|approximately|approx|thereabouts|roughly|-ish|more or less|pt|pst|cst|est|cet|gmt|utc")
	t.add(cUntil, 0, "to|till|til|until|untill|thru|through|up to|'til|til about|ending at|ends at|ending by|finishing at|finishes at|finish at|finishing by|done by|and ending at|and end at|to about|until about")
	t.add(cFrom, 0, "from|between|in between|starting from|start from|later than|starting at|since|anytime between|beginning at|any time between|after")
	t.add(cAnd, 0, "and|but before|and before|&|or")
	t.add(cNow, 0, "now|right now|just now|atm|at the moment|at this time|at the minute|at present|straight away|immediately|asap|as soon as possible")
	t.add(cClockWord, 12*60, "noon|midday|mid day|the midday|12 noon|noontime|high noon|twelve noon")
	t.add(cClockWord, 24*60, "midnight|mid night|12 midnight|the midnight|twelve midnight")
	t.add(cClockWord, 10*60, "midmorning|mid morning")
	t.add(cClockWord, 14*60, "midafternoon|mid afternoon")
	t.add(cClockWord, endOfDay, "eod|end of day|the end of the day|end of the day|end of business|cob|close of business|the eod|end of")
	t.add(cHalf, 0, "half|1/2|half a|half an|a half|half of an|an half|half of a")
	t.add(cQuarter, 1, "quarter|a quarter|1/4|quarter of|quarter of a|quarter of an|a quarter of|a quarter of an|a quarter of a|one quarter")
	t.add(cQuarter, 3, "three quarters|three quarters of|three quarters of an|3/4|three quarter")
	t.add(cArticle, 0, "a|an|the|another|one|full|whole|a full|a whole|one full|a single")
	t.add(cOf, 0, "of|in|the|of the|in the|for|of this|during")
	t.add(cFew, 3, "few|a few|several|some|a handful of|couple more")
	t.add(cFew, 2, "couple|a couple|couple of|a couple of|a pair of|pair of|both")
	t.add(cAfter, 0, "later|from now|hence|from right now|from today|after|from|after now|from this moment")
	t.add(cBefore, 0, "ago|before|earlier|prior to|back|before now")
	t.add(cIn, 1, "in|after|in about|in another|in around|in approximately|in just")
	t.add(cIn, 3, "within|within the next|in the next|in next|over the next|during the next|for the next|next|the next|in the coming|the coming|upcoming|inside|within next|in under|the upcoming")
	t.add(cRest, 2, "rest of the|rest of|the rest of the|rest of this|rest of my|rest of current|rest the|the rest of|rest of your|remainder of the|the remainder of the")
	t.add(cEvery, 0, "every|each|per|once a|once every|every single|once per|one a")
	t.add(cOther, 2, "other|second|2nd|alternate|2")
	t.add(cOther, 3, "third|3rd")
	for u, words := range map[int]string{unitDay: "daily|everyday|day to day|every day|each day|nightly", unitWeek: "weekly|every week|each week", unitMonth: "monthly", unitYear: "yearly|annually|annual", unitQuarter: "quarterly|every quarter|each quarter", unitHour: "hourly", 100 + unitWeek: "biweekly|bi weekly|fortnightly|every fortnight", 100 + unitMonth: "bimonthly", 200 + unitYear: "semiannual|semi annual|semiannually|biannual|half yearly"} {
		t.add(cAdverb, u, words)
	}
	t.add(cOrdinalLast, 1, "last|the last|final|the final")
	t.add(cAllDay, 0, "all day|the whole day|whole day|all day long|full day|the entire day|entire day|a full day|the full day|for the day|the whole of the day|allday")
	t.add(cWorkday, 0, "weekday|weekdays|workday|workdays|working day|business day|work day|business days|working days|work days")
	t.add(cWeekend, 0, "weekend|the weekend|weekends|wkend")
	t.add(cEdge, 0, "beginning of|start of|early|the beginning of|the start of")
	t.add(cEdge, 1, "middle of|mid|the middle of")
	t.add(cEdge, 2, "end of|the end of|late|eo")
	t.add(cTimes, 0, "times|occurrences|sessions|meetings|x|weeks in a row")
	addEnglishNumbers(t)
}

func addEnglishNumbers(t *trie) {
	for i, w := range []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"} {
		t.add(cDigitWord, i, w)
	}
	for i, w := range []string{"twenty", "thirty", "forty|fourty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		t.add(cDigitWord, (i+2)*10, w)
	}
	t.add(cDigitWord, 12, "a dozen|dozen")
	t.add(cScale, 100, "hundred")
	t.add(cScale, 1000, "thousand|k")
	for i, w := range []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth|nineth", "tenth", "eleventh", "twelfth|twelveth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"} {
		t.add(cOrdinal, i+1, w)
	}
	t.add(cOrdinal, 30, "thirtieth")
	for i, w := range []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"} {
		t.add(cOrdinal, 20+i+1, "twenty "+w)
	}
	t.add(cOrdinal, 31, "thirty first")
	for i := 1; i <= 31; i++ {
		n := strconv.Itoa(i)
		t.add(cOrdinal, i, n+"st|"+n+"nd|"+n+"rd|"+n+"th")
		if i < 10 {
			t.add(cOrdinal, i, "0"+n+"st|0"+n+"nd|0"+n+"rd|0"+n+"th")
		}
	}
}

// addEnglishMeeting enters the English words for people, rooms and changes.
func addEnglishMeeting(t *trie) {
	t.add(cPerson, 0, "people|persons|person|attendees|attendee|participants|guests|guest|pax|ppl|of us|peeps|seats|heads|colleagues|staff|folks|visitors|members|delegates|participant|attending|seater|employees|seat|students|clients|leaders|in total|will attend|are coming|coming|managers|engineers|candidates|will join|joining")
	t.add(cPerson, 1, "crew|crew members|cast|helpers|trainees|users|devs|developers|interns|testers|designers|analysts|officers|directors|judges|speakers|reps|partners|panelists|panellists|pupils|parents|teachers|nurses|doctors|drivers|operators|apprentices|graduates|starters|new starters|hires|new hires|contractors|inspectors|auditors|assessors|councillors|trustees|volunteers|kids|children|adults|men|women|friends|residents|experts|executives|execs|players|learners|suppliers|vendors|customers|applicants|interviewees|supervisors|coordinators|associates|lawyers|scientists|researchers|professors|lecturers|reviewers|investors|journalists|reporters|invitees|workers|technicians|salespeople|team members|teammates|mates|souls|bodies|board members|newbies|joiners|new joiners|chaps|guys")
	t.add(cMore, 0, "add|plus|another|add another|more|extra|additional")
	t.add(cLess, 0, "fewer|less|remove|minus")
	t.add(cBigger, 1, "bigger|larger|a bigger one|a bigger|a larger|more space|too small|bigger room|larger room|a bigger room|a larger room")
	t.add(cBigger, 2, "smaller|a smaller one|a smaller|too big|too large|smaller room|a smaller room")
	t.add(cBigger, 3, "another room|a different room|different room|some other room|another one|a different one|other room")
	t.add(cExtend, 1, "another|for another|running over by|run over by|going over by|overrunning by|overrun by|extend|extend it|prolong|extend by|longer|extend the meeting|make it longer|keep it for")
	t.add(cExtend, -1, "shorten|shorten it|shorter|end early|cut it|finish early")
	t.add(cShift, 1, "postpone|delay|push back|push it back|push|later|push it|put off|move back|move it back|push out")
	t.add(cShift, -1, "bring forward|bring it forward|earlier|move up|move it up|move forward")
	t.add(cUrgent, 0, "urgent|urgently|asap|immediately|right away|hurry|emergency|quickly|straight away|at once|right now|as soon as possible|meeting in progress|in the middle of a meeting")
	t.add(cReason, 0, "because|due to|since|as i|cause|cuz|bc")
	t.add(cRoomWord, 3, "room|meeting room|conference room|conf room|boardroom|board room|hall|auditorium|training room|rm|huddle room|lounge|suite|classroom|theatre|theater|vip room|reception room|briefing room|ballroom|lecture hall|conference hall|seminar room|studio|booth|phone booth|pod|lab|meeting pod|video conferencing room|video conference room|vc room|zoom room|mtg room|mtg rm|meeting rm|conf rm|chamber|council chamber|debating chamber|courtroom|training centre|training center|meeting centre|conference suite|training suite|meeting suite|theatrette|atrium|function room|consulting room|staff room|common room|committee room|breakout room|interview room")
	t.add(cFloor, 1, "floor|f|fl")
	t.add(cBuilding, 1, "building|block|tower|wing|bldg")
}
