package emulator

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed web
var web embed.FS

// keepAlive is how often an idle event stream says that it still lives.
const keepAlive = 15 * time.Second

// Phones serves the page with the phones, and the JSON API behind it. It
// answers only under loopback names and Options.AllowedHosts, and only its own
// page.
func (s *Server) Phones() http.Handler {
	files, err := fs.Sub(web, "web")
	if err != nil { // impossible: the folder is embedded above
		files = web
	}
	static := http.FileServerFS(files)
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", static)
	mux.Handle("GET /static/", http.StripPrefix("/static", static))
	mux.HandleFunc("GET /api/state", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, s.state()) })
	mux.HandleFunc("GET /api/events", s.serveEvents)
	mux.HandleFunc("GET /api/files/{id}", s.serveFile)
	mux.HandleFunc("POST /api/clock", s.serveClock)
	for action, act := range phoneActions {
		mux.HandleFunc("POST /api/phones/{id}/"+action, s.phoneAction(act))
	}
	return http.StripPrefix(s.o.BasePath, s.guard(mux))
}

// guard refuses other sites: by name, so that no name can be rebound to this
// machine, and by the page that a request comes from.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'")
		if !s.hostAllowed(r.Host) || !sameOrigin(r) {
			refuse(w, http.StatusForbidden, errors.New("this page answers only its own host"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) hostAllowed(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	return loopbackHosts[name] || slices.Contains(s.o.AllowedHosts, name) || slices.Contains(s.o.AllowedHosts, host)
}

func sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == r.Host
}

// serveEvents streams what happens after ?after=, or after the Last-Event-ID of
// a browser that reconnects. If that is too long ago, a "reset" event asks the
// page to load the state again.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	seq := s.startingPoint(r)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-cache")
	out := http.NewResponseController(w)
	idle := time.NewTicker(keepAlive)
	defer idle.Stop()
	for {
		s.mu.Lock()
		events, known := s.events.after(seq)
		changed := s.changed
		if !known {
			seq = s.events.seq
			events = []event{{seq, []byte(`{"type":"reset"}`)}}
		}
		s.mu.Unlock()
		for _, e := range events {
			fmt.Fprintf(w, "id: %d\ndata: %s\n\n", e.seq, e.data)
			seq = e.seq
		}
		if out.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-idle.C:
			s.writeClock(w)
		case <-r.Context().Done():
			return
		case <-s.ctx.Done():
			return
		}
	}
}

func (s *Server) startingPoint(r *http.Request) int64 {
	for _, value := range []string{r.Header.Get("Last-Event-ID"), r.URL.Query().Get("after")} {
		if seq, err := strconv.ParseInt(value, 10, 64); err == nil {
			return seq
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.events.seq
}

// writeClock keeps an idle stream alive, with the time if there is a clock.
func (s *Server) writeClock(w io.Writer) {
	face := s.clockFace()
	if face == nil {
		fmt.Fprint(w, ": still here\n\n")
		return
	}
	// A pageClock is two strings: it always marshals.
	data, _ := json.Marshal(map[string]any{"type": "clock", "clock": face})
	fmt.Fprintf(w, "data: %s\n\n", data)
}

// serveFile shows pictures, and offers everything else to be saved.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	f := s.findFile(func(f *file) bool { return f.id == id })
	if f == nil {
		refuse(w, http.StatusNotFound, errors.New("no such file"))
		return
	}
	if f.kind == photoFile {
		w.Header().Set("Content-Type", http.DetectContentType(f.data))
	} else {
		w.Header().Set("Content-Type", f.mime)
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.name}))
	}
	w.Header().Set("Cache-Control", "private, max-age=86400")
	// An error here means that the browser hung up.
	_, _ = w.Write(f.data)
}

// serveClock moves the clock, by a while or to the next thing that happens.
func (s *Server) serveClock(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Advance string `json:"advance"`
	}
	if err := readBody(r, &body); err != nil {
		refuse(w, http.StatusBadRequest, err)
		return
	}
	by, err := s.advance(body.Advance)
	if err != nil {
		refuse(w, http.StatusBadRequest, err)
		return
	}
	s.o.Clock.Advance(by)
	s.ClockChanged()
	writeJSON(w, http.StatusOK, map[string]any{"clock": s.clockFace()})
}

// advance is how far the clock is to go.
func (s *Server) advance(to string) (time.Duration, error) {
	if s.o.Clock == nil {
		return 0, errors.New("this clock cannot be moved")
	}
	if to == "next" {
		next, ok := s.o.Clock.Next()
		if !ok {
			return 0, errors.New("nothing is planned")
		}
		return max(next.Sub(s.o.Clock.Now()), 0), nil
	}
	by, err := time.ParseDuration(to)
	if err != nil || by <= 0 || by > 31*24*time.Hour {
		return 0, errors.New(`advance by a duration up to a month, such as "15m", or to "next"`)
	}
	return by, nil
}

func readBody(r *http.Request, v any) error {
	data, err := readAtMost(r.Body, maxField)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("the request is no JSON object of the expected kind: %w", err)
	}
	return nil
}

func writeJSON(w http.ResponseWriter, code int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	// An error here means that the browser hung up.
	_ = json.NewEncoder(w).Encode(v)
}

func refuse(w http.ResponseWriter, code int, err error) {
	writeJSON(w, code, map[string]string{"error": err.Error()})
}
