package handlers_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
	"huiwu/storage"
	"huiwu/storage/plan"
)

func TestHandle_WhatIsNotRead(t *testing.T) {
	t.Parallel()
	h := setup(t)
	for name, c := range map[string]struct {
		change func(e *handlers.Event)
		want   string
	}{
		"edited":            {func(e *handlers.Event) { e.Edited, e.Text = true, "明天下午三点" }, "改过的消息我不会再读一遍"},
		"sticker":           {func(e *handlers.Event) { e.Unsupported = "sticker" }, "这种消息我看不懂"},
		"no text":           {func(e *handlers.Event) {}, "没有看到文字"},
		"only marks":        {func(e *handlers.Event) { e.Text = "\u200b\u202e " }, "没有看到文字"},
		"10,000 characters": {func(e *handlers.Event) { e.Text = strings.Repeat("长", 10000) }, "这段话太长了，请不超过 2000 个字"},
		"unknown command":   {func(e *handlers.Event) { e.Text, e.Command = "/dance", "dance" }, "没有这个命令"},
		"nonsense":          {func(e *handlers.Event) { e.Text = "🙂🙂🙂" }, "没有听懂"},
		"forwarded":         {func(e *handlers.Event) { e.Text, e.Forwarded = "🙂🙂🙂", true }, "没有听懂"},
		"nothing to cancel": {func(e *handlers.Event) { e.Text, e.Command = "/cancel", "cancel" }, "现在没有进行中的事"},
	} {
		t.Run(name, func(t *testing.T) {
			p := h.of("李敏")
			p.house = &house{TB: t, Handlers: h.Handlers, store: h.store, now: h.now, update: h.update + 1000, message: h.message}
			h.update += 1000
			e := p.event()
			c.change(&e)
			p.handle(e)
			p.reads(c.want)
		})
	}
}

func TestHandle_GroupsHearLittle(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	p.chat = handlers.Chat{ID: -100, Title: "会务群"}
	for _, change := range []func(e *handlers.Event){
		func(e *handlers.Event) { e.Text = "大家好" },
		func(e *handlers.Event) { e.Unsupported = "sticker" },
		func(e *handlers.Event) { e.Edited, e.Text = true, "x" },
		func(e *handlers.Event) {},
	} {
		e := p.event()
		change(&e)
		if r := p.handle(e); len(r.Messages) != 0 || r.Toast != "" {
			t.Errorf("the group hears %+v", r)
		}
	}
}

func TestHandle_BadButtons(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	for _, data := range []string{"", "nonsense", "d", "d:1", "zzz:1:1", "d:!:1", "d:1:1:" + strings.Repeat("x", 80), "bk:1:1:nothing",
		"bk:zz:1", "rev:zz:1:room", "rooms:0:0:? ? ?", "day:0:0:20261399", "lang:0:0:tlh", "book:0:0:1 2", "bk:1:1:reject! 9"} {
		e := p.event()
		e.Button = &handlers.Button{Data: data, MessageID: 1}
		p.handle(e)
		if p.toast == "" {
			t.Errorf("%q is not answered", data)
		}
	}
}

func TestHandle_Stranger(t *testing.T) {
	t.Parallel()
	p := setup(t).stranger()
	for _, text := range []string{"/start", "/my", "/today", "明天下午三点 301 开会", "/cancel"} {
		e := p.saying(text)
		r := p.handle(e)
		if len(r.Messages) != 1 || r.Messages[0].AskContact != "分享手机号" {
			t.Errorf("%s: %+v", text, r)
		}
		p.sees("您好，这里是会务助手。您的账号还没有登记\n点下面的按钮分享您自己的手机号，核对后就能使用")
	}
	e := p.event()
	e.Button = button("bk", 1001, 1, "")
	p.handle(e)
	p.hears("您的账号还没有登记。请先私聊我，分享手机号后就能使用")
}

func TestHandle_CommandsAmidADialog(t *testing.T) {
	t.Parallel()
	p := drafted(setup(t), "李敏")
	p.says("/today")
	p.reads("今天 11月23日 周一")
	p.says("/help")
	p.taps("确认预订") // the draft is where it was
	if !strings.Contains(p.screen(), "✅ 已预订 A-1001") {
		t.Errorf("the draft did not last:\n%s", p.screen())
	}
}

func TestHandle_CancelAnywhere(t *testing.T) {
	t.Parallel()
	for name, labels := range map[string][]string{
		"at the day":    {},
		"at the clock":  {"明天"},
		"at the length": {"明天", "15:00"},
		"at the heads":  {"明天", "15:00", "1 小时"},
		"at the room":   {"明天", "15:00", "1 小时", "8"},
		"at the end":    {"明天", "15:00", "1 小时", "8", "主楼 302"},
		"at the name":   {"明天", "15:00", "1 小时", "8", "主楼 302", "改名称"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := setup(t)
			p := h.of("李敏")
			p.says("/book")
			for _, l := range labels {
				p.taps(l)
			}
			p.says("/cancel")
			p.sees("好的，这次没有预订")
			if len(p.shown) != 1 {
				t.Errorf("the card is left behind:\n%s", p.screen())
			}
			p.says("/cancel")
			p.reads("现在没有进行中的事")
			if n := len(h.bookings("李敏")); n != 0 {
				t.Errorf("%d bookings", n)
			}
		})
	}
}

// away is a store whose servers do not answer.
type away struct {
	*storage.Store
	database, redis bool
}

var errAway = errors.Join(conference.Refuse(conference.CodeUnavailable), context.DeadlineExceeded)

func (a *away) PersonByTelegram(ctx context.Context, id int64) (conference.Person, error) {
	if a.database {
		return conference.Person{}, errAway
	}
	return a.Store.PersonByTelegram(ctx, id)
}

func (a *away) LoadDialog(ctx context.Context, chat, user int64) ([]byte, int64, error) {
	if a.redis {
		return nil, 0, errAway
	}
	return a.Store.LoadDialog(ctx, chat, user)
}

func TestHandle_ServersAway(t *testing.T) {
	t.Parallel()
	h := setup(t)
	a := &away{Store: h.store}
	var err error
	h.Handlers, err = handlers.New(handlers.Options{Store: a, Settings: conference.DefaultSettings(zone, plan.Default()), Now: func() time.Time { return h.now },
		Language: "zh-CN", Logger: slog.New(slog.DiscardHandler)})
	h.must(err)
	p := drafted(h, "李敏")
	confirm := p.tapping("确认预订")
	for name, down := range map[string]func(){"database": func() { a.database = true }, "Redis": func() { a.redis = true }} {
		down()
		r, err := h.Handle(t.Context(), confirm)
		if conference.CodeOf(err) != conference.CodeUnavailable {
			t.Errorf("%s away: error %v, want unavailable", name, err)
		}
		if want := "系统暂时没有响应，您的内容没有丢。稍后会自动继续，也可以再点一次"; r.Toast != want || !r.Alert {
			t.Errorf("%s away: %+v, want %s", name, r, want)
		}
		a.database, a.redis = false, false
	}
	p.handle(confirm)
	p.reads("✅ 已预订 A-1001")
}
