package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"hapjak/bot/store"
	"hapjak/nlp"
)

// This file lets curators in, and shows them what was answered badly.

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

// SignIn returns the path of a link that lets a curator in, once and within the hour. Who
// has no role yet is given Mends; Admit gives another.
func (s *Server) SignIn(curator string) (path string) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := s.Admit(ctx, Curator{Name: curator}); err != nil {
		s.log.Error("a role could not be given", "error", err)
	}
	return "/sign-in/" + s.sessions.link(curator)
}

const cookieName = "hapjak-curator"

// cookie makes the cookie of a session: sent to this server alone, never shown to a script,
// never sent along from another site's page, and over TLS alone where there is TLS.
func (s *Server) cookie(r *http.Request, value string, seconds int) *http.Cookie {
	return &http.Cookie{Name: cookieName, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: secure(r), SameSite: http.SameSiteStrictMode}
}

// secure reports whether a request came over TLS, here or up to a proxy.
func secure(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}

const noLink = "This link has been used or is older than an hour. Whoever administers makes a new one on the page People; so does starting hapjak serve again."

// signIn asks before it uses a link up, so that a program that looks at links does not.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	name, ok := s.sessions.linked(r.PathValue("secret"))
	if !ok {
		s.fail(w, r, http.StatusForbidden, noLink)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	s.draw(w, r, "signin", s.view("", "Sign in", map[string]string{"Name": name, "To": r.URL.EscapedPath()}))
}

func (s *Server) signInNow(w http.ResponseWriter, r *http.Request) {
	name, _ := s.sessions.linked(r.PathValue("secret"))
	secret, ok := s.sessions.begin(r.PathValue("secret"))
	if !ok {
		s.fail(w, r, http.StatusForbidden, noLink)
		return
	}
	s.log.Info("a curator signed in", "curator", name)
	if err := s.opts.Memory.Note(r.Context(), store.Change{Who: name, What: "signed in"}); err != nil {
		s.log.Error("a change cannot be logged", "error", err)
	}
	http.SetCookie(w, s.cookie(r, secret, int(sessionFor.Seconds())))
	http.Redirect(w, r, "/curate", http.StatusSeeOther)
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) {
	if c, err := r.Cookie(cookieName); err == nil {
		s.sessions.end(c.Value)
	}
	http.SetCookie(w, s.cookie(r, "", -1))
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// An asked is one question of the curators' page, as it was asked, in the same words,
// however often.
type asked struct {
	Question   string
	Times      int
	Last       time.Time
	Answer     string
	Confidence float64
	Reasons    []string
}

// listedMost is how many questions a group shows.
const listedMost = 100

// pageCurate shows what was asked and not answered, answered badly, or answered without
// much confidence.
func (s *Server) pageCurate(w http.ResponseWriter, r *http.Request) {
	questions, err := s.opts.Memory.Questions(r.Context(), 10*listedMost)
	if err == nil {
		var events []store.Event
		if events, err = s.opts.Memory.Events(r.Context(), store.Filter{}); err == nil {
			s.drawCurate(w, r, questions, events)
			return
		}
	}
	s.log.Error("kept questions could not be read", "error", err)
	s.fail(w, r, http.StatusServiceUnavailable, "The kept questions could not be read just now. It has been logged.")
}

func (s *Server) drawCurate(w http.ResponseWriter, r *http.Request, questions []store.Question, events []store.Event) {
	answers := map[store.Kind]map[string]string{store.Unknown: {}, store.Down: {}} // the last ones, by question
	low := map[string]*asked{}
	var order []string
	for _, e := range events {
		k := folded(e.Question)
		switch {
		case answers[e.Kind] != nil:
			answers[e.Kind][k] = cmp.Or(answers[e.Kind][k], e.Answer)
		case e.Kind == store.Answered && e.Confidence < unsure:
			if low[k] == nil {
				low[k] = &asked{Question: e.Question, Last: e.At, Answer: e.Answer, Confidence: e.Confidence}
				order = append(order, k)
			}
			low[k].Times += max(e.Times, 1)
		}
	}
	var unanswered, down, unsure []asked
	for _, q := range questions {
		if q.Unknown > 0 {
			unanswered = append(unanswered, asked{Question: q.Text, Times: q.Unknown, Last: q.Last, Answer: answers[store.Unknown][folded(q.Text)]})
		}
		if q.Down > 0 {
			down = append(down, asked{Question: q.Text, Times: q.Down, Last: q.Last, Answer: answers[store.Down][folded(q.Text)], Reasons: q.Reasons})
		}
	}
	for _, k := range order {
		unsure = append(unsure, *low[k])
	}
	trouble := ""
	if s.opts.Memory.Health() != nil {
		trouble = "Nothing new is being kept at the moment: the log says why."
	}
	s.draw(w, r, "curate", s.view("curate", "Questions", map[string]any{"Trouble": trouble, "Groups": []group{
		groupOf("Not answered", "The sources do not say, or it was not understood.", "time", unanswered),
		groupOf("Voted down", "Somebody said that the answer is not right.", "vote", down),
		groupOf("Answered without confidence", "Of the last 1,000 that were kept.", "time", unsure),
	}}))
}

// A group is questions that are to be looked at for one reason.
type group struct {
	Title, Why, Noun string
	List             []asked
	More             int // that are not shown
}

func groupOf(title, why, noun string, list []asked) group {
	slices.SortStableFunc(list, func(a, b asked) int { return cmp.Or(cmp.Compare(b.Times, a.Times), b.Last.Compare(a.Last)) })
	shown := list[:min(len(list), listedMost)]
	return group{title, why, noun, shown, len(list) - len(shown)}
}

// folded is what a question shares with itself in other spellings.
func folded(question string) string {
	return strings.Join(strings.Fields(strings.Trim(nlp.Fold(question), " ?!.")), " ")
}
