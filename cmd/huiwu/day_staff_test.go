package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"
	"time"

	"huiwu/bot/emulator"
	"huiwu/conference"
)

// temper is how somebody takes what their phone asks of them.
type temper string

const (
	diligent temper = ""       // does what there is to do, at its time
	slow     temper = "slow"   // the same, later, and now and then too late
	silent   temper = "silent" // never answers
	idle     temper = "idle"   // takes work and never begins
	unable   temper = "unable" // takes work, and then cannot do it
	shifting temper = "shift"  // takes work, and then asks a colleague to do it
)

// tempers are those who are not diligent. Crews of two have one who never answers, and one leader in three is such.
var tempers = map[string]temper{
	"林海": silent, "高峰": silent, "韩雪": silent, "谢婷": silent, "曾磊": silent, "董洁": silent, "杜鹃": silent, "吕梁": silent, "姚远": silent,
	"任静": silent, "沈浩": silent, "孙丽华": silent, "谭松": silent, "范冰": silent, "秦岭": silent, "廖凡": silent, "姜涛": silent,
	"冯涛": idle, "唐勇": idle, "潘玉": idle, "马晓东": unable, "彭丽": unable, "许文静": shifting, "曹阳": shifting,
	"罗玉兰": slow, "朱丽丽": slow, "余芳": slow, "魏然": slow, "田野": slow, "叶青": slow, "郑春梅": slow, "周建国": slow, "蔡明": slow, "钟山": slow,
}

// employee is somebody of the staff with their phone. They act on what it shows and on nothing else.
type employee struct {
	conference.Person
	house *dayHouse
	phone *emulator.Phone
	seen  map[string]time.Time // what was first seen when
	did   map[string]bool
	stir  bool      // something has come since they last looked
	wake  time.Time // when they mean to do the next thing; zero for nothing
}

// dayKey is a button that a phone shows.
type dayKey struct {
	message            int
	words              string // of its message
	verb, id, rev, arg string
}

func (k dayKey) what() string { return k.verb + " " + k.id }

// keysOf are a message's buttons that ask the bot for something.
func keysOf(m emulator.Message) (all []dayKey) {
	for _, b := range slices.Concat(m.Keyboard...) {
		if p := strings.SplitN(b.Data, ":", 4); len(p) >= 3 {
			k := dayKey{message: m.ID, words: m.Text, verb: p[0], id: p[1], rev: p[2]}
			if len(p) == 4 {
				k.arg = p[3]
			}
			all = append(all, k)
		}
	}
	return all
}

func (k dayKey) data() string {
	return strings.TrimSuffix(strings.Join([]string{k.verb, k.id, k.rev, k.arg}, ":"), ":")
}

// chance is a number in [0, 1) that is the same for the same person, thing and seed.
func (e *employee) chance(of string) float64 { return e.house.chance(e.Name, of) }

// fate is chance that is the same for everybody.
func (e *employee) fate(of string) float64 { return e.house.chance("", of) }

// aThing is how a thing is written among others: by its ID, which may be another next time.
var aThing = regexp.MustCompile(`(task|check|sheet|rsvp|bk) [0-9a-z]+`)

func (h *dayHouse) chance(who, of string) float64 {
	sum := fnv.New64a()
	fmt.Fprint(sum, *daySeed, " ", who, " ", aThing.ReplaceAllStringFunc(of, func(thing string) string { return h.names[thing] }))
	x := sum.Sum64() // mixed once more: strings that differ in their last letter shall be far apart
	x ^= x >> 31
	x *= 0x9E3779B97F4A7C15
	x ^= x >> 29
	return float64(x>>11) / (1 << 53)
}

// some is one of the delays, in minutes, by chance.
func (e *employee) some(of string, minutes ...int) time.Duration {
	return time.Duration(minutes[int(e.chance("delay "+of)*float64(len(minutes)))]) * time.Minute
}

func (e *employee) temper() temper { return tempers[e.Name] }

