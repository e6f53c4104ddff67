package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

	"hapjak/facts/scribe"
)

// A problem is an error of the API, as RFC 9457 has it.
type problem struct {
	Type   string `json:"type"` // "about:blank": Title says what the status means, Detail the rest
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"` // a sentence that says what to do
}

// fail answers with an error: a problem to a program, a page to a person.
func (s *painter) fail(w http.ResponseWriter, r *http.Request, status int, detail string) {
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

// refuse answers a request that could not be worked on.
func (s *painter) refuse(w http.ResponseWriter, r *http.Request, err error) {
	w.Header().Set("Retry-After", "5")
	s.fail(w, r, http.StatusServiceUnavailable, sentence(err))
}

// sentence makes of an error what is said to who sent the request.
func sentence(err error) string {
	text := strings.ReplaceAll(err.Error(), "\n", "; ")
	first, size := utf8.DecodeRuneInString(text)
	if word, _, _ := strings.Cut(text, " "); !strings.Contains(strings.TrimRight(word, ":.,"), ".") { // a file's name stays as it is
		text = string(unicode.ToUpper(first)) + text[size:]
	}
	if !strings.HasSuffix(text, "?") {
		text += "."
	}
	return text
}

// pageMissing answers what no route is for.
func (s *painter) pageMissing(w http.ResponseWriter, r *http.Request) {
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

// refuseForm answers a form that cannot be taken.
func (s *painter) refuseForm(w http.ResponseWriter, r *http.Request, err error) {
	var no refusal
	switch {
	case errors.As(err, &no):
		s.fail(w, r, no.status, sentence(no))
	case errors.Is(err, errNotLogged):
		s.fail(w, r, http.StatusServiceUnavailable, sentence(err))
	default:
		s.log.Error("a change could not be made", "route", callOf(r).route, "error", err)
		s.fail(w, r, http.StatusInternalServerError, trouble(err))
	}
}

// trouble says what a curator can do about an error that is none of theirs.
func trouble(err error) string {
	const nothing = " Nothing was changed; whoever runs the server finds more in its log."
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "The knowledge base's folder cannot be written to." + nothing
	case errors.Is(err, syscall.ENOSPC):
		return "The disk is full." + nothing
	case errors.Is(err, context.DeadlineExceeded):
		return "This took too long, and was given up." + nothing
	}
	return "This could not be done." + nothing
}

// troubledForm handles the error of an edit. It is true where the form is to be shown again,
// with what is wrong with it in data; other errors it answers itself.
func (s *painter) troubledForm(w http.ResponseWriter, r *http.Request, err error, fields []formField, data map[string]any) (again bool) {
	var f faulty
	switch {
	case err == nil:
		return false
	case errors.As(err, &f):
		if others := f.place(fields); len(others) > 0 {
			data["Others"] = others
		}
		return true
	case errors.Is(err, scribe.ErrChanged):
		data["Changed"] = true
		return true
	}
	s.refuseForm(w, r, refusalOf(err))
	return false
}
