package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"hapjak/bot"
)

//go:embed pages/*.html
var pageFiles embed.FS

//go:embed assets/* openapi.json
var assetFiles embed.FS

// An asset is a file that is served as it is.
type asset struct {
	contentType, tag string
	data             []byte
}

var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".json": "application/json",
}

// readAssets reads the embedded assets, by name.
func readAssets() (map[string]asset, error) {
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		return nil, err
	}
	names := []string{"openapi.json"}
	for _, e := range entries {
		names = append(names, "assets/"+e.Name())
	}
	list := map[string]asset{}
	for _, name := range names {
		data, err := assetFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		list[path.Base(name)] = asset{contentTypes[path.Ext(name)], hex.EncodeToString(sum[:6]), data}
	}
	return list, nil
}

// A painter draws pages, and answers what cannot be done.
type painter struct {
	*visitors
	pages  pages
	static map[string]asset
	keeps  string // what readers are told of the questions that are kept
	news   *baseNews
	log    *slog.Logger
}

// asset serves an asset. One that is asked for under its tag never changes.
func (s *painter) asset(w http.ResponseWriter, r *http.Request) {
	a, ok := s.static[path.Base(r.URL.Path)]
	if !ok {
		s.pageMissing(w, r)
		return
	}
	if r.URL.Query().Get("v") == a.tag {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if name := path.Base(r.URL.Path); name == "widget.js" || name == "openapi.json" {
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin") // it is there to be included
	}
	send(w, r, a.contentType, a.data)
}

// pages are the templates by name, each with the layout.
type pages map[string]*template.Template

// isShared reports whether a template is on other pages, and none itself.
func isShared(name string) bool {
	return name == "reviewparts" || name == "twinparts" || name == "layout" || name == "parts" || name == "desk" || name == "fields"
}

// readPages parses the templates.
func readPages(static map[string]asset) (pages, error) {
	funcs := template.FuncMap{
		"asset":  func(name string) string { return "/assets/" + name + "?v=" + static[name].tag },
		"source": bot.PassagePath, "thing": thingLink, "ask": askLink, "edit": func(id string) string { return "/curate/things/" + escape(id) }, "link": link, "imprint": imprint,
		"plural": plural, "unmarked": said, "part": func(key string, text []stretch) part { return part{key, text} },
		"digested": func(list []cited) bool { return slices.ContainsFunc(list, func(c cited) bool { return !c.Verbatim }) },
		"add":      func(a, b float64) float64 { return a + b },
		"add1":     func(n int) int { return n + 1 }, "sub": func(a, b int) int { return a - b },
	}
	all := pages{}
	files, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if isShared(name) {
			continue
		}
		t, err := template.New("layout.html").Funcs(funcs).ParseFS(pageFiles, "pages/layout.html", "pages/parts.html", "pages/desk.html", "pages/fields.html", "pages/reviewparts.html", "pages/twinparts.html", file)
		if err != nil {
			return nil, fmt.Errorf("page %s: %w", name, err)
		}
		all[name] = t
	}
	return all, nil
}

// A part is a text of a turn.
type part struct {
	Key  string
	Text []stretch
}

// A view is what every page is drawn from.
type view struct {
	Site, About string   // what the knowledge base is called, and what it is about
	Here        string   // the page's place in the menu
	Title       string   // empty for the first page
	Embedded    bool     // in the widget: no menu
	Private     bool     // not for search engines: it holds what somebody asked
	Curator     string   // who is signed in
	Role        Role     // what they may do
	Broken      []string // to who is signed in: why the base's files are not in use
	Keeps       string   // what is told of the questions that are kept, empty for none
	Statements  int      // that there are in all
	Data        any
}

func (s *painter) view(here, title string, data any) view {
	return view{Here: here, Title: title, Data: data, Keeps: s.keeps}
}

// draw answers with a page.
func (s *painter) draw(w http.ResponseWriter, r *http.Request, name string, v view) {
	s.drawWith(w, r, http.StatusOK, name, v)
}

// drawWith answers with a page and a status.
func (s *painter) drawWith(w http.ResponseWriter, r *http.Request, status int, name string, v view) {
	var page bytes.Buffer
	if _, ok := s.who(r); ok {
		w.Header().Set("Cache-Control", "private, no-store")
	}
	if err := s.execute(r, &page, name, v); err != nil {
		s.log.Error("a page could not be written", "page", name, "error", err)
		s.fail(w, r, http.StatusInternalServerError, "This page could not be written. It has been logged.")
		return
	}
	sendPage(w, r, status, &page)
}

// drawTold answers with a page on which stands what was just done, or what is wrong with what was
// sent.
func (s *painter) drawTold(w http.ResponseWriter, r *http.Request, name string, v view, told map[string]any) {
	status := http.StatusOK
	if told["Trouble"] != nil {
		status = http.StatusUnprocessableEntity
	}
	s.drawWith(w, r, status, name, v)
}

// execute writes a page, and on it what the knowledge base is called.
func (s *painter) execute(r *http.Request, page *bytes.Buffer, name string, v view) error {
	base := knowOf(r.Context()).Base()
	v.Site, v.About, v.Statements = base.Schema().Name, base.Schema().About, base.Statements()
	if p, ok := s.who(r); ok {
		v.Curator, v.Role, v.Broken = p.Name, p.Role, s.news.broken()
	}
	return s.pages[name].Execute(page, v)
}

func thingLink(id string) string { return "/things/" + url.PathEscape(id) }

// askLink leads to the answer to a question.
func askLink(question string) string { return "/?" + url.Values{"q": {question}}.Encode() }

// link makes an address that can be followed: sources are often cited without a scheme.
func link(address string) string {
	if address == "" || strings.Contains(address, "://") {
		return address
	}
	return "https://" + address
}

// imprint joins what is known of who published something, and when.
func imprint(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	return strings.Join(parts, ", ")
}

// number reads a number of a query; missing or bad it is 0.
func number(r *http.Request, name string) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil || n < 0 {
		return 0
	}
	return n
}
