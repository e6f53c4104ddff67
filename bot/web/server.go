package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"runtime"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"hapjak/bot"
	"hapjak/bot/review"
	"hapjak/bot/watch"
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
//
// It is put together of parts that each hold what they need: the mind answers, the painter draws, the
// folder changes files, the audit log knows of it first; and of rooms over them, each in a file of its
// name, whose routes it joins.
type Server struct {
	opts      Options
	log       *slog.Logger
	mind      *mind
	painter   *painter
	gate      *gate
	door      *door
	news      *baseNews
	articles  *articles
	api       *api
	tools     *tools
	operation *operation
	rooms     []room
	handler   http.Handler
}

// A room is pages that belong together.
type room interface{ routes() []route }

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
		if origin != "*" {
			if err := CheckOrigin(origin); err != nil {
				errs = append(errs, fmt.Errorf("--allow-origin: %w, or *", err))
			}
		}
	}
	static, err := readAssets()
	errs = append(errs, err)
	pages, err := readPages(static)
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, err
	}
	s := &Server{opts: o, log: o.Log, news: &baseNews{}}
	s.mind = &mind{talk: bot.New(know, bot.Options{}), log: o.Log, metrics: newMetrics(), timeout: o.Timeout,
		turns: make(chan struct{}, o.AtOnce), kept: &keeper{memory: o.Memory, which: o.Keep}}
	visitors := &visitors{memory: o.Memory, sessions: newSessions(), log: o.Log}
	s.painter = &painter{visitors: visitors, pages: pages, static: static, keeps: s.mind.kept.told(), news: s.news, log: o.Log}
	keys := &keyring{keys: o.Keys, file: o.KeysFile}
	s.gate = &gate{painter: s.painter, mind: s.mind, keys: keys, proxies: o.Proxies, origins: o.Origins,
		asking: newAllowances(o.Allowance), looking: newAllowances(10 * o.Allowance)}
	browsing := &browsing{painter: s.painter, mind: s.mind}
	s.api = &api{painter: s.painter, mind: s.mind, browsing: browsing}
	s.tools = &tools{s.api}
	s.operation = &operation{s.painter, s.mind}
	s.rooms = []room{&asks{s.painter, s.mind, o.Origins}, browsing, s.operation}
	audit := &audit{o.Memory, o.Log}
	s.door = &door{painter: s.painter, audit: audit, origin: http.NewCrossOriginProtection()}
	folder := &folder{base: o.Base, copy: o.Copy, audit: audit, taking: make(chan struct{}, 1)}
	s.articles = newArticles(s.painter, folder, browsing, o)
	if o.Memory != nil { // else there is nothing to write to, and nobody to let in
		desk := &review.Desk{Dir: o.Base, Copy: o.Copy, Know: s.mind.talk.Know, Memory: o.Memory, Change: folder.changeAlone}
		reviewing := newReviewing(s.painter, s.mind, desk, o)
		forms := forms{s.painter, folder, reviewing}
		suggests := &suggesting{painter: s.painter, folder: folder, mind: s.mind, memory: o.Memory, review: reviewing}
		s.rooms = append(s.rooms, s.door, &questions{s.painter, o.Memory}, reviewing,
			s.articles, &thingForms{forms}, &statementForms{forms}, &schemaForms{forms}, &anchors{forms}, suggests, &twins{forms: forms, suggests: suggests},
			&logs{s.painter, o.Memory}, &people{s.door, keys})
	}
	s.handler = s.gate.layers(s.routes())
	return s, nil
}

// Warm loads what the first question needs, so that it does not wait, and makes the
// server ready.
func (s *Server) Warm() {
	s.mind.talk.Warm()
	s.mind.state.CompareAndSwap(warming, ready)
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// CheckOrigin says what is wrong with the address of a site.
func CheckOrigin(origin string) error {
	u, err := url.Parse(origin)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.Scheme+"://"+u.Host != origin {
		return fmt.Errorf("%q is no origin: want https://example.org, without a path", origin)
	}
	return nil
}

// A route is where a request goes. In routes of one path the methods differ.
type route struct {
	method, path string
	name         string // in metrics and the log
	role         Role   // that its sender needs; 0: everybody may
	serve        http.HandlerFunc
}

// table lists the pages.
func (s *Server) table() (list []route) {
	for _, r := range s.rooms {
		list = append(list, r.routes()...)
	}
	return list
}

// routes returns the handler of all there is.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.table() {
		h := r.serve
		if r.role > 0 {
			h = s.door.only(r.role, h)
		}
		if r.method == http.MethodPost {
			h = s.door.sameOrigin(h)
		}
		mux.HandleFunc(r.method+" "+r.path, named(r.name, h))
	}
	for path, methods := range s.api.handlers() {
		mux.HandleFunc(path, named("api "+path, s.api.byMethod(methods)))
	}
	mux.HandleFunc("/mcp", named("mcp", s.door.sameOrigin(s.tools.overHTTP().ServeHTTP)))
	mux.HandleFunc("/", named("none", s.painter.pageMissing))
	return mux
}

// Talk is the bot that answers, for bot/watch to teach.
func (s *Server) Talk() *bot.Bot { return s.mind.talk }

// Learned is told that the knowledge base has changed and that the server answers from it.
func (s *Server) Learned(know *facts.Answerer) {
	s.log.Info("the knowledge base has changed and is read", "statements", know.Base().Statements(), "sources", len(know.Sources()))
	s.news.set(nil)
}

// Refused is told why a knowledge base that changed is not in use, and whether the one before still answers.
// Curators see it on their pages until it is mended.
func (s *Server) Refused(err error, still bool) {
	s.log.Error(watch.NotTaken(still), "error", err)
	s.news.set(err)
}

// Operations returns the handler for those who run the server: /healthz, /readyz and
// /metrics, for whoever can reach it.
func (s *Server) Operations() http.Handler { return s.operation.handler() }

// Tools returns a server of the Model Context Protocol with the tools ask, search, source
// and entity.
func (s *Server) Tools() *mcp.Server { return s.tools.server() }

// Pipe serves the tools on a pipe, standard input and output, until the assistant ends it or ctx does.
func (s *Server) Pipe(ctx context.Context, in io.ReadCloser, out io.Writer) error {
	p := newPipe(in, out)
	return s.Tools().Run(ctx, &mcp.IOTransport{Reader: p, Writer: p})
}

// SignIn returns the path of a link that lets a curator in, once and within the hour. Who
// has no role yet is given Mends; Admit gives another.
func (s *Server) SignIn(curator string) (path string) { return s.door.link(curator) }

// Admit gives a curator a role for the operator, who stands above all curators. Without one
// it is the role that they have, or Mends.
func (s *Server) Admit(ctx context.Context, c Curator) error { return s.door.admit(ctx, c) }
