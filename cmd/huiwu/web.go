package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// listen opens the port; /healthz and /metrics answer from here on.
func (o *office) listen(ctx context.Context, address string) error {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("HUIWU_LISTEN: %w", err)
	}
	o.mux = http.NewServeMux()
	o.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "alive") })
	o.mux.Handle("GET /metrics", promhttp.HandlerFor(o.metrics, promhttp.HandlerOpts{}))
	o.listener = listener
	o.web = &http.Server{Handler: o.mux, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
	go func() {
		if err := o.web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			o.log.Error("web server ended", "error", err)
		}
	}()
	return nil
}

// serveBot adds what needs the bot.
func (o *office) serveBot() {
	o.mux.HandleFunc("GET /readyz", o.ready)
	o.mux.Handle("/webhook", o.bot.Webhook())
}

func (o *office) closeWeb() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := o.web.Shutdown(ctx); err != nil {
		o.log.Warn("web server closed late", "error", err)
	}
}

// ready says whether everything we lean on answers; one line for each that does not.
func (o *office) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	parts := []struct {
		name string
		ping func(context.Context) error
	}{{"database", o.store.PingDatabase}, {"redis", o.store.PingRedis}, {"bot api", o.bot.Ready}}
	var away []string
	for _, p := range parts {
		if err := p.ping(ctx); err != nil {
			o.log.WarnContext(ctx, "not ready", "part", p.name, "error", err)
			away = append(away, p.name)
		}
	}
	if len(away) == 0 {
		fmt.Fprintln(w, "ready")
		return
	}
	w.WriteHeader(http.StatusServiceUnavailable)
	for _, name := range away {
		fmt.Fprintln(w, name, "does not answer")
	}
}
