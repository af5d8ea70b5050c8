package handlers_test

import (
	"context"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
	"huiwu/storage"
)

// overtaken is a store in which somebody else moves the dialog just before it is saved.
type overtaken struct {
	*storage.Store
	times atomic.Int32
}

func (o *overtaken) SaveDialog(ctx context.Context, chat, user int64, data []byte, rev int64, ttl time.Duration) (int64, error) {
	if o.times.Add(-1) >= 0 {
		if _, err := o.Store.SaveDialog(ctx, chat, user, data, rev, ttl); err != nil {
			return 0, err
		}
	}
	return o.Store.SaveDialog(ctx, chat, user, data, rev, ttl)
}

func TestHandle_DialogMovedMeanwhile(t *testing.T) {
	t.Parallel()
	h := setup(t)
	o := &overtaken{Store: h.store}
	var err error
	h.Handlers, err = handlers.New(handlers.Options{Store: o, Settings: conference.DefaultSettings(zone), Now: func() time.Time { return h.now },
		Language: "zh-CN", Logger: slog.New(slog.DiscardHandler)})
	h.must(err)
	p := h.of("李敏")
	p.says("/book")
	p.taps("明天")
	o.times.Store(1)
	p.taps("15:00")
	p.reads("🕒 11月24日 周二 15:00", "开多久？")
	p.taps("1 小时")
	p.taps("8")
	p.taps("主楼 302")
	o.times.Store(1)
	p.taps("确认预订")
	p.reads("✅ 已预订 A-1001")
	if n := len(h.bookings("李敏")); n != 1 {
		t.Errorf("%d bookings, want one", n)
	}
}

func TestHandlers_Sent_OldEvent(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	p.says("/book")
	e := p.event() // no dialog was moved by it
	p.must(p.Sent(t.Context(), e, handlers.Message{Chat: p.chat.ID, DialogCard: true}, 77))
	p.says("周四下午三点")
	if len(p.shown) != 1 {
		t.Errorf("the card was lost:\n%s", p.screen())
	}
}

func TestHandlers_WordsThatComeAgainLaterArePast(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	words := p.saying("明天15:00到16:00 301 20人")
	p.handle(words)
	p.taps("确认预订")
	p.reads("已预订 A-1001")
	before := p.screen()
	p.handle(words) // its answer was sent, and the process died before it could say so
	if after := p.screen(); after != before {
		t.Errorf("words that had been answered were read again:\n%s", after)
	}
}
