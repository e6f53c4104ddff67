package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hapjak/bot/watch"
	"hapjak/facts"
	"hapjak/facts/intake"
	"hapjak/facts/kb/storage"
)

// served returns a server of a folder that it watches, and the folder.
func served(t *testing.T, o Options) (s *Server, dir string) {
	t.Helper()
	dir = started(t, "empty")
	return watched(t, dir, o), dir
}

// watched returns a server of a folder, or of what is shipped as long as there is none.
func watched(t *testing.T, dir string, o Options, with ...func(*facts.Answerer)) *Server {
	t.Helper()
	open := func() (know *facts.Answerer, err error) {
		if !intake.IsBase(dir) {
			know, err = facts.Default()
		} else {
			know, err = facts.Open(dir)
		}
		for _, change := range with {
			if err == nil {
				change(know)
			}
		}
		return know, err
	}
	know, err := open()
	if err != nil {
		t.Fatal(err)
	}
	s := serverOf(t, know, o)
	ctx, stop := context.WithCancel(t.Context())
	last, watching := make(chan *facts.Answerer), make(chan struct{})
	go func() {
		last <- watch.Watch(ctx, dir, s.Talk(), know, watch.Options{Open: open, Learned: s.Learned, Refused: s.Refused, Watching: func() { close(watching) }})
	}()
	t.Cleanup(func() {
		s.articles.stages.close()
		stop()
		(<-last).Close()
	})
	<-watching
	return s
}

