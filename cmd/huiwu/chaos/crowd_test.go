package chaos

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"sync"
	"time"

	"huiwu/bot/emulator"
)

// crowd is everybody in the house, at work, and what they did.
type crowd struct {
	h      *house
	ctx    context.Context
	cancel context.CancelFunc
	enough chan struct{} // closed when nothing new is to be begun
	work   sync.WaitGroup
	react  sync.WaitGroup
	tally

	spellMu  sync.Mutex
	spell    context.Context // ends when all that was begun is forgotten
	endSpell context.CancelFunc
	diceMu   sync.Mutex
	dice     *rand.Rand
	meetings []*meeting // guarded by tally.mu
}

// meeting is what one booker did about one meeting, as it must stand in the end.
type meeting struct {
	booker    int
	start     time.Time
	tea       bool
	invited   int // a booker's place, or -1
	cancelled bool
	reports   int
	number    string
	abandoned bool // half-way, as the house forgot what had been said
}

var bookingNumber = regexp.MustCompile(`A-\d+`)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// newCrowd sets everybody to work.
func newCrowd(h *house, dice *rand.Rand) *crowd {
	c := &crowd{h: h, enough: make(chan struct{}), dice: dice}
	c.n, c.answers = map[string]int{}, map[string]int{}
	c.ctx, c.cancel = context.WithCancel(h.Context())
	c.spell, c.endSpell = context.WithCancel(c.ctx)
	h.Cleanup(func() { c.cancel(); c.work.Wait(); c.react.Wait() })
	for i, phone := range h.phones {
		p := &person{phone, c, fmt.Sprint("person ", i+1)}
		if i >= bookers {
			phone.Start("")
			c.react.Go(func() {
				p.react(c.ctx, match{verb: "task", arg: "claim"}, match{verb: "task", arg: "start"}, match{verb: "task", arg: "done"})
			})
			continue
		}
		c.serve(p.name, 0)
		c.work.Go(func() { c.book(p, i) })
		c.react.Go(func() { p.react(c.ctx, match{verb: "rsvp", arg: "yes"}) })
	}
	return c
}

// stop lets everybody finish what they are at.
func (c *crowd) stop() {
	close(c.enough)
	c.work.Wait()
}

func (c *crowd) chance(oneIn int) bool {
	c.diceMu.Lock()
	defer c.diceMu.Unlock()
	return c.dice.IntN(oneIn) == 0
}

// count adds to how often something was done, and returns how often it was.
func (c *crowd) count(what string, more int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[what] += more
	return c.n[what]
}

func (c *crowd) pressed(p *person, k key, press *emulator.Press) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n["tapped"]++
	c.taps = append(c.taps, made{p.name, k, press})
}

// serve notes that somebody at work has got more answers.
func (c *crowd) serve(name string, more int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answers[name] += more
	c.n["answered"] += more
}

// leave notes that they go home.
func (c *crowd) leave(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.answers, name)
}

// book has one booker make one meeting after the other.
func (c *crowd) book(p *person, place int) {
	defer c.leave(p.name)
	p.Start("")
	for k := 0; ; k++ {
		select {
		case <-c.enough:
			return
		case <-c.ctx.Done():
			return
		default:
		}
		m := &meeting{booker: place, start: slot(k), invited: -1}
		c.mu.Lock()
		c.meetings = append(c.meetings, m)
		c.mu.Unlock()
		spell := c.now()
		err := c.hold(p, m)
		if m.abandoned = spell.Err() != nil; m.abandoned {
			continue
		}
		if err != nil {
			c.mu.Lock()
			c.fails = append(c.fails, err)
			c.mu.Unlock()
			return
		}
	}
}

// now is the spell that lasts now.
func (c *crowd) now() context.Context {
	c.spellMu.Lock()
	defer c.spellMu.Unlock()
	return c.spell
}

// interrupt has everybody leave what they are at and begin anew: what they had typed has been forgotten.
func (c *crowd) interrupt() {
	c.spellMu.Lock()
	defer c.spellMu.Unlock()
	c.endSpell()
	c.spell, c.endSpell = context.WithCancel(c.ctx)
}

// slot is the time of a booker's k-th meeting: half hours from eight to eight, from the day after tomorrow on.
func slot(k int) time.Time {
	day := time.Now().In(shanghai).AddDate(0, 0, 2+k/24)
	return time.Date(day.Year(), day.Month(), day.Day(), 8, 30*(k%24), 0, 0, shanghai)
}

