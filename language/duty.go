package language

import "strings"

// dutyWords are what somebody says who comes to work or leaves it, and says nothing else.
var dutyWords = newDutyWords(map[Intent]string{
	IntentOnDuty:  "上岗|到岗|在岗|上班|来上班|值班|开始上班|开始值班|接班|回岗|on duty|on shift|back on duty|going on duty|starting my shift|my shift starts|my shift has started|clocking in|clocked in|clock in|clock me in|reporting for duty|start of shift",
	IntentOffDuty: "下岗|离岗|不在岗|下班|值完班|收班|交班|休息|不值班|off duty|off shift|going off duty|ending my shift|end of shift|my shift is over|my shift ends|my shift has ended|finished my shift|done for the day|off for the day|clocking out|clocked out|clock out|clock me out|going home",
})

func newDutyWords(words map[Intent]string) map[string]Intent {
	m := map[string]Intent{}
	for intent, list := range words {
		for _, w := range strings.Split(list, "|") {
			m[w] = intent
		}
	}
	return m
}

// Words that may stand around those of duty.
var (
	beforeDuty = [...]string{"我们", "我", "现在", "已经", "已", "要", "刚", "今天", "i am ", "i'm ", "im ", "i've ", "i ", "now ", "just "}
	afterDuty  = [...]string{"了", "啦", "咯", "喽", "去了", " now", " today", " tonight", " again", " please"}
)

// duty tells whether the text says that its writer comes to work or leaves it, and nothing else: 我下班了, "on duty".
// 下班后开会 and a question whether somebody is on duty are none.
func (s *scan) duty() (Intent, bool) {
	if len(s.runes) > 30 || strings.ContainsAny(s.text, "?？") {
		return IntentUnknown, false
	}
	words := strings.Trim(string(s.runes), " .,!~。，！～、;；")
	for cut := true; cut; {
		if intent, ok := dutyWords[words]; ok {
			return intent, true
		}
		cut = false
		for _, w := range beforeDuty {
			if rest, ok := strings.CutPrefix(words, w); ok {
				words, cut = strings.TrimSpace(rest), true
			}
		}
		for _, w := range afterDuty {
			if rest, ok := strings.CutSuffix(words, w); ok {
				words, cut = strings.TrimSpace(rest), true
			}
		}
	}
	return IntentUnknown, false
}
