package language

import (
	"testing"
	"time"
)

func TestLunarDay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		year, month, day int
		leap             bool
		want             string
	}{
		"new year 2024":            {2024, 1, 1, false, "2024-02-10"},
		"new year 2025":            {2025, 1, 1, false, "2025-01-29"},
		"new year 2033":            {2033, 1, 1, false, "2033-01-31"},
		"mid-autumn 2025":          {2025, 8, 15, false, "2025-10-06"},
		"dragon boat 2026":         {2026, 5, 5, false, "2026-06-19"},
		"in the leap month":        {2025, 6, 1, true, "2025-07-25"},
		"after the leap month":     {2025, 7, 7, false, "2025-08-29"},
		"leap month at year's end": {2033, 11, 1, true, "2033-12-22"},
		"a leap month that is not": {2026, 6, 1, true, ""},
		"a day that is not":        {2026, 1, 31, false, ""},
		"outside of the table":     {1999, 1, 1, false, ""},
	} {
		got, ok := lunarDay(c.year, c.month, c.day, c.leap, time.UTC)
		text := ""
		if ok {
			text = got.Format("2006-01-02")
		}
		if text != c.want {
			t.Errorf("%s: got %q, want %q", name, text, c.want)
		}
	}
}

func TestRestDay(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]bool{
		"2026-02-14": false, "2026-02-17": true, "2026-02-24": false, "2026-02-28": false, "2026-10-07": true, "2026-10-10": false,
		"2026-11-28": true, "2026-11-30": false, "2025-10-08": true, "2027-01-01": true, "2027-01-04": false, "2027-10-04": true,
	} {
		at, err := time.Parse("2006-01-02", day)
		if err != nil {
			t.Fatal(err)
		}
		if got := restDay(at); got != want {
			t.Errorf("%s: rest is %v, want %v", day, got, want)
		}
	}
}

func TestEaster(t *testing.T) {
	t.Parallel()
	for year, want := range map[int]string{2016: "03-27", 2017: "04-16", 2019: "04-21", 2024: "03-31", 2026: "04-05", 2038: "04-25"} {
		if got := easter(year, time.UTC).Format("01-02"); got != want {
			t.Errorf("%d: got %s, want %s", year, got, want)
		}
	}
}
