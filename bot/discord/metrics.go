package discord

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics is what /metrics shows. Each bot has a registry of its own.
type metrics struct {
	registry   *prometheus.Registry
	questions  *prometheus.CounterVec   // by status and surface
	latency    *prometheus.HistogramVec // from the arrival of an event to its answer, by surface and stage
	rest       *prometheus.CounterVec   // by call and class of status
	limitWait  prometheus.Histogram
	reconnects *prometheus.CounterVec
	identifies prometheus.Counter
	dropped    *prometheus.CounterVec // events that got no answer, by reason
	hurried    prometheus.Counter
	panics     prometheus.Counter
	votes      *prometheus.CounterVec
	inFlight   prometheus.Gauge
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		questions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hapjak_questions_total", Help: "Questions and commands, by the status of the answer and where they were asked."}, []string{"status", "surface"}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "hapjak_answer_seconds", Help: "From the arrival of an event to its answer being ready, and sent.",
			Buckets: prometheus.ExponentialBucketsRange(0.0001, 10, 16)}, []string{"surface", "stage"}),
		rest: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hapjak_discord_requests_total", Help: "Requests to Discord, by what for and the class of the status."}, []string{"call", "status"}),
		limitWait: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "hapjak_discord_rate_limit_wait_seconds", Help: "Waits for a rate limit.", Buckets: prometheus.ExponentialBuckets(0.01, 4, 8)}),
		reconnects: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hapjak_gateway_reconnects_total", Help: "Connections to the gateway that ended, by reason."}, []string{"reason"}),
		identifies: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "hapjak_gateway_identifies_total", Help: "IDENTIFYs sent; Discord allows 1,000 a day."}),
		dropped: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hapjak_events_dropped_total", Help: "Events that were for the bot and got no answer, by reason."}, []string{"reason"}),
		hurried: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "hapjak_hurried_total", Help: "Questions that waited so long that they were judged without the encoder."}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "hapjak_panics_total", Help: "Handlers that panicked; each cost one answer."}),
		votes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hapjak_votes_total", Help: "Thumbs up and down."}, []string{"vote"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hapjak_answers_in_flight", Help: "Events being answered now."}),
	}
	m.registry.MustRegister(m.questions, m.latency, m.rest, m.limitWait, m.reconnects, m.identifies, m.dropped, m.hurried, m.panics, m.votes, m.inFlight)
	return m
}

// took observes the time since start.
func (m *metrics) took(surface, stage string, start time.Time) {
	m.latency.WithLabelValues(surface, stage).Observe(time.Since(start).Seconds())
}
