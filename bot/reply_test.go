package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huiwu/bot/emulator"
)

// away has the Bot API refuse so many messages, as a server in trouble does.
func (w *world) away(times int) {
	w.Fail(emulator.Fault{Method: "sendmessage", Code: 502, Description: "Bad Gateway", Times: times})
}

func TestBot_AnswerOutlivesItsTime(t *testing.T) {
	t.Parallel()
	w := setup(t)
	b := w.bot()
	b.replyTimeout = 300 * time.Millisecond
	w.run(b)
	w.away(4)
	w.ann.Send("hello")
	w.sees(w.ann, "re: hello")
	if !strings.Contains(w.log.String(), "answer not sent") {
		t.Error("the answer came in its time: nothing was tested")
	}
	if n := len(w.talk.seen()); n != 1 {
		t.Errorf("handled %d times for one answer", n)
	}
}

func TestBot_AnswerLeftIsGivenByTheNext(t *testing.T) {
	t.Parallel()
	w := setup(t)
	b := w.bot()
	b.replyTimeout = 200 * time.Millisecond
	stop := w.run(b)
	w.away(6)
	w.ann.Send("hello")
	w.until("the answer is late", func() bool { return strings.Contains(w.log.String(), "answer not sent") })
	stop()
	if slices.Contains(texts(w.ann), "re: hello") {
		t.Fatal("the answer came before the bot stopped: nothing was tested")
	}
	w.run(w.bot())
	w.sees(w.ann, "re: hello")
}
