package web

import (
	"context"
	"encoding/csv"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"hapjak/bot/store"
)

// signedIn lets somebody in with a role and returns their cookie as a header.
func signedIn(t testing.TB, s *Server, name string, role Role) string {
	t.Helper()
	if err := s.Admit(t.Context(), Curator{name, role}); err != nil {
		t.Fatal(err)
	}
	c := signIn(t, s, s.SignIn(name))
	return c.Name + "=" + c.Value
}

func TestParseCurator(t *testing.T) {
	for text, want := range map[string]Curator{"Mina": {"Mina", 0}, " Mina Park :reads": {"Mina Park", Reads}, "미나:mends": {"미나", Mends}, "a:administers": {"a", Administers}} {
		if got, err := ParseCurator(text); err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{"": "needs a name", ":reads": "needs a name", "Mina:admin": `"admin" is no role: want reads, mends or administers`,
		"a\nb": "line breaks", strings.Repeat("x", 61): "at most 60", "a:b:reads": "colon"} {
		if _, err := ParseCurator(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// roleRoutes are the curators' routes, with the least role that each needs. Every route
// under /curate is among them: see TestRefusals.
var roleRoutes = map[string]Role{
	"GET /curate": Reads, "GET /curate/log": Reads, "GET /curate/log.csv": Reads,
	"GET /curate/articles": Mends, "POST /curate/articles": Mends, "POST /curate/articles/fetch": Mends, "POST /curate/articles/import": Mends,
	"GET /curate/things": Mends, "GET /curate/things/new": Mends, "POST /curate/things/new": Mends, "GET /curate/things/{id}": Mends, "POST /curate/things/{id}": Mends,
	"GET /curate/state": Mends, "POST /curate/state": Mends, "GET /curate/suggest": Mends, "POST /curate/suggest": Mends, "POST /curate/suggest/{id}": Mends,
	"GET /curate/duplicates": Mends, "POST /curate/duplicates": Mends, "GET /curate/merge": Mends, "POST /curate/merge": Mends, "GET /curate/split": Mends, "POST /curate/split": Mends,
	"GET /curate/schema": Mends, "GET /curate/schema/edit": Mends, "POST /curate/schema/edit": Mends,
	"GET /curate/anchors": Mends, "POST /curate/anchors": Mends,
	"GET /curate/review": Reads, "GET /curate/review/{id}": Reads, "GET /curate/review/{id}/mend": Mends, "POST /curate/review/{id}/mend": Mends,
	"GET /curate/mended": Reads, "GET /curate/weeks": Reads, "POST /curate/mended/{id}/undo": Mends, "POST /curate/review/{id}/part": Mends, "POST /curate/review/{id}/join": Mends,
	"GET /curate/people": Administers, "POST /curate/people": Administers, "POST /curate/keys": Administers,
}

// Nothing of the curators' can be seen or changed without a session whose curator has the
// role, nor from another site's page.
func TestRefusals(t *testing.T) {
	s, memory := keeping(t, "")
	cookies := map[Role]string{Reads: signedIn(t, s, "Rie", Reads), Mends: signedIn(t, s, "Mina", Mends), Administers: signedIn(t, s, "Ada", Administers)}
	before, _ := memory.Changes(t.Context(), 0, 1000)
	for _, route := range s.table() {
		if !strings.HasPrefix(route.path, "/curate") {
			continue
		}
		least, ok := roleRoutes[route.method+" "+route.path]
		if !ok {
			t.Errorf("%s %s: which role does it need?", route.method, route.path)
			continue
		}
		at := strings.ReplaceAll(route.path, "{id}", "x")
		send := func(headers ...string) int {
			return do(s, route.method, at, "name=x", append(headers, "Content-Type", "application/x-www-form-urlencoded")...).Code
		}
		for _, cookie := range []string{"", cookieName + "=", cookieName + "=" + strings.Repeat("x", 26)} {
			if got := send("Cookie", cookie); got != http.StatusUnauthorized {
				t.Errorf("%s %s with the cookie %q: %d", route.method, at, cookie, got)
			}
		}
		for role, cookie := range cookies {
			got := send("Cookie", cookie)
			if refused := got == http.StatusForbidden || got == http.StatusUnauthorized; refused != (role < least) {
				t.Errorf("%s %s as one who %s: %d", route.method, at, role, got)
			}
			if route.method != http.MethodPost {
				continue
			}
			for _, site := range []string{"cross-site", "same-site"} {
				if got := send("Cookie", cookie, "Sec-Fetch-Site", site); got != http.StatusForbidden {
					t.Errorf("%s %s from another site's page, %s: %d", route.method, at, site, got)
				}
			}
			if got := send("Cookie", cookie, "Origin", "https://evil.example"); got != http.StatusForbidden {
				t.Errorf("%s %s of another origin: %d", route.method, at, got)
			}
		}
	}
	if after, _ := memory.Changes(t.Context(), 0, 1000); len(after) != len(before) {
		t.Errorf("something was changed: %+v", after[0])
	}
}

// Who administers lets another in, changes what they may do, and takes it away, upon which
// their session ends at once. Each stands in the log.
func TestPeople(t *testing.T) {
	s, memory := keeping(t, "")
	ada := signedIn(t, s, "Ada", Administers)
	form := func(values ...string) string {
		v := url.Values{}
		for i := 0; i < len(values); i += 2 {
			v.Set(values[i], values[i+1])
		}
		w := post(s, "/curate/people", v, "Cookie", ada)
		return w.Body.String()
	}
	page := form("do", "new", "name", "Jo <i>", "role", "reads")
	_, link, ok := strings.Cut(page, `value="http://example.com`)
	link, _, _ = strings.Cut(link, `"`)
	if !ok || !strings.HasPrefix(link, "/sign-in/") {
		t.Fatalf("no link in %s", page)
	}
	c := signIn(t, s, link)
	jo := c.Name + "=" + c.Value
	if w := get(s, "/curate", "Cookie", jo); w.Code != http.StatusOK || strings.Contains(w.Body.String(), `href="/curate/people"`) {
		t.Errorf("Jo: %d", w.Code)
	}
	form("do", "role", "name", "Jo <i>", "role", "administers")
	if w := get(s, "/curate/people", "Cookie", jo); w.Code != http.StatusOK {
		t.Errorf("Jo administers: %d", w.Code)
	}
	bo := signedIn(t, s, "Bo", Mends)
	waiting := s.SignIn("Jo <i>")
	form("do", "away", "name", "Jo <i>")
	if w := get(s, "/curate", "Cookie", jo); w.Code != http.StatusUnauthorized {
		t.Errorf("after the role is taken away: %d", w.Code)
	}
	if w := post(s, waiting, nil); w.Code != http.StatusForbidden {
		t.Errorf("a link of before: %d", w.Code)
	}
	for _, x := range []struct {
		form []string
		want string
	}{
		{[]string{"do", "away", "name", "Ada"}, "Ada is the only one who administers. Let another do so first."},
		{[]string{"do", "role", "name", "Ada", "role", "reads"}, "only one who administers"},
		{[]string{"do", "role", "name", "Ada", "role", "king"}, "Choose what Ada may do."},
		{[]string{"do", "new", "name", "", "role", "reads"}, "A curator needs a name."},
		{[]string{"do", "new", "name", "Bo", "role", "administers"}, "There is a Bo already, who mends."},
		{[]string{"do", "new", "name", " bo", "role", "mends"}, "There is a Bo already, who mends."},
		{[]string{"do", "new", "name", "Ada", "role", "reads"}, "There is a Ada already, who administers."},
		{[]string{"do", "new", "name", "Bo", "role", "mends"}, `value="http://example.com/sign-in/`},
		{[]string{"do", "link", "name", "Nobody"}, "Nobody is no curator"},
		{[]string{"do", "dance", "name", "Ada"}, "nothing to do"},
		{[]string{"do", "new", "name", strings.Repeat("x", maxForm)}, "too much for one form"},
	} {
		if page := form(x.form...); !strings.Contains(page, x.want) {
			t.Errorf("%.40q: no %q", x.form, x.want)
		}
	}
	if w := get(s, "/curate/people", "Cookie", bo); w.Code != http.StatusForbidden {
		t.Errorf("Bo still only mends: %d", w.Code)
	}
	var log []string
	list, _ := memory.Changes(t.Context(), 0, 100)
	for _, c := range list {
		log = append([]string{c.Who + ": " + c.What + " [" + c.Before + ">" + c.After + "]"}, log...)
	}
	want := []string{
		"(operator): let Ada in, who administers [>administers]", "Ada: signed in [>]",
		"Ada: let Jo <i> in, who reads [>reads]", "Ada: made a link for Jo <i> [>]", "Jo <i>: signed in [>]",
		"Ada: changed what Jo <i> may do [reads>administers]", "(operator): let Bo in, who mends [>mends]", "Bo: signed in [>]", "Ada: took Jo <i>'s role away [administers>]", "Ada: made a link for Bo [>]",
		"Ada: made a link for Nobody [>]", "Ada: failed, nothing was changed: made a link for Nobody [>Nobody is no curator]",
	}
	if strings.Join(log, "\n") != strings.Join(want, "\n") {
		t.Errorf("the log:\n%s", strings.Join(log, "\n"))
	}
	if page := get(s, "/curate/log", "Cookie", ada).Body.String(); !strings.Contains(page, "took Jo &lt;i&gt;&#39;s role away") {
		t.Error("the log's page")
	} else {
		pageOf(t, "/curate/log", page)
	}
}

// The log is downloaded whole, whatever its length, and no cell is taken for a formula.
func TestLogExport(t *testing.T) {
	s, memory := keeping(t, "")
	rie := signedIn(t, s, "Rie", Reads)
	for range 2*logPage + 5 {
		memory.Note(t.Context(), store.Change{Who: "Mina", What: "=1+1", File: "facts/a.yaml", Line: 3, Before: "a,\"b\"\nc", After: "-x"})
	}
	w := get(s, "/curate/log.csv", "Cookie", rie)
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(rows) != 1+2*logPage+5+2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if got := strings.Join(rows[1][2:], "|"); got != "Mina|'=1+1|facts/a.yaml|3|a,\"b\"\nc|'-x" {
		t.Errorf("%q", got)
	}
	page := get(s, "/curate/log", "Cookie", rie).Body.String()
	if n := strings.Count(page, "facts/a.yaml:3"); n != logPage {
		t.Errorf("%d lines on a page", n)
	}
	_, next, _ := strings.Cut(page, `href="/curate/log?before=`)
	next, _, _ = strings.Cut(next, `"`)
	if n := strings.Count(get(s, "/curate/log?before="+next, "Cookie", rie).Body.String(), "facts/a.yaml:3"); n != logPage {
		t.Errorf("%d lines on the second page", n)
	}
}

// A session that ends while a form is filled in costs nothing of what was typed.
func TestExpired(t *testing.T) {
	s, _ := keeping(t, "")
	now := time.Now()
	s.painter.sessions.now = func() time.Time { return now }
	ada := signedIn(t, s, "Ada", Administers)
	now = now.Add(sessionFor)
	w := post(s, "/curate/people", url.Values{"name": {"Jo \"<b>"}, "do": {"new"}, "role": {"mends"}}, "Cookie", ada)
	page := w.Body.String()
	if w.Code != http.StatusUnauthorized || !strings.Contains(page, "nothing that you typed is lost") || !strings.Contains(page, `name="name" value="Jo &#34;&lt;b&gt;"`) {
		t.Errorf("%d %s", w.Code, page)
	}
	pageOf(t, "/curate/people", page)
	if w := sendFiles(t, s, ada, "a.md", "A text."); w.Code != http.StatusUnauthorized || !strings.Contains(textOf(t, w), "Sign in with a new link, and send the file again.") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// What cannot be entered in the log is not done.
func TestNotLogged(t *testing.T) {
	s, memory := keeping(t, "")
	s.door.audit.memory = full{memory}
	did := false
	err := s.door.change(t.Context(), store.Change{What: "x"}, func() error { did = true; return nil })
	if !errors.Is(err, errNotLogged) || did {
		t.Errorf("%v, done: %v", err, did)
	}
}

// A full memory takes no line of the log.
type full struct{ *store.Store }

func (full) Note(_ context.Context, _ store.Change) error { return errors.New("the disk is full") }

// What went wrong with the disk is said so that a curator knows whom to ask.
func TestTrouble(t *testing.T) {
	for want, err := range map[string]error{
		"The folder /kb/facts cannot be written to.":        &fs.PathError{Op: "open", Path: "/kb/facts/.hapjak-1", Err: syscall.EROFS},
		"The folder /kb cannot be written to.":              errors.Join(&os.LinkError{Op: "rename", Old: "/kb/.hapjak-1", New: "/kb/schema.yaml", Err: syscall.EACCES}),
		"The knowledge base's folder cannot be written to.": fs.ErrPermission,
		"The disk is full.":                                 &os.LinkError{Op: "rename", Err: syscall.ENOSPC},
		"This took too long":                                context.DeadlineExceeded,
		"This could not be done.":                           errors.New("odd"),
	} {
		if got, known := trouble(err); known != (err.Error() != "odd") || !strings.HasPrefix(got, want) || !strings.Contains(got, "Nothing was changed") {
			t.Errorf("%v: %s", err, got)
		}
	}
}
