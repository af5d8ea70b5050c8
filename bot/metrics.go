package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"huiwu/conference"
)

// metrics is what an operator watches.
type metrics struct {
	updates  *prometheus.CounterVec
	handling *prometheus.HistogramVec
	sends    *prometheus.CounterVec
	lateness *prometheus.HistogramVec
}

var laneNames = [...]string{conference.LaneAnswer: "answer", conference.LaneTask: "task",
	conference.LaneReminder: "reminder", conference.LaneBulk: "bulk"}

// newMetrics registers the collectors; r may be nil.
func newMetrics(r prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		updates: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "huiwu_updates_total",
			Help: "Updates by kind and by what became of them."}, []string{"kind", "result"}),
		handling: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "huiwu_update_seconds",
			Help:    "Time from an update's turn to its answer being sent.",
			Buckets: prometheus.ExponentialBuckets(0.002, 2, 14)}, []string{"kind"}),
		sends: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "huiwu_sends_total",
			Help: "Calls that count against Telegram's limits, by lane and result."}, []string{"lane", "result"}),
		lateness: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "huiwu_notice_late_seconds",
			Help:    "How long after its time a notice went out.",
			Buckets: []float64{0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600}}, []string{"lane"}),
	}
	if r == nil {
		return m, nil
	}
	for _, c := range []prometheus.Collector{m.updates, m.handling, m.sends, m.lateness} {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("register metrics: %w", err)
		}
	}
	return m, nil
}

func (m *metrics) update(kind, result string, took time.Duration) {
	m.updates.WithLabelValues(kind, result).Inc()
	m.handling.WithLabelValues(kind).Observe(took.Seconds())
}

func (m *metrics) sent(lane conference.Lane, err error) {
	m.sends.WithLabelValues(laneName(lane), sendResult(err)).Inc()
}

func (m *metrics) late(lane conference.Lane, by time.Duration) {
	m.lateness.WithLabelValues(laneName(lane)).Observe(max(0, by.Seconds()))
}

func laneName(l conference.Lane) string {
	if l < 0 || int(l) >= len(laneNames) {
		return "unknown"
	}
	return laneNames[l]
}

func sendResult(err error) string {
	_, tooMany := retryAfter(err)
	_, moved := movedTo(err)
	switch {
	case err == nil || unchanged(err):
		return "ok"
	case tooMany:
		return "too_many"
	case moved:
		return "moved"
	case errors.Is(reached(err), errUnreachable):
		return "unreachable"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case refused(err):
		return "refused"
	}
	return "failed"
}