// edit changes a file of a knowledge base.
func edit(t *testing.T, dir, name, old, new string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	data, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(data), old) {
		t.Fatalf("%s has no %q: %v", name, old, err)
	}
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(data), old, new)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// until waits for what takes a moment, longer on a machine that is busy elsewhere.
func until(t *testing.T, what string, is func() bool) (took time.Duration) {
	t.Helper()
	began := time.Now()
	for !is() {
		if time.Since(began) > time.Minute {
			t.Fatalf("it never happens: %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
	return time.Since(began)
}

// A base that changes while people read and ask is seen by all who come after, and costs
// nobody an answer. Each page is of one base, the one before or the one now.
func TestServeChange(t *testing.T) {
	s, dir := served(t, Options{})
	var stop atomic.Bool
	var asking sync.WaitGroup
	var asked atomic.Int64
	pages := []string{"/?q=When+was+the+Blue+Kettle+made%3F", "/things/blue-kettle", "/timeline", "/sources", "/v1/entities/blue-kettle", "/v1/search?q=kettle"}
	for i := range 4 {
		asking.Go(func() {
			for n := i; !stop.Load(); n++ {
				at := pages[n%len(pages)]
				w := get(s, at)
				asked.Add(1)
				old, new := strings.Contains(w.Body.String(), "1987"), strings.Contains(w.Body.String(), "1988")
				if w.Code != http.StatusOK || old && new && strings.Contains(at, "blue-kettle") {
					t.Errorf("%s: %d, of the base before %v, of the base now %v", at, w.Code, old, new)
					return
				}
			}
		})
	}
	year := func() string { return get(s, "/v1/entities/blue-kettle").Body.String() }
	for _, x := range [][2]string{{"1987", "1988"}, {"1988", "1987"}, {"1987", "1988"}} {
		edit(t, dir, "facts/example.yaml", "made_in: "+x[0], "made_in: "+x[1])
		took := until(t, "the change is seen", func() bool { return strings.Contains(year(), x[1]) })
		t.Logf("seen after %v", took)
		for range 20 {
			if got := year(); !strings.Contains(got, x[1]) || strings.Contains(got, x[0]) {
				t.Errorf("after the change: %s", got)
			}
		}
	}
	until(t, "others ask too", func() bool { return asked.Load() >= 20 })
	stop.Store(true)
	asking.Wait()
}

// A base with a fault is not taken: the one before goes on answering, and curators are told
// what is wrong, where, until it is mended.
func TestServeFault(t *testing.T) {
	memory := remembered(t)
	s, dir := served(t, Options{Memory: memory})
	cookie := signIn(t, s, s.SignIn("Mina"))
	page := func() string { return get(s, "/curate", "Cookie", cookie.Name+"="+cookie.Value).Body.String() }
	const told = "facts/example.yaml:14: made_in: &#34;long ago&#34; is no year"
	edit(t, dir, "facts/example.yaml", "made_in: 1987", "made_in: long ago")
	until(t, "the curator is told", func() bool { return strings.Contains(page(), told) })
	if got := get(s, "/things/blue-kettle"); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "1987") {
		t.Errorf("the base before no longer answers: %d", got.Code)
	}
	if strings.Contains(get(s, "/").Body.String(), "long ago") {
		t.Error("who is not signed in is told of it")
	}
	edit(t, dir, "facts/example.yaml", "made_in: long ago", "made_in: 1988")
	until(t, "what is mended is seen", func() bool { return !strings.Contains(page(), "made_in") })
	if got := get(s, "/things/blue-kettle").Body.String(); !strings.Contains(got, "1988") {
		t.Error("what is mended does not answer")
	}
}

// A request that has begun keeps what it began with.
func TestHold(t *testing.T) {
	s := shipped(t, Options{})
	other := opened(t, "../../facts/testdata/newsubject")
	ctx, done := s.mind.hold(t.Context())
	before := s.Talk().Learn(other)
	if name := knowOf(ctx).Base().Schema().Name; name == other.Base().Schema().Name {
		t.Error("it knows the new one in the middle of a request")
	}
	waited := make(chan struct{})
	go func() { before(); close(waited) }()
	select {
	case <-waited:
		t.Error("the one before is given back while it is in use")
	case <-time.After(50 * time.Millisecond):
	}
	done()
	<-waited
	if w := get(s, "/things?q=catan"); !strings.Contains(w.Body.String(), "Catan") {
		t.Error("the next request does not know the new one")
	}
	s.Refused(errors.New("a: x\nb: y"), true)
	if got := s.news.broken(); len(got) != 2 {
		t.Errorf("%q", got)
	}
}

// Of a base whose file is cut short while it serves nothing is told, not even that something is not there:
// neither to programs nor to people nor to assistants. The log names the file, and does not say that the base before answers.
func TestServeCut(t *testing.T) {
	from, dir := t.TempDir(), filepath.Join(t.TempDir(), "kb")
	if err := os.WriteFile(filepath.Join(from, "mill.md"), []byte("# The mill\n\nIts wheel is of larch.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (&intake.Job{Dir: dir, Articles: []string{from}}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var log readLog
	s := watched(t, dir, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	asked := func(check func(at string, w *httptest.ResponseRecorder)) {
		for _, at := range []string{"/v1/search?q=larch", "/v1/search?q=larch&source=mill", "/v1/sources", "/v1/sources/mill", "/v1/entities?q=mill", "/sources", "/sources/mill", "/?q=what+is+the+wheel+of", "/?source=mill"} {
			check(at, get(s, at))
		}
		r := httptest.NewRequest(http.MethodPost, "/v1/ask", strings.NewReader(`{"question": "What is its wheel of?", "source": "mill"}`))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		check("/v1/ask", w)
	}
	asked(func(at string, w *httptest.ResponseRecorder) {
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", at, w.Code, w.Body)
		}
	})
	parts, err := storage.Parts(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(parts[storage.PartPassages], 100); err != nil {
		t.Skip(err)
	}
	asked(func(at string, w *httptest.ResponseRecorder) {
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "is damaged") {
			t.Errorf("%s: %d %s", at, w.Code, w.Body)
		}
	})
	until(t, "the change is seen", func() bool { return strings.Contains(log.String(), "has changed") })
	if told := log.String(); !strings.Contains(told, "the one before is damaged too") || !strings.Contains(told, parts[storage.PartPassages]+": passage index: it was cut short") {
		t.Error(told)
	}
}

// A readLog is a log that is read while it is written.
type readLog struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *readLog) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *readLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
