package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// TestSpareServer runs the bot on a server that tells as little as it may: no
// /gateway/bot, no limits, READY with nothing but a session and a user. The session
// is resumed all the same, and the application asked for.
func TestSpareServer(t *testing.T) {
	ops := make(chan int, 10)
	asked := make(chan string, 10)
	up := websocket.Upgrader{}
	mux := http.NewServeMux()
	var s *httptest.Server
	reply := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			asked <- r.Method + " " + r.URL.Path
			w.Write([]byte(body))
		}
	}
	mux.HandleFunc("GET /api/v9/gateway", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]string{"url": "ws" + strings.TrimPrefix(s.URL, "http") + "/ws"})
	})
	mux.HandleFunc("GET /api/v9/oauth2/applications/@me", reply(`{"id":"77","name":"x"}`))
	mux.HandleFunc("GET /api/v9/applications/77/commands", reply(`[]`))
	mux.HandleFunc("PUT /api/v9/applications/77/commands", reply(`[]`))
	mux.HandleFunc("/ws", func(w http.ResponseWriter, r *http.Request) {
		ws, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		ws.WriteMessage(websocket.TextMessage, []byte(`{"op":10,"d":{"heartbeat_interval":45000}}`))
		for {
			var p packet
			if ws.ReadJSON(&p) != nil {
				return
			}
			ops <- p.Op
			switch p.Op {
			case opIdentify:
				ws.WriteMessage(websocket.TextMessage, []byte(`{"op":0,"t":"READY","s":1,"d":{"session_id":"abc","user":{"id":"5"}}}`))
				time.Sleep(50 * time.Millisecond)
				ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(4000, ""))
			case opResume:
				ws.WriteMessage(websocket.TextMessage, []byte(`{"op":0,"t":"RESUMED","s":2,"d":{}}`))
			}
		}
	})
	s = httptest.NewServer(mux)
	defer s.Close()
	b, err := New(&echo{}, newMemoryStore(t), Options{Token: "x", APIURL: s.URL, timing: hasty()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	for _, want := range []int{opIdentify, opResume} {
		select {
		case op := <-ops:
			if op != want {
				t.Errorf("op %d, want %d", op, want)
			}
		case <-time.After(soon):
			t.Fatalf("no op %d", want)
		}
	}
	for _, want := range []string{"GET /api/v9/oauth2/applications/@me", "GET /api/v9/applications/77/commands", "PUT /api/v9/applications/77/commands"} {
		select {
		case got := <-asked:
			if got != want {
				t.Errorf("asked %s, want %s", got, want)
			}
		case <-time.After(soon):
			t.Fatalf("not asked: %s", want)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
