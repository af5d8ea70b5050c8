package language

import "slices"

// namesMeeting tells whether a stretch holds a word for what people meet for.
func (s *scan) namesMeeting(from, to int) bool {
	for p := from; p < to; p++ {
		if s.nounAt(p, to) {
			return true
		}
	}
	return false
}

// nounAt tells whether such a word stands at p and ends before to.
func (s *scan) nounAt(p, to int) bool {
	for _, noun := range nounsByRune[s.runes[p]] {
		if len(noun) <= to-p && slices.Equal(s.runes[p:p+len(noun)], noun) {
			return true
		}
	}
	return false
}

// nounsByRune are the nouns by their first character.
var nounsByRune = func() map[rune][][]rune {
	m := map[rune][][]rune{}
	for _, w := range meetingNouns {
		r := []rune(w)
		m[r[0]] = append(m[r[0]], r)
	}
	return m
}()

var meetingNouns = []string{
	"会议", "评审", "培训", "讨论", "面试", "汇报", "例会", "周会", "月会", "晨会", "复盘", "答辩", "座谈", "研讨", "沟通", "对接", "交流", "启动", "总结", "宣讲", "路演", "论坛", "学习", "演练", "谈判", "签约", "述职", "动员", "验收", "会商", "调度", "接待", "讲座", "分享", "访谈", "复试", "盘点",
	"考察", "参观", "检查", "调研", "来访", "巡查", "巡视", "督导", "审计", "会见", "慰问", "拜访", "观摩", "沙龙", "仪式", "彩排", "排练", "竞聘", "竞赛", "比赛", "大赛", "考试", "测试", "面谈", "约谈", "谈话", "碰头", "宣传", "宣导", "团建", "联欢", "茶话", "发布", "推介", "洽谈", "磋商", "辅导", "考核", "考评", "评比", "评选", "评标", "开标", "招标", "投标", "踏勘", "对账", "预审", "评议", "换届", "选举", "民主生活", "组织生活", "党课", "主题党日", "课程", "招聘", "双选", "笔试", "体检", "义诊", "献血",
	"review", "sync", "standup", "stand-up", "interview", "training", "workshop", "meeting", "kickoff", "kick-off", "retro", "planning", "demo", "briefing", "call", "discussion", "presentation", "seminar", "all hands", "all-hands", "1:1", "one on one", "1-on-1", "brainstorm", "onboarding", "town hall", "townhall", "check-in", "session", "debrief", "lunch", "party", "conference", "negotiation", "report", "rehearsal", "audit",
	"huddle", "hearing", "seminar", "webinar", "appraisal", "induction", "orientation", "ceremony", "celebration", "class", "course", "lecture", "talk", "visit", "tour", "assessment", "test", "exam", "club", "committee", "panel", "forum", "summit", "launch", "offsite", "away day", "mixer", "dinner", "breakfast", "tasting", "catch-up", "catch up", "chat", "refresher", "drill", "consultation", "clinic", "vivas", "defence", "defense", "screening", "photo shoot", "recording", "walkthrough", "walk-through", "handover", "post-mortem", "postmortem", "wash-up", "sign-off", "go-live", "certification",
}
