package language_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiwu/language"
)

func TestParseJSONL(t *testing.T) {
	t.Parallel()
	in := strings.Join([]string{
		`{"id":"a","input":"订301 明天下午3点到5点 产品评审会 20人","now":"2026-11-23T14:20:00"}`,
		`{"id":2,"input":"12月3号","now":"2026-11-23T14:20:00+08:00"}`,
		``,
		`{"id":"c","input":"每周一上午9点","now":"2026-11-23 14:20"}`,
		`{"id":"d","input":"你好","now":""}`,
		`{"id":"e","input":"一个半小时"}`,
	}, "\n")
	var out bytes.Buffer
	if err := language.ParseJSONL(strings.NewReader(in), &out, language.New(office()), monday); err != nil {
		t.Fatal(err)
	}
	want := []string{
		`{"id":"a","intent":"book","time":{"kind":"datetimerange","start":"2026-11-24T15:00:00","end":"2026-11-24T17:00:00","duration_s":7200,"rrule":null},"headcount":20,"room":"301","title":"产品评审会","ambiguous":[]}`,
		`{"id":2,"intent":"","time":{"kind":"date","start":"2026-12-03","end":null,"duration_s":null,"rrule":null},"headcount":null,"room":null,"title":null,"ambiguous":[]}`,
		`{"id":"c","intent":"","time":{"kind":"set","start":"2026-11-30T09:00:00","end":null,"duration_s":null,"rrule":"FREQ=WEEKLY;BYDAY=MO"},"headcount":null,"room":null,"title":null,"ambiguous":[]}`,
		`{"id":"d","intent":"","time":null}`,
		`{"id":"e","intent":"","time":{"kind":"duration","start":null,"end":null,"duration_s":5400,"rrule":null}}`,
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%d lines came out, want %d", len(lines), len(want))
	}
	for i, line := range lines {
		var got, expected map[string]any
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(want[i]), &expected); err != nil {
			t.Fatal(err)
		}
		if ns, ok := got["ns"].(float64); !ok || ns <= 0 {
			t.Errorf("line %d took %v ns", i+1, got["ns"])
		}
		for key, value := range expected {
			a, _ := json.Marshal(got[key])
			b, _ := json.Marshal(value)
			if !bytes.Equal(a, b) {
				t.Errorf("line %d: %s is %s, want %s", i+1, key, a, b)
			}
		}
	}
}

func TestParseJSONL_badLine(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{"no object": "{}\nnonsense\n", "no time": "{}\n" + `{"input":"3点","now":"soon"}`} {
		var out bytes.Buffer
		err := language.ParseJSONL(strings.NewReader(in), &out, language.New(language.Catalogue{}), monday)
		if err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: error is %v, want one about line 2", name, err)
		}
	}
}

func TestParseLines(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := language.ParseLines(strings.NewReader("明天下午三点\r\n\nhelp"), &out, language.New(language.Catalogue{}), monday); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], `"id":1`) || !strings.Contains(lines[0], "2026-11-24T15:00:00") || !strings.Contains(lines[1], `"intent":"help"`) {
		t.Errorf("output is %q", lines)
	}
}

func TestNew_concurrent(t *testing.T) {
	t.Parallel()
	p := language.New(office())
	want := p.Parse("明天下午3点到5点301开会20人", monday)
	done := make(chan bool)
	for range 8 {
		go func() {
			same := true
			for range 200 {
				got := p.Parse("明天下午3点到5点301开会20人", monday)
				same = same && got.Time.Start.Equal(want.Time.Start) && got.Headcount.N == want.Headcount.N && got.Room.Number == want.Room.Number
				p.Parse("every other Thursday 3pm for 2h in the Phoenix room", monday.Add(time.Hour))
			}
			done <- same
		}()
	}
	for range 8 {
		if !<-done {
			t.Error("a reading differs when others parse at the same time")
		}
	}
}
