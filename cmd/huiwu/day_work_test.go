package main

import (
	"strconv"
	"strings"
	"time"

	"huiwu/conference"
)

// onTask does what a task's card asks for.
func (e *employee) onTask(what string, keys []dayKey) bool {
	take, asked := find(keys, "take")
	claim, offered := find(keys, "claim")
	_, canFail := find(keys, "fail")
	confirm, agrees := find(keys, "confirm")
	switch {
	case len(findPrefix(keys, "why")) > 0:
		return e.press(findPrefix(keys, "why")[0])
	case len(findPrefix(keys, "to.")) > 0:
		to := findPrefix(keys, "to.")
		return e.press(to[int(e.chance(what+" to")*float64(len(to)))])
	case asked:
		arg := "take"
		if e.chance(what+" take") < 0.3 {
			arg = "pass"
		}
		k, _ := find(keys, arg)
		return e.due(what+" take", e.some(what, 0, 5)) && e.once(what+" take "+take.rev) && e.press(k)
	case canFail:
		return e.work(what, keys)
	case agrees:
		return e.due(what+" confirm", e.some(what, 10, 30, 60)) && e.once(what+" confirm "+confirm.rev) && e.press(confirm)
	case offered:
		return e.mayTake(what, keys, claim)
	}
	back, unfolded := find(keys, "back") // nobody to ask, or all is read
	return unfolded && e.press(back)
}

// mayTake takes what is offered, or has somebody else asked, or leaves it to the others.
func (e *employee) mayTake(what string, keys []dayKey, claim dayKey) bool {
	c := e.chance(what)
	if e.Has(conference.RoleTeamLeader, conference.RoleSupervisor) { // it has come to them because nobody took it
		hand, may := find(keys, "hand")
		switch {
		case !e.due(what, e.some(what, 0, 5)):
		case c < 0.35 && may && e.once(what+" assign"):
			return e.press(hand)
		case c > 0.85 && e.once(what+" claim"):
			return e.press(claim)
		}
		return false
	}
	after, wants := e.some(what, 0, 0, 5), c < 0.55
	switch e.temper() {
	case slow:
		after, wants = e.some(what, 5, 10, 20), c < 0.7
	case idle, unable, shifting:
		wants = c < 0.25
	}
	return wants && e.due(what, after) && e.once(what+" claim "+claim.rev) && e.press(claim)
}

// work is what somebody does with what they have taken.
func (e *employee) work(what string, keys []dayKey) bool {
	switch e.temper() {
	case idle:
		return false
	case unable:
		fail, _ := find(keys, "fail")
		return e.due(what+" fail", 5*time.Minute) && e.once(what+" fail "+fail.rev) && e.press(fail)
	case shifting:
		if hand, ok := find(keys, "hand"); ok && e.due(what+" hand", 0) && e.once(what+" hand") {
			return e.press(hand)
		}
	}
	_, canEnd := find(keys, "done")
	if !canEnd {
		return e.round(what, keys)
	}
	if start, ok := find(keys, "start"); ok && e.due(what+" start", e.some(what, 0, 5)) && e.once(what+" start "+start.rev) {
		return e.press(start)
	}
	pause := e.some(what, 0, 5)
	if e.temper() == slow {
		pause = e.some(what, 10, 20, 45)
	}
	if !e.due(what+" work", pause) {
		return false
	}
	untimed, timed, waits := e.lines(what, keys)
	if len(untimed) > 0 {
		return e.press(untimed...)
	}
	if len(timed) > 0 {
		return e.press(timed[0])
	}
	if waits {
		return false
	}
	return e.end(what, keys)
}

// end shows what is to be shown, and says that the work is done.
func (e *employee) end(what string, keys []dayKey) bool {
	photo, proof := find(keys, "photo")
	if proof && e.once(what+" photo") {
		e.press(photo)
		e.phone.SendPhoto("", picture())
		e.house.quiet()
		return true
	}
	done, _ := find(keys, "done")
	return e.due(what+" done", e.some(what, 0, 5, 10)) && e.once(what+" done "+done.rev) && e.press(done)
}

// lines are the list's open lines: those without a time, those whose time has come, and whether others come later.
func (e *employee) lines(what string, keys []dayKey) (untimed, timed []dayKey, waits bool) {
	for _, k := range keys {
		at, hasTime, ok := parseLine(k.arg)
		switch {
		case !ok:
		case !hasTime:
			untimed = append(untimed, k)
		case e.house.clock.Now().After(at.Add(10 * time.Minute)): // it is missed
		case e.temper() == slow && e.chance(what+k.arg) < 0.3: // and so will this be
			waits = waits || !e.dueAt(at.Add(11*time.Minute))
		case !e.dueAt(at):
			waits = true
		default:
			timed = append(timed, k)
		}
	}
	return untimed, timed, waits
}

// parseLine reads a button that ticks a line: i<place>.1, and the minute where the line has a time.
func parseLine(arg string) (at time.Time, hasTime, ok bool) {
	parts := strings.Split(arg, ".")
	if len(parts) < 2 || !strings.HasPrefix(parts[0], "i") || parts[1] != "1" {
		return time.Time{}, false, false
	}
	if len(parts) == 2 {
		return time.Time{}, false, true
	}
	minute, err := strconv.ParseInt(parts[2], 36, 64)
	return time.Unix(minute*60, 0).UTC(), true, err == nil
}

// round serves the next round of tea when its time has come; some are served late, some not at all.
func (e *employee) round(what string, keys []dayKey) bool {
	for _, k := range findPrefix(keys, "i") {
		at, hasTime, ok := parseLine(k.arg)
		c := e.chance(what + k.arg)
		switch {
		case !ok || !hasTime:
		case e.temper() == slow && c < 0.45, c < 0.06, e.fate(what) < 0.2: // forgotten, or all of that meeting's
			return false
		case c > 0.8:
			at = at.Add(5 * time.Minute)
			fallthrough
		default:
			return e.dueAt(at) && e.once(what+k.arg) && e.press(k)
		}
	}
	return false
}
