package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"hapjak/bot/store"
)

// keeping returns a server that keeps questions, and its memory.
func keeping(t *testing.T, keep string) (*Server, *store.Store) {
	t.Helper()
	memory := remembered(t)
	return shipped(t, Options{Memory: memory, Keep: keep}), memory
}

func post(s http.Handler, target string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	return do(s, http.MethodPost, target, form.Encode(), append(headers, "Content-Type", "application/x-www-form-urlencoded")...)
}

// answerKey is what an answer on a page is voted on by.
func answerKey(t *testing.T, page string) string {
	t.Helper()
	m := regexp.MustCompile(`name="answer" value="(\w+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the answer cannot be voted on")
	}
	return m[1]
}

func TestKeep(t *testing.T) {
	for keep, want := range map[string]int{"": 2, store.KeepAll: 4, store.KeepNone: 0} {
		s, memory := keeping(t, keep)
		for _, q := range []string{"Who directed Okja?", "who directed parasite"} {
			get(s, "/?q="+url.QueryEscape(q))
			do(s, "POST", "/v1/ask", `{"question": "`+q+`"}`)
		}
		s.mind.kept.keeping.Wait()
		events, err := memory.Events(t.Context(), store.Filter{})
		if err != nil || len(events) != want {
			t.Errorf("keep %q: %d events (%v), want %d", keep, len(events), err, want)
		}
		for _, e := range events {
			if e.Asker != "" || e.Status == "" || e.Answer == "" {
				t.Errorf("kept: %+v", e)
			}
		}
	}
}

// An answer has one vote, whose last word counts.
func TestVote(t *testing.T) {
	s, memory := keeping(t, "")
	key := answerKey(t, get(s, "/?q=Who+directed+Okja%3F").Body.String())
	for _, form := range []url.Values{{"answer": {key}, "vote": {"up"}}, {"answer": {key}, "vote": {"down"}, "reason": {"<b>It was two</b>"}}} {
		if w := post(s, "/vote", form); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Thank you") {
			t.Fatalf("%v: %d %s", form, w.Code, w.Body)
		}
	}
	events, _ := memory.Events(t.Context(), store.Filter{})
	if len(events) != 1 || events[0].Kind != store.Down || events[0].Question != "Who directed Okja?" || events[0].Evidence != "kobiz-2025:27" {
		t.Errorf("kept: %+v", events)
	}
	for _, x := range []struct {
		form url.Values
		want int
	}{{url.Values{"answer": {"none"}, "vote": {"up"}}, 404}, {url.Values{"answer": {key}}, 400}, {url.Values{"answer": {strings.Repeat("x", maxBody)}}, 400}} {
		if w := post(s, "/vote", x.form); w.Code != x.want {
			t.Errorf("%.60v: %d, want %d", x.form, w.Code, x.want)
		}
	}
	if w := post(s, "/vote", url.Values{"answer": {key}, "vote": {"up"}}, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("from another site's page: %d", w.Code)
	}
}

// Without --data nothing can be written and nobody can be let in.
func TestNothingToWriteTo(t *testing.T) {
	s := shipped(t, Options{})
	if strings.Contains(get(s, "/?q=Who+directed+Okja").Body.String(), "/vote") {
		t.Error("votes are offered")
	}
	for _, at := range []string{"/vote", "/sign-out", "/sign-in/x"} {
		if w := post(s, at, nil); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: %d", at, w.Code)
		}
	}
	if w := get(s, "/curate"); w.Code != http.StatusNotFound {
		t.Errorf("/curate: %d", w.Code)
	}
}

// signIn uses a link and returns the cookie of the session.
func signIn(t testing.TB, s *Server, link string, headers ...string) *http.Cookie {
	t.Helper()
	w := post(s, link, nil, headers...)
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || len(cookies) != 1 {
		t.Fatalf("signing in: %d %v", w.Code, w.Header())
	}
	return cookies[0]
}

// Who has no session sees nothing. A link lets in once, and for an hour; looking at it does
// not use it up. A session ends by itself, and by signing out.
func TestSignIn(t *testing.T) {
	s, _ := keeping(t, "")
	now := time.Unix(1e9, 0)
	s.painter.sessions.now = func() time.Time { return now }
	for _, cookie := range []string{"", "hapjak-curator=x", "hapjak-curator="} {
		if w := get(s, "/curate", "Cookie", cookie); w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), "--curator") {
			t.Errorf("with the cookie %q: %d", cookie, w.Code)
		}
	}
	link := s.SignIn("Mina <b>")
	for range 2 {
		if w := get(s, link); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Mina &lt;b&gt;") || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("looking at the link: %d %v", w.Code, w.Header())
		}
	}
	if w := post(s, link, nil, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("signing in from another site's page: %d", w.Code)
	}
	cookie := signIn(t, s, link, "X-Forwarded-Proto", "https")
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || !cookie.Secure || cookie.Path != "/" {
		t.Errorf("the cookie: %+v", cookie)
	}
	if w := post(s, link, nil); w.Code != http.StatusForbidden {
		t.Errorf("the link a second time: %d", w.Code)
	}
	header := cookie.Name + "=" + cookie.Value
	w := get(s, "/curate", "Cookie", header)
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "private, no-store" || w.Header().Get("ETag") != "" {
		t.Fatalf("signed in: %d %v", w.Code, w.Header())
	}
	pageOf(t, "/curate", w.Body.String())
	if !strings.Contains(get(s, "/", "Cookie", header).Body.String(), `href="/curate"`) {
		t.Error("the menu does not lead there")
	}
	if w := post(s, "/sign-out", nil, "Cookie", header); w.Code != http.StatusSeeOther {
		t.Errorf("signing out: %d", w.Code)
	}
	if w := get(s, "/curate", "Cookie", header); w.Code != http.StatusUnauthorized {
		t.Errorf("after signing out: %d", w.Code)
	}

	cookie = signIn(t, s, s.SignIn("Mina"))
	late := s.SignIn("Mina")
	now = now.Add(linkFor)
	if w := get(s, late); w.Code != http.StatusForbidden {
		t.Errorf("a link of an hour ago: %d", w.Code)
	}
	if w := post(s, late, nil); w.Code != http.StatusForbidden {
		t.Errorf("a link of an hour ago: %d", w.Code)
	}
	now = now.Add(sessionFor)
	if w := get(s, "/curate", "Cookie", cookie.Name+"="+cookie.Value); w.Code != http.StatusUnauthorized {
		t.Errorf("a session of twelve hours ago: %d", w.Code)
	}
}

// The curators' page has what was not answered, voted down, and answered without much
// confidence, each question once.
func TestCuratorsPage(t *testing.T) {
	s, memory := keeping(t, "")
	for range 3 {
		get(s, "/?q=who+directed+parasite")
	}
	get(s, "/?q=Who+directed+Parasite%3F")
	key := answerKey(t, get(s, "/?q=Who+directed+Okja%3F").Body.String())
	post(s, "/vote", url.Values{"answer": {key}, "vote": {"down"}, "reason": {"<script>it was two</script>"}})
	memory.Record(t.Context(), store.Event{Kind: store.Answered, Question: "why trains?", Answer: "Ice. [1]", Confidence: 0.41})
	memory.Record(t.Context(), store.Event{Kind: store.Answered, Question: "Why trains", Answer: "Ice. [1]", Confidence: 0.41})
	memory.Record(t.Context(), store.Event{Kind: store.Answered, Question: "sure?", Answer: "Yes.", Confidence: 0.9})
	s.mind.kept.keeping.Wait()
	cookie := signIn(t, s, s.SignIn("Mina"))
	w := get(s, "/curate", "Cookie", cookie.Name+"="+cookie.Value)
	text := strings.Join(strings.Fields(pageOf(t, "/curate", w.Body.String()).text), " ")
	text = strings.ReplaceAll(text, "Who directed Parasite?", "who directed parasite") // shown as it was asked last, to the second
	for _, want := range []string{
		"Not answered The sources do not say, or it was not understood. who directed parasite The sources do not say who directed Parasite (2019). 4 times, last on",
		"Who directed Okja? Bong Joon Ho directed Okja (2017). “<script>it was two</script>” 1 vote, last on",
		"Why trains Ice. 2 times, confidence 0.41, last on",
		"Sign out Mina",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "sure?") || strings.Contains(w.Body.String(), "<script>it") {
		t.Errorf("more than there should be: %s", text)
	}
}

// The answers that can be voted on are bounded.
func TestRecent(t *testing.T) {
	var r recent
	for i := range maxRecent + 10 {
		r.put(string(rune(i+0x4e00)), store.Event{})
	}
	if _, ok := r.get(string(rune(0x4e00))); ok || len(r.byKey) != maxRecent || r.order.Len() != maxRecent {
		t.Errorf("%d are remembered", len(r.byKey))
	}
}
