package chaos

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiwu/bot/emulator"
	"huiwu/storage/embedded"
)

// fault is something that fails for a while.
type fault struct {
	name  string
	begin func(h *house)
	end   func(h *house)
	// forgets: half-typed drafts are lost with it.
	forgets bool
}

// faultLasts is how long each lasts.
const faultLasts = time.Second

var faults = []fault{
	{name: "PostgreSQL restarts", begin: func(h *house) { must(h.T, machines.postgres.Stop(h.Context())) }, end: func(h *house) { restartPostgres(h.T) }},
	{name: "PostgreSQL cannot be reached", begin: func(h *house) { h.database.Cut() }, end: func(h *house) { h.database.Mend() }},
	{name: "PostgreSQL says nothing", begin: func(h *house) { h.database.Hold() }, end: func(h *house) { h.database.Mend() }},
	{name: "PostgreSQL is read-only", begin: func(h *house) { h.readOnly("on") }, end: func(h *house) { h.readOnly("off") }},
	{name: "Redis cannot be reached", begin: func(h *house) { h.redis.Cut() }, end: func(h *house) { h.redis.Mend() }},
	{name: "Redis says nothing", begin: func(h *house) { h.redis.Hold() }, end: func(h *house) { h.redis.Mend() }},
	{name: "Redis comes back empty", begin: func(h *house) { h.redis.Cut() }, forgets: true, end: func(h *house) {
		must(h.T, h.memory.FlushDB(h.Context()).Err())
		h.redis.Mend()
	}},
	{name: "Bot API resets connections", begin: func(h *house) { h.gate.set(hangUp) }, end: func(h *house) { h.gate.set(nil) }},
	{name: "Bot API answers 500", begin: func(h *house) {
		h.gate.set(answers(500, `{"ok":false,"error_code":500,"description":"Internal Server Error"}`))
	},
		end: func(h *house) { h.gate.set(nil) }},
	{name: "Bot API answers 429", begin: func(h *house) {
		h.gate.set(answers(429, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}`))
	}, end: func(h *house) { h.gate.set(nil) }},
	{name: "Bot API holds calls", begin: func(h *house) { h.stall = h.telegram.Stall("") }, end: func(h *house) { h.stall.Release() }},
	{name: "Bot API's answers are lost", begin: func(h *house) { h.gate.set(h.losesAnswers) }, end: func(h *house) { h.gate.set(nil) }},
}

// TestOutage_UnderLoad lets everything that the bot leans on fail, one after the other, while people work with it.
// Within five seconds of a fault's end it answers, without a restart, and in the end the model agrees.
func TestOutage_UnderLoad(t *testing.T) {
	h := newHouse(t)
	h.open(false, 1)
	random := dice(t)
	order := random.Perm(len(faults)) // before the crowd has the dice
	c := newCrowd(h, random)
	prober := h.telegram.AddUser(emulator.User{ID: firstID - 1, FirstName: "过客", LanguageCode: "en"})
	probe(t, prober, "the beginning")
	for _, i := range order {
		f := faults[i]
		f.begin(h)
		h.Logf("%s", f.name)
		<-time.After(faultLasts) // the fault's own time
		f.end(h)
		if f.forgets {
			c.interrupt()
		}
		probe(t, prober, f.name)
		h.hasten(2)
	}
	c.stop()
	c.settle(time.Minute)
	c.compare()
}

// probe asks something that needs PostgreSQL, Redis and the Bot API: a stranger is told how to come in.
func probe(t *testing.T, phone *emulator.Phone, after string) {
	t.Helper()
	began := time.Now()
	asked := phone.Send("hello after: " + after)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	_, err := phone.WaitMessage(ctx, func(m emulator.Message) bool { return m.FromBot && m.ID > asked })
	if err != nil {
		t.Errorf("%s: no answer within 5 s of its end", after)
		return
	}
	t.Logf("answered %v after: %s", time.Since(began).Round(time.Millisecond), after)
}

func restartPostgres(t *testing.T) {
	t.Helper()
	var err error
	machines.postgres, err = embedded.StartPostgres(t.Context(),
		embedded.Options{DataDir: filepath.Join(machines.dir, "data"), Fast: true, Logger: slog.New(slog.DiscardHandler)})
	must(t, err)
}

// readOnly is what a failover leaves for seconds: connections stand, and nothing can be written. As it ends, those who
// came meanwhile are still connected to where nothing can be written.
func (h *house) readOnly(state string) {
	h.Helper()
	_, err := h.pool.Exec(h.Context(), "ALTER DATABASE "+h.name+" SET default_transaction_read_only = "+state)
	must(h.T, err)
	if state == "on" {
		_, err = h.pool.Exec(h.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name <> $2`, h.name, looker)
		must(h.T, err)
	}
}

func answers(code int, body string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = w.Write([]byte(body))
		return true
	}
}

// losesAnswers does what is asked for, and then hangs up.
func (h *house) losesAnswers(w http.ResponseWriter, r *http.Request) bool {
	if strings.HasSuffix(strings.ToLower(r.URL.Path), "/getupdates") {
		return false
	}
	h.telegram.API().ServeHTTP(httptest.NewRecorder(), r)
	return hangUp(w, r)
}
