package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"hapjak/bot"
	"hapjak/facts"
)

// Options say how to serve. The zero value is fit for a page on this machine.
type Options struct {
	// Allowance is how many questions and searches one client may send at once; after
	// that one a second. Pages and other requests have ten times as much. 0 is no limit.
	Allowance int
	// Origins are the sites whose pages may use the API and show the widget:
	// "https://example.org", or "*" for all. Empty: none.
	Origins []string
	// Proxies are the addresses of proxies whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
	// Keys are of those who may use the knowledge base; empty: everybody may.
	Keys Keys
	// KeysFile is the file that they were read from, for who administers to change; empty:
	// they cannot.
	KeysFile string
	// Timeout bounds the work on one question; 0 is ten seconds.
	Timeout time.Duration
	// AtOnce is how many questions are worked on at once; 0 is as many as there are
	// processors. Others wait for their turn, within their Timeout.
	AtOnce int
	// Memory keeps questions for the curators; nil: none are kept.
	Memory Memory
	// Keep says which: store.KeepAll, store.KeepNone, or, empty, those that were not
	// answered or without much confidence, and votes.
	Keep string
	// Base is the folder of the knowledge base, which curators mend; empty: it is the one in
	// the program, which is copied into the folder Copy first, or where that is empty too is
	// not mended.
	Base, Copy string
	// Fetch lets curators import an article from an address of the public internet.
	Fetch bool
	// MaxUpload is the most bytes of one upload; 0 is 32 MiB.
	MaxUpload int64
	// Log is told of each request, without what was asked; nil: nothing is logged.
	Log *slog.Logger
}

// A Server serves pages and the API. Make one with New.
type Server struct {
	talk     *bot.Bot
	opts     Options
	log      *slog.Logger
	metrics  *metrics
	asking   *allowances // questions and searches
	looking  *allowances // everything else
	turns    chan struct{}
	pages    pages
	static   map[string]asset
	shelf    shelf
	stages   stages
	taking   chan struct{} // held by the one import that is read
	fetcher  *fetcher
	keys     keyring
	base     baseNews
	recent   recent
	keeping  sync.WaitGroup // questions being recorded
	sessions *sessions
	review   *reviewing // nil where nothing is kept
	suggests *suggesting
	twins    *twins
	origin   *http.CrossOriginProtection
	state    atomic.Int32
	handler  http.Handler
}

// States of a server, for /readyz.
const (
	warming int32 = iota
	ready
	stopping
)

// New makes a server of what an Answerer knows. It is ready when [Server.Warm] has run.
func New(know *facts.Answerer, o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	if o.AtOnce <= 0 {
		o.AtOnce = runtime.GOMAXPROCS(0)
	}
	var errs []error
	for _, origin := range o.Origins {
		errs = append(errs, checkOrigin(origin))
	}
	static, err := readAssets()
	errs = append(errs, err)
	pages, err := readPages(static)
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, err
	}
	s := &Server{
		talk: bot.New(know, bot.Options{}), opts: o, log: o.Log, metrics: newMetrics(),
		asking: newAllowances(o.Allowance), looking: newAllowances(10 * o.Allowance),
		stages: stages{now: time.Now}, taking: make(chan struct{}, 1),
		turns: make(chan struct{}, o.AtOnce), pages: pages, static: static,
		sessions: newSessions(), origin: http.NewCrossOriginProtection(),
	}
	s.fetcher = newFetcher(s.maxUpload())
	s.keys.keys, s.keys.file = o.Keys, o.KeysFile
	s.review = s.newReviewing()
	s.suggests = &suggesting{Server: s}
	s.twins = &twins{Server: s}
	s.handler = s.layers(s.routes())
	return s, nil
}

