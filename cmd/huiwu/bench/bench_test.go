package bench

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRun_UnknownRow(t *testing.T) {
	t.Parallel()
	err := Run(t.Context(), Options{Only: "nonsense"})
	if err == nil || !strings.Contains(err.Error(), "lanes") {
		t.Errorf("an unknown row: %v, want one that names the rows there are", err)
	}
}

func TestBudgets_Take(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	b := newBudgets()
	for range 5 {
		if !b.take(1, at) {
			t.Fatal("a private chat's burst is refused")
		}
	}
	if b.take(1, at) {
		t.Error("the sixth message at once to a private chat is taken")
	}
	if !b.take(1, at.Add(time.Second)) {
		t.Error("a second later one more is refused")
	}
	taken := 0
	for chat := range int64(100) {
		if b.take(100+chat, at.Add(time.Second)) {
			taken++
		}
	}
	if taken < 29 || taken > 31 {
		t.Errorf("%d messages to different people at once, want about 30", taken)
	}
}

func TestField(t *testing.T) {
	t.Parallel()
	form := []byte("--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n5000012\r\n--x\r\nContent-Disposition: form-data; name=\"reply_markup\"\r\n\r\n" +
		`{"inline_keyboard":[[{"text":"a","callback_data":"d:1:2:ok 0"}],[{"text":"b","callback_data":"d:1:2:drop"}]]}` + "\r\n--x--\r\n")
	if got := field(form, "chat_id"); got != 5000012 {
		t.Errorf("chat_id %d", got)
	}
	if got := field(form, "message_id"); got != 0 {
		t.Errorf("a field that is not there is %d", got)
	}
	if got := buttons(form); !slices.Equal(got, []string{"d:1:2:ok 0", "d:1:2:drop"}) {
		t.Errorf("buttons %q", got)
	}
}

func TestReport_JSON(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	r := newReport(&out, true)
	want := Result{Name: "book-8", Value: 700, Unit: "bookings/s", Floor: 1000, Ratio: 0.7, Detail: "x"}
	r.head("not JSON")
	r.add(want)
	r.end()
	var got Result
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || got != want {
		t.Errorf("%v: %s", err, out.String())
	}
}
