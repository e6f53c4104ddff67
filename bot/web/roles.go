package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hapjak/bot/store"
)

// This file says what a curator may do. The role is looked up in the store at each
// request, so that what is taken away is gone at once, in every process that shares it.

// A Role is what a curator may do, each what the one before may and more.
type Role int

const (
	Reads       Role = 1 + iota // sees kept questions and the audit log
	Mends                       // changes articles and facts
	Administers                 // lets others in, and gives and takes roles
)

// Roles lists what a Role may be.
func Roles() []Role { return []Role{Reads, Mends, Administers} }

func (r Role) String() string {
	if r < Reads || r > Administers {
		return ""
	}
	return [...]string{"reads", "mends", "administers"}[r-Reads]
}

// Says tells what a role is for.
func (r Role) Says() string {
	return [...]string{"", "sees the questions and the log", "also changes articles and facts", "also lets others in, and gives keys"}[r]
}

// roleOf reads a role, 0 where it is none.
func roleOf(text string) Role {
	for _, r := range Roles() {
		if r.String() == text {
			return r
		}
	}
	return 0
}

// ParseCurator reads NAME or NAME:ROLE; the role is 0 where none is named.
func ParseCurator(text string) (c Curator, err error) {
	c.Name = text
	if i := strings.LastIndexByte(text, ':'); i >= 0 {
		if c = (Curator{text[:i], roleOf(text[i+1:])}); c.Role == 0 {
			return c, fmt.Errorf("%q is no role: want reads, mends or administers", text[i+1:])
		}
	}
	c.Name = strings.TrimSpace(c.Name)
	return c, checkName(c.Name)
}

// maxName is the longest name of a curator, in characters.
const maxName = 60

func checkName(name string) error {
	switch {
	case name == "":
		return errors.New("a curator needs a name")
	case utf8.RuneCountInString(name) > maxName:
		return fmt.Errorf("a curator's name has at most %d characters", maxName)
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) || strings.ContainsRune(name, ':'):
		return errors.New("a curator's name has no colon and no line breaks")
	}
	return nil
}

// admit gives a curator a role for the operator; without one it is the role that they have, or
// Mends.
func (s *door) admit(ctx context.Context, c Curator) error {
	if c.Role == 0 {
		if _, err := s.audit.memory.Curator(ctx, c.Name); !errors.Is(err, store.ErrUnknownCurator) {
			return err
		}
		c.Role = Mends
	}
	return s.give(ctx, Curator{Name: operator}, c.Name, c.Role)
}

// operator is who changes something on the command line, in the audit log.
const operator = "(operator)"

// give gives a role, or with 0 takes it away, and then ends the sessions.
func (s *door) give(ctx context.Context, by Curator, name string, role Role) error {
	had, err := s.audit.memory.Curator(ctx, name)
	switch {
	case err != nil && !errors.Is(err, store.ErrUnknownCurator):
		return err
	case had.Role == role.String():
		return nil
	}
	what := "let " + name + " in, who " + role.String()
	switch {
	case role == 0:
		what = "took " + name + "'s role away"
	case had.Role != "":
		what = "changed what " + name + " may do"
	}
	c := store.Change{Who: by.Name, What: what, Before: had.Role, After: role.String()}
	return s.change(ctx, c, func() error {
		given := by.Name
		if given == operator {
			given = ""
		}
		err := s.audit.memory.SetCurator(ctx, store.Curator{Name: name, Role: role.String(), Given: given})
		if err == nil && role == 0 {
			s.sessions.endOf(name)
		}
		return err
	})
}

// A Curator is somebody who may work in the curators' pages.
type Curator struct {
	Name string
	Role Role
}

// visitors are who has signed in.
type visitors struct {
	memory   Memory // nil: nobody can
	sessions *sessions
	log      *slog.Logger
}

// who says who is signed in and still has a role.
func (s *visitors) who(r *http.Request) (p Curator, ok bool) {
	c := callOf(r)
	if c.who != nil {
		return *c.who, c.who.Role > 0
	}
	c.who = &Curator{}
	cookie, err := r.Cookie(cookieName)
	if err != nil || s.memory == nil {
		return p, false
	}
	name, ok := s.sessions.of(cookie.Value)
	if !ok {
		return p, false
	}
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	curator, err := s.memory.Curator(ctx, name)
	if err != nil && !errors.Is(err, store.ErrUnknownCurator) {
		s.log.Error("a curator's role could not be read", "error", err)
	}
	c.who.Name, c.who.Role = name, roleOf(curator.Role)
	return *c.who, c.who.Role > 0
}

// curator says who is signed in.
func (s *visitors) curator(r *http.Request) (name string, ok bool) {
	p, ok := s.who(r)
	return p.Name, ok
}

const forCurators = "This page is for curators. hapjak serve --curator NAME prints a link that lets one in, and so do those who administer, on the page People."

// only lets a request through whose sender has a role, and says to others what is missing.
func (s *door) only(role Role, h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch p, ok := s.who(r); {
		case !ok && r.Method == http.MethodPost:
			s.expired(w, r)
		case !ok:
			s.fail(w, r, http.StatusUnauthorized, forCurators)
		case p.Role < role:
			s.fail(w, r, http.StatusForbidden, fmt.Sprintf("This needs a curator who %s; you are signed in as one who %s.", role, p.Role))
		default:
			w.Header().Set("Cache-Control", "private, no-store")
			h(w, r)
		}
	}
}

// maxForm is the largest form, in bytes, without the files of an upload.
const maxForm = 256 << 10

// readForm reads the fields of a form.
func readForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	err := r.ParseForm()
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return refusal{http.StatusRequestEntityTooLarge, fmt.Errorf("that was too much for one form: send at most %d KiB", maxForm>>10)}
	}
	if err != nil {
		return bad("what was sent cannot be read")
	}
	for key, values := range r.PostForm {
		for i, v := range values {
			values[i] = strings.ReplaceAll(strings.ToValidUTF8(v, "\ufffd"), "\r\n", "\n") // as forms send line breaks
		}
		r.PostForm[key] = values
	}
	return nil
}

// expired answers a form that was sent without a session: one ended while it was filled in.
// What was typed is on the page, and is sent again once its sender has signed in.
func (s *door) expired(w http.ResponseWriter, r *http.Request) {
	form := isForm(r)
	if form {
		if err := readForm(w, r); err != nil {
			s.refuseForm(w, r, err)
			return
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	s.drawWith(w, r, http.StatusUnauthorized, "expired", s.view("", "You are not signed in", map[string]any{"To": r.URL.EscapedPath(), "Fields": typedIn(r), "Form": form}))
}

// isForm reports whether a request is a form without files.
func isForm(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded")
}

// A typedValue is what was typed into a field of a form, or chosen.
type typedValue struct{ Name, Value string }

// typedIn is what was typed into a form, as far as it has been read.
func typedIn(r *http.Request) (list []typedValue) {
	for _, name := range sortedKeys(r.PostForm) {
		for _, v := range r.PostForm[name] {
			list = append(list, typedValue{name, v})
		}
	}
	return list
}
