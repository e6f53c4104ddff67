package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A problem is an error of the API, as RFC 9457 has it.
type problem struct {
	Type   string `json:"type"` // "about:blank": Title says what the status means, Detail the rest
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"` // a sentence that says what to do
}

// fail answers with an error: a problem to a program, a page to a person.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, status int, detail string) {
	w.Header().Set("Cache-Control", "no-store")
	if strings.HasPrefix(r.URL.Path, "/v1/") {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(problem{"about:blank", http.StatusText(status), status, detail})
		return
	}
	var page bytes.Buffer
	v := s.view("", http.StatusText(status), map[string]string{"Detail": detail})
	if err := s.execute(r, &page, "problem", v); err != nil {
		s.log.Error("a page could not be written", "page", "problem", "error", err)
		page.WriteString("<!doctype html><title>Error</title><p>Something went wrong here.")
	}
	sendPage(w, r, status, &page)
}

// sentence makes of an error what is said to who sent the request.
func sentence(err error) string {
	text := strings.ReplaceAll(err.Error(), "\n", "; ")
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.HasSuffix(text, "?") {
		text += "."
	}
	return text
}

// pageMissing answers what no route is for.
func (s *Server) pageMissing(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/v1/") {
		s.fail(w, r, http.StatusNotFound, "There is nothing at this address. /openapi.json lists what there is.")
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		s.fail(w, r, http.StatusMethodNotAllowed, "Pages are only read. To ask by program: POST /v1/ask.")
		return
	}
	s.fail(w, r, http.StatusNotFound, "There is nothing at this address.")
}
