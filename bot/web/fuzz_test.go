package web

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

// Whatever stands in an address, a page comes of it, and nothing of it but as text.
func FuzzPages(f *testing.F) {
	s := shipped(f, Options{})
	for _, text := range []string{"Who directed Okja?", "/film tyrant", "/more 0 ask who", "<script>alert(1)</script>", "\x00\xff\u202e", "[1] [2] [99]", "1955", "/compare a | b"} {
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		if len(one)+len(two) > 1<<10 {
			return
		}
		one, two = url.QueryEscape(one), url.QueryEscape(two)
		for _, at := range []string{"/?q=" + one + "&before=" + two + "&after=x", "/embed?q=" + one, "/things?q=" + one + "&kind=" + two, "/timeline?about=" + one + "&since=" + two, "/sources?q=" + one + "&from=" + two} {
			w := get(s, at)
			if body := w.Body.String(); w.Code != 200 || strings.Contains(body, "<script>alert") || strings.Count(body, "<script") != 1 {
				t.Errorf("%s: %d\n%s", at, w.Code, body)
			}
		}
	})
}

// Whatever is sent to the API, it answers with JSON: an answer or a problem.
func FuzzAPI(f *testing.F) {
	s := shipped(f, Options{})
	for _, body := range []string{`{"question": "Who directed Okja?"}`, `{"question": 1}`, `{}`, `[`, "", `{"question": "x", "source": "y"}`, `{"question": "\ud800"}`, "\xff"} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		w := do(s, "POST", "/v1/ask", body)
		var got struct {
			Status json.RawMessage `json:"status"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || len(got.Status) == 0 || w.Code != 200 && w.Code != 400 && w.Code != 413 {
			t.Errorf("%q: %d %s", body, w.Code, w.Body)
		}
	})
}
