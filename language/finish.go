package language

import (
	"strings"
	"time"
)

// endings are the words that say that a meeting is over.
var endings = newEndings()

func newEndings() *trie {
	t := newTrie()
	t.add(cIntent, 0, "会开完了|会都开完了|会开完啦|开完会了|开完会啦|开完了|开完啦|散会了|散会啦|散会|会散了|都散了|会议结束了|会议结束啦|会议已结束|会议已经结束|会议已经结束了|会议结束|会结束了|会已经结束了|会完了|会议开完了|结束了|结束啦|已经结束了|已经结束|提前结束了|提前结束|提早结束了|提早结束|提前散会|提前散了|提前散会了|我们结束了|我们开完了|我们这边结束了|活动结束了|培训结束了|用完了|人都走了|可以收拾了|可以收了|可以来收拾了")
	t.add(cIntent, 0, "we're done|we are done|were done here|we're all done|all done|meeting is over|meeting's over|meeting over|meeting is finished|meeting finished|meeting has finished|meeting has ended|meeting ended|meeting is done|meeting done|meeting's done|meeting's finished|we've finished|we have finished|we're finished|we are finished|we finished early|finished early|ended early|ending early|we've wrapped up|we have wrapped up|wrapped up|we're wrapping up|just finished|just wrapped up|that's a wrap|we're through|session is over|training is over|event is over|it's over|it is over|done with the room|finished with the room|we're out of the room|we've left the room")
	return t
}

// finished tells whether a text reports that a meeting is over: 会开完了, "we're done". What comes after or depends on
// the end (会议结束后, "when the meeting is over"), a question, an order or a day to come is no such report.
func (s *scan) finished(r *Reading, has func(int) bool, now time.Time) bool {
	if len(r.Services) > 0 || r.Headcount != nil || has(cueBook) || has(cueCancel) || has(cueTo) && s.latinCue() < 0 {
		return false
	}
	if t := r.Time; t != nil && (t.Kind == KindDuration || t.Kind == KindSet || t.HasDay && t.Start.After(now) && t.Start.YearDay() != now.YearDay()) {
		return false
	}
	if strings.ContainsAny(s.text, "?？") {
		return false
	}
	for p := range s.runes {
		if s.covered[p] || p > 0 && isLetter(s.runes[p-1]) && isLetter(s.runes[p]) {
			continue
		}
		end := 0
		for _, t := range endings.match(s.runes, p, nil) {
			end = max(end, t.end)
		}
		if end > 0 && s.reports(p, end) {
			return true
		}
	}
	return false
}

// latinCue is where a Latin word for the new value of a change stands, -1 when there is none: "to" is in many sentences.
func (s *scan) latinCue() int {
	at, _ := s.cueAt(cueTo)
	if at >= 0 && isLetter(s.runes[at]) {
		return at
	}
	return -1
}

// conditions are the words before and after the end of a meeting that make it a time or a question.
var (
	conditionsBefore = [...]string{"after ", "when ", "once ", "until ", "till ", "before ", "if ", "as soon as ", "是否", "等", "等到", "没", "还没", "什么时候", "几点", "is the ", "has the ", "要", "会不会", "能不能", "想", "可以", "not "}
	conditionsAfter  = [...]string{"后", "以后", "之后", "时", "的时候", "前", "以前", "之前", "吗", "没", "么", "的话", "再", "了吗", "了没", "了再", "了以后", "了之后", "到"}
)

func (s *scan) reports(p, end int) bool {
	for _, w := range conditionsAfter {
		if s.literalAt(s.skip(end), w) {
			return false
		}
	}
	for _, w := range conditionsBefore {
		for _, the := range [...]string{"", "the ", "our ", "会议", "会"} {
			if n := len([]rune(w + the)); s.literalAt(p-n, w+the) && !isLetter(s.peek(p-n-1)) {
				return false
			}
		}
	}
	return true
}