// due tells whether what was planned for so long after it was first seen is to be done now; else they wake then.
func (e *employee) due(what string, after time.Duration) bool {
	first, known := e.seen[what]
	if !known {
		first = e.house.clock.Now()
		e.seen[what] = first
	}
	return e.dueAt(first.Add(after))
}

func (e *employee) dueAt(at time.Time) bool {
	if !at.After(e.house.clock.Now()) {
		return true
	}
	if e.wake.IsZero() || at.Before(e.wake) {
		e.wake = at
	}
	return false
}

// once is true the first time.
func (e *employee) once(what string) bool {
	was := e.did[what]
	e.did[what] = true
	return !was
}

// mostMoves bounds what somebody does in a moment: a phone that asks for more goes round in circles.
const mostMoves = 200

// act has the employee look at the phone and do what there is to do now.
func (e *employee) act() (acted bool) {
	e.stir, e.wake = false, time.Time{}
	if e.temper() == silent {
		return false
	}
	for range mostMoves {
		if !e.move() {
			return acted
		}
		acted = true
		e.wake = time.Time{}
	}
	e.house.fatal("%s presses without end:\n%s", e.Name, heldPhone{e.phone, e.house.t, e.Name}.screen())
	return true
}

// move does one thing, about the newest message that asks for one.
func (e *employee) move() bool {
	for _, m := range slices.Backward(e.phone.Messages()) {
		if !m.FromBot || len(m.Keyboard) == 0 {
			continue
		}
		byThing := map[string][]dayKey{}
		var order []string
		for _, k := range keysOf(m) {
			if byThing[k.what()] == nil {
				order = append(order, k.what())
			}
			byThing[k.what()] = append(byThing[k.what()], k)
		}
		for _, what := range order {
			if e.answer(what, byThing[what]) {
				return true
			}
		}
	}
	return false
}

// answer does something about one thing on a message; false for nothing now.
func (e *employee) answer(what string, keys []dayKey) bool {
	if e.house.names[what] == "" {
		words := strings.Split(keys[0].words, "\n")
		named := slices.IndexFunc(words, func(line string) bool { return strings.Contains(line, "A-1") })
		e.house.names[what] = keys[0].verb + " " + words[max(0, named)]
	}
	switch keys[0].verb {
	case "task":
		return e.onTask(what, keys)
	case "check":
		return e.onCheck(what, keys)
	case "sheet":
		return e.onNotice(what, keys)
	case "rsvp":
		return e.onInvitation(what, keys)
	case "bk":
		return e.onBooking(what, keys)
	case "honour": // what a leader likes, under the card of who serves them
		return e.once(what) && e.press(keys[0])
	}
	return false
}

// find is the button with the argument.
func find(keys []dayKey, arg string) (dayKey, bool) {
	i := slices.IndexFunc(keys, func(k dayKey) bool { return k.arg == arg })
	if i < 0 {
		return dayKey{}, false
	}
	return keys[i], true
}

// findPrefix are the buttons whose argument begins so.
func findPrefix(keys []dayKey, arg string) (found []dayKey) {
	for _, k := range keys {
		if strings.HasPrefix(k.arg, arg) {
			found = append(found, k)
		}
	}
	return found
}

// press presses buttons one after the other and waits until each is answered. A card that has changed under the
// finger is looked at again.
func (e *employee) press(keys ...dayKey) bool {
	e.house.t.Helper()
	var presses []*emulator.Press
	for _, k := range keys {
		if p := e.phone.Press(k.message, k.data()); p != nil {
			presses = append(presses, p)
		}
	}
	ctx, cancel := context.WithTimeout(e.house.t.Context(), 3*patience)
	defer cancel()
	for _, p := range presses {
		a, err := p.WaitAnswer(ctx)
		if err != nil {
			e.house.fatal("%s presses %+v and is never answered: %v", e.Name, keys, err)
		}
		if *dayTrace {
			e.house.t.Logf("%s %s presses %s of %q: %s", e.house.say(e.house.clock.Now()), e.Name, keys[0].data(), strings.SplitN(keys[0].words, "\n", 2)[0], a.Text)
		}
	}
	e.house.handled() // the screen shows what has come of it
	if k := keys[0]; k.verb == "task" && (k.arg == "take" || k.arg == "pass" || strings.HasPrefix(k.arg, "to.")) {
		e.house.handed()
	}
	return true
}