// Warm loads what the first question needs, so that it does not wait, and makes the
// server ready.
func (s *Server) Warm() {
	s.talk.Warm()
	s.state.CompareAndSwap(warming, ready)
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// checkOrigin says what is wrong with an origin.
func checkOrigin(origin string) error {
	if origin == "*" {
		return nil
	}
	u, err := url.Parse(origin)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.Scheme+"://"+u.Host != origin {
		return fmt.Errorf("--allow-origin: %q is no origin: want https://example.org, without a path, or *", origin)
	}
	return nil
}

// A route is where a request goes. In routes of one path the methods differ.
type route struct {
	method, path string
	name         string // in metrics and the log
	serve        http.HandlerFunc
}

// table lists the pages.
func (s *Server) table() []route {
	routes := []route{
		{"GET", "/{$}", "ask", s.pageAsk},
		{"GET", "/embed", "embed", s.pageAsk},
		{"GET", "/sources", "sources", s.pageSources},
		{"GET", "/sources/{id}", "source", s.pageSource},
		{"GET", "/things", "things", s.pageThings},
		{"GET", "/things/{id}", "thing", s.pageThing},
		{"GET", "/timeline", "timeline", s.pageTimeline},
		{"POST", "/vote", "vote", s.sameOrigin(s.vote)},
		{"GET", "/curate", "curate", s.only(Reads, s.pageCurate)},
		{"GET", "/curate/log", "log", s.only(Reads, s.pageLog)},
		{"GET", "/curate/log.csv", "log", s.only(Reads, s.exportLog)},
		{"GET", "/curate/articles", "articles", s.only(Mends, s.pageArticles)},
		{"POST", "/curate/articles", "articles", s.sameOrigin(s.only(Mends, s.upload))},
		{"POST", "/curate/articles/fetch", "articles", s.sameOrigin(s.only(Mends, s.fetchArticle))},
		{"POST", "/curate/articles/import", "articles", s.sameOrigin(s.only(Mends, s.importNow))},
		{"GET", "/curate/things", "edit", s.only(Mends, s.pageFacts)},
		{"GET", "/curate/things/new", "edit", s.only(Mends, s.pageNewThing)},
		{"POST", "/curate/things/new", "edit", s.sameOrigin(s.only(Mends, s.addThing))},
		{"GET", "/curate/things/{id}", "edit", s.only(Mends, s.pageEditThing)},
		{"POST", "/curate/things/{id}", "edit", s.sameOrigin(s.only(Mends, s.setThing))},
		{"GET", "/curate/state", "edit", s.only(Mends, s.pageState)},
		{"POST", "/curate/state", "edit", s.sameOrigin(s.only(Mends, s.saveState))},
		{"GET", "/curate/anchors", "anchors", s.only(Mends, s.pageAnchors)},
		{"POST", "/curate/anchors", "anchors", s.sameOrigin(s.only(Mends, s.setAnchor))},
		{"GET", "/curate/people", "people", s.only(Administers, s.pagePeople)},
		{"POST", "/curate/people", "people", s.sameOrigin(s.only(Administers, s.setPeople))},
		{"POST", "/curate/keys", "people", s.sameOrigin(s.only(Administers, s.setKeys))},
		{"GET", "/sign-in/{secret}", "sign-in", s.signIn},
		{"POST", "/sign-in/{secret}", "sign-in", s.sameOrigin(s.signInNow)},
		{"POST", "/sign-out", "sign-out", s.sameOrigin(s.signOut)},
		{"GET", "/assets/{name}", "asset", s.asset},
		{"GET", "/widget.js", "asset", s.asset},
		{"GET", "/favicon.svg", "asset", s.asset},
		{"GET", "/openapi.json", "openapi", s.asset},
		{"GET", "/healthz", "health", s.healthz},
		{"GET", "/readyz", "health", s.readyz},
		{"GET", "/metrics", "metrics", s.metricsLocally},
	}
	routes = append(routes, s.reviewRoutes()...)
	routes = append(routes, s.suggests.routes()...)
	routes = append(routes, s.twins.routes()...)
	routes = append(routes, schemaForms{s}.routes()...)
	if s.opts.Memory == nil { // nothing to write to, and nobody to let in
		return slices.DeleteFunc(routes, func(r route) bool {
			return r.method == "POST" || r.name == "sign-in" || strings.HasPrefix(r.path, "/curate")
		})
	}
	return routes
}

// routes returns the handler of all there is.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.table() {
		mux.HandleFunc(r.method+" "+r.path, named(r.name, r.serve))
	}
	for path, methods := range s.api() {
		mux.HandleFunc(path, named("api "+path, s.cors(methods)))
	}
	mux.HandleFunc("/mcp", named("mcp", s.sameOrigin(s.toolsOverHTTP().ServeHTTP)))
	mux.HandleFunc("/", named("none", s.pageMissing))
	return mux
}

// sameOrigin refuses what the page of another site sends.
func (s *Server) sameOrigin(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := s.origin.Check(r); err != nil {
			s.fail(w, r, http.StatusForbidden, "This was sent from another site's page, and is refused.")
			return
		}
		h(w, r)
	}
}
