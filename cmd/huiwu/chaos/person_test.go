package chaos

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"huiwu/bot/emulator"
)

// patience is how long a person waits for what must come, faults and restarts included.
const patience = 45 * time.Second

var errImpatient = errors.New("no answer")

// person has a phone and does one thing after the other, as people do.
type person struct {
	*emulator.Phone
	crowd *crowd
	name  string
}

// key is a button that a phone shows.
type key struct {
	message int
	text    string
	data    string
}

func (k key) verb() string { v, _, _ := strings.Cut(k.data, ":"); return v }

// arg is what the button says after what it is about.
func (k key) arg() string {
	parts := strings.SplitN(k.data, ":", 4)
	if len(parts) < 4 {
		return ""
	}
	return parts[3]
}

// keys are all buttons on the screen, the newest message's first.
func keys(messages []emulator.Message) (all []key) {
	for _, m := range slices.Backward(messages) {
		for _, row := range m.Keyboard {
			for _, b := range row {
				all = append(all, key{m.ID, m.Text, b.Data})
			}
		}
	}
	return all
}

// match is what a button must be like: its verb, how its argument begins, and words of its message.
type match struct {
	verb, arg, words string
	final            bool // it decides something: where fingers slip, it is pressed twice
}

func (m match) of(k key) bool {
	return k.verb() == m.verb && strings.HasPrefix(k.arg(), m.arg) && strings.Contains(k.text, m.words)
}

func (m match) in(messages []emulator.Message) (key, bool) {
	all := keys(messages)
	i := slices.IndexFunc(all, m.of)
	if i < 0 {
		return key{}, false
	}
	return all[i], true
}

func shows(m match) func([]emulator.Message) bool {
	return func(messages []emulator.Message) bool { _, ok := m.in(messages); return ok }
}

// await waits until the screen is as it should be.
func (p *person) await(what string, until func([]emulator.Message) bool) error {
	ctx, cancel := context.WithTimeout(p.crowd.now(), patience)
	defer cancel()
	if err := p.WaitFor(ctx, until); err != nil {
		return fmt.Errorf("%w: %s waits for %s; the screen:\n%sand how it came about:\n%s", errImpatient, p.name, what, screen(p.Messages()), p.crowd.h.calls(p.ID()))
	}
	p.crowd.serve(p.name, 1)
	return nil
}

// say types words and waits for what must come of them.
func (p *person) say(text string, until func([]emulator.Message) bool) error {
	said := p.Send(text)
	p.crowd.count("typed", 1)
	return p.await("an answer to "+text, func(messages []emulator.Message) bool {
		return until(slices.DeleteFunc(messages, func(m emulator.Message) bool { return m.ID < said }))
	})
}

// tap presses a button, twice when the finger slips, and waits for what must come of it. Only where the card has
// changed under the finger it is pressed again: nothing that was lost is hidden by insisting. Without a condition it
// waits until the message has no such button any more.
func (p *person) tap(m match, until func([]emulator.Message) bool) error {
	pressed := map[string]bool{}
	var k key
	only := until == nil
	if only {
		until = func(messages []emulator.Message) bool {
			return !slices.ContainsFunc(keys(messages), func(o key) bool { return o.message == k.message && m.of(o) })
		}
	}
	for {
		fresh := func(messages []emulator.Message) bool {
			for _, o := range keys(messages) {
				if m.of(o) && !pressed[o.data] && (!only || len(pressed) == 0 || o.message == k.message) {
					k = o
					return true
				}
			}
			return false
		}
		if err := p.await(fmt.Sprintf("button %+v", m), func(ms []emulator.Message) bool { return len(pressed) > 0 && until(ms) || fresh(ms) }); err != nil {
			return err
		}
		if len(pressed) > 0 && until(p.Messages()) {
			return nil
		}
		pressed[k.data] = true
		p.press(k)
		if m.final && p.crowd.chance(3) {
			p.press(k)
		}
		if err := p.await(fmt.Sprintf("what %+v does", m), func(ms []emulator.Message) bool { return until(ms) || fresh(ms) }); err != nil {
			return err
		}
	}
}

// tapOnce presses a button that decides nothing, and waits until the press is answered, whatever the screen shows.
func (p *person) tapOnce(m match) error {
	k, ok := m.in(p.Messages())
	if !ok {
		return nil
	}
	ctx, cancel := context.WithTimeout(p.crowd.now(), patience)
	defer cancel()
	if pressed := p.press(k); pressed != nil {
		if _, err := pressed.WaitAnswer(ctx); err != nil {
			return fmt.Errorf("%w: %s pressed %+v", errImpatient, p.name, m)
		}
	}
	return nil
}

// press presses once; the crowd remembers to ask whether it was answered.
func (p *person) press(k key) *emulator.Press {
	pressed := p.Press(k.message, k.data)
	if pressed != nil {
		p.crowd.pressed(p, k, pressed)
	}
	return pressed
}

// react presses every button that comes up and matches one of these, each once, until ctx ends.
func (p *person) react(ctx context.Context, ms ...match) {
	pressed := map[string]bool{}
	for {
		var k key
		err := p.WaitFor(ctx, func(messages []emulator.Message) bool {
			for _, o := range keys(messages) {
				if !pressed[o.data] && slices.ContainsFunc(ms, func(m match) bool { return m.of(o) }) {
					k = o
					return true
				}
			}
			return false
		})
		if err != nil {
			return
		}
		pressed[k.data] = true
		answered := p.Press(k.message, k.data)
		if answered == nil {
			continue
		}
		p.crowd.pressed(p, k, answered)
		waiting, cancel := context.WithTimeout(ctx, patience)
		_, _ = answered.WaitAnswer(waiting)
		cancel()
	}
}

func screen(messages []emulator.Message) string {
	var b strings.Builder
	for _, m := range messages[max(0, len(messages)-8):] {
		fmt.Fprintf(&b, "  %d %v %s", m.ID, m.FromBot, strings.ReplaceAll(m.Text, "\n", " / "))
		for _, k := range keys([]emulator.Message{m}) {
			fmt.Fprintf(&b, " [%s]", k.data)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// tap that somebody made, to be asked about in the end.
type made struct {
	who   string
	key   key
	press *emulator.Press
}

// tally is what a crowd has done, in numbers.
type tally struct {
	mu      sync.Mutex
	n       map[string]int
	answers map[string]int // that each of those has got who are at work
	taps    []made
	fails   []error
}