// hold books a meeting and does with it what one does.
func (c *crowd) hold(p *person, m *meeting) error {
	end := m.start.Add(30 * time.Minute)
	when := m.start.Format("15:04") + "–" + end.Format("15:04")
	words := fmt.Sprintf("%d月%d日 %s到%s %d 6个人", m.start.Month(), m.start.Day(), m.start.Format("15:04"), end.Format("15:04"), roomNumber(m.booker))
	if err := p.say(words, shows(match{verb: "d", arg: "ok ", words: when})); err != nil {
		return err
	}
	mine := fmt.Sprintf("%d月%d日", m.start.Month(), m.start.Day())
	if err := p.tap(match{verb: "d", arg: "ok ", words: when, final: true}, func(ms []emulator.Message) bool {
		for _, k := range keys(ms) {
			if k.verb() == "bk" && strings.Contains(k.text, when) && strings.Contains(k.text, mine) {
				m.number = bookingNumber.FindString(k.text)
				return true
			}
		}
		return false
	}); err != nil {
		return err
	}
	c.count("booked", 1)
	for _, deed := range []struct {
		do    func(*person, *meeting) error
		oneIn int
		work  bool // for a crew, unless that has its hands full
	}{{c.order, 4, true}, {c.invite, 2, false}, {c.report, 6, true}} {
		if c.chance(deed.oneIn) && (!deed.work || !c.h.full()) {
			if err := deed.do(p, m); err != nil {
				return err
			}
		}
	}
	if c.chance(5) {
		return c.call(p, m)
	}
	return nil
}

// order orders tea.
func (c *crowd) order(p *person, m *meeting) error {
	if err := p.tap(match{verb: "order", arg: "", words: m.number}, shows(match{verb: "tea", arg: "menu", words: m.number})); err != nil {
		return err
	}
	if err := p.tap(match{verb: "tea", arg: "menu", words: m.number}, shows(match{verb: "tea_d", arg: "kind.green", words: m.number})); err != nil {
		return err
	}
	if err := p.tap(match{verb: "tea_d", arg: "kind.green", words: m.number}, shows(match{verb: "tea_d", arg: "send", words: m.number})); err != nil {
		return err
	}
	m.tea = true
	c.count("tea", 1)
	return p.tap(match{verb: "tea_d", arg: "send", words: m.number, final: true}, nil)
}

// invite invites the next booker by typing the name.
func (c *crowd) invite(p *person, m *meeting) error {
	if err := p.tap(match{verb: "invite", arg: "", words: m.number}, shows(match{verb: "pick", arg: "deps", words: m.number})); err != nil {
		return err
	}
	guest := (m.booker + 1) % bookers
	if err := p.say(bookerName(guest), shows(match{verb: "pick", arg: "p.", words: m.number})); err != nil {
		return err
	}
	if err := p.tap(match{verb: "pick", arg: "p.", words: m.number}, shows(match{verb: "pick", arg: "send", words: m.number})); err != nil {
		return err
	}
	m.invited = guest
	c.count("invited", 1)
	if err := p.tap(match{verb: "pick", arg: "send", words: m.number, final: true}, nil); err != nil {
		return err
	}
	return p.tapOnce(match{verb: "pick", arg: "done", words: m.number})
}

// report tells of a fault in the room, in words of its own: cards of two faults are not one card that came twice.
func (c *crowd) report(p *person, m *meeting) error {
	if err := p.say(fmt.Sprintf("%d投影仪坏了，%s这场的第%d次", roomNumber(m.booker), m.number, m.reports+1), shows(match{verb: "fault", arg: "send"})); err != nil {
		return err
	}
	m.reports++
	c.count("reported", 1)
	return p.tap(match{verb: "fault", arg: "send", final: true}, nil)
}

// call off the meeting.
func (c *crowd) call(p *person, m *meeting) error {
	if err := p.tap(match{verb: "bk", arg: "cancel", words: m.number}, shows(match{verb: "bk", arg: "cancel!", words: m.number})); err != nil {
		return err
	}
	m.cancelled = true
	c.count("cancelled", 1)
	return p.tap(match{verb: "bk", arg: "cancel!", words: m.number, final: true}, func(ms []emulator.Message) bool {
		for _, message := range ms {
			if strings.Contains(message.Text, "已取消") && strings.Contains(message.Text, m.number) {
				return true
			}
		}
		return false
	})
}
