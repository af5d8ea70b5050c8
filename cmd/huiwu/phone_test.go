package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"huiwu/bot/emulator"
)

// phone is what the story needs of somebody's phone: one held in Go, or one on the page in a browser.
type phone interface {
	name() string
	// start opens a link with the parameter; "" is the start button.
	start(param string)
	say(text string)
	photo(caption string)
	// press presses the newest button that says the label, as soon as there is one.
	press(label string)
	// see waits until one message and its buttons hold all of the texts, and returns it, buttons in brackets.
	see(texts ...string) string
	// messages are the bot's, as see returns them, oldest first.
	messages() []string
}

// patience is how long a phone waits for something to be seen.
const patience = 20 * time.Second

// heldPhone is a phone of the emulator.
type heldPhone struct {
	*emulator.Phone
	t      *testing.T
	person string
}

func (p heldPhone) name() string         { return p.person }
func (p heldPhone) start(param string)   { p.Start(param) }
func (p heldPhone) say(text string)      { p.Send(text) }
func (p heldPhone) photo(caption string) { p.SendPhoto(caption, picture()) }

func (p heldPhone) press(label string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), patience)
	defer cancel()
	pressed := p.tap(label)
	answer, err := pressed.WaitAnswer(ctx)
	if err != nil {
		p.t.Fatalf("%s presses %s: %v", p.person, label, err)
	}
	if answer.Text != "" {
		p.t.Logf("%s presses %s and is told: %s", p.person, label, answer.Text)
	}
}

// tap is press without waiting for the bot to have answered.
func (p heldPhone) tap(label string) *emulator.Press {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), patience)
	defer cancel()
	m := p.wait(ctx, "a button "+label, func(m emulator.Message) bool { _, ok := m.Button(label); return ok })
	pressed := p.PressLabel(m.ID, label)
	if pressed == nil {
		p.t.Fatalf("%s: %s is gone from\n%s", p.person, label, screenText(m))
	}
	return pressed
}

func (p heldPhone) see(texts ...string) string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), patience)
	defer cancel()
	return screenText(p.wait(ctx, fmt.Sprintf("%q", texts), func(m emulator.Message) bool { return holds(screenText(m), texts...) }))
}

func (p heldPhone) wait(ctx context.Context, what string, matches func(emulator.Message) bool) emulator.Message {
	p.t.Helper()
	m, err := p.WaitMessage(ctx, func(m emulator.Message) bool { return m.FromBot && matches(m) })
	if err != nil {
		p.t.Fatalf("%s never sees %s but\n%s", p.person, what, p.screen())
	}
	return m
}

func (p heldPhone) messages() (all []string) {
	for _, m := range p.Messages() {
		if m.FromBot {
			all = append(all, screenText(m))
		}
	}
	return all
}

// count is how many of the bot's messages on a phone hold the text now.
func count(p phone, text string) (n int) {
	for _, m := range p.messages() {
		if strings.Contains(m, text) {
			n++
		}
	}
	return n
}

// screen is the whole chat.
func (p heldPhone) screen() string {
	var all strings.Builder
	for _, m := range p.Messages() {
		fmt.Fprintf(&all, "#%d %s\n%s\n", m.ID, m.FromName, screenText(m))
	}
	return all.String()
}

// screenText is a message as it reads: the text, and a line for each row of buttons.
func screenText(m emulator.Message) string {
	lines := []string{m.Text}
	for _, row := range m.Keyboard {
		var keys []string
		for _, b := range row {
			keys = append(keys, "["+b.Text+"]")
		}
		lines = append(lines, strings.Join(keys, " "))
	}
	if m.PhotoFileID != "" {
		lines = append(lines, "(photo)")
	}
	return strings.Join(lines, "\n")
}

func holds(text string, parts ...string) bool {
	return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, part) })
}

// picture is a photograph of a dark projector.
func picture() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 320, 200))
	for y := range 200 {
		for x := range 320 {
			img.Set(x, y, color.RGBA{uint8(30 + x/8), uint8(40 + y/6), 70, 255})
		}
	}
	for y := 60; y < 130; y++ {
		for x := 90; x < 230; x++ {
			img.Set(x, y, color.RGBA{90, 90, 96, 255})
		}
	}
	var data bytes.Buffer
	if err := png.Encode(&data, img); err != nil {
		panic(err) // a picture in memory always encodes
	}
	return data.Bytes()
}
