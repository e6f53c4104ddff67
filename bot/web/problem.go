package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
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
	if ofPrograms(r.URL.Path) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(problem{"about:blank", http.StatusText(status), status, detail})
		return
	}
	var page bytes.Buffer
	data := map[string]any{"Detail": detail, "Desk": strings.HasPrefix(r.URL.Path, "/curate/")}
	if fields := typedIn(r); isForm(r) && len(fields) > 0 && status != http.StatusRequestEntityTooLarge {
		data["Again"] = map[string]any{"To": r.URL.EscapedPath(), "Fields": fields}
	}
	v := s.view("", headline(status), data)
	if err := s.execute(r, &page, "problem", v); err != nil {
		s.log.Error("a page could not be written", "page", "problem", "error", err)
		page.WriteString("<!doctype html><title>Error</title><p>Something went wrong here.")
	}
	sendPage(w, r, status, &page)
}

// headline says to people what the status says to programs.
func headline(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "You are not signed in"
	case http.StatusForbidden:
		return "That is not yours to do"
	case http.StatusNotFound:
		return "Not found"
	case http.StatusRequestEntityTooLarge:
		return "That is too much"
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return "Not just now"
	}
	return "That did not work"
}

// ofPrograms reports whether an address is asked by programs, which read no pages.
func ofPrograms(path string) bool {
	return strings.HasPrefix(path, "/v1/") || path == "/mcp" || path == "/openapi.json" || path == "/widget.js"
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
		said, known := trouble(err)
		if known {
			s.fail(w, r, http.StatusServiceUnavailable, said)
			return
		}
		s.fail(w, r, http.StatusInternalServerError, said)
	}
}

// trouble says what a curator can do about an error that is none of theirs; known: its cause is.
func trouble(err error) (said string, known bool) {
	said, known = "This could not be done.", true
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		said = folderOf(err) + " cannot be written to."
	case errors.Is(err, syscall.ENOSPC):
		said = "The disk is full."
	case errors.Is(err, context.DeadlineExceeded):
		said = "This took too long, and was given up."
	default:
		known = false
	}
	return said + " Nothing was changed; whoever runs the server finds more in its log.", known
}

// folderOf names the folder in which a file could not be written.
func folderOf(err error) string {
	var at *fs.PathError
	var between *os.LinkError
	switch {
	case errors.As(err, &at):
		return "The folder " + filepath.Dir(at.Path)
	case errors.As(err, &between):
		return "The folder " + filepath.Dir(between.New)
	}
	return "The knowledge base's folder"
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
