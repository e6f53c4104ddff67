package discord

import (
	"encoding/json"
	"net/http"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// health is what /healthz says.
type health struct {
	Status    string        `json:"status"` // "ok", or "degraded": it answers, but something is wrong
	Gateway   []shardStatus `json:"gateway,omitempty"`
	HTTP      string        `json:"interactions,omitempty"` // where they are served
	Knowledge string        `json:"knowledge"`
	Store     string        `json:"store"`
	Commands  string        `json:"commands"`
}

// health looks at every part.
func (b *Bot) health() (h health, ready bool) {
	h = health{Status: "ok", Knowledge: b.opts.Knowledge, Store: "ok", Commands: b.registered(), HTTP: b.address()}
	if h.Knowledge == "" {
		h.Knowledge = "loaded"
	}
	ready = true
	for _, sh := range b.running() {
		s := sh.status()
		h.Gateway = append(h.Gateway, s)
		if s.State != "ready" {
			h.Status, ready = "degraded", false
		}
	}
	if len(h.Gateway) == 0 && h.HTTP == "" {
		h.Status, ready = "degraded", false
	}
	if err := b.store.Health(); err != nil {
		h.Status, h.Store = "degraded", err.Error()
	}
	return h, ready
}

// operations returns the handler behind --listen: /healthz is 200 as long as the process
// can say how it is, /readyz is 200 when questions are being heard.
func (b *Bot) operations() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		h, _ := b.health()
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(h)
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if _, ready := b.health(); !ready {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		w.Write([]byte("ready\n"))
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(b.metrics.registry, promhttp.HandlerOpts{}))
	return mux
}