// onInvitation answers an invitation: most come.
func (e *employee) onInvitation(what string, keys []dayKey) bool {
	if len(findPrefix(keys, "why")) > 0 { // asked why not
		return e.once(what+" why") && e.press(findPrefix(keys, "why")[0])
	}
	arg := "yes"
	if c := e.chance(what); c < 0.1 {
		arg = "no"
	} else if c < 0.2 {
		arg = "maybe"
	}
	k, ok := find(keys, arg)
	return ok && !e.did[what+k.rev] && e.due(what, e.some(what, 0, 5, 30)) && e.once(what+k.rev) && e.press(k)
}

// onBooking says what an organiser or the information centre is asked: whether it is still needed, may take place.
func (e *employee) onBooking(what string, keys []dayKey) bool {
	for _, arg := range []string{"keep", "approve"} {
		if k, ok := find(keys, arg); ok && !e.did[what+arg+k.rev] && e.due(what+arg, e.some(what, 5, 15)) {
			e.did[what+arg+k.rev] = true
			return e.press(k)
		}
	}
	return false
}

// onNotice acknowledges a service notice.
func (e *employee) onNotice(what string, keys []dayKey) bool {
	after := e.some(what, 0, 5)
	if e.temper() == slow {
		after = e.some(what, 20, 45, 130)
	}
	k, ok := find(keys, "ack")
	return ok && !e.did[what+k.rev] && e.due(what, after) && e.once(what+k.rev) && e.press(k)
}

// onCheck answers a level of the check: mostly that all is well; with a fault, an objection, or a reason where it is asked.
func (e *employee) onCheck(what string, keys []dayKey) bool {
	after := e.some(what, 0, 5)
	if e.temper() == slow {
		after = e.some(what, 5, 15, 25, 40)
	}
	if e.fate(what) < 0.08 || !e.due(what, after) { // some are overlooked by all
		return false
	}
	if kinds := findPrefix(keys, "problem."); len(kinds) > 0 {
		return e.say(what, kinds[int(e.chance(what)*float64(len(kinds)))], "现场看着不对")
	}
	if levels := findPrefix(keys, "dispute."); len(levels) > 0 {
		return e.say(what, levels[0], "和现场对不上")
	}
	ok, well := find(keys, "ok")
	problem, _ := find(keys, "problem")
	dispute, disputable := find(keys, "dispute")
	switch c := e.chance(what); {
	case c < 0.08 && problem.verb != "" && e.once(what+" problem"):
		return e.press(problem)
	case c > 0.94 && disputable && e.once(what+" dispute"):
		return e.say(what, dispute, "和现场对不上")
	case well && e.once(what+" ok "+ok.rev):
		return e.say(what, ok, "已安排人处理")
	}
	return false
}

// say presses a button and, where the card then asks for a word, types it.
func (e *employee) say(what string, k dayKey, words string) bool {
	e.press(k)
	for _, m := range e.phone.Messages() {
		if m.ID != k.message {
			continue
		}
		if left := keysOf(m); len(left) == 1 && left[0].what() == what && left[0].arg == "back" {
			e.types(words)
		}
	}
	return true
}

// types types words and waits until the bot has dealt with them.
func (e *employee) types(words string) {
	e.house.t.Helper()
	if *dayTrace {
		e.house.t.Logf("%s %s says %s", e.house.say(e.house.clock.Now()), e.Name, words)
	}
	e.phone.Send(words)
	e.house.quiet()
}
