package handlers_test

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
	"huiwu/storage"
	"huiwu/storage/plan"
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
	h.Handlers, err = handlers.New(handlers.Options{Store: o, Settings: conference.DefaultSettings(zone, plan.Default()), Now: func() time.Time { return h.now },
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

// Killed before it could answer words, the bot is told of a late tap on an older card first: the words still get theirs.
func TestHandlers_WordsWithoutAnswerGetItAfterALateTap(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	p.says("明天15:00到16:00 301 20人")
	late := p.tapping("确认预订")
	p.taps("确认预订")
	p.reads("已预订 A-1001")
	words := p.saying("明天17:00到18:00 305 20人")
	_, err := p.Handle(p.Context(), words) // nothing of it is shown
	p.must(err)
	late.UpdateID = p.event().UpdateID
	p.handle(late)
	if n := strings.Count(p.screen(), "已预订 A-1001"); n != 1 || strings.Contains(p.screen(), "预订会议室") {
		t.Fatalf("after the late tap:\n%s", p.screen())
	}
	p.handle(words)
	p.reads("预订会议室", "17:00–18:00")
	p.taps("确认预订")
	p.reads("已预订 A-1002")
}

// The tap had its effect, other words came, and then it comes again as nobody has noted that it was answered.
func TestHandlers_TapThatHadItsEffectIsShownWhatItDid(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	p.says("明天15:00到16:00 301 20人")
	confirm := p.tapping("确认预订")
	_, err := p.Handle(p.Context(), confirm)
	p.must(err)
	p.says("季度会要20杯绿茶")
	p.handle(confirm)
	if n := strings.Count(p.screen(), "已预订 A-1001"); n != 1 {
		t.Errorf("the booking is shown %d times:\n%s", n, p.screen())
	}
}

// Redis comes back as it was before the draft was confirmed: the second tap finds what the draft has become.
func TestHandlers_DraftBecomesOneThing(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		begin   []string
		confirm string
		become  string
	}{
		"booking": {[]string{"明天15:00到16:00 301 20人"}, "确认预订", "已预订 A-1001"},
		"report":  {[]string{"301投影仪坏了"}, "提交", "🔧 报修"},
		"tea":     {[]string{"20杯绿茶"}, "下单", "🍵 茶水"},
	} {
		for _, memory := range []string{"old", "none"} {
			t.Run(name+" "+memory, func(t *testing.T) {
				t.Parallel()
				h := setup(t)
				if name == "tea" {
					h.booked("李敏", "302", at(1, 9, 0), time.Hour, 8, "周会")
				}
				p := h.of("李敏")
				for _, words := range tc.begin {
					p.says(words)
				}
				data, _, err := h.store.LoadDialog(t.Context(), p.chat.ID, p.user.ID)
				h.must(err)
				second := p.tapping(tc.confirm)
				p.taps(tc.confirm)
				h.must(h.store.ClearDialog(t.Context(), p.chat.ID, p.user.ID))
				if memory == "old" {
					_, rev, err := h.store.LoadDialog(t.Context(), p.chat.ID, p.user.ID)
					h.must(err)
					_, err = h.store.SaveDialog(t.Context(), p.chat.ID, p.user.ID, data, rev, time.Hour)
					h.must(err)
				}
				second.UpdateID = p.event().UpdateID
				p.handle(second)
				p.reads(tc.become)
				if n := strings.Count(p.screen(), tc.become); n != 1 {
					t.Errorf("it stands there %d times:\n%s", n, p.screen())
				}
				tasks, err := h.store.TasksFor(t.Context(), conference.Person{Crew: conference.CrewMeetingService})
				h.must(err)
				av, err := h.store.TasksFor(t.Context(), conference.Person{Crew: conference.CrewSound})
				h.must(err)
				if made := len(h.bookings("李敏")) + len(tasks) + len(av); made != map[string]int{"booking": 1, "report": 1, "tea": 2}[name] {
					t.Errorf("%d things were made", made)
				}
			})
		}
	}
}
