package bot

import (
	"net/http"
	"net/http/httptest"
	"testing"

	telegram "github.com/go-telegram/bot"

	"huiwu/bot/emulator"
)

func TestClient_CallsGoOutInOnePiece(t *testing.T) {
	t.Parallel()
	w := setup(t)
	lengths := make(chan int64, 1)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		lengths <- r.ContentLength
		w.API().ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	w.ann.Start("")
	b := w.bot(func(o *Options) { o.APIURL = server.URL })
	if _, err := b.client.SendMessage(w.ctx, &telegram.SendMessageParams{ChatID: ann, Text: "茶已备好"}); err != nil {
		t.Fatalf("send: %v", err)
	}
	if n := <-lengths; n <= 0 {
		t.Errorf("sent with length %d, in pieces as the library wrote it", n)
	}
	if _, err := w.ann.WaitMessage(w.ctx, func(m emulator.Message) bool { return m.Text == "茶已备好" }); err != nil {
		t.Errorf("the message did not arrive: %v", err)
	}
}
