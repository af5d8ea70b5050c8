package handlers_test

import (
	"bytes"
	"image/png"
	"log/slog"
	"os"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
	"huiwu/handlers/form"
	"huiwu/storage/plan"
)

// withFont gives the office the machine's font. Where tests must not be skipped, one must be there.
func (o *office) withFont() {
	o.Helper()
	font, err := form.Find("")
	if err != nil && os.Getenv("CI") != "true" {
		o.Skip("this machine has no Chinese font; install fonts-noto-cjk to run this test")
	}
	o.must(err)
	o.Cleanup(func() { _ = font.Close() })
	o.Handlers, err = handlers.New(handlers.Options{Store: o.store, Settings: conference.DefaultSettings(zone, plan.Default()),
		Now: func() time.Time { return o.now }, Language: "zh-CN", BotUsername: "huiwu_bot", Font: font, Logger: slog.New(slog.DiscardHandler)})
	o.must(err)
}

// gets wants the person's phone to have got so many printed pages, and looks that each is a picture of an A4 page.
func (p *phone) gets(pages int) {
	p.Helper()
	if len(p.files) != pages {
		p.Fatalf("%s has %d files, want %d", p.user.Name, len(p.files), pages)
	}
	for _, f := range p.files {
		img, err := png.Decode(bytes.NewReader(f.Data))
		if err != nil || f.MIME != "image/png" || img.Bounds().Dx() != 1240 || img.Bounds().Dy() != 1754 {
			p.Errorf("%s is no page (%v)", f.Name, err)
		}
	}
	p.files = nil
}

func TestPrint_FromTheCards(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.withFont()
	b := o.review()
	o.taps("周组长", "打印")
	o.at("周组长").reads("会议服务通知单 A-1001 · 第 1/1 页")
	if name := o.at("周组长").files[0].Name; name != "A-1001-1.png" {
		t.Errorf("the file is called %s", name)
	}
	o.at("周组长").gets(1)

	for _, service := range []string{"water", "banner", "name-cards"} {
		_, err := o.store.OrderService(t.Context(), conferenceChange(o, "李敏"), conference.ServiceRequest{BookingID: b.ID, Service: service, Text: "热烈欢迎"})
		o.must(err)
	}
	o.until(0, 10, 1)
	o.at("钟采购").reads("🛒 采购 · 会标横幅", "[打印]")
	o.taps("钟采购", "打印")
	o.at("钟采购").reads("会议采购通知单 A-1001 · 第 1/1 页")
	o.at("钟采购").gets(1)
	o.taps("Sue", "Print")
	o.at("Sue").reads("Meeting Service Notice A-1001 · page 1/")

	o.at("热线").shown = append(o.at("热线").shown, o.card("热线", b.ID))
	o.taps("热线", "通知单")
	o.taps("热线", "打印")
	o.at("热线").reads("会议服务通知单 A-1001")
}

// Names are printed in rostrum order for who makes the cards; nobody else gets any paper.
func TestPrint_NameCardsAndForgedButtons(t *testing.T) {
	t.Parallel()
	o := staffed(t)
	o.withFont()
	b := o.review()
	_, err := o.store.Invite(t.Context(), conferenceChange(o, "李敏"), b.ID, []int64{o.people["王强"].ID})
	o.must(err)
	a, err := o.store.AttendeeOf(t.Context(), b.ID, o.people["王强"].ID)
	o.must(err)
	_, err = o.store.AnswerInvitation(t.Context(), conferenceChange(o, "王强"), a.ID, 0, conference.Answer{PartStat: conference.Accepted})
	o.must(err)
	cards, err := o.store.OrderService(t.Context(), conferenceChange(o, "李敏"), conference.ServiceRequest{BookingID: b.ID, Service: "name-cards"})
	o.must(err)
	tea, err := o.store.OrderTea(t.Context(), conferenceChange(o, "李敏"), conference.TeaRequest{BookingID: b.ID, Tea: "green"})
	o.must(err)
	o.until(0, 10, 1)
	e := o.at("Sue").event()
	e.Button = button("print", cards.ID, 0, "task")
	o.does("Sue", e)
	o.at("Sue").reads("Name Cards A-1001 · page 1/1")
	o.at("Sue").gets(1)

	m, err := o.store.Meeting(t.Context(), b.ID)
	o.must(err)
	for _, who := range []string{"王强", "Anna", "会服07"} {
		for arg, id := range map[string]int64{"sheet": m.Sheets[0].ID, "booking": b.ID, "task": cards.ID, "x": b.ID} {
			e := o.at(who).event()
			e.Button = button("print", id, 0, arg)
			o.does(who, e)
			if o.at(who).toast == "" && who != "会服07" {
				t.Errorf("%s printing %s is not answered", who, arg)
			}
		}
	}
	o.at("王强").gets(0)
	o.at("Anna").gets(0)
	o.at("会服07").gets(0)
	e = o.at("会服07").event()
	e.Button = button("print", tea.ID, 0, "task")
	o.does("会服07", e)
	o.at("会服07").hears("没有找到，可能已经取消了")
}
