package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Sizes of the screenshots.
const (
	desktopWidth, desktopHeight = 1600, 900
	phoneWidth, phoneHeight     = 390, 844
)

// page is the demo's page in a real browser.
type page struct {
	t           *testing.T
	ctx         context.Context
	language    string
	screenshots string
}

// openPage opens the demo in Chromium; without one the test is skipped, or fails in CI.
func openPage(t *testing.T, url, language string) *page {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(desktopWidth, desktopHeight))
	for _, flag := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	p := &page{t: t, ctx: ctx, language: language, screenshots: os.Getenv("HUIWU_SCREENSHOTS")}
	if p.screenshots == "" {
		p.screenshots = t.TempDir()
	}
	if err := chromedp.Do(ctx); err != nil { // the browser lives as long as this context
		t.Fatal(err)
	}
	p.do("open the page", chromedp.EmulateViewport(desktopWidth, desktopHeight), chromedp.Navigate(url), chromedp.WaitVisible(`[data-testid=clock]`))
	name, _, _ := strings.Cut(language, "-")
	p.do("choose the language", chromedp.Click(`[data-testid=language-`+name+`]`), chromedp.WaitVisible(`[data-testid=language-`+name+`][aria-pressed=true]`))
	return p
}

func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("no Chromium, and CI must not miss the test of the page")
	}
	t.Skip("skipped, the demo's page is not tested in a browser: install chromium")
	return ""
}

func (p *page) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.shoot("failed")
		p.t.Fatalf("%s: %v", what, err)
	}
}

// eval runs a function of the page, written in JavaScript, with arguments.
func eval[T any](p *page, function string, arguments ...any) T {
	p.t.Helper()
	data, err := json.Marshal(append([]any{}, arguments...))
	if err != nil {
		p.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	result, err := chromedp.Run(ctx, chromedp.Evaluate[T](fmt.Sprintf("(%s)(...%s)", function, data)))
	if err != nil {
		p.t.Fatalf("%s: %v", function, err)
	}
	return result
}

// write puts words into the field that has the focus, as an input method does.
func write(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
}

// shoot writes a screenshot. Where somebody is to look at it, it waits until no toast covers anything.
func (p *page) shoot(name string) {
	p.t.Helper()
	if os.Getenv("HUIWU_SCREENSHOTS") != "" {
		waitUntil(p.t, "the toasts are gone", func() bool { return eval[bool](p, `() => !document.querySelector(".toast")`) })
	}
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Errorf("screenshot %s: %v", name, err)
		return
	}
	if err := os.WriteFile(filepath.Join(p.screenshots, p.language+"-"+name+".png"), picture, 0o600); err != nil {
		p.t.Error(err)
	}
}

// shootPhones writes a screenshot of each phone as somebody with a small screen sees the page.
func (p *page) shootPhones() {
	p.t.Helper()
	p.do("be small", chromedp.EmulateViewport(phoneWidth, phoneHeight, chromedp.EmulateMobile))
	for _, each := range players {
		p.do("choose a phone", chromedp.Click(fmt.Sprintf(`[data-tab="%d"]`, each.telegramID)))
		if eval[bool](p, `() => document.documentElement.scrollWidth > innerWidth`) {
			p.t.Errorf("at %d pixels the page with the %s is wider than the screen", phoneWidth, each.role)
		}
		p.shoot("phone-" + each.role)
	}
	p.do("be large", chromedp.EmulateViewport(desktopWidth, desktopHeight))
}

