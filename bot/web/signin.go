package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"maps"
	"net/http"
	"sync"
	"time"

	"hapjak/bot/store"
)

// This file lets curators in.

// How long a link and a session are good for, and how many sessions there are at most.
const (
	linkFor     = time.Hour
	sessionFor  = 12 * time.Hour
	maxSessions = 1000
)

// sessions are the curators' links and sessions, by the hash of their secrets. They end
// with the process.
type sessions struct {
	mu    sync.Mutex
	links map[[sha256.Size]byte]session
	open  map[[sha256.Size]byte]session
	now   func() time.Time
}

type session struct {
	curator string
	until   time.Time
}

func newSessions() *sessions {
	return &sessions{links: map[[sha256.Size]byte]session{}, open: map[[sha256.Size]byte]session{}, now: time.Now}
}

// link makes a link's secret, which lets a curator in once.
func (s *sessions) link(curator string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	secret := rand.Text()
	s.links[sha256.Sum256([]byte(secret))] = session{curator, s.now().Add(linkFor)}
	return secret
}

// linked says whom a link would let in.
func (s *sessions) linked(secret string) (curator string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.links[sha256.Sum256([]byte(secret))]
	return l.curator, ok && s.now().Before(l.until)
}

// begin uses a link up, and returns the secret of the session that it begins.
func (s *sessions) begin(link string) (secret string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	hash := sha256.Sum256([]byte(link))
	l, ok := s.links[hash]
	delete(s.links, hash)
	if !ok || !s.now().Before(l.until) {
		return "", false
	}
	for key, old := range s.open {
		if !s.now().Before(old.until) {
			delete(s.open, key)
		}
	}
	if len(s.open) >= maxSessions {
		return "", false
	}
	secret = rand.Text()
	s.open[sha256.Sum256([]byte(secret))] = session{l.curator, s.now().Add(sessionFor)}
	return secret, true
}

// of says whose a session is.
func (s *sessions) of(secret string) (curator string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x, ok := s.open[sha256.Sum256([]byte(secret))]
	return x.curator, ok && s.now().Before(x.until)
}

func (s *sessions) end(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, sha256.Sum256([]byte(secret)))
}

// endOf ends all that a curator has: links and sessions.
func (s *sessions) endOf(curator string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, list := range []map[[sha256.Size]byte]session{s.links, s.open} {
		maps.DeleteFunc(list, func(_ [sha256.Size]byte, x session) bool { return x.curator == curator })
	}
}

// signedIn says who has a session here.
func (s *sessions) signedIn() map[string]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := map[string]bool{}
	for _, x := range s.open {
		if s.now().Before(x.until) {
			names[x.curator] = true
		}
	}
	return names
}

// A door lets curators in, and others not.
type door struct {
	*painter
	*audit
	origin *http.CrossOriginProtection
}

func (s *door) routes() []route {
	return []route{
		{"GET", "/sign-in/{secret}", "sign-in", 0, s.signIn},
		{"POST", "/sign-in/{secret}", "sign-in", 0, s.signInNow},
		{"POST", "/sign-out", "sign-out", 0, s.signOut},
	}
}

// sameOrigin refuses what the page of another site sends.
func (s *door) sameOrigin(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := s.origin.Check(r); err != nil {
			s.fail(w, r, http.StatusForbidden, "This was sent from another site's page, and is refused.")
			return
		}
		h(w, r)
	}
}

// link returns the path of a link that lets a curator in.
func (s *door) link(curator string) (path string) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := s.admit(ctx, Curator{Name: curator}); err != nil {
		s.painter.log.Error("a role could not be given", "error", err)
	}
	return "/sign-in/" + s.sessions.link(curator)
}

const cookieName = "hapjak-curator"

// cookie makes the cookie of a session: sent to this server alone, never shown to a script,
// never sent along from another site's page, and over TLS alone where there is TLS.
func (s *door) cookie(r *http.Request, value string, seconds int) *http.Cookie {
	return &http.Cookie{Name: cookieName, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: secure(r), SameSite: http.SameSiteStrictMode}
}

// secure reports whether a request came over TLS, here or up to a proxy.
func secure(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}

const noLink = "This link has been used or is older than an hour. Whoever administers makes a new one on the page People; so does starting hapjak serve again."

// signIn asks before it uses a link up, so that a program that looks at links does not.
func (s *door) signIn(w http.ResponseWriter, r *http.Request) {
	name, ok := s.sessions.linked(r.PathValue("secret"))
	if !ok {
		s.fail(w, r, http.StatusForbidden, noLink)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	s.draw(w, r, "signin", s.view("", "Sign in", map[string]string{"Name": name, "To": r.URL.EscapedPath()}))
}

func (s *door) signInNow(w http.ResponseWriter, r *http.Request) {
	name, _ := s.sessions.linked(r.PathValue("secret"))
	secret, ok := s.sessions.begin(r.PathValue("secret"))
	if !ok {
		s.fail(w, r, http.StatusForbidden, noLink)
		return
	}
	s.painter.log.Info("a curator signed in", "curator", name)
	if err := s.audit.memory.Note(r.Context(), store.Change{Who: name, What: "signed in"}); err != nil {
		s.painter.log.Error("a change cannot be logged", "error", err)
	}
	http.SetCookie(w, s.cookie(r, secret, int(sessionFor.Seconds())))
	http.Redirect(w, r, "/curate/review", http.StatusSeeOther)
}

func (s *door) signOut(w http.ResponseWriter, r *http.Request) {
	if c, err := r.Cookie(cookieName); err == nil {
		s.sessions.end(c.Value)
	}
	http.SetCookie(w, s.cookie(r, "", -1))
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
