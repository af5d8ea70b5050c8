package language_test

import (
	"strings"
	"testing"
	"time"

	"huiwu/language"
)

// toTraditional writes the characters of the corpus in traditional form, for the property that both read alike.
var toTraditional = strings.NewReplacer(
	"点", "點", "两", "兩", "会", "會", "议", "議", "厅", "廳", "楼", "樓", "订", "訂", "预", "預", "约", "約", "时", "時", "间", "間", "个", "個",
	"这", "這", "后", "後", "礼", "禮", "周", "週", "钟", "鐘", "号", "號", "开", "開", "项", "項", "审", "審", "评", "評", "产", "產", "训", "訓", "术", "術",
	"讨", "討", "论", "論", "总", "總", "结", "結", "说", "說", "设", "設", "备", "備", "绿", "綠", "红", "紅", "热", "熱", "东", "東", "丹", "丹", "换", "換",
	"调", "調", "灯", "燈", "坏", "壞", "网", "網", "络", "絡", "参", "參", "数", "數", "员", "員", "节", "節", "国", "國", "庆", "慶", "农", "農", "历", "曆",
	"腊", "臘", "从", "從", "为", "為", "帮", "幫", "请", "請", "烦", "煩", "题", "題", "业", "業", "长", "長", "迟", "遲", "实", "實", "领", "領", "导", "導",
	"队", "隊", "报", "報", "师", "師", "话", "話", "应", "應", "种", "種", "么", "麼", "们", "們", "来", "來", "给", "給", "让", "讓", "还", "還", "过", "過",
	"边", "邊", "达", "達", "场", "場", "临", "臨", "闭", "閉", "关", "關", "隔", "隔", "双", "雙", "单", "單", "纪", "紀", "级", "級", "满", "滿", "装", "裝",
)

// toFullWidth writes plain letters, digits and marks in full width.
func toFullWidth(text string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' && r != '"' {
			return r + 0xfee0
		}
		return r
	}, text)
}

// TestParser_Parse_scripts holds that traditional and full-width forms of every sentence read like the plain one, but
// for the own characters of titles and notes.
func TestParser_Parse_scripts(t *testing.T) {
	t.Parallel()
	p := language.New(office())
	for _, row := range append(readCorpus(t, "*.tsv"), readCorpus(t, "unseen/*.tsv")...) {
		plain := slots(p.Parse(row.input, row.now))
		for name, form := range map[string]string{"traditional": toTraditional.Replace(row.input), "full width": toFullWidth(row.input)} {
			got := slots(p.Parse(form, row.now))
			for key := range plain {
				if key == "title" || key == "reason" || key == "words" || key == "notes" {
					if (plain[key] == "") != (got[key] == "") {
						t.Errorf("%s %q: %s %q became %q", name, form, key, plain[key], got[key])
					}
					continue
				}
				if plain[key] != got[key] {
					t.Errorf("%s %q: %s %q became %q", name, form, key, plain[key], got[key])
				}
			}
		}
	}
}

// TestParser_Parse_spans holds that every span lies inside the text on character borders, and names what was read.
func TestParser_Parse_spans(t *testing.T) {
	t.Parallel()
	p := language.New(office())
	for _, row := range append(readCorpus(t, "*.tsv"), readCorpus(t, "unseen/*.tsv")...) {
		if problem := check(row.input, p.Parse(row.input, row.now), row.now); problem != "" {
			t.Errorf("%s:%d %q: %s", row.file, row.line, row.input, problem)
		}
	}
}