// shootScene writes a screenshot of the page, and of each of the phones as somebody with a small screen sees it; without
// anybody to look at them only whether the page fits is asked.
func (p *page) shootScene(scene string, on ...phone) {
	p.t.Helper()
	look := os.Getenv("HUIWU_SCREENSHOTS") != ""
	if look {
		p.shoot("scene-" + scene)
	}
	p.do("be small", chromedp.EmulateViewport(phoneWidth, phoneHeight, chromedp.EmulateMobile))
	for i, each := range on {
		shown, _ := each.(shownPhone)
		p.do("choose a phone", chromedp.Click(fmt.Sprintf(`[data-tab="%d"]`, shown.id)))
		if wide := eval[[]string](p, `() => [...document.querySelectorAll(".phone.active .key, .phone.active .bubble")]
			.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent)`); len(wide) > 0 {
			p.t.Errorf("%s: cut off on a small screen: %q", scene, wide)
		}
		if eval[bool](p, `() => document.documentElement.scrollWidth > innerWidth`) {
			p.t.Errorf("%s: at %d pixels the page with %s is wider than the screen", scene, phoneWidth, shown.person)
		}
		if look {
			p.shoot(fmt.Sprintf("scene-%s-%d", scene, i+1))
		}
	}
	p.do("be large", chromedp.EmulateViewport(desktopWidth, desktopHeight))
}

// takeOut takes somebody's phone out of the drawer, found by name.
func (p *page) takeOut(id int64, name string) {
	p.t.Helper()
	person := fmt.Sprintf(`[data-testid=person][value="%d"]`, id)
	p.do("look for "+name, chromedp.Click(`[data-testid=drawer]`), chromedp.WaitVisible(person), chromedp.Focus(`[data-testid=person-search]`), write(name))
	waitUntil(p.t, "only "+name+" is found", func() bool {
		return eval[int](p, `() => document.querySelectorAll("[data-testid=person]:not([hidden])").length`) == 1
	})
	p.do("take out "+name, chromedp.Click(person), chromedp.WaitVisible(fmt.Sprintf("#phone-%d", id)))
}

// pressClock presses a button of the clock bar and waits until the time has come.
func (p *page) pressClock(step string) {
	p.t.Helper()
	p.do("press the clock", chromedp.Click(`[data-testid=clock-`+step+`]`))
	waitUntil(p.t, "the clock arrives", func() bool {
		return eval[bool](p, `() => !document.querySelector("section.clock[aria-busy]")`)
	})
}

// shownPhone is a phone on the page.
type shownPhone struct {
	*page
	id     int64
	person string
}

func (p shownPhone) name() string { return p.person }

// start follows the link with the parameter on whichever phone shows it, and opens it on this one.
func (p shownPhone) start(param string) {
	p.t.Helper()
	p.do("follow the link", chromedp.Evaluate[chromedp.Void](`document.querySelector('a[href*="start=`+param+`"]').click()`),
		chromedp.Click(fmt.Sprintf(`dialog input[value="%d"]`, p.id)), chromedp.Click(`dialog button.strong`))
}

// say clicks the tip with these words if the page offers them, else types them.
func (p shownPhone) say(text string) {
	p.t.Helper()
	before := p.own()
	offered := eval[bool](p.page, `(phone, text) => {
		const tip = [...document.querySelectorAll("[data-testid=tip]")].find((each) => each.dataset.tipPhone == phone && each.textContent.endsWith(text));
		tip?.click();
		return Boolean(tip);
	}`, p.id, text)
	if !offered {
		p.do("type", chromedp.Focus(p.part("composer")), write(text), chromedp.Click(p.part("send")))
	}
	p.sent(before)
}

func (p shownPhone) photo(caption string) {
	p.t.Helper()
	path := filepath.Join(p.t.TempDir(), "projector.png")
	if err := os.WriteFile(path, picture(), 0o600); err != nil {
		p.t.Fatal(err)
	}
	before := p.own()
	p.do("attach", chromedp.SetUploadFiles(p.part("attach"), []string{path}), chromedp.WaitVisible(p.inside(".staged img")),
		chromedp.Focus(p.part("composer")), write(caption), chromedp.Click(p.part("send")))
	p.sent(before)
}

// own is how many messages the person has sent.
func (p shownPhone) own() int {
	p.t.Helper()
	return eval[int](p.page, `(selector) => document.querySelectorAll(selector).length`, p.inside(".message.mine"))
}

