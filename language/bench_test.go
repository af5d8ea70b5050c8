package language_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiwu/language"
)

// house is a catalogue of a thousand rooms in ten buildings.
func house() language.Catalogue {
	c := office()
	for i := range 1000 {
		building, floor := i/100, i/10%10+1
		r := language.Room{Number: fmt.Sprintf("%c%d%02d", 'A'+building, floor, i%10+1), Building: fmt.Sprintf("%d号楼", building+1), Floor: floor}
		if i%7 == 0 {
			r.Name = fmt.Sprintf("第%d会议室", i)
		}
		if i%11 == 0 {
			r.Aliases = []string{fmt.Sprintf("room %d", 1000+i), fmt.Sprintf("%d楼大厅", i)}
		}
		c.Rooms = append(c.Rooms, r)
	}
	return c
}

func BenchmarkParser_Parse(b *testing.B) {
	p := language.New(house())
	for name, text := range map[string]string{
		"zh":    "帮我订明天下午3点到5点301会议室，开产品评审会，20人，要绿茶",
		"en":    "Book room 301 tomorrow from 3 to 5pm for the design review, 12 people, coffee please",
		"short": "明天下午三点",
		"10k":   strings.Repeat("明天下午3点到5点订301开会，", 600),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.Parse(text, monday)
			}
		})
	}
}

// BenchmarkParser_Parse_corpus takes every sentence of the corpora in turn and reports the median and the slowest tenth.
func BenchmarkParser_Parse_corpus(b *testing.B) {
	p := language.New(house())
	for _, lang := range []string{"zh", "en"} {
		rows := readCorpus(b, lang+"*.tsv")
		b.Run(lang, func(b *testing.B) {
			b.ReportAllocs()
			spent := make([][]time.Duration, len(rows))
			n := 0
			for b.Loop() {
				row := &rows[n%len(rows)]
				begin := time.Now()
				p.Parse(row.input, row.now)
				spent[n%len(rows)] = append(spent[n%len(rows)], time.Since(begin))
				n++
			}
			var typical []time.Duration
			for _, s := range spent {
				if len(s) > 0 {
					slices.Sort(s)
					typical = append(typical, s[len(s)/2])
				}
			}
			slices.Sort(typical)
			b.ReportMetric(float64(typical[len(typical)/2].Nanoseconds()), "median-ns")
			b.ReportMetric(float64(typical[len(typical)*9/10].Nanoseconds()), "p90-ns")
		})
	}
}

func BenchmarkNew(b *testing.B) {
	c := house()
	b.ReportAllocs()
	for b.Loop() {
		language.New(c)
	}
}
