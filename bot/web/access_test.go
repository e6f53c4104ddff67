package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Of a private knowledge base nothing is seen without a key, and a key for reading does
// not ask.
func TestKeys(t *testing.T) {
	keys, err := ReadKeys(strings.NewReader("# the club\nread aaaaaaaaaaaaaaaa\n\nask  bbbbbbbbbbbbbbbb\n"))
	if err != nil || len(keys) != 2 {
		t.Fatalf("%d keys: %v", len(keys), err)
	}
	s := shipped(t, Options{Keys: keys})
	for _, x := range []struct {
		at               string
		none, read, asks int
	}{
		{"/", 401, 200, 200}, {"/?q=Who+directed+Okja", 401, 403, 200}, {"/embed?q=who", 401, 403, 200},
		{"/sources/kobiz-2025", 401, 200, 200}, {"/v1/sources", 401, 200, 200}, {"/v1/search?q=ice", 401, 200, 200},
		{"/assets/page.css", 401, 200, 200}, {"/nowhere", 401, 404, 404}, {"/healthz", 200, 200, 200},
	} {
		for header, want := range map[string]int{"": x.none, "Bearer none": x.none, "Bearer ": x.none, "Bearer aaaaaaaaaaaaaaaa": x.read, "Bearer bbbbbbbbbbbbbbbb": x.asks} {
			if w := get(s, x.at, "Authorization", header); w.Code != want {
				t.Errorf("%s with %q: %d, want %d", x.at, header, w.Code, want)
			}
		}
		r := httptest.NewRequest("GET", x.at, nil)
		r.SetBasicAuth("anybody", "bbbbbbbbbbbbbbbb")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != x.asks {
			t.Errorf("%s with a password: %d", x.at, w.Code)
		}
	}
	if h := get(s, "/").Header().Values("WWW-Authenticate"); len(h) != 2 || !strings.HasPrefix(h[0], "Basic ") {
		t.Errorf("a browser is not told to ask for the key: %q", h)
	}
	if w := do(s, "POST", "/v1/ask", `{"question": "who?"}`, "Authorization", "Bearer aaaaaaaaaaaaaaaa"); w.Code != http.StatusForbidden {
		t.Errorf("asked with a key for reading: %d", w.Code)
	}
	if _, err := ReadKeys(strings.NewReader("\n# none\n")); err == nil {
		t.Error("a file without keys makes a knowledge base public")
	}
}

// A server of this machine alone is not reached under a stranger's name.
func TestLocal(t *testing.T) {
	s := shipped(t, Options{})
	for host, want := range map[string]int{"localhost:8080": 200, "127.0.0.1:8080": 200, "[::1]:8080": 200, "localhost": 200, "evil.example": 421, "evil.example:8080": 421, "127.0.0.1.evil.example": 421, "": 421} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		local(s).ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %q: %d, want %d", host, w.Code, want)
		}
	}
}
