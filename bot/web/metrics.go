package web

import (
	"encoding/json"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics is what /metrics shows. Each server has a registry of its own.
type metrics struct {
	registry  *prometheus.Registry
	questions *prometheus.CounterVec   // by the status of the answer and where it was asked
	requests  *prometheus.CounterVec   // by route and class of status
	latency   *prometheus.HistogramVec // by route
	inFlight  prometheus.Gauge
	panics    prometheus.Counter
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		questions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hapjak_questions_total", Help: "Questions and commands, by the status of the answer and where they were asked."}, []string{"status", "surface"}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hapjak_http_requests_total", Help: "Requests, by route and the class of the status."}, []string{"route", "status"}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "hapjak_http_request_seconds", Help: "From a request's arrival to its answer's end, by route.",
			Buckets: prometheus.ExponentialBucketsRange(0.0001, 10, 16)}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hapjak_http_requests_in_flight", Help: "Requests being answered now."}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "hapjak_panics_total", Help: "Handlers that panicked; each cost one answer."}),
	}
	m.registry.MustRegister(m.questions, m.requests, m.latency, m.inFlight, m.panics)
	return m
}

// operation is the room of those who run the server, and of what pages are made of.
type operation struct {
	*painter
	*mind
}

func (s *operation) routes() []route {
	return []route{
		{"GET", "/assets/{name}", "asset", 0, s.asset},
		{"GET", "/widget.js", "asset", 0, s.asset},
		{"GET", "/favicon.svg", "asset", 0, s.asset},
		{"GET", "/openapi.json", "openapi", 0, s.asset},
		{"GET", "/healthz", "health", 0, s.healthz},
		{"GET", "/readyz", "health", 0, s.readyz},
		{"GET", "/metrics", "metrics", 0, s.metricsLocally},
	}
}

// handler is of /healthz, /readyz and /metrics, for whoever can reach it.
func (s *operation) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", s.healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{}))
	return mux
}

// metricsLocally shows the metrics to this machine alone: behind a proxy, or for others,
// they are served by Operations at an address of their own.
func (s *operation) metricsLocally(w http.ResponseWriter, r *http.Request) {
	if !isLocal(r) {
		s.fail(w, r, http.StatusForbidden, "Metrics are shown to this machine alone; the operator can serve them elsewhere with --operations.")
		return
	}
	promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{}).ServeHTTP(w, r)
}

// healthz is 200 as long as the process can say how it is.
func (s *operation) healthz(w http.ResponseWriter, _ *http.Request) {
	h := map[string]string{"status": "ok", "knowledge": "loaded", "state": [...]string{"warming up", "ready", "stopping"}[s.state.Load()]}
	if s.damaged() {
		h["status"], h["knowledge"] = "degraded", "a file is damaged"
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	json.NewEncoder(w).Encode(h)
}

// readyz is 200 while questions can be answered without waiting.
func (s *operation) readyz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if s.state.Load() != ready || s.damaged() {
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	w.Write([]byte("ready\n"))
}