func (p shownPhone) sent(before int) {
	p.t.Helper()
	waitUntil(p.t, "it is sent", func() bool { return p.own() > before })
}

func (p shownPhone) press(label string) {
	p.t.Helper()
	p.wait("a button "+label, func() bool {
		return eval[bool](p.page, `(selector, label) => {
			const keys = [...document.querySelectorAll(selector)].reverse();
			const key = keys.find((each) => each.textContent === label) ?? keys.find((each) => each.textContent.includes(label));
			key?.scrollIntoView({ block: "nearest" });
			key?.focus({ preventScroll: true });
			key?.click();
			return Boolean(key);
		}`, p.inside(".message.theirs .key"), label)
	})
	p.wait("an answer to "+label, func() bool {
		return eval[bool](p.page, `(selector) => !document.querySelector(selector)`, p.inside(".key[aria-busy]"))
	})
}

func (p shownPhone) see(texts ...string) (message string) {
	p.t.Helper()
	p.wait(fmt.Sprintf("%q", texts), func() bool {
		for _, m := range slices.Backward(p.messages()) {
			if holds(m, texts...) {
				message = m
				return true
			}
		}
		return false
	})
	return message
}

// messages are the bot's, as screenText writes them.
func (p shownPhone) messages() []string {
	p.t.Helper()
	return eval[[]string](p.page, `(selector) => [...document.querySelectorAll(selector)].map((message) => {
		const text = message.querySelector(".text")?.cloneNode(true);
		text?.querySelector(".meta")?.remove();
		const keys = [...message.querySelectorAll(".keyboard .keys")].map((row) => [...row.querySelectorAll(".key")].map((key) => "[" + key.textContent + "]").join(" "));
		return [text?.textContent ?? "", ...keys, ...(message.querySelector(".media") ? ["(photo)"] : [])].join("\n");
	})`, p.inside(".message.theirs"))
}

func (p shownPhone) wait(what string, done func() bool) {
	p.t.Helper()
	deadline := time.Now().Add(patience)
	for pause := 10 * time.Millisecond; !done(); pause = min(2*pause, 100*time.Millisecond) {
		if time.Now().After(deadline) {
			p.shoot("failed")
			p.t.Fatalf("%s never sees %s but\n%s", p.person, what, strings.Join(p.messages(), "\n\n"))
		}
		time.Sleep(pause)
	}
}

func (p shownPhone) part(testID string) string { return p.inside(`[data-testid="` + testID + `"]`) }

func (p shownPhone) inside(selector string) string {
	return fmt.Sprintf("#phone-%d %s", p.id, selector)
}

// TestDemo_InTheBrowser plays the whole story on the page.
func TestDemo_InTheBrowser(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"zh-CN", "en"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			chromium(t)
			d := startDemo(t, language)
			p := openPage(t, d.url, language)
			people := readPeople(t, language)
			shown := map[string]phone{}
			for _, each := range players {
				shown[each.role] = shownPhone{p, each.telegramID, people[each.row].Name}
			}
			s := &story{
				t: t, language: language, forward: d.forward(p.pressClock),
				organiser: shown["organiser"], attendee: shown["attendee"], guest: shown["newcomer"], attendant: shown["attendant"],
				leader: shown["team_leader"], technician: shown["technician"], supervisor: shown["supervisor"],
				// On the page one person wears three hats.
				environment: shown["supervisor"], hotline: shown["supervisor"],
			}
			p.shoot("1-opened")
			s.book()
			p.shoot("2-booked")
			s.tea()
			p.shoot("3-tea")
			s.fault()
			p.shoot("4-fault")
			s.invite()
			p.shoot("5-invited")
			p.shootPhones()
			s.once()
			s.unclaimed()
			p.shoot("6-unclaimed")
			s.move()
			p.shoot("7-moved")
			s.day()
			p.shoot("8-day")
			s.inOneLanguage()
			s.cancel()
			s.inOneLanguage()
			p.shoot("9-cancelled")
			p.shootPhones()
		})
	}
}
