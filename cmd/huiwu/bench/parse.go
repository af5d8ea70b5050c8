package bench

import (
	"context"
	"fmt"
	"slices"
	"time"

	"huiwu/language"
)

// sentences are what people type, from the plain to the winding.
var sentences = map[string][]string{
	"zh": {
		"明天下午3点到5点半 1001会议室 20人 季度经营分析会",
		"下周二上午九点半在主楼1012开两个小时的项目评审会，大概十五个人，要投影",
		"11月30号全天培训 60人",
		"后天晚上七点 1023 8个人 碰头会",
		"季度经营分析会要20杯绿茶，两点四十五送到",
		"1001投影仪坏了，屏幕一直在闪",
		"把明天的例会改到下午四点",
		"每周一上午十点例会 1005 12人",
	},
	"en": {
		"Book 1001 tomorrow 3pm to 5:30pm for 20 people, quarterly review",
		"next Tuesday at half past nine in the main building room 1012 for two hours, project review, about fifteen people, with a projector",
		"November 30 all day training, 60 people",
		"the day after tomorrow 7 pm 1023 for 8, catch-up",
		"20 cups of green tea for the quarterly review at 2:45",
		"the projector in 1001 is broken, the screen keeps flickering",
		"move tomorrow's standup to 4 pm",
		"every Monday at 10 in 1005 for 12, team meeting",
	},
}

// parse measures how long reading a sentence takes, among the names of 1,000 rooms.
func parse(_ context.Context, b *bench) error {
	var c language.Catalogue
	for _, r := range someRooms(1000) {
		c.Rooms = append(c.Rooms, language.Room{Number: r.Number, Building: r.Building, Floor: r.Floor})
	}
	p, now := language.New(c), time.Now().In(b.rules.Zone)
	for _, lang := range []string{"zh", "en"} {
		var each []time.Duration
		for range 400 {
			for _, text := range sentences[lang] {
				began := time.Now()
				p.Parse(text, now)
				each = append(each, time.Since(began))
			}
		}
		slices.Sort(each)
		us := func(q float64) float64 { return float64(quantile(each, q).Nanoseconds()) / 1000 }
		b.report.add(Result{Name: "parse-" + lang, Value: us(0.5), Unit: "µs", Detail: fmt.Sprintf("a sentence, median; p90 %.0f; 1,000 rooms known by name", us(0.9))})
	}
	return nil
}