// check returns what a reading breaks of the promises every reading makes, "" when it keeps them.
func check(text string, r language.Reading, now time.Time) string {
	spans := []language.Span{r.TitleSpan}
	if t := r.Time; t != nil {
		spans = append(append(spans, t.Span), t.Parts...)
		switch {
		case !t.End.IsZero() && !t.End.After(t.Start):
			return "the end is not after the start"
		case t.Duration < 0:
			return "a negative duration"
		case !t.Start.IsZero() && t.Start.Location() != now.Location():
			return "a start in another location"
		case t.Kind == language.KindSet && t.RRule == "":
			return "a recurrence without a rule"
		}
	}
	if r.Headcount != nil {
		spans = append(spans, r.Headcount.Span)
	}
	if r.Room != nil {
		spans = append(spans, r.Room.Span)
	}
	for _, s := range r.Services {
		spans = append(spans, s.Span)
	}
	for _, a := range r.Ambiguities {
		spans = append(spans, a.Span)
		if len(a.Options) < 1 || len(a.Options) > 3 {
			return "an ambiguity without options, or with too many"
		}
	}
	for _, s := range spans {
		if s.Start < 0 || s.End < s.Start || s.End > len(text) || !strings.HasPrefix(strings.ToValidUTF8(text[s.Start:], ""), strings.ToValidUTF8(text[s.Start:s.End], "")) {
			return "a span outside the text"
		}
	}
	return ""
}

func FuzzParser_Parse(f *testing.F) {
	for _, row := range append(readCorpus(f, "*.tsv"), readCorpus(f, "unseen/*.tsv")...) {
		f.Add(row.input, row.now.Unix())
	}
	for _, seed := range []string{"", " ", "3", "点", "3点", "半", "每", "every", "next", "from to", "周", "周一到", "13月45日", "99:99", "0:00-0:00", "30日30点30分", "农历闰四月三十", "2月30日到2月31日", "\xff\xfe", "\u202e明天", "１２：３０～", "first first first", "in in in 3", "9999999999999999999小时", "-", "年年年", "前前前", "一个半个半个", "24:00-24:00", "今晚12点到12点", "Rm A", " the A"} {
		f.Add(seed, int64(1795443600))
	}
	p, bare := language.New(office()), language.New(language.Catalogue{})
	zone := time.FixedZone("CST", 8*3600)
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		now := time.Unix(unix%4102444800, 0).In(zone)
		for _, parser := range []*language.Parser{p, bare} {
			if problem := check(text, parser.Parse(text, now), now); problem != "" {
				t.Errorf("%q at %s: %s", text, now, problem)
			}
		}
		for _, slot := range []language.Slot{language.SlotTime, language.SlotDuration, language.SlotHeadcount, language.SlotRoom, language.SlotTitle, language.SlotAnswer, language.SlotProblem} {
			if problem := check(text, p.ParseAnswer(text, slot, now), now); problem != "" {
				t.Errorf("%q as %s at %s: %s", text, slot, now, problem)
			}
		}
	})
}

// TestParser_Parse_linear holds that a text eight times as long takes about eight times as long, whatever it repeats;
// with a rule that looks back or ahead without bound it would take sixty-four times as long. The machine may be busy:
// only what is slow six times over counts.
func TestParser_Parse_linear(t *testing.T) {
	p := language.New(office())
	for _, unit := range []string{"明天下午3点", "1 to ", "3 days after ", "周一", "every other ", "10-", "一", "9", "from 3 to 4 ", "每周一、", "会议室", "a", "301,", "（", "半个", "the 3rd ", "about ", "散会 ", "@", "让王芳去", "“", "\"", "for 15 ", "the Blue ", "2号", "旁边", "book 3 ", "7 x ", "跟", "ask the ", "水", "横幅", "和会 "} {
		long := strings.Repeat(unit, 20000/len([]rune(unit)))
		short := long[:len(strings.Repeat(unit, 2500/len([]rune(unit))))]
		var a, b time.Duration
		for range 6 {
			if a, b = fastest(p, short), fastest(p, long); b <= 40*a {
				break
			}
		}
		if b > 40*a {
			t.Errorf("%q: 2,500 characters take %v, 20,000 take %v", unit, a, b)
		}
	}
}

func fastest(p *language.Parser, text string) time.Duration {
	best := time.Hour
	for range 3 {
		begin := time.Now()
		p.Parse(text, monday)
		best = min(best, time.Since(begin))
	}
	return best
}
