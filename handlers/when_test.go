package handlers

import (
	"context"
	"testing"
	"time"

	"huiwu/conference"
)

var beijing = time.FixedZone("CST", 8*3600)

func localeIn(t *testing.T, lang string) locale {
	t.Helper()
	c, err := loadCatalogues(beijing, "zh-CN")
	if err != nil {
		t.Fatal(err)
	}
	return c.in(lang)
}

func TestLocale_SpanNear(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 14, 20, 0, 0, beijing)
	on := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, beijing).UTC()
	}
	for name, c := range map[string]struct {
		start, end time.Time
		zh, en     string
	}{
		"within the hour": {on(11, 23, 15, 0), on(11, 23, 16, 0), "今天 15:00–16:00（40 分钟后）", "Today, 15:00–16:00 (in 40 min)"},
		"today":           {on(11, 23, 18, 50), on(11, 23, 20, 0), "今天 18:50–20:00（4 小时 30 分后）", "Today, 18:50–20:00 (in 4 h 30 min)"},
		"tomorrow":        {on(11, 24, 15, 0), on(11, 24, 17, 30), "11月24日 周二 15:00–17:30（明天）", "Tue 24 Nov, 15:00–17:30 (tomorrow)"},
		"later":           {on(12, 1, 9, 0), on(12, 1, 10, 0), "12月1日 周二 09:00–10:00", "Tue 1 Dec, 09:00–10:00"},
		"next year":       {time.Date(2027, 1, 5, 9, 0, 0, 0, beijing), time.Date(2027, 1, 5, 10, 0, 0, 0, beijing), "2027年1月5日 周二 09:00–10:00", "Tue 5 Jan 2027, 09:00–10:00"},
		"to midnight":     {on(11, 25, 22, 0), on(11, 26, 0, 0), "11月25日 周三 22:00–24:00（后天）", "Wed 25 Nov, 22:00–24:00 (in two days)"},
		"over midnight":   {on(11, 27, 22, 0), on(11, 28, 1, 0), "11月27日 周五 22:00 – 11月28日 周六 01:00", "Fri 27 Nov, 22:00 – Sat 28 Nov, 01:00"},
		"under way":       {on(11, 23, 14, 0), on(11, 23, 16, 0), "今天 14:00–16:00（进行中）", "Today, 14:00–16:00 (under way)"},
		"over":            {on(11, 23, 10, 0), on(11, 23, 11, 0), "今天 10:00–11:00（已结束）", "Today, 10:00–11:00 (over)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := localeIn(t, "zh-CN").spanNear(c.start, c.end, now); got != c.zh {
				t.Errorf("%s, want %s", got, c.zh)
			}
			if got := localeIn(t, "en").spanNear(c.start, c.end, now); got != c.en {
				t.Errorf("%s, want %s", got, c.en)
			}
		})
	}
}

func TestLocale_Length(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration][2]string{
		35 * time.Minute:  {"35 分钟", "35 min"},
		time.Hour:         {"1 小时", "1 h"},
		150 * time.Minute: {"2 小时 30 分", "2 h 30 min"},
		24 * time.Hour:    {"24 小时", "24 h"},
		72 * time.Hour:    {"3 天", "3 days"},
	} {
		if got := localeIn(t, "zh-CN").length(d); got != want[0] {
			t.Errorf("%s, want %s", got, want[0])
		}
		if got := localeIn(t, "en").length(d); got != want[1] {
			t.Errorf("%s, want %s", got, want[1])
		}
	}
}

func TestViewer_Refusal(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 14, 0, 0, 0, beijing)
	v := viewer{locale: localeIn(t, "zh-CN"), now: now}
	for want, err := range map[string]error{
		"301 在 今天 15:00–16:00 已有会议，这个时间订不了": conference.Refuse(conference.CodeRoomTaken, "room", "301", "start", now.Add(time.Hour), "end", now.Add(2*time.Hour)),
		"A 类会议室要提前 1 小时预订，最早 今天 15:00":      conference.Refuse(conference.CodeTooSoon, "class", "A", "minutes", 60, "earliest", now.Add(time.Hour)),
		"A 类会议室开放时间是 14:00–15:00":           conference.Refuse(conference.CodeClosed, "class", "A", "opens", now, "closes", now.Add(time.Hour)),
		"没有叫“&lt;b&gt;”的会议室":                conference.Refuse(conference.CodeRoomUnknown, "text", "<b>"),
		"出了点问题，已经记下来了。请再试一次":                context.Canceled,
	} {
		if got := v.refusal(err).HTML(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
