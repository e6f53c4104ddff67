package web

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"hapjak/bot"
	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/starter"
)

// shipped returns a server of the shipped knowledge base.
func shipped(t testing.TB, o Options) *Server {
	t.Helper()
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { know.Close() })
	return serverOf(t, know, o)
}

// opened returns the base of a folder.
func opened(t testing.TB, dir string) *facts.Answerer {
	t.Helper()
	know, err := facts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { know.Close() })
	return know
}

func serverOf(t testing.TB, know *facts.Answerer, o Options) *Server {
	t.Helper()
	s, err := New(know, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// started returns a folder of a base to begin from.
func started(t testing.TB, kind string) string {
	t.Helper()
	dir := t.TempDir()
	files, _ := starter.Files(kind)
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	return dir
}

// remembered returns a memory for as long as a test runs.
func remembered(t testing.TB) *store.Store {
	memory := store.New(store.NewMemory(), nil)
	t.Cleanup(func() { memory.Close() })
	return memory
}

// get answers a GET, with headers as names and values in turn.
func get(s http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	return do(s, http.MethodGet, target, "", headers...)
}

func do(s http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:1234"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// Every page can be reached by links from the first one, is well-formed, and links to
// nothing that is not there.
func TestPagesLinkToWhatThereIs(t *testing.T) {
	s := shipped(t, Options{})
	seen := map[string]bool{"/": true}
	todo := []string{"/"}
	kinds := map[string]int{}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		w := get(s, at)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", at, w.Code)
			continue
		}
		kinds[strings.Split(at, "/")[1]]++
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		page := pageOf(t, at, w.Body.String())
		for _, to := range page.links {
			u, err := url.Parse(to)
			if err != nil {
				t.Fatalf("%s: %v", at, err)
			}
			switch {
			case u.Host != "": // the original of an article
				continue
			case u.Path == "" && u.RawQuery == "":
				if !page.ids[u.Fragment] {
					t.Errorf("%s: nothing is at #%s", at, u.Fragment)
				}
				continue
			}
			u.Fragment = ""
			if strings.HasPrefix(to, "/?") && len(seen) > 40 || seen[u.String()] {
				continue // a few answers are enough
			}
			seen[u.String()] = true
			todo = append(todo, u.String())
		}
	}
	for _, kind := range []string{"sources", "things", "timeline", "assets"} {
		if kinds[kind] == 0 {
			t.Errorf("no link led to %s: %v", kind, kinds)
		}
	}
	if kinds["things"] < 150 || kinds["sources"] != 4 {
		t.Errorf("pages reached: %v", kinds)
	}
}

// A drawn page is what its tests look at.
type drawn struct {
	links []string
	ids   map[string]bool
	text  string
}

// pageOf reads a page, and holds it to what every page must keep.
func pageOf(t *testing.T, at, text string) drawn {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	p := drawn{ids: map[string]bool{}}
	h1 := 0
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			p.text += n.Data
		}
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "h1" {
			h1++
		}
		if n.Data == "style" || n.Data == "script" && n.FirstChild != nil {
			t.Errorf("%s: <%s> stands in the page; the policy forbids it", at, n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				if p.ids[a.Val] {
					t.Errorf("%s: two have the id %q", at, a.Val)
				}
				p.ids[a.Val] = true
			case a.Key == "href" || a.Key == "src":
				p.links = append(p.links, a.Val)
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s: %s=%q is forbidden by the policy", at, a.Key, a.Val)
			}
		}
	}
	if h1 != 1 {
		t.Errorf("%s: %d headings of the first order", at, h1)
	}
	return p
}

// The sentences of an answer lead to passages that are beside it.
func TestAnswerIsLinkedToItsPassages(t *testing.T) {
	s := shipped(t, Options{})
	w := get(s, "/?q=Which+films+did+Bong+Joon+Ho+direct%3F")
	page := pageOf(t, "/?q=", w.Body.String())
	marks := regexp.MustCompile(`class="mark" href="#([A-Z0-9]+-\d)"`).FindAllStringSubmatch(w.Body.String(), -1)
	if len(marks) != 3 {
		t.Fatalf("%d markers, want 3: Snowpiercer, Okja and Mickey 17", len(marks))
	}
	for _, m := range marks {
		if !page.ids[m[1]] {
			t.Errorf("the marker leads to %s, which is not there", m[1])
		}
	}
	if !strings.Contains(w.Body.String(), `<mark>&#34;Snowpiercer&#34; (2013), the English-language film by Bong Joon Ho,`) {
		t.Error("the sentence that bears it out is not marked")
	}
	if w.Header().Get("Cache-Control") != "no-store" {
		t.Error("an answer may be stored by others")
	}
}

