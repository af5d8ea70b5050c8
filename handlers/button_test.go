package handlers

import (
	"math"
	"strings"
	"testing"
)

func TestButton_Data(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]button{
		"plain":     {verb: "bk", id: 1027, rev: 3},
		"argument":  {verb: "d", id: 5, rev: 900000000, arg: "alt 9k2 1o 7"},
		"colons":    {verb: "d", id: 5, rev: 1, arg: "15:00:00"},
		"largest":   {verb: "rev", id: math.MaxInt64, rev: math.MaxInt64, arg: "room"},
		"negatives": {verb: "x_1", id: -7, rev: math.MinInt64},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := parseButton(b.data())
			if !ok || got != b {
				t.Errorf("%q reads as %+v, want %+v", b.data(), got, b)
			}
		})
	}
}

func TestButton_Data_TooLong(t *testing.T) {
	t.Parallel()
	if d := (button{verb: "d", arg: strings.Repeat("字", 30)}).data(); d != "" {
		t.Errorf("%d bytes of data", len(d))
	}
	if d := (button{verb: "D:"}).data(); d != "" {
		t.Errorf("verb D: gives %q", d)
	}
}

func FuzzParseButton(f *testing.F) {
	for _, s := range []string{"bk:1:2", "d:5:fm7x9c:alt 9k2 1o 7", "", ":::", "d:zzzzzzzzzzzzzzzz:1", "d:1:1:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		b, ok := parseButton(data)
		if !ok {
			return
		}
		if again, ok := parseButton(b.data()); !ok || again != b {
			t.Errorf("%q reads as %+v, which is written %q", data, b, b.data())
		}
	})
}