// Of two sentences that share as many words with the answer, the one with its figure is marked.
func TestMarkedByFigure(t *testing.T) {
	s := serverOf(t, opened(t, started(t, "games")), Options{})
	if page := get(s, "/?q=Which+game+is+shortest%3F").Body.String(); !strings.Contains(page, "<mark>Three Crows Press published it in 2018, and it is over in 15 minutes.</mark>") {
		t.Error(page)
	}
}

// The sentence is marked that holds what was answered, and not one that only has the long name of what was
// asked about.
func TestMarkedByEnds(t *testing.T) {
	dir := started(t, "empty")
	for name, text := range map[string]string{
		"sources/kiln.md": "---\nid: kiln\ntitle: The kiln\n---\n\nThe Old Fern Street Kiln is a round oven that bakes bricks, never bread. Lena Vole, who came from the north, made it in 1903. The Old Fern Street Kiln smokes.\n",
		"facts/kiln.yaml": "- id: kiln\n  kind: thing\n  name: the Old Fern Street Kiln\n  facts:\n    - made_by: lena\n      cite: kiln:1\n    - made_in: 1903\n      cite: kiln:1\n- {id: lena, kind: person, name: Lena Vole}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := serverOf(t, opened(t, dir), Options{})
	for _, q := range []string{"Who+made+the+Old+Fern+Street+Kiln", "When+was+the+Old+Fern+Street+Kiln+made", "What+did+Lena+Vole+make"} {
		if page := get(s, "/?q="+q).Body.String(); !strings.Contains(page, "<mark>Lena Vole, who came from the north, made it in 1903.</mark>") {
			_, page, _ = strings.Cut(page, "<main")
			t.Error(q, page)
		}
	}
}

// An article shows its lists as lists and its tables as tables.
func TestSourceLayout(t *testing.T) {
	dir := started(t, "empty")
	text := "---\nid: hut\ntitle: The hut\n---\n\n# The hut\n\nTake with you:\n\n- a lamp, red\n- a rope\n  - a long one\n\n## Huts\n\n| Hut | Beds | Dog |\n|---|---|---|\n| Upper | 4 | no |\n| Lower | 9 | |\n\nAll are shut in May.\n"
	if err := os.WriteFile(filepath.Join(dir, "sources/hut.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	body := get(serverOf(t, opened(t, dir), Options{}), "/sources/hut").Body.String()
	for _, want := range []string{`<ul class="passage"><li>a lamp, red</li>`, `<li class="deep">a long one</li>`, `<h2>Huts</h2>`, `<th scope="col">Beds</th>`,
		"<tr><td>Upper</td><td>4</td><td>no</td></tr>", "<tr><td>Lower</td><td>9</td><td></td></tr>", `<p class="passage">All are shut in May.</p>`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(body, "<h2>Take with you</h2>") || strings.Contains(body, "Hut | Beds") || strings.Count(body, "<h2>Huts</h2>") != 1 || t.Failed() {
		_, body, _ = strings.Cut(body, "<main")
		t.Error(body)
	}
}

// following returns the address that the form under an answer asks a question at.
func following(t *testing.T, page, question string) string {
	t.Helper()
	q := url.Values{"q": {question}}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)">`).FindAllStringSubmatch(page, -1) {
		q.Set(m[1], html.UnescapeString(m[2]))
	}
	if !q.Has("after") || !q.Has("before") {
		t.Fatal("the form does not go on from the answer")
	}
	return "/?" + q.Encode()
}

// What is asked in the form under an answer follows it up: by what is remembered, by the
// question where that was forgotten, and again after others.
func TestFollowUp(t *testing.T) {
	s := shipped(t, Options{})
	first := get(s, "/?q=Who+directed+Snowpiercer%3F").Body.String()
	second := following(t, first, "and who was in it?")
	other := following(t, first, "what about Okja?")
	for _, at := range []string{second, other, second} {
		want := "Tilda Swinton"
		if at == other {
			want = "Okja (2017)"
		}
		if page := pageOf(t, at, get(s, at).Body.String()); !strings.Contains(page.text, want) {
			t.Errorf("%s: no %s in the answer", at, want)
		}
	}
	// Passages, cards and the like leave the talk where it was.
	more := following(t, first, "/more 0 ask Who directed Snowpiercer?")
	if at := following(t, get(s, more).Body.String(), "and who was in it?"); !strings.Contains(pageOf(t, at, get(s, at).Body.String()).text, "Tilda Swinton") {
		t.Error("after more passages the talk is forgotten")
	}
	if page := pageOf(t, "", get(shipped(t, Options{}), second).Body.String()); !strings.Contains(page.text, "Tilda Swinton") {
		t.Error("a server that remembers nothing of it does not follow up the question")
	}
}

// Nothing that somebody types becomes part of a page but as text.
func TestEscaping(t *testing.T) {
	s := shipped(t, Options{})
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`
	for _, at := range []string{"/?q=%s", "/?q=who&after=%s&before=%s", "/?q=/film+%s", "/?source=%s", "/embed?q=%s", "/sources?q=%s", "/sources/%s", "/things?q=%s", "/things?kind=%s", "/things/%s", "/timeline?about=%s", "/timeline?since=%s", "/%s"} {
		at = strings.ReplaceAll(at, "%s", url.QueryEscape(evil))
		w := get(s, at)
		if body := w.Body.String(); strings.Contains(body, "<script>alert") || strings.Contains(body, "<img") {
			t.Errorf("%s: comes back as it is", at)
		}
		pageOf(t, at, w.Body.String())
	}
}

func TestHeaders(t *testing.T) {
	s := shipped(t, Options{})
	for _, at := range []string{"/", "/?q=who", "/sources", "/nowhere", "/v1/nowhere", "/v1/sources", "/assets/page.js", "/healthz"} {
		h := get(s, at).Header()
		if p := h.Get("Content-Security-Policy"); !strings.Contains(p, "default-src 'none'") || strings.Contains(p, "unsafe") || !strings.HasSuffix(p, "frame-ancestors 'none'") {
			t.Errorf("%s: policy %q", at, p)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", at, h)
		}
		if h.Get("Set-Cookie") != "" {
			t.Errorf("%s: sets a cookie", at)
		}
	}
}

func TestETag(t *testing.T) {
	s := shipped(t, Options{})
	for _, at := range []string{"/", "/sources/kobiz-2025", "/things/okja", "/timeline", "/v1/sources", "/v1/entities/okja", "/v1/search?q=ice", "/openapi.json", "/widget.js"} {
		first := get(s, at)
		tag := first.Header().Get("ETag")
		if first.Code != http.StatusOK || tag == "" {
			t.Fatalf("%s: %d, ETag %q", at, first.Code, tag)
		}
		for _, have := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
			if again := get(s, at, "If-None-Match", have); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
				t.Errorf("%s: If-None-Match %s: %d with %d bytes", at, have, again.Code, again.Body.Len())
			}
		}
		if other := get(s, at, "If-None-Match", `"x"`); other.Code != http.StatusOK {
			t.Errorf("%s: another tag: %d", at, other.Code)
		}
	}
}

// Pages of other origins may use the API where they were named, and no others.
func TestCORS(t *testing.T) {
	const friend, stranger = "https://friend.example", "https://stranger.example"
	for _, x := range []struct {
		origins []string
		origin  string
		want    bool
	}{{nil, friend, false}, {[]string{friend}, friend, true}, {[]string{friend}, stranger, false}, {[]string{"*"}, stranger, true}} {
		s := shipped(t, Options{Origins: x.origins})
		for _, method := range []string{"GET", "OPTIONS"} {
			w := do(s, method, "/v1/sources", "", "Origin", x.origin, "Access-Control-Request-Method", "GET")
			if got := w.Header().Get("Access-Control-Allow-Origin") != ""; got != x.want || w.Header().Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("%v, %s %s: %v", x.origins, method, x.origin, w.Header())
			}
		}
		if framed := strings.Contains(get(s, "/embed").Header().Get("Content-Security-Policy"), "frame-ancestors 'self' "+x.origin); framed != x.want && len(x.origins) > 0 && x.origins[0] != "*" {
			t.Errorf("%v: framed by %s: %v", x.origins, x.origin, framed)
		}
		if get(s, "/").Header().Get("Access-Control-Allow-Origin") != "" {
			t.Error("a page is opened to other origins")
		}
	}
	// A page reads why it is refused, and asking whether it may costs no question.
	s := shipped(t, Options{Origins: []string{friend}, Allowance: 2})
	ask := func(method string) *httptest.ResponseRecorder {
		return do(s, method, "/v1/ask", `{"question": "Who directed Okja?"}`, "Origin", friend, "Access-Control-Request-Method", "POST")
	}
	for range 3 {
		ask("OPTIONS")
	}
	for i, want := range []int{http.StatusOK, http.StatusOK, http.StatusTooManyRequests} {
		if w := ask("POST"); w.Code != want || w.Header().Get("Access-Control-Allow-Origin") != friend {
			t.Errorf("question %d: %d %v", i+1, w.Code, w.Header())
		}
	}
	for _, bad := range []string{"friend.example", "https://friend.example/", "https://", "ftp://friend.example", ""} {
		if CheckOrigin(bad) == nil {
			t.Errorf("%q passes for an origin", bad)
		}
	}
}

func TestAllowance(t *testing.T) {
	s := shipped(t, Options{Allowance: 2})
	ask := func(headers ...string) int {
		return do(s, "POST", "/v1/ask", `{"question": "Who directed Okja?"}`, headers...).Code
	}
	if a, b, c := ask(), ask(), ask(); a != 200 || b != 200 || c != 429 {
		t.Errorf("three questions: %d, %d, %d", a, b, c)
	}
	w := get(s, "/?q=who")
	if w.Code != 429 || w.Header().Get("Retry-After") == "" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		t.Errorf("a page: %d %v", w.Code, w.Header())
	}
	if get(s, "/sources").Code != 200 || get(s, "/").Code != 200 || get(s, "/healthz").Code != 200 {
		t.Error("what is not asked is refused as well")
	}
	if ask("X-Forwarded-For", "192.0.2.1") != 429 {
		t.Error("a client that says it is another one is believed")
	}
}

func TestAllowanceReturns(t *testing.T) {
	a := newAllowances(30)
	now := time.Unix(0, 0)
	one, two := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
	for range 15 {
		if a.take(one, now) != 0 || a.take(two, now) != 0 {
			t.Fatal("refused within the allowance")
		}
	}
	wait := a.take(one, now)
	if wait <= 0 || wait > time.Second+time.Millisecond {
		t.Fatalf("the next of the network waits %v, want a second", wait)
	}
	if a.take(netip.MustParseAddr("2001:db8:0:1::1"), now) != 0 {
		t.Error("another network was refused")
	}
	if a.take(two, now.Add(wait)) != 0 {
		t.Error("refused after the wait")
	}
	for i := range maxClients + 10 {
		a.take(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), now)
	}
	if len(a.clients) > maxClients {
		t.Errorf("%d clients are remembered", len(a.clients))
	}
}

func TestClientBehindProxies(t *testing.T) {
	s := &gate{proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}}
	for _, x := range []struct{ remote, forwarded, want string }{
		{"192.0.2.9:1", "192.0.2.1", "192.0.2.9"}, // no proxy of ours
		{"127.0.0.1:1", "", "127.0.0.1"},
		{"127.0.0.1:1", "192.0.2.1", "192.0.2.1"},
		{"127.0.0.1:1", "198.51.100.7, 192.0.2.1", "192.0.2.1"}, // the first one is the client's own word
		{"127.0.0.1:1", "192.0.2.1, 10.0.0.5", "192.0.2.1"},
		{"127.0.0.1:1", "nonsense", "127.0.0.1"},
		{"[::ffff:127.0.0.1]:1", "2001:db8::1", "2001:db8::1"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = x.remote
		if x.forwarded != "" {
			r.Header.Set("X-Forwarded-For", x.forwarded)
		}
		if got := s.client(r).String(); got != x.want {
			t.Errorf("%s forwarded for %q: %s, want %s", x.remote, x.forwarded, got, x.want)
		}
	}
}

func TestOperations(t *testing.T) {
	s := shipped(t, Options{})
	if w := get(s, "/readyz"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("ready before it is: %d", w.Code)
	}
	s.Warm()
	if w := get(s, "/readyz"); w.Code != http.StatusOK {
		t.Errorf("not ready: %d %s", w.Code, w.Body)
	}
	do(s, "POST", "/v1/ask", `{"question": "Who directed Okja?"}`)
	get(s, "/?q=Who+directed+Okja")
	body := get(s, "/metrics").Body.String()
	for _, want := range []string{`hapjak_questions_total{status="answered",surface="api"} 1`, `hapjak_questions_total{status="answered",surface="page"} 1`, `hapjak_http_request_seconds_count{route="ask"} 1`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in the metrics", want)
		}
	}
	if w := get(s, "/metrics", "X-Forwarded-For", "192.0.2.1"); w.Code != http.StatusForbidden {
		t.Errorf("metrics through a proxy: %d", w.Code)
	}
	if w := get(s.Operations(), "/metrics", "X-Forwarded-For", "192.0.2.1"); w.Code != http.StatusOK {
		t.Errorf("metrics for operators: %d", w.Code)
	}
}

// A question that is being answered when the server is told to stop is answered.
func TestGracefulStop(t *testing.T) {
	s := shipped(t, Options{AtOnce: 1})
	ctx, stop := context.WithCancel(t.Context())
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- s.Run(ctx, Address{Listen: "127.0.0.1:0"}, func(url string) { address <- url })
	}()
	url := <-address
	s.mind.turns <- struct{}{} // another question is being worked on
	answered := make(chan string, 1)
	go func() {
		resp, err := http.Post(url+"/v1/ask", "application/json", strings.NewReader(`{"question": "Who directed Okja?"}`))
		if err != nil {
			answered <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		answered <- string(body)
	}()
	for get(s, "/healthz"); !strings.Contains(get(s.Operations(), "/metrics").Body.String(), "hapjak_http_requests_in_flight 1"); {
		time.Sleep(time.Millisecond)
	}
	stop()
	for s.mind.state.Load() != stopping {
		time.Sleep(time.Millisecond)
	}
	if get(s, "/readyz").Code != http.StatusServiceUnavailable {
		t.Error("ready while it stops")
	}
	<-s.mind.turns
	if text := <-answered; !strings.Contains(text, "Bong Joon Ho") {
		t.Errorf("the question in flight: %s", text)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// A question that does not get its turn in time is told so.
func TestBusy(t *testing.T) {
	s := shipped(t, Options{AtOnce: 1, Timeout: 20 * time.Millisecond})
	s.mind.turns <- struct{}{}
	for _, w := range []*httptest.ResponseRecorder{get(s, "/?q=who"), get(s, "/timeline"), get(s, "/v1/search?q=ice"), do(s, "POST", "/v1/ask", `{"question": "who?"}`)} {
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "any are asking") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
}

func TestPanicCostsOneAnswer(t *testing.T) {
	s := shipped(t, Options{})
	h := s.gate.layers(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("oh") }))
	if w := get(h, "/v1/ask"); w.Code != http.StatusInternalServerError || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestPassagePath holds what other surfaces link to against the page itself.
func TestPassagePath(t *testing.T) {
	s := shipped(t, Options{})
	w := get(s, strings.Split(bot.PassagePath("kobiz-2025", 26), "#")[0])
	if w.Code != 200 || !strings.Contains(w.Body.String(), `id="p26"`) || !strings.HasSuffix(bot.PassagePath("kobiz-2025", 26), "#p26") {
		t.Errorf("%d: no paragraph 26 there", w.Code)
	}
}
